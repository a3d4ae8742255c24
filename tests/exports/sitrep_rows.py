"""Rows of two incidents, made by hand: what the sitrap is drafted from, without a journal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from aovconsole.domain.record import Instant
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.exports.sitrep import SitrepSource
from aovconsole.journal.reading import LogRow
from aovconsole.reference.files import load_sitrep

FUNCTIONS = frozenset({
    "RWS", "politie", "brandweer", "Enexis", "communicatie", "burgemeester", "meldkamer", "OvD", "ROL", "secretaris",
    "raad", "commissaris van de Koning", "GBT", "leider CoPI",
})  # fmt: skip


def at(day: int, hour: int, minute: int = 0, *, month: int = 1) -> Instant:
    """A moment of 2024, UTC."""
    return stored(datetime(2024, month, day, hour, minute, tzinfo=UTC))


def line(name: str, moment: Instant, text: str, kind: str = "note", source: str = "", **more: Any) -> LogRow:
    """A log line; `more` may hold what a line seldom has, and correction, place and recorded_at."""
    own = {key: more.pop(key, "") for key in ("correction", "place", "recorded_at")}
    recorded = own["recorded_at"] or moment
    return LogRow(
        1, name, name, "d", moment, name, "line", text, kind, source, own["place"], own["correction"],
        "c" if own["correction"] or more.get("withdrawn") else "", json.dumps(more), "Jan Jansen", "A", recorded,
        recorded, "INC-24-A001",
    )  # fmt: skip


def row(
    type_: str, number: str, title: str, status: str, moment: Instant, due: Instant = "", **body: Any
) -> SubjectRow:
    """An action, a decision or a measure."""
    return SubjectRow(number, type_, "d", number, title, status, moment, due, "", json.dumps({"title": title, **body}))


def borgharen(**changed: Any) -> SitrepSource:
    """A ship against the weir: 12 October 2024, two hours after the first call."""

    def october(hour: int, minute: int = 0) -> Instant:
        return at(12, hour, minute, month=10)

    incident = {
        "number": "INC-24-A001", "title": "Schip tegen stuw Borgharen", "place": "Stuw Borgharen", "status": "open",
        "nature": "aanvaring", "begin_at": october(9), "lcms_reference": "2024-0815", "case_number": "",
        "grip_level": 2, "grip_since": october(10, 15), "grip_highest": 2,
        "grip_history": [
            {"level": 1, "at": october(9, 20), "by": "OvD", "capacity": "", "via": "", "reason": "", "record_id": "g1"},
            {"level": 2, "at": october(10, 15), "by": "ROL", "capacity": "", "via": "meldkamer",
             "reason": "effect op het peil", "record_id": "g2"},
        ],
        "leads": [],
        "informed": [{"function": "burgemeester", "at": october(9, 35), "by": "Jan Jansen", "via": "telefoon",
                      "answer": "komt naar het stadhuis", "reached": True, "record_id": "i1"}],
    }  # fmt: skip
    lines = (
        line("l1", october(9, 5), "RWS: tankschip ligt dwars in de stuw !feit !geverifieerd", "fact", "RWS",
             body="tankschip ligt dwars in de stuw !feit !geverifieerd", status="verified"),
        line("l2", october(9, 12), "politie twee opvarenden aan wal #slachtoffers !feit", "fact", "politie",
             body="twee opvarenden aan wal #slachtoffers !feit", tags=["slachtoffers"], status="unverified",
             correction="politie drie opvarenden aan wal #slachtoffers !feit"),
        line("l3", october(9, 20), "Piet de Vries: lading is benzine !feit", "fact", "Piet de Vries",
             body="lading is benzine !feit", status="contradicted"),
        line("l4", october(9, 25), "verdachte schipper heet Kees !politie", marks=["police"]),
        line("l5", october(9, 30), "peil zakt morgen onder 40 meter !aanname", "assumption"),
        line("l6", october(9, 40), "scheepvaart stil in beide richtingen #verkeer", tags=["Verkeer"],
             place="Julianakanaal", recorded_at=october(9, 58)),
        line("l7", october(9, 45), "kade afsluiten !besluit", "decision"),
        line("l8", october(9, 50), "woonboten borgen !actie RWS 13:30", "action"),
        line("l9", october(9, 55), "moeder van Kees bellen !privé !actie politie", "action", marks=["private"]),
        line("l10", october(10, 0), "brug dicht", withdrawn=True),
    )  # fmt: skip
    actions = (
        row("action", "A-A1", "woonboten borgen", "busy", october(9, 50), october(11, 30), owner="RWS", line="l8"),
        row("action", "A-A2", "moeder van Kees bellen", "open", october(9, 55), owner="politie", line="l9"),
        row("action", "A-A3", "persbericht", "closed", october(10, 5), owner="communicatie", line=""),
    )
    decisions = (row("decision", "B-A1", "kade afsluiten", "made", october(9, 45), line="l7"),)
    given: dict[str, Any] = {
        "incident": incident, "now": datetime(2024, 10, 12, 11, 2, tzinfo=UTC), "sections": load_sitrep().sections,
        "marks": load_sitrep().marks,
        "lines": lines, "actions": actions, "decisions": decisions, "functions": FUNCTIONS,
        "municipality": "Maastricht",
    }  # fmt: skip
    return SitrepSource(**{**given, **changed})


def overlaat(**changed: Any) -> SitrepSource:
    """The dam of Bosscherveld: 4 January 2024, the second day; an exercise made of it."""
    now = datetime(2024, 1, 4, 13, 30, tzinfo=UTC)
    incident = {
        "number": "OEF-24-A002", "title": "Overlaatdam Bosscherveld beschadigd", "place": "Overlaatgebied",
        "nature": "hoogwater", "status": "open", "begin_at": at(3, 16), "grip_level": 0, "grip_since": "",
        "grip_highest": 0, "grip_history": [],
    }  # fmt: skip
    lines = (
        line("l1", at(3, 16, 5), "bewoners woonboten naar hotel #evacuatie", tags=["evacuatie"], kind="message"),
        line("l2", at(4, 8), "Enexis stroom via de brug loopt gevaar #stroom !oordeel", "judgement", "Enexis",
             body="stroom via de brug loopt gevaar #stroom !oordeel", tags=["stroom"]),
        line("l3", at(4, 12), "losse woonboot ligt tegen de Stuwwegbrug #risico", tags=["risico"]),
        line("l4", at(4, 12, 30), "eigenaar boot is mevrouw X !privé", marks=["private"]),
    )  # fmt: skip
    measures = (
        row("measure", "M-A1", "Noodverordening", "taken", at(4, 9), at(7, 11), begin_at=at(4, 10), end_at=at(7, 11),
            decided_at=at(4, 9), decided_by="burgemeester", capacity="",
            duties=[
                {"label": "mededeling aan de raad", "to": "raad", "due_at": at(5, 9), "done_at": "",
                 "outcome": "", "type": "notice"},
                {"label": "bekendmaking", "to": "", "due_at": "", "at_once": True, "done_at": "",
                 "outcome": "", "type": "notice"},
                {"label": "mededeling", "to": "commissaris van de Koning", "due_at": "", "done_at": at(4, 10),
                 "outcome": "done", "type": "notice"},
                {"label": "bezwaartermijn", "to": "", "due_at": at(20, 9), "done_at": "",
                 "outcome": "", "type": "term"},
            ]),
    )  # fmt: skip
    arrivals = {"l1": (at(3, 16, 5), at(4, 13)), "M-A1": (at(4, 9), at(4, 13, 5))}
    given: dict[str, Any] = {
        "incident": incident, "now": now, "sections": load_sitrep().sections, "lines": lines, "measures": measures,
        "functions": FUNCTIONS, "municipality": "Maastricht", "realm": "exercise", "arrivals": arrivals,
    }  # fmt: skip
    return SitrepSource(**{**given, **changed})


def minutes_after(moment: Instant, minutes: int) -> Instant:
    """A stored moment so many minutes later."""
    return stored(datetime.fromisoformat(moment) + timedelta(minutes=minutes))
