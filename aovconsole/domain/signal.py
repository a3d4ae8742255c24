"""Signals from outside that became records: taken once, changed as the source changes, ended; and what was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, TypeAlias
from uuid import UUID, uuid5

from aovconsole.domain.history import history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item

_SIGNALS = UUID("0f2b5a34-0c7e-4a55-9a0e-5be1f0c2d7a1")
_SHOWN = UUID("5d0c9b52-3f6f-4f0e-8f6e-0c8b2f7f1e64")


@dataclass(frozen=True, slots=True)
class SignalTaken:
    """Somebody, or a rule of the settings (`why`), made a signal a record: all that the source said of it."""

    kind: ClassVar[str] = "signal.taken"
    version: ClassVar[int] = 1
    source: str
    key: str
    headline: str
    label: str = ""
    level: str = ""
    level_text: str = ""
    value: str = ""
    unit: str = ""
    place: str = ""
    begin_at: Instant = ""
    until_at: Instant = ""
    measured_at: Instant = ""
    detail: tuple[str, ...] = ()
    untested: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class SignalChanged:
    """The source says something else of a signal that was taken."""

    kind: ClassVar[str] = "signal.changed"
    version: ClassVar[int] = 1
    headline: str
    level: str = ""
    level_text: str = ""
    value: str = ""
    unit: str = ""
    place: str = ""
    begin_at: Instant = ""
    until_at: Instant = ""
    measured_at: Instant = ""
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignalEnded:
    """The source says that it is over, no longer names it, or its end has passed; never: the source is silent."""

    kind: ClassVar[str] = "signal.ended"
    version: ClassVar[int] = 1
    reason: str
    measured_at: Instant = ""


@dataclass(frozen=True, slots=True)
class SignalUsed:
    """A signal became an incident or a log line (`line` its record) in a dossier (empty: the general log)."""

    kind: ClassVar[str] = "signal.used"
    version: ClassVar[int] = 1
    line: str
    used_in: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class SignalShown:
    """What the screen of a station showed of signals while a dossier was open, from then until the next of these."""

    kind: ClassVar[str] = "signal.shown"
    version: ClassVar[int] = 1
    lines: tuple[str, ...] = ()


SignalStep: TypeAlias = SignalTaken | SignalChanged | SignalEnded | SignalUsed
SignalPayload: TypeAlias = SignalStep | SignalShown


class Seen(NamedTuple):
    """What a source said at one moment: when it measured it, and what."""

    at: Instant
    measured_at: Instant
    level: str
    level_text: str
    value: str
    headline: str


@dataclass(frozen=True, slots=True)
class SignalView:
    """A signal as it stands: what was last measured of it, since when it is a record and why, where it was used."""

    source: str
    key: str
    label: str
    headline: str
    level: str
    level_text: str
    value: str
    unit: str
    place: str
    begin_at: Instant
    until_at: Instant
    measured_at: Instant
    detail: tuple[str, ...]
    untested: bool
    status: str
    taken_at: Instant
    why: str
    ended_at: Instant
    ended_why: str
    used_in: tuple[str, ...]
    seen: tuple[dict[str, str], ...]


def signal_subject(source: str, key: str) -> str:
    """The subject of a signal: the same at every station that takes it."""
    return str(uuid5(_SIGNALS, f"{source}\n{key}"))


def shown_subject(dossier: str, station: str) -> str:
    """The subject of what one station showed of signals while a dossier was open."""
    return str(uuid5(_SHOWN, f"{dossier}\n{station}"))


def same(one: SignalTaken | SignalChanged, other: SignalTaken | SignalChanged) -> bool:
    """Whether two stations, or one twice, say the same of a signal."""
    return _content(one) == _content(other)


def _content(said: SignalTaken | SignalChanged) -> tuple[object, ...]:
    return (
        said.headline, said.level, said.level_text, said.value, said.unit, said.place,
        said.begin_at, said.until_at, said.measured_at, said.detail,
    )  # fmt: skip


def tables(pairs: Sequence[tuple[Record, SignalPayload]]) -> Tables:
    """The row of a signal with its steps, or what a station showed last while a dossier was open.

    What was shown is no line of a log: a gauge alone would fill it.
    """
    shown = [(record, payload) for record, payload in pairs if isinstance(payload, SignalShown)]
    if shown:
        return _shown(shown)
    history = history_of((record, payload) for record, payload in pairs if not isinstance(payload, SignalShown))
    first = next((payload for _, payload in history if isinstance(payload, SignalTaken)), None)
    if first is None:
        return Tables(items=tuple(_item(record, payload) for record, payload in history))
    steps = _without_twins(history)
    view = _view(first, steps)
    row = SubjectRow(
        history[0][0].subject, "signal", "", "", view.headline, view.status,
        view.taken_at, view.ended_at, view.place, as_json(view),
    )  # fmt: skip
    return Tables(row, tuple(_item(record, payload) for record, payload in steps))


def _shown(shown: Sequence[tuple[Record, SignalShown]]) -> Tables:
    record, last = history_of(shown)[-1]
    row = SubjectRow(
        record.subject, "shown", record.dossier, "", "signalen op het scherm", "", record.occurred_at, "", "",
        as_json({"lines": last.lines}),
    )  # fmt: skip
    return Tables(row)


def _without_twins(history: Sequence[tuple[Record, SignalStep]]) -> list[tuple[Record, SignalStep]]:
    """The steps in order, without those in which a second station says what the first said already."""
    kept: list[tuple[Record, SignalStep]] = []
    said: SignalTaken | SignalChanged | None = None
    ended = True
    for record, payload in history:
        if isinstance(payload, SignalEnded):
            if ended:
                continue
            ended, said = True, None
        elif isinstance(payload, SignalTaken | SignalChanged):
            if said is not None and same(said, payload):
                continue
            ended = ended and not isinstance(payload, SignalTaken)
            said = payload
        kept.append((record, payload))
    return kept


def _view(first: SignalTaken, steps: Sequence[tuple[Record, SignalStep]]) -> SignalView:
    said = [(record, step) for record, step in steps if isinstance(step, SignalTaken | SignalChanged)]
    last = max(said, key=lambda pair: (pair[1].measured_at, *pair[0].history_order))[1]
    begun, over = _episode(steps)
    measured = max(step.measured_at for _, step in steps if isinstance(step, _MEASURED))
    return SignalView(
        first.source, first.key, first.label, last.headline, last.level, last.level_text, last.value, last.unit,
        last.place, last.begin_at, last.until_at, measured, last.detail, first.untested,
        "ended" if over else "active", begun[0].occurred_at, begun[1].why,
        over[0].occurred_at if over else "", over[1].reason if over else "",
        tuple(dict.fromkeys(step.used_in for _, step in steps if isinstance(step, SignalUsed))),
        tuple(
            Seen(one.occurred_at, step.measured_at, step.level, step.level_text, step.value, step.headline)._asdict()
            for one, step in said
        ),
    )  # fmt: skip


_MEASURED = SignalTaken | SignalChanged | SignalEnded


def _episode(
    steps: Sequence[tuple[Record, SignalStep]],
) -> tuple[tuple[Record, SignalTaken], tuple[Record, SignalEnded] | None]:
    """Where the last stretch began (a signal that ended can come back), and where it ended."""
    begun: tuple[Record, SignalTaken] | None = None
    over: tuple[Record, SignalEnded] | None = None
    for record, step in steps:
        if isinstance(step, SignalTaken) and (begun is None or over):
            begun, over = (record, step), None
        elif isinstance(step, SignalEnded):
            over = (record, step)
    assert begun is not None, "a signal that has a view was taken"
    return begun, over


def value_of(said: SignalTaken | SignalChanged | SignalView) -> str:
    """What a source says in one phrase: level and value, what is not said left out."""
    value = " ".join(part for part in (said.value, said.unit) if part)
    return ", ".join(part for part in (said.level_text, value) if part)


def _item(record: Record, payload: SignalStep) -> TimelineItem:
    match payload:
        case SignalTaken():
            told = value_of(payload)
            text = f"signaal {payload.label or payload.source}: {payload.headline}" + (f" ({told})" if told else "")
            text += f"; vastgelegd: {payload.why}" if payload.why else ""
        case SignalChanged():
            told = value_of(payload)
            text = f"signaal gewijzigd: {payload.headline}" + (f" ({told})" if told else "")
        case SignalEnded():
            text = f"signaal beëindigd: {payload.reason}"
        case SignalUsed():
            text = f"signaal gebruikt in {payload.number or 'het logboek'}"
    return item(record, "signal", text)


PAYLOADS = (SignalTaken, SignalChanged, SignalEnded, SignalUsed, SignalShown)
FOLDS = {"signal": tables}
