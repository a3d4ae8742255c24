"""A disk that is full or may not be written: the console says so and keeps the text; later the same line is filed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aovconsole.journal.sqlite import sqlite
from tests.journeys.home import Home, in_bar, opened, wait_logged
from tests.require import missing

pytestmark = pytest.mark.all


def mount(*words: str) -> None:
    """Mount something, where this is allowed."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        missing("root, to mount a small disk,")
    done = subprocess.run(["mount", *words], capture_output=True, check=False)
    if done.returncode:
        missing("the right to mount a small disk")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 800 kB."""
    folder = tmp_path / "klein"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "size=800k", "aov", str(folder))
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> Path:
    """Take every byte that is left."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 512)
        except OSError:
            return ballast


@pytest.mark.all
def test_a_full_disk_is_said_the_text_stays_and_is_filed_once_there_is_room(disk: Path) -> None:
    home = Home(disk / "home")
    home.does("log", "ervoor")
    with home.console() as terminal:
        opened(terminal)
        terminal.press("l")
        in_bar(terminal)
        ballast = fill(disk)
        refused = 0
        for number in range(200):  # what SQLite had taken already may still be filled
            text = f"regel {number} " + "x" * 300
            terminal.type(text)
            terminal.wait_for("x" * 100)
            terminal.press("enter")
            terminal.wait_until(
                lambda: "schijf" in terminal.text() or "xxx" not in terminal.text().splitlines()[-3], "an answer"
            )
            if "schijf" in terminal.text():
                refused = number
                break
        else:
            pytest.fail("the disk was never full")
        assert "xxxxxxxx" in terminal.text().splitlines()[-3]
        done = home.run("log", "y" * 3000)
        assert done.returncode == 4
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert "vol" in done.stderr
        ballast.unlink()
        terminal.press("enter")
        terminal.wait_until(lambda: "xxx" not in terminal.text().splitlines()[-3], "the line filed")
    found = home.texts()
    assert found == ["ervoor", *(f"regel {number} " + "x" * 300 for number in range(refused + 1))]
    assert home.is_green()


@pytest.mark.all
def test_a_home_that_another_program_holds_is_said_and_the_text_stays(tmp_path: Path) -> None:
    """What a person sees when the journal may not be written while the console is open."""
    home = Home(tmp_path / "home")
    home.does("log", "ervoor")
    with home.console(80, 24) as terminal:
        opened(terminal)
        terminal.press("l")
        in_bar(terminal)
        terminal.type("blijft staan")
        terminal.wait_for("› blijft staan")
        holder = sqlite.connect(str(home.path / "journal.db"), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        terminal.press("enter")
        terminal.wait_until(lambda: "▌" in terminal.text().splitlines()[-5], "a message", 30)
        assert "› blijft staan" in terminal.text()
        done = home.run("log", "ook niet")
        assert (done.returncode, done.stdout) == (4, "")
        holder.execute("ROLLBACK")
        holder.close()
        terminal.press("enter")
        wait_logged(terminal, "blijft staan")
    assert home.texts() == ["ervoor", "blijft staan"]


@pytest.mark.all
def test_once_there_is_room_the_screen_no_longer_says_that_drafts_are_lost(disk: Path) -> None:
    home = Home(disk / "home")
    home.does("log", "ervoor")
    with home.console(80, 24) as terminal:
        opened(terminal)
        terminal.press("l")
        in_bar(terminal)
        ballast = fill(disk)
        terminal.type("x" * 300)
        terminal.settle(0.5)
        terminal.press("enter")
        terminal.wait_for("schijf")
        ballast.unlink()
        for text in ("", "nu wel"):
            terminal.type(text)
            terminal.run_on(0.5)
            terminal.press("enter")
            terminal.settle(0.3)
        assert home.texts() == ["ervoor", "x" * 300, "nu wel"]
        assert "concepten niet bewaard" not in terminal.text()


def test_a_console_on_a_read_only_home_says_so(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.does("log", "ervoor")
    mount("--bind", str(home.path), str(home.path))
    try:
        mount("-o", "remount,ro,bind", str(home.path))
        assert home.run("log", "nee").returncode == 4
        with home.console(80, 24) as terminal:
            assert terminal.wait_exit() == 4
            assert terminal.not_restored() == []
            shown = terminal.text().replace("\n", "")
            assert shown.startswith("aovconsole: journaal ")
            assert "niet schrijfbaar" in shown or "alleen-lezen" in shown
            assert "Traceback" not in shown
    finally:
        subprocess.run(["umount", "-l", home.path], check=True)
