"""What `data/crowd.toml` holds: guide figures that stand beside a density. A guide is never a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias

Confirmed: TypeAlias = Literal["vastgesteld", "te bevestigen"]

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdGuide:
    """One guide figure: from which density (persons per m²) on it stands beside a reading, and what it says."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    density: float
    label: str
    meaning: str
    status: Confirmed
    source: str
    until: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdGuides:
    """The guide figures, and the remark that stands under every one of them."""

    __pydantic_config__: ClassVar = _CHECK

    remark: str
    guides: tuple[CrowdGuide, ...] = field(metadata={"rows": CrowdGuide})

    def for_density(self, density: Decimal) -> tuple[CrowdGuide, ...]:
        """The guides that a density has come to, the highest first; one with `until` is left behind above it."""
        at = float(density)
        found = [one for one in self.guides if one.density <= at and (one.until is None or at <= one.until)]
        return tuple(sorted(found, key=lambda one: (-one.density, one.key)))
