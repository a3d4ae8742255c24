"""What is written again when contents are erased: a record that carries its subject comes back without the datum.

Only the first record of a subject can come back: a later step that was written anew would count as the newest one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from aovconsole.domain.kinds import decode, tables_of
from aovconsole.domain.record import Draft, Payload, Record, encode
from aovconsole.domain.traces import Traces, rewritten, united
from aovconsole.domain.view import SubjectRow, Tables, ordered
from aovconsole.errors import CommandRefused
from aovconsole.journal.erasing import without_contents
from aovconsole.journal.reading import Reading

_LAST = "9" * 13 + "-99999"
"""A clock behind every other: what is written now comes last."""

_CARRIES = frozenset({"operator", "station", "duty", "holding", "table"})
"""Subjects without a number that must not vanish from lists when a name in them is erased."""


class Wanted(NamedTuple):
    """What must go: of the records that were named only `data` (all when it is empty), of copies what repeats them.

    `whole`: subjects may vanish, because their dossier is destroyed.
    """

    mains: Collection[str]
    data: Traces
    copied: Traces
    whole: bool = False


def rewriting_of(reading: Reading, records: Sequence[Record], wanted: Wanted) -> Iterator[Draft]:
    """What must be written again before these records are erased.

    Raises:
        CommandRefused: something with a number would be gone, and nobody said what of it may stay.
    """
    names = {one.id for one in records}
    for subject, group in groupby(sorted(records, key=lambda one: one.subject), key=lambda one: one.subject):
        chosen = list(ordered(group))
        if wanted.whole and all(one.id in wanted.mains for one in chosen):
            continue
        there = reading.records(subject=subject)
        left = [without_contents(one) if one.id in names else one for one in there]
        before, after = tables_of(there), tables_of(left)
        lost = before.row is not None and after.row is None
        if not lost and not (wanted.data and _lost_line(before, after)):
            continue
        again = next((one for one in map(lambda one: _again(one, left, wanted), chosen) if one), None)
        if again is not None:
            yield again
        elif lost and before.row is not None and _carries(before.row):
            raise CommandRefused(_refusal(chosen[0], before.row))


def _again(record: Record, left: Sequence[Record], wanted: Wanted) -> Draft | None:
    """The record without what must go, where that brings its subject back; None where it does not."""
    traces = wanted.data if record.id in wanted.mains else united((wanted.data, wanted.copied))
    payload = _without(record, traces, wanted.mains)
    if payload is None:
        return None
    shown = tables_of([*left, record._replace(id="~", clock=_LAST, payload=encode(payload))])
    if shown.row is None and not any(one.record_id == "~" for one in shown.items):
        return None
    return Draft(payload, subject=record.subject, dossier=record.dossier, occurred_at=record.occurred_at)


def _without(record: Record, traces: Traces, copied: Collection[str]) -> Payload | None:
    values = json.loads(record.payload)
    again = rewritten(values, traces.blanked, copied)
    return None if again == values else decode(record._replace(payload=json.dumps(again, ensure_ascii=False)))


def _lost_line(before: Tables, after: Tables) -> bool:
    return before.row is None and {one.type for one in before.items} != {one.type for one in after.items}


def _carries(row: SubjectRow) -> bool:
    return bool(row.number) or row.type in _CARRIES


def _refusal(record: Record, row: SubjectRow) -> str:
    what = row.number or row.title
    return f"record {record.id} draagt {what}: noem met --datum wat eruit moet, de rest blijft dan staan"
