"""XML from outside: nothing in it acts, nothing in it grows, and what is wrong with the file is one Dutch sentence."""

from __future__ import annotations

import gzip
import io
import tracemalloc

import pytest

from aovconsole.errors import CommandRefused
from aovconsole.feeds.xml_stream import elements, is_xml

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><r><s>&j;</s></r>"
).encode()
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><s>&x;</s></r>'
OUTSIDE_DTD = b'<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r><s>x</s></r>'
PARAMETER = b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]><r><s>x</s></r>'


def opened(content: bytes) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(content))


def read(content: bytes, limit_bytes: int = 10_000_000) -> list[str | None]:
    return [one.text for one in elements(opened(content), "r", "s", limit_bytes)]


def test_elements_without_their_namespaces() -> None:
    raw = b'<a:r xmlns:a="urn:a"><p><a:s a:k="1" l="2">x<b>y</b></a:s></p><s>z</s><t>no</t></a:r>'
    first, second = elements(opened(raw), "r", "s")
    assert (first.tag, dict(first.attrib), first.text, first.findtext("b")) == ("s", {"k": "1", "l": "2"}, "x", "y")
    assert second.text == "z"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_packed_and_not(pack: type[bytes]) -> None:
    assert read(pack(b"<r><s>x</s></r>")) == ["x"]
    assert is_xml(pack(b"<r><s>x</s></r>"))


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (b"\xef\xbb\xbf<?xml", True),
        (b"\n  <r>", True),
        (b"\xff\xfe<\x00r\x00", True),
        (b"\x1f\x8b\x08", True),
        (b"BEGIN:VCALENDAR", False),
        (b"", False),
        (b"<!DOCTYPE html><html>", False),
        (b"<html>", False),
    ],
)
def test_what_is_taken_for_xml(head: bytes, answer: bool) -> None:
    assert is_xml(head) is answer


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leeg"),
        (b"  \n", "leeg"),
        (b"geen xml", "geen leesbare XML (fout op regel 1, teken 1)"),
        (b"<html><body>Sign in</body></html>", "webpagina"),
        (b"<!DOCTYPE html><html>Sign in</html>", "webpagina"),
        (gzip.compress(b"<!DOCTYPE html><html>Sign in</html>", mtime=0), "webpagina"),
        (b"<x><s>1</s></x>", "ander soort XML: <x> in plaats van <r>"),
        (b"<r><s>x</s>", "breekt af"),
        (b"<r><s>x</t></r>", "geen leesbare XML"),
        ("<r><s>café</s></r>".encode("latin-1"), "geen leesbare XML"),
        (b'<?xml version="1.0" encoding="x-none"?><r/>', "tekens"),
        (b'<?xml version="1.0" encoding="gbk"?><r><s>x</s></r>', "tekens"),
        (gzip.compress(b"<r><s>x</s></r>", mtime=0)[:-9], "breekt af"),
        (gzip.compress(b"<r/>", mtime=0)[:4], "breekt af"),
        (gzip.compress(b"<r><s>x</s></r>", mtime=0)[:10] + b"\xff" * 40, "beschadigd"),
        (b"\x1f\x8bgeen gz, ook al begint het zo", "beschadigd"),
        (LAUGHS, "DTD"),
        (OUTSIDE, "DTD"),
        (OUTSIDE_DTD, "DTD"),
        (PARAMETER, "DTD"),
        (gzip.compress(LAUGHS, mtime=0), "DTD"),
        (b"<r>" + b"<d>" * 100 + b"</d>" * 100 + b"</r>", "te diep"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(CommandRefused) as refusal:
        read(content)
    assert sentence in refusal.value.sentence


def test_an_entity_that_nobody_declared_is_refused() -> None:
    with pytest.raises(CommandRefused, match="geen leesbare XML"):
        read(b"<r><s>&x;</s></r>")


def test_latin_1_that_says_so() -> None:
    assert read('<?xml version="1.0" encoding="ISO-8859-1"?><r><s>café</s></r>'.encode("latin-1")) == ["café"]
    assert read('<?xml version="1.0" encoding="UTF-16"?><r><s>café</s></r>'.encode("utf-16")) == ["café"]


def packed(before: bytes, inside: bytes, count: int = 300) -> bytes:
    """So many MB of the same behind a begin, packed."""
    out = io.BytesIO()
    piece = inside * (1_000_000 // len(inside))
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as file:
        file.write(before)
        for _ in range(count):
            file.write(piece)
    return out.getvalue()


@pytest.mark.parametrize(
    ("before", "inside", "sentence"),
    [
        (b"<r>", b" ", "uitgepakt groter dan 19 MB"),
        (b"<r><s>", b"x", "groter dan 4 MB"),
        (b"<r><s>", b"<a/>", "meer dan 50000 delen"),
        (b"<r>", b"<a>", "te diep"),
        (b"<r><!--", b"y", "te lang"),
    ],
    ids=["unpacked", "one text", "many parts", "deep", "one comment"],
)
def test_a_bomb_is_bounded(before: bytes, inside: bytes, sentence: str) -> None:
    raw = packed(before, inside, 40)
    assert len(raw) < 500_000
    tracemalloc.start()
    try:
        with pytest.raises(CommandRefused, match=sentence):
            for _ in elements(opened(raw), "r", "s", 20_000_000):
                pass
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        b"<r><!--" + b"y" * 3_000_000 + b"--></r>",
        b'<r a="' + b"y" * 3_000_000 + b'"/>',
        b"<r><" + b"y" * 3_000_000 + b"/></r>",
    ],
    ids=["comment", "attribute", "name"],
)
def test_one_long_token_is_refused(content: bytes) -> None:
    with pytest.raises(CommandRefused, match="te lang"):
        read(content)
