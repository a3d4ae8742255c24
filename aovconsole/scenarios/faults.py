"""What is wrong with a template beyond the shape of its parts: what refers to nothing, what cannot be, what clashes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from aovconsole.domain.scenario_anchors import day_in_year
from aovconsole.domain.scenario_answers import is_within, what_number
from aovconsole.domain.scenario_moments import length_of, shift_of
from aovconsole.domain.scenario_plan import Plan, plan_of
from aovconsole.domain.scenario_template import Anchor, Moment, Place, Template, Threshold
from aovconsole.domain.times import AMSTERDAM
from aovconsole.domain.typed_names import KnownNames, name_key
from aovconsole.errors import CommandRefused
from aovconsole.reference.files import known_names, load_powers, sound
from aovconsole.scenarios.anchor_faults import anchor_faults, asked_roots, moment_faults

Location: TypeAlias = tuple[int | str, ...]
Found: TypeAlias = Iterator[tuple[Location, str]]

LISTS_WITH_IDS = ("anchors", "phases", "measures", "meetings", "decisions", "rounds", "injects", "questions")
"""The lists whose rows have an id of their own."""

_ID = re.compile(r"[a-z][a-z0-9_]*")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_PERMIT = re.compile(r"vergun|toestemm|goedgekeur|goedkeur|toegestaan|verleen|verlening", re.IGNORECASE)
_MOST_ROWS = 500
_PROBE_CLOCKS = ("09:00", "14:30", "20:00")
_PROBE_YEARS = (2027, 2028, 2030)
_PROBE_DAY = date(2027, 6, 1)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a template may refer to: names of `data/`, and its own parts."""

    names: KnownNames
    powers: dict[str, tuple[str, ...]]
    anchors: dict[str, Anchor]
    questions: dict[str, str]
    decisions: frozenset[str]
    phases: frozenset[str]


def faults_between(template: Template, stem: str, home: Path | None) -> Found:
    """Where the parts of a template do not fit each other or `data/`, and what is wrong there, in Dutch."""
    known = _Known(
        names=sound(known_names, home),
        powers={power.key: power.deciders for power in sound(load_powers, home).powers},
        anchors={anchor.id: anchor for anchor in template.anchors},
        questions={question.id: question.kind for question in template.questions},
        decisions=frozenset(decision.id for decision in template.decisions),
        phases=frozenset(phase.id for phase in template.phases),
    )
    yield from _name(template, stem)
    yield from _ids(template)
    of_anchors = list(anchor_faults(template))
    yield from of_anchors
    counted = [*_counting(template, known), *_repeating(template, known)]
    yield from counted
    yield from _places(template, known)
    yield from _partners(template, known)
    yield from _decisions(template, known)
    yield from _protocol(template, known)
    yield from _demonstration(template)
    if not (of_anchors or counted):
        yield from _phases(template, known)


def _name(template: Template, stem: str) -> Found:
    if not _NAME.fullmatch(template.name):
        yield ("name",), "mag alleen kleine letters, cijfers en streepjes hebben"
    elif template.name != stem:
        yield ("name",), f"moet de naam van het bestand zijn ({stem})"
    if not template.sources:
        yield ("sources",), "mag niet leeg zijn"


def _ids(template: Template) -> Found:
    for key in LISTS_WITH_IDS:
        rows = getattr(template, key)
        if len(rows) > _MOST_ROWS:
            yield (key,), f"heeft meer dan {_MOST_ROWS} rijen"
        seen: set[str] = set()
        for number, row in enumerate(rows):
            if not _ID.fullmatch(row.id):
                yield (key, number, "id"), f"'{row.id}' mag alleen kleine letters, cijfers en _ hebben"
            if row.id in seen:
                yield (key, number, "id"), f"'{row.id}' staat er al"
            seen.add(row.id)
    asked = {anchor.id for anchor in template.anchors if anchor.kind in ("asked", "published")}
    for number, question in enumerate(template.questions):
        if question.id in asked:
            yield ("questions", number, "id"), f"'{question.id}' is ook een anker dat gevraagd wordt"
    counts = Counter(place.name for place in template.places)
    for number, place in enumerate(template.places):
        if counts[place.name] > 1:
            yield ("places", number, "name"), f"'{place.name}' staat er {counts[place.name]} keer"


def _moments(template: Template) -> Iterator[tuple[Location, Moment]]:
    """Everything that counts from an anchor, and where it stands."""
    for key in ("measures", "rounds", "injects"):
        for number, row in enumerate(getattr(template, key)):
            yield (key, number), Moment(anchor=row.anchor, when=row.when, at=row.at)
    for number, phase in enumerate(template.phases):
        yield ("phases", number, "begin"), phase.begin
        yield ("phases", number, "end"), phase.end
    for number, meeting in enumerate(template.meetings):
        yield ("meetings", number, "begin"), meeting.begin
        if meeting.end:
            yield ("meetings", number, "end"), meeting.end


def _counting(template: Template, known: _Known) -> Found:
    for place, moment in _moments(template):
        yield from moment_faults(moment, place, known.anchors)
    for number, meeting in enumerate(template.meetings):
        place = ("meetings", number)
        if bool(meeting.every) != bool(meeting.end):
            yield place, "heeft every en end samen nodig, of geen van beide"
        if meeting.every and length_of(meeting.every) is None:
            yield (*place, "every"), f"'{meeting.every}' is geen tijd tussen vergaderingen; schrijf 45m of 1h30m"
    for number, decision in enumerate(template.decisions):
        if decision.check_after and length_of(decision.check_after) is None:
            yield ("decisions", number, "check_after"), f"'{decision.check_after}' is geen tijd; schrijf 30m of 1h"


def _repeating(template: Template, known: _Known) -> Found:
    for key in ("phases", "measures", "rounds", "meetings"):
        for number, row in enumerate(getattr(template, key)):
            for at, text in enumerate(row.repeat):
                shift = shift_of(text)
                if shift is None or shift.elapsed is not None:
                    yield (key, number, "repeat", at), f"'{text}' is geen aantal dagen; schrijf P0D of P1D"
            if row.repeat_on and known.questions.get(row.repeat_on) != "days":
                yield (key, number, "repeat_on"), f"'{row.repeat_on}' is geen vraag van kind = days"


def _places(template: Template, known: _Known) -> Found:
    for number, place in enumerate(template.places):
        yield from _place(place.name, ("places", number, "name"), known)
        yield from _capacity(place, ("places", number), known)
        yield from _thresholds(place, number, known)
    for key in ("measures", "rounds"):
        for number, row in enumerate(getattr(template, key)):
            for at, name in enumerate(row.where):
                yield from _place(name, (key, number, "where", at), known)


def _place(name: str, place: Location, known: _Known) -> Found:
    written = known.names.places.get(name_key(name))
    if written is None:
        yield place, f"de plaats '{name}' staat niet in data/places.toml"
    elif written != name:
        yield place, f"de plaats '{name}' heet in data/places.toml '{written}'"


def _capacity(place: Place, where: Location, known: _Known) -> Found:
    if place.capacity is None:
        if not place.capacity_question:
            yield where, "heeft een capacity nodig, of een capacity_question die ernaar vraagt"
    elif not is_within("persons", place.capacity):
        yield (*where, "capacity"), what_number("persons")
    elif place.capacity_as_of is None:
        yield (*where, "capacity_as_of"), "ontbreekt: wanneer is deze capaciteit vastgesteld"
    if place.capacity_question and known.questions.get(place.capacity_question) != "number":
        yield (*where, "capacity_question"), f"'{place.capacity_question}' is geen vraag van kind = number"


def _thresholds(place: Place, number: int, known: _Known) -> Found:
    for at, threshold in enumerate(place.thresholds):
        where: Location = ("places", number, "thresholds", at)
        yield from _partner(threshold.owner, (*where, "owner"), known)
        yield from _threshold_value(threshold, where, known)
        same = [
            one.kind == threshold.kind and name_key(one.label) == name_key(threshold.label) for one in place.thresholds
        ]
        if any(same[:at]):
            yield (*where, "label"), f"de drempel '{threshold.label}' ({threshold.kind}) staat er al"
        if threshold.decision and threshold.decision not in known.decisions:
            yield (*where, "decision"), f"het besluit '{threshold.decision}' is hier niet voorbereid"


def _threshold_value(threshold: Threshold, where: Location, known: _Known) -> Found:
    if threshold.value is None:
        if not threshold.question:
            yield where, "heeft een value nodig, of een question die ernaar vraagt"
    elif not is_within(threshold.kind, threshold.value):
        yield (*where, "value"), what_number(threshold.kind)
    elif threshold.as_of is None:
        yield (*where, "as_of"), "ontbreekt: wanneer is deze waarde vastgesteld"
    wanted = {"persons": "number"}.get(threshold.kind, threshold.kind)
    if threshold.question and known.questions.get(threshold.question) != wanted:
        yield (*where, "question"), f"'{threshold.question}' is geen vraag van kind = {wanted}"


def _partners(template: Template, known: _Known) -> Found:
    for number, measure in enumerate(template.measures):
        yield from _partner(measure.owner, ("measures", number, "owner"), known)
    for number, role in enumerate(template.roles):
        yield from _partner(role.function, ("roles", number, "function"), known)
    if not any(role.chair for role in template.roles):
        yield ("roles",), "niemand zit voor: geef een rol chair = true"
    for number, inject in enumerate(template.injects):
        yield from _partner(inject.sender, ("injects", number, "sender"), known)
    for number, question in enumerate(template.questions):
        yield from _partner(question.ask, ("questions", number, "ask"), known)
    for number, round_ in enumerate(template.rounds):
        for at, name in enumerate(round_.attend):
            yield from _partner(name, ("rounds", number, "attend", at), known)


def _partner(name: str, place: Location, known: _Known) -> Found:
    written = known.names.sources.get(name_key(name))
    if written is None:
        yield place, f"'{name}' staat niet in data/partners.toml"
    elif written != name:
        yield place, f"'{name}' heet in data/partners.toml '{written}'"


def _decisions(template: Template, known: _Known) -> Found:
    for number, decision in enumerate(template.decisions):
        place = ("decisions", number)
        yield from _partner(decision.decider, (*place, "decider"), known)
        for at, name in enumerate(decision.tell):
            yield from _partner(name, (*place, "tell", at), known)
        deciders = known.powers.get(decision.power)
        if decision.power and deciders is None:
            yield (*place, "power"), f"de bevoegdheid '{decision.power}' staat niet in data/powers.toml"
        elif deciders and decision.decider not in deciders:
            yield (*place, "decider"), f"over '{decision.power}' besluit {' of '.join(deciders)}"
        if len(decision.options) < 2:
            yield (*place, "options"), "heeft er minstens twee nodig: anders valt er niets te wegen"


def _protocol(template: Template, known: _Known) -> Found:
    for number, hint in enumerate(template.log_protocol):
        if hint.phase and hint.phase not in known.phases:
            yield ("log_protocol", number, "phase"), f"de fase '{hint.phase}' bestaat niet"
        if len(hint.text) > _HINT_LENGTH:
            yield ("log_protocol", number, "text"), f"is langer dan {_HINT_LENGTH} tekens: hij staat in de invoerregel"


def _demonstration(template: Template) -> Found:
    """A demonstration has no permit, and only a demonstration has conditions on the grounds of the Wom."""
    if template.subject != "demonstration":
        if template.conditions:
            yield ("conditions",), "hoort alleen bij subject = demonstration"
        return
    for place, text in _texts(template):
        if found := _NO_PERMIT.search(text):
            yield place, f"bevat '{found[0]}': een demonstratie kent een kennisgeving, geen vergunning"


def _texts(part: Any, place: Location = ()) -> Iterator[tuple[Location, str]]:
    """Every text of a template and where it stands."""
    if isinstance(part, str):
        yield place, part
    elif isinstance(part, tuple):
        for number, one in enumerate(part):
            yield from _texts(one, (*place, number))
    elif hasattr(part, "__dataclass_fields__"):
        for name in part.__dataclass_fields__:
            yield from _texts(getattr(part, name), (*place, name))


def _phases(template: Template, known: _Known) -> Found:
    """Phases that end before they begin, whatever is answered."""
    plans = list(_probes(template))
    for number, phase in enumerate(template.phases):
        same_root = asked_roots(known.anchors, phase.begin.anchor) == asked_roots(known.anchors, phase.end.anchor)
        if same_root and plans and all(_ends_early(plan, phase.id) for plan in plans):
            yield ("phases", number, "end"), "ligt voor het begin van de fase"


def _ends_early(plan: Plan, key: str) -> bool:
    one = next(phase for phase in plan.phases if phase.key == key)
    return bool(one.begin.since and one.end.until and one.end.until < one.begin.since)


def _probes(template: Template) -> Iterable[Plan]:
    """The template on a few days, with a few times for what is asked."""
    asked = [anchor for anchor in template.anchors if anchor.kind in ("asked", "published")]
    for number, year in enumerate(_PROBE_YEARS):
        day = day_in_year(template.main, year, {}) or _PROBE_DAY + timedelta(days=200 * number)
        clock = _PROBE_CLOCKS[number]
        answers = {}
        for anchor in asked:
            wanted = [] if anchor.id == template.anchor or anchor.of else [day.isoformat()]
            wanted += [clock] if anchor.asks == "moment" and not anchor.at else []
            if wanted:
                answers[anchor.id] = " ".join(wanted)
        try:
            yield plan_of(template, day, answers, AMSTERDAM)
        except CommandRefused:  # so far away that it is no plan: told where it is started
            continue


_HINT_LENGTH = 70
