"""A text or a document as a file that a person named: written aside, then moved into place."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Literal

from aovconsole.errors import CannotStore, CommandRefused, reason_of


def save_new(name: str, contents: bytes, *, replace: bool = False) -> None:
    """Write a file, for a command with `--force`.

    Raises:
        CommandRefused: as `save_file`, and a file stands there that may not be replaced.
        CannotStore: as `save_file`.
    """
    if save_file(name, contents, replace=replace) is None:
        raise CommandRefused(f"{name.strip()} bestaat al; --force vervangt het")


def paper_type(name: str) -> Literal["html", "pdf"]:
    """The type of a document to print, by the end of its file's name.

    Raises:
        CommandRefused: it is neither .html nor .pdf.
    """
    end = name.strip().lower().rpartition(".")[2]
    if end in ("html", "htm"):
        return "html"
    if end == "pdf":
        return "pdf"
    raise CommandRefused("het bestand eindigt op .html of .pdf")


def save_file(name: str, contents: bytes, *, replace: bool = False) -> Path | None:
    """Write a file; None, and nothing written, when a file stands there that may not be replaced.

    Raises:
        CommandRefused: the name is empty or names a folder.
        CannotStore: the file cannot be written; what stood there still stands.
    """
    if not name.strip():
        raise CommandRefused("het bestand heeft geen naam")
    try:
        path = Path(name.strip()).expanduser()
        if path.is_dir():
            raise CommandRefused(f"{path} is een map: noem een bestand")
        if path.exists() and not replace:
            return None
        _write(path, contents)
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: ~ of somebody who has no home
        why = "de naam klopt niet" if isinstance(error, RuntimeError) else reason_of(error)
        raise CannotStore(f"{name.strip()} kan niet worden geschreven: {why}") from error
    return path


def _write(path: Path, contents: bytes) -> None:
    number, aside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".deel", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except OSError:
        with suppress(OSError):
            Path(aside).unlink()
        raise
