"""`aovconsole handover`: passing the duty on."""

from __future__ import annotations

import argparse
import json
from typing import Any

from aovconsole.commands.dossiers import asks, command_group, done, on_one
from aovconsole.commands.options import add_json, add_texts
from aovconsole.commands.output import local, say, say_json, say_table, view_json, warn
from aovconsole.desk.desk import Desk
from aovconsole.desk.handovers import DUTY
from aovconsole.domain.handover import WORDS
from aovconsole.domain.handover_words import HandoverPage, Words
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import counted


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "handover", "overdracht van dienst: maken, doornemen, aanvaarden, overnemen")
    making = actions.add_parser("make", help="maak een overdracht van wat nu open staat; toont haar nummer")
    making.add_argument("--duty", default=DUTY, metavar="DIENST")
    making.add_argument("--to", default="", metavar="NAAM", help="wie haar moet aanvaarden")
    making.add_argument("--from", dest="giver", default="", metavar="NAAM", help="wie de dienst heeft")
    making.set_defaults(run=_make)
    _add_work(actions)
    showing = on_one(actions, "show", "toon een overdracht")
    listing = actions.add_parser("list", help="toon de overdrachten")
    holding = actions.add_parser("holder", help="wie welke dienst nu heeft, en waardoor")
    for parser, run in ((showing, _show), (listing, _list), (holding, _holders)):
        add_json(parser)
        parser.set_defaults(run=run)
    printing = on_one(actions, "print", "schrijf een overdracht als bladzijde, of als tekst voor een telefoon")
    printing.add_argument("--to", required=True, dest="file", metavar="BESTAND", help=".html, .pdf, .docx of .txt")
    printing.add_argument("--force", action="store_true", help="schrijf over wat er staat")
    printing.set_defaults(run=_print)


def _add_work(actions: Any) -> None:
    noting = on_one(actions, "note", "zeg iets over een zaak: regel, toestand, voorlezen")
    noting.add_argument("matter", metavar="ZAAK", help="nummer van het dossier, of general")
    noting.add_argument("--line", metavar="TEKST")
    noting.add_argument("--state", default="", metavar="TOESTAND", help="rustig, alert of acuut")
    aloud = noting.add_mutually_exclusive_group()
    aloud.add_argument("--aloud", dest="aloud", action="store_true", default=None, help="moet voorgelezen worden")
    aloud.add_argument("--not-aloud", dest="aloud", action="store_false")
    noting.set_defaults(run=_note)
    confiding = asks(
        actions, "confide", "notitie voor de ontvanger; komt in geen export",
        lambda desk, args: desk.handovers.confide(args.number, args.text), at=False,
    )  # fmt: skip
    confiding.add_argument("text", metavar="TEKST")
    reading = asks(
        actions, "read", "leg vast dat de ontvanger een zaak doornam",
        lambda desk, args: desk.handovers.read(args.number, args.matter, said=args.said, by=args.by), at=False,
    )  # fmt: skip
    reading.add_argument("matter", metavar="ZAAK")
    add_texts(reading, said="TEKST", by="NAAM")
    accepting = on_one(actions, "accept", "aanvaard de dienst; toont de kop van het journaal")
    add_texts(accepting, by="NAAM")
    accepting.set_defaults(run=_accept)
    taking = actions.add_parser("take", help="neem een dienst alleen over, in nood; toont het nummer")
    taking.add_argument("--reason", required=True, metavar="REDEN")
    taking.add_argument("--duty", default=DUTY, metavar="DIENST")
    add_texts(taking, by="NAAM")
    taking.set_defaults(run=_take)
    withdrawing = on_one(actions, "withdraw", "trek een overdracht in die niemand aanvaardde; zegt wie de dienst heeft")
    withdrawing.add_argument("--reason", required=True, metavar="REDEN")
    withdrawing.set_defaults(run=_withdraw)


def _make(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.handovers.make(duty=args.duty, receiver=args.to, giver=args.giver).number)
    return 0


def _note(desk: Desk, args: argparse.Namespace) -> int:
    return done(desk.handovers.note(args.number, args.matter, line=args.line, state=args.state, aloud=args.aloud))


def _accept(desk: Desk, args: argparse.Namespace) -> int:
    """A command counts every marked matter as read (DESIGN §7)."""
    row = desk.handovers.accept(args.number, by=args.by, all_read=True)
    body = json.loads(row.body)
    if body["arrived_count"]:
        said = counted(body["arrived_count"], "regel kwam", "regels kwamen")
        warn(f"{said} binnen sinds de overdracht gemaakt is: zie handover show")
    say(f"kop {body['head']}")
    return 0


def _take(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.handovers.take_over(duty=args.duty, reason=args.reason, by=args.by).number)
    return 0


def _withdraw(desk: Desk, args: argparse.Namespace) -> int:
    """The roster counts again: who has the duty by it may be another than the giver."""
    duty = json.loads(desk.handovers.withdraw(args.number, reason=args.reason).body)["duty"]
    say(desk.handovers.who_has(duty))
    return 0


def _page(desk: Desk, row: SubjectRow) -> HandoverPage:
    words = Words(desk.seat.now, desk.zone)
    arrived = [f"{words.moment(one.at)}  {one.number} {one.stands}" for one in desk.handovers.arrived(row)]
    return words.page(json.loads(row.body), arrived)


def _show(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.seat.find(args.number, "handover")
    if args.json:
        told = view_json(row)
        told["arrived"] = [{"id": one.record_id, "text": one.stands} for one in desk.handovers.arrived(row)]
        say_json({**told, "accepted_at": local(row.end_at)})
        return 0
    from aovconsole.exports.handover import handover_text

    for line in handover_text(_page(desk, row), desk.journal.realm).splitlines():
        say(line)
    confided = json.loads(row.body)["confided"]
    if confided:
        say("")
        say(f"Vertrouwelijk ({counted(len(confided), 'notitie', 'notities')}; niet in exporten):")
        for line in confided:
            say(f"- {line}")
    return 0


def _list(desk: Desk, args: argparse.Namespace) -> int:
    rows = desk.reading.of_type("handover")
    if args.json:
        keys = ("number", "status", "duty", "giver", "receiver", "head")
        told = [(row, json.loads(row.body)) for row in rows]
        say_json(
            [
                {key: body[key] for key in keys} | {"made_at": local(row.begin_at), "accepted_at": local(row.end_at)}
                for row, body in told
            ]
        )
        return 0
    words = Words(desk.seat.now, desk.zone)
    say_table(
        ("nummer", "dienst", "van", "aan", "gemaakt", "toestand"),
        [
            (
                row.number, body["duty"], body["giver"], body["receiver"], words.moment(row.begin_at),
                f"{WORDS[row.status]} {words.moment(row.end_at)}".strip(),
            )
            for row in rows for body in (json.loads(row.body),)
        ],
    )  # fmt: skip
    return 0


def _holders(desk: Desk, args: argparse.Namespace) -> int:
    found = desk.handovers.holders()
    if args.json:
        say_json(
            [
                {"duty": one.duty, "officer": one.officer, "since": one.since.astimezone(desk.zone).isoformat(),
                 "number": one.number, "how": one.how}
                for one in found
            ]
        )  # fmt: skip
        return 0
    words = Words(desk.seat.now, desk.zone)
    rows = [(one.duty, one.officer, words.clock(one.since), f"{one.how} {one.number}") for one in found]
    say_table(("dienst", "wie", "sinds", "door"), rows)
    return 0


def _print(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.exports.handover import handover_file
    from aovconsole.exports.text_file import save_new

    row = desk.seat.find(args.number, "handover")
    giver = json.loads(row.body)["giver"]
    made = handover_file(args.file, _page(desk, row), giver, desk.journal.realm, desk.seat.now, desk.zone)
    save_new(args.file, made, replace=args.force)
    say(args.file)
    return 0
