"""The journeys that play a case by command use the commands as a person would, in this process."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Run, run
from tests.journeys.played import Case

__all__ = ["run"]


@pytest.fixture
def case(run: Run, monkeypatch: pytest.MonkeyPatch) -> Case:
    """An incident on an empty home, to be played."""
    return Case(run, lambda moment: monkeypatch.setenv("AOVCONSOLE_NOW", moment))
