"""The words of the made-up year: `data/demo.toml`, and filling in places, numbers and times."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Any, TypeAlias

from aovconsole.domain.times import AMSTERDAM

Texts: TypeAlias = Mapping[str, Any]
"""The tables of `demo.toml`."""

_CLOCKED = re.compile(r"\{(t|now)([+-][0-9]+)\}")


def load() -> Texts:
    """Read the shipped word lists."""
    return tomllib.loads(files("aovconsole.data").joinpath("demo.toml").read_text(encoding="utf-8"))


def stream(seed: int, *names: object) -> random.Random:
    """A source of chance of its own for one thing, so that a change elsewhere leaves it as it was."""
    return random.Random("/".join(map(str, (seed, *names))))


def timed(rows: Iterable[str]) -> Iterator[tuple[timedelta, str]]:
    """Each row's minutes and its text."""
    for row in rows:
        minutes, _, text = row.partition(" ")
        yield timedelta(minutes=int(minutes)), text


def fill(template: str, chance: random.Random, at: datetime, now: datetime, **names: object) -> str:
    """Put places, numbers and times of the wall clock into a template; `at` is the moment of the line."""

    def clock(found: re.Match[str]) -> str:
        origin = at if found[1] == "t" else now
        return f"{(origin + timedelta(minutes=int(found[2]))).astimezone(AMSTERDAM):%H:%M}"

    if "{" not in template:
        return template
    numbers: dict[str, object] = {
        "n": chance.randint(2, 28),
        "m": chance.randrange(5, 31, 5),
        "pct": chance.randint(55, 96),
        "k": f"{chance.randint(2, 30)}.{chance.randint(0, 9)}00",
        "count": chance.randrange(20, 400, 10),
    }
    return _CLOCKED.sub(clock, template).format(**{**numbers, **names})


def two_places(places: Sequence[str], chance: random.Random) -> dict[str, str]:
    """A place and another one."""
    place, other = chance.sample(list(places), 2)
    return {"place": place, "other": other}


def local_moment(day: date, clock: str) -> datetime:
    """The moment at which the wall clock shows a time on a day."""
    return datetime.combine(day, time.fromisoformat(clock), AMSTERDAM).astimezone(UTC)


def local_day(moment: datetime) -> date:
    """The day that the wall calendar shows."""
    return moment.astimezone(AMSTERDAM).date()
