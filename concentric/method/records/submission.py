"""What leaves a partnership for a study: a versioned document that says on whose behalf, under which code, and what.

`Submission` refuses to exist unless it is whole and within the published schema (`submission_schema`), so whatever has
one in hand may send it. `to_json` and `from_json` are its only written form: canonical, so that a sum means something.
"""

from __future__ import annotations

import json
import secrets
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from jsonschema import Draft202012Validator

from concentric.method.instrument.grid import NEED_COLUMNS, ColumnKey, ContextKey
from concentric.method.records.canonical import canonical_bytes, from_plain, to_plain
from concentric.method.records.framework import Attributes, Framework, SubmittedEntry
from concentric.method.records.schema import Fault, Text, faults, schema_of
from concentric.method.records.study_code import ALPHABET, LENGTH, is_code
from concentric.method.records.submission_words import CohortBasis, Format, Kind

MOST_BYTES = 8 * 1024 * 1024
SCHEMA_ID = "urn:concentric:submission:1"
_UUID4 = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"

BundleId = Annotated[str, Text(36, pattern=_UUID4)]
Handle = Annotated[str, Text(40, pattern="[A-Za-z0-9][A-Za-z0-9_-]*")]
Code = Annotated[str, Text(LENGTH, pattern=f"[{ALPHABET}]{{{LENGTH}}}")]

_OF_A_KIND = [
    {
        "if": {"properties": {"kind": {"const": kind.value}}},
        "then": {"properties": {"supersedes": {"type": supersedes}, "framework": {"type": framework}}},
    }
    for kind, supersedes, framework in (
        (Kind.FRAMEWORK, "null", "object"),
        (Kind.CORRECTION, "string", "object"),
        (Kind.WITHDRAWAL, "string", "null"),
    )
]


class InvalidSubmissionError(ValueError):
    """Not a submission; `faults` say what is wrong and where, and repeat nothing of its content."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(map(str, found)))
        self.faults = found


@dataclass(frozen=True, slots=True)
class Submission:
    """One framework, correction or withdrawal on its way to a study.

    `study` and `site` are handles that the study gave out: they name no partnership. `code` is the study's only name
    for the young person. `bundle` is a random UUID, so it tells no time. A correction or withdrawal `supersedes` the
    bundle that the study holds; a withdrawal has no framework.
    """

    study: Handle
    site: Handle
    code: Code
    bundle: BundleId
    kind: Kind
    framework: Framework | None
    supersedes: BundleId | None = None
    schema: Format = Format.V1

    def __post_init__(self) -> None:
        found = faults(_validator(), to_plain(self)) or tuple(_inconsistencies(self))
        if found:
            raise InvalidSubmissionError(found)


def new_bundle_id() -> str:
    return str(uuid.uuid4())


def new_entry_id() -> str:
    """An entry's id within one bundle: random, and so tied to nothing that the partnership holds."""
    return secrets.token_hex(8)


def to_json(submission: Submission) -> bytes:
    """Canonical UTF-8 JSON. Raises InvalidSubmissionError when it is larger than a study takes (`MOST_BYTES`)."""
    try:
        data = canonical_bytes(submission)
    except UnicodeEncodeError:
        raise _invalid("holds half a character (a lone surrogate)") from None
    if len(data) > MOST_BYTES:
        raise _invalid("is larger than a submission may be")
    return data


def from_json(data: bytes) -> Submission:
    """The submission that `to_json` wrote. Raises InvalidSubmissionError for anything else, down to a space."""
    if len(data) > MOST_BYTES:
        raise _invalid("is larger than a submission may be")
    try:
        plain = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise _invalid("is not JSON in UTF-8") from None
    if found := faults(_validator(), plain):
        raise InvalidSubmissionError(found)
    try:
        submission: Submission = from_plain(Submission, plain)
        canonical = to_json(submission) == data
    except TypeError:  # 1.0 is a whole number to JSON Schema
        canonical = False
    if not canonical:
        raise _invalid("is not in canonical form")
    return submission


def submission_schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of a submission."""
    return schema_of(Submission, name=SCHEMA_ID, rules={"title": "Concentric submission", "allOf": _OF_A_KIND})


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(submission_schema())


def _invalid(why: str) -> InvalidSubmissionError:
    return InvalidSubmissionError((Fault("$", why),))


def _inconsistencies(submission: Submission) -> Iterator[Fault]:
    """What a schema cannot say: that the parts of a submission agree with each other."""
    if not is_code(submission.code):
        yield Fault("$.code", "does not fit its check character")
    if submission.framework:
        yield from _of_attributes(submission.framework.attributes)
        yield from _of_contexts(submission.framework)
        yield from _of_entries(submission.framework.entries)


def _of_attributes(attributes: Attributes) -> Iterator[Fault]:
    where = "$.framework.attributes"
    if attributes.age and attributes.age.low > attributes.age.high:
        yield Fault(f"{where}.age", "ends before it begins")
    if (attributes.cohort is None) != (attributes.cohort_basis is CohortBasis.UNDECIDED):
        yield Fault(f"{where}.cohort_basis", "does not fit the cohort")


def _of_contexts(framework: Framework) -> Iterator[Fault]:
    for place, context in enumerate(framework.contexts):
        if context.kind is ContextKey.INDIVIDUAL:
            yield Fault(f"$.framework.contexts[{place}].kind", "is not a context that can be named")
    names = Counter(context.pseudonym for context in framework.contexts)
    if any(count > 1 for count in names.values()):
        yield Fault("$.framework.contexts", "gives one pseudonym to two contexts")
    for place, entry in enumerate(framework.entries):
        if entry.named and entry.named not in names:
            yield Fault(f"$.framework.entries[{place}].named", "is not among the contexts")
    cells = Counter((silence.context, silence.column) for silence in framework.silences)
    if any(count > 1 for count in cells.values()):
        yield Fault("$.framework.silences", "says two things of one cell")


def _of_entries(entries: tuple[SubmittedEntry, ...]) -> Iterator[Fault]:
    ids = [entry.id for entry in entries]
    if len(set(ids)) < len(ids):
        yield Fault("$.framework.entries", "gives one id to two entries")
    needs = {entry.id for entry in entries if entry.column in NEED_COLUMNS}
    for place, entry in enumerate(entries):
        if entry.action and entry.column is not ColumnKey.ACTIONS:
            yield Fault(f"$.framework.entries[{place}].action", "stands outside the actions column")
        if entry.action and not needs.issuperset(entry.action.answers):
            yield Fault(f"$.framework.entries[{place}].action.answers", "names an entry that is not a need")
