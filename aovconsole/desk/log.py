"""The log: a line is on disk before the call returns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from aovconsole.desk.seat import Seat
from aovconsole.domain.entry import Entry, explain, parse, split_pasted
from aovconsole.domain.log import STATUSES, LineCorrected, LineLogged, LineStatusSet, LineWithdrawn
from aovconsole.domain.record import Draft, Payload, Record
from aovconsole.domain.text import clean
from aovconsole.domain.times import only_moment, possible, stored
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import LogRow
from aovconsole.journal.store import Writing


class LogDesk:
    """Filing, correcting and withdrawing log lines."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def understand(self, text: str) -> Entry:
        """What the one-line grammar reads in a text."""
        return parse(text, now=self._seat.now, known=self._seat.known(), zone=self._seat.zone)

    def explain(self, entry: Entry) -> str:
        """What was understood, in one Dutch line."""
        known = self._seat.known() if entry.place else None
        return explain(entry, self._seat.now, known=known, zone=self._seat.zone)

    def understand_pasted(self, text: str) -> tuple[Entry, ...]:
        """What the grammar reads in a page from a notebook or a chat: one entry a line."""
        seat = self._seat
        return split_pasted(text, now=seat.now, known=seat.known(), day=None, zone=seat.zone)

    def line(
        self,
        text: str,
        *,
        dossier: str | None = None,
        at: datetime | None = None,
        raw: bool = False,
        draft_id: str = "",
    ) -> Record:
        """File one line in a dossier (by its number or subject; None is the general log).

        `at` wins over a time in the text. `draft_id` makes a second filing of the same draft harmless.

        Raises:
            CommandRefused: the line is empty, the time lies in the future or exists twice, the dossier is unknown.
        """
        entry = self.entry(text, at=at, raw=raw)
        return self.file((entry,), dossier=self._seat.dossier(dossier), at=at, draft_id=draft_id)[0]

    def entry(
        self, text: str, *, at: datetime | None = None, raw: bool = False, seen_from: datetime | None = None
    ) -> Entry:
        """One line that may be filed; a bare time in it is the last such time before `seen_from` (now).

        Raises:
            CommandRefused: it is empty, or its time exists twice.
        """
        typed = clean(text, lines=True)
        if not typed.strip():
            raise CommandRefused("de regel is leeg")
        if raw:
            return Entry(text=typed, body=typed)
        seat = self._seat
        entry = parse(typed, now=seen_from or seat.now, known=seat.known(), zone=seat.zone)
        if entry.time_choices and at is None:
            self._which_of_two(entry.time_choices)
        return entry

    def _which_of_two(self, choices: tuple[datetime, ...]) -> None:
        """Refuse a time that exists twice and was there twice by now: nobody can be asked which one is meant."""
        zone, now = self._seat.zone, self._seat.now
        wall = choices[0].astimezone(zone).replace(tzinfo=None)
        try:
            only_moment(possible(choices, now), wall, "tijd in de regel", zone)
        except CommandRefused as refused:
            raise CommandRefused(f"{refused.sentence}; in de regel is dat {wall:%H:%M}a of {wall:%H:%M}b") from refused

    def file(
        self,
        entries: Sequence[Entry],
        *,
        dossier: str = "",
        at: datetime | None = None,
        draft_id: str = "",
        paper: str = "",
    ) -> tuple[Record, ...]:
        """File lines that were understood before, in one transaction; the record of each line.

        `paper` is the row of a paper log sheet that they were written on.
        `draft_id` becomes the id of the first; when that is in the journal, the lines were filed before.
        """
        moments = [self._seat.happened(at or entry.occurred_at) for entry in entries]

        def build(writing: Writing) -> list[Draft]:
            if draft_id and writing.record(draft_id):
                return [Draft(LineLogged(""), id=draft_id)]
            drafts: list[Draft] = []
            for number, (entry, moment) in enumerate(zip(entries, moments, strict=True)):
                drafts += _line_drafts(writing, entry, moment, dossier, "" if number else draft_id, paper)
            return drafts

        return tuple(record for record in self._seat.write(build) if record.kind == LineLogged.kind)

    def correct(self, record_id: str, text: str) -> Record:
        """Put another text in the place of a line's; the old one stays readable, struck through."""
        typed = clean(text, lines=True)
        if not typed.strip():
            raise CommandRefused("de verbetering is leeg")
        return self._change(record_id, LineCorrected(typed))

    def withdraw(self, record_id: str, reason: str = "") -> Record:
        """Strike a line through, with the action or the decision that it agreed."""
        return self._change(record_id, LineWithdrawn(clean(reason)))

    def set_status(self, record_id: str, status: str, *, source: str = "", reason: str = "") -> Record:
        """Say that what a line says is verified, unverified or contradicted: who knew it, and why.

        Raises:
            CommandRefused: there is no such status or line, or the line was withdrawn.
        """
        if status not in STATUSES:
            raise CommandRefused(f"status {clean(status)} bestaat niet (kies uit {', '.join(STATUSES)})")
        payload = LineStatusSet(status, clean(source).strip(), clean(reason).strip())

        def build(writing: Writing) -> list[Draft]:
            line = _line_of(writing, record_id)
            if line.more.get("withdrawn"):
                raise CommandRefused("deze regel is ingetrokken")
            return [Draft(payload, subject=line.subject, dossier=line.dossier)]

        return self._seat.write(build)[0]

    def _change(self, record_id: str, payload: LineCorrected | LineWithdrawn) -> Record:
        def build(writing: Writing) -> list[Draft]:
            line = _line_of(writing, record_id)
            change = Draft(payload, subject=line.subject, dossier=line.dossier, occurred_at=line.at)
            if isinstance(payload, LineCorrected):
                return [change]
            return [change, *_dropped(writing, line), *_waiting_again(writing, line)]

        return self._seat.write(build)[0]

    def last_own(self, after_pos: int) -> LogRow | None:
        """The last line of this operator that was filed after a place in the order of arrival and still stands."""
        reading, author = self._seat.reading, self._seat.operator.subject
        for change in reversed(self._seat.journal.changes(after_pos)):
            if change.kind != LineLogged.kind:
                continue
            line = reading.line(change.subject)
            record = reading.record(change.subject)
            if line and record and record.author == author and not line.corrected_by:
                return line
        return None


def _line_of(writing: Writing, record_id: str) -> LogRow:
    """The log line of a record.

    Raises:
        CommandRefused: there is none.
    """
    line = writing.line(record_id)
    if line is None or line.type != "line":
        raise CommandRefused(f"er is geen regel {clean(record_id)}")
    return line


def _line_drafts(
    writing: Writing, entry: Entry, moment: str | None, dossier: str, draft_id: str, paper: str
) -> list[Draft]:
    line = LineLogged(
        entry.text,
        entry.kind,
        "" if entry.body == entry.text else entry.body,
        entry.source,
        entry.place,
        entry.tags,
        entry.marks,
        entry.status,
        paper,
    )
    if entry.kind not in ("action", "decision"):
        return [Draft(line, dossier=dossier, occurred_at=moment, id=draft_id)]
    line_id = draft_id or writing.new_id()
    agreement = _agreement(writing, entry, dossier, line_id)
    return [
        Draft(line, dossier=dossier, occurred_at=moment, id=line_id),
        Draft(agreement, dossier=dossier, occurred_at=moment),
    ]


def _agreement(writing: Writing, entry: Entry, dossier: str, line_id: str) -> Payload:
    """The action or decision that a line agrees."""
    from aovconsole.domain.agreements import ActionAgreed  # most lines agree nothing
    from aovconsole.domain.decision_steps import DecisionMade

    text = _without_frame(entry)
    if entry.kind == "decision":
        return DecisionMade(writing.next_in_dossier("B", dossier), text, line_id)
    due_at = stored(entry.due_at) if entry.due_at else ""
    return ActionAgreed(writing.next_in_dossier("A", dossier), text, entry.owner, due_at, line_id)


_FRAME = ("time", "source", "kind", "status", "owner", "due")


def _dropped(writing: Writing, line: LogRow) -> list[Draft]:
    """What undoes the agreement that a withdrawn line made."""
    from aovconsole.domain.agreements import RUNNING_STATES, ActionStepped
    from aovconsole.domain.decision_steps import DecisionWithdrawn

    if line.kind not in ("action", "decision"):
        return []
    rows = [
        row for row in writing.in_dossier(line.dossier, line.kind) if json.loads(row.body)["line"] == line.record_id
    ]
    undone = ActionStepped("dropped", "regel ingetrokken") if line.kind == "action" else DecisionWithdrawn()
    standing = (*RUNNING_STATES, "made")
    return [Draft(undone, subject=row.subject, dossier=row.dossier) for row in rows if row.status in standing]


def _waiting_again(writing: Writing, line: LogRow) -> list[Draft]:
    """What lets the row of a paper log sheet wait again, when the line that was typed from it is withdrawn."""
    if "paper" not in line.more:
        return []
    from aovconsole.domain.paper import RowsReopened  # few lines were on paper

    return [
        Draft(RowsReopened(int(row), int(row), line.record_id), subject=sheets.subject, dossier=sheets.dossier)
        for sheets in writing.in_dossier(line.dossier, "paper")
        for row, lines in json.loads(sheets.body)["typed"].items()
        if line.record_id in lines
    ]


def _without_frame(entry: Entry) -> str:
    """What is agreed: the line without what stands in fields of its own (time, source, status, owner, term)."""
    left, position = "", 0
    for token in entry.understood:
        if token.role in _FRAME:
            left += entry.text[position : token.start]
            position = token.end
    return " ".join((left + entry.text[position:]).split()) or entry.body.strip()
