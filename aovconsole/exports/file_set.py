"""Several files in a folder at once: all are written aside first, then moved into place; a cancel leaves none half."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from aovconsole.domain.text import clean
from aovconsole.errors import CannotStore, CommandRefused, reason_of


def free_names(folder: str, name: str, formats: Sequence[str], *, replace: bool) -> None:
    """Refuse before any work what cannot be written in the end.

    Raises:
        CommandRefused: the folder has no name or is a file, or a file of this name and format stands there already.
        CannotStore: the folder cannot be looked into.
    """
    try:
        place = _folder(folder)
        if replace or not place.is_dir():
            return
        ends = tuple(f".{one}" for one in formats)
        named = (f"{name}.", f"{name}-")
        there = sorted(
            file.name for file in place.iterdir() if file.name.startswith(named) and file.name.endswith(ends)
        )
    except (OSError, ValueError, RuntimeError) as error:
        raise _cannot(folder, error) from error
    if there:
        raise CommandRefused(f"{place / there[0]} bestaat al; --force vervangt het")


def save_set(folder: str, files: Mapping[str, bytes], *, replace: bool) -> tuple[Path, ...]:
    """Write files into a folder, which is made where it is not there: every one of them, or none.

    Raises:
        CommandRefused: the folder has no name or is a file, or a file stands there that may not be replaced.
        CannotStore: a file cannot be written; what stood there still stands.
    """
    try:
        place = _folder(folder)
        there = [name for name in files if not replace and (place / name).exists()]
        if there:
            raise CommandRefused(f"{place / there[0]} bestaat al; --force vervangt het")
        place.mkdir(exist_ok=True)
        with ExitStack() as leaving:
            asides = {name: _aside(place, name, contents, leaving) for name, contents in files.items()}
            for name, aside in asides.items():
                aside.replace(place / name)
    except (OSError, ValueError, RuntimeError) as error:
        raise _cannot(folder, error) from error
    return tuple(place / name for name in files)


def _folder(folder: str) -> Path:
    if not folder.strip():
        raise CommandRefused("de map heeft geen naam")
    place = Path(folder.strip()).expanduser()
    if place.exists() and not place.is_dir():
        raise CommandRefused(f"{place} is een bestand: noem een map")
    return place


def _aside(place: Path, name: str, contents: bytes, leaving: ExitStack) -> Path:
    """A file with the contents, on disk; gone again when it was not moved into place."""
    number, text = tempfile.mkstemp(prefix=f".{name[:40]}.", suffix=".deel", dir=place)
    aside = Path(text)
    leaving.callback(_remove, aside)
    with os.fdopen(number, "wb") as file:
        file.write(contents)
        file.flush()
        os.fsync(file.fileno())
    return aside


def _remove(aside: Path) -> None:
    with suppress(OSError):
        aside.unlink(missing_ok=True)


def _cannot(folder: str, error: OSError | ValueError | RuntimeError) -> CannotStore:
    why = "de naam klopt niet" if isinstance(error, RuntimeError) else reason_of(error)
    return CannotStore(f"in {clean(folder.strip())[:200]} kan niet worden geschreven: {why}")
