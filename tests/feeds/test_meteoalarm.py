"""MeteoAlarm and CAP: one warning for its languages and areas, updates and cancels, and nothing real but `Actual`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aovconsole.feeds.signal import FeedRefused, Reading, Signal
from tests.feeds.signals import meteoalarm, moment, sample, span, told

AT = moment("2027-02-07 12:00")
BOSNIA = "meteoalarm_v1_feeds-bosnia-herzegovina_20240105.json"
BRITAIN = "meteoalarm_legacy_atom_united-kingdom_20221208.xml"
LIMBURG = {"areaDesc": "Limburg", "geocode": [{"valueName": "EMMA_ID", "value": "NLXXX"}]}


def info(
    language: str = "nl-NL", level: str = "2; yellow; Moderate", kind: str = "1; Wind", **more: Any
) -> dict[str, Any]:
    return {
        "language": language,
        "event": f"event {language}",
        "headline": f"kop {language}",
        "onset": "2027-02-07T18:00:00+01:00",
        "expires": "2027-02-08T06:00:00+01:00",
        "area": [LIMBURG],
        "parameter": [
            {"valueName": "awareness_level", "value": level},
            {"valueName": "awareness_type", "value": kind},
        ],
        **more,
    }


def alert(
    identifier: str, *infos: dict[str, Any], sent: str = "2027-02-07T10:00:00+01:00", **more: Any
) -> dict[str, Any]:
    made = {"identifier": identifier, "sent": sent, "status": "Actual", "msgType": "Alert", "info": infos or (info(),)}
    return {"alert": {**made, **more}, "uuid": "x"}


def read(*alerts: Any, areas: tuple[str, ...] = ("Limburg",)) -> Reading:
    return meteoalarm(*areas).read(json.dumps({"warnings": alerts}).encode(), "application/json", AT)


def only(*alerts: Any) -> Signal:
    (signal,) = read(*alerts).signals
    return signal


def references(*identifiers: str) -> str:
    return " ".join(f"knmi,{one},2027-02-0{number}T10:00:00+01:00" for number, one in enumerate(identifiers, start=1))


# --- what was recorded


def test_a_country_in_json_by_its_areas() -> None:
    reading = meteoalarm("Tuzla").read(sample(BOSNIA), "application/json", moment("2024-01-07 06:00"))
    assert [(*told(one)[:2], one.headline, *span(one)) for one in reading.signals] == [
        ("2.49.0.0.70.0.BA.240106080313.30892745", "yellow", "code geel: regen, Tuzla", "01-06 23:00", "01-07 22:59"),
        (
            "2.49.0.0.70.0.BA.240106080929.28205478", "yellow", "code geel: sneeuw of gladheid, Tuzla",
            "01-07 23:00", "01-08 22:59",
        ),
        ("2.49.0.0.70.0.BA.240106081136.40030908", "yellow", "code geel: kou, Tuzla", "01-08 23:00", "01-09 10:00"),
        ("2.49.0.0.70.0.BA.240107075519.75445725", "yellow", "code geel: kou, Tuzla", "01-09 23:00", "01-10 09:00"),
    ]  # fmt: skip
    assert (reading.remarks, reading.ended, reading.complete) == ((), (), True)
    assert reading.signals[0].measured_at == moment("2024-01-06 07:03:13")
    assert reading.signals[0].detail[1] == "Accumulated rain between 15 and 25 l/m2.", "English before Bosnian"


def test_each_warning_of_two_languages_is_one() -> None:
    at = moment("2024-01-07 06:00")
    assert len(meteoalarm().read(sample(BOSNIA), "", at).signals) == 22
    by_code = meteoalarm("BA003").read(sample(BOSNIA), "", at)
    assert {one.place for one in by_code.signals} == {"Banja Luka"}


def of_the_netherlands(name: str) -> bytes:
    """The recorded delivery of Bosnia as if its areas were Dutch: none of the Netherlands was recorded."""
    return sample(name).replace(b'"BA', b'"NL')


def test_no_warning_for_our_area_is_said_and_not_left_out() -> None:
    reading = meteoalarm("Limburg").read(of_the_netherlands(BOSNIA), "", moment("2024-01-07 06:00"))
    (none,) = reading.signals
    assert told(none) == ("none", "none", "", "geen waarschuwing, Limburg")
    assert none.detail == (
        "wel waarschuwingen voor Banja Luka, Trebinje, Prijedor, Bihac, Sarajevo, Tuzla en nog 3",
    ), "an area may be called otherwise than we think"
    assert meteoalarm("Limburg").read(b'{"warnings": []}', "", AT).signals[0].detail == ()


def test_a_delivery_of_another_country_says_nothing_about_here() -> None:
    with pytest.raises(FeedRefused, match="gaat over BA en zegt niets over Nederland"):
        meteoalarm("Limburg").read(sample(BOSNIA), "", moment("2024-01-07 06:00"))


def test_what_is_over_is_told_and_not_shown() -> None:
    reading = meteoalarm("Tuzla").read(sample(BOSNIA), "", moment("2024-01-09 10:30"))
    assert [one.end for one in reading.signals] == [moment("2024-01-10 09:00:59")]
    assert reading.remarks == ("3 waarschuwingen zijn al voorbij",)


def test_an_atom_feed_repeats_a_warning_for_each_area() -> None:
    reading = meteoalarm().read(sample(BRITAIN), "application/atom+xml", moment("2022-12-08 01:00"))
    gb = "2.49.0.0.826.0.GB_22120"
    assert [(one.key, one.headline, one.level, one.place.count(",") + 1, *span(one)) for one in reading.signals] == [
        (f"{gb}7102852_8785e37a.v3.0.SI", "Yellow snow warning", "yellow", 5, "12-07 00:00", "12-09 12:00"),
        (f"{gb}7092611_b5bb94b3.v2.0.SI", "Yellow ice warning", "yellow", 5, "12-07 17:00", "12-08 18:00"),
        (f"{gb}7102115_f8266282.v2.0.SI", "Yellow ice warning", "yellow", 6, "12-07 18:00", "12-08 12:00"),
        (f"{gb}7102835_a705d176.v1.0.SI", "Yellow ice warning", "yellow", 7, "12-08 16:00", "12-09 12:00"),
    ]  # fmt: skip
    assert reading.signals[3].place.endswith(" en nog 4"), (
        "SW Scotland, Lothian Borders is one of the six that are named"
    )
    wales = meteoalarm("Wales").read(sample(BRITAIN), "", moment("2022-12-08 01:00"))
    assert [one.place for one in wales.signals] == ["Wales", "Wales"]


def test_one_file_of_cap() -> None:
    body = sample("meteoalarm_cap12_uk_ice_20221207.xml")
    reading = meteoalarm("Wales", "Strathclyde").read(body, "", moment("2022-12-08 01:00"))
    (signal,) = reading.signals
    assert told(signal) == (
        "2.49.0.0.826.0.GB_221207102835_a705d176.v1.0.SI", "yellow", "code geel",
        "code geel: sneeuw of gladheid, Strathclyde, Wales",
    )  # fmt: skip
    assert signal.detail[0] == "Some disruption is likely due to icy surfaces."
    assert signal.link == "https://www.metoffice.gov.uk/weather/warnings-and-advice/uk-warnings"
    assert not reading.complete, "one file is not all that there is"


@pytest.mark.parametrize(
    ("name", "signals", "ended"),
    [
        ("cap_canada.cap", [], ("2.49.0.1.124.a3f342a4.2012", "2.49.0.1.124.60f31a3a.2012")),
        (
            "cap_weather.cap",
            [
                (
                    "NOAA-NWS-ALERTS-MT20100830100700TFXFlashFloodWatchTFX20100830180000MT",
                    "orange", "08-30 10:07", "08-30 18:00",
                ),
            ],
            (),
        ),
        (
            "cap_no_optional_fields.cap",
            [("USGS-earthquakes-us2010apcd.6.20100831T000925.496Z", "unknown", "-", "-")],
            (),
        ),
        (
            "cap_weather_index.atom",
            [
                (
                    "http://www.weather.gov/alerts-beta/wwacapget.php?x=DC20100830203300LWXAirQualityAlertLWX20100901040000DC",
                    "unknown", "08-30 20:33", "09-01 04:00",
                ),
                (
                    "http://www.weather.gov/alerts-beta/wwacapget.php?x=CT20100831030400OKXAirQualityAlertOKX20100901031500CT",
                    "unknown", "08-31 03:04", "09-01 03:15",
                ),
            ],
            (),
        ),
    ],
)  # fmt: skip
def test_alerts_of_other_countries(name: str, signals: list[tuple[str, ...]], ended: tuple[str, ...]) -> None:
    reading = meteoalarm().read(sample(name), "", moment("2010-08-30 12:00"))
    assert [(one.key, one.level, *span(one)) for one in reading.signals] == signals
    assert (reading.ended, reading.remarks) == (ended, ())


# --- languages, areas, levels


@pytest.mark.parametrize(
    ("languages", "said"),
    [(("en", "nl"), "kop nl"), (("de", "en-GB"), "kop en-GB"), (("fr", "de"), "kop fr"), ((None,), "kop None")],
)
def test_one_language_is_told(languages: tuple[str, ...], said: str) -> None:
    assert only(alert("a", *(info(one) for one in languages))).detail[0] == said


def test_parts_of_one_warning_have_keys_of_their_own() -> None:
    later = info(onset="2027-02-09T00:00:00+01:00", expires="2027-02-09T06:00:00+01:00", level="3; Orange; Severe")
    elsewhere = info(area=[{"areaDesc": "Zeeland"}])
    reading = read(alert("a", elsewhere, info(), later, info("en")))
    assert [(one.key, one.level) for one in reading.signals] == [("a", "yellow"), ("a#2", "orange")]


@pytest.mark.parametrize(
    ("level", "severity", "expected"),
    [
        ("1; Green; Minor", "Minor", ("none", "code groen")),
        ("3;orange;Severe", "Minor", ("orange", "code oranje")),
        ("4; RED; Extreme", None, ("red", "code rood")),
        ("", "Severe", ("orange", "")),
        ("9; ultra; x", "Unknown", ("unknown", "")),
        ("", None, ("unknown", "")),
    ],
)
def test_levels(level: str, severity: str | None, expected: tuple[str, str]) -> None:
    signal = only(alert("a", info(level=level, severity=severity)))
    assert (signal.level, signal.level_text) == expected


def test_a_warning_without_an_area_may_be_ours() -> None:
    assert only(alert("a", info(area=[]))).place == "gebied niet genoemd"


# --- updates, cancels, tests


def test_an_update_takes_the_place_of_what_it_refers_to() -> None:
    first, second, third = (
        alert("a"),
        alert(
            "b", info(level="3; orange"), sent="2027-02-07T10:30:00+01:00", msgType="Update", references=references("a")
        ),
        alert(
            "c", info(level="4; red"), sent="2027-02-07T11:00:00+01:00", msgType="Update", references=references("b")
        ),
    )
    for order in ((first, second, third), (third, first, second)):
        signal = only(*order)
        assert (signal.key, signal.level) == ("a", "red")
    assert only(second).key == "a", "also where the first is no longer there"


def test_a_cancel_ends_what_it_refers_to() -> None:
    cancel = alert("c", msgType="Cancel", sent="2027-02-07T11:00:00+01:00", references=references("a", "b"))
    reading = read(alert("a"), alert("b", msgType="Update", references=references("a")), cancel)
    assert [one.key for one in reading.signals] == ["none"]
    assert reading.ended == ("a", "b")
    apart = read(alert("a"), alert("b"), cancel)
    assert ([one.key for one in apart.signals], apart.ended) == (["none"], ("a", "b")), "also two that were apart"
    assert read(alert("a"), alert("d", msgType="Cancel", references=references("x"))).signals[0].key == "a"


def test_an_update_brings_two_warnings_together() -> None:
    both = alert("c", msgType="Update", sent="2027-02-07T11:00:00+01:00", references=references("a", "b"))
    reading = read(alert("b"), both, alert("a"))
    assert ([one.key for one in reading.signals], reading.ended) == (["a"], ("b",))


def test_references_in_a_circle_end() -> None:
    circle = [alert(one, references=references(other)) for one, other in (("a", "b"), ("b", "a"))]
    assert only(*circle).key == "a"


@pytest.mark.all
def test_a_long_chain_is_one_warning() -> None:
    links = [alert(f"{number:04}", references=references(f"{number - 1:04}")) for number in range(1, 5_000)]
    assert only(*links).key == "0000"


@pytest.mark.parametrize("status", ["Test", "Exercise", "Draft", "System", ""])
def test_what_is_not_actual_never_looks_real(status: str) -> None:
    reading = read(alert("a", status=status))
    assert [one.key for one in reading.signals] == ["none"]
    assert reading.remarks == ("1 waarschuwing is overgeslagen: test, oefening of ontwerp",)


def test_the_same_warning_twice_is_one() -> None:
    assert only(alert("a"), alert("a")).key == "a"


# --- times and shapes


@pytest.mark.parametrize(
    ("more", "when"),
    [
        ({"onset": "2027-02-07T17:00:00-00:00"}, ("02-07 17:00", "02-08 05:00")),
        ({"onset": None, "effective": "2027-02-07T12:00:00+01:00"}, ("02-07 11:00", "02-08 05:00")),
        ({"onset": None}, ("02-07 09:00", "02-08 05:00")),
        ({"expires": "2027-02-07T18:00:00+01:00"}, ("02-07 17:00", "-")),
        ({"expires": None}, ("02-07 17:00", "-")),
    ],
)
def test_when_it_holds(more: dict[str, Any], when: tuple[str, str]) -> None:
    assert span(only(alert("a", info(**more)))) == when


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"onset": "2027-02-07T18:00:00"}, "in welke tijdzone"),
        ({"expires": "morgen"}, "een tijd is niet te lezen: morgen"),
        ({"expires": "0001-01-01T00:00:00+01:00"}, "het jaar 1 kan niet kloppen"),
    ],
)
def test_a_bad_time_costs_that_time_and_never_the_warning(more: dict[str, Any], sentence: str) -> None:
    reading = read(alert("a", info(level="4; red", **more)))
    (signal,) = reading.signals
    assert signal.level == "red"
    assert sentence in signal.detail[-1]
    assert sentence in reading.remarks[0]


def test_a_bad_warning_costs_only_itself_and_then_no_absence_is_an_end() -> None:
    reading = read({"alert": {"identifier": "b"}}, alert("a"))
    assert ([one.key for one in reading.signals], reading.complete) == (["a"], False)
    assert "sent ontbreekt" in reading.remarks[0]
    assert read({"alert": 7}, alert("b", info(area=[{"areaDesc": "Zeeland"}]))).signals == (), "that may be about us"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"alerts": []}', "warnings ontbreekt"),
        (b'{"warnings": [{"alert": {"identifier": "a"}}]}', "sent ontbreekt"),
        (
            b'{"warnings": [{"alert": {"identifier": " ", "sent": "x", "status": "", "msgType": ""}}]}',
            "niet welke zij is",
        ),
        (b"<alert/>", "niet welke zij is of wanneer"),
        (b"<feed><entry/></feed>", "niet welke zij is of wanneer"),
        (b"<rss/>", "ander soort XML: <rss> in plaats van <alert>"),
        (b"<feed>" + b"<entry><id>x</id><sent>y</sent></entry>" * 5_001 + b"</feed>", "meer dan 5000 waarschuwingen"),
    ],
)
def test_another_shape_is_refused(body: bytes, sentence: str) -> None:
    with pytest.raises(FeedRefused) as refusal:
        meteoalarm().read(body, "", AT)
    assert sentence in refusal.value.sentence


def test_hostile_text_is_text() -> None:
    bad = "\x1b[2J[bold]\u202ex\n" + "lang " * 500
    signal = only(alert(f"a{bad}", info(headline=bad, description=bad, web="javascript:alert(1)", kind="99; x")))
    assert all(text.isprintable() and len(text) <= 900 for text in (signal.key, signal.headline, *signal.detail))
    assert signal.link == ""
