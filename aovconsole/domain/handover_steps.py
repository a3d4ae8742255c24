"""What is recorded of a handover of duty: made, worked on by the giver, read back, accepted, taken or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, get_args

MatterState: TypeAlias = Literal["calm", "watch", "acute"]
NoteField: TypeAlias = Literal["line", "state", "aloud"]

STATE_WORDS: dict[str, str] = {"calm": "rustig", "watch": "alert", "acute": "acuut"}
"""How ill a matter is (domain.md §7, after I-PASS)."""


@dataclass(frozen=True, slots=True)
class HandoverMade:
    """The giver made a handover of a duty; `sheet` is what the console computed then, as JSON.

    `receiver` is whom it is meant for, empty when that is open; `since` the number of the handover before it.
    """

    kind: ClassVar[str] = "handover.made"
    version: ClassVar[int] = 1
    number: str
    duty: str
    giver: str
    receiver: str = ""
    since: str = ""
    sheet: str = "{}"


@dataclass(frozen=True, slots=True)
class HandoverNoted:
    """The giver said something of a matter: a line, its state, or that it must be read aloud (`1`, empty: not)."""

    kind: ClassVar[str] = "handover.noted"
    version: ClassVar[int] = 1
    matter: str
    name: str
    value: str
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no part of a matter."""
        if self.name not in get_args(NoteField) or (self.name == "state" and self.value not in STATE_WORDS):
            raise ValueError(self.name)

    @property
    def field(self) -> str:
        """The field that is set."""
        return f"{self.name}:{self.matter}"


@dataclass(frozen=True, slots=True)
class HandoverConfided:
    """A note from giver to receiver that stands in no export."""

    kind: ClassVar[str] = "handover.confided"
    version: ClassVar[int] = 1
    text: str


@dataclass(frozen=True, slots=True)
class HandoverRead:
    """The receiver went through a matter: what was read back or asked."""

    kind: ClassVar[str] = "handover.read"
    version: ClassVar[int] = 1
    matter: str
    by: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class HandoverAccepted:
    """The receiver accepted: the duty moves here. It binds to the head of the chain of the accepting station.

    `heads` names every station's head as `letters hash`; `arrived_count` is how many lines had come in since it was
    made. With a `reason` the receiver took over alone, without going through it.
    """

    kind: ClassVar[str] = "handover.accepted"
    version: ClassVar[int] = 1
    by: str
    head: str
    heads: tuple[str, ...] = ()
    arrived_count: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HandoverWithdrawn:
    """The giver withdrew it; the duty stayed where it was."""

    kind: ClassVar[str] = "handover.withdrawn"
    version: ClassVar[int] = 1
    reason: str


HandoverPayload: TypeAlias = (
    HandoverMade | HandoverNoted | HandoverConfided | HandoverRead | HandoverAccepted | HandoverWithdrawn
)
PAYLOADS = (HandoverMade, HandoverNoted, HandoverConfided, HandoverRead, HandoverAccepted, HandoverWithdrawn)
