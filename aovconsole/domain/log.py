"""Log lines: what an officer typed, what corrects or withdraws it, and whether it was found to be so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Record
from aovconsole.domain.view import Tables, TimelineItem

STATUSES = ("verified", "unverified", "contradicted")
"""Whether what a line says was found to be so (domain.md section 2); empty when nobody said."""


@dataclass(frozen=True, slots=True)
class LineLogged:
    """A line as it was typed, with what the one-line grammar read in it.

    `body` is the text without its leading time and source, empty when it is the whole text. `paper` is the number of
    the row of a paper log sheet (`A-007`) on which it was written first.
    """

    kind: ClassVar[str] = "line.logged"
    version: ClassVar[int] = 1
    text: str
    line_kind: str = "note"
    body: str = ""
    source: str = ""
    place: str = ""
    tags: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    status: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class LineCorrected:
    """The text that takes the place of a line's text; the old text stays readable, struck through."""

    kind: ClassVar[str] = "line.corrected"
    version: ClassVar[int] = 1
    text: str


@dataclass(frozen=True, slots=True)
class LineWithdrawn:
    """The line should not have been there; it stays readable, struck through."""

    kind: ClassVar[str] = "line.withdrawn"
    version: ClassVar[int] = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LineStatusSet:
    """Whether the line was found to be so, who knew it (`source`) and why; the statuses before it stay readable."""

    kind: ClassVar[str] = "line.status_set"
    version: ClassVar[int] = 1
    status: str
    source: str = ""
    reason: str = ""


LinePayload: TypeAlias = LineLogged | LineCorrected | LineWithdrawn | LineStatusSet


def tables(pairs: Sequence[tuple[Record, LinePayload]]) -> Tables:
    """The timeline item of one line, with its latest correction and its latest status."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, LineLogged)), None)
    if first is None:
        return Tables()
    record, line = first
    changes = [(rec, payload) for rec, payload in pairs if isinstance(payload, (LineCorrected, LineWithdrawn))]
    statuses = [line.status, *(payload.status for _, payload in pairs if isinstance(payload, LineStatusSet))]
    correction = corrected_by = ""
    withdrawn = False
    if changes:
        change, payload = changes[-1]
        corrected_by = change.id
        withdrawn = isinstance(payload, LineWithdrawn)
        correction = payload.text if isinstance(payload, LineCorrected) else ""
    return Tables(
        items=(
            TimelineItem(
                record.pos,
                record.id,
                record.subject,
                record.dossier,
                record.occurred_at,
                record.clock,
                "line",
                line.text,
                line.line_kind,
                line.source,
                line.place,
                correction,
                corrected_by,
                _extra(line, statuses[-1], withdrawn),
            ),
        )
    )


def _extra(line: LineLogged, status: str, withdrawn: bool) -> str:
    extra: dict[str, object] = {}
    if line.body:
        extra["body"] = line.body
    if line.tags:
        extra["tags"] = line.tags
    if line.marks:
        extra["marks"] = line.marks
    if status:
        extra["status"] = status
    if line.paper:
        extra["paper"] = line.paper
    if withdrawn:
        extra["withdrawn"] = True
    return json.dumps(extra, ensure_ascii=False, separators=(",", ":")) if extra else "{}"


PAYLOADS = (LineLogged, LineCorrected, LineWithdrawn, LineStatusSet)
FOLDS = {"line": tables}
