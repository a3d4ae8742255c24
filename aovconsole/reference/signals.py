"""What `data/signals.toml` holds: when a signal becomes a record by itself, and where sources may stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from aovconsole.domain.signal_state import SignalRule
from aovconsole.reference.feeds import FeedId

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}

RuleLevel: TypeAlias = Literal["info", "yellow", "orange", "red"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule: from which level on a signal of a source is recorded; `label` stands in the record as the reason."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    feed: FeedId
    level: RuleLevel
    status: Literal["vastgesteld", "te bevestigen"]
    source: str
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSettings:
    """The rules, and whether sources in one's own network may be asked."""

    __pydantic_config__: ClassVar = _CHECK

    allow_private: bool = False
    rules: tuple[RuleRow, ...] = field(default=(), metadata={"rows": RuleRow})

    @property
    def taking(self) -> tuple[SignalRule, ...]:
        """The rules as signals are held against them."""
        return tuple(SignalRule(row.label, row.feed, row.level, row.holds) for row in self.rules)
