"""`aovconsole plan`: a scenario template that was put on a day, and what was done of it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from aovconsole.commands.dossiers import asks, command_group, done, dossier_asked, on_one
from aovconsole.commands.options import add_horizon, add_json, at_of, horizon_of
from aovconsole.commands.output import (
    as_it_stands,
    local,
    say,
    say_banner,
    say_json,
    say_table,
    step_json,
    view_json,
    warn,
)
from aovconsole.desk.desk import Desk
from aovconsole.domain.evaluation_words import origin_note
from aovconsole.domain.plan_reading import PlanLine
from aovconsole.domain.plan_steps import LINE_STATES
from aovconsole.domain.plan_words import LINE_STATES as STATE_WORDS
from aovconsole.domain.plan_words import PHASE_STATES, PLAN_STATES, when_text
from aovconsole.domain.times import day_from, day_short
from aovconsole.domain.view import SubjectRow, plain_values
from aovconsole.domain.words import counted

_KEY = "de sleutel van de regel, zie plan show"


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "plan", "plannen: een sjabloon op een dag, met wat ervan gedaan is")
    showing = on_one(actions, "show", "toon een plan met zijn regels")
    showing.add_argument("--all", action="store_true", help="ook wat gereed of vervallen is")
    showing.set_defaults(run=_show)
    listing = actions.add_parser("list", help="toon ze allemaal")
    listing.add_argument("--open", action="store_true", help="alleen wat nog loopt")
    listing.set_defaults(run=_list)
    for parser in (showing, listing):
        add_json(parser)
    add_horizon(showing)
    printing = on_one(actions, "print", "druk een plan af, met vakjes om af te vinken")
    printing.add_argument("--to", required=True, metavar="BESTAND", help="een bestand op .html of .pdf")
    printing.add_argument("--force", action="store_true", help="een bestand dat er al staat vervangen")
    printing.set_defaults(run=lambda desk, args: done(desk.plans.print_plan(args.number, args.to, replace=args.force)))
    _add_lines(actions)
    _add_steps(actions)


def _add_lines(actions: Any) -> None:
    marking = asks(actions, "mark", "geef een regel een andere staat", _mark)
    marking.add_argument("key", metavar="REGEL", help=_KEY)
    marking.add_argument("state", choices=LINE_STATES, metavar="|".join(LINE_STATES), help="de nieuwe staat")
    marking.add_argument("--note", default="", metavar="TEKST", help="bewijs bij done; reden bij dropped (verplicht)")
    marking.add_argument("--by", default="", metavar="FUNCTIE", help="wie het deed")
    owning = asks(actions, "owner", "geef een regel aan een andere functie", _owner, at=False)
    owning.add_argument("key", metavar="REGEL", help=_KEY)
    owning.add_argument("owner", metavar="FUNCTIE", help="wie het gaat doen")
    owning.add_argument("--reason", default="", metavar="REDEN")
    adding = on_one(actions, "add", "voeg een regel toe; toont zijn sleutel")
    adding.add_argument("what", metavar="TEKST")
    adding.add_argument("--owner", default="", metavar="FUNCTIE", help="wie het doet")
    adding.add_argument("--due", metavar="TIJD", help="termijn: UU:MM, +20 (minuten), 'morgen 9:00' of ISO 8601")
    adding.add_argument("--on", metavar="DATUM", help="in de loop van deze dag")
    adding.add_argument("--place", action="append", default=[], metavar="PLAATS")
    adding.add_argument("--mandatory", action="store_true", help="mag niet vervallen zonder dat het opvalt")
    adding.set_defaults(run=_add)


def _add_steps(actions: Any) -> None:
    moving = asks(actions, "move", "zet het hoofdanker op een andere dag of tijd", _move, at=False)
    moving.add_argument("--on", metavar="DATUM", help="de nieuwe dag; zonder: die blijft")
    moving.add_argument("--at", metavar="UU:MM", help="de nieuwe tijd; zonder: die blijft")
    moving.add_argument("--reason", required=True, metavar="REDEN")
    answering = asks(actions, "answer", "beantwoord een vraag van het sjabloon", _answer, at=False)
    answering.add_argument("key", metavar="SLEUTEL", help="de vraag of het anker, zie plan show")
    answering.add_argument("value", metavar="WAARDE", help="het antwoord; leeg stelt de vraag opnieuw")
    ending = asks(actions, "end", "beëindig een plan", _end)
    ending.add_argument("--reason", default="", metavar="REDEN")
    gone = asks(actions, "withdraw", "trek een plan in dat een vergissing was", _withdraw, at=False)
    gone.add_argument("--reason", required=True, metavar="REDEN")


def _mark(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    at = at_of(desk, args)
    return desk.plans.mark(args.number, args.key, args.state, note=args.note, by=args.by, at=at)


def _owner(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.plans.set_owner(args.number, args.key, args.owner, reason=args.reason)


def _move(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    on = day_from(args.on, "--on") if args.on is not None else None
    return desk.plans.move(args.number, on=on, at=args.at, reason=args.reason)


def _answer(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.plans.answer(args.number, args.key, args.value)


def _end(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    row = desk.plans.end(args.number, reason=args.reason, at=at_of(desk, args))
    if count := sum(line.mandatory and line.is_open for line in desk.plans.lines(row)):
        warn(f"{counted(count, 'verplichte regel is', 'verplichte regels zijn')} niet gedaan")
    return row


def _withdraw(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.plans.withdraw(args.number, reason=args.reason)


def _add(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.domain.typed_times import coming_from  # only where a term is typed

    due = None if args.due is None else coming_from(args.due, desk.seat.now, desk.zone, "--due")
    on = None if args.on is None else day_from(args.on, "--on")
    say(
        desk.plans.add_line(
            args.number, args.what, owner=args.owner, due=due, on=on, where=args.place, mandatory=args.mandatory
        )
    )
    return 0


def plan_view(desk: Desk, row: SubjectRow, now: datetime | None = None) -> dict[str, Any]:
    """A plan as `show --json` gives it: its body, lines with `late`, phases with `state`, what comes, what to log."""
    phases, lines = desk.plans.phases(row, now), desk.plans.lines(row, now)
    view = {
        **(body := json.loads(row.body)),
        "answers": dict(body["answers"]),
        "lines": plain_values(lines),
        "phases": plain_values(phases.phases),
        "current": [phase.key for phase in phases.current],
        "next": plain_values(phases.next),
        "log_hints": list(desk.plans.log_hints(row, now)),
        "late_count": sum(line.late for line in lines),
        "open_count": sum(line.is_open for line in lines),
        "also_on_that_day": list(desk.plans.also_on_that_day(row)),
    }
    return view_json(row._replace(body=json.dumps(view)))


def _show(desk: Desk, args: argparse.Namespace) -> int:
    row, lines = dossier_asked(desk, args, "plan")
    known, until = horizon_of(desk, args)
    if args.json:
        say_json({**plan_view(desk, row, until or known), "timeline": [step_json(line) for line in lines]})
        return 0
    say_banner(desk.journal.realm)
    for text in _lines(desk, row, until or known, everything=args.all):
        say(text)
    say_table(
        ("tijd", "tekst"),
        [((local(line.at) or "")[:16].replace("T", " "), as_it_stands(step_json(line))) for line in lines],
    )
    return 0


def _lines(desk: Desk, row: SubjectRow, now: datetime | None, *, everything: bool) -> Iterator[str]:
    body, lines, phases = json.loads(row.body), desk.plans.lines(row, now), desk.plans.phases(row, now)
    yield f"{row.number}  {row.title}  {PLAN_STATES[row.status]}"
    yield f"  {body['anchor_label']}: {when_text(body['on'], body['clock'])}"
    for note in body["notes"]:
        yield f"  let op: {note}"
    if others := desk.plans.also_on_that_day(row):
        yield f"  let op: {', '.join(others)} staat op dezelfde dag"
    late, past = sum(line.late for line in lines), sum(line.past_at_start and line.is_open for line in lines)
    yield f"  {sum(line.is_open for line in lines)} te doen, {late} te laat, {past} al voorbij bij de start"
    for phase in phases.phases:
        yield f"  fase {phase.name}: {PHASE_STATES[phase.state]}"
    for question in (*body["questions"], *(one for one in body["anchors"] if one["question"])):
        if question["open"]:
            yield f"  nog te vragen ({question['id']}): {question.get('text') or question['question']}"
    yield from _from_recommendations(body)
    shown = [line for line in lines if everything or line.is_open]
    yield ""
    yield from (_line_text(line) for line in shown)
    yield ""


def _from_recommendations(body: dict[str, Any]) -> Iterator[str]:
    """The thresholds and the prepared decisions that come from an evaluation; a line says so itself."""
    for one in body["thresholds"]:
        if note := origin_note(one["source"]):
            yield f"  drempel {one['place']} {one['value']}: {one['label']}{note}"
    for one in body["decisions"]:
        if note := origin_note(one["source"]):
            yield f"  voorbereid besluit: {one['title']}{note}"


def _line_text(line: PlanLine) -> str:
    must, owner = "!" if line.mandatory else " ", f"{line.owner}: " if line.owner else ""
    state = "te laat" if line.late else STATE_WORDS[line.state]
    past = ", al voorbij bij de start" if line.past_at_start and line.is_open else ""
    note = f" ({line.note})" if line.note else ""
    return f"{_due(line):<22}{must} {owner}{line.what}  [{state}{past}]{note}{origin_note(line.source)}  {line.key}"


def _due(line: PlanLine) -> str:
    if not line.due_on:
        return "nog geen datum"
    day = date.fromisoformat(line.due_on)
    clock = (local(line.due_at) or "")[11:16] if line.due_at else "tijd?" if line.waits_for else ""
    return f"{day_short(day)} {day.year} {clock}".rstrip()


def _list(desk: Desk, args: argparse.Namespace) -> int:
    rows = desk.reading.of_type("plan", status="running" if args.open else "")
    documents = [_document(desk, row) for row in rows]
    if args.json:
        say_json(documents)
        return 0
    say_table(
        ("nummer", "staat op", "titel", "te doen", "te laat", "staat"),
        [
            (
                one["number"], when_text(one["on"], one["clock"]), one["title"],
                one["open_count"], one["late_count"], PLAN_STATES[one["status"]],
            )
            for one in documents
        ],
    )  # fmt: skip
    return 0


def _document(desk: Desk, row: SubjectRow) -> dict[str, Any]:
    body, lines = json.loads(row.body), desk.plans.lines(row)
    told = ("template", "on", "clock", "evenement", "past_at_start_count")
    return {
        "number": row.number,
        "title": row.title,
        "status": row.status,
        **{name: body[name] for name in told},
        "begin_at": local(row.begin_at),
        "end_at": local(row.end_at),
        "started_at": local(body["started_at"]),
        "lines_count": len(lines),
        "open_count": sum(line.is_open for line in lines),
        "late_count": sum(line.late for line in lines),
        "id": row.subject,
    }
