"""Exercises at the desk: a template played to the team of a CMT day, in a home of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from aovconsole.desk.seat import Seat, dossier_row_of, wanted
from aovconsole.domain.exercise import (
    CONTROLLER,
    DECIDED,
    Cue,
    Exercise,
    ExerciseEnded,
    ExercisePayload,
    ExerciseStarted,
    Inject,
    InjectAssessed,
    InjectPlayed,
    InjectSkipped,
    due,
    fold,
    keys_like,
)
from aovconsole.domain.kinds import pairs_of
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft, Instant, Record
from aovconsole.domain.text import clean
from aovconsole.domain.times import clock_text, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Operator, Writing

if TYPE_CHECKING:
    from aovconsole.desk.cmt import CmtDesk
    from aovconsole.desk.plans import PlanDesk
    from aovconsole.domain.exercise_report import ExerciseReport

Step = Callable[[Exercise, Writing], Sequence[Draft]]
"""What a request adds to an exercise, from how it stands under the write lock."""

_REALMS = ("exercise", "test")


class ExerciseDesk:
    """What can be asked about the exercise of this home; there is one, or none."""

    def __init__(self, seat: Seat, plans: Callable[[], PlanDesk], cmt: Callable[[], CmtDesk]) -> None:
        self._seat = seat
        self._plans, self._cmt = plans, cmt

    @property
    def row(self) -> SubjectRow | None:
        """The exercise of this home, as a player may see it."""
        return next(iter(self._seat.reading.of_type("exercise")), None)

    def view(self) -> Exercise:
        """The exercise with what is for its controller only.

        Raises:
            CommandRefused: this home holds none.
        """
        return _exercise_in(self._seat.reading)

    def start(
        self, template: str, on: date, *, number: str, answers: Mapping[str, str] | None = None, title: str = ""
    ) -> SubjectRow:
        """Begin to play a template: its plan is started, a CMT day opened by it, the cues are kept with the exercise.

        Raises:
            CommandRefused: this is no home of an exercise, it holds one already, or the plan cannot be started.
        """
        if self._seat.journal.realm not in _REALMS:
            raise CommandRefused("een oefening heeft een eigen map: begin haar met 'aovconsole exercise run'")
        if self.row:
            raise CommandRefused(f"in deze map is al een oefening: {self.row.number}")
        asked = self._plans().preview(template, on, answers=answers)
        name = clean(title.strip()) or f"{asked.template.title} {asked.on.year}"
        cues = tuple(
            Cue(
                one.key, stored(one.due.at) if one.due.at else "", one.what.sender, one.what.text, one.what.expected,
                one.what.note, one.what.source,
            ).as_text
            for one in asked.plan.injects
        )  # fmt: skip
        with self._seat.journal.batch():
            plan = self._plans().start(template, on, answers=answers)
            cmt = self._cmt().open(f"OEFENING {name}", plan=plan.number)
            started = ExerciseStarted(
                number, name, asked.template.name, asked.source.sha256, asked.on.isoformat(), cmt.subject,
                plan.subject, cues,
            )  # fmt: skip

            def build(writing: Writing) -> list[Draft]:
                if writing.of_type("exercise"):
                    raise CommandRefused("in deze map is al een oefening")
                subject = writing.new_id()
                return [Draft(started, dossier=subject, id=subject)]

            return dossier_row_of(self._seat, self._seat.write(build)[0].subject)

    def play(self, key: str) -> Inject:
        """File a cue now, by hand; also one that was skipped, and one whose time was before the exercise.

        Raises:
            CommandRefused: there is no such inject, it was played, or the exercise is over.
        """

        def step(exercise: Exercise, writing: Writing) -> list[Draft]:
            inject = self._running(exercise, key)
            if inject.status == "played":
                raise CommandRefused(f"{inject.cue.key} is al gespeeld, {self._said(inject.at)}")
            return _filed(exercise, inject, "hand", None, writing)

        self._add(step, as_controller=True)
        return self._found(self.view(), key)

    def play_due(self, *, jumped_to: datetime | None = None) -> tuple[str, ...]:
        """File what the clock has come to, each with its own time; the keys. After a jump what lay between is late."""
        played: list[str] = []

        def step(exercise: Exercise, writing: Writing) -> list[Draft]:
            found = due(exercise, writing.now)
            played[:] = [inject.cue.key for inject in found]
            landed = stored(jumped_to) if jumped_to else ""
            return [
                draft
                for inject in found
                for draft in _filed(
                    exercise, inject, "jump" if inject.cue.due_at < landed else "clock", inject.cue.due_at, writing
                )
            ]

        if due(self.view(), stored(self._seat.now)):
            self._add(step, as_controller=True)
        return tuple(played)

    def skip(self, key: str, *, reason: str) -> Inject:
        """Let the clock not play a cue.

        Raises:
            CommandRefused: no reason; there is no such inject, it was played or skipped; the exercise is over.
        """
        why = wanted(reason, "de reden")

        def step(exercise: Exercise, _writing: Writing) -> list[Draft]:
            inject = self._running(exercise, key)
            if inject.status != "coming":
                was = f"gespeeld, {self._said(inject.at)}" if inject.status == "played" else "overgeslagen"
                raise CommandRefused(f"{inject.cue.key} is al {was}")
            return [_of(exercise, InjectSkipped(inject.cue.key, why))]

        self._add(step)
        return self._found(self.view(), key)

    def assess(self, key: str, *, seen: bool, decided: str, remark: str = "") -> Inject:
        """Judge what the team did with a cue, also after the exercise; a later judgement wins, both stay readable.

        Raises:
            CommandRefused: there is no such inject, it was not played, or the judgement cannot be.
        """
        if decided not in DECIDED:
            raise CommandRefused(f"besloten {clean(decided)} bestaat niet (kies uit {', '.join(DECIDED)})")
        if not seen and decided != "no":
            raise CommandRefused("wat niet gezien is, daarover is niet besloten: kies 'no', of 'gezien'")

        def step(exercise: Exercise, _writing: Writing) -> list[Draft]:
            inject = self._found(exercise, key)
            if inject.status != "played":
                raise CommandRefused(f"{inject.cue.key} is niet gespeeld: er is niets te beoordelen")
            return [_of(exercise, InjectAssessed(inject.cue.key, seen, decided, clean(remark.strip())))]

        self._add(step)
        return self._found(self.view(), key)

    def end(self, *, reason: str = "") -> SubjectRow:
        """Let the exercise be over.

        Raises:
            CommandRefused: it is over already.
        """

        def step(exercise: Exercise, _writing: Writing) -> list[Draft]:
            _must_run(exercise)
            return [_of(exercise, ExerciseEnded(clean(reason.strip())))]

        self._add(step)
        return dossier_row_of(self._seat, self.view().subject)

    def report(self, *, controller: bool = False) -> ExerciseReport:
        """What was expected against what was logged; before the end what was expected is only for the controller."""
        from aovconsole.domain.agreements import ActionAgreed  # only a report needs them
        from aovconsole.domain.crowd import CrowdRead
        from aovconsole.domain.decision_steps import DecisionMade
        from aovconsole.domain.exercise_report import Logged, report_of
        from aovconsole.reference.files import load_exercise, sound

        reading = self._seat.reading
        records = [
            record for kinds in ("line", "crowd", "decision", "action") for record in reading.records(kinds=kinds)
        ]
        logged: list[tuple[Record, Logged]] = pairs_of(records, LineLogged, CrowdRead, DecisionMade, ActionAgreed)
        rules = sound(load_exercise, self._seat.journal.home)
        return report_of(self.view(), logged, rules.response_minutes, controller=controller)

    def _add(self, step: Step, *, as_controller: bool = False) -> None:
        def build(writing: Writing) -> Sequence[Draft]:
            return step(_exercise_in(writing), writing)

        operator = Operator(CONTROLLER, "", self._seat.operator.account) if as_controller else self._seat.operator
        self._seat.journal.write(build, operator)

    def _running(self, exercise: Exercise, key: str) -> Inject:
        _must_run(exercise)
        return self._found(exercise, key)

    def _found(self, exercise: Exercise, key: str) -> Inject:
        asked = clean(key.strip())
        found = exercise.inject(asked)
        if found is None:
            near = list(keys_like(exercise, asked))
            raise CommandRefused(
                f"{exercise.number} heeft geen inject {asked}" + (f"; bedoelt u {' of '.join(near)}?" if near else "")
            )
        return found

    def _said(self, moment: Instant) -> str:
        return clock_text(read_stored(moment), self._seat.now, zone=self._seat.zone)


def _exercise_in(reading: Reading) -> Exercise:
    row = next(iter(reading.of_type("exercise")), None)
    payloads = (ExerciseStarted, InjectPlayed, InjectSkipped, InjectAssessed, ExerciseEnded)
    found = fold(pairs_of(reading.records(subject=row.subject), *payloads)) if row else None
    if found is None:
        raise CommandRefused("in deze map is geen oefening; begin er een met 'aovconsole exercise run NAAM'")
    return found


def _must_run(exercise: Exercise) -> None:
    if exercise.status != "running":
        raise CommandRefused(f"{exercise.number} is beëindigd")


def _of(exercise: Exercise, payload: ExercisePayload, at: Instant | None = None) -> Draft:
    return Draft(payload, exercise.subject, exercise.subject, at)


def _filed(exercise: Exercise, inject: Inject, how: str, at: Instant | None, writing: Writing) -> list[Draft]:
    """The log line of a cue in the CMT, and in the same transaction the record that knows it for an inject."""
    cue, line = inject.cue, writing.new_id()
    logged = LineLogged(f"{cue.sender} {cue.text}", body=cue.text, source=cue.sender)
    return [
        Draft(logged, dossier=exercise.cmt, occurred_at=at, id=line),
        _of(exercise, InjectPlayed(cue.key, line, how), at),
    ]
