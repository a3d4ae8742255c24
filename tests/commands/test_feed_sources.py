"""`aovconsole feed`: switching, keys, polling and using what a source says; nothing of it asks the world here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

FEED = """
[[feeds]]
id = "meteoalarm"
label = "Weer"
on = true
rhythm = 600
address = "{address}"
hosts = ["127.0.0.1"]
status = "te bevestigen"
source = "test"
as_of = 2026-10-06

[[feeds]]
id = "p2000"
label = "P2000"
on = false
rhythm = 60
hosts = []
privacy = "Alleen tonen."
status = "te bevestigen"
source = "test"
as_of = 2026-10-06
"""
WARNING = {
    "warnings": [
        {
            "uuid": "1",
            "alert": {
                "identifier": "2.49.0.0.528.0.NL.1", "sender": "knmi", "sent": "2027-02-07T14:00:00+01:00",
                "status": "Actual", "msgType": "Alert", "scope": "Public",
                "info": [
                    {
                        "language": "nl-NL", "event": "windstoten", "headline": "Code oranje windstoten",
                        "severity": "Severe", "urgency": "Expected", "certainty": "Likely",
                        "onset": "2027-02-07T14:00:00+01:00", "expires": "2027-02-07T20:00:00+01:00",
                        "parameter": [{"valueName": "awareness_level", "value": "3; orange; Severe"}],
                        "area": [{"areaDesc": "Limburg"}],
                    }
                ],
            },
        }
    ]
}  # fmt: skip


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1") as one:
        yield one


@pytest.fixture
def weather(run: Run, scratch_home: Path, server: HTTPServer) -> Run:
    """A home with one source, on this machine, that warns."""
    server.expect_request("/weer").respond_with_json(WARNING)
    data = scratch_home / "data"
    data.mkdir(parents=True, exist_ok=True)
    (data / "feeds.toml").write_text(FEED.format(address=server.url_for("/weer")), encoding="utf-8")
    (data / "signals.toml").write_text(
        'allow_private = true\n[[rules]]\nkey = "a"\nlabel = "regel: oranje"\nfeed = "meteoalarm"\nlevel = "orange"\n'
        'status = "te bevestigen"\nsource = "test"\n',
        encoding="utf-8",
    )
    return run


def test_a_whole_round(weather: Run, server: HTTPServer) -> None:
    assert weather("feed", "poll").line.startswith("er staat geen bron aan")
    assert weather("feed", "on", "meteoalarm").out == ""
    assert "actueel" in weather("feed", "poll", "meteoalarm").line
    assert len(server.log) == 1
    [signal] = weather("feed", "signals", "--json").json
    wanted = {"source": "meteoalarm", "level": "orange", "stale": False, "recorded": "active"}
    assert {name: signal[name] for name in wanted} == wanted
    assert signal["doubts"] == ["niet getoetst aan echte levering"]
    number = weather("feed", "incident", "meteoalarm", signal["key"]).line
    assert number == "INC-27-A001"
    assert len(weather("feed", "log", "meteoalarm", signal["key"], "--dossier", number).line) == 36
    lines = weather("log", "list", "--dossier", number, "--json").json
    assert ["windstoten" in line["text"] for line in lines] == [True, True]
    assert weather("feed", "poll").code == 0
    [shown] = weather("feed", "shown", number, "--json").json
    assert "windstoten" in shown["lines"][0]
    assert "windstoten" in weather("feed", "shown", number).line
    [one, other] = weather("feed", "list", "--json").json
    assert (one["id"], one["state"], one["on"], other["state"]) == ("meteoalarm", "fresh", True, "off")
    assert weather("feed", "off", "meteoalarm").code == 0
    assert weather("feed", "signals").line == "er staat geen bron aan; zie 'aovconsole feed list'"


def test_a_source_that_is_silent_is_told(weather: Run, server: HTTPServer) -> None:
    weather("feed", "on", "meteoalarm")
    weather("feed", "poll")
    server.clear()
    server.expect_request("/weer").respond_with_data("stuk", status=500)
    answer = weather("feed", "poll")
    assert answer.code == 1
    assert "geen antwoord sinds" in answer.out
    assert "heeft een storing (500)" in answer.out
    assert len(weather("feed", "signals", "--json").json) == 1
    checks = {one["check"]: one for one in weather("doctor", "--json").json}
    assert checks["bron meteoalarm"]["ok"] is False
    assert "heeft een storing (500)" in checks["bron meteoalarm"]["finding"]
    assert "klokverschil" in checks


def test_a_privacy_rule_stands_beside_the_switch(weather: Run) -> None:
    refused(weather("feed", "on", "p2000"), "Alleen tonen.")
    assert "p2000: Alleen tonen." in weather("feed", "list").out
    assert weather("feed", "on", "p2000", "--agree").code == 0
    assert "er is geen adres ingesteld" in weather("feed", "poll", "p2000").out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("on", "kmi"), "bron kmi bestaat niet (kies uit meteoalarm, p2000)"),
        (("poll", "meteoalarm"), "Weer staat uit"),
        (("log", "meteoalarm", "x"), "dit signaal is er niet meer"),
        (("incident", "meteoalarm", "x"), "dit signaal is er niet meer"),
        (("key", "meteoalarm"), "dit is geen sleutel"),
        (("shown", "INC-27-A009"), "onbekend"),
    ],
)
def test_what_cannot_be(weather: Run, words: tuple[str, ...], why: str) -> None:
    refused(weather("feed", *words), why)


def test_a_key_is_kept_and_never_said(weather: Run, scratch_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert weather("feed", "key", "meteoalarm", stdin=b"geheim-1\n").out == ""
    monkeypatch.setenv("AOVCONSOLE_FEED_KEY", "geheim-2")
    assert weather("feed", "key", "meteoalarm").out == ""
    assert (scratch_home / "feed-keys.toml").read_text(encoding="ascii") == '"meteoalarm" = "geheim-2"\n'
    told = weather("feed", "list", "--json").out + weather("doctor").out + weather("journal", "state", "--json").out
    assert "geheim" not in told
    assert json.loads(weather("doctor", "--json").out)
