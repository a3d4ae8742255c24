"""What `aovconsole match` answers: a match, the list, its plan, the conduct register, an import."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from aovconsole.commands.options import horizon_of
from aovconsole.commands.output import local, say, say_field, say_json, say_table, step_json, view_json, warn
from aovconsole.desk.desk import Desk
from aovconsole.desk.match_import import MatchImport
from aovconsole.domain.conduct import WITHOUT_CONSEQUENCE
from aovconsole.domain.match import COMING
from aovconsole.domain.match_plan import PlanLine
from aovconsole.domain.match_words import PLAN_STATES, TO_BE_FIXED, round_text
from aovconsole.domain.view import SubjectRow, plain_values
from aovconsole.domain.words import FIELDS, STATES, STEPS, counted
from aovconsole.errors import NumberUnknown
from aovconsole.journal.reading import LogRow

CONDUCT_STATES = {
    WITHOUT_CONSEQUENCE: "zonder gevolg",
    "agreed": "gevolg afgesproken",
    "done": "gevolg uitgevoerd",
    "withdrawn": "ingetrokken",
}
_MARKS = {"added": "nieuw", "changed": "gewijzigd", "kept": "blijft"}


def show_match(desk: Desk, args: argparse.Namespace) -> int:
    """Answer `match show`."""
    row, conducts, lines = _as_asked(desk, args)
    plan = desk.matches.plan(row)
    if args.json:
        say_json({**_told(desk, row, plan, conducts), "timeline": [step_json(line) for line in lines]})
        return 0
    say(f"{row.number}  {row.title}  {STATES.get(row.status, row.status)}")
    for key, value in view_json(row).items():
        if key in FIELDS and key not in ("title", "begin_at", "end_at") and value not in ("", None, []):
            say_field(FIELDS[key], round_text(value) if key == "round" else value)
    if not view_json(row)["kickoff_known"]:
        say(f"  {view_json(row)['on']}, {TO_BE_FIXED}")
    if attention := _attention(desk, row):
        say(f"  let op: {attention}")
    _say_plan(plan)
    if conducts:
        _say_register(conducts, {})
    say_table(
        ("tijd", "wat", "tekst"),
        [(_short(line.at), STEPS.get(line.type, ""), _step_said(line)) for line in lines],
    )
    return 0


def _step_said(line: LogRow) -> str:
    text = round_text(line.text) if line.type == "match" else line.text
    return text.replace("\n", " ⏎ ")


def show_list(desk: Desk, args: argparse.Namespace) -> int:
    """Answer `match list`."""
    known, until = horizon_of(desk, args)
    if known or until:
        from aovconsole.desk.past import list_then  # folding again is only for looking back

        rows, conducts = (
            list(list_then(desk.reading, type_, known_at=known, happened_until=until).rows)
            for type_ in ("match", "conduct")
        )
    else:
        rows, conducts = (list(desk.reading.of_type(type_)) for type_ in ("match", "conduct"))
    if args.open:
        rows = [row for row in rows if row.status in COMING]
    if args.json:
        own: dict[str, list[SubjectRow]] = {row.subject: [] for row in rows}
        for one in sorted(conducts, key=lambda one: (len(one.number), one.number)):
            own.get(one.dossier, []).append(one)
        say_json([_told(desk, row, desk.matches.plan(row), own[row.subject]) for row in rows])
        return 0
    views = [(row, view_json(row)) for row in rows]
    say_table(
        ("nummer", "aftrap", "wedstrijd", "cat.", "staat"),
        [
            (
                row.number,
                _short(row.begin_at) if view["kickoff_known"] else view["on"],
                row.title,
                view["category"],
                STATES.get(row.status, row.status),
            )
            for row, view in views
        ],
    )
    return 0


def show_plan(desk: Desk, args: argparse.Namespace) -> int:
    """Answer `match plan`."""
    plan = desk.matches.plan(desk.seat.find(args.number, "match"))
    if args.json:
        say_json([_plan_json(line) for line in plan])
    else:
        _say_plan(plan)
    return 0


def show_register(desk: Desk, args: argparse.Namespace) -> int:
    """Answer `match consequences`: what is without consequence comes first."""
    rows = desk.matches.conducts.listed(only_open=args.open)
    matches = {row.dossier: desk.reading.subject(row.dossier) for row in rows}
    if args.json:
        say_json([conduct_json(row, matches[row.dossier]) for row in rows])
    else:
        _say_register(rows, matches)
    return 0


def tell_import(result: MatchImport, *, dry_run: bool, as_json: bool) -> None:
    """Say what an import did, or would do."""
    counts = {what: result.count(what, home=True) for what in ("added", "changed", "unchanged")}
    away = {what: result.count(what, home=False) for what in ("added", "changed", "unchanged")}
    if as_json:
        say_json(
            {
                **counts,
                "away": away,
                "others": result.others_count,
                "dry_run": dry_run,
                "refused": [{"line": one.line, "reason": one.reason} for one in result.refused],
                "refused_count": result.refused_count,
                "matches": [_imported_json(one) for one in result.matches],
            }
        )
        return
    for one in result.refused:
        warn(f"regel {one.line}: {one.reason}")
    if (more := result.refused_count - len(result.refused)) > 0:
        warn(f"en nog {counted(more, 'regel', 'regels')} die niet te lezen zijn")
    changed = [one for one in result.matches if one.what in _MARKS]
    if changed:
        heads = ("wat", "nummer", "wedstrijd", "wanneer", "")
        rows = [
            (_MARKS[one.what], one.number or ("thuis" if one.home_match else "uit"), one.title, one.when, one.note)
            for one in changed
        ]
        say_table(heads, rows)
    told = [f"{counted(counts['added'], 'thuiswedstrijd', 'thuiswedstrijden')} nieuw"]
    told += [f"{counts['changed']} gewijzigd, {counts['unchanged']} ongewijzigd"]
    told += [f"uit: {away['added']} nieuw, {away['changed']} gewijzigd, {away['unchanged']} ongewijzigd"]
    say("; ".join(told) + ("; er is niets geschreven (--dry-run)" if dry_run else ""))


def conduct_json(row: SubjectRow, match: SubjectRow | None = None) -> dict[str, Any]:
    """Conduct as the commands print it."""
    view = view_json(row)
    if match:
        view = {**view, "match": match.number, "match_title": match.title}
    return view


def _imported_json(one: Any) -> dict[str, Any]:
    return {
        "what": one.what,
        "home": one.home_match,
        "number": one.number or None,
        "title": one.title,
        "when": one.when,
        "note": one.note,
    }


def _told(desk: Desk, row: SubjectRow, plan: Sequence[PlanLine], conducts: Sequence[SubjectRow]) -> dict[str, Any]:
    """A match as `show --json` and `list --json` print it, without its timeline."""
    return {
        **view_json(row),
        "attention": _attention(desk, row),
        "plan": [_plan_json(line) for line in plan],
        "conducts": [conduct_json(one) for one in conducts],
    }


def _as_asked(desk: Desk, args: argparse.Namespace) -> tuple[SubjectRow, Sequence[SubjectRow], Sequence[LogRow]]:
    """The match with its conduct and timeline, now or as it was."""
    row = desk.seat.find(args.number, "match")
    known, until = horizon_of(desk, args)
    if not known and not until:
        return row, desk.reading.in_dossier(row.subject, "conduct"), desk.reading.lines(dossier=row.subject)
    from aovconsole.desk.past import dossier_then  # folding again is only for looking back

    past = dossier_then(desk.reading, row.subject, known_at=known, happened_until=until)
    then = past.row(row.subject)
    if then is None:
        raise NumberUnknown(f"{row.number} (op dat moment)")
    return then, [one for one in past.rows if one.type == "conduct"], past.lines


def _attention(desk: Desk, row: SubjectRow) -> str:
    view = view_json(row)
    return desk.matches.football.attention(view["category"], view["travel_scheme"])


def _plan_json(line: PlanLine) -> dict[str, Any]:
    values: dict[str, Any] = plain_values(line)
    return {**values, "due_at": local(line.due_at), "done_at": local(line.done_at)}


def _say_plan(plan: Sequence[PlanLine]) -> None:
    say_table(
        ("wanneer", "t.o.v. aftrap", "regel", "wie", "wat", "staat"),
        [
            (
                _short(line.due_at) or line.due_on,
                line.relative,
                line.key,
                line.owner,
                line.label,
                ("te laat" if line.overdue else PLAN_STATES[line.state]) + (f" ({line.note})" if line.note else ""),
            )
            for line in plan
        ],
    )


def _say_register(rows: Sequence[SubjectRow], matches: dict[str, SubjectRow | None]) -> None:
    say_table(
        ("nummer", "wedstrijd", "tijd", "soort", "wat", "gevolg"),
        [_register_row(row, matches.get(row.dossier)) for row in rows],
    )


def _register_row(row: SubjectRow, match: SubjectRow | None) -> tuple[str, ...]:
    view = conduct_json(row)
    told = "; ".join(f"{one['by']}: {one['what']}" for one in view["consequences"])
    state = CONDUCT_STATES[row.status]
    name = f"{match.number} {match.title}" if match else ""
    return (row.number, name, _short(row.begin_at), view["label"], row.title, f"{state}: {told}" if told else state)


def _short(moment: str) -> str:
    return (local(moment) or "")[:16].replace("T", " ")
