"""What a measure owes: what every step brought, how it ended, and when it falls away by itself."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aovconsole.domain.measure_steps import STATES, WITHDRAWAL, DutyDone, DutyOwed, Pairs
from aovconsole.domain.record import Instant, Record

TERM = "term"

WATCHED = timedelta(days=366)
"""A term that runs longer (the five years of a file) is kept, but is no clock to watch."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed, and how it ended; `record_id` is the record that brought it, `done_record_id` that ended it.

    At `lapses_at` (the end of the measure, where the law asks it only until then) it falls away by itself.
    """

    key: str
    label: str
    to: str
    type: str
    due_at: Instant
    at_once: bool
    lapses_at: Instant
    owed_since: Instant
    done_at: Instant
    outcome: str
    by: str
    via: str
    note: str
    rule: str
    source: str
    record_id: str
    done_record_id: str

    @property
    def is_clock(self) -> bool:
        """Whether it is a term that one watches until it ends."""
        if self.type != TERM or self.outcome or not self.due_at:
            return False
        return datetime.fromisoformat(self.due_at) - datetime.fromisoformat(self.owed_since) <= WATCHED


def owed_duties(body: Mapping[str, Any], moment: Instant) -> tuple[dict[str, Any], ...]:
    """What a measure (its view, as the read tables hold it) still owes at a moment: acts and notices, no terms."""
    return tuple(
        duty
        for duty in body.get("duties") or ()
        if duty["type"] != TERM and not duty["outcome"] and not has_lapsed(duty, moment)
    )


def state_text(status: str, body: Mapping[str, Any], moment: Instant) -> str:
    """The state of a measure (its view) at a moment, as a list says it: one whose end has come is not just taken."""
    end_at = str(body.get("end_at") or "")
    if status != "taken" or not end_at or end_at > moment:
        return STATES.get(status, status)
    asks = any(duty["key"] == WITHDRAWAL for duty in owed_duties(body, moment))
    return "verlopen, nog in te trekken" if asks else "afgelopen"


def has_lapsed(duty: Mapping[str, Any], moment: Instant) -> bool:
    """Whether something that nobody ended fell away by itself."""
    lapses_at = str(duty.get("lapses_at") or "")
    return bool(lapses_at) and not duty["outcome"] and lapses_at <= moment


def duties_of(
    pairs: Pairs, gone: Container[str], standing: Pairs, end_at: Instant, withdrawn_at: Instant
) -> tuple[Duty, ...]:
    """What is owed, in the order in which it arose; of one key what was written last by clock.

    `gone` are the steps that count no longer, `standing` those that do, in the order of happening.
    """
    owed: dict[str, list[tuple[Record, DutyOwed]]] = {}
    for record, payload in sorted(pairs, key=lambda pair: pair[0].order):
        if isinstance(payload, DutyOwed) and payload.arises_from not in gone:
            owed.setdefault(payload.key, []).append((record, payload))
    done = [(record, payload) for record, payload in standing if isinstance(payload, DutyDone)]
    return tuple(_duty(chain, done, end_at, withdrawn_at) for chain in owed.values())


def _duty(
    chain: list[tuple[Record, DutyOwed]],
    done: Sequence[tuple[Record, DutyDone]],
    end_at: Instant,
    withdrawn_at: Instant,
) -> Duty:
    record, owed = chain[-1]
    since = next(rec for rec, payload in chain if payload.arises_from == owed.arises_from)
    ends = [(rec, payload) for rec, payload in done if payload.key == owed.key and rec.order > since.order]
    ended, end = ends[-1] if ends else (None, None)
    by_itself = owed.key == WITHDRAWAL and bool(withdrawn_at) and end is None
    undated = owed.needs_date and not owed.due_at and end is None
    label = f"{owed.label} ({owed.needs_date})" if undated else owed.label
    return Duty(
        key=owed.key,
        label=label,
        to=owed.to,
        type=owed.type,
        due_at=owed.due_at,
        at_once=owed.at_once,
        lapses_at=end_at if owed.ends_with_measure else "",
        owed_since=since.occurred_at,
        done_at=withdrawn_at if by_itself else ended.occurred_at if ended else "",
        outcome="done" if by_itself else end.outcome if end else "",
        by=end.by if end else "",
        via=end.via if end else "",
        note=end.note if end else "",
        rule=owed.rule,
        source=owed.source,
        record_id=record.id,
        done_record_id=ended.id if ended else "",
    )
