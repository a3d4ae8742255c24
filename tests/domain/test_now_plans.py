"""What screen Nu says of the lines of plans."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from aovconsole.domain.now import Due, now_board
from aovconsole.domain.view import SubjectRow
from tests.domain.test_now import NOW, at, row

MIDNIGHT = "2027-02-07T23:00:00.000000+00:00"


def plan(*lines: dict[str, object], status: str = "running") -> SubjectRow:
    """A plan with its lines."""
    found = row("plan", "p", at(days=-3), status=status)
    return found._replace(body=json.dumps({"status": status, "lines": lines}))


def planned(key: str, due_at: str = "", **fields: object) -> dict[str, object]:
    """A line as it stands in the body of a plan; without a moment it is due in the course of the 7th."""
    blank = {
        "key": key, "type": "measure", "what": f"doe {key}", "owner": "THOR", "where": [], "source": "", "look_at": [],
        "mandatory": True, "due_at": due_at, "due_on": "2027-02-07", "past_at": due_at or MIDNIGHT,
        "waits_for": "", "state": "todo", "note": "", "by": "", "done_at": "", "record_id": "", "past_at_start": False,
    }  # fmt: skip
    return blank | fields


def due_of_plans(*plans: SubjectRow) -> tuple[Due, ...]:
    """What waits when only these plans run."""
    return now_board(NOW, dossiers=(), actions=(), days=(), duties=(), subjects={}, plans=plans).due


def test_the_lines_of_a_plan_that_are_late_or_due_within_72_hours_wait() -> None:
    found = due_of_plans(
        plan(
            planned("nu", at(minutes=20)),
            planned("ver", at(hours=73)),
            planned("laat", at(minutes=-5)),
            planned("bezig", at(hours=71), state="busy"),
            planned("vandaag"),
            planned("klaar", at(minutes=-9), state="done"),
            planned("vervallen", at(minutes=-9), state="dropped"),
            planned("toen al", at(hours=-90), past_at_start=True),
            planned("wacht", due_on="", past_at=""),
        )
    )
    assert [(one.type, one.key, one.late, one.status) for one in found] == [
        ("plan", "laat", True, "todo"),
        ("plan", "nu", False, "todo"),
        ("plan", "vandaag", False, "todo"),
        ("plan", "bezig", False, "busy"),
    ]
    assert (found[1].title, found[1].owner, found[1].dossier_number, found[1].left) == (
        "doe nu", "THOR", "PLA-p", timedelta(minutes=20),
    )  # fmt: skip
    assert found[2].due_at == datetime(2027, 2, 7, 22, 59, tzinfo=UTC), "the last minute of the day, not the next one"
    assert due_of_plans(plan(planned("laat", at(minutes=-5)), status="ended")) == ()


def test_many_late_lines_of_one_plan_are_one_row() -> None:
    late = [planned(f"l{minutes}", at(minutes=-minutes)) for minutes in (30, 20, 10)]
    found = due_of_plans(plan(*late, planned("straks", at(minutes=5))))
    assert [(one.key, one.title) for one in found] == [
        ("late", "3 regels: doe l10, doe l20, doe l30"),
        ("straks", "doe straks"),
    ]
    assert found[0].left == timedelta(minutes=-30)
    assert [one.key for one in due_of_plans(plan(*late[:2]))] == ["l30", "l20"]


def test_the_lines_of_a_plan_belong_to_the_cmt_that_sits_by_it() -> None:
    late, cmt, other = plan(planned("laat", at(minutes=-5))), row("cmt", "c", at(hours=-1)), row("cmt", "o", at())
    cmt = cmt._replace(body=json.dumps({"plan": late.subject}))
    board = now_board(
        NOW, dossiers=(cmt, other), actions=(), days=(), duties=(), subjects={}, plans=(late,)
    )  # fmt: skip
    [found] = board.due
    assert (found.subject, found.dossier, found.dossier_number, found.number, found.key, found.late) == (
        late.subject, cmt.subject, cmt.number, late.number, "laat", True,
    )  # fmt: skip
    assert [(one.subject, one.late_count) for one in board.running] == [("o", 0), ("c", 1)]
    assert due_of_plans(late)[0].dossier == late.subject, "without a CMT it is the plan's own"
