"""The errors that the console can explain; each carries one Dutch sentence for the officer.

AovError                    exit code
├── CommandRefused          1   bad input; nothing was written
│   ├── NumberUnknown       1   no such number; the nearest ones are offered
│   └── BeforeBegin         1   a step before the begin of its incident
├── JournalBroken           3   the journal does not verify
└── CannotStore             4   disk, folder, lock or file prevents storing
    ├── JournalTooNew       4   written by a newer version
    └── NotAJournal         4   the file is no journal
"""

from __future__ import annotations

import errno
from collections.abc import Sequence


class AovError(Exception):
    """An error with a Dutch sentence that an officer can act on."""

    exit_code = 1

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class CommandRefused(AovError):
    """The request cannot be carried out as it was given; nothing was written."""


class NumberUnknown(CommandRefused):
    """No dossier carries this number."""

    def __init__(self, number: str, nearest: Sequence[str] = ()) -> None:
        hint = f"; bedoelt u {' of '.join(nearest)}?" if nearest else ""
        super().__init__(f"nummer {number} is onbekend{hint}")
        self.nearest = tuple(nearest)


class BeforeBegin(CommandRefused):
    """A step would lie before the begin of its incident; moving the begin is the way out."""


class JournalBroken(AovError):
    """The journal does not verify."""

    exit_code = 3


class CannotStore(AovError):
    """Nothing could be stored: disk, folder, lock or file stands in the way."""

    exit_code = 4


class JournalTooNew(CannotStore):
    """The journal was written by a newer version of the console."""


class NotAJournal(CannotStore):
    """The file is not a journal of this console."""


_REASONS = {
    errno.ENOENT: "bestaat niet",
    errno.EACCES: "geen toegang",
    errno.EPERM: "geen toegang",
    errno.EISDIR: "het is een map",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EEXIST: "er staat al iets met die naam",
    errno.ENOSPC: "de schijf is vol",
    errno.EROFS: "de schijf is alleen-lezen",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.EIO: "de schijf geeft een fout",
}


def reason_of(error: OSError | ValueError) -> str:
    """Why the system could not do something, in Dutch."""
    number = getattr(error, "errno", None)
    return _REASONS.get(number or 0, f"het systeem meldt fout {number}" if number else "de naam klopt niet")
