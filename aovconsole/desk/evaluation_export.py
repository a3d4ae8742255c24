"""Reading from the journal what an evaluation tells, and writing it as files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from aovconsole.desk.evaluation_facts import evaluation_facts
from aovconsole.desk.figures import OWN_SOURCE, FigureBook, FigureDesk
from aovconsole.desk.seat import Seat
from aovconsole.domain.figures import COUNTS
from aovconsole.domain.record import Instant
from aovconsole.domain.report_facts import EvaluationFacts
from aovconsole.domain.text import MARKS
from aovconsole.domain.times import on_the_wall, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.exports.evaluation import evaluation_report
from aovconsole.exports.evaluation_source import Checked, DossierSource, EvaluationSource, Head, YearFigure
from aovconsole.exports.file_set import free_names, save_set
from aovconsole.exports.report import Report
from aovconsole.exports.report_files import FORMATS, file_name, files_of
from aovconsole.journal.verify import stations, verify
from aovconsole.reference.files import load_municipality, load_powers, load_sitrep, sound

HANGING = ("action", "decision", "measure", "crowd", "meeting")
"""What hangs under a dossier and is told in chapters of its own."""

TOLD = ("cmt", "incident", "demonstration", "evenement", "plan", "match", "evaluation")
"""What an evaluation can be made of."""

_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}|[0-9]{2}-(?=[A-Z])")
_DAY_AFTER = timedelta(days=1)


class EvaluationExport:
    """What can be asked about the report of a dossier."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def source(self, number: str, from_on: date | None = None, to_on: date | None = None) -> EvaluationSource:
        """Everything that the report of a dossier (or of an evaluation) tells, read now; verifies the journal.

        Raises:
            CommandRefused: no such dossier, no report can be made of it, or the period ends before it begins.
            CannotStore: the journal cannot be read.
        """
        if from_on and to_on and to_on < from_on:
            raise CommandRefused("de periode eindigt voor haar begin")
        row = self._seat.find(number)
        if row.type not in TOLD:
            raise CommandRefused(f"van {row.number} kan geen evaluatie worden gemaakt")
        facts = evaluation_facts(self._seat, row)
        period = (facts.from_at, facts.until_at) if row.type == "evaluation" else ("", "")
        from_at = _midnight(from_on, self._seat) if from_on else period[0]
        until_at = _midnight(to_on + _DAY_AFTER, self._seat) if to_on else period[1]
        main, beside = self._dossiers(row, facts)
        powers = sound(load_powers, self._seat.journal.home).powers
        source = EvaluationSource(
            number=row.number,
            title=row.title,
            now=self._seat.now,
            dossiers=(*(self._read(one, lines=True) for one in main), *(self._read(one) for one in beside)),
            facts=facts,
            before=tuple(self._read(one, lines=True) for one in self._year_before(main)),
            from_at=from_at,
            until_at=until_at,
            powers={power.key: power.name for power in powers},
            conditions={one.key: one.label for power in powers for one in power.fields},
            municipality=self._municipality(),
            made_by=self._seat.operator.function or self._seat.operator.name,
            realm=self._seat.journal.realm,
            zone=self._seat.zone,
            marks=self._marks(),
        )
        return self._with_surroundings(source)

    def report(self, number: str, from_on: date | None = None, to_on: date | None = None) -> Report:
        """The neutral report of a dossier.

        Raises:
            CommandRefused, CannotStore: as `source`.
        """
        return evaluation_report(self.source(number, from_on, to_on))

    def export(
        self,
        number: str,
        folder: str,
        formats: Sequence[str] = FORMATS,
        *,
        period: tuple[date | None, date | None] = (None, None),
        replace_files: bool = False,
        sieve: Callable[[Report], Report] = lambda report: report,
        progress: Callable[[str], None] = lambda _: None,
    ) -> tuple[tuple[Path, ...], bool]:
        """Write the report as files of these formats: where they are, and whether the journal verified.

        `sieve` may take out of the report what may not leave; nothing is written before every file is ready.

        Raises:
            CommandRefused: as `source`, a file stands there already, or a Word template that cannot be used.
            CannotStore: the folder or a file cannot be written; no file is changed then.
        """
        name = file_name(self._seat.find(number).number)
        free_names(folder, name, formats, replace=replace_files)
        progress("het journaal wordt gelezen en nagekeken")
        source = self.source(number, *period)
        report = sieve(evaluation_report(source))
        files: dict[str, bytes] = {}
        for one in formats:
            progress(f"{one} wordt opgesteld")
            files |= files_of(report, one, self._seat.journal.home)
        return save_set(folder, files, replace=replace_files), not source.checked.faults

    def _dossiers(self, row: SubjectRow, facts: EvaluationFacts) -> tuple[list[SubjectRow], list[SubjectRow]]:
        """The dossiers whose log is told, and the plans and evenementen that are only held against it."""
        if row.type == "evaluation":
            main = [found for one in facts.dossiers if (found := self._seat.reading.subject(one))]
        else:
            main = [row, *self._days_of(row)]
        known = {one.subject for one in main}
        beside = []
        for one in list(main):
            for found in self._named_by(one):
                if found.subject not in known:
                    known.add(found.subject)
                    beside.append(found)
        return main, beside

    def _days_of(self, row: SubjectRow) -> Iterator[SubjectRow]:
        """The CMT days that sat for an evenement or by a plan."""
        if row.type not in ("plan", "evenement"):
            return
        for cmt in self._seat.reading.of_type("cmt"):
            if row.subject in (json.loads(cmt.body)["evenement"], json.loads(cmt.body)["plan"]):
                yield cmt

    def _named_by(self, row: SubjectRow) -> Iterator[SubjectRow]:
        """The plan and the evenement that a dossier belongs to."""
        body = json.loads(row.body)
        names = [str(body.get("plan") or ""), str(body.get("evenement") or "")] if row.type in ("cmt", "plan") else []
        for found in filter(None, (self._seat.reading.subject(name) for name in names if name)):
            if found.type in ("plan", "evenement"):
                yield found
        if row.type == "evenement":
            plans = self._seat.reading.of_type("plan")
            yield from (plan for plan in plans if json.loads(plan.body)["evenement"] == row.subject)

    def _read(self, row: SubjectRow, *, lines: bool = False) -> DossierSource:
        reading = self._seat.reading
        rows = [found for type_ in HANGING for found in reading.in_dossier(row.subject, type_)]
        if lines:
            return DossierSource(row, tuple(rows), reading.lines(dossier=row.subject))
        return DossierSource(row)

    def _year_before(self, main: Iterable[SubjectRow]) -> Iterator[SubjectRow]:
        """The dossiers of the year before: of the same type, and by the same template or with the same name."""
        for row in main:
            year = self._seat.year_of(row.begin_at) - 1
            alike = [
                one
                for one in self._seat.reading.of_type(row.type)
                if self._seat.year_of(one.begin_at) == year and self._name(one) == self._name(row)
            ]
            yield from alike

    def _name(self, row: SubjectRow) -> str:
        """What a dossier is called in every year: its template, else its title without a year."""
        if row.type == "plan":
            return str(json.loads(row.body)["template"])
        return " ".join(_YEAR.sub(" ", row.title).casefold().split())

    def _with_surroundings(self, source: EvaluationSource) -> EvaluationSource:
        """The same with the incidents and demonstrations of its days, the year figures, the proof."""
        first, last = source.span
        begin, end = _midnight(first, self._seat), _midnight(last + _DAY_AFTER, self._seat)
        near = [
            row
            for type_ in ("incident", "demonstration")
            for row in self._seat.reading.of_type(type_)
            if begin <= row.begin_at < end
        ]
        journal = self._seat.journal
        found = verify(journal)
        heads = (Head(f"{one['code']} {one['fingerprint']}", one["records"], one["head"]) for one in stations(journal))
        faults = (" ".join(filter(None, (one.station, str(one.seq or ""), one.id, one.fault))) for one in found.faults)
        return replace(
            source,
            near=tuple(near),
            year=last.year,
            year_figures=tuple(_year_figures(FigureDesk(self._seat).read(), last.year)),
            heads=tuple(heads),
            checked=Checked(found.records, tuple(faults)),
        )

    def _marks(self) -> tuple[str, ...]:
        """The words that keep a text here; a file of one's own adds some and takes none away."""
        own = sound(load_sitrep, self._seat.journal.home).marks
        return tuple(dict.fromkeys((*MARKS, *load_sitrep().marks, *own)))

    def _municipality(self) -> str:
        try:
            return load_municipality(self._seat.journal.home).name
        except CommandRefused:  # better no name than that of another municipality
            return ""


def _midnight(day: date, seat: Seat) -> Instant:
    return stored(on_the_wall(day, time(), seat.zone))


def _year_figures(book: FigureBook, year: int) -> Iterator[YearFigure]:
    for name in COUNTS:
        definition, now, before = book.definition(name), book.figure(name, year), book.figure(name, year - 1)
        counts = f"{definition.text} [{definition.status}]"
        yield YearFigure(definition.label, now.count, now.part, before.count, before.part, counts, OWN_SOURCE)


def known_formats(text: str) -> tuple[str, ...]:
    """The formats that were asked for, each once.

    Raises:
        CommandRefused: one of them does not exist, or none is named.
    """
    asked = tuple(dict.fromkeys(filter(None, (word.strip().casefold() for word in text.split(",")))))
    for one in asked:
        if one not in FORMATS:
            raise CommandRefused(f"formaat {one[:20]} bestaat niet: kies uit {', '.join(FORMATS)}")
    if not asked:
        raise CommandRefused(f"noem een formaat: {', '.join(FORMATS)}")
    return asked
