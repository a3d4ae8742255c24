"""The forms of a demonstration towards its notifier: a new one, its fields, receipt, contact, talks, links, counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aovconsole.desk.demonstration_reading import scale_by_count
from aovconsole.domain.demonstration_steps import MOMENTS
from aovconsole.domain.demonstration_text import value_text
from aovconsole.domain.demonstration_words import CONTACT, CONTACT_GROUND, FIELDS, METHODS, SCALES, WAYS, key_of
from aovconsole.domain.times import clock_time, local_candidates, next_local, read_stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.screens.demonstration_choosing import chosen
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, filed, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.tell_dialog import TellDialog

NOTIFIER = "kennisgever"
_WHEN = "14:00 is vandaag; of za 14:00, of 13-02-2027 14:00"


def _places(screen: DeskScreen) -> tuple[str, ...]:
    return tuple(sorted(set(screen.desk.seat.known().places.values())))


def _planned(screen: DeskScreen, text: str, what: str, since: datetime | None = None) -> datetime | None:
    """A moment of something planned: a bare time is the first since then, or today's; None for an empty field."""
    typed, seat = text.strip(), screen.desk.seat
    if not typed:
        return None
    hour, _, minute = typed.partition(":")
    clock = clock_time(hour, minute) if hour.isdecimal() and minute.isdecimal() and len(minute) == 2 else None
    if clock is None:
        return coming_from(typed, seat.now, seat.zone, what)
    midnight = seat.now.astimezone(seat.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return coming_from(next_local(clock, since or midnight, seat.zone).isoformat(), seat.now, seat.zone, what)


async def new_demonstration(screen: DeskScreen) -> None:
    """Ask what is known of a new demonstration; with only a place it goes on now, without a notice."""
    desk, key = screen.desk, ("demonstration", "")
    made: list[SubjectRow] = []

    async def file(values: dict[str, str]) -> bool:
        begin, received = _planned(screen, values["begin"], "begin"), typed_moment(screen, values["received"])
        if begin is None and (received or values["end"].strip()):
            raise CommandRefused("het begin is leeg; alleen een plaats is genoeg als zij nu bezig is")
        expected = values["expected"].strip()
        if expected and not (expected.isascii() and expected.isdecimal()):
            raise CommandRefused("verwacht aantal: schrijf een heel getal")
        row = await screen.request(
            desk.demonstrations.add,
            place=values["place"],
            at=begin,
            until=_planned(screen, values["end"], "einde", begin),
            received=received,
            received_via=values["via"],
            expected_count=int(expected) if expected else None,
            scale=key_of(SCALES, values["scale"]),
            route=values["route"],
            end_place=values["end_place"],
            contact=values["contact"],
            draft_id=screen.bench.drafts.of(*key).record_id,
        )
        made.append(row)
        return True

    intro = "Waar, wanneer en met hoeveel; nooit waarover, wie spreekt of wie komt."
    if await show_form(screen, "◆ Nieuwe demonstratie", _new_fields(screen), file, key, intro=intro, verb="opnemen"):
        screen.tell(f"{made[0].number} opgenomen")
        screen.open_dossier(made[0].subject)


def _new_fields(screen: DeskScreen) -> list[Field]:
    by_hand = "" if scale_by_count(screen.desk.seat, 0) else "klein of groot; de grens is te bevestigen"
    return [
        Field("place", "plaats of begin", hint="verplicht; alleen dit: spontaan, en nu bezig", names=_places(screen)),
        Field("begin", "begin", hint=_WHEN),
        Field("end", "einde", hint="mag leeg"),
        Field("received", "ontvangen", hint="wanneer de kennisgeving binnenkwam; leeg: er was er geen"),
        Field("via", "ontvangen via", hint=", ".join(WAYS[:4]) + " …", names=WAYS),
        Field("route", "route", hint="alleen als zij loopt"),
        Field("end_place", "eindpunt", hint="alleen als zij loopt", names=_places(screen)),
        Field("expected", "verwacht aantal"),
        Field("scale", "schaal", hint=by_hand or "leeg: volgt uit het verwachte aantal", names=tuple(SCALES.values())),
        Field("contact", "contact", hint="hoe de kennisgever te bereiken is; apart bewaard, staat verder nergens"),
    ]


async def fill_in(screen: DeskScreen, row: SubjectRow, body: Mapping[str, Any]) -> None:
    """Ask for the fields of a demonstration; what was left as it stood is not set again."""
    desk, subject, key = screen.desk, row.subject, ("fields", row.subject)
    stands = {name: _typed(screen, body, name) for name in FIELDS}
    others = [str(other).partition(": ") for other in body["other_values"]]
    disputed = {name for name, _, _ in others}
    names = {"place": _places(screen), "end_place": _places(screen), "received_via": WAYS}
    names |= {"scale": tuple(SCALES.values()), "moving": ("ja", "nee")}
    hints = {"begin_at": "13-02-2027 14:00, of alleen 14:00", "end_at": "17:00; na middernacht 01:00"}
    hints |= {"separation": "hoe partijen uit elkaar blijven", "received_at": "leeg: zonder kennisgeving"}

    async def file(values: dict[str, str]) -> bool:
        changed = {name: values[name] for name in FIELDS if values[name].strip() != stands[name] or name in disputed}
        return not changed or await filed(screen, key, desk.demonstrations.set_fields, subject, changed)

    fields = [
        Field(name, label, stands[name], hints.get(name, ""), names.get(name, ())) for name, label in FIELDS.items()
    ]
    intro = "\n".join(
        f"ook ingevuld als {FIELDS[name]}: {value_text(name, value) or 'leeg'}" for name, _, value in others
    )
    await show_form(screen, f"◆ {row.number}  Gegevens", fields, file, key, intro=intro)


def _typed(screen: DeskScreen, body: Mapping[str, Any], name: str) -> str:
    """The value of a field as a person would type it."""
    value = body[name]
    if name == "end_at" and not body["has_end"]:
        return ""
    if name in MOMENTS and value:
        moment = read_stored(value)
        local = moment.astimezone(screen.desk.zone)
        twice = len(local_candidates(local.replace(tzinfo=None), screen.desk.zone)) > 1
        return local.isoformat(timespec="minutes") if twice else f"{local:%d-%m-%Y %H:%M}"
    if name == "moving":
        return "ja" if value else "nee"
    return SCALES.get(value, "") if name == "scale" else "" if value is None else str(value)


async def give_receipt(screen: DeskScreen, row: SubjectRow, body: Mapping[str, Any]) -> None:
    """Ask how the receipt is given, and show its text."""
    desk, subject, key = screen.desk, row.subject, ("receipt", row.subject)

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        return await filed(screen, key, desk.demonstrations.receipt, subject, via=values["via"], at=moment)

    before = ", ".join(one["number"] for one in body["receipts"])
    intro = f"al gegeven: {before}" if before else "De tekst volgt uit de gegevens; het nummer komt vanzelf."
    fields = [Field("via", "gegeven via", hint="mail, aan de balie …", names=WAYS), AT]
    title = f"◆ {row.number}  Bewijs van ontvangst"
    if await show_form(screen, title, fields, file, key, intro=intro):
        after = desk.reading.subject(subject)
        lines = desk.reading.lines(dossier=subject, type_="receipt")
        if after is not None and lines:
            await show_receipt(screen, after, max(lines, key=lambda line: line.pos).record_id)


async def show_receipt(screen: DeskScreen, row: SubjectRow, record_id: str) -> None:
    """Show the text of a receipt."""

    for one in json.loads(row.body)["receipts"]:
        if one["record_id"] == record_id:
            await screen.app.push_screen_wait(TellDialog(f"{row.number}  Bewijs {one['number']}", one["text"], ()))


async def keep_contact(screen: DeskScreen, row: SubjectRow) -> None:
    """Show the contact to who asks for it here, and let it be changed; nowhere else is it shown."""
    desk, subject, key = screen.desk, row.subject, ("contact", row.subject)
    try:
        stands = desk.demonstrations.contact(subject)
    except CommandRefused:
        stands = ""

    async def file(values: dict[str, str]) -> bool:
        typed = values["contact"].strip()
        if stands and not typed:
            return await filed(screen, key, desk.demonstrations.erase_contact, subject, ground=values["ground"])
        return typed == stands or await filed(screen, key, desk.demonstrations.set_contact, subject, typed)

    intro = f"Apart bewaard; elders staat alleen '{CONTACT}'."
    fields = [Field("contact", "contact", stands, hint="hoe de kennisgever te bereiken is")]
    if stands:
        intro += " Leeg maken wist het voorgoed, ook wat er eerder stond."
        fields.append(Field("ground", "grond", CONTACT_GROUND, hint="alleen voor het wissen", offered=True))
    await show_form(screen, f"◆ {row.number}  Contact", fields, file, key, intro=intro)


async def log_talk(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask with whom was talked and what was agreed."""
    desk, subject, key = screen.desk, row.subject, ("talk", row.subject)

    async def file(values: dict[str, str]) -> bool:
        typed = {name: values[name] for name in ("with_whom", "by", "agreed")}
        moment = typed_moment(screen, values["at"])
        return await filed(screen, key, desk.demonstrations.talk, subject, values["text"], **typed, at=moment)

    fields = [
        Field("with_whom", "met wie", hint="verplicht: een functie, geen naam", names=(NOTIFIER, *functions(screen))),
        Field("text", "waarover ging het", hint="verplicht: plaats, route, tijd, verkeer, veiligheid"),
        Field("agreed", "afgesproken", hint="mag leeg"),
        Field("by", "door", hint="welke functie sprak", names=functions(screen)),
        AT,
    ]
    await show_form(screen, f"◆ {row.number}  Gesprek", fields, file, key)


async def log_count(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask how many there are, counted or estimated, and by whom."""
    desk, subject, key = screen.desk, row.subject, ("count", row.subject)

    async def file(values: dict[str, str]) -> bool:
        count = values["count"].strip()
        if not (count.isascii() and count.isdecimal() and len(count) < 10):
            raise CommandRefused("aantal: schrijf een heel getal")
        method, moment = key_of(METHODS, values["method"]), typed_moment(screen, values["at"])
        request = desk.demonstrations.count
        return await filed(screen, key, request, subject, int(count), method=method, by=values["by"], at=moment)

    fields = [
        Field("count", "aantal", hint="verplicht"),
        Field("method", "hoe", METHODS["estimated"], names=tuple(METHODS.values()), offered=True),
        Field("by", "door", hint="verplicht: welke functie", names=functions(screen)),
        AT,
    ]
    await show_form(screen, f"◆ {row.number}  Hoeveel zijn er", fields, file, key)


async def link_to(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask what it counters, or what it is aimed at."""
    desk, subject = screen.desk, row.subject
    role = await chosen(
        screen,
        f"{row.number}  koppelen",
        {"counter": "is tegendemonstratie van …", "target": "is gericht tegen een evenement, demonstratie of plaats …"},
    )
    if role is None:
        return
    key = (f"link {role}", subject)

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, key, desk.demonstrations.link, subject, values["other"], role=role)

    others = [one for one in desk.reading.of_type("demonstration")[-50:] if one.subject != subject]
    names = tuple(one.number for one in reversed(others)) + (_places(screen) if role == "target" else ())
    hint = "nummer van de andere demonstratie" if role == "counter" else "nummer, of een plaats"
    fields = [Field("other", "waarvan" if role == "counter" else "waartegen", hint=hint, names=names)]
    intro = "Beide demonstraties tonen de koppeling. Een tegendemonstratie is geen reden om de eerste te beperken."
    await show_form(screen, f"◆ {row.number}  Koppelen", fields, file, key, intro=intro)
