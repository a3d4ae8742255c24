"""Fetching calendars: from a real server on this machine, with all that servers do."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from aovconsole.errors import CommandRefused
from aovconsole.feeds import web
from aovconsole.feeds.fetch import Fetched, fetch_calendar
from tests.feeds.ics import event, ics

CALENDAR = ics(*event("DTSTART:20270205", "SUMMARY:Carnaval"))


@pytest.fixture(scope="module")
def one_server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1") as one:
        yield one


@pytest.fixture
def server(one_server: HTTPServer) -> HTTPServer:
    one_server.clear()
    return one_server


def fetched(server: HTTPServer, path: str = "/a.ics", **options: Any) -> Fetched:
    return fetch_calendar(server.url_for(path), allow_private=True, **options)


def refusal(server: HTTPServer, path: str = "/a.ics", **options: Any) -> str:
    with pytest.raises(CommandRefused) as caught:
        fetched(server, path, **options)
    return caught.value.sentence


def test_a_calendar_with_its_marks(server: HTTPServer) -> None:
    marks = {"ETag": '"v1"', "Last-Modified": "Fri, 05 Feb 2027 10:00:00 GMT"}
    server.expect_request("/a.ics").respond_with_data(CALENDAR, headers=marks, content_type="text/calendar")
    assert fetched(server) == Fetched(False, CALENDAR, '"v1"', "Fri, 05 Feb 2027 10:00:00 GMT")
    (request, _) = server.log[0]
    assert request.headers["User-Agent"].startswith("aovconsole")
    assert "If-None-Match" not in request.headers


def test_nothing_new(server: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        assert request.headers["If-Modified-Since"] == "gisteren"
        return Response(status=304 if request.headers["If-None-Match"] == '"v1"' else 200)

    server.expect_request("/a.ics").respond_with_handler(answer)
    assert fetched(server, etag='"v1"', last_modified="gisteren") == Fetched(True, b"", '"v1"', "gisteren")


def test_nothing_new_without_having_asked_is_refused(server: HTTPServer) -> None:
    server.expect_request("/a.ics").respond_with_data(b"", status=304)
    assert refusal(server) == "127.0.0.1 gaf geen kalender (304)"


def test_gzip(server: HTTPServer) -> None:
    server.expect_request("/a.ics").respond_with_data(gzip.compress(CALENDAR), headers={"Content-Encoding": "gzip"})
    assert fetched(server).body == CALENDAR


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd"])
def test_other_packings_are_refused(server: HTTPServer, encoding: str) -> None:
    server.expect_request("/a.ics").respond_with_data(CALENDAR, headers={"Content-Encoding": encoding})
    assert "vorm die niet wordt gelezen" in refusal(server)


def test_damaged_gzip_is_refused(server: HTTPServer) -> None:
    server.expect_request("/a.ics").respond_with_data(b"geen gzip", headers={"Content-Encoding": "gzip"})
    assert refusal(server) == "127.0.0.1 gaf een beschadigd antwoord"


def test_too_large_is_refused_unpacked_too(server: HTTPServer) -> None:
    big = CALENDAR + b" " * 3_000_000
    server.expect_request("/a.ics").respond_with_data(big)
    server.expect_request("/z.ics").respond_with_data(gzip.compress(big), headers={"Content-Encoding": "gzip"})
    for path in ("/a.ics", "/z.ics"):
        assert refusal(server, path, limit_bytes=2 * 1024**2) == ("127.0.0.1 gaf meer dan 2 MB: dat wordt niet gelezen")


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, "vraagt om aanmelden (401)"), (403, "geeft geen toegang (403)"), (404, "bestaat niet (404)"),
        (410, "bestaat niet meer (410)"), (429, "later"), (500, "heeft een storing (500)"),
        (418, "geen kalender (418)"),
    ],
)  # fmt: skip
def test_what_a_server_says(server: HTTPServer, status: int, why: str) -> None:
    server.expect_request("/a.ics").respond_with_data(CALENDAR, status=status)
    assert why in refusal(server)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<!DOCTYPE html><html><title>Sign in</title></html>", "aanmeldscherm"),
        (b"\xef\xbb\xbf\n<html><body>BEGIN:VCALENDAR</body></html>", "aanmeldscherm"),
        (b"", "leeg antwoord"),
        (b'{"error": "login"}', "iets anders dan een kalender"),
    ],
)
def test_a_sign_in_page_never_replaces_a_calendar(server: HTTPServer, body: bytes, why: str) -> None:
    server.expect_request("/a.ics").respond_with_data(body, content_type="text/calendar")
    assert why in refusal(server)
    assert "wat er al was blijft staan" in refusal(server)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_calendar_under_a_wrong_name_is_one(server: HTTPServer, encoding: str) -> None:
    body = CALENDAR.decode().encode(encoding)
    server.expect_request("/a.ics").respond_with_data(body, content_type="text/html")
    assert fetched(server).body == body


def test_sent_on_to_another_address(server: HTTPServer) -> None:
    server.expect_request("/a.ics").respond_with_data(b"", status=302, headers={"Location": "/b.ics"})
    server.expect_request("/b.ics").respond_with_data(CALENDAR)
    assert fetched(server).body == CALENDAR


@pytest.mark.parametrize("onward", ["file:///etc/passwd", "ftp://x.example/a", "javascript:x", "data:text/calendar,x"])
def test_sent_on_to_something_else_is_refused(server: HTTPServer, onward: str) -> None:
    server.expect_request("/a.ics").respond_with_data(b"", status=302, headers={"Location": onward})
    assert refusal(server) == "127.0.0.1 verwijst door naar een adres dat niet met http, https of webcal begint"


def test_sent_round_in_a_circle_is_refused(server: HTTPServer) -> None:
    server.expect_request("/a.ics").respond_with_data(b"", status=301, headers={"Location": "/a.ics"})
    assert refusal(server) == "127.0.0.1 verwijst telkens door"
    assert len(server.log) == 6


def test_from_https_to_http_is_refused() -> None:
    with pytest.raises(CommandRefused, match="van https naar http"):
        web.checked_address("http://x.example/a", "https://x.example/a")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "kalender.ics",
        "file:///tmp/a.ics",
        "ftp://x.example/a",
        "https://",
        "http://[::1/a",
        "javascript:1",
        "http://a b/c",
        "http://x.example:99999/a",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(CommandRefused, match="adres"):
        fetch_calendar(url)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("webcal://x.example/a.ics", "https://x.example/a.ics"),
        ("WEBCAL://x.example/a.ics?b=1#c", "https://x.example/a.ics?b=1"),
        (" https://x.example/a ", "https://x.example/a"),
    ],
)
def test_webcal_is_https(url: str, asked: str) -> None:
    assert web.checked_address(url) == asked


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.9.9.9"])
def test_this_machine_is_refused_unless_it_is_allowed(host: str) -> None:
    with pytest.raises(CommandRefused, match="eigen netwerk"):
        fetch_calendar(f"http://{host}:9/a.ics")


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("10.1.2.3", True), ("192.168.1.1", True), ("169.254.169.254", True), ("fe80::1%eth0", True), ("fd00::1", True),
        ("224.0.0.1", True), ("0.0.0.0", True), ("::ffff:127.0.0.1", True), ("100.64.0.1", True),
        ("64:ff9b::7f00:1", True), ("2002:7f00:1::", True),
        ("geen adres", True), ("8.8.8.8", False),
        ("2001:4860:4860::8888", False),
    ],
)  # fmt: skip
def test_which_addresses_are_private(address: str, private: bool) -> None:
    assert web.is_private_address(address) is private


def test_a_name_that_turns_out_to_lead_here_is_refused(server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the second look-up leads here, but there is no second look-up."""
    answers = iter([("127.0.0.2", 0), ("127.0.0.1", 0)])
    asked: list[str] = []

    def look_up(host: str, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        asked.append(host)
        return [(2, 1, 6, "", next(answers))]

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    monkeypatch.setattr(web, "is_private_address", lambda address: address == "127.0.0.1")
    url = server.url_for("/a.ics").replace("127.0.0.1", "elders.example")
    with pytest.raises(CommandRefused, match=r"^elders\.example is niet te bereiken$"):
        fetch_calendar(url, timeout=httpx.Timeout(0.2))
    assert asked == ["elders.example"]
    assert server.log == []


def test_the_name_is_what_the_server_is_asked_for(server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", 0))])
    server.expect_request("/a.ics").respond_with_data(CALENDAR)
    url = server.url_for("/a.ics").replace("127.0.0.1", "kalender.example")
    assert fetch_calendar(url, allow_private=True).body == CALENDAR
    assert server.log[0][0].headers["Host"] == f"kalender.example:{server.port}"


def test_a_bomb_is_never_unpacked_whole() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    unpacker = web.Unpacker(1_000_000)
    assert len(unpacker.more(bomb)) == 1_000_001
    assert unpacker.more(bomb) == b""


def test_a_packed_answer_that_was_cut_off_is_refused(server: HTTPServer) -> None:
    cut = gzip.compress(CALENDAR)[:-9]
    server.expect_request("/a.ics").respond_with_data(cut, headers={"Content-Encoding": "gzip"})
    assert refusal(server) == "127.0.0.1 gaf een beschadigd antwoord"


def test_what_is_meant_for_one_host_is_not_told_to_another(server: HTTPServer) -> None:
    onward = server.url_for("/b").replace("127.0.0.1", "localhost")
    server.expect_request("/a").respond_with_data(b"", status=302, headers={"Location": onward})
    server.expect_request("/b").respond_with_data(b"{}")
    question = web.Question(server.url_for("/a"), headers=(("Authorization", "geheim"),))
    assert asyncio.run(web.fetch(question, web.Bounds(100, allow_private=True))).body == b"{}"
    assert [request.headers.get("Authorization") for request, _ in server.log] == ["geheim", None]


def test_heads_that_drip_end_as_well() -> None:
    """A server that sends a byte of its head now and then never runs into a timeout of one read."""

    async def play() -> None:
        gone = asyncio.Event()

        async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(ConnectionError):
                for byte in b"HTTP/1.1 200 OK\r\n" * 100:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(0.02)
            writer.close()
            gone.set()

        server = await asyncio.start_server(drip, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(CommandRefused, match="antwoordt te langzaam"):
            await web.fetch(web.Question(f"http://127.0.0.1:{port}/"), web.Bounds(100, 0.3, allow_private=True))
        await gone.wait()
        server.close()

    asyncio.run(play())


def test_nobody_there() -> None:
    with pytest.raises(CommandRefused, match=r"^127\.0\.0\.1 is niet te bereiken$"):
        fetch_calendar("http://geheim:wachtwoord@127.0.0.1:9/a.ics", allow_private=True)


def test_a_server_that_does_not_answer(server: HTTPServer) -> None:
    def slow(_: Request) -> Response:
        time.sleep(0.6)
        return Response(CALENDAR)

    server.expect_request("/a.ics").respond_with_handler(slow)
    assert refusal(server, timeout=httpx.Timeout(0.2)) == "127.0.0.1 antwoordt niet op tijd"


def test_a_server_that_drips(server: HTTPServer) -> None:
    def drops() -> Iterator[bytes]:
        for _ in range(20):
            time.sleep(0.05)
            yield CALENDAR

    server.expect_request("/a.ics").respond_with_handler(lambda _: Response(drops()))
    assert refusal(server, whole_seconds=0.2) == "127.0.0.1 antwoordt te langzaam"
