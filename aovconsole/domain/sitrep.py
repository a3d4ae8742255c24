"""Situation reports (sitraps) that were sent: the exact text, to whom, through what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item

LENGTHS = ("sms", "mail", "page")
SCOPES = ("whole", "since")

SMS_LENGTH = 300
"""A sitrap for a text message has at most this many characters (issue 3 point 5)."""

LENGTH_WORDS = {"sms": "sms", "mail": "mail", "page": "pagina"}
SCOPE_WORDS = {"whole": "volledig", "since": "sinds de vorige"}

_FIRST_LINE = 120


@dataclass(frozen=True, slots=True)
class SitrepSent:
    """A text went to a function; `since` is the moment from which it told what was new (empty: everything).

    `drafted_at` is the moment up to which the journal was read for it: what came in later is new to the next one.
    """

    kind: ClassVar[str] = "sitrep.sent"
    version: ClassVar[int] = 1
    number: str
    text: str
    to: str
    via: str = ""
    length: str = "mail"
    scope: str = "whole"
    since: Instant = ""
    drafted_at: Instant = ""


@dataclass(frozen=True, slots=True)
class SitrepWithdrawn:
    """What was sent does not hold, or never went; the text stays readable."""

    kind: ClassVar[str] = "sitrep.withdrawn"
    version: ClassVar[int] = 1
    reason: str = ""


SitrepPayload: TypeAlias = SitrepSent | SitrepWithdrawn


@dataclass(frozen=True, slots=True)
class Sitrep:
    """The state of one situation report."""

    number: str
    to: str
    via: str
    length: str
    scope: str
    since: Instant
    sent_at: Instant
    drafted_at: Instant
    withdrawn_reason: str
    text: str


def tables(pairs: Sequence[tuple[Record, SitrepPayload]]) -> Tables:
    """The report's row, and one timeline item for each thing that happened to it."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, SitrepSent)), None)
    if first is None:
        return Tables()
    record, sent = first
    withdrawals = [payload for _, payload in pairs if isinstance(payload, SitrepWithdrawn)]
    view = Sitrep(
        sent.number, sent.to, sent.via, sent.length, sent.scope, sent.since, record.occurred_at,
        sent.drafted_at or record.occurred_at, withdrawals[-1].reason if withdrawals else "", sent.text,
    )  # fmt: skip
    row = SubjectRow(
        record.subject, "sitrep", record.dossier, sent.number, _addressed(sent), "withdrawn" if withdrawals else "sent",
        record.occurred_at, "", "", as_json(view),
    )  # fmt: skip
    return Tables(row, tuple(_item(rec, payload, sent, record.dossier) for rec, payload in pairs))


def _item(record: Record, payload: SitrepPayload, sent: SitrepSent, dossier: str) -> TimelineItem:
    if isinstance(payload, SitrepWithdrawn):
        reason = f": {payload.reason}" if payload.reason else ""
        return item(record, "sitrep", f"{sent.number} ingetrokken{reason}", dossier=dossier)
    lines = sent.text.strip().splitlines()
    first_line = lines[0] if lines else ""
    cut = f"{first_line[:_FIRST_LINE].rstrip()}…" if len(first_line) > _FIRST_LINE else first_line
    return item(record, "sitrep", f"{sent.number} {_addressed(sent)}: {cut}", dossier=dossier)


def _addressed(sent: SitrepSent) -> str:
    return f"aan {sent.to}" + (f" via {sent.via}" if sent.via else "")


PAYLOADS = (SitrepSent, SitrepWithdrawn)
FOLDS = {"sitrep": tables}
