"""What `data/exercise.toml` holds: how an exercise is looked back at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseRules:
    """For how many minutes after an inject what the team logs counts as its answer; the next inject ends it earlier."""

    __pydantic_config__: ClassVar = _CHECK

    response_minutes: int
    status: Literal["vastgesteld", "te bevestigen"]
    source: str
