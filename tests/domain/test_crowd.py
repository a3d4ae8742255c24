"""The state of a place: from its records in any order of arrival, with corrections, late readings, and thresholds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.domain.crowd import (
    AreaSet,
    CapacitySet,
    CrowdCorrected,
    CrowdPayload,
    CrowdRead,
    CrowdWithdrawn,
    ThresholdDropped,
    ThresholdSet,
    after,
    crowd_subject,
)
from aovconsole.domain.crowd_state import curve_of, state_of
from aovconsole.domain.kinds import decode, tables_of
from aovconsole.domain.record import Record, encode
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from tests.still_clock import CARNIVAL_SUNDAY

NOW = CARNIVAL_SUNDAY


@dataclass(frozen=True)
class Step:
    """A record to be: what it says, and how many minutes from now it happened; it is written in this order."""

    payload: CrowdPayload
    minutes: int = 0


def records_of(steps: list[Step]) -> list[Record]:
    """The records of these steps, each with the id `r<place in the list>`."""
    return [
        Record(
            number, f"r{number}", "test", "s", number + 1, f"{1_802_009_400_000 + number}-00000", "set", stored(NOW),
            stored(NOW + timedelta(minutes=step.minutes)), stored(NOW), "", "d", "p",
            step.payload.kind, step.payload.version, encode(step.payload), "", "", "", "", "",
        )
        for number, step in enumerate(steps)
    ]  # fmt: skip


def row_of(*steps: Step) -> SubjectRow:
    row = tables_of(records_of(list(steps))).row
    assert row is not None
    return row


def body_of(*steps: Step) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row_of(*steps).body)
    return body


def said(*steps: Step) -> list[tuple[str, str]]:
    """The lines of the log, each with what stands in its place."""
    return [(item.text, item.correction) for item in tables_of(records_of(list(steps))).items]


def persons(count: int, minutes: int = 0, **more: Any) -> Step:
    return Step(CrowdRead("Vrijthof", str(count), **more), minutes)


def share(value: str, minutes: int = 0) -> Step:
    return Step(CrowdRead("Vrijthof", value, "share"), minutes)


def threshold(value: str, label: str, unit: str = "persons", minutes: int = -600) -> Step:
    return Step(ThresholdSet("Vrijthof", value, label, unit, "OOV", decision=f"besluit {label}"), minutes)


def capacity(count: int, minutes: int = -600) -> Step:
    return Step(CapacitySet("Vrijthof", count, "OOV"), minutes)


def minute(at: str) -> int:
    """How many minutes from now a stored moment lies."""
    return next(number for number in range(-600, 601) if stored(NOW + timedelta(minutes=number)) == at)


def reached(body: dict[str, Any]) -> list[tuple[str, int]]:
    return [(one["label"], minute(one["since"])) for one in body["reached"]]


def ended(body: dict[str, Any]) -> list[tuple[str, int, int, str]]:
    return [(one["label"], minute(one["since"]), minute(one["until"]), one["ended_by"]) for one in body["ended"]]


TWO = (threshold("10000", "aandacht"), threshold("14000", "vol"))


def test_a_threshold_is_reached_since_the_first_reading_of_its_run() -> None:
    body = body_of(*TWO, persons(8000, -60), persons(10_000, -50), persons(15_000, -40), persons(14_500, -30))
    assert reached(body) == [("vol", -40), ("aandacht", -50)]
    assert body["reached"][0]["decision"] == "besluit vol"
    assert [one["reading_id"] for one in body["reached"]] == ["r5", "r5"]
    under = body_of(*TWO, persons(15_000, -40), persons(12_000, -30), persons(9_000, -20), persons(11_000, -10))
    assert reached(under) == [("aandacht", -10)]
    assert ended(under) == [("aandacht", -40, -20, "reading"), ("vol", -40, -30, "reading")]


def test_a_late_reading_and_a_correction_change_what_followed_from_it() -> None:
    run = (*TWO, persons(11_000, -60), persons(12_000, -20))
    assert reached(body_of(*run)) == [("aandacht", -60)]
    late = body_of(*run, persons(9_000, -40))
    assert (reached(late), ended(late)) == ([("aandacht", -20)], [("aandacht", -60, -40, "reading")])
    assert [one["value"] for one in late["readings"]] == ["11000", "9000", "12000"]
    corrected = body_of(*run, Step(CrowdCorrected("r3", "15000", reason="nul vergeten"), -20))
    assert reached(corrected) == [("vol", -20), ("aandacht", -60)]
    newest = corrected["readings"][-1]
    assert (newest["value"], newest["first"], newest["reason"]) == ("15000", "12.000 personen", "nul vergeten")
    assert len(corrected["readings"]) == 2
    assert reached(body_of(*run, Step(CrowdWithdrawn("r3"), -20), Step(CrowdWithdrawn("r2"), -60))) == []


def test_what_is_set_holds_from_then_on_and_not_before() -> None:
    body = body_of(persons(12_000, -60), threshold("10000", "aandacht", minutes=-30))
    assert reached(body) == [("aandacht", -30)]
    higher = body_of(persons(12_000, -60), *TWO[:1], threshold("13000", "aandacht", minutes=-30))
    assert (reached(higher), ended(higher)) == ([], [("aandacht", -60, -30, "setting")])
    dropped = Step(ThresholdDropped("Vrijthof", "Aandacht"), -20)
    gone = body_of(persons(12_000, -60), *TWO[:1], dropped)
    assert (reached(gone), ended(gone)) == ([], [("aandacht", -60, -20, "setting")])
    moved = body_of(share("0.8", -60), *TWO[:1], capacity(15_000), capacity(10_000, -10))
    assert (reached(moved), ended(moved)) == ([], [("aandacht", -60, -10, "setting")])


def test_a_mistake_that_is_set_right_at_the_same_moment_never_counted() -> None:
    body = body_of(persons(12_000, -60), threshold("1000", "vol", minutes=-30), threshold("14000", "vol", minutes=-30))
    assert (reached(body), ended(body)) == ([], [])
    withdrawn = body_of(persons(12_000, -60), threshold("1000", "vol", minutes=-30), Step(CrowdWithdrawn("r1"), -30))
    assert (reached(withdrawn), ended(withdrawn), withdrawn["settings"]) == ([], [], [])


def test_units_are_compared_only_where_a_step_is_honest() -> None:
    of_share = threshold("0.8", "vol", "share")
    assert reached(body_of(of_share, persons(50_000, -10))) == [], "nobody said how many it holds"
    assert reached(body_of(of_share, persons(12_000, -10), capacity(15_000))) == [("vol", -10)]
    assert reached(body_of(of_share, persons(11_999, -10), capacity(15_000))) == []
    dense = Step(CrowdRead("Vrijthof", "3", "density"), -10)
    area = Step(AreaSet("Vrijthof", "5000", "OOV"), -600)
    assert reached(body_of(*TWO, dense, capacity(15_000))) == []
    body = body_of(*TWO, dense, area)
    assert reached(body) == [("vol", -10), ("aandacht", -10)]
    assert [one["converted"] for one in body["reached"]] == [True, True]


def test_a_reading_that_cannot_be_compared_leaves_what_stands() -> None:
    body = body_of(*TWO, persons(15_000, -60), Step(CrowdRead("Vrijthof", "0.5", "density"), -10))
    assert [(one["label"], minute(one["reading_at"])) for one in body["reached"]] == [("vol", -60), ("aandacht", -60)]


@pytest.mark.parametrize(
    ("steps", "trend"),
    [
        ([], ""),
        ([persons(100)], ""),
        ([persons(100, -10), persons(106)], "rising"),
        ([persons(100, -10), persons(105)], "steady"),
        ([persons(100, -10), persons(94)], "falling"),
        ([persons(100, -30), persons(103, -20), persons(106)], "rising"),
        ([persons(500, -40), persons(100, -30), persons(101, -20), persons(102)], "steady"),
        ([persons(100, -61), persons(500)], ""),
        ([persons(100, -20), share("0.9", -10), persons(50)], "falling"),
        ([persons(100, -20), persons(200, -10), share("0.9")], ""),
        ([persons(0, -10), persons(0)], "steady"),
        ([persons(0, -10), persons(1)], "rising"),
    ],
)
def test_the_trend_is_that_of_the_last_readings_of_one_unit(steps: list[Step], trend: str) -> None:
    assert body_of(capacity(1000), *steps)["trend"] == trend


def test_the_state_tells_age_and_the_newest_in_every_unit_that_a_step_leads_to() -> None:
    body = body_of(capacity(15_000), *TWO, persons(15_000, -30), persons(12_000, -7))
    state = state_of(body, NOW, known_place=True)
    assert (state.age_minutes, state.persons, state.share, state.density) == (7, Decimal(12_000), Decimal("0.8"), None)
    assert [(one.label, minute(one.until)) for one in state.left] == [("vol", -7)]
    assert [one.label for one in state.thresholds] == ["vol", "aandacht"]
    assert (state.readings_count, state.trend) == (2, "falling")


def test_the_curve_takes_over_what_can_be_and_counts_what_cannot() -> None:
    body = body_of(
        share("0.5", -60), capacity(10_000, -40), share("0.6", -30), capacity(20_000, -20), share("0.6", -10),
        persons(9_000), *TWO, threshold("0.9", "deel", "share"),
    )  # fmt: skip
    curve = curve_of(body)
    assert (curve.unit, curve.left_out) == ("persons", 1)
    points = [(minute(point.at), point.value, point.converted) for point in curve.points]
    assert points == [(-30, Decimal(6_000), True), (-10, Decimal(12_000), True), (0, Decimal(9_000), False)]
    assert [(f"{value:g}", label) for value, label in curve.marks] == [
        ("10000", "aandacht"),
        ("14000", "vol"),
        ("18000.0", "deel"),
    ]
    assert curve_of(body, "density").points == ()


def test_a_line_says_what_the_reading_said_and_nothing_that_came_later() -> None:
    seen = CrowdRead(
        "Vrijthof", "12000", method="camera", estimated=True, by="politie", note="bij het podium",
        capacity="15000", reached=("aandacht", "begin"),
    )  # fmt: skip
    sentence = "Vrijthof 12.000 geschat (camera), 80% van 15.000 · drempel 'aandacht' bereikt · bij het podium"
    assert said(Step(seen)) == [(sentence, "")]
    later = said(Step(seen), capacity(90_000, -1), threshold("1", "laag", minutes=-1))
    assert later[0] == (sentence, "")
    assert later[1][0] == "Vrijthof: capaciteit 90.000 (OOV)"
    assert later[2][0] == "Vrijthof: drempel 'laag' bij 1 (OOV) · voorbereid besluit: besluit laag"
    [(text, correction)] = said(Step(seen), Step(CrowdCorrected("r0", "9000", reason="dubbel geteld")))
    assert (text, correction) == (sentence, "Vrijthof 9.000 personen · dubbel geteld")


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (CrowdRead("Markt", "300"), "Markt 300 personen"),
        (CrowdRead("Markt", "300", method="counted"), "Markt 300 geteld"),
        (CrowdRead("Markt", "300", method="estimated", estimated=True), "Markt 300 geschat"),
        (CrowdRead("Markt", "300", method="sensor"), "Markt 300 (sensor)"),
        (CrowdRead("Markt", "300", area="200"), "Markt 300 personen, 1,5/m² op 200 m²"),
        (CrowdRead("Markt", "0.8", "share"), "Markt 80%"),
        (CrowdRead("Markt", "0.8", "share", capacity="15000"), "Markt 80%, ongeveer 12.000 van 15.000"),
        (CrowdRead("Markt", "2.5", "density", area="4000"), "Markt 2,5/m², ongeveer 10.000 op 4.000 m²"),
        (CrowdRead("Markt", "2.5", "density", capacity="4000"), "Markt 2,5/m²"),
        (CrowdRead("Markt", "0", capacity="100"), "Markt 0 personen, 0% van 100"),
    ],
)
def test_a_reading_is_one_sentence(read: CrowdRead, text: str) -> None:
    assert said(Step(read)) == [(text, "")]


def test_what_is_withdrawn_stays_readable() -> None:
    tables = tables_of(records_of([persons(10), capacity(50), Step(CrowdWithdrawn("r0", "verkeerd plein"))]))
    line = tables.items[0]
    assert (line.text, line.corrected_by) == ("Vrijthof 10 personen", "r2")
    assert json.loads(line.extra) == {"withdrawn": True, "reason": "verkeerd plein"}
    assert tables.row is not None and tables.row.status == "unmeasured"


def test_what_another_station_forged_stops_nothing() -> None:
    for text in (
        '{"place":"X","value":"-1"}', '{"place":"X","value":"1e9"}', '{"place":"X","value":"nan"}',
        '{"place":"X","value":"vol"}', '{"place":"X","value":"1","unit":"mensen"}', '{"place":"X","value":5}',
        '{"place":"X","value":"1","method":"gevoel"}', '{"place":"X","value":"1","capacity":"veel"}',
    ):  # fmt: skip
        [record] = records_of([persons(1)])
        tables = tables_of([record._replace(payload=text)])
        assert (tables.row, [item.type for item in tables.items]) == (None, ["unknown"]), text
    for payload in (
        '{"place":"X","persons":0}',
        '{"place":"X","persons":-4}',
        '{"place":"X","persons":9,"as_of":"ooit"}',
    ):
        [record] = records_of([capacity(1)])
        assert tables_of([record._replace(payload=payload)]).row is None, payload
    zero = tables_of(records_of([persons(1, capacity="0", area="0")]))
    assert [item.text for item in zero.items] == ["Vrijthof 1 personen"]


def test_a_correction_waits_for_its_reading() -> None:
    correction, reading = records_of([Step(CrowdCorrected("r1", "5")), persons(7)])
    assert tables_of([correction]).row is None
    both = tables_of([reading, correction]).row
    assert both is not None and json.loads(both.body)["readings"][0]["value"] == "5"


def test_two_stations_agree_on_the_subject_of_a_place() -> None:
    assert crowd_subject("d", "Vrijthof") == crowd_subject("d", " vrijthof ") != crowd_subject("e", "Vrijthof")


LABELS = st.sampled_from(["aandacht", "vol"])
PAYLOADS = st.one_of(
    st.builds(lambda n: CrowdRead("Vrijthof", str(n)), st.integers(0, 20)),
    st.builds(lambda n: CrowdRead("Vrijthof", f"{n / 10:g}", "share"), st.integers(0, 15)),
    st.builds(lambda r, n: CrowdCorrected(f"r{r}", str(n)), st.integers(0, 12), st.integers(0, 20)),
    st.builds(lambda r: CrowdWithdrawn(f"r{r}"), st.integers(0, 12)),
    st.builds(lambda n: CapacitySet("vrijthof", n), st.integers(1, 30)),
    st.builds(lambda n, label: ThresholdSet("Vrijthof", str(n), label), st.integers(1, 20), LABELS),
    st.builds(lambda label: ThresholdDropped("Vrijthof", label), LABELS),
)
HISTORIES = st.lists(st.builds(Step, PAYLOADS, st.integers(-8, 0)), min_size=1, max_size=14)


@settings(deadline=None)
@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(steps: list[Step], chance: Random) -> None:
    records = records_of(steps)
    tables = tables_of(records)
    assert tables_of(chance.sample(records, len(records))) == tables
    for order in list(permutations(records[:4]))[:24]:
        assert tables_of([*order, *records[4:]]) == tables


@settings(deadline=None)
@given(HISTORIES)
def test_what_stands_reached_is_what_the_records_say(steps: list[Step]) -> None:
    """Told again the slow way: the last capacity, the last of each threshold, the last reading with its correction."""
    row = tables_of(records_of(steps)).row
    if row is None:
        return
    gone = {step.payload.record for step in steps if isinstance(step.payload, CrowdWithdrawn)}
    fixed = {step.payload.record: step.payload for step in steps if isinstance(step.payload, CrowdCorrected)}
    happened = sorted(
        (step.minutes, number, step.payload) for number, step in enumerate(steps) if f"r{number}" not in gone
    )
    size: int | None = None
    holds: dict[str, int] = {}
    seen: CrowdRead | CrowdCorrected | None = None
    by_persons: CrowdRead | CrowdCorrected | None = None
    for _, number, payload in happened:
        match payload:
            case CapacitySet():
                size = payload.persons
            case ThresholdSet():
                holds[payload.label] = int(payload.value)
            case ThresholdDropped():
                holds.pop(payload.label, None)
            case CrowdRead():
                seen = fixed.get(f"r{number}", payload)
                by_persons = seen if seen.unit == "persons" else by_persons
            case _:
                pass
    if seen and seen.unit == "share" and size:
        count: Decimal | None = Decimal(seen.value) * size
    else:
        count = Decimal(by_persons.value) if by_persons else None
    wanted = {label for label, value in holds.items() if count is not None and count >= value}
    assert {one["label"] for one in json.loads(row.body)["reached"]} == wanted
    assert (row.status == "reached") == bool(wanted)


@settings(deadline=None)
@given(HISTORIES, st.sampled_from(["persons", "share", "density"]), st.integers(-3, 3))
def test_a_place_grown_by_one_reading_is_the_place_folded_from_all(steps: list[Step], unit: str, minutes: int) -> None:
    """The short way and the long way say the same, also with words that look like the body itself."""
    note = ',"readings":[{"at":"","unit":"share"}]'
    if any(getattr(step.payload, "record", "") == f"r{len(steps)}" for step in steps):
        return  # nobody corrects what is only written now
    records = records_of([*steps, Step(CrowdRead("vrijthof", "1", unit, note=note), minutes)])
    before, whole = tables_of(records[:-1]).row, tables_of(records)
    payload = decode(records[-1])
    assert isinstance(payload, CrowdRead)
    grown = after(before, records[-1], payload) if before else None
    if grown is None:  # nothing is known yet, or something is of that minute or later
        return
    assert grown.row == whole.row
    assert set(grown.items) == {item for item in whole.items if item.record_id == records[-1].id}


def test_only_a_reading_after_all_that_is_known_is_told_from_the_row() -> None:
    for steps, told in (
        ([persons(1, -5), persons(2, -4)], True),
        ([persons(1, -5), persons(2, -5)], False),
        ([persons(1, -5), capacity(9, -3), persons(2, -4)], False),
        ([persons(1, -5), capacity(9, -4)], False),
        ([persons(1, -5), Step(CrowdWithdrawn("r0")), persons(2, -6)], True),
    ):
        records = records_of(steps)
        row, payload = tables_of(records[:-1]).row, steps[-1].payload
        assert row is not None
        assert (after(row, records[-1], payload) is not None) is told, steps
