"""Draws the pictures of the README from the console itself, on the made-up year: `make pictures`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from aovconsole.app import ConsoleApp, workbench
from aovconsole.clock import Clock
from aovconsole.demo import create
from aovconsole.desk.desk import Desk
from aovconsole.drafts import drafts_of
from aovconsole.journal.store import Journal, Operator
from aovconsole.reference.files import known_names

MOMENT = datetime(2027, 2, 7, 14, 12, 40, tzinfo=UTC)
"""Carnival Sunday, 15:12 in Maastricht."""

PICTURES = {
    "nu": (),
    "agenda": ("2",),
    "incidenten": ("4", "enter"),
    "zoeken": ("8", *"vrijthof instr"),
}
SIZE = (140, 42)


async def draw(desk: Desk, keys: tuple[str, ...]) -> str:
    """The screen that these keys lead to, as SVG without anything from outside."""
    drafts, writer = drafts_of(desk), ThreadPoolExecutor(max_workers=1)
    app = ConsoleApp(workbench(desk, drafts, writer))
    try:
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(0.3)
            for key in keys:
                await pilot.press("space" if key == " " else key)
                await pilot.pause(0.2)
            await pilot.pause(0.5)
            return without_fonts(app.export_screenshot(title="aovconsole"))
    finally:
        drafts.close()
        writer.shutdown(wait=True)


def without_fonts(svg: str) -> str:
    """The picture without the fonts that it would fetch from a server."""
    return re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)


def main() -> None:
    """Draw every picture."""
    target = Path(__file__).parent / "pictures"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        create(home, now=MOMENT)
        for name, keys in PICTURES.items():
            journal = Journal(home, Clock(MOMENT), realm="demo")
            desk = Desk(journal, Operator("Voorbeeld", "AOV"), lambda: known_names(home))
            svg = asyncio.run(draw(desk, keys))
            journal.close()
            (target / f"{name}.svg").write_text(svg, encoding="utf-8")
            print(target / f"{name}.svg")


if __name__ == "__main__":
    main()
