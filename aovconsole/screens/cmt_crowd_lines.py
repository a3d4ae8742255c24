"""How busy it is on a CMT day: every place with what it is held against, and the curve of one over the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.crowd_body import head_of, last_readings
from aovconsole.domain.crowd_state import Curve, PlaceState, Reading, Setting, Terms, curve_of
from aovconsole.domain.crowd_values import METHOD_WORDS, derived_text, value_text
from aovconsole.domain.record import Instant
from aovconsole.domain.times import clock_text, day_from, day_short, read_stored
from aovconsole.screens.widgets.painted import Line, Part, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, heading, remark
from aovconsole.screens.widgets.sheet import Draw

STALE_MINUTES = 60
"""A reading that is older stands in a warning's look: a working value of this console, as that of a trend is."""

PLACE = "place "
"""What stands before the name of a place in its key."""

_BARS = "▁▂▃▄▅▆▇█"
_TRENDS = {"rising": "↑", "falling": "↓", "steady": "→"}
_CAPACITY = "capaciteit"
_NONE = Decimal(0)
_SPARKS = 40


class CrowdMoment(NamedTuple):
    """The moment and the zone in which the crowd is shown, and the guide figures that stand beside a density."""

    now: datetime
    zone: ZoneInfo
    guides: dict[str, str]

    def clock(self, at: Instant) -> str:
        """A stored moment as it is shown beside now."""
        return clock_text(read_stored(at), self.now, zone=self.zone)


def crowd_picks(
    places: Sequence[PlaceState], curves: dict[str, Curve], watched: Iterable[str], shown: CrowdMoment
) -> list[Pick]:
    """Every place: its newest value, where it goes, its curve in one line, below it what it is held against."""
    named = {place.place for place in places}
    picks = [_place(place, curves[place.subject], shown) for place in places]
    picks += [_unread(name) for name in dict.fromkeys(watched) if name not in named]
    return picks or [remark("nog geen meting; d legt er een vast")]


def _unread(name: str) -> Pick:
    return Pick(f"{PLACE}{name}", lambda width: (justified([(name, "muted")], [("nog geen meting", "muted")], width),))


def _place(place: PlaceState, curve: Curve, shown: CrowdMoment) -> Pick:
    below = list(_held_against(place, shown))
    newest, minutes = place.newest, place.age_minutes or 0
    value = value_text(Decimal(newest.value), newest.unit) if newest else "–"
    stale = minutes > STALE_MINUTES
    age = ("! " if stale else "") + (_age(minutes) if newest else "geen meting")
    look = "error" if place.reached else "strong"

    def draw(width: int) -> Sequence[Line]:
        name = max(8, min(22, width - 27))
        left: list[Part] = [(fit(place.place, name), ""), (" ", ""), (fit(value, 9, right=True), look)]
        left += [(f" {_TRENDS.get(place.trend, ' ')} ", look), (sparkline(curve, max(0, width - name - 22)), "event")]
        first = justified(left, [(age, "warning" if stale else "muted")], width)
        return (first, *(justified(said, right, width) for said, right in below))

    return Pick(f"{PLACE}{place.place}", draw, 1 + len(below))


def _age(minutes: int) -> str:
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} u"


def _held_against(place: PlaceState, shown: CrowdMoment) -> Iterator[tuple[list[Part], list[Part]]]:
    """What stands below a place: the threshold that stands reached, or the next one; a guide figure."""
    if place.reached:
        first = place.reached[0]
        height = value_text(Decimal(first.value), first.unit)
        told = f"boven {height} sinds {shown.clock(first.since)}: {first.label}"
        yield [("  ! ", "error"), (told, "error")], [("b", "head")] if first.decision else []
    elif said := " · ".join((*_share(place), *_next_threshold(place))):
        yield [("    ", ""), (said, "muted")], []
    if guide := shown.guides.get(place.subject):
        yield [("    ", ""), (guide, "muted")], []


def _share(place: PlaceState) -> Iterator[str]:
    if place.capacity and place.share is not None:
        yield f"{derived_text(place.share, 'share')} van {value_text(Decimal(place.capacity.value), 'persons')}"


def _next_threshold(place: PlaceState) -> Iterator[str]:
    """The threshold that comes nearest, in its own unit."""
    nearest = max(place.thresholds, key=lambda one: fullness(place, one), default=None)
    if nearest is not None:
        yield f"'{nearest.label}' bij {value_text(Decimal(nearest.value), nearest.unit)}"


def fullness(place: PlaceState, threshold: Setting) -> Decimal:
    """How many times a threshold the newest reading is; nought where they cannot be compared."""
    value: Decimal | None = getattr(place, threshold.unit)
    return (value or Decimal(0)) / Decimal(threshold.value)


def matters_most(places: Sequence[PlaceState]) -> PlaceState | None:
    """The place whose curve is shown: where a decision stands ready, else nearest to or furthest over a threshold."""
    read = [place for place in places if place.newest]
    return max(read, key=_matters, default=None)  # of equals the first: where a threshold stands reached, the fullest


def _matters(place: PlaceState) -> tuple[bool, Decimal]:
    """Whether a decision stands ready, then how near it is to a threshold, or how far over one."""
    return any(one.decision for one in place.reached), max(
        (fullness(place, one) for one in place.thresholds), default=_NONE
    )


def sparkline(curve: Curve, width: int) -> str:
    """The newest readings of a curve as bars, from nought to its highest."""
    values = [point.value for point in curve.points][-width:] if width > 0 else []
    top = max(values, default=0)
    return "".join(_BARS[min(len(_BARS) - 1, int(value / top * len(_BARS)))] if top else _BARS[0] for value in values)


def short_curve(body: str) -> Curve:
    """The curve of the newest readings of a place (its body): a day may hold thousands."""
    return curve_of(head_of(body) | {"readings": last_readings(body, _SPARKS)})


def with_capacity(curve: Curve, place: PlaceState) -> Curve:
    """The curve with the capacity as one more line, where it can be told in the unit of the curve."""
    full = Terms(place.capacity, place.area).in_unit(Decimal(1), "share", curve.unit) if place.capacity else None
    if full is None:
        return curve
    return curve._replace(marks=tuple(sorted((*curve.marks, (full, _CAPACITY)))))


def curve_sheet(curve: Curve, happened: Sequence[tuple[Instant, str]], height: int, zone: ZoneInfo) -> Draw:
    """A curve in this many lines, and below it what was decided on the way."""

    @cache  # a sheet asks more than once for the lines of one width
    def draw(width: int) -> Sequence[Line]:
        from aovconsole.exports.crowd_curve import curve_lines, happened_line  # plotext: only where a curve is drawn

        lines: list[Line] = [((line, "event"),) for line in curve_lines(curve, width, height, zone=zone)]
        marks = happened_line(curve, happened, width)
        return (*lines, ((marks, "accent"),)) if marks else lines

    return draw


def reading_picks(readings: Sequence[Reading], settings: Sequence[Setting], shown: CrowdMoment) -> list[Pick]:
    """The readings of a place, the newest on top, and what was set for it: each can be chosen."""
    picks = [heading("METINGEN", space=False, note=str(len(readings)))]
    picks += [_reading(one, shown) for one in reversed(readings)] or [remark("nog geen meting")]
    picks += [heading("DREMPELS EN CAPACITEIT")]
    picks += [_setting(one, shown) for one in reversed(settings)] or [remark("niets vastgesteld")]
    return picks


def _reading(one: Reading, shown: CrowdMoment) -> Pick:
    value = value_text(Decimal(one.value), one.unit)
    how = [METHOD_WORDS.get(one.method, ""), "schatting" if one.estimated and one.method != "estimated" else ""]
    corrected = f"verbeterd: {one.reason}, was {one.first}" if one.reason else ""
    said = " · ".join(part for part in (*how, one.by, corrected, one.note) if part)
    late = [("laat", "warning")] if one.late else []

    def draw(width: int) -> Sequence[Line]:
        left: list[Part] = [(fit(shown.clock(one.at), 13), "strong"), (fit(value, 9, right=True), "strong")]
        return (justified([*left, (f"  {said}", "muted")], late, width),)

    return Pick(one.record_id, draw)


_SET = {
    "capacity": _CAPACITY, "no_capacity": "capaciteit vervallen", "area": "oppervlakte m²",
    "threshold": "drempel", "dropped": "drempel vervallen",
}  # fmt: skip


def _setting(one: Setting, shown: CrowdMoment) -> Pick:
    value = value_text(Decimal(one.value), one.unit or "persons") if one.value else ""
    owner = " · ".join(
        part for part in (one.owner, f"per {day_short(day_from(one.as_of))}" if one.as_of else "", one.source) if part
    )

    def draw(width: int) -> Sequence[Line]:
        left: list[Part] = [(fit(shown.clock(one.at), 13), "muted"), (f"{_SET[one.what]} {one.label} ".rstrip(), "")]
        return (justified([*left, (f" {value}", "strong"), (f"  {owner}", "muted")], (), width),)

    return Pick(one.record_id, draw)


def guide_lines(found: Sequence[tuple[str, str, str]], density: Decimal | None, remark_: str) -> Draw:
    """The guide figures (label, meaning, source) beside a density; that none is a verdict."""

    def draw(width: int) -> Sequence[Line]:
        if density is None or not found:
            return ()
        lines: list[Line] = [((f"{derived_text(density, 'density')}: {remark_}", "head"),)]
        for label, meaning, source in found:
            lines += wrapped([(label, "strong"), (f": {meaning}", ""), (f"  bron: {source}", "muted")], width, 3)
        return lines

    return draw
