"""Clashes: each kind with the sentence that the user reads, and what is no clash."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from aovconsole.domain.clash_places import Spot, metres_between, set_right
from aovconsole.domain.clash_rules import Happening
from tests.builders import HOSTILE
from tests.domain.clashes import PLACES, RULES, at, demonstration, evenement, found, item, match, only, told

RIEU = evenement(
    "André Rieu", "2022-07-07T20:30", "2022-07-07T23:30",
    handling_class="C", build_up_at=at("2022-07-07T08:00"), opens_at=at("2022-07-07T18:30"),
)  # fmt: skip
RIEU_SAID = "André Rieu (Vrijthof, 20:30–23:30, deuren 18:30, klasse C)"
BOTH_GO_ON = "beide gaan door; stem ruimte, route en inzet op elkaar af."
FARMERS = demonstration(
    "Markt", "2022-07-07T19:00", "2022-07-07T22:00",
    route=PLACES.route("met trekkers van De Geusselt over de Kennedybrug naar de Markt, een naar het Vrijthof"),
)  # fmt: skip


def test_the_farmers_and_the_concert_of_july_2022() -> None:
    """Some 40 tractors on the Markt and one on the Vrijthof during a concert, from De Geusselt (domain.md §3.3)."""
    assert told(RIEU, FARMERS) == [
        (
            "demonstration",
            f"Demonstratie Markt (do 7 jul 2022 19:00–22:00) en {RIEU_SAID} liggen 210 m van elkaar;"
            f" ze vallen samen van 20:30 tot 22:00, de route loopt langs Vrijthof: {BOTH_GO_ON}",
        )
    ]


@pytest.mark.parametrize(
    ("other", "kind", "sentence"),
    [
        (
            demonstration("Markt", "2022-07-07T14:00", "2022-07-07T16:00"),
            "demonstration",
            f"Demonstratie Markt (do 7 jul 2022 14:00–16:00) en {RIEU_SAID} liggen 210 m van elkaar;"
            f" opbouw van André Rieu valt samen met de demonstratie: {BOTH_GO_ON}",
        ),
        (
            demonstration("Markt", "2022-07-07T18:00", "2022-07-07T19:00"),
            "demonstration",
            f"Demonstratie Markt (do 7 jul 2022 18:00–19:00) en {RIEU_SAID} liggen 210 m van elkaar;"
            f" opbouw en aankomst van André Rieu vallen samen met de demonstratie: {BOTH_GO_ON}",
        ),
        (
            demonstration("De Geusselt", "2022-07-07T20:00", "2022-07-07T22:00", route=PLACES.route("naar de Markt")),
            "demonstration",
            f"Demonstratie De Geusselt (do 7 jul 2022 20:00–22:00) en {RIEU_SAID} liggen 2,2 km van elkaar;"
            f" ze vallen samen van 20:30 tot 22:00, de route loopt op 210 m van Vrijthof: {BOTH_GO_ON}",
        ),
        (
            demonstration("OLV-plein", "2022-07-07T16:00", "2022-07-07T18:00"),
            "demonstration",
            f"Demonstratie OLV-plein (Onze Lieve Vrouweplein, do 7 jul 2022 16:00–18:00) en {RIEU_SAID}"
            " liggen in hetzelfde gebied, Binnenstad; opbouw van André Rieu valt samen met de demonstratie:"
            f" {BOTH_GO_ON}",
        ),
        (
            demonstration("het Vrijthof", "2022-07-07T20:00", "2022-07-07T20:00", open_end=True),
            "demonstration",
            "Demonstratie het Vrijthof (do 7 jul 2022 20:00, einde onbekend) en André Rieu (20:30–23:30, deuren 18:30,"
            " klasse C) gebruiken dezelfde plek, Vrijthof; ze vallen vermoedelijk samen van 20:30 tot 22:00:"
            f" {BOTH_GO_ON}",
        ),
        (
            evenement("Orgelconcert", "2022-07-07T12:00", "2022-07-07T13:00", "Vrijthof, Maastricht"),
            "same_place",
            "Orgelconcert (do 7 jul 2022 12:00–13:00) en André Rieu (20:30–23:30, deuren 18:30, klasse C) gebruiken"
            " dezelfde plek, Vrijthof; opbouw van André Rieu valt samen met Orgelconcert:"
            " één plek kan niet voor beide worden ingericht en vrijgehouden.",
        ),
        (
            evenement("Nachtloop", "2022-07-08T00:00", "2022-07-08T02:00", "Markt"),
            "nearby",
            "André Rieu (Vrijthof, do 7 jul 2022 20:30–23:30, deuren 18:30, klasse C) en Nachtloop"
            " (Markt, vr 8 jul 2022 00:00–02:00) liggen 210 m van elkaar; aankomst en vertrek vallen samen:"
            " bezoekersstromen, aanrijroutes en inzet raken elkaar.",
        ),
        (
            item("Weekmarkt", "2022-07-07T00:00", "2022-07-08T00:00", all_day=True),
            "same_place",
            "Weekmarkt (do 7 jul 2022, hele dag) en André Rieu (20:30–23:30, deuren 18:30, klasse C) gebruiken dezelfde"
            " plek, Vrijthof; ze vallen samen van 20:30 tot 23:30:"
            " één plek kan niet voor beide worden ingericht en vrijgehouden.",
        ),
        (
            demonstration("Station", "2022-07-07T14:00", "2022-07-07T15:00", aims_at=("André Rieu",)),
            "counter",
            f"Demonstratie Station (Station Maastricht, do 7 jul 2022 14:00–15:00) is gericht op {RIEU_SAID},"
            " 1,1 km daarvandaan: beide gaan door, waar het kan binnen zicht en gehoor;"
            " bepaal de scheiding en de inzet.",
        ),
        (
            demonstration("Station", "2022-07-07T14:00", "2022-07-07T15:00", aims_at_places=("vrijthof",)),
            "counter",
            "Demonstratie Station (Station Maastricht, do 7 jul 2022 14:00–15:00) is gericht op Vrijthof, waar dan"
            " André Rieu (20:30–23:30, deuren 18:30, klasse C) is, 1,1 km daarvandaan:"
            " beide gaan door, waar het kan binnen zicht en gehoor; bepaal de scheiding en de inzet.",
        ),
        (
            match("2022-07-07T20:00", handling_class="C", opens_at=at("2022-07-07T18:30")),
            "match_evening",
            "MVV – Roda JC (De Geusselt, do 7 jul 2022 20:00–21:45, deuren 18:30, categorie C) en"
            f" {RIEU_SAID} zijn op één avond, 2,2 km van elkaar: politie en toezicht zijn dan op twee plekken nodig.",
        ),
        (
            match("2022-07-07T00:00", all_day=True),
            "match_evening",
            f"MVV – Roda JC (De Geusselt, do 7 jul 2022, aftrap nog onbekend) en {RIEU_SAID} zijn op één avond,"
            " 2,2 km van elkaar: politie en toezicht zijn dan op twee plekken nodig.",
        ),
    ],
    ids=lambda value: "" if isinstance(value, str) else value.title,
)  # fmt: skip
def test_beside_a_concert(other: Happening, kind: str, sentence: str) -> None:
    if other.all_day and other.type == "match":
        other = replace(other, end=other.begin + timedelta(days=1))
    assert told(RIEU, other) == [(kind, sentence)]
    assert told(other, RIEU) == [(kind, sentence)], "whichever was entered first"


@pytest.mark.parametrize(
    ("why", "other"),
    [
        ("another day", demonstration("Markt", "2022-07-09T14:00", "2022-07-09T16:00")),
        ("2,2 km away", demonstration("De Geusselt", "2022-07-07T20:00", "2022-07-07T22:00")),
        ("the small hours of the same day", demonstration("Markt", "2022-07-07T05:00", "2022-07-07T06:00")),
        ("a place that nobody knows", demonstration("Ergens", "2022-07-07T20:00", "2022-07-07T22:00")),
        ("nobody said where", demonstration("", "2022-07-07T20:00", "2022-07-07T22:00")),
        ("the whole municipality", evenement("Avondvierdaagse", "2022-07-07T20:00", "2022-07-07T22:00", "Maastricht")),
        ("another area", evenement("Buurtfeest", "2022-07-07T20:00", "2022-07-07T22:00", "Stationsstraat")),
        ("cancelled", demonstration("Markt", "2022-07-07T20:00", "2022-07-07T22:00", cancelled=True)),
        ("it ends as arrival begins", evenement("Lunch", "2022-07-07T05:00", "2022-07-07T07:00", opens_at=None)),
        ("one is taken down while the other is built", evenement("Nachtloop", "2022-07-07T02:00", "2022-07-07T06:00",
                                                                 "Markt", break_down_until=at("2022-07-07T12:00"))),
        ("an afternoon match", match("2022-07-07T14:30")),
        ("an exhibition", item("Foto's", "2022-07-04T10:00", "2022-07-10T17:00")),
        ("a whole day next door", item("Markt", "2022-07-07T00:00", "2022-07-08T00:00", "Markt", all_day=True)),
        ("the same thing elsewhere", item("André Rieu", "2022-07-07T20:30", "2022-07-07T23:30")),
        ("nine months next door", evenement("Kunst", "2022-01-01T10:00", "2022-10-01T17:00", "Markt")),
        ("without end next door", evenement("Kunst", "2022-01-01T10:00", "2199-12-31T17:00", "Markt")),
        ("itself", demonstration("X", "2022-07-07T20:00", "2022-07-07T22:00", counter_of=("Demonstratie X",))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_no_clash(why: str, other: Happening) -> None:
    assert told(RIEU, other) == [], why


@pytest.mark.parametrize(
    ("other", "when"),
    [
        (evenement("Kunst", "2022-01-01T10:00", "2022-10-01T17:00"), "van do 7 jul 2022 20:30 tot 23:30"),
        (evenement("Kunst", "2022-01-01T10:00", "2199-12-31T17:00"), "van do 7 jul 2022 20:30 tot 23:30"),
        (demonstration("Vrijthof", "2022-07-07T21:00", "2022-07-07T21:00"), "om 21:00"),
        (evenement("Minuut", "2022-07-07T20:30", "2022-07-07T20:30"), "om 20:30"),
    ],
    ids=["nine months", "endless", "no minute", "no minute, at the begin"],
)
def test_long_and_short_things_at_the_same_place(other: Happening, when: str) -> None:
    [(_, sentence)] = told(RIEU, other)
    assert f"ze vallen samen {when}:" in sentence


def test_a_night_and_the_changes_of_the_clock() -> None:
    night = evenement("Nacht", "2027-03-27T23:00", "2027-03-28T04:00", "Markt")
    [(_, sentence)] = told(night, demonstration("Markt", "2027-03-28T01:30", "2027-03-28T03:30"))
    assert "Nacht (za 27 mrt 2027 23:00–04:00)" in sentence
    assert "ze vallen samen van 01:30 tot 03:30:" in sentence
    autumn = evenement("Nacht", "2027-10-30T23:00", "2027-10-31T04:00", "Markt")
    late = evenement("Later", "2027-10-31T02:30", "2027-10-31T03:30", "Markt")
    second = replace(late, begin=late.begin.replace(fold=1))
    [(_, sentence)] = told(autumn, second)
    assert "Later (zo 31 okt 2027 02:30 (+01:00)–03:30)" in sentence


def test_two_items_of_others_clash_only_where_we_know_the_place() -> None:
    hours = ("2027-02-12T20:00", "2027-02-12T22:00")
    assert told(item("Zaal 1", *hours, "Theater"), item("Zaal 2", *hours, "Theater")) == []
    assert [kind for kind, _ in told(item("Markt", *hours), item("Loop", *hours))] == ["same_place"]
    assert told(item("Markt", *hours), item("Markt", *hours, subject="other file")) == [], "the same in two calendars"
    assert told(item("Markt", *hours), item("Loop", *hours, "Markt")) == [], "next door"
    ours = evenement("Eigen", *hours, "Theater")
    assert [kind for kind, _ in told(item("Zaal 1", *hours, "Theater"), ours)] == ["same_place"]


def test_two_that_meet_in_more_ways_make_one_clash() -> None:
    counter = replace(FARMERS, counter_of=("other",), aims_at=("André Rieu",))
    assert [kind for kind, _ in told(counter, RIEU)] == ["counter"]
    assert "op dezelfde plek: beide" in told(replace(counter, place=RIEU.place), RIEU)[0][1]
    assert "in hetzelfde gebied: beide" in told(replace(counter, place=PLACES.spot("OLV-plein")), RIEU)[0][1]
    game = replace(match("2022-07-07T20:00"), place=PLACES.spot("Markt"))
    assert [(kind, "210 m van elkaar" in said) for kind, said in told(game, RIEU)] == [("match_evening", True)]


def test_the_way_home_from_a_match_counts() -> None:
    late = demonstration("Geusseltbad", "2022-07-07T23:20", "2022-07-07T23:50")
    assert told(match("2022-07-07T20:00"), late) == []
    [(_, sentence)] = told(match("2022-07-07T20:00", empty_at=at("2022-07-07T23:30")), late)
    assert "liggen 280 m van elkaar; vertrek van MVV – Roda JC valt samen met de demonstratie:" in sentence


def test_what_lies_outside_the_municipality() -> None:
    hours = ("2027-02-12T19:00", "2027-02-12T22:00")
    eijsden = Spot("eijsden", "Eijsden", 50.758, 5.682, known=True)
    one = replace(evenement("Een", *hours, cmt=True, handling_class="C"), place=eijsden, outside=True)
    there = [one, replace(one, subject="Twee", title="Twee")]
    assert found(*there, duties=[(at("2027-02-01T00:00"), at("2027-02-02T00:00"))]) == ()
    assert found(there[0], match("2027-02-12T20:00")) == ()


def test_two_cmts_on_one_day() -> None:
    carnaval = evenement("Carnaval", "2027-02-05T18:00", "2027-02-10T02:00", cmt=True)
    fair = evenement("Beurs", "2027-02-09T10:00", "2027-02-11T17:00", "MECC", cmt=True)
    sits = Happening(
        subject="cmt", type="cmt", title="CMT Carnaval", begin=at("2027-02-09T11:00"), end=at("2027-02-09T11:00"),
        cmt_for="Carnaval",
    )  # fmt: skip
    said = (
        "Carnaval (Vrijthof, vr 5 feb 2027 18:00 – wo 10 feb 2027 02:00) en Beurs (MECC, di 9 feb 2027 10:00 –"
        " do 11 feb 2027 17:00) vragen op di 9 feb 2027 allebei een CMT: er is één crisismanagementteam;"
        " spreek af wie waar zit."
    )
    assert told(carnaval, fair) == [("cmt", said)]
    assert told(carnaval, fair, sits) == [("cmt", said)], "the CMT of Carnaval is that of Carnaval"
    early = replace(sits, begin=at("2027-02-04T11:00"), end=at("2027-02-12T11:00"))
    assert told(early, carnaval, fair) == [("cmt", said)], "and not a thing of its own when it is opened before"
    alone = replace(early, cmt_for="")
    assert told(alone, carnaval) == [], "one that is closed late sat on its first day"
    assert told(carnaval, sits) == []
    assert told(replace(sits, cmt_for=""), carnaval, first=date(2027, 2, 10), last=date(2027, 2, 10)) == []
    longer = replace(fair, begin=at("2027-02-08T10:00"))
    assert "van ma 8 feb 2027 t/m di 9 feb 2027 allebei" in told(carnaval, longer)[0][1]


def test_a_square_over_its_norm() -> None:
    days = [
        evenement(f"Dag {month}-{day}", f"2027-{month:02}-{day:02}T20:00", f"2027-{month:02}-{day + 1:02}T02:00",
                  whole_place=True, build_up_at=at(f"2027-{month:02}-{day:02}T01:00"))
        for month in (1, 2, 3) for day in range(1, 21)
    ]  # fmt: skip
    rules = only("square_norm")
    assert told(*days, rules=rules) == [], "60 is the norm; a night and the build-up are no day"
    again = evenement("Nog eens", "2027-01-05T10:00", "2027-01-05T12:00", whole_place=True)
    part = evenement("Hoekje", "2027-05-05T10:00", "2027-05-06T12:00")
    assert told(*days, again, part, rules=rules) == [], "a day counts once, a part of the square does not"
    more = evenement("Kermis", "2027-12-30T10:00", "2028-01-03T22:00", whole_place=True)
    [clash] = found(*days, more, rules=rules)
    assert clash.sentence == (
        "Vrijthof is in 2027 op 62 dagen voor evenementen in gebruik, 2 dagen meer dan de norm van 60;"
        " vanaf do 30 dec 2027 (Kermis) is de norm voorbij: leg het aan het bevoegd gezag voor."
    )
    assert (clash.begin, clash.end) == (at("2027-12-30T00:00"), at("2028-01-01T00:00"))
    assert found(*days, more, rules=rules, first=date(2027, 1, 1), last=date(2027, 12, 29)) == ()


def test_the_load_of_a_day_waits_for_its_limit() -> None:
    things = (RIEU, demonstration("Ergens", "2022-07-07T20:00", "2022-07-07T22:00"), match("2022-07-07T20:00"))
    assert RULES.load_limit is None
    assert found(*things, rules=only("city_load")) == ()
    assert found(*things, rules=only("city_load", load_limit=11)) == ()
    assert told(*things, rules=only("city_load", load_limit=10)) == [
        (
            "city_load",
            "Op do 7 jul 2022 vraagt de stad 11 punten bij een grens van 10, met 1 evenement, 1 demonstratie en"
            " 1 wedstrijd: spreid of vraag bijstand.",
        )
    ]


DUTY = (at("2022-07-07T08:00"), at("2022-07-07T20:00"))
NIGHT = (at("2022-07-07T20:00"), at("2022-07-08T08:00"))


@pytest.mark.parametrize(
    ("duties", "expected"),
    [
        ([], []),
        ([DUTY, NIGHT], []),
        ([(DUTY[0], at("2022-07-07T20:30"))], ["no_duty"]),
        ([(DUTY[1], DUTY[0]), DUTY], ["no_duty"]),
        ([(at("2022-08-01T00:00"), at("2022-08-02T00:00"))], ["no_roster"]),
    ],
    ids=["no roster is kept", "covered", "ended as it begins", "a duty that ends before it begins", "another month"],
)
def test_nobody_on_duty(duties: list[Any], expected: list[str]) -> None:
    assert [kind for kind, _ in told(RIEU, duties=duties)] == expected


def test_the_sentences_about_duty() -> None:
    assert told(RIEU, duties=[DUTY])[0][1] == (
        "Bij het begin van André Rieu (Vrijthof, do 7 jul 2022 20:30–23:30, deuren 18:30, klasse C) staat niemand in"
        " het rooster: bij dit risico moet bekend zijn wie bereikbaar is."
    )
    other = evenement("Kermis", "2022-07-20T12:00", "2022-07-20T22:00", "MECC", handling_class="B")
    small = evenement("Borrel", "2022-07-21T12:00", "2022-07-21T22:00", "MECC", handling_class="A")
    august = [(at("2022-08-01T00:00"), at("2022-08-02T00:00"))]
    assert told(RIEU, other, small, duties=august) == [
        (
            "no_roster",
            "Voor juli 2022 is er nog geen rooster en wel 2 evenementen en wedstrijden met risico, als eerste"
            " André Rieu (Vrijthof, do 7 jul 2022 20:30–23:30, deuren 18:30, klasse C):"
            " vul het rooster of leg vast wie bereikbaar is.",
        )
    ], "one remark for a month"
    seen_late = found(RIEU, other, duties=august, first=date(2022, 7, 15), last=date(2022, 7, 16))
    assert [one.fingerprint for one in seen_late] == [one.fingerprint for one in found(RIEU, other, duties=august)]
    assert [kind for kind, _ in told(match("2022-07-07T20:00", handling_class="B"), duties=[DUTY])] == []
    assert [kind for kind, _ in told(match("2022-07-07T20:00", handling_class="C"), duties=[DUTY])] == ["no_duty"]


@pytest.mark.parametrize("name", HOSTILE)
def test_text_of_people_is_data(name: str) -> None:
    text = HOSTILE[name]
    [(_, sentence)] = told(
        replace(RIEU, title=text), evenement(text, "2022-07-07T20:30", "2022-07-07T23:30", subject="b")
    )
    assert len(sentence) < 600 and sentence.count("\n") == 0
    assert sentence.isprintable()
    if name == "markup":
        assert sentence.count("[bold]vet[/] en [@click=app.quit]x[/] en [/]") == 2


def test_swapped_coordinates_are_turned_back_and_others_left() -> None:
    assert set_right(5.689043, 50.849552, PLACES.box) == (50.849552, 5.689043)
    assert set_right(50.758, 5.682, PLACES.box) == (50.758, 5.682)
    assert set_right(float("nan"), 5.6, PLACES.box) is None
    assert set_right(None, 5.6, PLACES.box) is None
    assert set_right(95.0, 5.6, PLACES.box) is None


def test_distances() -> None:
    square, market = PLACES.spot("Vrijthof").point, PLACES.spot("Markt").point
    assert square and market
    assert metres_between(square, market) == pytest.approx(215, abs=2)
    assert metres_between(square, square) == 0


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Vrijthof", "Vrijthof"), ("het  VRIJTHOF", "Vrijthof"), ("Vrijthof, 6211 LE Maastricht", "Vrijthof"),
        ("Vrijthof Maastricht", "Vrijthof"), ("OLV-plein", "Onze Lieve Vrouweplein"), ("Maastricht", ""), ("", ""),
        ("Vrijthof 47", "Vrijthof 47"),
    ],
)  # fmt: skip
def test_what_a_typed_place_names(typed: str, name: str) -> None:
    assert PLACES.spot(typed).name == name


def test_a_place_of_no_list_in_a_named_area() -> None:
    there = PLACES.spot("Café X, Binnenstad")
    assert (there.name, there.area, there.known) == ("Café X, Binnenstad", "Binnenstad", False)
    party = evenement("Feest", "2022-07-07T20:00", "2022-07-07T22:00", "Café X, Binnenstad")
    assert [kind for kind, _ in told(party, RIEU)] == ["nearby"]


def test_three_of_one_title_are_told_apart_by_their_numbers() -> None:
    same = [
        evenement("Buurtmarkt", "2027-02-13T10:00", "2027-02-13T17:00", subject=f"m{count}", number=f"EV-27-A00{count}")
        for count in (1, 2, 3)
    ]
    sentences = [sentence for kind, sentence in told(*same) if "Buurtmarkt" in sentence and kind != "load"]
    assert len(sentences) >= 3
    assert len(set(sentences)) == len(sentences)
    assert all(sentence.count("EV-27-A00") == 2 for sentence in sentences[:3])
