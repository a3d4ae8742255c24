"""Starting a plan: which day a template falls on, what would follow, and the record that says it was started."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from aovconsole.domain.plan_copy import copy_of
from aovconsole.domain.plan_steps import PlanStarted
from aovconsole.domain.plan_words import when_text
from aovconsole.domain.scenario_anchors import Published, day_in_year
from aovconsole.domain.scenario_answers import answers_of
from aovconsole.domain.scenario_plan import Plan, plan_of
from aovconsole.domain.scenario_template import Template
from aovconsole.domain.text import clean
from aovconsole.domain.times import YEARS, day_from
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading
from aovconsole.reference.files import load_event_dates, sound
from aovconsole.scenarios.reading import Source, source_named


class Starting:
    """A template that is put on a day: what would follow, before anything is kept.

    Raises:
        CommandRefused: there is no such template, its file has a mistake, or the day, the time or an answer cannot be.
    """

    def __init__(
        self,
        home: Path,
        zone: ZoneInfo,
        template: str,
        on: date | str,
        at: str = "",
        answers: Mapping[str, str] | None = None,
    ) -> None:
        self.source: Source = source_named(template, home)
        self.template: Template = self.source.template()
        self.published: Published = sound(load_event_dates, home).by_key
        self.on = on if isinstance(on, date) else day_of(self.template, on, self.published)
        given = {key.strip(): " ".join(clean(value).split()) for key, value in (answers or {}).items()}
        in_answers = given.pop(self.template.anchor, "")
        self.clock = clock_for(self.template, at or in_answers)
        answers_of(self.template, given)
        self.answers = given
        clock = {self.template.anchor: self.clock} if self.clock else {}
        self.plan: Plan = plan_of(self.template, self.on, given | clock, zone, self.published)
        self._zone = zone.key

    def payload(self, number: str, evenement: str) -> PlanStarted:
        """The record that this was started."""
        template = self.template
        named = {anchor.key for anchor in template.anchors if anchor.key}
        days = {key: [day.isoformat() for day in self.published[key]] for key in sorted(named & self.published.keys())}
        return PlanStarted(
            number=number,
            title=f"{template.title} {self.on.year}",
            template=template.name,
            sha256=self.source.sha256,
            on=self.on.isoformat(),
            copy=copy_of(template),
            clock=self.clock,
            answers=tuple(f"{key}={value}" for key, value in self.answers.items()),
            published=json.dumps(days) if days else "",
            evenement=evenement,
            zone=self._zone,
        )


def day_of(template: Template, text: str, published: Published) -> date:
    """The day of the main anchor: as it was given, or as it is computed or published for a year.

    Raises:
        CommandRefused: it is no day, or the year does not tell one.
    """
    typed = text.strip()
    if not (typed.isdecimal() and len(typed) == 4):
        return day_from(text, "--on")
    if int(typed) not in YEARS:
        raise CommandRefused(f"--on: het jaar {typed} ligt niet tussen {YEARS[0]} en {YEARS[-1]}")
    main = template.main
    day = day_in_year(main, int(typed), published)
    if day is None:
        where = f" in data/event_dates.toml ({main.key})" if main.key else ""
        raise CommandRefused(
            f"{template.name}: voor {typed} staat geen datum{where}; geef de dag van {main.label} met --on"
        )
    return day


def clock_for(template: Template, text: str) -> str:
    """The time of the main anchor as it is kept; empty where none was given.

    Raises:
        CommandRefused: it is no time, or the template asks none.
    """
    typed = clean(text.strip())
    if not typed:
        return ""
    if template.main.asks != "moment" or template.main.at:
        raise CommandRefused(f"{template.name} vraagt geen tijd: laat --at weg")
    answers_of(template, {template.anchor: typed})
    return typed


def refuse_second(reading: Reading, template: str, on: str, but: str = "") -> None:
    """Refuse a second plan of one template on one day; one that was withdrawn does not count.

    Raises:
        CommandRefused: there is one; it is named.
    """
    for row in reading.of_type("plan"):
        if row.subject == but or row.status == "withdrawn":
            continue
        body = json.loads(row.body)
        if (body["template"], body["on"]) == (template, on):
            raise CommandRefused(f"{template} staat al op {when_text(on, body['clock'])}: {row.number}")
