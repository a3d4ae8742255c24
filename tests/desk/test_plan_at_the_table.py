"""What a CMT day has at its table from its plan: when it meets, its agenda, who is expected, what to log."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from tests.builders import desk_at
from tests.desk.plans import SUNDAY, TIMED, body, opened, put
from tests.scenarios.builders import changed
from tests.still_clock import CARNIVAL_SUNDAY, StillClock


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    put(tmp_path / "home")
    return desk_at(tmp_path / "home", clock)


# --- meetings


def clocks(desk: Desk, number: str) -> list[str]:
    """When the team meets, by the rhythm that stands."""
    rows = desk.reading.in_dossier(desk.seat.find(number).subject, "rhythm")
    return [at[8:16] for row in rows for at in json.loads(row.body)["moments"]]


def test_the_moments_of_the_plan_are_those_of_the_team(desk: Desk, clock: StillClock) -> None:
    cmt, plan = opened(desk)
    assert clocks(desk, cmt) == ["07T21:00", "07T23:00", "08T01:00"], "22:00, each two hours, over midnight"
    coming = desk.meetings.next(desk.seat.find(cmt))
    assert coming is not None
    assert (coming.ordinal, coming.due_at, coming.missed) == (1, datetime(2027, 2, 7, 21, tzinfo=UTC), 0)
    clock.advance(minutes=6 * 60 + 55)
    desk.meetings.open(cmt)
    desk.meetings.close(cmt)
    coming = desk.meetings.next(desk.seat.find(cmt))
    assert coming is not None
    assert coming.due_at == datetime(2027, 2, 7, 23, tzinfo=UTC)
    assert body(desk, plan)["meetings"][0]["key"] == "cmt.1"


def test_a_rhythm_set_by_hand_wins(desk: Desk) -> None:
    cmt, _ = opened(desk)
    desk.meetings.set_rhythm(cmt, begin=CARNIVAL_SUNDAY, every=30)
    desk.cmt.link_plan(cmt)
    assert clocks(desk, cmt) == []
    desk.meetings.set_rhythm(cmt, begin=None)
    desk.cmt.link_plan(cmt)
    assert desk.meetings.next(desk.seat.find(cmt)) is None, "that nobody meets is said by hand too"


def test_a_moved_anchor_moves_the_meetings(desk: Desk) -> None:
    text = changed('begin = { anchor = "day", at = "22:00" }', 'begin = { anchor = "day", when = "+2h" }', TIMED)
    text = changed(
        'end = { anchor = "day", when = "P1D", at = "02:00" }', 'end = { anchor = "day", when = "+5h" }', text
    )
    put(desk.journal.home, text, "mee")
    plan = desk.plans.start("mee", SUNDAY).number
    cmt = desk.cmt.open("Zondag", plan=plan).number
    assert clocks(desk, cmt) == []
    asked = desk.cmt.to_confirm(desk.seat.find(cmt))
    assert [(one.label, one.question, one.text) for one in asked if one.what == "meeting"] == [
        ("CMT", "day", "Hoe laat begint het?")
    ]
    desk.plans.move(plan, at="18:00", reason="de organisator zegt het")
    assert clocks(desk, cmt) == ["07T19:00", "07T21:00"]
    desk.plans.move(plan, at="23:00", reason="uitgesteld")
    assert clocks(desk, cmt) == ["08T00:00", "08T02:00"], "after midnight it is still that day"
    assert [one for one in desk.cmt.to_confirm(desk.seat.find(cmt)) if one.what == "meeting"] == []


def test_closing_with_a_next_time_moves_the_next_moment_and_keeps_the_later_ones(desk: Desk, clock: StillClock) -> None:
    cmt, _ = opened(desk)
    clock.advance(minutes=6 * 60 + 50)
    desk.meetings.open(cmt)
    desk.meetings.close(cmt, next_at=datetime(2027, 2, 7, 22, 30, tzinfo=UTC))
    assert clocks(desk, cmt) == ["07T22:30", "08T01:00"]


def test_the_agenda_of_the_plan_stands_under_the_points_that_it_names(desk: Desk) -> None:
    text = changed('every = "2h"', 'every = "2h"\nagenda = ["Beeld per discipline", "vuurwerk van de prins"]')
    put(desk.journal.home, text, "agenda")
    cmt, plan = opened(desk, "agenda")
    points = {one.key: one for one in desk.meetings.agenda(desk.seat.find(cmt))}
    assert [(one.kind, one.text) for one in points["picture"].items][:1] == [("plan", "Beeld per discipline")]
    assert [(one.kind, one.text) for one in points["plan"].items] == [("plan", "vuurwerk van de prins")]
    assert points["plan"].source == f"{plan}: CMT; verzonnen"
    assert list(points)[-2:] == ["plan", "next"]


# --- who is expected


def test_who_is_expected_is_missing_until_somebody_is_there(desk: Desk) -> None:
    roles = "".join(
        f'[[roles]]\nfunction = "{name}"\ntask = "doet {name}"\nsource = "verzonnen"\n\n'
        for name in ("politie", "notulist", "GHOR")
    )
    put(desk.journal.home, changed("[[places]]", roles + "[[places]]"), "tafel")
    cmt, _ = opened(desk, "tafel")
    row = desk.seat.find(cmt)
    assert desk.presence.missing(row) == ("voorzitter", "politie", "notulist", "GHOR")
    desk.presence.come(cmt, "Politie")
    desk.presence.pass_role(cmt, "chair", "veiligheid")
    desk.presence.pass_role(cmt, "keeper", "AOV")
    found = {one.function: one for one in desk.presence.expected(row)}
    assert desk.presence.missing(row) == ("GHOR",)
    assert (found["voorzitter"].chair, found["voorzitter"].filled_by, found["voorzitter"].task) == (
        True, "veiligheid", "leidt",
    )  # fmt: skip
    assert (found["notulist"].filled_by, found["politie"].filled_by) == ("AOV", "Politie")
    absent = [one.text for one in desk.meetings.agenda(row)[0].items if one.kind == "absent"]
    assert absent == ["GHOR ontbreekt"]
    desk.presence.go(cmt, "politie")
    assert desk.presence.missing(row) == ("politie", "GHOR")


# --- the log


def test_the_empty_line_asks_what_was_not_logged_yet(desk: Desk, clock: StillClock) -> None:
    points = "".join(
        f'[[log_protocol]]\ntext = "{text}"\nsource = "verzonnen"\n\n'
        for text in ("karren: kenmerk en plaats", "besluit: wie en waarom", "drukte: hoe vol", "feiten, geen namen")
    )
    put(desk.journal.home, changed("[[injects]]", points + "[[injects]]"), "log")
    cmt, plan = opened(desk, "log")
    row = desk.seat.find(cmt)
    morning = datetime(2027, 2, 7, 10, tzinfo=UTC)
    assert desk.cmt.log_points(row, morning)[0].text == "drukte: plaats en waarde", "of the phase"

    def covered() -> dict[str, bool | None]:
        return {one.text.partition(":")[0]: one.covered for one in desk.cmt.log_points(row)}

    nothing = {"karren": False, "besluit": False, "drukte": False, "feiten, geen namen": None}
    assert covered() == nothing, "a threshold that was taken over is no reading"
    assert desk.cmt.next_hint(row) == "karren: kenmerk en plaats"
    desk.log.line("14:50 THOR alles rustig", dossier=cmt)
    assert desk.cmt.next_hint(row) == "besluit: wie en waarom", "the next with each line"
    desk.log.line("kar 12 op de Markt #karren", dossier=cmt)
    desk.agreements.decide(cmt, "taps dicht")
    desk.crowd.read(cmt, "Markt", "300")
    assert covered() == dict.fromkeys(("karren", "besluit", "drukte"), True) | {"feiten, geen namen": None}
    assert desk.cmt.next_hint(row) == "feiten, geen namen"
    clock.advance(minutes=24 * 60)
    assert covered()["karren"] is False, "of that day"
    desk.plans.withdraw(plan, reason="verkeerd")
    assert (desk.cmt.next_hint(row), desk.cmt.log_points(row)) == ("", ())
