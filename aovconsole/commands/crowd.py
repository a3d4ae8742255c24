"""`aovconsole cmt crowd` and what belongs to it: how busy it is, corrected, held against capacity and thresholds."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from aovconsole.commands.options import add_at, add_json, add_texts, at_of
from aovconsole.commands.output import local, say, say_banner, say_json, say_table
from aovconsole.desk.desk import Desk
from aovconsole.domain.crowd_state import PlaceState, Reached, Reading, Setting, readings_in
from aovconsole.domain.crowd_values import HOW, METHOD_WORDS, MOST, derived_text, value_text
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import clock_text, day_from, read_stored

TRENDS = {"rising": "stijgt", "falling": "daalt", "steady": "gelijk", "": ""}

_NUMBERS = ("value", "capacity", "area", "square_metres")

Request = Callable[[Desk, argparse.Namespace], Record]
"""What a command asks of the desk."""


def add_crowd(actions: Any) -> None:
    """Add the actions to `cmt`; they work on every dossier that has a number."""
    reading = _records(actions, "crowd", "leg vast hoe druk het is; toont het id van de meting", _read)
    reading.add_argument("number", metavar="NR", help="een CMT-dag, een evenement of een ander dossier")
    reading.add_argument("place", metavar="PLAATS")
    reading.add_argument("value", metavar="WAARDE", help=HOW.replace("%", "%%"))
    _add_method(reading)
    add_texts(reading, by="FUNCTIE", note="TEKST")
    add_at(reading, "wanneer het gezien is (UU:MM of ISO 8601); nu als het er niet staat")
    correcting = _records(actions, "crowd-correct", "zet een andere waarde in de plaats van een meting", _correct)
    correcting.add_argument("record", metavar="ID")
    correcting.add_argument("value", metavar="WAARDE")
    correcting.add_argument("--reason", required=True, metavar="REDEN")
    _add_method(correcting)
    gone = _records(actions, "crowd-withdraw", "trek een meting, capaciteit, oppervlakte of drempel in", _withdraw)
    gone.add_argument("record", metavar="ID")
    add_texts(gone, reason="REDEN")
    for name, metavar, help_, request in (
        ("capacity", "AANTAL", "hoeveel mensen een plaats bevat", _capacity),
        ("area", "M2", "hoe groot een plaats is", _area),
        ("threshold", "WAARDE", "vanaf welke waarde een plaats aandacht vraagt; besluit nooit", _threshold),
    ):
        setting = _on_place(actions, name, help_, request)
        setting.add_argument("value", metavar=metavar)
        setting.add_argument("--owner", required=True, metavar="HOUDER", help="van wie dit getal is")
        setting.add_argument("--as-of", metavar="DATUM", help="stand van deze dag; vandaag als het er niet staat")
        add_texts(setting, source="BRON")
        if name == "threshold":
            setting.add_argument("--label", required=True, metavar="NAAM")
            add_texts(setting, decision="BESLUIT")
    dropping = _on_place(actions, "threshold-drop", "een drempel geldt niet meer", _drop)
    dropping.add_argument("--label", required=True, metavar="NAAM")
    dropping.add_argument("--unit", default="", choices=tuple(MOST), metavar="EENHEID")
    add_texts(dropping, reason="REDEN")
    listing = actions.add_parser("crowd-list", help="hoe druk het is, per plaats van een dossier")
    listing.add_argument("number", metavar="NR")
    add_json(listing)
    listing.set_defaults(run=_list)


def _add_method(parser: argparse.ArgumentParser) -> None:
    words = ", ".join(METHOD_WORDS.values())
    parser.add_argument("--method", default="", metavar="METHODE", help=f"hoe het gezien is: {words}")


def _on_place(actions: Any, name: str, help_: str, request: Request) -> argparse.ArgumentParser:
    parser = _records(actions, name, help_, request)
    parser.add_argument("number", metavar="NR")
    parser.add_argument("place", metavar="PLAATS")
    add_at(parser, "vanaf wanneer het geldt; nu als het er niet staat")
    return parser


def _records(actions: Any, name: str, help_: str, request: Request) -> argparse.ArgumentParser:
    """A command that prints the id of the record that it made; with `--json` what that record says."""
    parser: argparse.ArgumentParser = actions.add_parser(name, help=help_, description=help_)
    add_json(parser)
    parser.set_defaults(run=lambda desk, args: _told(desk, args, request(desk, args)))
    return parser


def _read(desk: Desk, args: argparse.Namespace) -> Record:
    return desk.crowd.read(
        args.number, args.place, args.value, method=args.method, by=args.by, at=at_of(desk, args), note=args.note
    )


def _correct(desk: Desk, args: argparse.Namespace) -> Record:
    return desk.crowd.correct(args.record, args.value, reason=args.reason, method=args.method)


def _withdraw(desk: Desk, args: argparse.Namespace) -> Record:
    return desk.crowd.withdraw(args.record, reason=args.reason)


def _capacity(desk: Desk, args: argparse.Namespace) -> Record:
    return desk.crowd.set_capacity(args.number, args.place, args.value, **_whose(desk, args))


def _area(desk: Desk, args: argparse.Namespace) -> Record:
    return desk.crowd.set_area(args.number, args.place, args.value, **_whose(desk, args))


def _threshold(desk: Desk, args: argparse.Namespace) -> Record:
    return desk.crowd.set_threshold(
        args.number, args.place, args.value, label=args.label, decision=args.decision, **_whose(desk, args)
    )


def _drop(desk: Desk, args: argparse.Namespace) -> Record:
    return desk.crowd.drop_threshold(
        args.number, args.place, args.label, unit=args.unit, reason=args.reason, at=at_of(desk, args)
    )


def _whose(desk: Desk, args: argparse.Namespace) -> dict[str, Any]:
    as_of = day_from(args.as_of, "--as-of") if args.as_of else None
    return {"owner": args.owner, "as_of": as_of, "source": args.source, "at": at_of(desk, args)}


def _told(desk: Desk, args: argparse.Namespace, record: Record) -> int:
    if not args.json:
        say(record.id)
        return 0
    from aovconsole.domain.kinds import decode  # read back only for a document

    payload, row = decode(record), desk.reading.subject(record.subject)
    said = asdict(payload) if payload else {}
    numbers = {name: _number(Decimal(said[name])) if said[name] else None for name in _NUMBERS if name in said}
    head = {"id": record.id, "kind": record.kind, "occurred_at": local(record.occurred_at)}
    place = {"place": row.place, "status": row.status} if row else {}
    say_json({**head, **said, **numbers, **place})
    return 0


def _list(desk: Desk, args: argparse.Namespace) -> int:
    states = desk.crowd.places(args.number)
    if args.json:
        say_json([place_json(desk, state) for state in states])
        return 0
    say_banner(desk.journal.realm)
    say_table(
        ("plaats", "drukte", "van", "tijd", "trend", "drempel"),
        [
            (
                state.place + ("" if state.known_place else " (niet in de plaatsenlijst)"),
                value_text(Decimal(state.newest.value), state.newest.unit) if state.newest else "geen meting",
                _share(state),
                _clock(desk, state.newest.at) if state.newest else "",
                TRENDS[state.trend],
                _reached(desk, state),
            )
            for state in states
        ],
    )
    return 0


def _clock(desk: Desk, at: Instant) -> str:
    """A time of day, with its day where that is not today: a reading of last night is not one of tonight."""
    return clock_text(read_stored(at), desk.seat.now, zone=desk.zone)


def _share(state: PlaceState) -> str:
    """The share of the capacity where it was not itself the reading."""
    if state.share is None or not state.capacity:
        return ""
    of = f"van {value_text(Decimal(state.capacity.value), 'persons')}"
    same = state.newest and state.newest.unit == "share"
    return of if same else f"{derived_text(state.share, 'share')} {of}"


def _reached(desk: Desk, state: PlaceState) -> str:
    if state.reached:
        first = state.reached[0]
        return f"{first.label} sinds {_clock(desk, first.since)}"
    if state.left:
        last = state.left[0]
        return f"onder {last.label} sinds {_clock(desk, last.until)}"
    return ""


def place_json(desk: Desk, state: PlaceState) -> dict[str, Any]:
    """A place as `cmt crowd-list` prints it: how it stands, and its readings."""
    row = desk.reading.subject(state.subject)
    readings = readings_in(json.loads(row.body)) if row else ()
    return {**state_json(desk, state), "readings": [_reading_json(one) for one in readings]}


def state_json(desk: Desk, state: PlaceState) -> dict[str, Any]:
    """How a place stands; `persons`, `share` and `density` are null where no step leads to them."""
    return {
        "subject": state.subject,
        "place": state.place,
        "known_place": state.known_place,
        "newest": _reading_json(state.newest) if state.newest else None,
        "age_minutes": state.age_minutes,
        "trend": state.trend or None,
        **{unit: _number(getattr(state, unit)) for unit in ("persons", "share", "density")},
        "capacity": _setting_json(state.capacity),
        "area": _setting_json(state.area),
        "reached": [_reached_json(one) for one in state.reached],
        "left": [_reached_json(one) for one in state.left],
        "thresholds": [_setting_json(one) for one in state.thresholds],
        "guides": _guides_json(desk, state),
    }


def _guides_json(desk: Desk, state: PlaceState) -> list[dict[str, Any]]:
    """The guide figures that stand beside the density, each with its source and that it is no verdict."""
    guides = desk.crowd.guides_for(state.density) if state.density is not None else ()
    remark = desk.crowd.guide_remark if guides else ""
    return [
        {"label": one.label, "density": one.density, "meaning": one.meaning, "source": one.source, "remark": remark}
        for one in guides
    ]


def _reading_json(one: Reading) -> dict[str, Any]:
    return {
        **asdict(one), "at": local(one.at), "value": _number(Decimal(one.value)), "first": one.first or None,
    }  # fmt: skip


def _setting_json(one: Setting | None) -> dict[str, Any] | None:
    if one is None:
        return None
    keys = ("label", "unit", "owner", "as_of", "source", "decision", "plan", "record_id")
    said = {name: getattr(one, name) for name in keys}
    return {"at": local(one.at), "value": _number(Decimal(one.value)), **said}


def _reached_json(one: Reached) -> dict[str, Any]:
    moments = {name: local(getattr(one, name)) for name in ("since", "until", "reading_at")}
    return {**asdict(one), **moments, "value": _number(Decimal(one.value))}


def _number(value: Decimal | None) -> int | float | None:
    """A number for JSON: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(float(value), 4)
