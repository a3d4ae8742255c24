"""Bundles: the journal as a file on a stick; it holds everything, also personal and police data."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aovconsole.domain.record import Record
from aovconsole.errors import CannotStore, CommandRefused, JournalBroken, reason_of
from aovconsole.journal.chain import FORKED, faults_in
from aovconsole.journal.copies import note_copy
from aovconsole.journal.erasing import named_in
from aovconsole.journal.store import Journal
from aovconsole.journal.views import records_where

FORMAT = "aovconsole-bundle-1"
_LOCAL = ("pos", "received_at")
_Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{1,128}$")]
_Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$")]
_Name = Annotated[str, Field(max_length=200)]


class BundleRecord(BaseModel):
    """One line of a bundle, as it must be before anything is done with it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    realm: _Name
    station: _Hex
    seq: Annotated[int, Field(gt=0, lt=2**62)]
    clock: Annotated[str, Field(pattern=r"^\d{13}-\d{5}$")]
    clock_source: _Name
    recorded_at: _Moment
    occurred_at: _Moment
    author: _Name
    dossier: _Name
    subject: _Name
    kind: _Name
    v: Annotated[int, Field(ge=0, lt=2**31)]
    payload: str
    salt: str
    payload_hash: _Hex
    prev: _Hex
    hash: _Hex
    signature: _Hex

    def record(self) -> Record:
        """The record; its place and moment of arrival are filled in when it is received."""
        return Record(pos=0, received_at=self.recorded_at, **self.model_dump())


def export(journal: Journal, target: Path) -> int:
    """Write every record to a bundle; the number of records.

    Raises:
        CommandRefused: something stands at the target already.
        CannotStore: the target cannot be written.
    """
    if target.exists():
        raise CommandRefused(f"{target} bestaat al: kies een andere naam")
    aside = target.with_name(target.name + ".deel")
    count = 0
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps({"format": FORMAT, "realm": journal.realm}) + "\n")
            for record in records_where(journal.connection, "ORDER BY station, seq, pos"):
                fields = {name: value for name, value in record._asdict().items() if name not in _LOCAL}
                file.write(json.dumps(fields, ensure_ascii=True, separators=(",", ":")) + "\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    except OSError as error:
        raise CannotStore(f"{target} kan niet worden geschreven: {reason_of(error)}") from error
    finally:
        aside.unlink(missing_ok=True)
    note_copy(journal, target, "bundel")
    return count


def receive(journal: Journal, source: Path) -> tuple[int, tuple[str, ...]]:
    """Take the records of a bundle that this journal does not hold; their number, and the new stations.

    Raises:
        CommandRefused: it is no bundle, or one of another realm.
        JournalBroken: a record in it was changed, is missing, or carries a wrong signature.
    """
    records = sorted(_read(source, journal.realm), key=lambda record: (record.station, record.seq))
    erased = named_in(records)
    fault = next((one for one in faults_in(records, journal.realm, erased) if one.fault != FORKED), None)
    if fault:
        raise JournalBroken(
            f"{source} klopt niet: station {fault.station}, record {fault.seq}: {fault.fault}; er is niets overgenomen"
        )
    stations = {row[0] for row in journal.connection.execute("SELECT DISTINCT station FROM records")}
    for record in records:
        here = journal.reading.record(record.id)
        if here and here.hash != record.hash:
            raise JournalBroken(f"record {record.id} staat hier met een andere inhoud; er is niets overgenomen")
    return journal.receive(records), tuple(sorted({record.station for record in records} - stations))


def _read(source: Path, realm: str) -> Iterator[Record]:
    try:
        with source.open(encoding="utf-8") as file:
            head: Any = json.loads(file.readline(1_000) or "null")
            if not isinstance(head, dict) or head.get("format") != FORMAT:
                raise CommandRefused(f"{source} is geen bundel van deze console")
            if head.get("realm") != realm:
                raise CommandRefused(f"de bundel hoort bij een ander rijk dan {realm}")
            for line in file:
                yield BundleRecord.model_validate_json(line).record()
    except OSError as error:
        raise CommandRefused(f"{source} kan niet worden gelezen: {reason_of(error)}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise CommandRefused(f"{source} is geen goede bundel: veld {'.'.join(map(str, first['loc']))}") from error
    except (ValueError, UnicodeDecodeError) as error:
        raise CommandRefused(f"{source} is geen bundel van deze console") from error
