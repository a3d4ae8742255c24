"""What `data/feeds.toml` and `data/water.toml` hold: the sources of signals, and the gauges with their classes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, ClassVar, Literal, TypeAlias
from urllib.parse import urlsplit

FeedId: TypeAlias = Literal["rws", "knmi", "meteoalarm", "ndw", "p2000", "nlalert"]
Status: TypeAlias = Literal["vastgesteld", "te bevestigen"]
Quantity: TypeAlias = Literal["level", "discharge"]
ClassLevel: TypeAlias = Literal["none", "info", "yellow", "orange", "red"]

WITH_PRIVACY_RULE: frozenset[FeedId] = frozenset({"p2000", "nlalert"})
"""The sources that are off until somebody switches them on, having read the rule beside the switch."""

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}
_LEAST_RHYTHM = 15
_MOST_RHYTHM = 24 * 3600
_MOST_AHEAD = 366 * 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One source: where it is asked, every how many seconds, about which areas, and whether it is on.

    `areas`: the areas in the words or codes of the source; empty is all of them. `ahead_hours`: what begins later is
    left out. `late`: how many seconds its measurements come behind, as a rule. `medical`: words whose page is shown
    without its street. `capcodes`: pages to these are kept, wherever.
    """

    __pydantic_config__: ClassVar = _CHECK

    id: FeedId
    label: str
    on: bool
    rhythm: int
    hosts: tuple[str, ...]
    status: Status
    source: str
    as_of: date
    address: str | None = None
    api_key: str | None = field(default=None, repr=False)
    needs_key: bool = False
    late: int = 0
    areas: tuple[str, ...] = ()
    ahead_hours: int | None = None
    capcodes: tuple[str, ...] = ()
    medical: tuple[str, ...] = ()
    privacy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """The sources."""

    __pydantic_config__: ClassVar = _CHECK

    feeds: tuple[Feed, ...] = field(metadata={"rows": Feed})


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterClass:
    """One display class, from low to high, and how serious it is shown."""

    __pydantic_config__: ClassVar = _CHECK

    name: str
    level: ClassLevel
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """One quantity at one gauge; `bounds` are the values at which the next class begins, in the unit of the source.

    A gauge without bounds has no class of its own: another one never stands in for it.
    """

    __pydantic_config__: ClassVar = _CHECK

    code: str
    name: str
    quantity: Quantity
    source: str
    bounds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """The gauges, the classes, and from which change in an hour on a value rises or falls (in the source's unit)."""

    __pydantic_config__: ClassVar = _CHECK

    remark: str
    edition: date
    steady_level_cm: float
    steady_discharge_m3s: float
    classes: tuple[WaterClass, ...] = field(metadata={"rows": WaterClass})
    gauges: tuple[Gauge, ...] = field(metadata={"rows": Gauge})

    def gauge(self, code: str, quantity: Quantity) -> Gauge | None:
        """The gauge with this code for this quantity, if it is one of ours."""
        return next((one for one in self.gauges if (one.code, one.quantity) == (code, quantity)), None)

    def class_of(self, gauge: Gauge, value: float) -> WaterClass | None:
        """The class that a value lies in; None at a gauge without classes."""
        return self.classes[sum(value >= bound for bound in gauge.bounds)] if gauge.bounds else None

    def steady(self, quantity: Quantity) -> float:
        """The change in an hour below which a value stands still."""
        return self.steady_level_cm if quantity == "level" else self.steady_discharge_m3s


def feed_faults(table: dict[str, Any]) -> list[str]:
    """What is wrong with the sources or the gauges beyond their shape, in Dutch; nothing for another file."""
    if "feeds" in table:
        counts = Counter(row["id"] for row in table["feeds"])
        doubled = [f"feeds ({key}) staat er {count} keer" for key, count in counts.items() if count > 1]
        return [*doubled, *(f"feeds ({row['id']}) {fault}" for row in table["feeds"] for fault in _feed_faults(row))]
    return _water_faults(table) if "gauges" in table else []


def _feed_faults(row: dict[str, Any]) -> list[str]:
    faults = []
    if not _LEAST_RHYTHM <= row["rhythm"] <= _MOST_RHYTHM:
        faults.append(f"rhythm moet tussen {_LEAST_RHYTHM} en {_MOST_RHYTHM} seconden liggen")
    if row["id"] in WITH_PRIVACY_RULE and "privacy" not in row:
        faults.append("privacy ontbreekt: bij deze bron staat de privacyregel naast de schakelaar")
    if "address" in row and _host(row["address"]) not in row["hosts"]:
        faults.append("address moet met https:// of http:// beginnen, en zijn server moet bij hosts staan")
    if not 0 < row.get("ahead_hours", 1) <= _MOST_AHEAD:
        faults.append(f"ahead_hours moet boven nul liggen, en hoogstens {_MOST_AHEAD} zijn")
    if not 0 <= row.get("late", 0) <= _MOST_RHYTHM:
        faults.append(f"late moet tussen 0 en {_MOST_RHYTHM} seconden liggen")
    return faults


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _water_faults(table: dict[str, Any]) -> list[str]:
    faults = []
    counts = Counter((row["code"], row["quantity"]) for row in table["gauges"])
    faults += [f"gauges ({code}) {quantity} staat er {n} keer" for (code, quantity), n in counts.items() if n > 1]
    for row in table["gauges"]:
        bounds = row.get("bounds", ())
        if bounds and len(bounds) != len(table["classes"]) - 1:
            faults.append(f"gauges ({row['code']}) bounds moet er een minder hebben dan er classes zijn")
        if any(not low < high for low, high in pairwise(bounds)):
            faults.append(f"gauges ({row['code']}) bounds moeten oplopen")
    return faults
