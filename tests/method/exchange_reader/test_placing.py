"""Each entry in its context and column, in whatever form the table takes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concentric.method.exchange.framework_docx.found import Piece, ReadFramework
from concentric.method.exchange.framework_docx.reader import read_framework
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Cohort, Silence
from tests.method.exchange_reader.word_files import (
    cell,
    deleted,
    hidden,
    inserted,
    paragraph,
    row,
    run,
    struck,
    table,
    text_box,
    word_file,
)

HEADINGS = {
    ColumnKey.HSB: ["Young person’s HSB", "HSB", "Harmful sexual behavior"],
    ColumnKey.VULNERABILITY: ["Vulnerability factors (pre-existing factors)", "Vulnerabilities", "Vunerability factor"],
    ColumnKey.RISK: ["Risk factors (factors directly related to HSB)", "Risks", "Risk factors"],
    ColumnKey.RESILIENCE: ["Resilience factors", "Resiliance", "Resilience / protective factors"],
    ColumnKey.STRENGTHS: ["Strengths", "Strenghts", "Strengths identified so far"],
    ColumnKey.INVOLVEMENT: ["Professional involvement to date", "Agencies involved", "Prof. involvment"],
    ColumnKey.ACTIONS: ["Planned actions / interventions", "Actions", "Action plan"],
    ColumnKey.CHALLENGES: ["Challenges / barriers to intervention", "Barriers", "Chalenges and barriers"],
}
LABELS = {
    ContextKey.INDIVIDUAL: ["Individual young person’s characteristics", "Individual", "Young person"],
    ContextKey.FAMILY: ["Family /\nHome(s)\ncharacteristics", "Family and home", "Familly"],
    ContextKey.PEERS: ["Peer group(s)", "Peers", "Peer group characteristics"],
    ContextKey.SCHOOL: ["School(s)", "School", "Schools / education"],
    ContextKey.NEIGHBOURHOOD: ["Neighbourhood spaces (specify)", "Neighborhood spaces", "Community / neighbourhood"],
}
NAMED = {
    "Harrow Lane Academy": "School(s) – Harrow Lane Academy",
    "Millbrook College": "School 2: Millbrook College",
    "Tower Park stairwell": "Neighbourhood spaces (specify): Tower Park stairwell",
    "Year 9 friends": "Peer group\nYear 9 friends",
    "School 2": "School 2",
}
CORNER = "Individual and contextual factors to consider"
STANDARD = row("", "", *(HEADINGS[column.key][0] for column in COLUMNS))


def read(*body: str) -> ReadFramework:
    return read_framework(word_file(*body))


def places(found: ReadFramework) -> dict[str, tuple[ContextKey, ColumnKey, str]]:
    return {piece.text: (piece.context, piece.column, piece.instance) for piece in found.pieces}


def framework(**cells: str) -> str:
    """The template's table with `context_column="..."` cells; other cells are empty."""
    rows = [STANDARD]
    for context in CONTEXTS:
        said = [cells.get(f"{context.key}_{column.key}", "") for column in COLUMNS]
        merged = "restart" if context is CONTEXTS[0] else "continue"
        rows.append(row(cell(CORNER if merged == "restart" else "", merged=merged), LABELS[context.key][0], *said))
    return table(*rows, columns=10)


def only(found: ReadFramework) -> Piece:
    (piece,) = found.pieces
    return piece


# Any table that says where its cells belong -------------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    body: tuple[str, ...]
    places: dict[str, tuple[ContextKey, ColumnKey, str]]


@st.composite
def tables_with_places(draw: st.DrawFn) -> Expected:
    """Columns in any order, some missing; contexts in any order, some named; split, repeated, merged or turned."""
    columns = draw(st.lists(st.sampled_from(list(ColumnKey)), unique=True, min_size=2))
    contexts = draw(st.lists(st.sampled_from(list(ContextKey)), unique=True, min_size=2))
    rows = [(context, draw(st.sampled_from(LABELS[context])), "") for context in contexts]
    named = draw(st.lists(st.sampled_from(sorted(NAMED)), unique=True, max_size=3))
    rows += [(_context(name), NAMED[name], name) for name in named]
    headings = [draw(st.sampled_from(HEADINGS[column])) for column in columns]
    numbers = itertools.count()
    said = [[f"entry{next(numbers)}" if draw(st.booleans()) else "" for _ in columns] for _ in rows]
    expected = {
        text: (context, column, name)
        for (context, _, name), texts in zip(rows, said, strict=True)
        for column, text in zip(columns, texts, strict=True)
        if text
    }
    corner = draw(st.sampled_from(["", "Context", CORNER]))
    lines = [[label, *texts] for (_, label, _), texts in zip(rows, said, strict=True)]
    shape = draw(st.sampled_from(["plain", "turned", "split", "split without headings", "one each", "headed rows"]))
    return Expected(tuple(_shaped(shape, [corner, *headings], lines)), expected)


def _context(name: str) -> ContextKey:
    return {"Tower Park stairwell": ContextKey.NEIGHBOURHOOD, "Year 9 friends": ContextKey.PEERS}.get(
        name, ContextKey.SCHOOL
    )


def _shaped(shape: str, heading: list[str], lines: list[list[str]]) -> list[str]:
    if shape == "turned":
        return [table(*(row(*line) for line in zip(heading, *lines, strict=True)))]
    if shape == "split":
        return [table(row(*heading), row(*lines[0])), "", table(row(*heading), *(row(*line) for line in lines[1:]))]
    if shape == "split without headings":
        return [table(row(*heading), row(*lines[0])), "", table(*(row(*line) for line in lines[1:]))]
    if shape == "one each":
        return [made for line in lines for made in (line[0], table(row(*heading[1:]), row(*line[1:])))]
    if shape == "headed rows":
        under = [made for line in lines for made in (row(cell(line[0], span=len(line) - 1)), row(*line[1:]))]
        return [table(row(*heading[1:]), *under)]
    return [
        table(row(*heading), *(row(*line) for line in lines[:2]), row(*heading), *(row(*line) for line in lines[2:]))
    ]


@settings(deadline=None, max_examples=200)
@given(tables_with_places())
def test_every_entry_stands_where_the_table_says(expected: Expected) -> None:
    found = read(*expected.body)
    assert places(found) == expected.places
    assert [unplaced.text for unplaced in found.unplaced] == []


# The forms of real files, one by one --------------------------------------------------------------------------


def test_the_template_with_its_merged_corner() -> None:
    found = read(framework(school_risk="Bullying goes unaddressed", peers_strengths="A friend who speaks up"))
    assert places(found) == {
        "Bullying goes unaddressed": (ContextKey.SCHOOL, ColumnKey.RISK, ""),
        "A friend who speaks up": (ContextKey.PEERS, ColumnKey.STRENGTHS, ""),
    }
    assert not found.unplaced


def test_each_item_of_a_list_is_an_entry_and_a_lead_in_is_repeated_not_an_entry() -> None:
    items = cell(
        paragraph("At home:", level=1),
        paragraph("rows at night", level=2),
        paragraph("Nobody checks the tablet", level=2),
        paragraph("Attendance is poor", level=1),
        paragraph("late on most Mondays", level=2),
    )
    found = read(framework(family_risk=items))
    assert [(piece.text, piece.lead_in, piece.level) for piece in found.pieces] == [
        ("rows at night", "At home:", 2),
        ("Nobody checks the tablet", "At home:", 2),
        ("Attendance is poor", "", 1),
        ("late on most Mondays", "Attendance is poor", 2),
    ]
    assert "At home:" in [label.text for label in found.labels]


def test_bullets_and_numbers_typed_by_hand() -> None:
    found = read(framework(peers_risk=cell("• one", "- two", "1. three", "2) four", "16. was his bus", "o\tfive")))
    assert [piece.text for piece in found.pieces] == ["one", "two", "three", "four", "16. was his bus", "five"]


def test_a_line_break_parts_entries_only_where_a_sentence_ended_or_begins() -> None:
    found = read(framework(school_risk=cell(run("Staff look away\nfrom the stairs\nGirls avoid them.\nso do boys"))))
    assert [piece.text for piece in found.pieces] == [
        "Staff look away from the stairs",
        "Girls avoid them.",
        "so do boys",
    ]


def test_tracked_changes_are_read_as_accepted_and_what_was_deleted_waits_in_the_tray() -> None:
    found = read(framework(school_risk=cell(paragraph("Staff ", deleted("never "), inserted("rarely "), "step in"))))
    piece = only(found)
    assert (piece.text, piece.inserted, piece.struck) == ("Staff rarely step in", True, True)
    (tray,) = found.unplaced
    assert (tray.text, tray.context, tray.column) == ("never", ContextKey.SCHOOL, ColumnKey.RISK)
    assert "deleted" in tray.why.lower()
    assert any("tracked changes" in note for note in found.notes)


@pytest.mark.parametrize(("made", "why"), [(hidden, "hidden"), (struck, "crossed"), (text_box, "text box")])
def test_words_that_do_not_stand_wait_in_the_tray(made: object, why: str) -> None:
    found = read(framework(school_risk=cell(paragraph("Said", made("aside")))))  # type: ignore[operator]
    assert only(found).text == "Said"
    (tray,) = found.unplaced
    assert tray.text == "aside"
    assert why in tray.why.lower()


@pytest.mark.parametrize(
    ("said", "state", "certain"),
    [
        ("None identified", Silence.NOTHING_IDENTIFIED, True),
        ("N/A", Silence.NOTHING_IDENTIFIED, False),
        ("Not known.", Silence.NOT_KNOWN, True),
        ("Not discussed", Silence.NOT_DISCUSSED, True),
        *((state.label, state, True) for state in Silence),
    ],
)
def test_a_cell_that_says_there_is_nothing_to_say(said: str, state: Silence, certain: bool) -> None:
    (silence,) = read(framework(school_risk=said)).silences
    assert (silence.context, silence.columns) == (ContextKey.SCHOOL, (ColumnKey.RISK,))
    assert (silence.state, silence.certain, silence.words) == (state, certain, said)


def test_nothing_said_among_other_entries_is_an_entry() -> None:
    found = read(framework(school_risk=cell("None identified", "Bullying")))
    assert [piece.text for piece in found.pieces] == ["None identified", "Bullying"]
    assert not found.silences


def test_silence_over_a_whole_row_is_the_contexts() -> None:
    merged = row("School(s)", cell("Not discussed", span=8))
    (silence,) = read(table(row("", *(HEADINGS[column.key][0] for column in COLUMNS)), merged)).silences
    assert (silence.context, silence.columns) == (ContextKey.SCHOOL, ())


def test_headings_that_fit_two_columns_are_not_guessed() -> None:
    found = read(
        table(row("", "Protective factors", "Risks", "Strengths"), row("School", "A kind head", "Bullying", "Art"))
    )
    assert set(places(found)) == {"Bullying", "Art"}
    (tray,) = found.unplaced
    assert tray.text == "A kind head"
    assert "Resilience, Strengths" in tray.why


@pytest.mark.parametrize("label", ["Friends and family", "Something else"])
def test_a_row_that_is_none_of_the_five_waits_whole_in_the_tray(label: str) -> None:
    found = read(table(row("", "Risks", "Strengths"), row(label, "one", "two"), row("School", "three", "")))
    assert set(places(found)) == {"three"}
    assert {"one", "two"} <= {unplaced.text for unplaced in found.unplaced}
    assert (label in {said.text for said in found.labels}) is (label == "Friends and family")
    assert (label in {unplaced.text for unplaced in found.unplaced}) is (label == "Something else")


def test_what_is_written_beside_a_row_label_is_not_lost_in_it() -> None:
    label = "School(s)\nHarrow Lane Academy\nHe has been there since autumn"
    found = read(table(row("", "Risks", "Strengths"), row(label, "Bullying", "")))
    assert only(found).context is ContextKey.SCHOOL
    assert "since autumn" in found.unplaced[0].text


def test_a_row_without_a_label_goes_on_from_the_row_above() -> None:
    found = read(table(row("", "Risks", "Strengths"), row("School", "one", ""), row("", "two", "")))
    assert places(found)["two"] == (ContextKey.SCHOOL, ColumnKey.RISK, "")
    assert any("without a label" in note for note in found.notes)


def test_one_filled_cell_in_a_row_without_a_label_is_an_entry_and_no_heading_over_the_rows_below() -> None:
    found = read(table(row("", "Risks", "Strengths", "HSB"), row("School", "one", "", ""), row("", "Peers", "", "")))
    assert places(found)["Peers"] == (ContextKey.SCHOOL, ColumnKey.RISK, "")


def test_a_table_inside_a_row_label_waits_in_the_tray() -> None:
    label = cell("School", table(row("Mon", "late")))
    found = read(table(row("", "Risks", "Strengths"), row(label, "Bullying", "")))
    assert only(found).context is ContextKey.SCHOOL
    assert [unplaced.text for unplaced in found.unplaced] == ["Mon", "late"]


def test_a_drawing_s_second_rendering_is_read_only_for_what_the_first_does_not_say() -> None:
    drawn = text_box("new words")
    again = drawn.replace("<v:textbox>", "<v:textbox>\0", 1)
    assert [unplaced.text for unplaced in read(paragraph(drawn)).unplaced] == ["new words"]
    start, old = again.split("\0")
    differing = paragraph(start + old.replace("new words", "old words"))
    assert [unplaced.text for unplaced in read(differing).unplaced] == ["new words", "old words"]


def test_a_cell_merged_over_two_columns_is_not_guessed() -> None:
    found = read(table(row("", "Risks", "Strengths"), row("School", cell("both", span=2)), row("Peers", "x", "y")))
    assert [unplaced.text for unplaced in found.unplaced] == ["both"]


def test_columns_whose_edges_do_not_line_up_are_placed_by_width() -> None:
    heading = row("", cell("Risks", span=4), cell("Strengths", span=4))
    found = read(table(heading, row("School", cell("wide", span=5), cell("narrow", span=3)), columns=9))
    assert places(found)["wide"][1] is ColumnKey.RISK
    assert places(found)["narrow"][1] is ColumnKey.STRENGTHS


def test_a_table_inside_a_cell_belongs_to_the_cell_and_a_framework_inside_a_box_is_read() -> None:
    inner = table(row("Mon", "late"))
    found = read(table(row(cell(framework(school_risk=cell(inner))))))
    assert [(piece.text, piece.column) for piece in found.pieces] == [("Mon", ColumnKey.RISK), ("late", ColumnKey.RISK)]


def test_the_head_the_summary_and_the_rest() -> None:
    found = read(
        "We met because agencies were worried.",
        "Reference Number: HF-12     Practitioner Signature: J. Example",
        "Group or Sole Offence: Group. Points for discussion / recording at HSB MAP meeting",
        "Date of meeting: Monday 4th May 2026",
        framework(school_risk="Bullying"),
        "Summary of the contextual discussion: The stairs matter most.",
        "So does the park.",
        paragraph("Next steps", style="heading1"),
        "Tea was served.",
    )
    assert (found.reference, found.signature, found.group_or_sole) == ("HF-12", "J. Example", Cohort.GROUP)
    assert found.meeting_date is not None
    assert found.meeting_date.isoformat() == "2026-05-04"
    assert found.contextual_summary == "The stairs matter most.\nSo does the park."
    outside = [unplaced.text for unplaced in found.unplaced]
    assert outside == ["We met because agencies were worried.", "Next steps", "Tea was served."]


def test_a_head_in_boxes_with_the_one_that_does_not_apply_crossed_out() -> None:
    which = cell(paragraph("Group or ", struck("Sole"), " Offence:"))
    found = read(
        table(row("Reference Number", "HF-9", "Practitioner Signature", "J. Example"), row(which, "")),
        table(row("Summary of contextual discussion"), row("It is the stairs.")),
    )
    assert (found.reference, found.signature, found.group_or_sole) == ("HF-9", "J. Example", Cohort.GROUP)
    assert found.contextual_summary == "It is the stairs."


def test_a_head_in_the_first_row_of_the_table() -> None:
    head = row(cell(paragraph("Reference Number: HF-3     Group or Sole Offence: Sole"), span=3))
    found = read(table(head, row("", "Risks", "Strengths"), row("School", "Bullying", "")))
    assert (found.reference, found.group_or_sole, only(found).text) == ("HF-3", Cohort.SOLE, "Bullying")
    assert not found.unplaced


def test_a_list_as_other_programs_save_it_is_as_deep_as_its_style() -> None:
    items = cell(paragraph("At home:", level=1), paragraph("rows at night", level=1, style="ListBullet2"))
    assert only(read(framework(family_risk=items))).lead_in == "At home:"


def test_comments_notes_and_page_headers_wait_in_the_tray_and_a_reference_there_is_found() -> None:
    parts = {
        "header": ("hdr", paragraph("Reference: HF-77")),
        "footnotes": ("footnotes", f'<w:footnote w:id="1">{paragraph("a note")}</w:footnote>'),
        "comments": ("comments", f'<w:comment w:id="1" w:author="A">{paragraph("is this right?")}</w:comment>'),
    }
    found = read_framework(word_file(framework(school_risk="Bullying"), parts=parts))
    assert found.reference == "HF-77"
    assert [(unplaced.text, unplaced.why) for unplaced in found.unplaced] == [
        ("a note", "In a footnote"),
        ("is this right?", "In a comment"),
    ]


def test_a_file_without_a_framework_says_so() -> None:
    found = read("A letter.", table(row("Name", "Agency"), row("A. Person", "Police")))
    assert not found.pieces
    assert {unplaced.text for unplaced in found.unplaced} == {"A letter.", "Name", "Agency", "A. Person", "Police"}
    assert any("No framework table" in note for note in found.notes)


def test_where_names_the_spot_as_a_person_would_count_it() -> None:
    assert only(read(framework(school_risk=cell("", "Bullying")))).where == "table 1, row 5, column 5, paragraph 2"
