"""Erasing personal data at the desk: the contents of records, what repeats them, and drafts; never in silence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from aovconsole.desk.erasure_rewriting import Wanted, rewriting_of
from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.erasure import KEPT, RecordLeft, RecordsErased
from aovconsole.domain.held_words import where_of
from aovconsole.domain.record import Draft, Instant, Record
from aovconsole.domain.station import AttachmentAdded
from aovconsole.domain.text import clean
from aovconsole.domain.traces import Traces, of_payload, of_person, texts_in, united
from aovconsole.errors import CommandRefused
from aovconsole.journal.copies import JournalCopy, copies_of
from aovconsole.journal.files import attachment_path
from aovconsole.journal.local import LOCAL_FILE, LocalStore, StoredDraft
from aovconsole.journal.store import Writing
from aovconsole.journal.views import records_where
from aovconsole.reference.files import load_erasure

ALL, NONE = "alle", "geen"
MOST_IN_ONE = 1_000
"""One record of erasing names no more records than this."""

_EXCERPT = 90
_PEOPLE: dict[str, tuple[str, ...]] = {
    "operator.registered": ("name", "account"),
    "duty": ("officer", "before"),
    "holding": ("officer", "before"),
}
"""Records that are about a person: which fields name them. Without other words, these go and the rest stays."""


class Held(NamedTuple):
    """Another place that holds what is to be erased; `name` is what `also` takes."""

    name: str
    where: str
    at: Instant
    dossier: str
    text: str


class Erased(NamedTuple):
    """What was erased: how many records, how many of them were written again without it, and how many drafts went.

    `wiped` is whether no byte of it is left in the files of this home; `copies` are those that may still hold it.
    """

    records: int
    rewritten: int
    drafts: int
    wiped: bool
    copies: tuple[JournalCopy, ...]


class ErasureDesk:
    """What can be asked about erasing."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def held(self, names: Sequence[str], *, data: Sequence[str] = ()) -> tuple[Held, ...]:
        """What else holds what these records say (or, of it, only the `data`): records and drafts.

        Raises:
            CommandRefused: as `redact`.
        """
        mains = self._mains(names)
        return tuple(self.repeating(mains, _traces(mains, data), whole=not data))

    def redact(
        self,
        names: Sequence[str],
        *,
        ground: str,
        reason: str = "",
        data: Sequence[str] = (),
        also: Sequence[str] | None = None,
    ) -> Erased:
        """Erase the contents of records for good; with `data` only these words, the rest is written again.

        `also` names what else must go of what `held` finds, `alle` or `geen`.

        Raises:
            CommandRefused: no such record or ground, it is erased already or never can be, the words do not stand in
                it, its dossier would go with it, or `also` is open while something else holds it.
        """
        label = load_erasure(self._seat.journal.home).called(ground).label
        said = f"{label}: {clean(reason.strip())}" if reason.strip() else label
        mains = self._mains(names)
        traces = _traces(mains, data)
        if traces.holds(reason):
            raise CommandRefused("de reden noemt zelf wat gewist moet worden, en blijft staan: schrijf haar anders")
        held = tuple(self.repeating(mains, traces, whole=not data))
        chosen = chosen_of(held, also)
        wanted_ = Wanted(frozenset(one.id for one in mains), _person_data(mains, data), traces)
        records = [*mains, *filter(None, map(self._seat.reading.record, chosen))]
        return self.erase(records, said, wanted_, drafts=[one for one in chosen if one.startswith("concept:")])

    def erase(
        self,
        records: Sequence[Record],
        said: str,
        asked: Wanted,
        *,
        drafts: Sequence[str] = (),
        last: Iterable[Draft] = (),
    ) -> Erased:
        """Erase these records on a ground that was said; `last` is written behind it in the same transaction."""
        again: list[Draft] = []

        def build(writing: Writing) -> list[Draft]:
            for record in records:
                now = writing.record(record.id)
                if now is None or not now.payload:
                    raise CommandRefused(f"record {record.id} is intussen gewist")
            again.extend(rewriting_of(writing, records, asked))
            return [*again, *_erasures(records, said), *last]

        self._seat.write(build)
        self._drop_attachments(records)
        dropped = self._drop_drafts(drafts)
        journal = self._seat.journal
        return Erased(len(records), len(again), dropped, journal.wipe(), copies_of(journal))

    def again(self, names: Collection[str]) -> tuple[str, ...]:
        """Erase what came back from a copy that replaced a broken journal; sentences for what stayed."""
        found = filter(None, map(self._seat.reading.record, sorted(names)))
        records = [one for one in found if one.payload and one.kind not in KEPT]
        return self._again(records) if records else ()

    def _again(self, records: Sequence[Record]) -> tuple[str, ...]:
        asked = Wanted({one.id for one in records}, Traces(), Traces())
        try:
            self.erase(records, "was al gewist voor het terugzetten", asked)
        except CommandRefused as refused:
            if len(records) == 1:
                return (f"gewiste inhoud is terug uit de kopie: {refused.sentence}",)
            return tuple(sentence for one in records for sentence in self._again([one]))
        return ()

    def repeating(self, mains: Sequence[Record], traces: Traces, *, whole: bool) -> Iterator[Held]:
        """What else holds it; with `whole` also what people said of a line that goes whole."""
        names = {one.id for one in mains}
        lines = {one.subject for one in mains if whole and one.kind.startswith("line.")}
        for record in records_where(self._seat.journal.connection, "WHERE payload <> '' ORDER BY occurred_at, clock"):
            if record.id in names or record.kind in KEPT:
                continue
            payload = _payload(record)
            text = _holding(payload, traces, names)
            if not text and record.subject in lines:  # what else people said of the line
                text = payload.get("text", "") or payload.get("reason", "")
            if text:
                yield Held(record.id, where_of(record.kind), record.occurred_at, self._number(record), _short(text))
        for slot, draft in self._drafts():
            if traces.holds(draft.text):
                name = _draft_name(slot, draft)
                yield Held(name, "half getypte tekst", "", "", _short(draft.text))

    def _mains(self, names: Sequence[str]) -> list[Record]:
        found = []
        for name in dict.fromkeys(map(str.strip, names)):
            record = self._seat.reading.record(wanted(name, "het record"))
            if record is None:
                raise CommandRefused(f"record {clean(name)} bestaat niet; 'person find' en 'log list --json' noemen ze")
            if record.kind in KEPT:
                raise CommandRefused(f"record {name} draagt het bewijs en wordt nooit gewist")
            if not record.payload:
                raise CommandRefused(f"record {name} is al gewist")
            found.append(record)
        return found

    def _number(self, record: Record) -> str:
        row = self._seat.reading.subject(record.dossier) if record.dossier else None
        return row.number if row else ""

    def _drafts(self) -> Iterator[tuple[int, StoredDraft]]:
        if not (self._seat.journal.home / LOCAL_FILE).exists():
            return
        store = LocalStore(self._seat.journal.home)
        try:
            yield from store.all_drafts()
        finally:
            store.close()

    def _drop_drafts(self, names: Collection[str]) -> int:
        if not (self._seat.journal.home / LOCAL_FILE).exists():
            return 0
        store = LocalStore(self._seat.journal.home)
        try:
            for slot, draft in store.all_drafts():
                if _draft_name(slot, draft) in names:
                    store.drop(slot, draft.form, draft.dossier)
            store.wipe()
        finally:
            store.close()
        return len(names)

    def _drop_attachments(self, erased: Iterable[Record]) -> None:
        """Take away the files of attachments that no record names any more, nor what is left of one."""
        journal = self._seat.journal
        naming = records_where(journal.connection, "WHERE kind IN (?, ?)", AttachmentAdded.kind, RecordLeft.kind)
        still = {text for one in naming for name, text in texts_in(_payload(one)) if name == "sha256"}
        for record in erased:
            digest = str(_payload(record).get("sha256", "")) if record.kind == AttachmentAdded.kind else ""
            file = attachment_path(journal.home, digest)
            if digest and digest not in still and file.is_file():
                if hashlib.sha256(file.read_bytes()).hexdigest() == digest:
                    file.write_bytes(b"\0" * file.stat().st_size)
                file.unlink()


def _draft_name(slot: int, draft: StoredDraft) -> str:
    """What a half-typed text is called where it is chosen."""
    return f"concept:{slot}:{draft.form}:{draft.dossier}"


def _erasures(records: Sequence[Record], said: str) -> Iterator[Draft]:
    """The records that name what was erased: for each dossier its own, so that it can be read there."""
    groups: dict[tuple[str, str], list[str]] = {}
    for record in records:
        groups.setdefault((record.dossier, where_of(record.kind)), []).append(record.id)
    for (dossier, what), names in groups.items():
        for place in range(0, len(names), MOST_IN_ONE):
            yield Draft(RecordsErased(tuple(names[place : place + MOST_IN_ONE]), said, what), dossier=dossier)


def _traces(mains: Sequence[Record], data: Sequence[str]) -> Traces:
    """What finds the same elsewhere."""
    found = _person_data(mains, data) or united(of_payload(_payload(record)) for record in mains)
    for record in mains:
        if data and not _holding(_payload(record), found, ()):
            raise CommandRefused(f"in record {record.id} staat niet wat --datum noemt")
    return found


def _person_data(mains: Sequence[Record], data: Sequence[str]) -> Traces:
    """What of these records must go while the rest stays; nothing when they go whole."""
    said = [of_person(text) for text in data]
    if not all(said):
        raise CommandRefused("een datum heeft minstens twee letters, of is een nummer")
    if said:
        return united(said)
    return united(
        of_person(str(_payload(record).get(name, "")))
        for record in mains
        for name in _PEOPLE.get(record.kind) or _PEOPLE.get(record.kind.partition(".")[0], ())
    )


def _holding(payload: Any, traces: Traces, copied: Collection[str]) -> str:
    """The first text of a record that holds it, or was copied from one of these; empty when there is none."""
    for _, text in texts_in(payload):
        if traces.holds(text):
            return text
    return next((text for text in _copied(payload, copied)), "")


def _copied(payload: Any, copied: Collection[str]) -> Iterator[str]:
    if isinstance(payload, str) and payload[:1] == "{":
        payload = json.loads(payload)
    if isinstance(payload, dict):
        if payload.get("record_id") in copied and isinstance(text := payload.get("text"), str):
            yield text
        payload = list(payload.values())
    if isinstance(payload, list):
        for part in payload:
            yield from _copied(part, copied)


def chosen_of(held: Sequence[Held], also: Sequence[str] | None) -> list[str]:
    """What else goes, as it was named.

    Raises:
        CommandRefused: nobody said it while something else holds it, or a name is not of these.
    """
    names = [one.name for one in held]
    if also is None:
        if not names:
            return []
        raise CommandRefused(
            f"dit staat ook op {len(names)} andere {'plek' if len(names) == 1 else 'plekken'}; er is niets gewist:"
            f" noem met --also wat mee moet, {ALL} of {NONE}"
        )
    if NONE in also and len(also) > 1:
        raise CommandRefused(f"--also {NONE} gaat niet samen met iets anders")
    if list(also) == [NONE]:
        return []
    if ALL in also:
        return names
    if unknown := [one for one in also if one not in names]:
        raise CommandRefused(f"{clean(unknown[0])} houdt dit niet; er is niets gewist")
    return list(dict.fromkeys(also))


def _payload(record: Record) -> Any:
    try:
        found = json.loads(record.payload) if record.payload else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
