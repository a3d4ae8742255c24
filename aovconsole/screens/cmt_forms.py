"""The forms of a CMT day: open and close it, decide and ground, crowd, plan, who is there."""

from __future__ import annotations

from typing import Any

from aovconsole.domain.crowd_state import Crossing
from aovconsole.domain.crowd_values import value_text
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, body_of, filed, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.tell_dialog import TellDialog, Told

_LATER = "15:30, +60 (minuten); leeg: niet"
_NEW = "een nieuw besluit …"
_OUTCOMES = {"yes": "werkte …", "partly": "werkte deels …", "no": "werkte niet …"}
_STATES = {"done": "gedaan …", "busy": "bezig …", "dropped": "vervalt …", "todo": "toch nog te doen …"}


async def open_day(screen: DeskScreen) -> None:
    """Ask what the CMT sits for, and by which plan."""
    desk, key = screen.desk, ("cmt", "")
    plans = desk.reading.of_type("plan", status="running")

    async def file(values: dict[str, str]) -> bool:
        plan, evenement = (values[name].strip().partition(" ")[0] or None for name in ("plan", "evenement"))
        row = await screen.request(
            desk.cmt.open, values["title"], evenement=evenement, plan=plan, at=typed_moment(screen, values["at"])
        )
        screen.open_dossier(row.subject)
        return True

    offered = f"{plans[-1].number} {plans[-1].title}" if plans else ""
    fields = [
        Field("title", "titel", hint="verplicht: Carnaval zondag"),
        Field("plan", "plan", offered, hint="PL-27-A001; leeg: zonder", names=_named(plans), offered=True),
        Field("evenement", "evenement", hint="EV-27-A001; mag leeg"),
        AT,
    ]
    intro = "" if plans else "Een plan maakt u met: aovconsole scenario start carnaval --on 2027"
    await show_form(screen, "■ CMT openen", fields, file, key, intro=intro, verb="openen")


def _named(rows: tuple[SubjectRow, ...]) -> tuple[str, ...]:
    return tuple(f"{row.number} {row.title}" for row in rows)


async def close_day(screen: DeskScreen, row: SubjectRow) -> None:
    """Show what is still open, and let the CMT rise."""
    desk, key = screen.desk, ("cmt close", row.subject)
    matters = await screen.request(desk.cmt.open_matters, row)

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        await screen.request(desk.cmt.close, row.subject, reason=values["reason"], at=moment)
        return True

    fields = [Field("reason", "toelichting", hint="verplicht als er nog een vergadering open is"), AT]
    intro = "Nog open:\n" + "\n".join(f"! {one}" for one in matters) if matters else "Er staat niets meer open."
    await show_form(screen, f"■ {row.number}  Sluiten", fields, file, key, intro=intro, verb="sluiten")


async def decide(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask for a decision; what was prepared for a threshold that stands reached is offered first."""
    prepared = _prepared(screen, row)
    if not prepared:
        await _decide(screen, row, {})
        return
    labels = [*(_forward(screen, crossing, one) for crossing, one in prepared), _NEW]
    answer = await screen.app.push_screen_wait(ChoiceDialog(f"■ {row.number}  Besluit", labels))
    if answer is not None:
        await _decide(screen, row, prepared[answer][1] if answer < len(prepared) else {})


def _prepared(screen: DeskScreen, row: SubjectRow) -> list[tuple[Crossing, dict[str, Any]]]:
    """The decisions that were prepared for the thresholds that stand reached now."""
    desk = screen.desk
    plan = desk.plans.of_cmt(row)
    known = {one["id"]: one for one in desk.plans.decisions(plan)} if plan else {}
    found = {one.decision: one for one in desk.crowd.crossings(row.subject) if one.decision in known}
    return [(crossing, known[name]) for name, crossing in found.items()]


def _forward(screen: DeskScreen, crossing: Crossing, prepared: dict[str, Any]) -> str:
    since = clock_text(read_stored(crossing.since), screen.desk.seat.now, zone=screen.desk.zone)
    return f"{prepared['title']}: {crossing.place} boven {value_text(crossing.value, crossing.unit)} sinds {since} …"


async def _decide(screen: DeskScreen, row: SubjectRow, prepared: dict[str, Any]) -> None:
    desk, name = screen.desk, str(prepared.get("id", ""))
    key = (f"cmt decide {name}", row.subject)
    chair = desk.presence.role(row, "chair").function

    async def file(values: dict[str, str]) -> bool:
        given: dict[str, Any] = {part: values[part] for part in ("owner", "decider", "judgement")}
        if values["check_at"].strip():
            given["check_at"] = coming_from(values["check_at"], desk.seat.now, desk.zone)
        made = await screen.request(
            desk.agreements.decide, row.subject, values["text"], prepared=name, at=typed_moment(screen, values["at"]),
            draft_id=screen.bench.drafts.of(*key).record_id, structure="CMT", **given,
        )  # fmt: skip
        screen.tell(f"{made.number} vastgelegd")
        return True

    fields = [
        Field("text", "besluit", str(prepared.get("text", "")), hint="verplicht: wat is besloten"),
        Field("owner", "houder", hint="welke functie voert het uit", names=functions(screen)),
        Field("judgement", "waarom", hint="mag later: oordeel, afgewogen opties"),
        Field(
            "decider", "besloten door", chair or str(prepared.get("decider", "")), names=functions(screen), offered=True
        ),
        Field("check_at", "toetsen om", hint=_LATER),
        AT,
    ]
    await show_form(screen, f"■ {row.number}  Besluit", fields, file, key, intro=_weighed(prepared))


def _weighed(prepared: dict[str, Any]) -> str:
    """What was thought of beforehand."""
    parts = (("Kijk naar", "see"), ("Weeg", "weigh"), ("Opties", "options"), ("Zeg het aan", "tell"))
    return "\n".join(f"{label}: {'; '.join(prepared[name])}" for label, name in parts if prepared.get(name))


async def about_decision(screen: DeskScreen, row: SubjectRow, subject: str) -> None:
    """Ask what is to be said of a decision (by its subject), and say it."""
    found = screen.desk.reading.subject(subject)
    if found is None:
        return
    choices = ["onderbouwen …", *_OUTCOMES.values(), "intrekken …", "alles lezen"]
    heading = f"{found.number}  {found.title[:50]}"
    answer = await screen.app.push_screen_wait(ChoiceDialog(heading, choices))
    if answer == 0:
        await _ground(screen, row, found)
    elif answer is not None and answer <= len(_OUTCOMES):
        await _check(screen, row, found, list(_OUTCOMES)[answer - 1])
    elif answer == len(choices) - 2:
        await _withdraw(screen, row, found)
    elif answer is not None:
        await screen.app.push_screen_wait(TellDialog(heading, body_of(found)["text"], _facts(found)))


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
        Field("picture_text", "beeld", body["picture_text"], hint="wat wist u; regels staan in het log"),
        Field("options", "opties", hint="afgewogen; meer dan een met ; ertussen"),
        Field("risks", "risico's", hint="meer dan een met ; ertussen"),
        Field("judgement", "oordeel", body["judgement"], hint="waarom dit"),
        Field("proportionality", "verhouding", body["proportionality"], hint="proportionaliteit en subsidiariteit"),
        Field("decider", "besloten door", body["decider"], names=functions(screen)),
        Field("basis", "grondslag", body["basis"], hint="bevoegdheid, als die er is"),
        Field("advice", "advies", hint="politie: vertraag de stoet"),
        Field("dissent", "afwijkend", hint="horeca: te vroeg"),
        Field("communication", "communicatie", body["communication"]),
        Field("check_at", "toetsen om", hint=_LATER),
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
        Field("check_at", "weer toetsen om", hint=_LATER),
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


def _facts(decision: SubjectRow) -> list[Told]:
    body = body_of(decision)
    facts = [Told(label, str(body[name])) for name, label in _PARTS if body[name]]
    facts += [
        Told(label, "\n".join(body[name]))
        for name, label in (("options", "opties"), ("risks", "risico's"))
        if body[name]
    ]
    for name, label in (("advice", "advies"), ("dissent", "afwijkend")):
        facts += [Told(label, f"{one['by']}: {one['text']}" if one["by"] else one["text"]) for one in body[name]]
    return facts


async def read_crowd(screen: DeskScreen, row: SubjectRow, place: str = "") -> None:
    """Ask how busy it is at a place."""
    desk, key = screen.desk, ("crowd", row.subject)
    watched = [one.place for one in desk.crowd.places(row.subject)]
    plan = desk.plans.of_cmt(row)
    watched += [one["name"] for one in desk.plans.places(plan)] if plan else []
    names = tuple(dict.fromkeys((*watched, *sorted(set(desk.seat.known().places.values())))))

    async def file(values: dict[str, str]) -> bool:
        given = {name: values[name] for name in ("method", "by", "note")}
        await screen.request(
            desk.crowd.read, row.subject, values["place"], values["value"], at=typed_moment(screen, values["at"]),
            draft_id=screen.bench.drafts.of(*key).record_id, **given,
        )  # fmt: skip
        return True

    fields = [
        Field("place", "plek", place, hint="verplicht", names=names, offered=True),
        Field("value", "hoeveel", hint="12000, 12k, ~12000 (geschat), 80%, 2,5/m2"),
        Field("method", "hoe", hint="geteld, geschat, camera, sensor", names=("geteld", "geschat", "camera", "sensor")),
        Field("by", "door wie", names=functions(screen)),
        Field("note", "opmerking"),
        AT,
    ]
    await show_form(screen, f"■ {row.number}  Drukte", fields, file, key)


async def mark_plan(screen: DeskScreen, row: SubjectRow, key: str = "") -> None:
    """Ask what became of a line of the plan; without a key, of which."""
    desk = screen.desk
    plan = desk.plans.of_cmt(row)
    if plan is None:
        screen.tell(f"{row.number} heeft geen plan; n opent een CMT met een plan")
        return
    lines = [line for line in desk.plans.lines(plan) if line.is_open or line.key == key]
    line = next((one for one in lines if one.key == key), None)
    if line is None:
        lines.sort(key=lambda one: (not one.late, one.past_at or "9"))
        labels = [
            f"{'! ' if one.late else ''}{_when(screen, one.due_at or one.past_at)}  {one.what[:60]}" for one in lines
        ]
        answer = await screen.app.push_screen_wait(ChoiceDialog(f"{plan.number}  {plan.title[:40]}", labels))
        if answer is None:
            return
        line = lines[answer]
    states = [state for state in _STATES if state != line.state]
    answer = await screen.app.push_screen_wait(ChoiceDialog(line.what[:70], [_STATES[one] for one in states]))
    if answer is None:
        return
    state, draft = states[answer], (f"plan {line.key} {states[answer]}", plan.subject)

    async def file(values: dict[str, str]) -> bool:
        moment = typed_moment(screen, values["at"])
        return await filed(
            screen, draft, desk.plans.mark, plan.subject, line.key, state,
            note=values["note"], by=values["by"], at=moment,
        )  # fmt: skip

    hint = "verplicht: waarom" if state == "dropped" else "bewijs: wat is gezien, waar staat het"
    fields = [Field("note", "toelichting", hint=hint), Field("by", "door wie", line.owner, names=functions(screen)), AT]
    await show_form(
        screen, f"{plan.number}  {_STATES[state]}", fields, file, draft, intro=f"{line.what}\nbron: {line.source}"
    )


def _when(screen: DeskScreen, moment: str) -> str:
    return clock_text(read_stored(moment), screen.desk.seat.now, zone=screen.desk.zone) if moment else "zonder tijd"


async def who_is_there(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask who comes, goes, chairs or keeps the log."""
    acts = ("komt binnen …", "gaat weg …", "voorzitter wordt …", "het log houdt …")
    answer = await screen.app.push_screen_wait(ChoiceDialog(f"■ {row.number}  Wie is er", acts))
    if answer is None:
        return
    desk, key = screen.desk, (f"present {answer}", row.subject)
    there = tuple(one.function for one in desk.presence.present(row))

    async def file(values: dict[str, str]) -> bool:
        moment, function = typed_moment(screen, values["at"]), values["function"]
        if answer > 1:
            role = "chair" if answer == 2 else "keeper"
            given = {"reason": values["note"]}
            return await filed(screen, key, desk.presence.pass_role, row.subject, role, function, at=moment, **given)
        request = desk.presence.go if answer else desk.presence.come
        given = {name: values[name] for name in ("organisation", "note")}
        return await filed(screen, key, request, row.subject, function, at=moment, **given)

    names = there if answer == 1 else tuple(dict.fromkeys((*there, *functions(screen))))
    fields = [Field("function", "functie", hint="verplicht; functies, geen namen", names=names)]
    fields += [Field("organisation", "namens", hint="organisatie, als dat niet vanzelf spreekt")] if answer < 2 else []
    fields += [Field("note", "toelichting", hint="mag leeg"), AT]
    await show_form(screen, f"■ {row.number}  {acts[answer]}", fields, file, key)
