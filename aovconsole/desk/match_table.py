"""Matches from a csv of the municipality's own: the season's matches with category, away supporters and travel."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aovconsole.desk.match_import import ImportedMatch, import_season
from aovconsole.desk.seat import Seat
from aovconsole.desk.tables import TableResult
from aovconsole.domain.match_steps import CategorySet, MatchFieldSet, MatchPayload, TravelSet
from aovconsole.domain.record import Draft
from aovconsole.domain.station import TableImported, table_subject
from aovconsole.domain.text import clean
from aovconsole.domain.typed_names import name_key
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Writing
from aovconsole.reference.files import load_football, sound
from aovconsole.reference.football import Football, chosen

if TYPE_CHECKING:
    from aovconsole.feeds.football import FootballRead
    from aovconsole.feeds.tables import MatchRow, RowRefused

_TABLE = "matches"
_COLUMNS = {
    "category": "categorie", "travel_scheme": "vervoersregeling", "away_expected": "uitsupporters", "place": "plaats",
}  # fmt: skip
_BY = "onbekend"
_REASON = "volgens ingelezen tabel"


def read_match_table(seat: Seat, raw: bytes, name: str, *, dry_run: bool = False) -> TableResult:
    """Read a csv of matches; with any bad row, or as a dry run, nothing is written.

    A match that is here already is the same one: what is empty is filled, what stands otherwise refuses its row. The
    matches come first and their details after them: broken off in between, the same file again does what is left.

    Raises:
        CommandRefused: columns are missing, or the file is no table.
    """
    from aovconsole.feeds.tables import read_matches  # csv reading is not needed at start

    football = sound(load_football, seat.journal.home)
    found = read_matches(raw, zone=seat.zone)
    digest = hashlib.sha256(raw).hexdigest()
    subject = table_subject(_TABLE, digest)
    if seat.reading.subject(subject):
        return TableResult(0, (), found.unknown_columns, known=True)
    rows = sorted(found.rows, key=lambda row: (row.on, row.line))
    refused = (*found.refused, *_refused(rows, football))
    season = _season(rows, football)
    if not refused and rows:
        done = import_season(seat, football, season, name, dry_run=True).matches
        refused = tuple(_otherwise(_paired(rows, done), football, seat.reading))
    if refused or dry_run:
        refused = tuple(sorted(refused, key=lambda one: one.line))
        return TableResult(0 if refused else len(rows), refused, found.unknown_columns)
    done = import_season(seat, football, season, name).matches if rows else ()
    pairs = _paired(rows, done)

    def build(writing: Writing) -> list[Draft]:
        drafts = [draft for row, one in pairs for draft in _drafts(seat, football, row, one, writing)]
        return [*drafts, Draft(TableImported(clean(name), _TABLE, digest, len(rows)), subject=subject)]

    seat.write(build)
    notes = tuple(note for row, one in pairs if (note := _note(row, one)))
    return TableResult(len(rows), (), found.unknown_columns, notes=notes)


def _note(row: MatchRow, one: ImportedMatch) -> str:
    """What an officer must know of a match that was here already; nothing when its day and kick-off stay."""
    if one.note:
        return f"rij {row.line}: {one.title}: {one.note}"
    return f"rij {row.line}: {one.title} staat nu op {one.when}" if one.what == "changed" else ""


def _season(rows: Sequence[MatchRow], football: Football) -> FootballRead:
    from aovconsole.feeds.football import Fixture, FootballRead, season_of

    month = football.season_begins_month
    fixtures = tuple(
        Fixture(one.line, season_of(one.on, month), one.competition, "", one.home, one.away, one.on, one.begin_at)
        for one in rows
    )
    return FootballRead(fixtures, (), 0)


def _paired(rows: Sequence[MatchRow], done: Sequence[ImportedMatch]) -> list[tuple[MatchRow, ImportedMatch]]:
    """Each row with what became of it: an import goes by day and line, as the rows do."""
    return list(zip(rows, done, strict=True))


def _refused(rows: Sequence[MatchRow], football: Football) -> Iterator[RowRefused]:
    """What of these rows cannot be, whatever is here already."""
    from aovconsole.feeds.tables import RowRefused

    first: dict[tuple[object, ...], int] = {}
    for row in rows:
        clubs = [football.club_name(written) for written in (row.home, row.away)]
        if sum(map(football.is_home_club, clubs)) != 1:
            yield RowRefused(row.line, "thuis", f"{football.club} speelt niet in deze wedstrijd, of tegen zichzelf")
        if not football.is_home_club(row.home):
            details = {"categorie": row.category, "uitsupporters": row.away_count, "vervoersregeling": row.scheme}
            for column in (column for column, value in details.items() if value not in ("", None)):
                yield RowRefused(row.line, column, "alleen een thuiswedstrijd krijgt dit")
        if row.category and chosen(football.categories, row.category) is None:
            yield _no_choice(row.line, "categorie", row.category, [one.label for one in football.categories])
        if row.scheme and chosen(football.schemes, row.scheme) is None:
            yield _no_choice(row.line, "vervoersregeling", row.scheme, [one.label for one in football.schemes])
        before = first.setdefault((row.on, *map(name_key, clubs)), row.line)
        if before != row.line:
            yield RowRefused(row.line, "", f"deze wedstrijd staat ook op rij {before}")


def _no_choice(line: int, column: str, text: str, labels: Sequence[str]) -> RowRefused:
    from aovconsole.feeds.tables import RowRefused

    return RowRefused(line, column, f"'{text[:40]}' is geen keuze: {', '.join(labels)}")


def _otherwise(
    pairs: Sequence[tuple[MatchRow, ImportedMatch]], football: Football, reading: Reading
) -> Iterator[RowRefused]:
    """The rows that say of a match that is here something else than was set here."""
    from aovconsole.feeds.tables import RowRefused

    for row, one in pairs:
        known = reading.by_number(one.number) if one.number else ()
        if len(known) > 1:
            yield RowRefused(row.line, "", f"{one.number} is bij twee stations uitgegeven: vul haar daar zelf in")
        for match in known[:1]:
            body = json.loads(match.body)
            for field, value in _details(row, football).items():
                if (there := _set_here(body, field, football)) and there != value:
                    reason = f"{one.number} heeft al een andere waarde; wijzig die bij de wedstrijd zelf"
                    yield RowRefused(row.line, _COLUMNS[field], reason)


def _set_here(body: Mapping[str, Any], field: str, football: Football) -> str:
    """What was set of a match here; empty for nothing, and for the place that every match begins with."""
    value = "" if body[field] is None else str(body[field])
    return "" if field == "place" and name_key(value) == name_key(football.stadium) else value


def _details(row: MatchRow, football: Football) -> dict[str, str]:
    """What a row says beyond which match it is, by field of the match."""
    category, scheme = chosen(football.categories, row.category), chosen(football.schemes, row.scheme)
    other_place = row.place and name_key(row.place) != name_key(football.stadium)
    said = {
        "category": category.key if category and row.category else "",
        "travel_scheme": scheme.key if scheme and row.scheme else "",
        "away_expected": "" if row.away_count is None else str(row.away_count),
        "place": row.place if other_place else "",
    }
    return {field: value for field, value in said.items() if value}


def _drafts(seat: Seat, football: Football, row: MatchRow, one: ImportedMatch, writing: Writing) -> Iterator[Draft]:
    """The records of the details of a home match that are not there yet."""
    details = _details(row, football)
    if not one.home_match or not details:
        return
    match = seat.find(one.number, "match", reading=writing)
    body = json.loads(match.body)
    for field, value in details.items():
        if str(body[field]) != value:
            replaces = tuple(dict(body["standing"]).get(field, ()))
            payload = _payload(field, value, football, replaces)
            yield Draft(payload, subject=match.subject, dossier=match.subject)


def _payload(field: str, value: str, football: Football, replaces: tuple[str, ...]) -> MatchPayload:
    match field:
        case "category":
            return CategorySet(value, _BY, (_REASON,), replaces)
        case "travel_scheme":
            scheme = chosen(football.schemes, value)
            return TravelSet(value, scheme.label if scheme else value, _REASON, _BY, replaces)
        case _:
            return MatchFieldSet(field, value, replaces)
