"""The archive package of a closed dossier, as the desk puts it together."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from aovconsole.desk.retention import Kept, RetentionDesk
from aovconsole.desk.seat import TYPE_NAMES, Seat
from aovconsole.domain.kinds import decode
from aovconsole.domain.station import AttachmentAdded, operator_label
from aovconsole.domain.times import iso_local, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import STATES
from aovconsole.errors import CannotStore, CommandRefused, reason_of
from aovconsole.exports.archive import archive_files, attachment_name
from aovconsole.exports.mdto import ArchivedDossier, ArchiveTerm
from aovconsole.exports.proof import MARKS, proof_of
from aovconsole.journal.files import attachment_path
from aovconsole.journal.verify import verify
from aovconsole.reference.files import load_municipality, load_retention

_LEFT_OUT = "zonder wat !privé of !politie draagt, zonder contacten en bijlagen"
_WHOLE = "met wat !privé of !politie draagt, met contacten en bijlagen"


class Package(NamedTuple):
    """The files of a package by name, how many records are without contents, and what is wrong with the journal."""

    files: dict[str, bytes]
    withheld: int
    pdf_a: bool
    faults: tuple[str, ...]


class ArchiveDesk:
    """What can be asked about the archive."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def make(self, number: str, *, whole: bool = False) -> Package:
        """The package of a dossier that is over; `whole` leaves nothing out.

        Raises:
            CommandRefused: there is none with this number, or it is still open.
        """
        seat = self._seat
        row = seat.find(number)
        kept = RetentionDesk(seat).of(row)
        if kept is None:
            raise CommandRefused(f"{row.number} is nog niet afgesloten of voorbij: een pakket is van wat vast staat")
        operator = operator_label(seat.operator.name, seat.operator.function)
        document = proof_of(
            seat.journal, row, verify(seat.journal), made_by=operator, marks=() if whole else tuple(MARKS)
        )
        dossier = self._dossier(row, kept, document["dossier"].get("title", ""), _WHOLE if whole else _LEFT_OUT)
        frame = [
            ("nummer", row.number),
            ("titel", document["dossier"].get("title", "[weggelaten]")),
            ("soort", dossier.type),
            ("begin en einde", f"{dossier.begin_on:%d-%m-%Y} tot en met {dossier.end_on:%d-%m-%Y}"),
            ("plaats", dossier.place),
            ("toestand", STATES.get(row.status, row.status)),
            ("gemeente", dossier.municipality),
            ("gemaakt door", operator),
            ("inhoud", dossier.restriction),
        ]
        files = archive_files(
            document, dossier, seat.reading.lines(dossier=row.subject), frame,
            self._attachments(row) if whole else {}, seat.now, seat.zone,
        )  # fmt: skip
        held = sum("withheld" in one for one in document["records"])
        return Package(files, held, b"pdfaid:part" in files[f"{row.number}.pdf"], tuple(document["faults"]))

    def _dossier(self, row: SubjectRow, kept: Kept, title: str, restriction: str) -> ArchivedDossier:
        home, zone = self._seat.journal.home, self._seat.zone
        town = load_municipality(home)
        closed = read_stored(kept.closed_at).astimezone(zone).date()
        result = kept.result
        term = ArchiveTerm(
            load_retention(home).list, result.code if result else "", result.label if result else "",
            result.years if result else 0, kept.due, bool(result and result.permanent), closed,
        )  # fmt: skip
        begin: datetime = read_stored(row.begin_at).astimezone(zone)
        end = read_stored(row.end_at).astimezone(zone).date() if row.end_at else closed
        return ArchivedDossier(
            number=row.number,
            name=f"{row.number} {title}".strip(),
            type=TYPE_NAMES.get(row.type, row.type).removeprefix("een "),
            place=row.place if title else "",
            begin_on=begin.date(),
            end_on=max(end, begin.date()),
            created_at=begin.isoformat(timespec="seconds"),
            made_at=iso_local(self._seat.now.replace(microsecond=0), zone=zone),
            municipality=town.name,
            municipality_code=town.code,
            term=term,
            restriction=restriction,
        )

    def _attachments(self, row: SubjectRow) -> dict[str, bytes]:
        found = {}
        for record in self._seat.reading.records(dossier=row.subject):
            added = decode(record)
            file = (
                attachment_path(self._seat.journal.home, added.sha256) if isinstance(added, AttachmentAdded) else None
            )
            if isinstance(added, AttachmentAdded) and file is not None and file.is_file():
                try:
                    found[attachment_name(added.sha256, added.name)] = file.read_bytes()
                except OSError as error:
                    raise CannotStore(f"de bijlage {added.name} is niet te lezen: {reason_of(error)}") from error
        return found
