"""The bytes of an answer made into JSON or XML that can be trusted to be just that: bounded, finite, nothing acting."""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from math import isfinite
from typing import Any, NoReturn, TypeVar
from xml.etree.ElementTree import Element

from aovconsole.domain.text import clean
from aovconsole.domain.times import YEARS
from aovconsole.errors import CommandRefused
from aovconsole.feeds.calendar_lines import is_web_page
from aovconsole.feeds.signal import FeedRefused
from aovconsole.feeds.xml_stream import elements
from aovconsole.reference.check import adapter_of

T = TypeVar("T")

LIMIT_BYTES = 12 * 1024 * 1024
"""More JSON or text than this is not read: the feed of a whole country can be 10 MB."""

XML_LIMIT_BYTES = 64 * 1024 * 1024
"""More XML than this is not read (the planning feed of NDW streams by on its own bound)."""

_PACKED = b"\x1f\x8b"
_GZIP = 16 + zlib.MAX_WBITS
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")
_SKIPPED = re.compile(rb"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_LOOKED_AT = 64 * 1024
_MB = 1024 * 1024
_LINE = 300
_LINK = 4_000


def text_of(body: bytes, content_type: str = "") -> str:
    """An answer as text, unpacked where it is packed.

    Raises:
        FeedRefused: it is empty, a web page, too large, or not in UTF-8.
    """
    if content_type.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml"):
        raise _web_page()
    raw = _unpacked(body) if body.startswith(_PACKED) else body
    if len(raw) > LIMIT_BYTES:
        raise FeedRefused(f"het antwoord is groter dan {LIMIT_BYTES // _MB} MB en wordt niet gelezen")
    if is_web_page(raw):
        raise _web_page()
    if not raw.strip():
        raise FeedRefused("het antwoord is leeg")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedRefused(f"het antwoord is geen UTF-8 (byte {error.start})") from error


def json_of(body: bytes, content_type: str = "") -> Any:
    """An answer as JSON without NaN, without a key that stands twice.

    Raises:
        FeedRefused: it is no such JSON, or what `text_of` refuses.
    """
    text = text_of(body, content_type)
    try:
        return json.loads(text, parse_constant=_refuse_number, parse_float=_finite, object_pairs_hook=_each_once)
    except RecursionError as error:
        raise FeedRefused("het antwoord is te diep genest en wordt niet gelezen") from error
    except json.JSONDecodeError as error:
        raise FeedRefused(f"dit is geen leesbare JSON (regel {error.lineno}, teken {error.colno})") from error
    except ValueError as error:  # a whole number of thousands of digits
        raise FeedRefused("dit is geen leesbare JSON (een getal is te lang)") from error


def shaped(shape: type[T], value: object) -> T:
    """A part of an answer as a dataclass; what the dataclass does not name is left out.

    Raises:
        FeedRefused: it has another shape.
    """
    from pydantic import ValidationError

    of_shape: Any = shape
    try:
        made: T = adapter_of(of_shape).validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        wrong = "ontbreekt" if first["type"] == "missing" else "is anders dan verwacht"
        raise FeedRefused(f"het antwoord heeft een andere vorm: {clean(where) or 'het geheel'} {wrong}") from error
    return made


def elements_of(body: bytes, content_type: str, root: str, wanted: str) -> Iterator[Element]:
    """Each element of one name in an answer that is XML with this root, packed or not.

    Raises:
        FeedRefused: it is no such XML, it holds a DTD, or it is larger than it may be.
    """
    if content_type.partition(";")[0].strip().lower() == "text/html":
        raise _web_page()
    try:
        yield from elements(io.BufferedReader(io.BytesIO(body)), root, wanted, XML_LIMIT_BYTES)
    except CommandRefused as refused:
        raise FeedRefused(refused.sentence) from refused


def root_of(body: bytes) -> str:
    """The name of the first element of an answer that is XML, packed or not, without its prefix; else empty."""
    head = _SKIPPED.sub(b"", _head(body)).lstrip(b"\xef\xbb\xbf \t\r\n")
    found = _ROOT.search(head) if head.startswith(b"<") else None
    return found[1].decode("ascii", "replace") if found else ""


def _head(body: bytes) -> bytes:
    if not body.startswith(_PACKED):
        return body[:_LOOKED_AT]
    try:
        return zlib.decompressobj(_GZIP).decompress(body, _LOOKED_AT)
    except zlib.error:
        return b""


def moment_of(text: str | None) -> datetime | None:
    """A moment in UTC; None where none is given.

    Raises:
        FeedRefused: it cannot be read, or does not say in which zone it is.
    """
    if text is None or not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise FeedRefused(f"een tijd is niet te lezen: {line(text, 40)}") from error
    if moment.tzinfo is None:
        raise FeedRefused(f"een tijd zegt niet in welke tijdzone zij is: {line(text, 40)}")
    if moment.year not in YEARS:
        raise FeedRefused(f"het jaar {moment.year} kan niet kloppen")
    return moment.astimezone(UTC)


def line(text: str | None, limit: int = _LINE) -> str:
    """A text of a source on one line, cleaned; cut with an ellipsis where it is longer."""
    told = clean(" ".join((text or "").split()))
    return told if len(told) <= limit else f"{told[: limit - 1].rstrip()}…"


def web_link(text: str | None) -> str:
    """A link that a browser may open; empty for any other."""
    link = line(text, _LINK)
    return link if link.startswith(("https://", "http://")) else ""


def _unpacked(body: bytes) -> bytes:
    """Unpack, never much more than may be read."""
    try:
        unpacking = zlib.decompressobj(_GZIP)
        raw = unpacking.decompress(body, LIMIT_BYTES + 1)
    except zlib.error as error:
        raise FeedRefused("het gepakte antwoord is beschadigd") from error
    if len(raw) <= LIMIT_BYTES and not unpacking.eof:
        raise FeedRefused("het gepakte antwoord breekt af (niet helemaal opgehaald?)")
    return raw


def _web_page() -> FeedRefused:
    return FeedRefused("dit is een webpagina en geen levering (misschien een aanmeldscherm)")


def _refuse_number(name: str) -> NoReturn:
    raise FeedRefused(f"het antwoord bevat {name}: dat is geen getal")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise FeedRefused("het antwoord bevat een getal dat te groot is")
    return number


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise FeedRefused("in het antwoord staat een sleutel twee keer")
    return made
