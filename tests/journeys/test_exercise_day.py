"""A whole carnival Sunday as an exercise: 600 lines, 40 decisions, 8 places, on a clock that a test moves on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.exercise_report import ExerciseReport
from aovconsole.domain.times import stored
from aovconsole.exports.exercise_page import report_page
from tests.builders import assert_green
from tests.exercises import BEGIN, clock_of, played

PLACES = (
    "Vrijthof",
    "Markt",
    "Bassin",
    "Platielstraat",
    "Grote Staat",
    "Stationsplein",
    "Wycker Brugstraat",
    "Onze Lieve Vrouweplein",
)
LINES, DECISIONS = 600, 40
END = BEGIN + timedelta(hours=8)
STEP = (END - BEGIN) / LINES


def play_the_day(home: Path) -> Desk:
    """Eight hours at speed 60 in 600 steps; the team logs a line each, decides at every fifteenth, counts in turn."""
    desk, ticks = played(home, speed=60)
    cmt = "OEF-CMT-27-A001"
    for number in range(LINES):
        ticks.on(seconds=STEP.total_seconds() / 60)
        desk.exercise.play_due()
        desk.log.line(f"politie @Vrijthof stand {number}", dossier=cmt, raw=number % 2 == 0)
        if number % (LINES // DECISIONS) == 0:
            desk.agreements.decide(cmt, f"besluit {number}", owner="THOR")
        if number % 10 == 0:
            desk.crowd.read(cmt, PLACES[number // 10 % len(PLACES)], str(1000 + number), by="politie")
    desk.exercise.end(reason="einde dag")
    return desk


@pytest.mark.all
def test_a_carnival_sunday_is_played_in_seconds_and_the_report_is_right(tmp_path: Path) -> None:
    desk = play_the_day(tmp_path / "echt")
    assert abs(clock_of(desk).now() - END) < timedelta(seconds=1)
    exercise = desk.exercise.view()
    desk.exercise.assess("fill", seen=True, decided="yes")
    desk.exercise.assess("bikes", seen=False, decided="no")
    report = desk.exercise.report()
    sums = report.totals
    assert (sums.lines, sums.readings, sums.decisions, sums.injects, sums.by_clock) == (
        LINES,
        LINES // 10,
        DECISIONS,
        8,
        8,
    )
    assert (sums.assessed, sums.seen, sums.decided_yes, sums.decided_no) == (2, 1, 1, 1)
    assert len(report.unassessed) == 6 and sums.unanswered == 0
    assert len({state.place for state in desk.crowd.places("OEF-CMT-27-A001") if state.newest}) == len(PLACES)
    for one in report.answered:
        expect_as_played(desk, report, one.inject.cue.key)
    page = report_page(
        report,
        realm="exercise",
        number_of={exercise.cmt: "CMT", exercise.plan: "PL"},
        head="kop",
        now=END,
        zone=desk.zone,
    )
    assert page.count('<section class="inject">') == 8 and "OEFENING" in page
    assert_green(desk.journal)
    desk.journal.close()


def expect_as_played(desk: Desk, report: ExerciseReport, key: str) -> None:
    """The first line and the first decision behind an inject, computed anew from the steps of the day."""
    one = next(found for found in report.answered if found.inject.cue.key == key)
    at = one.inject.played_at
    assert one.inject.at == one.inject.cue.due_at and stored(BEGIN) <= at < stored(END)
    steps = [(stored(BEGIN + STEP * (number + 1)), number) for number in range(LINES)]
    after = [number for moment, number in steps if moment[:19] >= at[:19]]
    assert one.line and one.line.text.endswith(f"stand {after[0]}") and one.line.minutes == 0
    deciding = [number for number in after if number % (LINES // DECISIONS) == 0]
    within = [number for number in deciding if dict((n, m) for m, n in steps)[number] < one.until]
    assert (one.decision.text if one.decision else None) == (f"besluit {within[0]}" if within else None)
    assert one.action is None
