"""A season as openfootball writes it: what is good comes in, what is not is named by its line."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.times import AMSTERDAM
from aovconsole.errors import CommandRefused
from aovconsole.feeds import football
from aovconsole.feeds.football import LIMIT_BYTES, MOST_REFUSED, Fixture, read_football, season_of
from aovconsole.feeds.football_calendar import read_football_calendar
from tests.require import samples

SEASON = """\
= Netherlands Eerste Divisie 2024/25

# Teams      20

▪ Matchday 1
  Fri Aug 9 2024
    20:00  MVV                     v SC Cambuur               0-1 (0-0)
           TOP Oss                 v SBV Excelsior            3-1 (0-1)
  Sat Aug 10
    16:30  VVV-Venlo               v Juliana '31

▪ Matchday 12
  Fri Nov 1
    20:00  MVV                     v Quick'20                 2-2
  Fri Mar 28
           Helmond Sport           v MVV
    20:00  MVV                     v Roda JC Kerkrade         [postponed]
  Mon Mar 31
    20:00  MVV                     v Roda JC Kerkrade
"""
UNTIL = date(2027, 12, 31)


def fixtures(text: str) -> tuple[Fixture, ...]:
    return read_football(text.encode()).fixtures


def faults(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.reason) for one in read_football(text.encode()).refused]


def test_the_season_of_the_papers_comes_in_whole() -> None:
    found = read_football(samples("feeds", "openfootball_2024-25_nl2.txt").read_bytes())
    assert (len(found.fixtures), found.refused) == (380, ())
    own = [one for one in found.fixtures if "MVV" in (one.home, one.away)]
    assert len(own) == 38
    assert sum(one.home == "MVV" for one in own) == 19
    assert {one.season for one in found.fixtures} == {"2024/25"}
    assert (min(one.on for one in own), max(one.on for one in own)) == (date(2024, 8, 9), date(2025, 5, 9))
    last = own[-1]
    assert (last.home, last.away, last.score, last.outcome) == ("SC Cambuur", "MVV", "", "")
    assert last.begin_at == datetime(2025, 5, 9, 18, 0, tzinfo=UTC), "its kick-off stands in a line above it"


def test_the_cup_of_the_papers_comes_in_whole() -> None:
    found = read_football(samples("feeds", "openfootball_2024-25_nlcup.txt").read_bytes())
    assert (len(found.fixtures), found.refused) == (109, ())
    own = [(one.on, one.away, one.score) for one in found.fixtures if one.home == "MVV"]
    assert own == [(date(2024, 10, 30), "FC Den Bosch", "2-1"), (date(2024, 12, 17), "Feyenoord", "1-2")]
    final = found.fixtures[-1]
    assert (final.score, final.on.year) == ("1-1", 2025), "penalties are not the score; the year turned in January"


def test_a_line_takes_day_year_and_kick_off_from_the_lines_above_it() -> None:
    rows = [(one.home, one.on, one.begin_at, one.outcome) for one in fixtures(SEASON)]
    evening, summer = datetime(2024, 8, 9, 18, 0, tzinfo=UTC), datetime(2024, 8, 10, 14, 30, tzinfo=UTC)
    assert rows == [
        ("MVV", date(2024, 8, 9), evening, "played"),
        ("TOP Oss", date(2024, 8, 9), evening, "played"),
        ("VVV-Venlo", date(2024, 8, 10), summer, ""),
        ("MVV", date(2024, 11, 1), datetime(2024, 11, 1, 19, 0, tzinfo=UTC), "played"),
        ("Helmond Sport", date(2025, 3, 28), None, ""),
        ("MVV", date(2025, 3, 28), datetime(2025, 3, 28, 19, 0, tzinfo=UTC), "postponed"),
        ("MVV", date(2025, 3, 31), datetime(2025, 3, 31, 18, 0, tzinfo=UTC), ""),
    ]


def test_a_kick_off_is_the_same_on_the_wall_all_season() -> None:
    found = read_football(samples("feeds", "openfootball_2024-25_nl2.txt").read_bytes()).fixtures
    fridays = [one for one in found if one.on.weekday() == 4 and one.begin_at and one.home == "MVV"]
    shown = {one.begin_at.astimezone(AMSTERDAM).strftime("%H:%M") for one in fridays if one.begin_at}
    assert shown == {"20:00"}
    assert {one.begin_at.hour for one in fridays if one.begin_at} == {18, 19}, "one hour apart in UTC"


@pytest.mark.parametrize(
    ("line", "home", "away", "score", "outcome"),
    [
        ("MVV  v  VVV-Venlo", "MVV", "VVV-Venlo", "", ""),
        ("20.15 MVV vs. FC 's-Gravenzande  1-0", "MVV", "FC 's-Gravenzande", "1-0", "played"),
        ("VV Kolping Boys v ADO '20  5-6 pen. 3-3 a.e.t. (2-2, 1-0)", "VV Kolping Boys", "ADO '20", "3-3", "played"),
        ("MVV  2-1 (1-0)  Roda JC", "MVV", "Roda JC", "2-1", "played"),
        ("MVV - Roda JC", "MVV", "Roda JC", "", ""),
        ("MVV v Roda JC  0-3 [awarded]", "MVV", "Roda JC", "0-3", "awarded"),
        ("MVV v Roda JC [abandoned at 2-1 in 42']", "MVV", "Roda JC", "", "abandoned"),
        ("MVV v Roda JC [cancelled]", "MVV", "Roda JC", "", "cancelled"),
        ("MVV v Roda JC  2-0 (1-0)   @ De Geusselt, Maastricht", "MVV", "Roda JC", "2-0", "played"),
        ("MVV v Roda JC  @ De Geusselt", "MVV", "Roda JC", "", ""),
    ],
)
def test_a_match_line(line: str, home: str, away: str, score: str, outcome: str) -> None:
    [one] = fixtures(f"= Eerste Divisie 2024/25\nFri Aug 9 2024\n{line}\n")
    assert (one.home, one.away, one.score, one.outcome) == (home, away, score, outcome)


@pytest.mark.parametrize(
    ("added", "line", "reason"),
    [
        ("zomaar een zin zonder betekenis", 4, "geen wedstrijd, datum of speelronde"),
        ("25:99  MVV v Roda JC", 4, "deze tijd bestaat niet"),
        ("  v Roda JC", 4, "geen wedstrijd, datum of speelronde"),
        ("12 - 13", 4, "een van beide clubs ontbreekt"),
        ("Fri Feb 30", 4, "deze datum bestaat niet"),
        ("Mon Aug 9", 4, "de weekdag past niet bij de datum"),
        ("x" * 401, 4, "langer dan 400 tekens"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(added: str, line: int, reason: str) -> None:
    text = f"= Eerste Divisie 2024/25\nFri Aug 9 2024\n20:00  MVV v VVV-Venlo\n{added}\nSat Aug 10\n16:30 Oss v MVV\n"
    assert faults(text) == [(line, reason)]
    assert [one.home for one in fixtures(text)] == ["MVV", "Oss"]


def test_below_a_bad_date_no_day_is_made_up() -> None:
    text = "= Eerste Divisie 2024/25\nFri Aug 9 2024\n20:00 A v B\nMon Aug 9\n20:00 C v D\n"
    assert [line for line, _ in faults(text)] == [4, 5]
    assert [one.home for one in fixtures(text)] == ["A"]


def test_without_any_year_the_day_is_not_guessed() -> None:
    with pytest.raises(CommandRefused, match="geen enkele wedstrijd"):
        read_football(b"Fri Aug 9\n20:00 MVV v Oss\n")


def test_a_season_that_ran_on_into_summer_shows_by_its_weekday() -> None:
    text = "= Eerste Divisie 2019/20\nFri Aug 9 2019\n20:00 A v B\nSun Aug 2\n16:00 C v D\n"
    assert [one.on for one in fixtures(text)] == [date(2019, 8, 9), date(2020, 8, 2)]


@pytest.mark.parametrize(
    ("day", "clock"), [("Sun Mar 30 2025", "02:30"), ("Sun Oct 27 2024", "02:30")], ids=["skipped", "double"]
)
def test_an_hour_that_the_clock_skips_or_has_twice_is_named(day: str, clock: str) -> None:
    text = f"= X 2024/25\n{day}\n{clock} MVV v Oss\n12:00 A v B\n"
    assert faults(text) == [(3, "deze kloktijd bestaat die nacht niet, of twee keer")]


def test_names_of_players_are_passed_over() -> None:
    assert faults("= X 2024/25\nFri Aug 9 2024\n20:00 MVV v Oss 1-0\n  (Jansen 12', De Vries 40')\n") == []


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"", "leeg"), (b" \n\n", "leeg"), (b"# niets\n", "geen enkele wedstrijd"), (b"\x00\xff" * 40, "geen enkele")],
)
def test_a_file_without_matches_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(CommandRefused, match=words):
        read_football(raw)


def test_a_file_larger_than_any_season_is_not_read() -> None:
    with pytest.raises(CommandRefused, match="groter dan 5 MB"):
        read_football(b"x" * (LIMIT_BYTES + 1))


def test_of_many_bad_lines_the_first_are_named_and_all_are_counted() -> None:
    found = read_football(b"= X 2024/25\nFri Aug 9 2024\n20:00 A v B\n" + b"rommel\n" * 1000)
    assert (len(found.refused), found.refused_count) == (MOST_REFUSED, 1000)


def test_runs_of_blanks_never_reach_the_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []
    sides = football._sides

    def spied(text: str) -> tuple[str, str, str, str]:
        searched.append(len(text))
        return sides(text)

    monkeypatch.setattr(football, "_sides", spied)
    lines = ("a" + " " * 390 + "b\n") * 2_000
    found = read_football(f"= X 2024/25\nFri Aug 9 2024\n20:00 A{' ' * 99}v{' ' * 99}B\n{lines}".encode())
    assert [(one.home, one.away) for one in found.fixtures] == [("A", "B")]
    assert (found.refused_count, found.refused[0].line) == (2_000, 4)
    assert (len(searched), sum(searched)) == (2_001, len("A v B") + 2_000 * len("a b"))


def test_a_line_is_measured_with_its_blanks() -> None:
    text = "= X 2024/25\nFri Aug 9 2024\n20:00 A v B\n20:00 C" + " " * 400 + "v D\n"
    assert faults(text) == [(4, "langer dan 400 tekens")]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_names_survive_the_encoding_of_the_file(encoding: str) -> None:
    text = "= Coupe d'été 2024/25\nFri Aug 9 2024\n20:00  Liège FC  v  Köln\n"
    [one] = read_football(text.encode(encoding)).fixtures
    assert (one.home, one.away, one.competition) == ("Liège FC", "Köln", "Coupe d'été")


def test_what_acts_on_a_terminal_does_not_come_in() -> None:
    [one] = fixtures("= X 2024/25\nFri Aug 9 2024\n20:00  M\x1b[31mVV  v  O\u202ess\n")
    assert one.home == "M\ufffd[31mVV"
    assert one.away == "O\ufffdss"


@given(st.lists(st.sampled_from([*SEASON.splitlines(), "rommel", "= Ander 2023/24", "v", " - ", "[x]", "20:00"])))
def test_any_order_of_lines_is_read_or_refused(lines: list[str]) -> None:
    try:
        found = read_football("\n".join(lines).encode())
    except CommandRefused:
        return
    assert all(one.home and one.away and one.on for one in found.fixtures)


@given(st.binary(max_size=400))
def test_below_any_bytes_a_match_is_still_read_or_named(raw: bytes) -> None:
    ending = b"\nFri Aug 9 2024\n20:00 Here v There\n"
    found = read_football(b"= X 2024/25\n" + raw + ending)
    assert ("Here", "There") in [(one.home, one.away) for one in found.fixtures] or raw.startswith(b"\xff\xfe")


@pytest.mark.parametrize(
    ("day", "begins", "season"),
    [
        (date(2024, 8, 9), 7, "2024/25"),
        (date(2025, 5, 9), 7, "2024/25"),
        (date(2025, 7, 1), 7, "2025/26"),
        (date(2025, 6, 30), 7, "2024/25"),
        (date(1999, 8, 1), 7, "1999/00"),
        (date(2025, 6, 30), 1, "2025/26"),
    ],
)
def test_the_season_of_a_day(day: date, begins: int, season: str) -> None:
    assert season_of(day, begins) == season


# --- calendars


def ics(*events: str) -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", "")).encode()


def event(title: str, *more: str, begin: str = "DTSTART;TZID=Europe/Amsterdam:20260911T200000", uid: str = "u1") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", begin, f"SUMMARY:{title}", *more, "END:VEVENT"))


def test_a_real_fixture_calendar_comes_in_whole() -> None:
    found = read_football_calendar(samples("ics", "voetbal_fortuna-sittard_2026-27.ics").read_bytes(), until=UNTIL)
    assert (len(found.fixtures), found.refused) == (34, ())
    assert sum(one.begin_at is None for one in found.fixtures) == 19, "undated rounds have no kick-off"
    assert sum(one.outcome == "played" for one in found.fixtures) == 2
    first = found.fixtures[0]
    assert (first.home, first.away, first.round) == ("PSV", "Fortuna Sittard", "speelronde 1")
    assert (first.season, first.competition) == ("2026/27", "")


@pytest.mark.parametrize(
    ("title", "more", "home", "away", "score", "outcome"),
    [
        ("⚽ MVV – Roda JC", (), "MVV", "Roda JC", "", ""),
        ("MVV - VVV-Venlo", (), "MVV", "VVV-Venlo", "", ""),
        ("MVV v Oss (2-1)", (), "MVV", "Oss", "2-1", "played"),
        ("MVV tegen Oss 2 – 1", (), "MVV", "Oss", "2-1", "played"),
        ("MVV – Oss", ("DESCRIPTION:Status: Uitgesteld",), "MVV", "Oss", "", "postponed"),
        ("MVV – Oss", ("DESCRIPTION:Status: Gestaakt",), "MVV", "Oss", "", "abandoned"),
        ("MVV – Oss", ("STATUS:CANCELLED",), "MVV", "Oss", "", "cancelled"),
    ],
)
def test_a_calendar_item(title: str, more: tuple[str, ...], home: str, away: str, score: str, outcome: str) -> None:
    [one] = read_football_calendar(ics(event(title, *more)), until=UNTIL).fixtures
    assert (one.home, one.away, one.score, one.outcome) == (home, away, score, outcome)
    assert one.begin_at == datetime(2026, 9, 11, 18, 0, tzinfo=UTC)


def test_an_item_that_is_no_match_is_named_and_the_rest_is_read() -> None:
    raw = ics(event("Open dag", uid="a"), event("MVV – Oss", begin="DTSTART;VALUE=DATE:20260912", uid="b"))
    found = read_football_calendar(raw, until=UNTIL)
    assert [(one.line, one.reason) for one in found.refused] == [(3, "geen wedstrijd: de titel noemt geen twee clubs")]
    [one] = found.fixtures
    assert (one.on, one.begin_at) == (date(2026, 9, 12), None)


def test_a_calendar_without_matches_is_refused() -> None:
    with pytest.raises(CommandRefused, match="geen enkele wedstrijd"):
        read_football_calendar(ics(event("Open dag")), until=UNTIL)
