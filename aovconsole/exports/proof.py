"""The record for an inquiry: a dossier's records with everything that proves them, as one document (docs/bewijs.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from aovconsole.domain.erasure import RecordLeft
from aovconsole.domain.kinds import decode
from aovconsole.domain.record import Record
from aovconsole.domain.station import StationStarted
from aovconsole.domain.text import marked
from aovconsole.domain.times import iso_local
from aovconsole.domain.traces import Traces, of_payload, texts_in, united
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.chain import FORKED
from aovconsole.journal.erasing import named_in
from aovconsole.journal.store import Journal
from aovconsole.journal.verify import Verification, stations
from aovconsole.journal.views import records_where

FORMAT = "aovconsole-bewijs-1"
VERIFIER = Path(__file__).parent.parent / "verifier" / "nagaan.py"

MARKS = {"private": "privé", "police": "politie"}
"""The marks that can be withheld, and the words behind a `!` that set them."""

_LINK = ("station", "seq", "id", "payload_hash", "prev", "hash", "signature")
_NEVER_WITHHELD = frozenset({"station.started", "erasure.made"})
_PRIVATE_KINDS = frozenset({"demonstration.contact_set"})
_LOCAL = ("pos",)


def proof_of(
    journal: Journal,
    row: SubjectRow,
    found: Verification,
    *,
    made_by: str,
    marks: Collection[str] = (),
    withheld_ids: Collection[str] = (),
) -> dict[str, Any]:
    """The proof of a dossier as plain values, sealed by this station's key where it has one.

    Raises:
        CommandRefused: there is no such mark, or a record to withhold is not in the dossier.
    """
    if unknown := sorted(set(marks) - set(MARKS)):
        raise CommandRefused(f"merk {unknown[0]} bestaat niet: kies {' of '.join(MARKS)}")
    records = _records(journal, row.subject)
    held = _withheld(records, marks, withheld_ids)
    told = {record.id for record in records}
    links = [
        [getattr(record, name) for name in _LINK]
        for record in records_where(journal.connection, "ORDER BY station, seq, pos")
        if record.id not in told
    ]
    document: dict[str, Any] = {
        "format": FORMAT,
        "made_at": iso_local(journal.clock.now()),
        "made_by": made_by,
        "realm": journal.realm,
        "dossier": {"subject": row.subject, "type": row.type, "number": row.number} | _title(row, records, held),
        "faults": [_told(fault) for fault in found.faults if fault.fault != FORKED],
        "stations": _stations(journal),
        "records": [_shown(record, held.get(record.id, "")) for record in records],
        "link_fields": list(_LINK),
        "links": links,
    }
    return document | {"seal": _seal(journal, document)}


def as_file(document: dict[str, Any]) -> bytes:
    """The proof as the bytes of its file: JSON in ASCII, one record or link on a line."""
    lines = ["{"]
    for name, value in document.items():
        if name in ("records", "links"):
            inner = ",\n".join(json.dumps(one, separators=(",", ":")) for one in value)
            lines.append(f'"{name}": [\n{inner}\n],')
        else:
            lines.append(f'"{name}": {json.dumps(value)}{"" if name == "seal" else ","}')
    return ("\n".join([*lines, "}"]) + "\n").encode("ascii")


def _title(row: SubjectRow, records: Sequence[Record], held: dict[str, str]) -> dict[str, str]:
    """The title, unless a record of the dossier itself is withheld: it may be in there."""
    return (
        {} if any(record.subject == row.subject and record.id in held for record in records) else {"title": row.title}
    )


def _records(journal: Journal, dossier: str) -> list[Record]:
    """The records of a dossier, of the subjects in it, of who wrote them, and what erased any of them; by station."""
    connection = journal.connection
    own = "SELECT subject FROM records WHERE dossier = ?1 OR subject = ?1"
    authors = f"SELECT author FROM records WHERE dossier = ?1 OR subject IN ({own})"
    picked = f"WHERE dossier = ?1 OR subject IN ({own}) OR subject IN ({authors}) ORDER BY station, seq, pos"
    found = {record.id: record for record in records_where(connection, picked, dossier)}
    for record in records_where(connection, "WHERE kind IN ('erasure.made', 'station.started')"):
        if record.kind == "station.started" or not named_in([record]).isdisjoint(found):
            found[record.id] = record
    return sorted(found.values(), key=lambda record: (record.station, record.seq, record.pos))


def _withheld(records: Sequence[Record], marks: Collection[str], ids: Collection[str]) -> dict[str, str]:
    """Which records go without their contents, and why: named, marked, of a marked line, or a copy of one of these."""
    known = {record.id for record in records}
    if missing := sorted(set(ids) - known):
        raise CommandRefused(f"record {missing[0]} hoort niet bij dit dossier")
    if kept := [one.id for one in records if one.id in ids and one.kind in _NEVER_WITHHELD]:
        raise CommandRefused(f"record {kept[0]} draagt het bewijs en kan niet worden weggelaten")
    held = dict.fromkeys(ids, "op verzoek")
    for record in records:
        if record.kind not in _NEVER_WITHHELD and (mark := _mark(record, marks)):
            held.setdefault(record.id, mark)
    lines = {one.subject for one in records if one.kind.startswith("line.")}
    subjects = {one.subject: held[one.id] for one in records if one.id in held and one.subject in lines}
    held |= {one.id: subjects[one.subject] for one in records if one.subject in subjects and one.id not in held}
    traces = united(of_payload(_payload(one)) for one in records if one.id in held and one.id not in ids)
    for record in records:
        if record.id not in held and record.kind not in _NEVER_WITHHELD and _repeats(record, traces, held):
            held[record.id] = "kopie van wat is weggelaten"
    for record in records:  # what is left of an erased record is shown in its place
        if record.id in held and isinstance(left := decode(record), RecordLeft):
            held[left.record] = held[record.id]
    return {name: why for name, why in held.items() if name in known}


def _repeats(record: Record, traces: Traces, held: Collection[str]) -> bool:
    texts = [text for _, text in texts_in(_payload(record))]
    named = record.kind == "handover.made" and not set(held).isdisjoint(texts)
    return named or (bool(traces) and any(map(traces.holds, texts)))


def _mark(record: Record, marks: Collection[str]) -> str:
    """The mark for which a record is withheld; empty when it carries none of these."""
    payload = _payload(record)
    said = payload.get("marks", ()) if isinstance(payload, dict) else ()
    for mark in MARKS:
        if mark in marks and (
            mark in said
            or (mark == "private" and record.kind in _PRIVATE_KINDS)
            or any(marked(text, (MARKS[mark],)) for _, text in texts_in(payload))
        ):
            return MARKS[mark]
    return ""


def _payload(record: Record) -> Any:
    try:
        return json.loads(record.payload) if record.payload else {}
    except (ValueError, RecursionError):
        return {}


def _shown(record: Record, withheld: str) -> dict[str, Any]:
    shown = {name: value for name, value in record._asdict().items() if name not in _LOCAL}
    return shown | {"payload": "", "salt": "", "withheld": withheld} if withheld else shown


def _stations(journal: Journal) -> list[dict[str, Any]]:
    last = dict(journal.connection.execute("SELECT station, max(seq) FROM records GROUP BY station"))
    return [{**one, "last_seq": last[one["fingerprint"]]} for one in stations(journal)]


def _seal(journal: Journal, document: dict[str, Any]) -> dict[str, str] | None:
    """The signature of this station over the whole document; None when its key is gone or never signed a record."""
    if journal.fingerprint not in _announced(records_where(journal.connection, "WHERE kind = 'station.started'")):
        return None
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode("ascii")).hexdigest()
    return {"station": journal.fingerprint, "signature": journal.key.sign(f"{FORMAT} {digest}")}


def _announced(records: Iterable[Record]) -> Iterator[str]:
    return (record.station for record in records if isinstance(decode(record), StationStarted))


def _told(fault: Any) -> str:
    where = f"station {fault.station}, record {fault.seq}, {fault.id or 'zonder id'}: " if fault.seq else ""
    return f"{where}{fault.fault}"
