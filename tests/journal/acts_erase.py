"""Acts of erasing: a line whole, a word out of a line or a title, and the trace of a dossier that was destroyed."""

from __future__ import annotations

from collections.abc import Callable

from aovconsole.desk.desk import Desk
from aovconsole.domain.record import Draft
from aovconsole.domain.retention import DossierDestroyed
from tests.builders import append
from tests.journal.act import Act, dossier_of, line_of, row, word


def _redact(desk: Desk, act: Act) -> None:
    desk.erasures.redact([line_of(desk, act)], ground="verzoek", also=["alle"] if act.word % 2 else ["geen"])


def _datum(desk: Desk, act: Act) -> None:
    line = desk.log.line(f"{word(act)} bij Jansen", dossier=dossier_of(desk, act), raw=True)
    title = desk.incidents.open(f"Ruzie bij Jansen {word(act)}")
    desk.erasures.redact([line.id], ground="verzoek", data=["Jansen"], also=["geen"])
    desk.erasures.redact([title.subject], ground="verzoek", data=["Jansen"], also=["alle"])


def _destroyed(desk: Desk, act: Act) -> None:
    gone = row(desk, act, "incident", "cmt", "evenement")
    said = DossierDestroyed(
        f"X{gone.number}", gone.type, "12.1", "lijst", gone.begin_at, "2032-02-07", "A/B", word(act)
    )
    append(desk.journal, Draft(said, dossier=gone.subject))


ERASE_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "words erased": _redact,
    "word erased": _datum,
    "destroyed": _destroyed,
}
