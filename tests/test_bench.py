"""The measuring itself: sides in turn, the table, and that every other side still runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench import theirs
from bench.measure import Comparison, Measured, Side, SideOpen, in_turn, table
from bench.programs import PtyProgram, flushes, memory_bytes
from bench.rows import comparisons
from tests.require import program


def counting(calls: list[str], name: str, seconds: float) -> SideOpen:
    @contextmanager
    def opened() -> Iterator[Side]:
        calls.append(f"{name} open")

        def once() -> float:
            calls.append(name)
            return seconds

        yield once
        calls.append(f"{name} closed")

    return opened


def comparison(theirs_open: SideOpen, ours_open: SideOpen | None = None) -> Comparison:
    return Comparison(
        name="row", work="werk", against="kaal", bound=2, aim=1.5, theirs=theirs_open, ours=ours_open, rounds=2
    )


def test_both_sides_are_measured_in_turn() -> None:
    calls: list[str] = []
    row = comparison(counting(calls, "theirs", 0.002))
    measured = in_turn(row, counting(calls, "ours", 0.003))
    assert calls == [
        *("theirs open", "ours open", "theirs", "ours"),
        *("ours", "theirs", "theirs", "ours"),
        *("ours closed", "theirs closed"),
    ]
    assert measured.ratio == pytest.approx(1.5)
    assert measured.kept


def test_the_table_names_what_is_over_its_bound() -> None:
    row = comparison(counting([], "theirs", 1))
    text = table([Measured(row, 0.003, 0.002, 1.4, 1.6), Measured(row, 0.5, 0.2, 2.4, 2.6)])
    assert text.splitlines()[2:] == [
        "| werk | kaal | 1.50 (1.40–1.60) | 2 | 1.5 | 3 ms | 2 ms |",
        "| werk | kaal | 2.50 (2.40–2.60) **over** | 2 | 1.5 | 500 ms | 200 ms |",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal needs POSIX")
def test_a_program_is_timed_to_its_paint_and_its_keys() -> None:
    with PtyProgram([sys.executable, str(theirs.HERE / "bare_app.py")]) as running:
        assert 0 < running.until("klaar") < 30
        assert memory_bytes(running.pid) > 1_000_000
        assert 0 < running.key_to_paint(b"\x10") < 5  # the palette
        with pytest.raises(TimeoutError, match="nooit"):
            running.until("nooit", seconds=0.1)


def test_flushes_are_counted(tmp_path: Path) -> None:
    program("strace")
    command = [sys.executable, str(theirs.HERE / "one_shot.py"), str(tmp_path / "one.db"), "{}"]
    assert flushes(command) > flushes([sys.executable, "-c", "pass"]) == 0


@pytest.mark.all
@pytest.mark.parametrize("row", comparisons(scale=0.001), ids=lambda row: row.name)
def test_every_other_side_runs(row: Comparison) -> None:
    with row.theirs() as side:
        assert side() > 0
