"""Warnings of KNMI: the cube of 48 hours x 7 phenomena x 15 regions, read for the regions that are asked for.

    files ─> address of the newest ─> the cube (xml.gz) ─> cells of our regions ─> one warning for each run of hours

Only cells count: the colours also stand in the definitions of every file. What is over is simply absent from the next
file. A cell names the forecaster: that name is neither shown nor kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import quote
from xml.etree.ElementTree import Element

from aovconsole.feeds.payload import elements_of, json_of, line, moment_of, shaped, web_link
from aovconsole.feeds.reader import FeedReader
from aovconsole.feeds.signal import FeedRefused, FeedSettings, Level, Reading, Request, Signal

_HOUR = timedelta(hours=1)
_MOST_CELLS = 20_000
"""A real cube has 5,040."""

_COLOURS: dict[str, tuple[Level, str]] = {
    "GREEN": ("none", "code groen"),
    "YELLOW": ("yellow", "code geel"),
    "ORANGE": ("orange", "code oranje"),
    "RED": ("red", "code rood"),
}
_PHENOMENA = {
    "LT": "onweersbuien",
    "FX": "windstoten",
    "IC": "sneeuw en gladheid",
    "RR": "zware regen",
    "VV": "zicht",
    "TX": "temperatuur",
    "WS": "hozen",
}


@dataclass(frozen=True, slots=True)
class _File:
    filename: str


@dataclass(frozen=True, slots=True)
class _Files:
    files: list[_File]


@dataclass(frozen=True, slots=True)
class _Download:
    temporaryDownloadUrl: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """One hour of one phenomenon in one region."""

    region: str
    phenomenon: str
    begin: datetime
    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class KnmiReader(FeedReader):
    """The regions of `data/feeds.toml` in the newest file of KNMI."""

    def requests(self, settings: FeedSettings) -> tuple[Request, ...]:  # noqa: ARG002 (the newest is the newest)
        """Which file is the newest; nothing without a key."""
        return (self._asked("?sorting=desc&maxKeys=1"),) if self.feed.address and self.feed.api_key else ()

    def _asked(self, path: str) -> Request:
        return Request(f"{self.feed.address}{path}", headers=(("Authorization", self.feed.api_key or ""),))

    def read(self, body: bytes, content_type: str, at: datetime) -> Reading:
        """The warnings of a cube; of a list of files, or of the address of one, what must be asked next.

        Raises:
            FeedRefused: it is none of these, or the cube does not hold our regions.
        """
        if body.lstrip()[:1] == b"{":
            return self._onward(json_of(body, content_type))
        issued, until = _issued(body, content_type)
        if until <= at:
            return Reading(remarks=("deze waarschuwingen golden tot voor nu: zij zeggen niets over nu",))
        names = _names(body, content_type)
        cells = _cells(body, content_type, self.feed.areas)
        wanted = self.feed.areas or tuple(names)
        if missing := [region for region in wanted if region not in {cell.region for cell in cells}]:
            raise FeedRefused(f"gebied {line(missing[0], 10)} komt in deze waarschuwingen niet voor")
        signals: list[Signal] = []
        for region in wanted:
            name = names.get(region, region)
            found = self._warnings([cell for cell in cells if cell.region == region], name, issued, at)
            green = Signal(
                self.id, f"{region}-none", f"geen waarschuwing, {name}", "none", _COLOURS["GREEN"][1], issued, until,
                issued, place=name,
            )  # fmt: skip
            signals += found or [green]
        return Reading(tuple(signals), complete=True)

    def _onward(self, found: object) -> Reading:
        """The question that follows: where the newest file is, then the file itself, for which no key is needed."""
        if isinstance(found, dict) and "temporaryDownloadUrl" in found:
            link = web_link(shaped(_Download, found).temporaryDownloadUrl)
            if not link:
                raise FeedRefused("het adres van het bestand met waarschuwingen begint niet met https of http")
            return Reading(follow=(Request(link),))
        files = shaped(_Files, found).files
        if not files:
            raise FeedRefused("KNMI heeft geen bestand met waarschuwingen")
        newest = line(max(one.filename for one in files))
        return Reading(follow=(self._asked(f"/{quote(newest, safe='')}/url"),))

    def _warnings(self, cells: list[_Cell], name: str, issued: datetime, at: datetime) -> list[Signal]:
        """One warning for each run of hours with the same phenomenon, colour and text that is not over."""
        runs = [run for run in _runs(cells) if run[-1].begin + _HOUR > at]
        counts: Counter[str] = Counter()
        found: list[Signal] = []
        for run in runs:
            first = run[0]
            level, code = _COLOURS.get(first.colour, ("unknown", f"code {line(first.colour, 20).lower()}"))
            base = f"{first.region}-{first.phenomenon}-{first.colour.lower()}"
            counts[base] += 1
            key = base if counts[base] == 1 else f"{base}-{counts[base]}"
            what = _PHENOMENA.get(first.phenomenon, line(first.phenomenon, 20))
            detail = (first.text,) if first.text else ()
            warning = Signal(
                self.id, key, f"{code}: {what}, {name}", level, code, first.begin, run[-1].begin + _HOUR, issued,
                place=name, detail=detail,
            )  # fmt: skip
            found.append(warning)
        return found


def _runs(cells: list[_Cell]) -> list[list[_Cell]]:
    """Cells that are not green, those that follow each other and say the same together, by when they begin."""
    ordered = sorted(
        {cell for cell in cells if cell.colour != "GREEN"}, key=lambda cell: (cell.phenomenon, cell.begin, cell.colour)
    )
    if not ordered:
        return []
    runs = [[ordered[0]]]
    for before, cell in pairwise(ordered):
        same = (cell.phenomenon, cell.colour, cell.text) == (before.phenomenon, before.colour, before.text)
        if same and cell.begin - before.begin == _HOUR:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return sorted(runs, key=lambda run: (run[0].begin, run[0].phenomenon))


def _issued(body: bytes, content_type: str) -> tuple[datetime, datetime]:
    """When the file was issued, and until when it speaks."""
    for info in elements_of(body, content_type, "report", "report_info"):
        issued = moment_of(info.findtext("report_dtg_issued"))
        until = moment_of(info.findtext("report_end_valid_time"))
        if issued and until:
            return issued, until
        break
    raise FeedRefused("in deze waarschuwingen staat niet wanneer zij zijn uitgegeven en tot wanneer zij gelden")


def _names(body: bytes, content_type: str) -> dict[str, str]:
    """The name of each region, as the file itself gives it."""
    names: dict[str, str] = {}
    for block in elements_of(body, content_type, "report", "report_locations"):
        for place in block.findall("report_location"):
            names[_told(place, "location_id", 20)] = _told(place, "location_descr/text/text_header", 60)
        break
    return names


def _cells(body: bytes, content_type: str, areas: tuple[str, ...]) -> list[_Cell]:
    cells: list[_Cell] = []
    for piece in elements_of(body, content_type, "report", "timeslice"):
        begin = moment_of(piece.findtext("timeslice_id"))
        if begin is None:
            raise FeedRefused("een uur in deze waarschuwingen heeft geen tijd")
        for phenomenon in piece.findall("phenomenon"):
            kind = _told(phenomenon, "phenomenon_id", 20)
            for place in phenomenon.findall("location"):
                region = _told(place, "location_id", 20)
                if not areas or region in areas:
                    if len(cells) == _MOST_CELLS:
                        raise FeedRefused(f"er staan meer dan {_MOST_CELLS} vakken in: dat wordt niet gelezen")
                    cells.append(_Cell(region, kind, begin, _told(place, "color_id", 20).upper(), _dutch(place)))
    return cells


def _told(element: Element, path: str, limit: int) -> str:
    return line(element.findtext(path), limit)


def _dutch(place: Element) -> str:
    """The text of a cell in Dutch; it decides which part of the region is meant."""
    texts = {
        _told(text, "text_language_id", 5).upper(): _told(text, "text_data", 600) for text in place.findall("text")
    }
    return texts.get("NL") or next(filter(None, texts.values()), "")
