"""Checks a file of `data/` with pydantic and says in Dutch, with the key, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from aovconsole.domain.typed_names import name_key
from aovconsole.reference.exercise import exercise_faults
from aovconsole.reference.feeds import feed_faults
from aovconsole.reference.football import football_faults
from aovconsole.reference.powers import holiday_faults, power_faults
from aovconsole.reference.reminders import reminder_faults
from aovconsole.reference.retention import retention_faults
from aovconsole.reference.roster import roster_faults

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_MOST_FAULTS = 3
_WANTED = {
    "string": "moet tekst zijn",
    "int": "moet een geheel getal zijn",
    "float": "moet een getal zijn",
    "bool": "moet true of false zijn",
    "date": "moet een datum zijn (2027-02-07)",
    "tuple": "moet een lijst zijn",
    "dataclass": "moet een tabel zijn",
}
_OF_TYPE: dict[type, str] = {str: "string", int: "int", float: "float", bool: "bool", date: "date"}


Location: TypeAlias = tuple[int | str, ...]
"""Where something stands in a file: its keys, and the numbers (from 0) of its rows."""


def faults_in(shape: Any, table: dict[str, Any]) -> list[str]:
    """What is wrong with a file's content, each with its key; the first few."""
    faults = [f"{key_text(location, table)} {sentence}" for location, sentence in shape_faults(shape, table)]
    if not faults:
        faults = [
            *_half_coordinates(table),
            *_doubled_names(table),
            *_doubled_keys(table),
            *_doubled_dates(table),
            *power_faults(table),
            *holiday_faults(table),
            *football_faults(table),
            *feed_faults(table),
            *roster_faults(table),
            *retention_faults(table),
            *reminder_faults(table),
            *exercise_faults(table),
        ]
    more = len(faults) - _MOST_FAULTS
    return [*faults[:_MOST_FAULTS], *([f"en nog {more}"] if more > 0 else [])]


def shape_faults(shape: Any, table: dict[str, Any]) -> list[tuple[Location, str]]:
    """Where a table is not of a shape, and what is wrong there, in Dutch."""
    from pydantic import ValidationError

    try:
        content = adapter_of(shape).validate_python(table)
    except ValidationError as error:
        return [(fault["loc"], _sentence(fault)) for fault in error.errors(include_url=False)]
    return list(_converted(content, table))


@cache
def adapter_of(shape: Any) -> TypeAdapter[Any]:
    """What checks a table against a shape and makes it; built once, which takes as long as many checks."""
    from pydantic import TypeAdapter

    return TypeAdapter(shape)


def _sentence(fault: Any) -> str:
    kind: str = fault["type"]
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return "is een onbekende sleutel"
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return "ontbreekt"
    if kind == "string_too_short":
        return "mag niet leeg zijn"
    if kind == "string_too_long":
        return f"is langer dan {fault['ctx']['max_length']} tekens"
    if kind == "literal_error":
        return f"moet een van deze zijn: {fault['ctx']['expected'].replace(' or ', ', ')}"
    return _WANTED.get(kind.partition("_")[0], "is niet goed")


def key_text(location: Location, table: dict[str, Any]) -> str:
    """The key as the file's editor finds it: `places[12] (Vrijthof) lat`."""
    words: list[str] = []
    place: Any = table
    for step in location:
        if isinstance(place, dict | list):
            try:
                place = place[step]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                place = None
        if isinstance(step, int) and words:
            words[-1] += f"[{step + 1}]"
            if name := _name_of(place):
                words.append(f"({name})")
        else:
            words.append(str(step))
    return " ".join(words)


def _name_of(row: Any) -> str:
    keys = ("id", "name", "key", "year", "figure", "level")
    return next((str(row[key]) for key in keys if key in row), "") if isinstance(row, dict) else ""


def _converted(value: Any, given: Any, location: Location = ()) -> Iterator[tuple[Location, str]]:
    """What pydantic took for what it is not, such as "12" for 12: the console reads it as it stands."""
    if isinstance(given, dict):
        for key, part in given.items():
            yield from _converted(getattr(value, key), part, (*location, key))
    elif isinstance(given, list):
        for number, (kept, part) in enumerate(zip(value, given, strict=True)):
            yield from _converted(kept, part, (*location, number))
    elif type(value) is not type(given) and not (isinstance(value, float) and type(given) is int):
        yield location, _WANTED[_OF_TYPE[type(value)]]


def _half_coordinates(table: dict[str, Any]) -> list[str]:
    rows = table.get("places", ())
    return [f"places ({row['name']}) heeft maar een van lat en lon" for row in rows if ("lat" in row) != ("lon" in row)]


def _doubled_names(table: dict[str, Any]) -> list[str]:
    faults = []
    for rows_key in ("places", "partners", "duty"):
        leads_to: dict[str, str] = {}
        for row in table.get(rows_key, ()):
            for spelling in (row["name"], *row.get("aliases", ())):
                other = leads_to.setdefault(name_key(spelling), row["name"])
                if other != row["name"]:
                    faults.append(f"{rows_key} ({row['name']}) {spelling!r} is ook een naam van {other}")
    return faults


def _doubled_dates(table: dict[str, Any]) -> list[str]:
    counts = Counter((row["key"], row["on"].year) for row in table.get("dates", ()))
    return [f"dates ({key}) staat er {count} keer voor {year}" for (key, year), count in counts.items() if count > 1]


def _doubled_keys(table: dict[str, Any]) -> list[str]:
    faults = []
    for rows_key, key in (
        ("years", "year"),
        ("levels", "level"),
        ("terms", "key"),
        ("arrival_terms", "key"),
        ("places", "name"),
        ("partners", "name"),
        ("structures", "name"),
        ("points", "key"),
        ("powers", "key"),
        ("fields", "key"),
        ("duties", "key"),
        ("holidays", "key"),
        ("guides", "key"),
        ("duty", "name"),
        ("need", "happens"),
        ("grounds", "key"),
        ("results", "code"),
        ("dossiers", "type"),
        ("leads", "type"),
        ("rules", "key"),
    ):
        counts = Counter(row[key] for row in table.get(rows_key, ()))
        faults += [f"{rows_key} ({value}) staat er {count} keer" for value, count in counts.items() if count > 1]
    return faults
