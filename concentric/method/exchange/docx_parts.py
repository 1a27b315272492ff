"""What python-docx has no words for: content controls, repeating header rows, fields, shading, a hidden part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.styles import CT_Style
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Arial"
ACCENT = RGBColor(0x1F, 0x4E, 0x5F)
QUIET = RGBColor(0x4B, 0x58, 0x66)
ALERT = RGBColor(0x8A, 0x2B, 0x12)
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_CUSTOM_PROPS = f"{_CUSTOM_XML}Props"
_APPEARANCE = "http://schemas.microsoft.com/office/word/2012/wordml"


def new_document(*, title: str, author: str, created: datetime, landscape: bool, size: float) -> DocxDocument:
    """An empty A4 document in British English. `size` is the body text in points."""
    document = Document()
    section = document.sections[0]
    short, long = Cm(21), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin = section.right_margin = Cm(1.3 if landscape else 2.2)
    section.top_margin = section.bottom_margin = Cm(1.5 if landscape else 2)
    section.footer_distance = Cm(0.8)
    _set_styles(document, size)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, "en-GB"
    properties.comments, properties.last_modified_by = "", author
    properties.created = properties.modified = created
    return document


def _set_styles(document: DocxDocument, size: float) -> None:
    for name, points in (("Title", size * 1.9), ("Heading 1", size * 1.4), ("Heading 2", size * 1.1)):
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(points), True, ACCENT
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(size * 0.4)
        style.paragraph_format.keep_with_next = True
        _plain_font(style.element)
    document.styles["Title"].paragraph_format.space_before = Pt(0)
    for name, unwanted in (("Title", "w:pBdr"), ("List Bullet", "w:contextualSpacing")):
        for element in document.styles[name].element.xpath(f".//{unwanted}"):
            element.getparent().remove(element)
    normal = document.styles["Normal"]
    normal.font.size = Pt(size)
    normal.paragraph_format.space_after = Pt(size * 0.45)
    _plain_font(normal.element)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _plain_font(style: CT_Style) -> None:
    fonts = style.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]  # made by python-docx at run time
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def add_text(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, quiet: bool = False) -> Run:
    """A run of text; newlines become line breaks."""
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    if quiet:
        run.font.color.rgb = QUIET
    return run


@contextmanager
def controlled(paragraph: Paragraph, tag: str) -> Iterator[None]:
    """Put the runs that are added inside the `with` into a content control that Word shows no frame around."""
    before = len(paragraph._p)
    yield
    added = list(paragraph._p)[before:]
    control: BaseOxmlElement = parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w15="{_APPEARANCE}"><w:sdtPr><w:tag w:val={quoteattr(tag)}/>'
        '<w15:appearance w15:val="hidden"/></w:sdtPr></w:sdt>'
    )
    content = OxmlElement("w:sdtContent")
    content.extend(added)
    control.append(content)
    paragraph._p.append(control)


def add_table(document: DocxDocument, widths: list[float], *, title: str, description: str) -> Table:
    """A table without rows, of fixed column widths in centimetres, with the text alternative that Word reads out."""
    table: Table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for name, value in (("w:tblCaption", title), ("w:tblDescription", description)):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        table._tbl.tblPr.append(element)
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    )
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    return table


def add_row(table: Table) -> _Row:
    """A further row at the end."""
    return table.add_row()  # type: ignore[no-untyped-call,no-any-return]


def keep_whole(row: _Row) -> None:
    """Never split the row over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def mark_header(row: _Row) -> None:
    """Repeat the row at the head of every page that the table runs over."""
    keep_whole(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def shade(cell: _Cell, colour: str) -> None:
    """Fill the cell; `colour` is six hexadecimal digits."""
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def add_footer(document: DocxDocument, text: str, *, tag: str = "") -> None:
    """`text` on the left, page x of y on the right, in a content control where there is a tag."""
    section = document.sections[0]
    paragraph = section.footer.paragraphs[0]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.style = document.styles["Normal"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Emu(width), WD_TAB_ALIGNMENT.RIGHT)
    with controlled(paragraph, tag) if tag else nullcontext():
        add_text(paragraph, f"{text}\tPage ", quiet=True)
        _add_field(paragraph, "PAGE")
        add_text(paragraph, " of ", quiet=True)
        _add_field(paragraph, "NUMPAGES")
        for run in paragraph.runs:
            run.font.size = Pt(8)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    for kind in ("begin", None, "separate", "1", "end"):
        run = add_text(paragraph, "1" if kind == "1" else "", quiet=True)
        if kind is None:
            code = OxmlElement("w:instrText")
            code.text = instruction
            run._r.append(code)
        elif kind != "1":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def add_hidden_part(document: DocxDocument, xml: bytes) -> None:
    """Add a custom XML part, with the properties by which Word knows to keep it."""
    package = document.part.package
    name = package.next_partname("/customXml/item%d.xml")
    item = Part(name, "application/xml", xml, package)
    identifier = str(uuid5(NAMESPACE_URL, xml.hex())).upper()
    properties = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
        f'ds:itemID="{{{identifier}}}"><ds:schemaRefs/></ds:datastoreItem>'
    ).encode()
    props = Part(
        PackURI(str(name).replace("item", "itemProps")),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        properties,
        package,
    )
    item.relate_to(props, _CUSTOM_PROPS)
    document.part.relate_to(item, _CUSTOM_XML)


def file_of(document: DocxDocument) -> bytes:
    """The document as a .docx file."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
