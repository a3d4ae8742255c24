"""The forms of one line of the log: its correction, what it is worth, a step that was a mistake."""

from __future__ import annotations

from aovconsole.domain.words import LINE_STATUSES
from aovconsole.journal.reading import LogRow
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import filed, functions, show_form
from aovconsole.screens.frame import DeskScreen

STEPS_TO_WITHDRAW = ("grip", "clock", "informed", "lead", "changed", "aftercare")
_BREAK = " ⏎ "


async def correct_line(screen: DeskScreen, line: LogRow) -> None:
    """Ask for the better text of a line."""
    desk, record_id = screen.desk, line.record_id
    stands = line.stands

    async def file(values: dict[str, str]) -> bool:
        text = values["text"].replace(_BREAK, "\n")
        return text == stands or bool(await screen.request(desk.log.correct, record_id, text))

    fields = [Field("text", "wordt", stands.replace("\n", _BREAK))]
    intro = f"nu: {stands[:1000]}\nDe oude tekst blijft doorgehaald staan."
    await show_form(screen, "Regel verbeteren", fields, file, ("correct", record_id), intro=intro)


async def judge_line(screen: DeskScreen, line: LogRow) -> None:
    """Ask whether a line was verified or contradicted, by whom, and why."""
    desk, record_id = screen.desk, line.record_id
    words = {word: status for status, word in LINE_STATUSES.items()}

    async def file(values: dict[str, str]) -> bool:
        status = words.get(values["status"].strip().casefold(), values["status"])
        told = {name: values[name] for name in ("source", "reason")}
        return bool(await screen.request(desk.log.set_status, record_id, status, **told))

    fields = [
        Field("status", "deze regel is", hint=", ".join(words), names=tuple(words)),
        Field("source", "volgens", hint="wie bevestigde of weersprak het", names=functions(screen)),
        Field("reason", "toelichting"),
    ]
    await show_form(screen, "Wat is deze regel waard", fields, file, ("status", record_id), intro=line.stands[:500])


async def withdraw_step(screen: DeskScreen, number: str, line: LogRow) -> None:
    """Ask why a step was a mistake, and let it fall away."""
    desk, record_id = screen.desk, line.record_id

    async def file(values: dict[str, str]) -> bool:
        return await filed(
            screen, ("withdraw", record_id), desk.incidents.withdraw, number, record_id, reason=values["reason"]
        )

    fields = [Field("reason", "reden", hint="verplicht: waarom was dit een vergissing")]
    intro = f"{line.text[:500]}\nDe stap telt niet meer mee en blijft doorgehaald staan."
    await show_form(screen, "Stap intrekken", fields, file, ("withdraw", record_id), intro=intro, verb="intrekken")
