"""Importing a season: home and away, moved and unplayed, the same file again, two stations."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aovconsole.desk.desk import Desk
from aovconsole.desk.match_import import AWAY_SOURCE
from aovconsole.errors import CommandRefused
from aovconsole.journal import views
from tests.builders import assert_green, desk_at, kinds, records_of
from tests.builders import given as given_desk
from tests.desk.matches import ROUND, body, counts, days, match, season
from tests.require import REPOSITORY, samples
from tests.still_clock import StillClock

pytestmark = pytest.mark.all


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    return desk_at(tmp_path / "home", clock)


# --- the season


def test_home_matches_become_dossiers_and_away_matches_calendar_knowledge(desk: Desk) -> None:
    assert counts(desk, ROUND) == (2, 0, 0, 1, 0, 0)
    roda = body(desk, "MVV – Roda JC")
    wanted = {
        "number": "WED-27-A001", "status": "planned", "place": "De Geusselt", "competition": "Eerste Divisie",
        "season": "2026/27", "round": "Matchday 30", "leg": 1, "home": "MVV", "away": "Roda JC",
        "begin_at": "2027-03-26T19:00:00.000000+00:00", "kickoff_at": "2027-03-26T19:00:00.000000+00:00",
        "end_at": "2027-03-26T21:00:00.000000+00:00", "doors_at": "2027-03-26T17:30:00.000000+00:00",
        "depart_until": "2027-03-26T22:00:00.000000+00:00", "category": "", "away_expected": None,
        "travel_scheme": "", "kickoff_known": True,
    }  # fmt: skip
    assert {name: roda[name] for name in wanted} == wanted
    assert body(desk, "MVV – VVV-Venlo")["kickoff_at"] == "2027-04-02T18:00:00.000000+00:00", "20:00 in summer time"
    [home] = days(desk, date(2027, 3, 26))
    assert (home.begin_at, home.end_at, home.dossier) == (roda["doors_at"], roda["depart_until"], roda["subject"])
    [away] = days(desk, date(2027, 3, 28))
    assert (away.title, away.dossier, away.begin_at) == (
        "Helmond Sport – MVV", "", "2027-03-28T12:30:00.000000+00:00",
    )  # fmt: skip
    assert_green(desk.journal)


def test_the_same_file_again_adds_nothing(desk: Desk) -> None:
    desk.matches.read(ROUND, "nl2.txt")
    before = desk.journal.last_pos()
    assert counts(desk, ROUND) == (0, 0, 2, 0, 0, 1)
    assert desk.journal.last_pos() == before


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk) -> None:
    assert counts(desk, ROUND, dry_run=True) == (2, 0, 0, 1, 0, 0)
    assert kinds(records_of(desk.journal)) == []
    assert counts(desk, ROUND) == (2, 0, 0, 1, 0, 0)


def test_the_real_season_comes_in_once(desk: Desk) -> None:
    league = samples("feeds", "openfootball_2024-25_nl2.txt").read_bytes()
    cup = samples("feeds", "openfootball_2024-25_nlcup.txt").read_bytes()
    assert counts(desk, league) == (19, 0, 0, 19, 0, 0)
    assert counts(desk, cup, "nlcup.txt") == (2, 0, 0, 0, 0, 0)
    assert counts(desk, league) == (0, 0, 19, 0, 0, 19)
    assert counts(desk, cup, "nlcup.txt") == (0, 0, 2, 0, 0, 0)
    bosch = [row for row in desk.reading.of_type("match") if row.title == "MVV – FC Den Bosch"]
    assert sorted(json.loads(row.body)["competition"] for row in bosch) == ["Eerste Divisie", "KNVB Beker"]
    assert len(desk.reading.calendar_items(AWAY_SOURCE)) == 19
    assert_green(desk.journal)


def test_a_file_of_another_club_is_refused(desk: Desk) -> None:
    raw = samples("ics", "voetbal_fortuna-sittard_2026-27.ics").read_bytes()
    given_desk(desk).when(lambda d: d.matches.read(raw, "fortuna.ics")).refused("speelt MVV niet (34 wedstrijden")


def test_another_municipality_needs_only_its_own_data(desk: Desk) -> None:
    shipped = (REPOSITORY / "data" / "football.toml").read_text(encoding="utf-8")
    own = shipped.replace('club = "MVV"', 'club = "Fortuna Sittard"').replace("De Geusselt", "Stadion Sittard")
    folder = desk.journal.home / "data"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "football.toml").write_text(own.replace('"Eerste Divisie"\nseason', '"Eredivisie"\nseason'), "utf-8")
    raw = samples("ics", "voetbal_fortuna-sittard_2026-27.ics").read_bytes()
    assert counts(desk, raw, "fortuna.ics") == (17, 0, 0, 17, 0, 0)
    rows = desk.reading.of_type("match")
    assert {row.place for row in rows} == {"Stadion Sittard"}
    undated = [json.loads(row.body) for row in rows if row.status == "unscheduled"]
    assert len(undated) == 10
    assert {(one["kickoff_at"], one["doors_at"], one["kickoff_known"]) for one in undated} == {("", "", False)}
    [day] = days(desk, date.fromisoformat(undated[0]["on"]))
    assert (day.begin_on, day.end_on, day.status) == (undated[0]["on"], undated[0]["on"], "tentative")
    assert counts(desk, raw, "fortuna.ics") == (0, 0, 17, 0, 0, 17)
    assert_green(desk.journal)


# --- moved, unplayed, played


def test_a_moved_match_changes_its_dossier_and_nothing_else(desk: Desk) -> None:
    match(desk)
    before, last = body(desk, "MVV – Roda JC"), desk.journal.last_pos()
    moved = ROUND.replace(b"Fri Mar 26 2027", b"Mon Apr 12 2027").replace(b"20:00  MVV v Roda", b"18:45  MVV v Roda")
    assert counts(desk, moved, "nieuw.txt") == (0, 1, 1, 0, 0, 1)
    assert kinds(record for record in records_of(desk.journal) if record.pos > last) == ["match.moved"]
    after = body(desk, "MVV – Roda JC")
    assert (after["subject"], after["number"], after["round"]) == (
        before["subject"], before["number"], "Matchday 30",
    )  # fmt: skip
    assert after["kickoff_at"] == "2027-04-12T16:45:00.000000+00:00"
    assert [one["on"] for one in after["moves"]] == ["2027-03-26", "2027-04-12"]
    assert days(desk, date(2027, 3, 26)) == []
    assert [day.begin_at for day in days(desk, date(2027, 4, 12))] == [after["doors_at"]]
    assert "verplaatst volgens nieuw.txt" in desk.reading.lines(dossier=after["subject"])[-1].text
    assert counts(desk, moved, "nieuw.txt") == (0, 0, 2, 0, 0, 1)


def test_a_kick_off_that_becomes_known_is_no_new_match_and_is_not_lost_again(desk: Desk) -> None:
    undated = season("▪ Matchday 30", "Fri Mar 26 2027", "MVV v Roda JC Kerkrade")
    assert counts(desk, undated) == (1, 0, 0, 0, 0, 0)
    assert body(desk, "MVV – Roda JC")["row"].status == "unscheduled"
    assert counts(desk, ROUND) == (1, 1, 0, 1, 0, 0)
    fixed = body(desk, "MVV – Roda JC")
    assert (fixed["row"].status, fixed["kickoff_at"]) == ("planned", "2027-03-26T19:00:00.000000+00:00")
    assert "aftrap vastgesteld" in desk.reading.lines(dossier=fixed["subject"])[-1].text
    assert counts(desk, undated) == (0, 0, 1, 0, 0, 0), "an older file takes no kick-off away"


def test_a_match_moved_by_hand_stays_where_it_was_put(desk: Desk) -> None:
    number = match(desk)
    at = datetime(2027, 3, 27, 15, 30, tzinfo=UTC)
    desk.matches.move(number, on=date(2027, 3, 27), at=at, reason="politie-inzet")
    found = desk.matches.read(ROUND, "nl2.txt")
    [kept] = [one for one in found.matches if one.what == "kept"]
    assert (kept.number, "met de hand verplaatst" in kept.note) == (number, True)
    assert body(desk, "MVV – Roda JC")["on"] == "2027-03-27"
    assert counts(desk, ROUND.replace(b"20:00  MVV v Roda", b"21:00  MVV v Roda"))[1] == 1, "what is new goes on"


def test_postponed_and_played_later_is_one_match(desk: Desk) -> None:
    text = season(
        "▪ Matchday 30", "Fri Mar 26 2027", "20:00  MVV v Roda JC  [postponed]", "Tue Apr 13", "18:45  MVV v Roda JC"
    )
    assert counts(desk, text) == (1, 0, 0, 0, 0, 0)
    assert body(desk, "MVV – Roda JC")["on"] == "2027-04-13"


def test_a_match_that_is_put_off_waits_for_its_day_and_lives_again(desk: Desk) -> None:
    match(desk)
    off = ROUND.replace(b"MVV v Roda JC Kerkrade", b"MVV v Roda JC Kerkrade [postponed]")
    assert counts(desk, off)[:3] == (0, 1, 1)
    assert body(desk, "MVV – Roda JC")["row"].status == "postponed"
    assert [day.status for day in days(desk, date(2027, 3, 26))] == ["cancelled"]
    assert counts(desk, off)[:3] == (0, 0, 2)
    assert counts(desk, off.replace(b"Fri Mar 26 2027", b"Tue Apr 13 2027").replace(b" [postponed]", b""))[1] == 1
    assert body(desk, "MVV – Roda JC")["row"].status == "planned"


def test_an_abandoned_evening_keeps_its_dossier_beside_the_replay(desk: Desk) -> None:
    first = season("▪ Matchday 30", "Fri Mar 26 2027", "20:00  MVV v Roda JC  [abandoned]")
    both = season(
        "▪ Matchday 30",
        "Fri Mar 26 2027",
        "20:00  MVV v Roda JC  [abandoned]",
        "Tue Apr 13",
        "18:45  MVV v Roda JC 1-0",
    )
    assert counts(desk, first) == (1, 0, 0, 0, 0, 0)
    desk.matches.conducts.note("WED-27-A001", "fakkels", nature="fireworks")
    assert counts(desk, both) == (1, 0, 1, 0, 0, 0)
    rows = desk.reading.of_type("match")
    assert [(row.status, json.loads(row.body)["leg"]) for row in rows] == [("abandoned", 1), ("played", 2)]
    assert len(desk.reading.in_dossier(rows[0].subject, "conduct")) == 1
    assert counts(desk, both) == (0, 0, 2, 0, 0, 0)
    assert counts(desk, both.replace(b"20:00  MVV v Roda JC  [abandoned]\n", b"")) == (0, 0, 1, 0, 0, 0)


def test_a_result_comes_in_once(desk: Desk) -> None:
    match(desk)
    played = ROUND.replace(b"MVV v Roda JC Kerkrade", b"MVV v Roda JC Kerkrade  3-2 (1-0)")
    assert counts(desk, played)[:3] == (0, 1, 1)
    roda = body(desk, "MVV – Roda JC")
    assert (roda["row"].status, roda["score"], roda["outcome"]) == ("played", "3-2", "played")
    assert counts(desk, played)[:3] == (0, 0, 2)
    assert counts(desk, ROUND)[:3] == (0, 0, 2), "an older file takes no result away"


def test_a_cup_match_in_a_calendar_that_names_no_competition_is_not_taken_for_the_league_match(desk: Desk) -> None:
    cup = b"= Netherlands Cup 2026/27\nTue Dec 15 2026\n21:00  MVV v Roda JC\n"
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART;TZID=Europe/Amsterdam:{at}\r\nSUMMARY:MVV - Roda JC\r\nEND:VEVENT\r\n"
        for uid, at in (("a", "20261215T210000"), ("b", "20270326T203000"))
    )
    calendar = f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n".encode()
    desk.matches.read(ROUND, "nl2.txt")
    desk.matches.read(cup, "cup.txt")
    assert counts(desk, calendar, "mvv.ics") == (0, 1, 1, 0, 0, 0)
    roda = [json.loads(row.body) for row in desk.reading.of_type("match") if row.title == "MVV – Roda JC"]
    assert [(one["competition"], one["kickoff_at"][:16]) for one in roda] == [
        ("KNVB Beker", "2026-12-15T20:00"),
        ("Eerste Divisie", "2027-03-26T19:30"),
    ]


def test_two_stations_that_import_the_same_season_agree(tmp_path: Path, clock: StillClock) -> None:
    one, two = desk_at(tmp_path / "a", clock), desk_at(tmp_path / "b", clock, code="B")
    one.matches.read(ROUND, "nl2.txt")
    clock.advance(minutes=5)
    two.matches.read(ROUND, "nl2.txt")
    two.matches.category("WED-27-B001", "C", ["derby"], by="driehoek")
    one.journal.receive(records_of(two.journal))
    two.journal.receive(records_of(one.journal))
    assert views.state(one.journal.connection) == views.state(two.journal.connection)
    roda = body(one, "MVV – Roda JC")
    assert (roda["number"], roda["other_numbers"], roda["category"]) == ("WED-27-A001", ["WED-27-B001"], "C")
    assert len(one.reading.of_type("match")) == 2
    assert "WED-27-B001" in " ".join(line.text for line in one.reading.lines(dossier=roda["subject"]))
    assert_green(one.journal)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)))
def test_whatever_the_order_of_lines_a_season_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    rounds = [f"▪ Matchday {n}\nFri {day} 2027\n20:00 MVV v Club {n}" for n, day in enumerate(DAYS)]
    desk = desk_at(tmp_path_factory.mktemp("home"))
    desk.matches.read(season(*(rounds[place] for place in order)), "nl2.txt")
    rows = [(row.subject, row.title, row.begin_at) for row in desk.reading.of_type("match")]
    assert [title for _, title, _ in rows] == [f"MVV – Club {n}" for n in range(4)]
    assert counts(desk, season(*rounds)) == (0, 0, 4, 0, 0, 0)
    desk.journal.close()


DAYS = ("Mar 5", "Mar 12", "Mar 19", "Mar 26")


def test_a_match_of_no_file_is_added_by_hand_once(desk: Desk) -> None:
    at = datetime(2027, 3, 20, 13, 30, tzinfo=UTC)
    row = desk.matches.add("Roda JC Kerkrade", on=date(2027, 3, 20), at=at, competition="oefenduel")
    assert (row.number, row.title, row.status) == ("WED-27-A001", "MVV – Roda JC", "planned")
    assert json.loads(row.body)["competition"] == "oefenwedstrijd"
    with pytest.raises(CommandRefused, match="staat die dag al"):
        desk.matches.add("Roda JC", on=date(2027, 3, 20), competition="oefenwedstrijd")
    again = desk.matches.add("Roda JC", on=date(2027, 3, 21), competition="oefenwedstrijd")
    assert json.loads(again.body)["leg"] == 2
    assert again.status == "unscheduled"
