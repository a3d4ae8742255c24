"""Water: the last value of each gauge with its class; never a TAW twin, a sentinel, a forecast or another gauge."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest

from aovconsole.feeds.signal import FeedRefused, FeedSettings, Reading, Signal
from aovconsole.reference.files import load_water
from tests.feeds.signals import moment, sample, told, water

AT = moment("2026-09-30 15:45")
SINT_PIETER, BORGHAREN = "maastricht.sintpieter", "maastricht.borgharen.maas.beneden"


def measured(*rows: tuple[str, float | str | None], quality: str = "00") -> list[dict[str, Any]]:
    return [
        {
            "Tijdstip": at if "T" in at else f"2026-09-30T{at}:00.000+01:00",
            "Meetwaarde": {"Waarde_Numeriek": value},
            "WaarnemingMetadata": {"Kwaliteitswaardecode": quality, "Statuswaarde": "Ongecontroleerd"},
        }
        for at, value in rows
    ]


def series(
    rows: list[dict[str, Any]], code: str = SINT_PIETER, about: str = "WATHTE cm NAP", process: str = "meting"
) -> dict[str, Any]:
    quantity, unit, reference = about.split()
    names = {"Grootheid": quantity, "Eenheid": unit, "Hoedanigheid": reference}
    return {
        "AquoMetadata": {**{name: {"Code": word} for name, word in names.items()}, "ProcesType": process},
        "Locatie": {"Code": code, "Naam": "x"},
        "MetingenLijst": rows,
    }


def read(*rows: Any) -> Reading:
    body = json.dumps({"Succesvol": True, "WaarnemingenLijst": rows}).encode()
    return water().read(body, "application/json", AT)


def only(*rows: Any) -> Signal:
    (signal,) = read(*rows).signals
    return signal


# --- what was recorded


def test_eijsden_as_it_was_recorded() -> None:
    reading = water().read(sample("rws_ddapi20_OphalenWaarnemingen_eijsden.grens_WATHTE_NAP.json"), "", AT)
    assert reading == Reading(
        (
            Signal(
                "rws", "eijsden.grens/level", "Maas Eijsden 44,07 m NAP", "unknown", value="44.07", unit="m NAP",
                measured_at=moment("2026-09-30 15:30"), place="Maas Eijsden",
                detail=("blijft gelijk (+2 cm in een uur)", "geen weergaveklasse bekend", "ongecontroleerd"),
            ),
        )
    )  # fmt: skip


def test_the_twin_against_taw_gives_no_value() -> None:
    reading = water().read(sample("rws_ddapi20_OphalenWaarnemingen_eijsden.grens_WATHTE_TAW_twin.json"), "", AT)
    assert reading.signals == ()
    assert reading.remarks == (
        "Maas Eijsden: waarden in cm ten opzichte van TAW tellen niet mee",
        "geen metingen van deze peilschrijvers in dit antwoord",
    )


def test_both_twins_together_give_the_one_against_nap() -> None:
    names = ("NAP", "TAW_twin")
    parts = [json.loads(sample(f"rws_ddapi20_OphalenWaarnemingen_eijsden.grens_WATHTE_{one}.json")) for one in names]
    both = [one for part in reversed(parts) for one in part["WaarnemingenLijst"]]
    assert only(*both).value == "44.07"


def test_the_overview_says_z_and_means_amsterdam() -> None:
    reading = water().read(sample("rws_wfs_laatstewaarneming_excerpt_maas.json"), "", AT)
    found = {one.key: (one.headline, one.level_text, one.value, one.measured_at) for one in reading.signals}
    assert found == {
        "eijsden.grens/discharge": ("Maas Eijsden 47,6 m³/s", "", "47.6", moment("2026-09-29 12:30")),
        f"{BORGHAREN}/discharge": ("Maas Borgharen 8 m³/s", "laag", "8", moment("2026-09-29 13:20")),
    }
    assert all("kan ouder zijn" in one.detail[-1] for one in reading.signals)


def test_the_service_that_stopped_is_told_by_name() -> None:
    with pytest.raises(FeedRefused, match="oude waterdienst, die op 30-04-2026 is gestopt"):
        water().read(sample("rws_OUD_waterwebservices_2020_obsolete.json"), "", AT)


def test_the_bounds_are_those_of_the_workbook() -> None:
    rows = list(csv.DictReader(sample("rws_waterinfo_classes_maastricht.csv").decode().splitlines()))
    quantity = {"WATHTE NAP": "level", "Q": "discharge"}
    bounded = [one for one in load_water().gauges if one.bounds]
    assert len(bounded) == 4
    for gauge in bounded:
        own = [one for one in rows if (one["station_code"], quantity[one["quantity"]]) == (gauge.code, gauge.quantity)]
        assert [one["class"].lower().removeprefix("verlaagd/") for one in reversed(own)] == [
            one.name for one in load_water().classes
        ]
        assert gauge.bounds == tuple(float(one["from"]) for one in reversed(own) if one["from"])


# --- classes and the trend


@pytest.mark.parametrize(
    ("code", "about", "value", "told_as", "level", "name"),
    [
        (SINT_PIETER, "WATHTE cm NAP", 4389.0, "Maas Sint Pieter 43,89 m NAP", "info", "laag"),
        (SINT_PIETER, "WATHTE cm NAP", 4390.0, "Maas Sint Pieter 43,90 m NAP", "none", "normaal"),
        (SINT_PIETER, "WATHTE cm NAP", 4500.0, "Maas Sint Pieter 45,00 m NAP", "yellow", "verhoogd"),
        (SINT_PIETER, "WATHTE cm NAP", 4725.0, "Maas Sint Pieter 47,25 m NAP", "red", "extreem"),
        (BORGHAREN, "Q m3/s NVT", 800.0, "Maas Borgharen 800 m³/s", "info", "licht verhoogd"),
        (BORGHAREN, "Q m3/s NVT", 1310.4, "Maas Borgharen 1.310 m³/s", "yellow", "verhoogd"),
        (BORGHAREN, "Q m3/s NVT", 2599.9, "Maas Borgharen 2.600 m³/s", "orange", "hoog"),
        (BORGHAREN, "Q m3/s NVT", -1.21, "Maas Borgharen -1,21 m³/s", "info", "laag"),
        ("maastricht.bosscherveld", "WATHTE cm NAP", 4100, "Bosscherveld (overlaat) 41,00 m NAP", "unknown", ""),
    ],
)
def test_the_class_of_a_value(code: str, about: str, value: float, told_as: str, level: str, name: str) -> None:
    signal = only(series(measured(("16:30", value)), code, about))
    assert (signal.headline, signal.level, signal.level_text) == (told_as, level, name)


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (4400, 4430, "stijgt (+30 cm in een uur)"),
        (4400, 4395, "daalt (-5 cm in een uur)"),
        (4400, 4404, "blijft gelijk (+4 cm in een uur)"),
    ],
)
def test_the_trend_over_an_hour(before: float, now: float, words: str) -> None:
    rows = measured(("14:30", 1), ("15:30", before), ("16:00", 9000), ("16:30", now))
    assert only(series(rows)).detail[0] == words


def test_without_a_value_of_an_hour_ago_there_is_no_trend() -> None:
    assert "uur" not in " ".join(only(series(measured(("16:00", 4400), ("16:30", 4500)))).detail)


# --- what is no value


@pytest.mark.parametrize(
    ("value", "quality"),
    [
        (0.0, "99"),
        (2147483648.0, "00"),
        (999999999.0, "00"),
        (-100000000000.0, "00"),
        (None, "00"),
        ("nan", "00"),
        (4400, ""),
    ],
)
def test_what_stands_for_no_value_is_never_drawn(value: float | str | None, quality: str) -> None:
    gone = measured(("16:30", value), quality=quality)
    reading = read(series(measured(("16:20", 4407)) + gone))
    assert [(one.value, one.measured_at) for one in reading.signals] == [("44.07", moment("2026-09-30 15:20"))]
    assert reading.remarks == ("Maas Sint Pieter: 1 van 2 metingen zonder waarde",)
    alone = only(series(gone))
    assert told(alone) == (f"{SINT_PIETER}/level", "unknown", "", "Maas Sint Pieter: geen waarde")


@pytest.mark.parametrize(
    ("row", "remark"),
    [
        (series(measured(("16:30", 1)), process="verwachting"), "verwachting is geen meting"),
        (series(measured(("16:30", 1)), about="WATHTE m NAP"), "waarden in m ten opzichte van NAP"),
        (series(measured(("19:30", 1))), "een meting uit de toekomst"),
        (series(measured(("16:30", 1)), code="elders"), "geen metingen van deze peilschrijvers"),
        (series(measured(("16:30", 1)), about="T oC NVT"), "geen metingen van deze peilschrijvers"),
        (series([]), "geen metingen van deze peilschrijvers"),
    ],
)
def test_what_is_not_ours_to_show(row: Any, remark: str) -> None:
    reading = read(row)
    assert reading.signals == ()
    assert any(remark in one for one in reading.remarks)


def test_a_doubled_moment_counts_once() -> None:
    rows = measured(("16:30", 4407), ("16:30", 4407), ("16:20", 4405))
    assert read(series(rows), series(rows)).remarks == ()
    other = read(series(rows + measured(("16:30", 4999))))
    assert other.signals[0].value == "44.07"
    assert other.remarks == ("Maas Sint Pieter: twee waarden op hetzelfde moment; de eerste telt",)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            {"Succesvol": False, "Foutmelding": "Geen gegevens\x1b[2J gevonden!"},
            "de bron meldt: Geen gegevens�[2J gevonden!",
        ),
        ({"WaarnemingenLijst": []}, "Succesvol ontbreekt"),
        ({"Succesvol": True, "WaarnemingenLijst": [1]}, "andere vorm: het geheel is anders"),
        ([], "andere vorm"),
        ({"type": "FeatureCollection"}, "features ontbreekt"),
        ({"Succesvol": True, "WaarnemingenLijst": [series(measured(("2026-09-30T16:30:00", 1)))]}, "welke tijdzone"),
        ({"Succesvol": True, "WaarnemingenLijst": [series(measured(("T", 1)))]}, "een tijd is niet te lezen"),
    ],
)
def test_another_shape_is_refused(body: Any, sentence: str) -> None:
    with pytest.raises(FeedRefused) as refusal:
        water().read(json.dumps(body).encode(), "application/json", AT)
    assert sentence in refusal.value.sentence


# --- what is asked


def test_each_quantity_of_each_gauge_is_asked_in_winter_time() -> None:
    asked = water().requests(FeedSettings(moment("2027-07-01 10:00")))
    bodies = [json.loads(one.body) for one in asked]
    about = [one["AquoPlusWaarnemingMetadata"]["AquoMetadata"] for one in bodies]
    assert [(one["Locatie"]["Code"], what["Grootheid"]["Code"]) for one, what in zip(bodies, about, strict=True)] == [
        (SINT_PIETER, "WATHTE"), (SINT_PIETER, "Q"), (BORGHAREN, "WATHTE"), (BORGHAREN, "Q"),
        ("eijsden.grens", "WATHTE"), ("eijsden.grens", "Q"), ("maastricht.bosscherveld", "WATHTE"),
    ]  # fmt: skip
    assert {one.method for one in asked} == {"POST"}
    assert {one["Hoedanigheid"]["Code"] for one in about if one["Grootheid"]["Code"] == "WATHTE"} == {"NAP"}
    assert {one["ProcesType"] for one in about} == {"meting"}
    assert bodies[0]["Periode"] == {
        "Begindatumtijd": "2027-07-01T07:00:00.000+01:00", "Einddatumtijd": "2027-07-01T11:00:00.000+01:00",
    }  # fmt: skip
