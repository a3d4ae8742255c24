"""The one-line grammar of the bar: `22:14 politie @Vrijthof instroom loopt vast !actie THOR 22:30 #crowd`.

Everything but the text is optional, and what is not understood stays text: nothing is dropped or moved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM, CLOCK_SKEW, clock_text, day_beside, day_short, stored, wall_clock
from aovconsole.domain.typed_names import KnownNames, TypedName, closed, known_name, leading_source, name_key
from aovconsole.domain.typed_times import Page, TypedTime, due_time, leading_time

__all__ = ["STATUS_WORDS", "Entry", "KnownNames", "Token", "explain", "parse", "split_pasted"]

Kind: TypeAlias = Literal["note", "fact", "assumption", "judgement", "decision", "action", "message"]
Status: TypeAlias = Literal["", "verified", "unverified", "contradicted"]
Mark: TypeAlias = Literal["private", "police"]
Role: TypeAlias = Literal["time", "skipped_time", "source", "place", "kind", "status", "owner", "due", "tag", "mark"]

_KINDS: dict[str, Kind] = {
    "feit": "fact",
    "aanname": "assumption",
    "oordeel": "judgement",
    "besluit": "decision",
    "actie": "action",
    "bericht": "message",
}
STATUS_WORDS: dict[str, Status] = {
    "geverifieerd": "verified",
    "bevestigd": "verified",
    "ongeverifieerd": "unverified",
    "onbevestigd": "unverified",
    "weersproken": "contradicted",
}
"""What is typed behind a `!` for the status of a line."""

_MARKS: dict[str, Mark] = {"privé": "private", "prive": "private", "politie": "police"}
_KINDS_IN_DUTCH = {kind: word for word, kind in _KINDS.items()}
_STATUSES_IN_DUTCH: dict[Status, str] = {
    "verified": "geverifieerd", "unverified": "ongeverifieerd", "contradicted": "weersproken",
}  # fmt: skip
_MARKS_IN_DUTCH: dict[Mark, str] = {"private": "privé", "police": "politiegegevens"}

_DUE_BY = frozenset({"om", "voor", "vóór", "tegen", "uiterlijk", "per"})
_NO_OWNERS = frozenset({"na", "van", "vanaf", "rond", "tot", "sinds", "sedert", "tussen", "bij", "met", "en", "of"})

_LETTER = r"\w\u0300-\u036f"
_STARTED = re.compile(r"(?<!\S)[@#!]\S+")
_WORD = re.compile(r"[^\S\n]*(\S+)")
_SPACE = re.compile(r"\s*")
_TAG = re.compile(rf"#([^\W\d_][{_LETTER}-]*)[.,;:!?)]*")
_BANG = re.compile(rf"!([^\W\d_][{_LETTER}]*)[.,;:!?)]*")
_BARE = re.compile(r"[0-9]{1,2}[:.][0-9]{2}")
_HALF_A_DAY = timedelta(hours=12)
"""A bare time of yesterday that is longer ago was nearer today: it may have been meant as still to come."""
_QUOTED = re.compile(r'@["\u201c\u201d\u201e]([^"\u201c\u201d\n]{1,80})["\u201c\u201d](?!\w)')
_NAMED = re.compile(r"@([^\W_][^\s@]{0,79}?)[.,;:!?)\"']{0,3}(?!\S)")


class Token(NamedTuple):
    """One part of a line that was understood: its role, where it stands in the text, what it means.

    The value of a time or a term is the moment as it is stored; of a time that the clock skipped, how it would be.
    """

    role: Role
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed and what was understood of it.

    `text` is the line as it was typed, `body` the same without the time and the source in front. `occurred_at`
    None means now; two `time_choices` mean that the time exists twice and `occurred_at` is only the likelier one.
    """

    text: str
    body: str
    occurred_at: datetime | None = None
    time_choices: tuple[datetime, ...] = ()
    kind: Kind = "note"
    source: str = ""
    place: str = ""
    tags: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    owner: str = ""
    due_at: datetime | None = None
    understood: tuple[Token, ...] = ()
    status: Status = ""


def parse(text: str, *, now: datetime, known: KnownNames, zone: ZoneInfo = AMSTERDAM) -> Entry:
    """Read one line (or one message of several lines); never refuses and never raises."""
    return _parse(clean(text, lines=True), now, known, zone)[0]


def split_pasted(
    text: str, *, now: datetime, known: KnownNames, day: date | None = None, zone: ZoneInfo = AMSTERDAM
) -> tuple[Entry, ...]:
    """Read lines from a notebook or a chat that were pasted in one go, one entry a line or a message.

    `day` is the date of the notebook's page: a bare time is of that day, and of the next one when it is more
    than twelve hours before the line above. A line with a date starts a page. A term is counted from its line's time.
    """
    page = Page(day) if day else None
    entries = []
    for message in _messages(clean(text, lines=True), now, known, zone):
        entry, typed = _parse(message, now, known, zone, page)
        entries.append(entry)
        if typed and (typed.dated or page):
            page = Page(typed.naive.date(), typed.naive)
    return tuple(entries)


def _messages(text: str, now: datetime, known: KnownNames, zone: ZoneInfo) -> list[str]:
    """The lines that are not blank; in a chat, a line without a date goes with the message before it."""
    messages: list[list[str]] = []
    in_chat = False
    for line in text.split("\n"):
        if not line.strip():
            continue
        typed = leading_time(line, now, zone)
        chat = bool(typed and typed.chat)
        if in_chat and not chat:
            messages[-1].append(line)
            continue
        messages.append([line])
        in_chat = in_chat or bool(typed and chat and leading_source(line, typed.end, known, chat=True))
    return ["\n".join(lines) for lines in messages]


def _parse(
    text: str, now: datetime, known: KnownNames, zone: ZoneInfo, page: Page | None = None
) -> tuple[Entry, TypedTime | None]:
    tokens: list[Token] = []
    start, typed = 0, leading_time(text, now, zone, page)
    happened = None
    if typed and not typed.moments:
        tokens.append(Token("skipped_time", typed.start, typed.end, typed.naive.isoformat()))
    elif typed and (typed.chat or text[typed.end :].strip()):
        happened, start = _likeliest(typed, now), typed.end
        tokens.append(Token("time", typed.start, _trimmed(text, typed), stored(happened)))
    source = leading_source(text, start, known, chat=bool(typed and typed.chat)) if not _skipped(tokens) else None
    if source:
        tokens.append(Token("source", source.start, source.end, source.name))
        start = source.after
    since = min(happened, now) if happened else now
    reading = _Reading(text, since, known, zone, tokens)
    reading.read(start)
    choices = typed.moments if typed and happened and len(typed.moments) > 1 else ()
    return reading.entry(start, happened, choices, source.name if source else ""), typed if happened else None


def _skipped(tokens: list[Token]) -> bool:
    return any(token.role == "skipped_time" for token in tokens)


def _likeliest(typed: TypedTime, now: datetime) -> datetime:
    past = [moment for moment in typed.moments if moment <= now + CLOCK_SKEW]
    return past[-1] if past else typed.moments[0]


def _trimmed(text: str, typed: TypedTime) -> int:
    """Where the time ends, without the dash or the colon that parts it from the text."""
    return typed.start + len(text[typed.start : typed.end].rstrip(" \t\u00a0\u202f:,;.-\u2013\u2014"))


class _Reading:
    """Collects what stands behind the time and the source; the first place, kind and status count."""

    def __init__(self, text: str, since: datetime, known: KnownNames, zone: ZoneInfo, tokens: list[Token]) -> None:
        self.text = text
        self.since = since
        self.known = known
        self.zone = zone
        self.tokens = tokens
        self.kind: Kind = "note"
        self.status: Status = ""
        self.place = ""
        self.owner = ""
        self.due_at: datetime | None = None
        self.tags: dict[str, None] = {}
        self.marks: dict[Mark, None] = {}

    def read(self, start: int) -> None:
        """Read every part that begins with a sign at the start of a word."""
        past = start
        for found in _STARTED.finditer(self.text, start):
            if found.start() < past:
                continue
            match found[0][0]:
                case "@":
                    past = self._read_place(found) or past
                case "#":
                    self._read_tag(found)
                case _:
                    self._read_bang(found)

    def entry(self, start: int, happened: datetime | None, choices: tuple[datetime, ...], source: str) -> Entry:
        """The entry, of which the body begins at `start`."""
        return Entry(
            self.text,
            self.text[start:].strip(),
            happened,
            choices,
            self.kind,
            source,
            self.place,
            tuple(self.tags),
            tuple(self.marks),
            self.owner,
            self.due_at,
            tuple(sorted(self.tokens, key=lambda token: token.start)),
            self.status,
        )

    def _note(self, role: Role, start: int, end: int, value: str) -> None:
        self.tokens.append(Token(role, start, end, value))

    def _read_place(self, found: re.Match[str]) -> int:
        start = found.start()
        if self.place:
            return 0
        if quoted := _QUOTED.match(self.text, start):
            name, end = " ".join(quoted[1].split()), quoted.end()
            name = self.known.places.get(name_key(name), name)
        elif (known := known_name(self.text, start + 1, self.known.places)) and known.start == start + 1:
            name, end = known.name, known.end
        elif typed := _NAMED.match(self.text, start):
            name, end = typed[1], typed.end(1)
        else:
            return 0
        self.place = name
        if name:
            self._note("place", start, end, name)
        return end

    def _read_tag(self, found: re.Match[str]) -> None:
        if tag := _TAG.fullmatch(found[0]):
            self.tags[name_key(tag[1])] = None
            self._note("tag", found.start(), found.start() + tag.end(1), name_key(tag[1]))

    def _read_bang(self, found: re.Match[str]) -> None:
        bang = _BANG.fullmatch(found[0])
        word = name_key(bang[1]) if bang else ""
        end = found.start() + bang.end(1) if bang else 0
        if word in _MARKS:
            self.marks[_MARKS[word]] = None
            self._note("mark", found.start(), end, _MARKS[word])
        elif word in STATUS_WORDS and not self.status:
            self.status = STATUS_WORDS[word]
            self._note("status", found.start(), end, self.status)
        elif word in _KINDS and self.kind == "note":
            self.kind = _KINDS[word]
            self._note("kind", found.start(), end, self.kind)
            if self.kind == "action":
                self._read_action(found.end())

    def _read_action(self, start: int) -> None:
        """Who does it and by when: a known name, or a word with a time behind it."""
        if self._read_due(start):
            return
        named = known_name(self.text, start, self.known.sources)
        owner = closed(self.text, named) if named else None
        if owner:
            self._read_due(owner.after)
        else:
            owner = self._unknown_owner(start)
        if owner:
            self.owner = owner.name
            self._note("owner", owner.start, owner.end, owner.name)

    def _unknown_owner(self, start: int) -> TypedName | None:
        word = _WORD.match(self.text, start)
        name = word[1].rstrip(":,") if word else ""
        if not word or not name[:1].isalpha() or name_key(name) in _NO_OWNERS | _DUE_BY:
            return None
        begin = word.start(1)
        return TypedName(name, begin, begin + len(name), word.end()) if self._read_due(word.end()) else None

    def _read_due(self, start: int) -> bool:
        """Read a term, also behind `om`, `voor` or `uiterlijk`."""
        for _ in range(3):
            begin = _after_space(self.text, start)
            if due := due_time(self.text, begin, self.since, self.zone):
                break
            word = _WORD.match(self.text, start)
            if not word or name_key(word[1]) not in _DUE_BY:
                return False
            start = word.end()
        else:
            return False
        if not due.moments:
            self._note("skipped_time", due.start, due.end, due.naive.isoformat())
            return False
        self.due_at = due.moments[0]
        self._note("due", due.start, due.end, stored(self.due_at))
        return True


def _after_space(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space else start


def explain(entry: Entry, now: datetime, *, known: KnownNames | None = None, zone: ZoneInfo = AMSTERDAM) -> str:
    """What was understood of a line, in Dutch, for under the line while it is typed; empty for plain text.

    With the names that are known, a place that is not among them is said to be so.
    """
    parts = [*_times_explained(entry, now, zone)]
    if entry.source:
        parts.append(f"bron {entry.source}")
    if entry.place:
        listed = known is None or name_key(entry.place) in known.places
        parts.append(f"plaats {entry.place}{'' if listed else ' (niet in de plaatsenlijst)'}")
    if entry.kind == "action":
        parts.append(_action_explained(entry, now, zone))
    elif entry.kind != "note":
        parts.append(_KINDS_IN_DUTCH[entry.kind])
    if entry.status:
        parts.append(_STATUSES_IN_DUTCH[entry.status])
    parts.extend(f"#{tag}" for tag in entry.tags)
    parts.extend(_MARKS_IN_DUTCH[mark] for mark in entry.marks)
    return " · ".join(parts)


def _times_explained(entry: Entry, now: datetime, zone: ZoneInfo) -> list[str]:
    parts: list[str] = []
    if entry.time_choices and entry.occurred_at:
        clock = f"{entry.occurred_at.astimezone(zone):%H:%M}"
        day = day_beside(entry.occurred_at, now, zone=zone)
        first, second = (
            f"{clock}{letter} ({moment.astimezone(zone).isoformat()[-6:]})"
            for letter, moment in zip("ab", entry.time_choices, strict=True)
        )
        chosen = "a" if entry.occurred_at == entry.time_choices[0] else "b"
        parts.append(f"{f'{clock} {day}'.rstrip()} bestaat twee keer: {first} of {second}; gelezen als {clock}{chosen}")
    elif entry.occurred_at:
        shown = f"{wall_clock(entry.occurred_at, zone=zone)} {day_beside(entry.occurred_at, now, zone=zone)}".rstrip()
        parts.append(f"{shown}{_beside_time(entry, now)}")
    for token in entry.understood:
        if token.role == "skipped_time":
            naive = datetime.fromisoformat(token.value)
            parts.append(f"{naive:%H:%M} bestaat niet op {day_short(naive.date())} (zomertijd): blijft tekst")
    return parts


def _beside_time(entry: Entry, now: datetime) -> str:
    """What must not go by unseen of a time: that it lies ahead, or that a bare one was read as yesterday's."""
    moment = entry.occurred_at or now
    if moment > now + CLOCK_SKEW:
        return " (nog niet geweest)"
    typed = next((entry.text[token.start : token.end] for token in entry.understood if token.role == "time"), "")
    return " (zo laat is het vandaag nog niet)" if now - moment > _HALF_A_DAY and _BARE.match(typed.strip()) else ""


def _action_explained(entry: Entry, now: datetime, zone: ZoneInfo) -> str:
    owner = f" voor {entry.owner}" if entry.owner else ""
    due = f", {clock_text(entry.due_at, now, zone=zone)}" if entry.due_at else ""
    return f"actie{owner}{due}"
