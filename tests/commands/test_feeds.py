"""`aovconsole feed read`: the signals of a file, as a person and as a script read them; nothing is recorded."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from aovconsole.desk import feed_files
from tests.commands.conftest import Run, refused
from tests.require import REPOSITORY, samples

KNMI = "knmi_waarschuwingen_202412290909.xml.gz"


def test_a_file_as_a_person_reads_it(run: Run) -> None:
    answer = run("feed", "read", str(samples("feeds", KNMI)), "--source", "knmi", "--at", "2024-12-29T10:30")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "code geel: sneeuw en gladheid, Limburg  (van 10:00, tot 12:00, gemeten 10:09, 0:21 oud)",
        "  In Zuid-Limburg zijn lokale wegen plaatselijk glad door bevriezing van natte weggedeelten",
    ]


def test_a_file_as_a_script_reads_it(run: Run) -> None:
    name = "rws_ddapi20_OphalenWaarnemingen_eijsden.grens_WATHTE_NAP.json"
    answer = run("feed", "read", str(samples("feeds", name)), "--source", "rws", "--json")
    assert answer.json == {
        "source": "rws",
        "label": "Rijkswaterstaat waterstanden",
        "at": "2027-02-07T15:10:00+01:00",
        "tested_on_recording": True,
        "privacy_rule": "",
        "signals": [
            {
                "source": "rws",
                "key": "eijsden.grens/level",
                "headline": "Maas Eijsden 44,07 m NAP",
                "level": "unknown",
                "level_text": "",
                "begin_at": None,
                "until_at": None,
                "measured_at": "2026-09-30T17:30:00+02:00",
                "value": "44.07",
                "unit": "m NAP",
                "place": "Maas Eijsden",
                "detail": ["blijft gelijk (+2 cm in een uur)", "geen weergaveklasse bekend", "ongecontroleerd"],
                "link": "",
            }
        ],
        "ended": [],
        "remarks": [],
    }


def test_nothing_is_recorded(run: Run) -> None:
    before = run("journal", "state", "--json").out
    assert run("feed", "read", str(samples("feeds", KNMI)), "--source", "knmi").code == 0
    assert run("journal", "state", "--json").out == before


def test_what_stands_beside_the_answer(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "alerts.json"
    file.write_text('{"data": []}', encoding="utf-8")
    answer = run("feed", "read", str(file), "--source", "nlalert")
    assert answer.out == "geen signalen in dit bestand; dat is niet hetzelfde als geen gevaar\n"
    first, second = answer.err.splitlines()
    assert first == "aovconsole: NL-Alert: niet getoetst aan echte levering"
    assert second.startswith("aovconsole: De tekst kan een persoon beschrijven")


def test_the_areas_are_those_of_ones_own_file(run: Run, scratch_home: Path) -> None:
    shipped = (REPOSITORY / "data" / "feeds.toml").read_text(encoding="utf-8")
    (scratch_home / "data").mkdir(parents=True)
    own = scratch_home / "data" / "feeds.toml"
    own.write_text(shipped.replace('areas = ["LB"]', 'areas = ["GR"]'), encoding="utf-8")
    words = ("feed", "read", str(samples("feeds", KNMI)), "--source", "knmi", "--at", "2024-12-29T10:30", "--json")
    assert [one["headline"] for one in run(*words).json["signals"]] == ["geen waarschuwing, Groningen"]
    own.write_text(shipped.replace("rhythm = 600", "rhythm = 0"), encoding="utf-8")
    assert [one["place"] for one in run(*words).json["signals"]] == ["Limburg"], "with a mistake the shipped one counts"


@pytest.mark.parametrize(
    ("content", "source", "words"),
    [
        (b"<html><body>Aanmelden</body></html>", "rws", "dit is een webpagina en geen levering"),
        (gzip.compress(b"<!DOCTYPE r><report/>", mtime=0), "knmi", "DTD"),
        (b"{}", "meteoalarm", "warnings ontbreekt"),
        (b"[" * 1_000_000, "nlalert", "te diep genest"),
        (b"", "p2000", "leeg"),
    ],
)
def test_another_file_is_refused(run: Run, tmp_path: Path, content: bytes, source: str, words: str) -> None:
    file = tmp_path / "levering"
    file.write_bytes(content)
    refused(run("feed", "read", str(file), "--source", source), words)


def test_a_file_that_is_not_there_or_too_large(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(run("feed", "read", str(tmp_path / "weg"), "--source", "rws"), "bestaat niet")
    refused(run("feed", "read", str(tmp_path), "--source", "rws"), "het is een map")
    refused(run("feed", "read", "a\0b", "--source", "rws"), "kan niet worden gelezen")
    monkeypatch.setattr(feed_files, "LIMIT_BYTES", 1024 * 1024)
    file = tmp_path / "groot.json"
    file.write_text(json.dumps(["x" * 1024 * 1024]), encoding="utf-8")
    refused(run("feed", "read", str(file), "--source", "rws"), "is groter dan 1 MB")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("feed", "read", "x"), 2, "verplicht: --source"),
        (("feed", "read", "x", "--source", "weer"), 2, "weer' bestaat niet"),
        (("feed", "read", "x", "--source", "rws", "--at", "straks"), 1, "--at 'straks' is niet te lezen"),
    ],
)
def test_wrong_words(run: Run, words: tuple[str, ...], code: int, told: str) -> None:
    answer = run(*words)
    assert answer.code == code
    assert told in answer.err
