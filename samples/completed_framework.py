"""Makes `completed-framework.docx`: a completed framework as partnerships have them in Word, to try the import with.

Everybody and everything in it is made up, and it stays at the level of factors. It is untidy on purpose, as a file is
that several people filled in: bullets of Word's and bullets typed by hand, numbers, a list under a list, a second
school, other fonts, a change still tracked, a cell that says N/A, words before and after the table.

    python samples/completed_framework.py
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

OUT = Path(__file__).with_name("completed-framework.docx")
WRITTEN = datetime(2026, 3, 12, 16, 30)
HEADINGS = (
    "Young person’s HSB",
    "Vulnerability factors\n(pre-existing factors)",
    "Risk factors\n(factors directly related to HSB)",
    "Resilience factors",
    "Strengths",
    "Professional involvement to date",
    "Planned actions / interventions",
    "Challenges / barriers to intervention",
)
CORNER = "Individual and contextual factors to consider"
WIDTHS = (2.1, 2.6, 2.4, 2.9, 2.9, 2.6, 2.4, 2.9, 3.4, 2.8)  # centimetres


@dataclass(frozen=True)
class Hand:
    """One person's typing."""

    font: str
    size: float
    colour: RGBColor | None = None


TYPIST = Hand("Calibri", 8.5)
SCHOOL_LEAD = Hand("Arial", 8, RGBColor(0x1F, 0x3A, 0x93))
YOUTH_WORKER = Hand("Verdana", 7.5)

# A line is its text, or (kind, text): kinds are the list styles, "tracked" and "checked" (marked for checking).
Line = str | tuple[str, str]
BULLET, UNDER, NUMBER = "List Bullet", "List Bullet 2", "List Number"


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[tuple[Line, ...], ...]
    hand: Hand = TYPIST


ROWS = (
    Row(
        "Individual young person’s characteristics",
        (
            ("Two concerns recorded, both with peers present. See chronology held by social care.",),
            ((BULLET, "Bereaved last year"), (BULLET, "Speech and language needs, not reviewed since primary")),
            ((BULLET, "Seeks approval of older boys"), (BULLET, "Little understanding of consent")),
            ((BULLET, "Speaks openly with his mentor"),),
            ((BULLET, "Good at cooking"), (BULLET, "Kind to younger cousins")),
            ("CAMHS: referred, waiting", "YJS: none to date"),
            (
                (NUMBER, "Speech and language assessment (health, by 30 April)"),
                (NUMBER, "1:1 sessions on consent and relationships"),
            ),
            ("Waiting list for CAMHS is nine months",),
        ),
    ),
    Row(
        "Family /\nHome(s)\ncharacteristics",
        (
            ("None identified",),
            (
                (BULLET, "At home:"),
                (UNDER, "domestic abuse in the past, never worked through"),
                (UNDER, "overcrowded, no room of his own"),
                (BULLET, "Mother isolated since the move"),
            ),
            ("Nobody sets limits to phone use at night",),
            ("Grandmother lives close by and is trusted",),
            ((BULLET, "Mother came to every meeting"),),
            ("Children’s social care: child in need plan since January\nHousing: known to the tenancy team",),
            ("Referral of mother to the domestic abuse service – social worker – end of March",),
            ("Mother works nights, can only meet before noon",),
        ),
    ),
    Row(
        "Peer group(s)",
        (
            ("The group was present on both occasions",),
            ("- some of the group are themselves missing education", "- two have been harmed by exploitation"),
            (
                "Peers hold harmful attitudes towards girls.\nPressure to go along, and laughter at who objects.",
                ("tracked", "Images are passed round in the group chat|most weeks|"),
            ),
            ("Two boys have begun to stay away from the others",),
            ("N/A",),
            ("Youth club knows five of the seven",),
            ("• group work with the whole friendship group, at the club", "• map the group at next meeting"),
            ("No commissioned service for group work",),
        ),
        YOUTH_WORKER,
    ),
    Row(
        "School(s) – Harrow Lane Academy",
        (
            ("One incident in the corridor behind the gym",),
            (
                (BULLET, "Many supply staff this year"),
                (BULLET, "His attendance has fallen to 62%"),
            ),
            (
                (BULLET, "Bullying is not dealt with by staff"),
                (BULLET, "Corridor behind the gym is not overlooked"),
                (BULLET, "Girls report comments daily and say that nothing happens"),
            ),
            ("New head of year has asked for help",),
            ((BULLET, "Trusted school nurse"), (BULLET, "Lunchtime clubs")),
            ("DSL at the meeting. Behaviour panel in November.",),
            (
                (NUMBER, "Staff on the gym corridor at breaks, from Monday – DSL"),
                (NUMBER, "Year 9 assemblies and lessons on consent – school with sexual health team, by half term"),
            ),
            ("School fears for its reputation",),
        ),
        SCHOOL_LEAD,
    ),
    Row(
        "School 2: Millbrook College (from September)",
        (
            ("Not known",),
            (),
            ("Not discussed",),
            (),
            ("Small tutor groups",),
            ("No contact yet",),
            (("checked", "Transition meeting before the summer – lead professional"),),
            (),
        ),
        SCHOOL_LEAD,
    ),
    Row(
        "Neighbourhood spaces (specify) Tower Park stairwell",
        (
            ("One concern, in the stairwell",),
            ("Young people have nowhere else to be in the evening",),
            (
                "Stairwell is unlit and nobody is responsible for it",
                "Older young people gather there and set the tone",
            ),
            ("Caretaker knows the young people by name",),
            ("Residents’ group wants to help",),
            ("Safer neighbourhoods team: patrols stopped in the autumn",),
            ("Lighting and lock to be repaired (housing). Detached youth work twice a week (youth service).",),
            ("Budget for lighting is not agreed",),
        ),
    ),
)


def build() -> bytes:
    """The bytes of the file, the same each time."""
    document = Document()
    _page(document)
    _opening(document)
    _grid(document)
    _closing(document)
    return _settled(document)


def _page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.3)
    section.top_margin = section.bottom_margin = Cm(1.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after = Pt(2)
    section.header.paragraphs[0].text = "RESTRICTED – fictional example for practice"
    section.footer.paragraphs[0].text = "Northbridge safeguarding partnership (fictional) – HSB meeting framework v3"
    properties = document.core_properties
    properties.author, properties.title = "Northbridge (fictional)", "Completed framework"
    properties.comments, properties.created, properties.modified = "", WRITTEN, WRITTEN


def _opening(document: DocxDocument) -> None:
    title = document.add_paragraph()
    title.add_run("Contextual HSB Framework").bold = True
    title.runs[0].font.size = Pt(14)
    document.add_paragraph(
        "This meeting looks at the young person and at the places and groups around him. What is said here is shared "
        "only with those who need it to keep children safe."
    )
    document.add_paragraph("Date of meeting: 12 March 2026")
    line = document.add_paragraph()
    for text, bold in (
        ("Reference Number: ", True),
        ("NB-2026-014", False),
        ("          Practitioner Signature: ", True),
        ("R. Okafor (lead professional)", False),
    ):
        line.add_run(text).bold = bold
    which = document.add_paragraph()
    which.add_run("Group or Sole Offence: ").bold = True
    which.add_run("Group     ")
    which.add_run("Points for discussion / recording at HSB MAP meeting").bold = True


def _grid(document: DocxDocument) -> None:
    table = document.add_table(rows=1, cols=len(WIDTHS), style="Table Grid")
    table.autofit = False
    header = table.rows[0]
    for cell, heading in zip(header.cells[2:], HEADINGS, strict=True):
        _write(cell, (heading,), Hand("Calibri", 9), bold=True)
        _shade(cell, "D9D9D9")
    repeat = OxmlElement("w:tblHeader")
    header._tr.get_or_add_trPr().append(repeat)
    for row in ROWS:
        cells = table.add_row().cells
        _write(cells[1], (row.label,), Hand("Calibri", 8), bold=True)
        for cell, lines in zip(cells[2:], row.cells, strict=True):
            _write(cell, lines, row.hand)
    header.cells[0].merge(header.cells[1])
    corner = table.cell(1, 0).merge(table.cell(len(ROWS), 0))
    _write(corner, (CORNER,), Hand("Calibri", 8), bold=True)
    _set_widths(table)


def _set_widths(table: Table) -> None:
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            if len(cell._tc.xpath("./w:tcPr/w:gridSpan")) == 0:
                cell.width = Cm(width)


def _write(cell: _Cell, lines: tuple[Line, ...], hand: Hand, *, bold: bool = False) -> None:
    for spare in cell.paragraphs[1:]:
        spare._p.getparent().remove(spare._p)
    for number, line in enumerate(lines):
        kind, text = line if isinstance(line, tuple) else ("", line)
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        if kind.startswith("List"):
            _list_item(paragraph, kind)
        {"tracked": _tracked, "checked": _checked}.get(kind, _plain)(paragraph, text)
        for run in paragraph._p.iter(qn("w:r")):
            _in_hand(run, hand, bold=bold)


def _list_item(paragraph: Paragraph, style: str) -> None:
    paragraph.style = style
    paragraph.paragraph_format.left_indent = Cm(0.7 if style == UNDER else 0.35)
    paragraph.paragraph_format.first_line_indent = Cm(-0.35)


def _plain(paragraph: Paragraph, text: str) -> None:
    paragraph.add_run(text)


def _checked(paragraph: Paragraph, text: str) -> None:
    """Marked in yellow by somebody who wanted it looked at again."""
    paragraph.add_run(text).font.highlight_color = WD_COLOR_INDEX.YELLOW


def _tracked(paragraph: Paragraph, text: str) -> None:
    """`kept|deleted|`: the middle was deleted with tracked changes, and another word put in."""
    kept, gone, _ = text.split("|")
    paragraph.add_run(kept + " ")
    for tag, words, leaf in (("w:del", gone, "w:delText"), ("w:ins", "every week", "w:t")):
        change = OxmlElement(tag)
        for name, value in (("id", "7"), ("author", "Youth worker"), ("date", "2026-03-13T09:00:00Z")):
            change.set(qn(f"w:{name}"), value)
        run, said = OxmlElement("w:r"), OxmlElement(leaf)
        said.text = words
        run.append(said)
        change.append(run)
        paragraph._p.append(change)


def _in_hand(run: OxmlElement, hand: Hand, *, bold: bool) -> None:
    font = run.get_or_add_rPr()
    fonts = font.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), hand.font)
    font.sz_val = Pt(hand.size)
    if bold:
        font._add_b()
    if hand.colour is not None:
        font.get_or_add_color().val = hand.colour


def _shade(cell: _Cell, colour: str) -> None:
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def _closing(document: DocxDocument) -> None:
    say: Callable[[str], Paragraph] = document.add_paragraph
    say("")
    say("Summary of the contextual discussion:").runs[0].bold = True
    say(
        "The concerns arose in the group, in the school corridor and in the stairwell. Work with him alone will not "
        "change those. School, housing and the youth service each took an action."
    )
    say("").add_run("Any other business").bold = True
    document.paragraphs[-1].style = "Heading 2"
    say("The school nurse asked to be invited next time. Next meeting: 30 April 2026, 10am.")


def _settled(document: DocxDocument) -> bytes:
    """The file with one fixed time on all its parts, so that it is the same whenever it is made."""
    made, settled = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            info = zipfile.ZipInfo(name, WRITTEN.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return settled.getvalue()


if __name__ == "__main__":
    OUT.write_bytes(build())
