"""The forms with which an incident ends: to the nafase, the points of its list, closing, reopening."""

from __future__ import annotations

from collections.abc import Sequence

from aovconsole.domain.response import OpenMatter
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import AFTERCARE_STATES, counted
from aovconsole.errors import CommandRefused
from aovconsole.reference.files import load_aftercare, sound
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, filed, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen

_SHOWN_MATTERS = 7


async def aftercare(screen: DeskScreen, row: SubjectRow) -> None:
    """Pass to the nafase, or, once there, choose a point of its list."""
    if row.status == "aftercare":
        await _choose_point(screen, row)
        return
    desk, subject = screen.desk, row.subject
    matters = await screen.request(desk.response.open_matters, row)

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        given = {"owner": values["owner"], "reason": values["reason"]}
        return await filed(screen, ("aftercare", subject), desk.incidents.aftercare, subject, **given, at=moment)

    fields = [
        Field("owner", "eigenaar nafase", hint="verplicht: functie die overneemt", names=functions(screen)),
        Field("reason", "toelichting"),
        AT,
    ]
    intro = f"De acute fase is voorbij; de eigenaar neemt over wat open staat.\n{still_open(matters)}"
    title = f"▲ {row.number}  Naar de nafase"
    await show_form(screen, title, fields, file, ("aftercare", subject), intro=intro, verb="overdragen")


async def _choose_point(screen: DeskScreen, row: SubjectRow) -> None:
    points = sound(load_aftercare, screen.desk.journal.home).points
    marked = screen.desk.response.aftercare_marks(row)
    choices = [f"{point.label}: {AFTERCARE_STATES[marked.get(point.key, {}).get('state', 'open')]}" for point in points]
    answer = await screen.app.push_screen_wait(ChoiceDialog(f"▲ {row.number}  Nafase", choices))
    if answer is not None:
        await mark_point(screen, row, points[answer].key)


async def mark_point(screen: DeskScreen, row: SubjectRow, key: str) -> None:
    """Ask what has become of a point of the nafase list, and who has it."""
    desk, subject = screen.desk, row.subject
    point = next(one for one in sound(load_aftercare, desk.journal.home).points if one.key == key)
    before = desk.response.aftercare_marks(row).get(key, {})
    words = {word: state for state, word in AFTERCARE_STATES.items()}
    draft = (f"aftercare {key}", subject)

    async def file(values: dict[str, str]) -> bool:
        state = words.get(values["state"].strip().casefold(), values["state"])
        given = {"owner": values["owner"], "note": values["note"]}
        return await filed(screen, draft, desk.response.mark_aftercare, subject, key, state, **given)

    standing = AFTERCARE_STATES[before.get("state", "open")]
    fields = [
        Field("state", "stand", standing, ", ".join(words), names=tuple(words), offered=True),
        Field("owner", "eigenaar", before.get("owner", ""), "functie", names=functions(screen)),
        Field("note", "toelichting", hint="wat is gedaan, waar staat het"),
    ]
    title = f"▲ {row.number}  Nafase: {point.label}"
    await show_form(screen, title, fields, file, draft, intro=point.meaning)


async def close(screen: DeskScreen, row: SubjectRow) -> None:
    """Show what is still open, ask to whom it goes, and close the incident."""
    desk, subject = screen.desk, row.subject
    matters = await screen.request(desk.response.open_matters, row)

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        if matters and not values["handed_to"].strip():
            raise CommandRefused("noem naar wie gaat wat nog open staat")
        given = {"reason": values["reason"], "handed_to": values["handed_to"]}
        return await filed(screen, ("close", subject), desk.incidents.close, subject, **given, at=moment)

    fields = [Field("reason", "reden", hint="bijvoorbeeld sein brand meester, alles overgedragen")]
    hint = "wie neemt over wat nog open staat" if matters else "mag leeg: er staat niets open"
    fields += [Field("handed_to", "gaat naar", hint=hint, names=functions(screen)), AT]
    intro = f"{row.title[:200]}\n{still_open(matters)}"
    title = f"▲ {row.number}  Afsluiten"
    await show_form(screen, title, fields, file, ("close", subject), intro=intro, verb="afsluiten")


async def reopen(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask why the incident is acute again."""
    desk, subject = screen.desk, row.subject

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, ("reopen", subject), desk.incidents.reopen, subject, reason=values["reason"])

    fields = [Field("reason", "reden", hint="waarom gaat het verder")]
    title = f"▲ {row.number}  Heropenen"
    await show_form(screen, title, fields, file, ("reopen", subject), intro=row.title[:200], verb="heropenen")


def still_open(matters: Sequence[OpenMatter]) -> str:
    """What an end leaves open, in lines; what the law asks first."""
    if not matters:
        return "Er staat niets meer open."
    owed = sum(matter.kind == "owed" for matter in matters)  # these come first, and none may go unseen
    shown = max(_SHOWN_MATTERS, owed)
    lines = [f"! {matter.text}" for matter in matters[:shown]]
    more = len(matters) - shown
    lines += [f"… en nog {more}"] if more > 0 else []
    return "\n".join([f"nog {counted(len(matters), 'punt', 'punten')} open:", *lines])
