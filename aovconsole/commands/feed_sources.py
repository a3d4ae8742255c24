"""What `aovconsole feed` does with sources: switching, keys, polling once, and using what they say."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from typing import Any

from aovconsole.commands.options import add_json
from aovconsole.commands.output import local, say, say_json, say_table, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.signal import signal_subject
from aovconsole.domain.signal_state import UNTESTED, FeedState, SignalNow, age_text
from aovconsole.domain.times import clock_text, iso_local, read_stored
from aovconsole.errors import CommandRefused

KEY_VARIABLE = "AOVCONSOLE_FEED_KEY"


def add_sources(actions: Any) -> None:
    """Add the actions to `feed`."""
    for name, help_, request in (
        ("list", "toon de bronnen en hoe zij ervoor staan", _list),
        ("signals", "toon wat de bronnen die aan staan het laatst zeiden", _signals),
    ):
        parser = actions.add_parser(name, help=help_, description=help_)
        add_json(parser)
        parser.set_defaults(run=request)
    for name, help_ in (("on", "zet een bron aan"), ("off", "zet een bron uit; wat zij zei wordt vergeten")):
        parser = _on_source(actions, name, help_)
        parser.set_defaults(run=_switch, on=name == "on")
        if name == "on":
            parser.add_argument("--agree", action="store_true", help="eens met de privacyregel van deze bron")
    polling = actions.add_parser("poll", help="vraag de bronnen nu een keer", description="Vraagt nu een keer.")
    polling.add_argument("source", nargs="?", default="", metavar="BRON", help="alleen deze bron")
    add_json(polling)
    polling.set_defaults(run=_poll)
    keying = _on_source(actions, "key", f"bewaar de sleutel van een bron, van stdin of uit {KEY_VARIABLE}")
    keying.set_defaults(run=_key)
    _add_uses(actions)


def _add_uses(actions: Any) -> None:
    logging = _on_signal(actions, "log", "leg een signaal vast als regel; toont het id van de regel")
    logging.add_argument("--dossier", metavar="NR", help="in dit dossier; het logboek als het er niet staat")
    logging.set_defaults(run=_log)
    opening = _on_signal(actions, "incident", "open een incident van een signaal; toont het nummer")
    opening.set_defaults(run=_incident)
    shown = actions.add_parser("shown", help="wat het scherm van signalen toonde terwijl een dossier open was")
    shown.add_argument("number", metavar="NR")
    add_json(shown)
    shown.set_defaults(run=_shown)


def _on_source(actions: Any, name: str, help_: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=help_, description=help_)
    parser.add_argument("source", metavar="BRON", help="zie feed list")
    return parser


def _on_signal(actions: Any, name: str, help_: str) -> argparse.ArgumentParser:
    parser = _on_source(actions, name, help_)
    parser.add_argument("key", metavar="SLEUTEL", help="zie feed signals")
    return parser


def _list(desk: Desk, args: argparse.Namespace) -> int:
    states, rules = desk.feeds.states(), {one.id: one.privacy_rule for one in desk.feeds.readers()}
    if args.json:
        say_json([feed_json(one, desk.seat.now, rules.get(one.id, "")) for one in states])
        return 0
    say_table(
        ("bron", "naam", "staat", "vraagt elke", "let op"),
        [
            (one.id, one.label, _told(desk, one), _rhythm(one.rhythm), UNTESTED if one.untested else "")
            for one in states
        ],
    )
    for one in states:
        if rules.get(one.id):
            say(f"{one.id}: {rules[one.id]}")
    return 0


def _told(desk: Desk, one: FeedState) -> str:
    return one.words(desk.seat.now, desk.zone)


def _rhythm(seconds: int) -> str:
    return f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"


def feed_json(one: FeedState, now: datetime, rule: str = "") -> dict[str, Any]:
    """A source as the commands print it."""
    return {
        "id": one.id,
        "label": one.label,
        "on": one.on,
        "state": one.state(now),
        "rhythm_seconds": one.rhythm,
        "tested_on_recording": not one.untested,
        "good_at": _moment(one.good_at),
        "tried_at": _moment(one.tried_at),
        "failing_since": _moment(one.failing_since),
        "fault": one.fault,
        "failures": one.failures,
        "next_try_at": _moment(one.next_try),
        "clock_ahead_seconds": one.skew,
        "remarks": list(one.remarks),
        "privacy_rule": rule,
    }


def _signals(desk: Desk, args: argparse.Namespace) -> int:
    board, now = desk.feeds.board(), desk.seat.now
    if args.json:
        say_json([_signal_json(desk, one, now) for one in board.signals])
        return 0
    for feed in board.feeds:
        if feed.state(now) != "fresh":
            warn(f"{feed.label}: {_told(desk, feed)}")
    if not board.feeds:
        say("er staat geen bron aan; zie 'aovconsole feed list'")
    elif not board.signals:
        say("geen signalen; dat is niet hetzelfde als geen gevaar")
    else:
        say_table(
            ("bron", "sleutel", "signaal", "niveau en waarde", "van", "oud", "let op"),
            [
                (
                    one.feed.id, one.key, one.headline, one.said, clock_text(one.moment, now, zone=desk.zone),
                    age_text(one.age(now)), ", ".join(one.doubts(now)),
                )
                for one in board.signals
            ],
        )  # fmt: skip
    return 0


def _signal_json(desk: Desk, one: SignalNow, now: datetime) -> dict[str, Any]:
    row = desk.reading.subject(signal_subject(one.feed.id, one.key))
    return {
        "source": one.feed.id,
        "label": one.feed.label,
        "key": one.key,
        "headline": one.headline,
        "level": one.level,
        "level_text": one.level_text,
        "value": one.value,
        "unit": one.unit,
        "place": one.place,
        "begin_at": _moment(one.begin_at),
        "until_at": _moment(one.until_at),
        "measured_at": _moment(one.measured_at),
        "read_at": _moment(one.read_at),
        "age_seconds": int(one.age(now).total_seconds()),
        "stale": one.stale(now),
        "doubts": list(one.doubts(now)),
        "detail": list(one.detail),
        "recorded": row.status if row else None,
    }


def _switch(desk: Desk, args: argparse.Namespace) -> int:
    if args.on:
        desk.feeds.switch(args.source, True, agreed=args.agree)
    else:
        desk.feeds.switch(args.source, False)
    return 0


def _poll(desk: Desk, args: argparse.Namespace) -> int:
    states = desk.feeds.poll(args.source)
    desk.signals.settle()
    now = desk.seat.now
    if args.json:
        say_json([feed_json(one, now) for one in states])
    elif not states:
        say("er staat geen bron aan; zie 'aovconsole feed list'")
    else:
        for one in states:
            say(f"{one.label}: {_told(desk, one)}")
            for remark in one.remarks:
                say(f"  {remark}")
    return 1 if any(one.failing_since for one in states) else 0


def _key(desk: Desk, args: argparse.Namespace) -> int:
    key = os.environ.get(KEY_VARIABLE, "")
    if not key and sys.stdin.isatty():
        raise CommandRefused(f"geef de sleutel op stdin of in {KEY_VARIABLE}; op de opdrachtregel is zij te lezen")
    desk.feeds.set_key(args.source, key or sys.stdin.read(8192))
    return 0


def _log(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.signals.log(args.source, args.key, dossier=args.dossier).id)
    return 0


def _incident(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.signals.open_incident(args.source, args.key).number)
    return 0


def _shown(desk: Desk, args: argparse.Namespace) -> int:
    found = desk.signals.shown(args.number)
    if args.json:
        say_json([{"at": local(one.at), "station": one.station, "lines": list(one.lines)} for one in found])
        return 0
    for one in found:
        say(f"{clock_text(read_stored(one.at), desk.seat.now, zone=desk.zone)}  " + ("; ".join(one.lines) or "geen"))
    if not found:
        say("er is niets getoond, of er stond geen bron aan")
    return 0


def _moment(moment: datetime | None) -> str | None:
    return iso_local(moment) if moment else None
