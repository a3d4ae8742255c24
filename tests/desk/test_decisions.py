"""Decisions at the desk: short at once, grounded later, checked, replaced, withdrawn, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.decisions import said_from
from aovconsole.desk.desk import Desk
from aovconsole.domain.decision import Said
from aovconsole.domain.view import SubjectRow
from tests.builders import HOSTILE, KNOWN, assert_green, desk_at, given
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NOW = CARNIVAL_SUNDAY
NR = "CMT-27-A001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a CMT day and one decision, at carnival Sunday 15:10."""
    made = desk_at(tmp_path)
    made.cmt.open("Carnaval", at=NOW - timedelta(hours=3))
    made.agreements.decide(NR, "taps dicht", owner="THOR")
    yield made
    assert_green(made.journal)
    made.journal.close()


def body(row: SubjectRow) -> dict[str, Any]:
    """The view of a decision."""
    view: dict[str, Any] = json.loads(row.body)
    return view


def one(desk: Desk, number: str = "B-A1") -> dict[str, Any]:
    return body(desk.agreements.find_decision(NR, number))


def test_text_and_owner_are_enough_and_the_rest_comes_later(desk: Desk) -> None:
    assert (one(desk)["owner"], one(desk)["lacking"]) == ("THOR", ["judgement", "decider"])
    line = desk.log.line("14:20 politie Platielstraat loopt vol !feit", dossier=NR).id
    [record] = given(desk).when(
        lambda d: d.agreements.ground(
            NR, "b-a1", picture=[line, line], options=["niets doen", " omleiden "], risks=["stuwing"],
            judgement="ruimte eerst", proportionality="lichter werkt niet", decider="voorzitter", structure="CMT",
            capacity="voorzitter CMT", advice=[Said("politie", "eerst omleiden")], dissent=[Said("horeca", "te vroeg")],
            basis="Veiligheidsrisicogebied, spoed", communication="schermen", check_at=NOW + timedelta(minutes=50),
        )
    ).then("decision.grounded")  # fmt: skip
    told = one(desk)
    wanted = {
        "picture": [line], "options": ["niets doen", "omleiden"], "decider": "voorzitter", "structure": "CMT",
        "power": "urgent_search", "basis": "veiligheidsrisicogebied, spoed", "lacking": [], "owner": "THOR",
        "advice": [{"by": "politie", "text": "eerst omleiden"}], "dissent": [{"by": "horeca", "text": "te vroeg"}],
        "check_at": "2027-02-07T15:00:00.000000+00:00", "text": "taps dicht", "status": "made",
    }  # fmt: skip
    assert {name: told[name] for name in wanted} == wanted
    assert told["grounded"][0]["record_id"] == record.id


def test_everything_at_once_is_one_transaction(desk: Desk) -> None:
    [made, grounded] = given(desk).when(
        lambda d: d.agreements.decide(
            NR, "plein af", prepared="square_full", decider="voorzitter", judgement="vol", basis="APV", at=NOW
        )
    ).then("decision.made", "decision.grounded")  # fmt: skip
    told = one(desk, "B-A2")
    assert (told["prepared"], told["power"], told["basis"], told["lacking"]) == ("square_full", "", "APV", [])
    assert made.occurred_at == grounded.occurred_at == told["decided_at"]


def test_a_typed_decision_is_the_short_form(desk: Desk) -> None:
    desk.log.line("15:05 politie optocht 10 min later !besluit", dossier=NR)
    told = one(desk, "B-A2")
    assert (told["text"], told["lacking"], bool(told["line"])) == (
        "optocht 10 min later", ["judgement", "decider"], True,
    )  # fmt: skip
    desk.agreements.ground(NR, "B-A2", judgement="kar staat dwars", decider="voorzitter")
    assert one(desk, "B-A2")["lacking"] == []


def test_a_later_decision_names_the_one_that_it_replaces(desk: Desk) -> None:
    given(desk).when(lambda d: d.agreements.decide(NR, "taps open", replaces="B-A1")).then(
        "decision.made", "decision.replaced"
    )
    old, new = one(desk), one(desk, "B-A2")
    assert (old["status"], old["replaced_by"], new["replaces"], new["status"]) == ("replaced", "B-A2", "B-A1", "made")
    given(desk).when(lambda d: d.agreements.decide(NR, "x", replaces="B-A1")).refused("al vervangen door B-A2")
    given(desk).when(lambda d: d.agreements.withdraw(NR, "B-A1", "x")).refused("al vervangen door B-A2")
    step = desk.reading.records(subject=desk.agreements.find_decision(NR, "B-A1").subject)[-1]
    desk.agreements.undo(NR, "B-A1", step.id, "verkeerd nummer")
    assert one(desk)["status"] == "made"


def test_it_worked_or_not_and_is_asked_again(desk: Desk) -> None:
    desk.agreements.ground(NR, "B-A1", check_at=NOW + timedelta(minutes=20))
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    clock.advance(minutes=25)
    desk.agreements.check(NR, "B-A1", "partly", note="kade vol", by="AOV", check_at=NOW + timedelta(hours=1))
    told = one(desk)
    assert ([check["outcome"] for check in told["checks"]], told["check_at"][11:16]) == (["partly"], "15:10")
    desk.agreements.check(NR, "B-A1", "yes")
    assert (one(desk)["check_at"], len(one(desk)["checks"])) == ("", 2)


def test_a_form_that_is_filed_twice_writes_once(desk: Desk) -> None:
    promised = "01a39021-52c0-7753-bfc2-571cd147ca89"
    for _ in range(2):
        row = desk.agreements.decide(NR, "dicht", decider="voorzitter", draft_id=promised)
    assert (row.number, len(desk.reading.of_type("decision"))) == ("B-A2", 2)
    other = promised.replace("89", "90")
    for _ in range(2):
        desk.agreements.ground(NR, "B-A2", judgement="vol", draft_id=other)
    assert len(one(desk, "B-A2")["grounded"]) == 2


def test_what_is_entered_in_the_minute_of_the_decision_did_not_happen_before_it(tmp_path: Path) -> None:
    desk = desk_at(tmp_path, StillClock(NOW + timedelta(seconds=30)))
    desk.cmt.open("Carnaval", at=NOW)
    desk.agreements.decide(NR, "dicht")
    assert body(desk.agreements.check(NR, "B-A1", "no", at=NOW))["checks"][0]["outcome"] == "no"
    desk.journal.close()


REFUSALS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "no text": (lambda d: d.agreements.decide(NR, " "), "het besluit is leeg"),
    "no such line": (lambda d: d.agreements.decide(NR, "x", picture=["weg"]), "er is geen regel weg"),
    "checked before it was taken": (
        lambda d: d.agreements.decide(NR, "x", check_at=NOW - timedelta(minutes=1)), "het toetsmoment ligt in het",
    ),
    "replaces nothing": (lambda d: d.agreements.decide(NR, "x", replaces="B-A9"), "B-A9"),
    "replaces what came later": (
        lambda d: d.agreements.decide(NR, "x", replaces="B-A1", at=NOW - timedelta(hours=1)), "is van later",
    ),
    "in the future": (lambda d: d.agreements.decide(NR, "x", at=NOW + timedelta(hours=1)), "ligt in de toekomst"),
    "no grounds": (lambda d: d.agreements.ground(NR, "B-A1", judgement=" ", options=[" "]), "er is niets ingevuld"),
    "no such decision": (lambda d: d.agreements.ground(NR, "B-A7", judgement="x"), "B-A7"),
    "no such outcome": (lambda d: d.agreements.check(NR, "B-A1", "misschien"), "misschien bestaat niet"),
    "checked before": (
        lambda d: d.agreements.check(NR, "B-A1", "yes", at=NOW - timedelta(hours=1)), "dat ligt voor het besluit",
    ),
    "asked again in the past": (
        lambda d: d.agreements.check(NR, "B-A1", "yes", check_at=NOW - timedelta(hours=1)), "het toetsmoment ligt",
    ),
    "withdrawn without a reason": (lambda d: d.agreements.withdraw(NR, "B-A1", " "), "de reden is leeg"),
    "undo of nothing": (lambda d: d.agreements.undo(NR, "B-A1", "weg", "x"), "heeft geen stap weg"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(desk: Desk, name: str) -> None:
    request, words = REFUSALS[name]
    given(desk).when(request).refused(words)


def test_what_was_withdrawn_is_not_checked_nor_withdrawn_again(desk: Desk) -> None:
    desk.agreements.withdraw(NR, "B-A1", "rustig")
    assert one(desk)["withdrawn_reason"] == "rustig"
    given(desk).when(lambda d: d.agreements.check(NR, "B-A1", "yes")).refused("B-A1 is ingetrokken")
    given(desk).when(lambda d: d.agreements.withdraw(NR, "B-A1", "x")).refused("al ingetrokken")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_data(desk: Desk, name: str) -> None:
    text = HOSTILE[name]
    row = desk.agreements.decide(NR, f"x{text}", judgement=text, options=[text], advice=[Said(text, text)], basis=text)
    told = body(row)
    assert not any(sign in json.dumps(told, ensure_ascii=False) for sign in "\x1b\x00\u202e\x9b")
    assert told["judgement"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("politie: te vroeg", Said("politie", "te vroeg")),
        ("om 14:10 dicht", Said("", "om 14:10 dicht")),
        (" zonder naam ", Said("", "zonder naam")),
        ("OvD-Bz:  a: b", Said("OvD-Bz", "a: b")),
    ],
)
def test_who_says_what_is_read(typed: str, wanted: Said) -> None:
    assert said_from(typed) == wanted


def test_on_a_cmt_day_only_the_team_closes_an_action(desk: Desk) -> None:
    action = desk.agreements.action(NR, "hekken", owner="THOR").subject
    desk.agreements.step(action, "done", by="")
    given(desk).when(lambda d: d.agreements.step(action, "closed", by="thor")).refused("alleen het team sluit haar af")
    row = desk.agreements.step(action, "closed", "staan", by="voorzitter")
    assert json.loads(row.body)["history"][-1]["text"] == "akkoord, voorzitter: staan"
    mine = desk.agreements.action(NR, "zelf", owner="AOV").subject
    given(desk).when(lambda d: d.agreements.step(mine, "closed")).refused("AOV is de actiehouder")
    assert desk.agreements.step(desk.agreements.action(NR, "x").subject, "dropped").status == "dropped"


def test_outside_a_cmt_day_a_lone_officer_closes_what_is_his(desk: Desk) -> None:
    incident = desk.incidents.open("Gaslek").number
    action = desk.agreements.action(incident, "zelf", owner="AOV").subject
    assert desk.agreements.step(action, "closed").status == "closed"


def test_an_officer_without_a_function_names_the_team(desk: Desk) -> None:
    from aovconsole.journal.store import Operator

    nameless = Desk(desk.journal, Operator("X"), lambda: KNOWN)
    action = desk.agreements.action(NR, "x").subject
    given(nameless).when(lambda d: d.agreements.step(action, "closed")).refused("noem de functie")


def test_nu_is_asked_for_what_waits_in_a_day_that_is_not_closed(desk: Desk) -> None:
    from aovconsole.desk.board import board_of
    from aovconsole.domain.now import NO_RULES

    desk.agreements.decide(NR, "x", judgement="vol", decider="voorzitter")
    desk.agreements.decide(NR, "y", judgement="vol", decider="voorzitter", check_at=NOW)
    desk.meetings.set_rhythm(NR, begin=NOW + timedelta(minutes=7), every=60)
    assert [row.number for row in desk.reading.waiting_decisions()] == ["B-A1", "B-A3"]
    assert [due.title for due in board_of(desk, lambda: NO_RULES).due] == [
        "werkte B-A3? y", "CMT-vergadering 1", "besluit zonder onderbouwing: B-A1",
    ]  # fmt: skip
    desk.cmt.close(NR)
    assert desk.reading.waiting_decisions() == ()
    assert board_of(desk, lambda: NO_RULES).due == ()
