"""The demonstrations' desk: what each request writes, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.demonstration_reading import answer_due, is_known_place, links_of, notice_of_row
from aovconsole.desk.desk import Desk
from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM, read_stored
from aovconsole.errors import CommandRefused
from tests.builders import HOSTILE, assert_green, desk_at, records_of
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NOW = CARNIVAL_SUNDAY
BEGIN = NOW + timedelta(days=3)
NR, OTHER = "DEM-27-A001", "DEM-27-A002"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with two demonstrations: one with a notice, one without."""
    made = desk_at(tmp_path)
    end = BEGIN + timedelta(hours=2)
    made.demonstrations.add(at=BEGIN, until=end, place="Markt", received=NOW - timedelta(days=1), received_via="mail")
    made.demonstrations.add(place="Vrijthof")
    made.evenementen.add("Kermis", begin=BEGIN, end=BEGIN, place="Bassin")
    yield made
    assert_green(made.journal)
    made.journal.close()


def body(desk: Desk, number: str = NR) -> dict[str, Any]:
    view: dict[str, Any] = json.loads(desk.seat.find(number).body)
    return view


def shown(moment: str) -> str:
    return f"{read_stored(moment).astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"


def settle(desk: Desk, status: str = "vastgesteld", /, **terms: str) -> None:
    """Fill in terms in the settings of this desk."""
    folder = desk.journal.home / "data"
    folder.mkdir(exist_ok=True)
    parts = [
        f'[[terms]]\nkey = "{key}"\nsubject = "demonstration"\nlabel = "x"\ntext = "x"\nstatus = "{status}"\n'
        f'source = "APV"\nas_of = 2027-01-01\n{rule}\n'
        for key, rule in terms.items()
    ]
    (folder / "terms.toml").write_text("\n".join(parts), encoding="utf-8")


def test_with_only_a_place_it_goes_on_now(desk: Desk) -> None:
    view = body(desk, OTHER)
    assert (view["status"], read_stored(view["begin_at"]), view["has_end"]) == ("spontaneous", NOW, False)


def test_a_demonstration_received_after_it_took_place_is_accepted_and_said(desk: Desk) -> None:
    late = desk.demonstrations.add(at=NOW - timedelta(days=2), place="Markt", received=NOW - timedelta(days=1))
    assert late.status == "received"
    assert notice_of_row(desk.seat, late).state == "after_begin"
    settle(desk, demonstration_notice="hours = 48")
    assert notice_of_row(desk.seat, desk.seat.find(NR)).state == "within"
    after = desk.demonstrations.add(at=NOW + timedelta(hours=3), place="Markt", received=NOW)
    assert (notice_of_row(desk.seat, after).state, after.status) == ("after", "received")


def test_without_a_term_nothing_is_counted(desk: Desk) -> None:
    row = desk.seat.find(NR)
    assert notice_of_row(desk.seat, row)[:2] == ("unknown", None)
    assert answer_due(desk.seat, row) is None
    settle(desk, demonstration_answer="hours = 24")
    assert answer_due(desk.seat, row) == NOW
    assert answer_due(desk.seat, desk.seat.find(OTHER)) is None


@pytest.mark.parametrize(
    ("field", "typed", "stored_as"),
    [
        ("place", "Bassin", "Bassin"),
        ("route", " Grote Staat ", "Grote Staat"),
        ("expected_count", "0200", 200),
        ("expected", "", None),
        ("scale", "groot", "large"),
        ("moving", "ja", True),
        ("separation", "de Maas", "de Maas"),
        ("received_via", "via politie", "via politie"),
    ],
)
def test_a_field_is_set_as_it_is_typed(desk: Desk, field: str, typed: str, stored_as: object) -> None:
    desk.demonstrations.set_field(NR, field, typed)
    assert body(desk)[{"expected": "expected_count"}.get(field, field)] == stored_as


@pytest.mark.parametrize(
    ("typed", "begin", "end"),
    [
        ({"end": "17:30"}, "10-02-2027 15:10", "10-02-2027 17:30"),
        ({"end": "01:00"}, "10-02-2027 15:10", "11-02-2027 01:00"),
        ({"begin": "23:30", "end": "00:30"}, "10-02-2027 23:30", "11-02-2027 00:30"),
        ({"end": "02-03-2027 18:00", "begin": "02-03-2027 16:00"}, "02-03-2027 16:00", "02-03-2027 18:00"),
        ({"begin_at": "2027-03-28T01:30", "end_at": "03:30"}, "28-03-2027 01:30", "28-03-2027 03:30"),
        ({"end": ""}, "10-02-2027 15:10", "10-02-2027 15:10"),
    ],
)
def test_times_move_over_midnight_and_over_the_change_of_clock(
    desk: Desk, typed: dict[str, str], begin: str, end: str
) -> None:
    view = json.loads(desk.demonstrations.set_fields(NR, typed).body)
    assert (shown(view["begin_at"]), shown(view["end_at"])) == (begin, end)
    days = [day for day in desk.reading.days("2027-01", "2028") if day.subject == view["subject"]]
    assert [(day.begin_at, day.end_at) for day in days] == [(view["begin_at"], view["end_at"])]


def test_two_consoles_set_one_field_and_the_next_setting_ends_the_dispute(desk: Desk) -> None:
    desk.demonstrations.set_field(NR, "place", "Vrijthof")
    desk.demonstrations.set_field(NR, "place", "Bassin")
    view = body(desk)
    assert (view["place"], view["other_values"]) == ("Bassin", []), "who knew of the other replaces it"


def test_the_scale_follows_the_settings_only_where_nobody_said_it(desk: Desk) -> None:
    desk.demonstrations.set_field(NR, "expected", "500")
    assert body(desk)["scale"] == ""
    settle(desk, demonstration_large="from_count = 100")
    desk.demonstrations.set_field(NR, "expected", "500")
    assert body(desk)["scale"] == "large"
    desk.demonstrations.set_field(NR, "expected", "5")
    assert body(desk)["scale"] == "large", "what stands is not changed behind anybody's back"
    desk.demonstrations.count(OTHER, 99, method="estimated", by="politie")
    assert body(desk, OTHER)["scale"] == "small"
    assert json.loads(desk.demonstrations.add(at=BEGIN, place="x", expected_count=100).body)["scale"] == "large"


def test_from_notice_to_service(desk: Desk) -> None:
    work = desk.demonstrations
    work.receipt(NR, via="mail")
    work.review(NR, by="AOV")
    work.talk(NR, "route besproken", with_whom="kennisgever", by="AOV", agreed="langs de Maas")
    work.condition(NR, "geen vuur", ground="health", reason="droogte")
    work.condition(NR, "tram vrij", ground="traffic", reason="lijn")
    gone = body(desk)["conditions"][1]["record_id"]
    work.withdraw(NR, gone, reason="vergissing")
    work.condition(NR, "westzijde", ground="disorder", reason="tegendemonstratie")
    row = work.decide(NR, "with_conditions", by="loco-burgemeester", capacity="burgemeester")
    view = json.loads(row.body)
    with pytest.raises(CommandRefused, match="die kan vervallen"):
        work.withdraw(NR, gone, reason="nog eens")
    assert [one["number"] for one in view["conditions"]] == ["V-A1", "V-A3"], "a number is given once"
    assert (row.status, view["served_at"], view["decision"]["by"]) == ("with_conditions", "", "loco-burgemeester")
    assert "10 februari 2027 15:10" in view["receipts"][0]["text"] and view["receipts"][0]["number"] == "O-A1"
    assert json.loads(work.served(NR, via="uitgereikt", at=NOW).body)["served_at"]
    texts = [line.text for line in desk.reading.lines(dossier=row.subject)]
    assert "V-A3 westzijde (wanordelijkheden: tegendemonstratie)" in texts
    assert "met voorschriften door loco-burgemeester als burgemeester" in texts


def test_on_the_day(desk: Desk) -> None:
    work = desk.demonstrations
    work.instruct(OTHER, "rijbaan vrijmaken", reason="hulpdiensten", by="politie")
    work.order_end(OTHER, ground="rules_broken", reason="aanwijzing genegeerd", by="burgemeester")
    work.count(OTHER, 120, method="counted", by="THOR")
    assert work.end(OTHER).status == "over"
    view = body(desk, OTHER)
    assert (view["instructions"][0]["number"], view["actual_count"], view["ended_at"] != "") == ("W-A1", 120, True)
    assert work.cancel(NR, reason="afgezegd", by="kennisgever").status == "cancelled"


def test_a_link_is_seen_from_both_sides_with_its_distance_and_falls_away_from_both(tmp_path: Path) -> None:
    from tests.screens.conftest import desk_in

    desk = desk_in(tmp_path)
    first = desk.demonstrations.add(at=BEGIN, place="Markt", received=NOW - timedelta(days=1))
    second = desk.demonstrations.add(at=BEGIN, place="Vrijthof")
    fair = desk.evenementen.add("Kermis", begin=BEGIN, end=BEGIN, place="Vrijthof")
    desk.demonstrations.link(second.number, first.number)
    desk.demonstrations.link(second.number, fair.number, role="target")
    desk.demonstrations.link(second.number, "mosae", role="target")
    desk.demonstrations.link(first.number, "Waar niemand van weet", role="target")
    own, other = body(desk, second.number), body(desk, first.number)
    assert (own["counter_of"], other["countered_by"]) == ([first.subject], [second.subject])
    assert (own["aims_at"], own["aims_at_places"]) == ([fair.subject], ["Mosae Forum"])
    links = links_of(desk.seat, desk.seat.find(second.number))
    assert [(one.role, one.number, one.metres) for one in links] == [
        ("counter", first.number, 210), ("target", fair.number, 0), ("target", "", 480),
    ]  # fmt: skip
    assert [one.metres for one in links_of(desk.seat, desk.seat.find(first.number))] == [210, None]
    desk.demonstrations.withdraw(second.number, links[0].record_id, reason="vergissing")
    assert (body(desk, second.number)["counter_of"], body(desk, first.number)["countered_by"]) == ([], [])
    desk.demonstrations.link(second.number, first.number)
    assert body(desk, first.number)["countered_by"] == [second.subject]
    desk.journal.close()


def test_an_unknown_place_is_kept_as_it_was_typed_and_flagged(desk: Desk) -> None:
    row = desk.demonstrations.add(at=BEGIN, place="Achter de oude gasfabriek")
    assert row.place == "Achter de oude gasfabriek"
    assert not is_known_place(desk.seat, row.place)
    assert is_known_place(desk.seat, "vrijthof")


Refusal = tuple[Callable[[Desk], object], str]
REFUSALS: dict[str, Refusal] = {
    "counter of itself": (lambda d: d.demonstrations.link(NR, NR), "kan niet haar eigen tegendemonstratie zijn"),
    "aimed at itself": (lambda d: d.demonstrations.link(NR, NR, role="target"), "kan niet op zichzelf gericht zijn"),
    "counter of an evenement": (lambda d: d.demonstrations.link(NR, "EVE-27-A001"), "EVE-27-A001 is een evenement"),
    "counter of a place": (lambda d: d.demonstrations.link(NR, "Markt"), "is onbekend"),
    "aimed at an unknown number": (lambda d: d.demonstrations.link(NR, "dem-27-A009", role="target"), "is onbekend"),
    "a friend": (lambda d: d.demonstrations.link(NR, OTHER, role="friend"), "kies counter of target"),
    "no such field": (lambda d: d.demonstrations.set_field(NR, "theme", "x"), "heeft geen veld theme"),
    "place emptied": (lambda d: d.demonstrations.set_field(NR, "place", " "), "de plaats is leeg"),
    "begin emptied": (lambda d: d.demonstrations.set_field(NR, "begin", ""), "het begin is leeg"),
    "begin after the end": (
        lambda d: d.demonstrations.set_field(NR, "begin", "11-02-2027 14:00"), "het einde ligt voor het begin",
    ),
    "end before the begin": (
        lambda d: d.demonstrations.set_field(NR, "end", "09-02-2027 14:00"), "het einde ligt voor het begin",
    ),
    "an hour that does not exist": (
        lambda d: d.demonstrations.set_fields(NR, {"begin": "28-03-2027 02:30", "end": ""}), "bestaat niet",
    ),
    "an hour that exists twice": (
        lambda d: d.demonstrations.set_fields(NR, {"begin": "31-10-2027 02:30", "end": ""}), "bestaat twee keer",
    ),
    "received tomorrow": (lambda d: d.demonstrations.set_field(NR, "received", "08-02-2027 16:00"), "toekomst"),
    "expected many": (lambda d: d.demonstrations.set_field(NR, "expected", "veel"), "schrijf een heel getal"),
    "expected in other digits": (lambda d: d.demonstrations.set_field(NR, "expected", "٣"), "schrijf een heel getal"),
    "scale huge": (lambda d: d.demonstrations.set_field(NR, "scale", "huge"), "schaal huge bestaat niet"),
    "perhaps moving": (lambda d: d.demonstrations.set_field(NR, "moving", "misschien"), "antwoord ja of nee"),
    "receipt without notice": (lambda d: d.demonstrations.receipt(OTHER), "is zonder kennisgeving"),
    "receipt before the notice": (
        lambda d: d.demonstrations.receipt(NR, at=NOW - timedelta(days=2)), "ligt voor de kennisgeving",
    ),
    "talk with nobody": (lambda d: d.demonstrations.talk(NR, "x", with_whom=" "), "met wie is leeg"),
    "condition on content": (
        lambda d: d.demonstrations.condition(NR, "x", ground="content", reason="x"),
        "grond content bestaat niet: kies health (gezondheid), traffic (verkeer), disorder (wanordelijkheden)",
    ),
    "condition without reason": (
        lambda d: d.demonstrations.condition(NR, "x", ground="health", reason=" "), "de reden is leeg",
    ),
    "condition without notice": (
        lambda d: d.demonstrations.condition(OTHER, "x", ground="health", reason="x"), "geef een aanwijzing",
    ),
    "conditions without any": (
        lambda d: d.demonstrations.decide(NR, "with_conditions", by="burgemeester"), "heeft nog geen voorschrift",
    ),
    "decided by nobody": (lambda d: d.demonstrations.decide(NR, "noted", by=" "), "door wie is leeg"),
    "no such outcome": (lambda d: d.demonstrations.decide(NR, "granted", by="burgemeester"), "granted bestaat niet"),
    "prohibited without ground": (
        lambda d: d.demonstrations.decide(NR, "prohibited", by="burgemeester", reason="x"), "de grond ontbreekt",
    ),
    "prohibited about content": (
        lambda d: d.demonstrations.decide(NR, "prohibited", by="burgemeester", ground="content", reason="x"),
        "bestaat niet",
    ),
    "prohibited without reason": (
        lambda d: d.demonstrations.decide(NR, "prohibited", by="burgemeester", ground="disorder"), "de reden is leeg",
    ),
    "prohibited without notice": (
        lambda d: d.demonstrations.decide(OTHER, "prohibited", by="burgemeester", ground="disorder", reason="x"),
        "Wom art. 5",
    ),
    "noted on a ground": (
        lambda d: d.demonstrations.decide(NR, "noted", by="x", ground="health"), "een grond hoort bij een verbod",
    ),
    "served before it is decided": (lambda d: d.demonstrations.served(NR, via="mail"), "is nog niet besloten"),
    "instruction without reason": (lambda d: d.demonstrations.instruct(OTHER, "x", reason=""), "de reden is leeg"),
    "order about content": (
        lambda d: d.demonstrations.order_end(OTHER, ground="content", reason="x", by="burgemeester"), "bestaat niet",
    ),
    "count below nought": (
        lambda d: d.demonstrations.count(NR, -1, method="counted", by="burgemeester"), "kan niet onder nul zijn",
    ),
    "count by feeling": (lambda d: d.demonstrations.count(NR, 1, method="felt", by="x"), "felt bestaat niet"),
    "count by nobody": (lambda d: d.demonstrations.count(NR, 1, method="counted", by=""), "door wie is leeg"),
    "ended before it began": (lambda d: d.demonstrations.end(NR), "ligt voor het begin"),
    "withdraw nothing": (lambda d: d.demonstrations.withdraw(NR, "weg", reason="x"), "geen stap weg"),
    "withdraw the notice": (
        lambda d: d.demonstrations.withdraw(NR, d.seat.find(NR).subject, reason="x"), "die kan vervallen",
    ),
    "another kind of dossier": (lambda d: d.demonstrations.end("EVE-27-A001"), "EVE-27-A001 is een evenement"),
}  # fmt: skip


@pytest.mark.parametrize(("request_", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_is_refused_and_writes_nothing(
    desk: Desk, request_: Callable[[Desk], object], sentence: str
) -> None:
    before = len(records_of(desk.journal))
    with pytest.raises(CommandRefused) as refused:
        request_(desk)
    assert sentence in refused.value.sentence
    assert len(records_of(desk.journal)) == before


def test_what_was_done_is_not_done_twice(desk: Desk) -> None:
    work = desk.demonstrations
    work.link(OTHER, NR)
    work.condition(NR, "x", ground="health", reason="x")
    work.decide(NR, "with_conditions", by="burgemeester")
    with pytest.raises(CommandRefused, match="ligt voor het besluit"):
        work.served(NR, via="mail", at=NOW - timedelta(minutes=1))
    work.served(NR, via="mail")
    work.cancel(NR)
    again: tuple[Callable[[], object], ...] = (
        lambda: work.link(OTHER, NR),
        lambda: work.link(NR, OTHER),
        lambda: work.served(NR, via="mail"),
        lambda: work.end(NR),
        lambda: work.cancel(NR),
        lambda: work.instruct(NR, "x", reason="x"),
        lambda: work.review(NR),
    )
    for request in again:
        with pytest.raises(CommandRefused, match=r"al |gaat niet door"):
            request()


def test_late_is_a_ground_only_when_it_was_late(desk: Desk) -> None:
    settle(desk, demonstration_notice="hours = 48")
    with pytest.raises(CommandRefused, match="kwam binnen de termijn"):
        desk.demonstrations.decide(NR, "prohibited", by="burgemeester", ground="late_notice", reason="x")
    settle(desk, demonstration_notice="hours = 480")
    row = desk.demonstrations.decide(NR, "prohibited", by="burgemeester", ground="late_notice", reason="x")
    assert row.status == "prohibited"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_kept_as_text(desk: Desk, text: str) -> None:
    work, kept = desk.demonstrations, clean(text.strip()).strip()
    work.talk(NR, text, with_whom=text, agreed=text)
    work.condition(NR, text, ground="health", reason=text)
    work.set_fields(NR, {"place": text, "route": text, "separation": text})
    work.link(NR, text, role="target")
    work.set_contact(NR, text)
    view = body(desk)
    assert view["talks"][0]["agreed"] == view["conditions"][0]["reason"] == view["place"] == kept
    assert (view["separation"], desk.demonstrations.contact(NR)) == (kept, kept)
    json.dumps(view, ensure_ascii=False).encode("utf-8")


def test_a_clock_that_stands_later_changes_no_state(tmp_path: Path) -> None:
    clock = StillClock(NOW)
    desk = desk_at(tmp_path, clock)
    row = desk.demonstrations.add(at=NOW - timedelta(hours=3), until=NOW - timedelta(hours=1), place="Markt")
    clock.advance(hours=24 * 365)
    assert desk.seat.find(row.number).status == "spontaneous", "over only by an explicit step"
    assert datetime.fromisoformat(row.end_at) < desk.seat.now
    desk.journal.close()


@pytest.mark.parametrize("by", ["AOV", "politie", "de burgemeester misschien"])
@pytest.mark.parametrize("outcome", ["with_conditions", "prohibited"])
def test_only_who_the_law_names_prohibits_or_sets_conditions(desk: Desk, outcome: str, by: str) -> None:
    row = desk.demonstrations.add(at=desk.seat.now, place="Markt", received=desk.seat.now)
    desk.demonstrations.condition(row.number, "rijbaan vrij", ground="traffic", reason="hulpdiensten")
    ban: dict[str, Any] = {"ground": "traffic", "reason": "afgesloten"} if outcome == "prohibited" else {}
    with pytest.raises(CommandRefused, match="kan dit niet besluiten"):
        desk.demonstrations.decide(row.number, outcome, by=by, **ban)
    desk.demonstrations.decide(row.number, outcome, by="loco-burgemeester", **ban)


def test_what_does_not_go_on_gets_no_decision(desk: Desk) -> None:
    row = desk.demonstrations.add(at=desk.seat.now, place="Markt", received=desk.seat.now)
    desk.demonstrations.cancel(row.number, reason="ingetrokken door de kennisgever")
    with pytest.raises(CommandRefused, match="gaat niet door"):
        desk.demonstrations.decide(row.number, "noted", by="burgemeester")
