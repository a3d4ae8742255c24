"""Every power's terms as `data/powers.toml` says them: maximum, extension, separate days, what is owed when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from aovconsole.domain.measure_steps import DutyOwed
from aovconsole.domain.measure_terms import (
    Limits,
    Moments,
    check_days,
    check_end,
    check_extension,
    latest_end,
    owed_on,
    stretch_of,
)
from aovconsole.domain.times import AMSTERDAM
from aovconsole.errors import CommandRefused
from aovconsole.reference.files import load_holidays, load_powers
from aovconsole.reference.powers import Power

POWERS = {power.key: power for power in load_powers().powers}
CHAIR = "voorzitter veiligheidsregio"


def at(text: str) -> datetime:
    """A moment by the wall clock of Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def limits(key: str) -> Limits:
    return POWERS[key]


# --- the longest that a power may last


LATEST = [
    ("urgent_search", "Gemw 174b lid 1 twaalf uur", "2027-02-07T15:10", "2027-02-08T03:10"),
    ("urgent_search", "Gemw 174b lid 1 twaalf echte uren, de klok vooruit", "2027-03-27T20:00", "2027-03-28T09:00"),
    ("urgent_search", "Gemw 174b lid 1 twaalf echte uren, de klok terug", "2027-10-30T20:00", "2027-10-31T07:00"),
    ("urgent_search", "Gemw 174b lid 1 over Nieuwjaar", "2026-12-31T18:00", "2027-01-01T06:00"),
    ("admin_detention", "Gemw 154a lid 7 twaalf uur", "2027-02-07T15:10", "2027-02-08T03:10"),
    ("emergency_detention", "Gemw 176a lid 3 met 154a lid 7 twaalf uur", "2027-02-07T15:10", "2027-02-08T03:10"),
    ("group_measures", "Gemw 172a lid 4 drie maanden", "2027-02-07T15:10", "2027-05-07T15:10"),
    ("group_measures", "Gemw 172a lid 4 drie maanden, korte maand", "2026-11-30T12:00", "2027-02-28T12:00"),
    ("child_order", "Gemw 172b lid 2 drie maanden", "2027-02-07T15:10", "2027-05-07T15:10"),
    ("home_ban", "Wth 2 lid 1 tien dagen", "2027-02-07T15:10", "2027-02-17T15:10"),
    ("home_ban", "Wth 2 lid 1 tien dagen, de klok vooruit", "2027-03-20T14:00", "2027-03-30T14:00"),
]


@pytest.mark.parametrize(("key", "begin", "latest"), [pytest.param(key, *rest, id=rule) for key, rule, *rest in LATEST])
def test_a_power_lasts_at_most(key: str, begin: str, latest: str) -> None:
    last = at(latest)
    assert latest_end(limits(key), at(begin)) == last
    check_end(limits(key), at(begin), last)
    with pytest.raises(CommandRefused, match="ten hoogste") as refused:
        check_end(limits(key), at(begin), last + timedelta(minutes=1))
    assert f"({POWERS[key].article}): uiterlijk {last:%d-%m-%Y %H:%M}" in refused.value.sentence


UNBOUNDED = {
    "search_zone": "Gemw 151b lid 3 niet langer dan strikt noodzakelijk",
    "cctv": "Gemw 151c lid 1 bepaalde duur",
    "home_nuisance": "Gemw 151d duur te bevestigen",
    "light_order": "Gemw 172 lid 3 geen vaste duur",
    "gathering_order": "Gemw 174 lid 2 geen vaste duur",
    "closure_home": "Gemw 174a lid 3 duur in het besluit",
    "emergency_order": "Gemw 175 geen vaste duur",
    "emergency_ordinance": "Gemw 176 lid 7 tot de intrekking",
    "closure_drugs": "Opiumwet 13b duur in het besluit",
}


@pytest.mark.parametrize("key", [pytest.param(key, id=rule) for key, rule in UNBOUNDED.items()])
def test_a_power_without_a_maximum_has_none(key: str) -> None:
    begin = at("2027-02-07T15:10")
    assert latest_end(limits(key), begin) is None
    check_end(limits(key), begin, begin + timedelta(days=3650))
    with pytest.raises(CommandRefused, match="niet na het begin"):
        check_end(limits(key), begin, begin - timedelta(minutes=1))


def test_every_power_has_its_terms_tested() -> None:
    assert {key for key, *_ in LATEST} | set(UNBOUNDED) == set(POWERS)


def test_an_end_at_the_begin_is_no_end() -> None:
    with pytest.raises(CommandRefused, match="niet na het begin"):
        check_end(limits("urgent_search"), at("2027-02-07T15:10"), at("2027-02-07T15:10"))


# --- extension


@pytest.mark.parametrize(
    "key",
    [pytest.param(key, id=f"{power.article} kent geen verlenging") for key, power in POWERS.items()
     if key not in ("group_measures", "closure_home", "home_ban")],
)  # fmt: skip
def test_without_an_extension_in_the_law_a_new_decision_is_needed(key: str) -> None:
    begin = at("2027-02-07T15:10")
    with pytest.raises(CommandRefused, match="neem een nieuw besluit"):
        check_extension(limits(key), begin, [begin + timedelta(hours=1)], begin + timedelta(hours=2))


@pytest.mark.parametrize(
    ("key", "ends", "new_end", "refusal"),
    [
        pytest.param("group_measures", ["2027-05-07"], "2027-08-07", "", id="Gemw 172a lid 4 eerste verlenging"),
        pytest.param(
            "group_measures", ["2027-05-07"], "2027-08-08", "ten hoogste 3 maanden", id="Gemw 172a lid 4 te lang"
        ),
        pytest.param(
            "group_measures", ["2027-05-07", "2027-08-07", "2027-11-07"], "2028-02-07", "",
            id="Gemw 172a lid 4 derde verlenging, over Nieuwjaar",
        ),
        pytest.param(
            "group_measures", ["2027-05-07", "2027-08-07", "2027-11-07", "2028-02-07"], "2028-03-07",
            "ten hoogste 3 keer", id="Gemw 172a lid 4 geen vierde verlenging",
        ),
        pytest.param("group_measures", ["2027-05-07"], "2027-05-07", "niet na het einde", id="Gemw 172a niet korter"),
        pytest.param("home_ban", ["2027-02-17"], "2027-03-07", "", id="Wth 9 lid 1 vier weken in totaal"),
        pytest.param(
            "home_ban", ["2027-02-17"], "2027-03-08", "ten hoogste 4 weken in totaal", id="Wth 9 lid 1 te lang"
        ),
        pytest.param(
            "home_ban", ["2027-02-17", "2027-02-27"], "2027-03-08", "4 weken in totaal", id="Wth 9 lid 1 ook in stappen"
        ),
        pytest.param("closure_home", ["2027-05-07"], "2029-05-07", "", id="Gemw 174a lid 3 geen maximum"),
    ],
)  # fmt: skip
def test_an_extension(key: str, ends: list[str], new_end: str, refusal: str) -> None:
    begin, until = at("2027-02-07T15:10"), [at(f"{end}T15:10") for end in ends]
    if not refusal:
        check_extension(limits(key), begin, until, at(f"{new_end}T15:10"))
        return
    with pytest.raises(CommandRefused, match=refusal):
        check_extension(limits(key), begin, until, at(f"{new_end}T15:10"))


# --- separate days


def days(first: str, count: int, step: int = 1) -> list[date]:
    return [date.fromisoformat(first) + timedelta(days=step * number) for number in range(count)]


@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        pytest.param(days("2027-02-07", 90, 8), "", id="Gemw 172a negentig dagen verspreid"),
        pytest.param(days("2027-02-07", 91), "ten hoogste 90 dagen", id="Gemw 172a eenennegentig dagen"),
        pytest.param([date(2027, 2, 7), date(2029, 2, 6)], "", id="Gemw 172a laatste dag van 24 maanden"),
        pytest.param([date(2027, 2, 7), date(2029, 2, 7)], "binnen 24 maanden", id="Gemw 172a een dag na 24 maanden"),
    ],
)
def test_separate_days(chosen: list[date], refusal: str) -> None:
    if not refusal:
        check_days(limits("group_measures"), chosen)
        return
    with pytest.raises(CommandRefused, match=refusal):
        check_days(limits("group_measures"), chosen)


@pytest.mark.parametrize("key", sorted(set(POWERS) - {"group_measures"}))
def test_other_powers_know_no_separate_days(key: str) -> None:
    with pytest.raises(CommandRefused, match="geen losse dagen"):
        check_days(limits(key), days("2027-02-07", 2))


def test_separate_days_run_from_the_first_minute_to_the_end_of_the_last() -> None:
    assert stretch_of([date(2027, 3, 28), date(2027, 3, 20)]) == (at("2027-03-20T00:00"), at("2027-03-29T00:00"))


# --- what is owed


def owed(power: Power, trigger: str, step: str = "2027-02-12T15:10", capacity: str = "burgemeester") -> list[DutyOwed]:
    moments = Moments(at(step), at("2027-02-12T16:00"), at("2027-02-13T03:00"))
    return list(
        owed_on(trigger, power.duties, moments, capacity=capacity, step="s", holidays=load_holidays())
    )  # fmt: skip


NOTICES_176 = ["council", "commissioner", "prosecution"]
OWED: list[tuple[str, str, str, list[str]]] = [
    ("Gemw 151b lid 5 en 6, Awb 3:42", "search_zone", "decided",
     ["council", "prosecutor", "publication", "withdrawal"]),
    ("Gemw 151b lid 6", "search_zone", "withdrawn", ["council_withdrawn", "prosecutor_withdrawn"]),
    ("Gemw 174b lid 4 en 5, Awb 3:42", "urgent_search", "decided", ["council", "publication", "withdrawal"]),
    ("Gemw 174b lid 3", "urgent_search", "oral", ["written"]),
    ("Gemw 174b lid 5 met 151b lid 6", "urgent_search", "withdrawn", ["council_withdrawn", "prosecutor_withdrawn"]),
    ("Awb 3:42", "cctv", "decided", ["publication", "withdrawal"]),
    ("Awb 3:41", "home_nuisance", "decided", ["announcement"]),
    ("Gemw 154a lid 6 en 9, Awb 3:41", "admin_detention", "decided", ["announcement", "report", "record_data"]),
    ("Gemw 154a lid 3", "admin_detention", "oral", ["written"]),
    ("Awb 3:41 bij Gemw 172 lid 3", "light_order", "decided", ["announcement", "withdrawal"]),
    ("Gemw 172a lid 7, Awb 3:41", "group_measures", "decided", ["announcement", "withdrawal"]),
    ("Gemw 172a verlengd, Awb 3:41", "group_measures", "extended", ["withdrawal", "announcement_extended"]),
    ("Gemw 172b lid 4, Awb 3:41", "child_order", "decided", ["announcement", "withdrawal"]),
    ("Awb 3:41 bij Gemw 174 lid 2", "gathering_order", "decided", ["announcement", "withdrawal"]),
    ("Awb 3:41 bij Gemw 174a", "closure_home", "decided", ["announcement"]),
    ("Gemw 174a lid 3 verlengd", "closure_home", "extended", ["announcement_extended"]),
    ("Gemw 175, 180", "emergency_order", "decided", ["announcement", "withdrawal", "council_account"]),
    ("Gemw 176 lid 1, 2, 3 en 7", "emergency_ordinance", "decided",
     ["announcement", *NOTICES_176, "ratification", "withdrawal"]),
    ("Gemw 176 lid 3 en 4 niet bekrachtigd", "emergency_ordinance", "rejected:ratification", ["appeal", "lapse"]),
    ("Gemw 176 lid 3 bekrachtigd", "emergency_ordinance", "done:ratification", []),
    ("Gemw 176 lid 7", "emergency_ordinance", "withdrawn", [f"{key}_withdrawn" for key in NOTICES_176]),
    ("Gemw 176a lid 3", "emergency_detention", "decided", ["announcement", "report", "record_data"]),
    ("Awb 3:41 bij Opiumwet 13b", "closure_drugs", "decided", ["announcement"]),
    ("Wth 2 lid 8 en 10, Awb 3:41", "home_ban", "decided",
     ["announcement", "housemates", "care_agency", "youth_care", "file"]),
    ("Wth 2 mondeling", "home_ban", "oral", ["written"]),
    ("Wth 9 verlengd", "home_ban", "extended", ["announcement_extended"]),
    ("Wth 6 en 9 beroep tegen de verlenging", "home_ban", "done:announcement_extended", ["appeal_term_extended"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "trigger", "expected"),
    [pytest.param(*rest, id=f"{rule}: {rest[0]} {rest[1]}") for rule, *rest in OWED],
)
def test_what_a_step_makes_owed(key: str, trigger: str, expected: list[str]) -> None:
    found = owed(POWERS[key], trigger)
    assert [duty.key for duty in found] == expected
    assert all(duty.source and duty.rule and duty.arises_from == "s" for duty in found)


def test_every_power_has_what_it_owes_tested() -> None:
    assert {key for _, key, trigger, _ in OWED if trigger == "decided"} == set(POWERS)


@pytest.mark.parametrize("key", ["council", "commissioner", "prosecution"])
def test_the_notices_of_176_go_as_soon_as_possible(key: str) -> None:
    [notice] = [duty for duty in owed(POWERS["emergency_ordinance"], "decided") if duty.key == key]
    assert (notice.type, notice.at_once, notice.due_at) == ("notice", True, "")
    assert notice.source == "Gemeentewet art. 176, tweede lid (BWBR0005416)"


@pytest.mark.parametrize(
    ("key", "left_out", "added"),
    [
        pytest.param("emergency_ordinance", {"ratification"}, {"regional_report"}, id="Wvr 39 en 40 bij Gemw 176"),
        pytest.param("emergency_order", {"council_account"}, {"regional_report"}, id="Wvr 39 en 40 bij Gemw 175"),
        *[
            pytest.param(key, set(), {"regional_report"}, id=f"Wvr 39 en 40 bij {power.article}")
            for key, power in POWERS.items()
            if CHAIR in power.deciders and key not in ("emergency_ordinance", "emergency_order")
        ],
    ],
)
def test_the_chair_of_the_region_owes_other_things(key: str, left_out: set[str], added: set[str]) -> None:
    mayor = {duty.key for duty in owed(POWERS[key], "decided")}
    chair = {duty.key for duty in owed(POWERS[key], "decided", capacity=CHAIR)}
    assert (mayor - chair, chair - mayor) == (left_out, added)


@pytest.mark.parametrize(
    ("key", "may"),
    [
        *[pytest.param(key, True, id=f"Wvr 39: {POWERS[key].article} gaat over")
          for key in ("light_order", "group_measures", "child_order", "gathering_order", "closure_home",
                      "urgent_search", "emergency_order", "emergency_ordinance", "emergency_detention")],
        *[pytest.param(key, False, id=f"Wvr 39 noemt {POWERS[key].article} niet")
          for key in ("search_zone", "cctv", "home_nuisance", "admin_detention", "closure_drugs", "home_ban")],
    ],
)  # fmt: skip
def test_who_decides_at_grip_4(key: str, may: bool) -> None:
    assert (CHAIR in POWERS[key].deciders) is may


def test_the_police_that_impose_a_home_ban_tell_the_mayor() -> None:
    police = owed(POWERS["home_ban"], "decided", capacity="hulpofficier van justitie")
    [told] = [duty for duty in police if duty.key == "mayor"]
    assert (told.to, told.at_once, told.source) == (
        "burgemeester", True, "Wet tijdelijk huisverbod art. 3, tweede lid (BWBR0024649); te toetsen door jurist",
    )  # fmt: skip
    assert "mayor" not in {duty.key for duty in owed(POWERS["home_ban"], "decided")}


@pytest.mark.parametrize(
    ("end", "refusal"),
    [
        pytest.param("2027-02-17T15:10", "", id="tien dagen"),
        pytest.param("2027-02-17T15:10:59", "", id="in dezelfde minuut"),
        pytest.param("2027-02-17T15:09", "geldt 10 dagen, niet korter", id="een minuut korter"),
        pytest.param("2027-02-10T15:10", "tot 17-02-2027 15:10; eerder stoppen kan door intrekken", id="drie dagen"),
        pytest.param("2027-02-17T15:11", "ten hoogste 10 dagen", id="een minuut langer"),
    ],
)
def test_a_home_ban_lasts_ten_days_and_no_other_time(end: str, refusal: str) -> None:
    begin = at("2027-02-07T15:10:59")
    if not refusal:
        check_end(limits("home_ban"), begin, at(end))
        return
    with pytest.raises(CommandRefused, match=refusal):
        check_end(limits("home_ban"), begin, at(end))


def test_only_what_the_law_asks_until_the_end_ends_with_the_measure() -> None:
    ends = {key for key in POWERS for duty in owed(POWERS[key], "decided") if duty.ends_with_measure}
    asked = {key for key, power in POWERS.items() if power.duty("withdrawal")}
    assert asked - ends == {"emergency_ordinance"}
    assert ends <= asked


def test_only_a_home_ban_may_be_imposed_by_the_police() -> None:
    others = {name for power in POWERS.values() for name in power.deciders} - {
        "burgemeester",
        "loco-burgemeester",
        CHAIR,
    }
    assert others == {"hulpofficier van justitie"}
    assert [key for key, power in POWERS.items() if others & set(power.deciders)] == ["home_ban"]
    assert POWERS["home_ban"].extenders == ("burgemeester", "loco-burgemeester")


def one(key: str, trigger: str, step: str) -> DutyOwed:
    [found] = owed(POWERS[key], trigger, step)
    return found


OBJECTIONS = [
    pytest.param(key, duty.on, id=f"Awb 6:7, 6:8 en Atw 1: {power.article} {duty.key}")
    for key, power in POWERS.items()
    for duty in power.duties
    if duty.weeks
]


@pytest.mark.parametrize(("key", "trigger"), OBJECTIONS)
def test_the_objection_term_counts_from_the_announcement(key: str, trigger: str) -> None:
    found = one(key, trigger, "2027-02-12T23:50")
    assert (found.type, found.due_at) == ("term", "2027-03-30T21:59:00.000000+00:00")
    assert found.label.endswith("tot en met dinsdag 30 maart 2027")


def test_a_day_later_by_the_wall_clock_is_another_term() -> None:
    assert one("closure_drugs", "done:announcement", "2027-02-13T00:10").label.endswith("dinsdag 30 maart 2027")
    assert one("closure_drugs", "done:announcement", "2027-02-17T00:10").label.endswith("woensdag 31 maart 2027")


def test_24_hours_to_appeal_are_real_hours() -> None:
    appeal, lapse = owed(POWERS["emergency_ordinance"], "rejected:ratification", "2027-03-27T20:00")
    assert (appeal.type, appeal.due_at) == ("term", "2027-03-28T19:00:00.000000+00:00")
    assert (lapse.type, lapse.at_once) == ("act", True)


def test_the_file_of_a_home_ban_is_kept_for_five_years() -> None:
    [file] = [duty for duty in owed(POWERS["home_ban"], "decided") if duty.key == "file"]
    assert (file.type, file.due_at[:10]) == ("term", "2032-02-12")


def test_the_ratification_waits_for_the_date_of_the_council() -> None:
    [vote] = [duty for duty in owed(POWERS["emergency_ordinance"], "decided") if duty.key == "ratification"]
    assert (vote.due_at, vote.at_once, vote.needs_date) == ("", False, "datum raad nog invullen")


def test_a_withdrawal_is_due_at_the_end_and_moves_with_it() -> None:
    for trigger in ("decided", "extended"):
        [due] = [duty.due_at for duty in owed(POWERS["group_measures"], trigger) if duty.key == "withdrawal"]
        assert due == "2027-02-13T02:00:00.000000+00:00"


# --- what the file says of itself


@pytest.mark.parametrize("power", POWERS.values(), ids=POWERS)
def test_a_power_says_where_it_comes_from(power: Power) -> None:
    assert power.status == "te toetsen door jurist"
    assert power.text_as_of in (date(2017, 5, 10), date(2016, 6, 30), date(2017, 7, 1))
    assert power.article.split(" art.")[0] in power.source
    assert all(row.source and row.label for row in power.fields)
    assert all(row.source and row.label and row.rule for row in power.duties)
    assert all(row.choices for row in power.fields if row.kind == "choice")
    assert {"facts", "begin", "end", "proportionality", "subsidiarity"} <= {row.key for row in power.fields} | (
        {"facts"} if power.key == "cctv" else set()
    )


@pytest.mark.parametrize("key", [key for key, power in POWERS.items() if power.condition("addressee")])
def test_whom_it_concerns_is_a_case_number_never_a_name(key: str) -> None:
    row = POWERS[key].condition("addressee")
    assert row is not None
    assert "nooit een naam" in row.hint


@pytest.mark.parametrize("key", [key for key, power in POWERS.items() if power.duty("announcement")])
def test_an_addressed_decision_hears_first_or_says_why_not(key: str) -> None:
    row = POWERS[key].condition("hearing")
    assert (row is None) is (key == "emergency_ordinance")  # rules for everybody are addressed to nobody
