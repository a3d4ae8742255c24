"""The forms of one measure's steps: decide, extend, withdraw, tick what is owed, set its date, undo a step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from aovconsole.desk.measure_values import NO, YES, due_moment, moment_of
from aovconsole.domain.measure_steps import OUTCOMES
from aovconsole.domain.measure_terms import BEGIN, END
from aovconsole.domain.times import read_stored
from aovconsole.errors import CommandRefused
from aovconsole.reference.powers import Power
from aovconsole.screens.forms import functions as known_functions
from aovconsole.screens.forms import typed_moment as happened
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.measure_fields import Asked, MeasureForm, completed
from aovconsole.screens.measure_filling import (
    CLOCK_HINT,
    FORM,
    GONE,
    moments_of,
    reading_of,
    told_moment,
    typed_moment,
    understood,
)
from aovconsole.screens.measure_lines import MeasureView, power_lines, rule_line, rule_text
from aovconsole.screens.widgets.painted import Line, wrapped
from aovconsole.screens.widgets.sheet import Draw

_File: TypeAlias = Callable[[dict[str, str], str], Awaitable[bool]]
"""Files what was typed as the record with an id."""

_VOTED, _PLAIN = ("ratified", "rejected", "not_needed"), ("done", "not_needed")


async def decide(screen: DeskScreen, view: MeasureView) -> None:
    """Ask who decided what, in which capacity, from when until when."""
    power, desk = view.power, screen.desk
    if power is None:
        screen.tell(GONE, wrong=True)
        return

    async def file(values: dict[str, str], draft_id: str) -> bool:
        taken = values["taken"] != NO
        span = {key: values[key] for key in (BEGIN, END) if taken and key in values}
        moments = moments_of(screen, power, span, view.values)
        await screen.request(
            desk.measures.decide,
            view.row.subject,
            **_by(values, power.deciders),
            taken=taken,
            begin=moments.get(BEGIN),
            end=moments.get(END),
            oral=taken and values.get("oral") == YES,
            at=happened(screen, values["at"]),
            draft_id=draft_id,
        )
        return True

    def above(width: int) -> list[Line]:
        lines = power_lines(power, width)
        if view.missing:
            lines += wrapped([("! nog niet ingevuld: ", "warning"), (", ".join(view.missing), "")], width, 2)
        return lines

    await _ask(screen, view, "besluit vastleggen", _decision_fields(screen, power, view), file, above)


def _decision_fields(screen: DeskScreen, power: Power, view: MeasureView) -> list[Asked]:
    fields = [*_who(power.deciders, "besluit door"), Asked("taken", "genomen", YES, choices=(YES, NO))]
    otherwise = {BEGIN: "leeg: het moment van het besluit", END: power.limits_text}
    for field in power.fields:
        if field.key in otherwise:
            prepared = moment_of(view.values, field.key)
            hint = f"leeg: zoals voorbereid, {told_moment(screen, prepared)}" if prepared else otherwise[field.key]
            said = reading_of(screen, power, field.key, view.values)
            fields.append(Asked(field.key, field.label, hint=hint, source=field.source, read=said))
    if power.oral_allowed:
        hint = "mag bij deze bevoegdheid; op schrift zetten komt dan op de lijst"
        fields.append(Asked("oral", "mondeling", NO, hint, choices=(YES, NO)))
    return [*fields, _reason("waarom zo besloten"), _at(screen)]


async def extend(screen: DeskScreen, view: MeasureView) -> None:
    """Ask until when the measure is extended, and by whom."""
    power, desk = view.power, screen.desk
    if power is None:
        screen.tell(GONE, wrong=True)
        return
    stands = str(view.body["end_at"])
    functions = power.extenders or power.deciders
    after = {BEGIN: stands}  # a bare time is the first one after the end that stands

    async def file(values: dict[str, str], draft_id: str) -> bool:
        moments = moments_of(screen, power, {END: values[END]}, after)
        if END not in moments:
            raise CommandRefused("vul in tot wanneer")
        await screen.request(
            desk.measures.extend,
            view.row.subject,
            moments[END],
            **_by(values, functions),
            at=happened(screen, values["at"]),
            draft_id=draft_id,
        )
        return True

    def said(values: Mapping[str, str]) -> str:
        moment = understood(screen, power, {END: values[END]}, after).get(END)
        return told_moment(screen, moment) if moment else ""

    def above(width: int) -> list[Line]:
        until = view.moment(stands) if stands else "zonder einde"
        return [*wrapped([("geldt tot  ", "head"), (until, "strong")], width, 1), *power_lines(power, width)]

    first = Asked(END, "nieuw einde", hint=CLOCK_HINT, required=True, read=said)
    fields = [first, *_who(functions, "verlengd door"), _reason("waarom het langer nodig is"), _at(screen)]
    await _ask(screen, view, "verlengen", fields, file, above)


async def withdraw(screen: DeskScreen, view: MeasureView) -> None:
    """Ask who withdrew the measure, and why."""
    desk, power = screen.desk, view.power
    functions = (power.extenders or power.deciders) if power else ()

    async def file(values: dict[str, str], draft_id: str) -> bool:
        at = happened(screen, values["at"])
        who = _by(values, functions)
        await screen.request(desk.measures.withdraw, view.row.subject, **who, at=at, draft_id=draft_id)
        return True

    told = "Wat na de intrekking moet, zoals kennisgevingen, komt daarna op de lijst."
    fields = [*_who(functions, "ingetrokken door"), _reason("waarom het niet meer nodig is"), _at(screen)]
    await _ask(screen, view, "intrekken", fields, file, lambda width: wrapped([(told, "")], width, 2))


async def tick(screen: DeskScreen, view: MeasureView, key: str) -> None:
    """Ask how something owed ended: done or not needed, or how the vote went; by whom, through what, when."""
    desk, duty = screen.desk, view.duty(key)
    if duty is None:
        return
    rule = next((one for one in view.power.duties if one.key == key), None) if view.power else None
    outcomes = _VOTED if rule and rule.voted else _PLAIN
    words = {OUTCOMES[outcome]: outcome for outcome in outcomes}

    async def file(values: dict[str, str], draft_id: str) -> bool:
        await screen.request(
            desk.measures.done,
            view.row.subject,
            key,
            outcome=words.get(values["outcome"], values["outcome"]),
            **{name: values[name] for name in ("by", "via", "note")},
            at=happened(screen, values["at"]),
            draft_id=draft_id,
        )
        return True

    likeliest = OUTCOMES["done"] if outcomes is _PLAIN else ""
    fields = [
        Asked("outcome", "uitkomst", likeliest, choices=tuple(words), required=True),
        Asked("by", "door (functie)", hint="wie het deed", names=known_functions(screen)),
        Asked("via", "via", hint="telefoon, e-mail, brief, gemeenteblad"),
        Asked("note", "toelichting", hint="kenmerk, of wat er nog bij hoort; geen namen"),
        _at(screen),
    ]
    await _ask(screen, view, "afvinken", fields, file, lambda width: _owed(duty, width), about=key)


async def set_due(screen: DeskScreen, view: MeasureView, key: str) -> None:
    """Ask when something owed is due; a bare day is that whole day."""
    desk, duty = screen.desk, view.duty(key)
    if duty is None:
        return

    async def file(values: dict[str, str], draft_id: str) -> bool:
        due = due_moment(values["due"], desk.seat.now, desk.zone)
        return bool(await screen.request(desk.measures.due_date, view.row.subject, key, due, draft_id=draft_id))

    def said(values: Mapping[str, str]) -> str:
        try:
            return told_moment(screen, due_moment(values["due"], desk.seat.now, desk.zone))
        except CommandRefused:  # half typed: whoever files it is told
            return ""

    stands = typed_moment(screen, read_stored(duty["due_at"])) if duty["due_at"] else ""
    field = Asked("due", "uiterlijk", stands, "16-02-2027, of 16-02-2027 19:00", required=True, read=said)
    await _ask(screen, view, "datum", [field], file, lambda width: _owed(duty, width), about=key)


async def undo(screen: DeskScreen, view: MeasureView, record_id: str, said: str) -> None:
    """Ask why a step was a mistake, and take it back with what it brought."""
    desk = screen.desk

    async def file(values: dict[str, str], draft_id: str) -> bool:
        reason = values["reason"]
        await screen.request(desk.measures.undo, view.row.subject, record_id, reason, draft_id=draft_id)
        return True

    def above(width: int) -> list[Line]:
        told = "Deze stap vervalt, met wat eruit volgde; hij blijft doorgehaald leesbaar."
        return [*wrapped([(said, "strong")], width, 3), *wrapped([(told, "muted")], width, 2)]

    fields = [replace(_reason("wat er mis was"), required=True)]
    await _ask(screen, view, "stap ongedaan maken", fields, file, above, about=record_id)


async def _ask(
    screen: DeskScreen,
    view: MeasureView,
    what: str,
    fields: Sequence[Asked],
    file: _File,
    above: Draw,
    *,
    about: str = "",
) -> None:
    """Show the form of a step; a half-typed one is kept under the step and what it is about.

    It carries the id of the record that it will become: what a crash left behind cannot be filed twice.
    """
    drafts = screen.bench.drafts
    key = (f"{FORM} {what}", f"{view.row.subject}{about and '/'}{about}")
    title, body = f"§ {view.label}  {what}", view.body
    sure = rule_line(body["rule_status"], body["text_as_of"])

    async def submit(values: dict[str, str]) -> bool:
        return await file(values, drafts.of(*key).record_id)

    await screen.app.push_screen_wait(
        MeasureForm(title, fields, submit, above=above, sure=sure, drafts=drafts, key=key)
    )


def _who(functions: Sequence[str], label: str) -> tuple[Asked, Asked]:
    return (
        Asked("by", label, hint="functie, geen naam", names=tuple(functions), completes=True, required=True),
        Asked("capacity", "hoedanigheid", hint="leeg: in de eigen functie", names=tuple(functions), completes=True),
    )


def _by(values: Mapping[str, str], functions: Sequence[str]) -> dict[str, str]:
    """Who acts, in which capacity and why."""
    who = {name: completed(values[name], functions) for name in ("by", "capacity")}
    return who | {"reason": values["reason"]}


def _reason(hint: str) -> Asked:
    return Asked("reason", "reden", hint=hint)


def _at(screen: DeskScreen) -> Asked:
    def said(values: Mapping[str, str]) -> str:
        try:
            moment = happened(screen, values["at"])
        except CommandRefused:  # half typed: whoever files it is told
            return ""
        return told_moment(screen, moment) if moment else ""

    return Asked("at", "tijd", hint="leeg: nu; of 14:36, of 07-02-2027 14:36", read=said)


def _owed(duty: Mapping[str, str], width: int) -> list[Line]:
    """What is owed, to whom, by which rule."""
    to = f" → {duty['to']}" if duty["to"] else ""
    return [
        *wrapped([(duty["label"], "strong"), (to, "token")], width, 3),
        *wrapped([(rule_text(duty), "muted")], width, 4),
    ]
