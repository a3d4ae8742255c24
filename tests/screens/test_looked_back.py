"""Screen 7, looking back: marks, findings with evidence, questions, recommendations, all by keys; at both sizes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from aovconsole.app import ConsoleApp
from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.cmt import CmtScreen
from aovconsole.screens.form_dialog import FieldInput, FormDialog
from aovconsole.screens.looked_back_pane import LookedBackPane
from tests.screens.conftest import RunConsole, shown
from tests.screens.resting import rested
from tests.screens.snapshot import Snapshot
from tests.screens.test_hostile import CORPUS, safe
from tests.still_clock import StillClock

pytestmark = pytest.mark.all

LINE = "Platielstraat loopt vol"


@pytest.fixture
def evaluated(desk: Desk) -> Desk:
    """An evaluation of a plan and a CMT day with three lines; one of the year before, with an open recommendation."""
    before = desk.plans.start("carnaval", "2026")
    old = desk.evaluations.make("Carnaval 2026", [before.number])
    desk.evaluations.recommend(old.number, "Vaste woordvoerder", owner="communicatie")
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    clock.advance(minutes=1)
    plan = desk.plans.start("carnaval", "2027")
    cmt = desk.cmt.open("Carnaval zondag", at=desk.seat.now - timedelta(hours=3))
    for minutes, text in ((60, "politie inschieten rustig"), (40, f"politie {LINE}"), (20, "THOR omleiding staat")):
        desk.log.line(text, dossier=cmt.number, at=desk.seat.now - timedelta(minutes=minutes))
    desk.evaluations.make("Carnaval 2027", [plan.number, cmt.number])
    return desk


def evaluation(desk: Desk) -> dict[str, Any]:
    (row,) = (one for one in desk.reading.of_type("evaluation") if one.title == "Carnaval 2027")
    found: dict[str, Any] = json.loads(row.body)
    return found


def recommendations(desk: Desk) -> list[SubjectRow]:
    return [*desk.reading.of_type("recommendation")]


async def pressed(pilot: Pilot[int], *keys: str) -> str:
    await pilot.press(*keys)
    await rested(pilot)
    return shown(pilot)


async def typed(pilot: Pilot[int], **values: str) -> str:
    """Fill fields of the form that is open and file it."""
    dialog = pilot.app.screen
    assert isinstance(dialog, FormDialog)
    inputs = {one.name: one for one in dialog.query(FieldInput)}
    for name, text in values.items():
        inputs[name].value = text
    return await pressed(pilot, "enter")


def pane(pilot: Pilot[int]) -> LookedBackPane:
    return pilot.app.screen.query_one(LookedBackPane)


def told(pilot: Pilot[int]) -> list[str]:
    return [one.message for one in pilot.app._notifications]


def pane_is_shown(pilot: Pilot[int]) -> bool:
    return bool(pilot.app.screen.query(LookedBackPane)) and pane(pilot).display


async def to_line(pilot: Pilot[int], desk: Desk) -> None:
    """The cursor on the line that mattered."""
    if not pane_is_shown(pilot):
        await pressed(pilot, "7", "v")
    (line,) = (one for one in desk.reading.lines(type_="line") if LINE in one.text)
    assert pane(pilot).lines.select(line.record_id)


@pytest.mark.all
async def test_a_line_becomes_a_key_moment_and_the_evidence_of_a_finding(evaluated: Desk, console: RunConsole) -> None:
    async with console(evaluated) as pilot:
        await to_line(pilot, evaluated)
        assert LINE in await pressed(pilot, "s")
        assert "★" in await typed(pilot, why="hier kantelde het")
        await pressed(pilot, "space")
        assert f"Bewijs: politie {LINE}" in await pressed(pilot, "b")
        said = await typed(pilot, text="besluit kwam te laat", theme="verkeer")
        assert "△ besluit kwam te laat" in said
        assert "●" not in said, "what was chosen stands in the finding now"
    body = evaluation(evaluated)
    (line,) = (one for one in evaluated.reading.lines(type_="line") if LINE in one.text)
    assert [(one["record"], one["why"]) for one in body["moments"]] == [(line.record_id, "hier kantelde het")]
    assert [(one["theme"], one["outcome"], one["evidence"]) for one in body["findings"]] == [
        ("traffic", "better", [line.record_id])
    ]


@pytest.mark.all
async def test_a_recommendation_is_taken_into_the_template_by_keys(evaluated: Desk, console: RunConsole) -> None:
    async with console(evaluated, size=(80, 24)) as pilot:
        await pressed(pilot, "7", "v", "r")
        await typed(pilot, text="Noodroute vrijhouden", owner="THOR", due="01-09-2027")
        (made,) = (one for one in recommendations(evaluated) if one.title == "Noodroute vrijhouden")
        pane(pilot).found.focus()
        assert pane(pilot).found.select(f"rec:{made.subject}")
        assert "overnemen als maatregel" in await pressed(pilot, "enter")
        assert "Overnemen als maatregel" in await pressed(pilot, "enter")
        await typed(pilot, when="-P2W", where="Vrijthof; Markt")
    row = evaluated.reading.subject(made.subject)
    assert row is not None
    assert row.status == "taken"
    added = evaluated.plans.preview("carnaval", "2028").template.measures[-1]
    assert (added.what, added.owner, added.when, added.where) == (
        "Noodroute vrijhouden", "THOR", "-P2W", ("Vrijthof", "Markt"),
    )  # fmt: skip


@pytest.mark.all
async def test_a_question_a_follow_up_and_a_text_by_enter(evaluated: Desk, console: RunConsole) -> None:
    async with console(evaluated) as pilot:
        await pressed(pilot, "7", "v")
        found = pane(pilot).found
        found.focus()
        await pressed(pilot, "enter")
        await typed(pilot, text="Rustig verlopen")
        question = evaluated.evaluations.questions(evaluated.evaluations.find("EVL-27-A002"))[0].key
        assert found.select(f"question:{question}")
        await pressed(pilot, "enter")
        await typed(pilot, text="Platielstraat", source="CMT-log")
        assert found.select(f"before:{recommendations(evaluated)[0].subject}")
        await pressed(pilot, "enter")
        assert "noem waarom" in await typed(pilot, outcome="niet gedaan")
        await typed(pilot, why="niemand vrij")
        assert "weer een concept" not in await pressed(pilot, "c")
        await pressed(pilot, "j")
        await rested(pilot)
        assert evaluation(evaluated)["status"] == "final", shown(pilot)
        await pressed(pilot, "b")
        await rested(pilot)
        assert told(pilot) == ["EVL-27-A002 is definitief: c heropent haar."]
    body = evaluation(evaluated)
    assert body["texts"][0]["text"] == "Rustig verlopen"
    assert [(one["answer"], one["source"]) for one in body["answers"]] == [("Platielstraat", "CMT-log")]
    assert [(one["outcome"], one["why"]) for one in body["follow_ups"]] == [("not_done", "niemand vrij")]
    assert (body["status"], body["closed_by"]) == ("final", "Test")


@pytest.mark.all
async def test_the_timeline_as_it_was_known_and_the_way_to_a_line(evaluated: Desk, console: RunConsole) -> None:
    async with console(evaluated) as pilot:
        await to_line(pilot, evaluated)
        await pressed(pilot, "t")
        said = await typed(pilot, known_at="07-02-2027 12:00")
        assert "zoals bekend om" in said
        assert LINE not in said
        await pressed(pilot, "t")
        assert LINE in await typed(pilot, known_at="")
        pane(pilot).lines.focus()
        await to_line(pilot, evaluated)
        await pressed(pilot, "enter")
        assert isinstance(pilot.app.screen, CmtScreen), "it went to where the line stands"
    async with console(evaluated) as pilot:
        said = await pressed(pilot, "7", "v", "v")
        assert "Jaarcijfers" in said


@pytest.mark.all
async def test_an_empty_desk_says_what_would_stand_there(desk: Desk, console: RunConsole) -> None:
    async with console(desk, size=(80, 24)) as pilot:
        said = await pressed(pilot, "7", "v")
        assert "n maakt een evaluatie" in said
        assert "elke aanbeveling heeft een einde" in said
        await pressed(pilot, "space", "enter")
        desk.incidents.open("Brand")
        await pressed(pilot, "n")
        await typed(pilot, title="Brand", dossiers="INC-27-A001")
        assert "EVL-27-A001  Brand" in shown(pilot)


@pytest.mark.all
@pytest.mark.parametrize("size", [(140, 42), (80, 24)])
async def test_hostile_text_stays_text(desk: Desk, console: RunConsole, size: tuple[int, int]) -> None:
    incident = desk.incidents.open("Brand")
    desk.evaluations.make("Terug", [incident.number])
    for text in CORPUS:
        desk.log.line(text or "leeg", dossier=incident.number, raw=True)
        desk.evaluations.recommend("EVL-27-A001", text or "leeg")
        desk.evaluations.write_finding("EVL-27-A001", "well", "crowd", text or "leeg")
    async with console(desk, size=size) as pilot:
        await pressed(pilot, "7", "v")
        for _ in range(4):
            await pressed(pilot, "pagedown")
            safe(pilot)


@pytest.mark.all
@pytest.mark.parametrize("size", [(140, 42), (80, 24)])
async def test_pictures(evaluated: Desk, console: RunConsole, snapshot: Snapshot, size: tuple[int, int]) -> None:
    (line,) = (one for one in evaluated.reading.lines(type_="line") if LINE in one.text)
    evaluated.evaluations.mark("EVL-27-A002", line.record_id, "hier kantelde het")
    evaluated.evaluations.write_finding("EVL-27-A002", "better", "crowd", "besluit te laat", evidence=[line.record_id])
    evaluated.evaluations.recommend("EVL-27-A002", "Noodroute vrijhouden", owner="THOR")
    async with console(evaluated, size=size) as pilot:
        await pressed(pilot, "7", "v", "end", "space")
        snapshot(pilot.app, f"looked_back_{size[0]}x{size[1]}")


@pytest.mark.all
async def test_without_an_evaluation_a_finding_is_not_asked(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pressed(pilot, "7", "v", "b")
        assert not isinstance(pilot.app.screen, FormDialog)
        assert told(pilot) == ["Er is nog geen evaluatie: n maakt er een."]


@pytest.mark.all
async def test_a_late_recommendation_on_nu_opens_where_it_gets_its_end(evaluated: Desk, console: RunConsole) -> None:
    (made,) = recommendations(evaluated)
    async with console(evaluated) as pilot:
        app = pilot.app
        assert isinstance(app, ConsoleApp)
        await app.show_dossier(made.subject)
        await rested(pilot)
        assert "EVL-27-A001  Carnaval 2026" in shown(pilot)
        assert pane(pilot).found.selected == f"rec:{made.subject}"
