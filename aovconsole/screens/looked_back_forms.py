"""The forms of an evaluation: make it, judge, answer, recommend, give a recommendation its end."""

from __future__ import annotations

from datetime import date
from typing import Any

from aovconsole.desk.evaluation_findings import outcome_from, theme_from
from aovconsole.domain.evaluation_words import FOLLOW_UP_WORDS, OUTCOME_WORDS, TAKEN_AS, TEXT_WORDS, THEME_WORDS
from aovconsole.domain.times import day_from, moment_from
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import counted
from aovconsole.errors import CommandRefused
from aovconsole.screens.dialogs import ChoiceDialog, ConfirmDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import body_of, filed, functions, show_form, yes
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.looked_back import LookedBack

_REASON = Field("reason", "reden", hint="verplicht")
_THEMES = tuple(THEME_WORDS.values())
_OUTCOMES = tuple(OUTCOME_WORDS.values())


async def make(screen: DeskScreen) -> str:
    """Ask what an evaluation is about; its subject when it was made."""
    desk, key = screen.desk, ("evaluation", "")
    made: list[SubjectRow] = []

    async def file(values: dict[str, str]) -> bool:
        begin, end = (
            moment_from(values[name], name, now=desk.seat.now, zone=desk.zone) if values[name].strip() else None
            for name in ("van", "tot")
        )
        numbers = values["dossiers"].replace(",", " ").split()
        draft = screen.bench.drafts.of(*key).record_id
        made.append(
            await screen.request(desk.evaluations.make, values["title"], numbers, begin=begin, end=end, draft_id=draft)
        )
        return True

    newest = [row.number for type_ in ("plan", "cmt") for row in desk.reading.newest(type_, 1)]
    fields = [
        Field("title", "titel", hint="Carnaval 2027"),
        Field("dossiers", "dossiers", " ".join(newest), hint="nummers, met een spatie ertussen", offered=True),
        Field("van", "periode van", hint="ook alles wat in deze periode begon; mag leeg"),
        Field("tot", "tot", hint="13-02-2027 of 13-02-2027 05:00"),
    ]
    intro = "Een plan brengt de vragen van zijn sjabloon mee, en de aanbevelingen van de vorige keer."
    await show_form(screen, "Evaluatie maken", fields, file, key, intro=intro, verb="maken")
    return made[-1].subject if made else ""


async def choose(screen: DeskScreen, shown: str) -> str:
    """Ask which evaluation is to be shown; empty when the person went back."""
    rows = screen.desk.reading.newest("evaluation", 40)
    labels = [f"{row.number}  {row.title}" for row in rows]
    at = next((number for number, row in enumerate(rows) if row.subject == shown), 0)
    answer = await screen.app.push_screen_wait(ChoiceDialog("Welke evaluatie", labels, chosen=at)) if rows else None
    return "" if answer is None else rows[answer].subject


async def mark(screen: DeskScreen, view: LookedBack, record: str) -> None:
    """Ask why a line is a key moment; leaving it empty takes the mark away."""
    row, stood = view.row, view.marked.get(record, "")
    assert row is not None, "only the lines of an evaluation are marked"
    key = ("key moment", f"{row.subject} {record}")

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, key, screen.desk.evaluations.mark, row.subject, record, values["why"])

    field = Field("why", "waarom", stood, hint="wat hier kantelde" + ("; leeg haalt het merk weg" if stood else ""))
    await show_form(screen, "Sleutelmoment", [field], file, key, intro=_evidence(view, [record]))


async def write_finding(screen: DeskScreen, view: LookedBack, chosen: tuple[str, ...], finding: str = "") -> bool:
    """Ask what went well or could be better, with the chosen lines as evidence; or say one better."""
    row, stood = _row(view), view.finding(finding) if finding else None
    key = ("finding", f"{row.subject} {finding}")
    evidence = list(dict.fromkeys((*(stood["evidence"] if stood else ()), *chosen)))

    async def file(values: dict[str, str]) -> bool:
        return await filed(
            screen, key, screen.desk.evaluations.write_finding, row.subject,
            outcome_from(values["outcome"]), theme_from(values["theme"]), values["text"],
            evidence=evidence, finding=finding,
        )  # fmt: skip

    fields = [
        Field("text", "bevinding", stood["text"] if stood else "", hint="wat ging goed, of wat kan beter"),
        Field(
            "outcome",
            "oordeel",
            OUTCOME_WORDS[stood["outcome"]] if stood else _OUTCOMES[1],
            names=_OUTCOMES,
            offered=True,
        ),
        Field("theme", "thema", THEME_WORDS[stood["theme"]] if stood else _THEMES[0], names=_THEMES, offered=True),
    ]
    intro = f"Thema's: {', '.join(_THEMES)}\n{_evidence(view, evidence)}"
    return await show_form(screen, f"{row.number}  Bevinding", fields, file, key, intro=intro)


async def about_finding(screen: DeskScreen, view: LookedBack, finding: str, chosen: tuple[str, ...]) -> bool:
    """Ask what is to be done with a finding; whether it was said better."""
    what = await _choice(screen, "Bevinding", ["beter zeggen, of meer bewijs", "doorhalen"])
    if what == 0:
        return await write_finding(screen, view, chosen, finding)
    if what == 1:
        await _withdraw(screen, _row(view), finding, "Bevinding doorhalen")
    return False


async def _withdraw(screen: DeskScreen, row: SubjectRow, step: str, title: str) -> None:
    key = ("evaluation withdraw", f"{row.subject} {step}")

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, key, screen.desk.evaluations.withdraw, row.subject, step, reason=values["reason"])

    await show_form(screen, title, [_REASON], file, key, verb="doorhalen")


async def write_text(screen: DeskScreen, view: LookedBack, name: Any) -> None:
    """Ask for the first impression or the full text."""
    row = _row(view)
    stood = next((one["text"] for one in view.body["texts"] if one["name"] == name), "")
    key = ("evaluation text", f"{row.subject} {name}")

    async def file(values: dict[str, str]) -> bool:
        return await filed(
            screen, key, screen.desk.evaluations.write_text, row.subject, name, values["text"], by=values["by"]
        )

    word = "impression" if name == "impression" else "text"
    intro = f"Een langere tekst, met alinea's: aovconsole evaluation {word} {row.number} - < bestand"
    if "\n" in stood:
        screen.tell(f"deze tekst heeft alinea's; schrijf hem opnieuw met: evaluation {word} {row.number} - < bestand")
        return
    fields = [
        Field("text", TEXT_WORDS[name], stood, hint="in een paar zinnen"),
        Field("by", "namens", screen.desk.operator.function, names=functions(screen), offered=True),
    ]
    await show_form(screen, f"{row.number}  {TEXT_WORDS[name].capitalize()}", fields, file, key, intro=intro)


async def answer(screen: DeskScreen, view: LookedBack, question: str) -> None:
    """Ask the answer to a question of the template."""
    row, asked = _row(view), next(one for one in view.questions if one.key == question)
    key = ("evaluation answer", f"{row.subject} {question}")

    async def file(values: dict[str, str]) -> bool:
        return await filed(
            screen, key, screen.desk.evaluations.answer, row.subject, question, values["text"], source=values["source"]
        )

    fields = [
        Field("text", "antwoord", asked.answer, hint="leeg stelt de vraag weer"),
        Field("source", "bron", asked.answer_source, hint="waar het uit blijkt; mag leeg"),
    ]
    await show_form(screen, f"Vraag · {THEME_WORDS[asked.theme]}", fields, file, key, intro=asked.text)


async def react(screen: DeskScreen, view: LookedBack) -> None:
    """Ask what a partner said, and where that stands."""
    row = _row(view)
    key = ("evaluation reaction", row.subject)

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, key, screen.desk.evaluations.react, row.subject, **values)

    fields = [
        Field("partner", "partner", names=functions(screen)),
        Field("text", "reactie"),
        Field("source", "bron", hint="brief, overleg of bericht, met datum"),
    ]
    await show_form(screen, f"{row.number}  Reactie van een partner", fields, file, key)


async def follow_up(screen: DeskScreen, view: LookedBack, recommendation: str) -> None:
    """Ask what became of a recommendation of before."""
    row, one = _row(view), next(one for one in view.before if one.recommendation.subject == recommendation)
    key = ("evaluation follow-up", f"{row.subject} {recommendation}")
    words = {word: outcome for outcome, word in FOLLOW_UP_WORDS.items()}

    async def file(values: dict[str, str]) -> bool:
        outcome = words.get(values["outcome"].strip().lower(), values["outcome"].strip())
        if outcome not in FOLLOW_UP_WORDS:
            raise CommandRefused(f"kies {'; '.join(words)}")
        return await filed(
            screen, key, screen.desk.evaluations.follow_up, row.subject, recommendation, outcome, why=values["why"]
        )

    fields = [
        Field(
            "outcome", "wat kwam ervan", FOLLOW_UP_WORDS.get(one.outcome, ""), hint="; ".join(words), names=tuple(words)
        ),
        Field("why", "waarom", one.why, hint="verplicht bij niet gedaan of niet gewerkt"),
    ]
    end = body_of(one.recommendation)["end"]
    intro = f"{one.number}  {one.recommendation.title}\n{end['said'] if end else 'heeft geen einde'}"
    await show_form(screen, "Van vorige keer", fields, file, key, intro=intro)


async def recommend(screen: DeskScreen, view: LookedBack, chosen: tuple[str, ...]) -> bool:
    """Ask what should be done another time, by whom and before when."""
    row = _row(view)
    key = ("recommendation", row.subject)

    async def file(values: dict[str, str]) -> bool:
        return await filed(
            screen, key, screen.desk.evaluations.recommend, row.subject, values["text"],
            owner=values["owner"], due=_day(values["due"]), evidence=chosen,
        )  # fmt: skip

    fields = [
        Field("text", "aanbeveling", hint="wat moet er volgende keer anders"),
        Field("owner", "houder", hint="functie", names=functions(screen)),
        Field("due", "voor", hint="01-09-2027; mag leeg"),
    ]
    return await show_form(screen, f"{row.number}  Aanbeveling", fields, file, key, intro=_evidence(view, chosen))


async def end_recommendation(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask where a recommendation ends: taken as something, refused, or said better first."""
    if row.status != "open":
        screen.tell(f"{row.number}: {body_of(row)['end']['said']}")
        return
    kinds = list(TAKEN_AS)
    labels = [*(f"overnemen als {TAKEN_AS[one]} in het sjabloon" for one in kinds), "afwijzen", "wijzigen", "intrekken"]
    at = await _choice(screen, f"{row.number}  {row.title}", labels)
    if at is None:
        return
    if at < len(kinds):
        await _take(screen, row, kinds[at])
    elif labels[at] == "wijzigen":
        await _change(screen, row)
    else:
        await _refuse(screen, row, retract=labels[at] == "intrekken")


_OF_KIND = {
    "measure": ("what", "owner", "anchor", "when", "at", "where", "mandatory"),
    "threshold": ("place", "value", "kind", "label", "owner", "decision"),
    "round": ("what", "anchor", "when", "at", "where", "attend", "look_at"),
    "decision": ("title", "see", "weigh", "options", "what", "decider", "tell", "check_after"),
}
_LABELS = {
    "what": ("tekst", ""),
    "owner": ("houder", "functie uit data/partners.toml"),
    "anchor": ("vanaf anker", "leeg: het hoofdanker van het sjabloon"),
    "when": ("wanneer", "-P14D, P2W of -90m; leeg: op het anker zelf"),
    "at": ("om", "09:00; mag leeg"),
    "where": ("plaatsen", "met een puntkomma ertussen; mag leeg"),
    "mandatory": ("verplicht", "ja of nee"),
    "place": ("plaats", "een plaats die het sjabloon al volgt"),
    "value": ("waarde", "0,85 van de capaciteit, of een aantal"),
    "kind": ("soort", "share, persons of density"),
    "label": ("vraagt", "wat er dan moet"),
    "decision": ("besluit", "id van het voorbereide besluit; mag leeg"),
    "attend": ("wie loopt mee", "functies, met een puntkomma ertussen"),
    "look_at": ("kijk naar", "met een puntkomma ertussen"),
    "title": ("titel", ""),
    "see": ("te zien aan", "met een puntkomma ertussen"),
    "weigh": ("te wegen", "met een puntkomma ertussen"),
    "options": ("opties", "minstens twee, met een puntkomma ertussen"),
    "decider": ("beslist", "functie"),
    "tell": ("hoort het", "functies, met een puntkomma ertussen"),
    "check_after": ("toetsen na", "30m of 1h; mag leeg"),
}
_MANY = ("where", "attend", "look_at", "see", "weigh", "options", "tell")


async def _take(screen: DeskScreen, row: SubjectRow, taken_as: str) -> None:
    """Ask how it stands in the template; the file that is written is named."""
    from aovconsole.domain.numbers import number_from

    body, key = body_of(row), ("recommendation take", f"{row.subject} {taken_as}")
    given = {
        "what": body["text"], "title": body["text"], "look_at": body["text"], "see": body["text"],
        "label": body["text"], "owner": body["owner"], "decider": body["owner"], "attend": body["owner"],
        "mandatory": "ja", "kind": "share",
    }  # fmt: skip

    async def file(values: dict[str, str]) -> bool:
        how: dict[str, Any] = {name: text for name, text in values.items() if text.strip() and name != "template"}
        how |= {name: [one.strip() for one in how[name].split(";")] for name in _MANY if name in how}
        if "mandatory" in values:
            how["mandatory"] = yes(values["mandatory"], "verplicht")
        if "value" in how:
            how["value"] = number_from(how["value"])
        done = await screen.request(
            screen.desk.evaluations.take, row.dossier, row.subject, taken_as, template=values["template"], **how
        )
        end = body_of(done)["end"]
        screen.tell(f"{row.number} staat in {end['where']}: {screen.desk.journal.home / 'scenarios' / end['file']}")
        return True

    fields = [Field("template", "sjabloon", hint="leeg: dat van het plan van deze evaluatie")]
    fields += [
        Field(name, _LABELS[name][0], given.get(name, ""), hint=_LABELS[name][1], offered=name in given)
        for name in _OF_KIND[taken_as]
    ]
    intro = "Komt als een klein bestand in de eigen map: na te lezen, aan te passen, weg te halen."
    title = f"{row.number}  Overnemen als {TAKEN_AS[taken_as]}"
    await show_form(screen, title, fields, file, key, intro=intro, verb="overnemen")


async def _refuse(screen: DeskScreen, row: SubjectRow, *, retract: bool) -> None:
    evaluations = screen.desk.evaluations
    request = evaluations.withdraw_recommendation if retract else evaluations.refuse
    key = ("recommendation end", f"{row.subject} {retract}")

    async def file(values: dict[str, str]) -> bool:
        return bool(await screen.request(request, row.dossier, row.subject, reason=values["reason"]))

    verb = "intrekken" if retract else "afwijzen"
    await show_form(screen, f"{row.number}  {verb.capitalize()}", [_REASON], file, key, intro=row.title, verb=verb)


async def _change(screen: DeskScreen, row: SubjectRow) -> None:
    body, key = body_of(row), ("recommendation change", row.subject)

    async def file(values: dict[str, str]) -> bool:
        due = _day(values["due"]) or ""
        return bool(
            await screen.request(
                screen.desk.evaluations.change, row.dossier, row.subject,
                text=values["text"], owner=values["owner"], due=due,
            )
        )  # fmt: skip

    fields = [
        Field("text", "aanbeveling", body["text"]),
        Field("owner", "houder", body["owner"], names=functions(screen)),
        Field("due", "voor", body["due_on"], hint="leeg haalt de termijn weg"),
    ]
    await show_form(screen, f"{row.number}  Wijzigen", fields, file, key)


async def change_dossiers(screen: DeskScreen, view: LookedBack) -> None:
    """Ask for a dossier to add, or to leave out when it is there."""
    row = _row(view)
    key = ("evaluation dossier", row.subject)
    there = {one.number for one in view.members}

    async def file(values: dict[str, str]) -> bool:
        number = values["dossier"].strip().upper()
        evaluations = screen.desk.evaluations
        return await filed(
            screen, key, evaluations.remove_dossier if number in there else evaluations.add_dossier, row.subject, number
        )

    intro = "Nu: " + ", ".join(f"{one.number} {one.title}" for one in view.members)
    field = Field("dossier", "dossier", hint="een nummer; staat het er al, dan gaat het eruit")
    await show_form(screen, f"{row.number}  Dossier erbij of eruit", [field], file, key, intro=intro, verb="doen")


async def close(screen: DeskScreen, view: LookedBack) -> None:
    """Ask whether the evaluation is final, or a draft again."""
    row = _row(view)
    if row.status == "final":
        key = ("evaluation reopen", row.subject)

        async def file(values: dict[str, str]) -> bool:
            return await filed(screen, key, screen.desk.evaluations.reopen, row.subject, reason=values["reason"])

        await show_form(screen, f"{row.number}  Weer een concept", [_REASON], file, key, verb="heropenen")
        return
    openly, left = sum(not one.answer for one in view.questions), sum(not one.outcome for one in view.before)
    told = (
        f"{counted(openly, 'vraag', 'vragen')} open, {counted(left, 'aanbeveling', 'aanbevelingen')} niet opgevolgd.\n"
    )
    told += f"Vastgesteld door {screen.desk.operator.name}; daarna wijzigt er niets zonder heropenen."
    if await screen.app.push_screen_wait(ConfirmDialog(f"{row.number} definitief maken", told)):
        await screen.ask(screen.desk.evaluations.close, row.subject)


async def _choice(screen: DeskScreen, title: str, labels: list[str]) -> int | None:
    return await screen.app.push_screen_wait(ChoiceDialog(title, labels))


def _row(view: LookedBack) -> SubjectRow:
    assert view.row is not None, "only asked where there is an evaluation"
    return view.row


def _evidence(view: LookedBack, ids: Any) -> str:
    """The evidence as it is shown above the fields of a form."""
    told = [f"Bewijs: {text}" for _, text in view.desk.evaluations.evidence(ids)]
    return "\n".join(told) if told else "Geen bewijs gekozen: spatie op een regel kiest hem."


def _day(text: str) -> date | None:
    return day_from(text, "voor") if text.strip() else None
