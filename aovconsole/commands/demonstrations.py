"""`aovconsole demonstration`: the register, from the notice to the end."""

from __future__ import annotations

import argparse
from typing import Any

from aovconsole.commands.demonstration_show import add_showing, told
from aovconsole.commands.dossiers import asks, command_group, done, reading_commands
from aovconsole.commands.options import add_at, add_texts, at_of, coming_moment, moment_of, today_begins, whole_number
from aovconsole.commands.output import say, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.demonstration_steps import BAN_GROUNDS, END_GROUNDS, FIELDS, GROUNDS, OUTCOMES
from aovconsole.domain.demonstration_words import CONTACT_GROUND
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.copies import copies_of
from aovconsole.journal.store import UNWIPED


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "demonstration", "demonstraties: het register")
    _add_adding(actions)
    _add_fields(actions)
    _add_notifier(actions)
    _add_deciding(actions)
    _add_course(actions)
    _add_linking(actions)
    _add_ends(actions)
    reading_commands(actions, "demonstration", "een demonstratie", told)
    add_showing(actions)


def _add_adding(actions: Any) -> None:
    adding = actions.add_parser("add", help="neem een demonstratie op; toont haar nummer")
    begin = adding.add_argument("--at", required=True, metavar="TIJD", help="begin; met --spontaneous is nu genoeg")
    adding.add_argument("--until", metavar="TIJD", help="einde")
    adding.add_argument("--place", required=True, metavar="PLAATS")
    adding.add_argument("--expected", type=whole_number, metavar="AANTAL", help="verwacht aantal deelnemers")
    adding.add_argument("--scale", default="", choices=("small", "large"), help="klein- of grootschalig")
    notice = adding.add_mutually_exclusive_group()
    notice.add_argument("--received", metavar="TIJD", help="wanneer de kennisgeving binnenkwam")
    said = notice.add_argument(
        "--spontaneous",
        action=_Spontaneous,
        nargs=0,
        default=False,
        help="zonder kennisgeving; zonder --at is dat nu",
    )
    said.frees = begin
    adding.add_argument("--via", default="", metavar="WIJZE", help="hoe de kennisgeving binnenkwam: mail, telefoon …")
    adding.add_argument("--moving", action="store_true", help="lopend, dus niet op één plaats")
    add_texts(adding, route="ROUTE")
    adding.add_argument("--end-place", default="", metavar="PLAATS", help="waar de route eindigt")
    adding.set_defaults(run=_add_one_demonstration)


class _Spontaneous(argparse.Action):
    """A flag that says that it goes on now, so that its begin (`frees`) need not be named."""

    frees: argparse.Action

    def __call__(self, _parser: Any, namespace: argparse.Namespace, _values: Any, _option: str | None = None) -> None:
        """Take the flag in; the begin may stay out from here on."""
        setattr(namespace, self.dest, True)
        self.frees.required = False


def _add_one_demonstration(desk: Desk, args: argparse.Namespace) -> int:
    at = None if args.at is None else coming_moment(desk, args.at, "--at", since=today_begins(desk))
    row = desk.demonstrations.add(
        at=at,
        until=None if args.until is None else coming_moment(desk, args.until, "--until", since=at),
        place=args.place,
        expected_count=args.expected,
        received=moment_of(desk, args.received, "--received"),
        scale=args.scale,
        received_via=args.via,
        moving=args.moving,
        route=args.route,
        end_place=args.end_place,
    )
    say(row.number)
    return 0


def _add_fields(actions: Any) -> None:
    setting = asks(
        actions,
        "set",
        f"vul een gegeven in: {', '.join(FIELDS)}",
        lambda desk, args: desk.demonstrations.set_field(args.number, args.field, args.value),
        at=False,
    )
    setting.add_argument("field", metavar="VELD")
    setting.add_argument("value", metavar="WAARDE")


def _add_notifier(actions: Any) -> None:
    receipt = actions.add_parser("receipt", help="geef een bewijs van ontvangst; toont zijn nummer")
    receipt.add_argument("number", metavar="NR")
    receipt.add_argument("--text", action="store_true", help="toon de tekst van het laatste bewijs; maakt geen nieuw")
    receipt.add_argument("--via", default="", metavar="WIJZE", help="hoe het is gegeven: mail, aan de balie …")
    add_at(receipt)
    receipt.set_defaults(run=_receipt)
    contact = actions.add_parser("contact", help="toon het contact van de kennisgever, dat apart wordt bewaard")
    contact.add_argument("number", metavar="NR")
    change = contact.add_mutually_exclusive_group()
    change.add_argument("--set", metavar="TEKST", help="leg het vast")
    change.add_argument("--erase", action="store_true", help="wis het voorgoed, ook wat er eerder stond")
    contact.add_argument("--ground", default=CONTACT_GROUND, metavar="GROND", help="waarom het wordt gewist")
    contact.set_defaults(run=_contact)
    talk = asks(
        actions,
        "talk",
        "leg een gesprek vast, en wat is afgesproken",
        lambda desk, args: desk.demonstrations.talk(
            args.number, args.text, with_whom=args.whom, by=args.by, agreed=args.agreed, at=at_of(desk, args)
        ),
    )
    talk.add_argument("text", metavar="TEKST")
    talk.add_argument("--with", dest="whom", required=True, metavar="FUNCTIE", help="kennisgever, politie …")
    add_texts(talk, by="FUNCTIE", agreed="TEKST")


def _receipt(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.commands.demonstration_show import last_receipt

    if args.text:
        say(last_receipt(desk, desk.seat.find(args.number, "demonstration"))["text"])
        return 0
    row = desk.demonstrations.receipt(args.number, via=args.via, at=at_of(desk, args))
    say(last_receipt(desk, row)["number"])
    return 0


def _contact(desk: Desk, args: argparse.Namespace) -> int:
    if args.set is not None:
        return done(desk.demonstrations.set_contact(args.number, args.set))
    if args.erase:
        desk.demonstrations.erase_contact(args.number, ground=args.ground)
        if desk.journal.recall(UNWIPED):
            warn("een ander programma heeft het journaal open: 'aovconsole journal rebuild' haalt later de resten weg")
        for copy in copies_of(desk.journal):
            warn(f"in deze {copy.what} van voor het wissen kan het nog staan: {copy.path}")
        return 0
    say(desk.demonstrations.contact(args.number))
    return 0


def _add_deciding(actions: Any) -> None:
    condition = asks(
        actions,
        "condition",
        "leg een voorschrift of beperking vast, op een van de drie gronden (Wom art. 2)",
        lambda desk, args: desk.demonstrations.condition(
            args.number, args.text, ground=args.ground, reason=args.reason, at=at_of(desk, args)
        ),
    )
    condition.add_argument("text", metavar="TEKST")
    condition.add_argument("--ground", required=True, choices=GROUNDS, help="gezondheid, verkeer of wanordelijkheden")
    condition.add_argument("--reason", required=True, metavar="REDEN")
    decide = asks(actions, "decide", "leg vast wat de burgemeester besloot (Wom art. 5)", _decide)
    decide.add_argument(
        "outcome", choices=("in_review", *OUTCOMES), metavar="UITKOMST", help=f"in_review, {', '.join(OUTCOMES)}"
    )
    decide.add_argument("--by", default="", metavar="FUNCTIE", help="wie besloot: burgemeester, loco-burgemeester")
    decide.add_argument("--ground", default="", choices=BAN_GROUNDS, help="waarop een verbod rust")
    add_texts(decide, capacity="HOEDANIGHEID", reason="REDEN")
    served = asks(
        actions,
        "served",
        "leg vast dat het besluit aan de kennisgever is bekendgemaakt",
        lambda desk, args: desk.demonstrations.served(args.number, via=args.via, by=args.by, at=at_of(desk, args)),
    )
    served.add_argument("--via", required=True, metavar="WIJZE", help="mail, uitgereikt, telefoon …")
    add_texts(served, by="FUNCTIE")


def _decide(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    at = at_of(desk, args)
    if args.outcome == "in_review":
        return desk.demonstrations.review(args.number, by=args.by, at=at)
    return desk.demonstrations.decide(
        args.number, args.outcome, by=args.by, capacity=args.capacity, ground=args.ground, reason=args.reason, at=at
    )


def _add_course(actions: Any) -> None:
    instruct = asks(
        actions,
        "instruct",
        "leg een aanwijzing tijdens de demonstratie vast (Wom art. 6)",
        lambda desk, args: desk.demonstrations.instruct(
            args.number, args.text, reason=args.reason, by=args.by, at=at_of(desk, args)
        ),
    )
    instruct.add_argument("text", metavar="TEKST")
    instruct.add_argument("--reason", required=True, metavar="REDEN")
    add_texts(instruct, by="FUNCTIE")
    order = asks(
        actions,
        "order-end",
        "leg het bevel tot beëindigen en uiteengaan vast (Wom art. 7)",
        lambda desk, args: desk.demonstrations.order_end(
            args.number, ground=args.ground, reason=args.reason, by=args.by, at=at_of(desk, args)
        ),
    )
    order.add_argument("--ground", required=True, choices=END_GROUNDS)
    order.add_argument("--reason", required=True, metavar="REDEN")
    order.add_argument("--by", required=True, metavar="FUNCTIE")
    count = asks(
        actions,
        "count",
        "leg vast hoeveel het er waren",
        lambda desk, args: desk.demonstrations.count(
            args.number,
            args.count,
            method="estimated" if args.estimated else "counted",
            by=args.by,
            at=at_of(desk, args),
        ),
    )
    count.add_argument("count", type=whole_number, metavar="AANTAL")
    how = count.add_mutually_exclusive_group(required=True)
    how.add_argument("--counted", action="store_true", help="geteld")
    how.add_argument("--estimated", action="store_true", help="geschat")
    count.add_argument("--by", required=True, metavar="FUNCTIE")


def _add_linking(actions: Any) -> None:
    link = asks(
        actions,
        "link",
        "koppel aan de demonstratie waartegen zij zich keert, of aan waar zij zich op richt",
        lambda desk, args: desk.demonstrations.link(
            args.number, args.other, role="target" if args.target else "counter"
        ),
        at=False,
    )
    link.add_argument("other", metavar="ANDER", help="nummer; met --target ook een plaats")
    role = link.add_mutually_exclusive_group(required=True)
    role.add_argument("--counter", action="store_true", help="is tegendemonstratie van ANDER")
    role.add_argument("--target", action="store_true", help="is gericht tegen ANDER")


def _add_ends(actions: Any) -> None:
    end = asks(
        actions,
        "end",
        "leg vast dat een demonstratie is afgelopen",
        lambda desk, args: desk.demonstrations.end(args.number, note=args.note, at=at_of(desk, args)),
    )
    add_texts(end, note="TEKST")
    cancel = asks(
        actions,
        "cancel",
        "leg vast dat een demonstratie niet doorgaat",
        lambda desk, args: desk.demonstrations.cancel(
            args.number, reason=args.reason, by=args.by, at=at_of(desk, args)
        ),
    )
    add_texts(cancel, reason="REDEN", by="FUNCTIE")
    withdrawing = asks(
        actions,
        "withdraw",
        "trek een stap in die een vergissing was",
        lambda desk, args: desk.demonstrations.withdraw(args.number, args.step, reason=args.reason),
        at=False,
    )
    withdrawing.add_argument("step", metavar="STAP", help="record_id van de stap, uit 'demonstration show --json'")
    withdrawing.add_argument("--reason", required=True, metavar="REDEN")
