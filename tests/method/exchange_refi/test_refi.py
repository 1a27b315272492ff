"""REFI-QDA out and in: what is written is valid and comes back the same; what other programs write is read."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from concentric.method.exchange.refi.reading import read_codebook, read_project
from concentric.method.exchange.refi.unreadable import UnreadableProject
from concentric.method.exchange.refi.writing import write_codebook, write_project
from concentric.method.records.coded import Code, CodedCase, CodedProject, Coder, Coding, Document, Memo, Segment

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "refi"
SPACE = "urn:QDA-XML:project:1.0"


def new_id() -> str:
    return str(uuid4())


def check_schema(data: bytes, name: str) -> None:
    path = SCHEMAS / name
    if not path.exists():
        warnings.warn("The REFI schemas are not beside the checkout: nothing is checked against them.", stacklevel=1)
        return
    etree.XMLSchema(etree.parse(path)).assertValid(etree.fromstring(data))


def written(project: CodedProject) -> bytes:
    out = io.BytesIO()
    write_project(project, out)
    return out.getvalue()


def qde_of(data: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read("project.qde")


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1, max_size=60)
moments = st.just("") | st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(
    datetime.isoformat
)
values = (
    st.booleans() | st.integers(-9, 99) | st.dates(date(2000, 1, 1)) | st.decimals(-9, 9, places=2) | words.filter(None)
)


@st.composite
def projects(draw) -> CodedProject:
    coders = [Coder(new_id(), draw(words)) for _ in range(draw(st.integers(0, 2)))]
    codes: list[Code] = []
    for _ in range(draw(st.integers(0, 4))):
        above = draw(st.sampled_from(["", *(code.id for code in codes)]))
        codes.append(
            Code(new_id(), draw(words), above, draw(texts | st.just("")), draw(st.sampled_from(["", "#AABBCC"])))
        )
    memos = [Memo(new_id(), draw(words), draw(texts), *_made(draw, coders)) for _ in range(draw(st.integers(0, 2)))]
    codes = [replace(code, memos=tuple(memo.id for memo in memos if draw(st.booleans()))) for code in codes]
    documents = [_document(draw, coders, codes, memos) for _ in range(draw(st.integers(0, 3)))]
    names = draw(st.lists(words.filter(lambda name: name and name == name.strip()), max_size=3, unique=True))
    kinds = {
        name: draw(st.sampled_from([st.booleans(), st.integers(-9, 99), words.filter(str.strip)])) for name in names
    }
    cases = [CodedCase(new_id(), d.name, (d.id,), {n: draw(kind) for n, kind in kinds.items()}) for d in documents]
    return CodedProject(draw(words), tuple(coders), tuple(codes), tuple(cases), tuple(memos), lambda: documents)


def _made(draw, coders):
    return draw(st.sampled_from(["", *(coder.id for coder in coders)])), draw(moments)


def _codings(draw, coders, codes):
    return (
        tuple(Coding(new_id(), draw(st.sampled_from(codes)).id, *_made(draw, coders)) for _ in range(2))
        if codes
        else ()
    )


def _document(draw, coders, codes, memos) -> Document:
    text = draw(texts)
    segments = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        noted = tuple(memo.id for memo in memos[:1])
        segments.append(
            Segment(new_id(), start, end, _codings(draw, coders, codes), draw(words), noted, *_made(draw, coders))
        )
    return Document(
        new_id(), draw(words), text, tuple(segments), _codings(draw, coders, codes), draw(texts | st.just(""))
    )


def by_depth(codes):
    return sorted(codes, key=lambda code: code.id)


@settings(max_examples=60, deadline=None)
@given(projects())
def test_what_goes_out_is_valid_and_comes_back_the_same(project):
    data = written(project)
    check_schema(qde_of(data), "Project.xsd")
    read = read_project(io.BytesIO(data))
    back = read.project

    assert list(back.documents()) == list(project.documents())
    assert read.notices() == ()
    assert (back.name, back.coders, back.memos) == (project.name, project.coders, project.memos)
    assert by_depth(back.codes) == by_depth(project.codes)
    assert [(c.id, c.documents, c.attributes) for c in back.cases] == [
        (c.id, c.documents, dict(c.attributes)) for c in project.cases
    ]


@given(st.lists(words, min_size=1, max_size=5))
def test_a_codebook_goes_out_and_comes_back(names):
    codes: list[Code] = []
    for name in names:
        codes.append(Code(new_id(), name, codes[-1].id if codes else "", f"About {name}"))
    out = io.BytesIO()
    write_codebook(codes, out)
    check_schema(out.getvalue(), "Codebook.xsd")

    assert read_codebook(out.getvalue()) == tuple(codes)


def test_values_of_every_kind_come_back_as_they_were():
    document = Document(new_id(), "A", "Text")
    attributes = {
        "ongoing": True,
        "age": 14,
        "score": Decimal("1.50"),
        "coded on": date(2026, 1, 31),
        "at": datetime(2026, 1, 31, 9, 30, tzinfo=UTC),
        "cohort": "group",
    }
    project = CodedProject(
        "S", cases=(CodedCase(new_id(), "A", (document.id,), attributes),), documents=lambda: [document]
    )
    (case,) = read_project(io.BytesIO(written(project))).project.cases

    assert case.attributes == attributes
    assert {type(value) for value in case.attributes.values()} == {bool, int, Decimal, date, datetime, str}


@pytest.mark.parametrize("segment", [(0, 0), (2, 1), (0, 99), (-1, 2)])
def test_a_segment_outside_its_text_is_not_written(segment):
    document = Document(new_id(), "A", "Text", (Segment(new_id(), *segment),))
    with pytest.raises(ValueError, match="does not lie in its text"):
        written(CodedProject("S", documents=lambda: [document]))


# What other programs write.

SOURCE, CASE, CODE, VARIABLE = (str(UUID(int=n)) for n in range(0xA1, 0xA5))


def qdpx(inside: str, text: bytes = b"", *, qde: str = "project.qde", folder: str = "sources") -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(qde, f'<Project xmlns="{SPACE}" name="Theirs">{inside}</Project>')
        archive.writestr(f"{folder}/{SOURCE}.txt", text)
    out.seek(0)
    return out


def source(selections: str = "", more: str = "") -> str:
    return (
        f'<Sources><TextSource guid="{{{SOURCE.upper()}}}" name="F1" plainTextPath="internal://{SOURCE}.txt">'
        f"{selections}{more}</TextSource></Sources>"
    )


def selection(start: int, end: int, quoted: str = "") -> str:
    return (
        f'<PlainTextSelection guid="{UUID(int=start + 100)}" name="{quoted}"'
        f' startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="{UUID(int=start + 200)}"><CodeRef targetGUID="{CODE}"/></Coding></PlainTextSelection>'
    )


def the_document(file: io.BytesIO) -> Document:
    (document,) = read_project(file).project.documents()
    return document


def test_names_of_members_and_spellings_of_ids():
    document = the_document(qdpx(source(), b"Text", qde="My study.qde", folder="Sources"))

    assert (document.id, document.text) == (SOURCE, "Text")


def test_a_byte_order_mark_is_not_counted():
    document = the_document(qdpx(source(selection(0, 4)), b"\xef\xbb\xbfText more"))

    assert document.text[document.segments[0].start : document.segments[0].end] == "Text"


def test_offsets_are_code_points():
    document = the_document(qdpx(source(selection(2, 6)), "😀 Text".encode()))

    assert document.text[document.segments[0].start : document.segments[0].end] == "Text"


@pytest.mark.parametrize(("start", "end"), [(4, 7), (5, 8)], ids=["CR LF counted as one", "counted as two"])
def test_the_quoted_words_tell_how_line_ends_were_counted(start, end):
    document = the_document(qdpx(source(selection(start, end, "two")), b"one\r\ntwo\r\nthree"))

    assert document.text == "one\ntwo\nthree"
    assert document.text[document.segments[0].start : document.segments[0].end] == "two"


COHORT = f'<Variables><Variable guid="{VARIABLE}" name="cohort" typeOfVariable="Text"/></Variables>'
VALUE = f'<VariableValue><VariableRef targetGUID="{VARIABLE}"/><TextValue>group</TextValue></VariableValue>'
HELD = f'{VALUE}<SourceRef targetGUID="{SOURCE}"/>'


@pytest.mark.parametrize(
    "inside",
    [
        f'{COHORT}<Cases><Case guid="{CASE}" name="F1">{HELD}</Case></Cases>{source()}',
        f'{COHORT}<Cases><Case guid="{CASE}">{HELD}</Case></Cases>{source()}',
        COHORT + source(more=VALUE),
        source() + f'<Sets><Set guid="{CASE}" name="cohort: group"><MemberSource targetGUID="{SOURCE}"/></Set></Sets>',
    ],
    ids=["NVivo: a case with its source", "Quirkos: a case without a name", "MAXQDA: on the source", "ATLAS.ti: a set"],
)
def test_four_ways_to_say_a_cohort(inside):
    (case,) = read_project(qdpx(inside, b"Text")).project.cases

    assert (case.name, case.documents, case.attributes) == ("F1", (SOURCE,), {"cohort": "group"})


def test_what_is_not_taken_in_is_named_item_by_item():
    inside = (
        f'<Sources><PDFSource guid="{UUID(int=50)}" name="Scan"/>'
        + source(selection(0, 99)).removeprefix("<Sources>")
        + f'<Links><Link guid="{UUID(int=51)}"/><Link guid="{UUID(int=52)}"/></Links>'
        + f'<Sets><Set guid="{UUID(int=53)}" name="To read again"/></Sets>'
    )
    read = read_project(qdpx(inside, b"Text"))
    list(read.project.documents())

    assert read.notices() == (
        "Links: 2 not taken in.",
        "Selections outside their text: 1 not taken in.",
        "Sets that are no attribute: 1 not taken in.",
        "Sources that are no text (PDF): 1 not taken in.",
    )


BOMB = '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a zip",
        zipped(other_txt=b"x"),
        zipped(a_qde=b"<Project/>", b_qde=b"<Project/>"),
        zipped(project_qde=b"<Project"),
    ],
    ids=["empty", "no zip", "no project", "two projects", "cut off"],
)
def test_what_is_no_project_is_refused_in_words(data):
    with pytest.raises(UnreadableProject) as refused:
        read_project(io.BytesIO(data))
    assert refused.value.reason.endswith(".")


def test_declarations_are_never_followed():
    inside = f'{BOMB}<Project xmlns="{SPACE}" name="S"><Users><User guid="{CASE}" name="&b;"/></Users></Project>'
    with pytest.raises(UnreadableProject, match="declarations"):
        read_project(io.BytesIO(zipped(project_qde=inside.encode())))


@pytest.mark.parametrize("data", [b"", b"<CodeBook/>", b"<x", f'<Project xmlns="{SPACE}"/>'.encode()])
def test_what_is_no_codebook_is_refused(data):
    with pytest.raises(UnreadableProject):
        read_codebook(data)
