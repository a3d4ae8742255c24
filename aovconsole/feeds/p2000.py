"""P2000 pages of a receiver (raw FLEX lines) or of a file (a JSON text a line), with as little of a person as can be.

A page is a hint, never a fact: one incident is many pages, some of them cut off, and a later one may withdraw it.
Numbers (house, telephone, ride) are taken out; of an ambulance, and of what is about somebody's health, the place
stays and the street goes. Nothing of the original text is kept beside what is shown.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aovconsole.domain.times import local_candidates, possible
from aovconsole.feeds.payload import json_of, line, moment_of, shaped, text_of
from aovconsole.feeds.reader import FeedReader
from aovconsole.feeds.signal import FeedRefused, Reading, Signal

_MOST_LINES = 20_000
_MOST_REMARKS = 5
_MOST_NEAR = 50
_TOGETHER = timedelta(hours=1)
_KEPT = timedelta(hours=24)
_CUT_FROM = 20
"""From so many characters on a text that another one begins with is taken for a copy that was cut off."""

_FLEX_PARTS = 7
_TRIAL = re.compile(r"\b(?:test\w*|terst|proefalarm|oefening)\b", re.IGNORECASE)
_WITHDRAWN = re.compile(r"\(?\bintrekken alarm\b[^)]*\)?", re.IGNORECASE)
_RIDE = re.compile(r"\s*(?:rit:?|icnum)?\s*\b(\d{4,7})\s*$", re.IGNORECASE)
_AMBULANCE = re.compile(r"^[AB][0-2]\b", re.IGNORECASE)
_PRIO = re.compile(r"^P\s?([1-5])\b|\bprio\s?([1-5])\b", re.IGNORECASE)
_GRIP = re.compile(r"\bGRIP\s?[1-5]\b", re.IGNORECASE)
_NUMBERS = re.compile(
    r"(\bGRIP\s?[1-5]\b)|\b\d{4}\s?[A-Z]{2}\b|(?<![\w-])\d+[a-zA-Z]{0,2}(?:[-/]\d*[a-zA-Z]{0,2})*(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of JSON: a text, with the place and the moment where somebody read them in it."""

    text: str
    city: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    at: datetime | None = None
    capcodes: frozenset[int] = frozenset()
    city: str = ""


@dataclass(slots=True)
class _Incident:
    """Pages about one thing: the first of them gives the key."""

    first: _Page
    bare: str
    number: str
    pages: list[_Page] = field(default_factory=list)
    withdrawn: bool = False

    @property
    def key(self) -> str:
        said = f"{self.bare}|{self.number}|{self.first.at}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def last_at(self) -> datetime | None:
        return self.pages[-1].at


@dataclass(frozen=True, slots=True)
class P2000Reader(FeedReader):
    """Pages that name an area of `data/feeds.toml`, or that are sent to one of its capcodes."""

    def read(self, body: bytes, content_type: str, at: datetime) -> Reading:
        """What was paged in the last day, each incident once.

        Raises:
            FeedRefused: these are neither FLEX lines nor JSON lines.
        """
        lines = [one for one in text_of(body, content_type).splitlines() if one.strip()]
        if len(lines) > _MOST_LINES:
            raise FeedRefused(f"er staan meer dan {_MOST_LINES} regels in: dat wordt niet gelezen")
        faults: list[str] = []
        pages = list(
            _json_pages(lines, faults) if lines[0].lstrip().startswith("{") else _flex_pages(lines, at, faults)
        )
        if not pages and faults:
            raise FeedRefused(faults[0])
        ours = [page for page in pages if self._is_ours(page)]
        real = [page for page in ours if not _TRIAL.search(page.text)]
        fresh = [page for page in real if page.at is None or page.at > at - _KEPT]
        incidents = _incidents(fresh)
        remarks = [
            *faults[:_MOST_REMARKS],
            *_counted("nog meer regels niet gelezen", len(faults) - _MOST_REMARKS),
            *_counted("overgeslagen (test, proefalarm of oefening)", len(ours) - len(real)),
            *_counted("overgeslagen (ouder dan een dag)", len(real) - len(fresh)),
        ]
        signals = tuple(self._signal(one) for one in incidents if not one.withdrawn)
        return Reading(signals, tuple(remarks), tuple(one.key for one in incidents if one.withdrawn))

    def _is_ours(self, page: _Page) -> bool:
        if not self.feed.areas and not self.feed.capcodes:
            return True
        return bool(self._place(page)) or not page.capcodes.isdisjoint(_capcodes(self.feed.capcodes))

    def _place(self, page: _Page) -> str:
        """The area of ours that a page names; without areas of ours the place that somebody read in it."""
        found = _word_of(self.feed.areas, f"{page.text} {page.city}")
        return found or ("" if self.feed.areas else page.city)

    def _signal(self, incident: _Incident) -> Signal:
        page = max(incident.pages, key=lambda one: len(one.text))
        place = self._place(page)
        text = _RIDE.sub("", page.text)
        service, priority, rest = _read(text)
        of_health = bool(_word_of(self.feed.medical, text))
        shown = " ".join(_NUMBERS.sub(lambda found: found[1] or "", rest).split())
        about = "over iemands gezondheid: tekst niet getoond" if of_health else shown or "alleen een getal"
        headline = " ".join(filter(None, (service, priority)))
        if service != "ambulance":
            headline = f"{headline}: {about}"
        if place and place.casefold() not in headline.casefold():
            headline = f"{headline}, {place}"
        copies = len(incident.pages)
        detail = (
            "een oproep is een aanwijzing, geen bevestigd feit",
            f"{copies} oproepen" if copies > 1 else "",
            "GRIP staat in de tekst: een aanwijzing, vaststellen doet u zelf" if _GRIP.search(text) else "",
        )
        return Signal(
            self.id, incident.key, line(headline), "info", priority, incident.first.at, None, incident.last_at,
            place=place, detail=tuple(filter(None, detail)),
        )  # fmt: skip


def _json_pages(lines: Iterable[str], faults: list[str]) -> Iterator[_Page]:
    for number, text in enumerate(lines, start=1):
        try:
            found = shaped(_Line, json_of(text.encode()))
            yield _Page(line(found.text), moment_of(found.time), city=line(found.city, 60))
        except FeedRefused as refused:
            faults.append(f"regel {number}: {refused.sentence}")


def _flex_pages(lines: Iterable[str], at: datetime, faults: list[str]) -> Iterator[_Page]:
    """The pages with a text; a receiver writes the wall clock, without a zone."""
    for number, text in enumerate(lines, start=1):
        parts = text.split("|", _FLEX_PARTS - 1)
        if len(parts) != _FLEX_PARTS or parts[0].strip() != "FLEX":
            faults.append(f"regel {number}: dit is geen regel van P2000 (FLEX)")
            continue
        _, when, _, _, capcodes, kind, said = parts
        try:
            naive = datetime.fromisoformat(when.strip())
            moments = possible(local_candidates(naive), at) if naive.tzinfo is None else (moment_of(when),)
        except (ValueError, FeedRefused):
            moments = ()
        if not moments:
            faults.append(f"regel {number}: de tijd is niet te lezen")
        elif kind.strip() == "ALN" and said.strip():
            yield _Page(line(said), moments[0], _capcodes(capcodes.split()))


def _capcodes(texts: Iterable[str]) -> frozenset[int]:
    return frozenset(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= 9)


def _incidents(pages: Iterable[_Page]) -> list[_Incident]:
    """Pages put together: the same text and number (or a copy that was cut off) within an hour."""
    found: list[_Incident] = []
    by_begin: dict[str, deque[_Incident]] = {}
    for page in pages:
        bare, number = _bare(page.text), _number(page.text)
        near = by_begin.setdefault(bare[:_CUT_FROM], deque(maxlen=_MOST_NEAR))
        incident = next((one for one in reversed(near) if _same(one, page, bare, number)), None)
        if incident is None:
            incident = _Incident(page, bare, number)
            near.append(incident)
            found.append(incident)
        incident.pages.append(page)
        incident.withdrawn |= bool(_WITHDRAWN.search(page.text))
    return found


def _same(incident: _Incident, page: _Page, bare: str, number: str) -> bool:
    known = incident.bare
    cut = min(len(bare), len(known)) >= _CUT_FROM and (bare.startswith(known) or known.startswith(bare))
    if bare != known and not cut:
        return False
    if number and incident.number and number != incident.number:
        return False
    return page.at is None or incident.last_at is None or abs(page.at - incident.last_at) <= _TOGETHER


def _bare(text: str) -> str:
    """What two pages about one thing have in common: no number behind it, no word that withdraws it."""
    return " ".join(_RIDE.sub("", _WITHDRAWN.sub(" ", text)).casefold().split())


def _number(text: str) -> str:
    found = _RIDE.search(text)
    return found[1] if found else ""


def _read(text: str) -> tuple[str, str, str]:
    """Ambulance or any other page (a `P` is not always the fire brigade), its priority, and the rest of the text."""
    if found := _AMBULANCE.match(text):
        return "ambulance", found[0].upper(), text[found.end() :]
    if found := _PRIO.search(text):
        return "oproep", f"prio {found[1] or found[2]}", text[: found.start()] + text[found.end() :]
    return "oproep", "", text


def _word_of(words: Iterable[str], text: str) -> str:
    """The first of these words that stands in a text as a word."""
    found = (one for one in words if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.IGNORECASE))
    return next(found, "")


def _counted(words: str, number: int) -> list[str]:
    return [f"{words}: {number}"] if number > 0 else []
