"""The lines of a log by place: from the journal a page at a time, or from a list that is there already."""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol

from aovconsole.journal.reading import LogRow, Reading

PAGE_ROWS = 200
_PAGES_KEPT = 8


class LogPager(Protocol):
    """Gives the lines of a log by place, in the order in which they happened."""

    def count(self) -> int:
        """How many lines there are."""

    def page(self, offset: int, limit: int) -> tuple[LogRow, ...]:
        """At most `limit` lines, the first of them at place `offset`."""


class JournalLines:
    """The timeline of one dossier, read from the journal when it is looked at."""

    def __init__(self, reading: Reading, dossier: str) -> None:
        self._reading = reading
        self._dossier = dossier

    def count(self) -> int:
        """How many lines the dossier has now."""
        return self._reading.line_count(self._dossier)

    def page(self, offset: int, limit: int) -> tuple[LogRow, ...]:
        """Some lines of the dossier."""
        return self._reading.line_page(self._dossier, offset, limit)


class ListedLines:
    """Lines that were read before: a log as it was known at some moment, or a short one."""

    def __init__(self, lines: tuple[LogRow, ...] = ()) -> None:
        self._lines = lines

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def page(self, offset: int, limit: int) -> tuple[LogRow, ...]:
        """Some of the lines."""
        return self._lines[offset : offset + limit]


class Pages:
    """The rows of a pager, of which only the last few pages are kept in memory."""

    def __init__(self, pager: LogPager) -> None:
        self.pager = pager
        self.count = pager.count()
        self._pages: OrderedDict[int, tuple[LogRow, ...]] = OrderedDict()

    def __getitem__(self, place: int) -> LogRow | None:
        """The row at a place; None where there is none (any more)."""
        if not 0 <= place < self.count:
            return None
        number, index = divmod(place, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self.pager.page(number * PAGE_ROWS, PAGE_ROWS)
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[index] if index < len(page) else None

    def reload(self) -> None:
        """Count again and forget what was read."""
        self.count = self.pager.count()
        self._pages.clear()

    def extend(self) -> bool:
        """Take in what came behind the last row with one short question; False when that is not what happened."""
        last = self[self.count - 1]
        rows = self.pager.page(self.count - 1, PAGE_ROWS) if last else ()
        if not rows or rows[0] != last or len(rows) == PAGE_ROWS:
            return False
        for row in rows[1:]:
            number, index = divmod(self.count, PAGE_ROWS)
            page = self._pages.get(number, ())
            if len(page) == index:
                self._pages[number] = (*page, row)
            self.count += 1
        return True

    def place_of(self, row: LogRow, *near: int) -> int:
        """The place of a row, or where it would stand; looked for at the places `near` first."""
        for place in near:
            found = self[place]
            if found is not None and found.record_id == row.record_id:
                return place
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            found = self._alone(middle)
            if found is not None and (found.at, found.clock) < (row.at, row.clock):
                low = middle + 1
            else:
                high = middle
        return low

    def _alone(self, place: int) -> LogRow | None:
        """The row at a place, without reading a whole page for it."""
        number, index = divmod(place, PAGE_ROWS)
        page = self._pages.get(number)
        if page is not None:
            return page[index] if index < len(page) else None
        rows = self.pager.page(place, 1)
        return rows[0] if rows else None
