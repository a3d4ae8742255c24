"""`aovconsole incident`: open, scale, tell, hand on, close, show."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aovconsole.commands import paper
from aovconsole.commands.dossiers import asks, command_group, reading_commands
from aovconsole.commands.options import add_at, add_json, add_texts, at_of, moment_of, whole_number
from aovconsole.commands.output import local, say, say_json, say_table, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.response import Clock, Known
from aovconsole.domain.times import iso_local
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import CLOCK_STATES


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "incident", "incidenten: openen, opschalen, inlichten, nafase, afsluiten")
    _add_opening(actions)
    _add_grip(actions)
    _add_fields(actions)
    _add_informing(actions)
    _add_lead(actions)
    _add_clocks(actions)
    _add_aftercare(actions)
    _add_ends(actions)
    paper.add(actions)
    reading_commands(actions, "incident", "een incident")


def _add_opening(actions: Any) -> None:
    opening = actions.add_parser("open", help="open een incident; toont zijn nummer")
    opening.add_argument("title", metavar="TITEL")
    add_texts(opening, place="PLAATS", nature="AARD")
    opening.add_argument("--reporter", default="", metavar="MELDER", help="functie van wie het meldde")
    opening.add_argument("--via", default="", metavar="FUNCTIE", help="waardoor het kwam: meldkamer, politie …")
    opening.add_argument("--no-deployment", action="store_true", help="telt niet als incident met AOV-inzet")
    add_at(opening)
    opening.set_defaults(run=_open)


def _open(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.incidents.open(
        args.title,
        place=args.place,
        nature=args.nature,
        reporter=args.reporter,
        reported_via=args.via,
        at=at_of(desk, args),
        deployed=not args.no_deployment,
    )
    say(row.number)
    return 0


def _add_grip(actions: Any) -> None:
    def request(desk: Desk, args: argparse.Namespace) -> SubjectRow:
        return desk.incidents.grip(
            args.number, args.level, by=args.by, capacity=args.capacity, via=args.via, reason=args.reason,
            at=at_of(desk, args), alarm_at=moment_of(desk, args.alarm, "--alarm"), move_begin=args.move_begin,
        )  # fmt: skip

    grip = asks(actions, "grip", "leg een GRIP-niveau vast (0 is routine)", request)
    grip.add_argument("level", type=whole_number, metavar="NIVEAU")
    grip.add_argument("--by", required=True, metavar="FUNCTIE", help="welke functie het besloot")
    grip.add_argument(
        "--capacity", default="", metavar="HOEDANIGHEID", help="burgemeester of voorzitter veiligheidsregio"
    )
    grip.add_argument("--via", default="", metavar="FUNCTIE", help="van wie u het hoorde")
    grip.add_argument("--reason", default="", metavar="REDEN")
    grip.add_argument("--alarm", metavar="TIJD", help="grootschalige alarmering: de wettelijke klokken beginnen dan")
    grip.add_argument("--move-begin", action="store_true", help="verzet het begin als deze stap ervoor ligt")
    withdrawing = asks(
        actions,
        "withdraw",
        "trek een vergissing in: een stap van GRIP, klok, inlichten, leiding of nafase",
        lambda desk, args: desk.incidents.withdraw(args.number, args.step, reason=args.reason),
        at=False,
    )
    withdrawing.add_argument("step", metavar="STAP", help="record_id van de stap, uit 'incident show --json'")
    withdrawing.add_argument("--reason", required=True, metavar="REDEN")


def _add_fields(actions: Any) -> None:
    fields = "title, place, nature, reporter, reported_via, case_number, lcms_reference"
    setting = asks(
        actions,
        "set",
        f"vul een gegeven in: {fields}",
        lambda desk, args: desk.incidents.set_field(args.number, args.field, args.value),
        at=False,
    )
    setting.add_argument("field", metavar="VELD")
    setting.add_argument("value", metavar="WAARDE")
    begin = asks(
        actions,
        "begin",
        "verzet het begin van een incident",
        lambda desk, args: desk.incidents.set_begin(
            args.number, moment_of(desk, args.begin, "begin") or desk.seat.now, reason=args.reason
        ),
        at=False,
    )
    begin.add_argument("begin", metavar="TIJD")
    add_texts(begin, reason="REDEN")


def _add_informing(actions: Any) -> None:
    def request(desk: Desk, args: argparse.Namespace) -> SubjectRow:
        return desk.response.inform(
            args.number, args.function, by=args.by, via=args.via, answer=args.answer,
            reached=not args.not_reached, at=at_of(desk, args),
        )  # fmt: skip

    informing = asks(actions, "inform", "leg vast dat een functie is ingelicht", request)
    informing.add_argument("function", metavar="FUNCTIE")
    add_texts(informing, by="FUNCTIE", via="WIJZE", answer="ANTWOORD")
    informing.add_argument("--not-reached", action="store_true", help="geprobeerd, maar niet bereikt")
    knows = actions.add_parser("knows", help="wie weet het, en wie moet het nog weten")
    knows.add_argument("number", metavar="NR")
    add_json(knows)
    knows.set_defaults(run=_knows)


def _knows_json(known: Sequence[Known]) -> list[dict[str, Any]]:
    return [{"function": one.function, "waiting": one.waiting, **_telling_json(one.telling)} for one in known]


def _knows(desk: Desk, args: argparse.Namespace) -> int:
    known = desk.response.who_knows(desk.seat.find(args.number, "incident"))
    if args.json:
        say_json(_knows_json(known))
        return 0
    rows = []
    for one in known:
        told = one.telling or {}
        sign = "! nog" if one.waiting else "✓" if told.get("reached") else "–"
        at = (local(told.get("at", "")) or "")[:16].replace("T", " ")
        reached = {True: "ja", False: "nee"}.get(told.get("reached", ""), "")
        rows.append((sign, one.function, at, *(told.get(key) or "" for key in ("by", "via", "answer")), reached))
    say_table(("", "functie", "tijd", "door", "via", "antwoord", "bereikt"), rows)
    return 0


def _telling_json(telling: Mapping[str, Any] | None) -> dict[str, Any]:
    told = telling or {}
    texts = {key: told.get(key) for key in ("by", "via", "answer", "reached")}
    return {"at": local(told.get("at", "")), **texts}


def _add_lead(actions: Any) -> None:
    def request(desk: Desk, args: argparse.Namespace) -> SubjectRow:
        return desk.response.pass_lead(
            args.number, args.structure, args.leader, from_structure=args.from_structure,
            from_leader=args.from_leader, via=args.via, reason=args.reason, at=at_of(desk, args),
        )  # fmt: skip

    lead = asks(actions, "lead", "leg vast wie leidt; van de ene structuur naar de andere is een kanteling", request)
    lead.add_argument("structure", metavar="STRUCTUUR", help="CoPI, ROT, GBT, CMT, SGBO, driehoek …")
    lead.add_argument("--leader", required=True, metavar="FUNCTIE")
    lead.add_argument("--from", dest="from_structure", default="", metavar="STRUCTUUR")
    add_texts(lead, from_leader="FUNCTIE", via="FUNCTIE", reason="REDEN")


def _add_clocks(actions: Any) -> None:
    start = asks(
        actions,
        "clock-start",
        "laat de wettelijke klokken beginnen: large_scale_alarm of gbt_convened",
        lambda desk, args: desk.response.start_clock(args.number, args.event, via=args.via, at=at_of(desk, args)),
    )
    start.add_argument("event", metavar="GEBEURTENIS")
    add_texts(start, via="FUNCTIE")
    stop = asks(
        actions,
        "clock-stop",
        "vink een klok af",
        lambda desk, args: desk.response.stop_clock(
            args.number,
            args.key,
            outcome="not_needed" if args.not_needed else "reached",
            note=args.note,
            at=at_of(desk, args),
        ),
    )
    stop.add_argument("key", metavar="KLOK", help="copi, rot_leaders, gbt … zie 'incident clocks'")
    stop.add_argument("--not-needed", action="store_true", help="dit team is niet opgeroepen")
    add_texts(stop, note="TEKST")
    listing = actions.add_parser("clocks", help="de wettelijke klokken van een incident")
    listing.add_argument("number", metavar="NR")
    add_json(listing)
    listing.set_defaults(run=_clocks)


def _clocks(desk: Desk, args: argparse.Namespace) -> int:
    found = desk.response.clocks(desk.seat.find(args.number, "incident"))
    if args.json:
        say_json(_clocks_json(found))
        return 0
    rows = [
        (one.key, one.label, CLOCK_STATES[one.status], f"{one.minutes} min", _clock_time(one.due_at), one.note)
        for one in found
    ]
    say_table(("klok", "wie", "stand", "binnen", "uiterlijk", ""), rows)
    return 0


def _clock_time(moment: datetime | None) -> str:
    return iso_local(moment)[:16].replace("T", " ") if moment else ""


def _clocks_json(found: Sequence[Clock]) -> list[dict[str, Any]]:
    moments = ("started_at", "due_at", "stopped_at")
    shown = [{key: iso_local(moment) if (moment := getattr(one, key)) else None for key in moments} for one in found]
    return [{**one._asdict(), **times} for one, times in zip(found, shown, strict=True)]


def _add_aftercare(actions: Any) -> None:
    begin = asks(
        actions,
        "aftercare",
        "ga over naar de nafase",
        lambda desk, args: desk.incidents.aftercare(
            args.number, owner=args.owner, reason=args.reason, at=at_of(desk, args)
        ),
    )
    begin.add_argument("--owner", required=True, metavar="FUNCTIE", help="wie de nafase heeft")
    add_texts(begin, reason="REDEN")
    point = asks(
        actions,
        "aftercare-point",
        "zet een punt van de nafaselijst op open, busy, done of not_needed",
        lambda desk, args: desk.response.mark_aftercare(
            args.number, args.key, args.state, owner=args.owner, note=args.note, at=at_of(desk, args)
        ),
    )
    point.formatter_class = _PointsHelp
    point.add_argument("key", metavar="PUNT", help="sleutel of naam van het punt")
    point.add_argument("state", metavar="STAND")
    add_texts(point, owner="FUNCTIE", note="TEKST")


class _PointsHelp(argparse.HelpFormatter):
    """Help that names the points of the nafase list, read when it is asked for: no other command waits for it."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        if action.dest != "key":
            return action.help
        from aovconsole.reference.files import load_aftercare

        known = ", ".join(f"{point.key} ({point.label})" for point in load_aftercare().points)
        return f"{action.help}: {known}"


def _close(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    row = desk.incidents.close(args.number, reason=args.reason, handed_to=args.to, at=at_of(desk, args))
    end = json.loads(row.body)["phases"][-1]
    if end["left_open"] and not end["to"]:
        warn(f"{row.number} is dicht, maar niemand neemt over wat openstond (--to): {'; '.join(end['left_open'])}")
    return row


def _add_ends(actions: Any) -> None:
    close = asks(
        actions,
        "close",
        "sluit een incident af",
        _close,
    )
    close.add_argument("--to", default="", metavar="FUNCTIE", help="wie overneemt wat nog open staat")
    add_texts(close, reason="REDEN")
    reopen = asks(
        actions,
        "reopen",
        "heropen een incident",
        lambda desk, args: desk.incidents.reopen(args.number, reason=args.reason, at=at_of(desk, args)),
    )
    add_texts(reopen, reason="REDEN")
    pending = actions.add_parser("pending", help="wat nog open staat voordat het incident dicht kan")
    pending.add_argument("number", metavar="NR")
    add_json(pending)
    pending.set_defaults(run=_pending)


def _pending(desk: Desk, args: argparse.Namespace) -> int:
    found = desk.response.open_matters(desk.seat.find(args.number, "incident"))
    if args.json:
        say_json([matter._asdict() for matter in found])
        return 0
    say_table(("wat nog open staat",), [(matter.text,) for matter in found])
    return 0
