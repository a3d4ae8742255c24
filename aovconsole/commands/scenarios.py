"""`aovconsole scenario`: the templates of days that were thought through beforehand, and the plan that follows."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from aovconsole.commands.dossiers import command_group
from aovconsole.commands.options import add_json
from aovconsole.commands.output import say, say_json, say_table, warn
from aovconsole.commands.plans import plan_view
from aovconsole.desk.desk import Desk
from aovconsole.domain.demonstration_words import GROUNDS
from aovconsole.domain.scenario_template import Anchor, Template
from aovconsole.domain.text import clean
from aovconsole.domain.words import counted
from aovconsole.errors import CommandRefused
from aovconsole.scenarios.plan_json import plan_document, template_document
from aovconsole.scenarios.plan_text import plan_lines
from aovconsole.scenarios.reading import check_file, template_named, templates

_ORIGINS = {"shipped": "meegeleverd", "own": "eigen", "override": "eigen, in plaats van meegeleverd"}


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "scenario", "scenario's: sjablonen bekijken, nakijken, op een datum zetten")
    listing = actions.add_parser("list", help="toon de sjablonen")
    add_json(listing)
    listing.set_defaults(run=_list)
    showing = actions.add_parser("show", help="toon een sjabloon")
    showing.add_argument("name", metavar="NAAM")
    _add_controller(showing)
    add_json(showing)
    showing.set_defaults(run=_show)
    checking = actions.add_parser("check", help="kijk een bestand na; noemt elke fout met regel en sleutel")
    checking.add_argument("file", metavar="BESTAND.toml")
    add_json(checking)
    checking.set_defaults(run=_check)
    starting = actions.add_parser(
        "start",
        help="zet een sjabloon op een datum; toont het nummer van het plan",
        description="Zet een sjabloon op een datum: er is dan een plan, en zijn nummer wordt getoond. Met --dry-run"
        " wordt niets vastgelegd en staat er wat het plan zou zijn, met wat al voorbij is.",
    )
    starting.add_argument("name", metavar="NAAM")
    starting.add_argument("--on", required=True, metavar="DATUM|JAAR", help="de dag, of het jaar waarin hij valt")
    starting.add_argument("--at", default="", metavar="UU:MM", help="de tijd van het hoofdanker, zoals de aftrap")
    starting.add_argument(
        "--answer", action="append", default=[], metavar="SLEUTEL=WAARDE", help="antwoord op een vraag van het sjabloon"
    )
    starting.add_argument("--evenement", metavar="NR", help="het evenement waarvoor het plan is")
    starting.add_argument("--dry-run", action="store_true", help="toon het plan; leg niets vast")
    _add_controller(starting)
    add_json(starting)
    starting.set_defaults(run=_start)


def _add_controller(parser: argparse.ArgumentParser) -> None:
    help_ = "voor de oefenleiding: met wat bij een inject verwacht wordt en de notitie"
    parser.add_argument("--controller", action="store_true", help=help_)


def _list(desk: Desk, args: argparse.Namespace) -> int:
    rows = []
    for source in templates(desk.journal.home).values():
        found = source.checked.template
        rows.append(
            {
                "name": source.name,
                "title": found.title if found else None,
                "subject": found.subject if found else None,
                "anchor": found.main.label if found else None,
                "measures": len(found.measures) if found else None,
                "origin": source.origin,
                "path": str(source.path),
                "additions": str(source.additions) if source.additions else None,
                "faults": len(source.checked.faults),
                "faults_in": str(source.faulty) if source.checked.faults else None,
            }
        )
    if args.json:
        say_json(rows)
        return 0
    heads = ("naam", "titel", "staat op", "maatregelen", "herkomst")
    say_table(heads, [(row["name"], *_shown(row), _origin(row)) for row in rows])
    return 0


def _origin(row: dict[str, Any]) -> str:
    return _ORIGINS[str(row["origin"])] + (", met aanvulling" if row["additions"] else "")


def _shown(row: dict[str, Any]) -> tuple[object, ...]:
    if row["faults"]:
        return f"{counted(row['faults'], 'fout', 'fouten')}: scenario check {row['faults_in']}", "", ""
    return row["title"], row["anchor"], row["measures"]


def _show(desk: Desk, args: argparse.Namespace) -> int:
    template = template_named(args.name, desk.journal.home)
    if args.json:
        say_json(template_document(template, controller=args.controller))
    else:
        for line in _template_lines(template, controller=args.controller):
            say(line)
    return 0


def _template_lines(template: Template, *, controller: bool) -> Iterator[str]:
    yield f"{template.name}  {template.title}"
    yield f"  {template.summary}"
    for head, lines in _parts(template, controller=controller):
        if lines:
            yield ""
            yield head
            yield from (f"  {line}" for line in lines)


def _parts(template: Template, *, controller: bool) -> Iterator[tuple[str, list[str]]]:
    yield "ANKERS", [f"{one.id}: {one.label} ({_anchor_text(one)})" for one in template.anchors]
    yield "VRAGEN", [f"{one.id}: {one.text} (te vragen aan {one.ask})" for one in template.questions]
    yield "FASEN", [one.name for one in template.phases]
    yield "ROLLEN", [f"{one.function}{' (voorzitter)' if one.chair else ''}: {one.task}" for one in template.roles]
    yield (
        "MAATREGELEN",
        [
            f"{'!' if one.mandatory else ' '} {_when_text(one.anchor, one.when, one.at)}  {one.owner}: {one.what}"
            f" [{one.source}]"
            for one in template.measures
        ],
    )
    yield "PLAATSEN", [f"{one.name}: {one.why}" for one in template.places]
    yield "VOORBEREIDE BESLUITEN", [f"{one.title} ({one.decider}): {one.text}" for one in template.decisions]
    yield "VOORSCHRIFTEN", [f"{GROUNDS[one.ground]}: {one.text}" for one in template.conditions]
    yield (
        "VEILIGHEIDSRONDES",
        [
            f"{_when_text(one.anchor, one.when, one.at)}  {one.name}: {'; '.join(one.look_at)}"
            for one in template.rounds
        ],
    )
    yield "LOGPROTOCOL", [one.text for one in template.log_protocol]
    yield (
        "OEFENING",
        [
            f"{_when_text(one.anchor, one.when, one.at)}  {one.sender}: {one.text}"
            + (f"  [verwacht: {one.expected}] [notitie: {one.note}]" if controller else "")
            for one in template.injects
        ],
    )
    yield "EVALUATIE", [one.text for one in template.evaluation]
    yield "BRONNEN", list(template.sources)


def _anchor_text(anchor: Anchor) -> str:
    told = {
        "easter": f"Pasen {anchor.days or 0:+d} dagen",
        "fixed": f"elk jaar op {anchor.month_day}",
        "relative": _when_text(anchor.of, anchor.when, anchor.at),
        "published": f"gepubliceerde dag '{anchor.key}'",
        "asked": anchor.question,
    }[anchor.kind]
    return f"{told}, {anchor.at} uur" if anchor.at and anchor.kind != "relative" else told


def _when_text(anchor: str, when: str, at: str) -> str:
    return " ".join(filter(None, (anchor, when, at)))


def _check(desk: Desk, args: argparse.Namespace) -> int:
    path = Path(args.file)
    faults = check_file(path, desk.journal.home).faults
    if args.json:
        told = [{"line": fault.line, "key": fault.key, "reason": fault.sentence} for fault in faults]
        say_json({"file": str(path), "ok": not faults, "faults": told})
        return 1 if faults else 0
    for fault in faults:
        warn(f"{path}, regel {fault.line}: {fault.text}")
    if not faults:
        say(f"{path} is in orde")
    return 1 if faults else 0


def _start(desk: Desk, args: argparse.Namespace) -> int:
    answers = answers_from(args.answer)
    if args.dry_run:
        return _preview(desk, args, answers)
    row = desk.plans.start(args.name, args.on, at=args.at, answers=answers, evenement=args.evenement)
    body = json.loads(row.body)
    if count := body["past_at_start_count"]:
        warn(f"{counted(count, 'regel is', 'regels zijn')} al voorbij bij de start: zie plan show {row.number}")
    for note in body["notes"]:
        warn(f"let op: {note}")
    if args.json:
        say_json(plan_view(desk, row))
    else:
        say(row.number)
    return 0


def _preview(desk: Desk, args: argparse.Namespace, answers: dict[str, str]) -> int:
    plan = desk.plans.preview(args.name, args.on, at=args.at, answers=answers).plan
    now = desk.seat.now.replace(microsecond=0)
    if args.json:
        say_json(plan_document(plan, now, controller=args.controller))
        return 0
    for line in plan_lines(plan, now):
        say(line)
    return 0


def answers_from(typed: Iterable[str]) -> dict[str, str]:
    """The answers of `--answer` by their key.

    Raises:
        CommandRefused: one cannot be read, or is given twice.
    """
    answers: dict[str, str] = {}
    for given in typed:
        key, sign, value = given.partition("=")
        if not sign or not key.strip():
            raise CommandRefused(f"--answer '{clean(given)}' is niet te lezen; schrijf sleutel=waarde")
        if key.strip() in answers:
            raise CommandRefused(f"--answer {clean(key.strip())} staat er twee keer")
        answers[key.strip()] = value
    return answers
