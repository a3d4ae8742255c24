"""What `data/reminders.toml` holds: what the console reminds of, how long before, and where else than on the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

Reminded: TypeAlias = Literal[
    "action", "notice", "term", "clock", "served", "plan", "check", "grounds", "meeting", "handover",
]  # fmt: skip
"""What can be due (`domain.now.Due`)."""

_MOST_MINUTES = 7 * 24 * 60
_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLead:
    """One type of what is due, its word in Dutch, and how many minutes before its moment it speaks."""

    __pydantic_config__: ClassVar = _CHECK

    type: Reminded
    word: str
    minutes_before: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRules:
    """The types that speak; the addresses (of apprise) that are told, those told when nobody saw it; the desktop."""

    __pydantic_config__: ClassVar = _CHECK

    leads: tuple[ReminderLead, ...] = field(metadata={"rows": ReminderLead})
    send_urls: tuple[str, ...] = ()
    escalate_urls: tuple[str, ...] = ()
    escalate_after_minutes: int = 15
    desktop: bool = False


def reminder_faults(table: dict[str, Any]) -> list[str]:
    """A time before or after that cannot be, in Dutch; nothing for another file."""
    rows = table.get("leads", ())
    times = [(f"leads ({row['type']}) minutes_before", row["minutes_before"]) for row in rows]
    times += [("escalate_after_minutes", table["escalate_after_minutes"])] if "escalate_after_minutes" in table else []
    wrong = [name for name, minutes in times if not 0 <= minutes <= _MOST_MINUTES]
    return [f"{name} moet tussen 0 en {_MOST_MINUTES} liggen" for name in wrong]
