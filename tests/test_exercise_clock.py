"""The clock of an exercise: fast, still, forward, never back; kept over a restart."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest

from aovconsole.errors import CannotStore, CommandRefused
from aovconsole.exercise_clock import STATE_FILE, ExerciseClock, kept_clock
from tests.exercises import BEGIN, Ticks


def test_a_day_passes_as_fast_as_it_is_told() -> None:
    ticks = Ticks()
    clock = ExerciseClock(BEGIN, speed=10, ticking=ticks)
    assert clock.set_by_hand
    ticks.on(minutes=6)
    assert clock.now() == BEGIN + timedelta(hours=1)
    clock.pause()
    ticks.on(minutes=60)
    assert (clock.now(), clock.mode) == (BEGIN + timedelta(hours=1), "STAAT STIL")
    clock.pause(False)
    clock.set_speed(1)
    ticks.on(minutes=5)
    assert (clock.now(), clock.mode) == (BEGIN + timedelta(hours=1, minutes=5), "×1")


def test_it_jumps_forward_and_never_back() -> None:
    clock = ExerciseClock(BEGIN, ticking=Ticks())
    clock.jump_to(BEGIN + timedelta(hours=3))
    clock.jump_to(BEGIN)
    assert clock.now() == BEGIN + timedelta(hours=3)


def test_a_tick_that_runs_back_does_not_take_the_clock_along() -> None:
    ticks = Ticks()
    clock = ExerciseClock(BEGIN, speed=60, ticking=ticks)
    ticks.on(seconds=-100)
    assert clock.now() == BEGIN


@pytest.mark.parametrize("speed", [0, -1, 1e9, float("nan"), float("inf"), 0.01])
def test_a_speed_that_cannot_be_is_refused(speed: float) -> None:
    with pytest.raises(CommandRefused, match="snelheid ligt tussen"):
        ExerciseClock(BEGIN, speed=speed)
    clock = ExerciseClock(BEGIN, ticking=Ticks())
    with pytest.raises(CommandRefused):
        clock.set_speed(speed)
    assert clock.speed == 1


def test_it_stands_where_it_stood_when_nobody_runs_it(tmp_path: Path) -> None:
    clock = ExerciseClock(BEGIN, speed=30, ticking=(ticks := Ticks()))
    ticks.on(minutes=2)
    clock.hold()
    clock.keep(tmp_path)
    ticks.on(minutes=2)
    found = kept_clock(tmp_path)
    assert found
    assert (found.now(), found.speed, found.paused) == (BEGIN + timedelta(hours=1), 30, False)
    found.hold(False)
    assert found.mode == "×30"


def test_beside_a_console_that_runs_it_the_time_passes(tmp_path: Path) -> None:
    ExerciseClock(BEGIN, speed=60, ticking=Ticks()).keep(tmp_path)
    found = kept_clock(tmp_path, wall=lambda: time.time() + 2)
    assert found
    assert timedelta(seconds=119) < found.now() - BEGIN < timedelta(seconds=200)
    left = kept_clock(tmp_path, wall=lambda: time.time() + 60)  # it fell a minute ago
    assert left and left.now() == BEGIN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"moment": "x", "speed": 1, "kept_at": 1}',
        '{"moment": "0001", "speed": 0, "kept_at": 1}',
    ],
)
def test_a_torn_file_is_no_clock(tmp_path: Path, text: str) -> None:
    (tmp_path / STATE_FILE).write_text(text, encoding="utf-8")
    assert kept_clock(tmp_path) is None


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotStore, match="kan niet worden geschreven"):
        ExerciseClock(BEGIN).keep(tmp_path / "weg")


def test_the_file_holds_no_more_than_the_clock(tmp_path: Path) -> None:
    ExerciseClock(BEGIN).keep(tmp_path)
    assert set(json.loads((tmp_path / STATE_FILE).read_text(encoding="utf-8"))) == {
        "moment", "speed", "paused", "running", "kept_at",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == [STATE_FILE]
