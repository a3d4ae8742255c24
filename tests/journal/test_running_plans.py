"""Which plans Nu reads: those that run and of which something is due, whatever their age."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from aovconsole.domain.times import stored
from tests.builders import desk_at
from tests.desk.plans import put


def test_only_plans_with_an_open_line_before_a_moment_are_read(tmp_path: Path) -> None:
    put(tmp_path)
    desk = desk_at(tmp_path)
    soon, later, ended = (desk.plans.start("proef", date(2027, 2, day)) for day in (8, 28, 9))
    desk.plans.end(ended.number)

    def read(**ahead: float) -> list[str]:
        return [row.number for row in desk.reading.running_plans(stored(desk.seat.now + timedelta(**ahead)))]

    assert read(hours=72) == [soon.number]
    assert read(days=30) == [soon.number, later.number]
    for line in desk.plans.lines(soon):
        desk.plans.mark(soon.number, line.key, "dropped", note="gaat niet door")
    assert read(days=30) == [later.number]
