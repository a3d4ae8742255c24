"""The year figures at the desk: what was counted beside what was published, and the notes that people add."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from aovconsole.desk.seat import Seat
from aovconsole.domain.figure_notes import FigureNoteSet, note_subject
from aovconsole.domain.figures import (
    DEMONSTRATIONS,
    FIGURES,
    LEVELS,
    TYPES,
    Counted,
    YearFigures,
    counted,
    months_of,
    places_of,
    sum_of_year,
)
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.times import YEARS
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import BANNERS
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing
from aovconsole.reference.files import load_figures, load_terms, sound
from aovconsole.reference.shapes import UNKNOWN, Definition, PublishedFigures, PublishedNote, PublishedYear, Term

OWN_SOURCE = "journaal van deze console"
"""The source of what is counted here, in the line `Bron monitor`."""

_COUNTING = "telwijze van deze console"
_LARGE = "demonstration_large"
SCALED = ("demonstrations_small", "demonstrations_large")
"""The figures whose bound is a dated setting, which stands with them wherever they go."""


@dataclass(frozen=True, slots=True)
class Note:
    """The note at a figure of a year: who wrote it, and texts that others set without knowing of it."""

    year: int
    figure: str
    text: str
    by: str
    at: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one year: counted here (None: nothing is known here) and published (None: not given).

    A `part` covers no whole year; a published figure is `unsure` when the paper does not say up to which day it counts.
    """

    figure: str
    year: int
    count: int | None
    part: bool
    published: int | None
    unsure: bool


class FigureBook:
    """The figures of all years as they stood at one moment, up to a reference date."""

    def __init__(
        self,
        found: Sequence[Counted],
        published: PublishedFigures,
        reference_on: date,
        notes: Mapping[tuple[int, str], Note],
        places: Mapping[str, str],
        large: Term | None = None,
        realm: str = "real",
    ) -> None:
        self.banner = BANNERS[realm] if realm == "exercise" else ""
        self.reference_on = reference_on
        self.published = published
        self.notes = notes
        self._found: dict[int, list[Counted]] = {}
        for one in found:
            self._found.setdefault(one.year, []).append(one)
        first = min((one.on for one in found), default="")
        self._first = date.fromisoformat(first) if first else None
        self._places = places
        self._large = large
        self._sums: dict[int, YearFigures] = {}

    @property
    def source(self) -> str:
        """Where the figures come from; that of an exercise says so."""
        return f"{self.banner}, {OWN_SOURCE}" if self.banner else OWN_SOURCE

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year up to the reference date over which something was counted here or published."""
        last = self.reference_on.isoformat()
        here = {year for year, found in self._found.items() if any(one.on <= last for one in found)}
        return tuple(sorted(here | {row.year for row in self.published.years}))

    def of(self, year: int) -> YearFigures:
        """What was counted in a year."""
        if year not in self._sums:
            self._sums[year] = sum_of_year(year, self._found.get(year, ()), self.reference_on)
        return self._sums[year]

    def began_on(self, year: int) -> date | None:
        """When the journal began, if that was in this year and after January: then the year is no whole one here."""
        if self._first is None or self._first.year != year or self._first.month == 1:
            return None
        return self._first

    def part(self, year: int) -> bool:
        """Whether what was counted here covers a part of the year."""
        return not self.of(year).whole_year or self.began_on(year) is not None

    def figure(self, figure: str, year: int) -> Figure:
        """One figure of one year."""
        here, said = self.of(year), self.published.of(year)
        known = here.begun(self.reference_on) and not here.empty
        unsure = said is not None and said.reference_date == UNKNOWN
        return Figure(
            figure, year, here.value(figure) if known else None, self.part(year), _published(figure, said), unsure
        )

    def months(self, figure: str, year: int) -> tuple[int | None, ...]:
        """One figure of a year by month; None for a month before the journal began or after the reference date."""
        if self.figure(figure, year).count is None:
            return (None,) * 12
        months = months_of(figure, year, self._found.get(year, ()), self.reference_on)
        began_on = self.began_on(year)
        first = date(year, began_on.month if began_on else 1, 1)
        return tuple(
            count if first <= date(year, month, 1) <= self.reference_on else None
            for month, count in enumerate(months, 1)
        )

    def places(self, figure: str, years: Sequence[int]) -> dict[str, dict[int, int]]:
        """One figure of years by place (empty: not said), the place with most first."""
        found: dict[str, dict[int, int]] = {}
        for year in years:
            of_year = places_of(figure, year, self._found.get(year, ()), self.reference_on, self._places)
            for place, count in of_year.items():
                found.setdefault(place, {})[year] = count
        return dict(sorted(found.items(), key=lambda pair: (-sum(pair[1].values()), not pair[0], pair[0].casefold())))

    def definition(self, figure: str) -> Definition:
        """What a figure counts; the bound between small and large stands with it once somebody has set it."""
        found = definition_of(self.published, figure)
        if figure in SCALED and self._large and self._large.from_count:
            bound = f"; grens per {self._large.as_of:%d-%m-%Y}: vanaf {self._large.from_count} mensen groot"
            return replace(found, text=f"{found.text}{bound} [{self._large.status}]")
        return found

    def note(self, figure: str, year: int) -> Note | None:
        """The note at a figure of a year."""
        return self.notes.get((year, figure))

    def joint_notes(self, figure: str, year: int) -> tuple[PublishedNote, ...]:
        """What was published over several years together, this one among them."""
        return tuple(
            note
            for note in self.published.notes
            if note.first_year <= year <= note.last_year and (note.figure == figure)
        )


def _published(figure: str, said: PublishedYear | None) -> int | None:
    """What a paper gives; of the demonstrations together its total, or small and large where it gives both."""
    if figure == DEMONSTRATIONS and said is not None:
        small, large = said.demonstrations_small, said.demonstrations_large
        both = small + large if small is not None and large is not None else None
        return both if said.demonstrations_total is None else said.demonstrations_total
    found: int | None = getattr(said, figure, None)
    return found


def definition_of(published: PublishedFigures, figure: str) -> Definition:
    """What a figure counts; of one that is made of others, which."""
    if figure == DEMONSTRATIONS:
        text = (
            "klein, groot en zonder schaal samen; gepubliceerd: het totaal dat het stuk geeft, of klein en groot samen"
        )
        return _derived(figure, "Demonstraties samen", text)
    if figure in LEVELS:
        level = LEVELS.index(figure) + 1
        text = f"incidenten met GRIP {level} als hoogste niveau, elk een keer"
        return _derived(figure, f"Incidenten met als hoogste niveau GRIP {level}", text)
    named = next((one for one in published.definitions if one.figure == figure), None)
    return named or _derived(figure, figure, "geen definitie in de gegevens")


def _derived(figure: str, label: str, text: str) -> Definition:
    return Definition(figure=figure, label=label, text=text, status="te bevestigen", source=_COUNTING)


class FigureDesk:
    """What can be asked about the year figures; only the notes are kept, the figures are a reading."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @property
    def today(self) -> date:
        """The day at the desk."""
        return self._seat.now.astimezone(self._seat.zone).date()

    def counted(self) -> tuple[Counted, ...]:
        """Everything that counts in some figure of some year."""
        rows = [row for type_ in TYPES for row in self._seat.reading.of_type(type_)]
        return tuple(counted(rows, self._seat.zone))

    def read(self, reference_on: date | None = None, found: Sequence[Counted] | None = None) -> FigureBook:
        """The figures up to a reference date (today); `found` is what was counted before, where nothing changed."""
        published = sound(load_figures, self._seat.journal.home)
        places = self._seat.known().places
        read = self.counted() if found is None else found
        large = sound(load_terms, self._seat.journal.home).term(_LARGE)
        return FigureBook(
            read, published, reference_on or self.today, self.notes(), places, large, self._seat.journal.realm
        )

    def notes(self) -> dict[tuple[int, str], Note]:
        """The notes that stand, by year and figure."""
        rows = self._seat.reading.of_type("figure", status="open")
        return {(note.year, note.figure): note for note in map(self._note, rows)}

    def note(self, year: int, figure: str, text: str, *, draft_id: str = "") -> SubjectRow:
        """Set the note at a figure of a year; an empty text takes it away. Gives its row.

        Raises:
            CommandRefused: no such year or figure, or there is no note to take away.
        """
        if figure not in FIGURES:
            raise CommandRefused(f"cijfer {clean(figure)[:60]} bestaat niet: kies {', '.join(FIGURES)}")
        if year not in YEARS:
            raise CommandRefused(f"{year} is geen jaar")
        said, subject = clean(text.strip()).strip(), note_subject(year, figure)
        label = definition_of(sound(load_figures, self._seat.journal.home), figure).label

        def build(writing: Writing) -> list[Draft]:
            row = writing.subject(subject)
            if not said and (row is None or row.status != "open"):
                raise CommandRefused("de notitie is leeg")
            standing = tuple(json.loads(row.body)["standing"]) if row else ()
            return [Draft(FigureNoteSet(year, figure, said, label, standing), subject=subject, id=draft_id)]

        self._seat.write(build)
        row = self._seat.reading.subject(subject)
        assert row is not None, "a note that was just written has a row"
        return row

    def _note(self, row: SubjectRow) -> Note:
        body = json.loads(row.body)
        author = self._seat.reading.subject(body["author"])
        others = tuple(text for text in body["others"] if text)
        return Note(body["year"], body["figure"], body["text"], author.title if author else "", body["at"], others)
