"""The commands of `aovconsole evaluation` about recommendations: written, taken into a template or plan, refused."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from aovconsole.commands.dossiers import done, on_one
from aovconsole.commands.options import add_json
from aovconsole.commands.output import local, say, say_json, say_table
from aovconsole.desk.desk import Desk
from aovconsole.desk.evaluation_standing import body_of
from aovconsole.domain.evaluation_words import TAKEN_AS
from aovconsole.domain.numbers import number_from
from aovconsole.domain.times import day_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused

if TYPE_CHECKING:
    from aovconsole.desk.recommendation_rows import Taking

_TEXTS = {
    "what": ("TEKST", "tekst in het sjabloon; anders die van de aanbeveling"),
    "owner": ("FUNCTIE", "wie het doet; anders de houder van de aanbeveling"),
    "anchor": ("ANKER", "waarvan geteld wordt; anders het hoofdanker van het sjabloon"),
    "when": ("TIJD", "vanaf het anker: P2W; ervoor schrijft u --when=-P14D of --when=-90m"),
    "at": ("UU:MM", "op dit uur"),
    "kind": ("SOORT", "drempel: persons, share of density; anders share"),
    "label": ("TEKST", "drempel: wat zij vraagt"),
    "decision": ("ID", "drempel: het voorbereide besluit dat naar voren komt"),
    "title": ("TEKST", "besluit: waarover het gaat"),
    "decider": ("FUNCTIE", "besluit: wie beslist"),
    "power": ("BEVOEGDHEID", "besluit: sleutel uit data/powers.toml"),
    "check_after": ("TIJD", "besluit: na hoe lang toetsen, 30m of 1h"),
}
_LISTS = {
    "place": ("PLAATS", "waar; vaker kan, bij een drempel precies een"),
    "attend": ("FUNCTIE", "ronde: wie er mee loopt; vaker kan"),
    "look_at": ("TEKST", "ronde: waar naar gekeken wordt; vaker kan"),
    "see": ("TEKST", "besluit: waaraan men het ziet; vaker kan"),
    "weigh": ("TEKST", "besluit: wat te wegen valt; vaker kan"),
    "option": ("TEKST", "besluit: een optie; minstens twee"),
    "tell": ("FUNCTIE", "besluit: wie het hoort; vaker kan"),
}


def add_recommendations(actions: Any) -> None:
    """Add the commands."""
    adding = on_one(actions, "recommend", "beveel iets aan; toont het nummer van de aanbeveling")
    adding.add_argument("text", metavar="TEKST")
    _said(adding)
    adding.set_defaults(run=_recommend)
    changing = _on_recommendation(actions, "change", "zeg een aanbeveling beter, of geef haar een ander of een termijn")
    changing.add_argument("--text", metavar="TEKST")
    _said(changing)
    changing.set_defaults(run=_change)
    _add_taking(actions)
    refusing = _on_recommendation(actions, "refuse", "wijs een aanbeveling af, met reden en op naam")
    refusing.set_defaults(run=lambda desk, args: done(_refused(desk, args)))
    gone = _on_recommendation(actions, "retract", "trek een aanbeveling in die een vergissing was")
    gone.set_defaults(run=lambda desk, args: done(_retracted(desk, args)))
    for parser in (refusing, gone):
        parser.add_argument("--reason", required=True, metavar="REDEN")
    refusing.add_argument("--by", default="", metavar="NAAM")
    listing = actions.add_parser("open-recommendations", help="toon de aanbevelingen die nog geen einde hebben")
    add_json(listing)
    listing.set_defaults(run=_list)


def _said(parser: Any) -> None:
    parser.add_argument("--owner", default=None, metavar="FUNCTIE", help="wie het gaat doen")
    parser.add_argument("--due", metavar="DATUM", help="voor wanneer; leeg haalt de termijn weg")
    parser.add_argument(
        "--evidence", action="append", default=None, metavar="ID", help="id van een record dat het toont"
    )


def _on_recommendation(actions: Any, name: str, help_: str) -> Any:
    parser = on_one(actions, name, help_)
    parser.add_argument("recommendation", metavar="AANR", help="nummer van de aanbeveling, AANB-A3")
    return parser


def _add_taking(actions: Any) -> None:
    taking = _on_recommendation(actions, "take", "neem een aanbeveling over in een sjabloon of een plan; toont waar")
    taking.add_argument("--as", dest="taken_as", required=True, choices=TAKEN_AS, metavar="|".join(TAKEN_AS))
    where = taking.add_mutually_exclusive_group()
    where.add_argument("--template", default="", metavar="NAAM", help="het sjabloon; anders dat van de evaluatie")
    where.add_argument("--plan", default="", metavar="NR", help="een plan dat loopt, in plaats van een sjabloon")
    taking.add_argument("--by", default="", metavar="NAAM")
    taking.add_argument("--value", metavar="GETAL", help="drempel: vanaf hoeveel")
    taking.add_argument("--optional", action="store_true", help="maatregel: mag vervallen zonder dat het opvalt")
    for name, (sign, help_) in _TEXTS.items():
        taking.add_argument(f"--{name.replace('_', '-')}", default="", metavar=sign, help=help_)
    for name, (sign, help_) in _LISTS.items():
        option = f"--{name.replace('_', '-')}"
        taking.add_argument(option, action="append", default=[], metavar=sign, help=help_)
    add_json(taking)
    taking.set_defaults(run=_take)


def _recommend(desk: Desk, args: argparse.Namespace) -> int:
    due = day_from(args.due, "--due") if args.due else None
    row = desk.evaluations.recommend(
        args.number, args.text, owner=args.owner or "", due=due, evidence=args.evidence or ()
    )
    say(row.number)
    return 0


def _change(desk: Desk, args: argparse.Namespace) -> int:
    due = day_from(args.due, "--due") if args.due else args.due
    return done(
        desk.evaluations.change(
            args.number, args.recommendation, text=args.text, owner=args.owner, due=due, evidence=args.evidence
        )
    )


def _take(desk: Desk, args: argparse.Namespace) -> int:
    how: Taking = {"mandatory": not args.optional}
    for name in _TEXTS:
        if text := getattr(args, name):
            how[name] = text  # type: ignore[literal-required]
    if args.taken_as == "threshold":
        if len(args.place) > 1:
            raise CommandRefused("een drempel geldt voor een plaats: noem er een")
        how["place"] = "".join(args.place)
    how |= {
        "where": args.place, "attend": args.attend, "look_at": args.look_at, "see": args.see, "weigh": args.weigh,
        "options": args.option, "tell": args.tell,
    }  # fmt: skip
    if args.value is not None:
        how["value"] = number_from(args.value)
    row = desk.evaluations.take(
        args.number, args.recommendation, args.taken_as, template=args.template, plan=args.plan, by=args.by, **how
    )
    if args.json:
        say_json(recommendation_json(desk, row))
        return 0
    end = body_of(row)["end"]
    say(str(desk.journal.home / "scenarios" / end["file"]) if end["file"] else f"{end['where']} {end['key']}")
    return 0


def _refused(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.evaluations.refuse(args.number, args.recommendation, reason=args.reason, by=args.by)


def _retracted(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.evaluations.withdraw_recommendation(args.number, args.recommendation, reason=args.reason)


def recommendation_json(desk: Desk, row: SubjectRow) -> dict[str, Any]:
    """A recommendation with its evaluation, its end and whether it is late."""
    body, evaluation = body_of(row), desk.reading.subject(row.dossier)
    end = body["end"]
    return {
        "number": row.number,
        "evaluation": evaluation.number if evaluation else None,
        **{name: body[name] for name in ("text", "status", "owner", "evidence")},
        "due_on": body["due_on"] or None,
        "late": desk.evaluations.is_late(row),
        "made_at": local(body["made_at"]),
        "end": {**end, "at": local(end["at"])} if end else None,
        "also_ended": [{**one, "at": local(one["at"])} for one in body["also_ended"]],
        "id": row.subject,
    }


def _list(desk: Desk, args: argparse.Namespace) -> int:
    told = [recommendation_json(desk, row) for row in desk.evaluations.open_recommendations()]
    if args.json:
        say_json(told)
        return 0
    say_table(
        ("evaluatie", "aanbeveling", "wat", "wie", "termijn"),
        [
            (one["evaluation"] or "", one["number"], one["text"], one["owner"],
             (one["due_on"] or "") + (" te laat" if one["late"] else ""))
            for one in told
        ],
    )  # fmt: skip
    return 0
