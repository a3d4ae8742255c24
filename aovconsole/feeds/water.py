"""Water of Rijkswaterstaat (ddapi20): the last value of each gauge, its display class, and whether it rises.

Levels are read against NAP only: the same minutes also come against TAW, 233 cm higher. What stands for "no value"
is never drawn as a value. Forecasts are no measurements. One gauge never stands in for another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from aovconsole.domain.times import local_candidates, possible
from aovconsole.feeds.payload import json_of, line, moment_of, shaped
from aovconsole.feeds.reader import FeedReader
from aovconsole.feeds.signal import FeedRefused, FeedSettings, Level, Reading, Request, Signal
from aovconsole.reference.feeds import Gauge, Quantity, Water

_WINTER = timezone(timedelta(hours=1))
"""Rijkswaterstaat keeps +01:00 all year."""

_WINDOW = timedelta(hours=4)
_AHEAD = timedelta(minutes=15)
_HOUR, _NEAR = timedelta(hours=1), timedelta(minutes=10)
_SOUND = frozenset({"00", "10", "20", "25", "30", "40"})
"""The quality codes that Waterinfo itself shows; 99 comes with 0.0 and means no value."""

_NO_VALUE_FROM = 1_000_000.0
"""2147483648, 999999999 and -100000000000 stand for no value; no river comes near this."""

_QUANTITIES: dict[Quantity, tuple[str, str, str]] = {
    "level": ("WATHTE", "cm", "NAP"),
    "discharge": ("Q", "m3/s", "NVT"),
}
"""What a quantity is called there: Grootheid, Eenheid, Hoedanigheid."""


@dataclass(frozen=True, slots=True)
class _Code:
    Code: str = ""


@dataclass(frozen=True, slots=True)
class _Value:
    Waarde_Numeriek: float | None = None


@dataclass(frozen=True, slots=True)
class _About:
    Kwaliteitswaardecode: str = ""
    Statuswaarde: str = ""


@dataclass(frozen=True, slots=True)
class _Measurement:
    Tijdstip: str
    Meetwaarde: _Value
    WaarnemingMetadata: _About


@dataclass(frozen=True, slots=True)
class _Aquo:
    Grootheid: _Code
    Eenheid: _Code
    Hoedanigheid: _Code
    ProcesType: str = ""


@dataclass(frozen=True, slots=True)
class _Series:
    AquoMetadata: _Aquo
    Locatie: _Code
    MetingenLijst: list[_Measurement]


@dataclass(frozen=True, slots=True)
class _Answer:
    Succesvol: bool
    Foutmelding: str | None = None
    WaarnemingenLijst: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Last:
    """A feature of the overview (WFS) of last values."""

    CODE: str
    GROOTHEIDCODE: str
    EENHEIDCODE: str
    HOEDANIGHEIDCODE: str
    KWALITEITSWAARDE_CODE: str
    TIJDSTIP_LAATSTE_METING: str
    WAARDE_LAATSTE_METING: float | None = None


@dataclass(frozen=True, slots=True)
class _Feature:
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Overview:
    features: list[_Feature]


@dataclass(frozen=True, slots=True)
class _Point:
    at: datetime
    value: float | None
    status: str = ""


@dataclass(frozen=True, slots=True)
class WaterReader(FeedReader):
    """The gauges of `data/water.toml`."""

    water: Water

    def requests(self, settings: FeedSettings) -> tuple[Request, ...]:
        """One question for each quantity of each gauge, over the last hours; it answers about one at a time."""
        until = settings.at.astimezone(_WINTER)
        period = {
            "Begindatumtijd": (until - _WINDOW).isoformat(timespec="milliseconds"),
            "Einddatumtijd": until.isoformat(timespec="milliseconds"),
        }
        return tuple(_request(self.feed.address or "", gauge, period) for gauge in self.water.gauges)

    def read(self, body: bytes, content_type: str, at: datetime) -> Reading:
        """The last value of each gauge of ours in an answer of OphalenWaarnemingen, or in the overview (WFS).

        Raises:
            FeedRefused: it is neither of these, or an answer of the service that stopped on 30 April 2026.
        """
        found = json_of(body, content_type)
        remarks: list[str] = []
        if isinstance(found, dict) and found.get("type") == "FeatureCollection":
            series = _overview(shaped(_Overview, found), self.water, at, remarks)
        else:
            series = _measured(shaped(_Answer, found), self.water, at, remarks)
        if not series:
            remarks.append("geen metingen van deze peilschrijvers in dit antwoord")
        signals = tuple(self._signal(gauge, points, remarks) for gauge, points in series)
        return Reading(signals, tuple(dict.fromkeys(remarks)))

    def _signal(self, gauge: Gauge, points: list[_Point], remarks: list[str]) -> Signal:
        """What a gauge says last; without any value that is what it says."""
        key = f"{gauge.code}/{gauge.quantity}"
        known = [point for point in points if point.value is not None]
        if len(known) < len(points):
            remarks.append(f"{gauge.name}: {len(points) - len(known)} van {len(points)} metingen zonder waarde")
        if not known:
            headline = f"{gauge.name}: geen waarde"
            return Signal(self.id, key, headline, "unknown", measured_at=points[-1].at, place=gauge.name)
        last = known[-1]
        value = last.value or 0.0
        its_class = self.water.class_of(gauge, value)
        level: Level = its_class.level if its_class else "unknown"
        shown, told, unit = _shown(gauge.quantity, value)
        detail = (
            _trend(gauge.quantity, known, self.water.steady(gauge.quantity)),
            self.water.remark if its_class else "geen weergaveklasse bekend",
            last.status,
        )
        return Signal(
            self.id,
            key,
            f"{gauge.name} {told} {unit}",
            level,
            its_class.name if its_class else "",
            measured_at=last.at,
            value=shown,
            unit=unit,
            place=gauge.name,
            detail=tuple(filter(None, detail)),
        )


def _request(address: str, gauge: Gauge, period: dict[str, str]) -> Request:
    quantity, unit, reference = _QUANTITIES[gauge.quantity]
    about = {
        "Compartiment": {"Code": "OW"},
        "Grootheid": {"Code": quantity},
        "Eenheid": {"Code": unit},
        "Hoedanigheid": {"Code": reference},
        "ProcesType": "meting",
    }
    asked = {
        "Locatie": {"Code": gauge.code},
        "AquoPlusWaarnemingMetadata": {"AquoMetadata": about},
        "Periode": period,
    }
    headers = (("Content-Type", "application/json"), ("Accept", "application/json"))
    return Request(address, "POST", headers, json.dumps(asked).encode())


def _measured(answer: _Answer, water: Water, at: datetime, remarks: list[str]) -> list[tuple[Gauge, list[_Point]]]:
    if not answer.Succesvol:
        raise FeedRefused(f"de bron meldt: {line(answer.Foutmelding) or 'niet gelukt'}")
    found: dict[tuple[str, Quantity], tuple[Gauge, dict[datetime, _Point]]] = {}
    for row in answer.WaarnemingenLijst:
        if isinstance(row, dict) and isinstance(place := row.get("Locatie"), dict) and "Locatie_MessageID" in place:
            raise FeedRefused("dit is een antwoord van de oude waterdienst, die op 30-04-2026 is gestopt")
        series = shaped(_Series, row)
        about = series.AquoMetadata
        gauge = _ours(
            water, series.Locatie.Code, about.Grootheid.Code, about.Eenheid.Code, about.Hoedanigheid.Code, remarks
        )
        if gauge is None:
            continue
        if about.ProcesType != "meting":
            remarks.append(
                f"{gauge.name}: {line(about.ProcesType, 30) or 'geen soort'} is geen meting en telt niet mee"
            )
            continue
        points = found.setdefault((gauge.code, gauge.quantity), (gauge, {}))[1]
        for one in series.MetingenLijst:
            about_one = one.WaarnemingMetadata
            moment = moment_of(one.Tijdstip)
            value = _value(one.Meetwaarde.Waarde_Numeriek, about_one.Kwaliteitswaardecode)
            if moment is not None:
                _put(points, _Point(moment, value, line(about_one.Statuswaarde, 40).lower()), gauge, at, remarks)
    return [(gauge, [points[when] for when in sorted(points)]) for gauge, points in found.values() if points]


def _overview(found: _Overview, water: Water, at: datetime, remarks: list[str]) -> list[tuple[Gauge, list[_Point]]]:
    """The last values of all gauges; its times say Z and are the wall clock here; one may be staler than it says."""
    last: dict[tuple[str, Quantity], tuple[Gauge, dict[datetime, _Point]]] = {}
    for feature in found.features:
        one = shaped(_Last, feature.properties)
        gauge = _ours(water, one.CODE, one.GROOTHEIDCODE, one.EENHEIDCODE, one.HOEDANIGHEIDCODE, remarks)
        if gauge is None:
            continue
        moment = moment_of(one.TIJDSTIP_LAATSTE_METING)
        moments = possible(local_candidates(moment.replace(tzinfo=None)), at) if moment else ()
        if not moments:
            remarks.append(f"{gauge.name}: de tijd van de meting bestaat niet")
            continue
        points = last.setdefault((gauge.code, gauge.quantity), (gauge, {}))[1]
        value = _value(one.WAARDE_LAATSTE_METING, one.KWALITEITSWAARDE_CODE)
        _put(
            points, _Point(moments[0], value, "uit het overzicht: kan ouder zijn dan de tijd zegt"), gauge, at, remarks
        )
    return [(gauge, [points[when] for when in sorted(points)]) for gauge, points in last.values() if points]


def _ours(water: Water, code: str, name: str, unit: str, reference: str, remarks: list[str]) -> Gauge | None:
    """The gauge of ours that a series is of, in the unit and against the reference that we asked for."""
    quantity = next((one for one, (known, _, _) in _QUANTITIES.items() if known == name), None)
    gauge = water.gauge(code, quantity) if quantity else None
    if gauge is None or quantity is None:
        return None
    _, wanted_unit, wanted_reference = _QUANTITIES[quantity]
    if (unit, reference) == (wanted_unit, wanted_reference):
        return gauge
    remarks.append(f"{gauge.name}: waarden in {line(unit, 20)} ten opzichte van {line(reference, 20)} tellen niet mee")
    return None


def _put(points: dict[datetime, _Point], point: _Point, gauge: Gauge, at: datetime, remarks: list[str]) -> None:
    """Keep a measurement, each moment once; one of the future is none."""
    if point.at > at + _AHEAD:
        remarks.append(f"{gauge.name}: een meting uit de toekomst telt niet mee")
        return
    before = points.setdefault(point.at, point)
    if before.value is None:
        points[point.at] = point
    elif point.value is not None and point.value != before.value:
        remarks.append(f"{gauge.name}: twee waarden op hetzelfde moment; de eerste telt")


def _value(number: float | None, quality: str) -> float | None:
    sound = number is not None and quality in _SOUND and abs(number) < _NO_VALUE_FROM
    return number if sound else None


def _trend(quantity: Quantity, known: list[_Point], steady: float) -> str:
    """How a value changed in the last hour; empty where nothing of an hour ago is known."""
    last = known[-1]
    before = [point for point in known if abs(last.at - point.at - _HOUR) <= _NEAR]
    if not before or last.value is None:
        return ""
    then = min(before, key=lambda point: abs(last.at - point.at - _HOUR)).value
    change = last.value - (then or 0.0)
    word = "blijft gelijk" if abs(change) < steady else "stijgt" if change > 0 else "daalt"
    unit = "cm" if quantity == "level" else "m³/s"
    return f"{word} ({change:+.0f} {unit} in een uur)"


def _shown(quantity: Quantity, value: float) -> tuple[str, str, str]:
    """A value as a plain number, as it is told in Dutch, and its unit."""
    if quantity == "level":
        return f"{value / 100:.2f}", f"{value / 100:.2f}".replace(".", ","), "m NAP"
    decimals = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    told = f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return f"{value:.10g}", told, "m³/s"
