"""What a sitrap may tell: the facts of an incident by section, without what carries a mark and without names.

Pure: rows, the moment and `data/sitrep.toml` go in; nothing here knows how long the text will be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from aovconsole.domain.entry import STATUS_WORDS
from aovconsole.domain.measure_steps import STATES
from aovconsole.domain.record import Instant
from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM, day_short, read_stored, stored, wall_clock
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import KINDS
from aovconsole.journal.reading import LogRow
from aovconsole.reference.sitreps import SitrepSection

_MEASURE_WORDS = {**STATES, "prepared": "voorbereid, nog niet besloten"}

_SIGN_WORDS = frozenset({*KINDS.values(), *STATUS_WORDS})
_STOPS = ".,;:!?)"
_MARK = re.compile(r"(?<!\S)!(?:privé|prive|politie)(?![^\W_])", re.IGNORECASE)
_ACTION_STATES = {"busy": "bezig", "done": "gereed gemeld", "closed": "gereed"}


@dataclass(frozen=True)
class SitrepSource:
    """Everything that a sitrap is made from.

    `arrivals` gives, by subject and by record, when the first and the last record of it came in: a moment, a space and
    its place in the order of arrival. What is missing there came in when it happened.
    """

    incident: Mapping[str, Any]
    now: datetime
    sections: tuple[SitrepSection, ...]
    lines: Sequence[LogRow] = ()
    actions: Sequence[SubjectRow] = ()
    decisions: Sequence[SubjectRow] = ()
    measures: Sequence[SubjectRow] = ()
    functions: frozenset[str] = frozenset()
    municipality: str = ""
    realm: str = "real"
    zone: ZoneInfo = AMSTERDAM
    arrivals: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def when(self, moment: Instant) -> str:
        """A moment as the reader's wall clock shows it, with the day where it is not the day of the report."""
        then, today = read_stored(moment.partition(" ")[0]).astimezone(self.zone), self.now.astimezone(self.zone)
        clock = wall_clock(then, zone=self.zone)
        if then.date() == today.date():
            return clock
        year = f" {then.year}" if then.year != today.year else ""
        return f"{day_short(then.date())}{year} {clock}"

    @cached_property
    def marked_lines(self) -> frozenset[str]:
        """The lines that carry a mark; nothing that comes from them is told."""
        return frozenset(row.record_id for row in self.lines if row.type == "line" and _is_marked_line(row))

    @cached_property
    def lines_by_id(self) -> Mapping[str, LogRow]:
        """The log lines by the record that made them."""
        return {row.record_id: row for row in self.lines if row.type == "line"}


@dataclass(frozen=True, slots=True)
class Fact:
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
    rows = (source.lines_by_id[record_id] for record_id in source.marked_lines)
    lines = sum(not row.more.get("withdrawn") and _news(source, since, row.subject, row.received_at)[0] for row in rows)
    agreed = [row for row in (*source.actions, *source.decisions) if row.status not in ("dropped", "withdrawn")]
    typed_apart = [row for row in agreed if is_marked(row.title) and _body(row).get("line") not in source.marked_lines]
    return lines + sum(_news(source, since, row.subject, row.begin_at)[0] for row in typed_apart)


def is_marked(text: str) -> bool:
    """Whether a text holds the sign of a mark, wherever it was typed (a correction is not read by the grammar)."""
    return "!" in text and bool(_MARK.search(normalize("NFC", text)))


def readable(text: str) -> str:
    """A typed text without the signs of the one-line grammar: tags at its ends, kinds, the @ of a place."""
    words = normalize("NFC", clean(text, lines=True)).split()
    while words and _is_sign(words[0], tags=True):
        words.pop(0)
    while words and _is_sign(words[-1], tags=True):
        words.pop()
    return " ".join(_without_sign(word) for word in words if not _is_sign(word, tags=False))


def _is_sign(word: str, *, tags: bool) -> bool:
    bare = word.rstrip(_STOPS)
    if bare[:1] == "!":
        return bare[1:].casefold() in _SIGN_WORDS
    return tags and bare[:1] == "#" and bare[1:2].isalpha()


def _without_sign(word: str) -> str:
    signed = word[:1] in ("#", "@") and (word[1:2].isalpha() or word[1:2] in ('"', "“", "„"))
    return word[1:] if signed else word


def _body(row: SubjectRow) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row.body)
    return body


def _news(source: SitrepSource, since: str, name: str, at: Instant) -> tuple[bool, bool]:
    """Whether something is told, and whether the reader of the last report knew it already."""
    first, last = source.arrivals.get(name, (at, at))
    return (last > since, first <= since) if since else (True, False)


def _is_marked_line(row: LogRow) -> bool:
    return bool(row.more.get("marks")) or is_marked(row.text) or is_marked(row.correction)


def _shown(row: LogRow) -> str:
    """What a line says now, without the time and the source in front."""
    body = str(row.more.get("body") or row.text)
    if row.correction:
        front = row.text.removesuffix(body)
        body = row.correction.removeprefix(front) if front else row.correction
    return readable(body)


def _line_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    agreed = {_body(row).get("line") for row in (*source.actions, *source.decisions)}
    for row in source.lines_by_id.values():
        told, known = _news(source, since, row.subject, row.received_at)
        gone = bool(row.more.get("withdrawn"))
        if not told or row.record_id in source.marked_lines or row.record_id in agreed or (gone and not known):
            continue
        text = _shown(row)
        details = [row.place] if row.place.casefold() not in text.casefold() else []
        details += [f"genoteerd {source.when(row.recorded_at)}"] if row.late else []
        yield Fact(
            _section_of(source.sections, row), row.at, text, row.kind, who=_function(source, row.source),
            status=str(row.more.get("status") or ""), details=tuple(details), changed=known, gone=gone,
        )  # fmt: skip


def _section_of(sections: Iterable[SitrepSection], row: LogRow) -> str:
    """The section of a line: by its first known tag, else by its kind."""
    fixed = {"decision": "decisions", "action": "actions"}.get(row.kind, "")
    if fixed:
        return fixed
    by_tag = {tag.casefold(): section.key for section in reversed(tuple(sections)) for tag in section.tags}
    for tag in row.more.get("tags", ()):
        if found := by_tag.get(str(tag).casefold()):
            return found
    return next((section.key for section in sections if row.kind in section.kinds), "situation")


def _function(source: SitrepSource, name: str) -> str:
    """A source that is a function or a service; anything else may be a person and is not named."""
    return name if name in source.functions else "andere bron" if name else ""


def _agreed_text(source: SitrepSource, row: SubjectRow) -> str:
    """What was agreed: its own words, or the correction of the line that it was typed in."""
    line = source.lines_by_id.get(str(_body(row).get("line") or ""))
    return _shown(line) if line and line.correction else readable(row.title)


def _told_agreements(
    source: SitrepSource, rows: Iterable[SubjectRow], since: str, gone: str
) -> Iterator[tuple[SubjectRow, bool]]:
    """The actions or decisions that are told, and whether the reader knew them."""
    for row in rows:
        line = str(_body(row).get("line") or "")
        if line in source.marked_lines or is_marked(row.title):
            continue
        told, known = _news(source, since, row.subject, row.begin_at)
        if since and line in source.lines_by_id:
            told = told or _news(source, since, line, row.begin_at)[0]
        if told and (known or row.status != gone):
            yield row, known


def _decision_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    for row, known in _told_agreements(source, source.decisions, since, "withdrawn"):
        text, gone = _agreed_text(source, row), row.status == "withdrawn"
        yield Fact("decisions", row.begin_at, text, "decision", row.number, changed=known, gone=gone)


def _action_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    now = stored(source.now)
    for row, known in _told_agreements(source, source.actions, since, "dropped"):
        details, due = [], ""
        if row.end_at and row.status in ("open", "busy"):
            due = row.end_at
            details.append(f"{'te laat, termijn was' if due < now else 'uiterlijk'} {source.when(due)}")
        details += [_ACTION_STATES[row.status]] if row.status in _ACTION_STATES else []
        yield Fact(
            "progress" if row.status == "closed" else "actions", row.begin_at, _agreed_text(source, row), "action",
            row.number, who=str(_body(row).get("owner") or ""), details=tuple(details), changed=known,
            gone=row.status == "dropped", due_at=due,
        )  # fmt: skip


def _measure_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    """The measures; one that was not taken is no decision."""
    for row in source.measures:
        body, title = _body(row), readable(row.title)
        told, known = _news(source, since, row.subject, row.begin_at)
        if not told or is_marked(row.title):
            continue
        gone, taken = row.status == "withdrawn", row.status == "taken"
        names = ("withdrawn_at",) if gone else ("decided_at", "prepared_at")
        yield Fact(
            "decisions",
            next((str(body[name]) for name in names if body.get(name)), row.begin_at),
            f"{title} ingetrokken" if gone else title,
            "measure" if taken or gone else "preparation",
            row.number,
            details=tuple(_measure_details(source, row, body)),
            owed=tuple(_owed(source, body.get("duties") or ())) if taken or gone else (),
            changed=known,
            due_at=row.end_at if taken else "",
        )


def _measure_details(source: SitrepSource, row: SubjectRow, body: Mapping[str, Any]) -> Iterator[str]:
    """Who decided, where and when it holds."""
    by = f" door {_in_capacity(body['decided_by'], body.get('capacity'))}" if body.get("decided_by") else ""
    if row.status != "withdrawn":
        yield f"{_MEASURE_WORDS.get(row.status, row.status)}{by}"
    if row.place and not is_marked(row.place):
        yield readable(row.place)
    if row.status == "taken":
        begin, now = str(body.get("begin_at") or ""), stored(source.now)
        yield from [f"vanaf {source.when(begin)}"] if begin else []
        yield from [f"{'afgelopen' if row.end_at < now else 'tot'} {source.when(row.end_at)}"] if row.end_at else []


def _owed(source: SitrepSource, duties: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What the measure still asks, by whom it is awaited and before when."""
    for duty in duties:
        if duty.get("done_at") or duty.get("type") == "term":
            continue
        label, to = str(duty.get("label") or ""), str(duty.get("to") or "")
        addressed = f" aan {to}" if to and to.casefold() not in label.casefold() else ""
        due = str(duty.get("due_at") or "")
        term = " (terstond)" if duty.get("at_once") else f" (uiterlijk {source.when(due)})" if due else ""
        yield f"{label}{addressed}{term}"


def _incident_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    """The GRIP steps, who leads, the phases, who was told."""
    body = source.incident
    for step in body.get("grip_history", ()):
        by = f", door {_in_capacity(step['by'], step.get('capacity'))}"
        reason = str(step.get("reason") or "")
        why = f": {readable(reason)}" if reason and not is_marked(reason) else ""
        level = f"GRIP {step['level']}" if step["level"] else "GRIP 0 (routine)"
        yield from _step(source, since, step, f"{level}{by}{why}", "grip")
    for lead in body.get("leads", ()):
        leader = f" ({lead['leader']})" if lead.get("leader") and lead.get("structure") else ""
        yield from _step(source, since, lead, f"leiding: {lead.get('structure') or lead.get('leader')}{leader}", "lead")
    for told in body.get("informed", ()):
        answer = str(told.get("answer") or "")
        said = f": {readable(answer)}" if answer and not is_marked(answer) else ""
        reached = "ingelicht" if told.get("reached", True) else "niet bereikt"
        via = f" via {told['via']}" if told.get("via") and not is_marked(told["via"]) else ""
        yield from _step(source, since, told, f"{told['function']} {reached}{via}{said}", "informed")


def _in_capacity(by: str, capacity: str | None) -> str:
    """Who acted, with the legal capacity where that is not the function itself."""
    return f"{by} als {capacity}" if capacity and capacity.casefold() != by.casefold() else by


def _phase_facts(source: SitrepSource, since: str) -> Iterator[Fact]:
    """The steps of the whole: to the nafase, closed, reopened, and who took over."""
    words = {"aftercare": "nafase, eigenaar", "closed": "afgesloten, gaat naar", "reopened": "heropend"}
    for phase in source.incident.get("phases", ()):
        said, to = words.get(str(phase["phase"]), str(phase["phase"])), str(phase.get("to") or "")
        yield from _step(source, since, phase, f"{said} {to}" if to else said.partition(",")[0], "lead")


def _step(source: SitrepSource, since: str, step: Mapping[str, Any], text: str, kind: str) -> Iterator[Fact]:
    told, _known = _news(source, since, str(step.get("record_id") or ""), str(step["at"]))
    if told:
        yield Fact("organisation", str(step["at"]), text, kind)
