"""Fetching from the web: one request with its redirects, never more than it may be, never longer, never from within.

A name is looked up once and the connection goes to the very address that was checked, so that a name that leads
elsewhere a moment later (DNS rebinding) changes nothing. Behind a proxy the proxy does the looking up.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import threading
import urllib.request
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused

T = TypeVar("T")

TIMEOUT = httpx.Timeout(15.0, connect=8.0)
WHOLE_SECONDS = 90.0
USER_AGENT = "aovconsole/1 (openbare orde en veiligheid)"

_REDIRECTS_LIMIT = 5
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_REASONS = {
    401: "vraagt om aanmelden", 403: "geeft geen toegang", 404: "bestaat niet", 407: "vraagt om aanmelden",
    410: "bestaat niet meer", 429: "vraagt om later terug te komen",
}  # fmt: skip


class WebRefused(CommandRefused):
    """Nothing usable came; `retry_after` is what the server said about when to come back, as it said it."""

    def __init__(self, sentence: str, retry_after: str = "", date: str = "") -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        self.date = date


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; with marks of an earlier answer the server may say that nothing changed."""

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an answer may be: its size unpacked (bytes), its time from first to last, where it may come from.

    `hosts` are the names that may be asked (`.name` stands for all that end so); empty for any. `wanted` is the word
    for what a message misses.
    """

    limit_bytes: int
    whole_seconds: float = WHOLE_SECONDS
    timeout: httpx.Timeout = field(default_factory=lambda: TIMEOUT)
    allow_private: bool = False
    hosts: tuple[str, ...] = ()
    wanted: str = "gegevens"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave: a body, nothing at all (204) or nothing new (304), with the marks to ask with next time."""

    status: int
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""
    date: str = ""

    @property
    def not_modified(self) -> bool:
        """Whether what was read before still holds."""
        return self.status == httpx.codes.NOT_MODIFIED


async def fetch(question: Question, bounds: Bounds) -> Answer:
    """Ask, follow at most five redirects, and give the answer within its bounds.

    Raises:
        WebRefused: nothing usable came, with the reason.
        CommandRefused: the address may not be asked.
    """
    address = checked_address(question.url)
    try:
        async with asyncio.timeout(bounds.whole_seconds):
            for _ in range(_REDIRECTS_LIMIT + 1):
                answer = await _asked(question, address, bounds)
                if isinstance(answer, Answer):
                    return answer
                question, address = _onward(question, address, answer), answer
    except TimeoutError as error:
        raise WebRefused(f"{host_of(address)} antwoordt te langzaam") from error
    except zlib.error as error:
        raise WebRefused(f"{host_of(address)} gaf een beschadigd antwoord") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, ValueError) as error:
        raise WebRefused(f"{host_of(address)} {_why(error)}") from error
    raise WebRefused(f"{host_of(address)} verwijst telkens door")


def _onward(question: Question, before: str, address: str) -> Question:
    """The question for where it is sent on to; another host gets none of what was meant for the first."""
    if question.method != "GET":
        raise WebRefused(f"{host_of(before)} verwijst door in plaats van te antwoorden")
    same = urlsplit(before).netloc == urlsplit(address).netloc
    return question if same else Question(address, etag=question.etag, last_modified=question.last_modified)


async def _asked(question: Question, address: str, bounds: Bounds) -> Answer | str:
    """The answer of one address, or the address that it sends on to."""
    host = urlsplit(address).hostname or ""
    if bounds.hosts and not _is_among(host, bounds.hosts):
        raise WebRefused(f"{clean(host)} hoort niet bij deze bron")
    if _goes_by_proxy(address, host):
        if not bounds.allow_private and is_private(host):
            raise CommandRefused(_within(host))
        return await _sent(question, address, None, bounds)
    found = await _addresses(host)
    if not bounds.allow_private and any(map(is_private_address, found)):
        raise CommandRefused(_within(host))
    for number, where in enumerate(found, 1):
        try:
            return await _sent(question, address, where, bounds)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            if number == len(found):
                raise
    raise WebRefused(f"{clean(host)} is niet te bereiken")


async def _sent(question: Question, address: str, where: str | None, bounds: Bounds) -> Answer | str:
    """Send it to an address that was looked up, or by the proxy when there is none."""
    url = httpx.URL(address)
    headers = {
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "gzip",
        **dict(question.headers),
        **({"If-None-Match": question.etag} if question.etag else {}),
        **({"If-Modified-Since": question.last_modified} if question.last_modified else {}),
        "Host": url.netloc.decode("ascii"),
    }
    extensions = {"sni_hostname": url.raw_host.decode("ascii")}
    target = url.copy_with(host=where) if where else url
    async with (
        httpx.AsyncClient(timeout=bounds.timeout, verify=_trusted(), trust_env=where is None) as client,
        client.stream(
            question.method, target, headers=headers, content=question.body or None, extensions=extensions
        ) as response,
    ):
        if response.has_redirect_location:
            return checked_address(urljoin(address, response.headers["Location"]), address)
        return await _read(response, question, address, bounds)


async def _read(response: httpx.Response, question: Question, address: str, bounds: Bounds) -> Answer:
    marks = clean(response.headers.get("ETag", "")), clean(response.headers.get("Last-Modified", ""))
    date, status = clean(response.headers.get("Date", "")), response.status_code
    if status == httpx.codes.NOT_MODIFIED and (question.etag or question.last_modified):
        return Answer(status, b"", marks[0] or question.etag, marks[1] or question.last_modified, date=date)
    if status == httpx.codes.NO_CONTENT and bounds.wanted == "gegevens":
        return Answer(status, date=date)
    if status != httpx.codes.OK:
        later = clean(response.headers.get("Retry-After", ""))
        raise WebRefused(f"{host_of(address)} {_status_reason(status, bounds.wanted)}", later, date)
    body = await _body(response, address, bounds.limit_bytes)
    return Answer(status, body, *marks, clean(response.headers.get("Content-Type", "")), date)


async def _body(response: httpx.Response, address: str, limit: int) -> bytes:
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _ENCODINGS:  # also gzip within gzip: a small answer can hold a huge one
        raise WebRefused(f"{host_of(address)} gaf een antwoord in een vorm die niet wordt gelezen")
    unpack = Unpacker(limit) if encoding not in ("", "identity") else None
    length = response.headers.get("Content-Length", "")
    too_much = WebRefused(f"{host_of(address)} gaf meer dan {max(1, limit // 1024**2)} MB: dat wordt niet gelezen")
    if length.isdecimal() and int(length) > limit:
        raise too_much
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += unpack.more(chunk) if unpack else chunk
        if len(body) > limit:
            raise too_much
    if unpack and not unpack.whole:
        raise zlib.error("cut off")
    return bytes(body)


class Unpacker:
    """Unpacks gzip or deflate in pieces, never more than one byte beyond what may be kept (a bomb stays small)."""

    def __init__(self, limit: int) -> None:
        self._left = limit + 1
        self._begun = False
        self._packed = zlib.decompressobj(zlib.MAX_WBITS | 32)

    @property
    def whole(self) -> bool:
        """Whether the end was reached, or nothing came at all."""
        return self._packed.eof or not self._begun

    def more(self, chunk: bytes) -> bytes:
        """What a piece unpacks to.

        Raises:
            zlib.error: it is damaged.
        """
        found = bytearray()
        while chunk and self._left > 0:
            if self._packed.eof:  # several members behind each other are one file
                self._packed = zlib.decompressobj(zlib.MAX_WBITS | 32)
            self._begun = True
            part = self._packed.decompress(chunk, self._left)
            self._left -= len(part)
            found += part
            chunk = self._packed.unused_data if self._packed.eof else self._packed.unconsumed_tail
        return bytes(found)


def checked_address(url: str, before: str = "") -> str:
    """An address that may be asked: webcal is https; from https never on to http.

    Raises:
        CommandRefused: it may not, with the reason.
    """
    try:
        parts = urlsplit(url.strip())
        host, scheme, _ = parts.hostname or "", parts.scheme.lower(), parts.port  # a wrong port raises here
    except ValueError as error:
        raise CommandRefused("dit is geen adres op het web") from error
    if scheme in ("webcal", "webcals"):
        scheme = "https"
    if scheme not in ("http", "https") or not host or not host.isprintable() or " " in host:
        where = f"{host_of(before)} verwijst door naar een adres" if before else "dit is een adres"
        raise CommandRefused(f"{where} dat niet met http, https of webcal begint")
    if before and scheme == "http" and urlsplit(before).scheme == "https":
        raise CommandRefused(f"{host_of(before)} verwijst door van https naar http: dat is niet veilig")
    checked = parts._replace(scheme=scheme, fragment="").geturl()
    try:
        httpx.URL(checked)
    except httpx.InvalidURL as error:
        raise CommandRefused(f"{clean(host)} is geen geldig adres") from error
    return checked


def leads_home(url: str) -> bool:
    """Whether an address lies within one's own network: then who types it means it."""
    try:
        host = urlsplit(url.strip()).hostname
    except ValueError:
        return False
    return bool(host) and is_private(str(host))


def is_private(host: str) -> bool:
    """Whether a name leads to this machine or the own network; one that cannot be found is left to the fetch."""
    try:
        return any(map(is_private_address, _looked_up(host)))
    except (OSError, UnicodeError):
        return False


def is_private_address(text: str) -> bool:
    """Whether an address is not one of the open internet, also when it is wrapped in an IPv6 one."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return True
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            address = ipaddress.IPv4Address(address.packed[-4:])
        else:
            address = address.ipv4_mapped or address.sixtofour or address
    return not address.is_global or address.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


async def aside(work: Callable[[], T]) -> T:
    """Run something that may hang on a thread of its own: who waits can go away, and the program can end."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(value: T | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error:
            done.set_exception(error)
        else:
            done.set_result(value)  # type: ignore[arg-type]

    def run() -> None:
        value: T | None = None
        caught: BaseException | None = None
        try:
            value = work()
        except BaseException as error:  # noqa: BLE001 - it goes on to who waits
            caught = error
        with suppress(RuntimeError):  # nobody waits any more: the loop is closed
            loop.call_soon_threadsafe(tell, value, caught)

    threading.Thread(target=run, daemon=True, name="aside").start()
    return await done


async def _addresses(host: str) -> list[str]:
    return await aside(lambda: _looked_up(host))


def _looked_up(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _goes_by_proxy(address: str, host: str) -> bool:
    return urlsplit(address).scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(host)


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted; reading them takes as long as a fetch."""
    return httpx.create_ssl_context()


def _is_among(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == name or (name.startswith(".") and host.endswith(name)) for name in hosts)


def _within(host: str) -> str:
    return f"{clean(host)} ligt in het eigen netwerk; klopt dat, zet allow_private aan in data/signals.toml"


def _status_reason(status: int, wanted: str) -> str:
    if status in _REASONS:
        return f"{_REASONS[status]} ({status})"
    return f"heeft een storing ({status})" if status >= 500 else f"gaf geen {wanted} ({status})"


def _why(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "antwoordt niet op tijd"
    if isinstance(error, httpx.ConnectError):
        return "heeft een onveilig certificaat" if "CERTIFICATE" in str(error).upper() else "is niet te bereiken"
    if isinstance(error, httpx.InvalidURL):  # the address itself was read before: this is where it sends on to
        return "verwijst door naar een adres dat niet met http, https of webcal begint"
    if isinstance(error, OSError | UnicodeError):
        return "is niet te bereiken"
    return "brak de verbinding af"


def host_of(url: str) -> str:
    """Whom a message is about: the host only, because an address can hold a password."""
    try:
        return clean(urlsplit(url).hostname or "het adres")
    except ValueError:
        return "het adres"
