"""What holds for every reader: hostile bytes cost one Dutch sentence; any bytes are read or refused."""

from __future__ import annotations

import gzip
import io
import json
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused
from aovconsole.feeds.payload import json_of, line, root_of, text_of
from aovconsole.feeds.readers import reader, readers
from aovconsole.feeds.signal import LEVELS, FeedRefused, FeedSettings, Reader
from tests.feeds.signals import knmi, meteoalarm, moment, ndw, nl_alert, p2000, sample, water

AT = moment("2026-09-30 15:45")
READERS: dict[str, Reader] = {
    "rws": water(), "knmi": knmi(), "meteoalarm": meteoalarm(), "ndw": ndw(), "p2000": p2000(), "nlalert": nl_alert(),
}  # fmt: skip
JSON = ("rws", "meteoalarm", "nlalert")
XML = ("knmi", "meteoalarm", "ndw")
ROOTS = {"knmi": "report", "meteoalarm": "alert", "ndw": "messageContainer"}


def refusal(source: str, body: bytes, content_type: str = "") -> str:
    with pytest.raises(FeedRefused) as found:
        READERS[source].read(body, content_type, AT)
    sentence = found.value.sentence
    assert sentence.strip() and "\n" not in sentence and clean(sentence) == sentence and len(sentence) < 300
    return sentence


def bomb(begin: bytes, inside: bytes, megabytes: int) -> bytes:
    """So many MB of the same behind a begin, packed."""
    out = io.BytesIO()
    piece = inside * (1_000_000 // len(inside))
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as file:
        file.write(begin)
        for _ in range(megabytes):
            file.write(piece)
    return out.getvalue()


# --- what comes in the place of a delivery


@pytest.mark.parametrize("source", READERS)
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><body>Aanmelden</body></html>", "webpagina"),
        (b"\xef\xbb\xbf <html><head/></html>", "webpagina"),
        (gzip.compress(b"<html><body>Aanmelden</body></html>", mtime=0), "webpagina"),
        (b"", "leeg"),
        (b" \n ", "leeg"),
        (gzip.compress(b"", mtime=0), "leeg"),
        (gzip.compress(b"x" * 500, mtime=0)[:-9], "breekt af"),
        (b"\x1f\x8b\x08\x00niets", ""),
        (b"\xff\xfe\x00\x00rommel", ""),
        ("{\"naam\": \"caf\u00e9\"}".encode("latin-1"), ""),
    ],
    ids=[
        "page", "page with mark", "packed page", "empty", "blank", "packed nothing", "cut", "broken", "binary",
        "latin-1",
    ],
)  # fmt: skip
def test_what_is_no_delivery(source: str, body: bytes, words: str) -> None:
    assert words in refusal(source, body)


@pytest.mark.parametrize("source", [one for one in READERS if one != "ndw"])
def test_a_page_is_known_by_its_type_too(source: str) -> None:
    assert "webpagina" in refusal(source, b'{"Aanmelden": 1}', "Text/HTML; charset=utf-8")


@pytest.mark.parametrize("source", XML)
@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
    ids=["laughs", "file", "elsewhere"],
)
def test_entities_and_dtds_are_refused(source: str, dtd: str) -> None:
    root = ROOTS[source]
    assert "DTD" in refusal(source, f'<?xml version="1.0"?>{dtd}<{root}>&b;&x;</{root}>'.encode())


@pytest.mark.parametrize("source", XML)
def test_a_small_file_that_becomes_a_large_one(source: str) -> None:
    root = ROOTS[source]
    body = bomb(f"<{root}>".encode(), b"<a>", 30)
    assert len(body) < 400_000
    tracemalloc.start()
    try:
        assert "te diep" in refusal(source, body)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("source", JSON)
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"x": NaN}', "bevat NaN"),
        (b'{"x": [-Infinity]}', "bevat -Infinity"),
        (b'{"x": 1e999}', "een getal dat te groot is"),
        (b'{"x": ' + b"9" * 5_000 + b"}", "een getal is te lang"),
        (b'{"x": 1, "x": 2}', "een sleutel twee keer"),
        (b'{"x": ' + b"[" * 100_000, "te diep genest"),
        (b'{"x": 1', "geen leesbare JSON (regel 1, teken"),
        (b"7", "andere vorm"),
        (b'{"x": "\\ud800"}', "andere vorm"),
        (b'{"x": "' + b"y" * 13_000_000 + b'"}', "groter dan 12 MB"),
        (bomb(b'{"x": "', b"y", 200), "groter dan 12 MB"),
        (bomb(b'{"x": ', b"[", 200), "groter dan 12 MB"),
        (bomb(b'{"x": ', b"[", 5), "te diep genest"),
    ],
    ids=[
        "nan", "infinity", "overflow", "digits", "twice", "deep", "cut", "number", "surrogate", "large", "bomb",
        "200 MB nested", "packed nested",
    ],
)  # fmt: skip
def test_hostile_json_is_refused(source: str, body: bytes, words: str) -> None:
    tracemalloc.start()
    try:
        assert words in refusal(source, body)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("rws", "rws_ddapi20_OphalenWaarnemingen_eijsden.grens_WATHTE_NAP.json"),
        ("rws", "rws_wfs_laatstewaarneming_excerpt_maas.json"),
        ("meteoalarm", "cap_canada.cap"),
        ("meteoalarm", "cap_weather_index.atom"),
        ("ndw", "ndw_planningsfeed_excerpt_publicevent.xml"),
        ("p2000", "p2000_flex_raw.txt"),
    ],
)
@given(seed=st.integers(0, 10**9), changes=st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_any_bytes_are_read_or_refused(source: str, name: str, seed: int, changes: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(sample(name))
    for _ in range(changes):
        at = chance.randrange(len(raw))
        raw[at : at + chance.randrange(3)] = chance.choice(
            (b"", b"9", b"<", b'"', b"\xff", b"-", b"null", b"e99", b"{", b"&#9;")
        )
    try:
        found = READERS[source].read(bytes(raw), "", AT)
        texts = [text for one in found.signals for text in (one.key, one.headline, one.place, one.link, *one.detail)]
        said = [*texts, *found.remarks, *found.ended]
        assert all(one.level in LEVELS and one.source == source for one in found.signals)
    except FeedRefused as refused:
        said = [refused.sentence]
    assert all(clean(text) == text for text in said)


# --- their facts


def test_every_source_has_its_reader() -> None:
    facts = [
        (one.id, one.enabled, one.off_by_default, bool(one.privacy_rule), one.tested_on_recording, one.missing_key)
        for one in readers(None)
    ]
    assert facts == [
        ("rws", True, False, False, True, False),
        ("knmi", True, False, False, True, True),
        ("meteoalarm", True, False, False, False, False),
        ("ndw", True, False, False, True, False),
        ("p2000", False, True, True, True, False),
        ("nlalert", False, True, True, False, False),
    ]
    for one in readers(None):
        asked = one.requests(FeedSettings(AT))
        assert all(request.url.startswith(tuple(f"https://{host}/" for host in one.hosts)) for request in asked)


def test_a_source_that_is_not_there() -> None:
    with pytest.raises(CommandRefused, match="bron weer bestaat niet: kies rws, knmi"):
        reader(None, "weer")


# --- the parts


def test_texts_are_told_on_one_line() -> None:
    assert line("  a\n b\x1b[2J " + "c" * 400, 12) == "a b\ufffd[2J ccc…"
    assert line(None) == ""


@pytest.mark.parametrize(
    ("body", "root"),
    [
        (b'<?xml version="1.0"?><!-- <feed> --><cap:alert xmlns:cap="x">', "alert"),
        (b"<feed>", "feed"),
        (b"{}", ""),
        (b"<!-- niets", ""),
        (gzip.compress(b"\xef\xbb\xbf<feed/>", mtime=0), "feed"),
        (b"\x1f\x8bniets", ""),
    ],
)
def test_the_root_of_a_file(body: bytes, root: str) -> None:
    assert root_of(body) == root


def test_utf_8_with_a_mark_and_packed() -> None:
    assert json_of(gzip.compress("\ufeff{\"a\": \"é\"}".encode())) == {"a": "é"}  # fmt: skip
    assert text_of("é".encode(), "text/plain; charset=iso-8859-1") == "é"
    assert json.loads(text_of(b"[1]")) == [1]
