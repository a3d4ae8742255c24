"""The lines of an .ics file: bytes to components, so that one bad line costs at most its own component."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused

LIMIT_BYTES = 50 * 1024 * 1024
"""A calendar larger than this is refused: the largest real one that we know has 2 MB."""

_DEPTH_LIMIT = 20
_TOP = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})
_NOT_FOR_A_CALENDAR = {"VTODO": "taak", "VJOURNAL": "journaalregel"}

_PROPERTY = re.compile(r'([A-Za-z0-9-]+)((?:;(?:[^":]|"[^"]*")*)?):(.*)', re.DOTALL)
_LOOSE_PROPERTY = re.compile(r"([A-Za-z0-9-]+)((?:;[^:]*)?):(.*)", re.DOTALL)
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)\s*=\s*("[^"]*"|[^";]*)')
_ESCAPED = re.compile(r'\\([nN\\,;:"])')
_COMMA = re.compile(r"(?<!\\),")

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LOOKED_AT = 64 * 1024


class Property(NamedTuple):
    """One content line: its name in capitals, its parameters as they stand, its value as it stands."""

    name: str
    parameters: str
    value: str

    def parameter(self, name: str) -> str:
        """The value of a parameter without its quotes, empty when it is absent."""
        if not self.parameters:
            return ""
        for found in _PARAMETER.finditer(self.parameters):
            if found[1].upper() == name:
                return found[2].strip().strip('"').strip()
        return ""


@dataclass(slots=True)
class Component:
    """What stands between one BEGIN and its END, unfolded; `line` is where its BEGIN stands."""

    name: str
    line: int
    lines: list[str] = field(default_factory=list)
    own: list[Property] = field(default_factory=list)
    closed: bool = False

    @property
    def text(self) -> str:
        """The component as text that can be read again."""
        return "\n".join((f"BEGIN:{self.name}", *self.lines, f"END:{self.name}"))

    def first(self, name: str) -> Property | None:
        """The first property of this name that says something."""
        return next((found for found in self.own if found.name == name and found.value.strip()), None)

    def all(self, name: str) -> list[Property]:
        """Every property of this name that says something."""
        return [found for found in self.own if found.name == name and found.value.strip()]


@dataclass(slots=True)
class Calendar:
    """One VCALENDAR: its own properties and the components that stand in it."""

    own: Component
    events: list[Component] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)
    others: list[Component] = field(default_factory=list)
    complete: bool = False

    def word(self, name: str) -> str:
        """The value of one of its own properties, empty when it is absent."""
        found = self.own.first(name)
        return found.value.strip() if found else ""


def unescaped(value: str) -> str:
    """The text that an escaped value stands for."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def listed(value: str) -> tuple[str, ...]:
    """The texts of a list that is written with commas."""
    return tuple(text for part in _COMMA.split(value) if (text := unescaped(part).strip()))


def is_web_page(raw: bytes) -> bool:
    """Whether these bytes are a web page, such as a sign-in page in the place of a calendar."""
    head = raw.removeprefix(codecs.BOM_UTF8)[:_LOOKED_AT].lstrip()
    while head.startswith(b"<!--"):
        head = head.partition(b"-->")[2].lstrip()
    return bool(_WEB_PAGE.match(head))


def calendars(raw: bytes) -> list[Calendar]:
    """Split a file into its calendars and their components.

    Raises:
        CommandRefused: it is empty, too large, a web page, or holds no VCALENDAR.
    """
    if len(raw) > LIMIT_BYTES:
        raise CommandRefused(f"de kalender is groter dan {LIMIT_BYTES // 1024**2} MB en wordt niet gelezen")
    splitter = _Splitter()
    for number, line in logical_lines(raw):
        splitter.take(number, line)
    splitter.close()
    if splitter.named:
        return splitter.calendars
    if not raw.strip(b" \t\r\n\0"):
        raise CommandRefused("de kalender is leeg")
    if is_web_page(raw):
        raise CommandRefused("dit is een webpagina en geen kalender (misschien een aanmeldscherm)")
    raise CommandRefused("dit is geen kalender: BEGIN:VCALENDAR ontbreekt")


def logical_lines(raw: bytes) -> Iterator[tuple[int, str]]:
    """The unfolded lines of a file, cleaned, each with the number of the line on which it begins.

    Lines are joined as bytes, because some programs fold in the middle of a character.
    """
    number = 0
    parts: list[bytes] = []
    for position, piece in enumerate(_as_utf8(raw).splitlines(), 1):
        if piece[:1] in (b" ", b"\t"):
            if number:
                parts.append(piece[1:])
            continue
        if not piece:
            continue
        if number:
            yield number, _text(b"".join(parts))
        number, parts = position, [piece]
    if number:
        yield number, _text(b"".join(parts))


def others_named(calendar: Calendar) -> Iterator[tuple[int, str]]:
    """The kinds of components that no calendar can show, each with its first line and a Dutch reason."""
    for kind, word in _NOT_FOR_A_CALENDAR.items():
        found = [component for component in calendar.others if component.name == kind]
        if found:
            amount = f"één {word} ({kind}) is" if len(found) == 1 else f"{len(found)} keer een {word} ({kind}) is"
            yield found[0].line, f"{amount} niet ingelezen: alleen afspraken (VEVENT) staan op de kalender"


def _as_utf8(raw: bytes) -> bytes:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace").encode("utf-8", "replace")
    head = raw[:64]
    if head.count(0) * 3 > len(head):  # UTF-16 without its mark: every second byte of ASCII is zero
        encoding = "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
        return raw.decode(encoding, "replace").encode("utf-8", "replace")
    return raw.removeprefix(codecs.BOM_UTF8)


def _text(line: bytes) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:  # one such line says nothing about the others
        text = line.decode("cp1252", "replace")
    return clean(text, lines=True)


class _Splitter:
    """Files each line under the component that it belongs to."""

    def __init__(self) -> None:
        self.calendars: list[Calendar] = []
        self.named = False
        self._open: Component | None = None
        self._nested: list[str] = []
        self._loose: list[str] = []

    def take(self, number: int, line: str) -> None:
        """File one line."""
        word = line[:6].upper()
        if word == "BEGIN:":
            self._begin(number, line[6:].strip().upper())
        elif word[:4] == "END:":
            self._end(line[4:].strip().upper())
        else:
            self._property(line)

    def close(self) -> None:
        """The file ends here; what is open stays unclosed."""
        self._file(closed=False)

    def _begin(self, number: int, name: str) -> None:
        if name == "VCALENDAR":
            self._file(closed=False)
            self.calendars.append(Calendar(Component(name, number)))
            self.named = True
        elif name in _TOP or not self._open:
            self._file(closed=False)
            self._open = Component(name, number)
        elif len(self._nested) < _DEPTH_LIMIT:
            self._settle()
            self._nested.append(name)
            self._open.lines.append(f"BEGIN:{name}")

    def _end(self, name: str) -> None:
        if name == "VCALENDAR":
            self._file(closed=False)
            if self.calendars:
                self.calendars[-1].complete = True
        elif self._open and name == self._open.name:
            self._file(closed=True)
        elif self._open and name in self._nested:
            while self._nested:
                last = self._nested.pop()
                self._open.lines.append(f"END:{last}")
                if last == name:
                    break

    def _property(self, line: str) -> None:
        found = _PROPERTY.match(line) or _LOOSE_PROPERTY.match(line)
        target = self._open or (self.calendars[-1].own if self.calendars else None)
        if target is None:
            return
        if found is None:
            if self._open and self._open.own and not self._nested:
                self._loose.append(line)
            return
        self._settle()
        target.lines.append(line)
        if not self._nested:
            target.own.append(Property(found[1].upper(), found[2], found[3]))

    def _settle(self) -> None:
        """Lines without a name are text whose line breaks nobody escaped: they belong to the property above."""
        if self._loose and self._open:
            more = "\\n".join(("", *self._loose))
            self._open.lines[-1] += more
            last = self._open.own[-1]
            self._open.own[-1] = last._replace(value=last.value + more)
        self._loose.clear()

    def _file(self, *, closed: bool) -> None:
        self._settle()
        component, self._open = self._open, None
        if component is None:
            return
        while self._nested:
            component.lines.append(f"END:{self._nested.pop()}")
        component.closed = closed
        if not self.calendars:
            self.calendars.append(Calendar(Component("VCALENDAR", component.line)))
        calendar = self.calendars[-1]
        if component.name == "VEVENT":
            calendar.events.append(component)
        elif component.name == "VTIMEZONE":
            calendar.zones.append(component)
        else:
            calendar.others.append(component)
