"""What `data/erasure.toml` holds: the grounds on which the contents of a record may be erased."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from aovconsole.errors import CommandRefused

_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureGround:
    """One ground: the word that chooses it, how it is written down, what to mind, and who must look at it."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    note: str
    status: Literal["vastgesteld", "te bevestigen", "te toetsen door jurist"]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureGrounds:
    """Every ground."""

    __pydantic_config__: ClassVar = _CHECK

    grounds: tuple[ErasureGround, ...] = field(metadata={"rows": ErasureGround})

    def called(self, key: str) -> ErasureGround:
        """The ground with this key.

        Raises:
            CommandRefused: there is none.
        """
        asked = key.strip().casefold()
        found = next((one for one in self.grounds if one.key.casefold() == asked), None)
        if found is None:
            raise CommandRefused(f"grond {key.strip()} bestaat niet: kies {', '.join(one.key for one in self.grounds)}")
        return found
