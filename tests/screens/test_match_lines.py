"""A match as lines: what each panel says, and what may not be missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.dossier_lines import DossierView, head
from aovconsole.screens.match_lines import MatchView, match_panels, match_view, urgent_lines
from aovconsole.screens.widgets.log_row import said
from aovconsole.screens.widgets.painted import cells
from tests.builders import HOSTILE, desk_at
from tests.still_clock import StillClock

pytestmark = pytest.mark.all


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    return desk_at(tmp_path / "home", clock)


@pytest.fixture
def row(desk: Desk) -> SubjectRow:
    """A match of tomorrow evening, added two days ago."""
    return desk.matches.add("Roda JC", on=date(2027, 2, 8), at=datetime(2027, 2, 8, 19, 0, tzinfo=UTC))


def view_of(desk: Desk, row: SubjectRow) -> MatchView:
    found = desk.reading.subject(row.subject)
    assert found is not None
    return match_view(desk, found, desk.reading.in_dossier(row.subject, "conduct"), desk.seat.now)


def told(view: MatchView, width: int = 90) -> dict[str, list[str]]:
    """What each panel says, line by line; every line fits."""
    panels = {}
    for name, _, picks, _ in match_panels(view):
        lines = [line for pick in picks for line in pick.draw(width)]
        assert [line for line in lines if cells(line) > width] == []
        assert all(len(pick.draw(width)) <= pick.height for pick in picks)
        panels[name] = ["".join(text for text, _ in line).rstrip() for line in lines]
    return panels


def urgent(view: MatchView, width: int = 90) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in urgent_lines(view)(width)]


def test_a_match_that_nobody_prepared_yet_says_what_is_missing(desk: Desk, row: SubjectRow) -> None:
    panels = told(view_of(desk, row))
    assert panels["prepared"] == [
        f"aftrap  morgen 20:00{'deuren 18:30':>70}",
        "nog geen categorie",
        "uitsupporters  nog niet bekend",
        "vervoer  nog geen regeling",
    ]
    assert panels["talks"] == ["nog geen overleg vastgelegd"]
    assert panels["conducts"] == ["geen gedrag vastgelegd"]
    assert panels["plan"][0].startswith("! ma 28 dec 2026 20:00  vooroverleg")
    assert any("○ morgen 18:30  deuren open" in line and line.endswith("MVV T-90") for line in panels["plan"])
    assert [line[:25] for line in urgent(view_of(desk, row))] == ["! draaiboek te laat: voor"]


def test_what_was_prepared_and_what_the_category_asks(desk: Desk, row: SubjectRow) -> None:
    desk.matches.category(row.number, "C", ["derby"], by="driehoek")
    desk.matches.set_field(row.number, "away_expected", "400")
    desk.matches.talk(row.number, at=desk.seat.now - timedelta(hours=2), present="politie", agreements="400 kaarten")
    view = view_of(desk, row)
    assert any("categorie C  derby" in line and line.endswith("driehoek") for line in told(view)["prepared"])
    assert "uitsupporters  400" in told(view)["prepared"]
    assert told(view)["talks"][0].startswith("13:10  vooroverleg  400 kaarten")
    assert urgent(view)[0] == "! categorie C vraagt buscombi of treincombi of geen uitsupporters"
    desk.matches.travel(row.number, "train_combi", reason="categorie C")
    assert view_of(desk, row).attention == ""


def test_conduct_without_consequence_stands_first_and_is_urgent(desk: Desk, row: SubjectRow) -> None:
    first = desk.matches.conducts.note(row.number, "fakkels", nature="fireworks")
    desk.matches.conducts.note(row.number, "bekers", nature="throwing")
    desk.matches.conducts.consequence(first.subject, by="KNVB", what="melding", due=desk.seat.now + timedelta(hours=1))
    view = view_of(desk, row)
    lines = told(view)["conducts"]
    assert lines[0].startswith("! G-A2 gooien van voorwerpen: bekers")
    assert lines[1].strip() == "zonder gevolg"
    assert lines[2].startswith("○ G-A1 vuurwerk of pyrotechniek: fakkels")
    assert lines[3].split() == ["afgesproken", "KNVB:", "melding", "voor", "16:10"]
    assert urgent(view)[-1] == "! zonder gevolg: G-A2 bekers"
    assert [note for name, _, _, note in match_panels(view) if name == "conducts"] == ["1 zonder gevolg"]


def test_a_match_without_a_kick_off_says_so(desk: Desk) -> None:
    row = desk.matches.add("Roda JC", on=date(2027, 3, 27))
    assert told(view_of(desk, row))["prepared"][0] == "aftrap  zaterdag 27 maart 2027, aftrap te bevestigen"


def test_the_head_says_when_where_and_what_was_decided(desk: Desk, row: SubjectRow) -> None:
    desk.matches.category(row.number, "B", ["toeloop"], by="OOV")
    desk.matches.set_field(row.number, "away_expected", "400")
    unknown = desk.matches.add("Oss", on=date(2027, 3, 27))
    said = []
    for one in (row, unknown):
        found = desk.reading.subject(one.subject)
        assert found is not None
        lines = head(DossierView(found, (), desk.seat.now, desk.zone))(160)
        said.append(["".join(text for text, _ in line).strip() for line in lines])
    assert said[0][0].split() == ["◎", "WED-27-A001", "MVV", "–", "Roda", "JC", "gepland"]
    assert said[0][1] == (
        "aftrap morgen 20:00 · deuren morgen 18:30, vertrek tot morgen 23:00 · De Geusselt · Eerste Divisie"
        " · categorie B · 400 uitsupporters"
    )
    assert said[1][0].endswith("aftrap te bevestigen")
    assert said[1][1].startswith("zaterdag 27 maart 2027, aftrap te bevestigen · De Geusselt")


@pytest.mark.parametrize("width", [24, 39, 80, 200])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_fits_any_width(desk: Desk, row: SubjectRow, name: str, width: int) -> None:
    text = HOSTILE[name][:2000]
    desk.matches.category(row.number, "B", [text], by=text)
    desk.matches.talk(row.number, at=desk.seat.now, label=text, present=text, agreements=text)
    desk.matches.mark(row.number, "doors", "dropped", note=text)
    one = desk.matches.conducts.note(row.number, text, nature="other")
    desk.matches.conducts.consequence(one.subject, by=text, what=text)
    view = view_of(desk, row)
    for panel in (told(view, width), {"urgent": urgent(view, width)}):
        assert all("\x1b" not in line and "\n" not in line for lines in panel.values() for line in lines)
    assert replace(view) == view


def test_the_round_of_a_source_is_read_in_dutch_in_the_head_and_in_the_log(desk: Desk) -> None:
    row = desk.matches.add("Roda JC", on=date(2027, 2, 8), round="Matchday 14")
    head_lines = [
        "".join(text for text, _ in line) for line in head(DossierView(row, (), desk.seat.now, desk.zone))(140)
    ]
    added = next(line for line in desk.reading.lines(dossier=row.subject) if line.type == "match")
    for told in (" ".join(head_lines), "".join(text for text, _ in said(added))):
        assert "speelronde 14" in told and "Matchday" not in told
