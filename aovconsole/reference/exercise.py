"""What `data/exercise.toml` holds: how an exercise is looked back at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

_MOST_MINUTES = 24 * 60
_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseRules:
    """For how many minutes after an inject what the team logs counts as its answer; the next inject ends it earlier."""

    __pydantic_config__: ClassVar = _CHECK

    response_minutes: int
    status: Literal["vastgesteld", "te bevestigen"]
    source: str


def exercise_faults(table: dict[str, Any]) -> list[str]:
    """A window that cannot be, in Dutch; nothing for another file."""
    if 1 <= table.get("response_minutes", 1) <= _MOST_MINUTES:
        return []
    return [f"response_minutes moet tussen 1 en {_MOST_MINUTES} liggen"]
