"""What was decided, agreed, planned and ordered, as chapters of an evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from aovconsole.domain.decision_words import OUTCOME_WORDS, STATE_WORDS, WORDS
from aovconsole.domain.measure_steps import DUTY_TYPES, OUTCOMES, STATES
from aovconsole.domain.plan_words import LINE_STATES
from aovconsole.domain.record import Instant
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import counted
from aovconsole.exports.evaluation_source import LEFT_OUT, EvaluationSource
from aovconsole.exports.report import Block, Cell, Column, Paragraph, Table

_DECISION = (
    Column("number", "nummer"), Column("text", "besluit"), Column("at", "genomen"), Column("status", "stand"),
    Column("decider", "wie besloot"), Column("owner", "houder"), Column("picture", "beeld"),
    Column("judgement", "oordeel"), Column("options", "opties"), Column("risks", "risico's"),
    Column("reason", "evenredigheid"), Column("basis", "grondslag"), Column("advice", "advies"),
    Column("dissent", "afwijkende mening"), Column("communication", "communicatie"),
    Column("check_at", "toetsen"), Column("effect", "werkte het"), Column("lacking", "niet vastgelegd"),
    Column("dossier", "dossier"),
)  # fmt: skip
_ACTION = (
    Column("number", "nummer", 3), Column("text", "actie", 7), Column("owner", "houder", 3),
    Column("at", "afgesproken", 3), Column("due_at", "termijn", 3), Column("done_at", "gereed", 3),
    Column("outcome", "afloop", 3), Column("note", "toelichting", 4), Column("dossier", "dossier", 0),
)  # fmt: skip
_PLAN = (
    Column("due", "wanneer", 4), Column("what", "wat", 9), Column("owner", "houder", 3), Column("where", "waar", 3),
    Column("state", "stand", 2), Column("done_at", "gedaan", 3), Column("outcome", "afloop", 3),
    Column("note", "bewijs of reden", 4), Column("source", "bron", 0), Column("plan", "plan", 0),
)  # fmt: skip
_MEASURE = (
    Column("number", "nummer"), Column("title", "bevoegdheid"), Column("article", "artikel"),
    Column("status", "stand"), Column("decided_at", "besloten"), Column("decided_by", "door"),
    Column("begin_at", "vanaf"), Column("end_at", "tot"), Column("reason", "reden"),
    Column("conditions", "ingevuld"), Column("extensions", "verlengd"), Column("withdrawn", "ingetrokken"),
    Column("dossier", "dossier"),
)  # fmt: skip
_DUTY = (
    Column("measure", "maatregel", 2), Column("label", "wat", 7), Column("type", "soort", 3), Column("to", "aan", 3),
    Column("due_at", "uiterlijk", 3), Column("done_at", "gedaan", 3), Column("outcome", "afloop", 3),
    Column("by", "door", 3),
)  # fmt: skip

IN_TIME, LATE, OPEN, OPEN_LATE, DROPPED = "op tijd", "te laat", "open", "open en te laat", "vervallen"


def decision_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """Every decision with its grounds and whether it worked."""
    rows = tuple(_decision(source, row, body) for row, body in source.of_type("decision"))
    if not rows:
        return (Paragraph("Er is geen besluit vastgelegd."),)
    return (Table("decisions", "Besluiten", _DECISION, rows, "cards"),)


def _decision(source: EvaluationSource, row: SubjectRow, body: Mapping[str, Any]) -> tuple[Cell, ...]:
    if source.hides(row):
        hidden: list[Cell] = [row.number, LEFT_OUT, source.moment(row.begin_at), STATE_WORDS.get(row.status, "")]
        return (*hidden, *[""] * (len(_DECISION) - 5), source.number_of(row))
    text = source.text
    decider = source.texts(filter(None, (body["decider"], body["structure"], body["capacity"])), ", ")
    basis = source.texts(filter(None, (_power(source, str(body["power"])), body["basis"])), "; ")
    return (
        row.number, text(body["text"]), source.moment(row.begin_at), _decision_state(source, row, body), decider,
        text(body["owner"]), _picture(source, body), text(body["judgement"]), source.texts(body["options"]),
        source.texts(body["risks"]), text(body["proportionality"]), basis, _said(source, body["advice"]),
        _said(source, body["dissent"]), text(body["communication"]), source.moment(body["check_at"]),
        "\n".join(_checks(source, body)), ", ".join(WORDS.get(one, one) for one in body["lacking"]),
        source.number_of(row),
    )  # fmt: skip


def _decision_state(source: EvaluationSource, row: SubjectRow, body: Mapping[str, Any]) -> str:
    word = STATE_WORDS.get(row.status, row.status)
    reason = source.text(body["withdrawn_reason"])
    return f"{word}: {reason}" if reason else word


def _picture(source: EvaluationSource, body: Mapping[str, Any]) -> str:
    """The lines that were known, by their number in the log, and what was typed beside them."""
    numbers = source.line_numbers
    lines = [f"regel {numbers[one]}" for one in body["picture"] if one in numbers]
    elsewhere = len(body["picture"]) - len(lines)
    if elsewhere:
        lines.append(counted(elsewhere, "regel buiten dit log", "regels buiten dit log"))
    return source.texts((", ".join(lines), body["picture_text"]))


def _said(source: EvaluationSource, all_of_them: Iterable[Mapping[str, str]]) -> str:
    return source.texts(f"{one['by']}: {one['text']}" if one["by"] else one["text"] for one in all_of_them)


def _checks(source: EvaluationSource, body: Mapping[str, Any]) -> Iterator[str]:
    for one in body["checks"]:
        by = f", {source.text(one['by'])}" if one["by"] else ""
        note = f": {source.text(one['note'])}" if one["note"] else ""
        yield f"{source.when(one['at'])} {OUTCOME_WORDS.get(one['outcome'], one['outcome'])}{by}{note}"
    if not body["checks"]:
        yield "niet getoetst"


def _power(source: EvaluationSource, key: str) -> str:
    return source.powers.get(key, key)


def action_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """Every action: in time, late, open."""
    found = source.of_type("action")
    if not found:
        return (Paragraph("Er is geen actie vastgelegd."),)
    outcomes = [outcome_of(row, body, source) for row, body in found]
    words = (IN_TIME, LATE, OPEN, OPEN_LATE, DROPPED)
    told = ", ".join(f"{outcomes.count(word)} {word}" for word in words if word in outcomes)
    rows = tuple(_action(source, row, body) for row, body in found)
    said = f"{counted(len(found), 'actie', 'acties')}: {told}."
    return (Paragraph(said), Table("actions", "Acties", source.with_dossier(_ACTION), rows, choose="outcome"))


def _action(source: EvaluationSource, row: SubjectRow, body: Mapping[str, Any]) -> tuple[Cell, ...]:
    hidden = source.hides(row)
    text = LEFT_OUT if hidden else source.text(row.title)
    owner = "" if hidden else source.text(body["owner"])
    moved = body["first_due_at"] and body["first_due_at"] != body["due_at"]
    notes = [f"termijn was {source.when(body['first_due_at'])}"] if moved else []
    if not hidden:
        notes += [one["note"] for one in body["history"] if one["note"]]
    return (
        row.number, text, owner, source.moment(row.begin_at), source.moment(body["due_at"]),
        source.moment(_done_at(body)), outcome_of(row, body, source), source.texts(notes, "; "), source.number_of(row),
    )  # fmt: skip


def outcome_of(row: SubjectRow, body: Mapping[str, Any], source: EvaluationSource) -> str:
    """How an action ended, held against its last term."""
    if row.status == "dropped":
        return DROPPED
    due, done_at = str(body["due_at"]), _done_at(body)
    if done_at:
        return LATE if due and done_at > due else IN_TIME
    return OPEN_LATE if due and due < stored(source.now) else OPEN


def _done_at(body: Mapping[str, Any]) -> Instant:
    """When it was done: the first time that its owner or the team said so since it was last open."""
    done = ""
    for step in body["history"]:
        if step["state"] in ("done", "closed"):
            done = done or str(step["at"])
        elif step["state"]:
            done = ""
    return done


def plan_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """What was planned against what was done, for each line of the plans."""
    plans = source.of_type("plan")
    if not plans:
        return (Paragraph("Er is geen plan (draaiboek) aan dit dossier verbonden."),)
    rows = [cells for row, body in plans for cells in _plan_rows(source, row, body)]
    if not rows:
        return (Paragraph("Het plan heeft geen regel in deze periode."),)
    done = sum(cells[4] == LINE_STATES["done"] for cells in rows)
    said = (
        f"{counted(len(rows), 'regel', 'regels')} van {', '.join(row.number for row, _ in plans)}: {done} gereed,"
        f" {sum(cells[4] == LINE_STATES['dropped'] for cells in rows)} vervallen."
    )
    return (Paragraph(said), Table("plan", "Plan en uitvoering", _PLAN, tuple(rows), choose="state"))


def _plan_rows(source: EvaluationSource, row: SubjectRow, body: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    first, last = (day.isoformat() for day in source.span)
    whole = any(one.row.subject == row.subject and one.lines for one in source.dossiers) and not source.from_at
    text = source.text
    for line in body["lines"]:
        if not (whole or not line["due_on"] or first <= line["due_on"] <= last):
            continue
        due: Cell = source.moment(line["due_at"]) or source.day_text(line["due_on"]) or "te bevestigen"
        yield (
            due, text(line["what"]), text(line["owner"]), source.texts(line["where"], ", "),
            LINE_STATES.get(line["state"], line["state"]), source.moment(line["done_at"]), _line_outcome(source, line),
            text(line["note"]), text(line["source"]), row.number,
        )  # fmt: skip


def _line_outcome(source: EvaluationSource, line: Mapping[str, Any]) -> str:
    if line["state"] == "dropped":
        return DROPPED
    past = str(line["past_at"])
    if line["state"] == "done":
        return LATE if past and str(line["done_at"]) > past else IN_TIME
    if line["past_at_start"]:
        return "was al voorbij bij de start"
    return "niet gedaan" if past and past <= stored(source.now) else OPEN


def measure_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """The powers of the burgemeester that were used or prepared, each with the notices that it owed."""
    found = source.of_type("measure")
    if not found:
        return (Paragraph("Er is geen bevoegdheid voorbereid of gebruikt."),)
    rows = tuple(_measure(source, row, body) for row, body in found)
    duties = tuple(cells for row, body in found for cells in _duties(source, row, body["duties"]))
    blocks: list[Block] = [Table("measures", "Bevoegdheden", _MEASURE, rows, "cards")]
    if duties:
        blocks.append(Table("duties", "Kennisgevingen en andere plichten", _DUTY, duties, choose="outcome"))
    return tuple(blocks)


def _measure(source: EvaluationSource, row: SubjectRow, body: Mapping[str, Any]) -> tuple[Cell, ...]:
    extended = (f"tot {source.when(one['end_at'])}: {one['reason']}" for one in body["extensions"])
    withdrawn = f"{source.when(body['withdrawn_at'])} {body['withdrawn_reason']}" if body["withdrawn_at"] else ""
    by = filter(None, (body["decided_by"], body["capacity"], "mondeling" if body["oral"] else ""))
    return (
        row.number, source.text(row.title), source.text(body["article"]), STATES.get(row.status, row.status),
        source.moment(body["decided_at"]), source.texts(by, ", "), source.moment(body["begin_at"]),
        source.moment(body["end_at"]), source.text(body["reason"]),
        source.texts(_conditions(source, body)), source.texts(extended), source.text(withdrawn),
        source.number_of(row),
    )  # fmt: skip


def _conditions(source: EvaluationSource, body: Mapping[str, Any]) -> Iterator[str]:
    """What was filled in, by the name of its condition."""
    for key, value in body["values"]:
        if value:
            yield f"{source.conditions.get(key, key)}: {value}"


def _duties(
    source: EvaluationSource, row: SubjectRow, duties: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Cell, ...]]:
    for one in duties:
        lapsed = bool(one["lapses_at"]) and one["lapses_at"] <= stored(source.now)
        outcome = OUTCOMES.get(one["outcome"], "") or (
            "vervallen" if lapsed else "loopt" if one["type"] == "term" else OPEN
        )
        due: Cell = "terstond" if one["at_once"] else source.moment(one["due_at"])
        yield (
            row.number, source.text(one["label"]), DUTY_TYPES.get(one["type"], one["type"]), source.text(one["to"]),
            due, source.moment(one["done_at"]), outcome, source.text(one["by"]),
        )  # fmt: skip
