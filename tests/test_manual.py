"""The manual names every command, every setting and every key: what is not in it cannot be found by its users."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from aovconsole.cli import MODULES, build_parser
from docs.manual_keys import with_tables

MANUAL = (Path(__file__).parent.parent / "docs" / "handleiding.md").read_text(encoding="utf-8")


def commands() -> list[tuple[str, str]]:
    """Every command with each of its sub-commands."""
    found = []
    for name in MODULES:
        parser = build_parser(name)
        groups = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
        inner = [action for action in groups.choices[name]._actions if isinstance(action, argparse._SubParsersAction)]
        found += [(name, sub) for action in inner for sub in action.choices] or [(name, "")]
    return found


@pytest.mark.parametrize(("name", "sub"), commands())
def test_every_command_is_in_the_manual(name: str, sub: str) -> None:
    lines = [line for line in MANUAL.splitlines() if f"aovconsole {name}" in line]
    assert lines, name
    assert not sub or any(re.search(rf"\b{sub}\b", line) for line in lines), f"{name} {sub}"


def test_the_tables_of_keys_are_those_of_the_console() -> None:
    assert with_tables(MANUAL) == MANUAL, "run `make manual`"


@pytest.mark.parametrize(
    "setting",
    ["AOVCONSOLE_HOME", "AOVCONSOLE_OPERATOR", "AOVCONSOLE_STATION", "AOVCONSOLE_REALM", "AOVCONSOLE_NOW"],
)
def test_every_setting_is_in_the_manual(setting: str) -> None:
    assert f"`{setting}`" in MANUAL
