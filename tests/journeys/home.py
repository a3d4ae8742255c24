"""A scratch home for the journeys: the console on it, commands in another process, and what its journal says."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.journeys.terminal import Terminal, command
from tests.require import REPOSITORY


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one home; `now` sets the clock of every program that is started on it."""

    path: Path
    now: str = ""

    @property
    def env(self) -> dict[str, str]:
        """What a program that runs on this home finds in its environment."""
        settings = {"HOME": str(self.path), "REALM": "test", "OPERATOR": "Test/AOV", "STATION": "A", "NOW": self.now}
        return {f"AOVCONSOLE_{name}": text for name, text in settings.items() if text}

    def console(self, columns: int = 140, rows: int = 42) -> Terminal:
        """Start the console."""
        return Terminal(command(), columns=columns, rows=rows, env=self.env)

    def run(self, *words: str, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in a process of its own."""
        return subprocess.run(
            command(*words), cwd=REPOSITORY, env={**os.environ, **self.env},
            capture_output=True, text=True, input=typed, check=False,
        )  # fmt: skip

    def does(self, *words: str, typed: str | None = None) -> str:
        """Run a command that must succeed; what it printed."""
        done = self.run(*words, typed=typed)
        assert (done.returncode, done.stderr) == (0, ""), done
        return done.stdout.rstrip("\n")

    def json(self, *words: str) -> Any:
        """What a listing says."""
        return json.loads(self.does(*words, "--json"))

    def texts(self, dossier: str = "") -> list[str]:
        """The log lines of a dossier, or all of them, as they were typed."""
        return [line["text"] for line in self.json("log", "list", *(("--dossier", dossier) if dossier else ()))]

    def is_green(self) -> bool:
        """Whether the journal verifies."""
        return bool(self.json("journal", "verify")["ok"])


def opened(terminal: Terminal) -> Terminal:
    """A console that was started and stands still on its first screen."""
    terminal.wait_for("LOOPT")
    terminal.settle(0.1)
    return terminal


def in_bar(terminal: Terminal) -> None:
    """Wait until the cursor stands in the entry bar: only then its rule is heavy over the whole width."""
    terminal.wait_for("━" * 60)


def pace(terminal: Terminal, text: str, seconds: float = 0.1) -> None:
    """Type as a fast hand does, without looking; `\\r` is Enter."""
    for sign in text:
        terminal.type(sign)
        terminal.run_on(seconds)


def logged(terminal: Terminal, text: str) -> bool:
    """Whether this text stands on the screen outside the entry bar, on one row or folded within a column."""
    rows = ["" if " › " in line else line for line in terminal.text().splitlines()]
    words = text.split(" ")
    return any(
        _stands(rows, number, match.start(), words)
        for number, row in enumerate(rows)
        for match in re.finditer(re.escape(words[0]), row)
    )


def _stands(rows: Sequence[str], number: int, column: int, words: Sequence[str]) -> bool:
    """Whether these words stand from this column on, with what does not fit on the rows under it."""
    if not words:
        return True
    if number >= len(rows):
        return False
    fit = next((n for n in range(len(words), 0, -1) if rows[number].startswith(" ".join(words[:n]), column)), 0)
    return bool(fit) and _stands(rows, number + 1, column, words[fit:])


def waits_in_bar(terminal: Terminal, text: str) -> bool:
    """Whether this text stands in the entry bar."""
    return any(text in line and " › " in line for line in terminal.text().splitlines())


def wait_logged(terminal: Terminal, text: str, seconds: float = 15) -> None:
    """Wait until this text stands in a log and no more in the entry bar."""
    terminal.wait_until(
        lambda: logged(terminal, text) and not waits_in_bar(terminal, text), f"{text!r} in the log", seconds
    )


def moment(text: str) -> datetime:
    """A time of a listing."""
    return datetime.fromisoformat(text)
