"""Metadata of an archive package as MDTO-XML: the information object (the dossier), and each of its files.

The order of the elements is that of the schema MDTO-XML 1.0.1 of the Nationaal Archief. What the municipality and its
archivist must still settle says "te bevestigen".
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import NamedTuple
from xml.etree import ElementTree

from aovconsole.domain.text import REPLACEMENT, clean

VERSION = "1.0.1"
TO_CONFIRM = "te bevestigen"
NAMESPACE = "https://www.nationaalarchief.nl/mdto"

_SCHEMA = f"{NAMESPACE} {NAMESPACE}/MDTO-XML{VERSION}.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NO_XML = re.compile("[\ufffe\uffff]")

_Element = ElementTree.Element


class ArchiveTerm(NamedTuple):
    """How long it is kept: the result of the selection list (empty while nobody chose one) and the end of the term."""

    list: str
    code: str
    label: str
    years: int
    due: date | None
    permanent: bool
    closed_on: date


class ArchivedDossier(NamedTuple):
    """What the metadata says of a dossier; dates are local ones, `created_at` and `made_at` ISO 8601."""

    number: str
    name: str
    type: str
    place: str
    begin_on: date
    end_on: date
    created_at: str
    made_at: str
    municipality: str
    municipality_code: str
    term: ArchiveTerm
    restriction: str


class ArchivedFile(NamedTuple):
    """A file of the package, with its format as PRONOM knows it (the code is empty where it has none)."""

    name: str
    contents: bytes
    format: str
    pronom: str


def dossier_xml(dossier: ArchivedDossier, files: list[ArchivedFile]) -> bytes:
    """The metadata of the dossier."""
    root, thing = _root("informatieobject")
    _identity(thing, dossier.number)
    _put(thing, "naam", dossier.name)
    _concept(thing, "aggregatieniveau", "Dossier", "", "Begrippenlijst Aggregatieniveaus MDTO")
    _put(thing, "omschrijving", f"{dossier.type}: log, besluiten en acties van team openbare orde en veiligheid")
    span = _put(thing, "dekkingInTijd")
    _concept(span, "dekkingInTijdType", "Looptijd van een dossier", "", TO_CONFIRM)
    _put(span, "dekkingInTijdBegindatum", dossier.begin_on.isoformat())
    _put(span, "dekkingInTijdEinddatum", dossier.end_on.isoformat())
    if dossier.place:
        _reference(thing, "dekkingInRuimte", dossier.place)
    _put(thing, "taal", "nl")
    for type_, at, result in (
        ("Creatie", dossier.created_at, ""),
        ("Export", dossier.made_at, "archiefpakket gemaakt"),
    ):
        _event(thing, type_, at, dossier.municipality, result)
    _valuation(thing, dossier.term)
    for file in files:
        _reference(thing, "heeftRepresentatie", file.name, f"{dossier.number}/{file.name}", "aovconsole")
    _reference(
        thing, "archiefvormer", f"Gemeente {dossier.municipality}", dossier.municipality_code, "CBS-gemeentecode"
    )
    limits = _put(thing, "beperkingGebruik")
    _concept(limits, "beperkingGebruikType", TO_CONFIRM, "", TO_CONFIRM)
    _put(limits, "beperkingGebruikNadereBeschrijving", dossier.restriction)
    return _written(root)


def file_xml(file: ArchivedFile, dossier: ArchivedDossier) -> bytes:
    """The metadata of one file."""
    root, thing = _root("bestand")
    _identity(thing, f"{dossier.number}/{file.name}")
    _put(thing, "naam", file.name)
    _put(thing, "omvang", str(len(file.contents)))
    _concept(thing, "bestandsformaat", file.format, file.pronom, "PRONOM-register")
    checksum = _put(thing, "checksum")
    _concept(checksum, "checksumAlgoritme", "SHA256", "", "Begrippenlijst ChecksumAlgoritme MDTO")
    _put(checksum, "checksumWaarde", hashlib.sha256(file.contents).hexdigest())
    _put(checksum, "checksumDatum", dossier.made_at)
    _reference(thing, "isRepresentatieVan", dossier.name, dossier.number, "aovconsole")
    return _written(root)


def _valuation(thing: _Element, term: ArchiveTerm) -> None:
    lists = "Begrippenlijst Waarderingen MDTO"
    if term.permanent:
        _concept(thing, "waardering", "Blijvend te bewaren", "B", lists)
    elif term.due:
        _concept(thing, "waardering", "Tijdelijk te bewaren", "V", lists)
        keeping = _put(thing, "bewaartermijn")
        _concept(keeping, "termijnTriggerStartLooptijd", "Sluiting dossier", "", TO_CONFIRM)
        _put(keeping, "termijnStartdatumLooptijd", term.closed_on.isoformat())
        _put(keeping, "termijnLooptijd", f"P{term.years}Y")
        _put(keeping, "termijnEinddatum", term.due.isoformat())
    else:
        _concept(thing, "waardering", f"{TO_CONFIRM}: bewaren tot besluit archivaris", "", lists)
    if term.code:
        _concept(thing, "informatiecategorie", term.label, term.code, term.list)


def _root(kind: str) -> tuple[_Element, _Element]:
    root = _Element("MDTO", {"xmlns": NAMESPACE, "xmlns:xsi": _XSI, "xsi:schemaLocation": _SCHEMA})
    return root, ElementTree.SubElement(root, kind)


def _put(parent: _Element, name: str, text: str = "") -> _Element:
    element = ElementTree.SubElement(parent, name)
    if text:
        element.text = _NO_XML.sub(REPLACEMENT, clean(text))
    return element


def _identity(parent: _Element, mark: str, source: str = "aovconsole", name: str = "identificatie") -> None:
    element = _put(parent, name)
    _put(element, "identificatieKenmerk", mark)
    _put(element, "identificatieBron", source)


def _reference(parent: _Element, name: str, said: str, mark: str = "", source: str = "") -> None:
    element = _put(parent, name)
    _put(element, "verwijzingNaam", said)
    if mark:
        _identity(element, mark, source, "verwijzingIdentificatie")


def _concept(parent: _Element, name: str, label: str, code: str, list_: str) -> None:
    element = _put(parent, name)
    _put(element, "begripLabel", label)
    if code:
        _put(element, "begripCode", code)
    _reference(element, "begripBegrippenlijst", list_)


def _event(parent: _Element, type_: str, at: str, actor: str, result: str) -> None:
    element = _put(parent, "event")
    _concept(element, "eventType", type_, "", "Begrippenlijst EventTypeLijst MDTO")
    _put(element, "eventTijd", at)
    _reference(element, "eventVerantwoordelijkeActor", f"Gemeente {actor}")
    if result:
        _put(element, "eventResultaat", result)


def _written(root: _Element) -> bytes:
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
