"""The clocks, who must be told, and what is still open: pure readings with the rules of `data/grip.toml`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from aovconsole.domain.response import STATUS_ORDER, clocks, open_matters, to_inform, who_knows
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.reference.files import load_grip
from aovconsole.reference.shapes import ArrivalTerm

GRIP = load_grip()
ALARM = datetime(2024, 1, 3, 22, 0, tzinfo=UTC)
MINUTES = {
    "control_room_alarm": (2, 1, "large_scale_alarm"),
    "control_room_description": (5, 1, "large_scale_alarm"),
    "copi": (30, 1, "large_scale_alarm"),
    "rot_leaders": (45, 2, "large_scale_alarm"),
    "rot_information_head": (30, 2, "large_scale_alarm"),
    "rot_information": (40, 2, "large_scale_alarm"),
    "rot_spokesperson": (30, 2, "large_scale_alarm"),
    "rot_sections": (60, 2, "large_scale_alarm"),
    "population_care": (90, 2, "large_scale_alarm"),
    "public_information": (30, 2, "large_scale_alarm"),
    "gbt": (60, 3, "gbt_convened"),
}
"""What the Besluit veiligheidsregio's gives, from which level it is shown, and what it counts from."""


def start(event: str, at: datetime, record_id: str = "r1") -> dict[str, str]:
    return {"event": event, "at": stored(at), "record_id": record_id, "via": ""}


def stop(key: str, at: datetime, outcome: str = "reached", run: str = "r1") -> dict[str, str]:
    return {"key": key, "start": run, "at": stored(at), "outcome": outcome, "note": "", "record_id": "s"}


def body(highest: int, *starts: dict[str, str], stops: tuple[dict[str, str], ...] = (), **more: Any) -> dict[str, Any]:
    history = [{"level": highest, "at": start["at"]} for start in starts]
    known = {"grip_highest": highest, "grip_history": history, "clock_starts": list(starts)}
    return {**known, "clock_stops": list(stops), **more}


def test_only_what_the_control_room_does_itself_is_not_watched() -> None:
    unwatched = {term.key for term in GRIP.arrival_terms if not term.watched}
    assert unwatched == {"control_room_alarm", "control_room_description"}


def test_every_statutory_time_is_in_the_table() -> None:
    assert {term.key: (term.minutes, term.from_level, term.counts_from) for term in GRIP.arrival_terms} == MINUTES


@pytest.mark.parametrize("term", GRIP.arrival_terms, ids=lambda term: f"{term.key}: {term.source}")
class TestEveryClock:
    def test_it_waits_for_its_own_event(self, term: ArrivalTerm) -> None:
        other = "gbt_convened" if term.counts_from == "large_scale_alarm" else "large_scale_alarm"
        [clock] = clocks(body(5, start(other, ALARM)), [term], ALARM + timedelta(days=1))
        assert (clock.status, clock.due_at, clock.start) == ("waiting", None, "")

    def test_it_runs_out_after_its_minutes(self, term: ArrivalTerm) -> None:
        due = ALARM + timedelta(minutes=MINUTES[term.key][0])
        within = body(5, start(term.counts_from, ALARM))
        over = "missed" if term.watched else "unrecorded"  # nobody here can see what the meldkamer did
        for now, status in ((ALARM, "running"), (due, "running"), (due + timedelta(microseconds=1), over)):
            [clock] = clocks(within, [term], now)
            assert (clock.status, clock.due_at) == (status, due)

    def test_it_ends_by_a_tick_and_is_kept_when_it_was_late(self, term: ArrivalTerm) -> None:
        due, later = ALARM + timedelta(minutes=MINUTES[term.key][0]), ALARM + timedelta(days=3)
        for at, outcome, status in (
            (due, "reached", "reached"),
            (due + timedelta(seconds=1), "reached", "late_reached"),
            (due + timedelta(days=1), "not_needed", "not_needed"),
        ):
            ticked = body(5, start(term.counts_from, ALARM), stops=(stop(term.key, at, outcome),))
            [clock] = clocks(ticked, [term], later)
            assert (clock.status, clock.stopped_at, clock.over) == (status, at, True)

    def test_it_is_shown_from_its_level_on_and_stays_after_scaling_down(self, term: ArrivalTerm) -> None:
        level = MINUTES[term.key][1]
        started = start(term.counts_from, ALARM)
        assert clocks(body(level - 1, started), [term], ALARM) == ()
        assert len(clocks(body(level, started, grip_level=0), [term], ALARM)) == 1


def test_a_second_alarm_days_later_is_a_run_of_its_own() -> None:
    again = ALARM + timedelta(days=6)
    twice = body(2, start("large_scale_alarm", ALARM), start("large_scale_alarm", again, "r2"))
    copi = [term for term in GRIP.arrival_terms if term.key == "copi"]
    found = clocks({**twice, "clock_stops": [stop("copi", again + timedelta(minutes=9), run="r2")]}, copi, again)
    assert [(clock.start, clock.status) for clock in found] == [("r1", "missed"), ("r2", "reached")]


def test_a_team_that_was_called_days_later_was_not_missed_at_the_first_alarm() -> None:
    again = ALARM + timedelta(days=6)
    twice = body(2, start("large_scale_alarm", ALARM), start("large_scale_alarm", again, "r2"))
    steps = [(1, ALARM), (0, ALARM + timedelta(hours=3)), (2, again + timedelta(minutes=4))]
    history = [{"level": level, "at": stored(at)} for level, at in steps]
    found = clocks({**twice, "grip_history": history}, GRIP.arrival_terms, again + timedelta(hours=2))
    assert {clock.start for clock in found if clock.key == "rot_leaders"} == {"r2"}
    assert {clock.start for clock in found if clock.key == "copi"} == {"r1", "r2"}


def test_minutes_are_real_minutes_over_a_change_of_the_clock() -> None:
    before = datetime(2027, 3, 28, 0, 50, tzinfo=UTC)  # 01:50; at 02:00 the clock jumps to 03:00
    copi = [term for term in GRIP.arrival_terms if term.key == "copi"]
    [clock] = clocks(body(1, start("large_scale_alarm", before)), copi, before)
    assert clock.due_at == datetime(2027, 3, 28, 1, 20, tzinfo=UTC)  # 03:20


def test_what_is_wrong_stands_first() -> None:
    now = ALARM + timedelta(minutes=35)
    ticked = (stop("rot_leaders", now, "not_needed"), stop("control_room_alarm", ALARM))
    found = clocks(body(3, start("large_scale_alarm", ALARM), stops=ticked), GRIP.arrival_terms, now)
    places = [STATUS_ORDER.index(clock.status) for clock in found]
    assert places == sorted(places)
    assert len(found) == len(MINUTES)
    running = [clock.due_at for clock in found if clock.status == "running" and clock.due_at]
    assert all(first <= second for first, second in pairwise(running))


def told(function: str, minute: int, *, reached: bool = True) -> dict[str, Any]:
    return {"function": function, "at": stored(ALARM + timedelta(minutes=minute)), "reached": reached}


LEVELS = {0: (), 1: ("burgemeester of loco-burgemeester", "communicatie"), 2: ("burgemeester", "secretaris")}


@pytest.mark.parametrize(
    ("level", "informed", "waiting"),
    [
        (0, (), ()),
        (1, (), ("burgemeester of loco-burgemeester", "communicatie")),
        (1, (told("loco-burgemeester", 1),), ("communicatie",)),
        (1, (told("BURGEMEESTER", 1), told("Communicatie", 2)), ()),
        (1, (told("communicatie", 1, reached=False),), ("burgemeester of loco-burgemeester", "communicatie")),
        (1, (told("communicatie", 1), told("communicatie", 2, reached=False)), ("burgemeester of loco-burgemeester",)),
        (2, (told("loco-burgemeester", 1),), ("burgemeester", "secretaris")),
        (4, (), ()),
    ],
)
def test_who_must_still_be_told(level: int, informed: tuple[Any, ...], waiting: tuple[str, ...]) -> None:
    assert to_inform({"grip_level": level, "informed": informed}, LEVELS) == waiting


def test_who_knows_is_listed_once_with_the_latest_that_was_reached() -> None:
    informed = (told("politie", 1), told("communicatie", 2), told("politie", 3), told("politie", 4, reached=False))
    known = who_knows({"grip_level": 1, "informed": informed}, LEVELS)
    assert [(one.function, one.waiting, one.telling and one.telling["at"]) for one in known] == [
        ("burgemeester of loco-burgemeester", True, None),
        ("communicatie", False, informed[1]["at"]),
        ("politie", False, informed[2]["at"]),
    ]


def row(type_: str, number: str, status: str, end: str = "", **content: Any) -> SubjectRow:
    return SubjectRow(number, type_, "d", number, f"titel {number}", status, "", end, "", json.dumps(content))


def test_an_end_leaves_open_what_nobody_did() -> None:
    duty = {"label": "mededeling raad", "type": "notice", "done_at": "", "outcome": ""}
    done, term = {**duty, "done_at": stored(ALARM), "outcome": "done"}, {**duty, "type": "term"}
    found = open_matters(
        body(
            1, start("large_scale_alarm", ALARM), grip_level=1, informed=[], aftercare=[{"key": "a", "state": "done"}]
        ),
        inform=LEVELS,
        terms=[term_ for term_ in GRIP.arrival_terms if term_.key in ("copi", "gbt")],
        actions=[row("action", "A-A1", "open")],
        measures=[
            row("measure", "M-A1", "taken", duties=[duty, done, term]),
            row("measure", "M-A2", "taken", stored(ALARM), duties=[done]),
            row("measure", "M-A3", "withdrawn", duties=[{**duty, "to": "parket"}, {**duty, "to": "raad"}]),
        ],
        aftercare=[("a", "schade"), ("b", "rouw")],
        now=ALARM + timedelta(minutes=31),
    )
    assert [(matter.kind, matter.text) for matter in found] == [
        ("owed", "M-A1 mededeling raad"),
        ("owed", "M-A3 mededeling raad (parket)"),
        ("owed", "M-A3 mededeling raad"),
        ("measure", "M-A1 titel M-A1 is van kracht"),
        ("action", "A-A1 titel A-A1"),
        ("inform", "burgemeester of loco-burgemeester inlichten"),
        ("inform", "communicatie inlichten"),
        ("clock", "klok CoPI"),
        ("grip", "GRIP 1 is niet afgeschaald"),
        ("aftercare", "nafase: rouw"),
    ]


def test_of_two_ticks_of_one_clock_the_first_holds() -> None:
    copi = [term for term in GRIP.arrival_terms if term.key == "copi"]
    ticks = (stop("copi", ALARM + timedelta(minutes=20)), stop("copi", ALARM + timedelta(minutes=45)))
    [clock] = clocks(body(1, start("large_scale_alarm", ALARM), stops=ticks), copi, ALARM + timedelta(days=1))
    assert (clock.status, clock.stopped_at) == ("reached", ALARM + timedelta(minutes=20))


def test_who_knows_names_both_when_either_was_enough() -> None:
    informed = (told("burgemeester", 1, reached=False), told("loco-burgemeester", 2), told("burgemeester", 3))
    known = who_knows({"grip_level": 1, "informed": informed}, LEVELS)
    assert sorted(one.telling["function"] for one in known if one.telling) == ["burgemeester", "loco-burgemeester"]
