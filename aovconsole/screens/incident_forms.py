"""The forms of an incident itself: a GRIP step, its frame."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import BeforeBegin
from aovconsole.reference.files import load_grip, sound
from aovconsole.screens.dialogs import ConfirmDialog
from aovconsole.screens.dossier_lines import FIELDS
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import filed, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.grip_dialog import ALARM, LEVEL, SAME_TIME, GripDialog

BEGIN = "begin"


async def grip_step(screen: DeskScreen, row: SubjectRow, body: dict[str, Any]) -> None:
    """Ask for a step of the GRIP level."""
    subject, names = row.subject, functions(screen)

    async def file(values: dict[str, str]) -> bool:
        return await _file_step(screen, subject, values)

    grip = sound(load_grip, screen.desk.journal.home)
    alarmed = any(start["event"] == "large_scale_alarm" for start in body["clock_starts"])
    title = f"▲ {row.number}  GRIP-stap"
    dialog = GripDialog(
        title, grip, body["grip_level"], file, names=names, drafts=screen.bench.drafts, dossier=subject, alarmed=alarmed
    )
    await screen.app.push_screen_wait(dialog)


async def _file_step(screen: DeskScreen, subject: str, values: dict[str, str]) -> bool:
    desk, level = screen.desk, int(values[LEVEL])
    moment = typed_moment(screen, values["at"])
    alarm: datetime | None = None
    if level and values[ALARM].strip():
        if values[ALARM].strip().casefold() == SAME_TIME:
            alarm = moment = moment or desk.seat.now
        else:
            alarm = typed_moment(screen, values[ALARM])
    typed: dict[str, Any] = {name: values[name] for name in ("by", "capacity", "via", "reason")}
    typed |= {"at": moment, "alarm_at": alarm}
    try:
        return await filed(screen, ("grip", subject), desk.incidents.grip, subject, level, **typed)
    except BeforeBegin as refused:
        body = f"{refused.sentence}.\n\nHet incident begint dan bij deze stap."
        if not await screen.app.push_screen_wait(ConfirmDialog("Begin verzetten?", body)):
            raise
        return await filed(screen, ("grip", subject), desk.incidents.grip, subject, level, **typed, move_begin=True)


async def fill_in(screen: DeskScreen, row: SubjectRow, body: dict[str, Any]) -> None:
    """Ask for the frame of the incident: its fields and its begin."""
    desk, subject = screen.desk, row.subject
    offered = {
        "place": tuple(sorted(set(desk.seat.known().places.values()))),
        "reporter": functions(screen),
        "reported_via": functions(screen),
    }
    fields = [
        Field(name, label, str(body.get(name) or ""), names=offered.get(name, ())) for name, label in FIELDS.items()
    ]
    begin = clock_text(read_stored(row.begin_at), desk.seat.now, zone=desk.zone)
    fields.append(Field(BEGIN, "begin", hint=f"{begin}; leeg laat het zo"))
    others = [str(other) for other in body.get("other_values", ())]
    disputed = {other.partition(": ")[0] for other in others}

    def fill(changed: dict[str, str], moment: datetime | None) -> SubjectRow:
        with desk.journal.batch():
            for name, text in changed.items():
                desk.incidents.set_field(subject, name, text)
            return desk.incidents.set_begin(subject, moment) if moment else row

    async def file(values: dict[str, str]) -> bool:
        changed = {
            name: values[name]
            for name in FIELDS
            if values[name].strip() != str(body.get(name) or "") or name in disputed
        }
        moment = typed_moment(screen, values[BEGIN])
        if not changed and moment is None:
            return True
        return bool(await screen.request(fill, changed, moment))

    intro = "\n".join(f"ook ingevuld: {other}" for other in others)
    await show_form(screen, f"▲ {row.number}  Gegevens", fields, file, ("fields", subject), intro=intro)
