"""Which copies of the journal this home knows of: what was erased here may still stand in each of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from aovconsole.domain.record import Instant
from aovconsole.domain.times import stored
from aovconsole.journal.files import BACKUPS
from aovconsole.journal.store import Journal

_KNOWN = "copies"


class JournalCopy(NamedTuple):
    """A copy: where, when it was made, `kopie` or `bundel`, and whether it can be seen from here now."""

    path: str
    at: Instant
    what: str
    there: bool


def note_copy(journal: Journal, path: Path, what: str) -> None:
    """Remember a copy that was made, wherever it was put."""
    known = [one for one in _noted(journal) if one[0] != str(path.absolute())]
    journal.remember(_KNOWN, json.dumps([*known, [str(path.absolute()), stored(journal.clock.now()), what]]))


def copies_of(journal: Journal) -> tuple[JournalCopy, ...]:
    """The copies that were made here and those in the folder of backups, the oldest first."""
    found = {path: JournalCopy(path, at, what, Path(path).exists()) for path, at, what in _noted(journal)}
    for file in (journal.home / BACKUPS).glob("*.db"):
        path = str(file.absolute())
        made = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        found.setdefault(path, JournalCopy(path, stored(made), "kopie", True))
    return tuple(sorted(found.values(), key=lambda one: (one.at, one.path)))


def _noted(journal: Journal) -> list[tuple[str, str, str]]:
    return [(path, at, what) for path, at, what in json.loads(journal.recall(_KNOWN) or "[]")]
