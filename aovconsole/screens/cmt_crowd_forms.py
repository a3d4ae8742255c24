"""The crowd of a place: its curve with what was decided, its readings to correct or withdraw, what was set for it."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import partial

from aovconsole.domain.crowd_state import Reading, Setting, curve_of, readings_in, settings_in
from aovconsole.domain.crowd_values import value_text
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.cmt_crowd_lines import (
    CrowdMoment,
    curve_sheet,
    guide_lines,
    reading_picks,
    with_capacity,
)
from aovconsole.screens.cmt_lines import decided
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.list_dialog import ListDialog, Listed
from aovconsole.screens.widgets.pick_list import Pick

LOW = 32
"""On a lower screen only the highest guide figure stands beside a density: the readings need the room."""

_READ, _CAPACITY, _THRESHOLD = "read", "capacity", "threshold"
_METHODS = ("geteld", "geschat", "camera", "sensor")
_HOW = "12000, 12k, ~12000 (geschat), 80%, 2,5/m2"


async def about_place(screen: DeskScreen, row: SubjectRow, place: str) -> None:
    """Show the curve and the readings of a place, and let them be worked; one without readings asks for the first."""
    if _found(screen, row, place) is None:
        await read_crowd(screen, row, place)
        return
    read, act = partial(_listed, screen, row, place), partial(_act, screen, row, place)
    await screen.app.push_screen_wait(ListDialog(screen.desk, read, act))


def _found(screen: DeskScreen, row: SubjectRow, place: str) -> SubjectRow | None:
    rows = screen.desk.reading.in_dossier(row.subject, "crowd")
    return next((one for one in rows if one.place == place), None)


def _listed(screen: DeskScreen, row: SubjectRow, place: str) -> Listed:
    desk, found = screen.desk, _found(screen, row, place)
    body = json.loads(found.body) if found else {"readings": [], "settings": []}
    shown = CrowdMoment(desk.seat.now, desk.zone, {})
    new = [_offer(_READ, "+ nieuwe meting …")]
    sets = [_offer(_CAPACITY, "+ capaciteit vaststellen …"), _offer(_THRESHOLD, "+ drempel vaststellen …")]
    picks = [*new, *reading_picks(readings_in(body), settings_in(body), shown), *sets]
    state = next(iter(desk.crowd.states([found])), None) if found else None
    if state is None:
        return Listed(f"■ {row.number}  {place}", picks)
    decisions = desk.reading.in_dossier(row.subject, "decision")
    height = min(14, max(5, (screen.app.size.height - 14) // 2))
    curve = curve_sheet(with_capacity(curve_of(body), state), decided(decisions), height, desk.zone)
    guides = desk.crowd.guides_for(state.density) if state.density is not None else ()
    told = guides[:1] if screen.app.size.height < LOW else guides
    figures = [(one.label, one.meaning, one.source) for one in told]
    beside = guide_lines(figures, state.density, desk.crowd.guide_remark)
    value = value_text(Decimal(state.newest.value), state.newest.unit) if state.newest else "nog geen meting"
    return Listed(f"■ {row.number}  {place}  {value}", picks, lambda width: (*curve(width), *beside(width)))


def _offer(key: str, said: str) -> Pick:
    return Pick(key, lambda _: (((said, "head"),),))


async def _act(screen: DeskScreen, row: SubjectRow, place: str, key: str) -> None:
    if key == _READ:
        await read_crowd(screen, row, place)
    elif key == _CAPACITY:
        await _set_capacity(screen, row, place)
    elif key == _THRESHOLD:
        await _set_threshold(screen, row, place)
    else:
        await _about_record(screen, row, place, key)


async def _about_record(screen: DeskScreen, row: SubjectRow, place: str, key: str) -> None:
    """Ask whether a reading is corrected or withdrawn; what was set can only be withdrawn."""
    found = _found(screen, row, place)
    body = json.loads(found.body) if found else {"readings": [], "settings": []}
    records: list[Reading | Setting] = [*readings_in(body), *settings_in(body)]
    record = next((one for one in records if one.record_id == key), None)
    if record is None:
        return
    heading = f"{place}  {value_text(Decimal(record.value), record.unit or 'persons') if record.value else ''}"
    choices = ["verbeteren …", "intrekken …"] if isinstance(record, Reading) else ["intrekken …"]
    answer = await screen.app.push_screen_wait(ChoiceDialog(heading, choices))
    if answer is None:
        return
    if choices[answer] == "verbeteren …" and isinstance(record, Reading):
        await _correct(screen, place, record)
    else:
        await _withdraw(screen, place, key)


async def _correct(screen: DeskScreen, place: str, reading: Reading) -> None:
    desk, draft = screen.desk, ("crowd correct", reading.record_id)

    async def file(values: dict[str, str]) -> bool:
        await screen.request(
            desk.crowd.correct, reading.record_id, values["value"], reason=values["reason"], method=values["method"],
            draft_id=screen.bench.drafts.of(*draft).record_id,
        )  # fmt: skip
        return True

    shown = ("~" if reading.estimated else "") + value_text(Decimal(reading.value), reading.unit)
    fields = [
        Field("value", "hoeveel", shown, hint=_HOW, offered=True),
        Field("reason", "reden", hint="verplicht: waarom anders"),
        Field("method", "hoe", hint="leeg: blijft zo", names=_METHODS),
    ]
    await show_form(screen, f"{place}  Meting verbeteren", fields, file, draft, intro="De meting houdt haar tijd.")


async def _withdraw(screen: DeskScreen, place: str, record_id: str) -> None:
    async def file(values: dict[str, str]) -> bool:
        await screen.request(screen.desk.crowd.withdraw, record_id, reason=values["reason"])
        return True

    fields = [Field("reason", "reden", hint="waarom telt dit niet mee")]
    await show_form(screen, f"{place}  Intrekken", fields, file, ("crowd withdraw", record_id), verb="intrekken")


async def _set_capacity(screen: DeskScreen, row: SubjectRow, place: str) -> None:
    async def file(values: dict[str, str]) -> bool:
        await screen.request(
            screen.desk.crowd.set_capacity, row.subject, place, values["persons"],
            owner=values["owner"], source=values["source"],
        )  # fmt: skip
        return True

    fields = [Field("persons", "personen", hint="verplicht: 15000"), *_whose(screen)]
    intro = "Zij geldt vanaf nu; eerdere metingen worden er niet aan getoetst."
    await show_form(
        screen, f"{place}  Capaciteit", fields, file, ("crowd capacity", f"{row.subject} {place}"), intro=intro
    )


async def _set_threshold(screen: DeskScreen, row: SubjectRow, place: str) -> None:
    desk = screen.desk
    plan = desk.plans.of_cmt(row)
    prepared = tuple(str(one["id"]) for one in desk.plans.decisions(plan)) if plan else ()

    async def file(values: dict[str, str]) -> bool:
        await screen.request(
            desk.crowd.set_threshold, row.subject, place, values["value"], label=values["label"],
            owner=values["owner"], source=values["source"], decision=values["decision"],
        )  # fmt: skip
        return True

    fields = [
        Field("value", "vanaf", hint=f"verplicht: {_HOW}"),
        Field("label", "naam", hint="verplicht: aandacht, vol"),
        *_whose(screen),
        Field("decision", "besluit", hint="het voorbereide besluit dat erbij hoort; mag leeg", names=prepared),
    ]
    intro = "Een drempel vraagt aandacht en legt het besluit klaar; beslissen doet de voorzitter."
    await show_form(
        screen, f"{place}  Drempel", fields, file, ("crowd threshold", f"{row.subject} {place}"), intro=intro
    )


def _whose(screen: DeskScreen) -> tuple[Field, ...]:
    return (
        Field("owner", "wiens getal", hint="verplicht: welke functie", names=functions(screen)),
        Field("source", "bron", hint="plan, afspraak, meting; mag leeg"),
    )


async def read_crowd(screen: DeskScreen, row: SubjectRow, place: str = "") -> None:
    """Ask how busy it is at a place."""
    desk, key = screen.desk, (f"crowd {place}".rstrip(), row.subject)
    watched = [one.place for one in desk.crowd.places(row.subject)]
    plan = desk.plans.of_cmt(row)
    watched += [one["name"] for one in desk.plans.places(plan)] if plan else []
    names = tuple(dict.fromkeys((*watched, *sorted(set(desk.seat.known().places.values())))))

    async def file(values: dict[str, str]) -> bool:
        given = {name: values[name] for name in ("method", "by", "note")}
        await screen.request(
            desk.crowd.read, row.subject, values["place"], values["value"], at=typed_moment(screen, values["at"]),
            draft_id=screen.bench.drafts.of(*key).record_id, **given,
        )  # fmt: skip
        return True

    where = Field("place", "plek", place, hint="verplicht", names=names, offered=True)
    value = Field("value", "hoeveel", hint=_HOW)
    fields = [
        *((value, where) if place else (where, value)),
        Field("method", "hoe", hint=", ".join(_METHODS), names=_METHODS),
        Field("by", "door wie", names=functions(screen)),
        Field("note", "opmerking"),
        AT,
    ]
    await show_form(screen, f"■ {row.number}  Drukte", fields, file, key)
