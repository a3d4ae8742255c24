"""A printable PDF, from a typst template in `templates/`: what is printed goes in as JSON, never as source.

PDF/A-2a with PDF/UA-1 tags where every sign has a shape in the shipped fonts, else the same page without that promise.
The same facts give the same bytes. The library is loaded where a page is made, never at start.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aovconsole.domain.text import clean
from aovconsole.domain.words import BANNERS
from aovconsole.exports.html_page import TEMPLATES

_STANDARDS: list[Any] = ["a-2a", "ua-1"]


_PLAIN = re.compile("[\t\n\x20-\u017f\u2010-\u2026\u20ac\ufffd]+")
"""Signs that the shipped fonts surely have."""

_MOST_SIGNS = 600
"""So many rare signs are tried for a shape; what comes after is written as its number at once."""


def pdf_page(template: str, title: str, realm: str, printed_at: datetime, **facts: object) -> bytes:
    """A whole PDF of a shipped template (`sheets.typ`), with the facts under their names.

    `printed_at` is the date that the document carries.
    """
    import typst

    source, text = str(TEMPLATES / template), _given(title, realm, printed_at, facts)
    try:
        return _made(source, {"facts": text}, _STANDARDS)
    except typst.TypstError:  # a sign without a shape (emoji, Chinese): the standards forbid it, paper does not
        return _made(source, {"facts": text}, [])


def archival_pdf(template: str, title: str, realm: str, printed_at: datetime, **facts: object) -> bytes:
    """The same, which always keeps to its standards: a sign without a shape is written as its number, `[U+1F600]`."""
    text = _given(title, realm, printed_at, facts)
    return _made(str(TEMPLATES / template), {"facts": _spelled_out(text)}, _STANDARDS)


def _given(title: str, realm: str, printed_at: datetime, facts: Mapping[str, object]) -> str:
    """What a template is given, as JSON."""
    made_at = printed_at.astimezone(UTC)
    given = {
        "title": title, "banner": BANNERS.get(realm, ""),
        "made": [made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute],
        **facts,
    }  # fmt: skip
    return json.dumps(_cleaned(given), ensure_ascii=False)


def _made(source: str, inputs: dict[str, str], standards: list[Any]) -> bytes:
    import typst

    compiler = typst.Compiler(
        source, root=str(TEMPLATES), font_paths=typst.Fonts(include_system_fonts=False), sys_inputs=inputs
    )
    made = compiler.compile(format="pdf", pdf_standards=standards, timestamp=0)
    assert isinstance(made, bytes), "a pdf is one document"
    return made


def _spelled_out(text: str) -> str:
    """A text in which each sign that no shipped font has is written as its number."""
    rare = sorted(set(_PLAIN.sub("", text)))
    shapeless = {*_shapeless("".join(rare[:_MOST_SIGNS])), *rare[_MOST_SIGNS:]}
    return text.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in shapeless})


def _shapeless(signs: str) -> str:
    """Those of some signs without a shape, found by printing them, half by half."""
    import typst

    if not signs:
        return ""
    try:
        _made(str(TEMPLATES / "signs.typ"), {"signs": signs}, _STANDARDS)
    except typst.TypstError:
        half = len(signs) // 2
        return _shapeless(signs[:half]) + _shapeless(signs[half:]) if half else signs
    return ""


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value, lines=True)
    if isinstance(value, Mapping):
        return {name: _cleaned(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return value


def drawn(template: Path, svg: str, pixels_per_inch: float) -> bytes:
    """A picture as PNG, by a template that shows it on a page of its own size."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(str(template), root=str(TEMPLATES), font_paths=fonts, sys_inputs={"svg": svg})
    made = compiler.compile(format="png", ppi=pixels_per_inch)
    assert isinstance(made, bytes), "a picture is one page"
    return made
