"""The poller against a server on this machine that commits every sin of a network; what was known always stays."""

from __future__ import annotations

import asyncio
import gzip
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from aovconsole.feeds.poller import Poller
from aovconsole.feeds.signal import Reader
from aovconsole.feeds.web import fetch
from aovconsole.journal.feed_cache import FeedCache, StoredFeed
from tests.feeds.polling import Source

GOOD = b'{"signals": {"borgharen": "41,20"}}'
MB = 1024**2


@pytest.fixture(scope="module")
def one_server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", threaded=True) as one:
        yield one


@pytest.fixture
def server(one_server: HTTPServer) -> HTTPServer:
    one_server.clear()
    return one_server


class Home:
    """A home that polls one server, with the value that it read before."""

    def __init__(self, home: Path, *urls: str, allow_private: bool = True, hosts: tuple[str, ...] = ()) -> None:
        self.cache = FeedCache(home)
        self.source: Reader = Source(urls=urls, hosts=hosts)
        self.cache.know([StoredFeed("peil", "Peilen", 600, 0, 0, 0, 1)])
        self.poller = Poller(
            self.cache, lambda: [self.source], fetch, lambda: datetime.now(UTC), asyncio.sleep, random.random,
            allow_private=allow_private, limit_bytes=2 * MB, whole_seconds=1.0,
        )  # fmt: skip

    def round(self) -> StoredFeed:
        before = self.cache.feed("peil")
        assert before is not None
        return asyncio.run(self.poller.round(self.source, before))

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.cache.signals()]


def hangs(_: Request) -> Response:
    time.sleep(1.5)
    return Response(GOOD)


def drips(_: Request) -> Response:
    def drops() -> Iterator[bytes]:
        for _ in range(30):
            time.sleep(0.05)
            yield b" "

    return Response(drops())


def streams(_: Request) -> Response:
    """200 MB that nobody announced; the reader goes away long before."""

    def pieces() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * MB

    return Response(pieces())


def announces(_: Request) -> Response:
    answer = Response(b"x")
    answer.headers["Content-Length"] = str(200 * MB)
    return answer


def plain(
    status: int = 200, body: bytes = b"", onward: str = "", packing: str = "", type_: str = "text/plain"
) -> Callable[[Request], Response]:
    headers = {"Location": onward, "Content-Encoding": packing}
    said = {name: value for name, value in headers.items() if value}
    return lambda _: Response(body, status, headers=said, content_type=type_)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (hangs, "127.0.0.1 antwoordt te langzaam"),
        (drips, "127.0.0.1 antwoordt te langzaam"),
        (streams, "127.0.0.1 gaf meer dan 2 MB: dat wordt niet gelezen"),
        (announces, "127.0.0.1 gaf meer dan 2 MB: dat wordt niet gelezen"),
        (plain(500, b"stuk"), "127.0.0.1 heeft een storing (500)"),
        (plain(503, b"stuk"), "127.0.0.1 heeft een storing (503)"),
        (plain(204), "Peilen gaf een leeg antwoord (204); wat er al was blijft staan"),
        (plain(304), "127.0.0.1 gaf geen gegevens (304)"),
        (plain(200, b"<html>Meld u aan</html>", type_="text/html"), "Peilen gaf geen JSON"),
        (plain(200, gzip.compress(b" " * 50 * MB), packing="gzip"),
         "127.0.0.1 gaf meer dan 2 MB: dat wordt niet gelezen"),
        (plain(200, gzip.compress(GOOD)[:-4], packing="gzip"), "127.0.0.1 gaf een beschadigd antwoord"),
        (plain(200, GOOD, packing="br"), "127.0.0.1 gaf een antwoord in een vorm die niet wordt gelezen"),
        (plain(302, onward="file:///etc/passwd"),
         "127.0.0.1 verwijst door naar een adres dat niet met http, https of webcal begint"),
        (plain(301, onward="/peilen"), "127.0.0.1 verwijst telkens door"),
        (plain(200, '{"signals": {"é": 1}}'.encode("utf-16")[:-1], type_="application/json; charset=latin-1"),
         "Peilen gaf geen JSON"),
    ],
)  # fmt: skip
@pytest.mark.all
def test_every_sin_is_told_and_what_was_known_stays(
    tmp_path: Path, server: HTTPServer, answer: Callable[[Request], Response], fault: str
) -> None:
    server.expect_ordered_request("/peilen").respond_with_data(GOOD)
    for _ in range(6):
        server.expect_ordered_request("/peilen").respond_with_handler(answer)
    home = Home(tmp_path, server.url_for("/peilen"))
    good = home.round()
    assert (good.fault, home.keys) == ("", ["borgharen"])
    begun = time.monotonic()
    failed = home.round()
    assert time.monotonic() - begun < 3
    assert failed.fault == fault
    assert (failed.good_at, home.keys) == (good.good_at, ["borgharen"])
    assert failed.failing_since == failed.tried_at > good.good_at


def test_marks_and_retry_after_of_a_real_server(tmp_path: Path, server: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        if request.headers.get("If-None-Match") == '"v1"':
            return (
                Response(status=429, headers={"Retry-After": "7200"}) if len(server.log) > 1 else Response(status=304)
            )
        return Response(GOOD, headers={"ETag": '"v1"'})

    server.expect_request("/peilen").respond_with_handler(answer)
    home = Home(tmp_path, server.url_for("/peilen"))
    first, second, third = home.round(), home.round(), home.round()
    assert (first.fault, second.fault, third.fault[:13]) == ("", "", "127.0.0.1 vra")
    assert second.good_at > first.good_at
    left = datetime.fromisoformat(third.next_try) - datetime.fromisoformat(third.tried_at)
    assert 7200 <= left.total_seconds() <= 7920
    assert first.skew is not None
    assert abs(first.skew) < 5


@pytest.mark.parametrize(
    "onward", ["http://localhost:{port}/peilen", "http://[::1]:{port}/x", "http://127.9.9.9:{port}/peilen"]
)
def test_nobody_is_sent_into_the_own_network(tmp_path: Path, server: HTTPServer, onward: str) -> None:
    server.expect_request("/peilen").respond_with_data(GOOD)
    home = Home(tmp_path, onward.format(port=server.port), allow_private=False)
    assert "ligt in het eigen netwerk" in home.round().fault
    assert server.log == []


def test_a_source_is_not_led_to_another_host(tmp_path: Path, server: HTTPServer) -> None:
    onward = server.url_for("/peilen").replace("127.0.0.1", "localhost")
    server.expect_request("/weg").respond_with_handler(plain(302, onward=onward))
    home = Home(tmp_path, server.url_for("/weg"), hosts=("127.0.0.1",))
    assert home.round().fault == "localhost hoort niet bij deze bron"
    assert len(server.log) == 1


def test_packed_answers_are_read(tmp_path: Path, server: HTTPServer) -> None:
    server.expect_request("/peilen").respond_with_handler(plain(200, gzip.compress(GOOD), packing="gzip"))
    home = Home(tmp_path, server.url_for("/peilen"))
    assert (home.round().fault, home.keys) == ("", ["borgharen"])
