"""Clashes at the desk: read over every layer, accepted by name, back when something changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from aovconsole.desk.clash_happenings import Gazetteer
from aovconsole.desk.desk import Desk
from aovconsole.domain.clash import ClashAccepted, ClashReopened, clash_subject
from aovconsole.domain.clash_rules import Clash
from aovconsole.domain.duty import DutyPlanned
from aovconsole.domain.record import Draft
from aovconsole.domain.times import AMSTERDAM, stored
from aovconsole.errors import CommandRefused
from aovconsole.reference.files import check, load_clashes
from tests.builders import HOSTILE, append, assert_green, desk_at, given, records_of
from tests.commands.test_calendar import calendar, event
from tests.still_clock import StillClock

FEBRUARY = (date(2027, 2, 1), date(2027, 2, 28))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    made = desk_at(tmp_path / "home", clock)
    yield made
    made.journal.close()


@pytest.fixture
def square(desk: Desk) -> Desk:
    """A fair on the Vrijthof and a demonstration on the Markt, on 13 February."""
    desk.evenementen.add("Kermis", begin=at("2027-02-13T12:00"), end=at("2027-02-13T22:00"), place="Vrijthof")
    desk.demonstrations.add(place="Markt", at=at("2027-02-13T14:00"), until=at("2027-02-13T16:00"))
    return desk


def the_one(desk: Desk) -> Clash:
    [clash] = desk.clashes.between(*FEBRUARY)
    return clash


def test_dossiers_of_our_own_and_the_calendar_of_others(square: Desk) -> None:
    feed = calendar(
        event("a", "Weekmarkt", "DTSTART:20270213T070000Z", "DTEND:20270213T130000Z", "LOCATION:Markt\\, Maastricht"),
        event("b", "Foto's", "DTSTART;VALUE=DATE:20270201", "DTEND;VALUE=DATE:20270601", "LOCATION:Vrijthof"),
        event(
            "c", "Weg", "DTSTART:20270213T120000Z", "DTEND:20270213T130000Z", "LOCATION:Vrijthof", "STATUS:CANCELLED"
        ),
    )
    square.calendar.read(feed.encode(), "stad.ics")
    found = {(clash.kind, tuple(item.title for item in clash.items)) for clash in square.clashes.between(*FEBRUARY)}
    assert found == {
        ("demonstration", ("Demonstratie Markt", "Kermis")),
        ("demonstration", ("Demonstratie Markt", "Weekmarkt")),
        ("nearby", ("Weekmarkt", "Kermis")),
    }
    square.calendar.read(calendar(event("b", "Foto's")).encode(), "stad.ics")
    assert the_one(square).items[1].title == "Kermis", "what vanished from its source clashes with nothing"


def test_the_first_half_hour_of_a_day(square: Desk) -> None:
    feed = calendar(event("n", "Nacht", "DTSTART:20270212T230000Z", "DTEND:20270212T233000Z", "LOCATION:MECC"))
    square.calendar.read(feed.encode(), "stad.ics")
    square.evenementen.add("Beurs", begin=at("2027-02-12T20:00"), end=at("2027-02-13T02:00"), place="MECC")
    day = date(2027, 2, 13)
    assert [clash.kind for clash in square.clashes.between(day, day)] == ["same_place", "demonstration"]


def test_a_series_clashes_on_each_of_its_days_beyond_its_horizon_too(desk: Desk) -> None:
    feed = calendar(event("m", "Weekmarkt", "DTSTART:20270213T070000Z", "DTEND:20270213T130000Z",
                          "LOCATION:Markt", "RRULE:FREQ=WEEKLY"))  # fmt: skip
    desk.calendar.read(feed.encode(), "markt.ics")
    for day in ("2027-02-13", "2027-02-20", "2031-03-01"):
        desk.evenementen.add("Loop", begin=at(f"{day}T10:00"), end=at(f"{day}T12:00"), place="Markt")
    keys = {clash.key for clash in desk.clashes.between(*FEBRUARY)}
    assert len(keys) == 2
    assert [clash.kind for clash in desk.clashes.between(date(2031, 3, 1), date(2031, 3, 1))] == ["same_place"]
    assert len(desk.clashes.all()) == 3


def test_what_is_seen_is_accepted_by_name_and_stays_so(square: Desk) -> None:
    clash = the_one(square)
    [record] = given(square).when(lambda desk: desk.clashes.accept(clash.key, " route om ")).then("clash.accepted")
    said = json.loads(record.payload)
    assert (said["reason"], said["by"], said["sentence"]) == ("route om", "Voorbeeld/AOV", clash.sentence)
    assert said["items"] == [item.subject for item in clash.items]
    accepted = the_one(square)
    assert (accepted.accepted_by, accepted.accepted_reason) == ("Voorbeeld/AOV", "route om")
    square.evenementen.add("Elders", begin=at("2027-02-13T12:00"), end=at("2027-02-13T22:00"), place="MECC")
    assert the_one(square).accepted_by, "what has nothing to do with it changes nothing"
    assert_green(square.journal)


def test_it_comes_back_when_one_of_its_items_changes(square: Desk) -> None:
    clash = the_one(square)
    square.clashes.accept(clash.key, "route om", by="Jansen, OvD-Bz")
    [fair] = square.reading.of_type("evenement")
    square.evenementen.set_fields(fair.number, {"end_at": "2027-02-13 23:00"})
    back = the_one(square)
    assert (back.key, back.accepted_by, back.accepted_before) == (clash.key, "", "Jansen, OvD-Bz: route om")
    square.clashes.accept(clash.key, "nog steeds")
    assert the_one(square).accepted_reason == "nog steeds"


def test_what_changed_since_it_was_shown_is_shown_before_it_is_accepted(square: Desk) -> None:
    clash = the_one(square)
    [fair] = square.reading.of_type("evenement")
    square.evenementen.set_fields(fair.number, {"end_at": "2027-02-13 23:00"})
    given(square).when(lambda desk: desk.clashes.accept(clash.key, "goed")).refused("intussen gewijzigd: Demonstratie")
    given(square).when(lambda desk: desk.clashes.accept(clash.key, "goed")).then("clash.accepted")


def test_one_that_is_resolved_vanishes_and_comes_back_as_it_was_accepted(square: Desk) -> None:
    clash = the_one(square)
    square.clashes.accept(clash.key, "route om")
    [fair] = square.reading.of_type("evenement")
    square.evenementen.set_fields(fair.number, {"place": "MECC"})
    assert square.clashes.between(*FEBRUARY) == ()
    given(square).when(lambda desk: desk.clashes.accept(clash.key, "goed")).refused("bestaat niet (meer)")
    square.evenementen.set_fields(fair.number, {"place": "Vrijthof"})
    assert the_one(square).accepted_by == "Voorbeeld/AOV", "the same facts were seen and accepted"


def test_what_does_not_go_on_clashes_with_nothing(square: Desk) -> None:
    [fair] = square.reading.of_type("evenement")
    square.evenementen.permit(fair.number, "refused", by="burgemeester", reason="te vol")
    assert square.clashes.between(*FEBRUARY) == ()
    square.evenementen.permit(fair.number, "granted", by="burgemeester")
    assert len(square.clashes.between(*FEBRUARY)) == 1
    square.evenementen.cancel(fair.number, reason="storm")
    assert square.clashes.between(*FEBRUARY) == ()


def test_reopened(square: Desk) -> None:
    clash = the_one(square)
    given(square).when(lambda desk: desk.clashes.reopen(clash.key)).refused("door niemand aanvaard")
    square.clashes.accept(clash.key, "route om")
    given(square).when(lambda desk: desk.clashes.reopen(clash.key, reason="route vervalt")).then("clash.reopened")
    assert (the_one(square).accepted_by, the_one(square).accepted_before) == ("", "")
    given(square).when(lambda desk: desk.clashes.reopen(clash.key)).refused("door niemand aanvaard")
    texts = [line.text for line in square.reading.lines(type_="clash")]
    assert texts == [
        f"samenloop gezien en aanvaard door Voorbeeld/AOV: route om ({clash.sentence})",
        "samenloop weer open (Voorbeeld/AOV): route vervalt",
    ]


@pytest.mark.parametrize(
    ("key", "reason", "words"),
    [("", "goed", "bestaat niet"), ("nearby-000000000000", "goed", "bestaat niet"), (None, "  ", "de reden is leeg")],
)
def test_refusals(square: Desk, key: str | None, reason: str, words: str) -> None:
    asked = the_one(square).key if key is None else key
    given(square).when(lambda desk: desk.clashes.accept(asked, reason)).refused(words)


def test_days_the_wrong_way_round(desk: Desk) -> None:
    given(desk).when(lambda desk: desk.clashes.between(date(2027, 2, 2), date(2027, 2, 1))).refused("einddatum")


@pytest.mark.parametrize("name", HOSTILE)
def test_text_of_people_stays_data(square: Desk, name: str) -> None:
    square.clashes.accept(the_one(square).key, HOSTILE[name], by=HOSTILE[name])
    assert the_one(square).accepted_reason.isprintable()
    assert_green(square.journal)


def test_two_stations_that_accept_agree_in_any_order(square: Desk) -> None:
    clash = the_one(square)
    assert clash_subject(clash.key) == clash_subject(clash.key) != clash_subject("other")
    again = ClashAccepted(clash.key, clash.fingerprint, "later", "B")
    append(square.journal, Draft(again, subject=clash_subject(clash.key)))
    assert the_one(square).accepted_by == "B", "a record of another station needs no sentence"
    append(square.journal, Draft(ClashReopened(), subject=clash_subject(clash.key)))
    assert the_one(square).accepted_by == ""
    append(square.journal, Draft(ClashReopened(), subject=clash_subject("unknown")))
    assert_green(square.journal)


def test_near_looks_at_what_is_near(square: Desk, clock: StillClock) -> None:
    assert square.clashes.near() == (), "six days off"
    clock.advance(hours=24 * 4)
    assert [clash.kind for clash in square.clashes.near()] == ["demonstration"]
    assert the_one(square).end == at("2027-02-13T16:30")
    clock.advance(hours=24 * 2)
    assert len(square.clashes.near()) == 1, "15:10: it goes on"
    clock.advance(hours=2)
    assert square.clashes.near() == (), "it is over"


def test_near_leaves_a_year_and_a_month_to_the_agenda(desk: Desk) -> None:
    for title, begin, days in (("Feest", "2027-01-01", 58), ("Loop", "2027-02-09", 0)):
        start = at(f"{begin}T12:00")
        end = start + timedelta(days=days, hours=8)
        desk.evenementen.add(title, begin=start, end=end, place="Markt", handling_class="C")
    append(desk.journal, DutyPlanned("AOV", "Jansen", stored(at("2027-03-01T08:00")), stored(at("2027-03-08T08:00"))))
    near = desk.clashes.near(days=18)
    assert [clash.kind for clash in near] == ["same_place"]
    between = desk.clashes.between(date(2027, 2, 7), date(2027, 2, 25))
    assert {clash.kind for clash in between} == {"same_place", "square_norm", "no_roster"}
    assert set(near) < set(between)


def test_build_up_before_the_days_that_are_asked_for(desk: Desk) -> None:
    row = desk.evenementen.add("Kermis", begin=at("2027-02-13T12:00"), end=at("2027-02-14T22:00"), place="Vrijthof")
    desk.evenementen.set_fields(row.number, {"build_up_at": "2027-02-08 08:00"})
    desk.demonstrations.add(place="Vrijthof", at=at("2027-02-09T14:00"), until=at("2027-02-09T16:00"))
    [clash] = desk.clashes.between(date(2027, 2, 9), date(2027, 2, 9))
    assert "opbouw van Kermis valt samen met de demonstratie" in clash.sentence
    assert the_one(desk) == clash


def test_links_of_a_demonstration(desk: Desk) -> None:
    desk.demonstrations.add(place="Markt", at=at("2027-02-13T14:00"), until=at("2027-02-13T16:00"))
    desk.demonstrations.add(place="Wyck", at=at("2027-02-13T15:00"), until=at("2027-02-13T17:00"))
    first, second = desk.reading.of_type("demonstration")
    assert desk.clashes.between(*FEBRUARY) == ()
    desk.demonstrations.link(second.number, first.number, role="counter")
    assert the_one(desk).sentence.startswith(
        "Demonstratie Wyck (za 13 feb 2027 15:00–17:00) is tegendemonstratie van Demonstratie Markt (14:00–16:00)"
    )


def test_a_match_and_an_evenement_on_one_evening(desk: Desk) -> None:
    evening = at("2027-02-12T20:00")
    desk.evenementen.add("Kermis", begin=at("2027-02-12T18:00"), end=at("2027-02-12T23:00"), place="Vrijthof")
    match = desk.matches.add("Roda JC", on=date(2027, 2, 12), at=evening)
    clash = the_one(desk)
    assert clash.kind == "match_evening"
    assert f"{match.title} (De Geusselt, vr 12 feb 2027 20:00–" in clash.sentence
    assert "zijn op één avond, 2,2 km van elkaar" in clash.sentence
    other = desk.matches.add("Vitesse", on=date(2027, 2, 12))
    assert [f"{other.title} (De Geusselt, vr 12 feb 2027, aftrap nog onbekend)" in one.sentence
            for one in desk.clashes.between(*FEBRUARY) if one.kind == "match_evening"].count(True) == 1  # fmt: skip


def test_nobody_on_duty(desk: Desk) -> None:
    for title, day in (("Kermis", "02-13"), ("Loop", "04-01"), ("Beurs", "04-30")):
        desk.evenementen.add(
            title, begin=at(f"2027-{day}T12:00"), end=at(f"2027-{day}T22:00"), place=title, handling_class="C"
        )
    year = (date(2027, 1, 1), date(2027, 12, 31))
    assert desk.clashes.between(*year) == (), "no roster is kept"
    duty = DutyPlanned("AOV", "Jansen", stored(at("2027-02-01T08:00")), stored(at("2027-02-08T08:00")))
    append(desk.journal, duty)
    assert [(clash.kind, len(clash.items)) for clash in desk.clashes.between(*year)] == [
        ("no_duty", 1),
        ("no_roster", 2),
    ]
    for on in (date(2027, 4, 1), date(2027, 4, 30)):
        assert desk.clashes.between(on, on) == desk.clashes.between(*year)[1:], "the same from any of its days"


def test_a_square_over_its_norm_is_seen_from_any_of_its_days(desk: Desk) -> None:
    for begin, end in (("2027-01-01", "2027-02-19"), ("2027-11-01", "2027-11-02")):
        desk.evenementen.add("Feest", begin=at(f"{begin}T12:00"), end=at(f"{end}T22:00"), place="Markt")
    [clash] = [one for one in desk.clashes.between(date(2027, 11, 1), date(2027, 11, 3)) if one.kind == "square_norm"]
    assert clash.sentence.startswith(
        "Markt is in 2027 op 52 dagen voor evenementen in gebruik, 2 dagen meer dan de norm"
    )
    last = next(one for one in desk.reading.of_type("evenement") if one.begin_at > "2027-11")
    desk.evenementen.set_fields(last.number, {"whole_place": "nee"})
    assert desk.clashes.between(date(2027, 11, 1), date(2027, 11, 3)) == ()


def test_every_window_says_the_same(square: Desk) -> None:
    year = {one.key: one for one in square.clashes.between(date(2027, 1, 1), date(2027, 12, 31))}
    for back in range(3):
        day = date(2027, 2, 13) - timedelta(days=back)
        assert all(year[one.key] == one for one in square.clashes.between(day, date(2027, 2, 13)))


def own_file(desk: Desk, text: str, name: str = "clashes") -> None:
    folder = desk.journal.home / "data"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_a_kind_without_a_row_is_not_looked_for_and_a_mistake_stops_nothing(square: Desk) -> None:
    shipped = (Path(__file__).parents[2] / "data" / "clashes.toml").read_text(encoding="utf-8")
    begin, _, rest = shipped.partition('[[kinds]]\nkey = "demonstration"')
    own_file(square, begin + rest[rest.index("[[kinds]]") :])
    assert check(square.journal.home) == ()
    assert square.clashes.between(*FEBRUARY) == ()
    own_file(square, shipped.replace('key = "nearby_m"', 'key = "dichtbij"'))
    assert "dichtbij" in check(square.journal.home)[0] or "nearby_m" in check(square.journal.home)[0]
    assert len(square.clashes.between(*FEBRUARY)) == 1


@pytest.mark.parametrize("value", [-5, 0, 10**12])
def test_a_slip_of_the_keys_in_a_number_stops_nothing(square: Desk, value: int) -> None:
    shipped = (Path(__file__).parents[2] / "data" / "clashes.toml").read_text(encoding="utf-8")
    own_file(square, re.sub(r"(value|minutes|load|weight) = \d+", rf"\1 = {value}", shipped))
    assert check(square.journal.home) == ()
    assert len(square.clashes.between(*FEBRUARY)) == (1 if value > 0 else 0)
    assert len(square.clashes.near()) <= 1


def test_swapped_coordinates_in_a_list_of_ones_own(square: Desk) -> None:
    shipped = (Path(__file__).parents[2] / "data" / "places.toml").read_text(encoding="utf-8")
    swapped = shipped.replace("lat = 50.849552\nlon = 5.689043", "lat = 5.689043\nlon = 50.849552")
    assert swapped != shipped
    own_file(square, swapped, "places")
    assert "liggen 210 m van elkaar" in the_one(square).sentence
    eijsden = Gazetteer(square.journal.home, load_clashes()).spot("Eijsden grens meetpunt")
    assert Gazetteer(None, load_clashes()).outside(eijsden)


def test_the_open_threshold_is_told(desk: Desk) -> None:
    assert [(one.key, one.value) for one in desk.clashes.open_settings()] == [("load_limit", None)]
    assert desk.clashes.label("nearby") == "dicht bij elkaar op dezelfde tijd"


def test_reading_writes_nothing(square: Desk) -> None:
    before = len(records_of(square.journal))
    square.clashes.between(*FEBRUARY)
    square.clashes.near()
    square.clashes.all()
    assert len(records_of(square.journal)) == before
    with pytest.raises(CommandRefused):
        square.clashes.accept("x", "y")
