"""A framework as one text: whatever its entries say, they come back with their words and their places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from concentric.method.instrument.grid import COLUMN, CONTEXT
from concentric.method.instrument.vocabulary import Silence
from concentric.research.exchange.document import Placed, joined, parted, plain, silences_in
from concentric.research.frameworks.models import Entry
from concentric.research.frameworks.silences import Said

tricky = st.sampled_from(
    ["¶ 1 · Entry · Risk factors · School\n", "¶", "¶¶ ", "\n", "\n\n", "Framework", "\r\n", "😀", " · called "]
)
texts = st.lists(tricky | st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=5).map("".join)
places = st.tuples(st.sampled_from(list(CONTEXT)), st.sampled_from(list(COLUMN))) | st.just(("", ""))
words = st.text(st.sampled_from("abc ·,¶1"), max_size=12).map(lambda word: " ".join(word.split()))


@st.composite
def entries(draw: st.DrawFn) -> list[Placed]:
    made = []
    for _ in range(draw(st.integers(1, 5))):
        (context, column), (first_context, first_column) = draw(places), draw(places)
        made.append(
            Placed(
                plain(draw(texts)),
                draw(st.sampled_from(Entry.Kind.values)),
                context,
                column,
                first_context,
                first_column,
                draw(st.sampled_from(["", "School A", "Home B2"])),
                draw(st.sampled_from(["", "education"])),
                draw(words),
                tuple(draw(st.lists(st.integers(0, 9), max_size=2))),
            )
        )
    return made


silences = st.dictionaries(
    st.tuples(st.sampled_from(list(CONTEXT)), st.none() | st.sampled_from(list(COLUMN))),
    st.sampled_from([state.value for state in Silence]),
).map(lambda said: [{"context": where[0], "column": where[1], "state": state} for where, state in said.items()])


@given(st.just([]) | entries(), silences)
def test_entries_and_silences_come_back_with_their_words_and_places(made: list[Placed], silent: list[Said]) -> None:
    laid = joined("KTR-2PM", made, silent)
    again, back = parted(laid.text)

    assert back == made
    assert again == laid
    assert sorted(map(str, silences_in([laid.text]))) == sorted(map(str, silent))
    for start, entry in zip(laid.starts, made, strict=True):
        assert laid.text[start : start + len(entry.text)] == entry.text


@given(texts, words)
def test_another_programs_text_is_one_entry(text: str, name: str) -> None:
    assert parted(text, name) == (parted(text)[0], [Placed(text, name=name)])


def test_a_heading_that_somebody_rewrote_leaves_one_text_and_loses_nothing() -> None:
    text = (
        joined("K", [Placed("One", "entry", "school", "risk", "school", "risk")])
        .text.replace("Risk factors", "Dangers")
        .replace("Entry", "Piece")
    )

    assert parted(text, "K")[1] == [Placed(text, name="K")]


@given(texts)
def test_ends_of_lines_keep_their_length(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert "\r" not in plain(text)


def test_what_was_moved_says_where_it_was_first() -> None:
    entry = Placed("T", "entry", "school", "risk", "family", "risk")
    text = joined("K", [entry, entry._replace(first_context="school")]).text

    assert "¶ 1 · Entry · Risk factors · School · first Risk factors, Family and home\n" in text
    assert "¶ 2 · Entry · Risk factors · School\n" in text
