"""The station's key and chain: sealing a record, and finding what was changed afterwards."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from nacl import bindings, exceptions

from aovconsole.domain.erasure import KEPT
from aovconsole.domain.kinds import decode
from aovconsole.domain.record import FIRST_PREV, Record, content_hash, is_instant, record_hash
from aovconsole.domain.station import StationStarted
from aovconsole.errors import CannotStore, reason_of

Entropy = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class StationKey:
    """A station's Ed25519 key; the fingerprint names the station in every record."""

    secret: bytes
    public: bytes

    @property
    def fingerprint(self) -> str:
        """The name of the station: 16 hex signs of the hash of its public key."""
        return fingerprint_of(self.public)

    def sign(self, digest: str) -> str:
        """The signature over a record's hash, as hex."""
        return bindings.crypto_sign(digest.encode("ascii"), self.secret)[:64].hex()


@cache
def fingerprint_of(public: bytes) -> str:
    """The fingerprint of a public key."""
    return hashlib.sha256(public).hexdigest()[:16]


def letters_of(public: bytes) -> str:
    """Two letters for a station that was given none, made from its key."""
    first, second = hashlib.sha256(public).digest()[:2]
    return "ABCDEFGHJKLMNPRSTUVWXYZ"[first % 23] + "ABCDEFGHJKLMNPRSTUVWXYZ"[second % 23]


def key_at(path: Path, entropy: Entropy) -> StationKey:
    """The key in this file; made, readable by its owner only, when there is none yet.

    The caller holds the journal's write lock, so that two first starts make one key.
    """
    try:
        if path.exists():
            seed = bytes.fromhex(path.read_text(encoding="ascii").strip())
        else:
            seed = entropy(32)
            aside = path.with_name(path.name + ".deel")  # a key is there whole or not at all
            aside.unlink(missing_ok=True)
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(seed.hex() + "\n")
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        public, secret = bindings.crypto_sign_seed_keypair(seed)
    except OSError as error:
        raise CannotStore(f"de sleutel {path} kan niet worden gelezen of gemaakt: {reason_of(error)}") from error
    except (ValueError, TypeError) as error:
        raise CannotStore(f"de sleutel {path} is beschadigd") from error
    return StationKey(secret, public)


def new_id(moment: datetime, entropy: Entropy) -> str:
    """A UUIDv7 (RFC 9562): its first 48 bits are the moment in milliseconds."""
    millis = int(moment.timestamp() * 1000)
    value = (millis << 80) | int.from_bytes(entropy(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    digits = f"{(value & ~(0x3 << 62)) | (0x2 << 62):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a station's chain; number 0 when it has none."""

    seq: int = 0
    hash: str = FIRST_PREV
    clock: str = ""
    recorded_at: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in the journal; `id` is empty when the record itself is gone."""

    station: str
    seq: int
    id: str
    fault: str


FORKED = "nummer staat er dubbel: de keten is gesplitst"
"""One key was used at two places: both branches are kept, nothing is dropped, and copies can still be made."""


def faults_in(records: Iterable[Record], realm: str, erased: Collection[str] = ()) -> Iterator[Fault]:
    """Every fault in the records of one journal, given by station and number.

    `erased` are the ids whose contents an erasure names: those must be gone, and no others.

    Found are: a changed payload, a changed frame (author, time, kind, subject …), a number that is
    missing or stands there twice, a broken chain, a wrong signature, a record of another realm.
    What it cannot find: a cut tail (compare a head that was printed earlier), and a chain that
    was rewritten whole by somebody who holds the station's key.
    """
    station, expected, previous = "", 1, {FIRST_PREV}
    public: bytes | None = None
    level: list[Record] = []
    for record in records:
        if record.station != station:
            station, expected, previous, public, level = record.station, 1, {FIRST_PREV}, None, []
        if level and record.seq == level[0].seq:
            yield Fault(station, record.seq, record.id, FORKED)
        else:
            if level:
                previous = {one.hash for one in level}
            level = []
            if record.seq != expected:
                yield from _missing(station, expected, record.seq)
                previous = set()
            expected = record.seq + 1
        level.append(record)
        public = public or _public_key(record)
        yield from _faults_of(record, realm, previous, public, record.id in erased)


def _missing(station: str, expected: int, found: int) -> Iterator[Fault]:
    if found - expected > 20:
        yield Fault(station, expected, "", f"records {expected} tot en met {found - 1} ontbreken")
        return
    for seq in range(expected, found):
        yield Fault(station, seq, "", f"record {seq} ontbreekt")


def _faults_of(record: Record, realm: str, previous: set[str], public: bytes | None, erased: bool) -> Iterator[Fault]:
    def fault(text: str) -> Fault:
        return Fault(record.station, record.seq, record.id, text)

    if wrong := _content_fault(record, erased and record.kind not in KEPT):
        yield fault(wrong)
    if record_hash(record) != record.hash:
        yield fault("het kader is gewijzigd (schrijver, tijd, soort, onderwerp, volgorde of verwijzing)")
    if previous and record.prev not in previous:
        yield fault("sluit niet aan op het record ervoor")
    if public is None:
        yield fault("de sleutel van dit station ontbreekt: de handtekening kan niet worden nagegaan")
    elif not signature_holds(record, public):
        yield fault("de handtekening klopt niet")
    if not all(map(is_instant, (record.recorded_at, record.occurred_at, record.received_at))):
        yield fault("een tijd is niet te lezen")
    if record.realm != realm:
        yield fault(f"hoort bij het rijk {record.realm}, niet bij {realm}")


def _content_fault(record: Record, erased: bool) -> str:
    if erased:
        return "de inhoud is gewist, maar staat er nog" if record.payload or record.salt else ""
    return "" if content_hash(record.salt, record.payload) == record.payload_hash else "de inhoud is gewijzigd"


def signature_holds(record: Record, public: bytes) -> bool:
    """Whether the station's key signed this record's hash."""
    try:
        bindings.crypto_sign_open(bytes.fromhex(record.signature) + record.hash.encode("ascii"), public)
    except (exceptions.BadSignatureError, ValueError, UnicodeEncodeError):
        return False
    return True


def _public_key(record: Record) -> bytes | None:
    """The key that a station's first record announces, when it is the key that names the station."""
    started = decode(record)
    if not isinstance(started, StationStarted):
        return None
    try:
        public = bytes.fromhex(started.public_key)
    except ValueError:
        return None
    return public if fingerprint_of(public) == record.station else None
