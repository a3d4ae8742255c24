"""XML from outside, read as it streams by: packed or not, never held whole, and nothing in it may act.

A DTD is refused before it is read, and with it every entity, inside or outside the file. What is unpacked, how long
one token or one element is and how deep it goes are bounded, so that no small file becomes a large one.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedReader
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from aovconsole.errors import CommandRefused, reason_of
from aovconsole.feeds.calendar_lines import is_web_page

LIMIT_BYTES = 1024**3
"""More than this is not unpacked: the largest real feed that we know has 207 MB."""

_PACKED = b"\x1f\x8b"
_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_CHUNK = 64 * 1024
_TOKEN_LIMIT = 1024**2
_ELEMENT_LIMIT = 4 * 1024**2
_MOST_PARTS = 50_000
_DEPTH_LIMIT = 60
_MB = 1024**2


def is_xml(head: bytes) -> bool:
    """Whether a file that begins like this is packed, or XML and no web page."""
    return head.startswith(_PACKED) or (head.lstrip().startswith(_STARTS) and not is_web_page(head))


def elements(file: BufferedReader, root: str, wanted: str, limit_bytes: int = LIMIT_BYTES) -> Iterator[Element]:
    """Each element of one name, whole, in the order of the file; its names are without their namespaces.

    `root` is what the file must be; elements inside an element that is wanted are part of it.

    Raises:
        CommandRefused: it is not such a file, it breaks off, it holds a DTD, or it is larger than it may be.
    """
    reader = _Reader(root, wanted)
    begun = False
    for chunk in _unpacked(file, limit_bytes):
        if not begun and is_web_page(chunk):
            raise CommandRefused("dit is een webpagina en geen feed (misschien een aanmeldscherm)")
        begun = True
        reader.feed(chunk)
        yield from reader.taken()
    if not begun:
        raise CommandRefused("het bestand is leeg")
    reader.feed(b"", last=True)
    yield from reader.taken()


def _unpacked(file: BufferedReader, limit_bytes: int) -> Iterator[bytes]:
    """The bytes of a file piece by piece, unpacked when it is packed."""
    packed = file.peek(len(_PACKED)).startswith(_PACKED)
    source = gzip.GzipFile(fileobj=file) if packed else file
    count = 0
    try:
        while chunk := source.read(_CHUNK):
            count += len(chunk)
            if count > limit_bytes:
                raise CommandRefused(
                    f"het bestand is uitgepakt groter dan {limit_bytes // _MB} MB en wordt niet gelezen"
                )
            yield chunk
    except EOFError as error:
        raise CommandRefused("het gepakte bestand breekt af (niet helemaal opgehaald?)") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise CommandRefused("het gepakte bestand is beschadigd") from error
    except OSError as error:
        raise CommandRefused(f"het bestand kan niet worden gelezen: {reason_of(error)}") from error


class _Reader:
    """Puts together the elements that are wanted and lets all others go by."""

    def __init__(self, root: str, wanted: str) -> None:
        self._root = root
        self._wanted = wanted
        self._names: dict[str, str] = {}
        self._depth = 0
        self._fed = 0
        self._builder: TreeBuilder | None = None
        self._parts = 0
        self._began_depth = 0
        self._began_byte = 0
        self._taken: list[Element] = []
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = _refuse_dtd
        self._parser.EntityDeclHandler = _refuse_dtd

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """Take the next bytes.

        Raises:
            CommandRefused: they are no XML, or what they hold is larger than it may be.
        """
        self._fed += len(chunk)
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise CommandRefused(self._fault(error, ends=last)) from error
        except (ValueError, LookupError) as error:  # an encoding that nobody knows
            raise CommandRefused("de tekens van het bestand zijn niet te lezen (bewaar het als UTF-8)") from error
        if self._fed - max(self._parser.CurrentByteIndex, 0) > _TOKEN_LIMIT and not last:
            raise CommandRefused("in het bestand staat een stuk dat te lang is; het wordt niet gelezen")
        if self._builder is not None and self._fed - self._began_byte > _ELEMENT_LIMIT:
            raise CommandRefused(f"<{self._wanted}> is groter dan {_ELEMENT_LIMIT // _MB} MB en wordt niet gelezen")

    def taken(self) -> Iterator[Element]:
        """The elements that are complete since the last time."""
        found, self._taken = self._taken, []
        return iter(found)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._local(name)
        if self._depth == 0 and local != self._root:
            raise CommandRefused(f"dit is een ander soort XML: <{local[:40]}> in plaats van <{self._root}>")
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise CommandRefused("het bestand is te diep genest en wordt niet gelezen")
        if self._builder is None and local == self._wanted:
            self._builder, self._parts = TreeBuilder(), 0
            self._began_depth, self._began_byte = self._depth, self._parser.CurrentByteIndex
        if self._builder is not None:
            self._parts += 1
            if self._parts > _MOST_PARTS:
                raise CommandRefused(f"<{self._wanted}> heeft meer dan {_MOST_PARTS} delen en wordt niet gelezen")
            self._builder.start(local, {self._local(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        if self._builder is not None:
            self._builder.end(self._local(name))
            if self._depth == self._began_depth:
                self._taken.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _fault(self, error: expat.ExpatError, *, ends: bool) -> str:
        if ends:
            return "het bestand breekt af (niet helemaal opgehaald?)" if self._names else "het bestand is leeg"
        return f"dit is geen leesbare XML (fout op regel {error.lineno}, teken {error.offset + 1})"

    def _local(self, name: str) -> str:
        local = self._names.get(name)
        if local is None:
            local = name.rpartition("}")[2]
            if len(self._names) < 10_000:
                self._names[name] = local
        return local


def _refuse_dtd(*_: object) -> NoReturn:
    raise CommandRefused("het bestand heeft een DTD (eigen entiteiten); dat wordt om de veiligheid niet gelezen")
