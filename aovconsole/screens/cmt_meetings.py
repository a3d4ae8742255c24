"""The forms of the meetings of a CMT day: open, close, agenda, rhythm, minutes, and the lists that stay."""

from __future__ import annotations

from aovconsole.desk.desk import Desk
from aovconsole.domain.crowd_values import value_text
from aovconsole.domain.times import clock_text, elapsed_text, read_stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, filed, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.tell_dialog import TellDialog, Told


async def meeting(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask what is to be done about the meetings, and do it."""
    desk = screen.desk
    running = desk.meetings.running(row)
    waiting = [one for one in desk.meetings.of(row) if one.status == "closed"]
    acts = {f"{running[0].number} sluiten …": _close} if running else {"openen …": _open}
    acts |= {"agenda lezen": tell_agenda, "ritme zetten …": _rhythm}
    acts |= {f"verslag van {waiting[-1].number} vaststellen …": _adopt} if waiting else {}
    answer = await screen.app.push_screen_wait(ChoiceDialog(f"■ {row.number}  Vergadering", list(acts)))
    if answer is not None:
        await list(acts.values())[answer](screen, row)


async def _open(screen: DeskScreen, row: SubjectRow) -> None:
    desk, key = screen.desk, ("meeting", row.subject)
    chair, keeper = (desk.presence.role(row, role).function for role in ("chair", "keeper"))

    async def file(values: dict[str, str]) -> bool:
        minutes = values["minutes"].strip()
        if minutes and not minutes.isdecimal():
            raise CommandRefused("de tijd is een aantal minuten")
        given = {name: values[name] for name in ("chair", "keeper", "goal")}
        await filed(
            screen, key, desk.meetings.open, row.subject,
            minutes_available=int(minutes or 0), at=typed_moment(screen, values["at"]), **given,
        )  # fmt: skip
        return True

    fields = [
        Field("goal", "doel", hint="wat moet er na afloop liggen"),
        Field("minutes", "tijd", hint="minuten beschikbaar"),
        Field("chair", "voorzitter", chair, names=functions(screen), offered=True),
        Field("keeper", "log", keeper, names=functions(screen), offered=True),
        AT,
    ]
    if await show_form(screen, f"■ {row.number}  Vergadering openen", fields, file, key, verb="openen"):
        await tell_agenda(screen, row)


async def _close(screen: DeskScreen, row: SubjectRow) -> None:
    desk, key = screen.desk, ("meeting close", row.subject)

    async def file(values: dict[str, str]) -> bool:
        following = coming_from(values["next_at"], desk.seat.now, desk.zone) if values["next_at"].strip() else None
        return await filed(
            screen, key, desk.meetings.close, row.subject,
            note=values["note"], next_at=following, at=typed_moment(screen, values["at"]),
        )  # fmt: skip

    fields = [Field("next_at", "volgende", hint="15:30, +45; leeg: naar het ritme"), Field("note", "toelichting"), AT]
    await show_form(screen, f"■ {row.number}  Vergadering sluiten", fields, file, key, verb="sluiten")


async def _rhythm(screen: DeskScreen, row: SubjectRow) -> None:
    desk, key = screen.desk, ("meeting rhythm", row.subject)

    async def file(values: dict[str, str]) -> bool:
        every = values["every"].strip()
        if every and not every.isdecimal():
            raise CommandRefused("het ritme is een aantal minuten")
        begin = coming_from(values["begin"], desk.seat.now, desk.zone) if values["begin"].strip() else None
        await screen.request(desk.meetings.set_rhythm, row.subject, begin=begin, every=int(every or 0))
        return True

    fields = [
        Field("begin", "vanaf", hint="15:00, +30; leeg: geen vergadering meer"),
        Field("every", "elke", hint="minuten; leeg: een keer"),
    ]
    await show_form(screen, f"■ {row.number}  Ritme", fields, file, key)


async def _adopt(screen: DeskScreen, row: SubjectRow) -> None:
    desk, key = screen.desk, ("meeting adopt", row.subject)
    waiting = [one for one in desk.meetings.of(row) if one.status == "closed"][-1]
    said = desk.meetings.minutes(row, waiting)

    async def file(values: dict[str, str]) -> bool:
        return await filed(
            screen, key, desk.meetings.adopt, row.subject, waiting.subject, by=values["by"], remarks=values["remarks"]
        )

    chair = desk.presence.role(row, "chair").function
    fields = [
        Field("by", "voorzitter", chair, hint="verplicht", names=functions(screen), offered=True),
        Field("remarks", "opmerkingen"),
    ]
    lines = [f"{_clock(desk, line.at)} {line.source} {line.text}".replace("  ", " ") for line in said.lines]
    intro = "\n".join([*lines, *(f"{one.number} {one.title}" for one in (*said.decisions, *said.actions))])
    await show_form(
        screen, f"{waiting.number}  Verslag vaststellen", fields, file, key, intro=intro, verb="vaststellen"
    )


async def tell_agenda(screen: DeskScreen, row: SubjectRow) -> None:
    """Show the agenda with what changed since the last meeting."""
    desk = screen.desk
    crossed = [
        f"{one.place} boven '{one.label}' ({value_text(one.value, one.unit)}) sinds {_clock(desk, one.since)}"
        for one in desk.crowd.crossings(row.subject)
    ]
    points = await screen.request(desk.meetings.agenda, row, crossed=crossed)
    facts = [
        Told(f"{n} {one.label}", "\n".join(item.text for item in one.items) or "–") for n, one in enumerate(points, 1)
    ]
    coming = desk.meetings.next(row)
    text = (
        f"volgende vergadering over {elapsed_text(coming.left)}" if coming and coming.left.total_seconds() > 0 else ""
    )
    await screen.app.push_screen_wait(TellDialog(f"■ {row.number}  Agenda", text, facts))


def _clock(desk: Desk, moment: str) -> str:
    return clock_text(read_stored(moment), desk.seat.now, zone=desk.zone)
