"""The dossier of an evenement on screen 4: its panels, its keys, its forms."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.desk import Desk
from aovconsole.desk.safety_rounds import Found
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.dossier_forms import live_keys
from aovconsole.screens.evenement_lines import EvenementView, day_picks, urgent_lines
from aovconsole.screens.incidents import IncidentsScreen
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

NR = "EVE-27-A001"


@pytest.fixture
def concert(desk: Desk) -> SubjectRow:
    """A concert on the Vrijthof with a history."""
    made = desk.evenementen
    row = made.add("Concert", begin=NOON + timedelta(days=9), end=NOON + timedelta(days=10), place="Vrijthof")
    made.set_fields(NR, {"kind": "aanvraag", "received_on": "01-02-2027", "inner_city": "nee", "cmt_day": "ja"})
    made.assess(NR, "C", reasons=["plein dicht"])
    made.ask_advice(NR, "politie")
    made.ask_advice(NR, "brandweer, GHOR", joint=True)
    made.rounds.hold(NR, walkers=["AOV"], findings=[Found("kabel los", "organisator")])
    made.rounds.plan(NR, at=NOON + timedelta(days=9))
    return row


def body(desk: Desk) -> dict[str, Any]:
    """The view of the concert."""
    view: dict[str, Any] = json.loads(desk.seat.find(NR).body)
    return view


async def opened(pilot: Pilot[int], row: SubjectRow) -> None:
    """Open a dossier on screen 4."""
    await pilot.press("4")
    await rested(pilot)
    cast(IncidentsScreen, pilot.app.screen).open_dossier(row.subject)
    await rested(pilot)


@pytest.mark.all
async def test_an_evenement_has_panels_and_keys_of_its_own(
    desk: Desk, concert: SubjectRow, console: RunConsole
) -> None:
    async with console(desk) as pilot:
        await opened(pilot, concert)
        said = shown(pilot)
        for part in (
            "STAPPEN (HEV)", "TERMIJNEN", "ADVIEZEN", "RONDES", "DAGEN OP DIT PLEIN", "behandelaanpak      klasse C",
            "samen: brandwee", "R-A2 veiligheidsronde", "1 open", "te laat", "Vrijthof 2027", "2 van 60",
            "hele plein: te bevestigen", "CMT-dag", "n veiligheidsplan", "v vergunning",
        ):  # fmt: skip
            assert part in said, part
        for part in ("GRIP", "WIE WEET HET", "NAFASE", "KLOKKEN"):
            assert part not in said, part
        await pilot.press("g")  # at an incident this is a GRIP step
        await rested(pilot)
        await pilot.press(*"9.500", "tab", "tab", "tab", *"camera", "enter")
        await rested(pilot)
        [count] = body(desk)["counts"]
        assert (count["count"], count["method"], count["how"]) == (9500, "estimated", "camera")


@pytest.mark.all
async def test_a_round_is_typed_in_at_80_columns(desk: Desk, concert: SubjectRow, console: RunConsole) -> None:
    async with console(desk, size=(80, 24)) as pilot:
        await opened(pilot, concert)
        said = shown(pilot)
        assert "! 1 bevinding open: R-A1 kabel los" in said and "! aanvraag evenementenvergunning te laat" in said
        assert "volgende stap: intake" in said and "RONDES" in said
        await pilot.press("o", "enter")
        await rested(pilot)
        await pilot.press("tab", *"schouw", "tab", *"AOV, THOR", "tab", "tab", *"hek open;THOR;18:00", "enter")
        await rested(pilot)
        view = json.loads(desk.evenementen.rounds.find(NR, "R-A3").body)
        assert (view["kind"], view["status"], view["walkers"]) == ("inspection", "held", ["AOV", "THOR"])
        assert [(one["text"], one["owner"], one["due_at"][:16]) for one in view["findings"]] == [
            ("hek open", "THOR", "2027-02-07T17:00")
        ]


@pytest.mark.all
async def test_the_days_of_a_square_are_seen_before_an_evenement_is_added(
    desk: Desk, concert: SubjectRow, console: RunConsole
) -> None:
    async with console(desk) as pilot:
        await opened(pilot, concert)
        typed = (*"Kermis", "tab", *"Vrijthof", "tab", *"01-03-2027 10:00", "tab", *"30-04-2027", "enter")
        await pilot.press("E")
        await rested(pilot)
        await pilot.press(*typed)
        await rested(pilot)
        said = shown(pilot)
        assert "Vrijthof 2027: 2 van 60 evenementdagen, met dit evenement 63" in said and "Bron: gemeente" in said
        await pilot.press("n")
        await rested(pilot)
        assert len(desk.reading.of_type("evenement")) == 1
        await pilot.press("enter")
        await rested(pilot)
        await pilot.press("j")
        await rested(pilot)
        assert [row.title for row in desk.reading.of_type("evenement")] == ["Concert", "Kermis"]
        assert "EVE-27-A002  Kermis" in shown(pilot)


FORMS: dict[str, tuple[tuple[str, ...], Callable[[dict[str, Any]], bool]]] = {
    "fields": (("e", *["tab"] * 8, *"5000", "enter"), lambda view: view["visitors_count"] == 5000),
    "step": (
        ("s", "enter", *"gereed", "tab", *"compleet", "enter"), lambda view: view["steps"][1]["note"] == "compleet",
    ),
    "class": (
        ("k", *"A", "tab", *"klein; kort", "enter"),
        lambda view: view["assessments"][-1]["reasons"] == ["klein", "kort"],
    ),
    "advice": (
        ("d", *"THOR", "tab", "tab", "tab", *"twee koppels", "enter"),
        lambda view: (view["advice"][-1]["partner"], view["advice"][-1]["text"]) == ("THOR", "twee koppels"),
    ),
    "plan": (
        ("n", *"02-02-2027", "tab", *"onvoldoende", "enter"),
        lambda view: view["safety_plan"]["verdict"] == "insufficient",
    ),
    "permit": (
        ("v", *"verleend", "tab", *"route vrij; stil", "enter"),
        lambda view: view["permit"]["conditions"] == ["route vrij", "stil"],
    ),
    "cancel": (("x", *"storm", "enter"), lambda view: view["status"] == "cancelled"),
    "withdraw": (("z", *"vergissing", "enter"), lambda view: len(view["advice"]) == 1),
}  # fmt: skip


@pytest.mark.all
@pytest.mark.parametrize("form", FORMS)
async def test_each_key_files_its_form(desk: Desk, concert: SubjectRow, console: RunConsole, form: str) -> None:
    keys, is_filed = FORMS[form]
    async with console(desk) as pilot:
        await opened(pilot, concert)
        if form == "withdraw":
            lines = desk.reading.lines(dossier=concert.subject)
            pane = cast(IncidentsScreen, pilot.app.screen).pane
            pane.lines.go_to(next(line for line in lines if line.text.startswith("advies gevraagd aan politie")))
            await rested(pilot)
        await pilot.press(keys[0])
        await rested(pilot)
        if form == "step":
            await pilot.press(keys[1])
            await rested(pilot)
            keys = keys[1:]
        await pilot.press(*keys[1:])
        await rested(pilot)
        assert is_filed(body(desk)), shown(pilot)


@pytest.mark.all
async def test_a_round_changes_from_its_panel(
    desk: Desk, concert: SubjectRow, console: RunConsole, tmp_path: Path
) -> None:
    async with console(desk) as pilot:
        await opened(pilot, concert)
        screen = cast(IncidentsScreen, pilot.app.screen)
        rounds = {row.number: row for row in desk.evenementen.rounds.of(NR)}
        picks = screen.query_one("#rounds")
        picks.focus()
        await pilot.press("home", "down", "enter")
        await rested(pilot)
        assert "verholpen: kabel los" in shown(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert json.loads(desk.evenementen.rounds.find(NR, "R-A1").body)["findings"][0]["resolved_at"]
        picks.focus()
        await pilot.press("home", "enter")
        await rested(pilot)
        await pilot.press("down", "down", "enter")
        await rested(pilot)
        await pilot.press(*str(tmp_path / "blad.html"), "enter")
        await rested(pilot)
        assert rounds["R-A2"].number in (tmp_path / "blad.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("type_", ["incident", "evenement", "cmt", "demonstration"])
@pytest.mark.parametrize("status", ["open", "closed", "aftercare", "planned", "cancelled"])
def test_no_letter_means_two_things_at_one_moment(type_: str, status: str) -> None:
    row = SubjectRow("s", type_, "s", "X-1", "t", status, "", "", "", "{}")
    letters = [letter for key in live_keys(row, IncidentsScreen.KEYS) for letter in key.key.split(",")]
    assert len(set(letters)) == len(letters)
    names = {key.id for key in live_keys(row, IncidentsScreen.KEYS)}
    assert ("event_permit" in names) == (type_ == "evenement")
    assert ("grip" in names) == (type_ == "incident")


@pytest.mark.parametrize("outcome", ["refused", "cancelled"])
def test_what_does_not_go_on_warns_of_no_square(desk: Desk, concert: SubjectRow, outcome: str) -> None:
    norm = desk.evenementen.days("Vrijthof", NOON.year).norm
    assert norm is not None
    desk.evenementen.add(
        "Lang", begin=NOON + timedelta(days=20), end=NOON + timedelta(days=20 + norm), place="Vrijthof"
    )
    over = f"{norm + 3} van {norm}"
    assert (over in shown_of(desk), "gaat niet door" in shown_of(desk)) == (True, False)
    if outcome == "cancelled":
        desk.evenementen.cancel(NR, reason="storm")
    else:
        desk.evenementen.permit(NR, outcome, by="burgemeester", reason="te vol")
    assert (over in shown_of(desk), "gaat niet door" in shown_of(desk)) == (False, True)


def shown_of(desk: Desk) -> str:
    """The days panel and the urgent lines of the concert as text."""
    row = desk.seat.find(NR)
    squares = tuple(desk.evenementen.days_around(row.place, row.begin_at, row.end_at, but=row.subject))
    view = EvenementView(row, body(desk), (), (), squares, NOON, desk.seat.zone)
    lines = [line for pick in day_picks(view) for line in pick.draw(80)] + list(urgent_lines(view)(80))
    return "\n".join("".join(text for text, _ in line) for line in lines)
