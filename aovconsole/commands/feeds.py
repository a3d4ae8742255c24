"""`aovconsole feed`: what the sources outside say."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args

from aovconsole.commands.feed_sources import add_sources
from aovconsole.commands.options import add_at, add_json, at_of
from aovconsole.commands.output import say, say_json, warn
from aovconsole.desk.desk import Desk
from aovconsole.desk.feed_files import read_feed_file
from aovconsole.reference.feeds import FeedId

if TYPE_CHECKING:
    from aovconsole.feeds.signal import Signal


def add(groups: Any) -> None:
    """Add the command."""
    group = groups.add_parser("feed", help="signalen van buiten", description="Signalen van buiten.")
    actions = group.add_subparsers(dest="action", required=True, metavar="WAT")
    parser = actions.add_parser("read", help="de levering van een bron uit een bestand lezen, zonder netwerk")
    parser.add_argument("file", metavar="BESTAND")
    parser.add_argument("--source", required=True, choices=get_args(FeedId), metavar="BRON", help=_SOURCES)
    add_at(parser, "lees zoals op dit moment (UU:MM of ISO 8601); nu als het er niet staat")
    add_json(parser)
    parser.set_defaults(run=_read)
    add_sources(actions)


_SOURCES = ", ".join(get_args(FeedId))


def _read(desk: Desk, args: argparse.Namespace) -> int:
    """Print the signals of a file; nothing is recorded."""
    at = at_of(desk, args) or desk.seat.now
    reader, reading = read_feed_file(desk.seat, args.file, args.source, at=at)
    if args.json:
        say_json(
            {
                "source": reader.id,
                "label": reader.label,
                "at": _moment(at.replace(microsecond=0)),
                "tested_on_recording": reader.tested_on_recording,
                "privacy_rule": reader.privacy_rule,
                "signals": [signal_json(signal) for signal in reading.signals],
                "ended": list(reading.ended),
                "remarks": list(reading.remarks),
            }
        )
        return 0
    for remark in reading.remarks:
        warn(remark)
    if not reader.tested_on_recording:
        warn(f"{reader.label}: niet getoetst aan echte levering")
    if reader.privacy_rule:
        warn(reader.privacy_rule)
    stale_after = timedelta(seconds=2 * reader.rhythm + reader.late)
    for signal in reading.signals:
        _say(signal, at, stale_after)
    if not reading.signals:
        say("geen signalen in dit bestand; dat is niet hetzelfde als geen gevaar")
    return 0


def signal_json(signal: Signal) -> dict[str, Any]:
    """A signal as the commands print it."""
    return {
        "source": signal.source,
        "key": signal.key,
        "headline": signal.headline,
        "level": signal.level,
        "level_text": signal.level_text,
        "begin_at": _moment(signal.begin),
        "until_at": _moment(signal.end),
        "measured_at": _moment(signal.measured_at),
        "value": signal.value,
        "unit": signal.unit,
        "place": signal.place,
        "detail": list(signal.detail),
        "link": signal.link,
    }


def _moment(moment: datetime | None) -> str | None:
    from aovconsole.domain.times import iso_local

    return iso_local(moment) if moment else None


def _say(signal: Signal, at: datetime, stale_after: timedelta) -> None:
    from aovconsole.domain.times import clock_text, elapsed_text

    times = [
        f"{word} {clock_text(moment, at)}" for word, moment in (("van", signal.begin), ("tot", signal.end)) if moment
    ]
    if signal.measured_at:
        stale = ", verouderd" if signal.value and at - signal.measured_at > stale_after else ""
        times.append(
            f"gemeten {clock_text(signal.measured_at, at)}, {elapsed_text(at - signal.measured_at)} oud{stale}"
        )
    level = "" if signal.level_text in signal.headline else f" [{signal.level_text}]"
    say(f"{signal.headline}{level}" + (f"  ({', '.join(times)})" if times else ""))
    for text in signal.detail:
        say(f"  {text}")
