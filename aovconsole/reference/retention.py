"""What `data/retention.toml` holds: the results of the selection list, and which one a type of dossier falls under."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from aovconsole.errors import CommandRefused

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}

KeptType: TypeAlias = Literal["incident", "cmt", "evenement", "demonstration", "match", "plan", "handover"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionResult:
    """One result of the list: destroyed after so many years, or kept for ever."""

    __pydantic_config__: ClassVar = _CHECK

    code: str
    label: str
    source: str
    years: int = 0
    permanent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """Which result a type of dossier falls under; `archivist`: nothing goes without a decision of the archivist."""

    __pydantic_config__: ClassVar = _CHECK

    type: KeptType
    archivist: bool
    note: str
    status: Literal["vastgesteld", "te bevestigen"]
    source: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionTable:
    """The whole table."""

    __pydantic_config__: ClassVar = _CHECK

    list: str
    list_source: str
    results: tuple[RetentionResult, ...] = field(metadata={"rows": RetentionResult})
    dossiers: tuple[RetentionRule, ...] = field(metadata={"rows": RetentionRule})

    def rule(self, type_: str) -> RetentionRule | None:
        """The rule for a type of dossier; None means: kept until the archivist decides."""
        return next((one for one in self.dossiers if one.type == type_), None)

    def result(self, code: str) -> RetentionResult:
        """The result with this code.

        Raises:
            CommandRefused: the list has none.
        """
        found = next((one for one in self.results if one.code == code.strip()), None)
        if found is None:
            known = ", ".join(one.code for one in self.results)
            raise CommandRefused(f"resultaat {code.strip()} staat niet in data/retention.toml: kies {known}")
        return found


def retention_faults(table: dict[str, Any]) -> list[str]:
    """What the shapes alone do not show: a term that is none, and a code that the list does not have."""
    if "list_source" not in table:
        return []
    faults = [
        f"results ({one['code']}) heeft years of permanent nodig, niet beide"
        for one in table["results"]
        if (one.get("years", 0) > 0) == one.get("permanent", False)
    ]
    known = {one["code"] for one in table["results"]}
    faults += [
        f"dossiers ({one['type']}) noemt resultaat {one['code']}, dat er niet is"
        for one in table["dossiers"]
        if one.get("code") not in (None, *known)
    ]
    return faults
