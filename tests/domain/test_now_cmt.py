"""What Nu says of decisions and meetings: few rows, at their moment."""

from __future__ import annotations

from aovconsole.domain.now import Due, now_board
from aovconsole.domain.times import read_stored
from aovconsole.domain.view import SubjectRow
from tests.domain.table import at, row

NOW = read_stored(at("15:00"))
CMT = row("cmt", "CMT-27-A003", "12:00", status="open", dossier="CMT-27-A003")
INCIDENT = row("incident", "INC-27-A001", "12:00", status="open", dossier="INC-27-A001")


def decision(number: str, check: str = "", *, dossier: SubjectRow = CMT, lacking: tuple[str, ...] = ()) -> SubjectRow:
    return row("decision", number, "13:00", check, dossier=dossier.subject, lacking=lacking)


def dues(*decisions: SubjectRow, meetings: tuple[SubjectRow, ...] = ()) -> list[Due]:
    """What the board says is due."""
    dossiers = (CMT, INCIDENT)
    subjects = {one.subject: one for one in dossiers} | {
        "oud": row("cmt", "oud", "10:00", status="closed", dossier="oud")
    }
    board = now_board(
        NOW, dossiers=dossiers, actions=(), days=(), duties=(), subjects=subjects, decisions=decisions,
        meetings=meetings,
    )  # fmt: skip
    return list(board.due)


def told(found: list[Due]) -> list[tuple[str, str, bool]]:
    return [(one.type, one.title, one.late) for one in found]


def test_a_decision_whose_moment_came_asks_whether_it_worked() -> None:
    found = dues(decision("B-A3", "14:50"), decision("B-A4", "15:30"), decision("B-A5", "16:30"))
    assert told(found) == [
        ("check", "werkte B-A3? titel B-A3", True), ("check", "werkte B-A4? titel B-A4", False),
    ]  # fmt: skip
    assert (found[0].number, found[0].dossier_number, found[0].left) == ("B-A3", "CMT-27-A003", read_stored(
        at("14:50")) - NOW)  # fmt: skip


def test_many_that_came_are_one_row() -> None:
    found = dues(*(decision(f"B-A{n}", f"14:{10 + n}") for n in range(1, 5)), decision("B-A9", "15:20"))
    assert told(found) == [
        ("check", "werkten B-A1, B-A2, B-A3, B-A4?", True), ("check", "werkte B-A9? titel B-A9", False),
    ]  # fmt: skip
    assert found[0].due_at == read_stored(at("14:11"))


def test_decisions_without_grounds_are_one_row_of_their_cmt_day_and_never_late() -> None:
    lacking = ("judgement", "decider")
    found = dues(
        decision("B-A1", lacking=lacking), decision("B-A2", lacking=lacking),
        decision("B-A1", lacking=lacking, dossier=INCIDENT),
    )  # fmt: skip
    assert told(found) == [("grounds", "2 besluiten zonder onderbouwing: B-A1, B-A2", False)]
    assert told(dues(decision("B-A1", lacking=lacking))) == [("grounds", "besluit zonder onderbouwing: B-A1", False)]


def test_an_incident_asks_too_whether_a_decision_worked_and_a_closed_day_asks_nothing() -> None:
    closed = decision("B-A7", "14:50", lacking=("judgement",))._replace(dossier="oud")
    found = dues(decision("B-A1", "14:50", dossier=INCIDENT), closed)
    assert [(one.type, one.dossier_number) for one in found] == [("check", "INC-27-A001")]


def test_the_next_meeting_counts_down_and_is_late_when_nobody_opened_it() -> None:
    rhythm = row("rhythm", "", "12:00", dossier=CMT.subject, begin_at=at("14:10"), every_minutes=60)
    held = row("meeting", "V-A1", "14:12", "14:30", status="closed", dossier=CMT.subject)
    [due] = dues(meetings=(rhythm, held))
    assert (due.type, due.title, due.late, due.dossier_number) == ("meeting", "CMT-vergadering 2", False, "CMT-27-A003")
    [late] = dues(meetings=(rhythm,))
    assert (late.title, late.late, late.left) == ("CMT-vergadering 1", True, read_stored(at("14:10")) - NOW)


def test_an_action_without_owner_and_one_that_the_team_did_not_close_say_so() -> None:
    bare, done = (
        row("action", number, "13:00", dossier=CMT.subject, status=status, owner=owner)
        for number, status, owner in (("A-A1", "open", ""), ("A-A2", "done", "THOR"))
    )
    board = now_board(NOW, dossiers=(CMT,), actions=(bare, done), days=(), duties=(), subjects={CMT.subject: CMT})
    assert [(one.number, one.owner, one.status) for one in board.due] == [
        ("A-A1", "geen houder", "open"), ("A-A2", "THOR", "done"),
    ]  # fmt: skip
