"""A CMT day as a step finds it: presence and meetings hang under it, within the time that it sits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from aovconsole.desk.seat import Seat, within_minute
from aovconsole.desk.standing import Standing
from aovconsole.domain.presence import body_in
from aovconsole.domain.record import Instant
from aovconsole.domain.times import CLOCK_SKEW, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing


class CmtStanding(Standing):
    """The CMT day that something is added to; a typed minute is the whole minute."""

    __slots__ = ()
    type_: ClassVar[str] = "cmt"

    @classmethod
    def found(cls, row: SubjectRow, moment: Instant | None, writing: Writing, seat: Seat) -> Self:
        """The CMT day for a step that happened at a moment: not before what is known of that same minute.

        What happens now comes after what is known of now, also where the clock of another station runs ahead.
        """
        seat.not_long_before(row, moment)
        meetings = writing.in_dossier(row.subject, "meeting")
        presence = body_in(writing.in_dossier(row.subject, "presence")) or {"steps": (), "roles": ()}
        steps = [step["at"] for name in ("steps", "roles") for step in presence[name]]
        known = [row.begin_at, row.end_at, *(at for one in meetings for at in (one.begin_at, one.end_at)), *steps]
        if moment is None:
            soon = stored(read_stored(writing.now) + CLOCK_SKEW)
            return cls(row, max([writing.now, *(at for at in known if at <= soon)]), writing, seat)
        return cls(row, within_minute(moment, *known), writing, seat)

    @property
    def happened(self) -> Instant | None:
        """The moment of the step as a draft wants it: None is now."""
        return None if self.at == self.writing.now else self.at

    @property
    def presence(self) -> Mapping[str, Any] | None:
        """The body of the presence; None when nobody came in yet."""
        return body_in(self.writing.in_dossier(self.row.subject, "presence"))

    @property
    def meetings(self) -> tuple[SubjectRow, ...]:
        """The meetings of the day."""
        return self.writing.in_dossier(self.row.subject, "meeting")

    @property
    def rhythm(self) -> Mapping[str, Any] | None:
        """The body of the rhythm; None when none was set."""
        rows = self.writing.in_dossier(self.row.subject, "rhythm")
        return json.loads(rows[0].body) if rows else None

    def not_after_end(self) -> None:
        """Refuse what would have happened after the CMT rose; what is entered late may still lie before that."""
        self.seat.not_after_end(self.row, self.at)

    def not_before_begin(self) -> None:
        """Refuse what would have happened before the CMT sat."""
        if self.at < self.row.begin_at:
            raise CommandRefused(f"dat ligt voor het begin van {self.row.number} ({self.shown(self.row.begin_at)})")
