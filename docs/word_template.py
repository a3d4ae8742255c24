"""Makes the shipped Word template of the evaluation: `python -m docs.word_template`.

A municipality that wants its own house style opens the made file in Word, changes the styles, the header and the
footer, and keeps it as `data/evaluation.docx` in its own folder. The names of the styles and `[[rapport]]` stay.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from aovconsole.exports.html_page import TEMPLATES
from aovconsole.exports.report_docx import PLACE, STYLES, TEMPLATE, saved

_FONT = "Calibri"
_INK = RGBColor(0x1A, 0x1A, 0x1A)
_MADE = datetime(2026, 11, 21, tzinfo=UTC)
_TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Rapporttabel">
<w:name w:val="{STYLES["table"]}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:color="1A1A1A"/>
<w:bottom w:val="single" w:sz="8" w:color="1A1A1A"/>
<w:insideH w:val="single" w:sz="4" w:color="9A9A9A"/></w:tblBorders>
<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:color="1A1A1A"/></w:tcBorders><w:shd w:val="clear" w:fill="ECECEC"/>
</w:tcPr></w:tblStylePr>
</w:style>"""


def make(path: Path = TEMPLATES / TEMPLATE) -> None:
    """Write the template; the same bytes each time."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    _styles(document)
    _edges(section)
    document.add_paragraph(PLACE)
    properties = document.core_properties
    properties.title, properties.author, properties.language = "Evaluatie", "aovconsole", "nl-NL"
    properties.comments = ""
    properties.created = properties.modified = _MADE
    path.write_bytes(saved(document))


def _styles(document: Any) -> None:
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-NL")
    _look(styles["Normal"], 10.5, after=6)
    _look(styles["Title"], 28, after=4)
    styles["Title"].element.pPr.remove(styles["Title"].element.pPr.find(qn("w:pBdr")))
    _look(styles["Subtitle"], 14, before=4, after=6)
    for level, size in ((1, 17), (2, 13)):
        _look(styles[f"Heading {level}"], size, bold=True, before=16, after=4)
    _look(styles["Caption"], 9.5, bold=True, before=8, after=3)
    styles["Caption"].paragraph_format.keep_with_next = True
    _look(styles["List Bullet"], 10.5, after=3)
    _look(_added(styles, "cell"), 8.5, bold=None)  # the head of a table is bold by the style of the table
    _look(_added(styles, "toc"), 10.5, after=2)
    fact = _look(_added(styles, "fact"), 10.5, after=2)
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = Mm(34), Mm(-34)
    warning = _look(_added(styles, "warning"), 11, bold=True, before=6, after=6)
    border = "".join(f'<w:{side} w:val="single" w:sz="12" w:space="4"/>' for side in ("top", "left", "bottom", "right"))
    properties = warning.element.get_or_add_pPr()  # Word wants its parts in order: borders before space
    properties.find(qn("w:spacing")).addprevious(parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"))
    styles.element.append(parse_xml(_TABLE))


def _added(styles: Any, name: str) -> Any:
    style = styles.add_style(STYLES[name], WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.quick_style = styles["Normal"], True
    return style


def _look(style: Any, size: float, *, bold: bool | None = False, before: float = 0, after: float = 0) -> Any:
    font = style.font
    font.name, font.size, font.bold, font.italic, font.color.rgb = _FONT, Pt(size), bold, False, _INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def _edges(section: Any) -> None:
    """The realm and the title above each page, the state and the page number below."""
    head = section.header.paragraphs[0]
    head.text = "[[rijk]]"
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.runs[0].bold = True
    section.header.add_paragraph("[[titel]]")
    foot = section.footer.paragraphs[0]
    foot.add_run("[[stand]]")
    foot.add_run("\t\tpagina ")
    _field(foot, "PAGE")
    foot.add_run(" van ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


if __name__ == "__main__":
    make()
