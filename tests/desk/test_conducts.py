"""The conduct register: each unwanted conduct has a consequence, or stands in the list; never a person."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aovconsole.desk.desk import Desk
from aovconsole.domain import conduct
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal import views
from tests.builders import HOSTILE, assert_green, desk_at, kinds, records_of
from tests.builders import given as given_desk
from tests.still_clock import StillClock

MATCH = "WED-27-A001"
PERSONAL = ("name", "person", "suspect", "offender", "birth", "address", "phone", "naam", "dader", "verdachte")


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    """A desk with one match, played an hour ago."""
    desk = desk_at(tmp_path / "home", clock)
    desk.matches.add("Roda JC", on=date(2027, 2, 7), at=datetime(2027, 2, 7, 13, 10, tzinfo=UTC))
    return desk


def noted(desk: Desk, text: str = "fakkels in vak H", **more: Any) -> SubjectRow:
    return desk.matches.conducts.note(MATCH, text, nature=more.pop("nature", "fireworks"), **more)


def view(desk: Desk, row: SubjectRow) -> dict[str, Any]:
    found = desk.reading.subject(row.subject)
    assert found is not None
    return {**json.loads(found.body), "row": found}


def test_conduct_is_numbered_within_its_match_and_stands_in_its_timeline(desk: Desk) -> None:
    first = noted(
        desk, group_size="20", case_number="2027-0123", case_of="politie", at=desk.seat.now - timedelta(minutes=40)
    )
    second = noted(desk, "bekers op het veld", nature="Gooien van voorwerpen")
    assert (first.number, second.number) == ("G-A1", "G-A2")
    body = view(desk, first)
    wanted = {
        "title": "fakkels in vak H", "status": "open", "nature": "fireworks", "label": "vuurwerk of pyrotechniek",
        "place": "De Geusselt", "group_size": 20, "case_number": "2027-0123", "case_of": "politie",
        "consequences": [], "late": True,
    }  # fmt: skip
    assert {name: body[name] for name in wanted} == wanted
    assert view(desk, second)["nature"] == "throwing"
    lines = [(line.type, line.text) for line in desk.reading.lines(dossier=first.dossier)]
    assert ("conduct", "G-A1 vuurwerk of pyrotechniek: fakkels in vak H, groep van 20, zaak 2027-0123 politie") in lines
    assert_green(desk.journal)


def test_there_is_no_field_for_a_person() -> None:
    names = {place.name for payload in (*conduct.PAYLOADS, conduct.Conduct) for place in fields(payload)}
    assert [name for name in names if any(word in name for word in PERSONAL)] == []
    assert set(conduct.FIELDS) == {"text", "nature", "place", "group_size", "case_number", "case_of"}


def test_what_has_no_consequence_comes_first_and_leaves_the_list_when_it_gets_one(desk: Desk) -> None:
    conducts = desk.matches.conducts
    one, two, three = noted(desk, "een"), noted(desk, "twee"), noted(desk, "drie")
    conducts.consequence(one.subject, by="KNVB", what="melding stadionverbod")
    assert [(row.title, row.status) for row in conducts.listed()] == [
        ("twee", "open"), ("drie", "open"), ("een", "agreed"),
    ]  # fmt: skip
    conducts.done(one.subject, note="opgelegd")
    conducts.withdraw(three.subject, "dubbel ingevoerd")
    assert [row.title for row in conducts.listed(only_open=True)] == ["twee"]
    assert [(row.title, row.status) for row in conducts.listed()] == [
        ("twee", "open"), ("een", "done"), ("drie", "withdrawn"),
    ]  # fmt: skip
    assert view(desk, two)["row"].status == conduct.WITHOUT_CONSEQUENCE
    assert_green(desk.journal)


def test_a_kind_of_consequence_says_who_usually_acts(desk: Desk) -> None:
    row = noted(desk)
    desk.matches.conducts.consequence(
        row.subject, by="", what="prosecution", due=desk.matches.conducts.term("01-03-2027")
    )
    [one] = view(desk, row)["consequences"]
    assert (one["by"], one["what"], one["due_at"]) == (
        "OM", "strafrechtelijke vervolging", "2027-03-01T22:59:00.000000+00:00",
    )  # fmt: skip


def test_a_consequence_that_falls_away_puts_the_conduct_back_in_the_list(desk: Desk) -> None:
    row, conducts = noted(desk), desk.matches.conducts
    conducts.consequence(row.subject, by="OM", what="aangifte")
    conducts.drop(row.subject, reason="zaak geseponeerd")
    assert view(desk, row)["row"].status == "open"
    told = [line.text for line in desk.reading.lines(dossier=row.dossier)]
    assert "G-A1 vervallen: OM – aangifte (zaak geseponeerd)" in told


def test_all_consequences_must_be_carried_out(desk: Desk) -> None:
    row, conducts = noted(desk), desk.matches.conducts
    for by in ("KNVB", "burgemeester"):
        conducts.consequence(row.subject, by=by, what="verbod")
    with pytest.raises(CommandRefused, match="meer dan één gevolg"):
        conducts.done(row.subject)
    first, second = (one["record_id"] for one in view(desk, row)["consequences"])
    conducts.done(row.subject, first)
    assert view(desk, row)["row"].status == "agreed"
    conducts.done(row.subject, second, at=desk.seat.now)
    assert view(desk, row)["row"].status == "done"


def test_a_correction_keeps_the_old_value_in_the_history(desk: Desk) -> None:
    row, conducts = noted(desk), desk.matches.conducts
    for field, value in (("text", "fakkels in vak G"), ("nature", "violence"), ("group_size", "30")):
        conducts.set_field(row.subject, field, value)
    body = view(desk, row)
    assert (body["title"], body["nature"], body["label"], body["group_size"]) == (
        "fakkels in vak G", "violence", "geweld tegen personen", 30,
    )  # fmt: skip
    conducts.set_field(row.subject, "group_size", "")
    assert view(desk, row)["group_size"] is None
    assert any("fakkels in vak H" in line.text for line in desk.reading.lines(dossier=row.dossier))


def test_two_stations_that_set_one_field_both_keep_sight_of_it(tmp_path: Path, desk: Desk, clock: StillClock) -> None:
    row = noted(desk)
    other = desk_at(tmp_path / "b", clock, code="B")
    other.journal.receive(records_of(desk.journal))
    desk.matches.conducts.set_field(row.subject, "group_size", "20")
    clock.advance(minutes=1)
    other.matches.conducts.set_field(row.subject, "group_size", "25")
    desk.journal.receive(records_of(other.journal))
    other.journal.receive(records_of(desk.journal))
    assert views.state(desk.journal.connection) == views.state(other.journal.connection)
    assert (view(desk, row)["group_size"], view(desk, row)["other_values"]) == (25, ["group_size: 20"])


@pytest.mark.all
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(7)))
def test_any_order_of_arrival_gives_the_same_register(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    desk = desk_at(tmp_path_factory.mktemp("one"), StillClock())
    desk.matches.add("Roda JC", on=date(2027, 2, 7), at=datetime(2027, 2, 7, 13, 10, tzinfo=UTC))
    row, conducts = noted(desk), desk.matches.conducts
    conducts.set_field(row.subject, "text", "anders")
    conducts.consequence(row.subject, by="OM", what="aangifte")
    conducts.drop(row.subject, reason="sepot")
    conducts.consequence(row.subject, by="KNVB", what="melding")
    conducts.done(row.subject)
    records = records_of(desk.journal)
    shuffled = [records[place] for place in order if place < len(records)]
    other = desk_at(tmp_path_factory.mktemp("two"), StillClock(), code="B")
    other.journal.receive([*shuffled, *records[7:]])
    assert view(other, row)["row"]._replace() == view(desk, row)["row"]
    assert_green(other.journal)
    for one in (desk, other):
        one.journal.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_does_nothing(desk: Desk, name: str) -> None:
    row = noted(desk, HOSTILE[name], case_number=HOSTILE[name][:50], case_of=HOSTILE[name][:50])
    desk.matches.conducts.consequence(row.subject, by=HOSTILE[name][:50], what=HOSTILE[name][:50])
    assert "\x1b" not in view(desk, row)["row"].body
    assert_green(desk.journal)


def test_a_form_that_is_filed_twice_writes_once(desk: Desk) -> None:
    promised = [f"01902f3e-0000-7000-8000-00000000000{n}" for n in range(3)]
    for _ in range(2):
        row = noted(desk, draft_id=promised[0])
        desk.matches.conducts.consequence(row.subject, by="OM", what="aangifte", draft_id=promised[1])
    for _ in range(2):
        desk.matches.conducts.done(row.subject, draft_id=promised[2])
    assert kinds(records_of(desk.journal)) == [
        "match.added", "conduct.noted", "conduct.consequence_set", "conduct.consequence_done",
    ]  # fmt: skip


REFUSALS: dict[str, tuple[Any, str]] = {
    "empty text": (lambda d, _: noted(d, "  "), "het gedrag is leeg"),
    "no such kind": (lambda d, _: noted(d, nature="zingen"), "soort 'zingen' bestaat niet: kies fireworks"),
    "a size that is none": (lambda d, _: noted(d, group_size="veel"), "is geen heel getal"),
    "a size below zero": (lambda d, _: noted(d, group_size="-3"), "kan niet onder nul zijn"),
    "ahead": (lambda d, _: noted(d, at=d.seat.now + timedelta(hours=1)), "ligt in de toekomst"),
    "no such match": (lambda d, _: d.matches.conducts.note("WED-27-A9", "x", nature="other"), "is onbekend"),
    "by nobody": (lambda d, s: d.matches.conducts.consequence(s, by="", what="gesprek"), "wie handelt"),
    "nothing": (lambda d, s: d.matches.conducts.consequence(s, by="OM", what=" "), "het gevolg is leeg"),
    "done without one": (lambda d, s: d.matches.conducts.done(s), "geen gevolg dat nog wacht"),
    "dropped without one": (lambda d, s: d.matches.conducts.drop(s, reason="x"), "geen gevolg dat nog wacht"),
    "dropped without reason": (lambda d, s: d.matches.conducts.drop(s, reason=" "), "de reden is leeg"),
    "withdrawn without reason": (lambda d, s: d.matches.conducts.withdraw(s, ""), "de reden is leeg"),
    "a field for a person": (lambda d, s: d.matches.conducts.set_field(s, "name", "x"), "geen veld name"),
    "no such conduct": (lambda d, _: d.matches.conducts.done("xyz"), "staat niet in het register"),
    "no such number": (lambda d, _: d.matches.conducts.find(MATCH, "G-A9"), "G-A9 is onbekend; bedoelt u G-A1"),
    "an unreadable term": (lambda d, _: d.matches.conducts.term("ooit"), "ooit"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_refused_writes_nothing(desk: Desk, name: str) -> None:
    subject = noted(desk).subject
    request, words = REFUSALS[name]
    given_desk(desk).when(lambda d: request(d, subject)).refused(words)


def test_withdrawn_conduct_takes_nothing_more(desk: Desk) -> None:
    row = noted(desk)
    desk.matches.conducts.withdraw(row.subject, "verkeerde wedstrijd")
    given_desk(desk).when(lambda d: d.matches.conducts.consequence(row.subject, by="OM", what="x")).refused(
        "G-A1 is ingetrokken"
    )
    lines = [line for line in desk.reading.lines(dossier=row.dossier) if line.type == "conduct"]
    assert [line.more["withdrawn"] for line in lines] == [True]
