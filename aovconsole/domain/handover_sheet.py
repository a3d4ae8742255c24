"""What a handover keeps as it was computed: read back so that whoever shows it can rely on its shape.

The record of another station, or of another version, may hold anything: what is no row is left out, what a row lacks
or says in another shape is empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from aovconsole.domain.times import is_possible

_SAID = {"at": "", "text": "", "record_id": ""}

_SHAPES: dict[str, dict[str, Any]] = {
    "matters": {
        "key": "", "type": "", "number": "", "title": "", "place": "", "begin_at": "", "state": "calm", "why": "",
        "aloud": False, "what": "", "since_count": 0,
    },
    "done": _SAID,
    "promised": _SAID,
    "since": _SAID,
    "actions": {"number": "", "text": "", "owner": "", "due_at": "", "status": ""},
    "measures": {"number": "", "text": "", "area": "", "begin_at": "", "end_at": ""},
    "terms": {"type": "", "number": "", "text": "", "owner": "", "due_at": "", "late": False, "at_once": False},
    "knows": {"function": "", "at": "", "reached": False, "waiting": False},
    "ahead": {"day": "", "at": "", "title": "", "place": "", "mark": ""},
    "ended": {"number": "", "title": "", "at": ""},
    "duties": {"duty": "", "officer": "", "until": "", "next": "", "next_at": ""},
}  # fmt: skip
"""Each list of rows, with what a row holds and what stands for what it lacks."""

_OF_A_MATTER = ("done", "promised", "since", "actions", "measures", "terms", "knows")
_MOMENTS = frozenset({"at", "begin_at", "end_at", "due_at", "until", "next_at"})


def sheet_in(text: str) -> dict[str, tuple[Any, ...]]:
    """The lists of a sheet: `matters`, `ahead`, `ended` and `duties` as rows, `clashes` and `signals` as texts."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    sheet = found if isinstance(found, dict) else {}
    lists: dict[str, tuple[Any, ...]] = {name: _rows(sheet, name) for name in ("ended", "duties")}
    lists |= {name: _texts(sheet, name) for name in ("clashes", "signals")}
    lists["ahead"] = tuple(one for one in _rows(sheet, "ahead") if _is_day(one["day"]))
    lists["matters"] = tuple(_matter(one) for one in _rows(sheet, "matters") if one["key"])
    return lists


def _matter(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, **{name: _rows(one, name) for name in _OF_A_MATTER}, "if_then": _texts(one, "if_then")}


def _rows(within: Mapping[str, Any], name: str) -> tuple[dict[str, Any], ...]:
    found = within.get(name)
    return tuple(_row(one, _SHAPES[name]) for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def _row(one: dict[str, Any], shape: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: one[name] if type(one.get(name)) is type(empty) else empty for name, empty in shape.items()}
    return {**one, **kept, **{name: "" for name in _MOMENTS & kept.keys() if not is_possible(kept[name])}}


def _texts(within: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = within.get(name)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
