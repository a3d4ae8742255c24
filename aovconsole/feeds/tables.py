"""Reading the csv files of a year: evenementen, demonstrations, incidents, matches; every fault by line and column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from aovconsole.domain.evenement import MOST_COUNT
from aovconsole.domain.times import AMSTERDAM
from aovconsole.errors import CommandRefused
from aovconsole.feeds.cells import Cells, HandlingClass, Scale
from aovconsole.feeds.sheet import read_sheet

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class EvenementRow:
    """One assessed application for an evenement; `all_day` when only dates were given."""

    line: int
    title: str
    begin_at: datetime
    end_at: datetime | None
    all_day: bool
    place: str
    handling_class: HandlingClass
    visitors_count: int | None
    assessed_on: date | None
    safety_rounds_count: int | None
    cmt_days_count: int | None


@dataclass(frozen=True, slots=True)
class DemonstrationRow:
    """One demonstration; `received_at` is None for one without a notice."""

    line: int
    received_at: datetime | None
    begin_at: datetime
    end_at: datetime | None
    all_day: bool
    place: str
    expected_count: int | None
    actual_count: int | None
    scale: Scale


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident; `deployed` None means that the file does not say whether the AOV was deployed."""

    line: int
    title: str
    begin_at: datetime
    place: str
    nature: str
    grip_level: int | None
    deployed: bool | None


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One match; `begin_at` None means that its kick-off is still to be fixed.

    `category` and `scheme` stand as they were typed: what may be chosen is data of the municipality.
    """

    line: int
    home: str
    away: str
    on: date
    begin_at: datetime | None
    place: str
    category: str
    away_count: int | None
    scheme: str
    competition: str


@dataclass(frozen=True, slots=True)
class RowRefused:
    """One cell that cannot be read or be true; its row is left out. Without a column it is the row itself."""

    line: int
    column: str
    reason: str

    @property
    def sentence(self) -> str:
        """The refusal as an officer reads it."""
        column = f", kolom {self.column}" if self.column else ""
        return f"regel {self.line}{column}: {self.reason}"


@dataclass(frozen=True, slots=True)
class TableRead(Generic[Row]):
    """What a file holds: the rows that are good, the cells that are not, the columns that nobody knows."""

    rows: tuple[Row, ...]
    refused: tuple[RowRefused, ...]
    unknown_columns: tuple[str, ...] = ()


EVENEMENTEN_COLUMNS = (
    "titel", "begin", "eind", "plaats", "klasse", "bezoekers", "beoordeeld_op", "veiligheidsrondes", "cmt_dagen",
)  # fmt: skip
DEMONSTRATIONS_COLUMNS = ("ontvangen_op", "begin", "eind", "plaats", "verwacht", "werkelijk", "schaal")
INCIDENTS_COLUMNS = ("titel", "begin", "plaats", "aard", "grip", "aov_inzet")
MATCHES_COLUMNS = (
    "thuis", "uit", "datum", "aftrap", "plaats", "categorie", "uitsupporters", "vervoersregeling",
)  # fmt: skip
MATCHES_OPTIONAL = ("competitie",)


def read_evenementen(content: bytes, *, zone: ZoneInfo = AMSTERDAM) -> TableRead[EvenementRow]:
    """Read the csv of a year's evenementen.

    Raises:
        CommandRefused: it is no csv, or a column is missing.
    """
    return _read(content, EVENEMENTEN_COLUMNS, _evenement, zone)


def read_demonstrations(content: bytes, *, zone: ZoneInfo = AMSTERDAM) -> TableRead[DemonstrationRow]:
    """Read the csv of a year's demonstrations.

    Raises:
        CommandRefused: it is no csv, or a column is missing.
    """
    return _read(content, DEMONSTRATIONS_COLUMNS, _demonstration, zone)


def read_incidents(content: bytes, *, zone: ZoneInfo = AMSTERDAM) -> TableRead[IncidentRow]:
    """Read the csv of a year's incidents.

    Raises:
        CommandRefused: it is no csv, or a column is missing.
    """
    return _read(content, INCIDENTS_COLUMNS, _incident, zone)


def read_matches(content: bytes, *, zone: ZoneInfo = AMSTERDAM) -> TableRead[MatchRow]:
    """Read the csv of matches; the column `competitie` may be left out.

    Raises:
        CommandRefused: it is no csv, or a column is missing.
    """
    return _read(content, MATCHES_COLUMNS, _match, zone, optional=MATCHES_OPTIONAL)


def _evenement(line: int, cells: Cells) -> EvenementRow:
    period = cells.period("begin", "eind")
    return EvenementRow(
        line,
        cells.required_text("titel"),
        period.begin_at,
        period.end_at,
        period.all_day,
        cells.text("plaats"),
        cells.handling_class("klasse"),
        cells.count("bezoekers"),
        cells.day("beoordeeld_op"),
        cells.count("veiligheidsrondes", MOST_COUNT),
        cells.count("cmt_dagen", MOST_COUNT),
    )


def _demonstration(line: int, cells: Cells) -> DemonstrationRow:
    period = cells.period("begin", "eind")
    return DemonstrationRow(
        line,
        cells.moment("ontvangen_op"),
        period.begin_at,
        period.end_at,
        period.all_day,
        cells.text("plaats"),
        cells.count("verwacht"),
        cells.count("werkelijk"),
        cells.scale("schaal"),
    )


def _incident(line: int, cells: Cells) -> IncidentRow:
    return IncidentRow(
        line,
        cells.required_text("titel"),
        cells.required_moment("begin"),
        cells.text("plaats"),
        cells.text("aard"),
        cells.grip_level("grip"),
        cells.yes_or_no("aov_inzet"),
    )


def _match(line: int, cells: Cells) -> MatchRow:
    on, clock = cells.required_day("datum"), cells.clock("aftrap")
    begin_at = cells.wall("aftrap", on, clock) if clock else None
    return MatchRow(
        line,
        cells.required_text("thuis"),
        cells.required_text("uit"),
        on,
        begin_at,
        cells.text("plaats"),
        cells.text("categorie"),
        cells.count("uitsupporters"),
        cells.text("vervoersregeling"),
        cells.text("competitie"),
    )


def _read(
    content: bytes,
    columns: tuple[str, ...],
    build: Callable[[int, Cells], Row],
    zone: ZoneInfo,
    *,
    optional: tuple[str, ...] = (),
) -> TableRead[Row]:
    sheet = read_sheet(content, columns)
    check_header(sheet.columns, columns)
    rows: list[Row] = []
    refused: list[RowRefused] = []
    for row in sheet.rows:
        if row.fault:
            refused.append(RowRefused(row.line, "", row.fault))
            continue
        cells = Cells(row.cells, zone)
        built = build(row.line, cells)
        if cells.faults:
            refused.extend(RowRefused(row.line, fault.column, fault.reason) for fault in cells.faults)
        else:
            rows.append(built)
    unknown = tuple(name[:40] for name in sheet.columns if name and name not in (*columns, *optional))
    return TableRead(tuple(rows), tuple(refused), unknown)


def check_header(found: tuple[str, ...], columns: tuple[str, ...]) -> None:
    """Refuse a header that lacks columns or names one twice.

    Raises:
        CommandRefused: it does.
    """
    missing = [name for name in columns if name not in found]
    if missing:
        which = "kolom ontbreekt" if len(missing) == 1 else "kolommen ontbreken"
        raise CommandRefused(f"{which} in het bestand: {', '.join(missing)}")
    doubled = [name for name in columns if found.count(name) > 1]
    if doubled:
        raise CommandRefused(f"kolom staat er meer dan eens: {', '.join(doubled)}")
