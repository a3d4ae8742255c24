"""The readings of the roster: who is on, gaps, doubles, nights in a row, what a risk asks for, changes of clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from aovconsole.domain.roster import (
    Holding,
    Need,
    NightRule,
    OnDuty,
    Remark,
    Rules,
    Stretch,
    check,
    nights,
    on_duty,
)
from aovconsole.domain.roster_words import duty_and_officer, remark_text
from aovconsole.domain.times import AMSTERDAM
from aovconsole.reference.files import load_roster

NIGHTS = NightRule(7, time(23), time(7), frozenset({"AOV"}))
RULES = Rules(
    ("AOV", "achterwacht", "communicatie"), ("AOV", "achterwacht"), {}, {"achterwacht": "AOV"}, NIGHTS,
    time(8), {}, timedelta(days=92),
)  # fmt: skip


def at(text: str) -> datetime:
    """A moment of February 2027 (`5T08:00`), or of a date that is given in full, on the wall in Maastricht."""
    day, _, clock = text.partition("T")
    date = day if "-" in day else f"2027-02-{int(day):02}"
    return datetime.fromisoformat(f"{date}T{clock or '08:00'}").replace(tzinfo=AMSTERDAM).astimezone(UTC)


def duty(officer: str, begin: str, end: str, name: str = "AOV") -> Stretch:
    return Stretch(f"{name} {officer} {begin}", name, officer, at(begin), at(end))


def wrong(*paper: Stretch, held: tuple[Holding, ...] = (), needs: tuple[Need, ...] = (), last: str = "19") -> list[str]:
    """What is wrong from 5 February on, as sentences with the weekday and the clock."""
    found = check(RULES, paper, held, needs, (at("5"), at(last)))
    return [f"{one.kind}: {remark_text(one, at('5T09:00'))}" for one in found]


WEEK = (duty("AOV-1", "5", "12"), duty("AOV-2", "12", "19"))


@pytest.mark.parametrize(
    ("moment", "who", "until", "following"),
    [
        ("4T12:00", "", None, "AOV-1"),
        ("5T08:00", "AOV-1", "12", "AOV-2"),
        ("12T07:59", "AOV-1", "12", "AOV-2"),
        ("12T08:00", "AOV-2", "19", None),
    ],
)
def test_who_is_on_and_who_is_next(moment: str, who: str, until: str | None, following: str | None) -> None:
    [found] = on_duty(at(moment), WEEK)
    assert (found.officer, found.until, found.next and found.next.officer) == (who, until and at(until), following)


def test_nobody_is_on_where_nothing_runs_or_comes() -> None:
    assert on_duty(at("19"), WEEK, always=("AOV",)) == ()
    assert [one.duty for one in on_duty(at("6"), WEEK, always=("achterwacht",))] == ["achterwacht", "AOV"]


def test_who_only_helps_for_an_evening_is_not_the_next() -> None:
    [found] = on_duty(at("6"), (WEEK[0], duty("gast", "8T18:00", "8T23:00"), WEEK[1]))
    assert found.next == WEEK[1]


def test_two_officers_at_once_are_both_told() -> None:
    [found] = on_duty(at("6"), (*WEEK, duty("AOV-9", "5T20:00", "7")))
    assert (found.officer, found.others, found.doubled) == ("AOV-1", ("AOV-9",), True)


HELD = Holding("h", "AOV", "AOV-3", at("6T02:30"), at("12"), "AOV-1", "onbereikbaar")

SHORT = HELD._replace(officer="AOV-4", since=at("6T05:00"), until=at("6T06:00"))


@pytest.mark.parametrize(
    ("moment", "held", "who"),
    [
        ("6T02:29", (HELD,), "AOV-1"),
        ("6T02:30", (HELD,), "AOV-3"),
        ("12T08:00", (HELD,), "AOV-2"),
        ("12T08:00", (HELD._replace(until=None),), "AOV-3"),
        ("7", (HELD, HELD._replace(officer="AOV-4", since=at("6T05:00"))), "AOV-4"),
        ("7", (HELD._replace(until=None), SHORT), "AOV-1"),
        ("12T08:00", (HELD._replace(since=at("2026-12-12"), until=None),), "AOV-2"),
        ("7", (HELD._replace(duty="achterwacht"),), "AOV-1"),
    ],
    ids=["before", "from then on", "until its end", "no end", "the last", "the last is over", "long ago", "another"],
)  # fmt: skip
def test_who_holds_a_duty_beats_the_paper(moment: str, held: tuple[Holding, ...], who: str) -> None:
    found: dict[str, OnDuty] = {one.duty: one for one in on_duty(at(moment), WEEK, held)}
    assert found["AOV"].officer == who
    assert not found["AOV"].doubled


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        (WEEK, []),
        ((duty("AOV-1", "5", "12"),), ["ended: AOV: niemand meer vanaf vr 12 feb 08:00"]),
        (
            (duty("AOV-1", "5", "12"), duty("AOV-2", "12T09:00", "19")),
            ["gap: AOV: niemand van vr 12 feb 08:00 tot 09:00"],
        ),
        (
            (duty("AOV-1", "5", "12T10:00"), duty("AOV-2", "12", "19")),
            ["double: AOV: AOV-1 en AOV-2 tegelijk, vr 12 feb 08:00 tot 10:00"],
        ),
        ((duty("AOV-1", "5", "12T10:00"), duty("aov-1", "12", "12T10:00"), duty("AOV-2", "12T10:00", "19")), []),
        ((*WEEK, duty("communicatie 1", "6", "7", "communicatie")), []),
        (
            (*WEEK, duty("AOV-1", "5", "19", "achterwacht")),
            ["own_backup: AOV-1 is achterwacht van zichzelf, 08:00 tot vr 12 feb 08:00"],
        ),
    ],
    ids=["whole", "open end", "an hour", "doubled", "one twice", "not always kept", "own backup"],
)
def test_gaps_and_doubles(paper: tuple[Stretch, ...], told: list[str]) -> None:
    assert wrong(*paper) == told


def test_who_took_over_fills_a_gap_and_not_for_ever() -> None:
    held = Holding("h", "AOV", "AOV-3", at("12"), None)
    assert wrong(duty("AOV-1", "5", "12"), held=(held,)) == []
    long_ago = held._replace(since=at("2026-12-12"))
    assert wrong(duty("AOV-1", "5", "12"), held=(long_ago,)) == ["ended: AOV: niemand meer vanaf vr 12 feb 08:00"]


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        ((duty("AOV-1", "5", "12"),), []),
        ((duty("AOV-1", "5", "12"), duty("aov-1", "12", "14")), [9]),
        ((duty("AOV-1", "5", "12"), duty("AOV-1", "13T08:00", "19")), []),
        ((duty("AOV-1", "5", "12"), duty("AOV-1", "13T06:00", "19")), [14]),
        ((duty("AOV-1", "2026-10-20", "2026-10-28"),), [8]),
        ((duty("AOV-1", "2027-03-23T23:30", "2027-03-31"),), [8]),
        ((duty("AOV-1", "5", "15", "achterwacht"),), []),
    ],
    ids=["a week", "two more", "a night off", "the end of that night", "winter time", "summer time", "not counted"],
)
def test_nights_in_a_row(paper: tuple[Stretch, ...], told: list[int]) -> None:
    window = (at("2026-10-01"), at("2027-04-30"))
    assert [one.night_count for one in nights(paper, NIGHTS, window)] == told


def test_a_run_is_told_whole_where_the_window_meets_it() -> None:
    paper = (duty("AOV-1", "1", "12"),)
    [found] = nights(paper, NIGHTS, (at("10"), at("11")))
    assert (found.night_count, found.begin, found.end) == (11, at("1T23:00"), at("12T07:00"))
    assert list(nights(paper, NIGHTS, (at("13"), at("14")))) == []


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [("2026-10-24T20:00", "2026-10-25T08:00", 13), ("2027-03-27T20:00", "2027-03-28T08:00", 11)],
)
def test_a_night_over_a_change_of_clock_has_no_gap(begin: str, end: str, hours: int) -> None:
    one, other = duty("AOV-1", begin, end), duty("AOV-2", end, f"{end[:10]}T20:00")
    assert (one.end.timestamp() - one.begin.timestamp()) / 3600 == hours
    assert check(RULES, (one, other), (), (), (one.begin, other.end)) == ()


NEED = Need("e", "EVE-27-A001 Optocht", at("6T12:00"), at("6T18:00"), ("AOV", "communicatie"))


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        ((duty("AOV-1", "5", "19"), duty("C", "6T12:00", "6T18:00", "communicatie")), []),
        (WEEK, ["unmet: EVE-27-A001 Optocht: geen communicatie van morgen 12:00 tot 18:00"]),
        (
            (*WEEK, duty("C", "6T08:00", "6T17:00", "communicatie")),
            ["unmet: EVE-27-A001 Optocht: geen communicatie van morgen 17:00 tot 18:00"],
        ),
    ],
    ids=["met", "nobody", "the last hour"],
)
def test_a_risk_asks_for_its_duties(paper: tuple[Stretch, ...], told: list[str]) -> None:
    nightless = [one for one in wrong(*paper, needs=(NEED,)) if not one.startswith("nights")]
    assert nightless == told


def test_every_remark_has_words() -> None:
    remark = Remark("vanished", "AOV", ("AOV-1",), at("5"), at("12"))
    assert remark_text(remark, at("4")).endswith("niet meer in de bron, telt niet mee")


@pytest.mark.parametrize(
    ("title", "categories", "duty", "who"),
    [
        ("AOV: Jansen", (), "AOV", "Jansen"),
        ("aov - Jansen", (), "AOV", "Jansen"),
        ("Jansen – AOV", (), "AOV", "Jansen"),
        ("P. Jansen (Piket  OOV)", (), "AOV", "P. Jansen"),
        ("Achterwacht AOV De Vries", (), "achterwacht", "De Vries"),
        ("communicatie (Piet)", (), "communicatie", "Piet"),
        ("AOV-3", (), "", "AOV-3"),
        ("AOV-3", ("Vergadering", "aov"), "AOV", "AOV-3"),
        ("Loco", (), "loco-burgemeester", ""),
        ("teamoverleg AOVers", (), "", "teamoverleg AOVers"),
        (f"AOV{' ' * 400}Jansen", (), "", f"AOV{' ' * 400}Jansen"),
    ],
)
def test_a_title_names_duty_and_officer(title: str, categories: tuple[str, ...], duty: str, who: str) -> None:
    assert duty_and_officer(title, categories, load_roster().rules.spellings) == (duty, who)
