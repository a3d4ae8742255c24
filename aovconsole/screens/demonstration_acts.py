"""The forms of what the law knows: conditions, decision, service, instructions, the order to end; and the end."""

from __future__ import annotations

from aovconsole.domain.demonstration_terms import owed_of
from aovconsole.domain.demonstration_words import BAN_GROUNDS, END_GROUNDS, GROUNDS, STATES, key_of
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import LogRow
from aovconsole.screens.demonstration_choosing import chosen
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, filed, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen

MAYOR = ("burgemeester", "loco-burgemeester")
_THREE = f"Alleen op een van drie gronden (Wom art. 2): {', '.join(GROUNDS.values())}; nooit om waar het over gaat."


async def set_condition(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask for a condition or restriction, its ground and its reason."""
    desk, subject = screen.desk, row.subject
    key = ("condition", row.subject)

    async def file(values: dict[str, str]) -> bool:
        ground, moment = key_of(GROUNDS, values["ground"]), typed_moment(screen, values["at"])
        typed = {"ground": ground, "reason": values["reason"], "at": moment}
        return await filed(screen, key, desk.demonstrations.condition, subject, values["text"], **typed)

    fields = [
        Field("text", "voorschrift", hint="verplicht: wat wordt voorgeschreven of beperkt"),
        Field("ground", "grond", hint="verplicht: " + ", ".join(GROUNDS.values()), names=tuple(GROUNDS.values())),
        Field("reason", "reden", hint="verplicht: waarom deze grond dit hier vraagt"),
        AT,
    ]
    title = f"◆ {row.number}  Voorschrift of beperking"
    intro = f"{_THREE}\nHet geldt met het besluit van de burgemeester (b) en de bekendmaking daarvan."
    await show_form(screen, title, fields, file, key, intro=intro)


async def decide(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask what is decided, or how the decision was made known."""
    choices = {"served": "besluit is bekendgemaakt aan de kennisgever …"} if owed_of(row) else {}
    if row.status in ("received", "spontaneous"):
        choices["in_review"] = STATES["in_review"]
    choices |= {"noted": f"{STATES['noted']} …", "with_conditions": f"{STATES['with_conditions']} …"}
    choices["prohibited"] = f"{STATES['prohibited']} …"
    outcome = await chosen(screen, f"{row.number}  besluit van de burgemeester", choices)
    if outcome == "served":
        await _serve(screen, row)
    elif outcome == "in_review":
        await screen.ask(screen.desk.demonstrations.review, row.subject)
    elif outcome is not None:
        await _decide(screen, row, outcome)


async def _decide(screen: DeskScreen, row: SubjectRow, outcome: str) -> None:
    desk, subject, banned = screen.desk, row.subject, outcome == "prohibited"
    key = (f"decide {outcome}", row.subject)

    async def file(values: dict[str, str]) -> bool:
        typed = {name: values[name] for name in ("by", "capacity", "reason")}
        ground = key_of(BAN_GROUNDS, values["ground"]) if banned else ""
        moment = typed_moment(screen, values["at"])
        return await filed(screen, key, desk.demonstrations.decide, subject, outcome, **typed, ground=ground, at=moment)

    ground = Field("ground", "grond", hint="verplicht", names=tuple(BAN_GROUNDS.values()))
    fields = [
        Field("by", "door", MAYOR[0], names=MAYOR, offered=True),
        Field("capacity", "hoedanigheid", hint="mag leeg"),
        *([ground] if banned else []),
        Field("reason", "reden", hint="verplicht" if banned else "mag leeg"),
        AT,
    ]
    late = f"Of omdat {BAN_GROUNDS['late_notice']} of {BAN_GROUNDS['late_data']} (Wom art. 5)."
    intro = f"{_THREE}\n{late}" if banned else "Met de bekendmaking aan de kennisgever is het besluit af (b)."
    title = f"◆ {row.number}  Besluit: {STATES[outcome]}"
    await show_form(screen, title, fields, file, key, intro=intro)


async def _serve(screen: DeskScreen, row: SubjectRow) -> None:
    desk, subject = screen.desk, row.subject
    key = ("served", row.subject)

    async def file(values: dict[str, str]) -> bool:
        typed = {"via": values["via"], "by": values["by"], "at": typed_moment(screen, values["at"])}
        return await filed(screen, key, desk.demonstrations.served, subject, **typed)

    fields = [
        Field("via", "hoe", hint="verplicht: uitgereikt, mail, telefoon …"),
        Field("by", "door", hint="welke functie", names=functions(screen)),
        AT,
    ]
    await show_form(screen, f"◆ {row.number}  Besluit bekendgemaakt", fields, file, key)


async def instruct(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask for an instruction during the demonstration, or for the order to end it."""
    choices = {"instruct": "aanwijzing (Wom art. 6) …", "order": "bevel tot beëindigen en uiteengaan (Wom art. 7) …"}
    act = await chosen(screen, f"{row.number}  tijdens de demonstratie", choices)
    if act == "instruct":
        await _instruct(screen, row)
    elif act == "order":
        await _order_end(screen, row)


async def _instruct(screen: DeskScreen, row: SubjectRow) -> None:
    desk, subject = screen.desk, row.subject
    key = ("instruct", row.subject)

    async def file(values: dict[str, str]) -> bool:
        typed = {"reason": values["reason"], "by": values["by"], "at": typed_moment(screen, values["at"])}
        return await filed(screen, key, desk.demonstrations.instruct, subject, values["text"], **typed)

    fields = [
        Field("text", "aanwijzing", hint="verplicht: wat moet er gebeuren"),
        Field("reason", "reden", hint="verplicht"),
        Field("by", "door", hint="namens de burgemeester", names=(*MAYOR, *functions(screen))),
        AT,
    ]
    await show_form(screen, f"◆ {row.number}  Aanwijzing", fields, file, key)


async def _order_end(screen: DeskScreen, row: SubjectRow) -> None:
    desk, subject = screen.desk, row.subject
    key = ("order", row.subject)

    async def file(values: dict[str, str]) -> bool:
        ground, moment = key_of(END_GROUNDS, values["ground"]), typed_moment(screen, values["at"])
        typed = {"ground": ground, "reason": values["reason"], "by": values["by"], "at": moment}
        return await filed(screen, key, desk.demonstrations.order_end, subject, **typed)

    fields = [
        Field("ground", "grond", hint="verplicht", names=tuple(END_GROUNDS.values())),
        Field("reason", "reden", hint="verplicht: waarom het niet anders kan"),
        Field("by", "door", MAYOR[0], names=MAYOR, offered=True),
        AT,
    ]
    intro = (
        f"Gronden (Wom art. 7): {', '.join(END_GROUNDS.values())}.\n"
        "Alleen het ontbreken van een kennisgeving is volgens de rechtspraak niet genoeg (te toetsen door jurist)."
    )
    await show_form(screen, f"◆ {row.number}  Bevel tot beëindigen", fields, file, key, intro=intro)


async def finish(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask whether it is over, or does not take place."""
    choices = {"over": f"{STATES['over']} …", "cancelled": f"{STATES['cancelled']} …"}
    how = await chosen(screen, f"{row.number}  einde", choices)
    if how is None:
        return
    desk, subject = screen.desk, row.subject
    key = (f"finish {how}", row.subject)

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        if how == "over":
            return await filed(screen, key, desk.demonstrations.end, subject, note=values["note"], at=moment)
        typed = {"reason": values["note"], "by": values["by"], "at": moment}
        return await filed(screen, key, desk.demonstrations.cancel, subject, **typed)

    by = Field("by", "volgens", hint="kennisgever, politie …", names=("kennisgever", *functions(screen)))
    fields = [Field("note", "toelichting", hint="mag leeg"), *([by] if how == "cancelled" else []), AT]
    await show_form(screen, f"◆ {row.number}  {STATES[how].capitalize()}", fields, file, key)


async def withdraw_step(screen: DeskScreen, row: SubjectRow, line: LogRow) -> None:
    """Ask why a step was a mistake, and let it fall away."""
    desk, subject, record_id = screen.desk, row.subject, line.record_id
    key = ("withdraw", line.record_id)

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, key, desk.demonstrations.withdraw, subject, record_id, reason=values["reason"])

    fields = [Field("reason", "reden", hint="verplicht: waarom was dit een vergissing")]
    intro = f"{line.text[:500]}\nDe stap telt niet meer mee en blijft doorgehaald staan."
    await show_form(screen, "Stap intrekken", fields, file, key, intro=intro, verb="intrekken")
