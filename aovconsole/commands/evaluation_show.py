"""`aovconsole evaluation show` and `list`: an evaluation with everything that was found, asked and recommended."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from aovconsole.commands.dossiers import dossier_asked, on_one
from aovconsole.commands.options import add_horizon, add_json
from aovconsole.commands.output import as_it_stands, local, say, say_json, say_table, step_json, view_json
from aovconsole.commands.recommendations import recommendation_json
from aovconsole.desk.desk import Desk
from aovconsole.desk.evaluation_reading import ToFollowUp
from aovconsole.domain.evaluation_words import (
    END_WORDS,
    FOLLOW_UP_WORDS,
    OUTCOME_WORDS,
    STATE_WORDS,
    TEXT_WORDS,
    THEME_WORDS,
)
from aovconsole.domain.view import SubjectRow


def add_showing(actions: Any) -> None:
    """Add the commands."""
    showing = on_one(actions, "show", "toon een evaluatie met haar bevindingen, vragen en aanbevelingen")
    add_horizon(showing)
    showing.set_defaults(run=_show)
    listing = actions.add_parser("list", help="toon de evaluaties")
    listing.add_argument("--open", action="store_true", help="alleen wat nog concept is")
    listing.set_defaults(run=_list)
    for parser in (showing, listing):
        add_json(parser)


def _show(desk: Desk, args: argparse.Namespace) -> int:
    row, lines = dossier_asked(desk, args, "evaluation")
    if args.json:
        say_json({**evaluation_json(desk, row), "timeline": [step_json(line) for line in lines]})
        return 0
    for line in _lines(desk, row):
        say(line)
    say_table(
        ("tijd", "tekst"),
        [(_minute(line.at), as_it_stands(step_json(line))) for line in lines],
    )
    return 0


def evaluation_json(desk: Desk, row: SubjectRow) -> dict[str, Any]:
    """An evaluation with what it looks back on, what the templates ask, what was recommended and followed up."""
    view, evaluations = view_json(row), desk.evaluations
    return {
        **view,
        "impression_due_on": view["impression_due_on"] or None,
        "dossiers": [_named(one) for one in evaluations.members(row)],
        "questions": [asdict(one) | {"open": not one.answer} for one in evaluations.questions(row)],
        "open_question_count": sum(not one.answer for one in evaluations.questions(row)),
        "recommendations": [recommendation_json(desk, one) for one in evaluations.recommendations(row)],
        "to_follow_up": [_followed(one) for one in evaluations.to_follow_up(row)],
    }


def _named(row: SubjectRow) -> dict[str, Any]:
    return {
        "number": row.number, "type": row.type, "title": row.title, "status": row.status,
        "begin_at": local(row.begin_at), "end_at": local(row.end_at), "id": row.subject,
    }  # fmt: skip


def _followed(one: ToFollowUp) -> dict[str, Any]:
    body = json.loads(one.recommendation.body)
    return {
        "number": one.number, "text": body["text"], "status": one.recommendation.status,
        "end": body["end"]["said"] if body["end"] else None,
        "outcome": one.outcome or None, "why": one.why, "open": not one.outcome, "id": one.recommendation.subject,
    }  # fmt: skip


def _lines(desk: Desk, row: SubjectRow) -> Iterator[str]:
    body, evaluations = json.loads(row.body), desk.evaluations
    yield f"{row.number}  {row.title}  {STATE_WORDS[row.status]}" + (
        f", door {body['closed_by']}" if body["closed_by"] else ""
    )
    for member in evaluations.members(row):
        yield f"  {member.number}  {member.title}"
    written = {one["name"]: one for one in body["texts"]}
    for name, word in TEXT_WORDS.items():
        due = f" (te bevestigen: voor {body['impression_due_on']})" if name == "impression" else ""
        text = (
            written[name]["text"]
            if name in written
            else f"nog niet geschreven{due if body['impression_due_on'] else ''}"
        )
        yield f"{word.upper()}: {text}"
    yield from _found(desk, row, body)
    yield from _followed_lines(desk, row)
    yield ""


def _found(desk: Desk, row: SubjectRow, body: dict[str, Any]) -> Iterator[str]:
    yield from _part("SLEUTELMOMENTEN", (f"{_minute(one['at'])}  {one['why']}" for one in body["moments"]))
    yield from _part(
        "BEVINDINGEN",
        (
            f"{OUTCOME_WORDS[one['outcome']]} · {THEME_WORDS[one['theme']]}: {one['text']}  {one['id'][-6:]}"
            for one in body["findings"]
        ),
    )
    yield from _part(
        "VRAGEN",
        (
            f"{number}. {one.text} {one.answer or '[open]'}"
            for number, one in enumerate(desk.evaluations.questions(row), start=1)
        ),
    )
    yield from _part(
        "REACTIES",
        (f"{one['partner']}: {one['text']} ({one['source']})  {one['id'][-6:]}" for one in body["reactions"]),
    )


def _followed_lines(desk: Desk, row: SubjectRow) -> Iterator[str]:
    evaluations = desk.evaluations
    yield from _part(
        "AANBEVELINGEN",
        (
            f"{one.number}  {one.title}  [{END_WORDS[one.status]}{', te laat' if evaluations.is_late(one) else ''}]"
            for one in evaluations.recommendations(row)
        ),
    )
    yield from _part(
        "VAN EERDER",
        (
            f"{one.number}  {one.recommendation.title}  [{FOLLOW_UP_WORDS.get(one.outcome, 'nog op te volgen')}]"
            + (f" {one.why}" if one.why else "")
            for one in evaluations.to_follow_up(row)
        ),
    )


def _minute(moment: str) -> str:
    return (local(moment) or "")[:16].replace("T", " ")


def _part(head: str, lines: Iterator[str]) -> Iterator[str]:
    told = list(lines)
    if told:
        yield ""
        yield head
        yield from (f"  {line}" for line in told)


def _list(desk: Desk, args: argparse.Namespace) -> int:
    rows = desk.reading.of_type("evaluation", status="draft" if args.open else "")
    if args.json:
        say_json(
            [{**view_json(row), "dossiers": [one.number for one in desk.evaluations.members(row)]} for row in rows]
        )
        return 0
    say_table(
        ("nummer", "titel", "dossiers", "bevindingen", "staat"),
        [
            (
                row.number, row.title, len(desk.evaluations.members(row)), len(json.loads(row.body)["findings"]),
                STATE_WORDS[row.status],
            )
            for row in rows
        ],
    )  # fmt: skip
    return 0
