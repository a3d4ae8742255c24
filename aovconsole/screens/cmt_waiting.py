"""What waits for the team of a CMT day, as lists to work through: to check, without grounds, without owner …"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from aovconsole.domain.agreements import not_agreed, overdue, urgency, without_owner
from aovconsole.domain.decision import to_check, ungrounded
from aovconsole.domain.meeting import not_adopted
from aovconsole.domain.plan_for_cmt import ToConfirm
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.action_forms import change_action
from aovconsole.screens.cmt_agreed_lines import action_pick, decision_pick, meeting_pick
from aovconsole.screens.cmt_decision_forms import about_decision
from aovconsole.screens.cmt_meetings import about_meeting
from aovconsole.screens.cmt_plan_forms import confirm
from aovconsole.screens.dossier_lines import DossierView
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.list_dialog import ListDialog, Listed
from aovconsole.screens.widgets.painted import Part, cut, justified
from aovconsole.screens.widgets.pick_list import Pick, heading, remark

_ASKED = "asked "
_WIDEST, _AROUND = 80, 32
"""The cells that a decision has in a line of the list, on a wide screen and less than a narrow one."""


async def what_waits(screen: DeskScreen, row: SubjectRow) -> None:
    """Show what waits; Enter asks what is to be done about it."""
    await screen.app.push_screen_wait(
        ListDialog(screen.desk, partial(_listed, screen, row), partial(_act, screen, row))
    )


def waiting(
    decisions: Sequence[SubjectRow], actions: Sequence[SubjectRow], meetings: Sequence[SubjectRow], now: str
) -> tuple[tuple[str, tuple[SubjectRow, ...]], ...]:
    """The lists by name; one thing can stand in more than one."""
    late = tuple(sorted((row for row in actions if overdue(row, now)), key=lambda row: urgency(row, now)))
    lists = (
        ("TE TOETSEN: WERKTE HET?", to_check(decisions, now)),
        ("BESLUIT ZONDER ONDERBOUWING", tuple(row for row, _ in ungrounded(decisions))),
        ("ACTIE TE LAAT", late),
        ("ACTIE ZONDER HOUDER", without_owner(actions)),
        ("AFGEROND, NOG NIET AKKOORD", not_agreed(actions)),
        ("VERSLAG VASTSTELLEN", not_adopted(meetings)),
    )
    return tuple((name, rows) for name, rows in lists if rows)


def _listed(screen: DeskScreen, row: SubjectRow) -> Listed:
    desk, found = screen.desk, screen.desk.reading
    of = {type_: found.in_dossier(row.subject, type_) for type_ in ("decision", "action", "meeting")}
    view = DossierView(row, of["action"], desk.seat.now, desk.zone)
    lists = waiting(of["decision"], of["action"], of["meeting"], stored(desk.seat.now))
    room = min(_WIDEST, screen.app.size.width - _AROUND)
    draw: dict[str, Callable[[SubjectRow, DossierView], Pick]]
    draw = {"decision": partial(decision_pick, room=room), "action": action_pick, "meeting": meeting_pick}
    picks: list[Pick] = []
    for name, rows in lists:
        picks.append(heading(name, space=bool(picks), note=str(len(rows))))
        picks += [draw[one.type](one, view) for one in rows]
    if asked := desk.cmt.to_confirm(row):
        picks.append(heading("HET PLAN VRAAGT: TE BEVESTIGEN", space=bool(picks), note=str(len(asked))))
        picks += [_asked(number, one) for number, one in enumerate(asked)]
    return Listed(f"■ {row.number}  Wat ligt er", picks or [remark("er wacht niets op het team")])


def _asked(number: int, one: ToConfirm) -> Pick:
    left: list[Part] = [("? ", "warning"), (f"{one.place}  ", "strong"), (one.label, "")]
    who: list[Part] = [(cut(one.ask, 20), "token")] if one.ask else []
    return Pick(f"{_ASKED}{number} {one.question}", lambda width: (justified(left, who, width),))


async def _act(screen: DeskScreen, row: SubjectRow, subject: str) -> None:
    if subject.startswith(_ASKED):
        asked = screen.desk.cmt.to_confirm(row)
        one = next((one for number, one in enumerate(asked) if f"{_ASKED}{number} {one.question}" == subject), None)
        if one is not None:
            await confirm(screen, row, one)
        return
    found = screen.desk.reading.subject(subject)
    if found is None:
        return
    if found.type == "action":
        await change_action(screen, subject)
    elif found.type == "decision":
        await about_decision(screen, row, subject)
    else:
        await about_meeting(screen, row, subject)
