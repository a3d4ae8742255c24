"""What `data/meetings.toml` holds: the fixed agenda of a meeting of the crisis management team."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPoint:
    """One point of the agenda; what is filled in beforehand goes by its key."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAgenda:
    """The points, in their order."""

    __pydantic_config__: ClassVar = _CHECK

    points: tuple[MeetingPoint, ...] = field(metadata={"rows": MeetingPoint})
