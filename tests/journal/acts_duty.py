"""Acts of passing the duty on: handovers and if-then agreements."""

from __future__ import annotations

import json
from collections.abc import Callable

from aovconsole.desk.desk import Desk
from tests.journal.act import Act, dossier_of, row, word


def _open(desk: Desk, act: Act) -> str:
    waiting = desk.handovers.open()
    return (waiting or desk.handovers.make(receiver="AOV-8")).number


def _note(desk: Desk, act: Act) -> None:
    number = _open(desk, act)
    matters = json.loads(desk.seat.find(number).body)["matters"]
    key = matters[act.target % len(matters)]["key"] if matters else "general"
    desk.handovers.note(
        number, key, line=word(act), state=("rustig", "alert", "acuut")[act.word % 3], aloud=bool(act.word % 2)
    )
    desk.handovers.read(number, key, said=word(act), by="AOV-2")


DUTY_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "handover": _open,
    "handover note": _note,
    "handover confided": lambda d, a: d.handovers.confide(_open(d, a), word(a)),
    "handover accept": lambda d, a: d.handovers.accept(_open(d, a), by=f"{word(a)} x", all_read=True),
    "handover take": lambda d, a: d.handovers.take_over(by=f"AOV-{a.minutes}", reason=word(a)),
    "handover withdraw": lambda d, a: d.handovers.withdraw(_open(d, a), reason=word(a)),
    "if then": lambda d, a: d.ifthens.agree(dossier_of(d, a), word(a), word(a), owner=word(a)),
    "if then end": lambda d, a: d.ifthens.end(row(d, a, "ifthen").dossier, row(d, a, "ifthen").subject),
}
