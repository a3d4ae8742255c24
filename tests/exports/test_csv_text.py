"""A csv for Excel in Dutch, in which nothing calculates."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.exports.csv_text import csv_text, defused


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+31 43",
        "-2",
        "@SUM(A1)",
        "  =cmd|' /C calc'!A0",
        "\t=1",
        "\r=1",
        "＝1",
        "\u200b=1",
        '"=1',
        "'=1",
        "﹣2",
    ],
)
def test_what_would_calculate_is_text(text: str) -> None:
    assert defused(text).startswith("'")


@pytest.mark.parametrize("text", ["", "75", "Vrijthof", "2024-12-31", "a=b", "– waarvan", "1 januari t/m"])
def test_what_is_harmless_stays(text: str) -> None:
    assert defused(text) == text


def test_the_form_that_excel_reads() -> None:
    text = csv_text(("cijfer", "aantal"), [('één; "twee"', 75), ("=1", None), (True, 0)])
    assert text.startswith("\ufeffcijfer;aantal\r\n")
    assert text.split("\r\n")[1:] == ['"één; ""twee""";75', "'=1;", "True;0", ""]


@given(st.lists(st.text(), min_size=2, max_size=4))
def test_any_text_is_one_cell_that_does_not_calculate(cells: list[str]) -> None:
    [read] = csv.reader(io.StringIO(csv_text(cells, ()).removeprefix("\ufeff"), newline=""), delimiter=";")
    assert len(read) == len(cells)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in read)
    assert not any(sign in cell for cell in read for sign in "\x00\x1b\r\n\u202e")
