"""The record for an inquiry and the verifier that stands alone: what is whole, and every way to break it."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from aovconsole.desk.desk import Desk
from aovconsole.domain.demonstration import contact_subject
from aovconsole.domain.demonstration_steps import ContactSet
from aovconsole.domain.erasure import KEPT, RecordsErased
from aovconsole.domain.record import Draft, content_hash, frame_hash
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.exports.proof import VERIFIER, as_file, proof_of
from aovconsole.journal.store import Operator
from aovconsole.journal.verify import verify
from aovconsole.verifier import nagaan
from tests.builders import append, copy_home, desk_at, journal_at, records_of, tamper
from tests.still_clock import StillClock

pytestmark = pytest.mark.all

Proof = dict[str, Any]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with two incidents whose records alternate, one line erased, one marked and copied."""
    desk = desk_at(tmp_path / "a", code="A")
    ours, other = desk.incidents.open("Gaslek Markt"), desk.incidents.open("Iets anders")
    for number in range(3):
        desk.log.line(f"regel {number}", dossier=ours.number)
        desk.log.line(f"geheim van een ander {number}", dossier=other.number)
    police = desk.log.line("!politie verdachte draagt een rode jas bij het hek", dossier=ours.number)
    desk.log.correct(police.id, "verdachte draagt een blauwe jas")
    desk.log.line("doorgegeven: verdachte draagt een rode jas bij het hek", dossier=ours.number)
    gone = desk.log.line("bel 0612345678", dossier=ours.number)
    append(desk.journal, RecordsErased((gone.id,), "op verzoek"))
    return desk


def first(desk: Desk) -> SubjectRow:
    return desk.seat.find("INC-27-A001")


def made(desk: Desk, **more: Any) -> Proof:
    """The proof of the first incident, as it is read back from its file."""
    proof = proof_of(desk.journal, first(desk), verify(desk.journal), made_by="Voorbeeld/AOV", **more)
    found: Proof = json.loads(as_file(proof))
    assert found == proof
    return found


def checked(proof: Proof, *heads: str) -> tuple[int, list[str]]:
    """The exit code of the verifier, and what it found."""
    checker = nagaan.Checker(copy.deepcopy(proof), list(heads), nagaan.signature_check())
    return checker.run(), [*checker.faults, *checker.lacks]


def resealed(desk: Desk, proof: Proof) -> Proof:
    """The same file as somebody at the station itself would seal it again."""
    rest = {name: value for name, value in proof.items() if name != "seal"}
    signature = desk.journal.key.sign(nagaan.sealed_text(rest).decode())
    return rest | {"seal": {"station": desk.journal.fingerprint, "signature": signature}}


def test_it_is_whole_and_holds_no_other_dossier(desk: Desk) -> None:
    proof = made(desk)
    head = proof["stations"][0]["head"]
    assert checked(proof, head) == (0, [])
    text = as_file(proof).decode()
    assert "geheim van een ander" not in text and "Iets anders" not in text
    assert "Gaslek Markt" in text and "0612345678" not in text
    assert len(proof["records"]) + len(proof["links"]) == len(records_of(desk.journal))
    assert {one["kind"] for one in proof["records"]} >= {"station.started", "operator.registered", "erasure.made"}


def test_what_is_marked_goes_with_its_corrections_and_copies(desk: Desk) -> None:
    proof = made(desk, marks=["police", "private"])
    text = as_file(proof).decode()
    assert "rode jas" not in text and "blauwe jas" not in text and "regel 1" in text
    held = [one for one in proof["records"] if "withheld" in one]
    assert [one["withheld"] for one in held] == ["politie", "politie", "kopie van wat is weggelaten"]
    assert all(one["payload_hash"] and not one["payload"] and not one["salt"] for one in held)
    assert checked(proof)[0] == 0


def test_contents_that_somebody_else_took_out_are_not_taken_for_withheld(desk: Desk) -> None:
    proof = made(desk)
    _line(proof).update(payload="", salt="", withheld="politie")
    assert any("het zegel klopt niet" in one for one in checked(proof)[1])
    proof["seal"] = None
    code, said = checked(proof, proof["stations"][0]["head"])
    assert code == 2 and said == ["wie de inhoud wegliet die ontbreekt: het bestand heeft geen zegel"]


def test_one_record_can_be_withheld_and_only_of_this_dossier(desk: Desk) -> None:
    line = desk.reading.lines(dossier=first(desk).subject, type_="line")[1]
    proof = made(desk, withheld_ids=[line.record_id])
    assert line.text not in as_file(proof).decode() and checked(proof)[0] == 0
    other = desk.reading.lines(dossier=desk.seat.find("INC-27-A002").subject, type_="line")[0]
    started = records_of(desk.journal)[0]
    for name, words in (
        (other.record_id, "hoort niet bij"),
        (started.id, "draagt het bewijs"),
        ("x", "hoort niet bij"),
    ):
        with pytest.raises(CommandRefused, match=words):
            made(desk, withheld_ids=[name])
    with pytest.raises(CommandRefused, match="merk geheim bestaat niet: kies private of police"):
        made(desk, marks=["geheim"])


def test_the_contact_of_a_demonstration_is_private(desk: Desk) -> None:
    subject = first(desk).subject
    append(desk.journal, Draft(ContactSet("Jansen 0687654321"), contact_subject(subject), subject))
    assert "0687654321" in as_file(made(desk)).decode()
    assert "0687654321" not in as_file(made(desk, marks=["private"])).decode()


def _line(proof: Proof, kind: str = "line.logged") -> Proof:
    found: Proof = next(one for one in proof["records"] if one["kind"] == kind and one["payload"])
    return found


def _payload(proof: Proof) -> None:
    _line(proof)["payload"] = '{"text":"iets anders"}'


def _rehashed(proof: Proof) -> None:
    one = _line(proof)
    one["payload"] = '{"text":"iets anders"}'
    one["payload_hash"] = content_hash(one["salt"], one["payload"])
    one["hash"] = nagaan.frame_hash(one)


def _time(proof: Proof) -> None:
    _line(proof)["occurred_at"] = "2027-02-07T13:00:00.000000+00:00"


def _removed(proof: Proof) -> None:
    proof["records"].remove(_line(proof))


def _link_removed(proof: Proof) -> None:
    del proof["links"][1]


def _swapped(proof: Proof) -> None:
    records = proof["records"]
    records[-1], records[-3] = records[-3], records[-1]


def _renumbered(proof: Proof) -> None:
    one, two = [one for one in proof["records"] if one["kind"] == "line.logged"][:2]
    one["seq"], two["seq"] = two["seq"], one["seq"]


def _forged(proof: Proof) -> None:
    one = _line(proof)
    one["signature"] = ("0" if one["signature"][0] != "0" else "1") + one["signature"][1:]


def _emptied(proof: Proof) -> None:
    _line(proof).update(payload="", salt="")


def _other_realm(proof: Proof) -> None:
    proof["realm"] = "real"


def _no_key(proof: Proof) -> None:
    proof["records"] = [one for one in proof["records"] if one["kind"] != "station.started"]


CHANGES: list[tuple[Callable[[Proof], None], str]] = [
    (_payload, "de inhoud is gewijzigd"),
    (_rehashed, "de handtekening klopt niet"),
    (_time, "het kader is gewijzigd"),
    (_removed, "ontbreekt"),
    (_link_removed, "ontbreekt"),
    (_swapped, "staat niet op zijn plaats"),
    (_renumbered, "het kader is gewijzigd"),
    (_forged, "de handtekening klopt niet"),
    (_emptied, "de inhoud ontbreekt, en niets zegt waarom"),
    (_other_realm, "hoort bij een ander rijk"),
    (_no_key, "de sleutel van dit station ontbreekt"),
]


@pytest.mark.parametrize(("change", "words"), CHANGES, ids=lambda one: getattr(one, "__name__", ""))
@pytest.mark.parametrize("sealed", ["sealed", "sealed again", "seal taken off"])
def test_each_change_is_found_and_named(desk: Desk, change: Callable[[Proof], None], words: str, sealed: str) -> None:
    proof = made(desk)
    named = _line(proof)
    named_as = f"record {named['seq']}, {named['id']}: "
    change(proof)
    if sealed == "sealed again":
        proof = resealed(desk, proof)
    elif sealed == "seal taken off":
        proof["seal"] = None
    code, said = checked(proof)
    assert code == 1 and any(words in one for one in said), said
    assert any("het zegel klopt niet" in one for one in said) == (
        sealed == "sealed" or (change is _no_key and sealed != "seal taken off")
    )
    if change in (_payload, _time, _forged, _emptied, _rehashed):
        assert any(named_as in one for one in said), said


def cut(proof: Proof, *, hide: bool) -> None:
    """Take the last two numbers of the chain off; to hide it, the stations are rewritten and the seal is taken off."""
    station = proof["stations"][0]
    last = station["last_seq"] - 2
    proof["records"] = [one for one in proof["records"] if one["seq"] <= last]
    proof["links"] = [one for one in proof["links"] if one[1] <= last]
    if hide:
        rows = proof["records"] + [dict(zip(proof["link_fields"], one, strict=True)) for one in proof["links"]]
        station |= {"last_seq": last, "head": next(one["hash"] for one in rows if one["seq"] == last)}
        proof["seal"] = None


def test_a_cut_tail_is_found_by_the_seal_the_end_that_is_named_and_a_head(desk: Desk) -> None:
    # the last two records are lines that nothing else refers to
    for number in range(2):
        desk.log.line(f"laatste {number}", dossier=first(desk).number)
    proof = made(desk)
    head = proof["stations"][0]["head"]
    open_cut, hidden = copy.deepcopy(proof), copy.deepcopy(proof)
    cut(open_cut, hide=False)
    code, said = checked(open_cut)
    assert code == 1 and any("is afgeknipt; 2 record(s) ontbreken" in one for one in said)
    cut(hidden, hide=True)
    code, said = checked(hidden)
    assert code == 2 and said == [
        "of er aan het einde is afgeknipt: het bestand heeft geen zegel, en er is geen kop gegeven"
    ]
    code, said = checked(hidden, head)
    assert code == 1 and f"de kop {head} staat niet in dit bewijs" in said[0]
    assert checked(proof, "abc")[0] == 1


def test_contents_that_were_put_back_are_found(desk: Desk) -> None:
    proof = made(desk, marks=["police"])
    held = next(one for one in proof["records"] if "withheld" in one)
    held["payload"] = "{}"
    assert any("weggelaten, maar staat er nog" in one for one in checked(proof)[1])
    proof = made(desk)
    gone = next(one for one in proof["records"] if not one["payload"])
    gone["payload"] = "{}"
    assert any("gewist, maar staat er nog" in one for one in checked(proof)[1])


def test_several_stations_and_a_forked_chain(desk: Desk, tmp_path: Path) -> None:
    twin_home = copy_home(desk.journal.home, tmp_path / "tweeling")
    other = desk_at(tmp_path / "b", StillClock(), code="B", operator=Operator("Ander", "Beleid", "x"))
    other.journal.receive(records_of(desk.journal))
    number = first(desk).number
    other.log.line("van station B", dossier=number)
    twin = desk_at(twin_home, code="A")
    twin.log.line("van de kopie", dossier=number)
    desk.log.line("van A zelf", dossier=number)
    desk.journal.receive([*records_of(other.journal), *records_of(twin.journal)])
    proof = made(desk)
    assert [one["code"] for one in proof["stations"]] == sorted(
        (one["code"] for one in proof["stations"]),
        key=lambda code: next(one["fingerprint"] for one in proof["stations"] if one["code"] == code),
    )
    assert proof["faults"] == []
    checker = nagaan.Checker(proof, [], nagaan.signature_check())
    assert checker.run() == 0 and any("de keten is daar gesplitst" in one for one in checker.notes)
    text = as_file(proof).decode()
    assert all(line in text for line in ("van station B", "van de kopie", "van A zelf", "Ander"))
    proof["records"].remove(next(one for one in proof["records"] if "van station B" in one["payload"]))
    assert checked(proof)[0] == 1


def test_a_journal_that_does_not_verify_says_so_in_its_proof(desk: Desk) -> None:
    line = next(one for one in records_of(desk.journal) if "regel 1" in one.payload)
    desk.journal.close()
    tamper(desk.journal.path, 'UPDATE records SET payload = \'{"text":"x"}\' WHERE id = ?', values=(line.id,))
    proof = made(desk)
    assert [one.partition(": ")[2] for one in proof["faults"]] == ["de inhoud is gewijzigd"]
    code, said = checked(proof)
    assert code == 1 and any(line.id in one and "de inhoud is gewijzigd" in one for one in said)


def test_a_station_without_its_key_gives_no_seal(desk: Desk) -> None:
    desk.journal.close()
    (desk.journal.home / "station.key").unlink()
    again = Desk(journal_at(desk.journal.home), desk.operator, desk.seat.known)
    proof = made(again)
    assert proof["seal"] is None and checked(proof)[0] == 2
    assert checked(proof, proof["stations"][0]["head"]) == (0, [])
    assert not (desk.journal.home / "station.key").exists()


values = st.one_of(st.text(), st.sampled_from(["a\ud800b", "é", '"', "\u2028"]))


@generated(st.lists(values, min_size=11, max_size=11), st.integers(), st.text(), values)
def test_the_verifier_and_the_console_make_the_same_hashes(texts: list[str], number: int, salt: str, text: str) -> None:
    """Both were written apart."""
    filled = dict.fromkeys(nagaan.COVERED, "") | dict(zip(nagaan.COVERED, texts, strict=False)) | {"seq": number}
    assert nagaan.frame_hash(filled) == frame_hash(tuple(filled[name] for name in nagaan.COVERED))
    salt = salt.encode("utf-8", "replace").decode()
    assert nagaan.content_hash(salt, text) == content_hash(salt, text)


def test_both_keep_the_same_kinds() -> None:
    assert set(nagaan.KEPT) >= set(KEPT)


def run_alone(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier as another machine would: isolated, from a folder of its own."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / "nagaan.py"), *words],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=30, check=False,
    )  # fmt: skip


def test_the_verifier_runs_alone(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "elders"
    folder.mkdir()
    (folder / "nagaan.py").write_bytes(VERIFIER.read_bytes())
    assert "import aovconsole" not in VERIFIER.read_text() and "from aovconsole" not in VERIFIER.read_text()
    proof = made(desk)
    (folder / "bewijs.json").write_bytes(as_file(proof))
    done = run_alone(folder, "bewijs.json", "--toon")
    assert (done.returncode, done.stderr) == (0, "") and "\nHEEL\n" in done.stdout and "regel 1" in done.stdout
    _time(proof)
    (folder / "stuk.json").write_bytes(as_file(proof))
    broken = run_alone(folder, "stuk.json")
    assert broken.returncode == 1 and broken.stdout.endswith("GEBROKEN\n") and _line(proof)["id"] in broken.stdout
    (folder / "nacl.py").write_text("raise ImportError")
    (folder / "cryptography.py").write_text("raise ImportError")
    starting = "import sys; sys.path.insert(0, '.'); import nagaan; sys.exit(nagaan.main(['bewijs.json']))"
    without = subprocess.run(
        [sys.executable, "-I", "-c", starting], cwd=folder, capture_output=True, text=True, timeout=30, check=False
    )
    assert without.returncode == 2 and "niet nagegaan: de handtekeningen" in without.stdout
    for name, contents in (("a.json", "{}"), ("b.json", "geen json"), ("c.json", '{"format":"aovconsole-bewijs-1"}')):
        (folder / name).write_text(contents)
        done = run_alone(folder, name)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1), done
    assert run_alone(folder, "weg.json").returncode == 3
