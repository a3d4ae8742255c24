"""Acts of the roster: put on, imported, replaced, swapped, taken over, withdrawn, a name erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import AMSTERDAM, stored
from tests.journal.act import Act, row, span, word

_DUTIES = ("AOV", "achterwacht", "communicatie")


def _add(desk: Desk, act: Act) -> object:
    begin = desk.seat.now + timedelta(minutes=act.minutes)
    return desk.roster.add(_DUTIES[act.word % 3], word(act), begin=begin, end=begin + span(desk, act))


def _import(desk: Desk, act: Act) -> object:
    """One of two files, with one to three rows that move from time to time."""
    begin = (desk.seat.now + timedelta(hours=1)).astimezone(AMSTERDAM).replace(hour=12, minute=0)
    rows = [
        f"AOV;AOV-{(act.word + n) % 3};{day:%Y-%m-%d %H:%M};{day + timedelta(days=1):%Y-%m-%d}"
        for n, day in enumerate(begin + timedelta(days=n) for n in range(1 + act.target % 3))
    ]
    raw = "\n".join(["dienst;naam;begin;eind;uid", *(f"{one};u{n}" for n, one in enumerate(rows))])
    return desk.roster.read(raw.encode(), f"rooster{act.target % 2}.csv")


def _other_rows(desk: Desk, act: Act) -> object:
    """The same file with another row alone: what stood in it before is no longer there."""
    day = (desk.seat.now + timedelta(days=1 + act.word % 3)).astimezone(AMSTERDAM)
    raw = f"dienst;naam;begin;eind;uid\nAOV;AOV-1;{day:%Y-%m-%d};{day + timedelta(days=1):%Y-%m-%d};los{act.word}"
    return desk.roster.read(raw.encode(), f"rooster{act.target % 2}.csv")


def _standing(desk: Desk, number: int) -> str:
    """One of the stretches that are not over."""
    rows = [one for one in desk.reading.of_type("duty", status="planned") if one.end_at > stored(desk.seat.now)]
    return rows[number % len(rows)].subject if rows else ""


def _swap(desk: Desk, act: Act) -> object:
    return desk.roster.swap(_standing(desk, act.target), _standing(desk, act.word), reason=word(act))


def _erase(desk: Desk, act: Act) -> object:
    """Somebody whose duty is over, and whose name then goes."""
    over, name = desk.seat.now - timedelta(minutes=1), f"gast {act.target} {word(act)}"
    gone = desk.roster.add("AOV", name, begin=over - timedelta(hours=1), end=over)
    if act.word % 2:
        desk.roster.withdraw(gone.subject, reason=word(act))
    return desk.roster.erase_name(name, ground=word(act))


ROSTER_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "rostered": _add,
    "roster import": _import,
    "roster import of others": _other_rows,
    "roster replace": lambda d, a: d.roster.replace(_standing(d, a.target), f"inval {word(a)}", reason=word(a)),
    "roster swap": _swap,
    "roster takeover": lambda d, a: d.roster.takeover(_DUTIES[a.target % 3], f"spoed {word(a)}", reason=word(a)),
    "roster withdraw": lambda d, a: d.roster.withdraw(
        row(d, a, ("duty", "holding")[a.word % 2]).subject, reason=word(a)
    ),
    "roster name erased": _erase,
}
