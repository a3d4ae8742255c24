"""Fields that several people may set: who knew of whom wins, the other value stays visible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from aovconsole.domain.record import Record


class FieldSet(Protocol):
    """A payload that sets one field; `replaces` names the records whose value it knew and replaced."""

    @property
    def field(self) -> str:
        """The name of the field in the view."""

    @property
    def value(self) -> str:
        """The new value as text; empty clears the field."""

    @property
    def replaces(self) -> tuple[str, ...]:
        """The ids of the records that this one replaces."""


@dataclass(frozen=True, slots=True)
class FieldState:
    """The value of one field now, the records that stand, and what lost against the later clock."""

    value: str
    standing: tuple[str, ...]
    other_values: tuple[str, ...]


def resolve(sets: Iterable[tuple[Record, FieldSet]]) -> dict[str, FieldState]:
    """The state of every field that was set: of the values that nobody replaced, the latest by clock."""
    by_field: dict[str, list[tuple[Record, FieldSet]]] = {}
    for record, payload in sets:
        by_field.setdefault(payload.field, []).append((record, payload))
    return {name: _state(pairs) for name, pairs in by_field.items()}


def others_of(fields: Mapping[str, FieldState]) -> tuple[str, ...]:
    """What lost against the later clock, with the field before it, as `place: Markt`."""
    return tuple(f"{name}: {other}" for name, state in fields.items() for other in state.other_values)


def standing_of(fields: Mapping[str, FieldState]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Per field the records that a next setting replaces."""
    return tuple((name, state.standing) for name, state in fields.items())


def _state(pairs: list[tuple[Record, FieldSet]]) -> FieldState:
    replaced = {record_id for _, payload in pairs for record_id in payload.replaces}
    standing = sorted((pair for pair in pairs if pair[0].id not in replaced), key=lambda pair: pair[0].order)
    if not standing:  # records that replace each other in a circle come from a forger: the clock decides
        standing = sorted(pairs, key=lambda pair: pair[0].order)
    winner = standing[-1][1].value
    others = tuple(payload.value for _, payload in standing[:-1] if payload.value != winner)
    return FieldState(winner, tuple(record.id for record, _ in standing), others)
