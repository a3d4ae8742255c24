"""Half-typed texts: kept within a quarter of a second, over a crash too, each with the id of its record to be."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from aovconsole.desk.desk import Desk
from aovconsole.errors import CannotStore
from aovconsole.journal.chain import new_id
from aovconsole.journal.local import LocalStore, StoredDraft

if TYPE_CHECKING:
    from filelock import BaseFileLock

SAVE_AFTER_SECONDS = 0.15
TRY_AGAIN_SECONDS = 1.0
"""What could not be saved is tried again this often: a disk may have room again."""

SLOTS = 64


class HalfTyped(NamedTuple):
    """A text that is being typed and the id of the record that it will become."""

    record_id: str
    text: str = ""


class Drafts:
    """The drafts of this console; without a store they live as long as the console does.

    Reading and keeping touch memory only; a thread of its own writes to the store, so that neither a key nor a
    busy journal ever waits for the other.
    """

    def __init__(self, new_record_id: Callable[[], str], store: LocalStore | None) -> None:
        self._new_record_id = new_record_id
        self._store = store
        self._slot = 0
        self._taken = 0
        self._locks: list[BaseFileLock] = []
        self._texts: dict[tuple[str, str], HalfTyped] = {}
        self._unsaved: set[tuple[str, str]] = set()
        self._guard = threading.Lock()
        self._saving = threading.Lock()
        self._timer: threading.Timer | None = None
        self._closing = False
        self.fault = ""

    def open(self, is_filed: Callable[[str], bool]) -> None:
        """Take a slot and the drafts of consoles that are gone."""
        self.take_up(self.waiting(is_filed))

    def waiting(self, is_filed: Callable[[str], bool]) -> list[StoredDraft]:
        """Take a slot, on any thread; the drafts that wait there. What was filed after all is forgotten."""
        if self._store is None:
            return []
        found = []
        try:
            slot = self._take_slot(self._store)
            for draft in self._store.drafts(slot):
                if is_filed(draft.record_id):
                    self._store.drop(slot, draft.form, draft.dossier)
                else:
                    found.append(draft)
            self._taken = slot
        except (CannotStore, OSError) as error:
            self.fault = str(error)
        return found

    def take_up(self, found: Sequence[StoredDraft]) -> None:
        """Put drafts that waited before what was typed since; the caller shows them in the same breath."""
        with self._guard:
            for draft in found:
                key = (draft.form, draft.dossier)
                typed = self._texts[key].text if key in self._texts else ""
                self._texts[key] = HalfTyped(draft.record_id, f"{draft.text} {typed}" if typed else draft.text)
                self._unsaved.add(key)
            self._slot = self._taken
            if self._unsaved:
                self._start(SAVE_AFTER_SECONDS)

    def of(self, form: str, dossier: str = "") -> HalfTyped:
        """What is half typed in a form of a dossier; an empty text with a fresh id when there is nothing."""
        found = self._texts.get((form, dossier))
        if found is None:
            found = self._texts[form, dossier] = HalfTyped(self._new_record_id())
        return found

    def keep(self, form: str, dossier: str, text: str) -> None:
        """Keep a text as it is being typed; it is on its way to the disk within 150 ms."""
        standing = self.of(form, dossier)
        if standing.text == text:
            return
        with self._guard:
            self._texts[form, dossier] = HalfTyped(standing.record_id, text)
            self._later((form, dossier))

    def done(self, form: str, dossier: str = "") -> None:
        """Forget a text that was filed or thrown away; the next one gets an id of its own."""
        with self._guard:
            self._texts.pop((form, dossier), None)
            self._later((form, dossier))

    def setting(self, name: str) -> str:
        """A setting of this home, empty when there is none."""
        with suppress(CannotStore):
            return self._store.setting(name) if self._store else ""
        return ""

    def remember(self, name: str, value: str) -> None:
        """Remember a setting of this home."""
        if self._store:
            with suppress(CannotStore):
                self._store.remember(name, value)

    def close(self) -> None:
        """Save what is not saved yet and give the slot back."""
        with self._guard:
            self._closing = True
            if self._timer:
                self._timer.cancel()
        self._save()
        for lock in self._locks:
            lock.release()
        self._locks.clear()
        if self._store:
            self._store.close()
            self._store = None

    def _later(self, key: tuple[str, str]) -> None:
        self._unsaved.add(key)
        self._start(SAVE_AFTER_SECONDS)

    def _start(self, seconds: float) -> None:
        if self._timer is None and self._slot and not self._closing:
            self._timer = threading.Timer(seconds, self._save)
            self._timer.daemon = True
            self._timer.start()

    def _save(self) -> None:
        with self._saving:
            with self._guard:
                self._timer = None
                store, slot = self._store, self._slot
                if store is None or not slot:
                    return
                waiting, self._unsaved = self._unsaved, set()
                texts = {key: self._texts.get(key) for key in waiting}
            try:
                for (form, dossier), half in texts.items():
                    if half and half.text:
                        store.keep(slot, StoredDraft(form, dossier, half.record_id, half.text))
                    else:
                        store.drop(slot, form, dossier)
            except CannotStore as error:
                self.fault = error.sentence
                with self._guard:
                    self._unsaved |= waiting
                    self._start(TRY_AGAIN_SECONDS)
            else:
                self.fault = ""

    def _take_slot(self, store: LocalStore) -> int:
        """Take the first free slot, with what waits in the slots of consoles that are gone; 0 when none is free."""
        from filelock import FileLock, Timeout  # after the first paint

        folder = store.path.parent

        def taken(slot: int) -> BaseFileLock | None:
            lock = FileLock(folder / f"console-{slot}.lock", blocking=False)
            try:
                lock.acquire()
            except Timeout:
                return None
            return lock

        own = 0
        for slot in range(1, SLOTS):
            if lock := taken(slot):
                own = slot
                self._locks.append(lock)
                break
        for other in store.slots():
            if own and other != own and (lock := taken(other)):
                store.adopt(own, other)
                lock.release()
        return own


def drafts_of(desk: Desk) -> Drafts:
    """The drafts of a desk's home; when its file cannot be used they are kept in memory and `fault` says why."""
    journal = desk.journal

    def new_record_id() -> str:
        return new_id(journal.clock.now(), os.urandom)

    try:
        return Drafts(new_record_id, LocalStore(journal.home))
    except CannotStore as error:
        drafts = Drafts(new_record_id, None)
        drafts.fault = error.sentence
        return drafts
