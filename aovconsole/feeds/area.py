"""The municipality as a feed of the whole country is held against it."""

from __future__ import annotations

from pathlib import Path

from aovconsole.domain.clash_places import Box, set_right
from aovconsole.feeds.ndw_situation import Area
from aovconsole.reference.files import load_municipality, load_places, sound


def municipality_area(home: Path | None) -> Area:
    """Its name, its box, and its places with their points, as the files of `data/` have them."""
    city = sound(load_municipality, home)
    box = Box(city.south, city.west, city.north, city.east)
    points = ((place.name, set_right(place.lat, place.lon, box)) for place in sound(load_places, home).places)
    return Area(city.name, box, tuple((name, *point) for name, point in points if point))
