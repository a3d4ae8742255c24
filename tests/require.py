"""What a test needs from outside the repository: absent means skipped, or failed where all must run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def missing(what: str) -> NoReturn:
    """Skip this test for want of `what`; under AOV_REQUIRE_ALL=1 (CI) fail it."""
    if os.environ.get("AOV_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is missing, and AOV_REQUIRE_ALL=1")
    pytest.skip(f"{what} is missing")


def samples(*parts: str) -> Path:
    """A file or folder under ../shared/samples, beside the repository."""
    path = REPOSITORY.parent.joinpath("shared", "samples", *parts)
    if not path.exists():
        missing(str(path))
    return path


def program(name: str) -> str:
    """The path of a program on this machine."""
    path = shutil.which(name)
    if path is None:
        missing(f"the program {name}")
    return path
