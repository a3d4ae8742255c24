"""`aovconsole exercise`: play a template to a team, in a home of its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aovconsole.commands.dossiers import command_group
from aovconsole.commands.options import add_json
from aovconsole.commands.output import local, say, say_json, say_table, warn
from aovconsole.commands.scenarios import answers_from
from aovconsole.desk.desk import Desk
from aovconsole.domain.exercise import DECIDED, Exercise, Inject, public_view
from aovconsole.domain.exercise_words import HOW_WORDS, STATE_WORDS, judged_text
from aovconsole.domain.times import iso_local
from aovconsole.domain.view import plain_values
from aovconsole.errors import CommandRefused
from aovconsole.exercise_clock import ExerciseClock
from aovconsole.settings import Environment

_AtDesk = Callable[[Desk, argparse.Namespace], int]


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "exercise", "oefeningen: een sjabloon spelen met een eigen journaal")
    running = actions.add_parser("run", help="begin een oefening en open de console daarop")
    running.add_argument("name", metavar="NAAM", help="het sjabloon, zie scenario list")
    running.add_argument("--on", default="", metavar="DATUM|JAAR", help="de dag; zonder: de eerstvolgende keer")
    running.add_argument("--from", dest="begin", default="", metavar="UU:MM", help="wanneer zij begint")
    running.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="zoveel keer zo snel als de klok")
    running.add_argument(
        "--answer", action="append", default=[], metavar="SLEUTEL=WAARDE", help="antwoord op een vraag van het sjabloon"
    )
    resuming = actions.add_parser("resume", help="ga verder waar een oefening stond")
    resuming.add_argument("exercise", metavar="NAAM|NR", nargs="?", default="")
    resuming.add_argument("--speed", type=_speed, default=None, metavar="X", help="zoveel keer zo snel als de klok")
    for parser, run in ((running, _run), (resuming, _resume)):
        parser.add_argument("--until", default="", metavar="TIJD", help="speel zonder console tot UU:MM of ISO 8601")
        add_json(parser)
        parser.set_defaults(exercises=run)
    listing = actions.add_parser("list", help="toon de oefeningen")
    add_json(listing)
    listing.set_defaults(exercises=_list)
    _add_steps(actions)
    reporting = _on_exercise(actions, "report", "verwacht tegen vastgelegd, per inject", _report)
    reporting.add_argument("--to", default="", metavar="BESTAND.html", help="als pagina om af te drukken")
    reporting.add_argument("--force", action="store_true", help="een bestand dat er al staat vervangen")
    reporting.add_argument("--controller", action="store_true", help="voor de oefenleiding: heel, ook voor het einde")
    add_json(reporting)


def _add_steps(actions: Any) -> None:
    showing = _on_exercise(actions, "show", "toon een oefening: wat gespeeld is, overgeslagen en nog komt", _show)
    showing.add_argument(
        "--controller",
        action="store_true",
        help="voor de oefenleiding: met wat komt, wat verwacht wordt en de notities",
    )
    add_json(showing)
    _on_inject(actions, "play", "speel een inject nu", _play)
    skipping = _on_inject(actions, "skip", "sla een inject over", _skip)
    skipping.add_argument("--reason", required=True, metavar="REDEN")
    assessing = _on_inject(actions, "assess", "beoordeel wat het team met een inject deed", _assess)
    seen = assessing.add_mutually_exclusive_group(required=True)
    seen.add_argument("--seen", action="store_true", help="het team zag het")
    seen.add_argument("--not-seen", action="store_true", help="het team zag het niet")
    assessing.add_argument("--decided", required=True, choices=DECIDED, metavar="|".join(DECIDED))
    assessing.add_argument("--remark", default="", metavar="TEKST")
    ending = _on_exercise(actions, "end", "beëindig een oefening; beoordelen kan daarna nog", _end)
    ending.add_argument("--reason", default="", metavar="REDEN")


def _on_exercise(actions: Any, name: str, help_: str, run: _AtDesk) -> Any:
    parser = actions.add_parser(name, help=help_, description=help_)
    parser.add_argument("--exercise", default="", metavar="NAAM|NR", help="welke oefening; zonder: de laatste")
    parser.set_defaults(exercises=lambda around, args: _at_desk(around, args, run))
    return parser


def _on_inject(actions: Any, name: str, help_: str, run: _AtDesk) -> Any:
    parser = _on_exercise(actions, name, help_, run)
    parser.add_argument("inject", metavar="INJECT", help="zie exercise show --controller")
    return parser


def _speed(text: str) -> float:
    return float(text.replace(",", "."))


_speed.__name__ = "getal"


def _run(around: Environment, args: argparse.Namespace) -> int:
    from aovconsole.exercises import Wanted, create

    wanted = Wanted(args.name, args.on, args.begin, args.speed, answers_from(args.answer))
    return _go_on(around, args, create(around, wanted, args.acting_as), is_new=True)


def _resume(around: Environment, args: argparse.Namespace) -> int:
    from aovconsole.exercises import named

    return _go_on(around, args, named(around, args.exercise).home)


def _go_on(around: Environment, args: argparse.Namespace, home: Path, *, is_new: bool = False) -> int:
    """Play without a console up to a moment, or open the console on an exercise."""
    from aovconsole.exercises import at

    if args.until or args.json:
        try:
            return _play_until(around, args, home)
        except CommandRefused:
            if is_new:
                import shutil

                shutil.rmtree(home, ignore_errors=True)  # it was made for this request, and nothing was played
            raise
    from aovconsole.commands.console import run_played

    return run_played(at(around, home), args.acting_as, args.speed)


def _play_until(around: Environment, args: argparse.Namespace, home: Path) -> int:
    from aovconsole.exercises import at, held_clock, play_until, playing, until_of
    from aovconsole.wiring import open_desk

    with playing(home):
        clock = held_clock(home)
        desk = open_desk(at(around, home), acting_as=args.acting_as, clock=clock)
        try:
            if args.speed is not None:
                clock.set_speed(args.speed)
            clock.hold()
            if args.until:
                play_until(desk, clock, until_of(args.until, clock.now()))
            clock.keep(home)
            exercise = desk.exercise.view()
            if args.json:
                say_json({"number": exercise.number, "path": str(home.absolute()), **_clock_json(desk)})
            else:
                say(f"{exercise.number}  {home.absolute()}")
        finally:
            desk.journal.close()
    return 0


def _list(around: Environment, args: argparse.Namespace) -> int:
    from aovconsole.exercises import found_in

    rows = []
    for one in found_in(around):
        row = one.row
        rows.append(
            {
                "number": one.number,
                "title": row.title if row else None,
                "status": row.status if row else None,
                "begin_at": local(row.begin_at) if row else None,
                "now": iso_local(one.now.replace(microsecond=0)) if one.now else None,
                "path": str(one.home.absolute()),
                "fault": one.fault or None,
            }
        )
    if args.json:
        say_json(rows)
        return 0
    words = {"running": "loopt", "ended": "beëindigd", None: "onleesbaar"}
    heads = ("nummer", "titel", "begon", "staat op", "staat", "map")
    say_table(
        heads,
        [
            (
                row["number"], row["title"] or row["fault"], _minute(row["begin_at"]), _minute(row["now"]),
                words[row["status"]], Path(str(row["path"])).name,
            )
            for row in rows
        ],
    )  # fmt: skip
    return 0


def _at_desk(around: Environment, args: argparse.Namespace, run: _AtDesk) -> int:
    from aovconsole.exercises import at, named
    from aovconsole.wiring import open_desk

    desk = open_desk(at(around, named(around, args.exercise).home), acting_as=args.acting_as)
    try:
        return run(desk, args)
    finally:
        desk.journal.close()


def _show(desk: Desk, args: argparse.Namespace) -> int:
    exercise = desk.exercise.view()
    if args.json:
        say_json(exercise_json(desk, exercise, controller=args.controller))
        return 0
    clock = _clock_json(desk)
    state = "loopt" if exercise.status == "running" else "beëindigd"
    say(f"OEFENING {exercise.number}  {exercise.title}  {state}")
    say(f"  tijd van de oefening: {_minute(clock['now'])}  {clock['mode']}")
    say(f"  CMT: {_number(desk, exercise.cmt)}  plan: {_number(desk, exercise.plan)}")
    if args.controller:
        say("  voor de oefenleiding: houd dit weg van de spelers")
    for one in exercise.injects:
        _say_inject(one, controller=args.controller)
    return 0


def _say_inject(inject: Inject, *, controller: bool) -> None:
    cue, when = inject.cue, _minute(local(inject.cue.due_at)) or "met de hand"
    how = f" {HOW_WORDS[inject.how]} {_minute(local(inject.played_at))}" if inject.how else ""
    told = f"  {cue.sender}: {cue.text}" if controller or inject.status == "played" else ""
    say(f"{when:<16}  {STATE_WORDS[inject.status]}{how}  {cue.key}{told}")
    if controller:
        say(f"    verwacht: {cue.expected}")
        say(f"    notitie: {cue.note}")
        if inject.reason:
            say(f"    overgeslagen: {inject.reason}")
        for judged in inject.assessments:
            say(f"    oordeel {_minute(local(judged.at))}: {judged_text(judged)}")


def exercise_json(desk: Desk, exercise: Exercise, *, controller: bool) -> dict[str, Any]:
    """An exercise as `show --json` gives it; what is for the controller only where that is asked."""
    view = public_view(exercise)
    view["injects"] = [
        {**shown, **(_of_controller(one) if controller else {})}
        for shown, one in zip(view["injects"], exercise.injects, strict=True)
    ]
    for told in (view, *view["injects"]):
        told |= {key: local(told[key]) for key in ("begin_at", "end_at", "due_at", "at", "played_at") if key in told}
    view["cmt"], view["plan"] = _number(desk, exercise.cmt), _number(desk, exercise.plan)
    return {**view, "path": str(desk.journal.home.absolute()), **_clock_json(desk)}


def _of_controller(inject: Inject) -> dict[str, Any]:
    cue = inject.cue
    return {
        "sender": cue.sender, "text": cue.text, "expected": cue.expected, "note": cue.note, "source": cue.source,
        "skipped_at": local(inject.skipped_at), "reason": inject.reason,
        "assessments": [{**plain_values(one), "at": local(one.at)} for one in inject.assessments],
    }  # fmt: skip


def _clock_json(desk: Desk) -> dict[str, Any]:
    clock = desk.journal.clock
    assert isinstance(clock, ExerciseClock), "the home of an exercise has its clock"
    now = iso_local(clock.now().replace(microsecond=0))
    return {"now": now, "speed": clock.speed, "paused": clock.paused, "mode": clock.mode}


def _number(desk: Desk, subject: str) -> str:
    row = desk.reading.subject(subject)
    return row.number if row else ""


def _minute(moment: str | None) -> str:
    return (moment or "")[:16].replace("T", " ")


def _play(desk: Desk, args: argparse.Namespace) -> int:
    desk.exercise.play(args.inject)
    return 0


def _skip(desk: Desk, args: argparse.Namespace) -> int:
    desk.exercise.skip(args.inject, reason=args.reason)
    return 0


def _assess(desk: Desk, args: argparse.Namespace) -> int:
    desk.exercise.assess(args.inject, seen=args.seen, decided=args.decided, remark=args.remark)
    return 0


def _end(desk: Desk, args: argparse.Namespace) -> int:
    desk.exercise.end(reason=args.reason)
    return 0


def _report(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.exports.exercise_page import report_json, report_lines, report_page
    from aovconsole.exports.text_file import save_new
    from aovconsole.journal.verify import stations

    report = desk.exercise.report(controller=args.controller)
    if not report.is_whole:
        warn("de oefening loopt nog: wat verwacht wordt staat er niet in; beëindig haar, of vraag --controller")
    if args.to:
        exercise, heads = report.exercise, (station["head"] for station in stations(desk.journal))
        page = report_page(
            report,
            realm=desk.journal.realm,
            number_of={subject: _number(desk, subject) for subject in (exercise.cmt, exercise.plan)},
            head=", ".join(heads),
            now=desk.seat.now,
            zone=desk.zone,
        )
        save_new(args.to, page.encode("utf-8"), replace=args.force)
    if args.json:
        say_json(report_json(report, desk.zone))
    elif args.to:
        say(args.to)
    else:
        for line in report_lines(report, desk.zone):
            say(line)
    return 0
