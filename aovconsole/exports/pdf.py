"""A printable PDF, from a typst template in `templates/`: what is printed goes in as JSON, never as source.

PDF/A-2a with PDF/UA-1 tags where every sign has a shape in the shipped fonts, else the same page without that promise.
The same facts give the same bytes. The library is loaded where a page is made, never at start.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from aovconsole.domain.text import clean
from aovconsole.domain.words import BANNERS
from aovconsole.exports.html_page import TEMPLATES

_STANDARDS: list[Any] = ["a-2a", "ua-1"]


def pdf_page(template: str, title: str, realm: str, printed_at: datetime, **facts: object) -> bytes:
    """A whole PDF of a shipped template (`sheets.typ`), with the facts under their names.

    `printed_at` is the date that the document carries.
    """
    import typst

    made_at = printed_at.astimezone(UTC)
    given: Mapping[str, object] = {
        "title": title, "banner": BANNERS.get(realm, ""),
        "made": [made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute],
        **facts,
    }  # fmt: skip
    compiler = typst.Compiler(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"facts": json.dumps(_cleaned(given), ensure_ascii=False)},
    )
    try:
        made = compiler.compile(format="pdf", pdf_standards=_STANDARDS, timestamp=0)
    except typst.TypstError:  # a sign without a shape (emoji, Chinese): the standards forbid it, paper does not
        made = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(made, bytes), "a pdf is one document"
    return made


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value, lines=True)
    if isinstance(value, Mapping):
        return {name: _cleaned(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return value
