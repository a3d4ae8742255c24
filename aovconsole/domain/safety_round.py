"""Safety rounds and schouwen: planned, printed, walked, with what was found, who mends it by when, and the release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from aovconsole.domain.history import history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import AMSTERDAM, read_stored
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item

ROUND_TYPES = ("safety_round", "inspection")
RELEASES = ("", "yes", "no")
TYPE_WORDS = {"safety_round": "veiligheidsronde", "inspection": "schouw"}
STATE_WORDS = {"planned": "gepland", "held": "gelopen", "withdrawn": "ingetrokken"}
RELEASE_WORDS = {"yes": "vrijgegeven", "no": "niet vrijgegeven", "": "vrijgave open"}


def _one_of(value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(value)


@dataclass(frozen=True, slots=True)
class RoundPlanned:
    """A round got a number: it is planned at a moment, or its blank sheet was printed (`on_paper`)."""

    kind: ClassVar[str] = "round.planned"
    version: ClassVar[int] = 1
    number: str
    round_type: str = "safety_round"
    planned_at: Instant = ""
    walkers: tuple[str, ...] = ()
    route: str = ""
    note: str = ""
    on_paper: bool = False

    def __post_init__(self) -> None:
        """Refuse a type of round that does not exist."""
        _one_of(self.round_type, ROUND_TYPES)


@dataclass(frozen=True, slots=True)
class RoundWalked:
    """The round was walked at the moment of the record: by which functions, along which route."""

    kind: ClassVar[str] = "round.walked"
    version: ClassVar[int] = 1
    number: str
    round_type: str = "safety_round"
    walkers: tuple[str, ...] = ()
    route: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a type of round that does not exist."""
        _one_of(self.round_type, ROUND_TYPES)


@dataclass(frozen=True, slots=True)
class RoundFinding:
    """Something was found: who mends it, before when (empty: no term)."""

    kind: ClassVar[str] = "round.finding_noted"
    version: ClassVar[int] = 1
    text: str
    owner: str = ""
    due_at: Instant = ""


@dataclass(frozen=True, slots=True)
class FindingResolved:
    """A finding (the id of its record) is mended; with `resolved` False it is not after all."""

    kind: ClassVar[str] = "round.finding_resolved"
    version: ClassVar[int] = 1
    finding: str
    note: str = ""
    resolved: bool = True


@dataclass(frozen=True, slots=True)
class RoundReleased:
    """The site was released after the round, or not."""

    kind: ClassVar[str] = "round.released"
    version: ClassVar[int] = 1
    released: str
    by: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what is neither yes nor no."""
        _one_of(self.released, RELEASES[1:])


@dataclass(frozen=True, slots=True)
class RoundWithdrawn:
    """The round is not walked, or was entered by mistake; it does not count."""

    kind: ClassVar[str] = "round.withdrawn"
    version: ClassVar[int] = 1
    reason: str = ""


RoundPayload: TypeAlias = RoundPlanned | RoundWalked | RoundFinding | FindingResolved | RoundReleased | RoundWithdrawn


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `number` counts within the round, `resolved_at` is empty while it is not mended."""

    number: int
    text: str
    owner: str
    due_at: Instant
    resolved_at: Instant
    resolved_note: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Round:
    """The state of one round; `kind` is `safety_round` or `inspection` (schouw)."""

    number: str
    kind: str
    status: str
    planned_at: Instant
    held_at: Instant
    walkers: tuple[str, ...]
    route: str
    note: str
    on_paper: bool
    released: str
    released_at: Instant
    findings: tuple[Finding, ...]
    withdrawn_reason: str


def fold(pairs: Sequence[tuple[Record, RoundPayload]]) -> Round | None:
    """The state of a round from its records; None while the one that gives its number has not arrived."""
    history = history_of(pairs)
    plans = [payload for _, payload in history if isinstance(payload, RoundPlanned)]
    walks = [(record, payload) for record, payload in history if isinstance(payload, RoundWalked)]
    if not plans and not walks:
        return None
    frame: tuple[RoundPlanned | RoundWalked, ...] = (*plans, *(payload for _, payload in walks))
    releases = [(record, payload) for record, payload in history if isinstance(payload, RoundReleased)]
    withdrawals = [payload for _, payload in history if isinstance(payload, RoundWithdrawn)]
    return Round(
        number=frame[0].number,
        kind=frame[-1].round_type,
        status="withdrawn" if withdrawals else "held" if walks else "planned",
        planned_at=plans[-1].planned_at if plans else "",
        held_at=walks[0][0].occurred_at if walks else "",
        walkers=_last(frame, "walkers", ()),
        route=_last(frame, "route", ""),
        note=_last(frame, "note", ""),
        on_paper=any(payload.on_paper for payload in plans),
        released=releases[-1][1].released if releases else "",
        released_at=releases[-1][0].occurred_at if releases else "",
        findings=_findings(pairs),
        withdrawn_reason=withdrawals[-1].reason if withdrawals else "",
    )


def _last(frame: Sequence[RoundPlanned | RoundWalked], name: str, empty: Any) -> Any:
    """What was said last of something; a later record that is silent about it changes nothing."""
    return next((value for one in reversed(frame) if (value := getattr(one, name))), empty)


def _findings(pairs: Sequence[tuple[Record, RoundPayload]]) -> tuple[Finding, ...]:
    """The findings in the order of the journal, so that a number that was said aloud stays what it was."""
    latest: dict[str, tuple[Record, FindingResolved]] = {}
    for record, payload in history_of(pairs):
        if isinstance(payload, FindingResolved):
            latest[payload.finding] = (record, payload)
    found: list[Finding] = []
    for record, noted in pairs:
        if isinstance(noted, RoundFinding):
            when, tick = latest.get(record.id, (record, None))
            mended, said = (when.occurred_at, tick.note) if tick and tick.resolved else ("", tick.note if tick else "")
            number = len(found) + 1
            found.append(Finding(number, noted.text, noted.owner, noted.due_at, mended, said, record.id))
    return tuple(found)


def tables(pairs: Sequence[tuple[Record, RoundPayload]]) -> Tables:
    """The round's row under its evenement, and one timeline item for each thing that happened to it."""
    view = fold(pairs)
    if view is None:
        return Tables()
    record = pairs[0][0]
    begin = view.held_at or view.planned_at or record.occurred_at
    row = SubjectRow(
        record.subject, "round", record.dossier, view.number, TYPE_WORDS[view.kind], view.status, begin, "", "",
        as_json(view),
    )  # fmt: skip
    return Tables(row, tuple(_item(rec, payload, view) for rec, payload in pairs))


def _item(record: Record, payload: RoundPayload, view: Round) -> TimelineItem:
    """A line of the timeline; a round of which nothing more is known than that it was walked needs no number there."""
    if isinstance(payload, RoundWalked) and not (payload.walkers or payload.route or view.on_paper or view.planned_at):
        return item(record, "round", payload.note or _said(payload, view), dossier=record.dossier)
    return item(record, "round", f"{view.number} {_said(payload, view)}", dossier=record.dossier)


def _said(payload: RoundPayload, view: Round) -> str:
    match payload:
        case RoundPlanned():
            planned = f" gepland {_moment(payload.planned_at)}" if payload.planned_at else ""
            return f"{TYPE_WORDS[payload.round_type]}{planned}" + (", blad afgedrukt" if payload.on_paper else "")
        case RoundWalked():
            by = f" door {', '.join(payload.walkers)}" if payload.walkers else ""
            return _why(f"{TYPE_WORDS[payload.round_type]} gehouden{by}", payload.note)
        case RoundFinding():
            owner = f" ({payload.owner})" if payload.owner else ""
            due = f", voor {_moment(payload.due_at)}" if payload.due_at else ""
            return f"bevinding: {payload.text}{owner}{due}"
        case FindingResolved():
            number = next((one.number for one in view.findings if one.record_id == payload.finding), 0)
            name = f"bevinding {number}" if number else "bevinding"
            return _why(f"{name} {'verholpen' if payload.resolved else 'toch niet verholpen'}", payload.note)
        case RoundReleased():
            by = f" door {payload.by}" if payload.by else ""
            return _why(f"{RELEASE_WORDS[payload.released]}{by}", payload.note)
        case RoundWithdrawn():
            return _why("ingetrokken", payload.reason)


def _moment(at: Instant) -> str:
    local = read_stored(at).astimezone(AMSTERDAM)
    return f"{local:%d-%m-%Y %H:%M}"


def _why(said: str, reason: str) -> str:
    return f"{said}: {reason}" if reason else said


PAYLOADS = (RoundPlanned, RoundWalked, RoundFinding, FindingResolved, RoundReleased, RoundWithdrawn)
FOLDS = {"round": tables}
