"""What is left of a record when a datum is erased from it, so that what was done stays done.

Without its records a dossier would be gone, a closed incident open, a GRIP step never set. So the contents of a record
go whole, and what stays of them is read in its place, at its own time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from aovconsole.domain.erasure import RecordLeft
from aovconsole.domain.kinds import decode, tables_of
from aovconsole.domain.record import Draft, Record
from aovconsole.domain.traces import Traces, rewritten, united
from aovconsole.domain.view import SubjectRow, Tables, ordered
from aovconsole.errors import CommandRefused
from aovconsole.journal.erasing import without_contents
from aovconsole.journal.reading import Reading

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
        standing = list(reading.records(subject=subject))
        for record in chosen:
            before = tables_of(standing)
            standing = [without_contents(one) if one.id == record.id else one for one in standing]
            said = _left(record, wanted)
            if said is not None:
                target = said.record
                standing = [one._replace(payload=said.left) if one.id == target else one for one in standing]
                yield Draft(said, subject=subject, dossier=record.dossier)
            if not _same_facts(before, tables_of(standing)):
                raise CommandRefused(_refusal(record, before, said))


def _left(record: Record, wanted: Wanted) -> RecordLeft | None:
    """What the record says without what must go; None when nothing would be left out, or it could not be read then."""
    try:
        values = json.loads(record.payload)
    except (ValueError, RecursionError):  # of a version that this one does not know
        return None
    again = rewritten(values, wanted.of(record).blanked, wanted.mains)
    payload = json.dumps(again, ensure_ascii=False, separators=(",", ":"))
    said = decode(record._replace(payload=payload))
    if again == values or said is None:
        return None
    return said if isinstance(said, RecordLeft) else RecordLeft(record.id, payload)


def _refusal(record: Record, before: Tables, said: RecordLeft | None) -> str:
    what = (before.row.number or before.row.title) if before.row else ""
    if said is not None:
        return f"record {record.id} draagt {what}: zonder die woorden zou dat niet blijven zoals het is"
    return f"record {record.id} draagt {what}: noem met --datum wat eruit moet, de rest blijft dan staan"


def _same_facts(before: Tables, after: Tables) -> bool:
    """Whether a subject stays in the same state; a line, a contact, an attachment may go."""
    if before.row is None or not (before.row.number or before.row.type in _CARRIES):
        return True
    return after.row is not None and _facts(before.row) == _facts(after.row)


def _facts(row: SubjectRow) -> tuple[object, ...]:
    return row.number, row.status, row.begin_at, row.end_at, json.loads(row.body).get("grip_level")
