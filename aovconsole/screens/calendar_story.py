"""What is known about one item of an imported calendar, or one stretch of duty."""

from __future__ import annotations

import json

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import date_text, day_short, read_stored
from aovconsole.domain.view import CalendarDay, SubjectRow
from aovconsole.screens.tell_dialog import Told

STATUS = {"cancelled": "gaat niet door", "vanished": "vervallen in bron", "tentative": "onder voorbehoud"}


def story_of_item(desk: Desk, row: SubjectRow, day: CalendarDay | None) -> tuple[Told, ...]:
    """The facts of an item, of one of its occurrences when `day` is given."""
    body = json.loads(row.body)
    record = desk.reading.record(body["record"])
    payload = json.loads(record.payload) if record and record.payload else {}
    told = [Told("wanneer", _when(desk, row, day)), Told("plaats", row.place)]
    told.append(Told("stand", STATUS.get(row.status, "")))
    told.append(Told("toelichting", str(payload.get("description") or "")))
    told.append(Told("herhaling", "ja" if body.get("recurring") else ""))
    told.append(Told("kalender", str(body.get("layer", "")).removeprefix("import:")))
    told.append(Told("opmerking", str(body.get("note") or "")))
    told.append(Told("ingelezen", _moment(desk, record.recorded_at) if record else ""))
    told.append(Told("kenmerk", str(body.get("uid") or "")))
    return tuple(one for one in told if one.text)


def story_of_duty(desk: Desk, day: CalendarDay) -> tuple[Told, ...]:
    """When a stretch of duty begins and ends."""
    return Told("van", _moment(desk, day.begin_at)), Told("tot", _moment(desk, day.end_at))


def _when(desk: Desk, row: SubjectRow, day: CalendarDay | None) -> str:
    if day is not None and day.begin_on:
        return day.begin_on if day.begin_on == day.end_on else f"{day.begin_on} tot en met {day.end_on}, hele dagen"
    begin, end = (day.begin_at, day.end_at) if day else (row.begin_at, row.end_at)
    if not begin:
        return "onbekend"
    return _moment(desk, begin) + (f" tot {_moment(desk, end, after=begin)}" if end and end != begin else "")


def _moment(desk: Desk, stored: str, *, after: str = "") -> str:
    """A moment with its day; without it when it is the day of `after`."""
    moment = read_stored(stored).astimezone(desk.zone)
    if after:
        same = read_stored(after).astimezone(desk.zone).date() == moment.date()
        return f"{moment:%H:%M}" if same else f"{day_short(moment.date())} {moment:%H:%M}"
    return f"{date_text(moment.date())} {moment:%H:%M}"
