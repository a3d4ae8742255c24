"""Alerts in the Common Alerting Protocol (1.1 and 1.2): XML, entries of an Atom feed, or the JSON of MeteoAlarm.

All three become the same `Alert`, so that what is done with it (languages, areas, updates) is done in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree.ElementTree import Element

from aovconsole.feeds.payload import elements_of, line, shaped
from aovconsole.feeds.signal import FeedRefused

_MOST_ALERTS = 5_000


@dataclass(frozen=True, slots=True)
class Named:
    """A value with its name (a parameter, a geocode)."""

    valueName: str = ""
    value: str | None = None


@dataclass(frozen=True, slots=True)
class AlertArea:
    """One area that an alert is about."""

    areaDesc: str = ""
    geocode: list[Named] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Info:
    """What an alert says in one language."""

    language: str | None = None
    event: str | None = None
    severity: str | None = None
    effective: str | None = None
    onset: str | None = None
    expires: str | None = None
    headline: str | None = None
    description: str | None = None
    instruction: str | None = None
    web: str | None = None
    responseType: list[str] = field(default_factory=list)
    area: list[AlertArea] = field(default_factory=list)
    parameter: list[Named] = field(default_factory=list)

    def parameter_of(self, name: str) -> str:
        """The value of a parameter, empty when it is absent."""
        return next((line(one.value, 80) for one in self.parameter if one.valueName == name), "")


@dataclass(frozen=True, slots=True)
class Alert:
    """One message of a chain: an alert, an update of others, or their cancelling."""

    identifier: str
    sent: str
    status: str
    msgType: str
    references: str | None = None
    info: list[Info] = field(default_factory=list)

    @property
    def replaced(self) -> tuple[str, ...]:
        """The identifiers that it refers to, first one first, by when they were sent."""
        triples = [part.split(",") for part in (self.references or "").split()]
        known = [(parts[-1], ",".join(parts[1:-1])) for parts in triples if len(parts) >= 3]
        return tuple(dict.fromkeys(line(identifier, 200) for _, identifier in sorted(known) if identifier))


@dataclass(frozen=True, slots=True)
class _Wrapped:
    alert: Any


@dataclass(frozen=True, slots=True)
class _Envelope:
    warnings: list[_Wrapped]


def alerts_in_json(found: object, remarks: list[str]) -> list[Alert]:
    """The alerts of the JSON of MeteoAlarm; one of another shape is left out and named.

    Raises:
        FeedRefused: it is no such envelope, or none of its alerts can be read.
    """
    rows = _bounded(shaped(_Envelope, found).warnings)
    alerts = []
    for row in rows:
        try:
            alert = shaped(Alert, row.alert)
            alerts.append(replace(alert, identifier=_identity(alert.identifier, alert.sent)))
        except FeedRefused as refused:
            remarks.append(f"een waarschuwing is niet te lezen: {refused.sentence}")
    if rows and not alerts:
        raise FeedRefused(remarks[-1])
    return alerts


def alert_in_xml(body: bytes, content_type: str) -> Alert:
    """The alert that an XML file is.

    Raises:
        FeedRefused: it is no such file, or it does not say which alert it is.
    """
    return next(map(_from_xml, elements_of(body, content_type, "alert", "alert")))


def alerts_in_atom(body: bytes, content_type: str) -> list[Alert]:
    """The alerts of an Atom feed: one for each identifier, however many areas (an entry each) it has.

    Raises:
        FeedRefused: it is no such feed, or an entry does not say which alert it is about.
    """
    found: dict[str, Alert] = {}
    for entry in _bounded(elements_of(body, content_type, "feed", "entry")):
        alert = _from_entry(entry)
        before = found.get(alert.identifier)
        found[alert.identifier] = _with_areas(before, alert) if before else alert
    return list(found.values())


def _bounded(rows: Iterable[Any]) -> list[Any]:
    kept = []
    for row in rows:
        kept.append(row)
        if len(kept) > _MOST_ALERTS:
            raise FeedRefused(f"er staan meer dan {_MOST_ALERTS} waarschuwingen in: dat wordt niet gelezen")
    return kept


def _from_xml(alert: Element) -> Alert:
    return _made(
        alert, alert.findtext("identifier"), alert.findtext("sent"), [_info(one) for one in alert.findall("info")]
    )


def _from_entry(entry: Element) -> Alert:
    """An entry holds the fields of its alert itself; without an identifier its address stands for one.

    Its title names one area of several, so that it only counts where no event is named.
    """
    info = _info(entry)
    said = info.event or entry.findtext("title")
    return _made(
        entry,
        entry.findtext("identifier") or entry.findtext("id"),
        entry.findtext("sent") or entry.findtext("updated"),
        [replace(info, event=said, description=entry.findtext("summary"))],
    )


def _made(element: Element, identifier: str | None, sent: str | None, infos: list[Info]) -> Alert:
    return Alert(
        _identity(identifier, sent),
        (sent or "").strip(),
        (element.findtext("status") or "").strip(),
        (element.findtext("msgType") or element.findtext("message_type") or "").strip(),
        element.findtext("references"),
        infos,
    )


def _identity(identifier: str | None, sent: str | None) -> str:
    if not (identifier or "").strip() or not (sent or "").strip():
        raise FeedRefused("in een waarschuwing staat niet welke zij is of wanneer zij is verstuurd")
    return line(identifier, 200)


def _info(element: Element) -> Info:
    names = ("language", "event", "severity", "effective", "onset", "expires", "headline", "description")
    said: dict[str, Any] = {name: element.findtext(name) for name in (*names, "instruction", "web")}
    areas = [_area(one) for one in element.findall("area")] or _areas_beside(element)
    return Info(
        **said,
        responseType=[one.text or "" for one in element.findall("responseType")],
        area=areas,
        parameter=list(_named(element, "parameter")),
    )


def _areas_beside(entry: Element) -> list[AlertArea]:
    """The area of an entry of a feed, whose fields stand beside each other."""
    name = entry.findtext("areaDesc")
    return [_area(entry)] if name else []


def _area(element: Element) -> AlertArea:
    return AlertArea(element.findtext("areaDesc") or "", list(_named(element, "geocode")))


def _named(element: Element, tag: str) -> Iterator[Named]:
    for one in element.findall(tag):
        yield Named(one.findtext("valueName") or "", one.findtext("value"))


def _with_areas(before: Alert, after: Alert) -> Alert:
    return replace(before, info=[replace(before.info[0], area=[*before.info[0].area, *after.info[0].area])])
