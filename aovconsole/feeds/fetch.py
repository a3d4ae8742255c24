"""Fetching a calendar from an address: only when it changed, never more than it may be, and only if it is one."""

from __future__ import annotations

import ipaddress
import socket
import time
import urllib.request
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused
from aovconsole.feeds.calendar_lines import LIMIT_BYTES, is_web_page

USER_AGENT = "aovconsole/1 (openbare orde en veiligheid; kalender)"
_TIMEOUT = httpx.Timeout(15.0, connect=8.0)
_WHOLE_SECONDS = 90.0
_REDIRECTS_LIMIT = 5
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_LOOKED_AT = 64 * 1024
_REASONS = {
    401: "vraagt om aanmelden", 403: "geeft geen toegang", 404: "bestaat niet", 407: "vraagt om aanmelden",
    410: "bestaat niet meer", 429: "vraagt om later terug te komen",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave: nothing new, or the bytes and the marks to ask with next time."""

    not_modified: bool
    body: bytes
    etag: str
    last_modified: str


def fetch_calendar(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    allow_private: bool = False,
    limit_bytes: int = LIMIT_BYTES,
    timeout: httpx.Timeout = _TIMEOUT,
    whole_seconds: float = _WHOLE_SECONDS,
) -> Fetched:
    """Fetch a calendar by http, https or webcal, unless the server says that it is still what these marks say.

    `allow_private`: also from addresses within one's own network, which a link of somebody else could misuse.

    Raises:
        CommandRefused: it cannot be fetched, or what came is no calendar.
    """
    headers = {"User-Agent": USER_AGENT, "Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "gzip"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    request = _Request(headers, allow_private, limit_bytes, time.monotonic() + whole_seconds)
    address = _checked(url, "", allow_private=allow_private)
    try:
        with httpx.Client(timeout=timeout) as client:
            for _ in range(_REDIRECTS_LIMIT + 1):
                answer = request.ask(client, address)
                if isinstance(answer, Fetched):
                    return answer
                address = answer
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise CommandRefused(f"{_host(address)} {_why(error)}") from error
    raise CommandRefused(f"{_host(address)} verwijst telkens door")


@dataclass(frozen=True, slots=True)
class _Request:
    """One question, put to each address that it is sent on to."""

    headers: dict[str, str]
    allow_private: bool
    limit_bytes: int
    deadline: float

    def ask(self, client: httpx.Client, address: str) -> Fetched | str:
        """The answer of one address, or the address that it sends on to."""
        with client.stream("GET", address, headers=self.headers) as response:
            if not self.allow_private:
                _refuse_private_peer(response, address)
            if response.has_redirect_location:
                onward = urljoin(address, response.headers["Location"])
                return _checked(onward, address, allow_private=self.allow_private)
            asked = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
            if response.status_code == httpx.codes.NOT_MODIFIED and asked:
                return Fetched(True, b"", *self._marks(response))
            if response.status_code != httpx.codes.OK:
                raise CommandRefused(f"{_host(address)} {_status_reason(response.status_code)}")
            body = self._body(response, address)
            _refuse_other_than_calendar(body, address)
            return Fetched(False, body, clean(response.headers.get("ETag", "")), _last_modified(response))

    def _marks(self, response: httpx.Response) -> tuple[str, str]:
        """The marks of an unchanged calendar: those of the answer, else those that were asked with."""
        etag = clean(response.headers.get("ETag", "")) or self.headers.get("If-None-Match", "")
        return etag, _last_modified(response) or self.headers.get("If-Modified-Since", "")

    def _body(self, response: httpx.Response, address: str) -> bytes:
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in _ENCODINGS:  # also gzip within gzip: a small answer can hold a huge one
            raise CommandRefused(f"{_host(address)} gaf een antwoord in een vorm die niet wordt gelezen")
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self.limit_bytes:
                raise CommandRefused(
                    f"{_host(address)} gaf meer dan {max(1, self.limit_bytes // 1024**2)} MB: dat wordt niet gelezen"
                )
            if time.monotonic() > self.deadline:
                raise CommandRefused(f"{_host(address)} antwoordt te langzaam")
        return bytes(body)


def _last_modified(response: httpx.Response) -> str:
    return clean(response.headers.get("Last-Modified", ""))


def _checked(url: str, before: str, *, allow_private: bool) -> str:
    """An address that may be asked: webcal is https; from https never on to http.

    Raises:
        CommandRefused: it may not, with the reason.
    """
    try:
        parts = urlsplit(url.strip())
        host, scheme, _ = parts.hostname or "", parts.scheme.lower(), parts.port  # a wrong port raises here
    except ValueError as error:
        raise CommandRefused("dit is geen adres van een kalender") from error
    if scheme in ("webcal", "webcals"):
        scheme = "https"
    if scheme not in ("http", "https") or not host or not host.isprintable() or " " in host:
        where = f"{_host(before)} verwijst door naar een adres" if before else "dit is een adres"
        raise CommandRefused(f"{where} dat niet met http, https of webcal begint")
    if before and scheme == "http" and urlsplit(before).scheme == "https":
        raise CommandRefused(f"{_host(before)} verwijst door van https naar http: dat is niet veilig")
    checked = parts._replace(scheme=scheme, fragment="").geturl()
    try:
        httpx.URL(checked)
    except httpx.InvalidURL as error:
        raise CommandRefused(f"{clean(host)} is geen geldig adres") from error
    if not allow_private and _is_private(host):
        raise CommandRefused(f"{clean(host)} ligt in het eigen netwerk; sta dat uitdrukkelijk toe als het klopt")
    return checked


def leads_home(url: str) -> bool:
    """Whether an address lies within one's own network: then who types it means it."""
    try:
        host = urlsplit(url.strip()).hostname
    except ValueError:
        return False
    return bool(host) and _is_private(str(host))


def _is_private(host: str) -> bool:
    """Whether a name leads to this machine or the own network; one that cannot be found is left to the fetch."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(_is_private_address(str(entry[4][0])) for entry in found)


def _is_private_address(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return True
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return not address.is_global or address.is_multicast


def _refuse_private_peer(response: httpx.Response, address: str) -> None:
    """A name can lead elsewhere between the look-up and the connection; behind a proxy the proxy is the peer."""
    host = urlsplit(address).hostname or ""
    if urllib.request.getproxies() and not urllib.request.proxy_bypass(host):
        return
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    if peer and _is_private_address(str(peer[0])):
        raise CommandRefused(f"{_host(address)} ligt in het eigen netwerk; sta dat uitdrukkelijk toe als het klopt")


def _refuse_other_than_calendar(body: bytes, address: str) -> None:
    """A sign-in page comes with 200 too: it must not replace a calendar."""
    if not body.strip():
        raise CommandRefused(f"{_host(address)} gaf een leeg antwoord; wat er al was blijft staan")
    if is_web_page(body):
        raise CommandRefused(
            f"{_host(address)} gaf een webpagina (een aanmeldscherm?) in plaats van een kalender;"
            " wat er al was blijft staan"
        )
    if b"BEGIN:VCALENDAR" not in body[:_LOOKED_AT].replace(b"\0", b"").upper():
        raise CommandRefused(f"{_host(address)} gaf iets anders dan een kalender; wat er al was blijft staan")


def _status_reason(status: int) -> str:
    if status in _REASONS:
        return f"{_REASONS[status]} ({status})"
    return f"heeft een storing ({status})" if status >= 500 else f"gaf geen kalender ({status})"


def _why(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "antwoordt niet op tijd"
    if isinstance(error, httpx.ConnectError):
        return "heeft een onveilig certificaat" if "CERTIFICATE" in str(error).upper() else "is niet te bereiken"
    if isinstance(error, httpx.DecodingError):
        return "gaf een beschadigd antwoord"
    if isinstance(error, httpx.InvalidURL):  # the address itself was read before: this is where it sends on to
        return "verwijst door naar een adres dat niet met http, https of webcal begint"
    return "brak de verbinding af"


def _host(url: str) -> str:
    """Whom a message is about: the host only, because an address can hold a password."""
    try:
        return clean(urlsplit(url).hostname or "het adres")
    except ValueError:
        return "het adres"
