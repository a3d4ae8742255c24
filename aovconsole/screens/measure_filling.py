"""The conditions of a power on a form: prepare its use, fill in and change; how typed moments are understood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from aovconsole.desk.measure_values import NO, YES, days_of, missing_in, moment_of, read_values
from aovconsole.domain.measure_terms import BEGIN, DAYS, DECIDED_WITH
from aovconsole.domain.times import day_beside, elapsed_text, wall_clock
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.reference.powers import Power, PowerField
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.measure_fields import Asked, MeasureForm, Reading, joined, split
from aovconsole.screens.measure_lines import MeasureView, power_lines, rule_line

FORM = "measure"
CLOCK_HINT = "15:30, of 07-02-2027 15:30"
GONE = "deze bevoegdheid staat niet meer in data/powers.toml"

LATER = "vóór het besluit"

_AREA = "area"
_HINTS = {"moment": CLOCK_HINT, "days": "07-02-2027, 14-02-2027"}


def view_of(screen: DeskScreen, subject: str) -> MeasureView | None:
    """A measure as it is now; None when there is none by that subject."""
    desk = screen.desk
    row = desk.reading.subject(subject)
    if row is None or row.type != "measure":
        return None
    try:
        power = desk.measures.power(str(json.loads(row.body)["power"]))
        missing = desk.measures.missing(subject)
    except CommandRefused:  # the power left `data/`, or that file has a mistake: the measure stays readable
        return MeasureView(row, None, (), desk.seat.now, desk.zone)
    return MeasureView(row, power, missing, desk.seat.now, desk.zone)


async def prepare(screen: DeskScreen, dossier: str, power: Power) -> str:
    """Ask for the conditions of a power and prepare its use; the subject of the measure, empty when one went back."""
    desk, drafts, key = screen.desk, screen.bench.drafts, (FORM, f"{dossier}/{power.key}")
    made: list[SubjectRow] = []

    async def file(values: dict[str, str]) -> bool:
        filled = {name: split(text) for name, text in values.items() if text.strip()}
        draft_id = drafts.of(*key).record_id
        made.append(await screen.request(desk.measures.prepare, dossier, power.key, filled, draft_id=draft_id))
        return True

    form = MeasureForm(
        f"§ {power.name}  voorbereiden",
        [_condition(screen, power, field, {}) for field in power.fields],
        file,
        above=lambda width: power_lines(power, width),
        missing=partial(_lacking, power),
        sure=rule_line(power.status, power.text_as_of),
        verb="voorbereiden",
        later=LATER,
        drafts=drafts,
        key=key,
    )
    filed = await screen.app.push_screen_wait(form)
    return made[-1].subject if filed else ""


async def fill(screen: DeskScreen, view: MeasureView, first: str = "") -> None:
    """Ask for the conditions of a measure, beginning at one of them; only what was changed is written."""
    power, desk = view.power, screen.desk
    if power is None:
        screen.tell(GONE, wrong=True)
        return
    free = [field for field in power.fields if view.row.status == "prepared" or field.key not in DECIDED_WITH]
    asked = [_condition(screen, power, field, view.values) for field in free]
    stood = {one.name: one.value for one in asked}
    disputed = {str(other).partition(": ")[0] for other in view.body["other_values"]}

    async def file(values: dict[str, str]) -> bool:
        changed = {
            name: split(text)
            for name, text in values.items()
            if name in stood and (name in disputed or text.strip() != stood[name])
        }
        return not changed or bool(await screen.request(desk.measures.fill, view.row.subject, changed))

    form = MeasureForm(
        f"§ {view.label}  voorwaarden",
        asked,
        file,
        above=lambda width: power_lines(power, width),
        missing=partial(_lacking, power),
        sure=rule_line(power.status, power.text_as_of),
        later=LATER if view.row.status == "prepared" else "",
        drafts=screen.bench.drafts,
        key=(FORM, view.row.subject),
        first=first,
    )
    await screen.app.push_screen_wait(form)


def _lacking(power: Power, values: Mapping[str, str]) -> list[str]:
    """The conditions that the desk would miss, by what was typed."""
    typed = {key: text.strip() for key, text in values.items()}
    return [field.key for field in missing_in(power, typed)]


def _condition(screen: DeskScreen, power: Power, field: PowerField, stands: Mapping[str, str]) -> Asked:
    """A condition of a power as a field of the form, with what stands in it."""
    places = screen.desk.seat.known().places.values() if field.key == _AREA else ()
    is_yes_no = field.kind == "yes_no"
    return Asked(
        field.key,
        field.label,
        _as_typed(screen, field, stands.get(field.key, "")),
        field.hint or _HINTS.get(field.kind, ""),
        names=tuple(sorted(set(places))),
        choices=(YES, NO) if is_yes_no else field.choices,
        several=field.kind == "choice",
        required=field.required,
        source=field.source,
        read=reading_of(screen, power, field.key, stands) if field.kind == "moment" else None,
    )


def _as_typed(screen: DeskScreen, field: PowerField, value: str) -> str:
    """What was filled in as it would be typed."""
    moment = moment_of({field.key: value}, field.key) if field.kind == "moment" else None
    if moment:
        return typed_moment(screen, moment)
    days = days_of({DAYS: value}) if field.kind == "days" else ()
    return ", ".join(f"{day:%d-%m-%Y}" for day in days) if days else joined(value)


def typed_moment(screen: DeskScreen, moment: datetime) -> str:
    """A moment as it would be typed."""
    return f"{moment.astimezone(screen.desk.zone):%d-%m-%Y %H:%M}"


def reading_of(screen: DeskScreen, power: Power, key: str, stands: Mapping[str, str]) -> Reading:
    """How a typed begin or end is understood, an end beside the begin that is typed or stands."""

    def said(values: Mapping[str, str]) -> str:
        typed = {name: values[name] for name in (BEGIN, key) if name in values}
        moment = understood(screen, power, typed, stands).get(key)
        return told_moment(screen, moment) if moment else ""

    return said


def understood(
    screen: DeskScreen, power: Power, typed: Mapping[str, str], stands: Mapping[str, str]
) -> dict[str, datetime]:
    """The moments of what was typed, by their condition; empty as long as one cannot be read."""
    try:
        return moments_of(screen, power, typed, stands)
    except CommandRefused:  # half typed: whoever files it is told
        return {}


def moments_of(
    screen: DeskScreen, power: Power, typed: Mapping[str, str], stands: Mapping[str, str]
) -> dict[str, datetime]:
    """The moments of what was typed, read as the desk reads the conditions.

    Raises:
        CommandRefused: one cannot be read.
    """
    given = {key: text for key, text in typed.items() if text.strip()}
    read = read_values(power, given, stands, screen.desk.seat.now, screen.desk.zone)
    found = {key: moment_of(read, key) for key in given}
    return {key: moment for key, moment in found.items() if moment}


def told_moment(screen: DeskScreen, moment: datetime) -> str:
    """A moment in words, with how far away it is: `vandaag 15:30, over 0:18`."""
    now, zone = screen.desk.seat.now, screen.desk.zone
    away = f"over {elapsed_text(moment - now)}" if moment >= now else f"{elapsed_text(now - moment)} geleden"
    return f"{day_beside(moment, now, zone=zone) or 'vandaag'} {wall_clock(moment, zone=zone)}, {away}"
