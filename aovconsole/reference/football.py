"""What `data/football.toml` holds: the club, its stadium, how names are written, the match-day plan, the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias, TypeVar

from aovconsole.domain.typed_names import name_key

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}

Status: TypeAlias = Literal["vastgesteld", "te bevestigen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAs:
    """A club or a competition as it is written here, and as files write it."""

    __pydantic_config__: ClassVar = _CHECK

    name: str
    source: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to choose from: its key in records, its label, what it means."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A risk category; `asks_scheme` are the travel schemes of which it asks one."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    meaning: str
    source: str
    asks_scheme: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceKind:
    """One kind of consequence and the function that usually takes it."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    by: str
    meaning: str
    source: str


C = TypeVar("C", Choice, Category, ConsequenceKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPoint:
    """One line of the match-day plan: minutes or days from kick-off, below zero before it."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    owner: str
    status: Status
    source: str
    minutes: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Football:
    """The club whose home matches are dossiers here, and what belongs to a match.

    The minutes count from kick-off: doors open before it, the match lasts, supporters leave until.
    """

    __pydantic_config__: ClassVar = _CHECK

    club: str
    stadium: str
    competition: str
    season_begins_month: int
    doors_minutes: int
    length_minutes: int
    depart_minutes: int
    times_status: Status
    source: str
    clubs: tuple[NamedAs, ...] = field(metadata={"rows": NamedAs})
    competitions: tuple[NamedAs, ...] = field(metadata={"rows": NamedAs})
    categories: tuple[Category, ...] = field(metadata={"rows": Category})
    schemes: tuple[Choice, ...] = field(metadata={"rows": Choice})
    conducts: tuple[Choice, ...] = field(metadata={"rows": Choice})
    consequences: tuple[ConsequenceKind, ...] = field(metadata={"rows": ConsequenceKind})
    plan: tuple[PlanPoint, ...] = field(metadata={"rows": PlanPoint})

    def club_name(self, written: str) -> str:
        """How a club is written here; as it stands when the data does not know it."""
        return _written(self.clubs, written)

    def competition_name(self, written: str) -> str:
        """How a competition is written here; as it stands when the data does not know it."""
        return _written(self.competitions, written)

    def attention(self, category: str, scheme: str) -> str:
        """What the category asks of the travel scheme and does not find there, in Dutch; empty when all is well."""
        row = chosen(self.categories, category)
        if row is None or not row.asks_scheme or scheme in row.asks_scheme:
            return ""
        labels = [one.label for one in self.schemes if one.key in row.asks_scheme]
        return f"categorie {row.label} vraagt {' of '.join(labels)}"

    def is_home_club(self, written: str) -> bool:
        """Whether a name is that of the club of this municipality."""
        return name_key(self.club_name(written)) == name_key(self.club)


def chosen(choices: Sequence[C], key: str) -> C | None:
    """The choice with a key or a label, whatever its capitals; None when there is none."""
    asked = name_key(key)
    return next((one for one in choices if asked in (name_key(one.key), name_key(one.label))), None)


def _written(rows: tuple[NamedAs, ...], name: str) -> str:
    asked = name_key(name)
    for row in rows:
        if asked in (name_key(spelling) for spelling in (row.name, *row.aliases)):
            return row.name
    return " ".join(name.split())


def football_faults(table: dict[str, Any]) -> list[str]:
    """What is wrong with a football table beyond its shape, in Dutch; nothing for another file."""
    if "season_begins_month" not in table:
        return []
    faults = [
        f"plan ({row['key']}) moet minutes of days hebben, en niet beide"
        for row in table["plan"]
        if ("minutes" in row) == ("days" in row)
    ]
    for name in ("categories", "schemes", "conducts", "consequences", "plan"):
        counts = Counter(row["key"] for row in table[name])
        faults += [f"{name} ({key}) staat er {count} keer" for key, count in counts.items() if count > 1]
    for name in ("clubs", "competitions"):
        leads_to: dict[str, str] = {}
        for row in table[name]:
            for spelling in (row["name"], *row.get("aliases", ())):
                other = leads_to.setdefault(name_key(spelling), row["name"])
                if other != row["name"]:
                    faults.append(f"{name} ({row['name']}) {spelling!r} is ook een naam van {other}")
    schemes = {row["key"] for row in table["schemes"]}
    faults += [
        f"categories ({row['key']}) asks_scheme {scheme!r} staat niet bij schemes"
        for row in table["categories"]
        for scheme in row.get("asks_scheme", ())
        if scheme not in schemes
    ]
    if not 1 <= table["season_begins_month"] <= 12:
        faults.append("season_begins_month moet een maand zijn (1 tot en met 12)")
    for name in ("doors_minutes", "length_minutes", "depart_minutes"):
        if not 0 <= table[name] <= _MOST_MINUTES:
            faults.append(f"{name} moet tussen 0 en {_MOST_MINUTES} minuten liggen")
    return faults


_MOST_MINUTES = 24 * 60
