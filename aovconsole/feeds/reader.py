"""What every reader has in common: its row of `data/feeds.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from aovconsole.feeds.signal import FeedSettings, Request
from aovconsole.reference.feeds import WITH_PRIVACY_RULE, Feed


@dataclass(frozen=True, slots=True)
class FeedReader:
    """One source as `data/feeds.toml` has it; what it reads is its own."""

    feed: Feed
    recorded: ClassVar[bool] = True

    @property
    def id(self) -> str:
        """What `--source` says."""
        return self.feed.id

    @property
    def label(self) -> str:
        """The source in Dutch."""
        return self.feed.label

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where requests may go."""
        return self.feed.hosts

    @property
    def rhythm(self) -> int:
        """Seconds between two polls."""
        return self.feed.rhythm

    @property
    def late(self) -> int:
        """Seconds that a measurement may come behind."""
        return self.feed.late

    @property
    def tested_on_recording(self) -> bool:
        """Whether a real delivery was there to test it on."""
        return self.recorded

    @property
    def off_by_default(self) -> bool:
        """Whether it has a privacy rule, and so runs only where somebody switched it on."""
        return self.feed.id in WITH_PRIVACY_RULE

    @property
    def privacy_rule(self) -> str:
        """The sentence beside the switch."""
        return self.feed.privacy or ""

    @property
    def enabled(self) -> bool:
        """The switch."""
        return self.feed.on

    @property
    def missing_key(self) -> bool:
        """Whether it needs a key that the file does not hold."""
        return self.feed.needs_key and not self.feed.api_key

    def requests(self, settings: FeedSettings) -> tuple[Request, ...]:  # noqa: ARG002 (others ask by the moment)
        """Its address, where it has one."""
        return (Request(self.feed.address),) if self.feed.address else ()
