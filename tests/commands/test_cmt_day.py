"""A whole CMT day at the desk by a simulated clock: 600 lines, 40 decisions, 8 places, over midnight; then asked back.

What must come out is counted here from the pattern in which things are done, never read back from the desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.journal.store import Journal, Operator
from aovconsole.journal.verify import verify
from aovconsole.journal.views import state
from aovconsole.reference.files import known_names
from tests.commands.conftest import Run, run
from tests.still_clock import StillClock

__all__ = ["run"]

pytestmark = pytest.mark.all

NUMBER = "CMT-27-A001"
BEGIN = datetime(2027, 2, 6, 11, 0, tzinfo=UTC)
"""12:00 on the Saturday; the day ends at 03:00 on the Sunday."""

MINUTE = timedelta(minutes=1)
LENGTH, LINES, DECISIONS, ACTIONS, PRESENT = 15 * 60, 600, 40, 30, 10
EVERY_READING, EVERY_MEETING, CAPACITY = 30, 120, 10_000
PLACES = (
    "Vrijthof", "Markt", "Onze Lieve Vrouweplein", "Kesselskade", "Boschstraat", "Plein 1992", "Stationsstraat", "Wyck",
)  # fmt: skip
Step = tuple[datetime, Callable[[], object]]


class Day:
    """Everything that is done on the day, at its moment."""

    def __init__(self, home: Path) -> None:
        self.clock = StillClock(BEGIN)
        self.journal = Journal(home, self.clock, realm="test", code="A")
        self.desk = Desk(self.journal, Operator("Voorbeeld", "CMT"), lambda: known_names(home))
        self.begun: list[datetime] = []
        self.numbers: dict[str, str] = {}

    def play(self) -> None:
        """Do it all, and let the CMT rise at the end over what is left."""
        assert self.desk.cmt.open("Carnaval zaterdag").number == NUMBER
        self.desk.meetings.set_rhythm(NUMBER, begin=BEGIN + 30 * MINUTE, every=EVERY_MEETING)
        for place in PLACES:
            self.desk.crowd.set_capacity(NUMBER, place, str(CAPACITY), owner="demo")
            self.desk.crowd.set_threshold(NUMBER, place, "80%", label="vol", owner="demo", decision="stop_inflow")
        steps = [*self.table(), *self.lines(), *self.decisions(), *self.actions(), *self.crowd(), *self.meetings()]
        for at, act in sorted(steps, key=lambda step: step[0]):
            self.clock.advance((at - self.clock.now()).total_seconds())
            act()
        self.clock.advance((BEGIN + LENGTH * MINUTE - self.clock.now()).total_seconds())
        self.desk.cmt.close(NUMBER, reason="plein leeg")

    def keep(self, name: str, act: Callable[[], Any]) -> None:
        """Do what gives a row, and remember its number by a name."""
        self.numbers[name] = act().number

    def table(self) -> list[Step]:
        """Ten functions come, one goes, and the chair changes hands."""
        come = [
            (BEGIN + index * MINUTE, partial(self.desk.presence.come, NUMBER, f"functie {index}"))
            for index in range(PRESENT)
        ]
        chair = partial(self.desk.presence.pass_role, NUMBER, "chair", "voorzitter")
        passed = partial(self.desk.presence.pass_role, NUMBER, "chair", "loco", reason="aflossing")
        left = partial(self.desk.presence.go, NUMBER, "functie 3", note="naar huis")
        return [*come, (BEGIN, chair), (BEGIN + 400 * MINUTE, passed), (BEGIN + 500 * MINUTE, left)]

    def lines(self) -> list[Step]:
        """A line every minute and a half."""
        gap = LENGTH * MINUTE / LINES
        return [
            (BEGIN + index * gap, partial(self.desk.log.line, f"politie regel {index} @Markt !feit", dossier=NUMBER))
            for index in range(LINES)
        ]

    def decisions(self) -> list[Step]:
        """Every second one with grounds; of the short ones every fourth gets none; every fourth is to be checked."""
        steps: list[Step] = []
        agreements, gap = self.desk.agreements, (LENGTH - 60) * MINUTE / DECISIONS
        for index in range(DECISIONS):
            at, name = BEGIN + (5 * MINUTE) + index * gap, f"B{index}"
            grounds: dict[str, Any] = {"judgement": f"reden {index}", "decider": "voorzitter"}
            if index % 4 == 0:
                grounds["check_at"] = at + 30 * MINUTE
            given = grounds if index % 2 == 0 else {}
            decide = partial(agreements.decide, NUMBER, f"besluit {index}", owner="THOR", **given)
            steps.append((at, partial(self.keep, name, decide)))
            if index % 2 and index % 8 != 1:
                later = partial(self.ground, name, grounds)
                steps.append((at + 10 * MINUTE, later))
            if index % 4 == 0 and index % 20:
                steps.append((at + 31 * MINUTE, partial(self.check, name, index)))
        return steps

    def ground(self, name: str, grounds: dict[str, Any]) -> None:
        self.desk.agreements.ground(NUMBER, self.numbers[name], **grounds)

    def check(self, name: str, index: int) -> None:
        self.desk.agreements.check(NUMBER, self.numbers[name], "yes" if index % 8 else "partly", by="voorzitter")

    def actions(self) -> list[Step]:
        """Five of each six get an owner; a fifth stays open, a fifth busy, a fifth done, the rest the team closes."""
        steps: list[Step] = []
        for index in range(ACTIONS):
            at, name = BEGIN + (20 + 20 * index) * MINUTE, f"A{index}"
            owner = "THOR" if index % 6 else ""
            agree = partial(self.desk.agreements.action, NUMBER, f"actie {index}", owner=owner, due=at + 15 * MINUTE)
            steps.append((at, partial(self.keep, name, agree)))
            for wait, step in enumerate(("busy", "done", "closed")[: min(index % 5, 3)], 1):
                steps.append((at + 4 * wait * MINUTE, partial(self.step, name, step)))
        return steps

    def step(self, name: str, to: str) -> None:
        row = self.desk.agreements.find(NUMBER, self.numbers[name])
        self.desk.agreements.step(row.subject, to)

    def crowd(self) -> list[Step]:
        """Each place fills up to its own top halfway the day and empties again; the first three pass the threshold."""
        return [
            (BEGIN + (minutes + index) * MINUTE, partial(self.desk.crowd.read, NUMBER, place, str(value), by="politie"))
            for index, place in enumerate(PLACES)
            for minutes, value in curve(index)
        ]

    def meetings(self) -> list[Step]:
        """By the rhythm; the minutes of all but the last are adopted by who chairs then."""
        steps: list[Step] = []
        for index, minutes in enumerate(range(30, LENGTH - 30, EVERY_MEETING)):
            at, chair = BEGIN + minutes * MINUTE, "voorzitter" if minutes + 40 < 400 else "loco"
            steps.append((at, partial(self.keep, f"V{index}", partial(self.desk.meetings.open, NUMBER, goal="beeld"))))
            steps.append((at + 15 * MINUTE, partial(self.desk.meetings.close, NUMBER)))
            if minutes + EVERY_MEETING < LENGTH - 30:
                steps.append((at + 40 * MINUTE, partial(self.adopt, index, chair)))
        return steps

    def adopt(self, index: int, chair: str) -> None:
        self.desk.meetings.adopt(NUMBER, self.numbers[f"V{index}"], by=chair)


def curve(index: int) -> list[tuple[int, int]]:
    """The minutes of the readings of a place, and how many persons were seen: a tent with its top halfway."""
    top, half = 9_500 - 700 * index, LENGTH / 2
    return [
        (minutes, round(top * (1 - abs(minutes - half) / half)) + 100)
        for minutes in range(30, LENGTH - 30, EVERY_READING)
    ]


@pytest.fixture
def played(scratch_home: Path) -> Path:
    day = Day(scratch_home)
    day.play()
    day.journal.close()
    return scratch_home


def test_a_whole_day_is_told_as_it_was_done_and_again_after_a_restart(run: Run, played: Path) -> None:
    shown, lists = run("cmt", "show", NUMBER, "--json").json, run("cmt", "lists", NUMBER, "--json").json
    told(shown)
    listed(lists)
    crowded(run("cmt", "crowd-list", NUMBER, "--json").json)
    [figures] = run("figures", "2027", "--json").json
    assert figures["cmt_days"] == 1
    journal = Journal(played, StillClock())
    before = state(journal.connection)
    assert verify(journal).ok
    journal.close()
    assert run("journal", "rebuild").code == 0
    again = Journal(played, StillClock())
    assert state(again.connection) == before
    again.close()
    assert run("cmt", "show", NUMBER, "--json").json == shown
    assert run("cmt", "lists", NUMBER, "--json").json == lists


def told(shown: dict[str, Any]) -> None:
    """The day itself: its lines, decisions, actions, people and meetings."""
    assert (shown["status"], shown["begin_at"], shown["end_at"]) == (
        "closed", "2027-02-06T12:00:00+01:00", "2027-02-07T03:00:00+01:00",
    )  # fmt: skip
    lines = [one["text"] for one in shown["timeline"] if one["kind"] == "fact"]
    assert lines == [f"politie regel {index} @Markt !feit" for index in range(LINES)]
    full = Counter(one["place"] for one in shown["timeline"] if "drempel 'vol' bereikt" in one["text"])
    above = {place: sum(value >= 0.8 * CAPACITY for _, value in curve(index)) for index, place in enumerate(PLACES)}
    assert full == {place: count for place, count in above.items() if count}
    assert sorted(full) == sorted(PLACES[:3])
    moments = [one["occurred_at"] for one in shown["timeline"]]
    assert moments == sorted(moments)
    assert [one["number"] for one in shown["decisions"]] == [f"B-A{count}" for count in range(1, DECISIONS + 1)]
    outcomes = Counter(check["outcome"] for one in shown["decisions"] for check in one["checks"])
    assert outcomes == {"yes": 4, "partly": 4}
    states = Counter(one["status"] for one in shown["actions"])
    assert states == {"open": 6, "busy": 6, "done": 6, "closed": 12}
    assert [one["status"] for one in shown["meetings"]] == ["adopted"] * 6 + ["closed"]
    assert shown["roles"]["chair"]["function"] == "loco"
    assert len(shown["present"]) == PRESENT - 1
    assert [one["function"] for one in shown["absent"]] == ["functie 3"]


def listed(lists: dict[str, Any]) -> None:
    """What nobody worked off."""
    numbers = {name: [one["number"] for one in found] for name, found in lists.items()}
    assert numbers == {
        "decisions_without_grounds": [f"B-A{index + 1}" for index in range(DECISIONS) if index % 8 == 1],
        "decisions_to_check": ["B-A1", "B-A21"],
        "actions_without_owner": [
            f"A-A{index + 1}" for index in range(ACTIONS) if index % 6 == 0 and index % 5 < 3
        ],
        "actions_done_not_agreed": [f"A-A{index + 1}" for index in range(ACTIONS) if index % 5 == 2],
        "meetings_not_adopted": ["V-A7"],
    }  # fmt: skip


def crowded(places: list[dict[str, Any]]) -> None:
    """Every place with its newest reading."""
    newest = {one["place"]: one["newest"]["value"] for one in places}
    assert newest == {place: curve(index)[-1][1] for index, place in enumerate(PLACES)}
