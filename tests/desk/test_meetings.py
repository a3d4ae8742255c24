"""Presence and meetings at the desk: in and out, roles, two stations, a meeting that nobody closed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from tests.builders import assert_green, desk_at, given, records_of
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NOW = CARNIVAL_SUNDAY
NR = "CMT-27-A001"


def ago(**how_long: float) -> datetime:
    return NOW - timedelta(**how_long)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a CMT day since 12:10, at carnival Sunday 15:10."""
    made = desk_at(tmp_path)
    made.cmt.open("Carnaval", at=ago(hours=3))
    yield made
    assert_green(made.journal)
    made.journal.close()


def cmt(desk: Desk) -> SubjectRow:
    return desk.seat.find(NR)


def advance(desk: Desk, **how_long: float) -> None:
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    clock.advance(**how_long)


def there(desk: Desk, at: datetime | None = None) -> list[str]:
    return [one.function for one in desk.presence.present(cmt(desk), at)]


def texts(desk: Desk, *types: str) -> list[str]:
    return [line.text for line in desk.reading.lines(dossier=cmt(desk).subject) if line.type in types]


def meeting(desk: Desk, number: str) -> dict[str, Any]:
    row = desk.meetings.find(NR, number)
    return {**json.loads(row.body), "begin": row.begin_at[11:16], "end": row.end_at[11:16], "status": row.status}


def test_in_and_out_and_who_was_there(desk: Desk) -> None:
    desk.presence.come(NR, "politie", at=ago(hours=2))
    desk.presence.come(NR, "liaison", name="Voorbeeld", organisation="KHN", at=ago(hours=1))
    desk.presence.go(NR, "Politie", at=ago(minutes=20))
    assert (there(desk), there(desk, ago(minutes=30))) == (["liaison"], ["politie", "liaison"])
    assert [one.function for one in desk.presence.absent(cmt(desk), ("GHOR",))] == ["politie", "GHOR"]
    desk.presence.come(NR, "liaison", name="Ander", organisation="khn")
    assert [one.name for one in desk.presence.present(cmt(desk))] == ["Ander"]
    step = (desk.presence.of(cmt(desk)) or {})["steps"][-2]["record_id"]
    desk.presence.undo(NR, step, "andere politie")
    assert there(desk) == ["politie", "liaison"]


def test_the_chair_goes_from_one_to_the_other(desk: Desk) -> None:
    desk.presence.pass_role(NR, "chair", "veiligheid", at=ago(hours=2))
    desk.presence.pass_role(NR, "keeper", "AOV", from_function="notulist")
    desk.presence.pass_role(NR, "chair", "loco", reason="aflossing")
    assert texts(desk, "role") == [
        "voorzitter: veiligheid",
        "verslaglegger: van notulist naar AOV",
        "voorzitter: van veiligheid naar loco: aflossing",
    ]
    assert desk.presence.role(cmt(desk), "chair").function == "loco"
    assert desk.presence.role(cmt(desk), "chair", ago(hours=1)).function == "veiligheid"


def test_a_meeting_from_begin_to_adoption(desk: Desk) -> None:
    desk.meetings.set_rhythm(NR, begin=ago(minutes=10), every=60)
    desk.presence.come(NR, "politie", at=ago(hours=1))
    row = desk.meetings.open(
        NR, chair="veiligheid", keeper="AOV", present=("THOR", "Politie"), goal="instroom", minutes_available=20
    )
    assert (row.number, there(desk)) == ("V-A1", ["politie", "THOR"])
    assert meeting(desk, "V-A1")["present"] == ["politie", "THOR"]
    assert texts(desk, "role") == ["voorzitter: veiligheid", "verslaglegger: AOV"]
    coming = desk.meetings.next(cmt(desk))
    assert coming is not None
    assert (coming.due_at, coming.ordinal) == (NOW + timedelta(minutes=50), 2)
    advance(desk, minutes=5)
    desk.log.line("THOR omleiding staat !feit", dossier=NR)
    desk.agreements.decide(NR, "taps dicht")
    given(desk).when(lambda d: d.meetings.adopt(NR, "V-A1", by="veiligheid")).refused("V-A1 is nog bezig")
    advance(desk, minutes=5)
    desk.meetings.close(NR, next_at=NOW + timedelta(minutes=40))
    coming = desk.meetings.next(cmt(desk))
    assert coming is not None
    assert coming.due_at == NOW + timedelta(minutes=40)
    given(desk).when(lambda d: d.meetings.adopt(NR, "V-A1", by="politie")).refused("alleen de voorzitter (veiligheid)")
    desk.meetings.adopt(NR, "v-a1", by="Veiligheid", remarks="tijd was 15:14")
    told = desk.meetings.minutes(cmt(desk), desk.meetings.find(NR, "V-A1"))
    assert [one.number for one in told.decisions] == ["B-A1"]
    assert "THOR omleiding staat !feit" in [line.text for line in told.lines]
    given(desk).when(lambda d: d.meetings.adopt(NR, "V-A1", by="veiligheid")).refused("al vastgesteld")
    advance(desk, minutes=5)
    desk.log.line("vergeten", dossier=NR, at=NOW + timedelta(minutes=6))
    desk.meetings.adopt(NR, "V-A1", by="veiligheid")
    assert len(meeting(desk, "V-A1")["adoptions"]) == 2


def test_a_meeting_that_nobody_closed_is_ended_by_the_next_and_says_so(desk: Desk) -> None:
    desk.meetings.open(NR, at=ago(hours=2))
    given(desk).when(lambda d: d.meetings.open(NR)).then("meeting.closed", "meeting.opened")
    first = meeting(desk, "V-A1")
    assert (first["status"], first["end"], first["closed_by"], first["next_number"]) == (
        "closed", "14:10", "next", "V-A2",
    )  # fmt: skip
    assert "V-A1 niet gesloten; geldt als gesloten doordat V-A2 begon" in texts(desk, "meeting")
    assert [row.number for row in desk.meetings.running(cmt(desk))] == ["V-A2"]


def test_a_meeting_entered_late_ends_where_the_next_began_and_leaves_that_one_open(desk: Desk) -> None:
    desk.meetings.open(NR, at=ago(hours=1))
    desk.meetings.open(NR, at=ago(hours=2))
    late = meeting(desk, "V-A2")
    assert (late["begin"], late["end"], late["next_number"], meeting(desk, "V-A1")["status"]) == (
        "12:10", "13:10", "V-A1", "open",
    )  # fmt: skip


def test_two_meetings_at_once_at_two_stations_are_both_kept_and_closed_together(desk: Desk, tmp_path: Path) -> None:
    other = desk_at(tmp_path / "b", code="B")
    other.journal.receive(records_of(desk.journal))
    desk.meetings.open(NR, at=ago(minutes=2))
    other.meetings.open(NR, at=ago(minutes=1))
    desk.journal.receive(records_of(other.journal))
    assert [row.number for row in desk.meetings.running(cmt(desk))] == ["V-B1", "V-A1"]
    desk.meetings.close(NR)
    assert [meeting(desk, number)["status"] for number in ("V-A1", "V-B1")] == ["closed", "closed"]
    other.journal.receive(records_of(desk.journal))
    assert other.meetings.running(cmt(other)) == ()
    assert_green(other.journal)
    other.journal.close()


def test_a_meeting_over_midnight(desk: Desk) -> None:
    advance(desk, hours=8, minutes=40)  # 23:50
    desk.meetings.open(NR, chair="veiligheid")
    advance(desk, minutes=25)
    desk.log.line("plein leeg", dossier=NR)
    advance(desk, minutes=5)
    desk.meetings.close(NR)
    told = desk.meetings.minutes(cmt(desk), desk.meetings.find(NR, "V-A1"))
    assert "plein leeg" in [line.text for line in told.lines]
    assert (meeting(desk, "V-A1")["begin"], meeting(desk, "V-A1")["end"]) == ("22:50", "23:20")


def test_the_agenda_is_that_of_the_file(desk: Desk) -> None:
    desk.log.line("plein loopt vol !feit", dossier=NR)
    points = desk.meetings.agenda(cmt(desk), crossed=("Vrijthof boven 0,85",), expected=("GHOR",))
    assert [point.label for point in points] == [
        "opening", "beeld", "oordeel", "besluiten en acties", "communicatie", "vorige acties", "volgende vergadering",
    ]  # fmt: skip
    assert [item.text for item in points[1].items] == ["plein loopt vol !feit", "Vrijthof boven 0,85"]
    assert all(point.source for point in points)


def test_the_end_of_the_day_says_what_is_open_and_ends_a_meeting_only_for_a_reason(desk: Desk) -> None:
    desk.meetings.set_rhythm(NR, begin=NOW, every=60)
    desk.meetings.open(NR, at=ago(minutes=30))
    desk.agreements.decide(NR, "taps dicht")
    desk.agreements.action(NR, "hekken", owner="THOR")
    assert desk.cmt.open_matters(cmt(desk)) == (
        "vergadering V-A1 is niet gesloten", "A-A1 hekken", "B-A1 taps dicht zonder onderbouwing",
    )  # fmt: skip
    given(desk).when(lambda d: d.cmt.close(NR)).refused("vergadering V-A1 is nog open")
    given(desk).when(lambda d: d.cmt.close(NR, reason="x", at=ago(hours=1))).refused("V-A1 begon later")
    row = desk.cmt.close(NR, reason="iedereen weg")
    assert (row.status, meeting(desk, "V-A1")["closed_by"], desk.meetings.next(row)) == ("closed", "cmt", None)
    assert texts(desk, "closed") == [
        "iedereen weg; nog open: vergadering V-A1 is niet gesloten, A-A1 hekken, B-A1 taps dicht zonder onderbouwing"
    ]
    desk.meetings.open(NR, at=ago(hours=1))
    assert meeting(desk, "V-A2")["status"] == "closed"
    desk.meetings.withdraw(NR, "V-A2", "was geen vergadering")
    assert meeting(desk, "V-A2")["withdrawn_reason"] == "was geen vergadering"


REFUSALS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "no function": (lambda d: d.presence.come(NR, " "), "de functie is leeg"),
    "there already": (lambda d: d.presence.come(NR, "POLITIE"), "politie is al aanwezig sinds 14:10"),
    "not there": (lambda d: d.presence.go(NR, "GHOR"), "GHOR is niet aanwezig"),
    "not there yet": (lambda d: d.presence.go(NR, "politie", at=ago(hours=2)), "politie is niet aanwezig"),
    "which of two": (lambda d: d.presence.go(NR, "liaison"), "noem de organisatie: liaison (namens KHN), liaison"),
    "in the future": (lambda d: d.presence.come(NR, "x", at=ago(hours=-1)), "ligt in de toekomst"),
    "no such role": (lambda d: d.presence.pass_role(NR, "plotter", "x"), "plotter bestaat niet"),
    "has it already": (lambda d: d.presence.pass_role(NR, "chair", "Veiligheid"), "is al voorzitter"),
    "another had it": (
        lambda d: d.presence.pass_role(NR, "chair", "x", from_function="loco"), "veiligheid is voorzitter, niet loco",
    ),
    "no such step": (lambda d: d.presence.undo(NR, "weg", "x"), "heeft geen stap weg"),
    "not a CMT day": (lambda d: d.presence.come("INC-27-A001", "x"), "is een incident"),
    "no rhythm of a day": (lambda d: d.meetings.set_rhythm(NR, begin=NOW, every=1441), "een ritme is 1 tot"),
    "below nothing": (lambda d: d.meetings.set_rhythm(NR, begin=NOW, every=-1), "een ritme is 1 tot"),
    "from when": (lambda d: d.meetings.set_rhythm(NR, begin=None, every=60), "noem vanaf wanneer"),
    "before the day": (lambda d: d.meetings.open(NR, at=ago(hours=4)), "dat ligt voor het begin van CMT-27-A001"),
    "no time": (lambda d: d.meetings.open(NR, minutes_available=-1), "de tijd voor een vergadering"),
    "nothing open": (lambda d: d.meetings.close(NR), "is geen vergadering open"),
    "closed already": (lambda d: d.meetings.close(NR, "V-A1"), "V-A1 is al gesloten"),
    "no such meeting": (lambda d: d.meetings.adopt(NR, "V-A9", by="x"), "V-A9"),
    "adopted before its end": (
        lambda d: d.meetings.adopt(NR, "V-A1", by="veiligheid", at=ago(minutes=50)), "dat ligt voor V-A1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(desk: Desk, name: str) -> None:
    desk.incidents.open("Gaslek")
    desk.presence.come(NR, "politie", at=ago(hours=1))
    desk.presence.come(NR, "liaison", organisation="KHN")
    desk.presence.come(NR, "liaison")
    desk.presence.pass_role(NR, "chair", "veiligheid", at=ago(hours=2))
    desk.meetings.open(NR, at=ago(minutes=55))
    desk.meetings.close(NR, at=ago(minutes=40))
    request, words = REFUSALS[name]
    given(desk).when(request).refused(words)


def test_nothing_happens_at_a_table_after_the_day_closed(desk: Desk) -> None:
    desk.cmt.close(NR)
    advance(desk, minutes=10)
    for request in (
        lambda d: d.presence.come(NR, "x"), lambda d: d.presence.pass_role(NR, "chair", "x"),
        lambda d: d.meetings.open(NR), lambda d: d.meetings.set_rhythm(NR, begin=NOW),
    ):  # fmt: skip
        given(desk).when(request).refused("is gesloten")
    desk.presence.come(NR, "vergeten", at=ago(hours=1))
    assert there(desk) == ["vergeten"]


def test_a_form_that_is_filed_twice_writes_once(desk: Desk) -> None:
    promised = "01a39021-52c0-7753-bfc2-571cd147ca8"
    for _ in range(2):
        desk.presence.come(NR, "politie", draft_id=f"{promised}0")
        desk.meetings.open(NR, draft_id=f"{promised}1", chair="veiligheid")
        assert desk.meetings.close(NR, draft_id=f"{promised}2").number == "V-A1"
        desk.meetings.adopt(NR, "V-A1", by="veiligheid", draft_id=f"{promised}3")
    assert [row.number for row in desk.meetings.of(cmt(desk))] == ["V-A1"]
    assert len(meeting(desk, "V-A1")["adoptions"]) == 1
