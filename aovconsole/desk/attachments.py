"""Attachments: files kept beside the journal, named by the hash of their bytes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from aovconsole.desk.seat import Seat
from aovconsole.domain.record import Draft, Record
from aovconsole.domain.station import AttachmentAdded
from aovconsole.domain.text import clean
from aovconsole.errors import CannotStore, CommandRefused, reason_of
from aovconsole.journal.files import attachment_path

LIMIT_BYTES = 200 * 1024 * 1024


class AttachmentDesk:
    """Keeping files with a dossier."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def add(self, file: Path, *, dossier: str | None = None) -> Record:
        """Copy a file beside the journal, flushed to disk, and name it in a dossier.

        Raises:
            CommandRefused: there is no such file, or it is larger than 200 MiB.
            CannotStore: the copy cannot be written.
        """
        subject = self._seat.dossier(dossier)
        try:
            size = file.stat().st_size if file.is_file() else -1
            if size < 0:
                raise CommandRefused(f"{file} is geen bestand")
            if size > LIMIT_BYTES:
                raise CommandRefused(f"{file.name} is te groot: hoogstens 200 MB")
            contents = file.read_bytes()
        except OSError as error:
            raise CommandRefused(f"{file} kan niet worden gelezen: {reason_of(error)}") from error
        digest = hashlib.sha256(contents).hexdigest()
        self._keep(digest, contents)
        added = AttachmentAdded(clean(file.name), digest, len(contents))
        return self._seat.write(lambda _: [Draft(added, dossier=subject)])[0]

    def path_of(self, digest: str) -> Path:
        """Where the file with this hash is kept."""
        return attachment_path(self._seat.journal.home, digest)

    def _keep(self, digest: str, contents: bytes) -> None:
        target = self.path_of(digest)
        if target.exists():
            return
        aside = target.with_name(f"{digest}.deel{os.getpid()}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as file:
                file.write(contents)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(target)
        except OSError as error:
            raise CannotStore(f"de bijlage kan niet worden opgeslagen: {reason_of(error)}") from error
        finally:
            aside.unlink(missing_ok=True)
