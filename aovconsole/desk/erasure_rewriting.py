"""What is written again when contents are erased, so that a datum goes and what was done stays done.

Without its records a dossier would be gone, a closed incident open, a GRIP step never set. So each erased record is
tried: written again without the datum where the view stays the same but for it; just erased where nothing hangs on it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from aovconsole.domain.kinds import decode, tables_of
from aovconsole.domain.record import Draft, Payload, Record, encode
from aovconsole.domain.traces import Traces, rewritten, united
from aovconsole.domain.view import SubjectRow, Tables, ordered
from aovconsole.errors import CommandRefused
from aovconsole.journal.erasing import without_contents
from aovconsole.journal.reading import Reading

_LAST = "9" * 13
"""A clock behind every other: what is written now comes last."""

_CARRIES = frozenset({"operator", "station", "duty", "holding", "table"})
"""Subjects without a number that must not vanish from lists when a name in them is erased."""

_OF_WRITING = frozenset({"standing", "clock", "accepted_clock", "record_id", "made_record", "corrected_by", "late"})
"""What in a view tells which record said it and when that was written: another record says it now."""


class Wanted(NamedTuple):
    """What must go: of the records that were named only `data` (all when it is empty), of copies what repeats them.

    `whole`: subjects may vanish, because their dossier is destroyed.
    """

    mains: Collection[str]
    data: Traces
    copied: Traces
    whole: bool = False

    def of(self, record: Record) -> Traces:
        """What must go out of one record."""
        return self.data if record.id in self.mains else united((self.data, self.copied))


def rewriting_of(reading: Reading, records: Sequence[Record], wanted: Wanted) -> Iterator[Draft]:
    """What must be written again before these records are erased.

    Raises:
        CommandRefused: a dossier would be gone or in another state, and nobody said what of the record may stay.
    """
    for subject, group in groupby(sorted(records, key=lambda one: one.subject), key=lambda one: one.subject):
        chosen = list(ordered(group))
        if wanted.whole and all(one.id in wanted.mains for one in chosen):
            continue
        left = list(reading.records(subject=subject))
        for number, record in enumerate(chosen):
            before = tables_of(left)
            left = [without_contents(one) if one.id == record.id else one for one in left]
            payload = _without(record, wanted)
            clock = f"{_LAST}-{number:05d}"
            again = record._replace(id=f"~{number}", clock=clock, payload=encode(payload)) if payload else None
            if _comes_back(before, left, record, again, wanted) and payload and again:
                left.append(again)
                yield Draft(payload, subject=subject, dossier=record.dossier, occurred_at=record.occurred_at)


def _comes_back(before: Tables, left: Sequence[Record], record: Record, again: Record | None, wanted: Wanted) -> bool:
    """Whether a record is written again; refuses what would change more than was asked."""
    after = tables_of([*left, again]) if again else None
    expected = rewritten(_shown(before), wanted.of(record).blanked, wanted.mains)
    if after and again and _renamed(_shown(after), again.id, record.id) == expected:
        return True
    if _same_facts(before, tables_of(left)):
        return False
    if after and _same_facts(before, after):
        return True
    assert before.row is not None, "only a row has facts"
    what = before.row.number or before.row.title
    if wanted.of(record):
        raise CommandRefused(f"record {record.id} draagt {what}: zonder die woorden zou dat niet blijven zoals het is")
    raise CommandRefused(f"record {record.id} draagt {what}: noem met --datum wat eruit moet, de rest blijft dan staan")


def _without(record: Record, wanted: Wanted) -> Payload | None:
    """What the record says without what must go; None when nothing would be left out, or it could not be read then."""
    values = json.loads(record.payload)
    again = rewritten(values, wanted.of(record).blanked, wanted.mains)
    return None if again == values else decode(record._replace(payload=json.dumps(again, ensure_ascii=False)))


def _shown(tables: Tables) -> Any:
    """What a subject shows, without what tells which records say it."""
    if tables.row is not None:
        return [list(tables.row[2:9]), _trimmed(json.loads(tables.row.body))]
    items = (one for one in tables.items if one.type not in ("erased", "unknown"))
    return [[one.type, one.at, one.text, one.kind, one.source, one.place, one.correction, one.extra] for one in items]


def _trimmed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _trimmed(part) for name, part in value.items() if name not in _OF_WRITING}
    if isinstance(value, list):
        return [_trimmed(part) for part in value]
    return value


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {name: _renamed(part, old, new) for name, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, old, new) for part in value]
    return new if value == old else value


def _same_facts(before: Tables, after: Tables) -> bool:
    """Whether a subject stays in the same state; a line, a contact, an attachment may go."""
    if before.row is None or not (before.row.number or before.row.type in _CARRIES):
        return True
    return after.row is not None and _facts(before.row) == _facts(after.row)


def _facts(row: SubjectRow) -> tuple[object, ...]:
    return row.number, row.status, row.begin_at, row.end_at, json.loads(row.body).get("grip_level")
