"""NL-Alert by its description: whether it is about us, whether it still runs, and a test is a test."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aovconsole.feeds.signal import FeedRefused, Reading, Request, Signal
from tests.feeds.signals import moment, nl_alert, told

AT = moment("2027-02-07 12:00")
ROTTERDAM = (
    "51.77994,4.51627 51.78119,4.50206 51.78314,4.43142 51.87129,4.44305 51.89732,4.47963 51.82795,4.53129"
    " 51.78092,4.54942 51.77994,4.51627"
)
WITHIN = "50.84,5.68 50.86,5.68 50.86,5.70 50.84,5.68"
AROUND = "50.0,5.0 51.5,5.0 51.5,6.5 50.0,6.5 50.0,5.0"
THROUGH = "50.85,5.0 50.86,5.0 50.855,6.5 50.85,5.0"
BESIDE = "50.85,5.80 50.86,5.80 50.86,5.90 50.85,5.80"


def message(
    identity: Any = "NL1", text: str = "Brand. Sluit ramen.***Fire. Close windows.", **more: Any
) -> dict[str, Any]:
    made = {"id": identity, "message": text, "type": "nl-alert", "start_at": "2027-02-07T11:00:00Z", "area": [WITHIN]}
    return {**made, **more}


def read(*messages: Any) -> Reading:
    return nl_alert().read(json.dumps({"data": messages}).encode(), "application/json", AT)


def test_a_message_in_the_municipality() -> None:
    reading = read(message())
    assert reading.signals == (
        Signal(
            "nlalert", "NL1", "NL-Alert: Brand. Sluit ramen.", "red", "NL-Alert", moment("2027-02-07 11:00"), None,
            moment("2027-02-07 11:00"), place="Maastricht",
            detail=("Brand. Sluit ramen.", "geen einde gemeld: kan nog lopen of nooit zijn afgesloten"),
        ),
    )  # fmt: skip
    base = "https://api.public-warning.app/api/v1/providers/nl-alert/alerts"
    assert reading.follow == (Request(f"{base}?after=NL1"),)
    assert read().follow == (), "an empty page is the last"
    assert not reading.complete, "what vanishes is not over"


@pytest.mark.parametrize(
    ("area", "ours"),
    [
        ([WITHIN], True),
        ([AROUND], True),
        ([THROUGH], True),
        ([BESIDE], False),
        ([ROTTERDAM], False),
        ([ROTTERDAM, WITHIN], True),
    ],
    ids=["within", "around", "through", "beside", "elsewhere", "two"],
)
def test_whether_it_is_about_us(area: list[str], ours: bool) -> None:
    assert bool(read(message(area=area)).signals) is ours


def test_without_an_area_it_may_be_about_us() -> None:
    (signal,) = read(message(area=[])).signals
    assert (signal.place, signal.detail[-1]) == ("", "gebied niet genoemd")


@pytest.mark.parametrize("text", ["Dit is een TESTBERICHT.", "Controlebericht NL-Alert", "Proefalarm"])
def test_a_test_is_a_test(text: str) -> None:
    (signal,) = read(message(text=text)).signals
    assert told(signal)[1:] == ("none", "test", f"TEST, NL-Alert: {text}")


def test_one_that_stopped_is_ended() -> None:
    reading = read(message(stop_at="2027-02-07T11:30:00+00:00"), message(2, stop_at="2027-02-07T12:30:00Z"))
    assert ([one.key for one in reading.signals], reading.ended) == (["2"], ("NL1",))


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"id": "x"}, "message ontbreekt"),
        (message(start_at="2027-02-07T11:00:00"), "in welke tijdzone"),
        (message(area=["noord oost zuid"]), "een gebied is niet te lezen"),
        (message(area=["nan,nan 1,1 2,2"]), "een gebied is niet te lezen"),
        (message(area=["50,5"]), "te weinig of te veel punten"),
        (message(area=["50,5 " * 5_001]), "te weinig of te veel punten"),
    ],
)
def test_a_bad_one_costs_only_itself(bad: Any, sentence: str) -> None:
    reading = read(bad, message("goed"))
    assert [one.key for one in reading.signals] == ["goed"]
    assert sentence in reading.remarks[0]


@pytest.mark.parametrize("body", [{"data": {"alerts": []}}, {"alerts": []}, []])
def test_another_shape_is_refused(body: Any) -> None:
    with pytest.raises(FeedRefused, match="andere vorm"):
        nl_alert().read(json.dumps(body).encode(), "", AT)


def test_it_says_that_no_delivery_was_seen_and_is_off() -> None:
    reader = nl_alert()
    assert (reader.tested_on_recording, reader.off_by_default, reader.enabled) == (False, True, False)
    assert "niet officieel" in reader.privacy_rule
