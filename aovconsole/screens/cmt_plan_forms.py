"""The plan of a CMT day to work through: every line with its state, marked with proof or dropped with a reason."""

from __future__ import annotations

from functools import partial

from aovconsole.domain.plan_for_cmt import ToConfirm
from aovconsole.domain.plan_reading import PlanLine
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import counted
from aovconsole.screens.cmt_plan_lines import PlanMoment, first_to_do, late_note, whole_plan
from aovconsole.screens.dialogs import ChoiceDialog, ConfirmDialog
from aovconsole.screens.form_dialog import Field
from aovconsole.screens.forms import AT, filed, functions, show_form, typed_moment
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.list_dialog import ListDialog, Listed
from aovconsole.screens.tell_dialog import TellDialog, Told
from aovconsole.screens.widgets.pick_list import Pick

_STATES = {"done": "gedaan …", "busy": "bezig …", "dropped": "vervalt …", "todo": "toch nog te doen …"}
_OWNER, _READ = "andere houder …", "alles lezen"
_NEW = "+"


async def work_plan(screen: DeskScreen, plan: SubjectRow, key: str = "") -> None:
    """Show the lines of a plan, at the one with a key when it is given, and let them be worked."""
    desk = screen.desk

    def read() -> Listed:
        row = desk.reading.subject(plan.subject) or plan
        lines = desk.plans.lines(row)
        left = sum(line.is_open for line in lines)
        said = " · ".join(part for part in (late_note(lines), counted(left, "regel open", "regels open")) if part)
        new = Pick(_NEW, lambda _: ((("+ een regel erbij …", "head"),),))
        picks = [*whole_plan(lines, PlanMoment(desk.seat.now, desk.zone)), new]
        return Listed(f"□ {row.number}  {row.title[:40]}   {said}", picks)

    start = first_to_do(desk.plans.lines(plan), key)
    await screen.app.push_screen_wait(ListDialog(desk, read, partial(_about, screen, plan), select=start))


async def work_plan_of(screen: DeskScreen, row: SubjectRow, key: str = "") -> None:
    """The same for the plan that a CMT day works by."""
    plan = screen.desk.plans.of_cmt(row) or await _link(screen, row)
    if plan is None:
        return
    if screen.desk.cmt.plan_changed(row):
        body = f"{plan.number} zegt iets nieuws over capaciteit, drempels of vergaderingen. Overnemen in {row.number}?"
        if await screen.app.push_screen_wait(ConfirmDialog("Het plan is gewijzigd", body)):
            await screen.ask(screen.desk.cmt.link_plan, row.subject)
    await work_plan(screen, plan, key)


async def _link(screen: DeskScreen, row: SubjectRow) -> SubjectRow | None:
    """Ask by which plan a CMT without one works from now on."""
    plans = screen.desk.reading.of_type("plan", status="running")
    if not plans:
        screen.tell("er loopt geen plan; aovconsole scenario start carnaval --on 2027 maakt er een")
        return None
    labels = [f"{plan.number}  {plan.title[:50]}" for plan in plans]
    heading = f"■ {row.number}  Werken volgens"
    answer = await screen.app.push_screen_wait(ChoiceDialog(heading, labels, chosen=len(labels) - 1))
    if answer is None or await screen.ask(screen.desk.cmt.link_plan, row.subject, plans[answer].number) is None:
        return None
    return plans[answer]


async def confirm(screen: DeskScreen, row: SubjectRow, asked: ToConfirm) -> None:
    """Ask what the plan does not know yet; the answer stands in the plan, and the CMT takes it over."""
    desk = screen.desk
    plan = desk.plans.of_cmt(row)
    if plan is None or not asked.question:
        screen.tell(f"{asked.place or asked.label}: zet dit bij Drukte (Enter op de plek) of met v")
        return
    draft = (f"plan answer {asked.question}", plan.subject)

    async def file(values: dict[str, str]) -> bool:
        return await filed(screen, draft, desk.plans.answer, plan.subject, asked.question, values["answer"])

    who = f"\nwie het weet: {asked.ask}" if asked.ask else ""
    intro = f"{asked.text or asked.label}{who}\nbron: {asked.source}"
    fields = [Field("answer", "antwoord", hint="verplicht; het plan en dit CMT nemen het over")]
    await show_form(screen, f"{plan.number}  Te bevestigen", fields, file, draft, intro=intro)


async def _about(screen: DeskScreen, plan: SubjectRow, key: str) -> None:
    """Ask what became of a line."""
    if key == _NEW:
        await _add(screen, plan)
        return
    row = screen.desk.reading.subject(plan.subject) or plan
    line = next((one for one in screen.desk.plans.lines(row) if one.key == key), None)
    if line is None:
        return
    states = [state for state in _STATES if state != line.state]
    choices = [*(_STATES[one] for one in states), _OWNER, _READ]
    answer = await screen.app.push_screen_wait(ChoiceDialog(line.what[:70], choices))
    if answer is None:
        return
    if answer < len(states):
        await _mark(screen, plan, line, states[answer])
    elif choices[answer] == _OWNER:
        await _give(screen, plan, line)
    else:
        await screen.app.push_screen_wait(TellDialog(f"{plan.number}  {line.key}", line.what, _facts(screen, line)))


async def _mark(screen: DeskScreen, plan: SubjectRow, line: PlanLine, state: str) -> None:
    desk, draft = screen.desk, (f"plan {line.key} {state}", plan.subject)

    async def file(values: dict[str, str]) -> bool:
        return await filed(
            screen, draft, desk.plans.mark, plan.subject, line.key, state,
            note=values["note"], by=values["by"], at=typed_moment(screen, values["at"]),
        )  # fmt: skip

    hint = "verplicht: waarom" if state == "dropped" else "bewijs: wat is gezien, waar staat het"
    fields = [Field("note", "toelichting", hint=hint), Field("by", "door wie", line.owner, names=functions(screen)), AT]
    intro = f"{line.what}\nbron: {line.source}"
    await show_form(screen, f"{plan.number}  {_STATES[state]}", fields, file, draft, intro=intro)


async def _give(screen: DeskScreen, plan: SubjectRow, line: PlanLine) -> None:
    async def file(values: dict[str, str]) -> bool:
        give = screen.desk.plans.set_owner
        return bool(await screen.request(give, plan.subject, line.key, values["owner"], reason=values["reason"]))

    fields = [
        Field("owner", "houder", hint="verplicht: welke functie", names=functions(screen)),
        Field("reason", "reden"),
    ]
    intro = f"{line.what}\nnu bij {line.owner or 'niemand'}"
    await show_form(
        screen, f"{plan.number}  Andere houder", fields, file, (f"plan owner {line.key}", plan.subject), intro=intro
    )


async def _add(screen: DeskScreen, plan: SubjectRow) -> None:
    desk, draft = screen.desk, ("plan line", plan.subject)

    async def file(values: dict[str, str]) -> bool:
        due = coming_from(values["due"], desk.seat.now, desk.zone) if values["due"].strip() else None
        where = [values["where"]] if values["where"].strip() else []
        return bool(
            await screen.request(
                desk.plans.add_line, plan.subject, values["what"], owner=values["owner"], due=due, where=where,
                draft_id=screen.bench.drafts.of(*draft).record_id,
            )
        )  # fmt: skip

    fields = [
        Field("what", "wat", hint="verplicht: wat moet er gebeuren"),
        Field("owner", "houder", hint="welke functie", names=functions(screen)),
        Field("due", "wanneer", hint="15:30, +20 (minuten), morgen 9:00; leeg: zonder tijd"),
        Field("where", "waar", names=tuple(sorted(set(desk.seat.known().places.values())))),
    ]
    await show_form(screen, f"{plan.number}  Regel erbij", fields, file, draft)


def _facts(screen: DeskScreen, line: PlanLine) -> list[Told]:
    shown = PlanMoment(screen.desk.seat.now, screen.desk.zone)
    told = (
        ("wanneer", shown.when(line)), ("wacht op", line.waits_for), ("houder", line.owner),
        ("waar", ", ".join(line.where)),
        ("kijk naar", "\n".join(line.look_at)), ("stand", _STATES[line.state].removesuffix(" …")),
        ("toelichting", line.note), ("door", line.by), ("bron", line.source),
    )  # fmt: skip
    return [Told(label, text) for label, text in told if text]
