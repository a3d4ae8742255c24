"""An SVG in a Word document: as SVG for Word, with a PNG of it for programs that know no SVG."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from aovconsole.exports.html_page import TEMPLATES
from aovconsole.exports.report import Figure

if TYPE_CHECKING:
    from docx.document import Document

_WIDTH_EMU = 6_120_000
_PIXELS_PER_INCH = 200.0
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def picture_xml(document: Document, figure: Figure, number: int, spoken: str) -> str:
    """A paragraph with the picture, whose two files are added to the document; `spoken` is ready for an attribute."""
    from docx.image.image import Image
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    png = drawn_png(figure.svg)
    image = Image.from_blob(png)
    in_png, _ = document.part.get_or_add_image(BytesIO(png))
    name = PackURI(f"/word/media/grafiek{number}.svg")
    part = Part(name, "image/svg+xml", figure.svg.encode("utf-8"), document.part.package)
    in_svg = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    height = round(_WIDTH_EMU * image.px_height / image.px_width)
    size = f'cx="{_WIDTH_EMU}" cy="{height}"'
    properties = f'id="{1000 + number}" name="Grafiek {number}" descr="{spoken}"'
    svg = (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip'
        ' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
        f' r:embed="{in_svg}"/></a:ext></a:extLst>'
    )
    return (
        f"<w:p {_SPACES}><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline><wp:extent {size}/>"
        f'<wp:docPr {properties}/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {properties}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{in_png}">{svg}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def drawn_png(svg: str) -> bytes:
    """An SVG as a PNG at the size of print, drawn by typst."""
    from aovconsole.exports.pdf import drawn

    return drawn(TEMPLATES / "picture.typ", svg, _PIXELS_PER_INCH)
