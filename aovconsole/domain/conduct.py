"""The conduct register: each unwanted conduct in or around the stadium, and its consequence. Never a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias, assert_never

from aovconsole.domain.fieldset import others_of, resolve, standing_of
from aovconsole.domain.history import history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, as_json, item, late

FIELDS = ("text", "nature", "place", "group_size", "case_number", "case_of")
WITHOUT_CONSEQUENCE = "open"
"""The state of conduct that nobody answered yet (zonder gevolg)."""

_MOST_DIGITS = 6


def is_group_size(value: str) -> bool:
    """Whether a text can say how large a group was; empty is unknown."""
    return not value or (value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS)


@dataclass(frozen=True, slots=True)
class ConductNoted:
    """Unwanted conduct was noted: what, of which nature, where, how large a group, under which case number.

    `case_of` says whose number it is (police or club). There is no field for a person.
    """

    kind: ClassVar[str] = "conduct.noted"
    version: ClassVar[int] = 1
    number: str
    text: str
    nature: str
    label: str
    place: str = ""
    group_size: int | None = None
    case_number: str = ""
    case_of: str = ""


@dataclass(frozen=True, slots=True)
class ConductFieldSet:
    """One field was corrected; `label` is how the data called a nature then."""

    kind: ClassVar[str] = "conduct.field_set"
    version: ClassVar[int] = 1
    field: str
    value: str
    label: str = ""
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a size that is no number (a record of another station can hold anything)."""
        if self.field == "group_size" and not is_group_size(self.value):
            raise ValueError(self.value)


@dataclass(frozen=True, slots=True)
class ConsequenceSet:
    """Somebody acts on the conduct: which function, what, before when."""

    kind: ClassVar[str] = "conduct.consequence_set"
    version: ClassVar[int] = 1
    by: str
    what: str
    due_at: Instant = ""


@dataclass(frozen=True, slots=True)
class ConsequenceDone:
    """A consequence was carried out; `consequence` names its record."""

    kind: ClassVar[str] = "conduct.consequence_done"
    version: ClassVar[int] = 1
    consequence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConsequenceWithdrawn:
    """A consequence does not follow after all, for a reason; without another one the conduct is open again."""

    kind: ClassVar[str] = "conduct.consequence_withdrawn"
    version: ClassVar[int] = 1
    consequence: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConductWithdrawn:
    """The conduct was noted by mistake; it stays readable, struck through."""

    kind: ClassVar[str] = "conduct.withdrawn"
    version: ClassVar[int] = 1
    reason: str


ConductPayload: TypeAlias = (
    ConductNoted | ConductFieldSet | ConsequenceSet | ConsequenceDone | ConsequenceWithdrawn | ConductWithdrawn
)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows on conduct; `done_at` is empty until it was carried out."""

    by: str
    what: str
    due_at: Instant
    done_at: Instant
    note: str
    at: Instant
    record_id: str


@dataclass(frozen=True, slots=True)
class Conduct:
    """The state of one conduct: `open` (zonder gevolg), `agreed`, `done` when all was carried out, `withdrawn`."""

    subject: str
    dossier: str
    number: str
    title: str
    status: str
    at: Instant
    nature: str
    label: str
    place: str
    group_size: int | None
    case_number: str
    case_of: str
    consequences: tuple[Consequence, ...]
    due_at: Instant
    late: bool
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


def fold(pairs: Sequence[tuple[Record, ConductPayload]]) -> Conduct | None:
    """The state of one conduct from its records; None while its first record has not arrived."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, ConductNoted)), None)
    if first is None:
        return None
    record, noted = first
    sets = [(rec, payload) for rec, payload in pairs if isinstance(payload, ConductFieldSet)]
    fields = resolve((rec, payload) for rec, payload in sets if payload.field in FIELDS)
    values = {name: state.value for name, state in fields.items()}
    labels = {rec.id: payload.label for rec, payload in sets}
    consequences = _consequences(pairs)
    waiting = [one.due_at for one in consequences if one.due_at and not one.done_at]
    size = values.get("group_size", "")
    return Conduct(
        subject=record.subject,
        dossier=record.dossier,
        number=noted.number,
        title=values.get("text", noted.text),
        status=_status(pairs, consequences),
        at=record.occurred_at,
        nature=values.get("nature", noted.nature),
        label=labels[fields["nature"].standing[-1]] if "nature" in fields else noted.label,
        place=values.get("place", noted.place),
        group_size=(int(size) if size else None) if "group_size" in values else noted.group_size,
        case_number=values.get("case_number", noted.case_number),
        case_of=values.get("case_of", noted.case_of),
        consequences=consequences,
        due_at=min(waiting, default=""),
        late=late(record),
        other_values=others_of(fields),
        standing=standing_of(fields),
    )


def _status(pairs: Sequence[tuple[Record, ConductPayload]], consequences: Sequence[Consequence]) -> str:
    if any(isinstance(payload, ConductWithdrawn) for _, payload in pairs):
        return "withdrawn"
    if not consequences:
        return WITHOUT_CONSEQUENCE
    return "done" if all(one.done_at for one in consequences) else "agreed"


def _consequences(pairs: Sequence[tuple[Record, ConductPayload]]) -> tuple[Consequence, ...]:
    """What follows, in the order in which it was set; what was withdrawn is left out."""
    history = history_of(pairs)
    gone = {payload.consequence for _, payload in history if isinstance(payload, ConsequenceWithdrawn)}
    done = {
        payload.consequence: (record, payload) for record, payload in history if isinstance(payload, ConsequenceDone)
    }
    found = []
    for record, payload in history:
        if isinstance(payload, ConsequenceSet) and record.id not in gone:
            end, note = (done[record.id][0].occurred_at, done[record.id][1].note) if record.id in done else ("", "")
            found.append(
                Consequence(payload.by, payload.what, payload.due_at, end, note, record.occurred_at, record.id)
            )
    return tuple(found)


def tables(pairs: Sequence[tuple[Record, ConductPayload]]) -> Tables:
    """The row of the conduct and its steps in the timeline of the match."""
    view = fold(pairs)
    if view is None:
        return Tables()
    row = SubjectRow(
        view.subject, "conduct", view.dossier, view.number, view.title, view.status, view.at, view.due_at, view.place,
        as_json(view),
    )  # fmt: skip
    gone = next((record.id for record, payload in pairs if isinstance(payload, ConductWithdrawn)), "")
    struck = {"corrected_by": gone, "extra": '{"withdrawn":true}'} if gone else {}
    set_ = {record.id: payload for record, payload in pairs if isinstance(payload, ConsequenceSet)}
    items = tuple(
        item(record, type_, f"{view.number} {text}", **struck)
        for record, payload in pairs
        for type_, text in [_step(payload, set_)]
        if text
    )
    return Tables(row, items)


def _step(payload: ConductPayload, set_: dict[str, ConsequenceSet]) -> tuple[str, str]:
    match payload:
        case ConductNoted():
            size = f", groep van {payload.group_size}" if payload.group_size else ""
            case = f", zaak {payload.case_number} {payload.case_of}".rstrip() if payload.case_number else ""
            return "conduct", f"{payload.label}: {payload.text}{size}{case}"
        case ConductFieldSet():
            return "changed", f"{_FIELD_WORDS.get(payload.field, payload.field)}: {payload.label or payload.value}"
        case ConsequenceSet():
            return "consequence", f"gevolg: {payload.by} – {payload.what}"
        case ConsequenceDone():
            note = f" ({payload.note})" if payload.note else ""
            return "consequence", f"gedaan: {_named(set_, payload.consequence)}{note}"
        case ConsequenceWithdrawn():
            return "consequence", f"vervallen: {_named(set_, payload.consequence)} ({payload.reason})"
        case ConductWithdrawn():
            return "conduct", ""
        case _:
            assert_never(payload)


def _named(set_: dict[str, ConsequenceSet], record_id: str) -> str:
    found = set_.get(record_id)
    return f"{found.by} – {found.what}" if found else "een gevolg dat hier niet bekend is"


_FIELD_WORDS = {
    "text": "wat",
    "nature": "soort",
    "place": "plaats",
    "group_size": "groepsgrootte",
    "case_number": "zaaknummer",
    "case_of": "zaaknummer van",
}

PAYLOADS = (
    ConductNoted,
    ConductFieldSet,
    ConsequenceSet,
    ConsequenceDone,
    ConsequenceWithdrawn,
    ConductWithdrawn,
)
FOLDS = {"conduct": tables}
