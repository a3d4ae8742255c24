"""What is known about one log line: when it happened and was written, by whom, and what replaced it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aovconsole.desk.desk import Desk
from aovconsole.domain.kinds import decode
from aovconsole.domain.log import LineCorrected, LineLogged, LineStatusSet, LineWithdrawn
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import date_text, read_stored
from aovconsole.journal.reading import LogRow
from aovconsole.screens.tell_dialog import Told
from aovconsole.screens.widgets.log_row import MARKS, kind_word, status_part


def story_of(desk: Desk, row: LogRow, *, known_at: Instant = "") -> tuple[Told, ...]:
    """What is known about writing a line, and every change of it (known at a moment), the oldest first."""
    zone = desk.zone
    status, _ = status_part(row.more.get("status", ""))
    told = [
        Told("gebeurd", _full(row.at, zone)),
        Told("ingevoerd", _full(row.recorded_at, zone) + ("  laat ingevoerd" if row.late else "")),
    ]
    if row.received_at != row.recorded_at:
        told.append(Told("hier sinds", _full(row.received_at, zone)))
    told.append(Told("door", f"{row.author or 'onbekend'}, station {row.station[:8]}"))
    told.append(Told("op papier", row.more.get("paper", "")))
    told += [Told("soort", kind_word(row)), Told("status", status)]
    told += [Told("bron", row.source), Told("plaats", row.place)]
    told.append(Told("kenmerken", " ".join(f"#{tag}" for tag in row.more.get("tags", ()))))
    told.append(Told("bevat", ", ".join(MARKS.get(mark, mark) for mark in row.more.get("marks", ()))))
    if row.more.get("withdrawn") and row.type != "line":
        told += _withdrawn(desk, row)
    told += [Told("er stond", row.text)] if row.correction else []
    changed = row.type == "line" and (row.corrected_by or status)
    records = desk.reading.records(subject=row.subject) if changed else ()
    for record in sorted(records, key=lambda record: record.order):
        if not known_at or record.received_at <= known_at:
            told += _change(desk, record)
    return tuple(one for one in told if one.text)


def _withdrawn(desk: Desk, row: LogRow) -> list[Told]:
    """Why a step fell away, and by whom."""
    record = desk.reading.record(row.corrected_by)
    author = desk.reading.subject(record.author) if record else None
    who = f"{author.title if author else 'onbekend'}, {_full(record.recorded_at, desk.zone)}" if record else ""
    return [Told("ingetrokken", f"{row.more.get('reason') or 'zonder reden'}\n{who}")]


def _change(desk: Desk, record: Record) -> list[Told]:
    """One change of a line, with who made it and when."""
    author = desk.reading.subject(record.author)
    who = f"{author.title if author else 'onbekend'}, {_full(record.recorded_at, desk.zone)}"
    match decode(record):
        case LineLogged(status=status) if status:
            return [Told("bij invoer", status_part(status)[0])]
        case LineStatusSet(status=status, source=source, reason=reason):
            why = ": ".join(part for part in (source, reason) if part)
            return [Told("status gezet", "\n".join(part for part in (status_part(status)[0], why, who) if part))]
        case LineCorrected(text=text):
            return [Told("verbeterd", f"{text}\n{who}")]
        case LineWithdrawn(reason=reason):
            return [Told("ingetrokken", f"{reason or 'zonder reden'}\n{who}")]
        case _:
            return []


def _full(stored: str, zone: ZoneInfo) -> str:
    moment = read_stored(stored).astimezone(zone)
    return f"{date_text(moment.date())} {moment:%H:%M:%S}"
