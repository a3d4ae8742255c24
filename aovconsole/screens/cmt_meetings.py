"""The forms of the meetings of a CMT day: open, close, agenda, rhythm, minutes, and the lists that stay."""

from __future__ import annotations

from functools import partial
from typing import Any

from aovconsole.desk.desk import Desk
from aovconsole.domain.meeting import not_adopted
from aovconsole.domain.times import clock_text, elapsed_text, read_stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, Form, body_of, filed, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.tell_dialog import TellDialog, Told


async def meeting(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask what is to be done about the meetings, and do it."""
    desk = screen.desk
    running = desk.meetings.running(row)
    waiting = not_adopted(desk.meetings.of(row))
    acts: dict[str, Form] = {f"{running[0].number} sluiten …": _close} if running else {"openen …": _open}
    acts |= {"agenda lezen": tell_agenda, "ritme zetten …": _rhythm}
    acts |= {f"verslag van {one.number} lezen en vaststellen …": partial(_adopt, meeting=one) for one in waiting}
    answer = await screen.app.push_screen_wait(ChoiceDialog(f"■ {row.number}  Vergadering", list(acts)))
    if answer is not None:
        await list(acts.values())[answer](screen, row)


async def about_meeting(screen: DeskScreen, row: SubjectRow, subject: str) -> None:
    """Ask what is to be done about one meeting: read its minutes, adopt them, close or withdraw it."""
    found = screen.desk.reading.subject(subject)
    if found is None:
        return
    acts: dict[str, Form] = {"verslag lezen": partial(_read, meeting=found)}
    if found.status in ("closed", "adopted"):
        again = "opnieuw " if found.status == "adopted" else ""
        acts[f"verslag {again}vaststellen …"] = partial(_adopt, meeting=found)
    if found.status == "open":
        acts["sluiten …"] = _close
    if found.status in ("open", "closed"):
        acts["intrekken …"] = partial(_withdraw, meeting=found)
    answer = await screen.app.push_screen_wait(ChoiceDialog(f"{found.number}  Vergadering", list(acts)))
    if answer is not None:
        await list(acts.values())[answer](screen, row)


async def _read(screen: DeskScreen, row: SubjectRow, meeting: SubjectRow) -> None:
    """Show the minutes: who was there, what the log says, what was decided and agreed, who adopted them."""
    desk, body = screen.desk, body_of(meeting)
    said = desk.meetings.minutes(row, meeting)
    until = f" tot {_clock(desk, meeting.end_at)}" if meeting.end_at else ", nog bezig"
    facts = [Told("tijd", f"{_clock(desk, meeting.begin_at)}{until}")]
    facts += [Told(label, text) for label, text in _around(body) if text]
    for line in said.lines:
        later = (
            "\nlater toegevoegd: stond niet in het vastgestelde verslag" if line.record_id in said.added_later else ""
        )
        text = f"{line.source} {line.correction or line.text}".strip()
        facts.append(Told(_clock(desk, line.at), text + later))
    facts += [Told("besluit", f"{one.number} {one.title}") for one in said.decisions]
    facts += [Told("actie", f"{one.number} {one.title}") for one in said.actions]
    for one in body["adoptions"]:
        facts.append(Told("vastgesteld", f"{one['by']}, {_clock(desk, one['at'])}\n{one['remarks']}".rstrip()))
    title = "Verslag" if body["adoptions"] else "Verslag, nog niet vastgesteld"
    await screen.app.push_screen_wait(TellDialog(f"{meeting.number}  {title}", body["goal"], facts))


def _around(body: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return (
        ("voorzitter", body["chair"]), ("verslag", body["keeper"]), ("aanwezig", ", ".join(body["present"])),
    )  # fmt: skip


async def _withdraw(screen: DeskScreen, row: SubjectRow, meeting: SubjectRow) -> None:
    async def file(values: dict[str, str]) -> bool:
        request = screen.desk.meetings.withdraw
        return bool(await screen.request(request, row.subject, meeting.subject, values["reason"]))

    fields = [Field("reason", "reden", hint="verplicht: bij vergissing geopend")]
    await show_form(screen, f"{meeting.number}  Intrekken", fields, file, ("meeting withdraw", meeting.subject))


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


async def _adopt(screen: DeskScreen, row: SubjectRow, meeting: SubjectRow) -> None:
    desk, key, waiting = screen.desk, ("meeting adopt", meeting.subject), meeting
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
    points = await screen.request(desk.meetings.agenda, row)
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
