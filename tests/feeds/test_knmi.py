"""The cube of KNMI: only cells count, neighbours are one warning, and what is over is gone."""

from __future__ import annotations

import gzip

import pytest

from aovconsole.feeds.signal import FeedRefused, FeedSettings, Reading, Request, Signal
from tests.feeds.signals import knmi, moment, sample, span, told

FIRST, SECOND = "knmi_waarschuwingen_202412290909.xml.gz", "knmi_waarschuwingen_202412291102.xml.gz"
AT = moment("2024-12-29 09:30")

HEAD = (
    "<report><metadata><report_info><report_dtg_issued>2024-12-29T10:09+01:00</report_dtg_issued>"
    "<report_end_valid_time>2024-12-31T10:00+01:00</report_end_valid_time></report_info></metadata>"
    "<report_structure><report_locations><report_location><location_id>LB</location_id><location_descr><text>"
    "<text_header>Limburg</text_header></text></location_descr></report_location></report_locations>"
    "<criterion><color_id>RED</color_id></criterion></report_structure><data><cube>"
)
TAIL = "</cube></data></report>"


def hour(begin: str, **colours: str) -> str:
    """A slice in which Limburg has these colours (`FX="YELLOW text"`), and what is not named is green."""
    said = {"FX": "GREEN", "IC": "GREEN", **colours}
    cells = "".join(
        f"<phenomenon><phenomenon_id>{kind}</phenomenon_id><location><location_id>LB</location_id>"
        f"<location_forecaster_id>De Vries</location_forecaster_id><color_id>{words.partition(' ')[0]}</color_id>"
        f"<text><text_language_id>EN</text_language_id><text_data>in English</text_data></text>"
        f"<text><text_language_id>NL</text_language_id><text_data>{words.partition(' ')[2]}</text_data></text>"
        "</location></phenomenon>"
        for kind, words in said.items()
    )
    zoned = begin if "+" in begin or begin == "-" else f"2024-12-{begin}:00:00+01:00"
    return f"<timeslice><timeslice_id>{zoned}</timeslice_id>{cells}</timeslice>"


def read(*slices: str) -> Reading:
    return knmi().read((HEAD + "".join(slices) + TAIL).encode(), "", AT)


def test_the_file_with_one_warning() -> None:
    begin, issued = moment("2024-12-29 09:00"), moment("2024-12-29 09:09")
    assert knmi().read(sample(FIRST), "application/gzip", AT) == Reading(
        (
            Signal(
                "knmi", "LB-IC-yellow", "code geel: sneeuw en gladheid, Limburg", "yellow", "code geel",
                begin, moment("2024-12-29 11:00"), issued, place="Limburg",
                detail=(
                    "In Zuid-Limburg zijn lokale wegen plaatselijk glad door bevriezing van natte weggedeelten",
                ),
            ),
        ),
        complete=True,
    )  # fmt: skip


def test_what_is_over_is_gone_from_the_next_file() -> None:
    reading = knmi().read(sample(SECOND), "", moment("2024-12-29 11:30"))
    (green,) = reading.signals
    assert told(green) == ("LB-none", "none", "code groen", "geen waarschuwing, Limburg")
    assert (green.measured_at, reading.complete) == (moment("2024-12-29 11:02"), True)


def test_the_same_file_read_later() -> None:
    assert [one.key for one in knmi().read(sample(FIRST), "", moment("2024-12-29 11:00")).signals] == ["LB-none"]
    late = knmi().read(sample(FIRST), "", moment("2024-12-31 09:00"))
    assert late == Reading(remarks=("deze waarschuwingen golden tot voor nu: zij zeggen niets over nu",))


def test_all_regions_of_the_file() -> None:
    regions = ("WAE", "GR", "FR", "DR", "NH", "FL", "OV", "GL", "UT", "ZH", "ZE", "NB", "LB", "WAD", "IJG")
    keys = [one.key for one in knmi(*regions).read(sample(FIRST), "", AT).signals]
    assert keys == [f"{one}-{'IC-yellow' if one == 'LB' else 'none'}" for one in regions]


def test_neighbours_are_one_warning_until_an_hour_after_the_last() -> None:
    reading = read(
        hour("29T23", FX="YELLOW kust"),
        hour("30T00", FX="YELLOW kust", IC="ORANGE glad"),
        hour("30T01", FX="ORANGE kust", IC="ORANGE glad"),
        hour("30T02"),
        hour("30T03", FX="YELLOW kust"),
        hour("30T04", FX="YELLOW heel Limburg"),
        hour("30T06", FX="YELLOW heel Limburg"),
    )
    assert [(one.key, *span(one), one.detail) for one in reading.signals] == [
        ("LB-FX-yellow", "12-29 22:00", "12-30 00:00", ("kust",)),
        ("LB-IC-orange", "12-29 23:00", "12-30 01:00", ("glad",)),
        ("LB-FX-orange", "12-30 00:00", "12-30 01:00", ("kust",)),
        ("LB-FX-yellow-2", "12-30 02:00", "12-30 03:00", ("kust",)),
        ("LB-FX-yellow-3", "12-30 03:00", "12-30 04:00", ("heel Limburg",)),
        ("LB-FX-yellow-4", "12-30 05:00", "12-30 06:00", ("heel Limburg",)),
    ]
    assert "Vries" not in str(reading)


def test_a_doubled_cell_counts_once() -> None:
    twice = hour("30T00", FX="YELLOW kust")
    assert [span(one) for one in read(twice, twice).signals] == [("12-29 23:00", "12-30 00:00")]


def test_a_colour_that_nobody_knows_is_no_green() -> None:
    (signal,) = read(hour("30T00", FX="PURPLE &#x202E;storm")).signals
    assert told(signal) == ("LB-FX-purple", "unknown", "code purple", "code purple: windstoten, Limburg")
    assert signal.detail == ("\ufffdstorm",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HEAD + hour("2024-12-30T00:00:00") + TAIL, "een tijd is niet te lezen"),
        (HEAD + "<timeslice><timeslice_id>2024-12-30T00:00</timeslice_id></timeslice>" + TAIL, "in welke tijdzone"),
        (HEAD + "<timeslice/>" + TAIL, "een uur in deze waarschuwingen heeft geen tijd"),
        (HEAD + hour("30T00") * 10_001 + TAIL, "meer dan 20000 vakken"),
        (HEAD + TAIL, "gebied LB komt in deze waarschuwingen niet voor"),
        ("<report><data/></report>", "niet wanneer zij zijn uitgegeven"),
        ("<rss/>", "ander soort XML: <rss>"),
        (HEAD + hour("30T00"), "breekt af"),
        ("[1]", "geen leesbare XML"),
    ],
)
def test_another_file_is_refused(content: str, sentence: str) -> None:
    with pytest.raises(FeedRefused) as refusal:
        knmi().read(content.encode(), "", AT)
    assert sentence in refusal.value.sentence


def test_the_real_file_without_its_end_is_refused() -> None:
    whole = gzip.decompress(sample(FIRST))
    for cut in (gzip.compress(whole[: len(whole) // 2]), sample(FIRST)[:-300]):
        with pytest.raises(FeedRefused, match="breekt af"):
            knmi().read(cut, "", AT)


# --- how the newest file is found


def test_the_list_leads_to_the_newest_file_and_no_further_with_the_key() -> None:
    base = "https://api.dataplatform.knmi.nl/open-data/v1/datasets/waarschuwingen_nederland_48h/versions/1.0/files"
    key = (("Authorization", "geheim"),)
    reader = knmi(key="geheim")
    assert reader.requests(FeedSettings(AT)) == (Request(f"{base}?sorting=desc&maxKeys=1", headers=key),)
    listed = b'{"files": [{"filename": "w_202412290909.xml.gz", "size": 1}, {"filename": "w_202412291102.xml.gz"}]}'
    assert reader.read(listed, "", AT) == Reading(follow=(Request(f"{base}/w_202412291102.xml.gz/url", headers=key),))
    where = b'{"temporaryDownloadUrl": "https://x.amazonaws.com/w.xml.gz?sig=1"}'
    assert reader.read(where, "", AT) == Reading(follow=(Request("https://x.amazonaws.com/w.xml.gz?sig=1"),))
    assert "geheim" not in str(reader) + str(reader.requests(FeedSettings(AT)))


def test_without_a_key_nothing_is_asked() -> None:
    assert (knmi().requests(FeedSettings(AT)), knmi().missing_key, knmi(key="x").missing_key) == ((), True, False)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"files": []}', "geen bestand met waarschuwingen"),
        (b'{"error": "Rate limit"}', "files ontbreekt"),
        (b'{"files": [{"name": "x"}]}', "files.0.filename ontbreekt"),
        (b'{"temporaryDownloadUrl": "file:///etc/passwd"}', "begint niet met https of http"),
        (b'{"temporaryDownloadUrl": 7}', "temporaryDownloadUrl is anders dan verwacht"),
    ],
)
def test_another_list_is_refused(body: bytes, sentence: str) -> None:
    with pytest.raises(FeedRefused) as refusal:
        knmi(key="x").read(body, "", AT)
    assert sentence in refusal.value.sentence
