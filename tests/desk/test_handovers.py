"""Passing the duty on: it moves at acceptance and not before; what is handed over is computed from the journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.board import board_of
from aovconsole.desk.desk import Desk
from aovconsole.domain.handover_steps import HandoverAccepted, HandoverMade
from aovconsole.domain.handover_words import Words
from aovconsole.domain.now import NO_RULES
from aovconsole.domain.record import Draft
from aovconsole.domain.roster_words import on_duty_text
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.hub.bundle import export, receive
from aovconsole.journal.store import Operator
from aovconsole.journal.verify import stations, verify
from aovconsole.screens.desk_state import desk_state
from tests.builders import HOSTILE, append, assert_green, desk_at, given
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NOW = CARNIVAL_SUNDAY
INC, CMT = "INC-27-A001", "CMT-27-A001"


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """A desk with a fire at GRIP 1, a CMT day with an action, and an action of no dossier."""
    made = desk_at(tmp_path / "a", clock, operator=Operator("AOV-1", "AOV"))
    made.incidents.open("Brand Boschstraat", place="Boschstraat")
    made.incidents.grip(INC, 1, by="OvD-B")
    made.response.inform(INC, "burgemeester", via="tel.")
    made.cmt.open("Carnaval zondag")
    made.agreements.decide(CMT, "taps dicht", owner="THOR")
    made.agreements.action(CMT, "tekstwagen", owner="politie", due=NOW + timedelta(hours=2))
    made.agreements.action("", "sleutels ophalen")
    yield made
    assert_green(made.journal)
    made.journal.close()


def body(row: SubjectRow) -> dict[str, Any]:
    view: dict[str, Any] = json.loads(row.body)
    return view


def matter(row: SubjectRow, number: str) -> dict[str, Any]:
    return next(one for one in body(row)["matters"] if one["number"] == number)


def test_a_handover_holds_every_open_matter_the_most_acute_first(desk: Desk) -> None:
    desk.log.line("bewoners horen om 18:00 #toegezegd", dossier=INC)
    desk.log.line("bewoner Voorbeeldstraat 1 belde !privé #toegezegd", dossier=INC)
    desk.ifthens.agree(INC, "rook boven de Markt", "NL-Alert vragen", owner="AOV")
    row = desk.handovers.make(receiver="AOV-2")
    assert (row.number, row.status, body(row)["giver"]) == ("OVR-27-A001", "open", "AOV-1")
    told = [(one["number"], one["state"], one["aloud"]) for one in body(row)["matters"]]
    assert told == [(INC, "acute", True), (CMT, "watch", False), ("", "calm", False)]
    fire = matter(row, INC)
    assert fire["why"] == "GRIP 1"
    assert [one["text"] for one in fire["promised"]] == ["bewoners horen om 18:00 #toegezegd"]
    assert fire["since_count"] == 1, "what is marked stays in its dossier"
    assert fire["if_then"] == ["als rook boven de Markt, dan NL-Alert vragen (AOV)"]
    known = {one["function"]: one["reached"] for one in fire["knows"]}
    assert known["burgemeester of loco-burgemeester"] and not known["communicatie"]
    assert [(one["text"], one["owner"]) for one in matter(row, CMT)["actions"]] == [("tekstwagen", "politie")]
    assert [one["text"] for one in matter(row, CMT)["done"]] == ["B-A1 taps dicht"]
    assert [one["text"] for one in matter(row, "")["actions"]] == ["sleutels ophalen"]


def test_a_sheet_of_another_station_may_hold_anything(desk: Desk) -> None:
    row = {"key": "x", "state": 3, "actions": [{"text": 1, "due_at": "morgen"}, 4], "since": {}, "if_then": [1, "dan"]}
    sheets: tuple[object, ...] = (
        {"matters": [row, {"key": 1}, 5], "ahead": [{"day": "gisteren"}, {"day": "2027-02-08", "at": 1}]},
        {"matters": {}, "duties": [{}], "ended": [{"at": "0001-01-01T00:00:00.000000+00:00"}], "clashes": [1, "a"]},
        [],
    )
    for number, sheet in enumerate((*sheets, None)):
        text = json.dumps(sheet) if sheet is not None else "{"
        append(desk.journal, HandoverMade(f"OVR-27-B00{number}", "AOV", "B", "C", "", text))
    rows = sorted(desk.reading.of_type("handover"), key=lambda row: row.number)
    pages = [Words(desk.seat.now).page(body(row)) for row in rows]
    assert [[part.lines for part in one.parts] for one in pages[0].matters] == [
        [("  – geen houder, geen termijn",), ("dan",)]
    ]
    assert [one.title for one in pages[1].rest] == [
        "Komende 72 uur",
        "Samenloop",
        "Geëindigd sinds de vorige overdracht",
        "Bereikbaar",
    ]
    assert_green(desk.journal)


def test_a_desk_with_nothing_open_hands_over_an_empty_page(tmp_path: Path) -> None:
    quiet = desk_at(tmp_path, operator=Operator("AOV-1", "AOV"))
    row = quiet.handovers.make()
    assert body(row)["matters"] == []
    assert quiet.handovers.accept(row.number, by="AOV-2").status == "accepted"
    quiet.journal.close()


def test_the_duty_moves_at_acceptance_and_binds_to_the_head(desk: Desk, clock: StillClock) -> None:
    row = desk.handovers.make(receiver="AOV-2")
    waiting = desk.handovers.holder()
    assert waiting and (waiting.officer, waiting.how) == ("AOV-1", "niet aanvaard")
    for number in range(40):
        desk.log.line(f"regel {number}", dossier=INC)
    assert len(desk.handovers.arrived(row)) == 40
    clock.advance(minutes=30)
    head = stations(desk.journal)[0]["head"]
    taken = given(desk).when(lambda d: d.handovers.accept(row.number, by="AOV-2", all_read=True))
    taken.then("handover.read", "handover.accepted")
    held = desk.handovers.holder("aov")
    assert held and (held.officer, held.since, held.number) == ("AOV-2", clock.now(), row.number)
    told = body(desk.seat.find(row.number))
    assert (told["head"], told["arrived_count"]) == (head, 40)
    assert verify(desk.journal, [told["head"]]).ok
    assert not verify(desk.journal, ["0" * 64]).ok


def test_what_must_be_read_aloud_is_gone_through_one_by_one(desk: Desk) -> None:
    number = desk.handovers.make(receiver="AOV-2").number
    desk.handovers.note(number, CMT, aloud=True, line="let op\nde taps", state="acuut")
    desk.handovers.note(number, INC, aloud=False)
    with pytest.raises(CommandRefused, match="nog niet doorgenomen: CMT-27-A001"):
        desk.handovers.accept(number, by="AOV-2")
    row = desk.handovers.read(number, "carnaval zondag", by="AOV-2", said="dus tot 22:00?")
    cmt = matter(row, CMT)
    assert (cmt["line"], cmt["state"]) == ("let op de taps", "acute")
    assert [(one["by"], one["said"]) for one in body(row)["read"]] == [("AOV-2", "dus tot 22:00?")]
    assert desk.handovers.accept(number, by="AOV-2").status == "accepted"


REFUSED: list[tuple[str, Callable[[Desk, str], object], str]] = [
    ("second", lambda d, _: d.handovers.make(duty="aov"), "staat nog open"),
    ("to oneself", lambda d, _: d.handovers.make(duty="achterwacht", receiver="aov-1"), "heeft de dienst al"),
    ("by the giver", lambda d, n: d.handovers.accept(n, by="AOV-1", all_read=True), "kan haar niet zelf aanvaarden"),
    ("no reason", lambda d, n: d.handovers.withdraw(n, reason=" "), "de reden is leeg"),
    ("alone without reason", lambda d, _: d.handovers.take_over(by="AOV-2", reason=""), "de reden is leeg"),
    ("unknown matter", lambda d, n: d.handovers.read(n, "INC-99-A001"), "heeft geen zaak INC-99-A001; wel: INC-27"),
    ("unknown state", lambda d, n: d.handovers.note(n, INC, state="ernstig"), "rustig, alert, acuut"),
    ("nothing said", lambda d, n: d.handovers.note(n, INC), "noem een regel"),
    ("empty note", lambda d, n: d.handovers.confide(n, "\n"), "de notitie is leeg"),
    ("no handover", lambda d, _: d.handovers.accept(INC, by="AOV-2"), "is een incident"),
]


@pytest.mark.parametrize(("act", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_be_is_refused(desk: Desk, act: Callable[[Desk, str], object], said: str) -> None:
    number = desk.handovers.make(receiver="AOV-2").number
    given(desk).when(lambda d: act(d, number)).refused(said)


def test_what_is_over_stays_as_it_was(desk: Desk) -> None:
    first = desk.handovers.make(receiver="AOV-2").number
    desk.handovers.withdraw(first, reason="vergissing")
    given(desk).when(lambda d: d.handovers.accept(first, by="AOV-2", all_read=True)).refused("is ingetrokken")
    second = desk.handovers.make(receiver="AOV-2").number
    desk.handovers.accept(second, by="AOV-2", all_read=True)
    for late in (
        lambda d: d.handovers.accept(second, by="AOV-3", all_read=True),
        lambda d: d.handovers.withdraw(second, reason="toch niet"),
        lambda d: d.handovers.note(second, INC, line="nog iets"),
    ):
        given(desk).when(late).refused("al aanvaard door AOV-2")
    third = desk.handovers.make(receiver="AOV-3")
    assert (body(third)["giver"], body(third)["since"]) == ("AOV-2", second)


def test_taking_over_alone_needs_a_reason_and_ends_what_was_open(desk: Desk) -> None:
    number = desk.handovers.make(receiver="AOV-2").number
    row = desk.handovers.take_over(by="AOV-3", reason="AOV-2 is onbereikbaar")
    assert (row.number, row.status) == (number, "accepted")
    assert (body(row)["receiver"], body(row)["taken_reason"]) == ("AOV-3", "AOV-2 is onbereikbaar")
    again = desk.handovers.take_over(by="AOV-1", reason="AOV-3 ziek")
    assert again.number == "OVR-27-A002"
    held = desk.handovers.holder()
    assert held and held.officer == "AOV-1"
    given(desk).when(lambda d: d.handovers.take_over(by="aov-1", reason="nog eens")).refused("heeft de dienst AOV al")


def test_of_two_acceptances_the_first_by_clock_holds_and_the_other_is_told(
    desk: Desk, clock: StillClock, tmp_path: Path
) -> None:
    number = desk.handovers.make(receiver="AOV-2").number
    other = desk_at(
        tmp_path / "b", StillClock(NOW + timedelta(seconds=20)), code="B", operator=Operator("AOV-3", "AOV")
    )
    export(desk.journal, tmp_path / "to-b")
    receive(other.journal, tmp_path / "to-b")
    other.handovers.accept(number, by="AOV-3", all_read=True)
    clock.advance(minutes=1)
    desk.handovers.accept(number, by="AOV-2", all_read=True)
    held = desk.handovers.holder()
    assert held and held.officer == "AOV-2", "until the other acceptance is seen here"
    export(other.journal, tmp_path / "to-a")
    receive(desk.journal, tmp_path / "to-a")
    export(desk.journal, tmp_path / "back-to-b")
    receive(other.journal, tmp_path / "back-to-b")
    for one in (desk, other):
        told = body(one.seat.find(number))
        assert told["receiver"] == "AOV-3"
        assert [late["by"] for late in told["also_accepted"]] == ["AOV-2"]
    other.journal.close()


def test_confided_notes_stand_in_no_timeline(desk: Desk) -> None:
    row = desk.handovers.make(receiver="AOV-2")
    desk.handovers.confide(row.number, "tussen ons")
    assert body(desk.seat.find(row.number))["confided"] == ["tussen ons"]
    assert not any("tussen ons" in line.text for line in desk.reading.lines())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_can_be_said(desk: Desk, text: str) -> None:
    number = desk.handovers.make(receiver="AOV-2").number
    assert desk.handovers.note(number, INC, line=text).number == number


def test_agreements_end_once(desk: Desk) -> None:
    row = desk.ifthens.agree(None, "de dam breekt", "Eijsden bellen")
    assert row.title == "als de dam breekt, dan Eijsden bellen"
    assert desk.ifthens.end(None, "als-a1", reason="dam dicht").status == "closed"
    given(desk).when(lambda d: d.ifthens.end(None, "ALS-A1")).refused("geldt al niet meer")
    assert desk.ifthens.of("") == ()
    assert [one.number for one in desk.ifthens.of("", open_only=False)] == ["ALS-A1"]


def dues(desk: Desk) -> list[tuple[str, str, bool]]:
    board = board_of(desk, lambda: NO_RULES)
    return [(due.title, due.owner, due.at_once) for due in board.due if due.type == "handover"]


def test_nu_says_loudly_that_a_handover_waits_and_that_two_accepted(desk: Desk, clock: StillClock) -> None:
    number = desk.handovers.make(receiver="AOV-2").number
    assert dues(desk) == [("dienst AOV blijft bij AOV-1: overdracht niet aanvaard door AOV-2", "AOV-1", True)]
    desk.handovers.accept(number, by="AOV-2", all_read=True)
    assert dues(desk) == []
    row = desk.seat.find(number)
    append(desk.journal, Draft(HandoverAccepted("AOV-3", "ab"), row.subject, row.subject))
    assert dues(desk) == [("dienst AOV twee keer aanvaard: AOV-2 heeft haar, AOV-3 was later", "AOV-3", True)]
    clock.advance(hours=25)
    assert dues(desk) == []


def test_the_roster_gives_the_duty_and_the_handover_moves_it(desk: Desk, clock: StillClock) -> None:
    """The paper names AOV-2 from 16:10 on; the duty stays with AOV-1, and says so, until AOV-2 accepts it."""
    change = NOW + timedelta(hours=1)
    desk.roster.add("AOV", "AOV-1", begin=NOW - timedelta(days=7), end=change)
    desk.roster.add("AOV", "AOV-2", begin=change, end=change + timedelta(days=7))
    desk.handovers.accept(desk.handovers.make(giver="AOV-9", receiver="AOV-1").number, by="AOV-1", all_read=True)

    def on() -> tuple[str, bool, str]:
        [one] = [one for one in desk.roster.on_duty() if one.duty == "AOV"]
        return one.officer, one.unpassed, on_duty_text(one)

    assert on() == ("AOV-1", False, "AOV-1")
    clock.advance(hours=2)
    assert on() == ("AOV-1", True, "AOV-1 (rooster: AOV-2)")
    row = desk.handovers.make(receiver="AOV-2")
    assert body(row)["giver"] == "AOV-1"
    assert on()[0] == "AOV-1"
    desk.handovers.accept(row.number, by="AOV-2", all_read=True)
    assert on() == ("AOV-2", False, "AOV-2")
    [now] = [one for one in board_of(desk, lambda: NO_RULES).duties if one.duty == "AOV"]
    assert (now.officer, now.until) == ("AOV-2", change + timedelta(days=7)), "Nu says the same"


def told_everywhere(desk: Desk) -> tuple[str, str, str, str]:
    """Who has the duty of the AOV by `roster now`, by `handover holder`, on Nu and in the head of every screen."""
    board = board_of(desk, lambda: NO_RULES)
    held = desk.handovers.holder()
    now = next(one for one in desk.roster.on_duty() if one.duty == "AOV")
    nu = next(one for one in board.duties if one.duty == "AOV")
    return now.officer, held.officer if held else "", nu.officer, desk_state(desk, desk.seat.now).duty


def test_the_duty_stays_with_the_giver_when_the_roster_moves_on(desk: Desk, clock: StillClock) -> None:
    change = NOW + timedelta(hours=1)
    desk.roster.add("AOV", "Anne", begin=NOW - timedelta(days=7), end=change)
    desk.roster.add("AOV", "Bram", begin=change, end=change + timedelta(days=7))
    number = desk.handovers.make(receiver="Bram").number
    clock.advance(minutes=61)
    assert told_everywhere(desk) == ("Anne", "Anne", "Anne", "dienst ! AOV Anne (rooster: Bram)")
    given(desk).when(lambda d: d.roster.takeover("AOV", "Bram", reason="ik ben er")).refused("wacht nog op aanvaarding")
    desk.handovers.accept(number, by="Bram", all_read=True)
    assert told_everywhere(desk) == ("Bram", "Bram", "Bram", "dienst AOV Bram tot 14 feb")
    back = desk.handovers.make(receiver="Carla")
    desk.handovers.take_over(by="Carla", reason="Bram is ziek")
    assert told_everywhere(desk) == ("Carla", "Carla", "Carla", "dienst AOV Carla")
    assert desk.seat.find(back.number).status == "accepted"


def test_a_taking_over_by_the_roster_is_the_holder_too(desk: Desk, clock: StillClock) -> None:
    desk.roster.add("AOV", "Anne", begin=NOW - timedelta(days=1), end=NOW + timedelta(days=1))
    desk.roster.takeover("AOV", "Dirk", reason="Anne is ziek")
    assert told_everywhere(desk)[:3] == ("Dirk", "Dirk", "Dirk")
    given(desk).when(lambda d: d.handovers.make(giver="Anne", receiver="Bram")).refused("Anne kan haar niet geven")
    clock.advance(hours=25)
    assert desk.handovers.holder() is None


def test_a_withdrawn_handover_lets_the_roster_count_again(desk: Desk, clock: StillClock) -> None:
    desk.roster.add("AOV", "Bram", begin=NOW + timedelta(hours=1), end=NOW + timedelta(days=7))
    number = desk.handovers.make(giver="Anne", receiver="Bram").number
    clock.advance(hours=2)
    assert told_everywhere(desk)[0] == "Anne"
    desk.handovers.withdraw(number, reason="vergissing")
    assert desk.handovers.who_has() == "de dienst AOV heeft nu Bram (rooster)"
