"""The roster at the desk: typed in, imported, changed with a trace, taken over, erased; what cannot be is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from tests.builders import assert_green, desk_at, given
from tests.desk.roster import at, now, told, week
from tests.still_clock import StillClock


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    """A desk on carnival Sunday 7 February 2027, 15:10."""
    return desk_at(tmp_path / "home", clock)


def two(desk: Desk) -> tuple[str, str]:
    return week(desk, "AOV-1", "2027-02-05", "2027-02-12"), week(desk, "AOV-2", "2027-02-12", "2027-02-19")


def steps(desk: Desk, subject: str) -> list[dict[str, Any]]:
    row = desk.reading.subject(subject)
    assert row
    found: list[dict[str, Any]] = json.loads(row.body)["steps"]
    return found


def test_a_replacement_keeps_its_trace(desk: Desk) -> None:
    one, _ = two(desk)
    given(desk).when(lambda desk: desk.roster.replace(one, "AOV-4", reason="ziek")).then("duty.replaced")
    assert now(desk)["AOV"] == "AOV-4"
    last = steps(desk, one)[-1]
    assert (last["type"], last["officer"], last["before"], last["reason"]) == ("replaced", "AOV-4", "AOV-1", "ziek")
    assert desk.roster.who(last["author"]) == "Voorbeeld/AOV"
    [line] = desk.reading.lines(type_="duty")
    assert line.text == "dienst AOV van vr 5 feb: AOV-4 in plaats van AOV-1: ziek"
    assert_green(desk.journal)


def test_a_swap_is_both_or_none_and_can_be_swapped_back(desk: Desk) -> None:
    one, other = two(desk)
    given(desk).when(lambda desk: desk.roster.swap(one, other, reason="feest")).then("duty.replaced", "duty.replaced")
    assert [row[1] for row in told(desk)] == ["AOV-2", "AOV-1"]
    assert [step["type"] for step in steps(desk, other)] == ["rostered", "swapped"]
    desk.roster.swap(one, other, reason="toch niet")
    assert [row[1] for row in told(desk)] == ["AOV-1", "AOV-2"]


def test_a_stretch_is_named_by_its_last_signs_and_by_duty_and_time(desk: Desk) -> None:
    one, other = two(desk)
    assert desk.roster.find(one[-8:].upper()).subject == one
    assert desk.roster.find("piket OOV@12-02-2027 08:00").subject == other


def test_who_takes_over_at_once_has_the_duty_until_the_next_begins(desk: Desk, clock: StillClock) -> None:
    two(desk)
    taken = desk.roster.takeover("aov", "AOV-3", reason="onbereikbaar")
    [found] = [one for one in desk.roster.on_duty() if one.duty == "AOV"]
    assert (found.officer, found.until, [one.officer for one in found.rostered]) == (
        "AOV-3", at("2027-02-12T08:00"), ["AOV-1"],
    )  # fmt: skip
    assert found.holding and (found.holding.before, found.holding.reason) == ("AOV-1", "onbereikbaar")
    clock.advance(minutes=5 * 24 * 60)
    assert now(desk)["AOV"] == "AOV-2"
    desk.roster.withdraw(taken.subject, reason="vergissing")
    assert [line.text for line in desk.reading.lines(type_="duty")] == [
        "dienst AOV overgenomen door AOV-3 van AOV-1: onbereikbaar",
        "overname van de dienst vervalt: vergissing",
    ]
    assert_green(desk.journal)


def test_a_gap_is_taken_over_until_somebody_is_rostered(desk: Desk) -> None:
    week(desk, "AOV-2", "2027-02-12", "2027-02-19")
    assert desk.roster.warnings() == ("AOV: niemand van 15:10 tot vr 12 feb 08:00",)
    row = desk.roster.takeover("AOV", "AOV-3", reason="niemand", at=at("2027-02-07T15:00"))
    assert datetime.fromisoformat(row.end_at) == at("2027-02-12T08:00")
    assert desk.roster.warnings() == ()
    assert now(desk)["AOV"] == "AOV-3"


def test_what_is_withdrawn_does_not_count(desk: Desk) -> None:
    one, _ = two(desk)
    desk.roster.withdraw(one, reason="dubbel ingevoerd")
    assert now(desk)["AOV"] == ""
    assert told(desk)[0][3] == "withdrawn"
    assert "AOV-1" not in str(desk.calendar.days(date(2027, 2, 5), date(2027, 2, 12), layer="diensten"))


Ask = Callable[[Desk, str, str], object]


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda d, *_: week(d, "AOV-1", "2027-03-12", "2027-03-05"), "einde ligt voor het begin"),
        (lambda d, *_: week(d, "AOV-1", "2027-03-05", "2027-03-05"), "eindigt niet na haar begin"),
        (lambda d, *_: week(d, "AOV-1", "2027-03-05", "2028-03-05"), "langer dan 92 dagen"),
        (lambda d, *_: week(d, "AOV-1", "1899-12-31", "1900-01-01"), "niet tussen"),
        (lambda d, *_: week(d, " \t", "2027-03-05", "2027-03-12"), "de naam is leeg"),
        (lambda d, *_: week(d, "x" * 101, "2027-03-05", "2027-03-12"), "langer dan 100 tekens"),
        (lambda d, *_: week(d, "AOV-1", "2027-03-05", "2027-03-12", "kantine"), "kantine is geen dienst: kies AOV"),
        (lambda d, one, _: d.roster.replace(one, "aov-1", reason="x"), "AOV-1 heeft deze dienst al"),
        (lambda d, one, _: d.roster.replace(one, "AOV-2", reason=" "), "de reden is leeg"),
        (lambda d, *_: d.roster.replace("00000000", "AOV-2", reason="x"), "er is geen dienst 00000000"),
        (lambda d, *_: d.roster.replace("", "AOV-2", reason="x"), "er is geen dienst"),
        (lambda d, *_: d.roster.replace("AOV@2030-01-01", "AOV-2", reason="x"), "er is geen dienst"),
        (lambda d, one, _: d.roster.swap(one, one, reason="x"), "twee keer dezelfde"),
        (lambda d, one, other: d.roster.swap(one, other, reason=""), "de reden is leeg"),
        (lambda d, *_: d.roster.takeover("AOV", "AOV-1", reason="x"), "AOV-1 heeft deze dienst al"),
        (lambda d, *_: d.roster.takeover("AOV", "AOV-2", reason="x", at=at("2027-02-08T00:00")), "toekomst"),
        (lambda d, *_: d.roster.takeover("AOV", "AOV-2", reason=" "), "de reden is leeg"),
        (lambda d, one, _: d.roster.withdraw(one, reason=""), "de reden is leeg"),
        (lambda d, *_: d.roster.between(date(2027, 2, 2), date(2027, 2, 1)), "einddatum"),
        (lambda d, *_: d.roster.erase_name("AOV-2", ground="AVG"), "staat nog op het rooster"),
        (lambda d, *_: d.roster.erase_name("Nobody", ground="AVG"), "staat niet op het rooster"),
        (lambda d, *_: d.roster.erase_name("AOV-2", ground=" "), "de grond is leeg"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, ask: Ask, words: str) -> None:
    one, other = two(desk)
    given(desk).when(lambda desk: ask(desk, one, other)).refused(words)


def test_what_is_over_is_not_swapped_and_what_was_withdrawn_not_changed(desk: Desk) -> None:
    old = week(desk, "AOV-3", "2027-01-29", "2027-02-05")
    one, other = two(desk)
    given(desk).when(lambda desk: desk.roster.swap(old, one, reason="x")).refused("voorbij")
    desk.roster.withdraw(other, reason="x")
    given(desk).when(lambda desk: desk.roster.replace(other, "AOV-4", reason="x")).refused("is ingetrokken")


def test_a_form_that_was_filed_before_writes_nothing(desk: Desk) -> None:
    one, other = two(desk)
    promised = "0190b000-0000-7000-8000-0000000000aa"
    desk.roster.swap(one, other, reason="feest", draft_id=promised)
    given(desk).when(lambda desk: desk.roster.swap(one, other, reason="feest", draft_id=promised)).then()
    assert [row[1] for row in told(desk)] == ["AOV-2", "AOV-1"]


def test_everything_is_there_after_a_restart(desk: Desk, clock: StillClock) -> None:
    one, other = two(desk)
    desk.roster.swap(one, other, reason="feest")
    desk.roster.takeover("AOV", "AOV-3", reason="onbereikbaar")
    home, before = desk.journal.home, (told(desk), now(desk))
    desk.journal.close()
    again = desk_at(home, clock)
    assert (told(again), now(again)) == before
    assert_green(again.journal)


def test_a_name_is_erased_from_what_is_over(desk: Desk) -> None:
    old = week(desk, "Jansen", "2027-01-29", "2027-02-05")
    gone = week(desk, "Pietersen", "2027-01-22", "2027-01-29")
    desk.roster.replace(gone, "Jansen", reason="ziek")
    desk.roster.withdraw(gone, reason="dubbel")
    two(desk)
    assert desk.roster.erase_name("jansen", ground="AVG: uit dienst") == 2
    assert told(desk)[0] == ("AOV", "naam gewist", "22-01 08:00", "withdrawn")
    assert told(desk)[1] == ("AOV", "naam gewist", "29-01 08:00", "planned")
    assert "Jansen" not in (desk.journal.path.read_bytes().decode("latin-1"))
    assert [step["type"] for step in steps(desk, old)] == ["rostered"]
    assert_green(desk.journal)


def test_a_name_goes_from_what_was_given_to_another_and_stays_while_it_holds_a_duty(desk: Desk) -> None:
    one, _ = two(desk)
    desk.roster.replace(one, "AOV-4", reason="ziek")
    assert desk.roster.erase_name("AOV-1", ground="uit dienst") == 2
    assert (now(desk)["AOV"], "AOV-1" in str(steps(desk, one))) == ("AOV-4", False)
    desk.roster.takeover("AOV", "Jansen", reason="onbereikbaar")
    given(desk).when(lambda desk: desk.roster.erase_name("Jansen", ground="AVG")).refused("staat nog op het rooster")
    assert_green(desk.journal)


def test_who_handed_a_duty_over_does_not_have_it_again_once_that_is_long_ago(desk: Desk, clock: StillClock) -> None:
    desk.roster.takeover("AOV", "Jansen", reason="onbereikbaar")
    made = desk.handovers.make(receiver="AOV-2").number
    clock.advance(hours=24 * 61)
    desk.handovers.accept(made, by="AOV-2")
    clock.advance(hours=24 * 2)
    assert now(desk)["AOV"] == "AOV-2", "a handover counts from its acceptance"
    clock.advance(hours=24 * 61)
    assert now(desk) == {}
    assert desk.roster.erase_name("Jansen", ground="AVG") == 1
    assert_green(desk.journal)


def test_a_cmt_that_sits_asks_for_its_duties_today(desk: Desk) -> None:
    two(desk)
    day = desk.cmt.open("Carnaval")
    found = [(one.about, one.duty) for one in desk.roster.check() if one.kind == "unmet"]
    assert found == [(f"{day.number} Carnaval", "achterwacht"), (f"{day.number} Carnaval", "communicatie")]
    desk.cmt.close(day.number)
    assert [one for one in desk.roster.check() if one.kind == "unmet"] == []


def test_evenementen_matches_and_cmt_days_ask_for_their_duties(desk: Desk) -> None:
    two(desk)
    feast = desk.evenementen.add(
        "Concert", begin=at("2027-02-09T20:00"), end=at("2027-02-09T23:00"), place="Markt", handling_class="C"
    )
    desk.evenementen.add(
        "Markt", begin=at("2027-02-09T10:00"), end=at("2027-02-09T12:00"), place="Markt", handling_class="A"
    )
    found = [one for one in desk.roster.check() if one.kind == "unmet"]
    assert [(one.about, one.duty) for one in found] == [(f"{feast.number} Concert", "communicatie")]
    desk.evenementen.set_fields(feast.number, {"cmt_day": "ja"})
    found = [one for one in desk.roster.check() if one.kind == "unmet"]
    assert sorted(one.duty for one in found) == ["achterwacht", "communicatie"]
