"""Everything that can happen at a desk, by number: what generated histories are made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from aovconsole.desk.desk import Desk
from aovconsole.domain.calendar import ItemCancelled, ItemRead, ItemVanished, item_subject
from aovconsole.domain.evenement import EvenementCancelled
from aovconsole.domain.log import STATUSES
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


def _step(desk: Desk, act: Act) -> str:
    steps = [line.record_id for type_ in ("grip", "informed", "clock") for line in desk.reading.lines(type_=type_)]
    if not steps:
        raise CommandRefused("er is nog niets")
    return sorted(steps)[act.target % len(steps)]


def _grip(desk: Desk, act: Act) -> None:
    incident = _row(desk, act, "incident")
    if incident.status == "closed":
        desk.incidents.reopen(incident.number)
    desk.incidents.grip(
        incident.number, act.word % 6, by="OvD-Bz", at=desk.seat.now - _then(desk, act), move_begin=True
    )


def _tick(desk: Desk, act: Act) -> None:
    incident = _row(desk, act, "incident")
    running = [clock for clock in desk.response.clocks(incident) if clock.start and not clock.over]
    if not running:
        desk.incidents.grip(incident.number, 2, by="OvD", alarm_at=desk.seat.now)
        running = [clock for clock in desk.response.clocks(desk.seat.find(incident.number)) if clock.start]
    clock = sorted(running)[act.target % len(running)]
    desk.response.stop_clock(incident.number, clock.key, outcome=("reached", "not_needed")[act.word % 2])


def _point(desk: Desk, act: Act) -> None:
    incident = _row(desk, act, "incident")
    if incident.status == "closed":
        desk.incidents.reopen(incident.number)
    if incident.status != "aftercare":
        desk.incidents.aftercare(incident.number, owner=_word(act))
    desk.response.mark_aftercare(
        incident.number, ("damage", "legal")[act.word % 2], ("open", "busy", "done")[act.word % 3]
    )


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


def _closure(desk: Desk, act: Act) -> dict[str, str]:
    fields = desk.measures.power("closure_home").fields
    said = {row.key: row.choices[0] if row.choices else _word(act) for row in fields if row.kind in ("text", "choice")}
    return said | {"end": (desk.seat.now + timedelta(days=9)).isoformat()}


def _measure_step(desk: Desk, act: Act) -> object:
    row = _row(desk, act, "measure")
    steps = [step["record_id"] for step in json.loads(row.body)["steps"] if not step["withdrawn"]]
    return desk.measures.undo(row.subject, steps[act.word % len(steps)] if steps else "", _word(act))


ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "line": lambda d, a: d.log.line(_word(a), dossier=_dossier(d, a), at=d.seat.now - _then(d, a)),
    "action line": lambda d, a: d.log.line(f"{_word(a)} !actie THOR 23:30", dossier=_dossier(d, a)),
    "decision line": lambda d, a: d.log.line(f"14:00 politie {_word(a)} !besluit", dossier=_dossier(d, a)),
    "correct": lambda d, a: d.log.correct(_line(d, a), _word(a)),
    "status": lambda d, a: d.log.set_status(_line(d, a), STATUSES[a.word % 3], source=_word(a)),
    "withdraw": lambda d, a: d.log.withdraw(_line(d, a), _word(a)),
    "decision withdrawn": lambda d, a: d.log.withdraw(
        d.log.line(f"{_word(a)} !besluit", dossier=_dossier(d, a)).id, _word(a)
    ),
    "incident": lambda d, a: d.incidents.open(_word(a), place=_word(a), at=d.seat.now - _then(d, a)),
    "grip": _grip,
    "field": lambda d, a: d.incidents.set_field(
        _row(d, a, "incident").number, ("title", "place", "nature", "case_number")[a.word % 4], _word(a)
    ),
    "close": lambda d, a: d.incidents.close(_row(d, a, "incident").number, at=d.seat.now - _then(d, a)),
    "reopen": lambda d, a: d.incidents.reopen(_row(d, a, "incident").number),
    "begin": lambda d, a: d.incidents.set_begin(_row(d, a, "incident").number, d.seat.now - _then(d, a)),
    "alarm": lambda d, a: d.response.start_clock(
        _row(d, a, "incident").number, ("large_scale_alarm", "gbt_convened")[a.word % 2], at=d.seat.now - _then(d, a)
    ),
    "tick": _tick,
    "inform": lambda d, a: d.response.inform(
        _row(d, a, "incident").number,
        "burgemeester",
        answer=_word(a),
        reached=bool(a.word % 2),
        at=d.seat.now - _then(d, a),
    ),
    "lead": lambda d, a: d.response.pass_lead(
        _row(d, a, "incident").number, ("CoPI", "GBT", "CMT")[a.word % 3], _word(a), at=d.seat.now - _then(d, a)
    ),
    "aftercare": lambda d, a: d.incidents.aftercare(_row(d, a, "incident").number, owner=_word(a)),
    "point": _point,
    "step withdrawn": lambda d, a: d.incidents.withdraw(_row(d, a, "incident").number, _step(d, a), reason=_word(a)),
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
    "sitrep": lambda d, a: d.sitreps.send(
        _row(d, a, "incident").number, _word(a), to="burgemeester", scope=("whole", "since")[a.word % 2]
    ),
    "sitrep withdrawn": lambda d, a: d.sitreps.withdraw(
        _row(d, a, "sitrep").dossier, _row(d, a, "sitrep").number, _word(a)
    ),
    "measure": lambda d, a: d.measures.prepare(_row(d, a, "evenement").number, "closure_home", _closure(d, a)),
    "measure decide": lambda d, a: d.measures.decide(
        _row(d, a, "measure").subject, by="burgemeester", taken=a.word % 7 > 0, at=d.seat.now - _then(d, a)
    ),
    "measure done": lambda d, a: d.measures.done(_row(d, a, "measure").subject, "announcement", note=_word(a)),
    "measure extend": lambda d, a: d.measures.extend(
        _row(d, a, "measure").subject, d.seat.now + timedelta(days=10 + a.word), by="burgemeester"
    ),
    "measure fill": lambda d, a: d.measures.fill(_row(d, a, "measure").subject, {"area": f"{_word(a)} {a.minutes}"}),
    "measure undo": _measure_step,
    "measure withdraw": lambda d, a: d.measures.withdraw(
        _row(d, a, "measure").subject, by="burgemeester", reason=_word(a)
    ),
    "snooze": lambda d, a: d.agreements.snooze(_row(d, a, "action").subject, d.seat.now + _then(d, a), _word(a)),
    "hand over": lambda d, a: d.agreements.hand_over(
        _row(d, a, "action").subject, ("politie", "brandweer", "AC-Bz")[a.word % 3], _word(a)
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
