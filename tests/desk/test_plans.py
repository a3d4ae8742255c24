"""Plans at the desk: started, moved, answered, marked, ended; what is refused; what stays when the template goes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import stored
from aovconsole.errors import NumberUnknown
from tests.builders import HOSTILE, assert_green, desk_at, given
from tests.desk.plans import TIMED, body, line, put, texts
from tests.scenarios.builders import changed
from tests.still_clock import StillClock

SUNDAY = date(2027, 2, 14)


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    put(tmp_path / "home")
    put(tmp_path / "home", TIMED, "avond")
    return desk_at(tmp_path / "home", clock)


def utc(text: str) -> str:
    """A stored moment, from its local form."""
    return stored(datetime.fromisoformat(text))


# --- started


def test_a_start_keeps_what_it_was_started_from(desk: Desk) -> None:
    row = desk.plans.start("proef", SUNDAY, answers={"capacity": " 800 "})
    found = body(desk, row.number)
    raw = (desk.journal.home / "scenarios" / "proef.toml").read_bytes()
    assert (row.number, row.title, row.status, row.type) == ("PL-27-A001", "Proef 2027", "running", "plan")
    assert (found["template"], found["sha256"]) == ("proef", hashlib.sha256(raw).hexdigest())
    assert (found["on"], found["clock"], found["answers"]) == ("2027-02-14", "", [["capacity", "800"]])
    assert (found["places"][0]["name"], found["places"][0]["capacity"]) == ("Vrijthof", 800)
    assert found["notes"] == [
        "de dag valt in 2027 op zondag 7 februari 2027; dit plan staat op zondag 14 februari 2027"
    ]
    assert [one["key"] for one in found["lines"]] == ["posters", "schouw", "look", "clear"]
    assert (line(desk, row, "look").where, line(desk, row, "posters").mandatory) == (("Markt",), True)
    assert (line(desk, row, "schouw").owner, line(desk, row, "schouw").look_at) == ("OOV", ("noodroute",))
    assert texts(desk, row.number) == ["Proef 2027, zondag 14 februari 2027"]
    assert_green(desk.journal)


def test_what_was_past_at_the_start_stays_to_do_and_is_counted_apart(desk: Desk) -> None:
    row = desk.plans.start("proef", date(2027, 2, 7))
    lines = {one.key: one for one in desk.plans.lines(row)}
    assert {key: one.past_at_start for key, one in lines.items()} == {
        "posters": True, "look": True, "schouw": True, "clear": False,
    }  # fmt: skip
    assert not any(one.late for one in lines.values())
    assert {one.state for one in lines.values()} == {"todo"}
    assert body(desk, row.number)["past_at_start_count"] == 3
    desk.plans.mark(row.number, "posters", "done", note="hingen er al")
    assert body(desk, row.number)["past_at_start_count"] == 2


def test_a_second_start_of_one_template_on_one_day_is_refused_and_names_the_first(desk: Desk) -> None:
    first = desk.plans.start("proef", SUNDAY).number
    given(desk).when(lambda d: d.plans.start("proef", SUNDAY)).refused(
        f"proef staat al op zondag 14 februari 2027: {first}"
    )
    desk.plans.start("proef", date(2027, 2, 15))
    desk.plans.start("avond", SUNDAY)
    desk.plans.end(first)
    given(desk).when(lambda d: d.plans.start("proef", SUNDAY)).refused(first)
    desk.plans.withdraw(first, reason="verkeerde dag")
    again = desk.plans.start("proef", SUNDAY)
    assert again.number == "PL-27-A004"
    assert desk.plans.also_on_that_day(again) == ()


def test_a_form_that_was_filed_before_its_draft_was_forgotten_starts_no_second_plan(desk: Desk) -> None:
    promised = "01a39021-52c0-7753-bfc2-571cd147ca89"
    first = desk.plans.start("proef", SUNDAY, draft_id=promised)
    assert desk.plans.start("proef", SUNDAY, draft_id=promised) == first
    assert len(desk.reading.of_type("plan")) == 1


def test_a_plan_is_for_an_evenement(desk: Desk) -> None:
    evenement = desk.evenementen.add("Proef", begin=desk.seat.now, end=desk.seat.now, place="Markt")
    row = desk.plans.start("proef", SUNDAY, evenement=evenement.number)
    assert body(desk, row.number)["evenement"] == evenement.subject
    given(desk).when(lambda d: d.plans.start("avond", SUNDAY, evenement=row.number)).refused("is een plan")


def test_an_evening_dates_what_its_time_tells(desk: Desk) -> None:
    row = desk.plans.start("avond", SUNDAY, at="20:00")
    assert body(desk, row.number)["anchor_at"] == utc("2027-02-14T20:00+01:00")
    assert line(desk, row, "look").due_at == utc("2027-02-14T16:30+01:00")
    same = desk.plans.start("avond", date(2027, 2, 15), answers={"day": "20:00"})
    assert body(desk, same.number)["clock"] == "20:00"


# --- moved


def test_a_move_takes_along_what_is_not_done(desk: Desk) -> None:
    row = desk.plans.start("proef", SUNDAY)
    stood = line(desk, row, "posters")
    desk.plans.mark(row.number, "posters", "done", by="OOV", at=desk.seat.now - timedelta(hours=1))
    desk.plans.mark(row.number, "look", "busy")
    desk.plans.move(row.number, on=date(2027, 2, 21), reason="storm")
    done, busy = line(desk, row, "posters"), line(desk, row, "look")
    assert (done.due_on, done.past_at, done.state) == (stood.due_on, stood.past_at, "done")
    assert done.done_at == utc("2027-02-07T14:10+01:00")
    assert (busy.due_at, busy.state) == (utc("2027-02-21T10:41+01:00"), "busy")
    desk.plans.mark(row.number, "posters", "todo", note="afgewaaid")
    assert line(desk, row, "posters").due_on == "2027-02-07"
    assert desk.plans.find(row.number).begin_at == utc("2027-02-21T09:00+01:00")
    assert "naar zondag 21 februari 2027: storm" in texts(desk, row.number)
    assert_green(desk.journal)


@pytest.mark.parametrize(
    ("to", "at", "look", "schouw"),
    [
        pytest.param(
            date(2027, 3, 28), "00:30", "2027-03-27T21:00+01:00", "2027-03-28T10:00+02:00", id="past midnight"
        ),
        pytest.param(date(2027, 3, 28), "04:30", "2027-03-28T00:00+01:00", "2027-03-28T10:00+02:00", id="spring"),
        pytest.param(date(2027, 3, 28), "02:30", "2027-03-27T23:00+01:00", "2027-03-28T10:00+02:00", id="skipped hour"),
        pytest.param(date(2027, 10, 31), "04:30", "2027-10-31T02:00+02:00", "2027-10-31T10:00+01:00", id="autumn"),
    ],
)
def test_a_move_over_midnight_and_the_change_of_clock(desk: Desk, to: date, at: str, look: str, schouw: str) -> None:
    """Elapsed time stays elapsed (3.5 hours before), a time of the wall clock stays that time."""
    row = desk.plans.start("avond", date(2027, 3, 27), at="23:30")
    desk.plans.move(row.number, on=to, at=at, reason="verlaat")
    assert line(desk, row, "look").due_at == utc(look)
    assert line(desk, row, "schouw").due_at == utc(schouw)
    assert_green(desk.journal)


def test_a_plan_over_new_year(desk: Desk) -> None:
    text = changed('kind = "easter"\ndays = -49', 'kind = "fixed"\nmonth_day = "12-31"')
    text = changed('end = { anchor = "shot" }', 'end = { anchor = "day", when = "P1D", at = "04:00" }', text)
    put(desk.journal.home, text, "oudjaar")
    row = desk.plans.start("oudjaar", "2027", answers={"finish": "2028-01-01 03:00"})
    assert row.title == "Proef 2027"
    assert (row.begin_at, row.end_at) == (utc("2027-12-31T09:00+01:00"), utc("2028-01-01T04:00+01:00"))
    days = desk.calendar.days(date(2027, 12, 1), date(2028, 1, 31))
    assert [(day.begin_on, day.title) for day in days] == [("2027-12-31", "Proef 2027: ochtend")]
    assert line(desk, row, "clear").due_at == utc("2028-01-01T04:30+01:00")
    again = desk.plans.move(row.number, on=date(2028, 1, 1), reason="een dag later")
    assert line(desk, again, "posters").due_on == "2027-12-18"


def test_a_move_needs_no_template_file_any_more(desk: Desk) -> None:
    row = desk.plans.start("proef", SUNDAY)
    before = body(desk, row.number)
    (desk.journal.home / "scenarios" / "proef.toml").write_text("kapot", encoding="utf-8")
    assert body(desk, row.number) == before
    desk.plans.move(row.number, on=date(2027, 2, 21), reason="storm")
    desk.plans.answer(row.number, "finish", "18:00")
    assert line(desk, row, "clear").due_at == utc("2027-02-21T19:30+01:00")
    assert desk.plans.decisions(desk.plans.find(row.number))[0]["title"] == "Plein dicht"
    assert_green(desk.journal)


# --- answered, marked, added


def test_a_late_answer_dates_what_waited_for_it(desk: Desk) -> None:
    row = desk.plans.start("proef", SUNDAY)
    assert (line(desk, row, "clear").due_at, line(desk, row, "clear").waits_for) == ("", "finish")
    desk.plans.answer(row.number, "finish", "18:00")
    assert (line(desk, row, "clear").due_at, line(desk, row, "clear").waits_for) == (utc("2027-02-14T19:30+01:00"), "")
    desk.plans.answer(row.number, "finish", "19:00")
    assert line(desk, row, "clear").due_at == utc("2027-02-14T20:30+01:00")
    assert "Hoe laat is het voorbij? 19:00" in texts(desk, row.number)
    assert body(desk, row.number)["other_values"] == []


def test_a_line_that_was_done_stays_when_its_day_is_no_longer_in_the_plan(desk: Desk) -> None:
    text = changed('where = ["Markt"]', 'where = ["Markt"]\nrepeat_on = "days"')
    put(desk.journal.home, text, "dagen")
    row = desk.plans.start("dagen", SUNDAY, answers={"days": "2027-02-14, 2027-02-16"})
    for key in ("look.2027-02-14", "look.2027-02-16"):
        desk.plans.mark(row.number, key, "done" if key.endswith("16") else "todo", note="foto")
    desk.plans.answer(row.number, "days", "2027-02-14, 2027-02-18")
    found = {one.key: one for one in desk.plans.lines(desk.plans.find(row.number)) if one.what == "kijken"}
    assert sorted(found) == ["look.2027-02-14", "look.2027-02-16", "look.2027-02-18"]
    gone = found["look.2027-02-16"]
    assert (gone.type, gone.state, gone.note, gone.due_on) == ("gone", "done", "foto", "2027-02-16")
    assert_green(desk.journal)


def test_the_states_of_a_line_with_proof_reason_and_owner(desk: Desk, clock: StillClock) -> None:
    row = desk.plans.start("proef", SUNDAY)
    desk.plans.mark(row.number, "look", "done", note="foto 3", by="THOR")
    desk.plans.mark(row.number, "look", "dropped", note="geen mensen")
    found = line(desk, row, "look")
    assert (found.state, found.note, found.by, found.done_at, found.is_open) == (
        "dropped",
        "geen mensen",
        "",
        "",
        False,
    )
    desk.plans.mark(row.number, "look", "todo")
    clock.advance(hours=7 * 24)
    desk.plans.mark(row.number, "look", "done", at=datetime(2027, 2, 14, 9, tzinfo=UTC))
    assert line(desk, row, "look").state == "done", "what was said last counts, also when it happened before"
    desk.plans.set_owner(row.number, "look", "politie", reason="THOR is elders")
    assert line(desk, row, "look").owner == "politie"
    assert "naar politie: kijken (THOR is elders)" in texts(desk, row.number)
    assert "gereed door THOR: kijken (foto 3)" in texts(desk, row.number)


def test_a_line_is_late_from_its_moment_and_a_day_when_it_is_over(desk: Desk) -> None:
    row = desk.plans.start("proef", date(2027, 2, 28))
    due = datetime(2027, 2, 28, 9, 41, tzinfo=UTC)
    for at, late in ((due - timedelta(seconds=1), False), (due, True)):
        assert next(one for one in desk.plans.lines(row, at) if one.key == "look").late == late
    midnight = datetime(2027, 2, 14, 23, tzinfo=UTC)
    for at, late in ((midnight - timedelta(seconds=1), False), (midnight, True)):
        assert next(one for one in desk.plans.lines(row, at) if one.key == "posters").late == late
    ended = desk.plans.end(row.number)
    assert not any(one.late for one in desk.plans.lines(ended, midnight + timedelta(days=99)))


def test_a_line_by_hand_stays_where_it_is_when_the_anchor_moves(desk: Desk) -> None:
    row = desk.plans.start("proef", SUNDAY)
    due = datetime(2027, 2, 14, 8, tzinfo=UTC)
    timed = desk.plans.add_line(row.number, " hekken ", owner="OOV", due=due, where=["Markt", " "], mandatory=True)
    whole = desk.plans.add_line(row.number, "bellen", on=SUNDAY)
    loose = desk.plans.add_line(row.number, "ooit")
    assert len({timed, whole, loose}) == 3
    desk.plans.move(row.number, on=date(2027, 2, 21), reason="storm")
    found = line(desk, row, timed)
    assert (found.type, found.what, found.owner, found.where, found.mandatory) == (
        "own", "hekken", "OOV", ("Markt",), True,
    )  # fmt: skip
    assert (found.due_at, found.due_on) == (stored(due), "2027-02-14")
    assert (line(desk, row, whole).due_on, line(desk, row, whole).past_at) == (
        "2027-02-14",
        utc("2027-02-15T00:00+01:00"),
    )
    assert [one.key for one in desk.plans.lines(desk.plans.find(row.number))][-1] == loose


# --- read by others


def test_thresholds_log_hints_and_phases_for_the_cmt_day(desk: Desk) -> None:
    row = desk.plans.start("proef", SUNDAY)
    [threshold] = desk.plans.thresholds(row)
    assert {key: threshold[key] for key in ("key", "place", "kind", "value", "owner", "as_of", "decision")} == {
        "key": "Vrijthof|share|1", "place": "Vrijthof", "kind": "share", "value": "0.85", "owner": "OOV",
        "as_of": "2027-01-10", "decision": "close",
    }  # fmt: skip
    morning = datetime(2027, 2, 14, 9, tzinfo=UTC)
    assert desk.plans.log_hints(row, morning) == ("drukte: plaats en waarde",)
    assert desk.plans.log_hints(row, morning + timedelta(hours=3)) == ()
    states = [desk.plans.phases(row, morning + timedelta(hours=away)).phases[0].state for away in (-2, 0, 3)]
    assert states == ["coming", "running", "past"]
    coming = desk.plans.phases(row, morning - timedelta(hours=2)).next
    assert [(one.type, one.name) for one in coming] == [("phase", "ochtend"), ("anchor", "het schot")]
    assert [one["key"] for one in desk.plans.meetings(row)] == ["cmt.1", "cmt.2", "cmt.3"]


def test_two_cmts_on_one_day_each_by_their_plan(desk: Desk) -> None:
    plans = [desk.plans.start(name, date(2027, 2, 7)) for name in ("proef", "avond")]
    cmts = [desk.cmt.open(plan.title, plan=plan.number) for plan in plans]
    assert [found.number for one in cmts if (found := desk.plans.of_cmt(one))] == [one.number for one in plans]
    assert desk.plans.of_cmt(desk.cmt.open("zonder plan")) is None
    desk.cmt.close(cmts[0].number)
    assert desk.plans.find(plans[0].number).status == "running"
    days = desk.calendar.days(date(2027, 2, 7), date(2027, 2, 7), layer="plan")
    assert {day.dossier for day in days} == {one.subject for one in plans}
    assert_green(desk.journal)


def test_a_withdrawn_plan_leaves_the_calendar_and_an_ended_one_stays(desk: Desk) -> None:
    one, other = desk.plans.start("proef", SUNDAY), desk.plans.start("avond", SUNDAY)
    desk.plans.withdraw(one.number, reason="vergissing")
    desk.plans.end(other.number, reason="klaar")
    assert [day.dossier for day in desk.calendar.days(SUNDAY, SUNDAY)] == [other.subject]
    assert texts(desk, one.number)[-1] == "plan ingetrokken (vergissing)"


# --- refused


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (lambda d, n: d.plans.start("nergens", SUNDAY), "er is geen sjabloon 'nergens'"),
        (lambda d, n: d.plans.start("proef", SUNDAY, at="20:00"), "proef vraagt geen tijd"),
        (lambda d, n: d.plans.start("avond", SUNDAY, at="25:00"), "is geen tijd"),
        (lambda d, n: d.plans.start("proef", "ooit"), "is geen datum"),
        (lambda d, n: d.plans.start("avond", "2027"), "voor 2027 staat geen datum"),
        (lambda d, n: d.plans.start("proef", date(2199, 12, 31), answers={"x": "1"}), "vraagt niet naar 'x'"),
        (
            lambda d, n: d.plans.start("proef", SUNDAY + timedelta(1), answers={"capacity": "vol"}),
            "moet een getal zijn",
        ),
        (lambda d, n: d.plans.start("proef", date(1900, 1, 1)), "de datum ligt te ver weg"),
        (lambda d, n: d.plans.move(n, on=SUNDAY, reason="x"), "staat daar al"),
        (lambda d, n: d.plans.move(n, on=date(2027, 2, 21), reason=" "), "de reden is leeg"),
        (lambda d, n: d.plans.move(n, on=date(1900, 1, 1), reason="x"), "de datum ligt te ver weg"),
        (lambda d, n: d.plans.move(n, at="20:00", reason="x"), "proef vraagt geen tijd"),
        (lambda d, n: d.plans.move(n, on=date(2027, 2, 15), reason="x"), "proef staat al op maandag 15 februari 2027"),
        (lambda d, n: d.plans.answer(n, "x", "1"), "proef vraagt niet naar 'x'"),
        (lambda d, n: d.plans.answer(n, "x", ""), "proef vraagt niet naar 'x'"),
        (lambda d, n: d.plans.answer(n, "day", "20:00"), "day is het hoofdanker"),
        (lambda d, n: d.plans.answer(n, "capacity", "-1"), "moet een getal zijn boven 0"),
        (lambda d, n: d.plans.mark(n, "looc", "done"), "heeft geen regel looc; bedoelt u look?"),
        (lambda d, n: d.plans.mark(n, "look", "klaar"), "kan niet klaar worden: todo, busy, done, dropped"),
        (lambda d, n: d.plans.mark(n, "look", "dropped"), "de reden waarom de regel vervalt is leeg"),
        (lambda d, n: d.plans.mark(n, "look", "done", at=d.seat.now + timedelta(1)), "ligt in de toekomst"),
        (lambda d, n: d.plans.add_line(n, " "), "de regel is leeg"),
        (lambda d, n: d.plans.add_line(n, "x", due=d.seat.now, on=SUNDAY), "noem een tijd of een dag"),
        (lambda d, n: d.plans.set_owner(n, "look", "THOR"), "look ligt al bij THOR"),
        (lambda d, n: d.plans.set_owner(n, "look", ""), "wie het doet is leeg"),
        (lambda d, n: d.plans.withdraw(n, reason=""), "de reden is leeg"),
        (lambda d, n: d.plans.end(n, at=d.seat.now + timedelta(1)), "ligt in de toekomst"),
        (lambda d, n: d.cmt.open("x", plan="CMT-27-A009"), "CMT-27-A009"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, request_: Callable[[Desk, str], object], words: str) -> None:
    number = desk.plans.start("proef", SUNDAY).number
    desk.plans.start("proef", date(2027, 2, 15))
    given(desk).when(lambda d: request_(d, number)).refused(words)


@pytest.mark.parametrize(
    "request_",
    [
        lambda d, n: d.plans.move(n, on=date(2027, 2, 21), reason="x"),
        lambda d, n: d.plans.answer(n, "capacity", "900"),
        lambda d, n: d.plans.add_line(n, "x"),
        lambda d, n: d.plans.end(n),
        lambda d, n: d.plans.mark(n, "look", "done"),
        lambda d, n: d.plans.set_owner(n, "look", "politie"),
        lambda d, n: d.plans.withdraw(n, reason="x"),
        lambda d, n: d.cmt.open("x", plan=n),
    ],
)
def test_a_withdrawn_plan_takes_no_steps(desk: Desk, request_: Callable[[Desk, str], object]) -> None:
    number = desk.plans.start("proef", SUNDAY).number
    desk.plans.withdraw(number, reason="vergissing")
    given(desk).when(lambda d: request_(d, number)).refused(f"{number} is ingetrokken")


def test_an_ended_plan_can_still_be_filled_in_but_no_longer_moved(desk: Desk) -> None:
    number = desk.plans.start("proef", SUNDAY).number
    desk.plans.end(number)
    desk.plans.mark(number, "look", "done", note="van papier")
    assert line(desk, number, "look").state == "done"
    given(desk).when(lambda d: d.plans.move(number, on=date(2027, 2, 21), reason="x")).refused("is beëindigd")


def test_a_plan_that_does_not_exist(desk: Desk) -> None:
    with pytest.raises(NumberUnknown):
        desk.plans.find("PL-27-A009")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(desk: Desk, text: str) -> None:
    number = desk.plans.start("proef", SUNDAY).number
    key = desk.plans.add_line(number, text, owner=text, where=[text])
    desk.plans.mark(number, key, "done", note=text, by=text)
    desk.plans.mark(number, "look", "dropped", note=text)
    desk.plans.set_owner(number, "look", text, reason=text)
    desk.plans.move(number, on=date(2027, 2, 21), reason=text)
    desk.plans.end(number, reason=text)
    assert not any("\x1b" in said or "\u202e" in said for said in texts(desk, number))
    assert_green(desk.journal)
