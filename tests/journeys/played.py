"""A case that is played by the real commands, step by step, each at its own moment; and the texts that it must give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.commands.conftest import Answer, Run, refused

GOLDEN = Path(__file__).parent / "golden"
ASSUMED = "aangenomen voor de oefening"
"""Behind everything that the public sources do not say."""


class Case:
    """One incident on one home; `at` moves the clock, and only ever on."""

    def __init__(self, run: Run, set_now: Callable[[str], None]) -> None:
        self.run, self._set_now = run, set_now
        self.number, self._now = "", datetime.min.replace(tzinfo=UTC)

    def at(self, moment: str) -> None:
        """Let it be this moment."""
        before, self._now = self._now, datetime.fromisoformat(moment)
        assert self._now > before, f"{moment} is not later than {before}"
        self._set_now(moment)

    def open(self, title: str, *words: str) -> None:
        """Open the incident that the other steps are about."""
        self.number = self.run("incident", "open", title, *words).line

    def incident(self, action: str, *words: str) -> None:
        """A step of the incident, which says nothing when it is done."""
        self.silent("incident", action, self.number, *words)

    def measure(self, action: str, *words: str) -> None:
        """A step of its first measure."""
        self.silent("measure", action, self.number, "M-A1", *words)

    def silent(self, *words: str) -> None:
        """A command that says nothing when it is done."""
        answer = self.run(*words)
        assert (answer.code, answer.out, answer.err) == (0, "", ""), (words, answer)

    def log(self, text: str) -> str:
        """A line in the log of the incident; its id."""
        return self.run("log", text, "--dossier", self.number).line

    def json(self, *words: str) -> Any:
        """What a listing says."""
        answer = self.run(*words, "--json")
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.json

    def shown(self, *words: str) -> dict[str, Any]:
        """The incident as it is, or as it was known."""
        view: dict[str, Any] = self.json("incident", "show", self.number, *words)
        return view

    def clocks(self, start: str = "") -> dict[str, str]:
        """How the statutory clocks stand, by key; with `start` (a moment) those of that run alone."""
        found = self.json("incident", "clocks", self.number)
        return {one["key"]: one["status"] for one in found if (one["started_at"] or "").startswith(start)}

    def pending(self) -> list[tuple[str, str]]:
        """What is still open, by kind."""
        return [(one["kind"], one["text"]) for one in self.json("incident", "pending", self.number)]

    def owed(self) -> dict[str, str]:
        """What its first measure still asks: to whom, by the key of the duty."""
        duties = self.json("measure", "show", self.number, "M-A1")["duties"]
        return {one["key"]: one["to"] for one in duties if one["type"] != "term" and not one["done_at"]}

    def refused(self, *words: str, naming: tuple[str, ...] = ()) -> None:
        """A command that is refused with exit code 1, naming this, and writes nothing."""
        before = self.state()
        refused(self.run(*words), *naming)
        assert self.state() == before

    def sitrep(self, length: str, *words: str) -> str:
        """The text of a sitrap as it is drafted now."""
        answer: Answer = self.run("sitrep", "draft", self.number, "--length", length, *words)
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.out

    def state(self) -> str:
        """Every view, byte for byte."""
        return self.run("journal", "state", "--json").out

    def assert_proven(self) -> None:
        """The journal of this realm verifies, and its views made anew are the same."""
        assert self.json("journal", "info")["realm"] == "test"
        verified = self.json("journal", "verify")
        assert verified["ok"] and verified["records"] > 5 and verified["faults"] == []
        before = self.state()
        assert self.run("journal", "rebuild").code == 0
        assert self.state() == before


def golden(name: str) -> str:
    """A text as somebody wrote it who knew the facts."""
    return (GOLDEN / f"{name}.txt").read_text("utf-8")
