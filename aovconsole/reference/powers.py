"""What `data/powers.toml` and `data/holidays.toml` hold: the burgemeester's powers, the days on which no term ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Literal

from aovconsole.domain.measure_steps import WRITTEN
from aovconsole.domain.measure_terms import Limits
from aovconsole.domain.workdays import HolidayRule, Holidays

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}

TRIGGERS = ("decided", "oral", "extended", "withdrawn")
"""The steps after which something can be owed, beside `done:KEY` and `rejected:KEY` of another duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerField:
    """One condition on the form; a required yes_no must be answered with yes. `text` may have several lines.

    One that is required only `when` another condition (a choice) holds one of some choices names both.
    """

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    kind: Literal["text", "choice", "yes_no", "moment", "days"]
    source: str
    hint: str = ""
    required: bool = True
    choices: tuple[str, ...] = ()
    when: str = ""
    when_choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerDuty:
    """What is owed after a step; see `domain.measure_terms.DutyRule`.

    `voted` means that it ends by a vote: ratified or rejected; `ends_with_measure` that the end of the measure is
    enough.
    """

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    type: Literal["notice", "act", "term"]
    on: str
    rule: str
    source: str
    to: str = ""
    at_once: bool = False
    needs_date: str = ""
    voted: bool = False
    ends_with_measure: bool = False
    hours: int | None = None
    weeks: int | None = None
    months: int | None = None
    counts_from: Literal["step", "begin", "end"] = "step"
    except_capacity: tuple[str, ...] = ()
    only_capacity: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Power(Limits):
    """One power: its conditions, who decides, how long it may last, what it owes.

    `asks` and `owes` name conditions and duties in their order, `mandates` the texts about who may decide; those that
    are not the power's own (`fields`, `duties`, `mandate`) stand at the top of the file. As `load_powers` gives it,
    `fields`, `duties` and `mandate` hold all of them.
    """

    __pydantic_config__: ClassVar = _CHECK

    key: str
    name: str
    meaning: str
    source: str
    text_as_of: date
    status: str
    deciders: tuple[str, ...]
    limits_text: str
    asks: tuple[str, ...]
    owes: tuple[str, ...]
    mandates: tuple[str, ...] = ()
    mandate: str = ""
    note: str = ""
    extenders: tuple[str, ...] = ()
    oral_allowed: bool = False
    fields: tuple[PowerField, ...] = field(default=(), metadata={"rows": PowerField})
    duties: tuple[PowerDuty, ...] = field(default=(), metadata={"rows": PowerDuty})

    def condition(self, key: str) -> PowerField | None:
        """The condition with this key; None when the power has none."""
        return next((row for row in self.fields if row.key == key), None)

    def duty(self, key: str) -> PowerDuty | None:
        """The duty with this key; None when the power has none."""
        return next((duty for duty in self.duties if duty.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A text about who may decide, which several powers share."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Powers:
    """The powers, and the texts, conditions and duties that several of them share."""

    __pydantic_config__: ClassVar = _CHECK

    mandates: tuple[Mandate, ...] = field(default=(), metadata={"rows": Mandate})
    fields: tuple[PowerField, ...] = field(metadata={"rows": PowerField})
    duties: tuple[PowerDuty, ...] = field(metadata={"rows": PowerDuty})
    powers: tuple[Power, ...] = field(metadata={"rows": Power})

    def complete(self) -> Powers:
        """The same powers, each with all its conditions and duties in order."""
        return replace(self, powers=tuple(map(self._completed, self.powers)))

    def _completed(self, power: Power) -> Power:
        fields = {row.key: row for row in (*self.fields, *power.fields)}
        duties = {row.key: row for row in (*self.duties, *power.duties)}
        texts = {row.key: row.text for row in self.mandates}
        return replace(
            power,
            mandate=" ".join((*(texts[key] for key in power.mandates), power.mandate)).strip(),
            fields=tuple(fields[key] for key in power.asks),
            duties=tuple(duties[key] for key in power.owes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One holiday of every year."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    name: str
    source: str
    month_day: str = ""
    easter_offset: int | None = None
    on_sunday: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayTable:
    """The holidays, and the days that a decree put on a level with them."""

    __pydantic_config__: ClassVar = _CHECK

    equated: tuple[date, ...]
    equated_source: str
    holidays: tuple[Holiday, ...] = field(metadata={"rows": Holiday})

    @property
    def calendar(self) -> Holidays:
        """The days on which no term ends."""
        rules = (HolidayRule(row.name, row.month_day, row.easter_offset, row.on_sunday) for row in self.holidays)
        return Holidays(tuple(rules), frozenset(self.equated))


def power_faults(table: dict[str, Any]) -> Iterator[str]:
    """What is wrong between the parts of `powers.toml`: names that lead nowhere, steps that do not exist."""
    shared = {part: {row["key"]: row for row in table.get(part, ())} for part in ("fields", "duties")}
    for power in table.get("powers", ()):
        name = f"powers ({power['key']})"
        rows = {part: shared[part] | {row["key"]: row for row in power.get(part, ())} for part in shared}
        for part, list_key in (("fields", "asks"), ("duties", "owes")):
            listed = power[list_key]
            yield from (f"{name} {list_key}: {key} bestaat niet" for key in listed if key not in rows[part])
            unused = (row["key"] for row in power.get(part, ()) if row["key"] not in listed)
            yield from (f"{name} {part} ({key}) staat niet in {list_key}" for key in unused)
            counts = Counter([row["key"] for row in power.get(part, ())])
            yield from (f"{name} {part} ({key}) staat er {count} keer" for key, count in counts.items() if count > 1)
        duties = [rows["duties"][key] for key in power["owes"] if key in rows["duties"]]
        keys = {duty["key"] for duty in duties}
        for duty in duties:
            word, _, of = duty["on"].partition(":")
            if duty["on"] not in TRIGGERS and not (word in ("done", "rejected") and of in keys):
                yield f"{name} duties ({duty['key']}) on: {duty['on']} bestaat niet"
        if power.get("oral_allowed") and WRITTEN not in keys:
            yield f"{name} oral_allowed vraagt een plicht {WRITTEN} in owes"
        yield from _mandate_faults(name, power, {row["key"] for row in table.get("mandates", ())})
        yield from _condition_faults(name, [rows["fields"][key] for key in power["asks"] if key in rows["fields"]])


def _mandate_faults(name: str, power: dict[str, Any], known: Container[str]) -> Iterator[str]:
    named = power.get("mandates", ())
    yield from (f"{name} mandates: {key} bestaat niet" for key in named if key not in known)
    if not named and "mandate" not in power:
        yield f"{name} heeft mandates of mandate nodig: wie mag besluiten"


def _condition_faults(name: str, asked: list[dict[str, Any]]) -> Iterator[str]:
    """Conditions that hang on a choice that is not asked."""
    choices = {row["key"]: row.get("choices", ()) for row in asked}
    for row in asked:
        of, wanted = row.get("when", ""), row.get("when_choices", ())
        if bool(of) != bool(wanted):
            yield f"{name} fields ({row['key']}) heeft when en when_choices nodig, of geen van beide"
        yield from (
            f"{name} fields ({row['key']}) when_choices: {of} kent geen {choice}"
            for choice in wanted
            if choice not in choices.get(of, ())
        )


def holiday_faults(table: dict[str, Any]) -> Iterator[str]:
    """Holidays without a day, or with one that is no day of every year."""
    for row in table.get("holidays", ()):
        if ("month_day" in row) == ("easter_offset" in row):
            yield f"holidays ({row['key']}) heeft month_day of easter_offset nodig, een van de twee"
        for key in ("month_day", "on_sunday"):
            if key in row and not _is_day(row[key]):
                yield f"holidays ({row['key']}) {key} moet MM-DD zijn"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(f"2023-{text}")  # no leap year: the 29th of February is no day of every year
    except ValueError:
        return False
    return True
