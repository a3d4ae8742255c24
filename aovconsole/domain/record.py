"""The record: one immutable entry of the journal, and what its hash covers."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, NamedTuple, Protocol, TypeAlias

Instant: TypeAlias = str
"""A moment as it is stored: UTC, ISO 8601, fixed width, so that text order is time order."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")


def is_instant(text: str) -> bool:
    """Whether a text is a moment as it is stored."""
    if not _INSTANT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


LATE_AFTER_MINUTES = 5
"""Written longer after it happened than this, a record is marked late (DESIGN §2)."""

FIRST_PREV = "0" * 64
"""What the first record of a station's chain names as the hash before it."""


_as_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_as_ascii = json.JSONEncoder(separators=(",", ":")).encode


class Record(NamedTuple):
    """One entry of the journal, in the order of the columns of the table `records`.

    `pos` and `received_at` are this station's own (order and moment of arrival); the hash covers
    everything else. `author` names the subject of an operator record; `payload` is JSON text.
    """

    pos: int
    id: str
    realm: str
    station: str
    seq: int
    clock: str
    clock_source: str
    recorded_at: Instant
    occurred_at: Instant
    received_at: Instant
    author: str
    dossier: str
    subject: str
    kind: str
    v: int
    payload: str
    salt: str
    payload_hash: str
    prev: str
    hash: str
    signature: str

    @property
    def order(self) -> tuple[str, str, int]:
        """The total order of records across stations: hybrid clock, then station and number."""
        return (self.clock, self.station, self.seq)

    @property
    def history_order(self) -> tuple[Instant, str, str, int]:
        """The order of a history of states: when it happened, then the clock."""
        return (self.occurred_at, self.clock, self.station, self.seq)


class Payload(Protocol):
    """What a record says: a frozen dataclass that knows its kind and its version."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    kind: ClassVar[str]
    version: ClassVar[int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A record on its way to the journal; the journal adds number, clock, chain and signature.

    `id` is given when the record was promised before (a half-typed form): a second append of the
    same id writes nothing. `occurred_at` None means now. An empty `subject` means: the record
    starts a subject of its own, named by its id.
    """

    payload: Payload
    subject: str = ""
    dossier: str = ""
    occurred_at: Instant | None = None
    id: str = ""


def encode(payload: Payload) -> str:
    """Write a payload as JSON text; fields that stand at their empty default are left out."""
    values = {}
    for name, empty in _empties(type(payload)):
        value = getattr(payload, name)
        if value != empty:
            values[name] = value
    return _as_text(values)


@cache
def _empties(kind: type) -> tuple[tuple[str, object], ...]:
    return tuple((field.name, field.default) for field in fields(kind))


def content_hash(salt: str, payload: str) -> str:
    """The hash of a payload with its salt, as hex."""
    return hashlib.sha256(f"{salt}\n{payload}".encode("utf-8", "surrogatepass")).hexdigest()


def frame_hash(frame: tuple[str | int, ...]) -> str:
    """The hash of a record, from what it covers, in this order.

    `id realm station seq clock clock_source recorded_at occurred_at author dossier subject kind v payload_hash prev`
    """
    return hashlib.sha256(_as_ascii(frame).encode("ascii")).hexdigest()


def record_hash(record: Record) -> str:
    """The hash of a record: over every field but its own hash and signature, and what is local."""
    return frame_hash((*record[1:9], *record[10:15], record.payload_hash, record.prev))
