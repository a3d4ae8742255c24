"""The dated plan that follows from a template, a date and the answers: pure, and in the same order each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from aovconsole.domain.scenario_anchors import PlannedAnchor, Published, dated_anchors, day_in_year
from aovconsole.domain.scenario_answers import Answer, Answers, answers_of
from aovconsole.domain.scenario_repeats import MOST_MEETINGS, Expander, Planned, PlannedPhase, in_order
from aovconsole.domain.scenario_template import Inject, Measure, Meeting, Place, Question, Round, Template, Threshold
from aovconsole.domain.times import AMSTERDAM, date_text
from aovconsole.errors import CommandRefused


@dataclass(frozen=True, slots=True)
class PlannedThreshold:
    """A threshold with the value that holds: the answer, or the template's; None while nobody has said it."""

    threshold: Threshold
    value: float | None


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """A place with how many people it holds (None while nobody has said it) and its thresholds."""

    place: Place
    capacity: float | None
    thresholds: tuple[PlannedThreshold, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was answered; None while it is open."""

    question: Question
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A template on a date."""

    template: Template
    on: date
    zone: ZoneInfo
    anchors: tuple[PlannedAnchor, ...]
    phases: tuple[PlannedPhase, ...]
    measures: tuple[Planned[Measure], ...]
    rounds: tuple[Planned[Round], ...]
    meetings: tuple[Planned[Meeting], ...]
    injects: tuple[Planned[Inject], ...]
    places: tuple[PlannedPlace, ...]
    questions: tuple[Asked, ...]
    notes: tuple[str, ...]

    @property
    def open_anchors(self) -> tuple[PlannedAnchor, ...]:
        """The anchors whose day or time somebody must still say."""
        return tuple(one for one in self.anchors if one.due.waits_for == one.anchor.id)


def plan_of(
    template: Template,
    on: date,
    answers: Mapping[str, str] | None = None,
    zone: ZoneInfo = AMSTERDAM,
    published: Published | None = None,
) -> Plan:
    """The plan of a checked template with its main anchor on a day.

    Raises:
        CommandRefused: an answer cannot be read, or the plan would lie outside the calendar.
    """
    given = answers_of(template, answers or {})
    try:
        return _plan(template, on, given, zone, published or {})
    except (ValueError, OverflowError) as error:
        raise CommandRefused(f"{template.name} gaat niet op {on}: de datum ligt te ver weg") from error


def _plan(template: Template, on: date, given: Answers, zone: ZoneInfo, published: Published) -> Plan:
    anchors = dated_anchors(template, on, given, zone, published)
    days = {name: answer for name, answer in given.questions.items() if isinstance(answer, tuple)}
    lines = Expander(anchors, days, zone)
    phases = sorted((one for row in template.phases for one in lines.phases(row)), key=lambda one: one.begin.order)
    meetings = in_order(one for row in template.meetings for one in lines.meetings(row))
    return Plan(
        template=template,
        on=on,
        zone=zone,
        anchors=tuple(PlannedAnchor(anchor, anchors[anchor.id]) for anchor in template.anchors),
        phases=tuple(phases),
        measures=in_order(one for row in template.measures for one in lines.repeated(row)),
        rounds=in_order(one for row in template.rounds for one in lines.repeated(row)),
        meetings=meetings,
        injects=in_order(Planned(row.id, row, lines.due(row)) for row in template.injects),
        places=tuple(_place(place, given) for place in template.places),
        questions=tuple(Asked(question, given.questions.get(question.id)) for question in template.questions),
        notes=tuple(_notes(template, on, phases, published, cut=lines.cut)),
    )


def _place(place: Place, given: Answers) -> PlannedPlace:
    thresholds = (PlannedThreshold(one, _value(one.question, one.value, given)) for one in place.thresholds)
    return PlannedPlace(place, _value(place.capacity_question, place.capacity, given), tuple(thresholds))


def _value(question: str, of_template: float | None, given: Answers) -> float | None:
    answer = given.questions.get(question)
    return float(answer) if isinstance(answer, int | float) else of_template


def _notes(
    template: Template, on: date, phases: Iterable[PlannedPhase], published: Published, *, cut: bool
) -> Iterator[str]:
    """What whoever starts this must know, in Dutch."""
    computed = day_in_year(template.main, on.year, published)
    if computed and computed != on:
        yield f"{template.main.label} valt in {on.year} op {date_text(computed)}; dit plan staat op {date_text(on)}"
    for one in phases:
        if one.begin.since and one.end.until and one.end.until < one.begin.since:
            yield f"fase '{one.phase.name}' eindigt met deze antwoorden voor zij begint"
    if cut:
        yield f"een vergaderritme is na {MOST_MEETINGS} vergaderingen afgebroken"
