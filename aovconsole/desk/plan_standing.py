"""A plan as a step finds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from aovconsole.desk.standing import Standing
from aovconsole.domain.kinds import pairs_of
from aovconsole.domain.plan_copy import dated
from aovconsole.domain.plan_steps import PlanStarted
from aovconsole.domain.plan_words import PLAN_STATES
from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused


class PlanStanding(Standing):
    """A plan that a step is added to."""

    __slots__ = ()
    type_ = "plan"

    @property
    def body(self) -> dict[str, Any]:
        """The whole view, to read only: it is long, and a step reads it line after line."""
        return _read(self.row.body)

    @property
    def started(self) -> PlanStarted:
        """The start, with the copy of the template that the plan carries."""
        return pairs_of(self.writing.records(subject=self.row.subject), PlanStarted)[0][1]

    def must_run(self) -> None:
        """Refuse what only a plan that runs can have."""
        if self.row.status != "running":
            raise CommandRefused(f"{self.row.number} is {PLAN_STATES[self.row.status]}")

    def must_count(self) -> None:
        """Refuse any step of a plan that was withdrawn."""
        if self.row.status == "withdrawn":
            raise CommandRefused(f"{self.row.number} is ingetrokken")

    def standing(self, field: str) -> tuple[str, ...]:
        """The settings of a field that a new one replaces."""
        return tuple(dict(self.body["standing"]).get(field, ()))

    def new_key(self) -> str:
        """A key for a line that is added by hand: two stations must not give the same one."""
        taken = {line["key"] for line in self.body["lines"]}
        while (key := f"eigen-{self.writing.new_id()[-4:]}") in taken:
            continue
        return key

    def must_be_dated(self, on: str, answers: Mapping[str, str]) -> None:
        """Refuse a day and answers with which the plan would lie outside the calendar."""
        started = self.started
        given = tuple(sorted((key, answer) for key, answer in answers.items() if answer))
        dated(started.copy, on, given, started.zone, started.published)

    def line(self, key: str) -> dict[str, Any]:
        """The line with a key.

        Raises:
            CommandRefused: there is none; the nearest keys are offered.
        """
        lines = {str(line["key"]): line for line in self.body["lines"]}
        asked = clean(key.strip())
        if asked not in lines:
            from difflib import get_close_matches  # only on a mistake

            near = [one for one in lines if one.startswith(f"{asked}.")] or get_close_matches(asked, lines)
            offered = f"; bedoelt u {' of '.join(near)}?" if near else ""
            raise CommandRefused(f"{self.row.number} heeft geen regel {asked}{offered}")
        found: dict[str, Any] = lines[asked]
        return found


@lru_cache(maxsize=1)
def _read(body: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(body)
    return values
