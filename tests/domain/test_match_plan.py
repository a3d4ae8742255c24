"""The match-day plan: where each line stands, over the change of clock and when a match moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aovconsole.domain.match_plan import due_of, open_lines, plan_lines, relative_text
from aovconsole.domain.times import AMSTERDAM, read_stored, stored

NOW = datetime(2027, 2, 7, 14, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Rule:
    key: str
    minutes: int | None = None
    days: int | None = None
    label: str = "iets doen"
    owner: str = "politie"
    status: str = "te bevestigen"
    source: str = "test"


def body(kickoff: str, *, status: str = "planned", entered: datetime = NOW, marks: Any = ()) -> dict[str, Any]:
    at = datetime.fromisoformat(kickoff)
    return {
        "kickoff_at": stored(at),
        "on": at.astimezone(AMSTERDAM).date().isoformat(),
        "status": status,
        "plan_marks": list(marks),
        "moves": [{"at": stored(entered)}],
    }


def shown(moment: str) -> str:
    return read_stored(moment).astimezone(AMSTERDAM).strftime("%d-%m %H:%M %z")


def mark(key: str, state: str, due_at: str = "") -> dict[str, str]:
    return {
        "key": key, "label": key, "state": state, "note": "", "due_at": due_at, "at": stored(NOW), "record_id": "r",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kickoff", "rule", "expected"),
    [
        # an evening match in summer time: days before lie in winter time, at the same time on the wall
        ("2027-04-02T20:00+02:00", Rule("a", days=-42), "19-02 20:00 +0100"),
        ("2027-04-02T20:00+02:00", Rule("b", days=-7), "26-03 20:00 +0100"),
        ("2027-04-02T20:00+02:00", Rule("c", minutes=-90), "02-04 18:30 +0200"),
        ("2027-04-02T20:00+02:00", Rule("d", minutes=165), "02-04 22:45 +0200"),
        # an afternoon match on the day of the change itself: minutes are elapsed, whole days are of the calendar
        ("2027-03-28T12:15+02:00", Rule("e", minutes=-240), "28-03 08:15 +0200"),
        ("2027-03-28T12:15+02:00", Rule("f", minutes=-660), "28-03 00:15 +0100"),
        ("2027-03-28T12:15+02:00", Rule("g", days=-1), "27-03 12:15 +0100"),
        ("2027-03-28T12:15+02:00", Rule("h", days=7), "04-04 12:15 +0200"),
        # back to winter time
        ("2027-10-31T16:45+01:00", Rule("i", days=-1), "30-10 16:45 +0200"),
        ("2027-10-31T16:45+01:00", Rule("j", minutes=-90), "31-10 15:15 +0100"),
        ("2027-10-31T16:45+01:00", Rule("k", days=-42), "19-09 16:45 +0200"),
        ("2027-10-29T20:00+02:00", Rule("l", days=7), "05-11 20:00 +0100"),
        # a clock time that the calendar day skips: the hour after
        ("2027-03-29T02:30+02:00", Rule("m", days=-1), "28-03 03:30 +0200"),
        ("2027-04-02T20:00+02:00", Rule("n", minutes=0), "02-04 20:00 +0200"),
    ],
)
def test_where_a_line_of_the_plan_stands(kickoff: str, rule: Rule, expected: str) -> None:
    assert shown(due_of(body(kickoff), rule)[0]) == expected


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Rule("a", days=-42), "D-42"),
        (Rule("a", days=7), "D+7"),
        (Rule("a", minutes=-90), "T-90"),
        (Rule("a", minutes=15), "T+15"),
        (Rule("a", minutes=0), "T"),
    ],
)
def test_how_a_line_is_called(rule: Rule, text: str) -> None:
    assert relative_text(rule) == text


def test_a_match_that_moves_takes_along_what_is_not_done() -> None:
    rules = (Rule("doors", minutes=-90), Rule("briefing", minutes=-180), Rule("shuttle", minutes=-60))
    done_at = stored(datetime(2027, 3, 5, 16, 0, tzinfo=UTC))
    marks = [mark("briefing", "done", done_at), mark("shuttle", "dropped")]
    lines = {one.key: one for one in plan_lines(body("2027-04-02T20:00+02:00", marks=marks), rules, NOW)}
    assert shown(lines["doors"].due_at) == "02-04 18:30 +0200"
    assert lines["briefing"].due_at == done_at, "what was done stays where it was done"
    assert lines["briefing"].done_at == stored(NOW)
    assert lines["shuttle"].state == "dropped"
    assert [one.key for one in open_lines(tuple(lines.values()))] == ["doors"]


def test_the_plan_stands_in_order_of_time_and_keeps_marks_of_lines_that_are_gone() -> None:
    rules = (Rule("doors", minutes=-90), Rule("talk", days=-42))
    gone = mark("old line", "done", stored(NOW))
    lines = plan_lines(body("2027-04-02T20:00+02:00", marks=[gone]), rules, NOW)
    assert [one.key for one in lines] == ["old line", "talk", "doors"]
    assert "staat niet meer" in lines[0].source


def test_without_a_kick_off_a_line_has_a_day_and_is_never_late() -> None:
    unknown = {**body("2027-01-09T20:00+01:00", status="unscheduled"), "kickoff_at": ""}
    talk, doors = plan_lines(unknown, (Rule("doors", minutes=-90), Rule("talk", days=-7)), NOW)
    assert (talk.due_at, talk.due_on, talk.overdue) == ("", "2027-01-02", False)
    assert (doors.due_at, doors.due_on, doors.overdue) == ("", "2027-01-09", False)


@pytest.mark.parametrize(
    ("kickoff", "status", "entered", "overdue"),
    [
        (NOW + timedelta(hours=1), "planned", NOW - timedelta(days=9), True),
        (NOW + timedelta(hours=1), "planned", NOW - timedelta(minutes=1), True),
        (NOW + timedelta(hours=9), "planned", NOW - timedelta(days=9), False),
        (NOW - timedelta(days=2), "played", NOW - timedelta(days=9), True),
        (NOW - timedelta(days=2), "played", NOW, False),
        (NOW - timedelta(days=2), "planned", NOW, False),
        (NOW - timedelta(days=2), "cancelled", NOW - timedelta(days=9), False),
        (NOW - timedelta(days=2), "postponed", NOW - timedelta(days=9), False),
    ],
    ids=["late", "entered late", "ahead", "not logged", "imported after", "season of last year", "struck", "put off"],
)
def test_what_is_late_is_only_what_could_be_done_from_here(
    kickoff: datetime, status: str, entered: datetime, overdue: bool
) -> None:
    one = body(kickoff.isoformat(), status=status, entered=entered)
    [line] = plan_lines(one, (Rule("doors", minutes=-90),), NOW)
    assert line.overdue is overdue
