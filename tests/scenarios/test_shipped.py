"""The templates that come with the console: sound, with sources, and on a date what they were when last looked at.

The plans are kept in `golden/`; `pytest tests/scenarios --update-snapshots` writes them as they are now. Days that no
rule gives, and the answers, are invented for these tests.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from aovconsole.domain.scenario_anchors import day_in_year
from aovconsole.domain.scenario_plan import Plan, plan_of
from aovconsole.domain.scenario_template import Template
from aovconsole.scenarios.plan_text import plan_lines
from aovconsole.scenarios.reading import template_named, templates

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(templates())
YEARS = (2027, 2028, 2030)

UNCERTAIN = "te bevestigen"
_PERMIT = re.compile(r"vergun|toestemm|goedgekeur|goedkeur|toegestaan|verleen|verlening", re.IGNORECASE)
_CONTENT = re.compile(r"thema|geloof|overtuigd|spreker|deelnemerslijst|leider van de", re.IGNORECASE)

MONTH_DAYS = {
    "rieu": "07-01", "mvv": "03-26", "preuvenemint": "08-26", "magisch-maastricht": "12-02", "inkom": "08-17",
    "kermis": "05-05", "reuzenstoet": "06-05", "demonstratie-groot": "10-30", "topdruktedag": "12-20",
}  # fmt: skip
"""Invented days; the match and the demonstration fall around the change of clock."""

ANSWERS = {
    "carnaval": {"parade_end": "17:30", "share_attention": "0.7", "share_full": "0,85", "capacity_vrijthof": "12345"},
    "rieu": {"concert_begin": "20:30", "concert_end": "23:15"},
    "mvv": {"kick_off": "20:00"},
    "demonstratie-groot": {"start": "23:00"},
}
"""Some are answered, the others stay open: both are in the plans."""


def made(name: str, year: int) -> Plan:
    """The plan of a template in a year."""
    template = template_named(name)
    on = day_in_year(template.main, year, {}) or date.fromisoformat(f"{year}-{MONTH_DAYS[name]}")
    answers = dict(ANSWERS.get(name, {}))
    if name == "rieu":
        answers |= {"concert_days": f"{year}-07-01,{year}-07-02,{year}-07-08", "last_concert": f"{year}-07-08"}
    if name == "kermis":
        answers |= {"cmt_days": f"{year}-05-05,{year}-05-08", "last_day": f"{year}-05-14"}
    return plan_of(template, on, answers)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("year", YEARS)
def test_a_plan_is_what_it_was(name: str, year: int, request: pytest.FixtureRequest) -> None:
    plan = made(name, year)
    noon = datetime(plan.on.year, plan.on.month, plan.on.day, 11, tzinfo=UTC)
    text = "\n".join(plan_lines(plan, noon)) + "\n"
    kept = GOLDEN / f"{name}-{year}.txt"
    if request.config.getoption("--update-snapshots"):
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


def test_every_kept_plan_belongs_to_a_template() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}-{year}.txt" for name in NAMES for year in YEARS}


@pytest.mark.parametrize(("name", "fewest", "most"), [("carnaval", 15, 50), ("rieu", 15, 30), ("mvv", 15, 30)])
def test_the_great_days_are_rich(name: str, fewest: int, most: int) -> None:
    assert fewest <= len(template_named(name).measures) <= most


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_every_part_that_a_chair_needs(name: str) -> None:
    template = template_named(name)
    for part in ("phases", "roles", "places", "measures", "rounds", "meetings", "decisions", "log_protocol", "injects",
                 "evaluation", "questions"):  # fmt: skip
        assert getattr(template, part), part
    assert len(template.measures) >= 14
    assert [role for role in template.roles if role.chair]


@pytest.mark.parametrize("name", NAMES)
def test_no_capacity_and_no_threshold_is_invented(name: str) -> None:
    for place in template_named(name).places:
        assert (place.capacity, bool(place.capacity_question)) == (None, True)
        assert all(threshold.value is None and threshold.question for threshold in place.thresholds)


def text_of(template: Template) -> str:
    """Everything that a template says."""
    return repr(template)


def test_a_demonstration_is_never_said_to_have_a_permit_or_asked_what_it_is_about() -> None:
    template = template_named("demonstratie-groot")
    assert template.subject == "demonstration"
    assert _PERMIT.search(text_of(template)) is None
    assert [question.id for question in template.questions if _CONTENT.search(question.text)] == []
    assert {condition.ground for condition in template.conditions} == {"health", "traffic", "disorder"}


def test_no_phone_number_or_mail_address_stands_in_a_template() -> None:
    for name in NAMES:
        text = text_of(template_named(name))
        assert re.search(r"\b0[1-9][0-9]{8}\b|\+31|@[a-z]+\.", text) is None, name


def test_what_the_papers_ask_of_carnaval_is_in_it() -> None:
    template = template_named("carnaval")
    said = {measure.id: f"{measure.what} {measure.source}" for measure in template.measures}
    assert "AUTO OP SLOT BUIT ERUIT" in said["text_trailers"] and "minstens twee" in said["text_trailers"]
    assert "zakkenrollers" in said["led_screens"] and "zakkenrollers" in said["toilet_ads"]
    assert "jeugdboa" in said["youth_street"]
    clocks = {anchor.id: anchor.at for anchor in template.anchors if anchor.at}
    assert clocks == {"opening_shot": "12:11", "parade": "14:11"}


def test_the_square_of_rieu_closes_on_each_concert_day() -> None:
    plan = made("rieu", 2027)
    closed = [one.due.day.isoformat() for one in plan.measures if one.what.id == "square_closed" and one.due.day]
    assert closed == ["2027-07-01", "2027-07-02", "2027-07-08"]
    now = datetime(2027, 7, 2, 19, 0, tzinfo=UTC)
    assert [one.key for one in plan.phases if one.state(now) == "running"] == ["concert.2027-07-02"], (
        "the second evening"
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_from_a_paper_says_so(name: str) -> None:
    template = template_named(name)
    rows = (template.measures, template.rounds, template.meetings, template.decisions, template.evaluation)
    sources = [row.source for part in rows for row in part]
    assert all(len(source) > 10 for source in sources)
    assert any(UNCERTAIN in source for source in sources)
