"""The blank sheet of a safety round or a schouw: one HTML file to print, numbered, with nothing from outside."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from aovconsole.domain.safety_round import TYPE_WORDS
from aovconsole.domain.text import clean
from aovconsole.domain.times import date_text, read_stored
from aovconsole.domain.view import SubjectRow

FINDING_LINES = 12
"""So many findings fit on one side of A4 with room to write."""

_REALMS = {"exercise": "OEFENING", "demo": "DEMONSTRATIE", "test": "TEST"}

_STYLE = """
@page { size: A4; margin: 14mm; }
body { font: 11pt/1.35 sans-serif; color: #000; background: #fff; max-width: 182mm; margin: 0 auto; }
h1 { font-size: 17pt; margin: 0; }
header { display: flex; justify-content: space-between; border-bottom: 2px solid #000; padding-bottom: 2mm; }
header b { font-size: 17pt; }
.realm { border: 2px solid #000; text-align: center; font-weight: bold; letter-spacing: .3em; margin-bottom: 3mm; }
dl { display: grid; grid-template-columns: 36mm 1fr; gap: 2mm 4mm; margin: 4mm 0; }
dt { font-weight: bold; }
dd { margin: 0; border-bottom: 1px solid #888; min-height: 6mm; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; margin: 3mm 0; }
th { text-align: left; border-bottom: 2px solid #000; font-size: 9.5pt; }
td { border-bottom: 1px solid #888; height: 9.5mm; vertical-align: top; }
td:first-child, th:first-child { width: 8mm; }
.owner { width: 34mm; } .due { width: 26mm; } .done { width: 16mm; }
footer { border-top: 1px solid #000; margin-top: 4mm; padding-top: 2mm; font-size: 9pt; }
.choice { margin: 3mm 0; }
@media print { body { max-width: none; } }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The file asks nothing of any server, whatever stands in its texts."""


def blank_sheet(evenement: SubjectRow, round_row: SubjectRow, realm: str, now: datetime, zone: ZoneInfo) -> str:
    """The sheet of one round as a whole HTML document; every text of people is escaped."""
    view = json.loads(round_row.body)
    name = TYPE_WORDS[view["kind"]]
    mark = _REALMS.get(realm, "")
    title = f"{round_row.number} {name} {evenement.number}"
    head = (
        f'<!doctype html>\n<html lang="nl"><head><meta charset="utf-8"><title>{_text(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><style>{_STYLE}</style></head><body>'
    )
    body = [
        f'<div class="realm">{mark}</div>' if mark else "",
        f"<header><h1>{_text(name.capitalize())}</h1><b>{_text(round_row.number)}</b></header>",
        _frame(evenement, view, zone),
        _findings(),
        '<p class="choice"><b>Vrijgegeven:</b> &#9744; ja &#160; &#9744; nee, omdat …………………………………………………………………</p>',
        '<p class="choice"><b>Door (functie):</b> ……………………………………… <b>Paraaf:</b> ………………</p>',
        _foot(evenement, round_row, now, zone),
        "</body></html>\n",
    ]
    return "\n".join([head, *filter(None, body)])


def _frame(evenement: SubjectRow, view: dict[str, object], zone: ZoneInfo) -> str:
    begin, end = (read_stored(at).astimezone(zone) for at in (evenement.begin_at, evenement.end_at))
    when = f"{date_text(begin.date())} {begin:%H:%M} tot {date_text(end.date())} {end:%H:%M}"
    planned_at, walkers = str(view["planned_at"]), view["walkers"]
    planned = read_stored(planned_at).astimezone(zone) if planned_at else None
    who = ", ".join(map(str, walkers)) if isinstance(walkers, list) else ""
    rows = (
        ("Evenement", f"{evenement.number}  {evenement.title}"),
        ("Plaats", evenement.place),
        ("Van", when),
        ("Gepland", f"{date_text(planned.date())} {planned:%H:%M}" if planned else ""),
        ("Gelopen op", ""),
        ("Door (functies)", who),
        ("Route", str(view["route"])),
    )
    return "<dl>" + "".join(f"<dt>{label}</dt><dd>{_text(said)}</dd>" for label, said in rows) + "</dl>"


def _findings() -> str:
    head = (
        '<tr><th>nr</th><th>bevinding</th><th class="owner">eigenaar</th><th class="due">voor wanneer</th>'
        '<th class="done">verholpen</th></tr>'
    )
    lines = "".join(f"<tr><td>{number}</td><td></td><td></td><td></td><td></td></tr>" for number in _NUMBERS)
    return f"<table>{head}{lines}</table>"


_NUMBERS = range(1, FINDING_LINES + 1)


def _foot(evenement: SubjectRow, round_row: SubjectRow, now: datetime, zone: ZoneInfo) -> str:
    printed = now.astimezone(zone)
    typed = f"aovconsole evenement round {evenement.number} --number {round_row.number}"
    return (
        f"<footer>Afgedrukt {date_text(printed.date())} {printed:%H:%M}. Noem functies, geen namen. "
        f"Daarna invoeren: <code>{_text(typed)}</code></footer>"
    )


def _text(said: str) -> str:
    return escape(clean(said), quote=True)
