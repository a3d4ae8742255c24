"""`aovconsole evenement`: the dossier of a public event."""

from __future__ import annotations

import argparse
import json
import re
from datetime import date, datetime, time
from typing import Any

from aovconsole.commands.dossiers import command_group, done, on_one, reading_commands
from aovconsole.commands.options import add_at, add_json, at_of, coming_moment, today_begins, whole_number
from aovconsole.commands.output import say, say_json, say_table, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.evenement_steps import FIELDS, PERMIT_OUTCOMES, PLAN_VERDICTS, STEP_STATES, STEPS
from aovconsole.domain.evenement_terms import TERM_STATUS_WORDS
from aovconsole.domain.evenement_words import STEP_STATE_WORDS, STEP_WORDS, day_text
from aovconsole.domain.times import day_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused


def add(groups: Any) -> None:
    """Add the command."""
    from aovconsole.commands import safety_rounds

    actions = command_group(groups, "evenement", "evenementen: aanvraag, advies, termijnen, veiligheidsrondes")
    _add_adding(actions)
    _add_frame(actions)
    _add_advice(actions)
    _add_decisions(actions)
    _add_ends(actions)
    safety_rounds.add(actions)
    _add_readings(actions)
    reading_commands(actions, "evenement", "een evenement")


def day_of(text: str | None, what: str) -> date | None:
    """The day that an option names; None when the option was not given."""
    return None if text is None else day_from(text, what)


def _add_adding(actions: Any) -> None:
    adding = actions.add_parser("add", help="zet een evenement op de kalender; toont zijn nummer")
    adding.add_argument("title", metavar="TITEL")
    adding.add_argument("--begin", required=True, metavar="TIJD")
    adding.add_argument("--end", required=True, metavar="TIJD")
    adding.add_argument("--place", required=True, metavar="PLAATS")
    adding.add_argument("--class", dest="handling_class", default="", metavar="A|B|C", help="behandelaanpak")
    adding.add_argument("--visitors", type=whole_number, metavar="AANTAL")
    adding.add_argument("--assessed", metavar="DATUM", help="dag waarop de aanvraag is beoordeeld; vandaag bij --class")
    adding.set_defaults(run=_add_one_evenement)


def _end_of(desk: Desk, text: str, begin: datetime) -> datetime:
    """The end that an option names; a bare date is the end of that day, as in the csv."""
    if re.fullmatch(r"\s*(\d{4}-\d\d-\d\d|\d{1,2}-\d{1,2}-\d{4})\s*", text):
        return datetime.combine(day_from(text, "--end"), time(23, 59, 59), desk.zone)
    return coming_moment(desk, text, "--end", since=begin)


def _add_one_evenement(desk: Desk, args: argparse.Namespace) -> int:
    begin = coming_moment(desk, args.begin, "--begin", since=today_begins(desk))
    row = desk.evenementen.add(
        args.title,
        begin=begin,
        end=_end_of(desk, args.end, begin),
        place=args.place,
        handling_class=args.handling_class,
        visitors_count=args.visitors,
        assessed_on=day_from(args.assessed, "--assessed") if args.assessed else None,
    )
    for square in desk.evenementen.days_around(row.place, row.begin_at, row.end_at, but=row.subject):
        if square.over:
            warn(f"let op: {square.sentence} (bron: {square.source})")
    say(row.number)
    return 0


def _add_frame(actions: Any) -> None:
    setting = on_one(actions, "set", "vul of wijzig gegevens: VELD WAARDE, meer paren mag")
    setting.add_argument("pairs", nargs="+", metavar="VELD WAARDE", help=f"velden: {', '.join(FIELDS)}")
    setting.set_defaults(run=_set)
    assess = on_one(actions, "assess", "leg de behandelaanpak vast: klasse A, B of C, met de redenen uit de risicoscan")
    assess.add_argument("handling_class", metavar="A|B|C")
    assess.add_argument("--reason", action="append", default=[], metavar="REDEN", help="minstens één; mag vaker")
    assess.add_argument("--by", default="", metavar="FUNCTIE")
    assess.add_argument("--on", metavar="DATUM", help="dag van de beoordeling; vandaag als het er niet staat")
    assess.set_defaults(
        run=lambda desk, args: done(
            desk.evenementen.assess(
                args.number, args.handling_class, reasons=args.reason, by=args.by, assessed_on=day_of(args.on, "--on")
            )
        )
    )
    step = on_one(actions, "step", "zet een stap van de HEV op open, busy, done of not_needed")
    step.add_argument("step", metavar="STAP", help=", ".join(STEPS))
    step.add_argument("state", metavar="STAND", help=", ".join(STEP_STATES))
    step.add_argument("--note", default="", metavar="TEKST")
    step.set_defaults(
        run=lambda desk, args: done(desk.evenementen.tick(args.number, args.step, args.state, note=args.note))
    )


def _set(desk: Desk, args: argparse.Namespace) -> int:
    if len(args.pairs) % 2:
        raise CommandRefused("geef bij elk veld een waarde: VELD WAARDE")
    fields = args.pairs[::2]
    if len(set(fields)) != len(fields):
        raise CommandRefused("elk veld kan maar één keer")
    return done(desk.evenementen.set_fields(args.number, dict(zip(fields, args.pairs[1::2], strict=True))))


def _add_advice(actions: Any) -> None:
    advice = on_one(actions, "advice", "leg vast dat advies is gevraagd of gegeven")
    advice.add_argument("partner", metavar="PARTNER", help="politie, brandweer, GHOR, THOR, verkeer …")
    which = advice.add_mutually_exclusive_group(required=True)
    which.add_argument("--asked", metavar="DATUM", help="gevraagd op")
    which.add_argument("--given", metavar="DATUM", help="gegeven op; met --text")
    advice.add_argument("--text", default="", metavar="TEKST", help="het advies, of een toelichting bij de vraag")
    advice.add_argument("--joint", action="store_true", help="multidisciplinair advies van meer partners samen")
    advice.set_defaults(run=_advice)
    plan = on_one(actions, "plan", "leg vast dat het veiligheidsplan is ontvangen of beoordeeld")
    plan.add_argument("--received", metavar="DATUM")
    plan.add_argument("--judged", choices=PLAN_VERDICTS, help="good is akkoord, insufficient onvoldoende")
    plan.add_argument("--on", metavar="DATUM", help="dag van het oordeel; vandaag als het er niet staat")
    plan.add_argument("--by", default="", metavar="FUNCTIE")
    plan.add_argument("--note", default="", metavar="TEKST")
    plan.set_defaults(run=_plan)


def _advice(desk: Desk, args: argparse.Namespace) -> int:
    if args.asked is not None:
        asked_on = day_from(args.asked, "--asked")
        desk.evenementen.ask_advice(args.number, args.partner, asked_on=asked_on, joint=args.joint, note=args.text)
        return 0
    given_on = day_from(args.given, "--given")
    desk.evenementen.give_advice(args.number, args.partner, args.text, given_on=given_on, joint=args.joint)
    return 0


def _plan(desk: Desk, args: argparse.Namespace) -> int:
    if args.received is None and args.judged is None:
        raise CommandRefused("zeg --received of --judged")
    received, judged = day_of(args.received, "--received"), day_of(args.on, "--on")
    with desk.journal.batch():
        if received is not None:
            desk.evenementen.plan_received(args.number, received_on=received, note="" if args.judged else args.note)
        if args.judged:
            desk.evenementen.plan_judged(args.number, args.judged, judged_on=judged, by=args.by, note=args.note)
    return 0


def _add_decisions(actions: Any) -> None:
    permit = on_one(actions, "permit", "leg het besluit op de vergunning vast, met de voorschriften")
    permit.add_argument("outcome", metavar="|".join(PERMIT_OUTCOMES))
    permit.add_argument("--condition", action="append", default=[], metavar="TEKST", help="voorschrift; mag vaker")
    permit.add_argument("--by", default="", metavar="FUNCTIE")
    permit.add_argument("--reason", default="", metavar="REDEN")
    add_at(permit, "wanneer besloten is; nu als het er niet staat")
    permit.set_defaults(
        run=lambda desk, args: done(
            desk.evenementen.permit(
                args.number,
                args.outcome,
                conditions=args.condition,
                by=args.by,
                reason=args.reason,
                at=at_of(desk, args),
            )
        )
    )
    count = on_one(actions, "count", "leg vast hoeveel bezoekers er waren")
    count.add_argument("count", type=whole_number, metavar="AANTAL")
    how = count.add_mutually_exclusive_group(required=True)
    how.add_argument("--counted", dest="method", action="store_const", const="counted", help="geteld")
    how.add_argument("--estimated", dest="method", action="store_const", const="estimated", help="geschat")
    count.add_argument("--by", required=True, metavar="FUNCTIE")
    count.add_argument("--how", default="", metavar="TEKST", help="hoe: tellers, camera, verkochte kaarten")
    add_at(count)
    count.set_defaults(
        run=lambda desk, args: done(
            desk.evenementen.count(
                args.number, args.count, method=args.method, by=args.by, how=args.how, at=at_of(desk, args)
            )
        )
    )


def _add_ends(actions: Any) -> None:
    cancel = on_one(actions, "cancel", "leg vast dat een evenement niet doorgaat")
    cancel.add_argument("--reason", default="", metavar="REDEN")
    add_at(cancel)
    cancel.set_defaults(
        run=lambda desk, args: done(desk.evenementen.cancel(args.number, reason=args.reason, at=at_of(desk, args)))
    )
    withdraw = on_one(actions, "withdraw", "trek een stap in die een vergissing was")
    withdraw.add_argument("step", metavar="ID", help="het id van de stap in de tijdlijn")
    withdraw.add_argument("--reason", required=True, metavar="REDEN")
    withdraw.set_defaults(
        run=lambda desk, args: done(desk.evenementen.withdraw(args.number, args.step, reason=args.reason))
    )


def _add_readings(actions: Any) -> None:
    terms = on_one(actions, "terms", "de termijnen van een evenement, met bron en datum")
    terms.set_defaults(run=_terms)
    steps = on_one(actions, "steps", "de acht stappen van de HEV en hoe ver ze zijn")
    steps.set_defaults(run=_steps)
    days = actions.add_parser("days", help="de evenementdagen van een plein in een jaar, naast de norm")
    days.add_argument("place", metavar="PLAATS")
    days.add_argument("year", type=whole_number, metavar="JAAR")
    days.set_defaults(run=_days)
    for parser in (terms, steps, days):
        add_json(parser)


def _row(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.seat.find(args.number, "evenement")


def _terms(desk: Desk, args: argparse.Namespace) -> int:
    found = desk.evenementen.terms(_row(desk, args))
    if args.json:
        say_json([{**one._asdict(), "due_on": one.due_on or None, "done_on": one.done_on or None} for one in found])
        return 0
    rows = [
        (one.label, TERM_STATUS_WORDS[one.status], day_text(one.due_on), day_text(one.done_on), one.text, one.note,
         f"{one.source} ({day_text(one.as_of)})")
        for one in found
    ]  # fmt: skip
    say_table(("termijn", "stand", "uiterlijk", "gedaan", "regel", "", "bron"), rows)
    return 0


def _steps(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.domain.evenement_days import steps_at
    from aovconsole.domain.times import stored

    found = steps_at(json.loads(_row(desk, args).body), stored(desk.seat.now))
    if args.json:
        say_json(found)
        return 0
    rows = [(STEP_WORDS[one["key"]], STEP_STATE_WORDS[one["state"]], one["note"]) for one in found]
    say_table(("stap", "stand", "toelichting"), rows)
    return 0


def _days(desk: Desk, args: argparse.Namespace) -> int:
    if not 1 <= args.year <= 9998:
        raise CommandRefused(f"{args.year} is geen jaar van de kalender")
    square = desk.evenementen.days(args.place, args.year)
    if args.json:
        uses = [
            {"number": use.number, "title": use.title, "days": [day.isoformat() for day in use.days]}
            for use in square.used.uses
        ]
        document = {
            "place": square.used.place, "year": square.used.year, "days": square.used.days_count,
            "norm": square.norm, "known": square.known, "rule": square.rule, "source": square.source,
            "evenementen": uses,
        }  # fmt: skip
        say_json(document)
        return 0
    say(square.sentence)
    say_table(("nummer", "titel", "dagen"), [(use.number, use.title, str(len(use.days))) for use in square.used.uses])
    say(f"regel: {square.rule}")
    say(f"bron: {square.source}")
    return 0
