"""What screen Nu says, from rows and a moment."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from aovconsole.domain.now import Due, GripRules, NowBoard, now_board
from aovconsole.domain.times import stored
from aovconsole.domain.view import CalendarDay, SubjectRow

NOW = datetime(2027, 2, 7, 14, 12, tzinfo=UTC)


def at(**ago: float) -> str:
    return stored(NOW + timedelta(**ago))


def row(
    type_: str, name: str, begin: str, end: str = "", *, dossier: str = "", status: str = "open", **body: object
) -> SubjectRow:
    number, title = f"{type_[:3].upper()}-{name}", f"titel {name}"
    return SubjectRow(name, type_, dossier or name, number, title, status, begin, end, "", json.dumps(body))


def day(name: str, begin: str, end: str, *, layer: str = "evenementen", status: str = "confirmed") -> CalendarDay:
    dated = len(begin) == 10
    return CalendarDay(
        name,
        f"{begin}T00:00:00.000000+00:00" if dated else begin,
        f"{end}T23:59:59.999999+00:00" if dated else end,
        begin if dated else "",
        end if dated else "",
        f"titel {name}",
        "",
        status,
        layer,
        name,
        "",
    )


class Term(NamedTuple):
    """A statutory time, as `data/grip.toml` gives it."""

    key: str
    label: str
    minutes: int
    counts_from: str = "large_scale_alarm"
    from_level: int = 1
    watched: bool = True


RULES = GripRules((Term("copi", "CoPI", 30), Term("rot", "ROT", 60, from_level=2)), {1: ("burgemeester", "OvD-Bz")})


def board(
    dossiers: tuple[SubjectRow, ...] = (),
    actions: tuple[SubjectRow, ...] = (),
    days: tuple[CalendarDay, ...] = (),
    duties: tuple[SubjectRow, ...] = (),
    others: tuple[SubjectRow, ...] = (),
    measures: tuple[SubjectRow, ...] = (),
) -> NowBoard:
    subjects = {one.subject: one for one in (*dossiers, *others)}
    return now_board(
        NOW, dossiers=dossiers, actions=actions, measures=measures, days=days, duties=duties, subjects=subjects,
        rules=RULES,
    )  # fmt: skip


def scaled(name: str, alarm_minutes: int | None = None, *, status: str = "open", **body: object) -> SubjectRow:
    """An incident at GRIP 1; the large-scale alarm was so many minutes ago, if it was."""
    starts = [] if alarm_minutes is None else [
        {"event": "large_scale_alarm", "at": at(minutes=-alarm_minutes), "via": "", "record_id": "s"}
    ]  # fmt: skip
    history = [{"level": body.get("grip_highest", 1), "at": at(hours=-2)}]
    known = {"grip_level": 1, "grip_highest": 1, "grip_history": history, "clock_starts": starts, **body}
    return row("incident", name, at(hours=-2), status=status)._replace(body=json.dumps(known))


def owed(key: str, **fields: object) -> dict[str, object]:
    """Something that a measure owes, as it stands in its body."""
    blank = {
        "key": key, "label": f"melden {key}", "to": "raad", "type": "notice", "due_at": "", "at_once": False,
        "owed_since": at(minutes=-36), "done_at": "", "record_id": "r",
    }  # fmt: skip
    return blank | fields


def measure(*duties: dict[str, object], end_at: str = "", status: str = "taken") -> SubjectRow:
    """A measure with what it owes."""
    return row("measure", "m", at(hours=-1), end_at, dossier="i", status=status, duties=list(duties), end_at=end_at)


def keys(found: tuple[Due, ...]) -> list[str]:
    """Which ones they are, in order."""
    return [one.key or one.subject for one in found]


def test_nothing_gives_an_empty_board() -> None:
    assert board() == NowBoard(NOW, (), (), (), ())


def test_what_runs_stands_by_grip_level_then_incidents_the_newest_first() -> None:
    found = board(
        (
            row("cmt", "cmt", at(hours=-3)),
            row("incident", "oud", at(hours=-5), grip_level=0),
            row("incident", "nieuw", at(minutes=-4), grip_level=0),
            row("incident", "zwaar", at(hours=-1), grip_level=2),
        )
    )
    assert [one.subject for one in found.running] == ["zwaar", "nieuw", "oud", "cmt"]
    assert found.running[0].grip_level == 2
    assert found.running[1].elapsed == timedelta(minutes=4)


def test_an_incident_of_a_station_whose_clock_runs_ahead_has_not_run_less_than_nothing() -> None:
    assert board((row("incident", "i", at(minutes=2)),)).running[0].elapsed == timedelta(0)


def test_open_and_late_actions_are_counted_with_their_dossier() -> None:
    found = board(
        (row("incident", "i", at(hours=-1)),),
        (
            row("action", "a", at(hours=-1), at(minutes=-1), dossier="i"),
            row("action", "b", at(hours=-1), at(minutes=9), dossier="i"),
            row("action", "c", at(hours=-1), at(minutes=-9), dossier="elders"),
        ),
    )
    assert (found.running[0].open_count, found.running[0].late_count) == (2, 1)
    assert found.late_count == 2


def test_what_is_late_stands_first_then_by_term_then_what_has_none() -> None:
    actions = (
        row("action", "zonder", at(hours=-1)),
        row("action", "later", at(hours=-1), at(hours=5), owner="THOR"),
        row("action", "gereed", at(hours=-1), at(minutes=-30), status="done"),
        row("action", "te laat", at(hours=-1), at(minutes=-17)),
        row("action", "straks", at(hours=-1), at(minutes=7)),
    )
    found = board(actions=actions)
    assert [one.subject for one in found.due] == ["te laat", "gereed", "straks", "later", "zonder"]
    assert [one.late for one in found.due] == [True, False, False, False, False]
    assert found.due[0].left == timedelta(minutes=-17)
    assert found.due[3].owner == "THOR"
    assert found.due[4].left is None


def test_an_action_names_its_dossier() -> None:
    found = board(actions=(row("action", "a", at(), dossier="d"),), others=(row("cmt", "d", at()),))
    assert (found.due[0].dossier_number, found.due[0].dossier_title) == ("CMT-d", "titel d")


def test_whatever_is_late_stands_first_then_what_must_be_done_at_once_then_by_moment() -> None:
    found = board(
        (scaled("i", 40), scaled("j", 10)),
        (
            row("action", "te laat", at(hours=-1), at(minutes=-5), dossier="i"),
            row("action", "straks", at(hours=-1), at(minutes=25), dossier="i"),
            row("action", "zonder", at(hours=-1), dossier="i"),
        ),
        measures=(
            measure(
                owed("zsm", at_once=True), owed("raad", due_at=at(minutes=-90)), owed("parket", due_at=at(hours=3)),
                owed("bezwaar", type="term", due_at=at(days=42)), owed("datum"),
                end_at=at(hours=12),
            ),
        ),
    )  # fmt: skip
    assert keys(found.due) == [
        "raad", "copi s", "te laat", "zsm", "copi s", "straks", "parket", "end_at", "bezwaar", "zonder", "datum",
    ]  # fmt: skip
    assert [one.type for one in found.due] == [
        "notice", "clock", "action", "notice", "clock", "action", "notice", "term", "term", "action", "notice",
    ]  # fmt: skip
    assert [one.late for one in found.due] == [True] * 3 + [False] * 8
    assert found.late_count == 3
    assert [one.key for one in found.due if one.undated] == ["datum"]
    assert {one.subject: one.late_count for one in found.running} == {"i": 3, "j": 0}


def test_what_must_be_done_at_once_is_never_late() -> None:
    [due] = board(measures=(measure(owed("zsm", at_once=True, owed_since=at(days=-9))),)).due
    assert (due.at_once, due.late, due.waits) == (True, False, timedelta(days=9))


def test_at_once_with_a_last_moment_counts_down() -> None:
    [due] = board(measures=(measure(owed("zsm", at_once=True, due_at=at(minutes=-1))),)).due
    assert (due.at_once, due.late) == (False, True)


@pytest.mark.parametrize(
    ("duty", "end_at", "status"),
    [
        (owed("gedaan", due_at=at(minutes=-9), done_at=at(minutes=-12)), "", "taken"),
        (owed("voorbij", type="term", due_at=at(minutes=-1)), "", "taken"),
        (owed("gedaan", done_at=at()), at(minutes=-1), "taken"),
        (owed("gedaan", done_at=at()), at(hours=5), "withdrawn"),
    ],
    ids=["told", "a term that ended", "a measure that ended", "a measure that was withdrawn"],
)
def test_what_asks_nothing_more_is_left_out(duty: dict[str, object], end_at: str, status: str) -> None:
    assert board(measures=(measure(duty, end_at=end_at, status=status),)).due == ()


def test_what_a_measure_owes_names_measure_dossier_and_whom() -> None:
    [due] = board((scaled("i"),), measures=(measure(owed("raad", due_at=at(hours=1))),)).due
    assert (due.number, due.owner, due.dossier_number, due.title) == ("MEA-m", "raad", "INC-i", "melden raad")


@pytest.mark.parametrize(
    ("incident", "shown"),
    [
        (scaled("i", 29), ["running"]),
        (scaled("i", 31), ["missed"]),
        (scaled("i"), []),
        (scaled("i", 31, status="aftercare"), ["missed"]),
        (scaled("i", 31, grip_highest=0), []),
        (
            scaled("i", 31, clock_stops=[{"key": "copi", "start": "s", "outcome": "reached", "at": at(), "note": ""}]),
            [],
        ),
    ],
    ids=["runs", "missed", "not begun", "in the nafase", "never scaled up", "stopped"],
)
def test_the_statutory_clocks_of_open_incidents(incident: SubjectRow, shown: list[str]) -> None:
    found = board((incident,)).due
    assert [one.status for one in found] == shown
    assert {one.title for one in found} <= {"klok CoPI"}


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (12, ["klok a", "klok b", "klok c"]),
        (25, ["klok a", "klok b", "klok c"]),
        (35, ["3 klokken: c, b, a"]),
    ],
    ids=["one missed", "two missed", "three missed"],
)
def test_many_missed_clocks_of_one_incident_are_one_row(minutes: int, shown: list[str]) -> None:
    rules = GripRules((Term("a", "a", 10), Term("b", "b", 20), Term("c", "c", 30)), {})
    incident = scaled("i", minutes)
    found = now_board(NOW, dossiers=(incident,), actions=(), days=(), duties=(), subjects={}, rules=rules)
    assert [one.title for one in found.due] == shown
    assert found.due[0].left == timedelta(minutes=10 - minutes)


@pytest.mark.parametrize(
    ("incident", "shown"),
    [
        (scaled("i"), ("burgemeester", "OvD-Bz")),
        (scaled("i", informed=[{"function": "Burgemeester", "at": at(), "reached": True}]), ("OvD-Bz",)),
        (scaled("i", grip_level=0), ()),
        (scaled("i", status="aftercare"), ("burgemeester", "OvD-Bz")),
    ],
    ids=["nobody", "one told", "routine", "in the nafase"],
)
def test_who_must_still_be_told_stands_with_the_incident(incident: SubjectRow, shown: tuple[str, ...]) -> None:
    assert board((incident,)).running[0].to_inform == shown


def test_the_nafase_stands_below_what_is_acute_whatever_its_level() -> None:
    found = board((row("cmt", "c", at()), scaled("na", grip_level=3, status="aftercare"), scaled("i")))
    assert [(one.subject, one.aftercare) for one in found.running] == [("i", False), ("c", False), ("na", True)]


def test_how_often_an_action_was_put_off_comes_along() -> None:
    assert board(actions=(row("action", "a", at(), at(hours=1), snoozed_count=2),)).due[0].snoozed_count == 2


@pytest.mark.parametrize(
    ("begin", "end", "shown"),
    [
        (dict(hours=-1), dict(hours=1), True),
        (dict(hours=-3), dict(hours=-1), False),
        (dict(hours=71), dict(hours=73), True),
        (dict(hours=72), dict(hours=74), False),
        (dict(hours=-1), dict(hours=-1), True),  # no end of its own
        (dict(hours=-3), dict(hours=-3), False),
    ],
)
def test_the_next_72_hours(begin: dict[str, float], end: dict[str, float], shown: bool) -> None:
    found = board(days=(day("d", at(**begin), at(**end)),))
    assert bool(found.days) is shown


@pytest.mark.parametrize(
    ("begin", "end", "shown"),
    [
        ("2027-02-07", "2027-02-07", "2027-02-07"),
        ("2027-02-05", "2027-02-08", "2027-02-07"),
        ("2027-02-06", "2027-02-06", ""),
        ("2027-02-10", "2027-02-10", "2027-02-10"),
        ("2027-02-11", "2027-02-11", ""),
    ],
)
def test_whole_days_stand_under_their_day_and_what_runs_on_under_today(begin: str, end: str, shown: str) -> None:
    found = board(days=(day("d", begin, end),))
    assert [one.day.isoformat() for one in found.days] == ([shown] if shown else [])


def test_days_are_those_of_the_wall_clock() -> None:
    found = board(days=(day("d", stored(datetime(2027, 2, 7, 23, 30, tzinfo=UTC)), at(hours=12)),))
    assert found.days[0].day.isoformat() == "2027-02-08"


@pytest.mark.parametrize("status", ["cancelled", "vanished"])
def test_what_fell_away_is_left_out(status: str) -> None:
    assert board(days=(day("d", at(hours=1), at(hours=2), status=status),)).days == ()


def test_a_cmt_day_stands_under_what_runs_and_not_under_what_comes() -> None:
    assert board(days=(day("d", at(), at(), layer="cmt"),)).days == ()


def test_class_and_scale_stand_beside_the_title() -> None:
    found = board(
        days=(day("e", at(hours=1), at(hours=2)), day("d", at(hours=3), at(hours=4), layer="demonstraties")),
        others=(row("evenement", "e", at(), handling_class="C"), row("demonstration", "d", at(), scale="small")),
    )
    assert [one.mark for one in found.days[0].items] == ["klasse C", "klein"]
    assert [one.type for one in found.days[0].items] == ["evenement", "demonstration"]


def test_of_each_duty_the_one_that_runs_and_the_next() -> None:
    duties = (
        row("duty", "1", at(days=-9), at(days=-2), status="planned", duty="AOV", officer="AOV-1"),
        row("duty", "2", at(days=-2), at(days=5), status="planned", duty="AOV", officer="AOV-2"),
        row("duty", "3", at(days=5), at(days=12), status="planned", duty="AOV", officer="AOV-3"),
        row("duty", "4", at(days=12), at(days=19), status="planned", duty="AOV", officer="AOV-4"),
        row("duty", "5", at(days=1), at(days=8), status="planned", duty="achterwacht", officer="AOV-5"),
    )
    found = board(duties=duties).duties
    assert [(one.duty, one.officer, one.next and one.next.officer) for one in found] == [
        ("AOV", "AOV-2", "AOV-3"),
        ("achterwacht", "", "AOV-5"),
    ]
