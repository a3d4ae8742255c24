"""Everything that can happen at a desk, by number: what generated histories are made of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from aovconsole.desk.desk import Desk
from aovconsole.domain.calendar import ItemCancelled, ItemRead, ItemVanished, item_subject
from aovconsole.domain.evenement import EvenementCancelled
from aovconsole.domain.record import Draft
from aovconsole.domain.station import AttachmentAdded, DutyPlanned, TableImported, table_subject
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from tests.builders import append
from tests.still_clock import StillClock

WORDS = ("gaslek", "wéér drukte", "Vrijthof", "café vol", "oploop", "[bold]x[/]", "instroom", "regel: 12")


class Act(NamedTuple):
    """One thing that happens: which, to which of the subjects that are there, with which word, how long after."""

    name: str
    target: int
    word: int
    minutes: int


def _row(desk: Desk, act: Act, *types: str) -> SubjectRow:
    rows = [row for type_ in types for row in desk.reading.of_type(type_)]
    if not rows:
        raise CommandRefused("er is nog niets")
    return sorted(rows, key=lambda row: row.subject)[act.target % len(rows)]


def _line(desk: Desk, act: Act) -> str:
    lines = desk.reading.lines(type_="line")
    if not lines:
        raise CommandRefused("er is nog niets")
    return sorted(line.record_id for line in lines)[act.target % len(lines)]


def _dossier(desk: Desk, act: Act) -> str | None:
    with suppress(CommandRefused):
        return _row(desk, act, "incident", "cmt", "evenement").number if act.target % 3 else None
    return None


def _word(act: Act) -> str:
    return f"{WORDS[act.word % len(WORDS)]} {act.word}"


def _item(act: Act) -> tuple[str, str]:
    source = f"bron{act.target % 2}"
    return source, f"item{act.word % 3}"


def _calendar(desk: Desk, act: Act) -> None:
    source, identity = _item(act)
    begin = desk.seat.now + timedelta(minutes=act.minutes)
    read = ItemRead(
        source, f"import:{source}", identity, _word(act), f"d{act.word}", uid=identity, all_day=act.target % 5 == 0,
        occurrences=(
            (begin.date().isoformat() + "/" + begin.date().isoformat(),) if act.target % 5 == 0
            else tuple(
                f"{stored(begin + timedelta(days=n))}/{stored(begin + timedelta(days=n, hours=1))}" for n in range(2)
            )
        ),
    )  # fmt: skip
    append(desk.journal, Draft(read, subject=item_subject(source, identity)))


def _calendar_gone(payload: ItemVanished | ItemCancelled) -> Callable[[Desk, Act], object]:
    return lambda desk, act: append(desk.journal, Draft(payload, subject=item_subject(*_item(act))))


def _cancel(desk: Desk, act: Act) -> None:
    evenement = _row(desk, act, "evenement")
    append(desk.journal, Draft(EvenementCancelled(_word(act)), subject=evenement.subject, dossier=evenement.subject))


def _table(desk: Desk, act: Act) -> None:
    imported = TableImported(_word(act), "incidents", f"{act.word:064x}", act.target)
    append(desk.journal, Draft(imported, subject=table_subject("incidents", imported.sha256)))


def _duty(desk: Desk, act: Act) -> None:
    now = desk.seat.now
    append(desk.journal, DutyPlanned("AOV", _word(act), stored(now), stored(now + timedelta(hours=8))))


def _then(desk: Desk, act: Act) -> timedelta:
    return timedelta(minutes=act.minutes % 240)


ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "line": lambda d, a: d.log.line(_word(a), dossier=_dossier(d, a), at=d.seat.now - _then(d, a)),
    "action line": lambda d, a: d.log.line(f"{_word(a)} !actie THOR 23:30", dossier=_dossier(d, a)),
    "decision line": lambda d, a: d.log.line(f"14:00 politie {_word(a)} !besluit", dossier=_dossier(d, a)),
    "correct": lambda d, a: d.log.correct(_line(d, a), _word(a)),
    "withdraw": lambda d, a: d.log.withdraw(_line(d, a), _word(a)),
    "decision withdrawn": lambda d, a: d.log.withdraw(
        d.log.line(f"{_word(a)} !besluit", dossier=_dossier(d, a)).id, _word(a)
    ),
    "incident": lambda d, a: d.incidents.open(_word(a), place=_word(a), at=d.seat.now - _then(d, a)),
    "grip": lambda d, a: d.incidents.grip(
        _row(d, a, "incident").number, a.word % 6, by="OvD-Bz", at=d.seat.now - _then(d, a)
    ),
    "field": lambda d, a: d.incidents.set_field(
        _row(d, a, "incident").number, ("title", "place", "nature", "case_number")[a.word % 4], _word(a)
    ),
    "close": lambda d, a: d.incidents.close(_row(d, a, "incident").number, at=d.seat.now - _then(d, a)),
    "reopen": lambda d, a: d.incidents.reopen(_row(d, a, "incident").number),
    "evenement": lambda d, a: d.evenementen.add(
        _word(a), begin=d.seat.now, end=d.seat.now + _then(d, a), place="Markt", handling_class="ABC"[a.word % 3]
    ),
    "round": lambda d, a: d.evenementen.round(_row(d, a, "evenement").number, at=d.seat.now - _then(d, a)),
    "cancel": _cancel,
    "demonstration": lambda d, a: d.demonstrations.add(at=d.seat.now + _then(d, a), place=_word(a), scale="small"),
    "cmt": lambda d, a: d.cmt.open(_word(a), at=d.seat.now - _then(d, a)),
    "rise": lambda d, a: d.cmt.close(_row(d, a, "cmt").number, at=d.seat.now - _then(d, a)),
    "action": lambda d, a: d.agreements.action(_row(d, a, "cmt", "incident").number, _word(a), owner="THOR"),
    "decision": lambda d, a: d.agreements.decide(_row(d, a, "cmt", "incident").number, _word(a)),
    "step": lambda d, a: d.agreements.step(
        _row(d, a, "action").subject, ("open", "busy", "done", "closed", "dropped")[a.word % 5], _word(a)
    ),
    "calendar": _calendar,
    "vanished": _calendar_gone(ItemVanished()),
    "cancelled": _calendar_gone(ItemCancelled()),
    "duty": _duty,
    "attachment": lambda d, a: append(
        d.journal, Draft(AttachmentAdded(_word(a), f"{a.word:064x}", a.target), dossier=d.seat.dossier(_dossier(d, a)))
    ),
    "table": _table,
}

acts = st.builds(
    Act, st.sampled_from(sorted(ACTS)), st.integers(0, 30), st.integers(0, 40), st.integers(-90, 90)
)  # fmt: skip


def perform(desk: Desk, act: Act) -> bool:
    """Let it happen after its minutes (before, when the clock is put back); whether it was not refused."""
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    clock.advance(minutes=act.minutes)
    try:
        ACTS[act.name](desk, act)
    except CommandRefused:
        return False
    return True
