"""`aovconsole measure`: the burgemeester's powers, prepared, decided, extended, withdrawn, with what is owed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from aovconsole.commands.dossiers import command_group, done
from aovconsole.commands.options import add_at, add_json, at_of, coming_moment, today_begins
from aovconsole.commands.output import local, say, say_json, say_table
from aovconsole.desk.desk import Desk
from aovconsole.desk.measure_values import due_moment
from aovconsole.domain.measure_duties import has_lapsed, owed_duties, state_text
from aovconsole.domain.measure_steps import DUTY_TYPES, OUTCOMES
from aovconsole.domain.measure_terms import DECIDED_WITH
from aovconsole.domain.record import is_instant
from aovconsole.domain.times import read_stored, stored
from aovconsole.domain.view import SubjectRow, plain_values
from aovconsole.domain.words import counted


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "measure", "maatregelen: voorbereiden, besluiten, verlengen, intrekken, afvinken")
    _add_reading(actions)
    _add_preparing(actions)
    _add_deciding(actions)
    _add_duties(actions)


def _add_reading(actions: Any) -> None:
    powers = actions.add_parser("powers", help="toon de bevoegdheden met hun voorwaarden")
    add_json(powers)
    powers.set_defaults(run=_powers)
    listing = actions.add_parser("list", help="toon de maatregelen van een dossier")
    listing.add_argument("number", metavar="NR")
    add_json(listing)
    listing.set_defaults(run=_list)
    show = _of_measure(actions, "show", "toon een maatregel met wat hij vraagt")
    add_json(show)
    show.set_defaults(run=_show)
    owed = actions.add_parser("owed", help="toon maatregelen die lopen of waarvoor nog iets moet")
    owed.add_argument("number", metavar="NR", nargs="?")
    add_json(owed)
    owed.set_defaults(run=_owed)


def _add_preparing(actions: Any) -> None:
    prepare = actions.add_parser("prepare", help="bereid een maatregel voor; toont zijn nummer")
    prepare.add_argument("number", metavar="NR")
    prepare.add_argument("power", metavar="BEVOEGDHEID", help="zie 'aovconsole measure powers'")
    prepare.add_argument(
        "--set", action="append", default=[], type=_assignment, metavar="VOORWAARDE=WAARDE", help="mag vaker"
    )
    prepare.set_defaults(run=_prepare)
    fill = _of_measure(actions, "fill", "vul voorwaarden in")
    fill.add_argument("values", nargs="+", type=_assignment, metavar="VOORWAARDE=WAARDE")
    fill.set_defaults(run=lambda desk, args: done(desk.measures.fill(_subject(desk, args), dict(args.values))))


def _add_deciding(actions: Any) -> None:
    decide = _of_measure(actions, "decide", "leg vast dat het besluit is genomen")
    _add_who(decide)
    decide.add_argument("--not-taken", action="store_true", help="besloten om het niet te doen")
    decide.add_argument("--begin", metavar="TIJD", help="anders zoals ingevuld, of het moment van het besluit")
    decide.add_argument("--end", metavar="TIJD", help="anders zoals ingevuld")
    decide.add_argument("--oral", action="store_true", help="mondeling gegeven, door spoed")
    decide.set_defaults(run=_decide)
    extend = _of_measure(actions, "extend", "verleng een maatregel")
    extend.add_argument("--end", required=True, metavar="TIJD")
    _add_who(extend)
    extend.set_defaults(run=_extend)
    withdraw = _of_measure(actions, "withdraw", "trek een maatregel in")
    _add_who(withdraw)
    withdraw.set_defaults(run=lambda desk, args: done(desk.measures.withdraw(_subject(desk, args), **_who(desk, args))))
    undo = _of_measure(actions, "undo", "maak een stap ongedaan die een vergissing was; hij blijft leesbaar")
    undo.add_argument("step", metavar="STAP", help="het id van de stap: zie 'steps' in 'measure show --json'")
    undo.add_argument("--reason", default="", metavar="REDEN")
    undo.set_defaults(run=lambda desk, args: done(desk.measures.undo(_subject(desk, args), args.step, args.reason)))


def _add_duties(actions: Any) -> None:
    tick = _of_measure(actions, "done", "vink af wat moest")
    tick.add_argument("duty", metavar="PLICHT")
    tick.add_argument(
        "--outcome", default="done", choices=tuple(OUTCOMES), metavar="UITKOMST", help=", ".join(OUTCOMES)
    )
    tick.add_argument("--by", default="", metavar="FUNCTIE")
    tick.add_argument("--via", default="", metavar="WEG", help="telefoon, mail, brief …")
    tick.add_argument("--note", default="", metavar="TEKST")
    add_at(tick)
    tick.set_defaults(run=_tick)
    due = _of_measure(actions, "due", "zet de datum waarop iets moet, zoals de raadsvergadering")
    due.add_argument("duty", metavar="PLICHT")
    due.add_argument("--on", required=True, metavar="TIJD", help="alleen een datum: tot het einde van die dag")
    due.set_defaults(run=_due)


def _of_measure(actions: Any, name: str, help_: str) -> Any:
    parser = actions.add_parser(name, help=help_)
    parser.add_argument("number", metavar="NR")
    parser.add_argument("measure", metavar="MNR", help="nummer van de maatregel, zoals M-A1")
    return parser


def _add_who(parser: Any) -> None:
    parser.add_argument("--by", required=True, metavar="FUNCTIE", help="welke functie het besloot")
    parser.add_argument(
        "--capacity", default="", metavar="HOEDANIGHEID", help="als die anders is: voorzitter veiligheidsregio"
    )
    parser.add_argument("--reason", default="", metavar="REDEN")
    add_at(parser)


def _assignment(text: str) -> tuple[str, str]:
    """A condition and its value; what stands behind the first `=` is the value."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise ValueError(text)
    return key.strip(), value


_assignment.__name__ = "voorwaarde=waarde"


def _subject(desk: Desk, args: argparse.Namespace) -> str:
    return desk.measures.find(args.number, args.measure).subject


def _who(desk: Desk, args: argparse.Namespace) -> dict[str, Any]:
    at = at_of(desk, args)
    return {"by": args.by, "capacity": args.capacity, "reason": args.reason, "at": at}


def _prepare(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.measures.prepare(args.number, args.power, dict(args.set)).number)
    return 0


def _decide(desk: Desk, args: argparse.Namespace) -> int:
    who = _who(desk, args)
    begin = coming_moment(desk, args.begin, "--begin", since=today_begins(desk)) if args.begin else None
    end = coming_moment(desk, args.end, "--end", since=begin or who["at"]) if args.end else None
    measure = _subject(desk, args)
    return done(desk.measures.decide(measure, taken=not args.not_taken, begin=begin, end=end, oral=args.oral, **who))


def _extend(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.measures.find(args.number, args.measure)
    since = read_stored(row.end_at) if row.end_at else None
    end = coming_moment(desk, args.end, "--end", since=since)
    return done(desk.measures.extend(row.subject, end, **_who(desk, args)))


def _tick(desk: Desk, args: argparse.Namespace) -> int:
    at = at_of(desk, args)
    told = {"by": args.by, "via": args.via, "note": args.note, "at": at}
    return done(desk.measures.done(_subject(desk, args), args.duty, outcome=args.outcome, **told))


def _due(desk: Desk, args: argparse.Namespace) -> int:
    due = due_moment(args.on, desk.seat.now, desk.zone, "--on")
    return done(desk.measures.due_date(_subject(desk, args), args.duty, due))


def _powers(desk: Desk, args: argparse.Namespace) -> int:
    powers = desk.measures.powers()
    if args.json:
        say_json([_plain(plain_values(power)) for power in powers])
        return 0
    say_table(
        ("bevoegdheid", "naam", "artikel", "duur", "tekst van", "staat"),
        [
            (power.key, power.name, power.article, power.limits_text, f"{power.text_as_of:%d-%m-%Y}", power.status)
            for power in powers
        ],
    )
    return 0


def _list(desk: Desk, args: argparse.Namespace) -> int:
    return _say_rows(desk, desk.reading.in_dossier(desk.seat.find(args.number).subject, "measure"), args)


def _owed(desk: Desk, args: argparse.Namespace) -> int:
    return _say_rows(desk, desk.measures.owed(args.number), args, with_dossier=True)


def _say_rows(desk: Desk, rows: Iterable[SubjectRow], args: argparse.Namespace, *, with_dossier: bool = False) -> int:
    """Print measures, with the number of their dossier beside them when that is asked."""
    shown = [(_number_of(desk, row.dossier) if with_dossier else "", row, _measure_json(desk, row)) for row in rows]
    if args.json:
        say_json([({"dossier_number": number} if with_dossier else {}) | view for number, _, view in shown])
        return 0
    say_table(
        (*(("dossier",) if with_dossier else ()), "nummer", "maatregel", "staat", "begin", "einde", "te doen"),
        [
            (
                *((number,) if with_dossier else ()),
                row.number,
                row.title,
                state_text(row.status, json.loads(row.body), stored(desk.seat.now)),
                _shown(row.begin_at),
                _shown(row.end_at),
                view["owed_count"],
            )
            for number, row, view in shown
        ],
    )
    return 0


def _number_of(desk: Desk, dossier: str) -> str:
    row = desk.reading.subject(dossier)
    return row.number if row else ""


def _show(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.measures.find(args.number, args.measure)
    missing = desk.measures.missing(row.subject)
    if args.json:
        say_json(_measure_json(desk, row) | {"missing": list(missing)})
        return 0
    body = json.loads(row.body)
    say(row.number, row.title, f"({state_text(row.status, body, stored(desk.seat.now))})")
    say(f"  {body['article']}, tekst van {body['text_as_of']}, {body['rule_status']}")
    _say_course(body)
    labels = {row.key: row.label for row in _conditions(desk, body["power"])}
    decided = DECIDED_WITH if body["begin_at"] else ()
    for key, value in (pair for pair in body["values"] if pair[0] not in decided):
        shown = _shown(value) if is_instant(value) else value.replace("\n", " ⏎ ")
        say(f"  {labels.get(key, key)}: {shown}")
    if missing:
        say(f"  {counted(len(missing), 'voorwaarde', 'voorwaarden')} nog niet ingevuld: {', '.join(missing)}")
    now = stored(desk.seat.now)
    say_table(
        ("plicht", "wat", "aan", "soort", "uiterlijk", "uitkomst"), (_duty_cells(duty, now) for duty in body["duties"])
    )
    return 0


def _say_course(body: dict[str, Any]) -> None:
    """Say from when until when it holds, who decided, who withdrew it and why."""
    for label, value in (("begin", body["begin_at"]), ("einde", body["end_at"])):
        if value:
            say(f"  {label}: {_shown(value)}")
    if body["decided_by"]:
        say(f"  besloten door: {_who_said(body['decided_by'], body['capacity'])}")
    if body["withdrawn_at"]:
        by, why = body["withdrawn_by"], body["withdrawn_reason"]
        told = f", door {_who_said(by, body['withdrawn_capacity'])}" if by else ""
        say(f"  ingetrokken: {_shown(body['withdrawn_at'])}{told}{f': {why}' if why else ''}")


def _who_said(function: str, capacity: str) -> str:
    return f"{function} als {capacity}" if capacity else function


def _conditions(desk: Desk, power: str) -> Iterable[Any]:
    return next((one.fields for one in desk.measures.powers() if one.key == power), ())


def _duty_cells(duty: dict[str, Any], now: str) -> tuple[str, ...]:
    due = _shown(duty["due_at"]) or ("zo spoedig mogelijk" if duty["at_once"] else "")
    outcome = OUTCOMES.get(duty["outcome"], "")
    ended = f"{outcome} {_shown(duty['done_at'])}".strip()
    ended = f"vervallen {_shown(duty['lapses_at'])}" if has_lapsed(duty, now) else ended
    return (duty["key"], duty["label"], duty["to"], DUTY_TYPES[duty["type"]], due, ended)


def _shown(moment: str) -> str:
    return (local(moment) or "")[:16].replace("T", " ")


def _measure_json(desk: Desk, row: SubjectRow) -> dict[str, Any]:
    """A measure as the commands print it: its own fields, moments with the local offset (null when there is none).

    `owed_count` is what it owes now.
    """
    body = json.loads(row.body)
    body["owed_count"] = len(owed_duties(body, stored(desk.seat.now)))
    for name in ("standing", "runs_until"):
        body.pop(name)
    body["values"] = dict(body["values"])
    view: dict[str, Any] = _plain(body)
    return view


def _plain(value: Any, key: str = "") -> Any:
    """Dates as ISO 8601, moments with the local offset."""
    if isinstance(value, dict):
        return {name: _plain(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part, key) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and (key.endswith("_at") or key == "owed_since" or is_instant(value)):
        return local(value)
    return value
