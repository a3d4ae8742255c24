"""What the forms of a dossier share: showing one, reading a moment, the names that are offered."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any, TypeAlias

from aovconsole.domain.times import moment_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.screens.form_dialog import Field, FormDialog, Submit
from aovconsole.screens.frame import DeskScreen

Form: TypeAlias = Callable[..., Awaitable[Any]]
"""Asks something on a screen, its first argument, and does it."""

AT = Field("at", "tijd", hint="nu; of 14:36, of 07-02-2027 14:36")
_YES, _NO = ("", "j", "ja"), ("n", "nee")


def form(module: str, name: str) -> Form:
    """A form, loaded when it is first asked for."""
    found: Form = getattr(import_module(f"aovconsole.screens.{module}"), name)
    return found


async def show_form(
    screen: DeskScreen,
    title: str,
    fields: Sequence[Field],
    file: Submit,
    key: tuple[str, str],
    *,
    intro: str = "",
    verb: str = "vastleggen",
) -> bool:
    """Show a form that keeps a draft under its name and its dossier; whether it was filed."""
    dialog = FormDialog(title, fields, file, intro=intro, verb=verb, drafts=screen.bench.drafts, key=key)
    answer = await screen.app.push_screen_wait(dialog)
    return answer is True


def typed_moment(screen: DeskScreen, text: str) -> datetime | None:
    """The moment that a field names; None for an empty field, which means now.

    Raises:
        CommandRefused: it cannot be read.
    """
    return moment_from(text, "tijd", now=screen.desk.seat.now, zone=screen.desk.zone) if text.strip() else None


def yes(text: str, what: str) -> bool:
    """Whether a field says yes; an empty one does.

    Raises:
        CommandRefused: it says neither ja nor nee.
    """
    said = text.strip().casefold()
    if said not in (*_YES, *_NO):
        raise CommandRefused(f"{what}: antwoord ja of nee")
    return said in _YES


def body_of(row: SubjectRow) -> dict[str, Any]:
    """The whole view of a row."""
    values: dict[str, Any] = json.loads(row.body)
    return values


def functions(screen: DeskScreen) -> tuple[str, ...]:
    """The partners and functions that are offered while typing."""
    return tuple(sorted(set(screen.desk.seat.known().sources.values())))


async def filed(
    screen: DeskScreen, key: tuple[str, str], request: Callable[..., SubjectRow], *args: Any, **values: Any
) -> bool:
    """Carry out the request of a form, as the record that its draft was to become; a refusal is shown in the form."""
    return bool(await screen.request(request, *args, **values, draft_id=screen.bench.drafts.of(*key).record_id))
