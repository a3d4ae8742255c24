"""Meetings: the fold, the rhythm and its next moment, the agenda and the minutes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any, NamedTuple

import pytest

from aovconsole.domain.meeting import (
    MeetingAdopted,
    MeetingClosed,
    MeetingOpened,
    MeetingWithdrawn,
    RhythmSet,
    next_meeting,
    open_in,
    rhythm_tables,
    tables,
)
from aovconsole.domain.meeting_agenda import Table, agenda, minutes, open_matters
from aovconsole.domain.presence import PresenceNoted
from aovconsole.domain.presence import tables as presence_tables
from aovconsole.domain.times import read_stored
from aovconsole.domain.view import SubjectRow
from tests.domain.table import at, record, row

OPENED = record("a", MeetingOpened("V-A1", "veiligheid", "AOV", ("politie",), "instroom", 20), "14:00")
CLOSED = record("b", MeetingClosed(), "14:20")
BY_NEXT = record("c", MeetingClosed("", "next", "V-B1"), "15:00")
ADOPTED = record("d", MeetingAdopted("veiligheid", "akkoord"), "15:05")


def folded(*pairs: Any) -> tuple[SubjectRow, Any]:
    """The row and the body, the same in every order of arrival."""
    rows = {tables(order).row for order in permutations(pairs)}
    assert len(rows) == 1
    found = rows.pop()
    assert found is not None
    return found, json.loads(found.body)


@pytest.mark.parametrize(
    ("pairs", "status", "end", "closed_by"),
    [
        ((OPENED,), "open", "", ""),
        ((OPENED, CLOSED), "closed", "14:20", ""),
        ((OPENED, BY_NEXT), "closed", "15:00", "next"),
        ((OPENED, BY_NEXT, CLOSED), "closed", "14:20", ""),
        ((OPENED, CLOSED, ADOPTED), "adopted", "14:20", ""),
        ((OPENED, record("e", MeetingWithdrawn("vergissing"), "14:01")), "withdrawn", "", ""),
    ],
    ids=["open", "closed", "closed by the next", "who said so knew it first", "adopted", "withdrawn"],
)
def test_the_state_of_a_meeting(pairs: tuple[Any, ...], status: str, end: str, closed_by: str) -> None:
    found, body = folded(*pairs)
    assert (found.status, found.end_at, body["closed_by"]) == (status, at(end) if end else "", closed_by)


def test_the_timeline_says_honestly_who_closed_it() -> None:
    assert [item.text for item in tables([OPENED, BY_NEXT, ADOPTED]).items] == [
        "V-A1 vergadering begonnen; voorzitter: veiligheid; verslaglegger: AOV; aanwezig: politie; doel: instroom; "
        "tijd: 20 min",
        "V-A1 niet gesloten; geldt als gesloten doordat V-B1 begon",
        "V-A1 verslag vastgesteld door veiligheid: akkoord",
    ]
    [_, ended] = tables([OPENED, record("f", MeetingClosed(by="cmt"), "16:00")]).items
    assert ended.text == "V-A1 niet gesloten; geldt als gesloten doordat het CMT sloot"


def test_without_its_opening_there_is_no_meeting() -> None:
    assert tables([CLOSED]).row is None


def test_of_two_rhythms_the_one_that_knew_of_the_other_wins() -> None:
    first = record("a", RhythmSet(at("14:00"), 60), "12:00")
    blind = record("b", RhythmSet(at("14:30")), "12:05")
    knew = record("c", RhythmSet(at("15:00"), 30, ("a", "b")), "12:04")
    bodies = [
        json.loads(made.body) for order in permutations((first, blind, knew)) if (made := rhythm_tables(order).row)
    ]
    assert all((one["begin_at"], one["every_minutes"], one["other_values"]) == (at("15:00"), 30, []) for one in bodies)
    both = rhythm_tables([first, blind]).row
    assert both is not None
    assert json.loads(both.body)["other_values"] == ["vergadering elke 60 minuten vanaf 07-02-2027 15:00"]
    none = rhythm_tables([first, record("d", RhythmSet("", 0, ("a",)), "12:06")])
    assert none.row is not None
    assert (none.row.status, none.items[1].text) == ("closed", "geen vergaderritme")


@pytest.mark.parametrize("every", [-1, 24 * 60 + 1, 10**18])
def test_a_rhythm_that_is_none_is_not_one_of_ours(every: int) -> None:
    with pytest.raises(ValueError, match=str(every)):
        RhythmSet(at("14:00"), every)


def rhythm(begin: str, every: int) -> SubjectRow:
    return row("rhythm", "", "12:00", begin_at=at(begin) if begin else "", every_minutes=every)


def met(number: str, begin: str, end: str = "", status: str = "closed") -> SubjectRow:
    return row("meeting", number, begin, end, status=status, adoptions=[])


@pytest.mark.parametrize(
    ("set_", "held", "now", "wanted"),
    [
        (rhythm("14:00", 60), (), "13:40", ("14:00", 20, 0, 1)),
        (rhythm("14:00", 60), (), "14:10", ("14:00", -10, 0, 1)),
        (rhythm("14:00", 60), ("13:55",), "14:00", ("15:00", 60, 0, 2)),
        (rhythm("14:00", 60), ("14:25",), "14:40", ("15:00", 20, 0, 2)),
        (rhythm("14:00", 60), ("12:00",), "13:00", ("14:00", 60, 0, 2)),
        (rhythm("14:00", 60), ("14:00",), "17:20", ("17:00", -20, 2, 2)),
        (rhythm("23:30", 60), ("23:30",), "+00:10", ("+00:30", 20, 0, 2)),
        (rhythm("16:00", 0), ("14:00",), "15:50", ("16:00", 10, 0, 2)),
        (rhythm("16:00", 0), ("14:00",), "16:10", ("16:00", -10, 0, 2)),
        (rhythm("16:00", 0), ("15:20",), "15:30", ("16:00", 30, 0, 2)),
        (rhythm("16:00", 0), ("15:50",), "15:51", None),
        (rhythm("", 0), (), "15:00", None),
        (None, (), "15:00", None),
    ],
    ids=[
        "ahead", "late", "early takes it", "late takes it", "one long before takes none", "missed ones are counted",
        "over midnight", "single", "single, late", "a short one between", "single taken", "stopped", "none",
    ],
)  # fmt: skip
def test_the_next_meeting(
    set_: SubjectRow | None, held: tuple[str, ...], now: str, wanted: tuple[str, int, int, int] | None
) -> None:
    found = next_meeting(set_, [met(f"V-A{n}", begin) for n, begin in enumerate(held)], read_stored(at(now)))
    told = found and (found.due_at, found.left, found.missed, found.ordinal)
    assert told == (wanted and (read_stored(at(wanted[0])), timedelta(minutes=wanted[1]), wanted[2], wanted[3]))


def test_a_rhythm_counts_elapsed_minutes_over_the_change_of_clock() -> None:
    begin = "2027-03-28T00:30:00.000000+00:00"  # 01:30 in winter; an hour later the wall says 03:30
    set_ = row("rhythm", "", "12:00", begin_at=begin, every_minutes=60)
    found = next_meeting(set_, [met("V-A1", "14:00")._replace(begin_at=begin)], read_stored(begin))
    assert found is not None
    assert found.due_at - read_stored(begin) == timedelta(hours=1)


def test_a_withdrawn_meeting_takes_no_moment_and_two_open_ones_are_both_seen() -> None:
    mistaken = met("V-A1", "14:00", status="withdrawn")
    found = next_meeting(rhythm("14:00", 60), [mistaken], read_stored(at("14:05")))
    assert found is not None
    assert (found.ordinal, found.missed, found.due_at) == (1, 0, read_stored(at("14:00")))
    both = [met("V-A1", "14:00", status="open"), met("V-B1", "14:02", status="open"), met("V-A2", "13:00", "13:10")]
    assert [one.number for one in open_in(both)] == ["V-B1", "V-A1"]


class Point(NamedTuple):
    """A point of the agenda as `data/meetings.toml` gives it."""

    key: str
    label: str = ""
    meaning: str = ""
    source: str = ""


class Line(NamedTuple):
    """A line of the timeline."""

    text: str
    at: str
    kind: str = "fact"
    received_at: str = ""
    recorded_at: str = ""
    correction: str = ""
    corrected_by: str = ""
    extra: str = "{}"
    type: str = "line"
    source: str = ""

    @property
    def record_id(self) -> str:
        return self.text


KEYS = ("opening", "picture", "judgement", "decisions", "communication", "check", "next", "eigen punt")


def filled(table: Table) -> dict[str, list[tuple[str, str]]]:
    """What stands under each point."""
    points = agenda([Point(key) for key in KEYS], table)
    assert [point.key for point in points] == list(KEYS)
    return {point.key: [(one.kind, one.text) for one in point.items] for point in points}


def test_the_agenda_holds_what_changed_since_the_last_meeting() -> None:
    present = presence_tables([
        record("a", PresenceNoted("politie"), "12:00"), record("b", PresenceNoted("horeca"), "12:00"),
        record("c", PresenceNoted("horeca", present=False), "14:50"),
    ]).row  # fmt: skip
    assert present is not None
    rows = (
        present, met("V-A1", "14:00", "14:20"), rhythm("14:00", 60),
        row("decision", "B-A1", "14:10", lacking=["judgement", "decider"]),
        row("decision", "B-A2", "14:10", "14:55", lacking=[]),
        row("action", "A-A1", "14:10", "14:30", status="open", owner="THOR"),
        row("action", "A-A2", "14:10", "17:00", status="open", owner="THOR"),
        row("action", "A-A3", "14:10", status="busy", owner=""),
        row("action", "A-A4", "14:10", status="done", owner="comm."),
    )  # fmt: skip
    lines = (
        Line("oud", at("14:00"), received_at=at("14:01")),
        Line("plein loopt vol", at("14:30"), received_at=at("14:30"), extra='{"status":"verified"}'),
        Line("laat ingevoerd", at("13:50"), received_at=at("14:40")),
        Line("ingetrokken", at("14:31"), corrected_by="x"),
        Line("fout", at("14:32"), correction="goed", corrected_by="x"),
        Line("het houdt", at("14:33"), "judgement"),
        Line("pers belt", at("14:34"), "message"),
        Line("gewoon", at("14:35"), "note"),
    )
    table = Table(read_stored(at("14:58")), rows, lines, ("Vrijthof boven 0,85 (0,92)",), ("GHOR",))
    assert filled(table) == {
        "opening": [
            ("present", "politie"), ("absent", "horeca ontbreekt sinds 15:50"), ("absent", "GHOR ontbreekt"),
            ("role", "voorzitter: niet vastgelegd"), ("role", "verslaglegger: niet vastgelegd"),
        ],
        "picture": [
            ("fact", "plein loopt vol (geverifieerd)"), ("fact", "laat ingevoerd"), ("fact", "goed"),
            ("threshold", "Vrijthof boven 0,85 (0,92)"),
        ],
        "judgement": [("judgement", "het houdt")],
        "decisions": [
            ("ungrounded", "B-A1 titel B-A1: oordeel, wie besloot ontbreekt"),
            ("no_owner", "A-A3 titel A-A3: geen houder"),
        ],
        "communication": [("message", "pers belt")],
        "check": [
            ("due", "A-A1 titel A-A1: te laat, termijn was 15:30"),
            ("not_agreed", "A-A4 titel A-A4: afgerond, nog niet akkoord"),
            ("to_check", "werkte B-A2? titel B-A2"), ("not_adopted", "verslag V-A1 vaststellen"),
        ],
        "next": [("next", "vergadering 2: 16:00")],
        "eigen punt": [],
    }  # fmt: skip


def test_an_empty_table_has_an_agenda_of_nothing() -> None:
    found = filled(Table(datetime.fromisoformat(at("14:00")), (), ()))
    assert [kind for kind, _ in found.pop("opening")] == ["role", "role"]
    assert not any(found.values())


def test_minutes_are_the_log_between_begin_and_end_also_over_midnight() -> None:
    meeting = row("meeting", "V-A9", "23:50", "+00:20", status="adopted", adoptions=[{"recorded_at": at("+00:30")}])
    lines = (
        Line("te vroeg", at("23:49"), recorded_at=at("23:49")), Line("begin", at("23:50"), recorded_at=at("23:50")),
        Line("na twaalven", at("+00:20"), recorded_at=at("+00:20")),
        Line("later ingevoerd", at("+00:05"), recorded_at=at("+01:00")),
        Line("te laat", at("+00:21"), recorded_at=at("+00:21")),
    )  # fmt: skip
    rows = (row("decision", "B-A1", "+00:10"), row("decision", "B-A2", "23:00"), row("action", "A-A1", "+00:20"))
    found = minutes(meeting, Table(read_stored(at("+02:00")), rows, lines))
    assert [line.record_id for line in found.lines] == ["begin", "na twaalven", "later ingevoerd"]
    assert [one.number for one in (*found.decisions, *found.actions)] == ["B-A1", "A-A1"]
    assert found.added_later == ("later ingevoerd",)
    running = meeting._replace(end_at="", status="open", body=json.dumps({"adoptions": []}))
    assert len(minutes(running, Table(read_stored(at("+00:10")), rows, lines)).lines) == 2


def test_what_the_end_of_a_day_leaves_open() -> None:
    rows = (
        met("V-A1", "14:00", status="open"), met("V-A2", "13:00", "13:20"),
        row("action", "A-A1", "14:00", status="done", owner="x"), row("action", "A-A2", "14:00", status="closed"),
        row("decision", "B-A1", "14:00", "16:00", lacking=["decider"]),
    )  # fmt: skip
    assert open_matters(rows) == (
        "vergadering V-A1 is niet gesloten", "A-A1 titel A-A1", "B-A1 titel B-A1 zonder onderbouwing",
        "B-A1 titel B-A1 niet getoetst",
    )  # fmt: skip
