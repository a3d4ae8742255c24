"""`aovconsole match`: the season, what is prepared for a match, and the conduct register."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import Any

from aovconsole.commands.dossiers import command_group, done, on_one
from aovconsole.commands.match_answers import show_list, show_match, show_plan, show_register, tell_import
from aovconsole.commands.options import add_at, add_horizon, add_json, at_of
from aovconsole.commands.output import say
from aovconsole.desk.desk import Desk
from aovconsole.domain.conduct import FIELDS as CONDUCT_FIELDS
from aovconsole.domain.match_steps import FIELDS, OUTCOMES
from aovconsole.domain.times import clock_time, day_from, moment_from
from aovconsole.errors import CommandRefused, reason_of


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "match", "wedstrijden en het register ongewenst gedrag")
    _add_season(actions)
    _add_preparing(actions)
    _add_match_day(actions)
    _add_conducts(actions)


def _add_season(actions: Any) -> None:
    reading = actions.add_parser("import", help="lees een seizoen in: openfootball-tekst of .ics")
    reading.add_argument("file", metavar="BESTAND")
    reading.add_argument("--competition", default="", metavar="NAAM", help="als het bestand er geen noemt")
    reading.add_argument("--dry-run", action="store_true", help="kijk alleen wat er zou gebeuren; schrijf niets")
    add_json(reading)
    reading.set_defaults(run=_import)
    adding = actions.add_parser("add", help="zet een thuiswedstrijd op de lijst; toont haar nummer")
    adding.add_argument("away", metavar="TEGENSTANDER")
    _add_day(adding)
    adding.add_argument("--competition", default="", metavar="NAAM")
    adding.add_argument("--round", default="", metavar="RONDE")
    adding.set_defaults(run=_add)
    show = actions.add_parser("show", help="toon een wedstrijd met haar draaiboek, register en tijdlijn")
    show.add_argument("number", metavar="NR")
    listing = actions.add_parser("list", help="toon de thuiswedstrijden")
    listing.add_argument("--open", action="store_true", help="alleen wat nog gespeeld moet worden")
    for parser, run in ((show, show_match), (listing, show_list)):
        add_horizon(parser)
        add_json(parser)
        parser.set_defaults(run=run)


def _add_preparing(actions: Any) -> None:
    setting = on_one(actions, "set", "vul een gegeven in")
    setting.add_argument("field", choices=FIELDS, metavar="VELD", help=", ".join(FIELDS))
    setting.add_argument("value", metavar="WAARDE")
    setting.set_defaults(run=lambda desk, args: done(desk.matches.set_field(args.number, args.field, args.value)))
    category = on_one(actions, "category", "leg de categorie vast, met redenen")
    category.add_argument("category", metavar="A|B|C")
    category.add_argument("--reason", action="append", required=True, metavar="TEKST", help="mag vaker")
    category.add_argument("--by", required=True, metavar="FUNCTIE")
    category.set_defaults(
        run=lambda desk, args: done(desk.matches.category(args.number, args.category, args.reason, by=args.by))
    )
    travel = on_one(actions, "travel", "leg de vervoersregeling voor uitsupporters vast")
    travel.add_argument("scheme", metavar="REGELING", help="free, car_combi, bus_combi, train_combi, no_away_fans")
    travel.add_argument("--reason", required=True, metavar="TEKST")
    travel.add_argument("--by", default="", metavar="FUNCTIE")
    travel.set_defaults(
        run=lambda desk, args: done(desk.matches.travel(args.number, args.scheme, reason=args.reason, by=args.by))
    )
    talk = on_one(actions, "talk", "leg een overleg vast, gepland of gehouden")
    talk.add_argument("--at", required=True, metavar="TIJD")
    talk.add_argument("--label", default="vooroverleg", metavar="OVERLEG")
    talk.add_argument("--with", dest="present", default="", metavar="FUNCTIES")
    talk.add_argument("--agreements", default="", metavar="TEKST")
    talk.set_defaults(run=_talk)
    decision = on_one(actions, "decision", "leg een besluit over de openbare orde vast")
    decision.add_argument("text", metavar="BESLUIT")
    for name, meta in (("--by", "FUNCTIE"), ("--ground", "GRONDSLAG"), ("--reason", "TEKST")):
        decision.add_argument(name, required=True, metavar=meta)
    decision.set_defaults(run=_decide)


def _add_match_day(actions: Any) -> None:
    plan = on_one(actions, "plan", "toon het draaiboek, of zet er een regel van op gedaan of vervallen")
    state = plan.add_mutually_exclusive_group()
    for name in ("done", "dropped", "todo"):
        state.add_argument(f"--{name}", metavar="REGEL")
    plan.add_argument("--note", default="", metavar="TEKST", help="toelichting; verplicht bij --dropped")
    add_at(plan)
    add_json(plan)
    plan.set_defaults(run=_plan)
    moving = on_one(actions, "move", "verplaats een wedstrijd; het draaiboek schuift mee")
    _add_day(moving)
    moving.add_argument("--reason", required=True, metavar="TEKST")
    moving.set_defaults(run=_move)
    cancel = on_one(actions, "cancel", "de wedstrijd gaat niet door")
    cancel.add_argument("--reason", required=True, metavar="TEKST")
    cancel.add_argument("--by", default="", metavar="FUNCTIE")
    cancel.set_defaults(run=lambda desk, args: done(desk.matches.cancel(args.number, reason=args.reason, by=args.by)))
    end = on_one(actions, "end", "hoe de wedstrijd afliep")
    end.add_argument("outcome", choices=OUTCOMES, metavar="AFLOOP", help=", ".join(OUTCOMES))
    end.add_argument("--score", default="", metavar="UITSLAG")
    end.set_defaults(run=lambda desk, args: done(desk.matches.end(args.number, args.outcome, score=args.score)))
    withdraw = on_one(actions, "withdraw", "trek een stap of gedrag in dat een vergissing was")
    withdraw.add_argument("step", metavar="STAP|G-NR", help="id van de stap, of nummer van het gedrag")
    withdraw.add_argument("--reason", required=True, metavar="TEKST")
    withdraw.set_defaults(run=_withdraw)


def _add_conducts(actions: Any) -> None:
    conduct = on_one(actions, "conduct", "leg ongewenst gedrag vast (nooit een persoon); toont het nummer")
    conduct.add_argument("text", metavar="TEKST", help="wat er gebeurde; geen namen")
    conduct.add_argument("--kind", required=True, metavar="SOORT")
    conduct.add_argument("--case", default="", metavar="ZAAKNUMMER", help="van politie of club")
    conduct.add_argument("--case-of", default="", metavar="WIE", help="politie of club")
    conduct.add_argument("--place", default="", metavar="PLAATS", help="het stadion als het er niet staat")
    conduct.add_argument("--group", default="", metavar="AANTAL", help="groepsgrootte")
    add_at(conduct)
    conduct.set_defaults(run=_conduct)
    correct = on_one(actions, "correct", "verbeter een gegeven van gedrag in het register")
    correct.add_argument("conduct", metavar="G-NR")
    correct.add_argument("field", choices=CONDUCT_FIELDS, metavar="VELD", help=", ".join(CONDUCT_FIELDS))
    correct.add_argument("value", metavar="WAARDE")
    correct.set_defaults(run=_correct)
    consequence = on_one(actions, "consequence", "geef gedrag een gevolg, of zeg dat het is uitgevoerd")
    consequence.add_argument("conduct", metavar="G-NR")
    consequence.add_argument("--by", default="", metavar="FUNCTIE", help="club, KNVB, OM, burgemeester")
    consequence.add_argument("--what", default="", metavar="TEKST")
    consequence.add_argument("--due", metavar="TIJD")
    over = consequence.add_mutually_exclusive_group()
    over.add_argument("--done", action="store_true", help="het gevolg is uitgevoerd")
    over.add_argument("--drop", metavar="REDEN", help="het gevolg vervalt")
    consequence.add_argument("--which", default="", metavar="ID", help="welk gevolg, als er meer wachten")
    consequence.add_argument("--note", default="", metavar="TEKST")
    add_at(consequence, "wanneer het is uitgevoerd; nu als het er niet staat")
    consequence.set_defaults(run=_consequence)
    register = actions.add_parser("consequences", help="het register: eerst wat zonder gevolg is")
    register.add_argument("--open", action="store_true", help="alleen wat nog een gevolg of de uitvoering ervan mist")
    add_json(register)
    register.set_defaults(run=show_register)


def _add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", required=True, metavar="DATUM")
    parser.add_argument("--at", metavar="UU:MM", help="aftrap; zonder is zij nog te bevestigen")


def _day_and_kickoff(desk: Desk, args: argparse.Namespace) -> tuple[date, datetime | None]:
    on = day_from(args.on, "--on")
    if args.at is None:
        return on, None
    hour, _, minute = args.at.strip().partition(":")
    clock = clock_time(hour, minute) if hour.isdecimal() and minute.isdecimal() else None
    if clock is None:
        raise CommandRefused("--at vraagt een kloktijd, zoals 20:00")
    return on, moment_from(f"{on.isoformat()} {clock:%H:%M}", "--at", zone=desk.zone)


def _import(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.feeds.football import LIMIT_BYTES, too_large  # reading files is not needed at start

    path = Path(args.file)
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise too_large()
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise CommandRefused(f"{args.file} kan niet worden gelezen: {reason_of(error)}") from error
    result = desk.matches.read(raw, path.name, competition=args.competition, dry_run=args.dry_run)
    tell_import(result, dry_run=args.dry_run, as_json=args.json)
    return 0


def _add(desk: Desk, args: argparse.Namespace) -> int:
    on, at = _day_and_kickoff(desk, args)
    say(desk.matches.add(args.away, on=on, at=at, competition=args.competition, round=args.round).number)
    return 0


def _talk(desk: Desk, args: argparse.Namespace) -> int:
    at = moment_from(args.at, "--at", now=desk.seat.now, zone=desk.zone)
    given = {"label": args.label, "present": args.present, "agreements": args.agreements}
    return done(desk.matches.talk(args.number, at=at, **given))


def _decide(desk: Desk, args: argparse.Namespace) -> int:
    return done(desk.matches.decide(args.number, args.text, by=args.by, ground=args.ground, reason=args.reason))


def _plan(desk: Desk, args: argparse.Namespace) -> int:
    marks = [(state, key) for state in ("done", "dropped", "todo") if (key := getattr(args, state)) is not None]
    for state, key in marks:
        desk.matches.mark(args.number, key, state, note=args.note, at=at_of(desk, args))
    return 0 if marks and not args.json else show_plan(desk, args)


def _move(desk: Desk, args: argparse.Namespace) -> int:
    on, at = _day_and_kickoff(desk, args)
    return done(desk.matches.move(args.number, on=on, at=at, reason=args.reason))


def _withdraw(desk: Desk, args: argparse.Namespace) -> int:
    if args.step.upper().startswith("G-"):
        row = desk.matches.conducts.find(args.number, args.step)
        return done(desk.matches.conducts.withdraw(row.subject, args.reason))
    return done(desk.matches.withdraw(args.number, args.step, reason=args.reason))


def _conduct(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.matches.conducts.note(
        args.number,
        args.text,
        nature=args.kind,
        place=args.place,
        group_size=args.group,
        case_number=args.case,
        case_of=args.case_of,
        at=at_of(desk, args),
    )
    say(row.number)
    return 0


def _correct(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.matches.conducts.find(args.number, args.conduct)
    return done(desk.matches.conducts.set_field(row.subject, args.field, args.value))


def _consequence(desk: Desk, args: argparse.Namespace) -> int:
    conducts = desk.matches.conducts
    subject = conducts.find(args.number, args.conduct).subject
    if args.done:
        moment = at_of(desk, args)
        return done(conducts.done(subject, args.which, note=args.note, at=moment))
    if args.drop is not None:
        return done(conducts.drop(subject, args.which, reason=args.drop))
    due = None if args.due is None else desk.matches.conducts.term(args.due)
    return done(conducts.consequence(subject, by=args.by, what=args.what, due=due))
