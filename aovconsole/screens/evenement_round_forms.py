"""The forms of a safety round or a schouw: planned, printed, typed in, its findings, the release."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aovconsole.desk.safety_rounds import found_from
from aovconsole.domain.safety_round import STATE_WORDS, TYPE_WORDS
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.evenement_forms import key_of, title_of
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, filed, functions, show_form, typed_moment, yes
from aovconsole.screens.frame import DeskScreen

WALKED, PLAN, SHEET, GONE = "gelopen: invullen …", "plannen …", "leeg blad afdrukken …", "gaat niet door …"
FINDING, RELEASE, REFUSE, MISTAKE = "bevinding erbij …", "vrijgeven", "niet vrijgeven", "was een vergissing …"

_FINDINGS = ("finding 1", "finding 2", "finding 3")
_FINDING_HINT = "wat; wie verhelpt het; voor wanneer"


async def new_round(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask whether a round was walked, is planned or is to be printed, or which of those that are there is meant."""
    rounds = [one for one in await screen.request(screen.desk.evenementen.rounds.of, row.subject) if _counts(one)]
    new = [WALKED, PLAN, SHEET]
    choices = [*new, *(f"{one.number} {one.title}, {STATE_WORDS[one.status]} …" for one in rounds)]
    answer = await screen.app.push_screen_wait(ChoiceDialog(title_of(row, "Ronde"), choices))
    if answer is None:
        return
    if answer < len(new):
        await {WALKED: _walked, PLAN: _plan, SHEET: _sheet}[choices[answer]](screen, row, None)
    else:
        await change_round(screen, row, rounds[answer - len(new)].subject)


def _counts(round_row: SubjectRow) -> bool:
    return round_row.status != "withdrawn"


async def change_round(screen: DeskScreen, row: SubjectRow, subject: str) -> None:
    """Ask what happens to a round (by its subject), and do it."""
    round_row = screen.desk.reading.subject(subject)
    if round_row is None or round_row.status == "withdrawn":
        screen.tell("deze ronde is ingetrokken")
        return
    heading = title_of(row, f"{round_row.number} {round_row.title}")
    if round_row.status == "planned":
        choices = [WALKED, PLAN, SHEET, GONE]
        answer = await screen.app.push_screen_wait(ChoiceDialog(heading, choices))
        if answer is not None:
            does = {WALKED: _walked, PLAN: _plan, SHEET: _sheet, GONE: _withdraw}
            await does[choices[answer]](screen, row, round_row)
        return
    await _change_walked(screen, row, round_row, heading)


async def _change_walked(screen: DeskScreen, row: SubjectRow, round_row: SubjectRow, heading: str) -> None:
    """Tick a finding, add one, release, or take the round back."""
    rounds, body = screen.desk.evenementen.rounds, json.loads(round_row.body)
    findings: list[dict[str, Any]] = body["findings"]
    choices = [f"{'nog niet verholpen' if one['resolved_at'] else 'verholpen'}: {one['text'][:60]}" for one in findings]
    rest = [FINDING, RELEASE, REFUSE, MISTAKE]
    answer = await screen.app.push_screen_wait(ChoiceDialog(heading, [*choices, *rest]))
    if answer is None:
        return
    if answer < len(findings):
        one = findings[answer]
        await screen.ask(rounds.resolve, row.subject, round_row.subject, one["number"], resolved=not one["resolved_at"])
    elif rest[answer - len(findings)] in (RELEASE, REFUSE):
        await screen.ask(rounds.release, row.subject, round_row.subject, rest[answer - len(findings)] == RELEASE)
    elif rest[answer - len(findings)] == FINDING:
        await _finding(screen, row, round_row)
    else:
        await _withdraw(screen, row, round_row)


def _frame_fields(screen: DeskScreen, round_row: SubjectRow | None) -> list[Field]:
    body = json.loads(round_row.body) if round_row else {}
    words = tuple(TYPE_WORDS.values())
    type_ = [] if round_row else [Field("type", "soort", words[0], " of ".join(words), words, offered=True)]
    return [
        *type_,
        Field(
            "walkers", "wie (functies)", ", ".join(body.get("walkers", ())), "AOV, THOR, brandweer", functions(screen)
        ),
        Field("route", "route", str(body.get("route", ""))),
    ]


def _frame(values: dict[str, str]) -> dict[str, Any]:
    type_ = {"round_type": key_of(TYPE_WORDS, values["type"], "soort")} if "type" in values else {}
    return {**type_, "walkers": values["walkers"].split(","), "route": values["route"], "note": values.get("note", "")}


def _name(round_row: SubjectRow | None) -> str:
    return round_row.subject if round_row else ""


async def _walked(screen: DeskScreen, row: SubjectRow, round_row: SubjectRow | None) -> None:
    rounds = screen.desk.evenementen.rounds
    draft = _key("walked", row, round_row)

    async def file(values: dict[str, str]) -> bool:
        findings = [found_from(values[name]) for name in _FINDINGS if values[name].strip()]
        released = ("yes" if yes(values["released"], "vrijgegeven") else "no") if values["released"].strip() else ""
        moment = typed_moment(screen, values["at"])
        return await filed(
            screen,
            draft, rounds.hold, row.subject, _name(round_row), at=moment, findings=findings, released=released,
            **_frame(values),
        )  # fmt: skip

    fields = [
        AT,
        *_frame_fields(screen, round_row),
        *(Field(name, f"bevinding {place}", hint=_FINDING_HINT) for place, name in enumerate(_FINDINGS, 1)),
        Field("released", "vrijgegeven", hint="ja of nee; leeg als nog niet gezegd"),
        Field("note", "toelichting"),
    ]
    await show_form(screen, _title(row, round_row, "Ronde gelopen"), fields, file, draft)


async def _plan(screen: DeskScreen, row: SubjectRow, round_row: SubjectRow | None) -> None:
    desk = screen.desk
    draft = _key("round plan", row, round_row)

    async def file(values: dict[str, str]) -> bool:
        at = coming_from(values["at"], desk.seat.now, desk.zone, "tijd") if values["at"].strip() else None
        plan = desk.evenementen.rounds.plan
        return await filed(screen, draft, plan, row.subject, at=at, round_number=_name(round_row), **_frame(values))

    planned = str(json.loads(round_row.body)["planned_at"]) if round_row else ""
    told = clock_text(read_stored(planned), desk.seat.now, zone=desk.zone) if planned else ""
    fields = [
        Field("at", "tijd", hint=told or "16:00, morgen 9:00, 07-02-2027 09:00"),
        *_frame_fields(screen, round_row),
    ]
    await show_form(screen, _title(row, round_row, "Ronde plannen"), fields, file, draft)


async def _sheet(screen: DeskScreen, row: SubjectRow, round_row: SubjectRow | None) -> None:
    rounds = screen.desk.evenementen.rounds
    draft = _key("sheet", row, round_row)

    async def file(values: dict[str, str]) -> bool:
        type_ = "safety_round" if round_row else key_of(TYPE_WORDS, values["type"], "soort")
        promised = screen.bench.drafts.of(*draft).record_id
        made = await screen.request(
            rounds.print_sheet, row.subject, values["file"], round_number=_name(round_row), round_type=type_,
            draft_id=promised,
        )  # fmt: skip
        screen.tell(f"blad {made.number} staat in {Path(values['file'].strip()).expanduser().resolve()}")
        return True

    words = tuple(TYPE_WORDS.values())
    name = f"ronde-{row.number}{f'-{round_row.number}' if round_row else ''}.html"
    fields = [Field("file", "bestand", name, offered=True)]
    fields += [] if round_row else [Field("type", "soort", words[0], " of ".join(words), words, offered=True)]
    intro = "Eén blad om te printen. Het nummer blijft voor dit blad bewaard; daarna typt u de ronde ermee in."
    title = _title(row, round_row, "Rondeblad")
    await show_form(screen, title, fields, file, draft, intro=intro, verb="maken")


async def _finding(screen: DeskScreen, row: SubjectRow, round_row: SubjectRow) -> None:
    rounds = screen.desk.evenementen.rounds
    draft = _key("finding", row, round_row)

    async def file(values: dict[str, str]) -> bool:
        found = found_from(values["text"])._replace(owner=values["owner"], due=values["due"])
        return await filed(screen, draft, rounds.find_more, row.subject, round_row.subject, [found])

    fields: Sequence[Field] = [
        Field("text", "bevinding", hint="verplicht"),
        Field("owner", "eigenaar", hint="wie verhelpt het", names=functions(screen)),
        Field("due", "voor wanneer", hint="15:30, +20 (minuten), morgen 9:00"),
    ]
    await show_form(screen, _title(row, round_row, "Bevinding"), fields, file, draft)


async def _withdraw(screen: DeskScreen, row: SubjectRow, round_row: SubjectRow | None) -> None:
    rounds, name = screen.desk.evenementen.rounds, _name(round_row)
    draft = _key("round gone", row, round_row)

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, draft, rounds.withdraw, row.subject, name, reason=values["reason"])

    fields = [Field("reason", "reden", hint="verplicht")]
    await show_form(screen, _title(row, round_row, "Intrekken"), fields, file, draft)


def _title(row: SubjectRow, round_row: SubjectRow | None, what: str) -> str:
    return title_of(row, f"{round_row.number}  {what}" if round_row else what)


def _key(form: str, row: SubjectRow, round_row: SubjectRow | None) -> tuple[str, str]:
    return form, _name(round_row) or row.subject
