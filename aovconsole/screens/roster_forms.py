"""The forms of the roster: put somebody on, replace, swap, take over at once, withdraw, import a file."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from aovconsole.desk.roster_import import RosterImport
from aovconsole.domain.times import clock_text, moment_from, read_stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused, reason_of
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, body_of, filed, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.roster_lines import RosterView
from aovconsole.screens.tell_dialog import TellDialog, Told

_REASON = Field("reason", "reden", hint="verplicht")
_MOMENT = "vr 12-2 08:00, 12-02-2027 08:00"


async def put_on(screen: DeskScreen, duty: str = "", begin: str = "", end: str = "") -> None:
    """Ask who has which duty when; a gap under the cursor is filled in."""
    desk, key = screen.desk, ("roster", "")

    async def file(values: dict[str, str]) -> bool:
        given = {name: _ahead(screen, values[name], word) for name, word in (("begin", "van"), ("end", "tot"))}
        return await filed(
            screen, key, desk.roster.add, values["duty"], values["officer"], note=values["note"], **given
        )

    fields = [
        Field("duty", "dienst", duty, names=desk.roster.rules.duties, offered=True),
        Field("officer", "wie", hint="functie of naam", names=_officers(screen)),
        Field("begin", "van", begin, hint=_MOMENT, offered=True),
        Field("end", "tot", end, hint=_MOMENT, offered=True),
        Field("note", "toelichting"),
    ]
    await show_form(screen, "Op het rooster zetten", fields, file, key)


async def replace(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask who has a stretch instead."""
    key = ("roster replace", row.subject)

    async def file(values: dict[str, str]) -> bool:
        return await filed(
            screen, key, screen.desk.roster.replace, row.subject, values["officer"], reason=values["reason"]
        )

    fields = [Field("officer", "wie", hint="functie of naam", names=_officers(screen)), _REASON]
    await show_form(screen, "Vervangen", fields, file, key, intro=_said(screen, row), verb="vervangen")


async def swap(screen: DeskScreen, row: SubjectRow, view: RosterView) -> None:
    """Ask with which other stretch of these weeks, and why."""
    mine = body_of(row)
    others = [
        one for one in view.rows
        if one.status == "planned" and one.end_at > row.begin_at and body_of(one)["officer"] != mine["officer"]
        and read_stored(one.end_at) > view.now
    ]  # fmt: skip
    if not others:
        screen.tell("in deze weken is er niemand om mee te ruilen; → toont latere weken")
        return
    others.sort(key=lambda one: body_of(one)["duty"] != mine["duty"])
    answer = await screen.app.push_screen_wait(
        ChoiceDialog(f"Ruilen: {_said(screen, row)}", [_said(screen, one) for one in others])
    )
    if answer is None:
        return
    other, key = others[answer], ("roster swap", row.subject)

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, key, screen.desk.roster.swap, row.subject, other.subject, reason=values["reason"])

    intro = f"{_said(screen, row)}\n{_said(screen, other)}"
    await show_form(screen, "Ruilen", [_REASON], file, key, intro=intro, verb="ruilen")


async def take_over(screen: DeskScreen, duty: str) -> None:
    """Ask who takes a duty over at once, and why."""
    desk, key = screen.desk, ("roster takeover", "")

    async def file(values: dict[str, str]) -> bool:
        return await filed(
            screen, key, desk.roster.takeover, values["duty"], values["officer"],
            reason=values["reason"], at=typed_moment(screen, values["at"]),
        )  # fmt: skip

    fields = [
        Field("duty", "dienst", duty, names=desk.roster.rules.duties, offered=True),
        Field("officer", "door", desk.operator.name, names=_officers(screen), offered=True),
        _REASON,
        AT,
    ]
    intro = "De dienst gaat nu over, tot de ingeroosterde dienst afloopt; wie hem had, staat erbij."
    await show_form(screen, "Per direct overnemen", fields, file, key, intro=intro, verb="overnemen")


async def withdraw(screen: DeskScreen, row: SubjectRow, held: str) -> None:
    """Ask why a stretch goes off the roster, or why a taking over of it (`held`) was a mistake."""
    which, what = row.subject, "Van het rooster halen"
    if held:
        choices = ["de overname: die was een vergissing", "de dienst zelf"]
        answer = await screen.app.push_screen_wait(ChoiceDialog("Wat gaat eraf", choices))
        if answer is None:
            return
        which, what = (held, "Overname intrekken") if answer == 0 else (which, what)
    key = ("roster withdraw", which)

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, key, screen.desk.roster.withdraw, which, reason=values["reason"])

    await show_form(screen, what, [_REASON], file, key, intro=_said(screen, row), verb="intrekken")


async def import_file(screen: DeskScreen) -> None:
    """Ask for a file, show what would happen, and read it in."""
    found: list[RosterImport] = []

    async def read(values: dict[str, str]) -> bool:
        path = Path(values["source"].strip().strip("'\"")).expanduser()
        try:
            raw = await asyncio.to_thread(path.read_bytes)
        except (OSError, ValueError) as error:
            raise CommandRefused(f"{path} kan niet worden gelezen: {reason_of(error)}") from error
        found.append(await screen.request(screen.desk.roster.read, raw, path.name))
        return True

    field = Field("source", "bestand", hint="/pad/naar/rooster.ics of .csv")
    intro = "Wat gelijk bleef, blijft; wat niet meer in het bestand staat, wordt genoemd en telt niet mee."
    if await show_form(screen, "Rooster inlezen", [field], read, ("roster import", ""), intro=intro, verb="inlezen"):
        await _tell_import(screen, found[-1])


async def _tell_import(screen: DeskScreen, found: RosterImport) -> None:
    said = f"{found.added} nieuw, {found.changed} gewijzigd, {found.unchanged} gelijk"
    if found.refused and not found.partial:
        said = "er is niets ingelezen: eerst moeten deze rijen goed zijn"
    told = [Told(f"regel {one.line}", one.reason) for one in found.refused]
    told += [Told("niet in bron", name) for name in found.vanished] if found.partial or not found.refused else []
    told += [Told("let op", note) for note in found.notes]
    if told:
        await screen.app.push_screen_wait(TellDialog("Rooster ingelezen", said, told[:500]))
    else:
        screen.tell(said)


def _ahead(screen: DeskScreen, text: str, what: str) -> datetime:
    desk = screen.desk
    if not text.strip():
        raise CommandRefused(f"{what}: vul een dag en een tijd in")
    try:
        return coming_from(text, desk.seat.now, desk.zone, what)
    except CommandRefused:
        return moment_from(text, what, now=desk.seat.now, zone=desk.zone)


def _officers(screen: DeskScreen) -> tuple[str, ...]:
    """Who stand on the roster of the last and the coming time."""
    desk = screen.desk
    rows = desk.reading.newest("duty", 100)
    return tuple(dict.fromkeys(body_of(row)["officer"] for row in rows))


def _said(screen: DeskScreen, row: SubjectRow) -> str:
    desk, body = screen.desk, body_of(row)
    begin, end = (clock_text(read_stored(at), desk.seat.now, zone=desk.zone) for at in (row.begin_at, row.end_at))
    return f"{body['duty']}  {body['officer']}  {begin} tot {end}"
