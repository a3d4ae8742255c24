"""Where things are, as clashes compare it: the same place, within a distance, in the same named area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import asin, cos, floor, inf, isfinite, radians, sin, sqrt
from typing import NamedTuple

from aovconsole.domain.typed_names import name_key

_EARTH_M = 6_371_000.0
_DEGREE_M = 111_195.0
"""The length of a degree of latitude on that sphere, in metres."""


class Spot(NamedTuple):
    """A place: the key of its name (empty when nobody said where), how it is written, degrees where known.

    `area` is the named area that it lies in or is; `known` says that the list of places has it.
    """

    key: str = ""
    name: str = ""
    lat: float | None = None
    lon: float | None = None
    area: str = ""
    known: bool = False

    @property
    def point(self) -> tuple[float, float] | None:
        """Its coordinates, when it has both."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


NOWHERE = Spot()


class Box(NamedTuple):
    """The degrees that a municipality lies in."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point lies in it."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


class Closeness(NamedTuple):
    """How two places are close: the `same` one, `near` at a number of metres, or in one `area`; `name` says which."""

    how: str
    metres: float
    name: str


class Nearness(NamedTuple):
    """How two things are close: by their places (however far these are), and by what a route passes."""

    place: Closeness | None
    route: Closeness | None
    close: bool

    @property
    def same(self) -> bool:
        """Whether both take the same place."""
        return self.place is not None and self.place.how == "same"


def set_right(lat: float | None, lon: float | None, box: Box) -> tuple[float, float] | None:
    """Coordinates as they are meant: two that were swapped are turned back; None where they are no coordinates."""
    if lat is None or lon is None or not (isfinite(lat) and isfinite(lon)):
        return None
    if not box.holds(lat, lon) and box.holds(lon, lat):
        return lon, lat
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance over the ground between two points in degrees; the same both ways."""
    lat, lon = radians(one[0]), radians(one[1])
    lat_other, lon_other = radians(other[0]), radians(other[1])
    half = sin((lat - lat_other) / 2) ** 2 + cos(lat) * cos(lat_other) * sin((lon - lon_other) / 2) ** 2
    return 2 * _EARTH_M * asin(min(1.0, sqrt(half)))


def closeness(one: Spot, other: Spot, nearby_m: float | None) -> Closeness | None:
    """How two places are close; a place without coordinates is close to its own name and to its own area only."""
    if not one.key or not other.key:
        return None
    if one.key == other.key:
        return Closeness("area" if one.key == name_key(one.area) else "same", 0.0, one.name)
    here, there = one.point, other.point
    if here and there:
        metres = metres_between(here, there)
        return Closeness("near", metres, other.name) if nearby_m is not None and metres <= nearby_m else None
    if nearby_m is not None and one.area and one.area == other.area:
        return Closeness("area", 0.0, one.area)
    return None


def nearness(one: Sequence[Spot], other: Sequence[Spot], nearby_m: float | None) -> Nearness:
    """How two things are close; the first spot of each is its place, the others lie on its route."""
    place = closeness(one[0], other[0], None if nearby_m is None else inf)
    close = place is not None and (place.how != "near" or place.metres <= (nearby_m or 0.0))
    passed = [
        near._replace(name=(there if mine else spot).name)
        for mine, spot in enumerate(one)
        for theirs, there in enumerate(other)
        if (mine or theirs) and (near := closeness(spot, there, nearby_m)) and near.how != "area"
    ]
    route = min(passed, key=lambda near: (near.metres, near.name), default=None)
    return Nearness(place, route, close or route is not None)


class Grid:
    """Which cells a spot stands in and where to look for what is close to it, so that far things never meet."""

    def __init__(self, spots: Iterable[Spot], nearby_m: float | None) -> None:
        self._nearby_m = nearby_m
        furthest = max((abs(spot.lat) for spot in spots if spot.lat is not None), default=0.0)
        self._lat_step = max(nearby_m or 0.0, 1.0) / _DEGREE_M * 1.001
        self._lon_step = self._lat_step / max(cos(radians(min(furthest + self._lat_step, 89.0))), 0.01)

    def stands_in(self, spot: Spot) -> Iterator[tuple[object, ...]]:
        """The cells in which others find it."""
        if not spot.key:
            return
        yield ("name", spot.key)
        if self._nearby_m is None:
            return
        if point := spot.point:
            yield ("cell", floor(point[0] / self._lat_step), floor(point[1] / self._lon_step))
        if spot.area:
            yield ("area", spot.area, point is not None)

    def looks_in(self, spot: Spot) -> Iterator[tuple[object, ...]]:
        """The cells in which everything stands that can be close to it."""
        if not spot.key:
            return
        yield ("name", spot.key)
        if self._nearby_m is None:
            return
        if point := spot.point:
            row, column = floor(point[0] / self._lat_step), floor(point[1] / self._lon_step)
            yield from (("cell", row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1))
        if spot.area:
            yield ("area", spot.area, False)
            if not point:
                yield ("area", spot.area, True)
