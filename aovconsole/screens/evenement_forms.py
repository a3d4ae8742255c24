"""The forms of an evenement: its frame, the steps of the HEV, class, advice, safety plan, permit, count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aovconsole.desk.evenement_values import moment_of_field
from aovconsole.domain.evenement_days import steps_at
from aovconsole.domain.evenement_steps import FIELDS, HANDLING_CLASSES
from aovconsole.domain.evenement_terms import TERM_STATUS_WORDS
from aovconsole.domain.evenement_words import (
    ANSWER_WORDS,
    FIELD_WORDS,
    KIND_WORDS,
    METHOD_WORDS,
    OUTCOME_WORDS,
    STEP_STATE_WORDS,
    STEP_WORDS,
    VERDICT_WORDS,
    day_text,
    field_text,
)
from aovconsole.domain.times import day_from, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.screens.dialogs import ChoiceDialog, ConfirmDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, body_of, filed, functions, show_form, typed_moment, yes
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.tell_dialog import TellDialog, Told

DAY_HINT = "vandaag; of 11-02-2027"
_YES_NO = tuple(word for value, word in ANSWER_WORDS.items() if value)
_HINTS = {
    "kind": "aanvraag of melding",
    "received_on": "11-02-2027",
    "answered_on": "bij een melding: wanneer gereageerd",
    "programme_on": "aangemeld voor het jaarprogramma",
    "build_up_at": "07-02-2027 07:00",
    "break_down_until": "12-02-2027 18:00",
    "cmt_day": "ja, nee of onbekend",
    "whole_place": "ja (te bevestigen); nee als hooguit de helft",
    "parade": "ja of nee",
    "inner_city": "ja of nee",
}


def title_of(row: SubjectRow, what: str) -> str:
    """The heading of a form."""
    return f"○ {row.number}  {what}"


def day_typed(text: str, what: str) -> date | None:
    """The day in a field; None for an empty one, which means today.

    Raises:
        CommandRefused: it cannot be read.
    """
    return day_from(text, what) if text.strip() else None


def key_of(words: Mapping[str, str], typed: str, what: str) -> str:
    """The key that belongs to a Dutch word.

    Raises:
        CommandRefused: it is none of the words.
    """
    said = typed.strip().casefold()
    found = [key for key, word in words.items() if said in (word.casefold(), key)]
    if not found or not said:
        raise CommandRefused(f"{what}: kies {', '.join(words.values())}")
    return found[0]


async def new_evenement(screen: DeskScreen) -> str:
    """Ask for a new evenement, show the days of its square before it is added; its subject, empty when it was not."""
    desk, drafts, key, made = screen.desk, screen.bench.drafts, ("evenement", ""), list[str]()

    async def file(values: dict[str, str]) -> bool:
        begin = moment_of_field("begin_at", values["begin"], desk.zone)
        end = moment_of_field("end_at", values["end"], desk.zone)
        if values["place"].strip() and end >= begin and not await _days_accepted(screen, values["place"], begin, end):
            return False
        visitors = values["visitors"].strip()
        if visitors and not (visitors.isascii() and visitors.isdecimal() and len(visitors) < 8):
            raise CommandRefused("bezoekers: een aantal")
        row = await screen.request(
            desk.evenementen.add, values["title"], begin=begin, end=end, place=values["place"],
            handling_class=values["class"], visitors_count=int(visitors) if visitors else None,
            draft_id=drafts.of(*key).record_id,
        )  # fmt: skip
        made.append(row.subject)
        return True

    fields = [
        Field("title", "titel", hint="verplicht"),
        Field("place", "plaats", hint="verplicht", names=tuple(sorted(set(desk.seat.known().places.values())))),
        Field("begin", "begin", hint="07-02-2027 11:11"),
        Field("end", "einde", hint="09-02-2027 23:00; een datum alleen is tot het einde van die dag"),
        Field("visitors", "verwacht bezoek", hint="aantal"),
        Field("class", "klasse", hint="A, B of C; leeg als nog niet beoordeeld"),
    ]
    await show_form(screen, "○ Nieuw evenement", fields, file, key, verb="toevoegen")
    return made[0] if made else ""


async def _days_accepted(screen: DeskScreen, place: str, begin: Any, end: Any) -> bool:
    """Show how many event days a square would have, where a norm holds; whether the person goes on."""
    squares = await screen.request(screen.desk.evenementen.days_around, place, stored(begin), stored(end))
    under_norm = [square for square in squares if square.norm is not None]
    if not under_norm:
        return True
    lines = [f"{'! ' if square.over else ''}{square.sentence}" for square in under_norm]
    lines += ["", f"Regel: {under_norm[0].rule}.", f"Bron: {under_norm[0].source}.", "", "Evenement toevoegen?"]
    heading = "Meer evenementdagen dan de norm" if any(square.over for square in under_norm) else "Evenementdagen"
    return await screen.app.push_screen_wait(ConfirmDialog(heading, "\n".join(lines))) is True


async def fill_in(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask for the fields of the frame; only what was changed is filed."""
    desk, body = screen.desk, body_of(row)
    draft = ("event_fields", row.subject)
    places = tuple(sorted(set(desk.seat.known().places.values())))
    choices = {"kind": tuple(KIND_WORDS.values()), "place": places}
    standing = {name: _shown(body, name) for name in FIELDS}
    fields = [
        Field(name, FIELD_WORDS[name], standing[name], _HINTS.get(name, ""), choices.get(name, _choices(name)))
        for name in FIELD_WORDS
    ]
    others = [str(other) for other in body["other_values"]]
    disputed = {other.partition(":")[0] for other in others}

    async def file(values: dict[str, str]) -> bool:
        changed = {name: values[name] for name in FIELDS if values[name].strip() != standing[name] or name in disputed}
        return not changed or await filed(screen, draft, desk.evenementen.set_fields, row.subject, changed)

    intro = "\n".join(
        f"ook ingevuld: {FIELD_WORDS.get(name, name)} {field_text(name, value)}"
        for name, _, value in (other.partition(": ") for other in others)
    )
    await show_form(screen, title_of(row, "Gegevens"), fields, file, draft, intro=intro)


def _choices(name: str) -> tuple[str, ...]:
    return _YES_NO if name in ("cmt_day", "whole_place", "parade", "inner_city") else ()


def _shown(body: Mapping[str, Any], name: str) -> str:
    if name == "whole_place" and not body["whole_place_set"]:
        return ""
    value = body[name]
    return "" if value in (None, "") else field_text(name, str(value))


async def tick_step(screen: DeskScreen, row: SubjectRow, step: str = "") -> None:
    """Ask which step of the HEV has come to what; `step` is the one that was chosen in the panel."""
    desk = screen.desk
    steps = steps_at(body_of(row), stored(desk.seat.now))
    if not step:
        choices = [f"{STEP_WORDS[one['key']]}: {STEP_STATE_WORDS[one['state']]}" for one in steps]
        first = next((n for n, one in enumerate(steps) if one["state"] in ("open", "busy")), 0)
        answer = await screen.app.push_screen_wait(ChoiceDialog(title_of(row, "HEV"), choices, chosen=first))
        if answer is None:
            return
        step = steps[answer]["key"]
    standing, draft = next(one for one in steps if one["key"] == step), (f"hev {step}", row.subject)

    async def file(values: dict[str, str]) -> bool:
        state = key_of(STEP_STATE_WORDS, values["state"], "stand")
        return await filed(screen, draft, desk.evenementen.tick, row.subject, step, state, note=values["note"])

    words = tuple(STEP_STATE_WORDS.values())
    fields = [
        Field("state", "stand", STEP_STATE_WORDS[standing["state"]], ", ".join(words), words, offered=True),
        Field("note", "toelichting", standing["note"]),
    ]
    await show_form(screen, title_of(row, f"HEV: {STEP_WORDS[step]}"), fields, file, draft)


async def assess(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask for the class, with the reasons of the risk scan."""
    desk, body = screen.desk, body_of(row)
    draft = ("assess", row.subject)
    before = [
        f"klasse {one['handling_class']} op {day_text(one['assessed_on'])}: {'; '.join(one['reasons'])}".rstrip(": ")
        for one in body["assessments"]
    ]

    async def file(values: dict[str, str]) -> bool:
        day = day_typed(values["on"], "beoordeeld op")
        given = {"reasons": values["reasons"].split(";"), "by": values["by"], "assessed_on": day}
        return await filed(screen, draft, desk.evenementen.assess, row.subject, values["class"], **given)

    fields = [
        Field("class", "klasse", body["handling_class"], ", ".join(HANDLING_CLASSES), offered=True),
        Field("reasons", "redenen", hint="verplicht, uit de risicoscan; meer met ; ertussen"),
        Field("by", "door", _function(screen), "functie", functions(screen), offered=True),
        Field("on", "beoordeeld op", hint=DAY_HINT),
    ]
    intro = "\n".join(["A regulier, B aandacht, C risicovol: de aanpak, niet de toestemming.", *before])
    await show_form(screen, title_of(row, "Klasse"), fields, file, draft, intro=intro)


def _function(screen: DeskScreen) -> str:
    return screen.desk.operator.function or screen.desk.operator.name


async def advice(screen: DeskScreen, row: SubjectRow, chosen: str = "") -> None:
    """Ask of whom advice was asked, or what was advised; `chosen` is a partner, with `*` before it when it is joint."""
    desk = screen.desk
    joint, partner, draft = chosen.startswith("*"), chosen.removeprefix("*"), (f"advice {chosen}", row.subject)

    async def file(values: dict[str, str]) -> bool:
        who, together = values["partner"], yes(values["joint"] or "nee", "samen")
        if values["text"].strip() or values["given"].strip():
            given_on = day_typed(values["given"], "gegeven op")
            give = desk.evenementen.give_advice
            return await filed(screen, draft, give, row.subject, who, values["text"], given_on=given_on, joint=together)
        asked_on = day_typed(values["asked"], "gevraagd op")
        return await filed(
            screen, draft, desk.evenementen.ask_advice, row.subject, who, asked_on=asked_on, joint=together
        )

    fields = [
        Field("partner", "partner", partner, "politie, brandweer, GHOR, verkeer …", functions(screen), offered=True),
        Field("asked", "gevraagd op", hint=f"{DAY_HINT}; als het advies er nog niet is"),
        Field("given", "gegeven op", hint=DAY_HINT),
        Field("text", "advies", hint="wat de partner adviseert, in haar woorden"),
        Field("joint", "samen", "ja" if joint else "", "ja: multidisciplinair advies van meer partners", _YES_NO),
    ]
    waiting = [one["partner"] for one in body_of(row)["advice"] if not one["given_on"]]
    intro = f"nog niet binnen: {', '.join(waiting)}" if waiting else ""
    await show_form(screen, title_of(row, "Advies"), fields, file, draft, intro=intro)


async def plan(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask when the safety plan came in and what was found of it."""
    desk, standing = screen.desk, body_of(row)["safety_plan"]
    draft = ("plan", row.subject)

    def both(received: date | None, verdict: str, judged: date | None, by: str, note: str, draft_id: str) -> SubjectRow:
        about, later = row.subject, "" if received else draft_id
        with desk.journal.batch():
            if received:
                told = "" if verdict else note
                desk.evenementen.plan_received(about, received_on=received, note=told, draft_id=draft_id)
            if verdict:
                desk.evenementen.plan_judged(about, verdict, judged_on=judged, by=by, note=note, draft_id=later)
        return row

    async def file(values: dict[str, str]) -> bool:
        received = day_typed(values["received"], "ontvangen op")
        verdict = key_of(VERDICT_WORDS, values["verdict"], "oordeel") if values["verdict"].strip() else ""
        if not received and not verdict:
            raise CommandRefused("vul in wanneer het plan is ontvangen, of het oordeel")
        judged = day_typed(values["judged"], "beoordeeld op")
        return await filed(screen, draft, both, received, verdict, judged, values["by"], values["note"])

    words = tuple(VERDICT_WORDS.values())
    fields = [
        Field("received", "ontvangen op", hint="11-02-2027; een nieuwe versie wordt opnieuw beoordeeld"),
        Field("verdict", "oordeel", hint=", ".join(words), names=words),
        Field("judged", "beoordeeld op", hint=DAY_HINT),
        Field("by", "door", _function(screen), "functie", functions(screen), offered=True),
        Field("note", "toelichting"),
    ]
    stands = (
        [f"ontvangen op {day_text(standing['received_on'])}"] if standing["received_on"] else ["nog niet ontvangen"]
    )
    stands += [f"{VERDICT_WORDS[standing['verdict']]}: {standing['note']}"] if standing["verdict"] else []
    title = title_of(row, "Veiligheidsplan")
    await show_form(screen, title, fields, file, draft, intro=", ".join(stands))


async def permit(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask for the decision on the permit and its conditions."""
    desk, standing = screen.desk, body_of(row)["permit"]
    draft = ("permit", row.subject)

    async def file(values: dict[str, str]) -> bool:
        outcome, moment = key_of(OUTCOME_WORDS, values["outcome"], "besluit"), typed_moment(screen, values["at"])
        given = {"conditions": values["conditions"].split(";"), "by": values["by"], "reason": values["reason"]}
        return await filed(screen, draft, desk.evenementen.permit, row.subject, outcome, at=moment, **given)

    words = tuple(OUTCOME_WORDS.values())
    fields = [
        Field("outcome", "besluit", hint=", ".join(words), names=words),
        Field("conditions", "voorschriften", "; ".join(standing["conditions"]), "meer met ; ertussen"),
        Field("by", "door", hint="burgemeester, of wie namens hem besluit", names=functions(screen)),
        Field("reason", "reden"),
        AT,
    ]
    intro = f"nu: {OUTCOME_WORDS[standing['outcome']]}" if standing["outcome"] else "nog niet besloten"
    await show_form(screen, title_of(row, "Vergunning"), fields, file, draft, intro=intro)


async def count(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask how many visitors there were."""
    desk = screen.desk
    draft = ("count", row.subject)

    async def file(values: dict[str, str]) -> bool:
        typed, method = values["count"].strip().replace(".", ""), key_of(METHOD_WORDS, values["method"], "hoe zeker")
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 8):
            raise CommandRefused("bezoekers: een aantal")
        given = {"method": method, "by": values["by"], "how": values["how"], "at": typed_moment(screen, values["at"])}
        return await filed(screen, draft, desk.evenementen.count, row.subject, int(typed), **given)

    words = tuple(METHOD_WORDS.values())
    fields = [
        Field("count", "bezoekers", hint="aantal"),
        Field("method", "hoe zeker", METHOD_WORDS["estimated"], " of ".join(words), words, offered=True),
        Field("by", "door", _function(screen), "functie", functions(screen), offered=True),
        Field("how", "hoe", hint="tellers, camera, verkochte kaarten"),
        AT,
    ]
    await show_form(screen, title_of(row, "Bezoekers"), fields, file, draft)


async def cancel(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask why the evenement does not go on."""
    desk = screen.desk
    draft = ("event_cancel", row.subject)

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        return await filed(screen, draft, desk.evenementen.cancel, row.subject, reason=values["reason"], at=moment)

    fields: Sequence[Field] = [
        Field("reason", "reden", hint="bijvoorbeeld code rood, ingetrokken door de organisator"),
        AT,
    ]
    title = title_of(row, "Gaat niet door")
    await show_form(screen, title, fields, file, draft, intro=row.title[:200])


async def withdraw_step(screen: DeskScreen, row: SubjectRow, step: str, text: str) -> None:
    """Ask why a step (the id of its record) was a mistake; it stays readable, struck through."""
    desk = screen.desk
    draft = ("event_withdraw", step)

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, draft, desk.evenementen.withdraw, row.subject, step, reason=values["reason"])

    fields = [Field("reason", "reden", hint="verplicht")]
    await show_form(screen, title_of(row, "Intrekken"), fields, file, draft, intro=text[:200], verb="intrekken")


async def tell_term(screen: DeskScreen, row: SubjectRow, key: str) -> None:
    """Show a term with its source and the day of that source."""
    term = next((one for one in screen.desk.evenementen.terms(row) if one.key == key), None)
    if term is None:
        return
    facts = [
        Told("stand", TERM_STATUS_WORDS[term.status] + (f" ({term.note})" if term.note else "")),
        Told("uiterlijk", day_text(term.due_on) or "niet te berekenen"),
        Told("gedaan", day_text(term.done_on) or "nog niet"),
        Told("regel", term.text),
        Told("bron", f"{term.source}\ngelezen of gedateerd {day_text(term.as_of)}"),
    ]
    await screen.app.push_screen_wait(TellDialog(title_of(row, term.label), "", facts))
