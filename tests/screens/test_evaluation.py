"""Screen 7: the table of years, what a figure means, its chart, notes, files; at both sizes."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Static

from aovconsole.desk.desk import Desk
from aovconsole.desk.figures import FigureDesk
from aovconsole.domain.figure_notes import FigureNoteSet, note_subject
from aovconsole.domain.record import Draft
from aovconsole.domain.times import AMSTERDAM
from aovconsole.errors import CommandRefused
from aovconsole.screens.dialogs import ConfirmDialog
from aovconsole.screens.evaluation_forms import years_from
from aovconsole.screens.form_dialog import FormDialog
from tests.builders import append
from tests.screens.conftest import RunConsole, shown
from tests.screens.resting import rested
from tests.screens.snapshot import Snapshot
from tests.screens.test_hostile import CORPUS, safe

pytestmark = pytest.mark.all


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 14, tzinfo=AMSTERDAM)


@pytest.fixture
def years(desk: Desk) -> Desk:
    for month, level in ((1, 0), (4, 1), (4, 2), (9, 0)):
        place = "Markt" if month < 5 else "Vrijthof"
        incident = desk.incidents.open("Gaslek", place=place, at=at(2026, month, 3))
        if level:
            desk.incidents.grip(incident.number, level, by="OvD-Bz", at=at(2026, month, 3))
    desk.incidents.open("Brand", at=at(2027, 2, 1))
    desk.demonstrations.add(at=at(2026, 5, 5), place="Markt", scale="small")
    desk.demonstrations.add(at=at(2026, 5, 6), place="vrijthof", scale="large")
    desk.evenementen.add(
        "Markt",
        begin=at(2026, 6, 6),
        end=at(2026, 6, 7),
        place="Markt",
        handling_class="B",
        assessed_on=date(2026, 3, 1),
    )
    desk.cmt.open("Carnaval", at=at(2026, 2, 15))
    return desk


async def pressed(pilot: Pilot[int], *keys: str) -> str:
    await pilot.press(*keys)
    await rested(pilot)
    return shown(pilot)


TO_INCIDENTS = ("7", *["down"] * 6)


@pytest.mark.all
async def test_the_years_beside_each_other_with_meaning_and_chart(years: Desk, console: RunConsole) -> None:
    async with console(years) as pilot:
        said = await pressed(pilot, *TO_INCIDENTS)
        assert "▸2027" in said and "2017" not in said, "the last five years that hold anything"
        assert "2026 journaal            4 " in said and "2023 gepubliceerd     98 ? ░" in said
        assert "2027 journaal (deel)     1 ▒" in said
        assert "Incidenten met AOV-inzet · 2027" in said and "geen heel jaar" in said
        assert "– hoogste niveau 2" in said and "hoogste niveau 3" not in said
        said = await pressed(pilot, *["left"] * 2)
        assert "▸2024" in said and "bron: Tussentijdse evaluatie" in said and "niets in het journaal" in said
        said = await pressed(pilot, *["left"] * 9)
        assert "▸2017" in said and "2027" not in said.partition("Cijfer")[2].partition("\n")[0]
        assert "▸2021" in await pressed(pilot, "right")


@pytest.mark.all
async def test_a_figure_by_month_and_by_place(years: Desk, console: RunConsole) -> None:
    async with console(years) as pilot:
        said = await pressed(pilot, *TO_INCIDENTS, "left", "m")
        assert "per maand" in said and "1…" in said, "February 2027 runs on"
        assert "april" in said and "Incidenten met AOV-inzet, 2026 per maand" in said
        said = await pressed(pilot, "m")
        assert "per plaats" in said and "plaats niet vermeld" in said
        assert any(line.split()[:2] == ["▌", "Markt"] for line in said.splitlines())
        assert "Veiligheidsrondes" in await pressed(pilot, "escape")


@pytest.mark.all
async def test_a_reference_date_and_chosen_years(years: Desk, console: RunConsole) -> None:
    async with console(years) as pilot:
        await pressed(pilot, *TO_INCIDENTS, "j", *"2024-2026", "enter")
        said = await pressed(pilot, "t", *"1-4-2026", "enter")
        assert "peildatum 1 april 2026" in said and "vandaag" not in said
        assert "2025" in said and "▸2026" in said and "1 januari t/m 1 april 2026: geen heel jaar" in said
        await pressed(pilot, "t", *["backspace"] * 10, *"1-4-2028", "enter")
        assert "toekomst" in str(pilot.app.screen.query_one(".fault", Static).content)
        said = await pressed(pilot, *["backspace"] * 10, "enter")
        assert "vandaag" in said


@pytest.mark.all
async def test_a_note_is_kept_and_shown(years: Desk, console: RunConsole) -> None:
    async with console(years) as pilot:
        said = await pressed(pilot, *TO_INCIDENTS, "left", "n", *"telt piket niet", "enter")
        assert "✎4" in said and "telt piket niet (Test/AOV)" in said
        await pressed(pilot, "n", "enter")
        assert [found.row.text for found in years.reading.search("piket")] == [
            "notitie bij Incidenten met AOV-inzet 2026: telt piket niet"
        ]
        assert len(years.reading.records(kinds="figure")) == 1, "what did not change is not written again"
        await pressed(pilot, "n", *["backspace"] * 15, "enter")
    assert FigureDesk(years.seat).notes() == {}


@pytest.mark.all
async def test_hostile_notes_of_two_are_text(years: Desk, console: RunConsole) -> None:
    subject = note_subject(2026, "aov_incidents")
    for text in CORPUS:
        append(years.journal, Draft(FigureNoteSet(2026, "aov_incidents", text), subject=subject))
    async with console(years, size=(200, 60)) as pilot:
        await pressed(pilot, *TO_INCIDENTS, "left")
        said = safe(pilot)
        assert "A[bold]B[/bold]" in said and "Notitie ook" in said
        await pressed(pilot, "enter")
        assert "[@click=app.quit]x[/]" in safe(pilot)
        await pressed(pilot, "escape", "n")
        safe(pilot)


@pytest.mark.all
async def test_the_chart_and_the_table_go_to_a_file(years: Desk, console: RunConsole, tmp_path: Path) -> None:
    svg, table = tmp_path / "grafiek.svg", tmp_path / "tabel.csv"
    table.write_text("van iemand", "utf-8")
    async with console(years) as pilot:
        await pressed(pilot, *TO_INCIDENTS)
        await _export(pilot, str(svg))
        assert "2023 gepubliceerd 98 ?" in svg.read_text("utf-8")
        await _export(pilot, str(table))
        assert isinstance(pilot.app.screen, ConfirmDialog)
        await pressed(pilot, "n")
        assert table.read_text("utf-8") == "van iemand"
        await pressed(pilot, "enter", "j")
        assert "Incidenten met AOV-inzet;2026;jaar;;4;;ja" in table.read_text("utf-8-sig")
        await _export(pilot, str(tmp_path / "x.png"))
        assert isinstance(pilot.app.screen, FormDialog)
        assert ".svg" in str(pilot.app.screen.query_one(".fault", Static).content)


async def _export(pilot: Pilot[int], path: str) -> None:
    await pressed(pilot, "x")
    assert pilot.app.focused
    pilot.app.focused.post_message(Paste(path))
    await pressed(pilot, "enter")
    workers = [worker for worker in pilot.app.workers if worker.name == "_file" and not worker.is_finished]
    for _ in range(100):
        if isinstance(pilot.app.screen, ConfirmDialog) or all(worker.is_finished for worker in workers):
            break
        await pilot.pause()
    await rested(pilot)


@pytest.mark.all
@pytest.mark.parametrize("size", [(140, 42), (80, 24)])
async def test_pictures(years: Desk, console: RunConsole, snapshot: Snapshot, size: tuple[int, int]) -> None:
    FigureDesk(years.seat).note(2026, "aov_incidents", "zonder meldingen van het piket")
    async with console(years, size=size) as pilot:
        await pressed(pilot, *TO_INCIDENTS, "left")
        snapshot(pilot.app, f"evaluation_{size[0]}x{size[1]}")
        await pressed(pilot, "m")
        snapshot(pilot.app, f"evaluation_months_{size[0]}x{size[1]}")
        await pressed(pilot, "escape", "g")
        snapshot(pilot.app, f"evaluation_chart_{size[0]}x{size[1]}")


@pytest.mark.all
@pytest.mark.parametrize("size", [(120, 20), (60, 14), (40, 10), (260, 70)])
async def test_it_stays_a_screen_at_any_size(years: Desk, console: RunConsole, size: tuple[int, int]) -> None:
    async with console(years, size=size) as pilot:
        said = await pressed(pilot, *TO_INCIDENTS, "m", "m", "m", "g", "left")
        assert "peildatum" in said and (size[0] < 120 or ("▸2026" in said and "░" in said))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2024", (2024,)), ("2024 2021, 2024", (2021, 2024)), ("2021-2023", (2021, 2022, 2023)), ("", ())],
)
def test_typed_years(text: str, expected: tuple[int, ...]) -> None:
    assert years_from(text) == expected


@pytest.mark.parametrize("text", ["24", "2024-2021", "²⁰²⁴", "2000-2020", "9999", "vorig jaar"])
def test_what_are_no_years(text: str) -> None:
    with pytest.raises(CommandRefused):
        years_from(text)
