"""The history of a subject, as the folds read it: the steps that count in the order in which they happened."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import Any, TypeAlias, TypeVar

from aovconsole.domain.record import Record

P = TypeVar("P")
S = TypeVar("S")
Pair: TypeAlias = tuple[Record, Any]


def history_of(pairs: Iterable[tuple[Record, P]], withdrawn: Container[str] = ()) -> list[tuple[Record, P]]:
    """The records with what they say in the order in which it happened, without those that were withdrawn."""
    return sorted((pair for pair in pairs if pair[0].id not in withdrawn), key=lambda pair: pair[0].history_order)


def all_of(history: Iterable[Pair], kind: type[P], make: Callable[[Record, P], S]) -> tuple[S, ...]:
    """What `make` gives for every record of a history that says something of one kind."""
    return tuple(make(record, payload) for record, payload in history if isinstance(payload, kind))
