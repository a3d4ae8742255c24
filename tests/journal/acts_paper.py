"""Acts of paper log sheets: printed, typed in, closed, opened again; for the generated histories."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from aovconsole.desk.desk import Desk
from aovconsole.desk.paper import Place
from aovconsole.domain.record import Record
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from tests.journal.act import Act, row, word


def _dossier(desk: Desk, act: Act) -> SubjectRow:
    return row(desk, act, "incident", "cmt", "evenement")


def _print(desk: Desk, act: Act) -> object:
    with TemporaryDirectory() as folder:
        file = str(Path(folder, "blad.html"))
        return desk.paper.print_sheets(_dossier(desk, act).subject, file, count=1 + act.word % 2)


def _place(desk: Desk, act: Act) -> tuple[str, Place]:
    dossier = _dossier(desk, act)
    if not desk.paper.next_open(dossier.subject):
        _print(desk, act)
    place = desk.paper.next_open(dossier.subject)
    assert place is not None
    return dossier.subject, place


def _named(place: Place) -> str:
    return f"{place.sheets.row.subject}/{place.row}"


def _type(desk: Desk, act: Act) -> Record:
    dossier, place = _place(desk, act)
    return desk.paper.typed(dossier, _named(place), f"14:05 {word(act)}", day=desk.seat.now.date())


def _withdrawn(desk: Desk, act: Act) -> object:
    typed = [line for line in desk.reading.lines(type_="line") if "paper" in line.more and not line.corrected_by]
    if not typed:
        return desk.log.withdraw(_type(desk, act).id)
    return desk.log.withdraw(sorted(line.record_id for line in typed)[act.target % len(typed)])


def _close(desk: Desk, act: Act) -> object:
    dossier, place = _place(desk, act)
    outcome, last = ("unused", "void")[act.word % 2], place.row + act.target % 2
    return desk.paper.close_rows(dossier, _named(place), str(last), outcome=outcome, reason=word(act))


def _reopen(desk: Desk, act: Act) -> object:
    found = row(desk, act, "paper")
    closed = sorted(map(int, json.loads(found.body)["closed"]))
    if not closed:
        raise CommandRefused("er is nog niets")
    named = f"{found.subject}/{closed[act.word % len(closed)]}"
    return desk.paper.reopen(found.dossier, named, reason=word(act))


PAPER_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "paper": _print,
    "paper typed": _type,
    "paper typed again": _type,
    "paper line withdrawn": _withdrawn,
    "paper closed": _close,
    "paper opened again": _reopen,
}
