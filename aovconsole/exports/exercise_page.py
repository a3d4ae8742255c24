"""What was expected in an exercise against what was logged: as lines, as JSON, as a page to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.domain.exercise import Inject
from aovconsole.domain.exercise_report import Answer, Answered, ExerciseReport
from aovconsole.domain.exercise_words import HOW_WORDS, STATE_WORDS, judged_text
from aovconsole.domain.record import Instant
from aovconsole.domain.times import date_text, day_short, iso_local, read_stored, wall_clock
from aovconsole.domain.words import counted
from aovconsole.exports.html_page import html_page

_ANSWERS = (("line", "regel"), ("crowd", "drukte"), ("decision", "besluit"), ("action", "actie"))


def report_page(
    report: ExerciseReport, *, realm: str, number_of: dict[str, str], head: str, now: datetime, zone: ZoneInfo
) -> str:
    """The page as a whole HTML document; every text of people is escaped."""
    exercise = report.exercise
    return html_page(
        "exercise.html",
        f"{exercise.number} {exercise.title}",
        realm,
        number=exercise.number,
        name=f"Oefening {exercise.title}",
        frame=(
            ("Sjabloon", exercise.template),
            ("CMT en plan", f"{number_of[exercise.cmt]}, {number_of[exercise.plan]}"),
            ("Van", _full(exercise.begin_at, zone)),
            ("Tot", f"{_full(exercise.end_at, zone)} {exercise.reason}".strip() if exercise.end_at else "loopt nog"),
        ),
        totals=tuple(_totals(report)),
        injects=tuple(_row(one, report, zone) for one in report.answered),
        unassessed=", ".join(report.unassessed),
        minutes=report.response_minutes,
        printed=f"{date_text(now.astimezone(zone).date())} {now.astimezone(zone):%H:%M}",
        head=head,
    )


def report_lines(report: ExerciseReport, zone: ZoneInfo) -> Iterator[str]:
    """The report as it is printed in a terminal."""
    exercise = report.exercise
    yield f"OEFENING {exercise.number}  {exercise.title}"
    for label, figure in _totals(report):
        yield f"  {label}: {figure}"
    for one in report.answered:
        row = _row(one, report, zone)
        yield ""
        yield f"{row['key']}  {row['due']}  {row['state']}"
        for label in ("text", "expected", "reason"):
            if row[label]:
                yield f"  {_LABELS[label]}: {row[label]}"
        yield from (f"  {name}: {said}" for name, said in row["answers"])
        yield from (f"  oordeel {judged}" for judged in row["judgements"])
    if report.unassessed:
        yield ""
        yield f"niet beoordeeld: {', '.join(report.unassessed)}"


_LABELS = {"text": "inject", "expected": "verwacht", "reason": "reden"}


def report_json(report: ExerciseReport, zone: ZoneInfo) -> dict[str, Any]:
    """The report with English keys."""
    exercise = report.exercise
    return {
        "number": exercise.number,
        "title": exercise.title,
        "status": exercise.status,
        "template": exercise.template,
        "begin_at": _iso(exercise.begin_at, zone),
        "end_at": _iso(exercise.end_at, zone),
        "response_minutes": report.response_minutes,
        "totals": asdict(report.totals),
        "unassessed": list(report.unassessed),
        "injects": [_json(one, report, zone) for one in report.answered],
    }


def _json(one: Answered, report: ExerciseReport, zone: ZoneInfo) -> dict[str, Any]:
    inject, shown = one.inject, _is_shown(one.inject, report)
    return {
        "id": inject.cue.key,
        "state": inject.status,
        "due_at": _iso(inject.cue.due_at, zone),
        "at": _iso(inject.at, zone),
        "played_at": _iso(inject.played_at, zone),
        "how": inject.how or None,
        "line_id": inject.line or None,
        "sender": inject.cue.sender if shown else None,
        "text": inject.cue.text if shown else None,
        "expected": inject.cue.expected if report.is_whole else None,
        "window_until": _iso(one.until, zone),
        **{name: _answer_json(getattr(one, name), zone) for name, _ in _ANSWERS},
        "skipped_at": _iso(inject.skipped_at, zone),
        "reason": inject.reason or None,
        "assessments": [{**asdict(judged), "at": _iso(judged.at, zone)} for judged in inject.assessments],
    }


def _answer_json(answer: Answer | None, zone: ZoneInfo) -> dict[str, Any] | None:
    return {**asdict(answer), "at": _iso(answer.at, zone)} if answer else None


def _totals(report: ExerciseReport) -> Iterator[tuple[str, str]]:
    sums = report.totals
    yield "injects", f"{sums.injects}: {sums.played} gespeeld, {sums.skipped} overgeslagen, {sums.coming} niet gespeeld"
    yield "gespeeld", f"{sums.by_clock} op tijd, {sums.by_hand} met de hand, {sums.by_jump} na een sprong"
    yield "zonder antwoord", str(sums.unanswered)
    yield (
        "beoordeeld",
        f"{sums.assessed} van {sums.played}: {sums.seen} gezien, {sums.decided_yes} besloten,"
        f" {sums.decided_partly} deels, {sums.decided_no} niet",
    )
    yield "vastgelegd", ", ".join(
        (
            counted(sums.lines, "regel", "regels"), counted(sums.readings, "meting", "metingen"),
            counted(sums.decisions, "besluit", "besluiten"), counted(sums.actions, "actie", "acties"),
        )
    )  # fmt: skip


def _row(one: Answered, report: ExerciseReport, zone: ZoneInfo) -> dict[str, Any]:
    inject = one.inject
    shown = _is_shown(inject, report)
    return {
        "key": inject.cue.key,
        "due": _short(inject.cue.due_at, zone) or "zonder tijd",
        "state": _state(inject, zone, is_over=report.exercise.status == "ended"),
        "text": f"{inject.cue.sender}: {inject.cue.text}" if shown else "",
        "expected": inject.cue.expected if report.is_whole else "",
        "answers": _answers(one, zone) if inject.status == "played" else (),
        "reason": inject.reason,
        "judgements": [f"{_short(judged.at, zone)} {judged_text(judged)}" for judged in inject.assessments],
    }


def _is_shown(inject: Inject, report: ExerciseReport) -> bool:
    return inject.status == "played" or report.is_whole


def _state(inject: Inject, zone: ZoneInfo, *, is_over: bool) -> str:
    if inject.status == "played":
        return f"{HOW_WORDS[inject.how]} gespeeld om {_short(inject.played_at, zone)}"
    return "niet gespeeld" if is_over and inject.status == "coming" else STATE_WORDS[inject.status]


def _answers(one: Answered, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    return tuple((name, _answer(getattr(one, key), zone)) for key, name in _ANSWERS)


def _answer(answer: Answer | None, zone: ZoneInfo) -> str:
    if answer is None:
        return "niets vastgelegd"
    front = f"{answer.number} " if answer.number else ""
    return f"na {answer.minutes} min ({_short(answer.at, zone)}) {front}{answer.text}"


def _iso(moment: Instant, zone: ZoneInfo) -> str | None:
    return iso_local(read_stored(moment), zone=zone) if moment else None


def _short(moment: Instant, zone: ZoneInfo) -> str:
    if not moment:
        return ""
    at = read_stored(moment)
    return f"{day_short(at.astimezone(zone).date())} {wall_clock(at, zone=zone)}"


def _full(moment: Instant, zone: ZoneInfo) -> str:
    at = read_stored(moment)
    return f"{date_text(at.astimezone(zone).date())} {wall_clock(at, zone=zone)}"
