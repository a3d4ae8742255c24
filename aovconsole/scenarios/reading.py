"""Reads templates: the shipped ones, and those of the user's own folder, which add to and override them by name.

A file is read whole or not at all: what is wrong with it is told with its line and key.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from aovconsole.domain.scenario_template import Template
from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused, reason_of
from aovconsole.reference.files import load_municipality, sound

MOST_BYTES = 512 * 1024
"""A template of people is some tens of kilobytes; what is larger was not written as one."""

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
EVERY_SHIPPED = "alle"

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
    """A template as it was read: the template, or what is wrong with its file."""

    template: Template | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Source:
    """The file of a template, and whether it is the user's own or the one that came with the console."""

    name: str
    path: Path
    origin: Literal["shipped", "own", "override"]
    home: Path | None

    @cached_property
    def checked(self) -> Checked:
        """The file, read once; one that cannot be read has that as its fault."""
        try:
            return check_file(self.path, self.home)
        except CommandRefused as refused:
            return _broken(0, refused.sentence)

    @property
    def sha256(self) -> str:
        """The hash of the file as it stands on disk.

        Raises:
            CommandRefused: the file cannot be read.
        """
        try:
            return hashlib.sha256(self.path.read_bytes()).hexdigest()
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
            raise CommandRefused(
                f"{self.path}, regel {first.line}: {first.text}; zie alles met 'aovconsole scenario check {self.path}'"
            )
        return found.template


def templates(home: Path | None = None) -> dict[str, Source]:
    """Every template that can be started here, by name: the shipped ones that are not hidden, and the user's own."""
    shipped = _files(_shipped_folder())
    own = _files(home / "scenarios") if home else {}
    hidden = set(sound(load_municipality, home).hidden_scenarios)
    shown = {} if EVERY_SHIPPED in hidden else {name: path for name, path in shipped.items() if name not in hidden}
    found = {name: Source(name, path, "shipped", home) for name, path in shown.items()}
    for name, path in own.items():
        found[name] = Source(name, path, "override" if name in shipped else "own", home)
    return dict(sorted(found.items()))


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
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return _broken(raw.count(b"\n", 0, error.start) + 1, f"is geen UTF-8 (byte {error.start})")
    return check_text(text, path.stem, home)


def check_text(text: str, stem: str, home: Path | None = None) -> Checked:
    """Check the text of a template that stands in a file with this name (without `.toml`)."""
    try:
        table = tidied(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        return _broken(int(at[1]) if at else text.rstrip("\n").count("\n") + 1, "is geen geldige TOML")
    except ValueError:  # Python reads no whole number of thousands of digits
        return _broken(1, "bevat een getal dat te lang is")
    except RecursionError:
        return _broken(1, "is te diep genest")
    from aovconsole.reference.check import adapter_of, key_text, shape_faults
    from aovconsole.scenarios.faults import faults_between

    found = shape_faults(Template, table)
    if not found:
        template: Template = adapter_of(Template).validate_python(table)
        found = list(faults_between(template, stem, home))
        if not found:
            return Checked(template, ())
    from aovconsole.scenarios.locate import line_of, lines_in

    lines = lines_in(text)
    faults = (Fault(line_of(place, lines), clean(key_text(place, table)), clean(said)) for place, said in found)
    return Checked(None, tuple(sorted(faults, key=lambda fault: fault.line)))


def tidied(value: Any) -> Any:
    """The same table; texts on one line, with nothing in them that could act on a terminal."""
    if isinstance(value, str):
        return " ".join(clean(value, lines=True).split())
    if isinstance(value, list):
        return [tidied(part) for part in value]
    if isinstance(value, dict):
        return {key: tidied(part) for key, part in value.items()}
    return value


def _broken(line: int, sentence: str) -> Checked:
    return Checked(None, (Fault(line, "", sentence),))


def _files(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.toml")) if path.is_file()}


def _shipped_folder() -> Path:
    return Path(__file__).parent / "templates"
