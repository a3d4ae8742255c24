"""A snapshot is sensitive to what a person sees, and to nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input, Static

from tests.screens import snapshot as snapshots
from tests.screens.snapshot import Snapshot, picture


class Page(App[None]):
    """One line of text in one colour, and a field."""

    def __init__(self, text: str, colour: str) -> None:
        super().__init__()
        self.text, self.colour = text, colour

    def compose(self) -> ComposeResult:
        line = Static(self.text, markup=False)
        line.styles.color = self.colour
        yield line
        yield Input(value="vak")


async def picture_of(text: str, colour: str) -> str:
    app = Page(text, colour)
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        return picture(app)


async def test_text_and_styles_are_seen() -> None:
    kept = await picture_of("brand [bold]Boschstraat", "red")
    assert kept.startswith("brand [bold]Boschstraat\n")
    assert kept == await picture_of("brand [bold]Boschstraat", "red")
    other_text, other_colour = (
        await picture_of("brand [bold]Boschstraaz", "red"),
        await picture_of("brand [bold]Boschstraat", "blue"),
    )
    assert other_text.partition("───")[2] == kept.partition("───")[2]
    assert other_colour.partition("───")[0] == kept.partition("───")[0]
    assert len({kept, other_text, other_colour}) == 3


async def test_a_changed_screen_is_shown_as_a_diff(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "FOLDER", tmp_path)
    app = Page("brand Boschstraat", "red")
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        (tmp_path / "page.txt").write_text(picture(app).replace("brand", "stank"), encoding="utf-8")
        with pytest.raises(pytest.fail.Exception, match=r"(?s)-stank Boschstraat.*\+brand Boschstraat"):
            snapshot(app, "page")
        with pytest.raises(pytest.fail.Exception, match="no snapshot other yet"):
            snapshot(app, "other")
