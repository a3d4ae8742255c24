"""Attachments: kept by their hash, named by a record, and missed or found changed by a verification."""

from __future__ import annotations

from pathlib import Path

import pytest

from aovconsole.domain.station import AttachmentAdded
from aovconsole.errors import CommandRefused
from aovconsole.journal.files import attachment_path
from aovconsole.journal.verify import verify
from tests.builders import desk_at


def test_a_file_is_kept_beside_the_journal_and_named_in_its_dossier(tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "home")
    incident = desk.incidents.open("Brand")
    photo = tmp_path / "foto van de kade.jpg"
    photo.write_bytes(b"\xff\xd8beeld")
    record = desk.attachments.add(photo, dossier=incident.number)
    again = desk.attachments.add(photo, dossier=incident.number)
    row = desk.reading.subject(record.subject)
    assert row
    assert (row.title, row.dossier) == ("foto van de kade.jpg", incident.subject)
    assert record.id != again.id
    kept = list((tmp_path / "home" / "attachments").rglob("*"))
    assert [file.read_bytes() for file in kept if file.is_file()] == [b"\xff\xd8beeld"]
    assert verify(desk.journal).ok


@pytest.mark.parametrize(("harm", "said"), [("changed", "is gewijzigd"), ("gone", "ontbreekt")])
def test_a_verification_names_an_attachment_that_is_changed_or_gone(tmp_path: Path, harm: str, said: str) -> None:
    desk = desk_at(tmp_path / "home")
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"plan")
    record = desk.attachments.add(file)
    [kept] = [one for one in (tmp_path / "home" / "attachments").rglob("*") if one.is_file()]
    kept.unlink() if harm == "gone" else kept.write_bytes(b"ander plan")
    [fault] = verify(desk.journal).faults
    assert (fault.seq, fault.id) == (record.seq, record.id)
    assert said in fault.fault


def test_what_is_no_file_is_refused_in_dutch(tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "home")
    for missing in (tmp_path, tmp_path / "weg.pdf"):
        with pytest.raises(CommandRefused, match="is geen bestand"):
            desk.attachments.add(missing)
    assert not desk.reading.of_type("attachment")


def test_a_forged_hash_leads_to_no_other_folder(tmp_path: Path) -> None:
    forged = AttachmentAdded("x", "../../../etc/passwd", 1)
    assert tmp_path / "attachments" in attachment_path(tmp_path, forged.sha256).parents
