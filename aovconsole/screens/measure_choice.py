"""Which measure is meant: one that the dossier has already, or a new one."""

from __future__ import annotations

import json

from aovconsole.domain.measure_duties import state_text
from aovconsole.domain.times import stored
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.measure_forms import new_measure, open_measure


async def choose_measure(screen: DeskScreen, subject: str) -> None:
    """Choose a measure of the dossier or a new one; without any, straight to the powers."""
    measures = screen.desk.reading.in_dossier(subject, "measure")
    if not measures:
        await new_measure(screen, subject)
        return
    now = stored(screen.desk.seat.now)
    choices = [f"{row.number} {row.title}: {state_text(row.status, json.loads(row.body), now)}" for row in measures]
    answer = await screen.app.push_screen_wait(ChoiceDialog("§ Maatregel", [*choices, "een nieuwe voorbereiden …"]))
    if answer is None:
        return
    if answer < len(measures):
        await open_measure(screen, measures[answer].subject)
    else:
        await new_measure(screen, subject)
