"""A handover as one printed page, and as text for a phone."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

from aovconsole.domain.handover_steps import STATE_WORDS
from aovconsole.domain.handover_words import PROVES, HandoverPage, Section, phone_text
from aovconsole.domain.text import clean
from aovconsole.domain.times import date_text
from aovconsole.domain.words import BANNERS
from aovconsole.errors import CommandRefused
from aovconsole.exports.html_page import html_page, unmarked
from aovconsole.exports.pdf import pdf_page

ACUTE = STATE_WORDS["acute"]


def handover_file(name: str, page: HandoverPage, giver: str, realm: str, now: datetime, zone: ZoneInfo) -> bytes:
    """The page as a file with this name holds it: .html, .pdf, .docx, or .txt for a phone.

    What carries a mark stays at home.

    Raises:
        CommandRefused: the name ends on none of them.
    """
    page = _unmarked(page)
    ending = PurePath(name.strip()).suffix.lower()
    if ending == ".docx":
        from aovconsole.exports.handover_docx import handover_docx  # heavy, and only for this

        return handover_docx(page, giver, realm, now, zone)
    if ending == ".pdf":
        return handover_pdf(page, giver, realm, now, zone)
    if ending in (".html", ".htm"):
        return handover_html(page, giver, realm, now, zone).encode("utf-8")
    if ending == ".txt":
        return handover_text(page, realm).encode("utf-8")
    raise CommandRefused(f"{clean(name)}: het bestand eindigt op .txt, .html, .pdf of .docx")


def _unmarked(page: HandoverPage) -> HandoverPage:
    return page._replace(
        frame=tuple((label, unmarked(said)) for label, said in page.frame),
        matters=tuple(map(_unmarked_section, page.matters)),
        rest=tuple(map(_unmarked_section, page.rest)),
    )


def _unmarked_section(section: Section) -> Section:
    parts = tuple(part._replace(lines=tuple(map(unmarked, part.lines))) for part in section.parts)
    return section._replace(title=unmarked(section.title), parts=parts)


def handover_html(page: HandoverPage, giver: str, realm: str, now: datetime, zone: ZoneInfo) -> str:
    """The page as a whole HTML document, to print or to send; every text of people is escaped."""
    local = now.astimezone(zone)
    return html_page(
        "handover.html",
        f"{page.title} {page.number}",
        realm,
        page=page,
        giver=giver,
        proves=PROVES,
        printed=f"{date_text(local.date())} {local:%H:%M}",
    )


def handover_pdf(page: HandoverPage, giver: str, realm: str, now: datetime, zone: ZoneInfo) -> bytes:
    """The page as a PDF with tags."""
    local = now.astimezone(zone)
    sections = {
        name: [
            one._asdict() | {"acute": one.sign == ACUTE, "parts": [part._asdict() for part in one.parts]}
            for one in getattr(page, name)
        ]
        for name in ("matters", "rest")
    }
    return pdf_page(
        "handover.typ",
        f"{page.title} {page.number}",
        realm,
        now,
        page=page._asdict() | sections,
        giver=giver,
        proves=PROVES,
        printed=f"{date_text(local.date())} {local:%H:%M}",
    )


def handover_text(page: HandoverPage, realm: str) -> str:
    """The page as text for a phone, under the banner of its realm."""
    banner = BANNERS.get(realm, "")
    return f"{banner}\n" * bool(banner) + phone_text(page)
