"""A recommendation of an evaluation (`AANB-A3`): it ends somewhere, or it stays on the list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, TypeAlias, assert_never, get_args

from aovconsole.domain.evaluation_words import TAKEN_AS
from aovconsole.domain.fieldset import others_of, resolve, standing_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, as_json, item

RecommendationField: TypeAlias = Literal["text", "owner", "due_on", "evidence"]


def _day(text: str) -> None:
    if text:
        date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class RecommendationMade:
    """What should be done another time; `owner` is a function, `due_on` a day, `evidence` holds ids of records."""

    kind: ClassVar[str] = "recommendation.made"
    version: ClassVar[int] = 1
    number: str
    text: str
    owner: str = ""
    due_on: str = ""
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no day."""
        _day(self.due_on)


@dataclass(frozen=True, slots=True)
class RecommendationChanged:
    """Its text, owner, term or evidence (ids with a space between) became another one."""

    kind: ClassVar[str] = "recommendation.changed"
    version: ClassVar[int] = 1
    field: str
    value: str
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a field that does not exist, and what is no day."""
        if self.field not in get_args(RecommendationField) or (self.field == "text" and not self.value):
            raise ValueError(self.field)
        if self.field == "due_on":
            _day(self.value)


@dataclass(frozen=True, slots=True)
class RecommendationTaken:
    """It was taken as a measure, threshold, round or prepared decision, by name.

    `where` is the template or the number of the plan, `file` the name of the file that was written (empty: none),
    `key` the id of the row, `addition` the text that was added to the file.
    """

    kind: ClassVar[str] = "recommendation.taken"
    version: ClassVar[int] = 1
    taken_as: str
    where: str
    by: str
    key: str = ""
    file: str = ""
    addition: str = ""

    def __post_init__(self) -> None:
        """Refuse what nothing can be taken as."""
        if self.taken_as not in TAKEN_AS:
            raise ValueError(self.taken_as)


@dataclass(frozen=True, slots=True)
class RecommendationRefused:
    """It is not done, for a reason, by name."""

    kind: ClassVar[str] = "recommendation.refused"
    version: ClassVar[int] = 1
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class RecommendationWithdrawn:
    """It was a mistake, for a reason."""

    kind: ClassVar[str] = "recommendation.withdrawn"
    version: ClassVar[int] = 1
    reason: str


RecommendationPayload: TypeAlias = (
    RecommendationMade | RecommendationChanged | RecommendationTaken | RecommendationRefused | RecommendationWithdrawn
)
PAYLOADS = (
    RecommendationMade, RecommendationChanged, RecommendationTaken, RecommendationRefused, RecommendationWithdrawn,
)  # fmt: skip
Ending: TypeAlias = RecommendationTaken | RecommendationRefused | RecommendationWithdrawn
_ENDS = (RecommendationTaken, RecommendationRefused, RecommendationWithdrawn)


@dataclass(frozen=True, slots=True)
class RecommendationEnd:
    """One end: `end` is taken, refused or withdrawn, `said` what the timeline says of it."""

    end: str
    at: Instant
    by: str
    reason: str
    taken_as: str
    where: str
    key: str
    file: str
    said: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """The state of one recommendation; `dossier` is the evaluation. Of two ends the first by clock holds."""

    subject: str
    dossier: str
    number: str
    text: str
    status: str
    owner: str
    due_on: str
    evidence: tuple[str, ...]
    author: str
    made_at: Instant
    end: RecommendationEnd | None
    also_ended: tuple[RecommendationEnd, ...]
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


def fold(pairs: Sequence[tuple[Record, RecommendationPayload]]) -> Recommended | None:
    """The state of a recommendation from its records; None while its first record has not arrived."""
    first = next(((record, said) for record, said in pairs if isinstance(said, RecommendationMade)), None)
    if first is None:
        return None
    record, made = first
    fields = resolve((one, said) for one, said in pairs if isinstance(said, RecommendationChanged))
    now = {"text": made.text, "owner": made.owner, "due_on": made.due_on, "evidence": " ".join(made.evidence)}
    now |= {name: state.value for name, state in fields.items()}
    by_clock = sorted(pairs, key=lambda pair: pair[0].order)
    ends = tuple(_end(one, said) for one, said in by_clock if isinstance(said, _ENDS))
    return Recommended(
        subject=record.subject,
        dossier=record.dossier,
        number=made.number,
        text=now["text"],
        status=ends[0].end if ends else "open",
        owner=now["owner"],
        due_on=now["due_on"],
        evidence=tuple(now["evidence"].split()),
        author=record.author,
        made_at=record.occurred_at,
        end=ends[0] if ends else None,
        also_ended=ends[1:],
        other_values=others_of(fields),
        standing=standing_of(fields),
    )


def _end(
    record: Record, said: RecommendationTaken | RecommendationRefused | RecommendationWithdrawn
) -> RecommendationEnd:
    told, at = _said(said), record.occurred_at
    match said:
        case RecommendationTaken():
            return RecommendationEnd("taken", at, said.by, "", said.taken_as, said.where, said.key, said.file, told)
        case RecommendationRefused():
            return RecommendationEnd("refused", at, said.by, said.reason, "", "", "", "", told)
        case RecommendationWithdrawn():
            return RecommendationEnd("withdrawn", at, "", said.reason, "", "", "", "", told)
        case _:
            assert_never(said)


def is_late(row: SubjectRow, today: date) -> bool:
    """Whether a recommendation has no end while its term has passed; its day itself is in time."""
    due_on = due_of(row)
    return row.status == "open" and bool(due_on) and due_on < today.isoformat()


def due_of(row: SubjectRow) -> str:
    """The day of its term; empty without one."""
    return str(json.loads(row.body)["due_on"])


def by_term(rows: Iterable[SubjectRow]) -> list[SubjectRow]:
    """The order of every list of recommendations: by term, those without one last."""
    return sorted(rows, key=lambda row: (not due_of(row), due_of(row), row.begin_at, row.number))


def tables(pairs: Sequence[tuple[Record, RecommendationPayload]]) -> Tables:
    """The row of the recommendation, and a timeline item for each step."""
    view = fold(pairs)
    if view is None:
        return Tables()
    row = SubjectRow(
        view.subject, "recommendation", view.dossier, view.number, view.text, view.status, view.made_at, "",
        "", as_json(view),
    )  # fmt: skip
    items = (
        item(record, "recommendation", f"{view.number} {_said(said)}", dossier=view.dossier) for record, said in pairs
    )
    return Tables(row, tuple(items))


_FIELDS = {"text": "luidt nu", "owner": "voor", "due_on": "termijn", "evidence": "bewijs"}


def _said(said: RecommendationPayload) -> str:
    match said:
        case RecommendationMade():
            return f"aanbeveling: {said.text}" + (f" ({said.owner})" if said.owner else "")
        case RecommendationChanged():
            return f"{_FIELDS[said.field]}: {said.value or 'weggenomen'}"
        case RecommendationTaken():
            return f"overgenomen als {TAKEN_AS[said.taken_as]} in {said.where}, door {said.by}"
        case RecommendationRefused():
            return f"afgewezen door {said.by}: {said.reason}"
        case RecommendationWithdrawn():
            return f"ingetrokken: {said.reason}"
        case _:
            assert_never(said)


FOLDS = {"recommendation": tables}
