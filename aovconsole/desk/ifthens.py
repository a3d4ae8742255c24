"""If-then agreements at the desk."""

from __future__ import annotations

from aovconsole.desk.decisions import in_dossier
from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.ifthen import IfThenAgreed, IfThenEnded
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing


class IfThenDesk:
    """What can be asked about if-then agreements; without a dossier they hold for the whole desk."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def agree(
        self, dossier: str | None, condition: str, then: str, *, owner: str = "", draft_id: str = ""
    ) -> SubjectRow:
        """Agree what is done if something happens; its row.

        Raises:
            CommandRefused: a part is empty, or there is no such dossier.
        """
        if_, do, who = wanted(condition, "de voorwaarde"), wanted(then, "wat er dan gebeurt"), clean(owner.strip())
        under, made = self._seat.dossier(dossier), list[str]()

        def build(writing: Writing) -> list[Draft]:
            made.append(draft_id or writing.new_id())
            if draft_id and writing.record(draft_id):
                return []
            payload = IfThenAgreed(writing.next_in_dossier("ALS", under), if_, do, who)
            return [Draft(payload, made[-1], under, id=made[-1])]

        self._seat.write(build)
        row = self._seat.reading.subject(made[-1])
        assert row is not None, "an agreement that was just written has a row"
        return row

    def end(self, dossier: str | None, number: str, *, reason: str = "") -> SubjectRow:
        """Let an agreement (ALS-A3, or its subject) hold no longer.

        Raises:
            NumberUnknown: the dossier has none with that number.
            CommandRefused: it ended already.
        """
        under, why = self._seat.dossier(dossier), clean(reason.strip())

        def build(writing: Writing) -> list[Draft]:
            row = in_dossier(writing, under, "ifthen", number)
            if row.status != "open":
                raise CommandRefused(f"{row.number} geldt al niet meer")
            return [Draft(IfThenEnded(why), row.subject, under)]

        record = self._seat.write(build)[-1]
        row = self._seat.reading.subject(record.subject)
        assert row is not None, "an agreement that was just ended has a row"
        return row

    def of(self, dossier: str, *, open_only: bool = True) -> tuple[SubjectRow, ...]:
        """The agreements under a dossier (its subject; empty: those of the whole desk), in order of number."""
        rows = self._seat.reading.in_dossier(dossier, "ifthen")
        return tuple(row for row in rows if row.status == "open" or not open_only)
