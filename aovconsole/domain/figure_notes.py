"""Notes beside the year figures: what a person said of one figure of one year; the figures are a reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from uuid import UUID, uuid5

from aovconsole.domain.fieldset import resolve
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, as_json, item

_NOTES = UUID("2f7a8d0e-9a54-4c0c-8f3c-51f0b6f2c7d1")


@dataclass(frozen=True, slots=True)
class FigureNoteSet:
    """Somebody noted something beside a figure of a year; an empty text takes the note away.

    `label` is how the data called the figure then.
    """

    kind: ClassVar[str] = "figure.note_set"
    version: ClassVar[int] = 1
    year: int
    figure: str
    text: str
    label: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """What the note stands at."""
        return f"{self.year} {self.figure}"

    @property
    def value(self) -> str:
        """What is noted."""
        return self.text


FigureNotePayload: TypeAlias = FigureNoteSet


@dataclass(frozen=True, slots=True)
class FigureNote:
    """The note that stands now; `others` are texts that were set without knowing of it, `author` wrote the note."""

    year: int
    figure: str
    text: str
    author: str
    at: Instant
    others: tuple[str, ...]
    standing: tuple[str, ...]


def note_subject(year: int, figure: str) -> str:
    """The subject of the note at a figure of a year: the same at every station."""
    return str(uuid5(_NOTES, f"{year} {figure}"))


def fold(pairs: Sequence[tuple[Record, FigureNotePayload]]) -> FigureNote | None:
    """The note from its records; None where none of them is about the figure whose subject this is."""
    own = [(record, said) for record, said in pairs if record.subject == note_subject(said.year, said.figure)]
    if not own:
        return None
    _, first = own[0]
    state = resolve(own)[first.field]
    winner = next(record for record, _ in own if record.id == state.standing[-1])
    return FigureNote(
        first.year, first.figure, state.value, winner.author, winner.occurred_at, state.other_values, state.standing
    )


def tables(pairs: Sequence[tuple[Record, FigureNotePayload]]) -> Tables:
    """The row of the note, and each time that it was set."""
    items = tuple(item(record, "figure", _told(said)) for record, said in pairs)
    note = fold(pairs)
    if note is None:
        return Tables(items=items)
    row = SubjectRow(
        note_subject(note.year, note.figure), "figure", "", "", note.text, "open" if note.text else "cleared",
        note.at, "", "", as_json(note),
    )  # fmt: skip
    return Tables(row, items)


def _told(said: FigureNoteSet) -> str:
    about = f"notitie bij {said.label or said.figure} {said.year}"
    return f"{about}: {said.text}" if said.text else f"{about} weggenomen"


PAYLOADS = (FigureNoteSet,)
FOLDS = {"figure": tables}
