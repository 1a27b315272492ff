"""Only a whole submission, within its published schema, can exist, be written or be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Silence
from concentric.method.records.canonical import to_plain
from concentric.method.records.framework import AgeRange, NamedContext, SubmittedSilence
from concentric.method.records.schema import schema_of
from concentric.method.records.submission import (
    MOST_BYTES,
    InvalidSubmissionError,
    Submission,
    from_json,
    submission_schema,
    to_json,
)
from concentric.method.records.submission_words import CohortBasis, Kind
from tests.factories.submissions import PLANTED, any_submission, small_submission, withdrawal_of

PUBLISHED = Path(__file__).parents[3] / "docs/reference/submission-1.schema.json"


def places(plain: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document, with its path."""
    if isinstance(plain, dict):
        yield path, plain
        for name, value in plain.items():
            yield from places(value, f"{path}.{name}")
    if isinstance(plain, list):
        for number, item in enumerate(plain):
            yield from places(item, f"{path}[{number}]")


def refusal(plain: Any) -> str:
    data = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(InvalidSubmissionError) as refused:
        from_json(data)
    return str(refused.value)


OBJECTS = [path for path, _ in places(to_plain(small_submission()))]


@settings(max_examples=60)
@given(any_submission())
def test_it_reads_back_the_same_and_fits_the_published_schema(submission: Submission) -> None:
    data = to_json(submission)
    assert from_json(data) == submission
    assert Draft202012Validator(json.loads(PUBLISHED.read_text())).is_valid(json.loads(data))


def test_the_published_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(submission_schema())


@pytest.mark.parametrize("path", OBJECTS)
def test_a_field_too_many_is_refused_at_its_place_and_not_repeated(path: str) -> None:
    plain = to_plain(small_submission())
    dict(places(plain))[path][PLANTED] = PLANTED
    said = refusal(plain)
    assert said == f"{path} has a field that does not belong there"


@pytest.mark.parametrize("path", OBJECTS)
def test_every_field_that_is_missing_is_refused_at_its_place(path: str) -> None:
    for name in dict(places(to_plain(small_submission())))[path]:
        plain = to_plain(small_submission())
        del dict(places(plain))[path][name]
        assert f"{path} lacks a field" in refusal(plain)


@pytest.mark.parametrize("path", OBJECTS)
@pytest.mark.parametrize("bad", [1.5, "\x00", {"a": 1}, [[]], 10**9, "x" * 100_000, PLANTED + "\x07"])
def test_a_value_that_fits_no_field_is_refused_at_its_place_and_not_repeated(path: str, bad: object) -> None:
    for name in dict(places(to_plain(small_submission())))[path]:
        plain = to_plain(small_submission())
        dict(places(plain))[path][name] = bad
        said = refusal(plain)
        assert f"{path}.{name}" in said
        assert PLANTED not in said


@pytest.mark.parametrize(
    "altered",
    [
        lambda data: b" " + data,
        lambda data: data + b"\n",
        lambda data: data.replace(b'"study":', b'"study":"x","study":'),
        lambda data: data.replace(b'"low":14', b'"low":14.0'),
        lambda data: data.replace(b'"low":14', b'"low":1e1'),
        lambda data: data.replace("“".encode(), b"\\u201c"),
        lambda data: data.replace(b'{"action"', b'{ "action"'),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: b"null",
        lambda data: b"[" * 100_000,
        lambda data: b"1" * 10_000,
        lambda data: data + b" " * MOST_BYTES,
    ],
)
def test_another_spelling_of_the_same_document_is_refused(altered: Any) -> None:
    data = to_json(small_submission())
    assert altered(data) != data
    with pytest.raises(InvalidSubmissionError):
        from_json(altered(data))


@settings(max_examples=200)
@given(st.recursive(st.none() | st.booleans() | st.text() | st.integers(), lambda inner: st.lists(inner), max_leaves=8))
def test_any_other_json_is_refused_without_a_fault_of_ours(plain: object) -> None:
    refusal(plain)


def framework_with(**changes: Any) -> Submission:
    submission = small_submission()
    assert submission.framework
    return replace(submission, framework=replace(submission.framework, **changes))


ATTRIBUTES = small_submission().framework.attributes  # type: ignore[union-attr]
NEED, ACTION = small_submission().framework.entries  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"attributes": replace(ATTRIBUTES, age=AgeRange(15, 14))}, "attributes.age"),
        ({"attributes": replace(ATTRIBUTES, cohort=None)}, "attributes.cohort_basis"),
        ({"attributes": replace(ATTRIBUTES, cohort_basis=CohortBasis.UNDECIDED)}, "attributes.cohort_basis"),
        ({"contexts": ()}, "entries[0].named"),
        ({"contexts": (NamedContext("School 1", ContextKey.INDIVIDUAL),)}, "contexts[0].kind"),
        ({"contexts": tuple(NamedContext("School 1", kind) for kind in list(ContextKey)[1:3])}, "contexts"),
        ({"contexts": (NamedContext("Harrow Lane Academy", ContextKey.SCHOOL),)}, "contexts[0].pseudonym"),
        ({"entries": (NEED, NEED)}, "entries"),
        ({"entries": (ACTION,)}, "entries[0].action.answers"),
        ({"entries": (NEED, replace(ACTION, column=ColumnKey.RISK))}, "entries[1].action"),
        ({"entries": (replace(NEED, text=""),)}, "entries[0].text"),
        ({"entries": (replace(NEED, text="\ud800"),)}, None),
        ({"silences": tuple(SubmittedSilence(ContextKey.FAMILY, None, s) for s in list(Silence)[:2])}, "silences"),
    ],
)
def test_parts_that_do_not_agree_are_refused(changes: dict[str, Any], where: str | None) -> None:
    with pytest.raises(InvalidSubmissionError) as refused:
        to_json(framework_with(**changes))
    assert [fault.where for fault in refused.value.faults] == [f"$.framework.{where}" if where else "$"]


@pytest.mark.parametrize(
    "made",
    [
        lambda s: replace(s, kind=Kind.CORRECTION),
        lambda s: replace(s, kind=Kind.WITHDRAWAL),
        lambda s: replace(s, supersedes=s.bundle),
        lambda s: replace(s, framework=None),
        lambda s: replace(withdrawal_of(s), framework=s.framework),
        lambda s: replace(withdrawal_of(s), supersedes=None),
        lambda s: replace(s, code=s.code[:-1] + ("B" if s.code[-1] != "B" else "C")),
        lambda s: replace(s, study="Harrow Lane Partnership"),
        lambda s: replace(s, site="A\n"),
        lambda s: replace(s, bundle="0190a8c0-0000-7000-8000-000000000000"),  # a UUID that tells its time
    ],
)
def test_a_kind_has_what_it_needs_and_an_address_names_nobody(made: Any) -> None:
    with pytest.raises(InvalidSubmissionError):
        made(small_submission())


def test_a_submission_that_is_too_large_is_not_written() -> None:
    large = replace(NEED, text="ä" * 8_000)
    entries = tuple(replace(large, id=f"{number:016x}") for number in range(600))
    with pytest.raises(InvalidSubmissionError, match="larger"):
        to_json(framework_with(entries=entries))


@dataclass(frozen=True)
class Unbounded:
    amount: float


@dataclass(frozen=True)
class Dated:
    on: date


@dataclass(frozen=True)
class Endless:
    text: str


@pytest.mark.parametrize("kind", [Unbounded, Dated, Endless])
def test_no_date_no_fraction_and_nothing_without_a_bound_can_be_put_into_a_document(kind: type) -> None:
    with pytest.raises(TypeError, match="bound"):
        schema_of(kind, name="urn:test")
