"""Word files for the tests, written as Word writes them: small functions from text to XML, zipped at the end."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("List Bullet", "List Bullet 2", "List Number", "heading 1")
)


def text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(words)}</w:t>'


def run(words: str, properties: str = "") -> str:
    """A run; a newline becomes a line break and a tab a tab."""
    content = "<w:br/>".join("<w:tab/>".join(map(text, line.split("\t"))) for line in words.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


def inserted(words: str) -> str:
    return f'<w:ins w:id="1" w:author="A">{run(words)}</w:ins>'


def deleted(words: str) -> str:
    return (
        f'<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve">{escape(words)}</w:delText></w:r></w:del>'
    )


def moved_from(words: str) -> str:
    return f'<w:moveFrom w:id="3" w:author="A">{run(words)}</w:moveFrom>'


def moved_to(words: str) -> str:
    return f'<w:moveTo w:id="4" w:author="A">{run(words)}</w:moveTo>'


def hidden(words: str) -> str:
    return run(words, "<w:vanish/>")


def struck(words: str) -> str:
    return run(words, "<w:strike/>")


def link(words: str) -> str:
    return f'<w:hyperlink w:anchor="x">{run(words)}</w:hyperlink>'


def field(words: str) -> str:
    return f'<w:fldSimple w:instr=" MERGEFIELD instruction ">{run(words)}</w:fldSimple>'


def smart_tag(words: str) -> str:
    return f'<w:smartTag w:uri="u" w:element="e">{run(words)}</w:smartTag>'


def control(content: str, tag: str = "", properties: str = "") -> str:
    named = f"<w:tag w:val={quoteattr(tag)}/>" if tag else ""
    return f"<w:sdt><w:sdtPr>{named}{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def prompt(words: str) -> str:
    return control(run(words), properties="<w:showingPlcHdr/>")


def text_box(words: str) -> str:
    """A drawn box, given twice as Word does: for newer programs and for older ones."""
    box = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def paragraph(*content: str, level: int = 0, style: str = "") -> str:
    """Content that is XML stands as it is, other words become a run. `level` 1 is a list item, 2 one under it."""
    listed = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>' if level else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(piece if piece.startswith("<") else run(piece) for piece in content)
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{runs}</w:p>"


def cell(*content: str, span: int = 1, merged: str = "", deleted: bool = False) -> str:
    """`merged`: "restart" for the top of cells joined down a column, "continue" for those below."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merged}"/>' if merged else ""
    properties += '<w:cellDel w:id="5" w:author="A"/>' if deleted else ""
    blocks = "".join(
        piece if piece.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else paragraph(piece) for piece in content
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks or paragraph()}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    made = "".join(piece if piece.startswith("<") else cell(piece) for piece in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def table(*rows: str, columns: int = 0) -> str:
    grid = '<w:gridCol w:w="1600"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def word_file(
    *body: str, parts: dict[str, tuple[str, str]] | None = None, extra: dict[str, bytes] | None = None
) -> bytes:
    """A .docx. `parts`: kind ("header", "comments" ...) by root element and content; `extra`: members as they are."""
    blocks = "".join(piece if piece.startswith("<") else paragraph(piece) for piece in body)
    members: dict[str, bytes] = {
        "word/document.xml": f"<w:document {NAMES}><w:body>{blocks}<w:sectPr/></w:body></w:document>".encode(),
        "word/styles.xml": f"<w:styles {NAMES}>{STYLES}</w:styles>".encode(),
    }
    kinds = {"word/document.xml": "document.main", "word/styles.xml": "styles"}
    for kind, (root, content) in (parts or {}).items():
        name = f"word/{kind}1.xml"
        members[name] = f"<w:{root} {NAMES}>{content}</w:{root}>".encode()
        kinds[name] = kind
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{WORD}{kind}+xml"/>' for name, kind in kinds.items()
    )
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>'
    return zipped({"[Content_Types].xml": types.encode(), **members, **(extra or {})})


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()
