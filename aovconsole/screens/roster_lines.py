"""The lines of the roster: a heading for each duty, its stretches with their gaps and doubles, what stands beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.desk.desk import Desk
from aovconsole.domain.roster import STANDS, VANISHED, OnDuty, Remark
from aovconsole.domain.roster_words import STEPS, held_text, on_duty_text, remark_text
from aovconsole.domain.times import clock_text, date_text, day_short, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.forms import body_of
from aovconsole.screens.widgets.painted import Line, Part, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, heading, remark
from aovconsole.screens.widgets.sheet import Draw

WEEKS = 2
GAPS = ("gap", "ended")

_STRETCH = 33
_MOST_REMARKS = 12


class RosterView(NamedTuple):
    """What is shown: the days from the first Monday on, the rows, who is on, what is wrong in that time and ahead."""

    first: date
    rows: tuple[SubjectRow, ...]
    on: tuple[OnDuty, ...]
    remarks: tuple[Remark, ...]
    now: datetime
    zone: ZoneInfo

    @property
    def last(self) -> date:
        """The last day, a Sunday."""
        return self.first + timedelta(days=7 * WEEKS - 1)

    def row(self, subject: str) -> SubjectRow | None:
        """The stretch of a key."""
        return next((row for row in self.rows if row.subject == subject), None)


def roster_view(desk: Desk, first: date) -> RosterView:
    """Read two weeks of the roster."""
    last = first + timedelta(days=7 * WEEKS - 1)
    begin, end = (datetime.combine(day, time(), desk.zone) for day in (first, last + timedelta(days=1)))
    remarks = desk.roster.check(max(begin, desk.seat.now), max(end, desk.seat.now))
    rows = desk.roster.between(first, last)
    return RosterView(first, rows, desk.roster.on_duty(), remarks, desk.seat.now, desk.zone)


def roster_picks(view: RosterView) -> list[Pick]:
    """A heading for each duty with its stretches and gaps in order of time."""
    duties = dict.fromkeys([*(one.duty for one in view.on), *(body_of(row)["duty"] for row in view.rows)])
    picks: list[Pick] = []
    for duty in duties:
        lines = sorted(_of_duty(duty, view), key=lambda pair: pair[0])
        picks.append(heading(duty, space=bool(picks)))
        picks += [pick for _, pick in lines] or [remark("in deze weken niemand")]
    return picks or [remark("geen dienst in deze weken · n zet iemand op het rooster, I leest een bestand in")]


def _of_duty(duty: str, view: RosterView) -> Iterator[tuple[tuple[datetime, str], Pick]]:
    for row in view.rows:
        if body_of(row)["duty"] == duty:
            yield (read_stored(row.begin_at), row.subject), Pick(row.subject, _Stretch(row, view))
    for one in view.remarks:
        if one.kind in GAPS and one.duty == duty:
            yield (one.begin, ""), Pick(gap_key(one), _Gap(one, view))


def gap_key(one: Remark) -> str:
    """The key of a gap in the list; empty for what is no gap."""
    return f"gap {one.duty}@{one.begin.isoformat()}" if one.kind in GAPS else ""


def _when(begin: datetime, end: datetime, view: RosterView) -> str:
    return f"{_moment(begin, view)} – {_moment(end, view)}"


def _moment(moment: datetime, view: RosterView) -> str:
    local = moment.astimezone(view.zone)
    return f"{fit(day_short(local.date()), 9)} {local:%H:%M}"


class _Gap:
    def __init__(self, gap: Remark, view: RosterView) -> None:
        self._gap, self._view = gap, view

    def __call__(self, width: int) -> Sequence[Line]:
        gap, ended = self._gap, self._gap.kind == "ended"
        when = _moment(gap.begin, self._view) if ended else _when(gap.begin, gap.end, self._view)
        said = "  niemand meer" if ended else "  niemand"
        left = [("! ", "error"), (fit(when, _STRETCH), "error"), (said, "error")]
        return (justified(left, [("gat", "error")], width),)


class _Stretch:
    """A stretch: its time, who, and what is to be said of it."""

    def __init__(self, row: SubjectRow, view: RosterView) -> None:
        self._row, self._view = row, view

    def __call__(self, width: int) -> Sequence[Line]:
        row, view, body = self._row, self._view, body_of(self._row)
        begin, end = read_stored(row.begin_at), read_stored(row.end_at)
        running = row.status == STANDS and begin <= view.now < end
        look = "struck" if row.status != STANDS else "strong" if running else "muted" if end <= view.now else ""
        doubled = any(one.kind == "double" and row.subject in one.subjects for one in view.remarks)
        sign: Part = ("! ", "error") if doubled else ("● ", "success") if running else ("  ", "")
        left = [sign, (fit(_when(begin, end, view), _STRETCH), "muted" if look == "muted" else ""), ("  ", "")]
        return (justified([*left, (body["officer"], look)], self._told(body, doubled=doubled, running=running), width),)

    def _told(self, body: dict[str, Any], *, doubled: bool, running: bool) -> list[Part]:
        told: list[Part] = []
        if doubled:
            told.append(("dubbel", "error"))
        if running:
            taken = next((one for one in self._view.on if one.duty == body["duty"] and one.holding), None)
            taken = None if taken and taken.officer == body["officer"] else taken
            told.append((f"nu: {taken.officer}", "warning") if taken else ("nu", "success"))
        if self._row.status != STANDS:
            told.append(("niet meer in de bron" if self._row.status == VANISHED else "ingetrokken", "warning"))
        elif (last := body["steps"][-1]["type"]) in ("replaced", "swapped"):
            told.append((STEPS[last], "muted"))
        return [part for number, one in enumerate(told) for part in (*([(" · ", "muted")] if number else []), one)]


def head(view: RosterView) -> Draw:
    """Which weeks, and what is wrong in them in a few words."""

    def draw(width: int) -> Sequence[Line]:
        week = view.first.isocalendar().week
        days = f"{day_short(view.first)[3:]} t/m {date_text(view.last).partition(' ')[2]}"
        wrong = len(view.remarks)
        note: list[Part] = [(f"! {wrong} aandachtspunten", "error")] if wrong > 1 else []
        note = [("! 1 aandachtspunt", "error")] if wrong == 1 else note
        title: list[Part] = [("Rooster ", "head"), (f"week {week} en {(view.last).isocalendar().week}", "strong")]
        return (justified([*title, (f"  {days}", "muted")], note, width),)

    return draw


def on_duty_lines(view: RosterView) -> Draw:
    """Who has each duty now, and who comes after."""

    def draw(width: int) -> Sequence[Line]:
        lines: list[Line] = []
        for one in view.on:
            wrong = not one.officer or one.doubled or one.unpassed
            who = on_duty_text(one)
            until = f" tot {clock_text(one.until, view.now, zone=view.zone)}" if one.until else ""
            sign: Part = ("! ", "error") if wrong else ("● ", "success")
            lines.append(justified([sign, (fit(one.duty, 19), "strong"), (who, "error" if wrong else "")], [], width))
            after = f"daarna {one.next.officer}" if one.next else "daarna niemand"
            if one.next and one.until != one.next.begin:
                after += f" vanaf {clock_text(one.next.begin, view.now, zone=view.zone)}"
            held = held_text(one)
            said = f"{held}{' · ' if held else ''}{until.strip()}{' · ' if until else ''}{after}"
            lines += [(("  ", ""), *line) for line in wrapped([(said, "muted")], width - 2, 2)]
        return lines or ((("geen dienst ingeroosterd", "muted"),),)

    return draw


def remark_lines(view: RosterView) -> Draw:
    """What is wrong, each in a sentence."""

    def draw(width: int) -> Sequence[Line]:
        lines: list[Line] = []
        for one in view.remarks[:_MOST_REMARKS]:
            said = wrapped([(remark_text(one, view.now, view.zone), "warning")], width - 2, 3)
            lines += [((("! " if not number else "  "), "error"), *line) for number, line in enumerate(said)]
        if (more := len(view.remarks) - _MOST_REMARKS) > 0:
            lines.append(((f"  en nog {more} · w wat mist", "muted"),))
        return lines or ((("niets in deze weken", "muted"),),)

    return draw


def story(desk: Desk, row: SubjectRow) -> list[tuple[str, str]]:
    """What happened to a stretch: when, and who did what for which reason."""
    told = []
    for step in body_of(row)["steps"]:
        when = clock_text(read_stored(step["at"]), desk.seat.now, zone=desk.zone)
        instead = f" in plaats van {step['before']}" if step["before"] and step["before"] != step["officer"] else ""
        reason = f": {step['reason']}" if step["reason"] else ""
        by = desk.roster.who(step["author"])
        told.append((when, f"{STEPS[step['type']]}, {step['officer']}{instead}{reason}{f' ({by})' if by else ''}"))
    return told


def story_lines(desk: Desk, row: SubjectRow | None) -> Draw:
    """The history of the stretch under the cursor, the newest last."""

    def draw(width: int) -> Sequence[Line]:
        if row is None:
            return ((("zet de cursor op een dienst", "muted"),),)
        source = body_of(row)["source"]
        lines: list[Line] = [((f"bron: {source}" if source else "ingevoerd", "muted"),)]
        for when, said in story(desk, row):
            lines += wrapped([(f"{when}  ", "muted"), (said, "")], width, 4)
        return lines

    return draw
