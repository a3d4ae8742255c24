"""P2000: hints with as little of a person as can be; one incident for its many pages."""

from __future__ import annotations

import json

import pytest

from aovconsole.feeds.signal import FeedRefused, FeedSettings, Reading
from tests.feeds.signals import moment, p2000, sample, span

AT = moment("2021-06-28 16:00")


def flex(text: str, at: str = "2021-06-28 16:50:35", capcodes: str = "002029568", kind: str = "ALN") -> str:
    return f"FLEX|{at}|1600/2/K/A|12.092|{capcodes}|{kind}|{text}"


def read(*lines: str, areas: tuple[str, ...] = (), capcodes: tuple[str, ...] = ()) -> Reading:
    return p2000(*areas, capcodes=capcodes).read("\n".join(lines).encode(), "", AT)


def headlines(*texts: str) -> list[str]:
    return [one.headline for one in read(*(json.dumps({"text": text}) for text in texts)).signals]


# --- what was recorded


def test_the_lines_of_a_receiver() -> None:
    reading = p2000().read(sample("p2000_flex_raw.txt"), "", AT)
    (signal,) = reading.signals
    assert (signal.headline, signal.level, signal.level_text) == ("ambulance A2", "info", "A2")
    assert (signal.begin, signal.measured_at) == (moment("2021-06-28 14:50:35"), moment("2021-06-28 14:50:35"))
    assert reading.remarks == ("overgeslagen (test, proefalarm of oefening): 1",)
    assert not any(word in str(reading) for word in ("Hotel", "Sloterweg", "79824"))
    there = p2000("Badhoevedorp").read(sample("p2000_flex_raw.txt"), "", AT)
    assert [one.headline for one in there.signals] == ["ambulance A2, Badhoevedorp"]


def test_the_texts_that_a_person_read_for_two_cities() -> None:
    reading = p2000("Rotterdam", "Tilburg").read(sample("p2000_messages_a.jsonl"), "", AT)
    assert [(one.headline, one.place, one.level_text) for one in reading.signals] == [
        ("ambulance B2, Tilburg", "Tilburg", "B2"),
        ("ambulance B1, Tilburg", "Tilburg", "B1"),
        ("oproep prio 2: BRT-02 Liftopsluiting Willemskade Rotterdam", "Rotterdam", "prio 2"),
        ("oproep prio 1: BRT-01 (Middel BR) BR onderwijs Unielocatie Montessoriweg Rotterdam", "Rotterdam", "prio 1"),
        ("oproep: Explosie Watergeusstraat Rotterdam", "Rotterdam", ""),
        (
            "oproep: Contact meldkamer BRT-02 Liftopsluiting (controleur preventie) Willemskade Rotterdam",
            "Rotterdam", "",
        ),
    ]  # fmt: skip
    assert reading.remarks == ("overgeslagen (test, proefalarm of oefening): 1",)


def test_all_the_texts_are_read_and_what_is_withdrawn_or_a_trial_is_no_incident() -> None:
    reading = p2000().read(sample("p2000_messages_a.jsonl"), "", AT)
    assert (len(reading.signals), len(reading.ended)) == (51, 2)
    assert reading.remarks == ("overgeslagen (test, proefalarm of oefening): 13",)
    told = [one.headline for one in reading.signals]
    assert "oproep prio 1: over iemands gezondheid: tekst niet getoond, Schiedam" in told
    assert "oproep prio 2: BDH-02 CO-melder Kasteellaan Schipluiden" in told
    assert not any("Rotterdamsedijk" in one or "container Stationsstraat" in one for one in told)


@pytest.mark.parametrize("name", ["p2000alarm_readmonitor_fragment.html", "p2000_plaatsnaam_afkortingen.csv"])
def test_another_file_is_refused(name: str) -> None:
    with pytest.raises(FeedRefused, match=r"regel 1: dit is geen regel van P2000"):
        p2000().read(sample(name), "", AT)


# --- privacy


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("P 1 BR woning Boschstraat 60a 6211 AX Maastricht 240123", "oproep prio 1: BR woning Boschstraat Maastricht"),
        ("P 2 Stank Markt 12-14 Maastricht 06-12345678", "oproep prio 2: Stank Markt Maastricht"),
        ("A1 Maastricht Boschstraat 60 rit 123456", "ambulance A1"),
        ("a1 directe inzet Boschstraat 60", "ambulance A1"),
        ("assistentie, hartklachten Boschstraat", "oproep: over iemands gezondheid: tekst niet getoond"),
        ("P 1 (Ass. Ambu) Reanimatie Markt 3 MAASTR", "oproep prio 1: over iemands gezondheid: tekst niet getoond"),
        ("Aanrijding prio 1 Viaductweg", "oproep prio 1: Aanrijding Viaductweg"),
        ("P 1 GRIP 2 Markt 3", "oproep prio 1: GRIP 2 Markt"),
        ("Demonstratie Het Rond Houten", "oproep: Demonstratie Het Rond Houten"),
        ("10", "oproep: alleen een getal"),
        ("x\u001b[Jm\u202ey", "oproep: x\ufffd[Jm\ufffdy"),
    ],
)
def test_what_is_shown_of_a_text(text: str, told: str) -> None:
    assert headlines(text) == [told]


def test_nothing_of_the_text_is_kept_beside_what_is_shown() -> None:
    reading = read(flex("A1 Dhr. Jansen Boschstraat 60 Maastricht 123456"), areas=("Maastricht",))
    assert not any(word in str(reading) for word in ("Jansen", "Boschstraat", "123456", "2029568"))


def test_it_is_off_until_somebody_has_read_the_rule() -> None:
    reader = p2000()
    assert (reader.off_by_default, reader.enabled, reader.requests(FeedSettings(AT))) == (True, False, ())
    assert "bewaartermijn" in reader.privacy_rule


def test_a_level_in_the_text_is_a_hint() -> None:
    (signal,) = read(flex("P 1 GRIP 1 Zeer grote brand Markt")).signals
    assert signal.detail[-1] == "GRIP staat in de tekst: een aanwijzing, vaststellen doet u zelf"


# --- which, and once


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("P 1 BR woning MAASTR", True),
        ("P 1 BR woning maastricht", True),
        ("P 1 BR woning Maastrichterstraat Tilburg", False),
        ("P 1 BR woning Meerssen", False),
    ],
)
def test_pages_of_our_areas(text: str, ours: bool) -> None:
    assert bool(read(flex(text), areas=("Maastricht", "MAASTR")).signals) is ours


def test_pages_to_our_capcodes() -> None:
    lines = (flex("P 1 Eerste", capcodes="002029568 000126999"), flex("P 1 Tweede", capcodes="000126164"))
    assert [one.headline for one in read(*lines, capcodes=("0126999",)).signals] == ["oproep prio 1: Eerste"]


def test_many_pages_are_one_incident() -> None:
    text = "P 1 BRT-01 BR gebouw Spuikolk Dirksland"
    reading = read(
        flex(f"{text} 174331", "2021-06-28 16:00:00"),
        flex(f"{text} 174331", "2021-06-28 16:50:00", "001180001"),
        flex(text[:30], "2021-06-28 16:51:00"),
        flex(f"{text} 174999", "2021-06-28 16:52:00"),
        flex(f"{text} 174331", "2021-06-28 17:55:00"),
    )
    assert [(span(one)[0], one.measured_at, one.detail[1:]) for one in reading.signals] == [
        ("06-28 14:00", moment("2021-06-28 14:51"), ("3 oproepen",)),
        ("06-28 14:52", moment("2021-06-28 14:52"), ()),
        ("06-28 15:55", moment("2021-06-28 15:55"), ()),
    ]
    assert len({one.key for one in reading.signals}) == 3


def test_a_flood_of_almost_equal_pages_is_read() -> None:
    assert len(read(*(flex(f"P 1 BR woning Markt {number:06}") for number in range(4_000))).signals) == 4_000


def test_a_page_that_withdraws_ends_its_incident() -> None:
    page = flex("P 2 OMS brandmelding Markt 240555")
    before = read(page)
    after = read(page, flex("P 2 (Intrekken Alarm Brw) OMS brandmelding Markt", "2021-06-28 16:58:00"))
    assert (after.signals, after.ended) == ((), (before.signals[0].key,))


def test_a_day_is_kept() -> None:
    reading = read(flex("P 1 Oud", "2021-06-27 17:59:00"), flex("P 1 Nieuw", "2021-06-27 18:01:00"))
    assert [one.headline for one in reading.signals] == ["oproep prio 1: Nieuw"]
    assert reading.remarks == ("overgeslagen (ouder dan een dag): 1",)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("FLEX|x",), "regel 1: dit is geen regel van P2000 (FLEX)"),
        ((flex("x", "gisteren"),), "regel 1: de tijd is niet te lezen"),
        ((flex("x", "0001-01-01T00:00:00+02:00"),), "regel 1: de tijd is niet te lezen"),
        ((flex("x", "2021-03-28 02:30:00"),), "regel 1: de tijd is niet te lezen"),
        (('{"tekst": "x"}',), "regel 1: het antwoord heeft een andere vorm: text ontbreekt"),
        (('{"text": "x", "time": "2021-06-28T16:00:00"}',), "in welke tijdzone"),
        (("{}\n" * 20_001,), "meer dan 20000 regels"),
    ],
)
def test_what_is_no_page_is_refused(lines: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(FeedRefused) as refusal:
        read(*lines)
    assert sentence in refusal.value.sentence


def test_a_bad_line_costs_only_itself() -> None:
    reading = read(flex("P 1 Goed"), *(["rommel"] * 9))
    assert len(reading.signals) == 1
    assert reading.remarks[-1] == "nog meer regels niet gelezen: 4"
    assert len(reading.remarks) == 6
    assert read(flex("P 1 Toon", kind="TON")).signals == ()
