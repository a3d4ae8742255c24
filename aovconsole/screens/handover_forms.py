"""The forms of a handover: make it, say something of a matter, go through it, accept, take over alone, withdraw."""

from __future__ import annotations

import asyncio

from aovconsole.desk.handovers import DUTY
from aovconsole.domain.handover import unread
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import counted
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import body_of, filed, show_form, yes
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.handover_lines import HandoverView, state_names
from aovconsole.screens.saving import save_asking

_REASON = Field("reason", "reden", hint="verplicht")
NEWEST = 12
"""So many of the lines that came in stand above the acceptance; the list has them all."""


async def make(screen: DeskScreen, officers: tuple[str, ...]) -> None:
    """Ask who gives which duty to whom; what is open now is read when it is filed."""
    desk, key = screen.desk, ("handover", "")

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, key, desk.handovers.make, **values)

    fields = [
        Field("receiver", "aan", hint="functie of naam; mag leeg", names=officers),
        Field("duty", "dienst", DUTY, names=desk.roster.rules.duties, offered=True),
        Field("giver", "van", desk.handovers.giver(DUTY), names=officers, offered=True),
    ]
    intro = "Wat nu open staat wordt vastgelegd. De dienst gaat pas over als de ontvanger aanvaardt."
    await show_form(screen, "Overdracht maken", fields, file, key, intro=intro, verb="maken")


async def about_matter(screen: DeskScreen, view: HandoverView, key: str) -> None:
    """Let the giver say something of a matter."""
    row = view.row
    matter = next((one for one in view.body["matters"] if one["key"] == key), None)
    if row is None or matter is None:
        return
    form_key = ("handover note", f"{row.subject} {key}")
    section = view.section(key)

    async def file(values: dict[str, str]) -> bool:
        aloud = yes(values["aloud"], "voorlezen")
        return bool(
            await screen.request(
                screen.desk.handovers.note, row.subject, key, line=values["line"], state=values["state"], aloud=aloud
            )
        )

    fields = [
        Field("line", "regel", matter["line"], hint="wat de ontvanger moet weten"),
        Field("state", "toestand", section.sign if section else "", names=state_names(), offered=True),
        Field("aloud", "voorlezen", "ja" if matter["aloud"] else "nee", names=("ja", "nee"), offered=True),
    ]
    await show_form(screen, f"{matter['number'] or matter['title']}  Voor de ontvanger", fields, file, form_key)


async def read_back(screen: DeskScreen, view: HandoverView, key: str) -> None:
    """Let the receiver go through a matter: what was read back or asked, or nothing."""
    row = view.row
    section = view.section(key)
    if row is None or section is None:
        return
    form_key = ("handover read", f"{row.subject} {key}")

    async def file(values: dict[str, str]) -> bool:
        return bool(await screen.request(screen.desk.handovers.read, row.subject, key, **values))

    intro = "\n".join(f"{part.label}: {line}" if part.label else line for part in section.parts for line in part.lines)
    fields = [
        Field("said", "teruggezegd", hint="wat de ontvanger terugzei of vroeg; mag leeg"),
        Field("by", "door", view.body["receiver"] or screen.desk.operator.name, offered=True),
    ]
    await show_form(screen, f"{section.title}  Doornemen", fields, file, form_key, intro=intro, verb="doorgenomen")


async def accept(screen: DeskScreen, view: HandoverView) -> None:
    """Let the receiver accept; what came in meanwhile is shown first."""
    row, key = view.row, ("handover accept", view.row.subject if view.row else "")
    if row is None:
        return
    left = unread(view.body)
    if left:
        named = ", ".join(one["number"] or one["title"] for one in left)
        screen.tell(f"eerst doornemen (g): {named}")
        return
    arrived = view.page.rest[0].parts[0].lines if view.arrived else ()
    shown = [f"Sinds zij gemaakt is kwam binnen ({len(arrived)}):", *arrived[-NEWEST:]] if arrived else []
    intro = "\n".join([*shown, f"Met Enter gaat de dienst van {view.body['giver']} naar u over."])

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, key, screen.desk.handovers.accept, row.subject, by=values["by"])

    fields = [Field("by", "ontvanger", view.body["receiver"] or screen.desk.operator.name, offered=True)]
    if await show_form(screen, f"{row.number}  Dienst aanvaarden", fields, file, key, intro=intro, verb="aanvaarden"):
        done = screen.desk.reading.subject(row.subject)
        if done:
            body = body_of(done)
            screen.tell(f"de dienst is nu van {body['receiver']}; kop {body['head'][:16]}")


async def take_over(screen: DeskScreen) -> None:
    """Ask who takes the duty alone, and why."""
    key = ("handover take", "")

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, key, screen.desk.handovers.take_over, **values)

    fields = [
        _REASON,
        Field("by", "door", screen.desk.operator.name, offered=True),
        Field("duty", "dienst", DUTY, names=screen.desk.roster.rules.duties, offered=True),
    ]
    intro = "In nood: de dienst gaat over zonder dat zij is doorgenomen. De gever ziet dit op Nu."
    await show_form(screen, "Dienst alleen overnemen", fields, file, key, intro=intro, verb="overnemen")


async def confide(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask a note for the receiver that stands in no export."""
    key = ("handover confide", row.subject)

    async def file(values: dict[str, str]) -> bool:
        return bool(await screen.request(screen.desk.handovers.confide, row.subject, values["text"]))

    await show_form(
        screen, f"{row.number}  Vertrouwelijk", [Field("text", "notitie", hint="in geen export")], file, key
    )


async def withdraw(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask why a handover goes, and say who has the duty then: the roster counts again."""
    key, handovers = ("handover withdraw", row.subject), screen.desk.handovers

    async def file(values: dict[str, str]) -> bool:
        return bool(await screen.request(handovers.withdraw, row.subject, reason=values["reason"]))

    if await show_form(screen, f"{row.number}  Overdracht intrekken", [_REASON], file, key, verb="intrekken"):
        screen.tell(handovers.who_has(body_of(row)["duty"]))


async def choose(screen: DeskScreen) -> str:
    """Ask which handover is to be shown; its subject, empty for what waits or would be handed over now."""
    rows = screen.desk.reading.newest("handover", 20)
    labels = ["wat nu open staat", *(f"{row.number}  {row.title}" for row in rows)]
    answer = await screen.app.push_screen_wait(ChoiceDialog("Welke overdracht", labels))
    return rows[answer - 1].subject if answer else ""


async def save(screen: DeskScreen, view: HandoverView) -> None:
    """Ask where the page is to be written: .html, .pdf, .docx, or .txt for a phone."""
    row = view.row
    if row is None:
        screen.tell("maak eerst een overdracht (m)")
        return
    from aovconsole.exports.handover import handover_file

    async def file(values: dict[str, str]) -> bool:
        name, desk = values["file"].strip(), screen.desk
        made = await asyncio.to_thread(
            handover_file, name, view.page, view.body["giver"], desk.journal.realm, view.now, desk.zone
        )
        if path := await save_asking(screen.app, name, made):
            screen.tell(f"geschreven: {path}")
        return path is not None

    fields = [Field("file", "bestand", f"{row.number}.pdf", hint=".html, .pdf, .docx of .txt", offered=True)]
    left = counted(len(view.body["confided"]), "vertrouwelijke notitie", "vertrouwelijke notities")
    intro = f"Op de bladzijde staan geen vertrouwelijke notities ({left})."
    await show_form(screen, f"{row.number}  Als bladzijde", fields, file, ("handover save", row.subject), intro=intro)
