"""Every kind of record that this version knows, and the fold of every type of subject."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, TypeVar

from aovconsole.domain.record import Payload, Record
from aovconsole.domain.times import is_possible
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, item, ordered

P = TypeVar("P")

Fold = Callable[[Sequence[tuple[Record, Any]]], Tables]

After = Callable[[SubjectRow, Record, Any], Tables | None]
"""What a subject puts into the read tables after one record more, from its row; the new items only."""

TYPES = {
    "line": "log",
    "incident": "incident",
    "evenement": "evenement",
    "demonstration": "demonstration",
    "cmt": "cmt",
    "plan": "plan",
    "action": "agreements",
    "decision": "decision",
    "presence": "presence",
    "meeting": "meeting",
    "rhythm": "meeting",
    "match": "match",
    "conduct": "conduct",
    "clash": "clash",
    "figure": "figure_notes",
    "measure": "measure",
    "round": "safety_round",
    "crowd": "crowd",
    "sitrep": "sitrep",
    "signal": "signal",
    "paper": "paper",
    "calendar": "calendar",
    "station": "station",
    "operator": "station",
    "exercise": "exercise",
    "attachment": "station",
    "table": "station",
    "duty": "duty",
    "holding": "duty",
    "erasure": "erasure",
    "retention": "retention",
    "handover": "handover",
    "ifthen": "ifthen",
    "evaluation": "evaluation",
    "recommendation": "recommendation",
}
"""The types of subject (the word before the dot of a kind) and the module that holds each; loaded when first met."""


class SubjectType(NamedTuple):
    """What is known of one type of subject: its payloads by kind, what JSON gives for their fields, and its fold."""

    payloads: dict[str, type[Any]]
    shapes: dict[str, dict[str, tuple[type, ...]]]
    instants: dict[str, frozenset[str]]
    fold: Fold
    after: After | None


@cache
def subject_type(name: str) -> SubjectType | None:
    """The type of subject with this name; None when this version does not know it."""
    if name not in TYPES:
        return None
    module = import_module(f"aovconsole.domain.{TYPES[name]}")
    payloads = {payload.kind: payload for payload in module.PAYLOADS}
    shapes = {
        kind: {field.name: _SHAPES[str(field.type)] for field in fields(payload)} for kind, payload in payloads.items()
    }
    instants = {
        kind: frozenset(field.name for field in fields(payload) if field.type == "Instant")
        for kind, payload in payloads.items()
    }
    return SubjectType(payloads, shapes, instants, module.FOLDS[name], getattr(module, "AFTER", {}).get(name))


_SHAPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "Instant": (str,),
    "int": (int,),
    "bool": (bool,),
    "int | None": (int, type(None)),
    "tuple[str, ...]": (list,),
}
"""What JSON gives for a field that is annotated so: a payload of another shape is not one of ours."""


def all_payloads() -> dict[str, type[Any]]:
    """Every payload by its kind."""
    known: dict[str, type[Any]] = {}
    for name in TYPES:
        found = subject_type(name)
        known |= found.payloads if found else {}
    return known


def decode(record: Record) -> Payload | None:
    """What a record says; None for a kind or version that this console does not know, or no longer holds."""
    type_ = subject_type(record.kind.partition(".")[0])
    payload_type = type_.payloads.get(record.kind) if type_ else None
    if type_ is None or payload_type is None or payload_type.version != record.v or not record.payload:
        return None
    if not is_possible(record.occurred_at):
        return None
    try:
        values = json.loads(record.payload)
        shape = type_.shapes[record.kind]
        for name, value in values.items():
            if type(value) not in shape[name]:
                return None
            if value and name in type_.instants[record.kind] and not is_possible(value):
                return None
            if type(value) is list:
                values[name] = tuple(map(str, value))
        if "\\u" in record.payload:  # we never write one; half a character cannot be stored or shown
            json.dumps(values, ensure_ascii=False).encode("utf-8")
        payload: Payload = payload_type(**values)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return payload


def pairs_of(records: Iterable[Record], *types: type[P]) -> list[tuple[Record, P]]:
    """Each record that this version can read and that says something of these types, with what it says."""
    return [(record, payload) for record in records if isinstance(payload := decode(record), types)]


def tables_of(records: Sequence[Record]) -> Tables:
    """What one subject puts into the read tables, from all its records in any order."""
    if len(records) == 1:
        return _tables_of_one(records[0])
    chain = _with_what_is_left(ordered(records))
    pairs: list[tuple[Record, Any]] = []
    unknown: list[TimelineItem] = []
    type_ = ""
    for record in chain:
        payload = decode(record)
        prefix = record.kind.partition(".")[0]
        if payload is None or (type_ and prefix != type_):
            unknown.append(_unknown(record))
            continue
        type_ = type_ or prefix
        pairs.append((record, payload))
    known = _fold(type_, pairs) if pairs else Tables()
    return Tables(known.row, known.items + tuple(unknown), known.days) if unknown else known


_LEFT = "erasure.left"


def _with_what_is_left(chain: Sequence[Record]) -> Sequence[Record]:
    """The records of a subject, an erased one with what is left of it; what says so goes out."""
    if not any(record.kind == _LEFT for record in chain):
        return chain
    left = {
        str(getattr(said, "record", "")): str(getattr(said, "left", ""))
        for record in chain
        if record.kind == _LEFT and (said := decode(record))
    }
    return [
        record._replace(payload=left[record.id]) if not record.payload and record.id in left else record
        for record in chain
        if record.kind != _LEFT
    ]


def tables_of_new(record: Record, payload: Payload) -> Tables:
    """What a subject that starts with this record puts into the read tables."""
    return _fold(record.kind.partition(".")[0], [(record, payload)])


def after_of(kind: str) -> After | None:
    """How a record of a kind is told from the row of its subject alone; None where all must be folded.

    Whoever asks knows that the record comes after those that the row was folded from.
    """
    found = subject_type(kind.partition(".")[0])
    return found.after if found else None


def _tables_of_one(record: Record) -> Tables:
    payload = decode(record)
    if payload is None:
        return Tables(items=(_unknown(record),))
    return tables_of_new(record, payload)


def _fold(name: str, pairs: Sequence[tuple[Record, Any]]) -> Tables:
    found = subject_type(name)
    return found.fold(pairs) if found else Tables()


def _unknown(record: Record) -> TimelineItem:
    if not record.payload:
        return item(record, "erased", "inhoud gewist")
    return item(record, "unknown", f"onbekend: {record.kind} v{record.v}")
