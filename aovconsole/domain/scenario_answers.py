"""What was answered at the start of a scenario: to the questions of its template, and to the anchors that are asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeAlias

from aovconsole.domain.scenario_moments import clock_of
from aovconsole.domain.scenario_template import Anchor, Question, Template
from aovconsole.domain.text import clean
from aovconsole.domain.times import day_from
from aovconsole.errors import CommandRefused

Answer: TypeAlias = str | float | time | date | tuple[date, ...]

MOST_PERSONS = 10_000_000
MOST_DENSITY = 20.0
"""Bounds of what can be meant: persons, and persons per m²."""

_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*")
_SHARE = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?) ?%")


@dataclass(frozen=True, slots=True)
class AnchorAnswer:
    """The day, the time, or both that were answered for an anchor."""

    day: date | None = None
    clock: time | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers that were given, read and checked."""

    anchors: Mapping[str, AnchorAnswer] = field(default_factory=dict)
    questions: Mapping[str, Answer] = field(default_factory=dict)


def answers_of(template: Template, given: Mapping[str, str]) -> Answers:
    """Read the answers by the names of questions and asked anchors.

    Raises:
        CommandRefused: nothing of the template is called so, or the answer is not what is asked.
    """
    anchors = {anchor.id: anchor for anchor in template.anchors if anchor.kind in ("asked", "published")}
    questions = {question.id: question for question in template.questions}
    capacities = {place.capacity_question for place in template.places}
    read_anchors: dict[str, AnchorAnswer] = {}
    read_questions: dict[str, Answer] = {}
    for name, raw in given.items():
        text = " ".join(clean(raw).split())
        if name in anchors:
            read_anchors[name] = _anchor_answer(anchors[name], text, is_main=name == template.anchor)
        elif name in questions:
            read_questions[name] = answer = _answer(questions[name], text)
            if name in capacities and isinstance(answer, float) and not answer.is_integer():
                raise CommandRefused(f"{name} '{text}' is geen heel aantal personen")
        else:
            known = ", ".join([*anchors, *questions]) or "niets"
            raise CommandRefused(f"{template.name} vraagt niet naar '{clean(name)}'; gevraagd wordt: {known}")
    return Answers(read_anchors, read_questions)


def _anchor_answer(anchor: Anchor, text: str, *, is_main: bool) -> AnchorAnswer:
    """Read `20:00`, `2027-08-26`, or both."""
    first, _, second = text.partition(" ")
    clock = clock_of(second or first)
    if clock and (anchor.at or anchor.asks != "moment"):
        fixed = f"de tijd staat vast ({anchor.at})" if anchor.at else "dit is een dag, zonder tijd"
        raise CommandRefused(f"{anchor.id}: {fixed}")
    if clock and not second:
        if not (is_main or anchor.of):
            raise CommandRefused(f"{anchor.id}: noem ook de dag, zoals 2027-08-26 {first}")
        return AnchorAnswer(clock=clock)
    if is_main and not clock:
        raise CommandRefused(f"{anchor.id} '{text}' is geen tijd; de dag staat in --on, antwoord alleen met 20:00")
    if not clock and (second or ":" in first):
        raise CommandRefused(f"{anchor.id} '{text}' is niet te lezen; schrijf 20:00, 2027-08-26 of 2027-08-26 20:00")
    if is_main:
        raise CommandRefused(f"{anchor.id}: de dag staat in --on, antwoord alleen met de tijd")
    return AnchorAnswer(day_from(first, anchor.id), clock)


def _answer(question: Question, text: str) -> Answer:
    if not text:
        raise CommandRefused(f"{question.id}: het antwoord is leeg")
    if question.kind == "text":
        return text
    if question.kind == "clock":
        clock = clock_of(text)
        if clock is None:
            raise CommandRefused(f"{question.id} '{text}' is geen tijd; schrijf 16:30")
        return clock
    if question.kind == "day":
        return day_from(text, question.id)
    if question.kind == "days":
        return tuple(sorted({day_from(part, question.id) for part in text.split(",")}))
    return _number(question, text)


def _number(question: Question, text: str) -> float:
    typed = _plain_number(question.kind, text)
    value = float(typed.replace(",", ".")) if _NUMBER.fullmatch(typed) else -1.0
    if question.kind == "share" and text.endswith("%"):
        value = value / 100
    if not is_within(question.kind, value):
        raise CommandRefused(f"{question.id} '{text}' {what_number(question.kind)}")
    return value


def _plain_number(kind: str, text: str) -> str:
    """A number without what the hand adds to it: 8.000 is eight thousand, and never 8 persons; 85% is a share."""
    if kind == "share" and (found := _SHARE.fullmatch(text)):
        return found[1]
    if kind == "number" and (found := _THOUSANDS.fullmatch(text)):
        return text.replace(found[1], "")
    return text


def is_within(kind: str, value: float) -> bool:
    """Whether a value can be what its kind says: a share lies above 0 and not above 1."""
    most = {"share": 1.0, "density": MOST_DENSITY}.get(kind, float(MOST_PERSONS))
    return 0 < value <= most


def what_number(kind: str) -> str:
    """What a value of this kind must be, in Dutch."""
    return {
        "share": "moet een aandeel zijn boven 0 en hoogstens 1 (0.85)",
        "density": f"moet een aantal per m² zijn boven 0 en hoogstens {MOST_DENSITY:g}",
    }.get(kind, f"moet een getal zijn boven 0 en hoogstens {MOST_PERSONS}")
