"""The plan of every shipped template is what the template says on that day, and stays so from its own copy."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from aovconsole.domain.plan_copy import copy_of, template_of
from aovconsole.domain.scenario_moments import Due
from aovconsole.domain.scenario_repeats import Planned
from aovconsole.domain.times import stored
from aovconsole.scenarios.reading import templates
from tests.builders import assert_green, desk_at

pytestmark = pytest.mark.all


SHIPPED = sorted(templates())


def instant(moment: datetime | None) -> str:
    return stored(moment) if moment else ""


def told(due: Due) -> tuple[str, str, str]:
    """What a row says of when it is due."""
    return instant(due.at), due.day.isoformat() if due.day else "", due.waits_for


@pytest.mark.parametrize("name", SHIPPED)
def test_a_copy_is_the_template_without_its_injects(name: str) -> None:
    template = templates()[name].template()
    assert template_of(copy_of(template)) == replace(template, injects=())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_plan_says_what_its_template_says_on_that_day(tmp_path: Path, name: str) -> None:
    desk = desk_at(tmp_path)
    for year in (2027, 2028, 2030):
        on = date(year, 7, 2)
        expected, row = desk.plans.preview(name, on).plan, desk.plans.start(name, on)
        lines = {one.key: (one.due_at, one.due_on, one.waits_for) for one in desk.plans.lines(row)}
        both: list[Planned[Any]] = [*expected.measures, *expected.rounds]
        dues = {one.key: told(one.due) for one in both}
        assert lines == dues
        body = json.loads(row.body)
        assert [(one["due_at"], one["due_on"], one["waits_for"]) for one in body["anchors"]] == [
            told(one.due) for one in expected.anchors
        ]
        assert [one["due_at"] for one in body["meetings"]] == [instant(one.due.at) for one in expected.meetings]
        assert [(one["begin_at"], one["end_at"]) for one in body["phases"]] == [
            (instant(one.begin.at), instant(one.end.at)) for one in expected.phases
        ]
        assert body["decisions"] == json.loads(json.dumps([asdict(one) for one in expected.template.decisions]))
        days = desk.calendar.days(date(year - 1, 7, 1), date(year + 1, 7, 1), layer="plan")
        mine = [day.begin_on for day in days if day.dossier == row.subject]
        assert 1 <= len(mine) <= 6, "the days around the anchor, not the months before"
        assert on.isoformat() in mine
    assert_green(desk.journal)
