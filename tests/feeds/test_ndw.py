"""The NDW planning feed: what lies in the municipality, once, in Dutch; what is wrong with it is said."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.domain.clash_places import Box
from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused
from aovconsole.feeds.calendar import CalendarItem
from aovconsole.feeds.ndw import Area, NdwRead, read_ndw
from tests.feeds.datex import BICYCLES, CITY, CLOSED, ELSEWHERE, END, HERE, comment, feed, record, situation
from tests.require import samples

PASSABLE = (
    "<sit:forVehiclesWithCharacteristicsOf><com:vehicleUsage>emergencyServices</com:vehicleUsage>"
    "</sit:forVehiclesWithCharacteristicsOf><sit:roadOrCarriagewayOrLaneManagementType>"
    "useOfSpecifiedLanesOrCarriagewaysAllowed</sit:roadOrCarriagewayOrLaneManagementType>"
)
CANCELLED = (
    "<sit:management><sit:lifeCycleManagement><sit:cancel>true</sit:cancel></sit:lifeCycleManagement></sit:management>"
)
MANAGEMENT = "RoadOrCarriagewayOrLaneManagement"


def read(*situations: str) -> NdwRead:
    return read_ndw(io.BufferedReader(io.BytesIO(feed(*situations))), CITY)


def only(*situations: str) -> CalendarItem:
    found = read(*situations)
    assert found.refused == ()
    (item,) = found.items
    return item


def spans(item: CalendarItem) -> list[tuple[str, str]]:
    return [(f"{one.begin:%m-%d %H:%M}", f"{one.end:%m-%d %H:%M}") for one in item.occurrences]


def test_the_real_one() -> None:
    area = Area("Beverwijk", Box(52.45, 4.6, 52.5, 4.7), (("Zeestraat", 52.4806, 4.65517),))
    with samples("feeds", "ndw_planningsfeed_excerpt_publicevent.xml").open("rb") as file:
        found = read_ndw(file, area)
    (item,) = found.items
    assert (item.uid, item.title, item.place) == (
        "NDW03_449105",
        "Wielerronde (wielerwedstrijd)",
        "Zeestraat, 52.47948 4.65403",
    )
    assert item.description.split("\n") == [
        "soort: evenement, wielerwedstrijd",
        "bron: Gemeente Beverwijk",
        "maatregelen: rijbaan dicht (3 keer)",
        "hulpdiensten: mogen erdoor",
        "vertraging: tot 10 minuten",
        "let op: Weg dicht in beide richtingen",
    ]
    (one,) = item.occurrences
    assert (one.begin, one.end) == (
        datetime(2027, 6, 25, 10, tzinfo=UTC), datetime(2027, 6, 25, 22, tzinfo=UTC),
    )  # fmt: skip
    assert (found.refused, found.complete) == ((), True)
    with samples("feeds", "ndw_planningsfeed_excerpt_publicevent.xml").open("rb") as file:
        assert read_ndw(file, CITY).items == (), "another municipality sees nothing of it"


def test_one_item_for_a_situation_with_all_its_records() -> None:
    item = only(
        situation(
            record(more=BICYCLES + comment("warning", "Weg dicht") + comment("internalNote", "bel Piet 06-12345678")),
            record(MANAGEMENT, CLOSED + comment("warning", "Weg dicht")),
            record(MANAGEMENT, CLOSED + comment("other", "Alleen voor lokale meldingen")),
            record(MANAGEMENT, PASSABLE),
            record("ReroutingManagement", ""),
        )
    )
    assert item.description.split("\n") == [
        "soort: evenement, wielerwedstrijd", "bron: Gemeente Maastricht", "maatregelen: weg dicht (2 keer), omleiding",
        "hulpdiensten: mogen erdoor", "let op: Weg dicht",
    ]  # fmt: skip
    assert "Piet" not in str(item)
    assert item.place == "Vrijthof, 50.84950 5.68900"


@pytest.mark.parametrize(
    ("records", "title", "kind"),
    [
        ([record(named="")], "Wielerwedstrijd", "evenement, wielerwedstrijd"),
        ([record(named="", more="<sit:publicEventType>iets</sit:publicEventType>")], "Evenement", "evenement"),
        ([record("MaintenanceWorks", CLOSED, named="")], "Onderhoud aan de weg (weg dicht)", "onderhoud aan de weg"),
        (
            [record("ConstructionWorks", "", named="Riool"), record(MANAGEMENT, CLOSED)],
            "Riool (weg dicht)",
            "werk aan de weg",
        ),
        ([record(MANAGEMENT, CLOSED, named="")], "Maatregel op de weg (weg dicht)", "maatregel op de weg"),
        (
            [record(points=ELSEWHERE), record("ReroutingManagement", "", points=HERE)],
            "Omleiding: Wielerronde (wielerwedstrijd)",
            "evenement, wielerwedstrijd",
        ),
    ],
)
def test_what_it_is_called(records: list[str], title: str, kind: str) -> None:
    item = only(situation(*records))
    assert item.title == title
    assert item.description.startswith(f"soort: {kind}\n")


@pytest.mark.parametrize(
    "what",
    [
        situation(record(points=ELSEWHERE, source="Gemeente Beverwijk")),
        situation(record(points="", source="Provincie Limburg")),
        situation(record("MaintenanceWorks", "")),
        situation(record("SpeedManagement", "")),
        situation(record(), status="test"),
        situation(record(), status="securityExercise"),
        situation(record(), status="technicalExercise"),
        situation(),
    ],
    ids=["elsewhere", "nowhere", "no closure", "only speed", "test", "exercise", "technical", "empty"],
)
def test_what_goes_by(what: str) -> None:
    found = read(what)
    assert (found.items, found.refused) == ((), ())


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (situation(record(), status=""), "NDW03_1: de situatie zegt niet dat zij echt is"),
        (situation(record(), status="iets"), "niet dat zij echt is"),
        (situation(record(), identity=""), "een situatie heeft geen id"),
        (situation(record(begin="")), "er staat niet in wanneer het begint"),
        (situation(record(begin="gisteren")), "een tijd is niet te lezen"),
        (situation(record(begin="2027-06-25T10:00:00")), "in welke tijdzone"),
        (situation(record(begin="0001-01-01T00:00:00Z")), "het jaar 1 kan niet kloppen"),
        (situation(record(points="")), "van Maastricht zelf, maar zonder leesbare coördinaten"),
        (situation(record(points="noord oost")), "zonder leesbare coördinaten"),
        (situation(record(points="nan inf")), "zonder leesbare coördinaten"),
        (situation(record(points=ELSEWHERE)), "liggen buiten Maastricht"),
    ],
)
def test_what_is_refused_and_why(what: str, reason: str) -> None:
    found = read(what, situation(record(), identity="NDW03_goed"))
    assert [item.uid for item in found.items] == ["NDW03_goed"], "the rest comes in"
    (refused,) = found.refused
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("points", "swapped"),
    [
        ("50.8495 5.6890", False),
        ("5.6890 50.8495", True),
        ("52.0 4.0 5.6890 50.8495", True),
        ("50.8495 5.6890 9", False),
    ],
)
def test_swapped_coordinates_are_turned_back_by_the_box(points: str, swapped: bool) -> None:
    item = only(situation(record(points=points)))
    assert item.place == "Vrijthof, 50.84950 5.68900"
    assert item.note == ("breedte en lengte stonden verwisseld: omgedraaid" if swapped else "")


def test_a_point_by_name_and_what_is_near() -> None:
    point = (
        "<loc:pointByCoordinates><loc:pointCoordinates><loc:latitude>{}</loc:latitude><loc:longitude>{}</loc:longitude>"
        "</loc:pointCoordinates></loc:pointByCoordinates>"
    )
    near = only(situation(record(points="", more=BICYCLES + point.format("50.8520", "5.6890"))))
    assert near.place == "50.85200 5.68900, bij Vrijthof"
    assert only(situation(record(points="50.9000 5.7000"))).place == "50.90000 5.70000"


@pytest.mark.parametrize(
    ("made", "when", "note"),
    [
        (record(), [("06-25 10:00", "06-25 22:00")], ""),
        (record(begin="2027-06-25T12:00:00+02:00"), [("06-25 10:00", "06-25 22:00")], ""),
        (record(end=""), [("06-25 10:00", "06-25 10:00")], "zonder einde: als moment bewaard"),
        (record(end="2027-06-24T10:00:00Z"), [("06-25 10:00", "06-25 10:00")], "einde ligt voor het begin: als moment"),
        (
            record(periods=[("2027-06-26T08:00:00Z", "2027-06-26T09:00:00Z"), ("2027-06-25T10:00:00Z", END)]),
            [("06-25 10:00", "06-25 22:00"), ("06-26 08:00", "06-26 09:00")],
            "",
        ),
        (
            record(periods=[(f"2027-01-01T00:00:{n % 60:02}.{n:06}Z", END) for n in range(10)]),
            [("01-01 00:00", "06-25 22:00")] * 10,
            "",
        ),
        (
            record(periods=[(f"2027-01-01T{n // 60:02}:{n % 60:02}:00Z", END) for n in range(401)]),
            [("06-25 10:00", "06-25 22:00")],
            "401 perioden: als één geheel bewaard",
        ),
    ],
)
def test_when_it_is(made: str, when: list[tuple[str, str]], note: str) -> None:
    item = only(situation(made))
    assert spans(item) == when
    assert note in item.note if note else not item.note


def test_periods_of_the_measures_where_the_event_has_none() -> None:
    measures = record(MANAGEMENT, CLOSED, periods=[("2027-06-25T11:00:00Z", "2027-06-25T12:00:00Z")])
    assert spans(only(situation(record(), measures))) == [("06-25 11:00", "06-25 12:00")]


def test_certain_hours_within_a_period_are_told() -> None:
    made = record(periods=[("2027-06-25T10:00:00Z", END)]).replace(
        "</com:validPeriod>", "<com:recurringTimePeriodOfDay/></com:validPeriod>"
    )
    item = only(situation(made))
    assert spans(item) == [("06-25 10:00", "06-25 22:00")]
    assert "bepaalde uren" in item.note


@pytest.mark.parametrize(
    ("made", "status"),
    [
        (record(), "confirmed"),
        (record(probability="riskOf"), "tentative"),
        (record(more=BICYCLES + CANCELLED), "cancelled"),
    ],
)
def test_states(made: str, status: str) -> None:
    assert only(situation(made)).status == status


def test_the_same_work_under_two_ids_stands_once_whatever_comes_first() -> None:
    planned, actual = situation(record(), identity="NDW03_449105"), situation(record(), identity="NDW04_9")
    for order in ((planned, actual), (actual, planned)):
        item = only(*order)
        assert (item.uid, item.note) == ("NDW03_449105", "staat ook als NDW04_9 in de feed")
    other_day = situation(record(begin="2027-06-24T10:00:00Z"), identity="NDW03_2")
    assert len(read(planned, other_day).items) == 2


def test_of_one_id_the_newest_version_counts() -> None:
    old = situation(record(named="Oud"), version="2026-01-01T00:00:00Z")
    new = situation(record(named="Nieuw"), version="2026-02-01T00:00:00Z")
    assert only(old, new).title == only(new, old).title == "Nieuw (wielerwedstrijd)"


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2026-06-01T11:30:00+02:00", "2026-06-01T10:00:00Z"),
        ("2026-06-01T10:00:00Z", "2026-06-01T12:30:00.5+02:00"),
        ("2026-06-01T10:00:00", "2026-01-01T10:00:00Z"),
        ("vorige week", "2026-06-01T10:00:00Z"),
        ("versie 1", "versie 2"),
        ("", "0001-01-01T00:00:00+02:00"),
    ],
)
def test_the_newest_version_is_the_latest_moment_and_goes_by_its_text_only_without_one(older: str, newer: str) -> None:
    old, new = situation(record(named="Oud"), version=older), situation(record(named="Nieuw"), version=newer)
    assert only(old, new).title == only(new, old).title == "Nieuw (wielerwedstrijd)"


def test_what_goes_by_is_counted() -> None:
    elsewhere = situation(record(points=ELSEWHERE, source="Gemeente Beverwijk"))
    found = read(elsewhere, situation(record()), situation(record(begin=""), identity="NDW03_2"), elsewhere)
    assert (len(found.items), len(found.refused), found.passed_count) == (1, 1, 2)


def test_the_digest_changes_with_what_is_said_and_not_with_its_version() -> None:
    first = only(situation(record()))
    assert only(situation(record(), version="2027-01-01T00:00:00Z")).digest == first.digest
    assert only(situation(record(named="Anders"))).digest != first.digest
    assert only(situation(record(begin="2027-06-25T09:00:00Z"))).digest != first.digest


def test_hostile_text_is_text() -> None:
    item = only(situation(record(named="[bold]x[/] &#x202E;om &lt;b&gt;" + "lang " * 500)))
    assert item.title.startswith("[bold]x[/] \ufffdom <b>")
    assert len(item.title) < 330


def test_many_bad_ones_are_not_all_named() -> None:
    found = read(*(situation(record(begin=""), identity=f"NDW03_{number}") for number in range(500)))
    assert len(found.refused) == 200


@given(seed=st.integers(0, 10**9), changes=st.integers(1, 6))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(seed: int, changes: int) -> None:
    """A feed with bytes changed, cut out or doubled gives items and refusals, or one refusal; never anything else."""
    chance = random.Random(seed)
    raw = bytearray(feed(situation(record(), record(MANAGEMENT, CLOSED)), situation(record(), identity="NDW03_2")))
    begin = raw.index(b"<sit:situation ")
    for _ in range(changes):
        at = chance.randrange(begin, len(raw))
        raw[at : at + chance.randrange(3)] = chance.choice((b"", b"9", b"<", b"\xff", b"-", b" ", b"&#9;", b"e99"))
    try:
        found = read_ndw(io.BufferedReader(io.BytesIO(raw)), CITY)
        said = [item.title for item in found.items] + [one.reason for one in found.refused]
    except CommandRefused as refusal:
        said = [refusal.sentence]
    assert all(clean(text) == text for text in said)
