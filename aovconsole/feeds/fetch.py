"""Fetching a calendar from an address: only when it changed, never more than it may be, and only if it is one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx

from aovconsole.errors import CommandRefused
from aovconsole.feeds.calendar_lines import LIMIT_BYTES, is_web_page
from aovconsole.feeds.web import TIMEOUT, WHOLE_SECONDS, Bounds, Question, fetch, host_of, leads_home

__all__ = ["Fetched", "fetch_calendar", "leads_home"]

_HEADERS = (
    ("User-Agent", "aovconsole/1 (openbare orde en veiligheid; kalender)"),
    ("Accept", "text/calendar, */*;q=0.5"),
)
_LOOKED_AT = 64 * 1024


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
    timeout: httpx.Timeout = TIMEOUT,
    whole_seconds: float = WHOLE_SECONDS,
) -> Fetched:
    """Fetch a calendar by http, https or webcal, unless the server says that it is still what these marks say.

    `allow_private`: also from addresses within one's own network, which a link of somebody else could misuse.

    Raises:
        CommandRefused: it cannot be fetched, or what came is no calendar.
    """
    question = Question(url, headers=_HEADERS, etag=etag, last_modified=last_modified)
    bounds = Bounds(limit_bytes, whole_seconds, timeout, allow_private, wanted="kalender")
    answer = asyncio.run(fetch(question, bounds))
    if not answer.not_modified:
        _refuse_other_than_calendar(answer.body, host_of(url))
    return Fetched(answer.not_modified, answer.body, answer.etag, answer.last_modified)


def _refuse_other_than_calendar(body: bytes, host: str) -> None:
    """A sign-in page comes with 200 too: it must not replace a calendar."""
    if not body.strip():
        raise CommandRefused(f"{host} gaf een leeg antwoord; wat er al was blijft staan")
    if is_web_page(body):
        raise CommandRefused(
            f"{host} gaf een webpagina (een aanmeldscherm?) in plaats van een kalender; wat er al was blijft staan"
        )
    if b"BEGIN:VCALENDAR" not in body[:_LOOKED_AT].replace(b"\0", b"").upper():
        raise CommandRefused(f"{host} gaf iets anders dan een kalender; wat er al was blijft staan")
