"""Clashes that somebody saw and accepted, by name and with a reason; what clashes is a reading (`clashes.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from uuid import UUID, uuid5

from aovconsole.domain.record import Record
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item

_CLASHES = UUID("6f1d3c1e-53a0-4d0b-9c11-6a2f6d0a7c04")


@dataclass(frozen=True, slots=True)
class ClashAccepted:
    """Somebody saw a clash and accepted it: which, as it was then (fingerprint and sentence), why, and who says so."""

    kind: ClassVar[str] = "clash.accepted"
    version: ClassVar[int] = 1
    key: str
    fingerprint: str
    reason: str
    by: str
    sentence: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClashReopened:
    """An acceptance was taken back."""

    kind: ClassVar[str] = "clash.reopened"
    version: ClassVar[int] = 1
    by: str = ""
    reason: str = ""


ClashPayload: TypeAlias = ClashAccepted | ClashReopened


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What was last said of a clash; empty fields where it was taken back."""

    key: str
    fingerprint: str
    reason: str
    by: str
    sentence: str
    items: tuple[str, ...]


def clash_subject(key: str) -> str:
    """The subject of a clash: the same at every station that finds it."""
    return str(uuid5(_CLASHES, key))


def tables(pairs: Sequence[tuple[Record, ClashPayload]]) -> Tables:
    """The row of a clash that was accepted once, and what was said of it."""
    accepted = [(record, payload) for record, payload in pairs if isinstance(payload, ClashAccepted)]
    if not accepted:
        return Tables()
    record, last = accepted[-1]
    stands = isinstance(pairs[-1][1], ClashAccepted)
    view = Acceptance(last.key, last.fingerprint, last.reason, last.by, last.sentence, last.items)
    row = SubjectRow(
        record.subject, "clash", "", "", last.sentence or last.key, "accepted" if stands else "open",
        record.occurred_at, "", "", as_json(view),
    )  # fmt: skip
    return Tables(row, tuple(_item(record, payload) for record, payload in pairs))


def _item(record: Record, payload: ClashPayload) -> TimelineItem:
    match payload:
        case ClashAccepted():
            text = (
                f"samenloop gezien en aanvaard door {payload.by}: {payload.reason} ({payload.sentence or payload.key})"
            )
        case ClashReopened():
            text = "samenloop weer open" + (f" ({payload.by})" if payload.by else "")
            text += f": {payload.reason}" if payload.reason else ""
    return item(record, "clash", text)


PAYLOADS = (ClashAccepted, ClashReopened)
FOLDS = {"clash": tables}
