"""From what the journal knows to what clashes look at: dossiers, days of calendars, places with their points."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.domain.clash_places import NOWHERE, Box, Spot, set_right
from aovconsole.domain.clash_rules import FOREIGN, Happening
from aovconsole.domain.times import read_stored
from aovconsole.domain.typed_names import known_name, name_key
from aovconsole.domain.view import CalendarDay, SubjectRow
from aovconsole.reference.clashes import ClashTable
from aovconsole.reference.files import load_municipality, load_places, sound

OWN_TYPES = ("evenement", "demonstration", "match", "cmt")
_OFF = frozenset({"cancelled", "vanished", "postponed", "refused", "withdrawn", "prohibited"})
_ROUTE_LENGTH = 2_000
_WORD_BEGIN = re.compile(r"(?<!\w)\w")


class Gazetteer:
    """The places of the municipality: from what somebody typed to a name, a point, an area and a norm."""

    def __init__(self, home: Path | None, table: ClashTable) -> None:
        places, city = sound(load_places, home), sound(load_municipality, home)
        self.box = Box(city.south, city.west, city.north, city.east)
        self._city = name_key(city.name)
        self._areas = {name_key(name): row.name for row in table.areas for name in row.places}
        self._names: dict[str, str] = {}
        self._spots: dict[str, Spot] = {}
        self._norms: dict[str, int | None] = {}
        for place in places.places:
            key = name_key(place.name)
            self._names |= {name_key(name): place.name for name in (place.name, *place.aliases)}
            lat, lon = set_right(place.lat, place.lon, self.box) or (None, None)
            area = place.name if place.kind == "area" else self._areas.get(key, "")
            whole_city = place.kind == "place" or key == self._city
            self._spots[key] = NOWHERE if whole_city else Spot(key, place.name, lat, lon, area, known=True)
            self._norms[key] = places.norm_of(place)
        self._typed: dict[str, Spot] = {}

    def spot(self, typed: str) -> Spot:
        """The place that a text names: a name or alias, alone or before a comma, with or without the municipality.

        A text that the list does not have is a place of its own; the whole municipality is no place.
        """
        found = self._typed.get(typed)
        if found is None:
            found = self._typed[typed] = self._find(typed)
        return found

    def _find(self, typed: str) -> Spot:
        key = name_key(typed)
        first, *rest = (part.strip() for part in key.split(","))
        for name in (key, first, first.removesuffix(f" {self._city}")):
            if known := self._names.get(name):
                return self._spots[name_key(known)]
        if not first or first == self._city:
            return NOWHERE
        areas = (self._spots[name_key(self._names[part])].area for part in rest if part in self._names)
        return Spot(key, typed, area=next((area for area in areas if area), ""))

    def norm(self, spot: Spot) -> int | None:
        """On how many days of a year this place may be taken; None where no norm holds."""
        return self._norms.get(spot.key)

    def outside(self, spot: Spot) -> bool:
        """Whether a place is known to lie outside the municipality."""
        return spot.point is not None and not self.box.holds(*spot.point)

    def route(self, text: str) -> tuple[Spot, ...]:
        """The known places that the words of a route name, in that order, each once."""
        passed: dict[str, Spot] = {}
        text, after = text[:_ROUTE_LENGTH], 0
        for begin in _WORD_BEGIN.finditer(text):
            named = known_name(text, begin.start(), self._names) if begin.start() >= after else None
            if named:
                after = named.after
                spot = self._spots[name_key(named.name)]
                passed.setdefault(spot.key, spot)
        passed.pop("", None)
        return tuple(passed.values())


def happenings_of(
    days: Iterable[CalendarDay],
    row_of: Callable[[str], SubjectRow | None],
    places: Gazetteer,
    zone: ZoneInfo,
) -> Iterator[Happening]:
    """What stands on the calendar as clashes see it: a dossier once, an item of others for each of its days."""
    seen: set[str] = set()
    for day in days:
        if not day.dossier:
            yield _of_calendar(day, places, zone)
        elif day.dossier not in seen:
            seen.add(day.dossier)
            row = row_of(day.dossier)
            if row is not None and row.type in OWN_TYPES and row.begin_at:
                yield of_dossier(row, day, places, zone)


def _of_calendar(day: CalendarDay, places: Gazetteer, zone: ZoneInfo) -> Happening:
    spot = places.spot(day.place)
    if day.begin_on:
        begin, end = _whole_days(day, zone)
    else:
        begin, end = read_stored(day.begin_at), read_stored(day.end_at)
    return Happening(
        subject=day.subject,
        type=FOREIGN,
        title=day.title,
        begin=begin,
        end=end,
        place=spot,
        status=day.status,
        cancelled=day.status in _OFF,
        all_day=bool(day.begin_on),
        outside=places.outside(spot),
    )


def of_dossier(row: SubjectRow, day: CalendarDay, places: Gazetteer, zone: ZoneInfo) -> Happening:
    """A dossier of our own, from its row and its day on the calendar."""
    body: Mapping[str, Any] = json.loads(row.body)
    spot = places.spot(row.place)
    begin, end = _begin_and_end(row, day, zone)
    route = places.route(", ".join((_text(body.get("route")), _text(body.get("end_place")))))
    return Happening(
        subject=row.subject,
        number=row.number,
        type=row.type,
        title=row.title,
        begin=begin,
        end=end,
        place=spot,
        status=day.status,
        cancelled=bool(_OFF.intersection((day.status, row.status, _permit(body)))),
        all_day=bool(day.begin_on),
        outside=places.outside(spot),
        build_up_at=_moment(body.get("build_up_at")),
        break_down_until=_moment(body.get("break_down_until")),
        opens_at=_moment(body.get("doors_at")),
        empty_at=_moment(body.get("depart_until")),
        open_end=body.get("has_end") is False and not body.get("ended_at"),
        handling_class=_text(body.get("handling_class") or body.get("category")),
        cmt=body.get("cmt_day") == "yes",
        cmt_for=_text(body.get("evenement")) if row.type == "cmt" else "",
        whole_place=row.type == "evenement" and body.get("whole_place") != "no",
        route=tuple(one for one in route if one.key != spot.key),
        counter_of=_texts(body.get("counter_of")),
        aims_at=_texts(body.get("aims_at")),
        aims_at_places=tuple(places.spot(name).key for name in _texts(body.get("aims_at_places"))),
        day_norm=places.norm(spot),
    )


def _begin_and_end(row: SubjectRow, day: CalendarDay, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a dossier is; the whole day while the calendar knows no hour of it."""
    if day.begin_on:
        return _whole_days(day, zone)
    begin = read_stored(row.begin_at)
    return begin, read_stored(row.end_at) if row.end_at else begin


def _permit(body: Mapping[str, Any]) -> str:
    permit = body.get("permit")
    return _text(permit.get("outcome")) if isinstance(permit, dict) else ""


def _moment(text: object) -> datetime | None:
    return read_stored(text) if isinstance(text, str) and text else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _whole_days(day: CalendarDay, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From midnight to midnight, on the wall clock."""
    first, last = date.fromisoformat(day.begin_on), date.fromisoformat(day.end_on)
    after = last + timedelta(days=1) if last < date.max else last
    return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)
