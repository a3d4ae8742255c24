"""Reads templates: the shipped ones, and those of the user's own folder, which add to and override them by name.

Beside a template, shipped or own, the own folder may hold a small file that adds rows to it (`additions`).
A file is read whole or not at all: what is wrong with it is told with its line and key.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias

from aovconsole.domain.scenario_template import Template
from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused, reason_of
from aovconsole.reference.files import load_municipality, sound

Location: TypeAlias = tuple[int | str, ...]

MOST_BYTES = 512 * 1024
"""A template of people is some tens of kilobytes; what is larger was not written as one."""

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
EVERY_SHIPPED = "alle"
ADDITIONS = ".additions"
"""What the name of a file that adds to a template ends with, before `.toml`."""

_AT_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template: on which line (0 of a file that cannot be read), at which key, in Dutch."""

    line: int
    key: str
    sentence: str

    @property
    def text(self) -> str:
        """Key and sentence."""
        return f"{self.key} {self.sentence}".lstrip()


@dataclass(frozen=True, slots=True)
class Checked:
    """A template as it was read: the template, or what is wrong with its file, or with the one that adds to it."""

    template: Template | None
    faults: tuple[Fault, ...]
    in_additions: bool = False


@dataclass(frozen=True)
class Source:
    """The file of a template, and whether it is the user's own or the one that came with the console.

    `additions` is the file that adds to it; None where there is none.
    """

    name: str
    path: Path
    origin: Literal["shipped", "own", "override"]
    home: Path | None
    additions: Path | None = None

    @cached_property
    def alone(self) -> Checked:
        """The file without what adds to it, read once; one that cannot be read has that as its fault."""
        try:
            return check_file(self.path, self.home)
        except CommandRefused as refused:
            return _broken(0, refused.sentence)

    @cached_property
    def checked(self) -> Checked:
        """The file with what adds to it, read once; where the file is broken, that is what is told."""
        base = self.alone.template
        if base is None or self.additions is None:
            return self.alone
        from aovconsole.scenarios.additions import check_additions

        try:
            return check_additions(text_in(self.additions), base, self.home)
        except CommandRefused as refused:
            return _broken(0, refused.sentence, in_additions=True)

    @property
    def faulty(self) -> Path:
        """The file that the faults are in."""
        return self.additions if self.additions and self.checked.in_additions else self.path

    @property
    def sha256(self) -> str:
        """The hash of the file as it stands on disk, followed by what adds to it where there is such a file.

        Raises:
            CommandRefused: a file cannot be read.
        """
        try:
            added = self.additions.read_bytes() if self.additions else b""
            return hashlib.sha256(self.path.read_bytes() + added).hexdigest()
        except OSError as error:
            raise CommandRefused(f"{self.path}: niet te lezen ({reason_of(error)})") from error

    def template(self) -> Template:
        """The template.

        Raises:
            CommandRefused: something is wrong with its file; the first of it.
        """
        found = self.checked
        if found.template is None:
            first = found.faults[0]
            if not first.line:
                raise CommandRefused(first.sentence)
            path = self.faulty
            raise CommandRefused(
                f"{path}, regel {first.line}: {first.text}; zie alles met 'aovconsole scenario check {path}'"
            )
        return found.template


def templates(home: Path | None = None) -> dict[str, Source]:
    """Every template that can be started here, by name: the shipped ones that are not hidden, and the user's own."""
    shipped = _files(_shipped_folder())
    of_home = _files(home / "scenarios") if home else {}
    own = {name: path for name, path in of_home.items() if not name.endswith(ADDITIONS)}
    hidden = set(sound(load_municipality, home).hidden_scenarios)
    shown = {} if EVERY_SHIPPED in hidden else {name: path for name, path in shipped.items() if name not in hidden}
    added = {name: of_home.get(name + ADDITIONS) for name in shown | own}
    found = {name: Source(name, path, "shipped", home, added[name]) for name, path in shown.items()}
    for name, path in own.items():
        found[name] = Source(name, path, "override" if name in shipped else "own", home, added[name])
    return dict(sorted(found.items()))


def stray_additions(home: Path | None) -> list[Path]:
    """The files of the own folder that add to a template that is not there, or is hidden."""
    of_home, known = _files(home / "scenarios") if home else {}, templates(home)
    return [
        path for name, path in of_home.items() if name.endswith(ADDITIONS) and name.removesuffix(ADDITIONS) not in known
    ]


def template_named(name: str, home: Path | None = None) -> Template:
    """The template with this name.

    Raises:
        CommandRefused: there is none, or its file has a mistake.
    """
    return source_named(name, home).template()


def source_named(name: str, home: Path | None = None) -> Source:
    """The file of the template with this name.

    Raises:
        CommandRefused: there is none.
    """
    found = templates(home)
    source = found.get(name.strip().lower())
    if source is None:
        raise CommandRefused(f"er is geen sjabloon '{clean(name)}'; kies uit: {', '.join(found) or 'geen'}")
    return source


def check_file(path: Path, home: Path | None = None) -> Checked:
    """Read a file and check all of it; every fault is told, in the order of the file.

    A file that adds to a template is checked together with that template.

    Raises:
        CommandRefused: the file cannot be read at all, or adds to a template that is not there or is broken.
    """
    text = text_in(path)
    if not path.stem.endswith(ADDITIONS):
        return text if isinstance(text, Checked) else check_text(text, path.stem, home)
    from aovconsole.scenarios.additions import check_additions

    base = source_named(path.stem.removesuffix(ADDITIONS), home)
    return check_additions(text, replace(base, additions=None).template(), home)


def text_in(path: Path) -> str | Checked:
    """The text of a file, or what is wrong with it.

    Raises:
        CommandRefused: the file cannot be read at all.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise CommandRefused(f"{path}: niet te lezen ({reason_of(error)})") from error
    if len(raw) > MOST_BYTES:
        return _broken(1, f"is groter dan {MOST_BYTES // 1024} kB: dit is geen sjabloon")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return _broken(raw.count(b"\n", 0, error.start) + 1, f"is geen UTF-8 (byte {error.start})")


def check_text(text: str, stem: str, home: Path | None = None) -> Checked:
    """Check the text of a template that stands in a file with this name (without `.toml`)."""
    from aovconsole.scenarios.faults import faults_between

    table = table_of(text)
    if isinstance(table, Checked):
        return table
    template, found = shaped(Template, table)
    if template:
        found = list(faults_between(template, stem, home))
        if not found:
            return Checked(template, ())
    return Checked(None, told(found, table, text))


def table_of(text: str) -> dict[str, Any] | Checked:
    """The table that a TOML text holds, tidied; or what is wrong with it."""
    try:
        table: dict[str, Any] = tidied(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        return _broken(int(at[1]) if at else text.rstrip("\n").count("\n") + 1, "is geen geldige TOML")
    except ValueError:  # Python reads no whole number of thousands of digits
        return _broken(1, "bevat een getal dat te lang is")
    except RecursionError:
        return _broken(1, "is te diep genest")
    return table


def shaped(shape: Any, table: dict[str, Any]) -> tuple[Any, list[tuple[Location, str]]]:
    """The table in its shape; or None, and what is wrong where."""
    from aovconsole.reference.check import adapter_of, shape_faults

    found = shape_faults(shape, table)
    return (None, found) if found else (adapter_of(shape).validate_python(table), [])


def told(found: list[tuple[Location, str]], table: dict[str, Any], text: str) -> tuple[Fault, ...]:
    """Faults with the lines that they stand on, in the order of the file."""
    from aovconsole.reference.check import key_text
    from aovconsole.scenarios.locate import line_of, lines_in

    lines = lines_in(text)
    faults = (Fault(line_of(place, lines), clean(key_text(place, table)), clean(said)) for place, said in found)
    return tuple(sorted(faults, key=lambda fault: fault.line))


def tidied(value: Any) -> Any:
    """The same table; texts on one line, with nothing in them that could act on a terminal."""
    if isinstance(value, str):
        return " ".join(clean(value, lines=True).split())
    if isinstance(value, list):
        return [tidied(part) for part in value]
    if isinstance(value, dict):
        return {key: tidied(part) for key, part in value.items()}
    return value


def _broken(line: int, sentence: str, *, in_additions: bool = False) -> Checked:
    return Checked(None, (Fault(line, "", sentence),), in_additions)


def _files(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.toml")) if path.is_file()}


def _shipped_folder() -> Path:
    return Path(__file__).parent / "templates"
