"""What `data/sitrep.toml` holds: the parts of a situation report in the order of the totaalbeeld, and the marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

SectionKey: TypeAlias = Literal[
    "nature", "situation", "risks", "means", "access", "responder_risks", "development", "victims", "population",
    "perception", "vital", "organisation", "decisions", "actions", "progress",
]  # fmt: skip
LineKind: TypeAlias = Literal["note", "fact", "message", "assumption", "judgement"]

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class SitrepSection:
    """One section: the part of the totaalbeeld that it belongs to, and which log lines stand in it."""

    __pydantic_config__: ClassVar = _CHECK

    key: SectionKey
    part: str
    label: str
    source: str
    tags: tuple[str, ...] = ()
    kinds: tuple[LineKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SitrepOrder:
    """The sections in the order in which a report tells them, and the words behind a `!` that keep a text here."""

    __pydantic_config__: ClassVar = _CHECK

    marks: tuple[str, ...] = ()
    sections: tuple[SitrepSection, ...] = field(metadata={"rows": SitrepSection})
