"""No text about demonstrations speaks of a permit, and no field asks what a demonstration is about or who comes.

Read are: every text in the source, the settings, the help and the output of the commands, the export to a calendar.
The screen as it is painted is read in `tests/screens/test_demonstrations.py`.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from aovconsole.cli import build_parser
from aovconsole.domain import demonstration, demonstration_steps
from aovconsole.reference.files import load_terms
from tests.commands.conftest import Run, run
from tests.require import REPOSITORY

__all__ = ["run"]

FORBIDDEN = re.compile(r"vergun|toestemm|goedgekeur|goedkeur|toegestaan|verleen|verlening", re.IGNORECASE)
CONTENT = re.compile(
    r"theme|topic|belief|religion|opinion|speaker|participant|member|organiser|picture|photo|thema|onderwerp|deelnemer"
    r"|spreker|geloof|foto|leus",
    re.IGNORECASE,
)
SOURCES = sorted(path for path in (REPOSITORY / "aovconsole").rglob("demonstration*.py"))


def texts_of(path: Path) -> Iterator[str]:
    """Every text that a module can show: all its strings but the docstrings, which are English."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in loose:
            yield node.value


def test_the_words_are_searched_where_they_are() -> None:
    assert len(SOURCES) > 15
    assert FORBIDDEN.search("de vergunning is verleend") and FORBIDDEN.search("Goedgekeurd")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_text_in_the_source_speaks_of_a_permit(path: Path) -> None:
    assert [text for text in texts_of(path) if FORBIDDEN.search(text)] == []


def test_no_field_of_a_record_or_a_view_asks_what_it_is_about() -> None:
    names = {name for payload in demonstration.PAYLOADS for name in payload.__dataclass_fields__}
    names |= set(demonstration.Demonstration.__dataclass_fields__) | set(demonstration_steps.FIELDS)
    assert [name for name in names if CONTENT.search(name)] == []


def test_the_settings_speak_of_no_permit() -> None:
    said = [f"{term.label} {term.text}" for term in load_terms().terms if term.subject == "demonstration"]
    assert len(said) == 3 and [text for text in said if FORBIDDEN.search(text)] == []


def helps(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The help of a command and of every command below it."""
    yield parser.format_help()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from helps(below)


def test_the_help_speaks_of_no_permit() -> None:
    groups = next(
        action for action in build_parser("demonstration")._actions if isinstance(action, argparse._SubParsersAction)
    )
    said = list(helps(groups.choices["demonstration"]))
    assert len(said) > 15 and [text for text in said if FORBIDDEN.search(text)] == []


def test_what_the_commands_and_the_calendar_say_speaks_of_no_permit(run: Run, tmp_path: Path) -> None:
    number = run(
        "demonstration", "add", "--at", "2027-02-12T14:00", "--place", "Markt", "--received", "2027-02-06T11:00",
    ).line  # fmt: skip
    for words in (
        ("receipt", number), ("talk", number, "route", "--with", "kennisgever"), ("decide", number, "in_review"),
        ("condition", number, "geen vuur", "--ground", "health", "--reason", "droogte"),
        ("decide", number, "with_conditions", "--by", "burgemeester"), ("served", number, "--via", "mail"),
        ("decide", number, "prohibited", "--by", "burgemeester", "--ground", "disorder", "--reason", "x"),
        ("decide", number, "noted", "--by", "burgemeester"), ("contact", number, "--set", "x"), ("cancel", number),
    ):  # fmt: skip
        assert run("demonstration", *words).code == 0
    run("calendar", "export", str(tmp_path / "agenda.ics"))
    said = [
        run("demonstration", "show", number).out, run("demonstration", "show", number, "--json").out,
        run("demonstration", "list").out, run("demonstration", "receipt", number, "--text").out,
        (tmp_path / "agenda.ics").read_text(encoding="utf-8"),
        *(run("demonstration", *words).err for words in (("receipt", "x"), ("end", number), ("link", number, number))),
    ]  # fmt: skip
    assert all(said) and [text for text in said if FORBIDDEN.search(text)] == []
