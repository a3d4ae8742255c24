"""Football matches at home: the state of one, its day on the calendar, its timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar, assert_never
from uuid import UUID, uuid5

from aovconsole.domain.fieldset import FieldState, resolve, standing_of
from aovconsole.domain.history import Pair, all_of, history_of
from aovconsole.domain.match_steps import (
    COUNTS,
    FIELDS,
    CategorySet,
    MatchAdded,
    MatchCancelled,
    MatchEnded,
    MatchFieldSet,
    MatchMoved,
    MatchPayload,
    MatchStepWithdrawn,
    PlanMarked,
    SafetyDecided,
    Talked,
    TravelSet,
)
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import clock_text, read_stored, stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import CalendarDay, Tables, TimelineItem, dossier_row, item, late

P = TypeVar("P")

LAYER = "wedstrijden"
COMING = ("planned", "unscheduled", "postponed")
"""The states of a match that is still to come."""

_MATCHES = UUID("0b6a4c0e-6b1f-4f6d-8a5d-2c1f7d2b9e11")
_STATUS = {
    "played": "played",
    "awarded": "played",
    "abandoned": "abandoned",
    "postponed": "postponed",
    "cancelled": "cancelled",
}
_AS_ADDED = ("season", "competition", "round", "home", "away", "leg", "length_minutes", "source")


def match_identity(season: str, competition: str, home: str, away: str, leg: int) -> str:
    """What makes a match the same at every station, as text."""
    return "\n".join((season, name_key(competition), name_key(home), name_key(away), str(leg)))


def match_subject(season: str, competition: str, home: str, away: str, leg: int) -> str:
    """The subject of a match: the same at every station that imports the same season."""
    return str(uuid5(_MATCHES, match_identity(season, competition, home, away, leg)))


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk about the match: when, with which functions, what was agreed."""

    label: str
    at: Instant
    present: str
    agreements: str
    late: bool
    record_id: str


@dataclass(frozen=True, slots=True)
class SafetyDecision:
    """A decision on public order at the match."""

    text: str
    by: str
    ground: str
    reason: str
    at: Instant
    record_id: str


@dataclass(frozen=True, slots=True)
class PlanMark:
    """The latest state of one line of the match-day plan, and where it stood when that was said."""

    key: str
    label: str
    state: str
    note: str
    due_at: Instant
    at: Instant
    record_id: str


@dataclass(frozen=True, slots=True)
class Move:
    """One day and kick-off that the match has had; `source` is the file that said so, empty when a person did."""

    begin_at: Instant
    on: str
    kickoff_known: bool
    reason: str
    source: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Match:
    """The state of one home match.

    `kickoff_at` is empty while the kick-off is not known; `begin_at` is then the begin of the day `on`. `doors_at`
    and `depart_until` are empty with it. `standing` names per field the records that a next setting replaces.
    """

    subject: str
    number: str
    title: str
    status: str
    begin_at: Instant
    end_at: Instant
    place: str
    season: str
    competition: str
    round: str
    home: str
    away: str
    leg: int
    on: str
    kickoff_known: bool
    kickoff_at: Instant
    doors_at: Instant
    depart_until: Instant
    score: str
    outcome: str
    category: str
    category_by: str
    category_reasons: tuple[str, ...]
    travel_scheme: str
    travel_label: str
    travel_reason: str
    travel_by: str
    away_expected: int | None
    spectators: int | None
    doors_minutes: int
    length_minutes: int
    depart_minutes: int
    note: str
    cancel_reason: str
    talks: tuple[Talk, ...]
    decisions: tuple[SafetyDecision, ...]
    plan_marks: tuple[PlanMark, ...]
    moves: tuple[Move, ...]
    source: str
    other_numbers: tuple[str, ...]
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """A setting as `fieldset.resolve` reads it."""

    field: str
    value: str
    replaces: tuple[str, ...] = ()


def fold(pairs: Sequence[tuple[Record, MatchPayload]]) -> Match | None:
    """The state of a match from its records; None while its first record has not arrived."""
    entries = [(record, payload) for record, payload in pairs if isinstance(payload, MatchAdded)]
    if not entries:
        return None
    record, added = entries[0]
    withdrawn = withdrawn_steps(pairs)
    going = [pair for pair in pairs if pair[0].id not in withdrawn]
    history = history_of(going)
    fields = resolve((rec, made) for rec, payload in going if (made := _setting(payload)))
    return Match(
        subject=record.subject,
        number=added.number,
        title=f"{added.home} – {added.away}",
        talks=all_of(history, Talked, _talk),
        decisions=all_of(history, SafetyDecided, _decision),
        plan_marks=_marks(history),
        moves=_moves(history),
        other_numbers=tuple(dict.fromkeys(one.number for _, one in entries if one.number != added.number)),
        other_values=tuple(_other(name, value) for name, state in fields.items() for value in state.other_values),
        standing=standing_of(fields),
        **{name: getattr(added, name) for name in _AS_ADDED},
        **_when_and_end(added, fields, history),
        **_chosen({rec.id: payload for rec, payload in going}, fields),
    )


def _when_and_end(added: MatchAdded, fields: dict[str, FieldState], history: Sequence[Pair]) -> dict[str, Any]:
    """Day, kick-off, what counts from it, and how the match ended."""
    values = _values(added, fields)
    counts = {name: int(values[name]) if values[name] else None for name in COUNTS}
    doors, depart = counts["doors_minutes"] or 0, counts["depart_minutes"] or 0
    begin_at, on, known = _read_when(fields["when"].value)
    kickoff = begin_at if known else ""
    ended, cancel_reason = _ended(history)
    return {
        **counts,
        "place": values["place"],
        "note": values["note"],
        "begin_at": begin_at,
        "end_at": _shifted(kickoff, added.length_minutes),
        "on": on,
        "kickoff_known": known,
        "kickoff_at": kickoff,
        "doors_minutes": doors,
        "depart_minutes": depart,
        "doors_at": _shifted(kickoff, -doors),
        "depart_until": _shifted(kickoff, depart),
        "status": _STATUS[ended.outcome] if ended else "planned" if known else "unscheduled",
        "score": ended.score if ended else "",
        "outcome": ended.outcome if ended else "",
        "cancel_reason": cancel_reason,
    }


def _chosen(payloads: dict[str, Any], fields: dict[str, FieldState]) -> dict[str, Any]:
    """Category and travel scheme as they stand, with their reasons."""
    category = _winner(fields, payloads, "category", CategorySet)
    travel = _winner(fields, payloads, "travel_scheme", TravelSet)
    return {
        "category": category.category if category else "",
        "category_by": category.by if category else "",
        "category_reasons": category.reasons if category else (),
        "travel_scheme": travel.scheme if travel else "",
        "travel_label": travel.label if travel else "",
        "travel_reason": travel.reason if travel else "",
        "travel_by": travel.by if travel else "",
    }


def withdrawn_steps(pairs: Iterable[Pair]) -> dict[str, str]:
    """The steps that do not count, and the record that withdrew each."""
    return {payload.step: record.id for record, payload in pairs if isinstance(payload, MatchStepWithdrawn)}


def _setting(payload: MatchPayload) -> _Set | None:
    match payload:
        case MatchAdded():
            return _Set("when", _when(payload))
        case MatchMoved():
            return _Set("when", _when(payload), payload.replaces)
        case MatchFieldSet():
            return _Set(payload.field, payload.value, payload.replaces) if payload.field in FIELDS else None
        case CategorySet():
            return _Set("category", payload.category, payload.replaces)
        case TravelSet():
            return _Set("travel_scheme", payload.scheme, payload.replaces)
        case MatchEnded() | MatchCancelled() | Talked() | SafetyDecided() | PlanMarked() | MatchStepWithdrawn():
            return None
        case _:
            assert_never(payload)


def _when(payload: MatchAdded | MatchMoved) -> str:
    return f"{payload.begin_at}|{payload.on}|{int(payload.kickoff_known)}"


def _read_when(value: str) -> tuple[Instant, str, bool]:
    begin_at, on, known = value.split("|")
    return begin_at, on, known == "1"


def _other(name: str, value: str) -> str:
    """A value that lost, with the name of its field; a day with its kick-off in words."""
    if name != "when":
        return f"{name}: {value}"
    begin_at, on, known = _read_when(value)
    return f"when: {clock_text(read_stored(begin_at), read_stored(begin_at)) if known else 'aftrap onbekend'} op {on}"


def _values(added: MatchAdded, fields: dict[str, FieldState]) -> dict[str, str]:
    before = {
        "place": added.place,
        "doors_minutes": str(added.doors_minutes),
        "depart_minutes": str(added.depart_minutes),
    }
    return {name: fields[name].value if name in fields else before.get(name, "") for name in FIELDS}


def _winner(fields: dict[str, FieldState], chosen: dict[str, Any], name: str, type_: type[P]) -> P | None:
    """The payload whose value stands for a field."""
    payload = chosen[fields[name].standing[-1]] if name in fields else None
    return payload if isinstance(payload, type_) else None


def _ended(history: Sequence[Pair]) -> tuple[MatchEnded | None, str]:
    """How the match ended, and why it does not go on; another day after that lets it live again."""
    for _, payload in reversed(history):
        if isinstance(payload, MatchMoved):
            break
        if isinstance(payload, MatchCancelled):
            return MatchEnded("cancelled"), payload.reason
        if isinstance(payload, MatchEnded):
            return payload, ""
    return None, ""


def _shifted(moment: Instant, minutes: int) -> Instant:
    return stored(read_stored(moment) + timedelta(minutes=minutes)) if moment else ""


def _talk(record: Record, talk: Talked) -> Talk:
    return Talk(talk.label, talk.at, talk.present, talk.agreements, late(record), record.id)


def _decision(record: Record, made: SafetyDecided) -> SafetyDecision:
    return SafetyDecision(made.text, made.by, made.ground, made.reason, record.occurred_at, record.id)


def _marks(history: Iterable[Pair]) -> tuple[PlanMark, ...]:
    latest = {}
    for record, mark in history:
        if isinstance(mark, PlanMarked):
            latest[mark.key] = PlanMark(
                mark.key, mark.label, mark.state, mark.note, mark.due_at, record.occurred_at, record.id
            )
    return tuple(latest.values())


def _moves(history: Iterable[Pair]) -> tuple[Move, ...]:
    """Every day and kick-off in turn; what another station added at the same moment once more is left out."""
    found: list[Move] = []
    for record, one in history:
        if isinstance(one, MatchAdded | MatchMoved):
            reason = one.reason if isinstance(one, MatchMoved) else ""
            move = Move(one.begin_at, one.on, one.kickoff_known, reason, one.source, record.occurred_at)
            if not found or (found[-1].begin_at, found[-1].kickoff_known) != (move.begin_at, move.kickoff_known):
                found.append(move)
    return tuple(found)


def tables(pairs: Sequence[tuple[Record, MatchPayload]]) -> Tables:
    """The match's row, its time on the calendar from doors to departure, and the steps of its timeline."""
    view = fold(pairs)
    if view is None:
        return Tables()
    from aovconsole.domain.match_words import step_text  # only a match needs them

    withdrawn = withdrawn_steps(pairs)
    items: list[TimelineItem] = []
    for record, payload in pairs:
        if isinstance(payload, MatchStepWithdrawn):
            continue
        gone = withdrawn.get(record.id)
        struck = {"corrected_by": gone, "extra": '{"withdrawn":true}'} if gone else {}
        items.append(item(record, *step_text(payload), dossier=view.subject, **struck))
    return Tables(dossier_row("match", view), tuple(items), (_day(view),))


def _day(view: Match) -> CalendarDay:
    """The time that a match takes on the calendar; the whole day while its kick-off is not known."""
    status = "cancelled" if view.status in ("cancelled", "postponed") else "confirmed"
    if view.kickoff_at:
        begin_at, end_at, on = view.doors_at, view.depart_until, ""
    else:
        begin_at, end_at, on = f"{view.on}T00:00:00.000000+00:00", f"{view.on}T23:59:59.999999+00:00", view.on
        status = "tentative" if status == "confirmed" else status
    return CalendarDay(
        view.subject, begin_at, end_at, on, on, view.title, view.place, status, LAYER, view.number, view.subject
    )


PAYLOADS = (
    MatchAdded,
    MatchMoved,
    MatchEnded,
    MatchCancelled,
    MatchFieldSet,
    CategorySet,
    TravelSet,
    Talked,
    SafetyDecided,
    PlanMarked,
    MatchStepWithdrawn,
)
FOLDS = {"match": tables}
