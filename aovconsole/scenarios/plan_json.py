"""Templates and plans as JSON: English keys, moments in ISO 8601 with the zone's offset."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.domain.scenario_moments import Due
from aovconsole.domain.scenario_plan import Plan, PlannedPlace
from aovconsole.domain.scenario_repeats import Planned, PlannedPhase
from aovconsole.domain.scenario_template import Template
from aovconsole.domain.times import iso_local

COUNTING = ("anchor", "when", "at", "repeat", "repeat_on", "begin", "end", "every")
"""The keys of a template's rows by which a plan dates them; a dated row shows the date in their place."""


FOR_CONTROLLER = ("expected", "note")
"""What of an inject is for the controller of an exercise only."""


def template_document(template: Template, *, controller: bool = False) -> dict[str, Any]:
    """A whole template, with the keys of its file; what is for the controller of an exercise only where it is asked."""
    document: dict[str, Any] = _plain(asdict(template))
    document["injects"] = [_for(controller, inject) for inject in document["injects"]]
    return document


def _for(controller: bool, inject: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in inject.items() if controller or key not in FOR_CONTROLLER}


def plan_document(plan: Plan, now: datetime, *, controller: bool = False) -> dict[str, Any]:
    """A dated plan, with what lies before `now` marked as past; of injects as `template_document`."""
    template = plan.template
    zone = plan.zone
    return {
        "template": template.name,
        "title": template.title,
        "subject": template.subject,
        "on": plan.on.isoformat(),
        "time_zone": zone.key,
        "as_of": iso_local(now, zone=zone),
        "notes": list(plan.notes),
        "anchors": [
            {
                "id": one.anchor.id,
                "label": one.anchor.label,
                **_due(one.due, zone),
                "question": one.anchor.question or None,
            }
            for one in plan.anchors
        ],
        "questions": [
            {**_plain(asdict(one.question)), "answer": _plain(one.answer), "open": one.answer is None}
            for one in plan.questions
        ],
        "phases": [_phase(one, now, zone) for one in plan.phases],
        "measures": [_line(one, now, zone) for one in plan.measures],
        "rounds": [_line(one, now, zone) for one in plan.rounds],
        "meetings": [_line(one, now, zone) for one in plan.meetings],
        "injects": [_for(controller, _line(one, now, zone)) for one in plan.injects],
        "places": [_place(one) for one in plan.places],
        "roles": _plain([asdict(role) for role in template.roles]),
        "decisions": _plain([asdict(decision) for decision in template.decisions]),
        "conditions": _plain([asdict(condition) for condition in template.conditions]),
        "log_protocol": _plain([asdict(hint) for hint in template.log_protocol]),
        "evaluation": _plain([asdict(question) for question in template.evaluation]),
        "sources": list(template.sources),
    }


def _due(due: Due, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "day": due.day.isoformat() if due.day else None,
        "due_at": iso_local(due.at, zone=zone) if due.at else None,
        "waits_for": due.waits_for or None,
    }


def _line(one: Planned[Any], now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    row = {key: value for key, value in asdict(one.what).items() if key not in COUNTING}
    return {"key": one.key, **_plain(row), **_due(one.due, zone), "past": one.due.is_past(now)}


def _phase(one: PlannedPhase, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "key": one.key,
        "id": one.phase.id,
        "name": one.phase.name,
        "begin": _due(one.begin, zone),
        "end": _due(one.end, zone),
        "state": one.state(now),
        "source": one.phase.source,
    }


def _place(one: PlannedPlace) -> dict[str, Any]:
    place = one.place
    return {
        "name": place.name,
        "why": place.why,
        "source": place.source,
        "capacity": one.capacity,
        "capacity_as_of": _plain(place.capacity_as_of),
        "thresholds": [
            {**_plain(asdict(threshold.threshold)), "value": threshold.value, "open": threshold.value is None}
            for threshold in one.thresholds
        ],
    }


def _plain(value: Any) -> Any:
    """What JSON can hold: days and times as text, an empty text as null."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value
