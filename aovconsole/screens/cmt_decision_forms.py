"""What is said of a decision afterwards: its grounds and its picture, did it work, withdrawn, replaced."""

from __future__ import annotations

from typing import Any

from aovconsole.domain.decision import check_state
from aovconsole.domain.times import clock_text, read_stored, stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import LogRow
from aovconsole.screens.cmt_deciding import LATER, ask_decision
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import body_of, filed, functions, show_form
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.list_dialog import ListDialog, Listed
from aovconsole.screens.tell_dialog import TellDialog, Told
from aovconsole.screens.widgets.painted import cut, fit, justified
from aovconsole.screens.widgets.pick_list import Pick

LINES = 100
"""So many of the newest lines are offered for the picture of a decision."""

_OUTCOMES = {"yes": "werkte …", "partly": "werkte deels …", "no": "werkte niet …"}
_GROUND, _PICTURE, _REPLACE, _WITHDRAW, _READ = (
    "onderbouwen …", "beeld: regels uit het log kiezen …", "vervangen door een nieuw besluit …", "intrekken …",
    "alles lezen",
)  # fmt: skip


async def about_decision(screen: DeskScreen, row: SubjectRow, subject: str) -> None:
    """Ask what is to be said of a decision (by its subject), and say it; one that must be checked is asked first."""
    found = screen.desk.reading.subject(subject)
    if found is None:
        return
    outcomes, due = list(_OUTCOMES.values()), check_state(found, stored(screen.desk.seat.now)) == "due"
    grounds, over = [_GROUND, _PICTURE], [_REPLACE, _WITHDRAW] if found.status == "made" else []
    if found.status == "withdrawn":
        outcomes, due = [], False
    choices = [*(outcomes if due else grounds), *(grounds if due else outcomes), *over, _READ]
    asked = "werkte het?  " if due else ""
    heading = f"{found.number}  {asked}{cut(found.title, 50)}"
    answer = await screen.app.push_screen_wait(ChoiceDialog(heading, choices))
    if answer is None:
        return
    chosen = choices[answer]
    if chosen in outcomes:
        await _check(screen, row, found, next(key for key, word in _OUTCOMES.items() if word == chosen))
    elif chosen == _GROUND:
        await _ground(screen, row, found)
    elif chosen == _PICTURE:
        await _pick_picture(screen, row, found)
    elif chosen == _REPLACE:
        await ask_decision(screen, row, replaces=found)
    elif chosen == _WITHDRAW:
        await _withdraw(screen, row, found)
    else:
        await screen.app.push_screen_wait(TellDialog(heading, body_of(found)["text"], _facts(screen, found)))


async def _pick_picture(screen: DeskScreen, row: SubjectRow, decision: SubjectRow) -> None:
    """Let lines of the log be picked: what was known when it was decided."""
    desk, picked = screen.desk, dict.fromkeys(body_of(decision)["picture"])
    before = set(picked)

    def read() -> Listed:
        lines = desk.reading.lines(dossier=row.subject, type_="line")[-LINES:]
        new = [one for one in picked if one not in before]
        file = Pick(_FILE, lambda _: (((f"✓ {len(new)} regels vastleggen als beeld", "head"),),))
        return Listed(
            f"{decision.number}  Beeld: wat was bekend", [file, *(_line(screen, one, picked) for one in lines[::-1])]
        )

    async def act(key: str) -> bool:
        if key != _FILE:
            if key not in before:
                picked.pop(key) if key in picked else picked.setdefault(key)
            return False
        new = [one for one in picked if one not in before]
        return bool(await screen.ask(desk.agreements.ground, row.subject, decision.subject, picture=new))

    await screen.app.push_screen_wait(ListDialog(desk, read, act))


_FILE = "file"


def _line(screen: DeskScreen, line: LogRow, picked: dict[str, None]) -> Pick:
    chosen = line.record_id in picked
    clock = clock_text(read_stored(line.at), screen.desk.seat.now, zone=screen.desk.zone)
    left = [("☑ " if chosen else "☐ ", "success" if chosen else ""), (fit(clock, 13), "strong"), (line.stands, "")]
    return Pick(line.record_id, lambda width: (justified(left, (), width),))


async def _ground(screen: DeskScreen, row: SubjectRow, decision: SubjectRow) -> None:
    desk, body, key = screen.desk, body_of(decision), ("cmt ground", decision.subject)
    texts = ("judgement", "proportionality", "decider", "basis", "communication", "picture_text")
    lists = ("options", "risks")

    async def file(values: dict[str, str]) -> bool:
        from aovconsole.desk.decisions import said_from

        given: dict[str, Any] = {name: values[name] for name in texts if values[name].strip() not in ("", body[name])}
        given |= {
            name: split for name in lists if (split := [part for part in values[name].split(";") if part.strip()])
        }
        given |= {name: [said_from(values[name])] for name in ("advice", "dissent") if values[name].strip()}
        if values["check_at"].strip():
            given["check_at"] = coming_from(values["check_at"], desk.seat.now, desk.zone)
        await screen.request(
            desk.agreements.ground, row.subject, decision.subject,
            draft_id=screen.bench.drafts.of(*key).record_id, **given,
        )  # fmt: skip
        return True

    fields = [
        Field("picture_text", "beeld", body["picture_text"], hint="wat wist u; regels uit het log kiest u apart"),
        Field("options", "opties", hint="afgewogen; meer dan een met ; ertussen"),
        Field("risks", "risico's", hint="meer dan een met ; ertussen"),
        Field("judgement", "oordeel", body["judgement"], hint="waarom dit"),
        Field("proportionality", "verhouding", body["proportionality"], hint="proportionaliteit en subsidiariteit"),
        Field("decider", "besloten door", body["decider"], names=functions(screen)),
        Field("basis", "grondslag", body["basis"], hint="bevoegdheid, als die er is"),
        Field("advice", "advies", hint="politie: vertraag de stoet"),
        Field("dissent", "afwijkend", hint="horeca: te vroeg"),
        Field("communication", "communicatie", body["communication"]),
        Field("check_at", "toetsen om", hint=LATER),
    ]
    await show_form(screen, f"{decision.number}  Onderbouwing", fields, file, key, intro=body["text"][:300])


async def _check(screen: DeskScreen, row: SubjectRow, decision: SubjectRow, outcome: str) -> None:
    desk, key = screen.desk, (f"cmt check {outcome}", decision.subject)

    async def file(values: dict[str, str]) -> bool:
        again = coming_from(values["check_at"], desk.seat.now, desk.zone) if values["check_at"].strip() else None
        return await filed(
            screen, key, desk.agreements.check, row.subject, decision.subject, outcome,
            note=values["note"], by=values["by"], check_at=again,
        )  # fmt: skip

    fields = [
        Field("note", "waaraan te zien", hint="wat werd gezien"),
        Field("by", "zegt wie", names=functions(screen)),
        Field("check_at", "weer toetsen om", hint=LATER),
    ]
    await show_form(screen, f"{decision.number}  {_OUTCOMES[outcome]}", fields, file, key, intro=decision.title[:300])


async def _withdraw(screen: DeskScreen, row: SubjectRow, decision: SubjectRow) -> None:
    async def file(values: dict[str, str]) -> bool:
        await screen.request(screen.desk.agreements.withdraw, row.subject, decision.subject, values["reason"])
        return True

    fields = [Field("reason", "reden", hint="verplicht; het besluit blijft leesbaar staan")]
    await show_form(screen, f"{decision.number}  Intrekken", fields, file, ("cmt withdraw", decision.subject))


_PARTS = (
    ("owner", "houder"), ("decider", "besloten door"), ("structure", "in"), ("picture_text", "beeld"),
    ("judgement", "oordeel"), ("proportionality", "verhouding"), ("basis", "grondslag"), ("power", "bevoegdheid"),
    ("communication", "communicatie"),
)  # fmt: skip


def _facts(screen: DeskScreen, decision: SubjectRow) -> list[Told]:
    body = body_of(decision)
    lines = [one for record in body["picture"] if (one := screen.desk.reading.line(record))]
    facts = [Told("beeld", "\n".join(one.stands for one in lines))] if lines else []
    facts += [Told(label, str(body[name])) for name, label in _PARTS if body[name]]
    facts += [
        Told(label, "\n".join(body[name]))
        for name, label in (("options", "opties"), ("risks", "risico's"))
        if body[name]
    ]
    for name, label in (("advice", "advies"), ("dissent", "afwijkend")):
        facts += [Told(label, f"{one['by']}: {one['text']}" if one["by"] else one["text"]) for one in body[name]]
    return facts
