"""Snapshots of screens: the text as a person reads it, and a digest of how each row is styled.

A test asks for the fixture `snapshot` and hands it a running app; the file lies in `snapshots/`, readable in a
review. `pytest --update-snapshots` keeps the screens as they are now.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from textual.app import App

FOLDER = Path(__file__).parent / "snapshots"
_STYLES = "─── styles: row, digest"

Snapshot = Callable[[App[Any], str], None]
"""Compare the app's screen with the snapshot of this name."""


def picture(app: App[Any]) -> str:
    """The screen's rows without trailing blanks, then a digest of each row's styles where they change."""
    strips = app.screen._compositor.render_strips(app.size)
    rows = "".join(f"{strip.text.rstrip()}\n" for strip in strips)
    styles, above = [], ""
    for number, strip in enumerate(strips, start=1):
        digest = _digest(list(strip))
        if digest != above:
            styles.append(f"{number:>3} {digest}\n")
        above = digest
    return f"{rows}{_STYLES}\n{''.join(styles)}"


def _digest(segments: list[Segment]) -> str:
    """Digest the runs of one style in a row: how long each is and how it looks, not what it says."""
    runs: list[tuple[str, int]] = []
    for segment in segments:
        style = str(segment.style or "")
        if runs and runs[-1][0] == style:
            runs[-1] = (style, runs[-1][1] + segment.cell_length)
        else:
            runs.append((style, segment.cell_length))
    return hashlib.sha256(repr(runs).encode()).hexdigest()[:12]


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compare screens with the ones that were kept."""
    update = bool(request.config.getoption("--update-snapshots"))

    def compare(app: App[Any], name: str) -> None:
        path, now = FOLDER / f"{name}.txt", picture(app)
        if update:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(now, encoding="utf-8", newline="\n")
            return
        if not path.exists():
            pytest.fail(f"no snapshot {name} yet; look at the screen and keep it with --update-snapshots:\n{now}")
        kept = path.read_text(encoding="utf-8")
        if kept != now:
            lines = difflib.unified_diff(kept.splitlines(), now.splitlines(), "kept", "now", lineterm="", n=2)
            pytest.fail(
                "\n".join([f"the screen {name} changed (--update-snapshots keeps it so):", *lines]), pytrace=False
            )

    return compare
