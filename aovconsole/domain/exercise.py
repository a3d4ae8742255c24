"""Exercises: a template played to a team, what was played to it, and what the controller thought of the answer.

What is for the controller only (expected, note, what is still to come, the judgement) stands in records, in no view.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal, TypeAlias, assert_never

from aovconsole.domain.history import history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import is_possible
from aovconsole.domain.view import Tables, dossier_row, item
from aovconsole.errors import CommandRefused

PLAYED_HOW = ("clock", "hand", "jump")
"""By its own time, by the controller, or late because the clock jumped over its time."""

DECIDED = ("yes", "partly", "no")

FAR_AHEAD = timedelta(hours=18)
"""A bare time that comes only after so long was meant to be today's, and that is past."""

CONTROLLER = "Oefenleiding"
"""In whose name the lines of an exercise are filed, and what is for no player's eyes."""

InjectStatus: TypeAlias = Literal["coming", "played", "skipped"]


@dataclass(frozen=True, slots=True)
class Cue:
    """What is played: at which moment (empty: only by hand), from whom, what is said, what is then expected."""

    key: str
    due_at: Instant
    sender: str
    text: str
    expected: str
    note: str
    source: str

    @property
    def as_text(self) -> str:
        """The cue as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def cue_from(text: str) -> Cue:
    """Read a cue.

    Raises:
        ValueError, TypeError: it is none.
    """
    values = json.loads(text)
    if type(values) is not dict or not all(type(value) is str for value in values.values()):
        raise TypeError(text)
    cue = Cue(**values)
    if cue.due_at and not is_possible(cue.due_at):
        raise ValueError(cue.due_at)
    return cue


@dataclass(frozen=True, slots=True)
class ExerciseStarted:
    """A template began to be played: for which CMT day and by which plan (subjects), with its cues as JSON texts."""

    kind: ClassVar[str] = "exercise.started"
    version: ClassVar[int] = 1
    number: str
    title: str
    template: str
    sha256: str
    on: str
    cmt: str
    plan: str
    cues: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse cues that are none, or two with one key."""
        keys = [cue_from(text).key for text in self.cues]
        if len(set(keys)) < len(keys):
            raise ValueError(keys)


@dataclass(frozen=True, slots=True)
class InjectPlayed:
    """A cue was filed as a log line (the id of its record)."""

    kind: ClassVar[str] = "exercise.inject_played"
    version: ClassVar[int] = 1
    key: str
    line: str
    how: str

    def __post_init__(self) -> None:
        """Refuse a way of playing that does not exist."""
        if self.how not in PLAYED_HOW:
            raise ValueError(self.how)


@dataclass(frozen=True, slots=True)
class InjectSkipped:
    """A cue is not played by the clock any more."""

    kind: ClassVar[str] = "exercise.inject_skipped"
    version: ClassVar[int] = 1
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class InjectAssessed:
    """The controller's judgement: did the team see it, did it decide. A later one wins; both stay readable."""

    kind: ClassVar[str] = "exercise.inject_assessed"
    version: ClassVar[int] = 1
    key: str
    seen: bool
    decided: str
    remark: str = ""

    def __post_init__(self) -> None:
        """Refuse an answer that does not exist."""
        if self.decided not in DECIDED:
            raise ValueError(self.decided)


@dataclass(frozen=True, slots=True)
class ExerciseEnded:
    """The exercise is over: nothing is played any more, what was played can still be judged."""

    kind: ClassVar[str] = "exercise.ended"
    version: ClassVar[int] = 1
    reason: str = ""


ExercisePayload: TypeAlias = ExerciseStarted | InjectPlayed | InjectSkipped | InjectAssessed | ExerciseEnded


@dataclass(frozen=True, slots=True)
class Assessment:
    """One judgement of the controller."""

    at: Instant
    seen: bool
    decided: str
    remark: str


@dataclass(frozen=True, slots=True)
class Inject:
    """A cue and what became of it; `at` is when its line happened, `played_at` when the team had it."""

    cue: Cue
    status: InjectStatus = "coming"
    at: Instant = ""
    played_at: Instant = ""
    how: str = ""
    line: str = ""
    skipped_at: Instant = ""
    reason: str = ""
    assessments: tuple[Assessment, ...] = ()

    @property
    def judgement(self) -> Assessment | None:
        """The judgement that holds: the last one."""
        return self.assessments[-1] if self.assessments else None


@dataclass(frozen=True, slots=True)
class Exercise:
    """The state of an exercise as its controller sees it; injects in time, what has no time last."""

    subject: str
    number: str
    title: str
    status: str
    begin_at: Instant
    end_at: Instant
    template: str
    on: str
    cmt: str
    plan: str
    injects: tuple[Inject, ...]
    reason: str = ""
    place: str = ""

    def inject(self, key: str) -> Inject | None:
        """The inject with a key; None where there is none."""
        return next((one for one in self.injects if one.cue.key == key), None)


def fold(pairs: Sequence[tuple[Record, ExercisePayload]]) -> Exercise | None:
    """The state of an exercise from its records; None while its start has not arrived."""
    opening = next(((record, payload) for record, payload in pairs if isinstance(payload, ExerciseStarted)), None)
    if opening is None:
        return None
    record, started = opening
    history = history_of(pairs)
    cues = sorted(map(cue_from, started.cues), key=lambda cue: (not cue.due_at, cue.due_at))
    injects = {cue.key: Inject(cue) for cue in cues}
    ended = [(rec.occurred_at, payload) for rec, payload in history if isinstance(payload, ExerciseEnded)]
    for rec, payload in history:
        if isinstance(payload, InjectPlayed | InjectSkipped | InjectAssessed) and payload.key in injects:
            injects[payload.key] = _after(injects[payload.key], rec, payload)
    return Exercise(
        subject=record.subject,
        number=started.number,
        title=started.title,
        status="ended" if ended else "running",
        begin_at=record.occurred_at,
        end_at=ended[0][0] if ended else "",
        template=started.template,
        on=started.on,
        cmt=started.cmt,
        plan=started.plan,
        injects=tuple(injects.values()),
        reason=ended[0][1].reason if ended else "",
    )


def _after(inject: Inject, record: Record, payload: InjectPlayed | InjectSkipped | InjectAssessed) -> Inject:
    """An inject after one more of its records; what was played stays so, and was played once."""
    match payload:
        case InjectPlayed():
            if inject.status == "played":
                return inject
            return replace(
                inject, status="played", at=record.occurred_at, played_at=record.recorded_at, how=payload.how,
                line=payload.line,
            )  # fmt: skip
        case InjectSkipped():
            status: InjectStatus = "played" if inject.status == "played" else "skipped"
            return replace(inject, status=status, skipped_at=record.occurred_at, reason=payload.reason)
        case InjectAssessed():
            judged = Assessment(record.occurred_at, payload.seen, payload.decided, payload.remark)
            return replace(inject, assessments=(*inject.assessments, judged))
        case _:
            assert_never(payload)


def due(exercise: Exercise, now: Instant) -> tuple[Inject, ...]:
    """What the clock plays by this moment: in time, what falls together in the order of the template.

    What was due before the exercise began is played only by hand.
    """
    if exercise.status != "running":
        return ()
    return tuple(one for one in timed(exercise) if one.cue.due_at <= now)


def timed(exercise: Exercise) -> tuple[Inject, ...]:
    """What the clock has still to play, in time."""
    begin = exercise.begin_at
    return tuple(one for one in exercise.injects if one.status == "coming" and one.cue.due_at >= begin)


def public_view(exercise: Exercise) -> dict[str, Any]:
    """What a player may see of an exercise: nothing of what is to come but when, nothing of what is expected."""
    fields = ("subject", "number", "title", "status", "begin_at", "end_at", "template", "on", "cmt", "plan", "reason")
    return {**{name: getattr(exercise, name) for name in fields}, "injects": [_public(one) for one in exercise.injects]}


def _public(inject: Inject) -> dict[str, Any]:
    is_played = inject.status == "played"
    return {
        "id": inject.cue.key,
        "state": inject.status,
        "due_at": inject.cue.due_at,
        "at": inject.at,
        "played_at": inject.played_at,
        "how": inject.how,
        "line": inject.line,
        "sender": inject.cue.sender if is_played else "",
        "text": inject.cue.text if is_played else "",
    }


def tables(pairs: Sequence[tuple[Record, ExercisePayload]]) -> Tables:
    """The row of the exercise as players may see it, and a timeline item for each step without what it holds."""
    view = fold(pairs)
    if view is None:
        return Tables()
    row = dossier_row("exercise", view)._replace(
        body=json.dumps(public_view(view), ensure_ascii=False, separators=(",", ":"))
    )
    return Tables(row, tuple(item(record, "exercise", _said(payload)) for record, payload in pairs))


def _said(payload: ExercisePayload) -> str:
    match payload:
        case ExerciseStarted():
            return f"oefening begonnen: {payload.title}"
        case InjectPlayed():
            return "inject gespeeld"
        case InjectSkipped():
            return "inject overgeslagen"
        case InjectAssessed():
            return "inject beoordeeld"
        case ExerciseEnded():
            return f"oefening beëindigd{': ' if payload.reason else ''}{payload.reason}"
        case _:
            assert_never(payload)


def forward_to(moment: datetime, now: datetime, typed: str) -> datetime:
    """A moment that the clock may be brought to: ahead; a bare time that is past is no slip into tomorrow.

    Raises:
        CommandRefused: it lies behind, or it was typed without its date and comes only after `FAR_AHEAD`.
    """
    if moment < now:
        raise CommandRefused("de oefening loopt nooit terug: noem een tijd die nog komt")
    if moment - now > FAR_AHEAD and len(typed.strip()) <= len("23:59"):
        raise CommandRefused(f"{typed.strip()} is in de oefening voorbij; zet de datum erbij als u morgen bedoelt")
    return moment


def keys_like(exercise: Exercise, asked: str) -> Iterable[str]:
    """The keys that look most like one that does not exist."""
    from difflib import get_close_matches  # only on a mistake

    return get_close_matches(asked, [one.cue.key for one in exercise.injects])


PAYLOADS: tuple[type[Any], ...] = (ExerciseStarted, InjectPlayed, InjectSkipped, InjectAssessed, ExerciseEnded)
FOLDS = {"exercise": tables}
