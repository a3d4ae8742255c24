"""A handover of duty (piketoverdracht): the duty moves at acceptance, and not before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from aovconsole.domain.fieldset import others_of, resolve, standing_of
from aovconsole.domain.handover_sheet import sheet_in
from aovconsole.domain.handover_steps import (
    PAYLOADS,
    STATE_WORDS,
    HandoverAccepted,
    HandoverConfided,
    HandoverMade,
    HandoverNoted,
    HandoverPayload,
    HandoverRead,
    HandoverWithdrawn,
)
from aovconsole.domain.history import all_of, history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item

__all__ = ["FOLDS", "PAYLOADS", "Handover", "fold", "unread"]

WORDS = {"open": "niet aanvaard", "accepted": "aanvaard", "withdrawn": "ingetrokken"}
"""The states of a handover as people read them."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """One matter that the receiver went through."""

    matter: str
    at: Instant
    by: str
    said: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One acceptance; the first by clock moved the duty."""

    at: Instant
    clock: str
    by: str
    head: str
    heads: tuple[str, ...]
    arrived_count: int
    reason: str
    station: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Handover:
    """The state of one handover; `matters` as the giver's console computed them, with what the giver said of each.

    `ahead`, `clashes`, `ended`, `duties` and `signals` are the rest of what was computed then: the next 72 hours, what
    ended since the handover before, who has which duty, what feeds said.

    `also_accepted` are acceptances that came too late: those stations must be told. `confided` stands in no export.
    `made_record` tells what the journal held when it was made; `standing` names per note the records that stand.
    """

    subject: str
    number: str
    status: str
    duty: str
    giver: str
    receiver: str
    since: str
    made_at: Instant
    made_record: str
    accepted_at: Instant
    accepted_clock: str
    head: str
    arrived_count: int
    taken_reason: str
    matters: tuple[dict[str, Any], ...]
    ahead: tuple[dict[str, Any], ...]
    clashes: tuple[str, ...]
    ended: tuple[dict[str, Any], ...]
    duties: tuple[dict[str, Any], ...]
    signals: tuple[str, ...]
    read: tuple[ReadBack, ...]
    also_accepted: tuple[Acceptance, ...]
    confided: tuple[str, ...]
    withdrawn_reason: str
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


def fold(pairs: Sequence[tuple[Record, HandoverPayload]]) -> Handover | None:
    """The state of a handover from its records; None while its first record has not arrived.

    Of two acceptances the first by clock holds; a withdrawal counts only where it came before any of them.
    """
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, HandoverMade)), None)
    if first is None:
        return None
    record, made = first
    by_clock = sorted(pairs, key=lambda pair: pair[0].order)
    end = next((said for _, said in by_clock if isinstance(said, (HandoverAccepted, HandoverWithdrawn))), None)
    taken = all_of(by_clock, HandoverAccepted, _acceptance)
    held = taken[0] if isinstance(end, HandoverAccepted) else None
    fields = resolve((rec, said) for rec, said in pairs if isinstance(said, HandoverNoted))
    sheet = sheet_in(made.sheet)
    notes = {name: state.value for name, state in fields.items()}
    sheet["matters"] = tuple(_noted(one, notes) for one in sheet["matters"])
    return Handover(
        subject=record.subject,
        number=made.number,
        status="accepted" if held else "withdrawn" if end else "open",
        duty=made.duty,
        giver=made.giver,
        receiver=held.by if held else made.receiver,
        since=made.since,
        made_at=record.occurred_at,
        made_record=record.id,
        accepted_at=held.at if held else "",
        accepted_clock=held.clock if held else "",
        head=held.head if held else "",
        arrived_count=held.arrived_count if held else 0,
        taken_reason=held.reason if held else "",
        read=all_of(history_of(pairs), HandoverRead, _read_back),
        also_accepted=taken[1:] if held else taken,
        confided=tuple(said.text for _, said in by_clock if isinstance(said, HandoverConfided)),
        withdrawn_reason=end.reason if isinstance(end, HandoverWithdrawn) else "",
        other_values=others_of(fields),
        standing=standing_of(fields),
        **sheet,
    )


def _noted(matter: Mapping[str, Any], notes: Mapping[str, str]) -> dict[str, Any]:
    """A matter with what the giver said of it."""
    key = matter["key"]
    return {
        **matter,
        "state": notes.get(f"state:{key}") or matter["state"] or "calm",
        "line": notes.get(f"line:{key}", ""),
        "aloud": bool(notes.get(f"aloud:{key}", "1" if matter["aloud"] else "")),
    }


def _read_back(record: Record, said: HandoverRead) -> ReadBack:
    return ReadBack(said.matter, record.occurred_at, said.by, said.said, record.id)


def _acceptance(record: Record, said: HandoverAccepted) -> Acceptance:
    return Acceptance(
        record.occurred_at,
        record.clock,
        said.by,
        said.head,
        said.heads,
        said.arrived_count,
        said.reason,
        record.station,
        record.id,
    )


def unread(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The matters that must be read aloud and that the receiver did not go through yet."""
    done = {one["matter"] for one in body["read"]}
    return [one for one in body["matters"] if one["aloud"] and one["key"] not in done]


def tables(pairs: Sequence[tuple[Record, HandoverPayload]]) -> Tables:
    """The handover's row (its end is its acceptance), and one timeline item for each step but a confided note."""
    view = fold(pairs)
    if view is None:
        return Tables()
    to = f" aan {view.receiver}" if view.receiver else ""
    row = SubjectRow(
        view.subject, "handover", view.subject, view.number, f"overdracht {view.duty}{to}", view.status,
        view.made_at, view.accepted_at, "", as_json(view),
    )  # fmt: skip
    titles = {one["key"]: one["number"] or one["title"] for one in view.matters}
    items = (_item(record, payload, titles) for record, payload in pairs)
    return Tables(row, tuple(one for one in items if one))


def _item(record: Record, payload: HandoverPayload, titles: Mapping[str, str]) -> TimelineItem | None:
    said = _said(payload, titles)
    return item(record, "handover", said, dossier=record.subject) if said else None


def _said(payload: HandoverPayload, titles: Mapping[str, str]) -> str:
    match payload:
        case HandoverMade():
            return f"{payload.number} overdracht {payload.duty} gemaakt door {payload.giver}" + (
                f" voor {payload.receiver}" if payload.receiver else ""
            )
        case HandoverNoted():
            about = titles.get(payload.matter, payload.matter)
            if payload.name == "state":
                return f"{about}: {STATE_WORDS[payload.value]}"
            if payload.name == "aloud":
                return f"{about}: {'voorlezen' if payload.value else 'niet voorlezen'}"
            return f"{about}: {payload.value or 'regel weg'}"
        case HandoverConfided():
            return ""
        case HandoverRead():
            said = f": {payload.said}" if payload.said else ""
            return f"{titles.get(payload.matter, payload.matter)} doorgenomen door {payload.by}{said}"
        case HandoverAccepted():
            how = f"overgenomen zonder overdracht: {payload.reason}" if payload.reason else "aanvaard"
            return f"dienst {how} door {payload.by}, kop {payload.head[:16]}"
        case HandoverWithdrawn():
            return f"overdracht ingetrokken: {payload.reason}"
        case _:
            assert_never(payload)


FOLDS = {"handover": tables}
