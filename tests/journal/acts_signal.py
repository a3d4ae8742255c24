"""Acts of signals from outside: taken, changed, ended, used, shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from aovconsole.desk.desk import Desk
from aovconsole.domain.record import Draft, Payload
from aovconsole.domain.signal import (
    SignalChanged,
    SignalEnded,
    SignalShown,
    SignalTaken,
    SignalUsed,
    shown_subject,
    signal_subject,
)
from aovconsole.domain.times import stored
from tests.builders import append
from tests.journal.act import Act, row, word


def _on(make: Callable[[Desk, Act, str], Payload]) -> Callable[[Desk, Act], object]:
    """A step of one of three signals."""

    def act_on(desk: Desk, act: Act) -> object:
        source, key = f"bron{act.target % 2}", f"peil{act.target % 3}"
        measured = stored(desk.seat.now - timedelta(minutes=act.word))
        return append(desk.journal, Draft(make(desk, act, measured), subject=signal_subject(source, key)))

    return act_on


def _taken(desk: Desk, act: Act, measured: str) -> Payload:
    return SignalTaken(
        f"bron{act.target % 2}",
        f"peil{act.target % 3}",
        word(act),
        value=str(act.word),
        measured_at=measured,
        why=word(act),
    )


def _changed(desk: Desk, act: Act, measured: str) -> Payload:
    return SignalChanged(word(act), level="orange", level_text=word(act), measured_at=measured)


def _shown(desk: Desk, act: Act) -> object:
    dossier = row(desk, act, "incident", "cmt").subject
    shown = SignalShown((word(act),) * (act.word % 3))
    return append(desk.journal, Draft(shown, subject=shown_subject(dossier, f"s{act.target % 2}"), dossier=dossier))


SIGNAL_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "signal taken": _on(_taken),
    "signal changed": _on(_changed),
    "signal ended": _on(lambda _, act, measured: SignalEnded(word(act), measured)),
    "signal used": _on(lambda _, act, __: SignalUsed(f"{act.word:032x}", word(act), f"INC-27-A{act.word:03}")),
    "signal shown": _shown,
}
