"""A template on a date: anchors found, lines dated and in order, what is past told apart, what is not known asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.domain.scenario_anchors import day_in_year
from aovconsole.domain.scenario_moments import Due
from aovconsole.domain.scenario_plan import Plan, plan_of
from aovconsole.domain.scenario_repeats import MOST_MEETINGS
from aovconsole.domain.scenario_template import Template
from aovconsole.domain.times import AMSTERDAM
from aovconsole.errors import CommandRefused
from aovconsole.scenarios.reading import template_named
from tests.scenarios.builders import SMALL, changed, template

SUNDAY = date(2027, 2, 7)


def shown(due: Due) -> str:
    """The day, and the time where there is one."""
    if due.at:
        return due.at.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M")
    return f"{due.day}{' waits' if due.waits_for else ''}"


def dues(plan: Plan) -> dict[str, str]:
    return {one.key: shown(one.due) for one in plan.measures}


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        *(("carnaval", day.year, day) for day in (
            date(2026, 2, 15), date(2027, 2, 7), date(2028, 2, 27), date(2029, 2, 11), date(2030, 3, 3),
        )),
        ("koningsdag", 2027, date(2027, 4, 27)),
        ("koningsdag", 2031, date(2031, 4, 26)),  # the 27th is a Sunday
        ("mvv", 2027, None),
        ("rieu", 2027, None),
    ],
)  # fmt: skip
def test_the_day_of_a_year_is_computed_or_nobody_knows_it(name: str, year: int, day: date | None) -> None:
    assert day_in_year(template_named(name).main, year, {}) == day


def test_a_published_day_is_that_of_the_year() -> None:
    published = {"rieu_first_concert": (date(2024, 7, 4), date(2027, 7, 1))}
    main = template_named("rieu").main
    assert [day_in_year(main, year, published) for year in (2024, 2027, 2028)] == [
        date(2024, 7, 4), date(2027, 7, 1), None,
    ]  # fmt: skip


def test_lines_are_dated_from_their_anchors() -> None:
    plan = plan_of(template(), SUNDAY, {"finish": "17:45"})
    assert dues(plan) == {"posters": "2027-01-24", "look": "2027-02-07 10:41", "clear": "2027-02-07 19:15"}
    assert [one.key for one in plan.measures] == ["posters", "look", "clear"]
    assert plan.open_anchors == ()


def test_what_hangs_on_an_unanswered_time_waits_and_says_for_what() -> None:
    plan = plan_of(template(), SUNDAY)
    [clear] = [one for one in plan.measures if one.key == "clear"]
    assert (shown(clear.due), clear.due.waits_for) == ("2027-02-07 waits", "finish")
    assert [one.anchor.id for one in plan.open_anchors] == ["finish"]


def test_what_is_past_is_told_apart() -> None:
    plan = plan_of(template(), SUNDAY)
    at_noon = datetime(2027, 2, 7, 11, 0, tzinfo=UTC)
    assert {one.key: one.due.is_past(at_noon) for one in plan.measures} == {
        "posters": True, "look": True, "clear": False,
    }  # fmt: skip
    assert not plan.measures[0].due.is_past(datetime(2027, 1, 24, 22, 59, tzinfo=UTC)), "the day is not over"


@pytest.mark.parametrize(
    ("now", "state"),
    [("07:59", "coming"), ("08:00", "running"), ("11:10", "running"), ("11:11", "past")],
)
def test_a_phase_comes_runs_and_is_past(now: str, state: str) -> None:
    [morning] = plan_of(template(), SUNDAY).phases
    assert morning.state(datetime.fromisoformat(f"2027-02-07T{now}+00:00")) == state


def test_a_phase_without_an_end_yet_has_no_state() -> None:
    text = changed('end = { anchor = "shot" }', 'end = { anchor = "finish" }')
    assert plan_of(template(text), SUNDAY).phases[0].state(datetime(2027, 2, 7, 12, tzinfo=UTC)) == "unknown"


def test_lines_that_come_back_have_a_key_for_each_time() -> None:
    text = changed('when = "-P14D"', 'when = "-P14D"\nat = "10:00"\nrepeat = ["P0D", "P2D", "P1D", "P1D"]')
    posters = [
        (one.key, shown(one.due)) for one in plan_of(template(text), SUNDAY).measures if one.what.id == "posters"
    ]
    assert posters == [
        ("posters", "2027-01-24 10:00"), ("posters.+1", "2027-01-25 10:00"), ("posters.+2", "2027-01-26 10:00"),
    ]  # fmt: skip


def test_lines_come_back_on_the_days_that_are_answered() -> None:
    text = changed('when = "-P14D"', 'when = "P1D"\nat = "02:00"\nrepeat_on = "days"')
    plan = plan_of(template(text), SUNDAY, {"days": "2027-02-14, 2027-02-07"})
    assert [(one.key, shown(one.due)) for one in plan.measures if one.what.id == "posters"] == [
        ("posters.2027-02-07", "2027-02-08 02:00"), ("posters.2027-02-14", "2027-02-15 02:00"),
    ]  # fmt: skip
    assert dues(plan_of(template(text), SUNDAY))["posters"] == "2027-02-08 02:00", "unanswered: on its own day"
    moved = plan_of(template(text), date(2027, 2, 14), {"days": "2027-02-14,2027-02-07"})
    assert dues(moved).items() >= {(one.key, shown(one.due)) for one in plan.measures if one.what.id == "posters"}


def test_phases_come_back_too() -> None:
    text = changed('end = { anchor = "shot" }', 'end = { anchor = "shot" }\nrepeat = ["P0D", "P2D"]')
    phases = [(one.key, shown(one.begin), shown(one.end)) for one in plan_of(template(text), SUNDAY).phases]
    assert phases == [
        ("morning", "2027-02-07 09:00", "2027-02-07 12:11"), ("morning.+2", "2027-02-09 09:00", "2027-02-09 12:11"),
    ]  # fmt: skip


def test_meetings_keep_their_rhythm_over_midnight_and_the_change_of_clock() -> None:
    plan = plan_of(template(), SUNDAY)
    assert [(one.key, shown(one.due)[11:]) for one in plan.meetings] == [
        ("cmt.1", "22:00"), ("cmt.2", "00:00"), ("cmt.3", "02:00"),
    ]  # fmt: skip
    text = changed("days = -49", "days = -1")  # Holy Saturday 2027 is 27 March, the night of the change
    late = [shown(one.due)[5:] for one in plan_of(template(text), date(2027, 3, 27)).meetings]
    assert late == ["03-27 22:00", "03-28 00:00", "03-28 03:00"], "every two hours pass; 02:00 is skipped"


def test_a_rhythm_without_end_is_cut_off_and_says_so() -> None:
    text = changed('when = "P1D", at = "02:00"', 'when = "P30D", at = "02:00"', changed('every = "2h"', 'every = "1m"'))
    plan = plan_of(template(text), SUNDAY)
    assert len(plan.meetings) == MOST_MEETINGS
    assert any("afgebroken" in note for note in plan.notes)


def test_an_answer_is_the_value_of_a_place_and_a_question_is_open_until_then() -> None:
    plan = plan_of(template(), SUNDAY)
    assert (plan.places[0].capacity, plan.places[0].thresholds[0].value) == (None, 0.85)
    assert [one.question.id for one in plan.questions if one.answer is None] == ["capacity", "days"]
    assert plan_of(template(), SUNDAY, {"capacity": "12000"}).places[0].capacity == 12000


def test_another_day_than_the_computed_one_is_possible_and_noted() -> None:
    plan = plan_of(template(), date(2027, 2, 9))
    assert plan.notes == ("de dag valt in 2027 op zondag 7 februari 2027; dit plan staat op dinsdag 9 februari 2027",)
    assert dues(plan)["posters"] == "2027-01-26"


def test_a_phase_that_an_answer_turns_round_is_noted() -> None:
    text = changed('begin = { anchor = "day", at = "09:00" }', 'begin = { anchor = "finish" }')
    assert plan_of(template(text), SUNDAY, {"finish": "10:00"}).notes == ()
    [note] = plan_of(template(text), SUNDAY, {"finish": "15:00"}).notes
    assert "fase 'ochtend' eindigt" in note


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2199, 12, 31), date.max])
def test_a_day_at_the_end_of_the_calendar_is_refused_or_planned_without_a_traceback(day: date) -> None:
    text = changed('when = "-P14D"', 'when = "-P9999D"')
    text = changed('when = "+1h30m"', 'when = "P9999D"', text)
    with pytest.raises(CommandRefused, match="ligt te ver weg"):
        plan_of(template(text), day)


# ---- moving the anchor

CARNAVAL = template_named("carnaval")
MVV = template_named("mvv")


def clock_bound(template_: Template, key: str) -> bool:
    """Whether a measure stands at a time of the wall clock, itself or by its anchor."""
    row = next(one for one in template_.measures if one.id == key.partition(".")[0])
    return bool(row.at)


@settings(max_examples=60, deadline=None)
@given(days=st.integers(-800, 800))
def test_moving_the_anchor_moves_every_day_by_as_much(days: int) -> None:
    before, after = (plan_of(MVV, day, {"kick_off": "20:00"}) for day in (SUNDAY, SUNDAY + timedelta(days=days)))
    moved = {one.key: one.due for one in after.measures}
    kick_offs = [plan.anchors[0].due.at for plan in (before, after)]
    assert kick_offs[0] and kick_offs[1]
    for one in before.measures:
        due = moved[one.key]
        if clock_bound(MVV, one.key):
            assert (due.at is None) == (one.due.at is None)
            assert shown(due)[10:] == shown(one.due)[10:], "the wall clock stays"
        elif one.due.at and due.at:
            assert due.at - kick_offs[1] == one.due.at - kick_offs[0], "what counts minutes follows the kick-off"
        assert one.due.day and due.day
        assert due.day - one.due.day == timedelta(days=days)


@settings(max_examples=60, deadline=None)
@given(days=st.integers(-800, 800))
def test_the_order_of_what_counts_from_the_anchor_is_stable(days: int) -> None:
    def order(day: date) -> list[str]:
        plan = plan_of(MVV, day, {"kick_off": "20:00"})
        return [one.key for one in plan.measures if not clock_bound(MVV, one.key)]

    assert order(SUNDAY + timedelta(days=days)) == order(SUNDAY)


@settings(max_examples=40, deadline=None)
@given(year=st.integers(1950, 2150))
def test_a_plan_is_in_order_and_the_same_each_time(year: int) -> None:
    day = day_in_year(CARNAVAL.main, year, {})
    assert day
    plan, again = plan_of(CARNAVAL, day), plan_of(CARNAVAL, day)
    assert plan == again
    for lines in (plan.measures, plan.rounds, plan.meetings):
        assert [one.due.order for one in lines] == sorted(one.due.order for one in lines)
        assert len({one.key for one in lines}) == len(lines)
    shot = next(one.due.at for one in plan.anchors if one.anchor.id == "opening_shot")
    assert shot
    assert shot.astimezone(AMSTERDAM).strftime("%H:%M %w") == "12:11 0"


def test_the_small_template_is_good_for_these_tests() -> None:
    assert "-P14D" in SMALL
    assert {one.id for one in template().measures} == {"posters", "look", "clear"}
