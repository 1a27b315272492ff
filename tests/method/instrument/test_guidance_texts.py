"""The help texts: every cell has one, short, in our own plain words, and no example is asked about by our prompts."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from concentric.method.instrument import guidance, process_default
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.method.instrument.guidance import hint_for
from concentric.method.instrument.guidance_cells import CELLS
from concentric.method.instrument.process_file import to_document
from concentric.method.instrument.prompt_rules import HERE, RULES
from concentric.method.instrument.prompts import ask
from concentric.method.instrument.vocabulary import Basis, Sharing, Silence

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
FORBIDDEN = (
    "perpetrator",
    "offender",
    "victim",
    "abuser",
    "sexual act",
    "hard to reach",
    "touched",
    "intercourse",
    "naked",
    "genital",
)
ALL_CELLS = [(context.key, column.key) for context in CONTEXTS for column in COLUMNS]


def general_texts():
    for table in ("COLUMN", "CONTEXT", "SILENCE", "SHARING", "BASIS"):
        yield from getattr(guidance, f"{table}_GUIDANCE").values()


def all_texts():
    yield from general_texts()
    for hint in CELLS.values():
        yield from asdict(hint).values()
    yield from (rule.question.format(here=here) for rule in RULES for here in HERE.values())
    document = to_document(process_default.DEFAULT_PROCESS)
    yield from (
        part for part in re.split(r"\n\n", document["terms_of_reference"] + "\n\n" + document["confidentiality"])
    )
    yield from document["principles"]
    yield from (item["guidance"] for item in document["agenda"])
    yield from (kind["purpose"] for kind in document["meeting_types"])


def test_everything_a_person_chooses_is_explained():
    assert set(CELLS) == set(ALL_CELLS)
    assert len(CELLS) == 40
    assert set(guidance.COLUMN_GUIDANCE) == set(ColumnKey)
    assert set(guidance.CONTEXT_GUIDANCE) == set(ContextKey)
    assert set(guidance.SILENCE_GUIDANCE) == set(Silence)
    assert set(guidance.SHARING_GUIDANCE) == set(Sharing)
    assert set(guidance.BASIS_GUIDANCE) == set(Basis)


@pytest.mark.parametrize(("context", "column"), ALL_CELLS)
def test_a_hint_is_short_and_says_what_an_example_and_what_not(context, column):
    hint = hint_for(context, column)
    assert 20 <= len(hint.what) <= 120
    assert 15 <= len(hint.example) <= 100
    assert 15 <= len(hint.elsewhere) <= 100
    assert hint.what.endswith(".")
    assert hint.elsewhere.endswith(".")
    assert not hint.example.endswith(".")


def test_general_texts_are_one_or_two_sentences():
    for text in general_texts():
        assert len(text) <= 160
        assert 1 <= len(re.findall(r"[.](?: |$)", text)) <= 2


def test_no_text_is_given_twice():
    texts = [text for hint in CELLS.values() for text in asdict(hint).values()] + list(general_texts())
    assert len(set(texts)) == len(texts)


def test_the_examples_follow_the_advice():
    """Our own prompts find nothing to ask about the example of any cell."""
    asked = {cell: ask(hint.example, *cell) for cell, hint in CELLS.items()}
    assert {cell: prompts for cell, prompts in asked.items() if prompts} == {}


def test_no_forbidden_word_is_used():
    for text in all_texts():
        assert [word for word in FORBIDDEN if word in text.lower()] == []


def words_of(text):
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def test_no_sentence_is_taken_from_the_study():
    """No run of eight words in common with the study's documents, where a copy lies beside the checkout."""
    sources = [words_of(path.read_text()) for path in sorted(SEEDS.glob("*.txt"))]
    assert bool(sources) == SEEDS.exists()
    taken = {tuple(words[at : at + 8]) for words in sources for at in range(len(words) - 7)}
    for text in all_texts():
        words = words_of(text)
        runs = {tuple(words[at : at + 8]) for at in range(len(words) - 7)}
        assert not runs & taken, text
