"""Recommendations at the desk: written, and ended by name: taken into a template or a plan, or refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Unpack

from aovconsole.desk.decisions import in_dossier
from aovconsole.desk.evaluation_standing import EvaluationStanding, body_of, evidence_of
from aovconsole.desk.evaluations import EvaluationDesk
from aovconsole.desk.plan_standing import PlanStanding
from aovconsole.desk.seat import wanted
from aovconsole.domain.evaluation_words import END_WORDS, TAKEN_AS, origin_text
from aovconsole.domain.plan_steps import LineAdded
from aovconsole.domain.recommendation import (
    Ending,
    RecommendationChanged,
    RecommendationMade,
    RecommendationRefused,
    RecommendationTaken,
    RecommendationWithdrawn,
)
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CannotStore, CommandRefused, reason_of
from aovconsole.exports.text_file import save_file
from aovconsole.journal.store import Writing

if TYPE_CHECKING:
    from aovconsole.desk.recommendation_rows import Taking
    from aovconsole.scenarios.additions import Extended
    from aovconsole.scenarios.reading import Source


class RecommendationDesk(EvaluationDesk):
    """What can be asked about evaluations and their recommendations (`AANB-A3` within the evaluation)."""

    def recommend(
        self,
        number: str,
        text: str,
        *,
        owner: str = "",
        due: date | None = None,
        evidence: Sequence[str] = (),
        draft_id: str = "",
    ) -> SubjectRow:
        """Recommend something for another time; gives the row of the recommendation.

        Raises:
            CommandRefused: the text is empty, there is no such evidence, or the evaluation is final.
        """
        said, who = wanted(" ".join(text.split()), "de aanbeveling"), clean(owner.strip())

        def build(writing: Writing) -> list[Draft]:
            row = self._seat.find(number, "evaluation", reading=writing)
            if draft_id and writing.record(draft_id):
                return [Draft(RecommendationMade("", said), draft_id, row.subject, id=draft_id)]
            EvaluationStanding.found(row, None, writing, self._seat).must_be_draft()
            shown = evidence_of(writing, evidence)
            due_on = due.isoformat() if due else ""
            made = RecommendationMade(writing.next_in_dossier("AANB", row.subject), said, who, due_on, shown)
            made_id = draft_id or writing.new_id()
            return [Draft(made, made_id, row.subject, id=made_id)]

        return self._kept(build)

    def recommendation(self, number: str, recommendation: str) -> SubjectRow:
        """The recommendation with a number in an evaluation.

        Raises:
            NumberUnknown: there is none; the nearest numbers are offered.
        """
        return in_dossier(self._seat.reading, self.find(number).subject, "recommendation", recommendation)

    def change(
        self,
        number: str,
        recommendation: str,
        *,
        text: str | None = None,
        owner: str | None = None,
        due: date | str | None = None,
        evidence: Sequence[str] | None = None,
    ) -> SubjectRow:
        """Say a recommendation better, give it another owner, term (empty: none) or evidence.

        Raises:
            CommandRefused: nothing changes, the text is empty, or it has ended.
        """

        def build(writing: Writing) -> list[Draft]:
            row = self._open(writing, number, recommendation)
            body = body_of(row)
            asked = {
                "text": None if text is None else wanted(" ".join(text.split()), "de aanbeveling"),
                "owner": None if owner is None else clean(owner.strip()),
                "due_on": None if due is None else due.isoformat() if isinstance(due, date) else "",
                "evidence": None if evidence is None else " ".join(evidence_of(writing, evidence)),
            }
            known = dict(body["standing"])
            stood = {**body, "evidence": " ".join(body["evidence"])}
            drafts = [
                Draft(RecommendationChanged(name, value, tuple(known.get(name, ()))), row.subject, row.dossier)
                for name, value in asked.items()
                if value is not None and value != stood[name]
            ]
            if not drafts:
                raise CommandRefused("er is niets gewijzigd")
            return drafts

        return self._kept(build)

    def take(
        self,
        number: str,
        recommendation: str,
        taken_as: str,
        *,
        template: str = "",
        plan: str = "",
        by: str = "",
        **how: Unpack[Taking],
    ) -> SubjectRow:
        """Take a recommendation into a template of the own folder, or (a measure) into a plan that runs.

        The template is that of the evaluation's plans where none is named. The file that adds to it is checked before
        it is moved into place, the one before it is kept beside it (`.bak`).

        Raises:
            CommandRefused: it has ended, the template is broken, or what was given does not fit it.
            CannotStore: the file cannot be written; the recommendation stays open.
        """
        if taken_as not in TAKEN_AS:
            raise CommandRefused(f"'{clean(taken_as)}' bestaat niet: kies {', '.join(TAKEN_AS)}")
        who = self._who(by)

        def build(writing: Writing) -> list[Draft]:
            row = self._open(writing, number, recommendation)
            evaluation = writing.subject(row.dossier)
            assert evaluation is not None, "a recommendation hangs under its evaluation"
            if plan:
                return self._into_plan(writing, evaluation, row, plan, taken_as, who, how)
            ending = self._into_template(
                self._source(template, evaluation, writing), evaluation, row, taken_as, who, how
            )
            return [Draft(ending, row.subject, row.dossier)]

        return self._kept(build)

    def _into_template(
        self, source: Source, evaluation: SubjectRow, row: SubjectRow, taken_as: str, who: str, how: Taking
    ) -> RecommendationTaken:
        """Write the file that adds to a template; under the lock of the journal, so that no two write it at once."""
        from aovconsole.desk.recommendation_rows import row_of  # reading templates is only for taking
        from aovconsole.scenarios.additions import extended

        key, values = row_of(taken_as, evaluation, row, source, how, self._today())
        remark = f"{evaluation.number} {row.number}, overgenomen door {who} op {self._today().isoformat()}"
        made = extended(source, self._seat.journal.home, key, values, remark)
        _put(made)
        named = str(values.get("id") or values["place"])
        return RecommendationTaken(taken_as, source.name, who, named, made.path.name, made.addition)

    def _into_plan(
        self,
        writing: Writing,
        evaluation: SubjectRow,
        row: SubjectRow,
        number: str,
        taken_as: str,
        who: str,
        how: Taking,
    ) -> list[Draft]:
        """A line of a plan that runs, and the end of the recommendation, in one transaction."""
        if taken_as != "measure":
            raise CommandRefused(f"een {TAKEN_AS[taken_as]} komt in een sjabloon; in een plan kan een maatregel")
        plan = PlanStanding.found(self._seat.find(number, "plan", reading=writing), None, writing, self._seat)
        plan.must_run()
        key, owner = plan.new_key(), clean(how.get("owner", "").strip()) or str(body_of(row)["owner"])
        line = LineAdded(
            key, clean(how.get("what", "").strip()) or row.title, owner,
            where=tuple(clean(one.strip()) for one in how.get("where", ())),
            source=origin_text(evaluation.number, row.number), mandatory=how.get("mandatory", True),
        )  # fmt: skip
        ending = RecommendationTaken(taken_as, plan.row.number, who, key)
        return [
            Draft(ending, row.subject, row.dossier),
            Draft(line, plan.row.subject, plan.row.subject),
        ]

    def _source(self, template: str, evaluation: SubjectRow, writing: Writing) -> Source:
        from aovconsole.scenarios.reading import source_named  # reading templates is only for taking

        name = template.strip()
        if not name:
            names = {str(body_of(plan)["template"]) for plan in self.plans(evaluation, writing)}
            if len(names) != 1:
                told = f"; kies uit {', '.join(sorted(names))}" if names else ""
                raise CommandRefused(f"noem het sjabloon waar het in komt{told}")
            (name,) = names
        return source_named(name, self._seat.journal.home)

    def refuse(self, number: str, recommendation: str, *, reason: str, by: str = "") -> SubjectRow:
        """Do not do it, for a reason, by name.

        Raises:
            CommandRefused: no reason, or it has ended.
        """
        why, who = wanted(reason, "de reden"), self._who(by)
        return self._ended(number, recommendation, RecommendationRefused(why, who))

    def withdraw_recommendation(self, number: str, recommendation: str, *, reason: str) -> SubjectRow:
        """Let a recommendation that was a mistake not count.

        Raises:
            CommandRefused: no reason, or it has ended.
        """
        return self._ended(number, recommendation, RecommendationWithdrawn(wanted(reason, "de reden")))

    def _ended(self, number: str, recommendation: str, ending: Ending) -> SubjectRow:
        def build(writing: Writing) -> list[Draft]:
            row = self._open(writing, number, recommendation)
            return [Draft(ending, row.subject, row.dossier)]

        return self._kept(build)

    def _open(self, writing: Writing, number: str, recommendation: str) -> SubjectRow:
        """A recommendation that has no end yet; it may have one after the evaluation is final."""
        evaluation = self._seat.find(number, "evaluation", reading=writing)
        row = in_dossier(writing, evaluation.subject, "recommendation", recommendation)
        if row.status != "open":
            said = body_of(row)["end"]["said"]
            raise CommandRefused(f"{row.number} is al {END_WORDS[row.status]} ({said})")
        return row

    def _kept(self, build: Callable[[Writing], list[Draft]]) -> SubjectRow:
        row = self._seat.reading.subject(self._seat.write(build)[0].subject)
        assert row is not None, "a recommendation that was just written has a row"
        return row

    def _who(self, by: str) -> str:
        return wanted(by or self._seat.operator.name or self._seat.operator.function, "wie dit besluit")

    def _today(self) -> date:
        return self._seat.now.astimezone(self._seat.zone).date()


def _put(made: Extended) -> None:
    """Move the file into place, the one before it beside it.

    Raises:
        CannotStore: it cannot be written.
    """
    if not made.addition:
        return
    try:
        made.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStore(f"{made.path.parent} kan niet worden gemaakt: {reason_of(error)}") from error
    if made.before is not None:
        save_file(f"{made.path}.bak", made.before.encode(), replace=True)
    save_file(str(made.path), made.text.encode(), replace=True)
