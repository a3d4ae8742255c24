"""Two sides in turn, medians, one ratio; and the table that shows them."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeAlias

Side: TypeAlias = Callable[[], float]
"""One measurement of one side: seconds, or whatever the row counts; less is better."""

SideOpen: TypeAlias = Callable[[], AbstractContextManager[Side]]
"""Sets a side up, outside the measurement, and clears it away afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One row of DESIGN §8: what is measured against what, and how much more it may cost.

    Without `ours` nobody has written the console's side yet, and nothing is measured. `per` is what one
    measurement is told in: seconds of a process, of a line.
    """

    name: str
    work: str
    against: str
    bound: float
    aim: float
    theirs: SideOpen
    ours: SideOpen | None = None
    rounds: int = 9


@dataclass(frozen=True, slots=True)
class Measured:
    """The medians of both sides, and the ratios of the rounds from the least to the most."""

    comparison: Comparison
    ours: float
    theirs: float
    least: float
    most: float

    @property
    def ratio(self) -> float:
        """How many times the other side ours costs."""
        return self.ours / self.theirs

    @property
    def kept(self) -> bool:
        """Whether the bound is kept."""
        return self.ratio <= self.comparison.bound


def in_turn(comparison: Comparison, ours: SideOpen, rounds: int | None = None) -> Measured:
    """Measure both sides in turn, after one round that does not count."""
    with comparison.theirs() as their_side, ours() as our_side:
        their_side()
        our_side()
        pairs = []
        for number in range(rounds or comparison.rounds):
            if number % 2:  # neither side is always the one that comes after the other
                their_one = their_side()
                our_one = our_side()
            else:
                our_one = our_side()
                their_one = their_side()
            pairs.append((our_one, their_one))
    ratios = [our_one / their_one for our_one, their_one in pairs]
    return Measured(
        comparison,
        statistics.median(our_one for our_one, _ in pairs),
        statistics.median(their_one for _, their_one in pairs),
        min(ratios),
        max(ratios),
    )


def alone(comparison: Comparison, rounds: int | None = None) -> float:
    """The median of the other side by itself, where ours is not written yet."""
    with comparison.theirs() as side:
        side()
        return statistics.median(side() for _ in range(rounds or comparison.rounds))


def table(measured: Iterable[Measured]) -> str:
    """The rows as Markdown: the ratio stands before its bound and its aim."""
    lines = ["| work | against | ratio | bound | aim | ours | theirs |", "| --- | --- | --: | --: | --: | --: | --: |"]
    for row in measured:
        wanted = row.comparison
        ratio = f"{row.ratio:.2f} ({row.least:.2f}–{row.most:.2f}){'' if row.kept else ' **over**'}"
        lines.append(
            f"| {wanted.work} | {wanted.against} | {ratio} | {wanted.bound:g} | {wanted.aim:g}"
            f" | {milliseconds(row.ours)} | {milliseconds(row.theirs)} |"
        )
    return "\n".join(lines)


def milliseconds(seconds: float) -> str:
    """A time in ms with three figures that count."""
    return f"{1000 * seconds:.3g} ms"
