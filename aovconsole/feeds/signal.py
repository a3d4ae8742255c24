"""What a reader of a feed says: bytes in, signals out; no network, clock or file, those bring the bytes.

requests(settings) ─> poller ─> bytes ─> read(bytes) ─> Reading ─> signals
                        ▲                                  │
                        └────────── follow ────────────────┘   (a list that names the file to fetch next)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, TypeAlias, get_args

from aovconsole.errors import CommandRefused

Level: TypeAlias = Literal["none", "info", "yellow", "orange", "red", "unknown"]
"""How serious; "none" is a source that says that there is nothing, "unknown" a value without a class of its own."""

LEVELS: tuple[Level, ...] = get_args(Level)


class FeedRefused(CommandRefused):
    """What came is not what was asked for; nothing of it is used, what was known before stays with its age."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that a source says now; all texts are cleaned, all moments have a zone.

    `key` is the same as long as it is about the same thing (a gauge, a warning with its updates). `level_text` is the
    level in the words of the source ("code geel", "hoog"), empty without one. `end` None is: not said.
    """

    source: str
    key: str
    headline: str
    level: Level = "info"
    level_text: str = ""
    begin: datetime | None = None
    end: datetime | None = None
    measured_at: datetime | None = None
    value: str = ""
    unit: str = ""
    place: str = ""
    detail: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a server; the poller adds User-Agent, marks and limits, and asks one at a time of each host."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # may hold a key
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one answer said.

    `remarks`: Dutch sentences about what was left out and why. `ended`: keys that the source withdrew by name.
    `complete`: the answer holds all that its source has now: a key that is absent is over ("niet meer in bron").
    `follow`: what must be asked next to know more; its answers go to `read` as well.
    """

    signals: tuple[Signal, ...] = ()
    remarks: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    complete: bool = False
    follow: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What a question depends on: the moment. Addresses, areas and the user's key come from `data/feeds.toml`."""

    at: datetime


class Reader(Protocol):
    """One source; its answer is older than it may be ("verouderd") at twice `rhythm`."""

    @property
    def id(self) -> str:
        """What `--source` and the key of a signal say."""

    @property
    def label(self) -> str:
        """The source in Dutch."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where requests, and what follows from them, may go; `.name` stands for every host that ends so."""

    @property
    def rhythm(self) -> int:
        """Seconds between two polls."""

    @property
    def late(self) -> int:
        """Seconds that this source is used to come behind what it measures: its values are that much older."""

    @property
    def tested_on_recording(self) -> bool:
        """False: the screen says "niet getoetst aan echte levering"."""

    @property
    def off_by_default(self) -> bool:
        """Whether it runs only where somebody switched it on."""

    @property
    def privacy_rule(self) -> str:
        """The Dutch sentence beside the switch; empty where no personal data comes in."""

    @property
    def enabled(self) -> bool:
        """The switch in `data/feeds.toml`."""

    @property
    def missing_key(self) -> bool:
        """It can only be asked with a key that `data/feeds.toml` does not hold; `requests` is empty then."""

    def requests(self, settings: FeedSettings) -> tuple[Request, ...]:
        """What to ask now; empty for a source that is only read from files."""

    def read(self, body: bytes, content_type: str, at: datetime) -> Reading:
        """What an answer says, at this moment.

        Raises:
            FeedRefused: it is not what was asked for.
        """
