"""The forms of a match: its fields, category, travel, talks, decisions, another day, its plan, its conduct register."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from functools import partial
from typing import Any, TypeAlias

from aovconsole.domain.match_words import FIELD_WORDS, OUTCOMES, PLAN_STATES, kickoff_text
from aovconsole.domain.times import clock_text, clock_time, day_from, moment_from, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, filed, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen

Form: TypeAlias = Callable[[DeskScreen, SubjectRow], Awaitable[None]]

_FILLED = ("away_expected", "spectators", "doors_minutes", "depart_minutes", "place", "note")
_CLOCK_HINT = "20:00; leeg: aftrap nog te bevestigen"


async def edit_match(screen: DeskScreen, subject: str, wanted: str = "") -> None:
    """Ask what is to be changed in a match (by its subject), and do it; `wanted` names the form that was chosen."""
    row = screen.desk.reading.subject(subject)
    if row is None:
        return
    forms = list(_FORMS.values())
    if wanted.strip() in _FORMS:
        await _FORMS[wanted.strip()][1](screen, row)
        return
    answer = await screen.app.push_screen_wait(ChoiceDialog(_heading(row, row.title), [label for label, _ in forms]))
    if answer is not None:
        await forms[answer][1](screen, row)


async def mark_plan(screen: DeskScreen, subject: str, key: str) -> None:
    """Ask what became of a line of the match-day plan."""
    desk = screen.desk
    row = desk.reading.subject(subject)
    line = next((one for one in desk.matches.plan(row) if one.key == key), None) if row else None
    if row is None or line is None:
        return
    states = [state for state in ("done", "dropped", "todo") if state != line.state]
    heading = _heading(row, f"{line.label} ({line.relative})")
    answer = await screen.app.push_screen_wait(ChoiceDialog(heading, [PLAN_STATES[state] for state in states]))
    if answer is None:
        return
    state, draft = states[answer], (f"plan {key} {states[answer]}", subject)

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        return await filed(screen, draft, desk.matches.mark, subject, key, state, note=values["note"], at=moment)

    hint = "verplicht: waarom vervalt dit" if state == "dropped" else ""
    await show_form(screen, heading, [Field("note", "toelichting", hint=hint), AT], file, draft)


async def log_conduct(screen: DeskScreen, subject: str) -> None:
    """Ask what unwanted conduct there was at a match; never who did it."""
    desk = screen.desk
    row = desk.reading.subject(subject)
    if row is None:
        return
    kinds, draft = desk.matches.football.conducts, ("conduct", subject)

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        given = {name: values[name] for name in ("nature", "place", "group_size", "case_number", "case_of")}
        return await filed(screen, draft, desk.matches.conducts.note, subject, values["text"], **given, at=moment)

    fields = [
        Field("text", "wat", hint="verplicht: gedrag, vak of plek; nooit een persoon"),
        Field("nature", "soort", hint="verplicht", names=tuple(one.label for one in kinds)),
        Field("place", "plaats", row.place, names=tuple(sorted(set(desk.seat.known().places.values()))), offered=True),
        Field("group_size", "groepsgrootte", hint="aantal, als dat bekend is"),
        Field("case_number", "zaaknummer", hint="van politie of club; daar staat wie"),
        Field("case_of", "nummer van", hint="politie of club", names=("politie", "club")),
        AT,
    ]
    intro = "Soorten: " + ", ".join(one.label for one in kinds)
    await show_form(screen, _heading(row, "Ongewenst gedrag"), fields, file, draft, intro=intro)


async def consequence(screen: DeskScreen, conduct_subject: str) -> None:
    """Ask what follows on conduct (by its subject): a consequence, that it was carried out, or a correction."""
    row = screen.desk.reading.subject(conduct_subject)
    if row is None:
        return
    waiting = [one for one in json.loads(row.body)["consequences"] if not one["done_at"]]
    choices: list[tuple[str, Callable[[], Awaitable[None]]]] = [
        ("gevolg geven", partial(_new_consequence, screen, row))
    ]
    for one in waiting:
        told = f"{one['by']}: {one['what']}"
        choices.append((f"uitgevoerd: {told}", partial(_end_consequence, screen, row, one, carried_out=True)))
        choices.append((f"vervalt: {told}", partial(_end_consequence, screen, row, one, carried_out=False)))
    choices += [("verbeteren", partial(_correct, screen, row)), ("intrekken", partial(_withdraw_conduct, screen, row))]
    order = choices[1:] + choices[:1] if waiting else choices
    heading = f"{row.number}  {row.title}"[:90]
    answer = await screen.app.push_screen_wait(ChoiceDialog(heading, [label for label, _ in order]))
    if answer is not None:
        await order[answer][1]()


async def _new_consequence(screen: DeskScreen, row: SubjectRow) -> None:
    desk, draft = screen.desk, ("consequence", row.subject)
    kinds = desk.matches.football.consequences

    async def file(values: dict[str, str]) -> bool:
        due = desk.matches.conducts.term(values["due"]) if values["due"].strip() else None
        given = {"by": values["by"], "what": values["what"], "due": due}
        return await filed(screen, draft, desk.matches.conducts.consequence, row.subject, **given)

    names = tuple(dict.fromkeys((*(one.by for one in kinds), *functions(screen))))
    fields = [
        Field("what", "gevolg", hint="verplicht", names=tuple(one.label for one in kinds)),
        Field("by", "wie handelt", hint="club, KNVB, OM, burgemeester; leeg: wie dit gewoonlijk doet", names=names),
        Field("due", "voor wanneer", hint="07-02-2027 17:00"),
    ]
    intro = "\n".join(f"{one.label} ({one.by}): {one.meaning}" for one in kinds)
    await show_form(screen, f"{row.number}  Gevolg", fields, file, draft, intro=intro)


async def _end_consequence(screen: DeskScreen, row: SubjectRow, one: dict[str, Any], *, carried_out: bool) -> None:
    desk, conducts = screen.desk, screen.desk.matches.conducts
    draft = (f"consequence {one['record_id']} {carried_out}", row.subject)

    async def file(values: dict[str, str]) -> bool:
        if carried_out:
            moment = moment_from(values["at"], now=desk.seat.now, zone=desk.zone) if values["at"].strip() else None
            given = {"note": values["note"], "at": moment}
            return await filed(screen, draft, conducts.done, row.subject, one["record_id"], **given)
        return await filed(screen, draft, conducts.drop, row.subject, one["record_id"], reason=values["note"])

    fields = [Field("note", "toelichting" if carried_out else "reden", hint="" if carried_out else "verplicht")]
    fields += [AT] if carried_out else []
    word = "uitgevoerd" if carried_out else "vervalt"
    await show_form(screen, f"{row.number}  {one['by']}: {one['what']} {word}"[:90], fields, file, draft)


async def _correct(screen: DeskScreen, row: SubjectRow) -> None:
    desk, body = screen.desk, json.loads(row.body)
    stood = {
        "text": row.title,
        "nature": body["label"],
        "place": body["place"],
        "group_size": "" if body["group_size"] is None else str(body["group_size"]),
        "case_number": body["case_number"],
        "case_of": body["case_of"],
    }
    labels = ("wat", "soort", "plaats", "groepsgrootte", "zaaknummer", "nummer van")
    kinds = tuple(one.label for one in desk.matches.football.conducts)

    def fill(changed: dict[str, str]) -> SubjectRow:
        with desk.journal.batch():
            for name, text in changed.items():
                desk.matches.conducts.set_field(row.subject, name, text)
        return row

    async def file(values: dict[str, str]) -> bool:
        changed = {name: values[name] for name, before in stood.items() if values[name].strip() != before}
        return not changed or bool(await screen.request(fill, changed))

    fields = [
        Field(name, label, stood[name], names=kinds if name == "nature" else ())
        for name, label in zip(stood, labels, strict=True)
    ]
    await show_form(screen, f"{row.number}  Verbeteren", fields, file, ("correct conduct", row.subject))


async def _withdraw_conduct(screen: DeskScreen, row: SubjectRow) -> None:
    draft = ("withdraw conduct", row.subject)

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, draft, screen.desk.matches.conducts.withdraw, row.subject, values["reason"])

    fields = [Field("reason", "reden", hint="verplicht")]
    await show_form(screen, f"{row.number}  Intrekken", fields, file, draft)


async def _fields(screen: DeskScreen, row: SubjectRow) -> None:
    desk, body = screen.desk, json.loads(row.body)
    stood = {name: "" if body[name] is None else str(body[name]) for name in _FILLED}
    disputed = {str(other).partition(": ")[0] for other in body["other_values"]}

    def fill(changed: dict[str, str]) -> SubjectRow:
        with desk.journal.batch():
            for name, text in changed.items():
                desk.matches.set_field(row.subject, name, text)
        return row

    async def file(values: dict[str, str]) -> bool:
        changed = {name: values[name] for name in _FILLED if values[name].strip() != stood[name] or name in disputed}
        return not changed or bool(await screen.request(fill, changed))

    short = {"doors_minutes": "deuren voor", "depart_minutes": "vertrek na", "away_expected": "uitsupporters"}
    hints = {"doors_minutes": "minuten voor aftrap", "depart_minutes": "minuten na aftrap"}
    fields = [Field(name, short.get(name, FIELD_WORDS[name]), stood[name], hints.get(name, "")) for name in _FILLED]
    intro = "\n".join(f"ook ingevuld: {other}" for other in body["other_values"])
    await show_form(screen, _heading(row, "Gegevens"), fields, file, ("match fields", row.subject), intro=intro)


async def _category(screen: DeskScreen, row: SubjectRow) -> None:
    desk, body, draft = screen.desk, json.loads(row.body), ("category", row.subject)
    rows = desk.matches.football.categories

    async def file(values: dict[str, str]) -> bool:
        reasons = values["reasons"].split(";")
        given = (values["category"], reasons)
        return await filed(screen, draft, desk.matches.category, row.subject, *given, by=values["by"])

    fields = [
        Field("category", "categorie", body["category"], " ".join(one.key for one in rows), offered=True),
        Field("reasons", "redenen", "; ".join(body["category_reasons"]), "verplicht; scheid met ;"),
        Field("by", "door", body["category_by"], "functie of overleg", functions(screen), offered=True),
    ]
    intro = "\n".join(f"{one.label}: {one.meaning}" for one in rows)
    await show_form(screen, _heading(row, "Categorie"), fields, file, draft, intro=intro)


async def _travel(screen: DeskScreen, row: SubjectRow) -> None:
    desk, body, draft = screen.desk, json.loads(row.body), ("travel", row.subject)
    schemes = desk.matches.football.schemes

    async def file(values: dict[str, str]) -> bool:
        given = {"reason": values["reason"], "by": values["by"]}
        return await filed(screen, draft, desk.matches.travel, row.subject, values["scheme"], **given)

    labels = tuple(one.label for one in schemes)
    fields = [
        Field("scheme", "regeling", body["travel_label"], "verplicht", labels, offered=True),
        Field("reason", "reden", body["travel_reason"], "verplicht"),
        Field("by", "door", body["travel_by"], "functie", functions(screen), offered=True),
    ]
    intro = "\n".join(f"{one.label}: {one.meaning}" for one in schemes)
    await show_form(screen, _heading(row, "Vervoer uitsupporters"), fields, file, draft, intro=intro)


async def _talk(screen: DeskScreen, row: SubjectRow) -> None:
    desk, draft = screen.desk, ("talk", row.subject)

    async def file(values: dict[str, str]) -> bool:
        given = {name: values[name] for name in ("label", "present", "agreements")}
        at = typed_moment(screen, values["at"]) or desk.seat.now
        return await filed(screen, draft, desk.matches.talk, row.subject, at=at, **given)

    fields = [
        Field("label", "overleg", "vooroverleg", names=("vooroverleg", "veiligheidsoverleg"), offered=True),
        Field("at", "wanneer", hint="nu; of 07-02-2027 14:30, ook vooruit"),
        Field("present", "met", hint="functies: politie, beide clubs, gemeente", names=functions(screen)),
        Field("agreements", "afspraken", hint="leeg zolang het overleg nog komt"),
    ]
    await show_form(screen, _heading(row, "Overleg"), fields, file, draft)


async def _decision(screen: DeskScreen, row: SubjectRow) -> None:
    desk, draft = screen.desk, ("match decision", row.subject)

    async def file(values: dict[str, str]) -> bool:
        given = {name: values[name] for name in ("by", "ground", "reason")}
        return await filed(screen, draft, desk.matches.decide, row.subject, values["text"], **given)

    fields = [
        Field("text", "besluit", hint="verplicht: welke voorwaarde, welk besluit"),
        Field("by", "door", hint="verplicht: functie", names=functions(screen)),
        Field("ground", "grondslag", hint="verplicht: artikel, verordening of plan"),
        Field("reason", "reden", hint="verplicht"),
    ]
    await show_form(screen, _heading(row, "Besluit openbare orde"), fields, file, draft)


async def _move(screen: DeskScreen, row: SubjectRow) -> None:
    desk, body, draft = screen.desk, json.loads(row.body), ("match move", row.subject)

    async def file(values: dict[str, str]) -> bool:
        on = day_from(values["on"], "dag")
        given = {"on": on, "at": _kickoff(screen, on, values["kickoff"]), "reason": values["reason"]}
        return await filed(screen, draft, desk.matches.move, row.subject, **given)

    stands = clock_text(read_stored(row.begin_at), desk.seat.now, zone=desk.zone)[-5:] if body["kickoff_known"] else ""
    fields = [
        Field("on", "dag", f"{day_from(body['on']):%d-%m-%Y}", "07-02-2027", offered=True),
        Field("kickoff", "aftrap", stands, _CLOCK_HINT, offered=True),
        Field("reason", "reden", hint="verplicht"),
    ]
    intro = f"Nu: {kickoff_text(body['begin_at'], body['on'], body['kickoff_known'])}. Wat niet gedaan is schuift mee."
    await show_form(screen, _heading(row, "Andere dag of aftrap"), fields, file, draft, intro=intro)


def _kickoff(screen: DeskScreen, on: date, text: str) -> datetime | None:
    if not text.strip():
        return None
    hour, _, minute = text.strip().partition(":")
    clock = clock_time(hour, minute) if hour.isdecimal() and minute.isdecimal() else None
    if clock is None:
        raise CommandRefused("aftrap: schrijf een kloktijd, zoals 20:00")
    return moment_from(f"{on.isoformat()} {clock:%H:%M}", "aftrap", zone=screen.desk.zone)


async def _end(screen: DeskScreen, row: SubjectRow) -> None:
    desk, draft = screen.desk, ("match end", row.subject)
    answer = await screen.app.push_screen_wait(ChoiceDialog(_heading(row, "Afloop"), list(OUTCOMES.values())))
    if answer is None:
        return
    outcome = list(OUTCOMES)[answer]

    async def file(values: dict[str, str]) -> bool:
        if outcome == "cancelled":
            return await filed(screen, draft, desk.matches.cancel, row.subject, reason=values["said"])
        return await filed(screen, draft, desk.matches.end, row.subject, outcome, score=values["said"])

    cancelled = outcome == "cancelled"
    fields = [Field("said", "reden" if cancelled else "uitslag", hint="verplicht" if cancelled else "2-1")]
    await show_form(screen, _heading(row, OUTCOMES[outcome]), fields, file, draft)


def _heading(row: SubjectRow, what: str) -> str:
    return f"◎ {row.number}  {what}"


_FORMS: dict[str, tuple[str, Form]] = {
    "fields": ("gegevens: uitsupporters, deuren, vertrek, opmerking", _fields),
    "category": ("categorie met redenen", _category),
    "travel": ("vervoersregeling uitsupporters", _travel),
    "talk": ("overleg vastleggen", _talk),
    "decision": ("besluit openbare orde", _decision),
    "move": ("andere dag of aftrap", _move),
    "end": ("afloop: gespeeld, gestaakt, gaat niet door", _end),
}
