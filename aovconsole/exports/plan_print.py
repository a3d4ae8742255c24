"""A plan on paper: its days as a timeline with boxes to tick, places, roles, meetings, decisions to write under.

What nobody has said yet stands there as "te bevestigen" with the question; every fact carries the number of its source.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal
from zoneinfo import ZoneInfo

from aovconsole.domain.crowd_values import value_text
from aovconsole.domain.demonstration_words import GROUNDS
from aovconsole.domain.plan_words import LINE_STATES, PLAN_STATES, when_text
from aovconsole.domain.scenario_moments import length_of
from aovconsole.domain.times import date_text, day_short, elapsed_text, read_stored, wall_clock
from aovconsole.domain.view import SubjectRow
from aovconsole.exports.html_page import html_page, unmarked

_UNKNOWN = "te bevestigen"


class _Sources:
    """The sources in the order in which they are named, each with a number."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def mark(self, source: str) -> dict[str, str]:
        """What stands behind a fact: the number of its source, and whether it is still to be confirmed."""
        number = self.found.setdefault(source, len(self.found) + 1) if source else 0
        return {"ref": f"[{number}]" if number else "", "unsure": _UNKNOWN if _UNKNOWN in source else ""}

    def marked(self, one: Mapping[str, Any]) -> dict[str, Any]:
        """A row with what stands behind it."""
        return {**one, **self.mark(one["source"])}


def plan_file(
    type_: Literal["html", "pdf"],
    row: SubjectRow,
    powers: Mapping[str, str],
    realm: str,
    now: datetime,
    zone: ZoneInfo,
) -> bytes:
    """A plan (its row) as a document to print, as it stands now; `powers` gives the names of the powers by key."""
    body = json.loads(row.body)
    printed = now.astimezone(zone)
    title = f"Plan {row.number} {unmarked(row.title)}"
    facts = {"printed": f"{date_text(printed.date())} {printed:%H:%M}", **_facts(row, body, powers, zone)}
    if type_ == "pdf":
        from aovconsole.exports.pdf import pdf_page

        return pdf_page("plan.typ", title, realm, printed, **facts)
    return html_page("plan.html", title, realm, **facts).encode("utf-8")


def _facts(row: SubjectRow, body: dict[str, Any], powers: Mapping[str, str], zone: ZoneInfo) -> dict[str, object]:
    sources = _Sources()
    decisions = {one["id"]: one["title"] for one in body["decisions"]}
    phases = {one["id"]: one["name"] for one in body["phases"]}
    return {
        "number": row.number,
        "name": unmarked(row.title),
        "head": [
            (body["anchor_label"], when_text(body["on"], body["clock"])),
            ("staat", PLAN_STATES[row.status]),
            ("wat", body["summary"]),
            *(("let op", note) for note in body["notes"]),
        ],
        "questions": list(_questions(body, sources)),
        "anchors": [{"when": _when(one, zone), "name": one["label"]} for one in body["anchors"]],
        "phases": [
            {**sources.marked(one), "begin": _when(one, zone, "begin"), "end": _when(one, zone, "end")}
            for one in body["phases"]
        ],
        "days": list(_days(body["lines"], sources, zone)),
        "places": [_place(one, body["thresholds"], decisions, sources) for one in body["places"]],
        "roles": [{"chair": False, **sources.marked(one)} for one in body["roles"]],
        "meetings": list(_meetings(body["meetings"], sources, zone)),
        "decisions": [_decision(one, powers, sources) for one in body["decisions"]],
        "conditions": [
            {**sources.marked(one), "ground": GROUNDS.get(one["ground"], one["ground"])} for one in body["conditions"]
        ],
        "rounds": [_round(one, sources, zone) for one in body["lines"] if one["type"] == "round"],
        "protocol": [
            {**sources.marked(one), "phase": phases.get(one.get("phase", ""), "")} for one in body["log_protocol"]
        ],
        "sources": [{"ref": f"[{number}]", "text": source} for source, number in sources.found.items()],
    }


def _questions(body: Mapping[str, Any], sources: _Sources) -> Iterator[dict[str, object]]:
    """What nobody has answered yet: the questions, then the anchors that are asked."""
    for one in body["questions"]:
        if one["open"]:
            yield sources.marked(one)
    for one in body["anchors"]:
        if one["open"]:
            yield {"text": one["question"], "ask": "", **sources.mark("")}


def _round(one: Mapping[str, Any], sources: _Sources, zone: ZoneInfo) -> dict[str, object]:
    return {**sources.marked(one), "when": _when(one, zone), "where": ", ".join(one["where"])}


def _when(one: Mapping[str, Any], zone: ZoneInfo, name: str = "due") -> str:
    """Day and time of a row; what is not known yet says so."""
    on, at = one[f"{name}_on"], one[f"{name}_at"]
    if not on:
        return _UNKNOWN
    clock = wall_clock(read_stored(at), zone=zone) if at else "tijd te bevestigen" if one.get("waits_for") else ""
    day = date.fromisoformat(on)
    return f"{day_short(day)} {day.year} {clock}".rstrip()


def _days(lines: Sequence[dict[str, Any]], sources: _Sources, zone: ZoneInfo) -> Iterator[dict[str, object]]:
    """The lines of a plan per day, in order of time; those without a day stand last."""
    ordered = sorted(lines, key=lambda one: (not one["due_on"], one["due_on"], one["due_at"]))
    for on, group in groupby(ordered, key=lambda one: one["due_on"]):
        yield {
            "day": date_text(date.fromisoformat(on)) if on else f"dag {_UNKNOWN}",
            "lines": [_line(one, sources, zone) for one in group],
        }


def _line(one: Mapping[str, Any], sources: _Sources, zone: ZoneInfo) -> dict[str, object]:
    over = one["state"] in ("done", "dropped")
    note = f": {unmarked(one['note'])}" if one["note"] else ""
    clock = wall_clock(read_stored(one["due_at"]), zone=zone) if one["due_at"] else ""
    return {
        "box": "☒" if over else "☐",
        "time": clock or ("tijd?" if one["waits_for"] else ""),
        "what": unmarked(one["what"]),
        "where": ", ".join(one["where"]),
        "owner": one["owner"] or "houder?",
        "mandatory": one["mandatory"],
        "state": f"{LINE_STATES[one['state']]}{note}" if one["state"] != "todo" else "",
        **sources.mark(one["source"]),
    }


def _place(
    one: Mapping[str, Any], thresholds: Iterable[Mapping[str, Any]], decisions: Mapping[str, str], sources: _Sources
) -> dict[str, object]:
    return {
        "name": one["name"],
        "why": one["why"],
        "capacity": f"{value_text(_decimal(one['capacity']), 'persons')} personen" if one["capacity"] else _UNKNOWN,
        "as_of": one["capacity_as_of"] or "",
        **sources.mark(one["source"]),
        "thresholds": [
            {
                "label": its["label"],
                "value": _threshold(its["value"], its["kind"]),
                "owner": its["owner"],
                "decision": decisions.get(its["decision"], ""),
                **sources.mark(its["source"]),
            }
            for its in thresholds
            if its["place"] == one["name"]
        ],
    }


_KINDS = {"persons": "personen", "share": "van de capaciteit", "density": "personen per m²"}


def _threshold(value: str, kind: str) -> str:
    if not value:
        return f"{_UNKNOWN} ({_KINDS[kind]})"
    said = value_text(_decimal(value), kind)
    return said if kind == "density" else f"{said} {_KINDS[kind]}"


def _decimal(value: float | str) -> Decimal:
    """A number of a template without what a float adds to it."""
    number = Decimal(str(value))
    return number.quantize(Decimal(1)) if number == number.to_integral() else number


def _meetings(rows: Sequence[dict[str, Any]], sources: _Sources, zone: ZoneInfo) -> Iterator[dict[str, object]]:
    """Each meeting once, with its turns per day and its agenda."""
    named: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        named.setdefault(row["id"], []).append(row)
    for turns in named.values():
        first = turns[0]
        days = [
            {"day": _day(on), "times": ", ".join(filter(None, (_clock(turn["due_at"], zone) for turn in group)))}
            for on, group in groupby(turns, key=lambda turn: turn["due_on"])
        ]
        yield {"name": first["name"], "days": days, "agenda": first["agenda"], **sources.mark(first["source"])}


def _day(on: str) -> str:
    return day_short(date.fromisoformat(on)) if on else f"dag {_UNKNOWN}"


def _clock(at: str, zone: ZoneInfo) -> str:
    return wall_clock(read_stored(at), zone=zone) if at else ""


def _decision(one: Mapping[str, Any], powers: Mapping[str, str], sources: _Sources) -> dict[str, object]:
    after = length_of(one["check_after"]) if one.get("check_after") else None
    power = one.get("power", "")
    lists = (("kijk naar", "see"), ("weeg", "weigh"), ("opties", "options"))
    return {
        "title": one["title"],
        "text": one["text"],
        "lists": [{"label": label, "items": one[name]} for label, name in lists if one.get(name)],
        "frame": [
            ("beslist", one["decider"]),
            *([("bevoegdheid", powers.get(power, power))] if power else []),
            *([("zeg het aan", ", ".join(one["tell"]))] if one.get("tell") else []),
            *([("toetsen na", f"{elapsed_text(after)} uur")] if after else []),
        ],
        **sources.mark(one["source"]),
    }
