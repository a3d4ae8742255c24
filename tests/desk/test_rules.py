"""The rules of the desk: what a request writes, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.errors import NumberUnknown
from tests.builders import assert_green, desk_at, given, records_of
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

LATER = CARNIVAL_SUNDAY + timedelta(minutes=5, seconds=1)
SOON = CARNIVAL_SUNDAY + timedelta(minutes=5)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one of each dossier, at carnival Sunday 15:10."""
    made = desk_at(tmp_path)
    made.incidents.open("Gaslek")
    made.evenementen.add("Kermis", begin=CARNIVAL_SUNDAY, end=SOON, place="Vrijthof", handling_class="b")
    made.demonstrations.add(at=CARNIVAL_SUNDAY, place="Markt", scale="small")
    made.cmt.open("Carnaval")
    yield made
    assert_green(made.journal)
    made.journal.close()


def test_each_dossier_has_its_number(desk: Desk) -> None:
    assert desk.reading.numbers() == ("CMT-27-A001", "DEM-27-A001", "EVE-27-A001", "INC-27-A001")


REFUSALS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "empty line": (lambda d: d.log.line(" \t\n "), "de regel is leeg"),
    "line in the future": (lambda d: d.log.line("x", at=LATER), "ligt in de toekomst"),
    "typed time in the future": (
        lambda d: d.log.file([d.log.understand("vandaag 23:59 x")]) and d.log.line("2027-02-08 09:00 x"), "toekomst",
    ),
    "line in an unknown dossier": (lambda d: d.log.line("x", dossier="INC-27-A9"), "INC-27-A9 is onbekend"),
    "correction of nothing": (lambda d: d.log.correct("weg", "x"), "er is geen regel weg"),
    "correction of an incident": (
        lambda d: d.log.correct(d.reading.of_type("incident")[0].subject, "x"), "er is geen regel",
    ),
    "empty correction": (lambda d: d.log.correct("weg", "  "), "de verbetering is leeg"),
    "empty title": (lambda d: d.incidents.open("  \t"), "de titel is leeg"),
    "incident in the future": (lambda d: d.incidents.open("x", at=LATER), "ligt in de toekomst"),
    "level 6": (lambda d: d.incidents.grip("INC-27-A001", 6, by="OvD-Bz"), "GRIP 6 bestaat niet"),
    "level -1": (lambda d: d.incidents.grip("INC-27-A001", -1, by="OvD-Bz"), "GRIP -1 bestaat niet"),
    "GRIP by nobody": (lambda d: d.incidents.grip("INC-27-A001", 1, by=" "), "door wie is leeg"),
    "GRIP in the future": (lambda d: d.incidents.grip("INC-27-A001", 1, by="x", at=LATER), "toekomst"),
    "GRIP of a CMT day": (lambda d: d.incidents.grip("CMT-27-A001", 1, by="x"), "CMT-27-A001 is een CMT-dag"),
    "no such field": (lambda d: d.incidents.set_field("INC-27-A001", "kleur", "x"), "heeft geen veld kleur"),
    "title emptied": (lambda d: d.incidents.set_field("INC-27-A001", "title", " "), "de titel is leeg"),
    "reopen what is open": (lambda d: d.incidents.reopen("INC-27-A001"), "is nog open"),
    "close an evenement": (lambda d: d.incidents.close("EVE-27-A001"), "EVE-27-A001 is een evenement"),
    "evenement without title": (
        lambda d: d.evenementen.add("", begin=SOON, end=SOON, place="x"), "de titel is leeg",
    ),
    "evenement without place": (lambda d: d.evenementen.add("x", begin=SOON, end=SOON, place=""), "de plaats is leeg"),
    "end before begin": (
        lambda d: d.evenementen.add("x", begin=SOON, end=CARNIVAL_SUNDAY, place="x"), "het einde ligt voor het begin",
    ),
    "class D": (
        lambda d: d.evenementen.add("x", begin=SOON, end=SOON, place="x", handling_class="D"), "klasse D bestaat niet",
    ),
    "visitors below nought": (
        lambda d: d.evenementen.add("x", begin=SOON, end=SOON, place="x", visitors_count=-1), "niet onder nul",
    ),
    "round of an incident": (lambda d: d.evenementen.round("INC-27-A001"), "INC-27-A001 is een incident"),
    "round in the future": (lambda d: d.evenementen.round("EVE-27-A001", at=LATER), "toekomst"),
    "demonstration without place": (lambda d: d.demonstrations.add(at=SOON, place=" "), "de plaats is leeg"),
    "demonstration that ends first": (
        lambda d: d.demonstrations.add(at=SOON, until=CARNIVAL_SUNDAY, place="x"), "het einde ligt voor het begin",
    ),
    "notice of tomorrow": (lambda d: d.demonstrations.add(at=SOON, place="x", received=LATER), "toekomst"),
    "scale huge": (lambda d: d.demonstrations.add(at=SOON, place="x", scale="huge"), "schaal huge bestaat niet"),
    "expected below nought": (lambda d: d.demonstrations.add(at=SOON, place="x", expected_count=-1), "onder nul"),
    "expected far too many": (
        lambda d: d.demonstrations.add(at=SOON, place="x", expected_count=10_000_001), "niet boven 10.000.000",
    ),
    "expected far too many later": (
        lambda d: d.demonstrations.set_field("DEM-27-A001", "expected_count", "10000001"), "niet boven 10.000.000",
    ),
    "visitors far too many": (
        lambda d: d.evenementen.add("x", begin=SOON, end=SOON, place="x", visitors_count=10_000_001),
        "niet boven 10.000.000",
    ),
    "counted far too many": (
        lambda d: d.evenementen.count("EVE-27-A001", 10_000_001, method="counted", by="x"), "niet boven 10.000.000",
    ),
    "CMT without title": (lambda d: d.cmt.open(""), "de titel is leeg"),
    "CMT for an incident": (lambda d: d.cmt.open("x", evenement="INC-27-A001"), "is een incident"),
    "empty decision": (lambda d: d.agreements.decide("CMT-27-A001", " "), "het besluit is leeg"),
    "empty action": (lambda d: d.agreements.action("CMT-27-A001", " "), "de actie is leeg"),
    "state of an action": (lambda d: d.agreements.step("x", "weg"), "een actie kan niet weg worden"),
    "step of no action": (lambda d: d.agreements.step("x", "done"), "die actie bestaat niet"),
    "attachment that is not there": (lambda d: d.attachments.add(Path("/er/is/niets")), "is geen bestand"),
    "attachment that is a folder": (lambda d: d.attachments.add(Path("/")), "is geen bestand"),
    "calendar days backwards": (lambda d: d.calendar.days(LATER.date(), datetime(2026, 1, 1).date()), "einddatum"),  # noqa: DTZ001
}  # fmt: skip


@pytest.mark.parametrize(("request_", "words"), REFUSALS.values(), ids=REFUSALS.keys())
def test_refused_and_nothing_written(desk: Desk, request_: Callable[[Desk], object], words: str) -> None:
    given(desk).when(request_).refused(words)


def test_five_minutes_ahead_is_just_now(desk: Desk) -> None:
    given(desk).when(lambda d: d.log.line("x", at=SOON)).then("line.logged")


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("INC-27-A002", "INC-27-A001"),
        ("INC27A001", "INC-27-A001"),
        ("inc-27-b001", "INC-27-A001"),
        ("CMT-26-A001", "CMT-27-A001"),
    ],
)
def test_an_unknown_number_offers_the_nearest(desk: Desk, asked: str, offered: str) -> None:
    with pytest.raises(NumberUnknown) as refusal:
        desk.seat.find(asked)
    assert refusal.value.nearest[0] == offered
    assert f"bedoelt u {offered}" in refusal.value.sentence


def test_a_number_is_found_however_it_is_typed(desk: Desk) -> None:
    assert desk.seat.find(" inc-27-a001 ").title == "Gaslek"


def test_nothing_is_offered_where_nothing_is_near(desk: Desk) -> None:
    with pytest.raises(NumberUnknown) as refusal:
        desk.seat.find("iets heel anders")
    assert refusal.value.nearest == ()


def test_an_action_line_makes_an_action_and_a_decision_line_a_decision(desk: Desk) -> None:
    def file(d: Desk) -> object:
        d.log.line("hekken plaatsen !actie THOR 23:30", dossier="CMT-27-A001")
        return d.log.line("plein afsluiten !besluit", dossier="CMT-27-A001")

    records = given(desk).when(file).then("line.logged", "action.agreed", "line.logged", "decision.made")
    [action] = desk.reading.of_type("action")
    assert (action.number, json.loads(action.body)["owner"], action.end_at) == (
        "A-A1", "THOR", "2027-02-07T22:30:00.000000+00:00",
    )  # fmt: skip
    assert [row.number for row in desk.reading.of_type("decision")] == ["B-A1"]
    [cmt] = desk.reading.of_type("cmt")
    assert {record.dossier for record in records} == {cmt.subject}
    assert [row.type for row in desk.reading.lines(dossier=cmt.subject)] == ["opened", "line", "line"]


def test_decisions_and_actions_count_within_their_dossier(desk: Desk) -> None:
    numbers = [desk.agreements.decide(number, "x").number for number in ("CMT-27-A001", "INC-27-A001", "CMT-27-A001")]
    assert numbers == ["B-A1", "B-A1", "B-A2"]
    numbers = [desk.agreements.action(number, "x").number for number in ("CMT-27-A001", "INC-27-A001", "CMT-27-A001")]
    assert numbers == ["A-A1", "A-A1", "A-A2"]


def test_an_action_goes_through_its_states_and_ends(desk: Desk) -> None:
    action = desk.agreements.action("CMT-27-A001", "hekken")
    for state in ("busy", "done", "open", "closed"):
        assert desk.agreements.step(action.subject, state).status == state
    given(desk).when(lambda d: d.agreements.step(action.subject, "open")).refused("A-A1 is al afgehandeld")
    assert desk.reading.running_actions() == ()


def test_closing_twice_is_refused_and_reopening_allows_it_again(desk: Desk) -> None:
    given(desk).when(lambda d: d.incidents.close("INC-27-A001", reason="veilig")).then("incident.closed")
    given(desk).when(lambda d: d.incidents.close("INC-27-A001")).refused("is al afgesloten")
    given(desk).when(lambda d: d.incidents.reopen("INC-27-A001")).then("incident.reopened")
    given(desk).when(lambda d: d.incidents.close("INC-27-A001")).then("incident.closed")
    given(desk).when(lambda d: d.cmt.close("CMT-27-A001")).then("cmt.closed")
    given(desk).when(lambda d: d.cmt.close("CMT-27-A001")).refused("is al gesloten")


def test_a_class_means_that_the_application_was_assessed_today(desk: Desk) -> None:
    row = desk.evenementen.add("Markt", begin=SOON, end=SOON, place="Markt")
    assert json.loads(row.body)["assessed_on"] == ""
    [kermis] = [row for row in desk.reading.of_type("evenement") if row.title == "Kermis"]
    assert json.loads(kermis.body)["assessed_on"] == "2027-02-07"


def test_the_year_of_a_number_is_that_of_happening_in_amsterdam(tmp_path: Path) -> None:
    desk = desk_at(tmp_path, StillClock(datetime.fromisoformat("2026-12-31T23:30:00+00:00")))
    assert desk.incidents.open("Vuurwerk").number == "INC-27-A001"
    before = datetime.fromisoformat("2026-12-31T22:59:00+00:00")
    assert desk.incidents.open("Rook", at=before).number == "INC-26-A001"
    assert desk.incidents.open("Brand", at=before).number == "INC-26-A002"
    assert desk.incidents.open("Brand").number == "INC-27-A002"


def test_numbers_go_on_after_a_thousand(desk: Desk) -> None:
    with desk.journal.batch():
        for _ in range(1_001):
            number = desk.incidents.open("x").number
    assert number == "INC-27-A1002"


def test_the_same_draft_filed_twice_is_one_incident_and_one_action(desk: Desk) -> None:
    draft = "01890000-0000-7000-8000-00000000000a"
    first = given(desk).when(lambda d: d.incidents.open("Oploop", draft_id=draft))
    first.then("incident.opened")
    again = given(desk).when(lambda d: d.incidents.open("Oploop", draft_id=draft))
    again.then()
    assert again.answer == first.answer
    line = "01890000-0000-7000-8000-00000000000b"
    given(desk).when(lambda d: d.log.line("hek !actie THOR", draft_id=line)).then("line.logged", "action.agreed")
    given(desk).when(lambda d: d.log.line("hek !actie THOR", draft_id=line)).then()


def test_pasted_lines_are_filed_in_one_go_each_with_its_time(desk: Desk) -> None:
    page = "14:01 politie: plein vol\n\n14:05 deuren open\nzonder tijd\n"
    entries = desk.log.understand_pasted(page)
    given(desk).when(lambda d: d.log.file(entries)).then(*["line.logged"] * 3)
    rows = desk.reading.lines(dossier="", type_="line")
    assert {(row.at[11:16], row.text) for row in rows} == {
        ("13:01", "14:01 politie: plein vol"), ("13:05", "14:05 deuren open"), ("14:10", "zonder tijd"),
    }  # fmt: skip
    bad = desk.log.understand_pasted("14:01 goed\n2027-02-08 14:00 morgen")
    given(desk).when(lambda d: d.log.file(bad)).refused("toekomst")


def test_my_last_line_is_mine_and_still_stands(desk: Desk) -> None:
    after = desk.journal.last_pos()
    assert desk.log.last_own(after) is None
    first, second = desk.log.line("een"), desk.log.line("twee")
    last = desk.log.last_own(after)
    assert last is not None
    assert last.record_id == second.id
    desk.log.withdraw(second.id)
    last = desk.log.last_own(after)
    assert last is not None
    assert last.record_id == first.id


def test_an_attachment_is_kept_by_its_hash(desk: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "plein \u202egnp.jpg"
    photo.write_bytes(b"\xff\xd8 foto")
    record = desk.attachments.add(photo, dossier="INC-27-A001")
    again = desk.attachments.add(photo)
    payload = json.loads(record.payload)
    assert desk.attachments.path_of(payload["sha256"]).read_bytes() == photo.read_bytes()
    assert (payload["name"], payload["size_bytes"]) == ("plein \ufffdgnp.jpg", 7)
    assert json.loads(again.payload)["sha256"] == payload["sha256"]
    [incident] = desk.reading.of_type("incident")
    assert [row.text for row in desk.reading.lines(dossier=incident.subject, type_="attachment")] == [payload["name"]]
    assert len(records_of(desk.journal)) > 0
