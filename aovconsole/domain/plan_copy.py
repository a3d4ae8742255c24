"""The copy of a template that a plan carries as JSON text: it stays whole when the template changes or goes.

What an exercise plays stays out: the plan of a real day does not need it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from aovconsole.domain.scenario_anchors import Published
from aovconsole.domain.scenario_answers import answers_of
from aovconsole.domain.scenario_plan import Plan, plan_of
from aovconsole.domain.scenario_template import (
    Anchor,
    Condition,
    Decision,
    EvaluationQuestion,
    LogHint,
    Measure,
    Meeting,
    Moment,
    Phase,
    Place,
    Question,
    Role,
    Round,
    Template,
    Threshold,
)
from aovconsole.errors import CommandRefused

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

_TABLES: dict[str, type[Any]] = {
    "anchors": Anchor,
    "phases": Phase,
    "measures": Measure,
    "roles": Role,
    "places": Place,
    "thresholds": Threshold,
    "meetings": Meeting,
    "decisions": Decision,
    "conditions": Condition,
    "rounds": Round,
    "log_protocol": LogHint,
    "evaluation": EvaluationQuestion,
    "questions": Question,
    "begin": Moment,
    "end": Moment,
}
_DAYS = ("as_of", "capacity_as_of")
_SCALARS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "int | None": (int,),
    "float | None": (int, float),
    "bool": (bool,),
}


def copy_of(template: Template) -> str:
    """The copy of a template as JSON text, without what is empty and without injects."""
    table = asdict(template)
    table.pop("injects")
    return json.dumps(_slim(table), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=32)
def template_of(copy: str) -> Template:
    """The template that a copy holds.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is no copy of a template.
    """
    table = json.loads(copy)
    json.dumps(table, ensure_ascii=False).encode("utf-8")  # half a character cannot be stored or shown
    template = _made(Template, table)
    if template.anchor not in {anchor.id for anchor in template.anchors}:
        raise ValueError(template.anchor)
    return template


def published_of(text: str) -> Published:
    """The published days that a plan carries, by their key.

    Raises:
        ValueError, TypeError, AttributeError: it is no table of days.
    """
    table = json.loads(text) if text else {}
    return {str(key): tuple(map(date.fromisoformat, days)) for key, days in table.items()}


@lru_cache(maxsize=32)
def dated(copy: str, on: str, answers: tuple[tuple[str, str], ...], zone: str, published: str) -> Plan:
    """The plan that follows from a copy, a day and the answers; an answer that no longer fits counts as not given.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is no copy, no day or no zone.
        CommandRefused: the plan would lie outside the calendar.
    """
    template = template_of(copy)
    fitting = {key: value for key, value in answers if _fits(template, key, value)}
    return plan_of(template, date.fromisoformat(on), fitting, _zone(zone), published_of(published))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except OSError as error:  # a folder of the zone data, or a name that no file can have
        raise ValueError(name) from error


def _fits(template: Template, key: str, value: str) -> bool:
    try:
        answers_of(template, {key: value})
    except CommandRefused:
        return False
    return True


def _slim(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _slim(part) for key, part in value.items() if part not in ("", None, (), [])}
    if isinstance(value, list | tuple):
        return [_slim(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _made(kind: type[T], table: Mapping[str, Any]) -> T:
    shapes = {field.name: str(field.type) for field in fields(kind)}
    empty = {name: () for name, shape in shapes.items() if shape.startswith("tuple")}
    return kind(**empty | {name: _value(name, value, shapes[name]) for name, value in table.items()})


def _value(name: str, value: Any, shape: str) -> Any:
    if name in _TABLES and (isinstance(value, dict) or not shape.startswith("tuple")):
        return _made(_TABLES[name], value)
    if shape.startswith("tuple"):
        if type(value) is not list:
            raise TypeError(name)
        return tuple(_made(_TABLES[name], one) if name in _TABLES else _text(one) for one in value)
    if name in _DAYS:
        return date.fromisoformat(value)
    if type(value) not in _SCALARS.get(shape, (str,)):
        raise TypeError(name)
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(value)
    return value
