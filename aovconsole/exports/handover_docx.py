"""A handover as a Word document, to keep or to send on."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from aovconsole.domain.handover_words import PROVES, HandoverPage, Section
from aovconsole.domain.text import clean
from aovconsole.domain.times import date_text
from aovconsole.domain.words import BANNERS

if TYPE_CHECKING:
    from docx.document import Document


def handover_docx(page: HandoverPage, giver: str, realm: str, now: datetime, zone: ZoneInfo) -> bytes:
    """The page as a Word document; the realm stands in the header of every page."""
    from docx import Document as new_document  # heavy, and only for this

    document, local = new_document(), now.astimezone(zone)
    _prepare(document, f"{page.title} {page.number}", BANNERS.get(realm, ""), now)
    document.add_heading(_text(f"{page.title}  {page.number}"), level=0)
    table = document.add_table(rows=0, cols=2)
    for label, said in (("toestand", page.status), *page.frame):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = _text(label), _text(said)
    for matter in page.matters:
        aloud = " · voorlezen" if matter.aloud else ""
        _section(document, matter, f"{matter.sign.upper()}  {matter.title}{aloud}")
    if not page.matters:
        document.add_paragraph("Er staat niets open.")
    for section in page.rest:
        _section(document, section, section.title)
    if page.head:
        document.add_paragraph(f"Kop van het journaal bij de aanvaarding: {page.head}")
        document.add_paragraph(PROVES)
    else:
        document.add_paragraph(_text(f"Nog niet aanvaard: de dienst blijft bij {giver}."))
    document.add_paragraph(
        f"Afgedrukt {date_text(local.date())} {local:%H:%M}. Vertrouwelijke notities staan niet op deze bladzijde."
    )
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _prepare(document: Document, title: str, banner: str, now: datetime) -> None:
    """Title, language and moment in the properties (Word's own default is English), the realm in the header."""
    from docx.oxml.ns import qn

    properties = document.core_properties
    properties.title, properties.language, properties.author = _text(title), "nl-NL", "aovconsole"
    properties.created = properties.modified = now.replace(tzinfo=None, microsecond=0)
    defaults: Any = document.styles.element
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-NL")
    if banner:
        document.sections[0].header.paragraphs[0].text = banner


def _section(document: Document, section: Section, title: str) -> None:
    document.add_heading(_text(title), level=2)
    for part in section.parts:
        for line in part.lines:
            paragraph = document.add_paragraph(style="List Bullet")
            if part.label:
                paragraph.add_run(_text(f"{part.label}: ")).bold = True
            paragraph.add_run(_text(line))


def _text(said: str) -> str:
    """Text that XML can hold: python-docx refuses control characters."""
    return clean(said)
