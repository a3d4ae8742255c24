"""Imports point down (DESIGN §3), and a command pays only for what it uses."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.require import REPOSITORY

HEAVY = {
    "textual", "rich", "pydantic", "httpx", "icalendar", "recurring_ical_events", "sqlite_utils", "plotext", "pygal",
    "tree_sitter", "tree_sitter_toml", "jinja2", "typst",
}  # fmt: skip


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that are loaded once `statement` has run in a fresh interpreter."""
    script = (
        f"{statement}\nimport json, sys\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "module",
    [
        "aovconsole.cli",
        "aovconsole.clock",
        "aovconsole.domain",
        "aovconsole.journal",
        "aovconsole.reference.files",
        "aovconsole.domain.scenario_plan",
        "aovconsole.scenarios.reading",
        "aovconsole.commands.scenarios",
        "aovconsole.commands.feeds",
        "aovconsole.desk.feeds",
        "aovconsole.desk.signals",
        "aovconsole.commands.paper",
        "aovconsole.desk.paper",
        "aovconsole.exports.html_page",
    ],
)
def test_importing_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}") & HEAVY == set()


def test_the_first_paint_of_nu_knows_no_source() -> None:
    loaded = loaded_by("import aovconsole.app, aovconsole.screens.now, aovconsole.screens.signal_watch")
    assert loaded & (HEAVY - {"textual", "rich"}) == set()


def test_the_domain_needs_no_store_and_no_sockets() -> None:
    modules = sorted(path.stem for path in (REPOSITORY / "aovconsole" / "domain").glob("[!_]*.py"))
    loaded = loaded_by("\n".join(f"import aovconsole.domain.{module}" for module in modules))
    assert loaded & (HEAVY | {"pysqlite3", "sqlite3", "asyncio", "socket"}) == set()


def test_the_contracts_of_the_layers_are_kept() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as main; main()",
            "--no-logo",
            "--no-cache",
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
