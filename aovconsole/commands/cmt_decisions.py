"""`aovconsole cmt decide|ground|check|withdraw-decision|undo`: decisions, their grounds and whether they worked."""

from __future__ import annotations

import argparse
from typing import Any

from aovconsole.commands.cmt_show import coming
from aovconsole.commands.dossiers import asks, done, on_one
from aovconsole.commands.options import add_at, add_texts, at_of
from aovconsole.commands.output import say
from aovconsole.desk.decisions import Grounds, said_from
from aovconsole.desk.desk import Desk
from aovconsole.domain.decision_steps import OUTCOMES

_DECISION = "nummer van het besluit, B-A3"
_CHECK = "wanneer er wordt gekeken of het werkte: UU:MM, +20 (minuten) of ISO 8601"


def add(actions: Any) -> None:
    """Add the commands."""
    deciding = on_one(actions, "decide", "leg een besluit vast; toont zijn nummer")
    deciding.add_argument("text", metavar="TEKST")
    _add_grounds(deciding)
    add_texts(deciding, prepared="NAAM", replaces="BNR")
    deciding.set_defaults(run=_decide)
    grounding = on_one(actions, "ground", "onderbouw een besluit, of vul de onderbouwing aan")
    grounding.add_argument("decision", metavar="BNR", help=_DECISION)
    _add_grounds(grounding)
    grounding.set_defaults(run=_ground)
    checking = on_one(actions, "check", "zeg of een besluit werkte")
    checking.add_argument("decision", metavar="BNR", help=_DECISION)
    checking.add_argument("outcome", choices=OUTCOMES, metavar="|".join(OUTCOMES), help="ja, deels of nee")
    add_texts(checking, note="TEKST", by="FUNCTIE")
    checking.add_argument("--check-at", metavar="TIJD", help="wanneer er weer wordt gekeken")
    add_at(checking)
    checking.set_defaults(run=_check)
    withdrawing = asks(
        actions,
        "withdraw-decision",
        "trek een besluit in, met reden",
        lambda desk, args: desk.agreements.withdraw(args.number, args.decision, args.reason, at=at_of(desk, args)),
    )
    withdrawing.add_argument("decision", metavar="BNR", help=_DECISION)
    withdrawing.add_argument("--reason", required=True, metavar="REDEN")
    undoing = on_one(actions, "undo", "laat een vergissing vervallen: een stap van een besluit of van de aanwezigheid")
    undoing.add_argument("step", metavar="STAP", help="record_id van de stap, uit 'cmt show --json'")
    undoing.add_argument("--reason", required=True, metavar="REDEN")
    undoing.set_defaults(run=_undo)


def _add_grounds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", default="", metavar="FUNCTIE", help="welke functie besloot")
    parser.add_argument("--structure", default="", metavar="OVERLEG", help="CMT, driehoek, GBT …")
    parser.add_argument("--capacity", default="", metavar="HOEDANIGHEID", help="in welke hoedanigheid")
    parser.add_argument("--owner", default="", metavar="FUNCTIE", help="wie het uitvoert")
    parser.add_argument("--reason", default="", metavar="TEKST", help="het oordeel: waarom dit")
    parser.add_argument("--proportionality", default="", metavar="TEKST", help="evenredigheid en subsidiariteit")
    parser.add_argument("--picture", action="append", default=[], metavar="REGEL", help="id van een logregel")
    parser.add_argument("--picture-text", default="", metavar="TEKST", help="wat verder bekend was")
    parser.add_argument("--option", action="append", default=[], metavar="TEKST", help="gewogen optie; mag vaker")
    parser.add_argument("--risk", action="append", default=[], metavar="TEKST", help="risico; mag vaker")
    parser.add_argument("--advice", action="append", default=[], metavar="WIE: WAT", help="advies; mag vaker")
    parser.add_argument("--dissent", action="append", default=[], metavar="WIE: WAT", help="andere mening; mag vaker")
    parser.add_argument("--basis", default="", metavar="GRONDSLAG", help="bevoegdheid bij naam, of vrije tekst")
    parser.add_argument("--communication", default="", metavar="TEKST", help="communicatielijn")
    parser.add_argument("--check-at", metavar="TIJD", help=_CHECK)
    add_at(parser)


def _grounds(desk: Desk, args: argparse.Namespace) -> Grounds:
    """The grounds that the options give."""
    given = Grounds(
        picture=args.picture,
        picture_text=args.picture_text,
        options=args.option,
        risks=args.risk,
        judgement=args.reason,
        proportionality=args.proportionality,
        decider=args.by,
        structure=args.structure,
        capacity=args.capacity,
        advice=[said_from(one) for one in args.advice],
        dissent=[said_from(one) for one in args.dissent],
        basis=args.basis,
        owner=args.owner,
        communication=args.communication,
    )
    if args.check_at is not None:
        given["check_at"] = coming(desk, args.check_at, "--check-at", at_of(desk, args))
    return given


def _decide(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.agreements.decide(
        args.number,
        args.text,
        prepared=args.prepared,
        replaces=args.replaces,
        at=at_of(desk, args),
        **_grounds(desk, args),
    )
    say(row.number)
    return 0


def _ground(desk: Desk, args: argparse.Namespace) -> int:
    return done(desk.agreements.ground(args.number, args.decision, at=at_of(desk, args), **_grounds(desk, args)))


def _check(desk: Desk, args: argparse.Namespace) -> int:
    again = None if args.check_at is None else coming(desk, args.check_at, "--check-at", at_of(desk, args))
    row = desk.agreements.check(
        args.number, args.decision, args.outcome, note=args.note, by=args.by, check_at=again, at=at_of(desk, args)
    )
    return done(row)


def _undo(desk: Desk, args: argparse.Namespace) -> int:
    record = desk.reading.record(args.step)
    row = desk.reading.subject(record.subject) if record else None
    if row and row.type == "decision":
        return done(desk.agreements.undo(args.number, row.subject, args.step, args.reason))
    return done(desk.presence.undo(args.number, args.step, args.reason))
