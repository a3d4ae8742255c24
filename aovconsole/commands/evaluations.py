"""`aovconsole evaluation`: looking back on dossiers or a period, and what follows from it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from aovconsole.commands.dossiers import asks, command_group, done, on_one
from aovconsole.commands.evaluation_export import add_export
from aovconsole.commands.evaluation_show import add_showing
from aovconsole.commands.options import add_texts, moment_of
from aovconsole.commands.output import decoded, say
from aovconsole.commands.recommendations import add_recommendations
from aovconsole.desk.desk import Desk
from aovconsole.desk.evaluation_findings import outcome_from, theme_from
from aovconsole.domain.evaluation_steps import FOLLOW_UPS, THEMES
from aovconsole.domain.evaluation_words import OUTCOME_WORDS
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused

_RECORD = "id van de regel, het besluit of de meting (log list --json)"


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "evaluation", "evaluaties: terugzien, bevindingen, aanbevelingen en hun einde")
    making = actions.add_parser("make", help="maak een evaluatie over dossiers of een periode; toont haar nummer")
    making.add_argument("title", metavar="TITEL")
    making.add_argument("--dossier", action="append", default=[], metavar="NR", help="waarop zij terugziet; vaker kan")
    making.add_argument("--from", dest="begin", metavar="TIJD", help="begin van de periode (ISO 8601)")
    making.add_argument("--to", dest="end", metavar="TIJD", help="einde van de periode")
    making.set_defaults(run=_make)
    _add_dossiers(actions)
    _add_findings(actions)
    _add_answers(actions)
    add_recommendations(actions)
    add_showing(actions)
    closing = asks(actions, "close", "stel een evaluatie vast: definitief, op naam", _close, at=False)
    add_texts(closing, by="NAAM")
    opening = asks(actions, "reopen", "maak van een definitieve evaluatie weer een concept", _reopen, at=False)
    opening.add_argument("--reason", required=True, metavar="REDEN")
    add_export(actions)


def _add_dossiers(actions: Any) -> None:
    for name, help_, request in (
        ("add-dossier", "zie ook op dit dossier terug", lambda d, a: d.evaluations.add_dossier(a.number, a.dossier)),
        ("remove-dossier", "laat dit dossier eruit", lambda d, a: d.evaluations.remove_dossier(a.number, a.dossier)),
    ):
        asks(actions, name, help_, request, at=False).add_argument("dossier", metavar="DOSSIER")


def _add_findings(actions: Any) -> None:
    marking = asks(actions, "moment", "merk een sleutelmoment, met waarom; leeg haalt het merk weg", _mark, at=False)
    marking.add_argument("record", metavar="ID", help=_RECORD)
    marking.add_argument("why", metavar="WAAROM")
    finding = on_one(actions, "finding", "schrijf een bevinding; toont haar id")
    finding.add_argument("outcome", metavar="well|better", help="ging goed (well) of kan beter (better)")
    finding.add_argument("theme", metavar="THEMA", help=", ".join(THEMES))
    finding.add_argument("text", metavar="TEKST")
    finding.add_argument("--evidence", action="append", default=[], metavar="ID", help=_RECORD)
    finding.add_argument("--replaces", default="", metavar="ID", help="de bevinding die dit beter zegt")
    finding.set_defaults(run=_finding)
    for name, help_, text in (
        ("impression", "schrijf het eerste beeld", "impression"),
        ("text", "schrijf de volledige tekst", "full"),
    ):
        writing = on_one(actions, name, f"{help_} (- leest van stdin)")
        writing.add_argument("text", metavar="TEKST|-")
        add_texts(writing, by="FUNCTIE")
        writing.set_defaults(run=_text, name=text)
    gone = asks(actions, "withdraw", "haal een bevinding of een reactie door", _withdraw, at=False)
    gone.add_argument("step", metavar="ID", help="zie evaluation show")
    gone.add_argument("--reason", required=True, metavar="REDEN")


def _add_answers(actions: Any) -> None:
    answering = asks(
        actions, "answer", "beantwoord een vraag van het sjabloon; leeg stelt haar weer", _answer, at=False
    )
    answering.add_argument("question", metavar="VRAAG", help="haar nummer of sleutel, zie evaluation show")
    answering.add_argument("text", metavar="ANTWOORD")
    add_texts(answering, source="BRON")
    reacting = asks(actions, "reaction", "leg de reactie van een partner vast, met haar bron", _react, at=False)
    reacting.add_argument("partner", metavar="PARTNER")
    reacting.add_argument("text", metavar="TEKST")
    reacting.add_argument("--source", required=True, metavar="BRON", help="brief, overleg of bericht, met datum")
    following = asks(actions, "follow-up", "zeg wat er van een aanbeveling van eerder kwam", _follow_up, at=False)
    following.add_argument("recommendation", metavar="AANBEVELING", help="AANB-A3, of 'EVL-26-A001 AANB-A3'")
    following.add_argument("outcome", choices=FOLLOW_UPS, metavar="|".join(FOLLOW_UPS))
    add_texts(following, why="WAAROM")


def _make(desk: Desk, args: argparse.Namespace) -> int:
    begin, end = moment_of(desk, args.begin, "--from"), moment_of(desk, args.end, "--to")
    say(desk.evaluations.make(args.title, args.dossier, begin=begin, end=end).number)
    return 0


def _mark(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.evaluations.mark(args.number, args.record, args.why)


def _finding(desk: Desk, args: argparse.Namespace) -> int:
    outcome, theme = outcome_from(args.outcome), theme_from(args.theme)
    if outcome not in OUTCOME_WORDS:
        raise CommandRefused(f"'{clean(args.outcome)}' bestaat niet: schrijf well (ging goed) of better (kan beter)")
    row = desk.evaluations.write_finding(
        args.number, outcome, theme, args.text, evidence=args.evidence, finding=args.replaces
    )
    say(desk.evaluations.newest_finding(row, args.replaces))
    return 0


def _text(desk: Desk, args: argparse.Namespace) -> int:
    text = decoded(sys.stdin.buffer.read()) if args.text == "-" else args.text
    return done(desk.evaluations.write_text(args.number, args.name, text, by=args.by))


def _withdraw(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.evaluations.withdraw(args.number, args.step, reason=args.reason)


def _answer(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.evaluations.answer(args.number, args.question, args.text, source=args.source)


def _react(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.evaluations.react(args.number, args.partner, args.text, source=args.source)


def _follow_up(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.evaluations.follow_up(args.number, args.recommendation, args.outcome, why=args.why)


def _close(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.evaluations.close(args.number, by=args.by)


def _reopen(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.evaluations.reopen(args.number, reason=args.reason)
