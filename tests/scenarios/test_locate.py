"""The line of a key is the line where it stands, in every way that TOML can write it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import aovconsole.scenarios.reading as reading
from aovconsole.scenarios.locate import Location, line_of, lines_in

SHIPPED = sorted((Path(reading.__file__).parent / "templates").glob("*.toml"))

ODD = """\
# a comment
a = 1
"quoted.key" = "x"
b.c = 2
b."d e" = 3

[table] # with a comment
one = 1
list = [
  1, # first
  { k = "v", deep = [
    { z = 3 },
  ] },
]
text = '''
[[rows]]
name = "not a row"
'''
after = true

[[rows]]
name = "first"
[rows.sub]
x = 1
[[rows.inner]]
y = 1
[[rows.inner]]
y = 2

[[rows]]
name = "second"
[[rows.inner]]
y = 3

[other.deep."odd key"]
q = 1
"""


def places(value: Any, at: Location = ()) -> Iterator[Location]:
    """Where every key and row of a table stands."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*at, key)
            yield from places(part, (*at, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield (*at, number)
            yield from places(part, (*at, number))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("a",), 2), (("quoted.key",), 3), (("b", "c"), 4), (("b", "d e"), 5), (("table",), 7), (("table", "list"), 9),
        (("table", "list", 0), 10), (("table", "list", 1), 11), (("table", "list", 1, "k"), 11),
        (("table", "list", 1, "deep", 0, "z"), 12), (("table", "text"), 15), (("table", "after"), 19), (("rows",), 21),
        (("rows", 0, "name"), 22), (("rows", 0, "sub", "x"), 24), (("rows", 0, "inner", 0, "y"), 26),
        (("rows", 0, "inner", 1, "y"), 28), (("rows", 1), 30), (("rows", 1, "name"), 31),
        (("rows", 1, "inner", 0, "y"), 33), (("other", "deep", "odd key", "q"), 36),
        (("rows", 1, "missing"), 30), (("rows", 1, "inner", 0, "missing", 3), 32), (("nowhere",), 1),
    ],
)  # fmt: skip
def test_a_key_stands_on_its_line_and_a_missing_one_on_that_of_its_table(place: Location, line: int) -> None:
    assert line_of(place, lines_in(ODD)) == line


@pytest.mark.parametrize("text", [ODD, *(path.read_text(encoding="utf-8") for path in SHIPPED)])
def test_every_key_of_a_file_is_found_on_a_line_that_holds_it(text: str) -> None:
    lines, found = text.split("\n"), lines_in(text)
    for place in places(tomllib.loads(text)):
        assert place in found, place
        name = next(step for step in reversed(place) if isinstance(step, str))
        assert not isinstance(place[-1], str) or name in lines[found[place] - 1], place


def test_the_order_of_the_rows_is_that_of_the_file() -> None:
    for path in SHIPPED:
        text = path.read_text(encoding="utf-8")
        found = lines_in(text)
        rows = [found["measures", number] for number in range(len(tomllib.loads(text)["measures"]))]
        assert rows == sorted(set(rows))
