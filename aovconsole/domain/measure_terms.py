"""How long a measure may last, and what becomes owed when: pure rules over what `data/powers.toml` says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from aovconsole.domain.measure_steps import DutyOwed
from aovconsole.domain.record import Instant
from aovconsole.domain.times import AMSTERDAM, date_text, stored
from aovconsole.domain.words import counted
from aovconsole.domain.workdays import Holidays, months_later
from aovconsole.errors import CommandRefused

BEGIN, END, DAYS = "begin", "end", "days"
DECIDED_WITH = (BEGIN, END, DAYS)
"""The conditions that a decision fixes: after it they change by extending or withdrawing only."""

LAST_MINUTE = time(23, 59)
"""A term that runs to and including a day ends with this minute of it."""

DATE = "{date}"
"""What stands in a label for the last day of the term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a power may be used, by which article; None where the law names no bound.

    Hours are real hours; days, weeks and months are those of the calendar, at the same time by the wall clock.
    With `fixed` a decision lasts exactly the maximum, no shorter. `spread_days` is the other way to use the power: so
    many separate days within `spread_months`. `total_weeks` bounds the measure with all its extensions, counted from
    its begin.
    """

    article: str
    max_hours: int | None = None
    max_days: int | None = None
    max_months: int | None = None
    fixed: bool = False
    extendable: bool = False
    extensions: int | None = None
    extension_months: int | None = None
    total_weeks: int | None = None
    spread_days: int | None = None
    spread_months: int | None = None


class DutyRule(Protocol):
    """What a power asks after a step (`on`), as `data/powers.toml` says it."""

    @property
    def key(self) -> str:
        """Its name within the power."""

    @property
    def label(self) -> str:
        """What must be done."""

    @property
    def to(self) -> str:
        """To whom; empty when nobody in particular."""

    @property
    def type(self) -> Literal["notice", "act", "term"]:
        """A notice, an act, or a term that runs."""

    @property
    def on(self) -> str:
        """The step after which it is owed."""

    @property
    def hours(self) -> int | None:
        """Within so many hours."""

    @property
    def weeks(self) -> int | None:
        """Within so many weeks, with the Algemene termijnenwet."""

    @property
    def months(self) -> int | None:
        """Within so many months, with the Algemene termijnenwet."""

    @property
    def counts_from(self) -> Literal["step", "begin", "end"]:
        """From when hours, weeks and months count; with none of them it is due at that very moment."""

    @property
    def at_once(self) -> bool:
        """Whether the law says "zo spoedig mogelijk"."""

    @property
    def needs_date(self) -> str:
        """Which date must still be filled in; empty when none."""

    @property
    def ends_with_measure(self) -> bool:
        """Whether it is owed no longer than the measure lasts."""

    @property
    def except_capacity(self) -> tuple[str, ...]:
        """In which capacities of the decider it is not owed."""

    @property
    def only_capacity(self) -> tuple[str, ...]:
        """In which capacities alone it is owed; empty when in all."""

    @property
    def rule(self) -> str:
        """What the law asks, in a sentence."""

    @property
    def source(self) -> str:
        """Where the law asks it."""


@dataclass(frozen=True, slots=True)
class Moments:
    """When the step was taken, and when the measure begins and ends (None when it has no end)."""

    step: datetime
    begin: datetime
    end: datetime | None = None


def calendar_later(
    moment: datetime, *, days: int = 0, weeks: int = 0, months: int = 0, zone: ZoneInfo = AMSTERDAM
) -> datetime:
    """The moment at which the wall clock shows the same time so many days, weeks and months later."""
    local = moment.astimezone(zone)
    day = months_later(local.date(), months) + timedelta(days=days, weeks=weeks)
    return datetime.combine(day, local.time().replace(fold=0), zone).astimezone(UTC)


def minute_of(moment: datetime) -> datetime:
    """The minute that a moment lies in: people type no seconds."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def not_before(moment: datetime, since: datetime, refusal: str) -> datetime:
    """A moment that may not lie before another; within the same minute it is taken for that other one.

    Raises:
        CommandRefused: it lies before it, in the words of `refusal`.
    """
    if minute_of(moment) < minute_of(since):
        raise CommandRefused(refusal)
    return max(moment, since)


def _later(moment: datetime, hours: int) -> datetime:
    """So many real hours later: sums in a zone that changes its clock would count by the wall."""
    return moment.astimezone(UTC) + timedelta(hours=hours)


def latest_end(limits: Limits, begin: datetime, zone: ZoneInfo = AMSTERDAM) -> datetime | None:
    """The last moment at which a measure that begins then may end; None where the law names none."""
    if limits.max_hours:
        return _later(begin, limits.max_hours)
    if limits.max_days or limits.max_months:
        return calendar_later(begin, days=limits.max_days or 0, months=limits.max_months or 0, zone=zone)
    return None


def check_end(limits: Limits, begin: datetime, end: datetime, zone: ZoneInfo = AMSTERDAM) -> None:
    """Check the end that a decision names.

    Raises:
        CommandRefused: it does not lie after the begin, lies beyond the maximum, or before a length that is fixed.
    """
    if stored(end) <= stored(begin):
        raise CommandRefused("het einde ligt niet na het begin")
    latest = latest_end(limits, begin, zone)
    if latest and end > latest:
        raise CommandRefused(f"ten hoogste {_length(limits)} ({limits.article}): uiterlijk {moment_text(latest, zone)}")
    if latest and limits.fixed and minute_of(end) < minute_of(latest):
        until = moment_text(latest, zone)
        raise CommandRefused(
            f"geldt {_length(limits)}, niet korter ({limits.article}): tot {until}; eerder stoppen kan door intrekken"
        )


def check_extension(
    limits: Limits, begin: datetime, ends: Sequence[datetime], new_end: datetime, zone: ZoneInfo = AMSTERDAM
) -> None:
    """Check an extension; `ends` are the end of the decision and those of the extensions so far, in their order.

    Raises:
        CommandRefused: the law knows no extension, no more of them, or not so long; or the end does not move on.
    """
    if not limits.extendable:
        raise CommandRefused(f"{limits.article} kent geen verlenging: neem een nieuw besluit")
    if limits.extensions is not None and len(ends) > limits.extensions:
        times = counted(limits.extensions, "keer", "keer")
        raise CommandRefused(f"ten hoogste {times} te verlengen ({limits.article})")
    if stored(new_end) <= stored(ends[-1]):
        raise CommandRefused(f"het nieuwe einde ligt niet na het einde dat al geldt ({moment_text(ends[-1], zone)})")
    if limits.extension_months:
        latest = calendar_later(ends[-1], months=limits.extension_months, zone=zone)
        if new_end > latest:
            length = counted(limits.extension_months, "maand", "maanden")
            raise CommandRefused(
                f"een verlenging duurt ten hoogste {length} ({limits.article}): uiterlijk {moment_text(latest, zone)}"
            )
    if limits.total_weeks:
        latest = calendar_later(begin, weeks=limits.total_weeks, zone=zone)
        if new_end > latest:
            length = counted(limits.total_weeks, "week", "weken")
            raise CommandRefused(
                f"ten hoogste {length} in totaal ({limits.article}): uiterlijk {moment_text(latest, zone)}"
            )


def check_days(limits: Limits, days: Sequence[date]) -> None:
    """Check the separate days on which a measure holds.

    Raises:
        CommandRefused: there are too many, too far apart, or the power cannot be used so.
    """
    if limits.spread_days is None or limits.spread_months is None:
        raise CommandRefused(f"{limits.article} kent geen losse dagen")
    if len(set(days)) > limits.spread_days:
        raise CommandRefused(f"ten hoogste {limits.spread_days} dagen ({limits.article}): het zijn er {len(set(days))}")
    last = months_later(min(days), limits.spread_months) - timedelta(days=1)
    if max(days) > last:
        months = counted(limits.spread_months, "maand", "maanden")
        raise CommandRefused(f"alle dagen binnen {months} ({limits.article}): uiterlijk {date_text(last)}")


def stretch_of(days: Sequence[date], zone: ZoneInfo = AMSTERDAM) -> tuple[datetime, datetime]:
    """From the first minute of the first day to the end of the last."""
    begin = datetime.combine(min(days), time(), zone)
    return begin, datetime.combine(max(days) + timedelta(days=1), time(), zone)


def owed_on(
    trigger: str,
    rules: Iterable[DutyRule],
    moments: Moments,
    *,
    capacity: str,
    step: str,
    holidays: Holidays,
    zone: ZoneInfo = AMSTERDAM,
) -> tuple[DutyOwed, ...]:
    """What is owed after a step (its record is `step`), taken in a capacity."""
    return tuple(
        _owed(rule, moments, step, holidays, zone)
        for rule in rules
        if _follows(rule, trigger)
        and capacity not in rule.except_capacity
        and (not rule.only_capacity or capacity in rule.only_capacity)
    )


def _follows(rule: DutyRule, trigger: str) -> bool:
    """Whether a step brings this duty; what is due at the end of the measure moves on with that end."""
    return rule.on == trigger or (trigger == "extended" and rule.on == "decided" and rule.counts_from == "end")


def _owed(rule: DutyRule, moments: Moments, step: str, holidays: Holidays, zone: ZoneInfo) -> DutyOwed:
    due, last_day = _due(rule, moments, holidays, zone)
    return DutyOwed(
        key=rule.key,
        label=rule.label.replace(DATE, date_text(last_day) if last_day else "onbekend"),
        to=rule.to,
        type=rule.type,
        due_at=due,
        at_once=rule.at_once,
        needs_date=rule.needs_date,
        rule=rule.rule,
        source=rule.source,
        arises_from=step,
        ends_with_measure=rule.ends_with_measure,
    )


def _due(rule: DutyRule, moments: Moments, holidays: Holidays, zone: ZoneInfo) -> tuple[Instant, date | None]:
    """When it is due as it is stored (empty when that is not known), and the last day of a term in weeks or months."""
    since = {"step": moments.step, "begin": moments.begin, "end": moments.end}[rule.counts_from]
    if since is None or rule.at_once or rule.needs_date:
        return "", None
    if rule.hours:
        return stored(_later(since, rule.hours)), None
    if rule.weeks or rule.months:
        local_day = since.astimezone(zone).date()
        last = holidays.term_end(local_day, weeks=rule.weeks or 0, months=rule.months or 0)
        return stored(datetime.combine(last, LAST_MINUTE, zone)), last
    return (stored(since), None) if rule.counts_from != "step" else ("", None)


def _length(limits: Limits) -> str:
    if limits.max_hours:
        return f"{limits.max_hours} uur"
    if limits.max_days:
        return counted(limits.max_days, "dag", "dagen")
    return counted(limits.max_months or 0, "maand", "maanden")


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """A moment in a refusal: the day in full, whatever day it is now."""
    return f"{moment.astimezone(zone):%d-%m-%Y %H:%M}"
