"""What a municipality edits: the TOML files of `data/`, each replaced whole by one of the same name in `<home>/data/`.

The shipped files are trusted (a test checks them); a file of one's own is checked with pydantic, once for each
change. The names for the one-line grammar come straight from the tables: a log line waits for no dataclasses.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from aovconsole.domain.text import clean
from aovconsole.domain.typed_names import KnownNames, name_key
from aovconsole.errors import CommandRefused, reason_of

if TYPE_CHECKING:
    from aovconsole.domain.workdays import Holidays
    from aovconsole.reference.clashes import ClashTable
    from aovconsole.reference.crowd import CrowdGuides
    from aovconsole.reference.erasure import ErasureGrounds
    from aovconsole.reference.exercise import ExerciseRules
    from aovconsole.reference.feeds import Feeds, Water
    from aovconsole.reference.football import Football
    from aovconsole.reference.meetings import MeetingAgenda
    from aovconsole.reference.powers import HolidayTable, Powers
    from aovconsole.reference.reminders import ReminderRules
    from aovconsole.reference.response import Aftercare, Contacts
    from aovconsole.reference.retention import RetentionTable
    from aovconsole.reference.roster import Roster
    from aovconsole.reference.shapes import EventDates, Grip, Municipality, Partners, Places, PublishedFigures, Terms
    from aovconsole.reference.signals import SignalSettings
    from aovconsole.reference.sitreps import SitrepOrder

T = TypeVar("T")

_CHECK_VERSION = 1
"""Raised when more is checked, so that files that passed before are looked at again."""


def sound(load: Callable[[Path | None], T], home: Path | None) -> T:
    """What a file says, or the shipped one where the user's own has a mistake: that must never stop an incident.

    `doctor` names the mistake.
    """
    try:
        return load(home)
    except CommandRefused:
        return load(None)


def fault_in(load: Callable[[Path | None], object], home: Path | None) -> str:
    """The mistake in a file of the user's own for which `sound` takes the shipped one; empty when there is none."""
    try:
        load(home)
    except CommandRefused as refused:
        return refused.sentence
    return ""


def load_municipality(home: Path | None = None) -> Municipality:
    """Whose desk this is."""
    content: Municipality = _content(_file("municipality", home))
    return content


def load_places(home: Path | None = None) -> Places:
    """The places of the municipality."""
    content: Places = _content(_file("places", home))
    return content


def load_partners(home: Path | None = None) -> Partners:
    """The partners and functions that report and act."""
    content: Partners = _content(_file("partners", home))
    return content


def load_grip(home: Path | None = None) -> Grip:
    """The levels of GRIP and the statutory times."""
    content: Grip = _content(_file("grip", home))
    return content


def load_aftercare(home: Path | None = None) -> Aftercare:
    """The nafase list."""
    content: Aftercare = _content(_file("aftercare", home))
    return content


def load_meetings(home: Path | None = None) -> MeetingAgenda:
    """The fixed agenda of a meeting."""
    content: MeetingAgenda = _content(_file("meetings", home))
    return content


def load_reminders(home: Path | None = None) -> ReminderRules:
    """What the console reminds of, and where."""
    content: ReminderRules = _content(_file("reminders", home))
    return content


def load_exercise(home: Path | None = None) -> ExerciseRules:
    """How an exercise is looked back at."""
    content: ExerciseRules = _content(_file("exercise", home))
    return content


def load_contacts(home: Path | None = None) -> Contacts:
    """How functions are reached, from the user's own folder."""
    content: Contacts = _content(_file("contacts", home))
    return content


def load_figures(home: Path | None = None) -> PublishedFigures:
    """The published figures of past years, with their definitions."""
    content: PublishedFigures = _content(_file("figures", home))
    return content


def load_terms(home: Path | None = None) -> Terms:
    """The terms for evenementen and demonstrations."""
    content: Terms = _content(_file("terms", home))
    return content


def load_roster(home: Path | None = None) -> Roster:
    """The duties of the roster, and what is held against it."""
    content: Roster = _content(_file("roster", home))
    return content


def load_erasure(home: Path | None = None) -> ErasureGrounds:
    """The grounds on which contents may be erased."""
    content: ErasureGrounds = _content(_file("erasure", home))
    return content


def load_retention(home: Path | None = None) -> RetentionTable:
    """How long each type of dossier is kept."""
    content: RetentionTable = _content(_file("retention", home))
    return content


def load_sitrep(home: Path | None = None) -> SitrepOrder:
    """The sections of a situation report, in order."""
    content: SitrepOrder = _content(_file("sitrep", home))
    return content


def load_signals(home: Path | None = None) -> SignalSettings:
    """When a signal becomes a record by itself."""
    content: SignalSettings = _content(_file("signals", home))
    return content


def load_football(home: Path | None = None) -> Football:
    """The club, its stadium, the match-day plan, and what the conduct register chooses from."""
    content: Football = _content(_file("football", home))
    return content


def load_clashes(home: Path | None = None) -> ClashTable:
    """What counts as a clash."""
    content: ClashTable = _content(_file("clashes", home))
    return content


def load_crowd(home: Path | None = None) -> CrowdGuides:
    """The guide figures that stand beside a density."""
    content: CrowdGuides = _content(_file("crowd", home))
    return content


def load_feeds(home: Path | None = None) -> Feeds:
    """The sources of signals."""
    content: Feeds = _content(_file("feeds", home))
    return content


def load_water(home: Path | None = None) -> Water:
    """The gauges and their display classes."""
    content: Water = _content(_file("water", home))
    return content


def load_event_dates(home: Path | None = None) -> EventDates:
    """The published days of evenementen."""
    content: EventDates = _content(_file("event_dates", home))
    return content


def load_powers(home: Path | None = None) -> Powers:
    """The burgemeester's powers, each with all its conditions and duties."""
    content: Powers = _content(_file("powers", home))
    return content.complete()


def load_holidays(home: Path | None = None) -> Holidays:
    """The days on which no statutory term ends."""
    content: HolidayTable = _content(_file("holidays", home))
    return content.calendar


def known_names(home: Path | None = None) -> KnownNames:
    """The names that the one-line grammar recognises: each alias leads to the name as it is written."""
    return _names(_file("partners", home), _file("places", home))


def check(home: Path | None = None) -> tuple[str, ...]:
    """Read every file and tell what is wrong, a sentence for each file; empty when all is well."""
    from aovconsole.reference.shapes import FILES

    faults = []
    for name in FILES:
        try:
            _content(_file(name, home))
        except CommandRefused as refused:
            faults.append(refused.sentence)
    return tuple(faults)


class _File(NamedTuple):
    """A file as it was when it was looked at: another size or moment is another file."""

    name: str
    path: Path
    own: bool
    modified: int
    size: int


def _file(name: str, home: Path | None) -> _File:
    """The user's own file where there is one, else the shipped one."""
    own = home is not None and (home / "data" / f"{name}.toml").exists()
    folder = home / "data" if own and home is not None else _shipped_folder()
    path = folder / f"{name}.toml"
    status = path.stat()
    return _File(name, path, own, status.st_mtime_ns, status.st_size)


def _shipped_folder() -> Path:
    import aovconsole.data  # importlib.resources would cost a log line some 10 ms

    return Path(aovconsole.data.__file__ or "").parent


@lru_cache(maxsize=32)
def _content(file: _File) -> Any:
    from aovconsole.reference.shapes import FILES

    return _built(FILES[file.name], _table(file))


def _built(shape: Any, table: dict[str, Any]) -> Any:
    """Make the dataclass of a table that was checked: rows become dataclasses, lists become tuples."""
    from dataclasses import fields

    values = {}
    for place in fields(shape):
        if place.name in table:
            value = table[place.name]
            rows = place.metadata.get("rows")
            is_list = isinstance(value, list)
            values[place.name] = tuple(_built(rows, row) if rows else row for row in value) if is_list else value
    return shape(**values)


@lru_cache(maxsize=8)
def _names(partners_file: _File, places_file: _File) -> KnownNames:
    typed_places = (place for place in _table(places_file)["places"] if place["kind"] != "gauge")
    return KnownNames(dict(_spellings(_table(partners_file)["partners"])), dict(_spellings(typed_places)))


def _spellings(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for spelling in (row["name"], *row.get("aliases", ())):
            yield name_key(spelling), row["name"]


@lru_cache(maxsize=32)
def _table(file: _File) -> dict[str, Any]:
    try:
        content = file.path.read_bytes()
        table = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise CommandRefused(f"{file.path}: geen UTF-8 (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        where = f"regel {at[1]}" if at else "de laatste regel"
        raise CommandRefused(f"{file.path}: {where} is geen geldige TOML") from error
    except OSError as error:
        raise CommandRefused(f"{file.path}: niet te lezen ({reason_of(error)})") from error
    if file.own:
        table = _cleaned(table)
        _check_once(file, content, table)
    return table


def _cleaned(value: Any) -> Any:
    """The same table with nothing in its texts that could act on a terminal."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    if isinstance(value, dict):
        return {clean(key): _cleaned(part) for key, part in value.items()}
    return value


def _check_once(file: _File, content: bytes, table: dict[str, Any]) -> None:
    """Check a file of the user's own, unless these very bytes were found good before by this version of the check."""
    import hashlib

    mark = file.path.with_name(f".{file.name}.checked")
    digest = hashlib.sha256(f"{_CHECK_VERSION}\n".encode() + content).hexdigest()
    with suppress(OSError):
        if mark.read_text(encoding="ascii", errors="replace") == digest:
            return
    from aovconsole.reference.check import faults_in
    from aovconsole.reference.shapes import FILES

    if faults := faults_in(FILES[file.name], table):
        raise CommandRefused(f"{file.path}: {'; '.join(faults)}")
    with suppress(OSError):  # a folder that cannot be written is checked each time
        mark.write_text(digest, encoding="ascii")
