"""A double-coded sample as a set of sources: the standard has nothing for it but the set's description.

The description is for people and for us: plain sentences, with the ids of whom and what they speak of in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from concentric.method.exchange.refi.elements import child_text
from concentric.method.exchange.refi.markup import PROJECT, escaped, guid
from concentric.method.records.coded import CodedProject, Decided, DoubleCoded

_ID = r"\(([0-9a-fA-F-]{36})\)"
_HEAD = re.compile(
    rf"Coded by two\. What counts is the coding of .*? {_ID}\. Where they gave no code at all, or it was so decided,"
    rf" it is the coding of .*? {_ID}\."
)
_DECIDED = re.compile(
    rf"Decided of .*? {_ID}, entry ([0-9]{{1,6}}), code .*? {_ID}: (holds|does not hold)\."
    r" Given by (first|second|both|neither), decided ([0-9T:.+Z-]{19,40})\. ?(.*)"
)


def double_sets(project: CodedProject) -> Iterator[str]:
    """Each sample as a Set."""
    coders = {one.id: one.name for one in project.coders}
    codes = {one.id: one.name for one in project.codes}
    names = {document: case.name for case in project.cases for document in case.documents}
    for one in project.doubles:
        lines = [
            f"Coded by two. What counts is the coding of {_named(coders, one.first)}. Where they gave no code at all,"
            f" or it was so decided, it is the coding of {_named(coders, one.second)}.",
            *(_decision(each, names, codes) for each in one.decided),
        ]
        members = "".join(f'<MemberSource targetGUID="{document}"/>' for document in one.documents)
        about = f"<Description>{escaped(chr(10).join(lines))}</Description>"
        yield f'<Set guid="{one.id}" name="{escaped(one.name)}">{about}{members}</Set>'


def _decision(one: Decided, names: dict[str, str], codes: dict[str, str]) -> str:
    what = f"{_named(names, one.document)}, entry {one.entry}, code {_named(codes, one.code)}"
    holds = "holds" if one.holds else "does not hold"
    return f"Decided of {what}: {holds}. Given by {one.given_by}, decided {one.at}. {one.reason}".rstrip()


def _named(names: dict[str, str], its_id: str) -> str:
    return f"{' '.join(names[its_id].split())} ({its_id})"


def read_double_set(element: etree._Element) -> DoubleCoded | None:
    """The sample that a Set is, or None."""
    head, *lines = child_text(element, "Description").split("\n")
    two = _HEAD.fullmatch(head.strip())
    if two is None:
        return None
    sources = (guid(each.get("targetGUID")) for each in element.iterfind(f"{{{PROJECT}}}MemberSource"))
    return DoubleCoded(
        guid(element.get("guid")),
        element.get("name", ""),
        guid(two[1]),
        guid(two[2]),
        tuple(each for each in sources if each),
        tuple(_decided(found) for line in lines if (found := _DECIDED.fullmatch(line.strip()))),
    )


def _decided(found: re.Match[str]) -> Decided:
    document, entry, code, holds, given_by, at, reason = found.groups()
    return Decided(guid(document), int(entry), guid(code), holds == "holds", given_by, at, reason)
