"""What the incident desk asks of `data/`: the nafase list, and the contacts that stay in the user's own folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class AftercareItem:
    """One point of the nafase list, with what it asks."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftercare:
    """The nafase list, in its order."""

    __pydantic_config__: ClassVar = _CHECK

    points: tuple[AftercareItem, ...] = field(metadata={"rows": AftercareItem})

    def label(self, key: str) -> str:
        """What the point with this key is called; empty when the list has none."""
        return next((point.label for point in self.points if point.key == key), "")

    def key_of(self, named: str) -> str:
        """The key of the point that a key or a label names; empty for neither, or a label that two points have."""
        name = " ".join(named.split()).casefold()
        keys = [point.key for point in self.points if point.key.casefold() == name]
        keys = keys or [point.key for point in self.points if point.label.casefold() == name]
        return keys[0] if len(keys) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How a function is reached: only in the user's own folder, never in a record or an export."""

    __pydantic_config__: ClassVar = _CHECK

    function: str
    number: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """The contact card."""

    __pydantic_config__: ClassVar = _CHECK

    contacts: tuple[Contact, ...] = field(metadata={"rows": Contact})
