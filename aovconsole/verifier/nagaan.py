"""Nagaan van een bewijsbestand van aovconsole, los van dat programma.

ZO GEBRUIKT U DIT
    1. Nodig: Python 3.9 of nieuwer. Voor de handtekeningen ook PyNaCl of cryptography:
           python -m pip install pynacl
    2. Zet dit bestand naast het bewijsbestand en geef:
           python nagaan.py bewijs.json
    3. Heeft u een kop die eerder is afgedrukt (op een overdracht, een verslag, een kopie)? Geef hem mee:
           python nagaan.py bewijs.json --head 3f9a...
       Alleen zo'n kop, of het zegel onder het bestand, toont dat er aan het einde niets is afgeknipt.
    4. --toon schrijft daarna de records in de volgorde van gebeuren.

WAT HET ZEGT
    HEEL       en uitgang 0: niets is gewijzigd, verwijderd, verplaatst of vervalst.
    GEBROKEN   en uitgang 1: elke fout met station, nummer, id en wat er is.
    ONVOLLEDIG en uitgang 2: geen fout gevonden, maar niet alles kon worden nagegaan (er staat bij wat).
    uitgang 3: het bestand is niet te lezen of is geen bewijs.

WAT HET NIET BEWIJST
    Dat iets waar is: alleen dat het zo is vastgelegd, door wie de sleutel van het station had, en dat het sindsdien
    niet is veranderd. Wie de sleutel heeft, kan een hele keten opnieuw schrijven; een kop die bij een ander ligt laat
    dat zien. Het moment van ontvangst (received_at) valt onder het zegel, niet onder de keten. Van records buiten het
    dossier staan hier alleen nummer, id, hashes en handtekening: hun inhoud en kader kunt u hiermee niet nagaan.

De opzet van het bestand staat in docs/bewijs.md van aovconsole. Dit bestand gebruikt niets van dat programma.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from typing import Any, Callable, Dict, Iterator, List, Optional, Set, Tuple

FORMAT = "aovconsole-bewijs-1"
FIRST_PREV = "0" * 64
COVERED = (
    "id", "realm", "station", "seq", "clock", "clock_source", "recorded_at", "occurred_at",
    "author", "dossier", "subject", "kind", "v", "payload_hash", "prev",
)  # fmt: skip
KEPT = ("erasure.made", "station.started", "retention.destroyed")
BROKEN, INCOMPLETE, UNREADABLE = 1, 2, 3

Holds = Callable[[bytes, bytes, bytes], bool]
Row = Dict[str, Any]


def content_hash(salt: str, payload: str) -> str:
    """De hash van de inhoud met haar zout."""
    return hashlib.sha256((salt + "\n" + payload).encode("utf-8", "surrogatepass")).hexdigest()


def frame_hash(record: Row) -> str:
    """De hash van een record over zijn kader: de velden van COVERED, in die volgorde, als JSON in ASCII."""
    text = json.dumps([record.get(name) for name in COVERED], separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def sealed_text(proof: Row) -> bytes:
    """Waar het zegel over gaat: de hash van alles buiten het zegel, met een eigen woord ervoor."""
    rest = {name: value for name, value in proof.items() if name != "seal"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return (FORMAT + " " + hashlib.sha256(text.encode("ascii")).hexdigest()).encode("ascii")


def signature_check() -> Optional[Holds]:
    """Hoe hier een handtekening (Ed25519) wordt nagegaan; None als dat hier niet kan."""
    try:
        from nacl.exceptions import BadSignatureError
        from nacl.signing import VerifyKey

        def by_nacl(public: bytes, message: bytes, signature: bytes) -> bool:
            try:
                VerifyKey(public).verify(message, signature)
            except (BadSignatureError, ValueError, TypeError):
                return False
            return True

        return by_nacl
    except ImportError:
        pass
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None

    def by_cryptography(public: bytes, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    return by_cryptography


class Checker:
    """Gaat een bewijs na: `faults` is gebroken, `lacks` kon niet worden nagegaan, `notes` moet u weten."""

    def __init__(self, proof: Row, heads: List[str], holds: Optional[Holds]) -> None:
        self.proof = proof
        self.heads = [one.strip().lower() for one in heads]
        self.holds = holds
        self.records: List[Row] = proof["records"]
        self.links: List[Row] = [dict(zip(proof["link_fields"], row)) for row in proof["links"]]
        self.faults: List[str] = []
        self.lacks: List[str] = []
        self.notes: List[str] = []
        self.keys: Dict[str, bytes] = {}
        self.lacks += ["bij het maken klopte het journaal al niet: " + str(one) for one in proof.get("faults", [])]

    def run(self) -> int:
        """Alles nagaan; de uitgang."""
        if self.holds is None:
            self.lacks.append("de handtekeningen en het zegel: PyNaCl of cryptography ontbreekt (pip install pynacl)")
        self._find_keys()
        erased = self._erased()
        for record in self.records:
            self._content(record, erased)
            if frame_hash(record) != record.get("hash"):
                self._fault(record, "het kader is gewijzigd (tijd, schrijver, soort, onderwerp, nummer of verwijzing)")
            if record.get("realm") != self.proof["realm"]:
                self._fault(record, "hoort bij een ander rijk dan dit bewijs")
        for one in self.records + self.links:
            self._signature(one)
        for station in self.proof["stations"]:
            self._chain(station)
        self._strangers()
        self._seal()
        self._heads()
        return BROKEN if self.faults else INCOMPLETE if self.lacks else 0

    def _fault(self, record: Row, text: str) -> None:
        self.faults.append(
            "station %s, record %s, %s: %s" % (record.get("station"), record.get("seq"), record.get("id"), text)
        )

    def _find_keys(self) -> None:
        for record in self.records:
            if record.get("kind") != "station.started" or record.get("station") in self.keys:
                continue
            try:
                public = bytes.fromhex(json.loads(record["payload"])["public_key"])
            except (ValueError, KeyError, TypeError):
                continue
            if hashlib.sha256(public).hexdigest()[:16] == record["station"]:
                self.keys[record["station"]] = public

    def _erased(self) -> Set[str]:
        names: Set[str] = set()
        for record in self.records:
            if record.get("kind") == "erasure.made" and record.get("payload"):
                try:
                    names.update(json.loads(record["payload"])["records"])
                except (ValueError, KeyError, TypeError):
                    self._fault(record, "niet te lezen wat hier gewist is")
        return names

    def _content(self, record: Row, erased: Set[str]) -> None:
        payload, salt = record.get("payload", ""), record.get("salt", "")
        if record.get("id") in erased and record.get("kind") not in KEPT:
            if payload or salt:
                self._fault(record, "de inhoud is gewist, maar staat er nog")
        elif record.get("withheld"):
            if payload or salt:
                self._fault(record, "de inhoud is weggelaten, maar staat er nog")
        elif content_hash(salt, payload) != record.get("payload_hash"):
            self._fault(record, "de inhoud is gewijzigd" if payload else "de inhoud ontbreekt, en niets zegt waarom")

    def _signature(self, record: Row) -> None:
        if self.holds is None:
            return
        public = self.keys.get(str(record.get("station")))
        if public is None:
            self._fault(record, "de sleutel van dit station ontbreekt: de handtekening kan niet worden nagegaan")
            return
        try:
            signature, message = bytes.fromhex(record["signature"]), str(record["hash"]).encode("ascii")
        except (ValueError, KeyError, TypeError):
            signature, message = b"", b""
        if len(signature) != 64 or not self.holds(public, message, signature):
            self._fault(record, "de handtekening klopt niet")

    def _chain(self, station: Row) -> None:
        name, last = station["fingerprint"], int(station["last_seq"])
        levels = self._levels(name)
        before: Set[str] = {FIRST_PREV}
        for seq in range(1, last + 1):
            level = levels.pop(seq, [])
            if not level:
                self._missing(name, seq, last, levels)
                if not levels:
                    break
            for one in level:
                if before and one["prev"] not in before:
                    self._fault(one, "sluit niet aan op het record ervoor")
            before = {str(one["hash"]) for one in level}
        for rest in levels.values():
            self._fault(rest[0], "staat na het einde dat dit bewijs noemt")
        if before and station["head"] not in before:
            self.faults.append("station %s: het laatste record is niet de kop die dit bewijs noemt" % name)

    def _levels(self, name: str) -> Dict[int, List[Row]]:
        """De records en schakels van een station per nummer; twee op een nummer is een gesplitste keten."""
        levels: Dict[int, List[Row]] = {}
        for rows in (self.records, self.links):
            before = 0
            for one in rows:
                if one.get("station") != name:
                    continue
                seq = int(one["seq"])
                if seq < before:
                    self._fault(one, "staat niet op zijn plaats in het bestand")
                before = seq
                levels.setdefault(seq, []).append(one)
        for seq, level in levels.items():
            if len(level) > 1:
                self.notes.append(
                    "station %s: nummer %d staat er dubbel; de keten is daar gesplitst (een gekopieerde sleutel),"
                    " beide takken staan in dit bewijs" % (name, seq)
                )
        return levels

    def _missing(self, name: str, seq: int, last: int, later: Dict[int, List[Row]]) -> None:
        if later:
            self.faults.append("station %s, record %d: ontbreekt" % (name, seq))
        else:
            self.faults.append(
                "station %s, record %d: na record %d is afgeknipt; %d record(s) ontbreken"
                % (name, seq, seq - 1, last - seq + 1)
            )

    def _strangers(self) -> None:
        known = {one["fingerprint"] for one in self.proof["stations"]}
        for one in self.records + self.links:
            if one.get("station") not in known:
                self._fault(one, "hoort bij een station dat dit bewijs niet noemt")

    def _seal(self) -> None:
        seal = self.proof.get("seal")
        if not seal:
            if not self.heads:
                self.lacks.append(
                    "of er aan het einde is afgeknipt: het bestand heeft geen zegel, en er is geen kop gegeven"
                )
            if any(one.get("withheld") for one in self.records):
                self.lacks.append("wie de inhoud wegliet die ontbreekt: het bestand heeft geen zegel")
            return
        public = self.keys.get(str(seal.get("station")))
        if self.holds is None:
            return
        try:
            signature = bytes.fromhex(seal["signature"])
        except (ValueError, KeyError, TypeError):
            signature = b""
        if public is None or len(signature) != 64 or not self.holds(public, sealed_text(self.proof), signature):
            self.faults.append("het zegel klopt niet: dit bestand is gewijzigd nadat het werd gemaakt")

    def _heads(self) -> None:
        known = {str(one.get("hash")) for one in self.records + self.links}
        for head in self.heads:
            if not re.fullmatch("[0-9a-f]{64}", head):
                self.faults.append("de kop %s is geen kop: 64 tekens, cijfers en a tot en met f" % head)
            elif head not in known:
                self.faults.append("de kop %s staat niet in dit bewijs: na die kop is afgeknipt of herschreven" % head)


def load(path: str) -> Row:
    """Het bewijs in een bestand; ValueError als het er geen is."""
    with open(path, encoding="utf-8") as file:
        proof = json.load(file)
    if not isinstance(proof, dict) or proof.get("format") != FORMAT:
        raise ValueError("dit is geen bewijs van aovconsole (%s)" % FORMAT)
    wanted: List[Tuple[str, type]] = [
        ("records", list),
        ("links", list),
        ("link_fields", list),
        ("stations", list),
        ("realm", str),
    ]
    for name, type_ in wanted:
        if not isinstance(proof.get(name), type_):
            raise ValueError("in het bewijs ontbreekt %s" % name)
    for record in proof["records"]:
        if not isinstance(record, dict) or not {"id", "station", "seq", "prev", "hash", "payload", "salt"} <= set(
            record
        ):
            raise ValueError("een record van het bewijs mist velden")
    return proof


def plain(text: object) -> str:
    """Een tekst zonder tekens die iets doen op een scherm."""
    return "".join(one if one.isprintable() else "\ufffd" for one in str(text))


def told(proof: Row) -> Iterator[str]:
    """De records in de volgorde van gebeuren, een regel per record."""
    for one in sorted(proof["records"], key=lambda one: (str(one.get("occurred_at")), str(one.get("clock")))):
        said = "[weggelaten: %s]" % one["withheld"] if one.get("withheld") else one["payload"] or "[gewist]"
        yield "%s  %s/%s  %s  %s" % (
            str(one.get("occurred_at"))[:19],
            one["station"][:4],
            one["seq"],
            one.get("kind"),
            said,
        )


def report(proof: Row, checker: Checker, code: int) -> Iterator[str]:
    """Wat er gevonden is, regel voor regel; het laatste woord is de uitkomst."""
    withheld = sum(1 for one in checker.records if one.get("withheld"))
    yield "Bewijs van %s, gemaakt %s, rijk %s: %d records, %d schakels, %d weggelaten" % (
        (proof.get("dossier") or {}).get("number", "?"), proof.get("made_at", "?"), proof["realm"],
        len(checker.records), len(checker.links), withheld,
    )  # fmt: skip
    for station in proof["stations"]:
        yield "  station %s (%s): kop %s" % tuple(station.get(name) for name in ("code", "fingerprint", "head"))
    yield from ("  let op: " + note for note in checker.notes)
    yield from ("  FOUT: " + fault for fault in checker.faults)
    yield from ("  niet nagegaan: " + lack for lack in checker.lacks)
    yield {0: "HEEL", BROKEN: "GEBROKEN", INCOMPLETE: "ONVOLLEDIG"}[code]


def main(words: Optional[List[str]] = None) -> int:
    """De opdracht; geeft de uitgang."""
    parser = argparse.ArgumentParser(description="Gaat een bewijsbestand van aovconsole na.")
    parser.add_argument("file", metavar="BEWIJS.json")
    parser.add_argument("--head", action="append", default=[], metavar="KOP", help="een kop die eerder is afgedrukt")
    parser.add_argument("--toon", action="store_true", help="schrijf daarna de records")
    args = parser.parse_args(words)
    try:
        proof = load(args.file)
        checker = Checker(proof, args.head, signature_check())
        code = checker.run()
        lines = [*report(proof, checker, code), *(told(proof) if args.toon else ())]
    except OSError as error:
        print("%s is niet te lezen: %s" % (plain(args.file), plain(error.strerror)), file=sys.stderr)
        return UNREADABLE
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        print("%s is geen goed bewijs: %s" % (plain(args.file), plain(error)), file=sys.stderr)
        return UNREADABLE
    for line in lines:
        print(plain(line))
    return code


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
