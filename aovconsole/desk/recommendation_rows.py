"""What a recommendation becomes in a template: a measure, a threshold, a round or a prepared decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict

from aovconsole.desk.evaluation_standing import body_of
from aovconsole.domain.evaluation_words import origin_text
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.scenarios.additions import Value
from aovconsole.scenarios.reading import Source, tidied


class Taking(TypedDict, total=False):
    """How a recommendation is to stand in a template, with the keys of its file; what is left out has a default.

    `anchor` is the main anchor, `owner` the recommendation's; `where` the places of a measure or a round, `place` the
    place of a threshold, `value` its number.
    """

    what: str
    owner: str
    anchor: str
    when: str
    at: str
    where: Sequence[str]
    mandatory: bool
    place: str
    kind: str
    label: str
    value: float
    decision: str
    attend: Sequence[str]
    look_at: Sequence[str]
    title: str
    see: Sequence[str]
    weigh: Sequence[str]
    options: Sequence[str]
    decider: str
    tell: Sequence[str]
    power: str
    check_after: str


def row_of(
    taken_as: str, evaluation: SubjectRow, row: SubjectRow, source: Source, how: Taking, today: date
) -> tuple[str, Mapping[str, Value]]:
    """The list of the template and the row that a recommendation becomes there."""
    given: Taking = tidied(dict(how))
    said, owner = str(body_of(row)["text"]), given.get("owner", "") or str(body_of(row)["owner"])
    origin = origin_text(evaluation.number, row.number)
    id_ = f"{evaluation.number}_{row.number}".lower().replace("-", "_")
    counted: dict[str, Value] = {
        "anchor": given.get("anchor", "") or source.template().anchor,
        "when": given.get("when", ""),
        "at": given.get("at", ""),
        "where": list(given.get("where", ())),
    }
    made: dict[str, tuple[str, dict[str, Value]]] = {
        "measure": ("measures", {"what": given.get("what", "") or said, "owner": owner, **counted}),
        "round": ("rounds", {"name": given.get("what", "") or said, **counted, **_round(given, said, owner)}),
        "decision": ("decisions", _decision(given, said, owner)),
    }
    if taken_as == "threshold":
        return "thresholds", {**_threshold(given, said, owner, today), "source": origin}
    key, values = made[taken_as]
    if taken_as == "measure":
        values["mandatory"] = given.get("mandatory", True)
    return key, {"id": id_, **values, "source": origin}


def _round(given: Taking, said: str, owner: str) -> dict[str, Value]:
    return {
        "attend": list(given.get("attend", ())) or ([owner] if owner else []),
        "look_at": list(given.get("look_at", ())) or [said],
    }


def _threshold(given: Taking, said: str, owner: str, today: date) -> dict[str, Value]:
    """The row of a threshold, with the day on which its value was settled.

    Raises:
        CommandRefused: no place or no value is given.
    """
    if not given.get("place") or "value" not in given:
        raise CommandRefused("een drempel heeft een plaats en een waarde nodig")
    value = given["value"]
    return {
        "place": given["place"],
        "kind": given.get("kind", "") or "share",
        "label": given.get("label", "") or given.get("what", "") or said,
        "value": int(value) if value == int(value) else value,
        "as_of": today,
        "owner": owner,
        "decision": given.get("decision", ""),
    }


def _decision(given: Taking, said: str, owner: str) -> dict[str, Value]:
    return {
        "title": given.get("title", "") or said,
        "see": list(given.get("see", ())) or [said],
        "weigh": list(given.get("weigh", ())),
        "options": list(given.get("options", ())),
        "text": given.get("what", "") or said,
        "decider": given.get("decider", "") or owner,
        "power": given.get("power", ""),
        "tell": list(given.get("tell", ())),
        "check_after": given.get("check_after", ""),
    }
