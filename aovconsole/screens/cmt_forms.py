"""The forms of a CMT day itself: open and close it, who is there, who chairs and who keeps the log."""

from __future__ import annotations

from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, filed, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen


async def open_day(screen: DeskScreen) -> None:
    """Ask what the CMT sits for, and by which plan."""
    desk, key = screen.desk, ("cmt", "")
    plans = desk.reading.of_type("plan", status="running")

    async def file(values: dict[str, str]) -> bool:
        plan, evenement = (values[name].strip().partition(" ")[0] or None for name in ("plan", "evenement"))
        row = await screen.request(
            desk.cmt.open, values["title"], evenement=evenement, plan=plan, at=typed_moment(screen, values["at"])
        )
        screen.open_dossier(row.subject)
        return True

    offered = f"{plans[-1].number} {plans[-1].title}" if plans else ""
    fields = [
        Field("title", "titel", hint="verplicht: Carnaval zondag"),
        Field("plan", "plan", offered, hint="PL-27-A001; leeg: zonder", names=_named(plans), offered=True),
        Field("evenement", "evenement", hint="EV-27-A001; mag leeg"),
        AT,
    ]
    intro = "" if plans else "Een plan maakt u met: aovconsole scenario start carnaval --on 2027"
    await show_form(screen, "■ CMT openen", fields, file, key, intro=intro, verb="openen")


def _named(rows: tuple[SubjectRow, ...]) -> tuple[str, ...]:
    return tuple(f"{row.number} {row.title}" for row in rows)


async def close_day(screen: DeskScreen, row: SubjectRow) -> None:
    """Show what is still open, and let the CMT rise."""
    desk, key = screen.desk, ("cmt close", row.subject)
    matters = await screen.request(desk.cmt.open_matters, row)

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        await screen.request(desk.cmt.close, row.subject, reason=values["reason"], at=moment)
        return True

    fields = [Field("reason", "toelichting", hint="verplicht als er nog een vergadering open is"), AT]
    intro = "Nog open:\n" + "\n".join(f"! {one}" for one in matters) if matters else "Er staat niets meer open."
    await show_form(screen, f"■ {row.number}  Sluiten", fields, file, key, intro=intro, verb="sluiten")


async def who_is_there(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask who comes, goes, chairs or keeps the log."""
    acts = ("komt binnen …", "gaat weg …", "voorzitter wordt …", "het log houdt …")
    answer = await screen.app.push_screen_wait(ChoiceDialog(f"■ {row.number}  Wie is er", acts))
    if answer is None:
        return
    desk, key = screen.desk, (f"present {answer}", row.subject)
    there = tuple(one.function for one in desk.presence.present(row))

    async def file(values: dict[str, str]) -> bool:
        moment, function = typed_moment(screen, values["at"]), values["function"]
        if answer > 1:
            role = "chair" if answer == 2 else "keeper"
            given = {"reason": values["note"]}
            return await filed(screen, key, desk.presence.pass_role, row.subject, role, function, at=moment, **given)
        request = desk.presence.go if answer else desk.presence.come
        given = {name: values[name] for name in ("organisation", "note")}
        return await filed(screen, key, request, row.subject, function, at=moment, **given)

    names = there if answer == 1 else tuple(dict.fromkeys((*there, *functions(screen))))
    fields = [Field("function", "functie", hint="verplicht; functies, geen namen", names=names)]
    fields += [Field("organisation", "namens", hint="organisatie, als dat niet vanzelf spreekt")] if answer < 2 else []
    fields += [Field("note", "toelichting", hint="mag leeg"), AT]
    intro = _stands(screen, row, ("", "", "chair", "keeper")[answer])
    await show_form(screen, f"■ {row.number}  {acts[answer]}", fields, file, key, intro=intro)


def _stands(screen: DeskScreen, row: SubjectRow, role: str) -> str:
    """Who is there now; of a role who has it and since when: the change is a handover that is logged."""
    desk = screen.desk
    if role:
        held = desk.presence.role(row, role)
        since = f" sinds {clock_text(read_stored(held.since), desk.seat.now, zone=desk.zone)}" if held.since else ""
        return f"Nu: {held.function}{since}; de overdracht komt in het log." if held.function else "Nu: niemand."
    there = [one.function for one in desk.presence.present(row)]
    return f"Aanwezig: {', '.join(there)}" if there else "Nog niemand aanwezig."
