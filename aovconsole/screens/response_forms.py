"""The forms of the answer to an incident: who was told, the clocks, the lead."""

from __future__ import annotations

from collections.abc import Sequence

from aovconsole.domain.incident_words import EVENTS
from aovconsole.domain.response import EITHER, Clock
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.reference.files import load_contacts, load_grip, sound
from aovconsole.reference.response import Contact
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, filed, functions, show_form, typed_moment, yes
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.response_lines import short


async def tell_function(screen: DeskScreen, row: SubjectRow, function: str = "") -> None:
    """Ask who was told, how, and what was answered; offered is who waits first, or the function that was chosen."""
    desk, subject = screen.desk, row.subject
    known = desk.response.who_knows(row)
    waiting = [one.function for one in known if one.waiting]
    wanted = function or (waiting[0] if waiting else "")

    key = (f"inform {name_key(wanted)}".rstrip(), subject)

    async def file(values: dict[str, str]) -> bool:
        told = {name: values[name] for name in ("by", "via", "answer")}
        moment, reached = typed_moment(screen, values["at"]), yes(values["reached"], "bereikt")
        return await filed(
            screen, key, desk.response.inform, subject, values["function"], **told, reached=reached, at=moment
        )

    fields = [
        Field(
            "function", "wie (functie)", wanted.partition(EITHER)[0], "verplicht", names=functions(screen), offered=True
        ),
        Field("via", "hoe", hint="telefoon, app, in persoon"),
        Field("answer", "antwoord", hint="wat zei die, wat is beloofd"),
        Field("reached", "bereikt", hint="ja; nee als het niet lukte"),
        Field("by", "door", desk.operator.function or desk.operator.name, "functie", functions(screen), offered=True),
        AT,
    ]
    intro = [f"nog inlichten: {', '.join(map(short, waiting))}"] if waiting else []
    intro += _numbers(sound(load_contacts, desk.journal.home).contacts, wanted.split(EITHER))
    await show_form(screen, f"▲ {row.number}  Wie weet het", fields, file, key, intro="\n".join(intro))


def _numbers(contacts: Sequence[Contact], wanted: Sequence[str]) -> list[str]:
    """What the user's own contact card says of the functions that are asked for; it goes no further than this form."""
    keys = [name_key(function) for function in wanted]
    found = [one for one in contacts if name_key(one.function) in keys]
    return [f"{one.function}: {one.number}{f' ({one.note})' if one.note else ''}" for one in found]


async def clocks_of(screen: DeskScreen, row: SubjectRow) -> None:
    """Choose a clock to tick, or an event that lets the clocks begin."""
    found = screen.desk.response.clocks(row)
    running = [clock for clock in found if clock.start and not clock.ticked]
    choices = [f"{clock.label} ({clock.minutes} min) afvinken" for clock in running]
    choices += [f"begin: {label}" for label in EVENTS.values()]
    answer = await screen.app.push_screen_wait(ChoiceDialog(f"▲ {row.number}  Klokken", choices))
    if answer is None:
        return
    if answer < len(running):
        await tick_clock(screen, row, running[answer])
    else:
        await start_clock(screen, row, list(EVENTS)[answer - len(running)])


async def choose_clock(screen: DeskScreen, row: SubjectRow, key: str) -> None:
    """Tick the clock that was chosen in the panel (its key and start), or begin what it waits for."""
    name, _, start = key.partition(" ")
    clock = next((one for one in screen.desk.response.clocks(row) if (one.key, one.start) == (name, start)), None)
    if clock is None or clock.ticked:
        screen.tell("deze klok is al afgevinkt; een vergissing trekt u in op de regel in het log (z)")
    elif clock.start:
        await tick_clock(screen, row, clock)
    else:
        await start_clock(screen, row, clock.event)


async def tick_clock(screen: DeskScreen, row: SubjectRow, clock: Clock) -> None:
    """Ask when a team was at work, or that it was not called."""
    desk, subject = screen.desk, row.subject
    key = (f"clock {clock.key} {clock.start}", subject)

    async def file(values: dict[str, str]) -> bool:
        outcome = "reached" if yes(values["reached"], "aan het werk") else "not_needed"
        moment = typed_moment(screen, values["at"])
        return await filed(
            screen,
            key,
            desk.response.stop_clock,
            subject,
            clock.key,
            start=clock.start,
            outcome=outcome,
            note=values["note"],
            at=moment,
        )

    fields = [
        AT,
        Field("reached", "aan het werk", hint="ja; nee als dit team niet is opgeroepen"),
        Field("note", "toelichting"),
    ]
    title = f"▲ {row.number}  {clock.label}: binnen {clock.minutes} minuten"
    await show_form(screen, title, fields, file, key)


async def start_clock(screen: DeskScreen, row: SubjectRow, event: str) -> None:
    """Ask when an event happened that statutory times count from."""
    desk, subject = screen.desk, row.subject

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        return await filed(
            screen, (event, subject), desk.response.start_clock, subject, event, via=values["via"], at=moment
        )

    fields = [AT, Field("via", "gehoord via", names=functions(screen))]
    intro = "De wettelijke tijden tellen vanaf dit moment."
    await show_form(screen, f"▲ {row.number}  {EVENTS[event]}", fields, file, (event, subject), intro=intro)


async def pass_lead(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask to which structure the lead goes (kanteling), with the function at both sides."""
    desk, subject = screen.desk, row.subject
    structures = sound(load_grip, desk.journal.home).structures
    names = tuple(one.name for one in structures)
    leaders = (*dict.fromkeys(one.leader for one in structures), *functions(screen))
    leads = desk.response.leads(row)
    before = leads[-1] if leads else {"structure": "", "leader": ""}

    async def file(values: dict[str, str]) -> bool:
        given = {name: values[name] for name in ("from_structure", "from_leader", "via", "reason")}
        moment = typed_moment(screen, values["at"])
        return await filed(
            screen,
            ("lead", subject),
            desk.response.pass_lead,
            subject,
            values["structure"],
            values["leader"],
            **given,
            at=moment,
        )

    fields = [
        Field("structure", "leiding naar", hint="CoPI, ROT, GBT, CMT, SGBO, driehoek …", names=names),
        Field("leader", "wie leidt daar", hint="functie", names=leaders),
        Field("from_structure", "leiding van", before["structure"], names=names, offered=True),
        Field("from_leader", "wie leidde daar", before["leader"], "functie", names=leaders, offered=True),
        Field("via", "gehoord via", names=functions(screen)),
        Field("reason", "reden"),
        AT,
    ]
    intro = "Een kanteling is een stap: noem beide kanten.\n" + "\n".join(
        f"{one.name}: {one.meaning}" for one in structures[:5]
    )
    await show_form(screen, f"▲ {row.number}  Wie leidt", fields, file, ("lead", subject), intro=intro)
