"""Measures at the desk: what a step writes, what becomes owed, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.measure_steps import DutyDone, DutyOwed, MeasureFieldSet
from aovconsole.domain.record import Draft
from aovconsole.domain.times import AMSTERDAM
from aovconsole.errors import NumberUnknown
from aovconsole.reference.files import load_powers
from tests.builders import append, assert_green, desk_at, given, records_of
from tests.desk.measures import (
    CHAIR,
    HOUR,
    INCIDENT,
    NOW,
    body,
    conditions,
    duty,
    open_keys,
    prepared,
    taken,
    texts,
)
from tests.require import REPOSITORY
from tests.still_clock import StillClock


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """A desk with one incident, at carnival Sunday 15:10; the journal is sound afterwards."""
    made = desk_at(tmp_path, clock)
    made.incidents.open("Overlaatdam Bosscherveld")
    yield made
    assert_green(made.journal)
    made.journal.close()


# --- preparing


def test_a_prepared_measure_keeps_which_rule_stood_there(desk: Desk) -> None:
    row = desk.measures.prepare(INCIDENT, "emergency_ordinance", {"area": "Bosscherveld", "ground": "RAMP"})
    assert (row.number, row.title, row.status, row.place) == ("M-A1", "noodverordening", "prepared", "Bosscherveld")
    view = json.loads(row.body)
    assert [view[key] for key in ("power", "article", "text_as_of", "rule_status")] == [
        "emergency_ordinance", "Gemeentewet art. 176", "2017-05-10", "te toetsen door jurist",
    ]  # fmt: skip
    assert dict(view["values"]) == {"area": "Bosscherveld", "ground": "ramp"}
    assert texts(desk) == ["M-A1 noodverordening: voorbereid"]


def test_numbers_count_within_the_dossier(desk: Desk) -> None:
    other = desk.incidents.open("Gaslek").number
    numbers = [desk.measures.prepare(where, "light_order").number for where in (INCIDENT, other, INCIDENT)]
    assert numbers == ["M-A1", "M-A1", "M-A2"]
    assert desk.measures.find(other, "m-a1").dossier == desk.seat.find(other).subject
    assert desk.measures.find(INCIDENT, desk.measures.find(INCIDENT, "M-A2").subject).number == "M-A2"
    with pytest.raises(NumberUnknown, match="M-A2"):
        desk.measures.find(other, "M-A2")


def test_a_form_that_is_sent_twice_makes_one_measure(desk: Desk) -> None:
    draft = "01a39021-52c0-7753-bfc2-571cd147ca89"
    for _ in range(2):
        row = desk.measures.prepare(INCIDENT, "light_order", {"facts": "x"}, draft_id=draft)
    assert (row.subject, row.number) == (draft, "M-A1")
    assert sum(record.kind.startswith("measure.") for record in records_of(desk.journal)) == 2


def test_only_what_changed_is_written(desk: Desk) -> None:
    measure = desk.measures.prepare(INCIDENT, "light_order", {"facts": "a", "area": "Markt"}).subject
    given(desk).when(lambda d: d.measures.fill(measure, {"facts": "a", "area": "Vrijthof"})).then("measure.field_set")
    given(desk).when(lambda d: d.measures.fill(measure, {"facts": "a", "area": "Vrijthof"})).then()
    given(desk).when(lambda d: d.measures.fill(measure, {"facts": " "})).then("measure.field_set")
    assert dict(body(desk, measure)["values"]) == {"area": "Vrijthof"}


def test_two_stations_that_fill_the_same_field_keep_both_values(desk: Desk) -> None:
    row = desk.measures.prepare(INCIDENT, "light_order", {"area": "Markt"})
    for value in ("Vrijthof", "Bassin"):
        append(desk.journal, Draft(MeasureFieldSet("area", value), subject=row.subject, dossier=row.dossier))
    view = body(desk, row.subject)
    assert (dict(view["values"])["area"], view["other_values"]) == ("Bassin", ["area: Markt", "area: Vrijthof"])
    desk.measures.fill(row.subject, {"area": "Wyck"})
    assert body(desk, row.subject)["other_values"] == []


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        pytest.param("ground", "verstoring van de openbare orde", "verstoring van de openbare orde", id="choice"),
        pytest.param(
            "ground", " Ernstige vrees voor verstoring van de openbare orde ;verstoring van de openbare orde",
            "verstoring van de openbare orde; ernstige vrees voor verstoring van de openbare orde", id="two choices",
        ),
        pytest.param("within_law", "J", "ja", id="yes"),
        pytest.param("within_law", "no", "nee", id="no"),
        pytest.param("facts", "a=b\nc", "a=b\nc", id="lines"),
        pytest.param("begin", "14:00", "2027-02-07T13:00:00.000000+00:00", id="begin is today's"),
        pytest.param("end", "14:00", "2027-02-08T13:00:00.000000+00:00", id="end is the next"),
        pytest.param("end", "31-10-2027 01:30", "2027-10-30T23:30:00.000000+00:00", id="a date with a time"),
    ],
)  # fmt: skip
def test_a_value_is_kept_as(desk: Desk, key: str, typed: str, kept: str) -> None:
    row = desk.measures.prepare(INCIDENT, "light_order", {key: typed})
    assert dict(json.loads(row.body)["values"])[key] == kept


def test_an_end_is_read_beside_its_begin(desk: Desk) -> None:
    row = desk.measures.prepare(INCIDENT, "light_order", {"end": "02:00", "begin": "10-02-2027 20:00"})
    assert dict(json.loads(row.body)["values"])["end"] == "2027-02-11T01:00:00.000000+00:00"


def test_separate_days_are_kept_in_order_and_once(desk: Desk) -> None:
    row = desk.measures.prepare(INCIDENT, "group_measures", {"days": "14-02-2027; 2027-02-07,14-02-2027"})
    assert dict(json.loads(row.body)["values"])["days"] == "2027-02-07, 2027-02-14"


def test_missing_names_what_is_not_there(desk: Desk) -> None:
    measure = prepared(desk, "admin_detention", first_chance="nee", facts="")
    assert desk.measures.missing(measure) == (
        "feiten en omstandigheden", "groep kreeg eerst de kans om alsnog na te leven", "einde",
    )  # fmt: skip


# --- deciding


def test_a_decision_keeps_what_it_makes_owed(desk: Desk) -> None:
    measure = prepared(desk, "emergency_ordinance")
    given(desk).when(lambda d: d.measures.decide(measure, by="Burgemeester", reason="dam")).then(
        "measure.decided", *["measure.duty_owed"] * 6
    )
    row = desk.measures.find(INCIDENT, "M-A1")
    view = json.loads(row.body)
    assert (row.status, row.end_at, view["decided_by"], view["capacity"], view["reason"]) == (
        "taken", "", "burgemeester", "", "dam",
    )  # fmt: skip
    assert (view["owed_count"], open_keys(desk, measure)) == (
        6, {"announcement", "council", "commissioner", "prosecution", "ratification", "withdrawal"},
    )  # fmt: skip
    vote = duty(desk, measure, "ratification")
    assert vote["label"] == "bekrachtiging in de eerstvolgende raadsvergadering (datum raad nog invullen)"
    assert texts(desk)[-1] == "M-A1 noodverordening: besloten door burgemeester, 07-02 15:10: dam"


def test_at_grip_4_the_chair_decides_and_the_council_does_not_ratify(desk: Desk) -> None:
    measure = taken(desk, "emergency_ordinance", capacity=CHAIR)
    assert {"ratification", "council"} & open_keys(desk, measure) == {"council"}
    assert duty(desk, measure, "regional_report")["source"] == "Wet veiligheidsregio's art. 40 (BWBR0027466)"
    assert f"besloten door burgemeester als {CHAIR}, 07-02 15:10" in texts(desk)[-1]


def test_the_conditions_give_begin_and_end(desk: Desk) -> None:
    measure = prepared(desk, "light_order", begin="16:00", end="02:00")
    row = desk.measures.decide(measure, by="loco-burgemeester")
    assert (row.begin_at, row.end_at) == ("2027-02-07T15:00:00.000000+00:00", "2027-02-08T01:00:00.000000+00:00")
    assert texts(desk)[-1].endswith("besloten door loco-burgemeester, 07-02 16:00 tot 08-02 02:00")


def test_over_new_year_the_line_names_the_year(tmp_path: Path) -> None:
    desk = desk_at(tmp_path, StillClock(datetime(2026, 12, 31, 18, tzinfo=AMSTERDAM)))
    desk.incidents.open("Vuurwerk")
    measure = desk.measures.prepare("INC-26-A001", "urgent_search", conditions(desk, "urgent_search")).subject
    desk.measures.decide(measure, by="burgemeester", end=datetime(2027, 1, 1, 6, tzinfo=AMSTERDAM))
    assert texts(desk)[-1].endswith("31-12 18:00 tot 01-01-2027 06:00")
    desk.journal.close()


def test_twelve_hours_are_real_hours_when_the_clock_goes_forward(tmp_path: Path) -> None:
    desk = desk_at(tmp_path, StillClock(datetime(2027, 3, 27, 20, tzinfo=AMSTERDAM)))
    desk.incidents.open("Steekpartij")
    measure = prepared(desk, "urgent_search", end="09:01")
    given(desk).when(lambda d: d.measures.decide(measure, by="burgemeester")).refused("uiterlijk 28-03-2027 09:00")
    desk.measures.fill(measure, {"end": "09:00"})
    desk.measures.decide(measure, by="burgemeester")
    desk.journal.close()


def test_separate_days_take_the_place_of_an_end(desk: Desk) -> None:
    measure = prepared(desk, "group_measures", days="14-02-2027, 21-02-2027")
    assert desk.measures.missing(measure) == ()
    row = desk.measures.decide(measure, by="burgemeester")
    assert (row.begin_at, row.end_at) == ("2027-02-13T23:00:00.000000+00:00", "2027-02-21T23:00:00.000000+00:00")
    given(desk).when(lambda d: d.measures.extend(measure, NOW + 30 * 24 * HOUR, by="burgemeester")).refused(
        "losse dagen"
    )


def test_a_decision_not_to_do_it_owes_nothing(desk: Desk) -> None:
    measure = desk.measures.prepare(INCIDENT, "emergency_order").subject
    row = desk.measures.decide(measure, by="burgemeester", taken=False, reason="niet nodig")
    assert (row.status, json.loads(row.body)["duties"]) == ("not_taken", [])
    assert texts(desk)[-1] == "M-A1 noodbevel: niet genomen, door burgemeester: niet nodig"
    assert desk.measures.owed(INCIDENT) == ()


def test_an_oral_decision_owes_its_writing(desk: Desk) -> None:
    measure = desk.measures.prepare(INCIDENT, "urgent_search", {"facts": "messen", "area": "Markt"}).subject
    desk.measures.decide(measure, by="burgemeester", oral=True, end=NOW + 12 * HOUR)
    written = duty(desk, measure, "written")
    assert written["label"].startswith("aanwijzing op schrift stellen; nog: grond, waarom onvoorzien en spoedeisend")
    assert (written["at_once"], written["source"]) == (True, "Gemeentewet art. 174b, derde lid (BWBR0005416)")
    assert "besloten door burgemeester, mondeling, 07-02 15:10 tot 08-02 03:10" in texts(desk)[-1]
    given(desk).when(lambda d: d.measures.done(measure, "written")).refused("nog niet ingevuld: grond")
    desk.measures.fill(measure, conditions(desk, "urgent_search"))
    desk.measures.done(measure, "written", by="jurist")
    assert "written" not in open_keys(desk, measure)


@pytest.mark.parametrize("power", [power.key for power in load_powers().powers if power.oral_allowed])
def test_every_oral_decision_must_be_written_down(desk: Desk, power: str) -> None:
    measure = desk.measures.prepare(INCIDENT, power).subject
    end = None if desk.measures.power(power).fixed else NOW + HOUR
    desk.measures.decide(measure, by="burgemeester", oral=True, end=end)
    assert "; nog: " in duty(desk, measure, "written")["label"]


# --- extending, withdrawing, ticking


def test_an_extension_moves_the_end_and_owes_its_announcement(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "home_ban", end=NOW + 240 * HOUR)
    clock.advance(hours=200)
    row = desk.measures.extend(measure, NOW + 672 * HOUR, by="burgemeester", reason="dreiging duurt voort")
    assert (row.status, row.end_at) == ("taken", "2027-03-07T14:10:00.000000+00:00")
    assert [one["end_at"] for one in json.loads(row.body)["extensions"]] == [row.end_at]
    assert "announcement_extended" in open_keys(desk, measure)
    assert texts(desk)[-1] == (
        "M-A1 tijdelijk huisverbod: verlengd tot 07-03 15:10, door burgemeester: dreiging duurt voort"
    )


def test_a_withdrawal_is_done_by_itself_and_owes_the_same_notices(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "search_zone", end=NOW + 12 * HOUR)
    clock.advance(hours=2)
    row = desk.measures.withdraw(measure, by="burgemeester", reason="rustig")
    assert (row.status, row.end_at) == ("withdrawn", "2027-02-07T16:10:00.000000+00:00")
    assert (duty(desk, measure, "withdrawal")["outcome"], duty(desk, measure, "withdrawal")["done_at"]) == (
        "done", row.end_at,
    )  # fmt: skip
    assert {"council_withdrawn", "prosecutor_withdrawn", "council"} <= open_keys(desk, measure)


def test_the_announcement_starts_the_objection_term(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "closure_drugs", end=NOW + 2000 * HOUR)
    clock.advance(hours=24 * 5)
    desk.measures.done(measure, "announcement", by="THOR", via="uitgereikt")
    term = duty(desk, measure, "objection")
    assert (term["type"], term["label"], term["due_at"]) == (
        "term", "bezwaartermijn tot en met dinsdag 30 maart 2027", "2027-03-30T21:59:00.000000+00:00",
    )  # fmt: skip
    assert body(desk, measure)["owed_count"] == 0, "a term that runs asks nothing of us"
    assert "uitreiken): gedaan, door THOR, via uitgereikt" in texts(desk)[-1]


def test_the_ratification_from_date_to_appeal(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "emergency_ordinance")
    desk.measures.due_date(measure, "ratification", NOW + 216 * HOUR)
    vote = duty(desk, measure, "ratification")
    assert (vote["label"], vote["due_at"]) == (
        "bekrachtiging in de eerstvolgende raadsvergadering", "2027-02-16T14:10:00.000000+00:00",
    )  # fmt: skip
    assert vote["owed_since"] == "2027-02-07T14:10:00.000000+00:00"
    clock.advance(hours=216)
    desk.measures.done(measure, "ratification", outcome="rejected")
    assert duty(desk, measure, "appeal")["due_at"] == "2027-02-17T14:10:00.000000+00:00"
    assert "lapse" in open_keys(desk, measure)


def test_a_ratified_ordinance_owes_no_appeal(desk: Desk) -> None:
    measure = taken(desk, "emergency_ordinance")
    desk.measures.done(measure, "ratification", outcome="ratified", by="raad")
    assert {"appeal", "lapse"} & {one["key"] for one in body(desk, measure)["duties"]} == set()
    assert texts(desk)[-1].endswith("raadsvergadering (raad): bekrachtigd, door raad")


def test_what_is_owed_again_after_a_tick_is_open_again(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "closure_home", end=NOW + 100 * HOUR)
    for hours in (200, 300):
        clock.advance(minutes=1)
        desk.measures.extend(measure, NOW + hours * HOUR, by="burgemeester")
        assert "announcement_extended" in open_keys(desk, measure)
        desk.measures.done(measure, "announcement_extended")
        assert "announcement_extended" not in open_keys(desk, measure)


def test_a_tick_and_a_date_of_two_stations_do_not_undo_each_other(desk: Desk) -> None:
    measure = taken(desk, "emergency_ordinance")
    view = body(desk, measure)
    owed = duty(desk, measure, "ratification")
    dated = DutyOwed(
        "ratification", "bekrachtiging", "raad", "act", "2027-02-16T14:10:00.000000+00:00",
        arises_from=next(step["record_id"] for step in view["steps"] if step["kind"] == "decided"),
    )  # fmt: skip
    append(
        desk.journal,
        Draft(DutyDone("ratification", "ratified"), subject=measure, dossier=view["dossier"]),
        Draft(dated, subject=measure, dossier=view["dossier"]),
    )
    found = duty(desk, measure, "ratification")
    assert (owed["outcome"], found["outcome"], found["due_at"][:10]) == ("", "ratified", "2027-02-16")


def test_a_closed_dossier_still_lets_its_measures_end(desk: Desk) -> None:
    cmt = desk.cmt.open("Carnaval")
    running, waiting = (
        desk.measures.prepare(cmt.number, power, conditions(desk, power)).subject
        for power in ("closure_home", "light_order")
    )
    desk.measures.decide(running, by="burgemeester", end=NOW + 100 * HOUR)
    desk.cmt.close(cmt.number)
    given(desk).when(lambda d: d.measures.prepare(cmt.number, "light_order")).refused("CMT-27-A001 is afgesloten")
    desk.measures.extend(running, NOW + 200 * HOUR, by="burgemeester")
    desk.measures.done(running, "announcement")
    desk.measures.withdraw(running, by="loco-burgemeester")
    desk.measures.decide(waiting, by="burgemeester", taken=False)
    found = [desk.measures.find(cmt.number, number).status for number in ("M-A1", "M-A2")]
    assert found == ["withdrawn", "not_taken"]


def test_owed_holds_what_runs_and_what_must_be_done(desk: Desk, clock: StillClock) -> None:
    def numbers(dossier: str | None = INCIDENT) -> list[str]:
        return [row.number for row in desk.measures.owed(dossier)]

    measure = taken(desk, "closure_home", end=NOW + HOUR)
    other = desk.incidents.open("Gaslek").number
    assert (numbers(), numbers(other), numbers(None)) == (["M-A1"], [], ["M-A1"])
    desk.measures.done(measure, "announcement")
    assert numbers() == ["M-A1"], "it runs"
    clock.advance(hours=2)
    assert numbers() == ["M-A1"], "it is over, but the term after it runs"
    clock.advance(hours=7 * 7 * 24)
    assert numbers() == [], "everything is over"


def test_a_measure_outlives_its_power_in_the_data(desk: Desk) -> None:
    measure, waiting = taken(desk, "closure_home", end=NOW + HOUR), prepared(desk, "closure_home")
    shipped = (REPOSITORY / "data" / "powers.toml").read_text(encoding="utf-8")
    own = desk.journal.home / "data" / "powers.toml"
    own.parent.mkdir()
    own.write_text(shipped.replace('key = "closure_home"', 'key = "closure"'), encoding="utf-8")
    given(desk).when(lambda d: d.measures.decide(waiting, by="burgemeester")).refused("closure_home bestaat niet")
    assert desk.measures.missing(waiting) == ()
    desk.measures.done(measure, "announcement")
    assert desk.measures.withdraw(measure, by="burgemeester").status == "withdrawn"
    assert body(desk, measure)["article"] == "Gemeentewet art. 174a"
