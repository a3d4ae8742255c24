"""The burgemeester's powers at the desk: prepare, decide, extend, withdraw, and what is then owed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from aovconsole.desk.measure_reading import Held, MeasureReading, held
from aovconsole.desk.measure_values import missing_in, read_values
from aovconsole.desk.measure_work import Act, Wish, decision_drafts, extension_drafts, later_drafts, permitted
from aovconsole.desk.seat import wanted
from aovconsole.domain.kinds import decode
from aovconsole.domain.measure import Measure
from aovconsole.domain.measure_steps import (
    OUTCOMES,
    VOTES,
    WITHDRAWAL,
    WRITTEN,
    DutyDone,
    DutyOwed,
    MeasureDecided,
    MeasureFieldSet,
    MeasurePrepared,
    MeasureWithdrawn,
    StepWithdrawn,
)
from aovconsole.domain.measure_terms import DECIDED_WITH, moment_text, not_before
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.times import read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing
from aovconsole.reference.files import load_holidays
from aovconsole.reference.powers import Power

_Build = Callable[[Held, datetime, str], list[Draft]]
"""The records of a step: from the measure as it stands, the moment of the step, and the id of its record."""


class MeasureDesk(MeasureReading):
    """What can be asked about measures; a measure is named by its subject, which `find` gives."""

    def prepare(
        self, dossier: str, power: str, values: Mapping[str, str] | None = None, *, draft_id: str = ""
    ) -> SubjectRow:
        """Prepare the use of a power in a dossier, with what is known of its conditions.

        Raises:
            CommandRefused: the dossier is closed, there is no such power or condition, or a value cannot be read.
        """
        rule = self.power(power)
        read = read_values(rule, values or {}, {}, self._seat.now, self._seat.zone)

        def build(writing: Writing) -> list[Draft]:
            under = self._seat.find(dossier, reading=writing)
            measure = draft_id or writing.new_id()
            number = writing.next_in_dossier("M", under.subject)
            prepared = MeasurePrepared(
                number, rule.key, rule.name, rule.article, rule.text_as_of.isoformat(), rule.status
            )
            first = Draft(prepared, dossier=under.subject, id=measure)
            if draft_id and writing.subject(measure):  # a form that was sent twice
                return [first]
            if under.status == "closed":
                raise CommandRefused(f"{under.number} is afgesloten: heropen het dossier eerst")
            return [first, *(_field(measure, under.subject, key, value) for key, value in read.items() if value)]

        return self._row(self._seat.write(build)[0].subject)

    def fill(self, measure: str, values: Mapping[str, str]) -> SubjectRow:
        """Fill in or change conditions; what stays the same is not written again.

        Raises:
            CommandRefused: no such condition, a value cannot be read, or the decision fixed it.
        """

        def build(writing: Writing) -> list[Draft]:
            found = held(writing, measure)
            view = found.view
            read = read_values(self.power(view.power), values, found.values, self._seat.now, self._seat.zone)
            changed = {key: value for key, value in read.items() if value != found.values.get(key, "")}
            if view.status != "prepared" and not changed.keys().isdisjoint(DECIDED_WITH):
                raise CommandRefused(
                    f"{view.number} is besloten: begin en einde veranderen door verlengen of intrekken"
                )
            standing = dict(view.standing)
            return [_field(measure, view.dossier, key, value, standing.get(key, ())) for key, value in changed.items()]

        self._seat.write(build)
        return self._row(measure)

    def decide(
        self,
        measure: str,
        *,
        by: str,
        capacity: str = "",
        taken: bool = True,
        begin: datetime | None = None,
        end: datetime | None = None,
        oral: bool = False,
        reason: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log that the burgemeester (or who else may) decided; what is then owed is kept with it.

        Without `begin` and `end` those of the conditions hold; without a begin at all it is the moment of deciding.

        Raises:
            CommandRefused: decided already, by somebody who may not, conditions are missing, the begin lies before
                the decision, the end before the begin or beyond the maximum, or the time in the future or before
                the incident.
        """

        def build(found: Held, moment: datetime, step: str) -> list[Draft]:
            if found.view.status != "prepared":
                raise CommandRefused(f"{found.view.number} is al besloten: maak dat besluit eerst ongedaan")
            rule = self.power(found.view.power)
            moment = found.after_begin(moment, self._seat.zone)
            act = self._act(*permitted(rule, rule.deciders, by, capacity), reason, moment)
            if taken:
                return decision_drafts(found, rule, Wish(begin, end, oral), act, step)
            return _only(found, MeasureDecided("not_taken", act.by, act.capacity, reason=act.reason), moment, step)

        return self._stepped(measure, at, build, draft_id)

    def extend(
        self,
        measure: str,
        end: datetime,
        *,
        by: str,
        capacity: str = "",
        reason: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Let a running measure last longer.

        Raises:
            CommandRefused: it does not run, was over by then or not yet decided, the law knows no such extension,
                or by somebody who may not.
        """

        def build(found: Held, moment: datetime, step: str) -> list[Draft]:
            rule = self.power(found.running().power)
            moment = found.after_last_step(moment, self._seat.zone)
            act = self._act(*permitted(rule, rule.extenders or rule.deciders, by, capacity), reason, moment)
            return extension_drafts(found, rule, end, act, step)

        return self._stepped(measure, at, build, draft_id)

    def withdraw(
        self,
        measure: str,
        *,
        by: str,
        capacity: str = "",
        reason: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Withdraw a measure that was taken; in a closed dossier too.

        Raises:
            CommandRefused: it does not run, before it was decided or last extended, or by somebody who may not.
        """

        def build(found: Held, moment: datetime, step: str) -> list[Draft]:
            view = found.running()
            moment = found.after_last_step(moment, self._seat.zone)
            rule = self._known_power(view.power)
            who = (wanted(by, "door wie"), clean(capacity.strip()))
            if rule:
                who = permitted(rule, rule.extenders or rule.deciders, by, capacity)
            act = self._act(*who, reason, moment)
            return later_drafts(found, rule, MeasureWithdrawn(act.by, act.capacity, act.reason), "withdrawn", act, step)

        return self._stepped(measure, at, build, draft_id)

    def done(
        self,
        measure: str,
        key: str,
        *,
        outcome: str = "done",
        by: str = "",
        via: str = "",
        note: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Tick what was owed, in a closed dossier too; what follows from it is kept with it.

        Raises:
            CommandRefused: nothing is owed by that key (yet, at that time), it is ticked already, or the outcome
                does not fit.
        """

        def build(found: Held, moment: datetime, step: str) -> list[Draft]:
            duty = found.open_duty(key)
            rule = self._known_power(found.view.power)
            _check_outcome(found, rule, duty.key, outcome)
            since, zone = read_stored(duty.owed_since), self._seat.zone
            shown, begun = moment_text(moment, zone), moment_text(since, zone)
            moment = not_before(moment, since, f"{duty.label}: {shown} ligt voor het besluit of de stap ({begun})")
            act = self._act(clean(by.strip()), "", "", moment)
            payload = DutyDone(duty.key, outcome, act.by, clean(via.strip()), clean(note.strip()))
            return later_drafts(found, rule, payload, _TRIGGERS[outcome].format(duty.key), act, step)

        return self._stepped(measure, at, build, draft_id)

    def due_date(self, measure: str, key: str, due: datetime, *, draft_id: str = "") -> SubjectRow:
        """Set when something owed is due, such as the next meeting of the raad.

        Raises:
            CommandRefused: nothing open is owed by that key, or the date lies before the decision.
        """

        def build(writing: Writing) -> list[Draft]:
            if _is_filed(writing, draft_id):
                return []
            found = held(writing, measure)
            duty = found.open_duty(key)
            if stored(due) < duty.owed_since:
                raise CommandRefused(f"{duty.label}: die datum ligt voor het besluit")
            record = writing.record(duty.record_id)
            owed = decode(record) if record else None
            assert isinstance(owed, DutyOwed), "a duty comes from the record that it names"
            later = replace(owed, due_at=stored(due), at_once=False)
            return [Draft(later, subject=measure, dossier=found.view.dossier, id=draft_id)]

        self._seat.write(build)
        return self._row(measure)

    def undo(self, measure: str, step_record_id: str, reason: str = "", *, draft_id: str = "") -> SubjectRow:
        """Take back a step that was a mistake, with what followed from it; it stays readable, struck through.

        Raises:
            CommandRefused: the measure has no such step, it was taken back already, or a later step rests on it.
        """

        def build(writing: Writing) -> list[Draft]:
            if _is_filed(writing, draft_id):
                return []
            view = held(writing, measure).view
            _check_undo(view, step_record_id)
            payload = StepWithdrawn(step_record_id, clean(reason.strip()))
            return [Draft(payload, subject=measure, dossier=view.dossier, id=draft_id)]

        self._seat.write(build)
        return self._row(measure)

    def _act(self, by: str, capacity: str, reason: str, moment: datetime) -> Act:
        holidays = load_holidays(self._seat.journal.home)
        return Act(by, capacity, clean(reason.strip()), moment, holidays, self._seat.zone)

    def _stepped(self, measure: str, at: datetime | None, build: _Build, draft_id: str) -> SubjectRow:
        """Take a step; its record gets the id that a form promised, and a form that was filed writes nothing."""
        happened = self._seat.happened(at)

        def drafts(writing: Writing) -> list[Draft]:
            if _is_filed(writing, draft_id):
                return []
            return build(held(writing, measure), read_stored(happened or writing.now), draft_id or writing.new_id())

        self._seat.write(drafts)
        return self._row(measure)


_TRIGGERS = {"done": "done:{}", "ratified": "done:{}", "rejected": "rejected:{}", "not_needed": ""}
"""What a tick sets off, by its outcome."""


def _is_filed(writing: Writing, draft_id: str) -> bool:
    return bool(draft_id) and writing.record(draft_id) is not None


def _check_undo(view: Measure, step_record_id: str) -> None:
    step = next((one for one in view.steps if one.record_id == step_record_id), None)
    if step is None:
        raise CommandRefused(f"{view.number} heeft geen stap {clean(step_record_id)}")
    if step.withdrawn:
        raise CommandRefused(f"{view.number}: die stap is al ongedaan gemaakt")
    if step.kind == "decided" and (view.extensions or view.withdrawn_at):
        raise CommandRefused(f"{view.number}: maak eerst het verlengen of intrekken ongedaan")
    if step.kind == "extended" and view.extensions and view.extensions[-1].record_id != step.record_id:
        raise CommandRefused(f"{view.number}: maak eerst de latere verlenging ongedaan")


def _check_outcome(found: Held, rule: Power | None, key: str, outcome: str) -> None:
    if outcome not in OUTCOMES:
        raise CommandRefused(f"uitkomst {clean(outcome)} bestaat niet; kies uit: {', '.join(OUTCOMES)}")
    duty = rule.duty(key) if rule else None
    if duty and duty.voted and outcome == "done":
        raise CommandRefused(f"{duty.label}: kies {' of '.join(VOTES)}")
    if duty and not duty.voted and outcome in VOTES:
        raise CommandRefused(f"{duty.label}: daarover wordt niet gestemd; kies done of not_needed")
    if key == WITHDRAWAL and outcome == "done":
        raise CommandRefused(f"{found.view.number}: leg het intrekken zelf vast, dan is dit gedaan")
    if key == WRITTEN and rule and outcome == "done":
        missing = [row.label for row in missing_in(rule, found.values, found.end)]
        if missing:
            raise CommandRefused(f"nog niet ingevuld: {', '.join(missing)}")


def _field(measure: str, dossier: str, key: str, value: str, replaces: tuple[str, ...] = ()) -> Draft:
    return Draft(MeasureFieldSet(key, value, replaces), subject=measure, dossier=dossier)


def _only(found: Held, payload: MeasureDecided, moment: datetime, step: str) -> list[Draft]:
    draft = Draft(payload, subject=found.view.subject, dossier=found.view.dossier, occurred_at=stored(moment), id=step)
    return [draft]
