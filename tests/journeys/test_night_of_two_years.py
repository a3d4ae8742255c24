"""An incident over New Year and over the change of clock; and what the played cases brought to light."""

from __future__ import annotations

from tests.journeys.played import Case
from tests.journeys.test_weir_and_dam import six_days_later, the_evening


def test_an_incident_of_new_years_eve_counts_in_the_year_in_which_it_began(case: Case) -> None:
    case.at("2023-12-31T23:40:00+01:00")
    case.open("Vuurwerk in de menigte", "--at", "23:30", "--place", "Vrijthof")
    case.at("2024-01-01T00:20:00+01:00")
    case.incident("grip", "1", "--by", "OvD", "--at", "00:10", "--alarm", "23:55")
    case.log("23:50 politie: ruzie bij het podium")
    line = case.json("log", "list", "--dossier", case.number)[0]
    assert (line["occurred_at"][:16], line["late"]) == ("2023-12-31T23:50", True)
    clocks = {one["key"]: one for one in case.json("incident", "clocks", case.number)}
    assert (clocks["copi"]["due_at"][:16], clocks["copi"]["status"]) == ("2024-01-01T00:25", "running")
    assert case.run("incident", "open", "Brand", "--at", "00:15").line == "INC-24-A001"
    assert case.number == "INC-23-A001"
    counted = [(one["aov_incidents"], one["grip_incidents"]) for one in case.json("figures", "2023", "2024")]
    assert counted == [(1, 1), (1, 0)]
    assert "Begin: zo 31 dec 2023 23:30" in case.sitrep("page")
    case.assert_proven()


def test_clocks_run_by_real_minutes_over_the_night_in_which_the_clock_goes_back(case: Case) -> None:
    case.at("2024-10-27T01:50:00+02:00")
    case.open("Gaslek")
    case.refused("incident", "grip", case.number, "1", "--by", "OvD", "--at", "2024-10-27T02:45", naming=("twee keer",))
    case.at("2024-10-27T02:55:00+02:00")
    case.incident("grip", "1", "--by", "OvD", "--alarm", "2024-10-27T02:50:00+02:00")
    case.at("2024-10-27T02:15:00+01:00")
    [copi] = [one for one in case.json("incident", "clocks", case.number) if one["key"] == "copi"]
    assert (copi["due_at"], copi["status"]) == ("2024-10-27T02:20:00+01:00", "running")
    case.log("meldkamer: CoPI is compleet")
    case.at("2024-10-27T02:25:00+01:00")
    case.incident("clock-stop", "copi")
    assert case.clocks()["copi"] == "late_reached"
    case.incident("grip", "0", "--by", "leider CoPI")
    steps = case.shown()["grip_history"]
    assert [(step["level"], step["at"][11:16], step["at"][-6:]) for step in steps] == [
        (1, "02:55", "+02:00"), (0, "02:25", "+01:00"),
    ]  # fmt: skip
    assert "02:55 (+02:00)  GRIP 1" in case.sitrep("page")
    case.assert_proven()


# --- what the cases brought to light


def test_an_alarm_at_grip_1_starts_no_clock_of_a_team_that_was_called_days_later(case: Case) -> None:
    the_evening(case)
    six_days_later(case)
    assert "missed" not in case.clocks("2024-10-12T20:45").values()


def test_a_step_typed_in_the_minute_of_the_begin_does_not_lie_before_it(case: Case) -> None:
    case.at("2024-10-12T20:40:17+02:00")
    case.open("Schip tegen stuw Borgharen")
    case.incident("grip", "1", "--by", "OvD", "--at", "20:40")


def test_of_two_steps_in_one_minute_the_one_entered_last_is_the_present(case: Case) -> None:
    case.at("2024-10-12T20:40:00+02:00")
    case.open("Schip tegen stuw Borgharen")
    case.at("2024-10-12T20:42:17+02:00")
    case.incident("grip", "1", "--by", "OvD")
    case.at("2024-10-12T20:42:40+02:00")
    case.incident("grip", "2", "--by", "ROL", "--at", "20:42")
    assert case.shown()["grip_level"] == 2


def test_show_marks_what_was_withdrawn(case: Case) -> None:
    case.at("2024-10-12T20:40:00+02:00")
    case.open("Schip tegen stuw Borgharen")
    case.incident("grip", "4", "--by", "OvD")
    case.incident("withdraw", case.shown()["grip_history"][0]["record_id"], "--reason", "vergissing")
    case.run("log", "--withdraw", case.log("het schip zinkt"), "onzin")
    told = case.run("incident", "show", case.number).out
    assert told.count("ingetrokken") == 2
