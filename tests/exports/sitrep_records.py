"""A sitrap's source as the journal would give it: records of other stations, decoded and folded, without a journal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, NamedTuple

from aovconsole.domain.kinds import subject_type, tables_of
from aovconsole.domain.record import Instant, Payload, Record
from aovconsole.domain.view import SubjectRow
from aovconsole.exports.sitrep import SitrepSource
from aovconsole.journal.reading import LogRow
from aovconsole.reference.files import load_sitrep
from tests.exports.sitrep_rows import FUNCTIONS, at

MORNING = at(4, 9)
NOW = datetime(2024, 1, 4, 13, 30, tzinfo=UTC)
TYPES = ("incident", "line", "action", "decision", "measure")


class Step(NamedTuple):
    """One record: the subject, the kind, what it says."""

    subject: str
    kind: str
    says: dict[str, Any]
    at: Instant = MORNING


def texts_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind that hold a text or texts, not a moment."""
    found = subject_type(kind.partition(".")[0])
    assert found is not None
    return tuple(field.name for field in fields(found.payloads[kind]) if field.type in ("str", "tuple[str, ...]"))


def put(step: Step, field: str, text: str) -> Step:
    """The same record with another text in one of its fields."""
    value = [text] if isinstance(step.says.get(field), list) or field in ("tags", "marks", "left_open") else text
    return step._replace(says={**step.says, field: value})


STORY = (
    Step("i", "incident.opened", {"number": "INC-24-B001", "title": "Gaslek", "place": "Markt", "nature": "gas",
                                  "reporter": "bewoner", "reported_via": "telefoon"}),
    Step("i", "incident.field_set", {"field": "case_number", "value": "Z-24-1"}),
    Step("i", "incident.field_set", {"field": "lcms_reference", "value": "2024-0815"}),
    Step("i", "incident.begin_set", {"begin_at": at(4, 8), "reason": "eerste melding"}),
    Step("i", "incident.grip_set", {"level": 1, "by": "OvD", "capacity": "brandweer", "via": "meldkamer",
                                    "reason": "effect"}),
    Step("i", "incident.clock_started", {"event": "large_scale_alarm", "via": "meldkamer"}),
    Step("i", "incident.informed", {"function": "burgemeester", "by": "OvD", "via": "telefoon", "answer": "komt"}),
    Step("i", "incident.lead_passed", {"structure": "GBT", "leader": "burgemeester", "from_structure": "CoPI",
                                       "from_leader": "leider CoPI", "via": "meldkamer", "reason": "onrust"}),
    Step("i", "incident.aftercare_begun", {"owner": "secretaris", "reason": "voorbij", "left_open": ["x"]}),
    Step("i", "incident.aftercare_marked", {"key": "k", "label": "opvang", "state": "open", "owner": "RWS",
                                            "note": "loopt"}),
    Step("i", "incident.closed", {"reason": "veilig", "handed_to": "RWS", "left_open": ["x"]}),
    Step("i", "incident.reopened", {"reason": "opnieuw"}),
    Step("l1", "line.logged", {"text": "politie: straat dicht", "body": "straat dicht", "source": "politie",
                               "line_kind": "fact", "place": "Markt", "tags": ["verkeer"], "marks": [], "status": ""}),
    Step("l2", "line.logged", {"text": "dak lekt"}),
    Step("l2", "line.corrected", {"text": "dak brandt"}),
    Step("l2", "line.status_set", {"status": "verified", "source": "brandweer", "reason": "gezien"}),
    Step("l3", "line.logged", {"text": "kade leeg"}),
    Step("l3", "line.withdrawn", {"reason": "vals"}),
    Step("a1", "action.agreed", {"number": "A-B1", "text": "hekken", "owner": "RWS", "due_at": at(5, 9), "line": ""}),
    Step("a1", "action.stepped", {"state": "busy", "note": "begonnen"}),
    Step("a2", "action.agreed", {"number": "A-B2", "text": "tenten", "owner": "politie", "line": ""}),
    Step("a2", "action.due_moved", {"due_at": at(5, 10), "reason": "later"}),
    Step("a2", "action.owner_set", {"owner": "brandweer", "reason": "ruil"}),
    Step("d1", "decision.made", {"number": "B-B1", "text": "straat dicht", "line": ""}),
    Step("d2", "decision.made", {"number": "B-B2", "text": "plein dicht", "line": ""}),
    Step("d2", "decision.withdrawn", {"reason": "toch niet"}),
    Step("m1", "measure.prepared", {"number": "M-B1", "power": "p", "name": "Noodbevel", "article": "175",
                                    "text_as_of": "2017", "status": "x"}),
    Step("m1", "measure.field_set", {"field": "area", "value": "binnenstad"}),
    Step("m1", "measure.field_set", {"field": "facts", "value": "rook"}),
    Step("m1", "measure.decided", {"outcome": "taken", "by": "burgemeester", "capacity": "secretaris",
                                   "end_at": at(5, 9), "reason": "rook"}),
    Step("m1", "measure.extended", {"end_at": at(5, 12), "by": "burgemeester", "capacity": "raad", "reason": "rook"}),
    Step("m1", "measure.duty_owed", {"key": "k", "label": "mededeling", "to": "raad", "type": "notice",
                                     "needs_date": "datum nog invullen", "rule": "zsm", "source": "wet"}),
    Step("m1", "measure.duty_owed", {"key": "j", "label": "afschrift", "to": "raad", "type": "notice"}),
    Step("m1", "measure.duty_done", {"key": "j", "outcome": "done", "by": "OvD", "via": "mail", "note": "af"}),
    Step("m2", "measure.prepared", {"number": "M-B2", "power": "p", "name": "Verordening", "article": "176"}),
    Step("m2", "measure.decided", {"outcome": "taken", "by": "burgemeester"}),
    Step("m2", "measure.withdrawn", {"by": "burgemeester", "capacity": "raad", "reason": "voorbij"}),
    Step("l4", "line.logged", {"text": "dijk droog"}),
)  # fmt: skip
"""An incident in which everything happens that can, and every field that holds a text is filled."""

PLACES = tuple((number, field) for number, step in enumerate(STORY) for field in texts_of(step.kind))
"""Every field of every record of the story that holds a text."""


def payload_of(step: Step) -> Payload | None:
    """What a record says, as the console makes it; None where it refuses (a state that does not exist)."""
    found = subject_type(step.kind.partition(".")[0])
    assert found is not None
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in step.says.items()}
    try:
        payload: Payload = found.payloads[step.kind](**values)
    except ValueError:
        return None
    return payload


def source_of(story: Iterable[Step], **changed: Any) -> SitrepSource:
    """What a sitrap is drafted from; without an incident, one that stands empty."""
    by_subject: dict[str, list[Record]] = {}
    for number, step in enumerate(story, 1):
        by_subject.setdefault(step.subject, []).append(_record(number, step))
    rows: list[SubjectRow] = []
    lines: list[LogRow] = []
    for records in by_subject.values():
        made = tables_of(records)
        rows += [made.row] if made.row else []
        lines += [
            LogRow(*one, "Jan Jansen", "B", records[0].recorded_at, records[0].received_at, "INC-24-B001")
            for one in made.items
        ]
    incident = next(row for row in rows if row.type == "incident")
    given: dict[str, Any] = {
        "incident": json.loads(incident.body), "now": NOW, "sections": load_sitrep().sections,
        "marks": load_sitrep().marks, "lines": lines, "functions": FUNCTIONS, "municipality": "Maastricht",
        **{f"{type_}s": _of_type(rows, type_) for type_ in ("action", "decision", "measure")},
    }  # fmt: skip
    return SitrepSource(**{**given, **changed})


def _of_type(rows: Sequence[SubjectRow], type_: str) -> tuple[SubjectRow, ...]:
    return tuple(row for row in rows if row.type == type_)


def _record(number: int, step: Step) -> Record:
    clock = f"{number:020}"
    return Record(
        number, f"r{number}", "real", "b", number, clock, "b", step.at, step.at, step.at, "o", "i", step.subject,
        step.kind, 1, json.dumps(step.says, ensure_ascii=False), "", "", "", "", "",
    )  # fmt: skip
