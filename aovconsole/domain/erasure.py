"""Erasing: the contents of a record go, its hash stays, and a later record says who did it and on what ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Record
from aovconsole.domain.view import Tables, item


@dataclass(frozen=True, slots=True)
class RecordsErased:
    """The contents of these records were erased; `what` says of what sort they were, never what they said."""

    kind: ClassVar[str] = "erasure.made"
    version: ClassVar[int] = 1
    records: tuple[str, ...]
    ground: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class RecordLeft:
    """What stays of an erased record: its payload without the datum, read in its place at its own time.

    It is a record of the same subject; of several the latest counts, and only once the contents are gone.
    """

    kind: ClassVar[str] = "erasure.left"
    version: ClassVar[int] = 1
    record: str
    left: str


ErasurePayload: TypeAlias = RecordsErased | RecordLeft

KEPT = frozenset({RecordsErased.kind, "station.started", "retention.destroyed"})
"""What is never erased, whoever asks: the proof of an erasure, a destruction, the key that a chain is verified with."""


def tables(pairs: Sequence[tuple[Record, ErasurePayload]]) -> Tables:
    """A line in the dossier for each erasure; what is left of a record is read in its place, not here."""
    return Tables(
        items=tuple(
            item(record, "erased", f"{said.what or 'inhoud'} gewist: {said.ground}")
            for record, said in pairs
            if isinstance(said, RecordsErased)
        )
    )


PAYLOADS = (RecordsErased, RecordLeft)
FOLDS = {"erasure": tables}
