"""The burgemeester's powers on screen: a new measure, and the page of one that is there."""

from __future__ import annotations

import json

from aovconsole.domain.measure_duties import state_text
from aovconsole.domain.times import stored
from aovconsole.errors import CommandRefused
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.measure_dialog import MeasurePage, PowerPicker
from aovconsole.screens.measure_filling import view_of


async def new_measure(screen: DeskScreen, subject: str) -> None:
    """Let a power be chosen for a dossier, ask for its conditions, and show the measure; call it in a worker."""
    desk = screen.desk
    try:
        powers = desk.measures.powers()
    except CommandRefused as refused:
        screen.tell(refused.sentence, wrong=True)
        return
    known = [(row, json.loads(row.body)) for row in desk.reading.in_dossier(subject, "measure")]
    now = stored(desk.seat.now)
    there = {str(body["power"]): f"{row.number} {state_text(row.status, body, now)}" for row, body in known}
    measure = await screen.app.push_screen_wait(PowerPicker(screen, subject, powers, there))
    if measure:
        await open_measure(screen, measure)


async def open_measure(screen: DeskScreen, measure_subject: str, duty: str = "") -> None:
    """Show the page of a measure, at something owed when its key is given; call it in a worker."""
    view = view_of(screen, measure_subject)
    if view is None:
        screen.tell("deze maatregel is hier niet bekend", wrong=True)
        return
    await screen.app.push_screen_wait(MeasurePage(screen, view, duty))
