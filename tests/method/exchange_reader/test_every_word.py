"""Every word of the file is read, once: in a piece, a silence, the head, a label, or the tray."""

from __future__ import annotations

import itertools
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concentric.method.exchange.framework_docx.reader import read_framework
from concentric.method.exchange.framework_docx.words import words_in, words_of
from tests.method.exchange_reader import word_files as word

COLUMN_HEADINGS = st.sampled_from(
    [
        "Young person’s HSB",
        "Vulnerability factors\n(pre-existing factors)",
        "Vunerabilities",
        "Risk factors (factors directly related to HSB)",
        "Risks",
        "Resiliance factors",
        "Protective factors",
        "Strenghts",
        "Prof. involvement to date",
        "Planned actions / interventions",
        "Actions / barriers",
        "Chalenges / barriers to intervention",
        "Anything else",
        "",
    ]
)
ROW_LABELS = st.sampled_from(
    [
        "Individual and contextual factors to consider",
        "Individual young person’s characteristics",
        "Family /\nHome(s)\ncharacteristics",
        "Peer group(s)",
        "School(s) – Harrow Lane Academy",
        "School 2: Millbrook College",
        "School(s)\nHarrow Lane Academy\nHe has been there since the autumn and likes the art room",
        "Neighborhood spaces (specify): Tower Park",
        "Neighbourhood spaces (specify) not discussed",
        "Friends and family",
        "Something else",
        "",
    ]
)
HEAD_LINES = st.sampled_from(
    [
        "Reference Number: HF-12     Practitioner Signature: J. Example",
        "Reference Number:       Practitioner Signature     ",
        "Group or Sole Offence: Points for discussion / recording at HSB MAP meeting",
        "Date of meeting: 3rd May 2026, in the small room",
        "Summary of the contextual discussion: what was said",
        "Contextual summary",
        "School(s)",
        "We met because several agencies were worried.",
    ]
)
SAID = st.sampled_from(
    [
        "N/A",
        "None identified",
        "not known",
        "Not discussed",
        "At home:",
        "• typed bullet",
        "- typed dash",
        "1. first",
        "2. second",
        "o typed circle",
        "Bullying is not dealt with by staff.\nGirls avoid the stairs",
        "late on Mondays\nand on Fridays",
        "He likes football [Reported]",
        "Detached youth work [Agency: Youth service · Due: 3 May 2026]",
        "school_based (year 9) co-ordinated\tplan",
        "café ½ naïve 你好 אב",
    ]
)
INLINE = st.sampled_from(
    [
        word.run,
        word.inserted,
        word.deleted,
        word.moved_from,
        word.moved_to,
        word.hidden,
        word.struck,
        word.link,
        word.field,
        word.smart_tag,
        word.prompt,
        word.text_box,
        lambda said: word.control(word.run(said)),
        lambda said: word.control(word.inserted(said)),
        lambda said: word.run(said[:2]) + word.run(said[2:], "<w:b/>"),
        lambda said: word.run(said[:2]) + word.deleted("gone") + word.run(said[2:]),
    ]
)


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    content = [draw(INLINE)(draw(SAID)) for _ in range(draw(st.integers(0, 3)))]
    made = word.paragraph(*content, level=draw(st.integers(0, 3)), style=draw(st.sampled_from(["", "ListBullet2"])))
    return word.control(made) if draw(st.booleans()) else made


@st.composite
def cells(draw: st.DrawFn, blocks: st.SearchStrategy[str]) -> str:
    return word.cell(
        *draw(st.lists(blocks, max_size=3)),
        span=draw(st.sampled_from([1, 1, 1, 1, 2, 8])),
        merged=draw(st.sampled_from(["", "", "", "restart", "continue"])),
        deleted=draw(st.sampled_from([False] * 9 + [True])),
    )


@st.composite
def rows(draw: st.DrawFn, blocks: st.SearchStrategy[str]) -> str:
    kind = draw(st.sampled_from(["heading", "content", "content", "content", "loose"]))
    width = draw(st.integers(1, 9))
    first = [draw(ROW_LABELS) for _ in range(draw(st.integers(0, 2)))]
    if kind == "heading":
        made = [word.cell(said) for said in first] + [word.cell(draw(COLUMN_HEADINGS)) for _ in range(width)]
    else:
        made = [word.cell(said) for said in first] if kind == "content" else []
        made += [draw(cells(blocks)) for _ in range(width)]
    properties = draw(st.sampled_from(["", "", "", '<w:gridBefore w:val="1"/>', '<w:del w:id="9" w:author="A"/>']))
    return word.row(*made, properties=properties)


def tables(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(rows(blocks), min_size=1, max_size=5).map(lambda made: word.table(*made, columns=9))


BLOCKS = st.recursive(paragraphs(), tables, max_leaves=4)
LINES = st.one_of(paragraphs(), HEAD_LINES.map(word.paragraph), ROW_LABELS.map(word.paragraph))
STORIES = st.dictionaries(
    st.sampled_from(["header", "footer", "footnotes", "endnotes", "comments"]),
    st.lists(LINES, max_size=2).map("".join),
)
ROOTS = {
    "header": ("hdr", "{}"),
    "footer": ("ftr", "{}"),
    "footnotes": ("footnotes", '<w:footnote w:id="1">{}</w:footnote>'),
    "endnotes": ("endnotes", '<w:endnote w:id="1">{}</w:endnote>'),
    "comments": ("comments", '<w:comment w:id="1" w:author="A">{}</w:comment>'),
}


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    body = draw(st.lists(st.one_of(LINES, tables(BLOCKS), tables(paragraphs())), max_size=5))
    stories = draw(STORIES)
    parts = {kind: (ROOTS[kind][0], ROOTS[kind][1].format(content)) for kind, content in stories.items()}
    return word.word_file(*body, parts=parts)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents())
def test_the_words_read_are_the_words_of_the_file(data: bytes) -> None:
    assert words_in(read_framework(data).every_text()) == words_of(data)


KNOWN = itertools.count()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(INLINE, min_size=1, max_size=12), st.booleans())
def test_the_proof_itself_counts_every_word_once(inlines: list, in_a_table: bool) -> None:
    """The words are ours, so the count that the reader is held against is itself held against them."""
    known = [f"word{next(KNOWN)}" for _ in inlines]
    paragraphs = [word.paragraph(wrap(said)) for wrap, said in zip(inlines, known, strict=True)]
    body = word.table(word.row(word.cell(*paragraphs))) if in_a_table else "".join(paragraphs)
    counted = words_of(word.word_file(body))
    counted.pop("gone", None)
    assert counted == Counter(known)
