"""Running commands as a person would, in this process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aovconsole import cli


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line that it printed; it went well."""
        assert (self.code, self.err) == (0, ""), self
        assert self.out.count("\n") == 1, self
        return self.out.rstrip("\n")

    @property
    def json(self) -> Any:
        """The one document that it printed."""
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def run(
    scratch_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """Run a command on a scratch home; whatever happens, nobody sees a traceback."""
    monkeypatch.setenv("AOVCONSOLE_NOW", "2027-02-07T15:10:00+01:00")
    monkeypatch.setenv("AOVCONSOLE_REALM", "test")
    monkeypatch.setenv("AOVCONSOLE_STATION", "A")
    monkeypatch.setenv("AOVCONSOLE_OPERATOR", "Voorbeeld/AOV")

    def once(*words: str, stdin: bytes = b"") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        try:
            code = cli.main(list(words))
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Answer(code, captured.out, captured.err)

    return once


def refused(answer: Answer, *words: str, code: int = 1) -> None:
    """The command was refused with one line on stderr that holds these words, and nothing on stdout."""
    assert (answer.code, answer.out) == (code, ""), answer
    assert answer.err.startswith("aovconsole: "), answer
    assert answer.err.count("\n") == 1, answer
    for word in words:
        assert word in answer.err, answer
