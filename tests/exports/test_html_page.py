"""The skeleton of a printable page: the realm on every page, nothing from outside, text is text."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from aovconsole.domain.words import BANNERS
from aovconsole.exports.html_page import html_page
from tests.builders import HOSTILE

FACTS = {"name": "Schouw", "number": "R-A1", "frame": (), "lines": 1, "printed": "nu", "typed": "x"}


@pytest.mark.parametrize("realm", ["real", *BANNERS])
def test_the_realm_stands_in_what_is_repeated_on_every_printed_page(realm: str) -> None:
    page = html_page("round.html", "Titel", realm, **FACTS)
    running = '<div class="running"><div class="realm">'
    assert (f"{running}{BANNERS[realm]}</div></div>" in page) if realm in BANNERS else (running not in page)
    assert ".paper > .running { display: table-header-group; break-inside: avoid; }" in page
    assert page.startswith('<!doctype html>\n<html lang="nl">')


@pytest.mark.parametrize("text", [*HOSTILE.values(), "</title><script>x</script>", "{{ 7 * 7 }}{% raw %}", "a\nb"])
def test_text_is_only_text_in_the_title_and_in_the_page(text: str) -> None:
    page = html_page("round.html", text, "test", **{**FACTS, "name": text})
    assert page.count("<script") == 0
    assert page.count("<title>") == page.count("</title>") == 1
    assert "49" not in page
    assert not any(sign in page for sign in "\x1b\x07\u202e\x00\x9b\ud800\u2028\x85")


def test_a_fact_that_the_template_needs_and_is_not_given_is_a_fault_not_a_gap() -> None:
    with pytest.raises(UndefinedError):
        html_page("round.html", "Titel", "test")
