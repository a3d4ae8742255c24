"""`aovconsole archive make`: a package that can be read, checked and put in an e-depot."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from tests.builders import tamper
from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

MDTO = "{https://www.nationaalarchief.nl/mdto}"
ORDER = [
    "identificatie", "naam", "aggregatieniveau", "omschrijving", "dekkingInTijd", "dekkingInRuimte", "taal", "event",
    "waardering", "bewaartermijn", "informatiecategorie", "heeftRepresentatie", "archiefvormer", "beperkingGebruik",
]  # fmt: skip
"""The elements that are used, in the order of the schema MDTO-XML 1.0.1."""

ODD = "[bold]x[/] & <b> #panic() =1+1 \x1b[31m שלום \ufffe"


@pytest.fixture
def number(run: Run, tmp_path: Path) -> str:
    """A closed incident with a line of the police, odd text, a correction, and an attachment with an odd name."""
    number = run("incident", "open", "Gaslek & <Markt>", "--at", "12:00", "--place", "Markt").line
    run("log", "!politie verdachte met rode jas", "--dossier", number, "--at", "12:05")
    run("log", ODD, "--dossier", number, "--raw", "--at", "12:06")
    line = run("log", "twee gewonden", "--dossier", number, "--at", "12:07").line
    run("log", "--correct", line, "drie gewonden")
    file = tmp_path / "..verslag <van> de nacht.txt"
    file.write_text("rode jas")
    run("attach", str(file), "--dossier", number)
    assert run("incident", "close", number, "--at", "13:00").code == 0
    return number


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_package_is_whole_and_holds_nothing_that_is_marked(run: Run, number: str, tmp_path: Path) -> None:
    answer = run("archive", "make", number, "--to", str(tmp_path / "pakket"))
    assert answer.code == 0 and "archiefpakket met 8 bestanden" in answer.out and "1 record zonder inhoud" in answer.out
    files = contents(tmp_path / "pakket")
    assert sorted(files) == sorted([
        "LEESMIJ.txt", "nagaan.py", "sha256sums.txt", *(f"{number}{end}" for end in (
            ".pdf", ".json", ".mdto.xml", ".pdf.bestand.mdto.xml", ".json.bestand.mdto.xml")),
    ])  # fmt: skip
    for line in files["sha256sums.txt"].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(files[name]).hexdigest() == digest
    assert not any(b"rode jas" in one for one in files.values())
    told = text_of(files[f"{number}.pdf"])
    assert "rode jas" not in told and "[weggelaten: politie]" in told
    assert "drie gewonden" in told and "eerst stond er: twee" in told and "Gaslek & <Markt>" in told
    done = subprocess.run(
        [sys.executable, "-I", "nagaan.py", f"{number}.json"],
        cwd=tmp_path / "pakket", capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done


def test_the_metadata_is_mdto(run: Run, number: str, tmp_path: Path) -> None:
    run("archive", "make", number, "--to", str(tmp_path / "p"))
    files = contents(tmp_path / "p")
    [thing] = ElementTree.fromstring(files[f"{number}.mdto.xml"])
    names = [one.tag.removeprefix(MDTO) for one in thing]
    assert thing.tag == f"{MDTO}informatieobject"
    assert list(dict.fromkeys(names)) == [one for one in ORDER if one in names] and set(names) < set(ORDER)
    assert thing.findtext(f"{MDTO}naam") == f"{number} Gaslek & <Markt>"
    assert "te bevestigen" in (thing.findtext(f"{MDTO}waardering/{MDTO}begripLabel") or "")
    [file] = ElementTree.fromstring(files[f"{number}.pdf.bestand.mdto.xml"])
    names = [one.tag.removeprefix(MDTO) for one in file]
    assert names == ["identificatie", "naam", "omvang", "bestandsformaat", "checksum", "isRepresentatieVan"]
    pdf = files[f"{number}.pdf"]
    assert file.findtext(f"{MDTO}omvang") == str(len(pdf))
    assert file.findtext(f"{MDTO}checksum/{MDTO}checksumWaarde") == hashlib.sha256(pdf).hexdigest()
    assert "MDTO-XML 1.0.1" in files["LEESMIJ.txt"].decode()


def test_a_term_that_is_settled_stands_in_the_metadata(run: Run, scratch_home: Path, tmp_path: Path) -> None:
    number = run(
        "evenement", "add", "Kermis", "--begin", "2027-02-01T10:00", "--end", "2027-02-02T10:00", "--place", "Markt"
    ).line
    assert run("archive", "make", number, "--to", str(tmp_path / "p")).code == 0
    [thing] = ElementTree.fromstring((tmp_path / "p" / f"{number}.mdto.xml").read_bytes())
    names = [one.tag.removeprefix(MDTO) for one in thing]
    assert list(dict.fromkeys(names)) == ORDER
    assert thing.findtext(f"{MDTO}waardering/{MDTO}begripCode") == "V"
    assert thing.findtext(f"{MDTO}bewaartermijn/{MDTO}termijnLooptijd") == "P1Y"
    assert thing.findtext(f"{MDTO}informatiecategorie/{MDTO}begripCode") == "11.1.1"


def test_all_is_all_also_as_zip(run: Run, number: str, tmp_path: Path) -> None:
    target = tmp_path / "pakket.zip"
    assert run("archive", "make", number, "--to", str(target), "--all").code == 0
    with zipfile.ZipFile(target) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    [attachment] = [name for name in files if name.startswith("bijlagen/") and name.endswith(".txt")]
    assert files[attachment] == b"rode jas" and attachment.endswith("-verslag_van_de_nacht.txt")
    assert not any(".." in name or name.startswith("/") for name in files)
    assert "rode jas" in text_of(files[f"{number}.pdf"])
    assert any("rode jas" in one["payload"] for one in json.loads(files[f"{number}.json"])["records"])
    refused(run("archive", "make", number, "--to", str(target)), "bestaat al; --force vervangt het")
    assert run("archive", "make", number, "--to", str(target), "--force").code == 0


def test_what_cannot_be(run: Run, number: str, tmp_path: Path) -> None:
    other = run("incident", "open", "Loopt nog").line
    refused(run("archive", "make", other, "--to", str(tmp_path / "p")), "nog niet afgesloten")
    refused(run("archive", "make", "INC-27-A099", "--to", str(tmp_path / "p")), "is onbekend")
    full = tmp_path / "vol"
    full.mkdir()
    (full / "x").write_text("van mij")
    refused(run("archive", "make", number, "--to", str(full)), "nieuwe of lege map")
    refused(run("archive", "make", number, "--to", str(full / "x")), "nieuwe of lege map")
    refused(run("archive", "make", number, "--to", str(tmp_path / "weg" / "p")), "kan niet worden geschreven", code=4)
    refused(run("archive", "make", number, "--to", " "), "geen naam")
    assert sorted(one.name for one in tmp_path.iterdir() if "deel" in one.name or one.name == "p") == []
    assert (full / "x").read_text() == "van mij"


def test_what_is_left_of_an_erased_line_keeps_its_mark(run: Run, number: str, tmp_path: Path) -> None:
    lines = run("log", "list", "--dossier", number, "--json").json
    marked = next(one["id"] for one in lines if "rode jas" in one["text"])
    assert run("journal", "redact", marked, "--ground", "verzoek", "--datum", "rode").code == 0
    assert run("archive", "make", number, "--to", str(tmp_path / "p")).code == 0
    files = contents(tmp_path / "p")
    assert not any(b"verdachte" in one for one in files.values())
    assert "verdachte" not in text_of(files[f"{number}.pdf"])


def test_a_journal_that_does_not_verify(run: Run, number: str, scratch_home: Path, tmp_path: Path) -> None:
    tamper(scratch_home / "journal.db", 'UPDATE records SET payload = \'{"text":"anders"}\' WHERE seq = 5')
    answer = run("archive", "make", number, "--to", str(tmp_path / "p"))
    assert answer.code == 3 and "het journaal klopt niet, en het pakket zegt dat" in answer.err
    assert "LET OP, het journaal klopte niet" in (tmp_path / "p" / "LEESMIJ.txt").read_text()
    assert "klopte het journaal niet" in text_of((tmp_path / "p" / f"{number}.pdf").read_bytes())
