"""Weather warnings of MeteoAlarm, and any other alert in CAP: one warning, in one language, about our areas.

An update takes the place of what it refers to and keeps the key of the first of its chain; what is cancelled, or said
to be over ("AllClear"), is ended by name. Nothing but `Actual` is real: tests and exercises are told, never shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from aovconsole.domain.typed_names import name_key
from aovconsole.feeds.cap import Alert, AlertArea, Info, alert_in_xml, alerts_in_atom, alerts_in_json
from aovconsole.feeds.payload import json_of, line, moment_of, root_of, web_link
from aovconsole.feeds.reader import FeedReader
from aovconsole.feeds.signal import FeedRefused, Level, Reading, Signal

_REAL = "actual"
_EMMA, _HERE = "EMMA_ID", "NL"
_LONGEST = 900
_MOST_AREAS = 6
_AWARENESS: dict[str, tuple[Level, str]] = {
    "1": ("none", "code groen"),
    "2": ("yellow", "code geel"),
    "3": ("orange", "code oranje"),
    "4": ("red", "code rood"),
}
_SEVERITY: dict[str, Level] = {
    "minor": "info",
    "moderate": "yellow",
    "severe": "orange",
    "extreme": "red",
}
_TYPES = {
    "1": "wind", "2": "sneeuw of gladheid", "3": "onweer", "4": "mist", "5": "hitte", "6": "kou", "7": "kust",
    "8": "natuurbrand", "9": "lawine", "10": "regen", "12": "hoogwater", "13": "regen en hoogwater",
}  # fmt: skip


class _Times:
    """Reads the times of one warning; one that cannot be read costs that time, never the warning."""

    def __init__(self, remarks: list[str]) -> None:
        self._remarks = remarks
        self.faults: list[str] = []

    def read(self, text: str | None) -> datetime | None:
        """A moment; None where none is given or it cannot be read."""
        try:
            return moment_of(text)
        except FeedRefused as refused:
            self.faults.append(refused.sentence)
            self._remarks.append(f"een waarschuwing: {refused.sentence}")
            return None


@dataclass(frozen=True, slots=True)
class MeteoAlarmReader(FeedReader):
    """The areas of `data/feeds.toml` in the JSON of a country, an Atom feed, or one CAP file.

    Recorded are only other countries: how the Dutch delivery names its areas has not been seen.
    """

    recorded: ClassVar[bool] = False

    def read(self, body: bytes, content_type: str, at: datetime) -> Reading:
        """The warnings that hold now or later; a time that cannot be read is told beside its warning.

        Raises:
            FeedRefused: it is none of the three.
        """
        remarks: list[str] = []
        root = root_of(body)
        if root == "feed":
            alerts = alerts_in_atom(body, content_type)
        elif root:
            alerts = [alert_in_xml(body, content_type)]
        else:
            alerts = alerts_in_json(json_of(body, content_type), remarks)
        complete = root in ("", "feed") and not remarks
        real = [one for one in alerts if one.status.strip().lower() == _REAL]
        if len(real) < len(alerts):
            remarks.append(f"{_count(len(alerts) - len(real))} overgeslagen: test, oefening of ontwerp")
        signals, ended = self._standing(real, at, remarks)
        if complete and not signals:
            self._must_be_ours(real)
            signals = [self._none(real)]
        return Reading(tuple(signals), tuple(dict.fromkeys(remarks)), tuple(dict.fromkeys(ended)), complete)

    def _standing(self, alerts: list[Alert], at: datetime, remarks: list[str]) -> tuple[list[Signal], list[str]]:
        """What stands now of all chains, and the keys of what was ended."""
        signals: list[Signal] = []
        ended: list[str] = []
        over = 0
        for key, alert in _newest(alerts).items():
            infos = _in_one_language(alert.info)
            if alert.msgType.strip().lower() == "cancel" or (infos and all(map(_all_clear, infos))):
                ended += [key, *alert.replaced]
                continue
            ended += [other for other in alert.replaced if other != key]
            made = self._signals(key, alert, infos, remarks)
            standing = [one for one in made if one.end is None or one.end > at]
            over += bool(made) and not standing
            signals += standing
        if over:
            remarks.append(f"{_count(over)} al voorbij")
        return sorted(signals, key=_soonest), ended

    def _signals(self, key: str, alert: Alert, infos: list[Info], remarks: list[str]) -> list[Signal]:
        """The parts of an alert that are about our areas, each with a key of its own."""
        times = _Times(remarks)
        sent = times.read(alert.sent)
        if not infos:
            detail = ("de waarschuwing zelf zegt niet wat er is", *times.faults)
            return [Signal(self.id, key, "waarschuwing zonder inhoud", "unknown", measured_at=sent, detail=detail)]
        ours = [info for info in infos if self._areas(info)]
        return [
            self._signal(key if number == 1 else f"{key}#{number}", info, sent, _Times(remarks))
            for number, info in enumerate(ours, start=1)
        ]

    def _areas(self, info: Info) -> list[str]:
        """Where an alert is about, of what is ours; an alert that names no area is about everywhere."""
        if not info.area:
            return ["gebied niet genoemd"]
        wanted = {name_key(name) for name in self.feed.areas}
        found = [area for area in info.area if not wanted or wanted & _names(area)]
        return list(dict.fromkeys(line(area.areaDesc, 80) for area in found))

    def _signal(self, key: str, info: Info, sent: datetime | None, times: _Times) -> Signal:
        level, code = _level(info)
        place = _some(self._areas(info))
        kind = _TYPES.get(info.parameter_of("awareness_type").partition(";")[0].strip(), "")
        said = line(info.headline or info.event) or "waarschuwing"
        begin = times.read(info.onset) or times.read(info.effective) or sent
        end = times.read(info.expires)
        if end and begin and end <= begin:
            end = None
        detail = (said, line(info.description, _LONGEST), line(info.instruction, _LONGEST), *times.faults)
        return Signal(
            self.id,
            key,
            f"{code}: {kind}, {place}" if code and kind else f"{code}: {said}" if code else said,
            level,
            code,
            begin,
            end,
            sent,
            place=place,
            detail=tuple(dict.fromkeys(filter(None, detail))),
            link=web_link(info.web),
        )

    def _must_be_ours(self, alerts: Sequence[Alert]) -> None:
        """Refuse to say that there is nothing here by what is wholly about another country.

        Raises:
            FeedRefused: every area has the code of another country.
        """
        areas = [area for one in alerts for info in one.info for area in info.area]
        codes = [
            code
            for area in areas
            for one in area.geocode
            if one.valueName == _EMMA
            for code in (one.value or "").split()
        ]
        found = sorted({code[:2].upper() for code in codes})
        if found and _HERE not in found and len(codes) >= len(areas):
            raise FeedRefused(f"deze levering gaat over {', '.join(found)} en zegt niets over Nederland")

    def _none(self, alerts: Sequence[Alert]) -> Signal:
        """That there is nothing for our areas, and for which there is: ours may be called otherwise than we think."""
        others = dict.fromkeys(line(area.areaDesc, 80) for one in alerts for info in one.info for area in info.area)
        detail = (f"wel waarschuwingen voor {_some(list(others))}",) if others else ()
        place = ", ".join(self.feed.areas)
        headline = f"geen waarschuwing{place and f', {place}'}"
        return Signal(self.id, "none", headline, "none", place=place, detail=detail)


def _some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - _MOST_AREAS
    return ", ".join(names[:_MOST_AREAS]) + (f" en nog {more}" if more > 0 else "")


def _newest(alerts: Sequence[Alert]) -> dict[str, Alert]:
    """Of each chain the message that was sent last, by the identifier that the chain began with.

    What a later message refers to is replaced by it, also where that brings several chains together.
    """
    order = {one.identifier: (_sent(one), one.identifier) for one in alerts}
    before: dict[str, str] = {}
    replaced: set[str] = set()
    for one in alerts:
        earlier = [other for other in one.replaced if other not in order or order[other] < order[one.identifier]]
        replaced.update(earlier)
        if earlier:
            before[one.identifier] = earlier[0]
    roots: dict[str, str] = {}
    newest: dict[str, Alert] = {}
    for one in alerts:
        key = _root(one.identifier, before, roots)
        known = newest.get(key)
        if one.identifier not in replaced and (known is None or order[known.identifier] < order[one.identifier]):
            newest[key] = one
    return newest


def _root(identifier: str, before: dict[str, str], roots: dict[str, str]) -> str:
    """The identifier that a chain began with, as far back as this answer and its references go; kept in `roots`."""
    path = {identifier: None}
    last = identifier
    while last not in roots and (earlier := before.get(last, last)) not in path:
        last = earlier
        path[last] = None
    root = roots.get(last, last)
    roots.update(dict.fromkeys(path, root))
    return root


def _sent(alert: Alert) -> datetime:
    try:
        return moment_of(alert.sent) or datetime.min.replace(tzinfo=UTC)
    except FeedRefused:
        return datetime.min.replace(tzinfo=UTC)


def _in_one_language(infos: Sequence[Info]) -> list[Info]:
    """What is said in Dutch, else in English, else in the language that comes first."""
    languages = [(info.language or "").strip().lower() for info in infos]
    for wanted in ("nl", "en", languages[0] if languages else ""):
        found = [info for info, language in zip(infos, languages, strict=True) if language.startswith(wanted)]
        if found:
            return found
    return []


def _all_clear(info: Info) -> bool:
    return "allclear" in (one.strip().lower() for one in info.responseType)


def _level(info: Info) -> tuple[Level, str]:
    """How serious: by the awareness level, else by the severity, which has no colour of its own."""
    number = info.parameter_of("awareness_level").partition(";")[0].strip()
    if number in _AWARENESS:
        return _AWARENESS[number]
    return _SEVERITY.get((info.severity or "").strip().lower(), "unknown"), ""


def _names(area: AlertArea) -> set[str]:
    codes = (code for one in area.geocode for code in (one.value or "").split())
    return {name_key(area.areaDesc), *map(name_key, codes)}


def _soonest(signal: Signal) -> tuple[datetime, str]:
    return signal.begin or datetime.min.replace(tzinfo=UTC), signal.key


def _count(number: int) -> str:
    return "1 waarschuwing is" if number == 1 else f"{number} waarschuwingen zijn"
