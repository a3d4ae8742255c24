"""What counts as a clash (samenloop): distances, margins, weights and reasons, each with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, Literal, TypeAlias
from zoneinfo import ZoneInfo

from aovconsole.domain.clash_rules import ClashRules, Kind, Margin
from aovconsole.domain.times import AMSTERDAM

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}
_MOST = 100_000
"""A value that a slip of the keys made endless is taken for this."""

ClashKind: TypeAlias = Literal[
    "counter", "demonstration", "match_evening", "same_place", "nearby", "cmt", "square_norm", "city_load", "no_duty",
    "no_roster",
]  # fmt: skip
SettingKey: TypeAlias = Literal[
    "nearby_m", "build_up_nearby_hours", "build_up_most_days", "evening_from_hour", "evening_until_hour",
    "day_turns_at_hour", "foreign_long_days", "own_long_days", "load_limit",
]  # fmt: skip
Confirmed: TypeAlias = Literal["vastgesteld", "te bevestigen"]
Layer: TypeAlias = Literal["evenement", "demonstration", "match", "calendar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashSetting:
    """One threshold, its unit and its number; without a number nothing is held against it."""

    __pydantic_config__: ClassVar = _CHECK

    key: SettingKey
    label: str
    unit: str
    status: Confirmed
    source: str
    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashMargin:
    """How long before the begin people arrive at a type of happening, and after the end leave it.

    `lasts_minutes` is how long it is taken to last while nobody named an end.
    """

    __pydantic_config__: ClassVar = _CHECK

    type: Layer
    arrive_minutes: int
    depart_minutes: int
    status: Confirmed
    source: str
    lasts_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashWeight:
    """What a type (with its class or category, when it has one) asks of the city; `on_duty` when somebody must be."""

    __pydantic_config__: ClassVar = _CHECK

    type: Layer
    load: int
    status: Confirmed
    source: str
    handling_class: str | None = None
    on_duty: bool = False

    @property
    def name(self) -> str:
        """The type with its class."""
        return f"{self.type} {self.handling_class or ''}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashReason:
    """One kind of clash: its name, why it matters, its weight; a kind without a row is not looked for."""

    __pydantic_config__: ClassVar = _CHECK

    key: ClashKind
    label: str
    why: str
    weight: int
    status: Confirmed
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashArea:
    """A named area and the places that lie in it, for places whose coordinates nobody gives."""

    __pydantic_config__: ClassVar = _CHECK

    name: str
    places: tuple[str, ...]
    status: Confirmed
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashTable:
    """Everything that clashes are held against."""

    __pydantic_config__: ClassVar = _CHECK

    settings: tuple[ClashSetting, ...] = field(metadata={"rows": ClashSetting})
    margins: tuple[ClashMargin, ...] = field(metadata={"rows": ClashMargin})
    weights: tuple[ClashWeight, ...] = field(metadata={"rows": ClashWeight})
    kinds: tuple[ClashReason, ...] = field(metadata={"rows": ClashReason})
    areas: tuple[ClashArea, ...] = field(metadata={"rows": ClashArea})

    def setting(self, key: SettingKey) -> int | None:
        """The number of a threshold; None where nobody has set one."""
        value = next((row.value for row in self.settings if row.key == key), None)
        return None if value is None else max(0, min(value, _MOST))

    def open_settings(self) -> tuple[ClashSetting, ...]:
        """The thresholds that wait for a number."""
        return tuple(row for row in self.settings if row.value is None)

    def label(self, kind: str) -> str:
        """How a kind is called."""
        return next((row.label for row in self.kinds if row.key == kind), kind)

    def rules(self, zone: ZoneInfo = AMSTERDAM) -> ClashRules:
        """The rules that clashes are found by."""
        return ClashRules(
            kinds={row.key: Kind(row.why, row.weight) for row in self.kinds},
            nearby_m=self.setting("nearby_m"),
            build_up_nearby=timedelta(hours=self.setting("build_up_nearby_hours") or 0),
            build_up_most=timedelta(days=min(self.setting("build_up_most_days") or 0, _BUILD_UP_DAYS)),
            margins=dict(_margins(self.margins)),
            evening_from=self._hours("evening_from_hour"),
            evening_until=self._hours("evening_until_hour"),
            day_turns_at=self._hours("day_turns_at_hour") or timedelta(0),
            foreign_long=timedelta(days=self._days("foreign_long_days", 3)),
            own_long=timedelta(days=self._days("own_long_days", 31)),
            loads={row.name: row.load for row in self.weights},
            load_limit=self.setting("load_limit"),
            on_duty=frozenset(row.name for row in self.weights if row.on_duty),
            zone=zone,
        )

    def _hours(self, key: SettingKey) -> timedelta | None:
        hours = self.setting(key)
        return None if hours is None else timedelta(hours=min(hours, 24))

    def _days(self, key: SettingKey, otherwise: int) -> int:
        days = self.setting(key)
        return otherwise if days is None else min(days, 366)


_BUILD_UP_DAYS = 14
"""Build-up is looked for no further away than this (`domain.clashes.LOOK_AROUND`)."""


def _margins(rows: Iterable[ClashMargin]) -> Iterable[tuple[str, Margin]]:
    for row in rows:
        asked = (row.arrive_minutes, row.depart_minutes, row.lasts_minutes)
        yield row.type, Margin(*(timedelta(minutes=max(0, min(minutes, 24 * 60))) for minutes in asked))
