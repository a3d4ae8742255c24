"""The meetings of a CMT day: their rhythm, each one opened, closed and its minutes adopted by the chair."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple, TypeAlias, assert_never
from uuid import UUID, uuid5

from aovconsole.domain.fieldset import resolve
from aovconsole.domain.history import history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import AMSTERDAM, is_possible, read_stored
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item

STATE_WORDS = {"open": "bezig", "closed": "gesloten", "adopted": "vastgesteld", "withdrawn": "ingetrokken"}

RHYTHM_MINUTES = range(24 * 60 + 1)
"""Of how many minutes a rhythm can be; 0 is a single moment."""

EARLY = timedelta(minutes=15)
"""A meeting that is opened so much before a single appointed moment is that meeting."""

_RHYTHMS = UUID("0d3b1a53-9a64-5d49-8a64-6f0f1d0a7c02")


def rhythm_subject(dossier: str) -> str:
    """The subject of the rhythm in a dossier: one, so that two stations keep one."""
    return str(uuid5(_RHYTHMS, dossier))


@dataclass(frozen=True, slots=True)
class RhythmSet:
    """When the team meets: every so many minutes from a moment, once at a moment (0), or not at all (no moment).

    With `moments` it meets at those, of which `begin_at` is the first. `plan` and `source` say from which plan (its
    subject) it was taken over, empty when it was set by hand. `replaces` names the settings that this one knew and
    replaced.
    """

    kind: ClassVar[str] = "rhythm.set"
    version: ClassVar[int] = 1
    begin_at: Instant = ""
    every_minutes: int = 0
    replaces: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    plan: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a rhythm that is no rhythm of a day."""
        if self.every_minutes not in RHYTHM_MINUTES:
            raise ValueError(self.every_minutes)
        if self.moments and (
            self.moments[0] != self.begin_at
            or list(self.moments) != sorted(self.moments)
            or not all(map(is_possible, self.moments))
        ):
            raise ValueError(self.moments)


@dataclass(frozen=True, slots=True)
class MeetingOpened:
    """A meeting began: who chairs, who keeps the log, which functions sit there, the goal, the time available."""

    kind: ClassVar[str] = "meeting.opened"
    version: ClassVar[int] = 1
    number: str
    chair: str = ""
    keeper: str = ""
    present: tuple[str, ...] = ()
    goal: str = ""
    minutes_available: int = 0


@dataclass(frozen=True, slots=True)
class MeetingClosed:
    """The meeting ended; `by` is empty when somebody said so, `next` or `cmt` when what came after ended it.

    `next_number` names the meeting that it was closed by.
    """

    kind: ClassVar[str] = "meeting.closed"
    version: ClassVar[int] = 1
    note: str = ""
    by: str = ""
    next_number: str = ""


@dataclass(frozen=True, slots=True)
class MeetingAdopted:
    """The chair (a function) adopted the minutes, with remarks."""

    kind: ClassVar[str] = "meeting.adopted"
    version: ClassVar[int] = 1
    by: str
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class MeetingWithdrawn:
    """The meeting was opened by mistake; it does not count."""

    kind: ClassVar[str] = "meeting.withdrawn"
    version: ClassVar[int] = 1
    reason: str = ""


MeetingPayload: TypeAlias = MeetingOpened | MeetingClosed | MeetingAdopted | MeetingWithdrawn


@dataclass(frozen=True, slots=True)
class Adoption:
    """One time that the minutes were adopted; `recorded_at` tells what was known then."""

    at: Instant
    recorded_at: Instant
    by: str
    remarks: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """The state of one meeting: open, closed, adopted or withdrawn; `closed_by` is `next` or `cmt` when nobody did."""

    number: str
    status: str
    begin_at: Instant
    end_at: Instant
    chair: str
    keeper: str
    present: tuple[str, ...]
    goal: str
    minutes_available: int
    closed_by: str
    next_number: str
    note: str
    adoptions: tuple[Adoption, ...]
    withdrawn_reason: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The rhythm that stands; `standing` names the records that a next setting replaces."""

    begin_at: Instant
    every_minutes: int
    moments: tuple[Instant, ...]
    plan: str
    source: str
    standing: tuple[str, ...]
    other_values: tuple[str, ...]


class NextMeeting(NamedTuple):
    """The next meeting: its number in the row of meetings, when, how long still (negative: late), how many passed."""

    ordinal: int
    due_at: datetime
    left: timedelta
    missed: int


@dataclass(frozen=True, slots=True)
class _Set:
    """A rhythm as `fieldset.resolve` reads it."""

    field: str
    value: str
    replaces: tuple[str, ...]


def fold(pairs: Sequence[tuple[Record, MeetingPayload]]) -> Meeting | None:
    """The state of a meeting from its records; None while its opening has not arrived.

    Of two closings the first by the moment of happening holds: who said that it was over knew it before the step that
    found it open.
    """
    opening = next(((record, payload) for record, payload in pairs if isinstance(payload, MeetingOpened)), None)
    if opening is None:
        return None
    record, opened = opening
    history = history_of(pairs)
    closing = next(((rec.occurred_at, payload) for rec, payload in history if isinstance(payload, MeetingClosed)), None)
    adoptions = tuple(
        Adoption(rec.occurred_at, rec.recorded_at, payload.by, payload.remarks)
        for rec, payload in history
        if isinstance(payload, MeetingAdopted)
    )
    gone = [payload.reason for _, payload in history if isinstance(payload, MeetingWithdrawn)]
    end_at, closed = closing or ("", MeetingClosed())
    return Meeting(
        number=opened.number,
        status="withdrawn" if gone else "adopted" if adoptions else "closed" if closing else "open",
        begin_at=record.occurred_at,
        end_at=end_at,
        chair=opened.chair,
        keeper=opened.keeper,
        present=opened.present,
        goal=opened.goal,
        minutes_available=opened.minutes_available,
        closed_by=closed.by,
        next_number=closed.next_number,
        note=closed.note,
        adoptions=adoptions,
        withdrawn_reason=gone[-1] if gone else "",
    )


def fold_rhythm(pairs: Sequence[tuple[Record, RhythmSet]]) -> Rhythm:
    """The rhythm that stands: the setting that knew of the other, else the later clock."""
    state = resolve((record, _Set("rhythm", record.id, payload.replaces)) for record, payload in pairs)["rhythm"]
    by_id = {record.id: payload for record, payload in pairs}
    others = tuple(rhythm_text(by_id[other]) for other in state.other_values)
    stands = by_id[state.value]
    return Rhythm(
        stands.begin_at, stands.every_minutes, stands.moments, stands.plan, stands.source, state.standing, others
    )


def next_meeting(rhythm: SubjectRow | None, meetings: Iterable[SubjectRow], now: datetime) -> NextMeeting | None:
    """When the team meets next; None without a rhythm. Minutes are elapsed, also over the change of clock.

    A meeting takes the moment of the rhythm that it lies nearest to. One that nobody opened stays, late, until the
    following moment comes; then that one is late, and the earlier ones are counted as missed.
    """
    held = [row for row in meetings if row.status != "withdrawn"]
    body = json.loads(rhythm.body) if rhythm else None
    if body is None or not body["begin_at"]:
        return None
    begin = read_stored(body["begin_at"])
    every = timedelta(minutes=body["every_minutes"])
    last = max((read_stored(row.begin_at) for row in held), default=None)
    if body.get("moments"):
        return _next_moment([read_stored(at) for at in body["moments"]], last, len(held), now)
    first = 0 if last is None else _slots_taken(begin, every, last)
    if not every:
        return None if first else NextMeeting(len(held) + 1, begin, begin - now, 0)
    current = max(first, (now - begin) // every)
    due = begin + current * every
    return NextMeeting(len(held) + 1, due, due - now, current - first)


def _next_moment(moments: Sequence[datetime], last: datetime | None, held: int, now: datetime) -> NextMeeting | None:
    """The next of the moments that were appointed; None once the last was held."""
    first = 0
    if last is not None and last >= moments[0] - EARLY:
        first = min(range(len(moments)), key=lambda place: abs(moments[place] - last)) + 1
    if first == len(moments):
        return None
    current = max(first, sum(moment <= now for moment in moments) - 1)
    return NextMeeting(held + 1, moments[current], moments[current] - now, current - first)


def _slots_taken(begin: datetime, every: timedelta, last: datetime) -> int:
    """How many moments of the rhythm lie behind the last meeting."""
    if not every:
        return int(last >= begin - EARLY)
    return max((last - begin + every / 2) // every + 1, 0)


def open_in(meetings: Iterable[SubjectRow]) -> tuple[SubjectRow, ...]:
    """The meetings that nobody closed, the one that began last in front: two stations may each have opened one."""
    return tuple(sorted((row for row in meetings if row.status == "open"), key=_began, reverse=True))


def last_closed(meetings: Iterable[SubjectRow], before: Instant = "") -> SubjectRow | None:
    """The meeting that ended last (before a moment)."""
    ended = [row for row in meetings if row.status in ("closed", "adopted") and (not before or row.end_at <= before)]
    return max(ended, key=lambda row: (row.end_at, row.begin_at, row.number), default=None)


def not_adopted(meetings: Iterable[SubjectRow]) -> tuple[SubjectRow, ...]:
    """The meetings that are over and whose minutes nobody adopted."""
    return tuple(row for row in meetings if row.status == "closed")


def _began(row: SubjectRow) -> tuple[Instant, str]:
    return row.begin_at, row.number


def tables(pairs: Sequence[tuple[Record, MeetingPayload]]) -> Tables:
    """The meeting's row, and one timeline item for each step."""
    view = fold(pairs)
    if view is None:
        return Tables()
    record = next(rec for rec, payload in pairs if isinstance(payload, MeetingOpened))
    row = SubjectRow(
        record.subject, "meeting", record.dossier, view.number, view.goal or "vergadering", view.status,
        view.begin_at, view.end_at, "", as_json(view),
    )  # fmt: skip
    return Tables(row, tuple(_item(rec, payload, view) for rec, payload in pairs))


def _item(record: Record, payload: MeetingPayload, view: Meeting) -> TimelineItem:
    return item(record, "meeting", f"{view.number} {_said(payload)}", dossier=record.dossier)


def _said(payload: MeetingPayload) -> str:
    match payload:
        case MeetingOpened():
            parts = {
                "voorzitter": payload.chair,
                "verslaglegger": payload.keeper,
                "aanwezig": " · ".join(payload.present),
                "doel": payload.goal,
                "tijd": f"{payload.minutes_available} min" if payload.minutes_available else "",
            }
            return "; ".join(["vergadering begonnen", *(f"{word}: {said}" for word, said in parts.items() if said)])
        case MeetingClosed():
            ended = {
                "next": f"niet gesloten; geldt als gesloten doordat {payload.next_number} begon",
                "cmt": "niet gesloten; geldt als gesloten doordat het CMT sloot",
            }
            return _why(ended.get(payload.by, "vergadering gesloten"), payload.note)
        case MeetingAdopted():
            return _why(f"verslag vastgesteld door {payload.by}", payload.remarks)
        case MeetingWithdrawn():
            return _why("vergadering ingetrokken", payload.reason)
        case _:
            assert_never(payload)


def rhythm_tables(pairs: Sequence[tuple[Record, RhythmSet]]) -> Tables:
    """The row of the rhythm in a dossier, and one timeline item for each setting."""
    record = pairs[0][0]
    view = fold_rhythm(pairs)
    row = SubjectRow(
        record.subject, "rhythm", record.dossier, "", "vergaderritme", "open" if view.begin_at else "closed",
        min(rec.occurred_at for rec, _ in pairs), "", "", as_json(view),
    )  # fmt: skip
    return Tables(row, tuple(item(rec, "meeting", rhythm_text(said), dossier=rec.dossier) for rec, said in pairs))


def rhythm_text(rhythm: RhythmSet) -> str:
    """A rhythm in words."""
    if not rhythm.begin_at:
        return "geen vergaderritme"
    begin = f"{read_stored(rhythm.begin_at).astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"
    if rhythm.moments:
        others = (f"{read_stored(at).astimezone(AMSTERDAM):%H:%M}" for at in rhythm.moments[1:])
        said = ", ".join((begin, *others))
        return f"vergaderingen om {said}" + (f" ({rhythm.source})" if rhythm.source else "")
    if not rhythm.every_minutes:
        return f"volgende vergadering {begin}"
    return f"vergadering elke {rhythm.every_minutes} minuten vanaf {begin}"


def _why(said: str, reason: str) -> str:
    return f"{said}: {reason}" if reason else said


PAYLOADS: tuple[type[Any], ...] = (RhythmSet, MeetingOpened, MeetingClosed, MeetingAdopted, MeetingWithdrawn)
FOLDS = {"meeting": tables, "rhythm": rhythm_tables}
