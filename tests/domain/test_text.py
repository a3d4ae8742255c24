"""What clean() replaces and what it leaves as typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.text import clean

BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
BREAKS = {0x2028, 0x2029}

any_text = st.text(st.characters())


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("", ""),
        ("instroom loopt vast", "instroom loopt vast"),
        ("[bold]", "[bold]"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("\x1b]0;x\x07", "\ufffd]0;x\ufffd"),
        ("a\u202eb", "a\ufffdb"),
        ("a\x00b", "a\ufffdb"),
        ("a\x9bb\x7f", "a\ufffdb\ufffd"),
        ("a\r\nb\tc", "a\ufffd\ufffdb\ufffdc"),
        ("a\ud800b", "a\ufffdb"),
        ("\U0001f469\u200d\U0001f692", "\U0001f469\u200d\U0001f692"),
        ("cafe\u0301 caf\u00e9", "cafe\u0301 caf\u00e9"),
        ("a\u00a0b\u200bc\ufeff", "a\u00a0b\u200bc\ufeff"),
    ],
)
def test_on_one_line(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("a\r\nb\tc\n", "a\nb\tc\n"),
        ("a\rb", "a\ufffdb"),
        ("a\r\r\nb", "a\ufffd\nb"),
        ("a\x0bb\x0cc\x85d\u2028e", "a\ufffdb\ufffdc\ufffdd\ufffde"),
    ],
)
def test_on_several_lines(typed: str, cleaned: str) -> None:
    assert clean(typed, lines=True) == cleaned


@pytest.mark.all
def test_every_character_is_judged_by_its_category() -> None:
    for code in range(0x110000):
        acts = unicodedata.category(chr(code)) in {"Cc", "Cs"} or code in BIDI | BREAKS
        assert clean(f"a{chr(code)}") == ("a\ufffd" if acts else f"a{chr(code)}"), hex(code)


@given(any_text, st.booleans())
def test_cleaning_twice_changes_nothing_more_and_moves_nothing(text: str, lines: bool) -> None:
    cleaned = clean(text, lines=lines)
    assert clean(cleaned, lines=lines) == cleaned
    if not lines:
        assert len(cleaned) == len(text)
        assert all(after in (before, "\ufffd") for before, after in zip(text, cleaned, strict=True))
