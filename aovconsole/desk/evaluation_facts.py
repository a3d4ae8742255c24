"""What people found about a dossier, as the report takes it."""

from __future__ import annotations

from aovconsole.desk.seat import Seat
from aovconsole.domain.report_facts import EvaluationFacts
from aovconsole.domain.view import SubjectRow


def evaluation_facts(seat: Seat, row: SubjectRow) -> EvaluationFacts:
    """What was found about a dossier, or in an evaluation itself: nothing, where nobody looked back on it."""
    found = [one for one in seat.reading.of_type("evaluation") if one.subject == row.subject]
    return EvaluationFacts(number=found[0].number, title=found[0].title) if found else EvaluationFacts()
