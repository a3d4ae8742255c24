"""One situation of the NDW feed: is it about this municipality, what is it, when, where, and who may pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import nan
from typing import NamedTuple, TypeAlias
from xml.etree.ElementTree import Element

from aovconsole.domain.clash_places import Box, metres_between
from aovconsole.domain.text import clean
from aovconsole.domain.typed_names import name_key
from aovconsole.feeds.calendar import Refused
from aovconsole.feeds.ndw_words import (
    ALLOWED,
    CLOSURES,
    DELAYS,
    DETOUR,
    EMERGENCY,
    EVENT_TYPES,
    NOT_REAL,
    PUBLIC_EVENT,
    RECORD_KINDS,
)
from aovconsole.feeds.payload import moment_of
from aovconsole.feeds.signal import FeedRefused

Point: TypeAlias = tuple[float, float]
Span: TypeAlias = tuple[datetime, datetime]

AT_PLACE_M = 150.0
"""So close to the known point of a place (a stop at the edge of a square) it is called by its name; a working value."""

NEAR_PLACE_M = 500.0
"""So close it is told which place is near; a working value."""

_MOST_PERIODS = 400
_MOST_POINTS = 2_000
_LONGEST_TEXT = 300
_POINT_TAGS = frozenset({"pointCoordinates", "coordinatesForDisplay", "openlrCoordinates"})


class Area(NamedTuple):
    """The municipality as the feed is held against it: its name, its box, its places with their points."""

    name: str
    box: Box
    places: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation inside the municipality; `same_as` is equal for the same work under another id."""

    identity: str
    version_at: str
    title: str
    place: str
    description: str
    status: str
    periods: tuple[Span, ...]
    notes: tuple[str, ...]
    same_as: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Where:
    """The points of some records that lie in the box, turned back where they were swapped."""

    points: tuple[Point, ...]
    any_given: bool
    swapped: bool
    unreadable: bool


class _Unreadable(Exception):
    """Why a situation cannot be put on a calendar, in Dutch."""


def read_situation(situation: Element, area: Area) -> Situation | Refused | None:
    """What a situation says; None when it lies elsewhere, closes nothing, or is not real."""
    identity = clean(situation.get("id", "").strip())[:_LONGEST_TEXT]
    records = situation.findall("situationRecord")
    own = [record for record in records if _type(record) != DETOUR]
    here = _where(own, area.box)
    passes = here if here.points or len(own) == len(records) else _where(records, area.box)
    try:
        if not passes.points:
            _refuse_our_own(records, passes, area)
            return None
        status = situation.findtext("headerInformation/informationStatus", "").strip()
        if status in NOT_REAL or not _matters(own if here.points else records):
            return None
        if not identity:
            raise _Unreadable("een situatie heeft geen id")
        if status != "real":
            raise _Unreadable("de situatie zegt niet dat zij echt is (informationStatus)")
        return _situation(situation, identity, records, passes, area, detour_only=not here.points)
    except _Unreadable as error:
        return Refused(0, identity, f"{identity}: {error}" if identity else str(error))


def _refuse_our_own(records: Sequence[Element], where: _Where, area: Area) -> None:
    """A situation that the municipality itself reported must not go by unseen because of its coordinates."""
    ours = {name_key(area.name), name_key(f"gemeente {area.name}")}
    if not any(name_key(_source(record)) in ours for record in records):
        return
    if where.unreadable or not where.any_given:
        raise _Unreadable(f"van {area.name} zelf, maar zonder leesbare coördinaten")
    raise _Unreadable(f"van {area.name} zelf, maar de coördinaten liggen buiten {area.name}")


def _matters(records: Sequence[Element]) -> bool:
    """Whether it is an evenement, or closes something or leads traffic round."""
    return any(_type(one) in ("PublicEvent", DETOUR) or _measure(one) in CLOSURES for one in records)


def _situation(
    situation: Element, identity: str, records: list[Element], where: _Where, area: Area, *, detour_only: bool
) -> Situation:
    what = next((one for one in records if _type(one) in RECORD_KINDS), records[0])
    notes: list[str] = []
    if where.swapped:
        notes.append("breedte en lengte stonden verwisseld: omgedraaid")
    periods = _periods(what, [one for one in records if _type(one) != DETOUR] or records, notes)
    closures = Counter(CLOSURES[measure] for one in records if (measure := _measure(one)) in CLOSURES)
    kind, title = _kind_and_title(what, closures)
    if detour_only:
        title = f"Omleiding: {title}"
    place, (lat, lon) = _place(where.points, area)
    source = _source(what) or next(filter(None, map(_source, records)), "")
    return Situation(
        identity,
        situation.findtext("situationVersionTime", "").strip()[:40],
        title,
        place,
        _description(records, what, kind, source, closures),
        _status(what),
        periods,
        tuple(notes),
        (name_key(source), kind, name_key(title), periods, round(lat, 3), round(lon, 3)),
    )


def _type(record: Element) -> str:
    return record.get("type", "").rpartition(":")[2]


def _measure(record: Element) -> str:
    return record.findtext("roadOrCarriagewayOrLaneManagementType", "").strip()


def _source(record: Element) -> str:
    return _words(record, "source/sourceName")


def _words(element: Element, path: str) -> str:
    """A text of the feed in Dutch where it has one, cleaned, on one line."""
    values = element.findall(f"{path}/values/value")
    found = next((one for one in values if one.get("lang", "").lower().startswith("nl")), values[0] if values else None)
    text = " ".join((found.text or "").split()) if found is not None else ""
    return clean(text).strip(" ,;")[:_LONGEST_TEXT]


def _kind_and_title(what: Element, closures: Iterable[str]) -> tuple[str, str]:
    """The kind in Dutch, and what it is called: by its own description, else its kind; with the sort or the closure."""
    kind = RECORD_KINDS.get(_type(what), "maatregel op de weg")
    event_type = EVENT_TYPES.get(what.findtext("publicEventType", "").strip(), "")
    if kind == PUBLIC_EVENT and event_type:
        kind = f"{PUBLIC_EVENT}, {event_type}"
    title = _words(what, "cause/causeDescription") or (event_type or kind).capitalize()
    beside = event_type if kind.startswith(PUBLIC_EVENT) else ", ".join(closures)
    return kind, title if not beside or beside in title.casefold() else f"{title} ({beside})"


def _description(records: Sequence[Element], what: Element, kind: str, source: str, closures: Mapping[str, int]) -> str:
    """What an officer wants to know of it, a line each; of the comments only warnings: they alone are for everybody."""
    told = [f"{name} ({count} keer)" if count > 1 else name for name, count in closures.items()]
    if any(_type(one) == DETOUR for one in records):
        told.append("omleiding")
    warnings = dict.fromkeys(text for one in records for text in _warnings(one))
    delay = DELAYS.get(what.findtext("impact/delays/delayBand", "").strip(), "")
    lines = {
        "soort": kind,
        "bron": source,
        "maatregelen": ", ".join(told),
        "hulpdiensten": "mogen erdoor" if any(map(_passable, records)) else "",
        "vertraging": delay,
        "let op": "; ".join(warnings),
    }
    return "\n".join(f"{name}: {text}" for name, text in lines.items() if text)


def _warnings(record: Element) -> Iterator[str]:
    for comment in record.findall("generalPublicComment"):
        if comment.findtext("commentType", "").strip() == "warning" and (text := _words(comment, "comment")):
            yield text


def _passable(record: Element) -> bool:
    """Whether a record opens what is closed for the emergency services."""
    usages = (one.text or "" for one in record.findall("forVehiclesWithCharacteristicsOf/vehicleUsage"))
    return _measure(record) == ALLOWED and EMERGENCY in (usage.strip() for usage in usages)


def _status(what: Element) -> str:
    if what.findtext(".//lifeCycleManagement/cancel", "").strip() == "true":
        return "cancelled"
    return "tentative" if what.findtext("probabilityOfOccurrence", "").strip() == "riskOf" else "confirmed"


def _periods(what: Element, records: Sequence[Element], notes: list[str]) -> tuple[Span, ...]:
    """When it is: its periods, or those of its measures, else from its begin to its end."""
    spec = "validity/validityTimeSpecification"
    overall = _span(what, f"{spec}/overallStartTime", f"{spec}/overallEndTime", notes)
    for group in ([what], records):
        found = [period for one in group for period in one.findall(f"{spec}/validPeriod")]
        if any("recurring" in part.tag for period in found for part in period):
            notes.append("geldt op bepaalde uren of dagen binnen deze tijd: zie de bron")
            break
        spans = {_span(one, "startOfPeriod", "endOfPeriod", notes, overall[1]) for one in found}
        if 1 <= len(spans) <= _MOST_PERIODS:
            return tuple(sorted(spans))
        if spans:
            notes.append(f"{len(spans)} perioden: als één geheel bewaard")
            break
    return (overall,)


def _span(element: Element, begin: str, end: str, notes: list[str], last: datetime | None = None) -> Span:
    begin_at = _moment(element.findtext(begin, ""))
    if begin_at is None:
        raise _Unreadable("er staat niet in wanneer het begint")
    end_at = _moment(element.findtext(end, "")) or last
    if end_at is None:
        notes.append("zonder einde: als moment bewaard")
        end_at = begin_at
    if end_at < begin_at:
        notes.append("einde ligt voor het begin: als moment bewaard")
        end_at = begin_at
    return begin_at, end_at


def _moment(text: str) -> datetime | None:
    """A moment of the feed as UTC; None when there is none."""
    try:
        moment = moment_of(text)
    except FeedRefused as refused:
        raise _Unreadable(refused.sentence) from refused
    return moment.replace(microsecond=0) if moment else None


def _where(records: Sequence[Element], box: Box) -> _Where:
    """Where records are; most of the feed goes by here, so a point far away costs a comparison or two."""
    south, west, north, east = box
    inside: dict[Point, None] = {}
    any_given = swapped = unreadable = False
    for lat, lon in (point for record in records for point in _points(record)):
        any_given = True
        if south <= lat <= north and west <= lon <= east:
            inside[lat, lon] = None
        elif south <= lon <= north and west <= lat <= east:
            inside[lon, lat] = None
            swapped = True
        elif not (-90 <= lat <= 90 and -180 <= lon <= 180):
            unreadable = True
        if len(inside) > _MOST_POINTS:
            break
    return _Where(tuple(inside), any_given, swapped, unreadable)


def _points(record: Element) -> Iterator[Point]:
    """Every point of a record as it is written, latitude first; what is no number is none (NaN)."""
    for element in record.iter():
        if element.tag in ("posList", "pos"):
            numbers = [*map(_number, (element.text or "").split())]
            yield from zip(numbers[::2], numbers[1::2], strict=False)
        elif element.tag in _POINT_TAGS:
            yield _number(element.findtext("latitude", "")), _number(element.findtext("longitude", ""))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return nan


def _place(points: Sequence[Point], area: Area) -> tuple[str, Point]:
    """Where it is: by the name of a place that it touches, else by coordinates and what is near."""
    first = points[0]
    written = f"{first[0]:.5f} {first[1]:.5f}"
    near = min(
        ((metres_between(point, (lat, lon)), name) for name, lat, lon in area.places for point in points),
        default=(float("inf"), ""),
    )
    if near[0] <= AT_PLACE_M:
        return f"{near[1]}, {written}", first
    return f"{written}, bij {near[1]}" if near[0] <= NEAR_PLACE_M else written, first
