"""A CMT day that sits over midnight until five, and one of two thousand lines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft
from aovconsole.domain.times import stored
from aovconsole.journal.reading import Reading
from tests.builders import append, assert_green, desk_at, given
from tests.desk.plans import SUNDAY, put
from tests.scenarios.builders import changed
from tests.still_clock import StillClock

EVENING = datetime(2027, 2, 7, 19, tzinfo=UTC)
"""Eight in the evening in Maastricht."""

POINT = '[[log_protocol]]\ntext = "karren: kenmerk en plaats"\nsource = "verzonnen"\n\n[[injects]]'


@pytest.fixture
def night(tmp_path: Path) -> tuple[Desk, StillClock, str]:
    """A CMT that sits since eight in the evening by a plan that meets at 22, 0 and 2."""
    put(tmp_path / "home", changed("[[injects]]", POINT))
    clock = StillClock(EVENING)
    desk = desk_at(tmp_path / "home", clock)
    plan = desk.plans.start("proef", SUNDAY, answers={"capacity": "1000"})
    return desk, clock, desk.cmt.open("Nacht", plan=plan.number).number


def until(clock: StillClock, hour: int, minute: int = 0) -> None:
    """Let it become a time of that night, by the wall clock of Maastricht."""
    day = SUNDAY if hour > 12 else date(2027, 2, 8)
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=1)
    clock.advance((moment - clock.now()).total_seconds())


def clocks(desk: Desk, number: str, type_: str = "line") -> list[str]:
    return [line.at[8:16] for line in desk.reading.lines(dossier=desk.seat.find(number).subject, type_=type_)]


def test_a_day_over_midnight_until_five_is_one_day(night: tuple[Desk, StillClock, str]) -> None:
    desk, clock, number = night
    row = desk.seat.find(number)
    until(clock, 22, 5)
    desk.presence.come(number, "politie")
    desk.meetings.open(number, chair="veiligheid")
    desk.log.line("21:58 THOR kar 12 op de Markt #karren", dossier=number)
    desk.meetings.close(number)
    until(clock, 0, 30)
    desk.log.line("23:50 politie plein loopt leeg", dossier=number)
    desk.log.line("00:20 politie toch weer druk", dossier=number)
    desk.crowd.read(number, "Vrijthof", "900", at=desk.seat.now - timedelta(minutes=35))
    desk.crowd.read(number, "Vrijthof", "700", at=desk.seat.now - timedelta(minutes=5))
    decided = desk.agreements.decide(
        number, "taps dicht", owner="THOR", at=desk.seat.now - timedelta(minutes=40),
        check_at=desk.seat.now + timedelta(hours=1),
    )  # fmt: skip
    assert clocks(desk, number) == ["07T20:58", "07T22:50", "07T23:20"], "in the order in which it happened"
    coming = desk.meetings.next(row)
    assert coming is not None
    assert (coming.due_at, coming.left) == (datetime(2027, 2, 7, 23, tzinfo=UTC), timedelta(minutes=-30))
    [state] = desk.crowd.places(number)
    assert ([one.until[8:16] for one in state.left], state.reached) == (["07T23:25"], ())
    until(clock, 4, 30)
    assert desk.cmt.log_points(row)[0].covered, "what was logged before midnight is of this day"
    assert [one.number for one in desk.reading.waiting_decisions()] == [decided.number]
    assert [one.kind for point in desk.meetings.agenda(row) for one in point.items].count("to_check") == 1
    until(clock, 5)
    desk.cmt.close(number, reason="iedereen naar huis")
    closed = desk.seat.find(number)
    assert (closed.begin_at[8:16], closed.end_at[8:16], closed.status) == ("07T19:00", "08T04:00", "closed")
    days = desk.calendar.days(date(2027, 2, 7), date(2027, 2, 8), layer="cmt")
    assert [(day.begin_at[8:16], day.end_at[8:16]) for day in days] == [("07T19:00", "08T04:00")]
    clock.advance(minutes=5)
    given(desk).when(lambda d: d.presence.come(number, "GHOR")).refused("is gesloten")
    assert_green(desk.journal)


def test_the_night_of_the_change_of_clock_meets_by_elapsed_time(tmp_path: Path) -> None:
    put(tmp_path / "home")
    clock = StillClock(datetime(2027, 3, 27, 19, tzinfo=UTC))
    desk = desk_at(tmp_path / "home", clock)
    plan = desk.plans.start("proef", date(2027, 3, 27)).number
    number = desk.cmt.open("Nacht", plan=plan).number
    due = []
    for _ in range(3):
        coming = desk.meetings.next(desk.seat.find(number))
        assert coming is not None
        due.append(coming.due_at)
        clock.advance((coming.due_at - clock.now()).total_seconds())
        desk.meetings.open(number)
        desk.meetings.close(number)
    assert [one.hour for one in due] == [21, 23, 1], "03:00 in summer time is two hours after midnight"
    assert desk.meetings.next(desk.seat.find(number)) is None
    assert_green(desk.journal)


def test_two_thousand_lines_on_a_day(night: tuple[Desk, StillClock, str], monkeypatch: pytest.MonkeyPatch) -> None:
    desk, clock, number = night
    row = desk.seat.find(number)
    append(
        desk.journal,
        *(
            Draft(LineLogged(f"regel {n} !feit", line_kind="fact"), dossier=row.subject, occurred_at=stored(at))
            for n in range(2_000)
            for at in (EVENING + timedelta(seconds=5 * n),)
        ),
    )
    clock.advance(hours=3)
    desk.meetings.open(number)
    desk.meetings.close(number)
    clock.advance(minutes=1)
    desk.log.line("politie rustig !feit", dossier=number)
    late = append(desk.journal, Draft(LineLogged("te laat !feit", line_kind="fact"), dossier=row.subject,
                                      occurred_at=stored(EVENING + timedelta(minutes=1))))  # fmt: skip
    read: list[int] = []
    lines = Reading.lines

    def counted(self: Reading, **asked: Any) -> object:
        found = lines(self, **asked)
        read.append(len(found))
        return found

    monkeypatch.setattr(Reading, "lines", counted)
    picture = next(point for point in desk.meetings.agenda(row) if point.key == "picture")
    assert picture.items[0].ref == late[0].id, "it happened long ago, and is new here"
    assert (len(picture.items), max(read)) == (2, 2), "of the day only what is new is read"
    read.clear()
    assert desk.cmt.next_hint(row) == "karren: kenmerk en plaats"
    assert read == []
    assert desk.reading.line_count(row.subject) > 2_000
    assert [one.text for one in desk.reading.line_page(row.subject, 1_000, 2)] != []
    meeting = desk.meetings.of(row)[0]
    assert desk.meetings.minutes(row, meeting).lines[0].type == "meeting"
    assert max(read) < 10
