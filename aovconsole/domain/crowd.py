"""How busy it is per place of a dossier: readings as they were seen, what corrects them, thresholds, capacity, area.

One subject per dossier and place, so that two stations that measure one place agree. A reading keeps what its station
knew when it was entered (capacity, thresholds reached): its line in the log says that and never anything else. The
state of the place is computed from all records. There is never a prognosis.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar, TypeAlias
from uuid import UUID, uuid5

from aovconsole.domain.crowd_state import Reached, Reading, Setting, spells, trend_of
from aovconsole.domain.crowd_values import METHOD_WORDS, METHODS, UNITS, converted, derived_text, is_kept, value_text
from aovconsole.domain.history import history_of
from aovconsole.domain.record import Record
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item, late

_CROWD = UUID("3b1f9b55-6f0e-4b58-8c8f-6c1c0d6a4f21")


def _check(unit: str, *numbers: str, method: str = "") -> None:
    if unit not in UNITS or method not in METHODS or not all(map(is_kept, numbers)):
        raise ValueError(unit, numbers, method)


def _check_set(value: str, as_of: str) -> None:
    if not is_kept(value) or not Decimal(value) or (as_of and date.fromisoformat(as_of).isoformat() != as_of):
        raise ValueError(value, as_of)


@dataclass(frozen=True, slots=True)
class CrowdRead:
    """How busy it was at a place at the moment of the record, seen by which function and how.

    `capacity`, `area` and `reached` (labels, the highest first) are what the station knew when it was entered.
    """

    kind: ClassVar[str] = "crowd.read"
    version: ClassVar[int] = 1
    place: str
    value: str
    unit: str = "persons"
    method: str = ""
    estimated: bool = False
    by: str = ""
    note: str = ""
    capacity: str = ""
    area: str = ""
    reached: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no number, or a unit or method that does not exist."""
        _check(self.unit, self.value, self.capacity or "0", self.area or "0", method=self.method)


@dataclass(frozen=True, slots=True)
class CrowdCorrected:
    """The value that takes the place of a reading's (the id of its record); the old one stays readable."""

    kind: ClassVar[str] = "crowd.corrected"
    version: ClassVar[int] = 1
    record: str
    value: str
    unit: str = "persons"
    method: str = ""
    estimated: bool = False
    reason: str = ""
    capacity: str = ""
    area: str = ""
    reached: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no number, or a unit or method that does not exist."""
        _check(self.unit, self.value, self.capacity or "0", self.area or "0", method=self.method)


@dataclass(frozen=True, slots=True)
class CrowdWithdrawn:
    """A reading, a capacity, an area or a threshold (the id of its record) was a mistake; it counts no more."""

    kind: ClassVar[str] = "crowd.withdrawn"
    version: ClassVar[int] = 1
    record: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CapacitySet:
    """How many persons a place holds, from the moment of the record on; whose figure it is, as of which day.

    `plan` names the plan (its subject) that it was taken over from; empty when somebody set it by hand.
    """

    kind: ClassVar[str] = "crowd.capacity_set"
    version: ClassVar[int] = 1
    place: str
    persons: int
    owner: str = ""
    as_of: str = ""
    source: str = ""
    plan: str = ""

    def __post_init__(self) -> None:
        """Refuse a capacity of nought or less."""
        _check_set(str(self.persons), self.as_of)


@dataclass(frozen=True, slots=True)
class CapacityDropped:
    """Nobody knows any more how many persons a place holds, from the moment of the record on."""

    kind: ClassVar[str] = "crowd.capacity_dropped"
    version: ClassVar[int] = 1
    place: str
    reason: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class AreaSet:
    """How large a place is, in m² that people can stand on, from the moment of the record on."""

    kind: ClassVar[str] = "crowd.area_set"
    version: ClassVar[int] = 1
    place: str
    square_metres: str
    owner: str = ""
    as_of: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse an area of nought or less."""
        _check_set(self.square_metres, self.as_of)


@dataclass(frozen=True, slots=True)
class ThresholdSet:
    """From which value on a place asks attention; `decision` names what was prepared for it. It never decides.

    `plan` is as in `CapacitySet`.
    """

    kind: ClassVar[str] = "crowd.threshold_set"
    version: ClassVar[int] = 1
    place: str
    value: str
    label: str
    unit: str = "persons"
    owner: str = ""
    as_of: str = ""
    source: str = ""
    decision: str = ""
    plan: str = ""

    def __post_init__(self) -> None:
        """Refuse a threshold of nought, or in a unit that does not exist."""
        _check(self.unit, self.value)
        _check_set(self.value, self.as_of)


@dataclass(frozen=True, slots=True)
class ThresholdDropped:
    """A threshold, by its unit and label, holds no more."""

    kind: ClassVar[str] = "crowd.threshold_dropped"
    version: ClassVar[int] = 1
    place: str
    label: str
    unit: str = "persons"
    reason: str = ""
    plan: str = ""

    def __post_init__(self) -> None:
        """Refuse a unit that does not exist."""
        _check(self.unit)


CrowdSetting: TypeAlias = CapacitySet | CapacityDropped | AreaSet | ThresholdSet | ThresholdDropped
CrowdPayload: TypeAlias = CrowdRead | CrowdCorrected | CrowdWithdrawn | CrowdSetting
_SETTINGS = (CapacitySet, CapacityDropped, AreaSet, ThresholdSet, ThresholdDropped)


@dataclass(frozen=True, slots=True)
class Crowd:
    """How busy it was and is at one place of a dossier; `status` is reached, measured or unmeasured."""

    subject: str
    dossier: str
    place: str
    status: str
    trend: str
    reached: tuple[Reached, ...]
    ended: tuple[Reached, ...]
    settings: tuple[Setting, ...]
    readings: tuple[Reading, ...]


def crowd_subject(dossier: str, place: str) -> str:
    """The subject of a place in a dossier: the same at every station, however the place is spelled in capitals."""
    return str(uuid5(_CROWD, f"{dossier}\n{name_key(place)}"))


def threshold_key(unit: str, label: str) -> str:
    """What tells the thresholds of a place apart."""
    return f"{unit}:{name_key(label)}"


def fold(pairs: Sequence[tuple[Record, CrowdPayload]]) -> Crowd | None:
    """The state of a place from its records; None while none that names it has arrived."""
    first = next(((rec, one) for rec, one in pairs if isinstance(one, (CrowdRead, *_SETTINGS))), None)
    if first is None:
        return None
    record, named = first
    withdrawn = {one.record for _, one in pairs if isinstance(one, CrowdWithdrawn)}
    corrected = {one.record: one for _, one in pairs if isinstance(one, CrowdCorrected)}
    history = history_of(pairs, withdrawn)
    readings = tuple(_reading(rec, one, corrected.get(rec.id)) for rec, one in history if isinstance(one, CrowdRead))
    settings = tuple(_setting(rec, one) for rec, one in history if isinstance(one, _SETTINGS))
    reached, ended = spells(readings, settings)
    return Crowd(
        subject=record.subject,
        dossier=record.dossier,
        place=named.place,
        status="reached" if reached else "measured" if readings else "unmeasured",
        trend=trend_of(readings),
        reached=reached,
        ended=ended,
        settings=settings,
        readings=readings,
    )


def _reading(record: Record, read: CrowdRead, now: CrowdCorrected | None) -> Reading:
    stands = now or read
    return Reading(
        record.occurred_at, stands.value, stands.unit, stands.method, stands.estimated, read.by, read.note,
        late(record), record.id, _seen(read) if now else "", now.reason if now else "",
    )  # fmt: skip


def _setting(record: Record, one: CrowdSetting) -> Setting:
    at, this = record.occurred_at, record.id
    match one:
        case CapacitySet():
            return Setting(
                at, "capacity", this, str(one.persons), "persons", "", one.owner, one.as_of, one.source, plan=one.plan
            )
        case CapacityDropped():
            return Setting(at, "no_capacity", this, plan=one.plan)
        case AreaSet():
            return Setting(at, "area", this, one.square_metres, "", "", one.owner, one.as_of, one.source)
        case ThresholdSet():
            key = threshold_key(one.unit, one.label)
            return Setting(
                at, "threshold", this, one.value, one.unit, one.label, one.owner, one.as_of, one.source, one.decision,
                key, one.plan,
            )  # fmt: skip
        case ThresholdDropped():
            key = threshold_key(one.unit, one.label)
            return Setting(at, "dropped", this, unit=one.unit, label=one.label, key=key, plan=one.plan)


def tables(pairs: Sequence[tuple[Record, CrowdPayload]]) -> Tables:
    """The place's row under its dossier, and a line for each reading and for each thing that was set."""
    view = fold(pairs)
    if view is None:
        return Tables()
    begin = min(record.occurred_at for record, _ in pairs)
    row = SubjectRow(
        view.subject, "crowd", view.dossier, "", view.place, view.status, begin, "", view.place, as_json(view)
    )
    withdrawals = {one.record: (record, one) for record, one in pairs if isinstance(one, CrowdWithdrawn)}
    corrections = {one.record: (record, one) for record, one in pairs if isinstance(one, CrowdCorrected)}
    items = []
    for record, one in pairs:
        if isinstance(one, CrowdRead):
            items.append(_line(record, one, corrections.get(record.id), withdrawals.get(record.id)))
        elif isinstance(one, _SETTINGS):
            items.append(_line(record, one, None, withdrawals.get(record.id)))
    return Tables(row, tuple(items))


def after(row: SubjectRow, record: Record, one: CrowdPayload) -> Tables | None:
    """What a place puts into the read tables after one record more, from its row; None where all must be folded.

    Only a reading that comes after all that is known: there is nothing that it changes but the end.
    """
    if not isinstance(one, CrowdRead):
        return None
    from aovconsole.domain.crowd_body import grown  # a fold needs it not

    more = grown(row.body, _reading(record, one, None))
    if more is None:
        return None
    now = row._replace(begin_at=min(row.begin_at, record.occurred_at), status=more.status, body=more.body)
    return Tables(now, (_line(record, one, None, None),))


def _line(
    record: Record,
    one: CrowdRead | CrowdSetting,
    corrected: tuple[Record, CrowdCorrected] | None,
    withdrawn: tuple[Record, CrowdWithdrawn] | None,
) -> TimelineItem:
    """The line of a record in the log of its dossier, with what corrects or withdraws it."""
    if isinstance(one, CrowdRead):
        text, by = _why(reading_text(one.place, one), one.note), one.by
    else:
        text, by = _set_text(one), "" if isinstance(one, (ThresholdDropped, CapacityDropped)) else one.owner
    correction = _why(reading_text(one.place, corrected[1]), corrected[1].reason) if corrected else ""
    changed_by = (withdrawn or corrected or (None,))[0]
    said = {"withdrawn": True, "reason": withdrawn[1].reason} if withdrawn else {}
    return item(
        record, "crowd", text, source=by, place=one.place, correction="" if withdrawn else correction,
        corrected_by=changed_by.id if changed_by else "",
        extra=json.dumps(said, ensure_ascii=False, separators=(",", ":")),
    )  # fmt: skip


@lru_cache(maxsize=8192)  # a place is folded again with each correction of it
def reading_text(place: str, read: CrowdRead | CrowdCorrected) -> str:
    """A reading in one sentence: `Vrijthof 12.000 geschat (camera), 80% van 15.000 · drempel 'aandacht' bereikt`."""
    beside = _beside(read)
    reached = f" · drempel '{read.reached[0]}' bereikt" if read.reached else ""
    return f"{place} {_seen(read)}{f', {beside}' if beside else ''}{reached}"


def _seen(read: CrowdRead | CrowdCorrected) -> str:
    """The value, whether it was counted or estimated, and with what."""
    said = METHOD_WORDS["estimated"] if read.estimated else METHOD_WORDS["counted"] if read.method == "counted" else ""
    if not said and not read.method and read.unit == "persons":
        said = "personen"
    with_what = f"({METHOD_WORDS[read.method]})" if read.method in ("camera", "sensor") else ""
    return " ".join(filter(None, (value_text(Decimal(read.value), read.unit), said, with_what)))


def _beside(read: CrowdRead | CrowdCorrected) -> str:
    """What a reading is of the capacity or the area that its station knew; empty when it knew none."""
    number = Decimal(read.value)
    capacity, area = (Decimal(size) if size and Decimal(size) else None for size in (read.capacity, read.area))
    for unit, size, behind in (("share", capacity, "van {}"), ("density", area, "op {} m²")):
        other = "persons" if read.unit == unit else unit
        value = converted(number, read.unit, other, capacity, area) if read.unit in ("persons", unit) else None
        if size and value is not None:
            about = "ongeveer " if other == "persons" else ""
            return f"{about}{derived_text(value, other)} {behind.format(value_text(size, 'persons'))}"
    return ""


def _set_text(one: CrowdSetting) -> str:
    """What was set, in one sentence."""
    match one:
        case CapacitySet():
            return f"{one.place}: capaciteit {value_text(Decimal(one.persons), 'persons')}{_of(one)}"
        case CapacityDropped():
            return _because(f"{one.place}: capaciteit niet meer bekend", one.reason)
        case AreaSet():
            return f"{one.place}: oppervlakte {value_text(Decimal(one.square_metres), 'persons')} m²{_of(one)}"
        case ThresholdSet():
            lies = "voorbereid besluit ligt klaar" if one.plan else f"voorbereid besluit: {one.decision}"
            prepared = f" · {lies}" if one.decision else ""
            value = value_text(Decimal(one.value), one.unit)
            return f"{one.place}: drempel '{one.label}' bij {value}{_of(one)}{prepared}"
        case ThresholdDropped():
            return _because(f"{one.place}: drempel '{one.label}' vervalt", one.reason)


def _because(said: str, reason: str) -> str:
    return f"{said}: {reason}" if reason else said


def _of(one: CapacitySet | AreaSet | ThresholdSet) -> str:
    """Whose figure it is, as of which day, from which source."""
    day = f"per {date.fromisoformat(one.as_of):%d-%m-%Y}" if one.as_of else ""
    said = ", ".join(filter(None, (one.owner, day, one.source)))
    return f" ({said})" if said else ""


def _why(said: str, note: str) -> str:
    return f"{said} · {note}" if note else said


PAYLOADS = (
    CrowdRead, CrowdCorrected, CrowdWithdrawn, CapacitySet, CapacityDropped, AreaSet, ThresholdSet, ThresholdDropped,
)  # fmt: skip
FOLDS = {"crowd": tables}
AFTER = {"crowd": after}
