"""The part of screen Nu that says what is due: actions, notices that are owed, terms, statutory clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from aovconsole.domain.now import Due, NowBoard
from aovconsole.screens.now_parts import Part, Picture, Ref, Row, empty, heading, short_when, width_of
from aovconsole.screens.text import cells

SOON = timedelta(minutes=30)
_WHEN = 18


def late_text(board: NowBoard) -> str:
    """How much is late, in words; empty when nothing is."""
    return f"{board.late_count} te laat" if board.late_count else ""


def due_rows(picture: Picture, width: int) -> Iterable[Row]:
    """What waits, with how much of it is late in the heading."""
    board = picture.board
    yield heading("TE DOEN", width, late_text(board), "error")
    if not board.due:
        yield empty("geen open acties · l en dan !actie wie 15:30", width)
    for due in board.due:
        yield from _one_due(due, picture, width)


def due_rows_airy(picture: Picture, width: int) -> Iterable[Row]:
    """The same with air between what waits, for a wall."""
    above: Row | None = None
    for row in due_rows(picture, width):
        if above and above.ref and above.ref != row.ref:
            yield Row()
        yield row
        above = row


def _one_due(due: Due, picture: Picture, width: int) -> Iterable[Row]:
    """What, who and when; below it how long still, the number, and the dossier that it belongs to."""
    sign, style = _due_sign(due)
    ref, urgent, room = Ref(due.type, due.subject, due.dossier, due.key), due.late or due.at_once, width - 2 - _WHEN
    below = due.type == "notice" and width_of(due.owner) > width // 4  # what and to whom must both be read
    owner = 0 if below else min(width_of(due.owner[:40]), width // 3)
    yield Row(
        (
            Part(f"{sign} ", style),
            Part(cells(_when(due, picture), _WHEN), style if urgent else "plain" if due.due_at else "muted"),
            Part(cells(due.title, room - owner - 2), "strong" if urgent else ""),
            Part("  "),
            Part(cells(due.owner, owner), "token"),
        ),
        ref,
    )
    addressee = f"{cells(due.owner, min(width_of(due.owner), room * 3 // 4))} · " if below else ""
    told = Part(cells(_told(due), _WHEN), style)
    belongs = Part(cells(_belongs(due), room - width_of(addressee)), "muted")
    yield Row((Part("  "), told, *((Part(addressee, "token"),) if below else ()), belongs), ref)


def _belongs(due: Due) -> str:
    """The number, how often it was put off, the dossier."""
    moved = f"uitgesteld, {due.snoozed_count}x" if due.snoozed_count else ""
    dossier = f"{due.dossier_number} {due.dossier_title}".strip()
    return " · ".join(part for part in (due.number, moved, dossier) if part)


def _when(due: Due, picture: Picture) -> str:
    if due.due_at is None:
        return "zsm" if due.at_once else "geen datum" if due.undated else "geen termijn"
    return short_when(due.due_at, picture.board.moment, picture.zone)


def _told(due: Due) -> str:
    """What stands below the moment: how long still, how long already, or what it waits for."""
    if due.waits is not None and due.at_once:
        return f"al {size_text(due.waits)}"
    if due.left is not None and due.status != "done":
        return left_text(due.left)
    if due.undated:
        return "datum invullen"
    return {"done": "wacht op akkoord", "busy": "bezig"}.get(due.status, "")


def _due_sign(due: Due) -> tuple[str, str]:
    if due.late:
        return "!", "error"
    if due.at_once:
        return "!", "warning"
    if due.status == "done":
        return "✓", "success"
    if due.undated:
        return "·", "warning"
    if due.left is not None and due.left <= SOON:
        return "◷", "warning"
    return ("●", "muted") if due.status == "busy" else ("◷" if due.left is not None else "·", "muted")


def left_text(left: timedelta) -> str:
    """How long still, rounded up, or how late, rounded down."""
    if left < timedelta(0):
        return f"{size_text(-left)} te laat"
    return f"over {size_text(-(-left // timedelta(minutes=1)) * timedelta(minutes=1))}"


def size_text(size: timedelta) -> str:
    """A length of time in words that no clock shows, rounded down: `36 min`, `25 u 00`, `3 dagen`."""
    minutes = size // timedelta(minutes=1)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} u {minutes % 60:02}" if minutes < 48 * 60 else f"{minutes // (24 * 60)} dagen"
