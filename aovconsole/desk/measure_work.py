"""The records of a step: the step itself, and what becomes owed by it, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from aovconsole.desk.measure_reading import Held
from aovconsole.desk.measure_values import days_of, missing_in, moment_of
from aovconsole.desk.seat import wanted
from aovconsole.domain.measure_steps import (
    WRITTEN,
    DutyDone,
    DutyOwed,
    MeasureDecided,
    MeasureExtended,
    MeasureWithdrawn,
)
from aovconsole.domain.measure_terms import (
    BEGIN,
    END,
    Moments,
    check_days,
    check_end,
    check_extension,
    latest_end,
    owed_on,
    stretch_of,
)
from aovconsole.domain.record import Draft, Instant
from aovconsole.domain.text import clean
from aovconsole.domain.times import clock_text, date_text, read_stored, stored
from aovconsole.domain.workdays import Holidays
from aovconsole.errors import CommandRefused
from aovconsole.reference.powers import Power, PowerField


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, in which capacity, why, and when; with the calendar that the terms need."""

    by: str
    capacity: str
    reason: str
    moment: datetime
    holidays: Holidays
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Wish:
    """What a decision asks: its begin and end where they were named, and whether it was given orally."""

    begin: datetime | None
    end: datetime | None
    oral: bool


def permitted(power: Power, functions: tuple[str, ...], by: str, capacity: str) -> tuple[str, str]:
    """The function and the capacity of who decides, as the file spells them.

    Raises:
        CommandRefused: nobody was named, or this is somebody who may not.
    """
    known = {name.casefold(): name for name in functions}
    function = wanted(by, "door wie")
    as_ = clean(capacity.strip()) or function
    for name in (function, as_):
        if name.casefold() not in known:
            raise CommandRefused(f"niet te mandateren aan {name}: dit is aan {_either(functions)}. {power.mandate}")
    return known[function.casefold()], known[as_.casefold()] if capacity.strip() else ""


def _either(names: tuple[str, ...]) -> str:
    return " of ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def decision_drafts(held: Held, power: Power, wish: Wish, act: Act, step: str) -> list[Draft]:
    """The decision to use the power, and what it makes owed; `step` is the id of its record.

    Raises:
        CommandRefused: conditions are missing, or begin and end are not what the law allows.
    """
    begin, end = _stretch(held, power, wish, act)
    missing = tuple(missing_in(power, held.values, end))
    _check_conditions(power, missing, wish.oral)
    decided = MeasureDecided(
        "taken", act.by, act.capacity, stored(begin), stored(end) if end else "", wish.oral, act.reason
    )
    owed = _owed("decided", power, Moments(act.moment, begin, end), act, step)
    if wish.oral:
        written = _owed("oral", power, Moments(act.moment, begin, end), act, step)
        owed = (*owed, *(_naming(duty, missing) for duty in written))
    return _drafts(held, decided, owed, act, step)


def _stretch(held: Held, power: Power, wish: Wish, act: Act) -> tuple[datetime, datetime | None]:
    """Begin and end of the measure, checked against what the law allows."""
    days = days_of(held.values) if not (wish.begin or wish.end) else ()
    if days:
        check_days(power, days)
        if min(days) < act.moment.astimezone(act.zone).date():
            raise CommandRefused(f"losse dagen: {date_text(min(days))} ligt voor het besluit")
        return stretch_of(days, act.zone)
    begin = wish.begin or moment_of(held.values, BEGIN) or act.moment
    held.check_begin(begin, act.moment, wish.oral, act.zone)
    end = wish.end or moment_of(held.values, END) or (latest_end(power, begin, act.zone) if power.fixed else None)
    if end:
        check_end(power, begin, end, act.zone)
    return begin, end


def _check_conditions(power: Power, missing: tuple[PowerField, ...], oral: bool) -> None:
    if oral and not power.oral_allowed:
        raise CommandRefused(f"{power.name} ({power.article}) kan niet mondeling")
    unmet = [row for row in missing if row.key == END] if oral else missing
    if unmet:
        raise CommandRefused(f"nog niet ingevuld: {', '.join(row.label for row in unmet)}")


def _naming(duty: DutyOwed, missing: tuple[PowerField, ...]) -> DutyOwed:
    """The duty to put it in writing, naming the conditions that were left for then."""
    if duty.key != WRITTEN or not missing:
        return duty
    return replace(duty, label=f"{duty.label}; nog: {', '.join(row.label for row in missing)}")


def extension_drafts(held: Held, power: Power, end: datetime, act: Act, step: str) -> list[Draft]:
    """The extension, what it makes owed, and what was due at the end and now is later.

    Raises:
        CommandRefused: the measure has no end, was over by then, holds on separate days, or may not last so long.
    """
    view = held.running()
    if days_of(held.values) and stored(stretch_of(days_of(held.values), act.zone)[1]) == view.end_at:
        raise CommandRefused(f"{view.number} geldt op losse dagen: de wet verlengt alleen een doorlopend bevel")
    if held.end is None:
        raise CommandRefused(f"{view.number} heeft geen einde: verlengen is niet nodig")
    if act.moment > held.end:
        over = clock_text(held.end, act.moment, zone=act.zone)
        raise CommandRefused(f"{view.number} was al afgelopen ({over}): neem een nieuw besluit")
    begin = read_stored(view.begin_at or view.decided_at)
    later = [read_stored(extension.end_at) for extension in view.extensions]
    ends = [read_stored(view.decided_end_at) if view.decided_end_at else begin, *later]
    check_extension(power, begin, ends, end, act.zone)
    extended = MeasureExtended(stored(end), act.by, act.capacity, act.reason)
    return _drafts(held, extended, _owed("extended", power, Moments(act.moment, begin, end), act, step), act, step)


def later_drafts(
    held: Held, power: Power | None, payload: MeasureWithdrawn | DutyDone, trigger: str, act: Act, step: str
) -> list[Draft]:
    """A withdrawal or a tick, and what it makes owed."""
    begin = read_stored(held.view.begin_at) if held.view.begin_at else act.moment
    moments = Moments(act.moment, begin, held.end)
    decider = held.view.capacity or held.view.decided_by
    owed = _owed(trigger, power, moments, act, step, decider) if power else ()
    return _drafts(held, payload, owed, act, step)


def _owed(
    trigger: str, power: Power, moments: Moments, act: Act, step: str, capacity: str = ""
) -> tuple[DutyOwed, ...]:
    return owed_on(
        trigger,
        power.duties,
        moments,
        capacity=capacity or act.capacity or act.by,
        step=step,
        holidays=act.holidays,
        zone=act.zone,
    )


def _drafts(
    held: Held,
    payload: MeasureDecided | MeasureExtended | MeasureWithdrawn | DutyDone,
    owed: tuple[DutyOwed, ...],
    act: Act,
    step: str,
) -> list[Draft]:
    at: Instant = stored(act.moment)
    subject, dossier = held.view.subject, held.view.dossier
    first = Draft(payload, subject=subject, dossier=dossier, occurred_at=at, id=step)
    return [first, *(Draft(duty, subject=subject, dossier=dossier, occurred_at=at) for duty in owed)]
