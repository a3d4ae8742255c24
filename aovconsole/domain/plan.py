"""Plans: a scenario template on a day, with what was done of it; dates follow from the copy that the plan carries.

The fold computes every date again from the copy, the day and the answers that stand: so what two stations set at the
same time needs no merging, and no line keeps a date of an anchor that has moved. What is done keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias, assert_never
from zoneinfo import ZoneInfo

from aovconsole.domain.fieldset import FieldState, resolve, standing_of
from aovconsole.domain.history import all_of, history_of
from aovconsole.domain.plan_copy import dated, template_of
from aovconsole.domain.plan_reading import can_be_late
from aovconsole.domain.plan_rows import (
    AnchorRow,
    Line,
    MeetingRow,
    PhaseRow,
    QuestionRow,
    ThresholdRow,
    anchor_rows,
    meeting_rows,
    phase_rows,
    place_rows,
    question_rows,
    template_lines,
    threshold_rows,
)
from aovconsole.domain.plan_steps import (
    LineAdded,
    LineMarked,
    LineOwnerSet,
    PlanAnswered,
    PlanEnded,
    PlanMoved,
    PlanPayload,
    PlanStarted,
    PlanWithdrawn,
)
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.scenario_plan import Plan as DatedPlan
from aovconsole.domain.times import on_the_wall, read_stored, stored
from aovconsole.domain.view import CalendarDay, Tables, dossier_row, item, plain_values
from aovconsole.errors import CommandRefused

LAYER = "plan"
"""The layer of the calendar that holds the days of plans."""

NIGHT_ENDS = time(6)
"""What ends before this belongs to the day before on the calendar."""

MOST_DAYS = 92
"""No plan takes more days of the calendar than this: the longest of the shipped ones takes a month."""

_Pairs: TypeAlias = Sequence[tuple[Record, PlanPayload]]


@dataclass(frozen=True, slots=True)
class Move:
    """A day and time that the main anchor has had, when that was said, and why."""

    on: str
    clock: str
    reason: str
    moved_at: Instant
    record_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The state of one plan; its JSON is the body of its row.

    `status` is running, ended or withdrawn. `on` and `clock` are the day and the time that the main anchor was given,
    `anchor_at` its moment where it has one. `begin_at` and `end_at` are those of the days around it. `lines` stand in
    order of time; `next_due_at` is the first moment at which an open line is late (empty: none will be). `decisions`,
    `conditions`, `roles`, `log_protocol`, `evaluation` are those of the template, with the keys of its file.
    `standing` names per field the records that a next setting replaces.
    """

    subject: str
    number: str
    title: str
    status: str
    begin_at: Instant
    end_at: Instant
    place: str
    template: str
    about: str
    summary: str
    sha256: str
    evenement: str
    on: str
    clock: str
    anchor_id: str
    anchor_label: str
    anchor_at: Instant
    zone: str
    started_at: Instant
    ended_reason: str
    past_at_start_count: int
    next_due_at: Instant
    notes: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    anchors: tuple[AnchorRow, ...]
    questions: tuple[QuestionRow, ...]
    phases: tuple[PhaseRow, ...]
    lines: tuple[Line, ...]
    meetings: tuple[MeetingRow, ...]
    places: tuple[dict[str, Any], ...]
    thresholds: tuple[ThresholdRow, ...]
    decisions: tuple[Any, ...]
    conditions: tuple[Any, ...]
    roles: tuple[Any, ...]
    log_protocol: tuple[Any, ...]
    evaluation: tuple[Any, ...]
    sources: tuple[str, ...]
    moves: tuple[Move, ...]
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """A setting as `fieldset.resolve` reads it."""

    field: str
    value: str
    replaces: tuple[str, ...] = ()


def fold(pairs: _Pairs) -> Plan | None:
    """The state of a plan from its records; None while its start has not arrived."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, PlanStarted)), None)
    if first is None:
        return None
    record, started = first
    fields = resolve((rec, made) for rec, payload in pairs for made in _settings(payload, rec, started))
    on, clock, typed, plan = _dated(started, fields)
    lines = _lines(pairs, plan, fields, record.occurred_at)
    phases = tuple(phase_rows(plan))
    begin_at, end_at = _span(phases, date.fromisoformat(on), plan.zone)
    main = next(one.due for one in plan.anchors if one.anchor.id == plan.template.anchor)
    status, reason = _status(pairs)
    return Plan(
        subject=record.subject,
        number=started.number,
        title=started.title,
        status=status,
        begin_at=begin_at,
        end_at=end_at,
        place="",
        template=started.template,
        sha256=started.sha256,
        evenement=started.evenement,
        on=on,
        clock=clock,
        anchor_at=stored(main.at) if main.at else "",
        zone=started.zone,
        started_at=record.occurred_at,
        ended_reason=reason,
        past_at_start_count=sum(line.past_at_start and line.state in ("todo", "busy") for line in lines),
        next_due_at=_next_due(lines),
        answers=tuple(sorted(typed.items())),
        lines=lines,
        phases=phases,
        moves=all_of(history_of(pairs), PlanMoved, _move),
        other_values=tuple(_others(fields)),
        standing=standing_of(fields),
        **_of_template(plan, typed, _answered(pairs, typed, fields)),
    )


def _answered(pairs: _Pairs, typed: Iterable[str], fields: Mapping[str, FieldState]) -> dict[str, Instant]:
    """When each answer that stands was given."""
    at = {record.id: record.occurred_at for record, _ in pairs}
    return {key: at[fields[f"answer:{key}"].standing[-1]] for key in typed}


def _next_due(lines: Iterable[Line]) -> Instant:
    """From when on the first open line is late; empty where none can be."""
    names = ("state", "past_at", "past_at_start")
    return min(
        (line.past_at for line in lines if can_be_late({name: getattr(line, name) for name in names})), default=""
    )


def _of_template(plan: DatedPlan, typed: dict[str, str], answered: dict[str, Instant]) -> dict[str, Any]:
    """What of the template a view holds, dated or as it stands in the file."""
    template = plan.template
    return {
        "about": template.subject,
        "summary": template.summary,
        "anchor_id": template.anchor,
        "anchor_label": template.main.label,
        "notes": plan.notes,
        "anchors": tuple(anchor_rows(plan)),
        "questions": tuple(question_rows(plan, typed, answered)),
        "meetings": tuple(meeting_rows(plan)),
        "places": tuple(place_rows(plan)),
        "thresholds": tuple(threshold_rows(plan)),
        "decisions": tuple(map(plain_values, template.decisions)),
        "conditions": tuple(map(plain_values, template.conditions)),
        "roles": tuple(map(plain_values, template.roles)),
        "log_protocol": tuple(map(plain_values, template.log_protocol)),
        "evaluation": tuple(map(plain_values, template.evaluation)),
        "sources": template.sources,
    }


def _settings(payload: PlanPayload, record: Record, started: PlanStarted) -> Iterator[_Set]:
    match payload:
        case PlanStarted():
            if payload is started:
                yield _Set("when", f"{payload.on}|{payload.clock}")
                for one in payload.answers:
                    key, _, answer = one.partition("=")
                    yield _Set(f"answer:{key}", answer)
        case PlanMoved():
            yield _Set("when", f"{payload.on}|{payload.clock}", payload.replaces)
        case PlanAnswered():
            yield _Set(f"answer:{payload.question}", payload.answer, payload.replaces)
        case LineMarked():
            yield _Set(f"mark:{payload.key}", record.id, payload.replaces)
        case LineOwnerSet():
            yield _Set(f"owner:{payload.key}", payload.owner, payload.replaces)
        case LineAdded() | PlanEnded() | PlanWithdrawn():
            return
        case _:
            assert_never(payload)


def _dated(started: PlanStarted, fields: Mapping[str, FieldState]) -> tuple[str, str, dict[str, str], DatedPlan]:
    """Day, time and answers that stand, and the plan that follows; as it was started where they lead nowhere."""
    on, _, clock = fields["when"].value.partition("|")
    answers = {name.partition(":")[2]: one.value for name, one in fields.items() if name.startswith("answer:")}
    typed = {key: answer for key, answer in answers.items() if answer}
    given = typed | ({template_of(started.copy).anchor: clock} if clock else {})
    try:
        plan = dated(started.copy, on, tuple(sorted(given.items())), started.zone, started.published)
    except CommandRefused:  # two settings that were each possible lead out of the calendar together
        return started.on, "", {}, dated(started.copy, started.on, (), started.zone, started.published)
    return on, clock, typed, plan


def _lines(pairs: _Pairs, plan: DatedPlan, fields: Mapping[str, FieldState], started_at: Instant) -> tuple[Line, ...]:
    """Every line as it stands, in order of time; one that was marked and is no longer in the plan stays as it was."""
    marks = {record.id: (record, payload) for record, payload in pairs if isinstance(payload, LineMarked)}
    found: dict[str, Line] = {line.key: line for line in template_lines(plan)}
    for record, payload in pairs:
        if isinstance(payload, LineAdded):
            key = payload.key if payload.key not in found else f"{payload.key}.{record.id[-6:]}"
            found[key] = _by_hand(payload, key)
    for _, (_, mark) in marks.items():
        if mark.key not in found and mark.state in ("busy", "done"):
            found[mark.key] = _gone(mark)
    lines = []
    for key, line in found.items():
        owner = fields.get(f"owner:{key}")
        line = replace(line, owner=owner.value) if owner else line
        standing = fields.get(f"mark:{key}")
        line = _marked(line, *marks[standing.value]) if standing else line
        is_past = line.type != "own" and bool(line.past_at) and line.past_at <= started_at
        lines.append(replace(line, past_at_start=True) if is_past else line)
    return tuple(sorted(lines, key=_order))


def _order(line: Line) -> tuple[bool, str, bool, str, str]:
    """By day, on it first the moments, then the whole days; undated last."""
    return (not line.due_on, line.due_on, not line.due_at, line.due_at, line.key)


def _by_hand(added: LineAdded, key: str) -> Line:
    return Line(
        key=key,
        type="own",
        what=added.what,
        owner=added.owner,
        where=added.where,
        source=added.source,
        mandatory=added.mandatory,
        due_at=added.due_at,
        due_on=added.due_on,
        past_at=added.past_at,
        waits_for="",
    )


def _gone(mark: LineMarked) -> Line:
    """A line that was marked and that the plan no longer has: another day was answered."""
    return Line(
        key=mark.key,
        type="gone",
        what=mark.label,
        owner="",
        where=(),
        source="staat niet meer in het plan",
        mandatory=False,
        due_at=mark.due_at,
        due_on=mark.due_on,
        past_at=mark.past_at,
        waits_for="",
    )


def _marked(line: Line, record: Record, mark: LineMarked) -> Line:
    """A line with its state; what is done keeps the time at which it was due when that was said."""
    line = replace(line, state=mark.state, note=mark.note, by=mark.by, record_id=record.id)
    if mark.state != "done":
        return line
    kept = replace(line, due_at=mark.due_at, due_on=mark.due_on, past_at=mark.past_at) if mark.due_on else line
    return replace(kept, done_at=record.occurred_at)


def _span(phases: Iterable[PhaseRow], on: date, zone: ZoneInfo) -> tuple[Instant, Instant]:
    """Begin and end of the days around the main anchor; that whole day where no phase is dated."""
    around = [one for one in phases if one.on_calendar]
    if around:
        return min(one.from_at for one in around), max(one.until_at or one.from_at for one in around)
    return stored(on_the_wall(on, time(), zone)), stored(on_the_wall(on + timedelta(days=1), time(), zone))


def _status(pairs: _Pairs) -> tuple[str, str]:
    for type_, status in ((PlanWithdrawn, "withdrawn"), (PlanEnded, "ended")):
        ends = [payload for _, payload in history_of(pairs) if isinstance(payload, type_)]
        if ends:
            return status, ends[-1].reason
    return "running", ""


def _move(record: Record, moved: PlanMoved) -> Move:
    return Move(moved.on, moved.clock, moved.reason, record.occurred_at, record.id)


def _others(fields: Mapping[str, FieldState]) -> Iterator[str]:
    """What lost against the later clock; a mark is told by the timeline."""
    for name, state in fields.items():
        if not name.startswith("mark:"):
            yield from (f"{name}: {other.replace('|', ' ').strip()}" for other in state.other_values)


def tables(pairs: _Pairs) -> Tables:
    """The plan's row, its days on the calendar and the steps of its timeline."""
    view = fold(pairs)
    if view is None:
        return Tables()
    from aovconsole.domain.plan_words import step_text  # only a plan needs them

    items = tuple(item(record, *step_text(payload), dossier=view.subject) for record, payload in pairs)
    days = () if view.status == "withdrawn" else tuple(_days(view))
    return Tables(dossier_row("plan", view), items, days)


def _days(view: Plan) -> Iterator[CalendarDay]:
    """Each day around the main anchor, with the phases that it holds."""
    zone, phases_on = ZoneInfo(view.zone), dict[date, list[str]]()
    for phase in view.phases:
        if phase.on_calendar:
            begin, end = (read_stored(at).astimezone(zone) for at in (phase.from_at, phase.until_at or phase.from_at))
            for day in _local_days(begin, end):
                phases_on.setdefault(day, []).append(phase.name)
    if not phases_on:
        phases_on[date.fromisoformat(view.on)] = []
    for day, names in sorted(phases_on.items())[:MOST_DAYS]:
        on, phases = day.isoformat(), ", ".join(dict.fromkeys(names))
        yield CalendarDay(
            view.subject, f"{on}T00:00:00.000000+00:00", f"{on}T23:59:59.999999+00:00", on, on,
            f"{view.title}: {phases}" if phases else view.title,
            view.place, "confirmed", LAYER, view.number, view.subject,
        )  # fmt: skip


def _local_days(begin: datetime, end: datetime) -> Iterator[date]:
    """The days that a stretch of time takes; the small hours at its end belong to the day before."""
    last = end.date() - timedelta(days=1) if end.time() <= NIGHT_ENDS and end.date() > begin.date() else end.date()
    for away in range(min((last - begin.date()).days + 1, MOST_DAYS)):
        yield begin.date() + timedelta(days=away)


PAYLOADS = (PlanStarted, PlanMoved, PlanAnswered, LineMarked, LineAdded, LineOwnerSet, PlanEnded, PlanWithdrawn)
FOLDS = {"plan": tables}
