"""A printable page: one HTML file with nothing from outside, from a template in `templates/` that extends `page.html`.

Every text that a template is given is cleaned and escaped, so a template needs no filters. The realm stands above the
page on screen and above every page on paper. The library is loaded where a page is made, never at start.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aovconsole.domain.text import clean, marked
from aovconsole.domain.words import BANNERS

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES: Final = Path(__file__).parent / "templates"


def html_page(template: str, title: str, realm: str, **facts: object) -> str:
    """A whole HTML document of a shipped template (`sheets.html`), with the facts under their names.

    A text may hold line breaks; the style of the page shows them where a template gives it the class `lines`.
    """
    return _environment().get_template(template).render(title=title, banner=BANNERS.get(realm, ""), **facts)


def unmarked(text: str) -> str:
    """A text that may stand on paper: one that carries a mark (`!politie`, `!privé`) stays at home (DESIGN §6)."""
    return "(weggelaten: merk)" if marked(text) else text


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _cleaned(said: object) -> object:
    """Text of people without what acts on a terminal; what the template itself made is left as it is."""
    return clean(said, lines=True) if isinstance(said, str) and not hasattr(said, "__html__") else said
