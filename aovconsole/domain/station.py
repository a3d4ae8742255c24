"""Who writes: stations with their key, operators with their function, and what they bring in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, TypeAlias
from uuid import UUID, uuid5

from aovconsole.domain.record import Record
from aovconsole.domain.view import SubjectRow, Tables, as_json, item

_OPERATORS = UUID("6f1d3c1e-53a0-4d0b-9c11-6a2f6d0a7c02")
_TABLES = UUID("6f1d3c1e-53a0-4d0b-9c11-6a2f6d0a7c03")


@dataclass(frozen=True, slots=True)
class StationStarted:
    """A station began its chain: its letters and the key that its records are signed with (hex)."""

    kind: ClassVar[str] = "station.started"
    version: ClassVar[int] = 1
    code: str
    public_key: str


@dataclass(frozen=True, slots=True)
class OperatorRegistered:
    """A person acted for the first time: name, function and account of the operating system."""

    kind: ClassVar[str] = "operator.registered"
    version: ClassVar[int] = 1
    name: str
    function: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentAdded:
    """A file was kept beside the journal, named by the hash of its bytes."""

    kind: ClassVar[str] = "attachment.added"
    version: ClassVar[int] = 1
    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class TableImported:
    """A csv was read into the journal; the same bytes are not read again."""

    kind: ClassVar[str] = "table.imported"
    version: ClassVar[int] = 1
    name: str
    table: str
    sha256: str
    rows_count: int


StationPayload: TypeAlias = StationStarted | OperatorRegistered | AttachmentAdded | TableImported


@cache
def operator_subject(name: str, function: str, account: str) -> str:
    """The subject of an operator: the same at every station."""
    return str(uuid5(_OPERATORS, f"{name}\n{function}\n{account}"))


def table_subject(table: str, sha256: str) -> str:
    """The subject of an imported csv: the same for the same bytes."""
    return str(uuid5(_TABLES, f"{table}\n{sha256}"))


def operator_label(name: str, function: str) -> str:
    """How an operator is shown: `NAAM/FUNCTIE`."""
    return f"{name}/{function}" if function else name


def tables(pairs: Sequence[tuple[Record, StationPayload]]) -> Tables:
    """The row of a station, an operator, an attachment or an imported table."""
    if not pairs:
        return Tables()
    record, payload = pairs[0]
    match payload:
        case StationStarted():
            return Tables(_row(record, "station", payload.code, payload))
        case OperatorRegistered():
            return Tables(_row(record, "operator", operator_label(payload.name, payload.function), payload))
        case AttachmentAdded():
            return Tables(
                _row(record, "attachment", payload.name, payload), (item(record, "attachment", payload.name),)
            )
        case TableImported():
            return Tables(_row(record, "table", payload.name, payload))


def _row(record: Record, type_: str, title: str, payload: StationPayload) -> SubjectRow:
    return SubjectRow(
        record.subject, type_, record.dossier, "", title, "", record.occurred_at, "", "", as_json(payload)
    )


PAYLOADS = (StationStarted, OperatorRegistered, AttachmentAdded, TableImported)
FOLDS = {"station": tables, "operator": tables, "attachment": tables, "table": tables}
