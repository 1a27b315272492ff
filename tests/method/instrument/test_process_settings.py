"""A partnership's process: sound by default, the same after a round through a file, refused with every fault named."""

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concentric.method.instrument.grid import CONTEXTS
from concentric.method.instrument.process import AgencyKind, Part, Quorum, problems_of
from concentric.method.instrument.process_default import DEFAULT_PROCESS
from concentric.method.instrument.process_file import from_document, from_json, to_document, to_json

FORBIDDEN = ("perpetrator", "offender", "victim", "abuser", "service user", "hard to reach", "promiscuous")


def changed(path, value):
    """The default's document with one value changed; a list index is written as a number."""
    document = copy.deepcopy(to_document(DEFAULT_PROCESS))
    *way, last = path
    at = document
    for step in way:
        at = at[step]
    at[last] = value
    return document


def faults(document):
    reading = from_document(document)
    assert (reading.process is None) == bool(reading.problems)
    return {problem.path: problem.message for problem in reading.problems}


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def test_the_default_is_sound_and_survives_a_file():
    assert problems_of(DEFAULT_PROCESS) == ()
    reading = from_json(to_json(DEFAULT_PROCESS))
    assert reading.process == DEFAULT_PROCESS
    assert to_json(reading.process) == to_json(DEFAULT_PROCESS)


def test_the_default_has_the_clocks_of_the_framework_and_every_part_in_order():
    clocks = DEFAULT_PROCESS.clocks
    assert (clocks.agenda_out, clocks.actions_out, clocks.draft_minutes, clocks.corrections) == (1, 1, 5, 10)
    assert [item.part for item in DEFAULT_PROCESS.agenda] == [part for part in Part if part is not Part.NOTE]
    contexts = [part.removeprefix("context:") for part in Part if part.startswith("context:")]
    assert contexts == [context.key for context in CONTEXTS]


def test_the_defaults_words_are_fit_to_be_read_aloud():
    everything = " ".join(texts(to_document(DEFAULT_PROCESS))).lower()
    assert [word for word in FORBIDDEN if word in everything] == []
    assert "those harmed" in everything
    assert "strengths" in everything
    for item in DEFAULT_PROCESS.agenda:
        assert 1 <= len(item.guidance) <= 280


@pytest.mark.parametrize(
    ("path", "value", "where", "message"),
    [
        (["colour"], "red", "colour", "This is not a setting."),
        (["clocks", "tea"], 1, "clocks.tea", "This is not a setting."),
        (["agenda", 3, "colour"], "red", "agenda[3].colour", "This is not a setting."),
        (["clocks", "draft_minutes"], 41, "clocks.draft_minutes", "Give a whole number from 0 to 40, not 41."),
        (["clocks", "draft_minutes"], -1, "clocks.draft_minutes", "Give a whole number from 0 to 40, not -1."),
        (["clocks", "draft_minutes"], "5", "clocks.draft_minutes", "A whole number is needed here."),
        (["clocks", "draft_minutes"], True, "clocks.draft_minutes", "A whole number is needed here."),
        (["clocks", "draft_minutes"], 2.5, "clocks.draft_minutes", "A whole number is needed here."),
        (["clocks", "review_weeks"], 0, "clocks.review_weeks", "Give a whole number from 1 to 52, not 0."),
        (["clocks"], [], "clocks", "An object with named values is needed here."),
        (["principles"], "one", "principles", "A list is needed here."),
        (["principles"], [], "principles", "Give at least one."),
        (["principles", 1], "  ", "principles[1]", "Write something here."),
        (["principles", 1], 7, "principles[1]", "Text is needed here."),
        (["confidentiality"], "x" * 5_001, "confidentiality", "This is 5,001 characters long; 5,000 is the most."),
        (["confidentiality"], "a\x00b", "confidentiality", "This holds control characters."),
        (["confidentiality"], "a\ud800b", "confidentiality", "This holds control characters."),
        (["meeting_types", 0, "key"], "Strategy!", "meeting_types[0].key", "Use lower-case letters"),
        (["meeting_types", 0, "key"], "panel", "meeting_types", "The key “panel” is given 2 times; once is right."),
        (["agenda", 0, "part"], "lunch", "agenda[0].part", "“lunch” is not known here. Use one of: introductions,"),
        (["agenda", 0, "part"], "plan", "agenda", "The part “plan” is given 2 times; once is right."),
        (["agenda", 9, "part"], "note", "agenda", "An item for the part “context:school” is needed."),
        (["quorum", "required"], ["army"], "quorum.required[0]", "“army” is not known here."),
        (["quorum", "minimum_agencies"], 1, "quorum.minimum_agencies", "This is fewer than the kinds of agency"),
        (["retention", "audit_years"], 5, "retention.audit_years", "The audit trail must be kept at least as long"),
        (["retention", "hold_new_cases"], 1, "retention.hold_new_cases", "true or false is needed here."),
        (["reminder_days"], [1, 1], "reminder_days", "The day “1” is given 2 times; once is right."),
        (["format"], "other", "format", "This is not a settings file"),
        (["version"], 2, "version", "This version of Concentric reads version 1"),
        (["version"], True, "version", "This version of Concentric reads version 1"),
    ],
)
def test_one_fault_is_named_by_its_path(path, value, where, message):
    found = faults(changed(path, value))
    assert list(found) == [where]
    assert found[where].startswith(message)


def test_every_fault_is_told_at_once():
    document = changed(["clocks", "draft_minutes"], "soon")
    document["agenda"][2]["part"] = "lunch"
    document["quorum"]["army"] = True
    del document["principles"]
    del document["retention"]["case_years"]
    assert set(faults(document)) == {
        "clocks.draft_minutes", "agenda[2].part", "quorum.army", "principles", "retention.case_years",
    }  # fmt: skip


def test_what_is_missing_is_named():
    document = to_document(DEFAULT_PROCESS)
    for name in set(document) - {"format", "version"}:
        assert faults({key: value for key, value in document.items() if key != name}) == {name: "This is missing."}


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{", "7", '"words"', "[" * 5_000, "NaN", "9" * 5_000, b"\xff\xfe\x00"]
)
def test_what_is_no_settings_file_is_refused(text):
    reading = from_json(text)
    assert reading.process is None
    assert reading.problems[0].message.startswith("This is not a settings file")


def test_a_huge_file_is_refused_unread():
    (problem,) = from_json(" " * 1_000_001).problems
    assert problem.message == "The file is larger than 1 MB; settings are far smaller."


def test_typed_line_breaks_are_no_fault():
    assert problems_of(replace(DEFAULT_PROCESS, confidentiality="One line.\r\nAnother.\tDone.")) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
PATHS = st.sampled_from(
    [[name] for name in to_document(DEFAULT_PROCESS)]
    + [["clocks", "corrections"], ["agenda", 0], ["agenda", 4, "part"], ["principles", 0], ["quorum", "required"]]
)


@given(PATHS, JSON)
def test_any_value_anywhere_is_either_read_or_refused_with_words(path, value):
    reading = from_document(changed(path, value))
    if reading.process is None:
        assert all(problem.message.endswith(".") for problem in reading.problems)
    else:
        assert problems_of(reading.process) == ()
        assert from_json(to_json(reading.process)).process == reading.process
    "".join(problem.path + problem.message for problem in reading.problems).encode()


@given(st.integers(1, 20), st.sets(st.sampled_from(AgencyKind)))
def test_a_quorum_is_sound_when_it_can_be_met(minimum, required):
    process = replace(DEFAULT_PROCESS, quorum=Quorum(minimum, tuple(sorted(required))))
    assert (problems_of(process) == ()) == (len(required) <= minimum)
    assert json.loads(to_json(process))["quorum"]["required"] == sorted(required)
