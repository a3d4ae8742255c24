"""The archive package of a closed dossier: PDF/A to read, records with their proof, MDTO metadata, checksums."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.domain.text import clean
from aovconsole.domain.words import KINDS, STEPS, counted
from aovconsole.errors import CannotStore, CommandRefused, reason_of
from aovconsole.exports.mdto import TO_CONFIRM, VERSION, ArchivedDossier, ArchivedFile, dossier_xml, file_xml
from aovconsole.exports.pdf import pdf_page
from aovconsole.exports.proof import VERIFIER, as_file
from aovconsole.exports.text_file import save_new
from aovconsole.journal.reading import LogRow

SUMS = "sha256sums.txt"
READ_ME = "LEESMIJ.txt"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def archive_files(
    document: dict[str, Any],
    dossier: ArchivedDossier,
    rows: Sequence[LogRow],
    frame: Sequence[tuple[str, str]],
    attachments: Mapping[str, bytes],
    now: datetime,
    zone: ZoneInfo,
) -> dict[str, bytes]:
    """Every file of the package by its name; `document` is the proof, which says what is withheld."""
    held = {one["id"]: one["withheld"] for one in document["records"] if "withheld" in one}
    number, printed = dossier.number, f"{now.astimezone(zone):%d-%m-%Y %H:%M}"
    pdf = pdf_page(
        "archive.typ",
        dossier.name,
        document["realm"],
        now,
        number=number,
        frame=[list(one) for one in frame],
        rows=[_row(row, held, zone) for row in rows],
        proves=_proves(document),
        printed=printed,
    )
    is_pdf_a = b"pdfaid:part" in pdf
    files = [
        ArchivedFile(f"{number}.pdf", pdf, "PDF/A-2a" if is_pdf_a else "PDF 1.7", "fmt/476" if is_pdf_a else "fmt/276"),
        ArchivedFile(f"{number}.json", as_file(document), "JSON Data Interchange Format", "fmt/817"),
        *(ArchivedFile(name, contents, TO_CONFIRM, "") for name, contents in attachments.items()),
    ]
    found = {file.name: file.contents for file in files}
    found[f"{number}.mdto.xml"] = dossier_xml(dossier, files)
    found |= {f"{file.name}.bestand.mdto.xml": file_xml(file, dossier) for file in files}
    found[VERIFIER.name] = VERIFIER.read_bytes()
    found[READ_ME] = _read_me(document, dossier, held, is_pdf_a=is_pdf_a).encode()
    sums = "".join(f"{hashlib.sha256(found[name]).hexdigest()}  {name}\n" for name in sorted(found))
    return found | {SUMS: sums.encode()}


def attachment_name(sha256: str, name: str) -> str:
    """Where an attachment stands in the package: its own name, harmless as a path, told apart by its hash."""
    plain = re.sub(r"[^\w.-]+", "_", clean(name))[-80:].strip(".") or "bijlage"
    return f"bijlagen/{sha256[:8]}-{plain}"


def save_package(target: str, files: Mapping[str, bytes], *, replace: bool = False) -> None:
    """Write a package as one .zip, or as a folder that is new or empty; whole or not at all.

    Raises:
        CommandRefused: something stands there already.
        CannotStore: it cannot be written.
    """
    if target.strip().lower().endswith(".zip"):
        save_new(target, _zipped(files), replace=replace)
        return
    if not target.strip():
        raise CommandRefused("de map heeft geen naam")
    folder = Path(os.path.expanduser(target.strip()))
    try:
        if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
            raise CommandRefused(f"{folder} bestaat al: noem een nieuwe of lege map, of een bestand .zip")
        _write_folder(folder, files)
    except (OSError, ValueError) as error:
        raise CannotStore(f"{folder} kan niet worden geschreven: {reason_of(error)}") from error


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}.", suffix=".deel", dir=folder.parent))
    try:
        for name, contents in files.items():
            file = aside / name
            file.parent.mkdir(exist_ok=True)
            with file.open("wb") as opened:
                opened.write(contents)
                opened.flush()
                os.fsync(opened.fileno())
        if folder.is_dir():
            folder.rmdir()
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _row(row: LogRow, held: Mapping[str, str], zone: ZoneInfo) -> list[str]:
    """One line of the timeline: struck where it was corrected, left out where its record is."""
    at = f"{datetime.fromisoformat(row.at).astimezone(zone):%d-%m-%Y %H:%M}"
    if row.late:
        at += f"\nvastgelegd {datetime.fromisoformat(row.recorded_at).astimezone(zone):%d-%m %H:%M}"
    what = KINDS.get(row.kind, "regel") if row.type == "line" else STEPS.get(row.type, row.type)
    why = held.get(row.record_id) or held.get(row.corrected_by)
    if why:
        return [at, what, f"[weggelaten: {why}]", row.author]
    text = row.text
    if row.more.get("withdrawn"):
        text = f"{text}\n(ingetrokken)"
    elif row.correction:
        text = f"{row.correction}\n(verbeterd; eerst stond er: {text})"
    return [at, what, text, row.author]


def _proves(document: Mapping[str, Any]) -> list[str]:
    heads = [f"Kop van station {one['code']} ({one['fingerprint']}): {one['head']}" for one in document["stations"]]
    faults = [f"Bij het maken klopte het journaal niet: {one}" for one in document["faults"]]
    return [
        *(faults or ["Bij het maken is het journaal nagegaan: geen fouten."]),
        *heads,
        "De records met hun bewijs staan in het bestand .json; nagaan.py gaat ze na, los van dit programma.",
        "Dit bewijst niet dat waar is wat er staat, en niet dat er aan het einde niets is afgeknipt: vergelijk de kop"
        " met een die eerder is afgedrukt.",
    ]


def _read_me(document: Mapping[str, Any], dossier: ArchivedDossier, held: Collection[str], *, is_pdf_a: bool) -> str:
    """What is in the package, and what the archivist must still settle."""
    waardering = "waardering en bewaartermijn, " if not dossier.term.code else ""
    lines = [
        f"Archiefpakket van {dossier.number}, gemaakt {dossier.made_at} door {document['made_by']}",
        "",
        f"{dossier.number}.pdf       om te lezen: kader, tijdlijn en log ({'PDF/A-2a' if is_pdf_a else 'geen PDF/A'})",
        f"{dossier.number}.json      de records met hun bewijs (docs/bewijs.md)",
        "nagaan.py             gaat dat bewijs na: python nagaan.py BESTAND.json",
        f"*.mdto.xml            metagegevens volgens MDTO-XML {VERSION}",
        f"{SUMS}        controlegetallen: sha256sum -c {SUMS}",
        "",
        f"Weggelaten: de inhoud van {counted(len(held), 'record', 'records')} ({dossier.restriction})",
        f"Te bevestigen door de archivaris: {waardering}beperkingGebruik, de begrippenlijsten met '{TO_CONFIRM}',",
        "de codes van PRONOM, en of dit pakket past bij het e-depot.",
    ]
    if not is_pdf_a:
        lines.append("De PDF is geen PDF/A: in de tekst staan tekens waarvoor geen lettervorm is.")
    lines += [f"LET OP, het journaal klopte niet: {one}" for one in document["faults"]]
    return "\n".join(lines) + "\n"
