"""Options that several commands share, and argparse that speaks Dutch."""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aovconsole.desk.desk import Desk

_DUTCH = {
    "usage: ": "gebruik: ",
    "positional arguments": "argumenten",
    "options": "opties",
    "show this help message and exit": "toon deze hulp",
    "the following arguments are required: %s": "verplicht: %s",
    "unrecognized arguments: %s": "onbekende argumenten: %s",
    "expected one argument": "verwacht een waarde",
    "expected at least one argument": "verwacht minstens een waarde",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r bestaat niet (kies uit %(choices)s)",
    "invalid %(type)s value: %(value)r": "%(value)r is geen %(type)s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "not allowed with argument %s": "gaat niet samen met %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan betekenen: %(matches)s",
    "ignored explicit argument %r": "%r hoort hier niet",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "one of the arguments %s is required": "een van deze is verplicht: %s",
}


_NEGATIVE = re.compile(r"-[0-9.,].*")


def speak_dutch() -> None:
    """Let argparse's own sentences be Dutch; it offers no other way than its translation function."""
    argparse._ = lambda text: _DUTCH.get(text, text)  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, count: _DUTCH.get(one, one) if count == 1 else _DUTCH.get(many, many)  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """A parser that answers a mistake with one line and exit code 2; what begins with -1 is a value, also -5%."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._negative_number_matcher = _NEGATIVE  # argparse offers no other way to widen what it takes for a number

    def error(self, message: str) -> object:  # type: ignore[override]
        """End with a usage error: the mistake and where help stands."""
        self.exit(2, f"aovconsole: {message}; zie '{self.prog} --help'\n")


def whole_number(text: str) -> int:
    """A whole number that is not negative, for argparse.

    Raises:
        ArgumentTypeError: it lies below zero.
    """
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("kan niet onder nul zijn")
    return number


whole_number.__name__ = "heel getal"


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="één JSON-document op stdout")


def add_texts(parser: argparse.ArgumentParser, **metavars: str) -> None:
    """Add an option for each text that may stay out, empty then: `end_place="PLAATS"` is `--end-place PLAATS`."""
    for name, metavar in metavars.items():
        parser.add_argument(f"--{name.replace('_', '-')}", default="", metavar=metavar)


def add_at(
    parser: argparse.ArgumentParser, help_: str = "wanneer het gebeurde (UU:MM of ISO 8601); nu als het er niet staat"
) -> None:
    """Add `--at`."""
    parser.add_argument("--at", metavar="TIJD", help=help_)


def add_horizon(parser: argparse.ArgumentParser) -> None:
    """Add the two options that look back: known at, and happened until."""
    parser.add_argument("--as-of", metavar="TIJD", help="zoals hier bekend op dit moment")
    parser.add_argument("--happened-until", metavar="TIJD", help="wat tot en met dit moment gebeurd was")


def moment_of(desk: Desk, text: str | None, what: str) -> datetime | None:
    """The moment that an option names; None when the option was not given."""
    if text is None:
        return None
    from aovconsole.domain.times import moment_from  # the zone data is not needed to read the words

    return moment_from(text, what, now=desk.seat.now, zone=desk.zone)


def at_of(desk: Desk, args: argparse.Namespace) -> datetime | None:
    """The moment of `--at`; None when it was not given, which means now."""
    return moment_of(desk, args.at, "--at")


def horizon_of(desk: Desk, args: argparse.Namespace) -> tuple[datetime | None, datetime | None]:
    """The two moments that look back: known at, and happened until; None for what was not given."""
    return moment_of(desk, args.as_of, "--as-of"), moment_of(desk, args.happened_until, "--happened-until")


def coming_moment(desk: Desk, text: str, what: str, *, since: datetime | None = None) -> datetime:
    """The moment that an option names of something ahead: UU:MM is the first such time since then, or since now."""
    from aovconsole.domain.times import clock_time, moment_from, next_local

    now, (hour, _, minute) = desk.seat.now, text.strip().partition(":")
    clock = clock_time(hour, minute) if hour.isdecimal() and len(minute) == 2 else None
    if clock is None:
        return moment_from(text, what, now=now, zone=desk.zone)
    return moment_from(next_local(clock, since or now, desk.zone).isoformat(), what, zone=desk.zone)


def today_begins(desk: Desk) -> datetime:
    """Midnight at the begin of today: UU:MM of something planned is today's, also when that is past."""
    return desk.seat.now.astimezone(desk.zone).replace(hour=0, minute=0, second=0, microsecond=0)
