"""Typing in paper log sheets: row after row, each at its own time, until none waits or the person stops."""

from __future__ import annotations

from aovconsole.desk.paper import Place
from aovconsole.domain.paper import rest_text
from aovconsole.domain.times import clock_text, date_text, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import show_form
from aovconsole.screens.frame import DeskScreen


async def type_in(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask for row after row; the next one that waits stands there."""
    paper, asked = screen.desk.paper, False
    while place := paper.next_open(row.subject):
        asked = True
        if not await _one(screen, row, place):
            return
    given = paper.waiting(row.subject)[1]
    if asked:
        screen.tell(f"al het papier van {row.number} is ingetypt")
    elif given:
        screen.tell(f"alle {given} papieren regels zijn ingetypt of afgesloten")
    else:
        screen.tell(f"er zijn geen bladen; afdrukken: aovconsole cmt sheets {row.number} --to blad.pdf")


async def _one(screen: DeskScreen, row: SubjectRow, place: Place) -> bool:
    """Ask for one row: its line, or that it was not used, or spoilt."""
    desk, key = screen.desk, ("paper", row.subject)

    async def file(values: dict[str, str]) -> bool:
        asked = values["row"]
        ways = [name for name in ("text", "last", "void") if values[name].strip()]
        if len(ways) != 1:
            raise CommandRefused("vul in wat er staat, of tot waar het leeg bleef, of waarom de regel vervalt")
        if ways[0] == "text":
            draft = screen.bench.drafts.of(*key).record_id
            line = await screen.request(desk.paper.typed, row.subject, asked, values["text"], draft_id=draft)
            when = clock_text(read_stored(line.occurred_at), desk.seat.now, zone=desk.zone)
            screen.tell(f"{asked.strip()} ingetypt, {when}")
            return True
        closing = {"last": {"last": values["last"], "outcome": "unused"}, "void": {"outcome": "void"}}[ways[0]]
        await screen.request(desk.paper.close_rows, row.subject, asked, reason=values["void"], **closing)
        return True

    fields = [
        Field("text", "wat er staat", hint="14:05 politie @Vrijthof loopt vol"),
        Field("row", "regel", place.name, offered=True),
        Field("last", "of: leeg t/m", hint=f"{place.name}: vanaf deze regel bleef het leeg"),
        Field("void", "of: vervalt", hint="reden: onleesbaar, verkeerd dossier"),
    ]
    rest = rest_text(*desk.paper.waiting(row.subject))
    intro = f"{rest}; blad van {date_text(place.sheets.day)}. Een tijd is van die dag of de nacht erna."
    return await show_form(screen, f"■ {row.number}  Papier {place.name}", fields, file, key, intro=intro)
