"""Reading calendars (.ics): per component, so that what is good comes in and what is not is named.

    bytes ─ calendar_lines ─> components ─ calendar_items ─> entries ─ calendar_series ─> items with occurrences
                                             │ calendar_values, calendar_rules, calendar_zones

icalendar reads a file as a whole and fails as a whole over one bad line, so the lines are read here; its table
of zone names and recurring-ical-events' arithmetic of series are used for what they are good at.
Heavy: import it where a calendar is read, not at start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from aovconsole.domain.times import AMSTERDAM
from aovconsole.feeds.calendar_items import Entry, Occurrence, like, read_entry, uid_of
from aovconsole.feeds.calendar_lines import Calendar, calendars, others_named
from aovconsole.feeds.calendar_rules import Work
from aovconsole.feeds.calendar_series import OCCURRENCES_LIMIT, Series, Unexpandable, begins_on, expand
from aovconsole.feeds.calendar_values import Unreadable, read_length
from aovconsole.feeds.calendar_zones import Zones, definitions

__all__ = [
    "CalendarItem", "CalendarRead", "Occurrence", "Refused", "StoredComponent", "ZoneDecision",
    "expand_beyond", "read_calendar",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One VEVENT of a file: a plain item, a series, or one changed moment of a series (`recurrence_id`).

    `identity` is its key within the source. `component` and `zones` are what `expand_beyond` needs. Occurrences
    that begin up to and including `expanded_until` are all there; None: there are no others. `digest` changes with
    all that the item says, not with what only says when the file was made (DTSTAMP, which Google renews each time).
    """

    uid: str
    recurrence_id: str
    identity: str
    title: str
    place: str
    description: str
    url: str
    categories: tuple[str, ...]
    status: str
    sequence: int
    all_day: bool
    recurring: bool
    component: str
    zones: str
    occurrences: tuple[Occurrence, ...]
    expanded_until: date | None
    line: int
    note: str
    digest: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What of the file was not taken in, and why, in Dutch; `line` is where its component begins."""

    line: int
    uid: str
    reason: str


@dataclass(frozen=True, slots=True)
class ZoneDecision:
    """Which time zone was used for a name, and why, in Dutch; the empty name is that of times without a zone."""

    name: str
    decision: str


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """A calendar as it was read.

    `complete` is False for a file that breaks off: what is not in it has not vanished. `cancels_only`: it
    is a message that cancels (METHOD:CANCEL) and says nothing about other items.
    """

    items: tuple[CalendarItem, ...]
    refused: tuple[Refused, ...]
    time_zones: tuple[ZoneDecision, ...]
    name: str
    refresh_minutes: int | None
    complete: bool
    cancels_only: bool


@dataclass(frozen=True, slots=True)
class StoredComponent:
    """What was kept of a calendar item to expand it again later."""

    identity: str
    component: str
    zones: str
    expanded_until: date | None


def read_calendar(
    raw: bytes, *, until: date, zone: ZoneInfo = AMSTERDAM, progress: Callable[[int, int], None] | None = None
) -> CalendarRead:
    """Read a calendar and expand its series from their begin up to and including a day.

    `zone` is that of times without one; `progress` hears how many components of how many have been read.

    Raises:
        CommandRefused: it is no calendar: empty, a web page, too large, or without VCALENDAR.
    """
    found = calendars(raw)
    reading = _Reading(zone)
    total = sum(len(calendar.events) for calendar in found)
    for calendar in found:
        reading.read(calendar, total, progress)
    items = _items(reading, until)
    return CalendarRead(
        tuple(items),
        tuple(sorted(_with_silent(reading.refused, items, raw), key=lambda one: one.line)),
        tuple(ZoneDecision(name, decision) for name, decision in reading.decisions.items()),
        _first_word(found, "X-WR-CALNAME", "NAME"),
        _refresh_minutes(found),
        all(calendar.complete for calendar in found),
        all(_cancels(calendar) for calendar in found if calendar.events) and bool(total),
    )


def expand_beyond(
    items: Sequence[StoredComponent], begin: date, end: date, zone: ZoneInfo = AMSTERDAM
) -> dict[str, tuple[Occurrence, ...]]:
    """Expand stored components again, for days that lie beyond what was expanded when they were read.

    `items` are all the components of one UID of one source: the series and its changed moments. Gives, by
    identity, the occurrences that overlap `begin` to `end` (both included) and begin after `expanded_until`,
    so nothing that is stored already; an identity without any is absent.
    """
    pairs = [(item, entry) for item in items if (entry := _stored_entry(item, zone))]
    expanded: dict[str, tuple[Occurrence, ...]] = {}
    identities = {id(entry): item for item, entry in pairs}
    work = Work(cost=2_000_000, occurrences=4 * OCCURRENCES_LIMIT)
    for group in _groups([entry for _, entry in pairs]):
        if not _is_series(group):
            continue
        try:
            series = expand(group, begin, end, zone, work)
        except Unexpandable:
            continue
        for entry, found in zip(group, series.found, strict=True):
            item = identities[id(entry)]
            after = item.expanded_until
            beyond = tuple(one for one in found if after and begins_on(one, zone) > after)
            if beyond:
                expanded[item.identity] = beyond
    return expanded


@dataclass(slots=True)
class _Reading:
    """What has been read of a file so far."""

    zone: ZoneInfo
    entries: list[Entry] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    decisions: dict[str, str] = field(default_factory=dict)
    work: Work = field(default_factory=Work)
    done: int = 0

    def read(self, calendar: Calendar, total: int, progress: Callable[[int, int], None] | None) -> None:
        """Read the components of one calendar."""
        zones = _zones(calendar, self.zone, self.decisions, self.work)
        cancels = _cancels(calendar)
        for component in calendar.events:
            try:
                self.entries.append(read_entry(component, zones, cancels=cancels))
            except Unreadable as error:
                self.refused.append(Refused(component.line, uid_of(component), str(error)))
            self.done += 1
            if progress:
                progress(self.done, total)
        self.refused += [Refused(line, "", reason) for line, reason in others_named(calendar)]


def _zones(calendar: Calendar, zone: ZoneInfo, decisions: dict[str, str], work: Work) -> Zones:
    return Zones(zone, calendar.word("X-WR-TIMEZONE"), definitions(calendar.zones), decisions, work)


def _cancels(calendar: Calendar) -> bool:
    return calendar.word("METHOD").upper() == "CANCEL"


def _stored_entry(item: StoredComponent, zone: ZoneInfo) -> Entry | None:
    text = f"BEGIN:VCALENDAR\n{item.zones}\n{item.component}\nEND:VCALENDAR"
    (calendar,) = calendars(text.encode("utf-8", "replace"))
    try:
        entry = read_entry(calendar.events[0], _zones(calendar, zone, {}, Work()), cancels=False)
    except (Unreadable, IndexError):  # a later version reads more strictly: what was stored stays as it is
        return None
    return entry if entry.begin else None


def _items(reading: _Reading, until: date) -> list[CalendarItem]:
    entries = list(_newest(reading))
    _tell_apart(entries)
    made: list[CalendarItem] = []
    for group in _groups(entries):
        made += _group_items(group, until, reading)
    return sorted(made, key=lambda item: item.line)


def _newest(reading: _Reading) -> Iterator[Entry]:
    """One entry of each identity: the newest version; where a UID was used for different items, each of them."""
    versions: dict[str, list[Entry]] = defaultdict(list)
    for entry in reading.entries:
        if entry.uid:
            versions[entry.identity].append(entry)
        else:
            yield entry
    for same in versions.values():
        newest = max(same, key=lambda entry: entry.changed_at)
        if newest.begin is None:  # a cancellation that does not say of when
            known = [entry for entry in same if entry.begin]
            newest = max(known, key=lambda entry: entry.changed_at) if known else newest
            newest.status = "cancelled"
        yield newest
        for entry in same:
            if entry is newest or entry.begin is None:
                continue
            if entry.recurrence is None and entry.sequence == newest.sequence and entry.begin != newest.begin:
                entry.apart = entry.fields_digest
                entry.notes.append("zelfde UID als een ander item in het bestand: als apart item bewaard")
                yield entry
            else:
                reading.refused.append(
                    Refused(entry.line, entry.uid, f"oudere of dubbele versie van het item op regel {newest.line}")
                )


def _tell_apart(entries: Iterable[Entry]) -> None:
    """Items that are equal in every field are told apart by their order."""
    taken: dict[str, int] = defaultdict(int)
    for entry in sorted(entries, key=lambda entry: entry.line):
        if entry.uid and not entry.apart:
            continue
        key = entry.apart or entry.fields_digest
        count = taken[key]
        taken[key] += 1
        entry.apart = f"{key}#{count + 1}" if count else key


def _groups(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries that must be expanded together: a series and its changed moments; all others alone."""
    by_uid: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.uid:
            by_uid[entry.uid].append(entry)
        else:
            yield [entry]
    for same in by_uid.values():
        masters = [entry for entry in same if entry.recurrence is None and entry.begin]
        masters.sort(key=lambda entry: (not entry.recurring, bool(entry.apart)))
        changed = [entry for entry in same if entry.recurrence is not None and entry.begin]
        if masters and changed:
            master = masters.pop(0)
            for entry in changed:
                if entry.recurrence is not None and master.begin is not None:
                    entry.replaces = like(entry.recurrence, master.begin, entry.local)
            yield [master, *changed]
        else:
            masters += changed
        yield from ([entry] for entry in masters)
        yield from ([entry] for entry in same if not entry.begin)


def _is_series(group: Sequence[Entry]) -> bool:
    return len(group) > 1 or (group[0].recurring and group[0].recurrence is None)


def _group_items(group: list[Entry], until: date, reading: _Reading) -> Iterator[CalendarItem]:
    series = Series([list(entry.own_occurrence()) for entry in group])
    master = group[0]
    if _is_series(group):
        try:
            series = expand(group, None, until, reading.zone, reading.work)
        except Unexpandable:
            master.unread_rule = master.unread_rule or "deze regel kan niet worden uitgeschreven"
    for entry, found in zip(group, series.found, strict=True):
        if entry.unread_rule:
            reason = f"herhaling niet volledig gelezen ({entry.unread_rule}); wat leesbaar is staat op de kalender"
            reading.refused.append(Refused(entry.line, entry.uid, reason))
            entry.notes.append(reason)
        follows = entry is master or entry.and_future
        reached = None if series.complete or not follows else _reached(entry, series, found, until, reading.zone)
        if entry.begin and not found and not reached:
            entry.notes.append("geen enkele keer: alle keren zijn geschrapt of vervangen")
        yield _item(entry, found, reached)


def _reached(entry: Entry, series: Series, found: list[Occurrence], until: date, zone: ZoneInfo) -> date:
    """Up to which day all occurrences are there; those of a day that was broken off are left out."""
    if series.cut_on is None:
        return until
    whole = [one for one in found if begins_on(one, zone) < series.cut_on]
    reached = series.cut_on - timedelta(days=1) if whole else series.cut_on
    if whole:
        found[:] = whole
    entry.notes.append(
        f"herhaling uitgeschreven tot en met {reached:%d-%m-%Y} (hoogstens {OCCURRENCES_LIMIT} keer);"
        " wat later komt wordt uitgeschreven als u er kijkt"
    )
    return reached


def _item(entry: Entry, occurrences: Sequence[Occurrence], expanded_until: date | None) -> CalendarItem:
    return CalendarItem(
        uid=entry.uid,
        recurrence_id=entry.recurrence_id,
        identity=entry.identity,
        title=entry.text("SUMMARY"),
        place=entry.text("LOCATION"),
        description=entry.text("DESCRIPTION", lines=True),
        url=entry.text("URL"),
        categories=entry.categories(),
        status=entry.status,
        sequence=entry.sequence,
        all_day=entry.all_day,
        recurring=entry.recurring,
        component=entry.component.text,
        zones=entry.zones,
        occurrences=tuple(occurrences),
        expanded_until=expanded_until,
        line=entry.line,
        note="; ".join(entry.notes),
        digest=entry.digest,
    )


def _with_silent(refused: list[Refused], items: list[CalendarItem], raw: bytes) -> list[Refused]:
    """A file that speaks of items and gives none must not look like an empty one."""
    if items or refused or b"BEGIN:VEVENT" not in raw.upper():
        return refused
    line = raw.upper().partition(b"BEGIN:VEVENT")[0].count(b"\n") + 1
    return [Refused(line, "", "er staat BEGIN:VEVENT in, maar geen enkel item kon worden gelezen")]


def _first_word(found: Sequence[Calendar], *names: str) -> str:
    words = (calendar.word(name) for calendar in found for name in names)
    return " ".join(next((word for word in words if word), "").replace("\\,", ",").split())


def _refresh_minutes(found: Sequence[Calendar]) -> int | None:
    text = _first_word(found, "REFRESH-INTERVAL", "X-PUBLISHED-TTL")
    try:
        length = read_length(text)
    except Unreadable:
        return None
    return max(1, (length.days + length.exact) // timedelta(minutes=1))
