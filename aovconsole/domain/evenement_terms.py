"""The terms of an evenement as clocks: which of `data/terms.toml` hold for it, when they end, what was met.

Pure readings of the body of an evenement's row, the terms, the holidays and today. Late is said and blocks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from aovconsole.domain.times import AMSTERDAM, read_stored
from aovconsole.domain.workdays import Holidays

TermStatus: TypeAlias = Literal["met", "late", "running", "missed", "waiting", "unconfirmed"]

TERM_STATUS_WORDS: dict[TermStatus, str] = {
    "met": "op tijd",
    "late": "te laat",
    "running": "loopt",
    "missed": "verstreken",
    "waiting": "wacht op ontvangst",
    "unconfirmed": "te bevestigen",
}


class TermRule(Protocol):
    """A term as `data/terms.toml` gives it; without a number as long as nobody has confirmed it."""

    @property
    def key(self) -> str:
        """Its name."""

    @property
    def subject(self) -> str:
        """What it is about: `evenement` or `demonstration`."""

    @property
    def label(self) -> str:
        """What must be done in time."""

    @property
    def text(self) -> str:
        """The term in words."""

    @property
    def status(self) -> str:
        """Whether it is `vastgesteld`."""

    @property
    def source(self) -> str:
        """Where it stands."""

    @property
    def as_of(self) -> date:
        """The day on which the source was read, or by which it dates itself."""

    @property
    def weeks(self) -> int | None:
        """How many weeks before the begin."""

    @property
    def working_days(self) -> int | None:
        """How many working days after what came in."""

    @property
    def day(self) -> str | None:
        """The `MM-DD` of the year before, before which it must be done."""


class TermClock(NamedTuple):
    """One term of one evenement; `due_on` is the last day that is in time, `done_on` when it was done ("" : not yet).

    `days_left` counts whole days from today to `due_on`, below nought when that is past; None without a day.
    `note` says what makes the day uncertain.
    """

    key: str
    label: str
    text: str
    status: TermStatus
    due_on: str
    done_on: str
    days_left: int | None
    note: str
    source: str
    as_of: str


class _Use(NamedTuple):
    """How a term is used: for which evenementen, and which field of the frame says when it was done."""

    holds: Callable[[Mapping[str, Any]], bool]
    done_by: str
    unsure: Callable[[Mapping[str, Any]], str] = lambda _: ""


def _kind_unknown(body: Mapping[str, Any]) -> str:
    return "" if body.get("kind") else "aanvraag of melding: nog niet gezegd"


_USES = {
    "evenement_permit": _Use(lambda body: body.get("kind", "") != "notification", "received_on", _kind_unknown),
    "evenement_notification": _Use(lambda body: body.get("kind") == "notification", "received_on"),
    "evenement_parade": _Use(lambda body: body.get("parade") == "yes", "received_on"),
    "evenement_notification_answer": _Use(lambda body: body.get("kind") == "notification", "answered_on"),
    "annual_programme": _Use(
        lambda body: body.get("inner_city") != "no",
        "programme_on",
        lambda body: "" if body.get("inner_city") else "in de binnenstad? nog niet gezegd",
    ),
}
"""The terms that this console can reckon with; another one of the file is shown in its own words."""


def terms_of(
    body: Mapping[str, Any], rules: Iterable[TermRule], holidays: Holidays, today: date, zone: ZoneInfo = AMSTERDAM
) -> tuple[TermClock, ...]:
    """The clocks of an evenement, those that end first on top; a term without a day stands last."""
    begin_on = read_stored(body["begin_at"]).astimezone(zone).date()
    mine = [rule for rule in rules if rule.subject == "evenement"]
    found = [_clock(body, rule, begin_on, holidays, today) for rule in mine if _holds(body, rule)]
    return tuple(sorted(found, key=lambda clock: (not clock.due_on, clock.due_on, clock.key)))


def _holds(body: Mapping[str, Any], rule: TermRule) -> bool:
    use = _USES.get(rule.key)
    return use is None or use.holds(body)


def _clock(body: Mapping[str, Any], rule: TermRule, begin_on: date, holidays: Holidays, today: date) -> TermClock:
    use = _USES.get(rule.key)
    done_on = str(body.get(use.done_by) or "") if use else ""
    received_on = str(body.get("received_on") or "")
    due = _due(rule, begin_on, received_on, holidays) if use else None
    waits = bool(use and rule.working_days and not received_on)
    status = _status(due, done_on, today, waits=waits)
    return TermClock(
        rule.key,
        rule.label,
        rule.text,
        status,
        due.isoformat() if due else "",
        done_on,
        (due - today).days if due else None,
        use.unsure(body) if use else "",
        rule.source,
        rule.as_of.isoformat(),
    )


def _due(rule: TermRule, begin_on: date, received_on: str, holidays: Holidays) -> date | None:
    """The last day in time; None without a number, before it began, or before the calendar begins."""
    try:
        if rule.weeks is not None:
            # counted back from an event, so no weekend or holiday moves it (Algemene termijnenwet art. 1 lid 2)
            return begin_on - timedelta(weeks=rule.weeks)
        if rule.day is not None:  # "voor 15 september" is met on the fourteenth
            return date.fromisoformat(f"{begin_on.year - 1:04d}-{rule.day}") - timedelta(days=1)
        if rule.working_days is not None and received_on:
            return holidays.working_days_after(date.fromisoformat(received_on), rule.working_days)
    except (OverflowError, ValueError):  # no such day: 29 February of the year before, or the year 0
        return None
    return None


def _status(due: date | None, done_on: str, today: date, *, waits: bool) -> TermStatus:
    if waits:
        return "waiting"
    if due is None:
        return "unconfirmed"
    if done_on:
        return "met" if date.fromisoformat(done_on) <= due else "late"
    return "running" if today <= due else "missed"
