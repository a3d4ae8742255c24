"""What is known about one log line: when it happened and was written, by whom, and what replaced it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aovconsole.desk.desk import Desk
from aovconsole.domain.kinds import decode
from aovconsole.domain.log import LineCorrected, LineWithdrawn
from aovconsole.domain.times import date_text, read_stored
from aovconsole.journal.reading import LogRow
from aovconsole.screens.tell_dialog import Told
from aovconsole.screens.widgets.log_row import MARKS, kind_word


def story_of(desk: Desk, row: LogRow) -> tuple[Told, ...]:
    """What is known about writing a line, and every change of it, the oldest first."""
    zone = desk.zone
    told = [
        Told("gebeurd", _full(row.at, zone)),
        Told("ingevoerd", _full(row.recorded_at, zone) + ("  laat ingevoerd" if row.late else "")),
    ]
    if row.received_at != row.recorded_at:
        told.append(Told("hier sinds", _full(row.received_at, zone)))
    told.append(Told("door", f"{row.author or 'onbekend'}, station {row.station[:8]}"))
    told += [Told("soort", kind_word(row)), Told("bron", row.source), Told("plaats", row.place)]
    told.append(Told("kenmerken", " ".join(f"#{tag}" for tag in row.more.get("tags", ()))))
    told.append(Told("bevat", ", ".join(MARKS.get(mark, mark) for mark in row.more.get("marks", ()))))
    changes = desk.reading.records(subject=row.subject) if row.corrected_by else ()
    for record in sorted(changes, key=lambda record: record.order):
        author = desk.reading.subject(record.author)
        who = f"{author.title if author else 'onbekend'}, {_full(record.recorded_at, zone)}"
        match decode(record):
            case LineCorrected(text=text):
                told.append(Told("verbeterd", f"{text}\n{who}"))
            case LineWithdrawn(reason=reason):
                told.append(Told("ingetrokken", f"{reason or 'zonder reden'}\n{who}"))
            case _:
                pass
    return tuple(one for one in told if one.text)


def _full(stored: str, zone: ZoneInfo) -> str:
    moment = read_stored(stored).astimezone(zone)
    return f"{date_text(moment.date())} {moment:%H:%M:%S}"
