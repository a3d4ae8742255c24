"""What `data/roster.toml` holds: the duties, when they change hands, and which duty a risk asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any, ClassVar, Literal, TypeAlias

from aovconsole.domain.roster import NightRule, Rules
from aovconsole.domain.typed_names import name_key

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}

Confirmed: TypeAlias = Literal["vastgesteld", "te bevestigen"]
Happens: TypeAlias = Literal[
    "evenement A", "evenement B", "evenement C", "match A", "match B", "match C", "cmt_day",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterDuty:
    """One duty and how else it is written.

    `always`: it must be filled day and night; `nights`: its nights are counted; `behind`: the duty that it backs.
    """

    __pydantic_config__: ClassVar = _CHECK

    name: str
    status: Confirmed
    source: str
    aliases: tuple[str, ...] = ()
    always: bool = False
    nights: bool = False
    behind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterNeed:
    """Which duties something asks for while it lasts."""

    __pydantic_config__: ClassVar = _CHECK

    happens: Happens
    duties: tuple[str, ...]
    status: Confirmed
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The duties and what is held against a roster; `change` is the hour at which a day of duty begins and ends."""

    __pydantic_config__: ClassVar = _CHECK

    change: str
    change_status: Confirmed
    change_source: str
    nights_most: int
    night_begin: str
    night_end: str
    nights_status: Confirmed
    nights_source: str
    longest_days: int
    duty: tuple[RosterDuty, ...] = field(metadata={"rows": RosterDuty})
    need: tuple[RosterNeed, ...] = field(metadata={"rows": RosterNeed})

    @property
    def rules(self) -> Rules:
        """The same as the readings want it."""
        counted = frozenset(one.name for one in self.duty if one.nights)
        night = NightRule(
            self.nights_most, time.fromisoformat(self.night_begin), time.fromisoformat(self.night_end), counted
        )
        return Rules(
            duties=tuple(one.name for one in self.duty),
            always=tuple(one.name for one in self.duty if one.always),
            spellings={name_key(said): one.name for one in self.duty for said in (one.name, *one.aliases)},
            behind={one.name: one.behind for one in self.duty if one.behind},
            nights=night,
            change=time.fromisoformat(self.change),
            needs={one.happens: one.duties for one in self.need},
            longest=timedelta(days=self.longest_days),
        )


def roster_faults(table: dict[str, Any]) -> list[str]:
    """What the shapes alone do not show: an hour that is none, a duty that does not exist, a bound that cannot be."""
    if "change" not in table:
        return []
    faults = [
        f"{key} moet een kloktijd zijn, zoals 08:00"
        for key in ("change", "night_begin", "night_end")
        if not re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", table[key])
    ]
    known = {row["name"] for row in table["duty"]}
    named = [(row["name"], row["behind"]) for row in table["duty"] if "behind" in row]
    named += [(row["happens"], name) for row in table["need"] for name in row["duties"]]
    faults += [f"{where}: de dienst {name!r} bestaat niet" for where, name in named if name not in known]
    for key, most in (("nights_most", 100), ("longest_days", 366)):
        if not 1 <= table[key] <= most:
            faults.append(f"{key} moet tussen 1 en {most} liggen")
    return faults
