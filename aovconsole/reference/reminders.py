"""What `data/reminders.toml` holds: what the console reminds of, how long before, and where else than on the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLead:
    """One type of what is due, its word in Dutch, and how many minutes before its moment it speaks."""

    __pydantic_config__: ClassVar = _CHECK

    type: str
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
