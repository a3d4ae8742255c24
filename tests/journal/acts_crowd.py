"""Acts of how busy it is: readings in every unit, corrections, what is set for a place and taken away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from aovconsole.desk.desk import Desk
from aovconsole.errors import CommandRefused
from tests.journal.act import Act, row, span, word


def _number(desk: Desk, act: Act) -> str:
    return row(desk, act, "cmt", "evenement").number


def _place(act: Act) -> str:
    return ("Vrijthof", "vrijthof", word(act))[act.target % 3]


def _read(desk: Desk, act: Act) -> str:
    value = (f"{act.word}k", f"~{act.word * 100}", f"{act.word * 3}%", f"{act.word % 12},5/m2")[act.minutes % 4]
    return desk.crowd.read(
        _number(desk, act),
        _place(act),
        value,
        method=("", "camera")[act.word % 2],
        by="THOR",
        at=desk.seat.now - span(desk, act),
        note=word(act),
    ).id


def _line(desk: Desk, act: Act) -> str:
    lines = desk.reading.lines(type_="crowd")
    if not lines:
        raise CommandRefused("er is nog niets")
    return sorted(line.record_id for line in lines)[act.target % len(lines)]


def _threshold(desk: Desk, act: Act) -> str:
    label = ("aandacht", "vol")[act.word % 2]
    desk.crowd.set_threshold(
        _number(desk, act),
        _place(act),
        (f"{1 + act.word}000", f"{1 + act.word * 2}%", "2/m2")[act.target % 3],
        label=label,
        owner="OOV",
        decision=word(act),
        at=desk.seat.now - span(desk, act),
    )
    return label


def _dropped(desk: Desk, act: Act) -> None:
    desk.crowd.drop_threshold(_number(desk, act), _place(act), _threshold(desk, act), reason=word(act))


CROWD_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "crowd": _read,
    "crowd again": _read,
    "crowd area": lambda d, a: d.crowd.set_area(_number(d, a), _place(a), str(100 + a.word), owner="OOV"),
    "crowd capacity": lambda d, a: d.crowd.set_capacity(
        _number(d, a), _place(a), f"{1 + a.word}000", owner="OOV", at=d.seat.now - timedelta(minutes=a.word)
    ),
    "crowd correct": lambda d, a: d.crowd.correct(_read(d, a), f"{a.word}00", reason=word(a)),
    "crowd threshold": _threshold,
    "crowd threshold gone": _dropped,
    "crowd withdrawn": lambda d, a: d.crowd.withdraw(_line(d, a), reason=word(a)),
}
