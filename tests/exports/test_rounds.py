"""The blank sheet of a round: numbered, escaped, nothing from outside."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from aovconsole.domain.view import SubjectRow
from aovconsole.exports.rounds import FINDING_LINES, blank_sheet
from tests.builders import HOSTILE
from tests.exports.tags import read

NOW = datetime(2027, 6, 25, 13, 10, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")


def sheet(title: str = "Concert", realm: str = "real", **view: Any) -> str:
    """The sheet of a planned round."""
    event = SubjectRow(
        "e", "evenement", "e", "EVE-27-A001", title, "planned", "2027-07-01T18:30:00.000000+00:00",
        "2027-07-01T21:30:00.000000+00:00", view.pop("place", "Vrijthof"), "{}",
    )  # fmt: skip
    body = {"kind": "safety_round", "planned_at": "", "walkers": [], "route": "", **view}
    round_row = SubjectRow("r", "round", "e", "R-A2", "veiligheidsronde", "planned", "", "", "", json.dumps(body))
    return blank_sheet(event, round_row, realm, NOW, ZONE)


def test_the_sheet_holds_its_number_the_evenement_and_room_to_write() -> None:
    page = sheet(planned_at="2027-07-01T15:00:00.000000+00:00", walkers=["AOV", "THOR"], route="rondom het plein")
    said = read(page)
    for part in (
        "Veiligheidsronde", "R-A2", "EVE-27-A001  Concert", "Vrijthof", "donderdag 1 juli 2027 20:30",
        "donderdag 1 juli 2027 17:00", "AOV, THOR", "rondom het plein", "eigenaar", "voor wanneer", "Vrijgegeven:",
        "aovconsole evenement round EVE-27-A001 --number R-A2", "Afgedrukt vrijdag 25 juni 2027 15:10",
    ):  # fmt: skip
        assert part in said.text
    assert said.tags.count("tr") == FINDING_LINES + 1
    assert read(sheet(kind="inspection")).text.count("Schouw") == 1


def test_the_sheet_asks_nothing_from_outside() -> None:
    page = sheet()
    said = read(page)
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(said.tags)
    assert not {"src", "href", "style", "onload", "onclick"} & set(said.attributes)
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|url\(|@import", page)


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), "<script>alert(1)</script>", '"><img src=x onerror=y>', "&lt;b&gt;"]
)
def test_text_of_people_is_only_text(text: str) -> None:
    page = sheet(text, place=text, walkers=[text], route=text)
    plain = read(sheet())
    said = read(page)
    assert said.tags == plain.tags
    assert said.attributes == plain.attributes
    assert not any(sign in page for sign in "\x1b\x07\u202e\x00\x9b\ud800\u2028\x85")
    page.encode("utf-8")


@pytest.mark.parametrize(("realm", "mark"), [("exercise", "OEFENING"), ("demo", "VOORBEELDDATA"), ("real", "")])
def test_an_exercise_is_said_on_the_sheet(realm: str, mark: str) -> None:
    assert ('class="realm"' in sheet(realm=realm)) == bool(mark)
    assert mark in sheet(realm=realm)
