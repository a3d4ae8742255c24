"""The forms of actions: agree one, let it change state, put it off, hand it over, read its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aovconsole.domain.agreements import RUNNING_STATES
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import body_of, functions, show_form
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.tell_dialog import TellDialog, Told

STATES = {
    "busy": "bezig",
    "done": "gereed, zegt de actiehouder",
    "closed": "akkoord",
    "dropped": "vervallen",
    "open": "weer open",
}
"""What an action can become, in the order in which it usually does."""

TEAM_STATES = ("closed", "dropped")
"""The states that only the team gives on a CMT day."""

SNOOZE, HAND_OVER, HISTORY = "uitstellen …", "andere houder …", "verloop"

_WHEN = "15:30, +20 (minuten), morgen 9:00"
_TITLE_CHARACTERS = 60


async def new_action(screen: DeskScreen, subject: str) -> None:
    """Ask for an action in a dossier (empty: the general log) and agree it."""
    desk, drafts, key = screen.desk, screen.bench.drafts, ("action", subject)

    async def file(values: dict[str, str]) -> bool:
        due = coming_from(values["due"], desk.seat.now, desk.zone) if values["due"].strip() else None
        owner, promised = values["owner"], drafts.of(*key).record_id
        made = await screen.request(
            desk.agreements.action, subject, values["text"], owner=owner, due=due, draft_id=promised
        )
        screen.tell(f"{made.number} afgesproken: {_standing(screen, made).removeprefix('nu ')}")
        return True

    row = desk.reading.subject(subject) if subject else None
    heading = f"{row.number}  Nieuwe actie" if row else "Nieuwe actie in het logboek"
    await show_form(screen, heading, action_fields(functions(screen)), file, key, intro=row.title[:200] if row else "")


def action_fields(owners: Sequence[str]) -> tuple[Field, ...]:
    """The lines of the form of a new action; `owners` are the functions that are offered while typing."""
    return (
        Field("text", "wat", hint="verplicht: wat moet er gebeuren"),
        _owner(owners, "welke functie doet het"),
        Field("due", "wanneer gereed", hint=_WHEN),
    )


async def change_action(screen: DeskScreen, subject: str) -> None:
    """Ask what happens to an action (by its subject), and do it; one that is over shows its history."""
    row = screen.desk.reading.subject(subject)
    if row is None:
        return
    if row.status not in RUNNING_STATES:
        await _tell(screen, row)
        return
    states = [state for state in STATES if state != row.status]
    choices = [*(STATES[state] for state in states), SNOOZE, HAND_OVER, HISTORY]
    likely = states.index("closed") if row.status == "done" else 0
    answer = await screen.app.push_screen_wait(ChoiceDialog(_heading(row), choices, chosen=likely))
    if answer is None:
        return
    dossier = screen.desk.reading.subject(row.dossier) if row.dossier else None
    if answer < len(states) and states[answer] in TEAM_STATES and dossier and dossier.type == "cmt":
        await _say_for_team(screen, row, dossier, states[answer])
    elif answer < len(states):
        await screen.ask(screen.desk.agreements.step, subject, states[answer])
    elif choices[answer] == SNOOZE:
        await _snooze(screen, row)
    elif choices[answer] == HAND_OVER:
        await _hand_over(screen, row)
    else:
        await _tell(screen, row)


async def _say_for_team(screen: DeskScreen, row: SubjectRow, cmt: SubjectRow, state: str) -> None:
    """On a CMT day only the team closes: ask in whose name, the chair's unless that is who has the action."""
    desk, owner = screen.desk, str(body_of(row)["owner"])
    team = [desk.presence.role(cmt, role).function for role in ("chair", "keeper")] + [desk.seat.operator.function]
    offered = next((one for one in team if one and name_key(one) != name_key(owner)), "")

    async def file(values: dict[str, str]) -> bool:
        step = desk.agreements.step
        return bool(await screen.request(step, row.subject, state, values["note"], by=values["by"]))

    fields = (
        Field(
            "by",
            "namens het team",
            offered,
            hint="verplicht: niet de actiehouder",
            names=functions(screen),
            offered=True,
        ),
        Field("note", "toelichting", hint="waaraan te zien; mag leeg"),
    )
    heading = f"{_heading(row)}  {STATES[state]}"
    await show_form(screen, heading, fields, file, (f"team {state}", row.subject), intro=_standing(screen, row))


async def _snooze(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask for another term and the reason."""
    desk = screen.desk

    async def file(values: dict[str, str]) -> bool:
        due = coming_from(values["due"], desk.seat.now, desk.zone)
        moved = await screen.request(desk.agreements.snooze, row.subject, due, values["reason"])
        screen.tell(f"{moved.number}: termijn {_moment(screen, moved.end_at)}")
        return True

    fields = (
        Field("due", "nieuwe termijn", hint=_WHEN),
        Field("reason", "reden", hint="verplicht: waarom een andere termijn"),
    )
    await show_form(
        screen, f"{_heading(row)}  uitstellen", fields, file, ("snooze", row.subject), intro=_standing(screen, row)
    )


async def _hand_over(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask who has the action from now on."""
    desk = screen.desk

    async def file(values: dict[str, str]) -> bool:
        return bool(await screen.request(desk.agreements.hand_over, row.subject, values["owner"], values["reason"]))

    fields = (_owner(functions(screen), "verplicht: welke functie"), Field("reason", "reden", hint="mag leeg"))
    await show_form(
        screen, f"{_heading(row)}  andere houder", fields, file, ("owner", row.subject), intro=_standing(screen, row)
    )


async def _tell(screen: DeskScreen, row: SubjectRow) -> None:
    """Show the whole history of an action."""
    now, zone = screen.desk.seat.now, screen.desk.zone
    facts = [
        Told(
            clock_text(read_stored(change["at"]), now, zone=zone),
            f"{_told(screen, change)}{' (laat vastgelegd)' if change['late'] else ''}",
        )
        for change in body_of(row)["history"]
    ]
    await screen.app.push_screen_wait(TellDialog(f"{row.number}  Verloop", row.title, facts))


def _told(screen: DeskScreen, change: dict[str, Any]) -> str:
    """One step in words; what was agreed stands above it, so that one says only for whom and when."""
    if change["step"] != "agreed":
        return str(change["text"])
    said = ["afgesproken", f"houder {change['owner']}" if change["owner"] else "zonder houder"]
    if change["due_at"]:
        said.append(f"termijn {_moment(screen, change['due_at'])}")
    return ", ".join(said)


def _standing(screen: DeskScreen, row: SubjectRow) -> str:
    """What holds now: who has it, by when, how often it was put off."""
    body = body_of(row)
    said = [f"nu bij {body['owner']}" if body["owner"] else "nu bij niemand"]
    said.append(f"termijn {_moment(screen, row.end_at)}" if row.end_at else "zonder termijn")
    if body["snoozed_count"]:
        said.append(f"{body['snoozed_count']}x uitgesteld, eerst {_moment(screen, body['first_due_at'])}")
    return " · ".join(said)


def _moment(screen: DeskScreen, stored: str) -> str:
    return clock_text(read_stored(stored), screen.desk.seat.now, zone=screen.desk.zone)


def _owner(owners: Sequence[str], hint: str) -> Field:
    return Field("owner", "actiehouder", hint=hint, names=tuple(owners))


def _heading(row: SubjectRow) -> str:
    return f"{row.number}  {row.title[:_TITLE_CHARACTERS]}"
