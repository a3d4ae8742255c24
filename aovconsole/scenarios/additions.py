"""The small file in the user's own folder that adds rows to a template: `scenarios/carnaval.additions.toml`.

A template of its own would replace the shipped one whole, and hide what a next version of the console brings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from aovconsole.domain.scenario_template import AddedThreshold, Additions, Template, Threshold
from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused
from aovconsole.scenarios.reading import ADDITIONS, Checked, Location, Source, shaped, table_of, text_in, tidied, told

_LISTS = ("measures", "decisions", "rounds", "evaluation", "questions")

Value: TypeAlias = str | bool | int | float | date | list[str]


@dataclass(frozen=True, slots=True)
class Extended:
    """A file that adds to a template, with one row more; `before` is what it held, None where there was none.

    `addition` is the text of the row; it is empty where the very same row stands there already.
    """

    path: Path
    before: str | None
    text: str
    addition: str


def check_additions(text: str | Checked, base: Template, home: Path | None) -> Checked:
    """The template with what a file adds to it, or what is wrong with that file."""
    from aovconsole.scenarios.faults import faults_between

    table = text if isinstance(text, Checked) else table_of(text)
    if isinstance(table, Checked):
        return replace(table, in_additions=True)
    assert isinstance(text, str), "a table came from a text"
    added, found = shaped(Additions, table)
    if added:
        found = list(_unplaced(added, base))
        if not found:
            whole, places = _together(base, added)
            found = [(_placed(at, places), said) for at, said in faults_between(whole, base.name, home)]
            if not found:
                return Checked(whole, ())
    return Checked(None, told(found, table, text), in_additions=True)


def _unplaced(added: Additions, base: Template) -> list[tuple[Location, str]]:
    """What adds to nothing."""
    found: list[tuple[Location, str]] = []
    if added.name != base.name:
        found.append((("name",), f"moet de naam van het sjabloon zijn waar dit bij komt ({base.name})"))
    watched = {place.name for place in base.places}
    for number, threshold in enumerate(added.thresholds):
        if threshold.place not in watched:
            known = ", ".join(sorted(watched)) or "geen"
            said = f"de plaats '{threshold.place}' staat niet in het sjabloon {base.name}; wel: {known}"
            found.append((("thresholds", number, "place"), said))
    return found


def _together(base: Template, added: Additions) -> tuple[Template, dict[Location, Location]]:
    """The whole template, and for every added row (as it stands in the whole) where it stands in its own file."""
    places: dict[Location, Location] = {}
    lists: dict[str, Any] = {}
    for key in _LISTS:
        stood, more = getattr(base, key), getattr(added, key)
        lists[key] = (*stood, *more)
        places |= {(key, len(stood) + number): (key, number) for number in range(len(more))}
    watched = list(base.places)
    for number, threshold in enumerate(added.thresholds):
        at = next(at for at, place in enumerate(watched) if place.name == threshold.place)
        places["places", at, "thresholds", len(watched[at].thresholds)] = ("thresholds", number)
        watched[at] = replace(watched[at], thresholds=(*watched[at].thresholds, _plain(threshold)))
    return replace(base, places=tuple(watched), **lists), places


def _plain(threshold: AddedThreshold) -> Threshold:
    return Threshold(**{field.name: getattr(threshold, field.name) for field in fields(Threshold)})


def _placed(at: Location, places: Mapping[Location, Location]) -> Location:
    """Where a fault of the whole stands in the file that adds; at its begin where no row of it is named."""
    for length in range(len(at), 0, -1):
        if at[:length] in places:
            return (*places[at[:length]], *at[length:])
    return ()


def extended(source: Source, home: Path, key: str, row: Mapping[str, Value], remark: str) -> Extended:
    """The file that adds to a template with one row more in the list `key`, checked; nothing is written.

    Raises:
        CommandRefused: the template or the file that adds to it is broken, the row would break it, or another row with
            its id stands there.
    """
    row = {name: value for name, value in tidied(dict(row)).items() if value not in ("", [])}
    base = replace(source, additions=None).template()
    path = source.additions or home / "scenarios" / f"{source.name}{ADDITIONS}.toml"
    before = None
    if source.additions:
        source.template()
        held = text_in(path)
        assert isinstance(held, str), "a file that was just read as sound holds a text"
        before = held
        if _stands(held, key, row):
            return Extended(path, before, held, "")
    addition = f"# {' '.join(clean(remark).split())}\n[[{key}]]\n" + "".join(
        f"{name} = {_written(value)}\n" for name, value in row.items()
    )
    text = f"{(before or _head(source.name)).rstrip()}\n\n{addition}"
    found = check_additions(text, base, home)
    if found.faults:
        raise CommandRefused(f"dit past niet in het sjabloon {source.name}: {found.faults[0].text}")
    return Extended(path, before, text, addition)


def _stands(text: str, key: str, row: Mapping[str, Value]) -> bool:
    """Whether the very same row stands there already: it was written, and then the power failed."""
    table = table_of(text)
    return isinstance(table, dict) and row in table.get(key, [])


def _head(name: str) -> str:
    return (
        f"# Aanvulling op het sjabloon {name}, uit aanbevelingen van evaluaties. Lees na, pas aan, of haal weg:\n"
        "# de console voegt alleen onderaan toe. Het vorige bestand staat ernaast, met .bak erachter.\n\n"
        f"name = {_written(name)}\n"
    )


def _written(value: Value) -> str:
    """A value as TOML writes it; a text as JSON does, which is TOML's basic string but for DEL."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return value.isoformat() if isinstance(value, date) else repr(value)
