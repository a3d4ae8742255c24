"""The meetings of a CMT day at the desk: rhythm, open, close, agenda, minutes, adopted by the chair."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aovconsole.desk.cmt_standing import CmtStanding
from aovconsole.desk.crowd_reading import CrowdReadingDesk
from aovconsole.desk.decisions import in_dossier
from aovconsole.desk.presence import PresenceDesk
from aovconsole.desk.seat import Seat, wanted
from aovconsole.desk.standing import add_to
from aovconsole.domain.crowd_values import value_text
from aovconsole.domain.meeting import (
    RHYTHM_MINUTES,
    MeetingAdopted,
    MeetingClosed,
    MeetingOpened,
    MeetingWithdrawn,
    NextMeeting,
    RhythmSet,
    next_meeting,
    open_in,
    rhythm_subject,
)
from aovconsole.domain.meeting_agenda import AgendaPoint, Minutes, Table, agenda, minutes, with_planned
from aovconsole.domain.plan_for_cmt import planned_meeting
from aovconsole.domain.presence import (
    PresenceNoted,
    RolePassed,
    presence_subject,
    present_at,
    role_at,
)
from aovconsole.domain.record import Draft, Payload
from aovconsole.domain.text import clean
from aovconsole.domain.times import CLOCK_SKEW, clock_text, read_stored, stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.reference.files import load_meetings, sound

MOST_MINUTES = 24 * 60

Drafts = Sequence[Payload | Draft]


class MeetingDesk:
    """What can be asked about meetings; `number` is always that of a CMT day, `meeting` that of a meeting (V-A3)."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def set_rhythm(self, number: str, *, begin: datetime | None, every: int = 0) -> SubjectRow:
        """Let the team meet every so many minutes from a moment, once at a moment (0), or not at all (None).

        Raises:
            CommandRefused: `every` is less than 0 or more than a day, or without a begin; the CMT is closed.
        """
        if every not in RHYTHM_MINUTES:
            raise CommandRefused(f"een ritme is 1 tot en met {RHYTHM_MINUTES[-1]} minuten")
        if every and begin is None:
            raise CommandRefused("noem vanaf wanneer")

        def steps(standing: CmtStanding) -> Drafts:
            if standing.row.status == "closed":
                raise CommandRefused(f"{standing.row.number} is gesloten")
            return [_rhythm(standing, begin, every)]

        return add_to(CmtStanding, self._seat, number, steps)

    def open(
        self,
        number: str,
        *,
        chair: str = "",
        keeper: str = "",
        present: Sequence[str] = (),
        goal: str = "",
        minutes_available: int = 0,
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Open a meeting; its row. Who is not named is who chairs, keeps the log and is present by then.

        A chair or keeper who differs from who had the role takes it over (a logged step), and a function that is named
        as present comes in. A meeting that is still open ends here, which is said; entered late it ends where the
        next one began.

        Raises:
            CommandRefused: the minutes are no time of a day, or the moment lies wrong.
        """
        if not 0 <= minutes_available <= MOST_MINUTES:
            raise CommandRefused(f"de tijd voor een vergadering is 0 tot en met {MOST_MINUTES} minuten")
        functions = tuple(wanted(one, "de functie") for one in present)
        who, log, aim = (clean(text.strip()) for text in (chair, keeper, goal))
        opened, made = MeetingOpened("", who, log, functions, aim, minutes_available), list[str]()

        def steps(standing: CmtStanding) -> Drafts:
            standing.not_before_begin()
            standing.not_after_end()
            made.append(draft_id or standing.writing.new_id())
            return _opening(standing, opened, made[-1])

        add_to(CmtStanding, self._seat, number, steps, at, draft_id)
        return self._row(made[-1] if made else draft_id)

    def close(
        self,
        number: str,
        meeting: str = "",
        *,
        note: str = "",
        next_at: datetime | None = None,
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Close a meeting: the one that is named, else every one that is open (one team, two stations).

        `next_at` moves the next meeting there; a rhythm goes on from it. Gives the row of the meeting that was closed.

        Raises:
            CommandRefused: no meeting is open, it is closed already, or a time lies before its begin.
        """
        said, closed = MeetingClosed(clean(note.strip())), list[str]()

        def steps(standing: CmtStanding) -> Drafts:
            running = [self._open(standing, meeting)] if meeting else list(open_in(standing.meetings))
            if not running:
                raise CommandRefused(f"op {standing.row.number} is geen vergadering open")
            if next_at and stored(next_at) < standing.at:
                raise CommandRefused("de volgende vergadering ligt in het verleden")
            for row in running:
                _not_before(standing, row)
            closed.extend(row.subject for row in running)
            happened, ids = standing.happened, [draft_id] + [""] * len(running)
            drafts = [
                Draft(said, row.subject, standing.row.subject, happened, id_)
                for row, id_ in zip(running, ids, strict=False)
            ]
            return [*drafts, *([_moved(standing, next_at)] if next_at else [])]

        add_to(CmtStanding, self._seat, number, steps, at, draft_id)
        filed = None if closed else self._seat.reading.record(draft_id)
        return self._row(filed.subject if filed else closed[0])

    def adopt(
        self, number: str, meeting: str, *, by: str, remarks: str = "", at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Let the chair (`by`, a function) adopt the minutes, with remarks; again when something came in later.

        Raises:
            CommandRefused: it is not over, `by` does not chair, or it was adopted and nothing came in since.
        """
        who, said = wanted(by, "wie vaststelt"), clean(remarks.strip(), lines=True)

        def steps(standing: CmtStanding) -> Drafts:
            row = in_dossier(standing.writing, standing.row.subject, "meeting", meeting)
            if row.status in ("open", "withdrawn"):
                raise CommandRefused(f"{row.number} is {'nog bezig' if row.status == 'open' else 'ingetrokken'}")
            _not_before(standing, row)
            chairs = [json.loads(row.body)["chair"]]
            chairs += [role_at(standing.presence, "chair", moment).function for moment in (row.end_at, standing.at)]
            if any(chairs) and name_key(who) not in map(name_key, chairs):
                known = " of ".join(dict.fromkeys(filter(None, chairs)))
                raise CommandRefused(f"alleen de voorzitter ({known}) stelt het verslag vast")
            if row.status == "adopted" and not said and not self._added(standing, row):
                raise CommandRefused(f"{row.number} is al vastgesteld")
            adopted = MeetingAdopted(who, said)
            return [Draft(adopted, row.subject, standing.row.subject, standing.happened, draft_id)]

        add_to(CmtStanding, self._seat, number, steps, at, draft_id)
        return self.find(number, meeting)

    def withdraw(self, number: str, meeting: str, reason: str) -> SubjectRow:
        """Withdraw a meeting that was opened by mistake.

        Raises:
            CommandRefused: no reason, no such meeting, or it was withdrawn or adopted already.
        """
        why = wanted(reason, "de reden")

        def steps(standing: CmtStanding) -> Drafts:
            row = in_dossier(standing.writing, standing.row.subject, "meeting", meeting)
            if row.status in ("withdrawn", "adopted"):
                raise CommandRefused(
                    f"{row.number} is al {'ingetrokken' if row.status == 'withdrawn' else 'vastgesteld'}"
                )
            return [Draft(MeetingWithdrawn(why), row.subject, standing.row.subject)]

        add_to(CmtStanding, self._seat, number, steps)
        return self.find(number, meeting)

    def find(self, number: str, meeting: str) -> SubjectRow:
        """The row of a meeting by its number (V-A3) or subject.

        Raises:
            NumberUnknown: this CMT day has none with that number.
        """
        return in_dossier(self._seat.reading, self._seat.find(number, "cmt").subject, "meeting", meeting)

    def of(self, row: SubjectRow) -> tuple[SubjectRow, ...]:
        """The meetings of a CMT day in the order in which they began; withdrawn ones too."""
        rows = self._seat.reading.in_dossier(row.subject, "meeting")
        return tuple(sorted(rows, key=lambda one: (one.begin_at, one.number)))

    def running(self, row: SubjectRow) -> tuple[SubjectRow, ...]:
        """The meetings of a CMT day that are open, the one that began last in front."""
        return open_in(self.of(row))

    def next(self, row: SubjectRow, now: datetime | None = None) -> NextMeeting | None:
        """The next meeting by the rhythm, with how long still; None without a rhythm or once the CMT rose."""
        return None if row.status == "closed" else self.table(row, now=now, lines=False).next

    def table(
        self,
        row: SubjectRow,
        *,
        crossed: Sequence[str] = (),
        expected: Sequence[str] = (),
        now: datetime | None = None,
        lines: bool = True,
    ) -> Table:
        """What stands on the table of a CMT day now: what `agenda`, `minutes` and the lists are read from.

        `crossed` says in words which thresholds were crossed since the last meeting, `expected` which functions the
        plan wants there. Without `lines` the timeline is not read: only agenda and minutes need it.
        """
        reading, subject = self._seat.reading, row.subject
        types = ("meeting", "rhythm", "presence", "decision", "action")
        rows = tuple(one for type_ in types for one in reading.in_dossier(subject, type_))
        said = reading.lines(dossier=subject) if lines else ()
        grace = timedelta(0) if now else CLOCK_SKEW
        return Table(now or self._seat.now, rows, said, crossed, expected, grace)

    def agenda(
        self, row: SubjectRow, *, crossed: Sequence[str] | None = None, expected: Sequence[str] | None = None
    ) -> tuple[AgendaPoint, ...]:
        """The agenda of `data/meetings.toml`, prefilled with what changed since the last meeting.

        `crossed` and `expected` are as in `table`; None is what stands reached now, and whom the plan misses. The
        points of the plan's own agenda for that meeting stand under those that they name, else under `plan`.
        """
        points = sound(load_meetings, self._seat.journal.home).points
        table = self.table(
            row,
            crossed=self._crossed(row) if crossed is None else crossed,
            expected=PresenceDesk(self._seat).missing(row) if expected is None else expected,
            lines=False,
        )
        new = self._seat.reading.lines(dossier=row.subject, new_since=table.since, type_="line")
        table = replace(table, lines=new)
        plan = self._seat.reading.subject(str(json.loads(row.body).get("plan") or ""))
        planned = _planned(json.loads(plan.body), row, table) if plan else None
        return with_planned(agenda(points, table), planned, plan.number if plan else "")

    def _crossed(self, row: SubjectRow) -> list[str]:
        """The thresholds that stand reached, in words."""
        return [
            f"{one.place} boven '{one.label}' ({value_text(one.value, one.unit)}) sinds "
            f"{clock_text(read_stored(one.since), self._seat.now, zone=self._seat.zone)}"
            for one in CrowdReadingDesk(self._seat).crossings(row.subject)
        ]

    def minutes(self, row: SubjectRow, meeting: SubjectRow) -> Minutes:
        """The minutes of a meeting of a CMT day, from its log."""
        lines = self._seat.reading.lines(dossier=row.subject, since=meeting.begin_at)
        return minutes(meeting, replace(self.table(row, lines=False), lines=lines))

    def _open(self, standing: CmtStanding, meeting: str) -> SubjectRow:
        row = in_dossier(standing.writing, standing.row.subject, "meeting", meeting)
        if row.status != "open":
            raise CommandRefused(f"{row.number} is al gesloten")
        return row

    def _added(self, standing: CmtStanding, meeting: SubjectRow) -> tuple[str, ...]:
        lines = standing.writing.lines(dossier=standing.row.subject, since=meeting.begin_at)
        return minutes(meeting, Table(self._seat.now, standing.meetings, lines)).added_later

    def _row(self, subject: str) -> SubjectRow:
        row = self._seat.reading.subject(subject)
        assert row is not None, "a meeting that was just written has a row"
        return row


def _opening(standing: CmtStanding, asked: MeetingOpened, subject: str) -> list[Draft]:
    """What opening a meeting writes: the end of one that is open, the opening, who came in with it, the roles."""
    body, dossier, happened = standing.presence, standing.row.subject, standing.happened
    there = [one.function for one in present_at(body, standing.at)]
    known = set(map(name_key, there))
    come = tuple({name_key(one): one for one in asked.present if name_key(one) not in known}.values())
    roles = {"chair": asked.chair, "keeper": asked.keeper}
    before = {name: role_at(body, name, standing.at) for name in roles}
    opened = replace(
        asked,
        number=standing.writing.next_in_dossier("V", dossier),
        present=(*there, *come),
        chair=asked.chair or before["chair"].function,
        keeper=asked.keeper or before["keeper"].function,
    )
    said: list[Payload] = [PresenceNoted(one) for one in come]
    said += [
        RolePassed(name, roles[name], "", old.function, old.name)
        for name, old in before.items()
        if roles[name] and name_key(roles[name]) != name_key(old.function)
    ]
    return [
        *_ended_by(standing, opened.number),
        Draft(opened, subject, dossier, happened, subject),
        *(Draft(one, presence_subject(dossier), dossier, happened) for one in said),
        *_ended_at_once(standing, subject),
    ]


def _rhythm(standing: CmtStanding, begin: datetime | None, every: int) -> Draft:
    known = standing.rhythm
    replaces = tuple(known["standing"]) if known else ()
    payload = RhythmSet(stored(begin) if begin else "", every, replaces)
    return Draft(payload, rhythm_subject(standing.row.subject), standing.row.subject)


def _planned(plan: Mapping[str, Any], row: SubjectRow, table: Table) -> Mapping[str, Any] | None:
    """The meeting of a plan (its body) that is on: that of the open meeting, else the next one."""
    running, coming = open_in(table.of("meeting")), table.next
    near = running[0].begin_at if running else stored(coming.due_at if coming else table.now)
    return planned_meeting(plan, row.begin_at, near)


def _moved(standing: CmtStanding, next_at: datetime) -> Draft:
    """The rhythm with its next moment elsewhere: it goes on from there, or with the later moments that were appointed.

    The meeting that closes here has taken its own moment.
    """
    known = standing.rhythm or {}
    if not known.get("moments"):
        return _rhythm(standing, next_at, known.get("every_minutes", 0))
    rows = standing.writing.in_dossier(standing.row.subject, "rhythm")
    coming = next_meeting(rows[0], standing.meetings, read_stored(standing.at))
    at = stored(next_at)
    after = max(at, stored(coming.due_at)) if coming else at
    moments = (at, *(one for one in known["moments"] if one > after))
    payload = RhythmSet(at, 0, tuple(known["standing"]), moments)
    return Draft(payload, rhythm_subject(standing.row.subject), standing.row.subject)


def _not_before(standing: CmtStanding, meeting: SubjectRow) -> None:
    """Refuse a step before the meeting began, or before it ended where it is over."""
    if standing.at < max(meeting.begin_at, meeting.end_at):
        raise CommandRefused(f"dat ligt voor {meeting.number} ({standing.shown(meeting.end_at or meeting.begin_at)})")


def _ended_by(standing: CmtStanding, number: str) -> list[Draft]:
    """The meetings that are open and that the one that begins now puts an end to."""
    ended = MeetingClosed(by="next", next_number=number)
    before = [row for row in open_in(standing.meetings) if row.begin_at <= standing.at]
    return [Draft(ended, row.subject, standing.row.subject, standing.happened) for row in before]


def _ended_at_once(standing: CmtStanding, subject: str) -> list[Draft]:
    """The end of a meeting that is entered after the next one, or after the CMT rose."""
    later = [row for row in standing.meetings if row.begin_at > standing.at and row.status != "withdrawn"]
    dossier = standing.row.subject
    if later:
        following = min(later, key=lambda row: (row.begin_at, row.number))
        return [Draft(MeetingClosed("", "next", following.number), subject, dossier, following.begin_at)]
    if standing.row.status == "closed":
        return [Draft(MeetingClosed("", "cmt"), subject, dossier, standing.row.end_at)]
    return []
