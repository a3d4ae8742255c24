"""What the report of a dossier is made from: its own log, what belongs to it, what was last year, what lay beside."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.evaluation_export import EvaluationExport
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft
from aovconsole.errors import CommandRefused
from aovconsole.exports.evaluation_source import LEFT_OUT
from aovconsole.exports.report import Report
from aovconsole.exports.report_files import FORMATS, files_of
from tests.builders import desk_at
from tests.desk.plans import put
from tests.still_clock import CARNIVAL_SUNDAY, StillClock


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    put(tmp_path / "home")
    return desk_at(tmp_path / "home")


def numbers(desk: Desk, number: str) -> list[tuple[str, bool]]:
    """The dossiers of a report, and whether their log is told."""
    source = EvaluationExport(desk.seat).source(number)
    return [(one.row.number, bool(one.lines)) for one in source.dossiers]


def test_a_plan_brings_its_days_and_a_day_its_plan(desk: Desk) -> None:
    plan = desk.plans.start("proef", "2027-02-07").number
    first = desk.cmt.open("za", plan=plan, at=desk.seat.now - timedelta(days=1)).number
    second = desk.cmt.open("zo", plan=plan).number
    other = desk.cmt.open("los").number
    assert numbers(desk, plan) == [(plan, True), (first, True), (second, True)]
    assert numbers(desk, first) == [(first, True), (plan, False)]
    assert numbers(desk, other) == [(other, True)]


def test_an_evenement_brings_the_days_that_sat_for_it(desk: Desk) -> None:
    now = desk.seat.now
    evenement = desk.evenementen.add("Feest", begin=now, end=now + timedelta(hours=3), place="Markt").number
    day = desk.cmt.open("CMT Feest", evenement=evenement).number
    plan = desk.plans.start("proef", "2027-02-07", evenement=evenement).number
    assert numbers(desk, evenement) == [(evenement, True), (day, True), (plan, False)]


def test_last_year_is_the_same_template_or_the_same_name(tmp_path: Path) -> None:
    put(tmp_path / "home")
    clock = StillClock(CARNIVAL_SUNDAY - timedelta(days=360))
    desk = desk_at(tmp_path / "home", clock)
    then = desk.cmt.open("CMT Carnaval 2026").number
    plan_then = desk.plans.start("proef", "2026-02-15").number
    desk.cmt.open("CMT Oud en nieuw 2026")
    clock.advance(hours=24 * 360)
    now, plan = desk.cmt.open("CMT carnaval 2027").number, desk.plans.start("proef", "2027-02-07").number
    for number, before in ((now, then), (plan, plan_then), (then, None)):
        source = EvaluationExport(desk.seat).source(number)
        assert [one.row.number for one in source.before] == ([before] if before else [])


def test_incidents_and_demonstrations_of_its_days_are_named_beside_it(desk: Desk) -> None:
    day = desk.cmt.open("zo").number
    desk.incidents.open("eerder", at=desk.seat.now - timedelta(days=2))
    near = desk.incidents.open("vandaag").number
    demonstration = desk.demonstrations.add(place="Markt").number
    source = EvaluationExport(desk.seat).source(day)
    assert [row.number for row in source.near] == [near, demonstration]


def test_a_handover_cannot_be_evaluated_and_a_period_runs_forward(desk: Desk) -> None:
    number = desk.handovers.make(receiver="AOV-2", giver="AOV-1").number
    with pytest.raises(CommandRefused, match="kan geen evaluatie worden gemaakt"):
        EvaluationExport(desk.seat).source(number)
    day = desk.cmt.open("zo").number
    with pytest.raises(CommandRefused, match="eindigt voor haar begin"):
        EvaluationExport(desk.seat).source(day, date(2027, 2, 8), date(2027, 2, 7))


def test_what_may_not_leave_is_taken_out_before_anything_is_written(desk: Desk, tmp_path: Path) -> None:
    day = desk.cmt.open("zo").number
    seen: list[Report] = []

    def without_all(report: Report) -> Report:
        seen.append(report)
        return Report(
            report.name, report.number, "weg", report.state, "", "", report.made_at, (), (), realm=report.realm
        )

    files, sound = EvaluationExport(desk.seat).export(day, str(tmp_path / "uit"), ("json",), sieve=without_all)
    assert sound and seen[0].title == "zo"
    assert json.loads(files[0].read_text(encoding="utf-8"))["title"] == "weg"


@pytest.mark.all
def test_twenty_thousand_lines_are_told_within_reason(tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "home")
    day = desk.cmt.open("groot")
    drafts = [
        Draft(LineLogged(f"regel {number} !politie" if number % 100 == 0 else f"regel {number} &"), dossier=day.subject)
        for number in range(20_000)
    ]
    desk.seat.write(lambda _: drafts)
    begun = time.monotonic()
    report = EvaluationExport(desk.seat).report(day.number)
    made = {format_: files_of(report, format_) for format_ in FORMATS}
    assert time.monotonic() - begun < 120
    [log] = [one for one in json.loads(made["json"][f"{day.number}.json"])["chapters"] if one["key"] == "log"]
    texts = [row["text"]["text"] for row in log["blocks"][1]["rows"]]
    assert len(texts) == 20_001 and texts.count(LEFT_OUT) == 200
    assert all(sum(map(len, files.values())) < 60_000_000 for files in made.values())
