"""What a sitrap may tell: the facts of an incident by section, without what carries a mark and without names.

Pure: rows, the moment and `data/sitrep.toml` go in; nothing here knows how long the text will be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.measure import owed_duties
from aovconsole.domain.measure_steps import STATES
from aovconsole.domain.record import Instant
from aovconsole.domain.text import MARKS
from aovconsole.domain.times import AMSTERDAM, day_short, read_stored, stored, wall_clock
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import ACTION_STATES
from aovconsole.exports.sitrep_sieve import Sieve
from aovconsole.journal.reading import LogRow
from aovconsole.reference.sitreps import SitrepSection

_MEASURE_WORDS = {**STATES, "prepared": "voorbereid, nog niet besloten"}
_GONE = ("dropped", "withdrawn", "replaced")
_NOBODY = "andere bron"


class Line(NamedTuple):
    """A log line, what is seldom known of it, and whether it carries a mark."""

    row: LogRow
    more: Mapping[str, Any]
    marked: bool


class Agreed(NamedTuple):
    """An action or a decision, the line that it was typed in, who does it, and whether it carries a mark."""

    row: SubjectRow
    line: str
    owner: str
    marked: bool


@dataclass(frozen=True)
class SitrepSource:
    """Everything that a sitrap is made from; its texts are told through `sieve` and `about`, never from here.

    `marks` are the words that keep a text here, `functions` the names that may be told. `arrivals` gives, by subject
    and by record, when the first and the last record of it came in: a moment, a space and its place in the order of
    arrival. What is missing there came in when it happened.
    """

    incident: Mapping[str, Any]
    now: datetime
    sections: tuple[SitrepSection, ...]
    lines: Sequence[LogRow] = ()
    actions: Sequence[SubjectRow] = ()
    decisions: Sequence[SubjectRow] = ()
    measures: Sequence[SubjectRow] = ()
    functions: frozenset[str] = frozenset()
    marks: tuple[str, ...] = MARKS
    municipality: str = ""
    realm: str = "real"
    zone: ZoneInfo = AMSTERDAM
    arrivals: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def when(self, moment: Instant) -> str:
        """A moment as the reader's wall clock shows it, with the day where it is not the day of the report."""
        minute = moment[:16]
        if minute not in self._clocks:
            self._clocks[minute] = self._when(moment)
        return self._clocks[minute]

    def _when(self, moment: Instant) -> str:
        then = read_stored(moment.partition(" ")[0]).astimezone(self.zone)
        clock = wall_clock(then, zone=self.zone)
        if then.date() == self.today:
            return clock
        year = f" {then.year}" if then.year != self.today.year else ""
        return f"{day_short(then.date())}{year} {clock}"

    @cached_property
    def _clocks(self) -> dict[str, str]:
        """What was asked before, by its minute: a log has many lines in one."""
        return {}

    @cached_property
    def today(self) -> date:
        """The day of the report."""
        return self.now.astimezone(self.zone).date()

    @cached_property
    def sieve(self) -> Sieve:
        """What every text passes before it is told."""
        return Sieve(self.marks, self.functions)

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """The incident as it may be told."""
        cleared: Mapping[str, Any] = self.sieve.cleared(self.incident)
        return cleared

    @cached_property
    def lines_by_id(self) -> Mapping[str, Line]:
        """The log lines by the record that made them."""
        return {row.record_id: self._read(row) for row in self.lines if row.type == "line"}

    @cached_property
    def section_by_tag(self) -> Mapping[str, str]:
        """The section to which a tag leads; of two with one tag, the first."""
        return {tag.casefold(): section.key for section in reversed(self.sections) for tag in section.tags}

    @cached_property
    def agreed_actions(self) -> tuple[Agreed, ...]:
        """The actions."""
        return tuple(map(self._agreed, self.actions))

    @cached_property
    def agreed_decisions(self) -> tuple[Agreed, ...]:
        """The decisions."""
        return tuple(map(self._agreed, self.decisions))

    def is_marked_line(self, line: str) -> bool:
        """Whether the line of this record is known to carry a mark."""
        return line in self.lines_by_id and self.lines_by_id[line].marked

    def _agreed(self, row: SubjectRow) -> Agreed:
        """What comes from a line that cannot be read is taken for marked: nobody knows what stood there."""
        body = json.loads(row.body)
        line = str(body.get("line") or "")
        marked = bool(line) and (line not in self.lines_by_id or self.is_marked_line(line))
        owner = self.sieve.function(str(body.get("owner") or ""), "eigenaar")
        return Agreed(row, line, owner, marked or bool(self.sieve.mark_in(row.title)))

    def _read(self, row: LogRow) -> Line:
        more = row.more
        typed = [row.text, row.correction, row.source, row.place, *map(str, more.get("tags", ()))]
        body = str(more.get("body") or "")
        typed += [body] if body not in row.text else []
        return Line(row, more, bool(more.get("marks")) or bool(self.sieve.mark_in("\n".join(typed))))


class Fact(NamedTuple):
    """One thing that is told: in which section, when it was, what it says, and what is known about it.

    `kind` is that of the log line, or `decision`, `action`, `measure`, `preparation`, `grip`, `lead`, `informed`;
    `who` said it or does it; `details` stand behind it, what is `owed` below it. `changed` says that the reader of the
    last report knew it otherwise, `gone` that it no longer holds; `due_at` is when something follows from it.
    """

    section: str
    at: Instant
    text: str
    kind: str
    number: str = ""
    who: str = ""
    status: str = ""
    details: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    changed: bool = False
    gone: bool = False
    due_at: Instant = ""


def facts(source: SitrepSource, since: str = "") -> tuple[Fact, ...]:
    """Everything that may be told, in the order in which it happened; with `since`, only what came in after it.

    `since` is a moment, or an arrival as in `SitrepSource.arrivals`.
    """
    found = [
        *_line_facts(source, since),
        *_decision_facts(source, since),
        *_action_facts(source, since),
        *_measure_facts(source, since),
        *_incident_facts(source, since),
        *_phase_facts(source, since),
    ]
    return tuple(sorted(found, key=lambda fact: fact.at))


def left_out(source: SitrepSource, since: str = "") -> int:
    """How many standing lines are not told because they carry a mark."""
    marked = [line.row for line in source.lines_by_id.values() if line.marked and not line.more.get("withdrawn")]
    apart = [
        one.row
        for one in (*source.agreed_actions, *source.agreed_decisions)
        if one.marked and one.row.status not in _GONE and not source.is_marked_line(one.line)
    ]
    return sum(_news(source, since, row.subject, row.received_at)[0] for row in marked) + sum(
        _news(source, since, row.subject, row.begin_at)[0] for row in apart
    )


def _news(source: SitrepSource, since: str, name: str, at: Instant) -> tuple[bool, bool]:
    """Whether something is told, and whether the reader of the last report knew it already."""
    first, last = source.arrivals.get(name, (at, at))
    return (last > since, first <= since) if since else (True, False)


def _shown(source: SitrepSource, line: Line) -> str:
    """What a line says now, without the time and the source in front."""
    row = line.row
    body = str(line.more.get("body") or row.text)
    if row.correction:
        front = row.text.removesuffix(body)
        body = row.correction.removeprefix(front) if front else row.correction
    return source.sieve.said(body)


def _line_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    agreed = {one.line for one in (*source.agreed_actions, *source.agreed_decisions)}
    for line in source.lines_by_id.values():
        row = line.row
        told, known = _news(source, since, row.subject, row.received_at)
        gone = bool(line.more.get("withdrawn"))
        if not told or line.marked or row.record_id in agreed or (gone and not known):
            continue
        text, place = _shown(source, line), source.sieve.text(row.place)
        details = [place] if place.casefold() not in text.casefold() else []
        details += [f"genoteerd {source.when(row.recorded_at)}"] if row.late else []
        yield Fact(
            _section_of(source, line), row.at, text, row.kind, who=source.sieve.function(row.source, other=_NOBODY),
            status=str(line.more.get("status") or ""), details=tuple(details), changed=known, gone=gone,
        )  # fmt: skip


def _section_of(source: SitrepSource, line: Line) -> str:
    """The section of a line: by its first known tag, else by its kind."""
    fixed = {"decision": "decisions", "action": "actions"}.get(line.row.kind, "")
    if fixed:
        return fixed
    for tag in line.more.get("tags", ()):
        if found := source.section_by_tag.get(str(tag).casefold()):
            return found
    return next((section.key for section in source.sections if line.row.kind in section.kinds), "situation")


def _agreed_text(source: SitrepSource, agreed: Agreed) -> str:
    """What was agreed: its own words, or the correction of the line that it was typed in."""
    line = source.lines_by_id.get(agreed.line)
    return _shown(source, line) if line and line.row.correction else source.sieve.said(agreed.row.title)


def _told_agreements(source: SitrepSource, all_of_them: Iterable[Agreed], since: str) -> Iterator[tuple[Agreed, bool]]:
    """The actions or decisions that are told, and whether the reader knew them."""
    for one in all_of_them:
        if one.marked:
            continue
        told, known = _news(source, since, one.row.subject, one.row.begin_at)
        if since and one.line in source.lines_by_id:
            told = told or _news(source, since, one.line, one.row.begin_at)[0]
        if told and (known or one.row.status not in _GONE):
            yield one, known


def _decision_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    for one, known in _told_agreements(source, source.agreed_decisions, since):
        yield Fact(
            "decisions", one.row.begin_at, _agreed_text(source, one), "decision", _number(source, one.row),
            changed=known, gone=one.row.status in _GONE,
        )  # fmt: skip


def _action_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    now = stored(source.now)
    for one, known in _told_agreements(source, source.agreed_actions, since):
        row, details, due = one.row, list[str](), ""
        if row.end_at and row.status in ("open", "busy"):
            due = row.end_at
            details.append(f"{'te laat, termijn was' if due < now else 'uiterlijk'} {source.when(due)}")
        gone = row.status in _GONE
        details += [ACTION_STATES[row.status]] if row.status in ACTION_STATES and not gone else []
        yield Fact(
            "progress" if row.status == "closed" else "actions", row.begin_at, _agreed_text(source, one), "action",
            _number(source, row), who=one.owner, details=tuple(details), changed=known, gone=gone, due_at=due,
        )  # fmt: skip


def _number(source: SitrepSource, row: SubjectRow) -> str:
    return source.sieve.text(row.number, "nummer")


def _measure_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    """The measures; one that was not taken is no decision."""
    for row in source.measures:
        told, known = _news(source, since, row.subject, row.begin_at)
        if not told:
            continue
        kept, title = json.loads(row.body), source.sieve.said(row.title, "maatregel")
        body = source.sieve.cleared(kept)
        gone, taken = row.status == "withdrawn", row.status == "taken"
        names = ("withdrawn_at",) if gone else ("decided_at", "prepared_at")
        yield Fact(
            "decisions",
            next((str(body[name]) for name in names if body.get(name)), row.begin_at),
            f"{title} ingetrokken" if gone else title,
            "measure" if taken or gone else "preparation",
            _number(source, row),
            details=tuple(_measure_details(source, row, body)),
            owed=tuple(_owed(source, owed_duties(kept, stored(source.now)))) if taken or gone else (),
            changed=known,
            due_at=row.end_at if taken else "",
        )


def _measure_details(source: SitrepSource, row: SubjectRow, body: Mapping[str, Any]) -> Iterator[str]:
    """Who decided, where and when it holds."""
    by = _in_capacity(body, "decided_by", " door ")
    if row.status != "withdrawn":
        yield f"{_MEASURE_WORDS.get(row.status, '')}{by}"
    if row.place:
        yield source.sieve.said(row.place, "plaats")
    if row.status == "taken":
        begin, now = str(body.get("begin_at") or ""), stored(source.now)
        yield from [f"vanaf {source.when(begin)}"] if begin else []
        yield from [f"{'afgelopen' if row.end_at < now else 'tot'} {source.when(row.end_at)}"] if row.end_at else []


def _owed(source: SitrepSource, duties: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What the measure still asks, by whom it is awaited and before when."""
    for duty in map(source.sieve.cleared, duties):
        label, to = str(duty.get("label") or ""), str(duty.get("to") or "")
        addressed = f" aan {to}" if to and to.casefold() not in label.casefold() else ""
        due = str(duty.get("due_at") or "")
        term = " (terstond)" if duty.get("at_once") else f" (uiterlijk {source.when(due)})" if due else ""
        yield f"{label}{addressed}{term}"


def _incident_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    """The GRIP steps, who leads, who was told."""
    body = source.about
    for step in body.get("grip_history", ()):
        level = f"GRIP {step['level']}" if step["level"] else "GRIP 0 (routine)"
        text = f"{level}{_in_capacity(step, 'by', ', door ')}{_behind(source, ': ', step, 'reason')}"
        yield from _step(source, since, step, text, "grip")
    for lead in body.get("leads", ()):
        leader = f" ({lead['leader']})" if lead.get("leader") and lead.get("structure") else ""
        yield from _step(source, since, lead, f"leiding: {lead.get('structure') or lead.get('leader')}{leader}", "lead")
    for told in body.get("informed", ()):
        reached = "ingelicht" if told.get("reached", True) else "niet bereikt"
        via, said = _behind(source, " via ", told, "via"), _behind(source, ": ", told, "answer")
        yield from _step(source, since, told, f"{told['function']} {reached}{via}{said}", "informed")


def _behind(source: SitrepSource, joint: str, body: Mapping[str, Any], name: str) -> str:
    """A text of a step with what joins it to the text before; empty when there is none."""
    said = source.sieve.said(str(body.get(name) or ""))
    return f"{joint}{said}" if said else ""


def _in_capacity(body: Mapping[str, Any], name: str, joint: str) -> str:
    """Who acted, with the legal capacity where that is not the function itself."""
    by, capacity = str(body.get(name) or ""), str(body.get("capacity") or "")
    if not by:
        return ""
    return f"{joint}{by} als {capacity}" if capacity and capacity.casefold() != by.casefold() else f"{joint}{by}"


def _phase_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    """The steps of the whole: to the nafase, closed, reopened, and who took over."""
    words = {"aftercare": "nafase, eigenaar", "closed": "afgesloten, gaat naar", "reopened": "heropend"}
    for phase in source.about.get("phases", ()):
        said, to = words.get(str(phase["phase"]), str(phase["phase"])), str(phase.get("to") or "")
        yield from _step(source, since, phase, f"{said} {to}" if to else said.partition(",")[0], "lead")


def _step(source: SitrepSource, since: str, step: Mapping[str, Any], text: str, kind: str) -> Iterator[Fact]:
    told, _known = _news(source, since, str(step.get("record_id") or ""), str(step["at"]))
    if told:
        yield Fact("organisation", str(step["at"]), text, kind)
