"""The wheel that a municipality installs works outside this repository, with its data and its looks inside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.require import REPOSITORY

pytestmark = [pytest.mark.all, pytest.mark.timeout(900)]

OWN_ENVIRONMENT = {name: text for name, text in os.environ.items() if not name.startswith(("AOVCONSOLE_", "PYTHON"))}
"""The caller's environment, before the tests' fixtures: pip finds its settings there."""

NOT_SOURCE = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "demo-home")


def run(*words: str | Path, cwd: Path, **env: str) -> str:
    """Run a command to its end and give what it printed."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**OWN_ENVIRONMENT, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{words} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that nothing of an earlier build gets in."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(REPOSITORY, folder / "source", ignore=NOT_SOURCE)
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, folder / "source")
    run(*pip, cwd=folder)
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def console(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The command `aovconsole` of a fresh virtual environment in which the wheel was installed."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "-c", REPOSITORY / "constraints.txt", wheel, cwd=folder)
    yield programs / "aovconsole"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def demo_home(console: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo home made by the installed console."""
    folder = tmp_path_factory.mktemp("demo")
    run(console, "demo", "--create", folder / "home", cwd=folder)
    return folder / "home"


def test_everything_that_the_console_reads_is_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"aovconsole/data/{path.name}" for path in (REPOSITORY / "data").glob("*.toml")}
    for path in (REPOSITORY / "aovconsole").rglob("*"):
        if path.suffix in {".py", ".toml", ".tcss"} or path.name == "py.typed":
            wanted.add(path.relative_to(REPOSITORY).as_posix())
    assert len(wanted) > 50
    assert wanted - inside == set()


def test_nothing_else_is_inside(wheel: Path) -> None:
    roots = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert roots == {"aovconsole", next(root for root in roots if root.endswith(".dist-info"))}


def test_the_journal_of_the_demo_verifies(console: Path, demo_home: Path) -> None:
    told = json.loads(run(console, "journal", "verify", "--json", cwd=demo_home.parent, AOVCONSOLE_HOME=str(demo_home)))
    assert told["ok"] is True
    assert told["records"] > 1000
    run(console, "journal", "verify", cwd=demo_home.parent, AOVCONSOLE_HOME=str(demo_home))


def test_the_figures_stand_beside_the_published_ones(console: Path, demo_home: Path) -> None:
    printed = run(console, "figures", "2023", "2024", "--json", cwd=demo_home.parent, AOVCONSOLE_HOME=str(demo_home))
    years: list[dict[str, Any]] = json.loads(printed)
    assert [year["year"] for year in years] == [2023, 2024]
    assert all(year["published"] for year in years)
