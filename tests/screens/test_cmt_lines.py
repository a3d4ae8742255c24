"""What stands beside the log of a CMT day: late lines that hide nothing, four states that differ …"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.crowd_state import Setting
from aovconsole.domain.plan_reading import PlanLine
from aovconsole.domain.times import AMSTERDAM, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.cmt_agreed_lines import ACTION_STATES, action_note, action_picks, decision_note, decision_picks
from aovconsole.screens.cmt_crowd_lines import CrowdMoment, matters_most, reading_picks, with_capacity
from aovconsole.screens.cmt_lines import cmt_view, head
from aovconsole.screens.cmt_plan_lines import FOLD, PlanMoment, first_to_do, plan_panel, whole_plan
from aovconsole.screens.cmt_waiting import waiting
from aovconsole.screens.dossier_lines import DossierView
from aovconsole.screens.widgets.pick_list import Pick
from tests.screens.conftest import NOON

NR = "CMT-27-A001"
SHOWN = PlanMoment(NOON, AMSTERDAM)


def line(
    key: str, *, hours: float | None = None, state: str = "todo", late: bool = False, owner: str = "OOV"
) -> PlanLine:
    """A line of a plan that is due so many hours from now; None is undated."""
    at = stored(NOON + timedelta(hours=hours)) if hours is not None else ""
    done = stored(NOON - timedelta(minutes=10)) if state == "done" else ""
    return PlanLine(
        key, "measure", f"maatregel {key} " + "met een lange omschrijving " * 4, owner, (), "", False, at, at[:10], at,
        "", (), state, "", "", done, "", False, late,
    )  # fmt: skip


def text(pick: Pick, width: int = 40) -> str:
    """What a pick says at this width."""
    lines = pick.draw(width)
    assert len(lines) <= pick.height, "a pick that is higher than it says is cut"
    assert all(sum(len(part) for part, _ in line) <= width for line in lines)
    return "\n".join("".join(part for part, _ in line) for line in lines)


@pytest.mark.parametrize("what", ["capacity", "no_capacity", "area", "threshold", "dropped"])
def test_whatever_was_set_for_a_place_has_words(what: str) -> None:
    said = Setting(stored(NOON), what, "r", "" if what in ("no_capacity", "dropped") else "900")
    shown = CrowdMoment(NOON, AMSTERDAM, {})
    assert (
        text(reading_picks((), (said,), shown)[-1], 60).split()[1].startswith(("capaciteit", "oppervlakte", "drempel"))
    )


def test_many_late_lines_do_not_hide_what_comes() -> None:
    late = [line(f"l{number:02}", hours=-50 + number, late=True) for number in range(26)]
    comes = [line("straks", hours=1), line("later", hours=5), line("morgen", hours=22)]
    picks = plan_panel([*late, *comes, line("net", hours=-1, state="done")], SHOWN)
    assert [pick.key for pick in picks] == [FOLD, "l23", "l24", "l25", "straks", "later", "net"]
    assert "nog 23 te laat" in text(picks[0]) and "vr 5" in text(picks[0])
    on_wall = [pick.key for pick in plan_panel([*late, *comes], SHOWN._replace(on_wall=True))]
    assert on_wall == [FOLD, *(f"l{number}" for number in range(20, 26)), "straks", "later", "morgen"]


def test_a_few_late_lines_each_stand_apart() -> None:
    late = [line(f"l{number}", hours=-4 + number, late=True) for number in range(4)]
    assert [pick.key for pick in plan_panel(late, SHOWN)] == ["l0", "l1", "l2", "l3"]


@pytest.mark.parametrize("owner", ["OOV", "OOV, THOR, politie, brandweer en horeca samen", ""])
@pytest.mark.parametrize("width", [40, 52, 96])
def test_the_owner_is_read_and_does_not_eat_the_text(owner: str, width: int) -> None:
    [pick] = plan_panel([line("x", hours=1, owner=owner)], SHOWN)
    said = text(pick, width)
    assert "maatregel x met een" in said
    assert (owner[:8] or "! geen houder") in said


@pytest.mark.parametrize("state", ["todo", "busy"])
def test_a_long_owner_under_a_short_text_leaves_no_stray_sign(state: str) -> None:
    short = replace(
        line("x", hours=1, owner="OOV, politie, THOR, Tempeleers", state=state), what="ronde langs de route"
    )
    _, below = text(plan_panel([short], SHOWN)[0], 40).splitlines()
    assert below.startswith("          ") and below.endswith("…")


@pytest.mark.parametrize(
    ("hours", "said"), [(1, "16:12"), (10, "ma 01:12"), (-30, "za 6-2"), (30, "ma 8-2"), (None, "–")]
)
def test_a_line_says_when(hours: float | None, said: str) -> None:
    assert SHOWN.when(line("x", hours=hours)) == said


def test_the_whole_plan_begins_at_what_comes() -> None:
    lines = [line("oud", hours=-9, late=True), line("nu", hours=1), line("open"), line("klaar", hours=-2, state="done")]
    keys = [pick.key for pick in whole_plan(lines, SHOWN)]
    assert [key for key in keys if key] == ["oud", "nu", "open", "klaar"]
    assert [first_to_do(lines, wanted) for wanted in ("", "open", FOLD, "weg")] == ["nu", "open", "oud", "nu"]


@pytest.fixture
def day(desk: Desk) -> Desk:
    """A CMT day with an action in every state and decisions that ask something."""
    desk.cmt.open("Carnaval zondag", at=NOON - timedelta(hours=4))
    for owner, due in (("THOR", -0.5), ("", 1.0), ("politie", 2.0), ("GHOR", 3.0), ("horeca", 4.0)):
        desk.agreements.action(
            NR, f"actie {owner}", owner=owner, due=NOON + timedelta(hours=due), at=NOON - timedelta(hours=2)
        )
    _, _, busy, done, closed = desk.reading.in_dossier(desk.seat.find(NR).subject, "action")
    desk.agreements.step(busy.subject, "busy")
    desk.agreements.step(done.subject, "done")
    desk.agreements.step(closed.subject, "closed")
    desk.agreements.decide(NR, "zonder grond", owner="THOR")
    desk.agreements.decide(
        NR, "te toetsen", judgement="vol", decider="AOV", at=NOON - timedelta(hours=1),
        check_at=NOON - timedelta(minutes=5),
    )  # fmt: skip
    return desk


def rows(desk: Desk, type_: str) -> tuple[SubjectRow, ...]:
    return desk.reading.in_dossier(desk.seat.find(NR).subject, type_)


def view(desk: Desk) -> DossierView:
    return DossierView(desk.seat.find(NR), rows(desk, "action"), desk.seat.now, desk.zone)


def test_the_four_states_of_an_action_differ_in_sign_and_word(day: Desk) -> None:
    assert len({(sign, word) for sign, word, _ in ACTION_STATES.values()}) == len(ACTION_STATES)
    assert len({sign for sign, *_ in ACTION_STATES.values()}) == len(ACTION_STATES)
    said = [text(pick, 44) for pick in action_picks(rows(day, "action"), view(day))[1:]]
    for part, one in zip(
        (
            ("! A-A1 actie THOR", "open · THOR", "30 min te laat"), ("○ A-A2", "! geen houder", "over 1 u 00"),
            ("● A-A3", "bezig · politie", "over 2 u 00"), ("✓ A-A4", "afgerond, nog niet akkoord · GHOR"),
            ("✓✓ A-A5", "akkoord"),
        ), said, strict=True,
    ):  # fmt: skip
        assert all(word in one for word in part), one


def test_the_headings_count_what_asks_something(day: Desk) -> None:
    assert action_note(rows(day, "action"), view(day)) == "1 te laat · 4 open"
    assert text(action_picks(rows(day, "action"), view(day))[0]).startswith("1 zonder houder · 1 nog niet akkoord")
    assert decision_note(rows(day, "decision"), view(day)) == "1 te toetsen · 1 zonder grond"


def test_who_has_a_role_and_did_not_come_in_is_not_counted_as_present(day: Desk) -> None:
    def header() -> str:
        return " ".join("".join(part for part, _ in line) for line in head(cmt_view(day, view(day), None))(140))

    day.presence.come(NR, "politie")
    day.presence.pass_role(NR, "chair", "veiligheid")
    assert "voorzitter veiligheid   aanwezig (1): politie" in header()
    day.presence.come(NR, "veiligheid")
    assert "aanwezig (2): voorzitter veiligheid · politie" in header()


def test_what_is_to_be_checked_stands_first_and_asks(day: Desk) -> None:
    first, second = decision_picks(rows(day, "decision"), view(day))
    assert "te toetsen" in text(first, 44) and "! werkte het? (15:07)" in text(first, 44)
    assert "! zonder onderbouwing · THOR" in text(second, 44)


def test_everything_that_waits_for_the_team_stands_in_a_list(day: Desk) -> None:
    found = waiting(rows(day, "decision"), rows(day, "action"), rows(day, "meeting"), stored(NOON))
    assert {name: [row.number for row in listed] for name, listed in found} == {
        "TE TOETSEN: WERKTE HET?": ["B-A2"],
        "BESLUIT ZONDER ONDERBOUWING": ["B-A1"],
        "ACTIE TE LAAT": ["A-A1"],
        "ACTIE ZONDER HOUDER": ["A-A2"],
        "AFGEROND, NOG NIET AKKOORD": ["A-A4"],
    }


def test_the_curve_is_that_of_the_place_nearest_to_its_threshold(day: Desk) -> None:
    assert matters_most(()) is None
    day.crowd.read(NR, "Markt", "9000")
    day.crowd.set_capacity(NR, "Vrijthof", "20000", owner="OOV")
    day.crowd.read(NR, "Vrijthof", "8000")
    found = matters_most(day.crowd.places(NR))
    assert found and found.place == "Vrijthof", "nothing is set: the fullest by share"
    curve = with_capacity(day.crowd.series(NR, "Vrijthof"), found)
    assert [(int(value), label) for value, label in curve.marks] == [(20000, "capaciteit")]
    day.crowd.set_threshold(NR, "Markt", "10000", label="druk", owner="OOV")
    found = matters_most(day.crowd.places(NR))
    assert found and found.place == "Markt"
