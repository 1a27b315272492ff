"""A coded study out, as a .qdpx project or a .qdc codebook. Written as it goes, so memory holds one document.

A zip takes one member at a time. So the documents' texts go into it as they come by, and project.qde, which speaks of
them, into a file of its own that is added at the end.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import IO
from uuid import NAMESPACE_OID, uuid5

from concentric.method.exchange.refi.double_sets import double_sets
from concentric.method.exchange.refi.markup import CODEBOOK, MEDIA, ORIGIN, PROJECT, escaped
from concentric.method.records.coded import Code, CodedCase, CodedProject, Coding, Document, Memo, Segment, Value

_QUICK = 1  # of deflate: 3 takes longer by a quarter and saves a twentieth
_CHUNK = 1 << 18
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_project(project: CodedProject, out: IO[bytes]) -> None:
    """A .qdpx. Raises ValueError for a text with a carriage return, or a segment that does not lie in its text."""
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as archive,
        tempfile.TemporaryFile() as qde,
    ):
        for part in _project(project, map(partial(_with_text, archive), project.documents())):
            qde.write(part.encode())
        qde.seek(0)
        with archive.open("project.qde", "w", force_zip64=True) as member:
            shutil.copyfileobj(qde, member, _CHUNK)


def _with_text(archive: zipfile.ZipFile, document: Document) -> Document:
    """The document, when its text is in the zip."""
    if "\r" in document.text:
        raise ValueError("a text to be exchanged ends its lines with a line feed only")
    with archive.open(f"sources/{document.id}.txt", "w") as member:
        member.write(document.text.encode())
    return document


def write_codebook(codes: Sequence[Code], out: IO[bytes]) -> None:
    """A .qdc, which has no memos. Raises ValueError without a code: the standard has no empty codebook."""
    if not codes:
        raise ValueError("a codebook needs a code")
    parts = [
        _HEAD,
        f'<CodeBook xmlns="{CODEBOOK}" origin="{ORIGIN}">',
        *_codes([replace(code, memos=()) for code in codes], {}),
        "</CodeBook>\n",
    ]
    out.write("".join(parts).encode())


def _project(project: CodedProject, documents: Iterable[Document]) -> Iterator[str]:
    """The elements in the order that the schema fixes. A list without members is left out: it would be invalid."""
    yield f'{_HEAD}<Project xmlns="{PROJECT}" name="{escaped(project.name)}" origin="{ORIGIN}">'
    yield from _listed("Users", (f'<User guid="{c.id}" name="{escaped(c.name)}"/>' for c in project.coders))
    if project.codes:
        yield from ("<CodeBook>", *_codes(project.codes, {}), "</CodeBook>")
    variables = _variables(project.cases)
    kinds = {name: kind for name, (_, kind) in variables.items()}
    ids = {name: its_id for name, (its_id, _) in variables.items()}
    yield from _listed(
        "Variables",
        (f'<Variable guid="{i}" name="{escaped(n)}" typeOfVariable="{k}"/>' for n, (i, k) in variables.items()),
    )
    yield from _listed("Cases", (_case(case, ids, kinds) for case in project.cases))
    values = {document: _values(case.attributes, ids, kinds) for case in project.cases for document in case.documents}
    yield from _listed("Sources", (_source(document, values) for document in documents))
    yield from _listed("Notes", map(_memo, project.memos))
    yield from _listed("Sets", (*_sets(project.cases), *double_sets(project)))
    yield "</Project>\n"


def _listed(name: str, members: Iterable[str]) -> Iterator[str]:
    opened = False
    for member in members:
        if not opened:
            yield f"<{name}>"
            opened = True
        yield member
    if opened:
        yield f"</{name}>"


def _codes(codes: Sequence[Code], below: dict[str, list[Code]]) -> Iterator[str]:
    known = {code.id for code in codes}
    for code in codes:
        below.setdefault(code.parent if code.parent in known else "", []).append(code)
    yield from _listed("Codes", (_code(code, below) for code in below.get("", [])))


def _code(code: Code, below: Mapping[str, list[Code]]) -> str:
    colour = f' color="{code.colour}"' if code.colour else ""
    start = f'<Code guid="{code.id}" name="{escaped(code.name)}" isCodable="{_yes(code.codable)}"{colour}>'
    inside = "".join(_code(child, below) for child in below.get(code.id, []))
    return f"{start}{_description(code.description)}{_memo_refs(code.memos)}{inside}</Code>"


def _case(case: CodedCase, ids: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    sources = "".join(f'<SourceRef targetGUID="{document}"/>' for document in case.documents)
    return f'<Case guid="{case.id}" name="{escaped(case.name)}">{_values(case.attributes, ids, kinds)}{sources}</Case>'


def _source(document: Document, values: Mapping[str, str]) -> str:
    parts = [
        f'<TextSource guid="{document.id}" name="{escaped(document.name)}" plainTextPath="{MEDIA}{document.id}.txt">',
        _description(document.memo),
        *(_segment(segment, document.text) for segment in document.segments),
        *map(_coding, document.codings),
        _memo_refs(document.memos),
        values.get(document.id, ""),
        "</TextSource>\n",
    ]
    return "".join(parts)


def _segment(segment: Segment, text: str) -> str:
    its_id, start, end, codings, memo, memos, by, at = segment
    if not 0 <= start < end <= len(text):
        raise ValueError("a segment does not lie in its text")
    inside = f"{_description(memo)}{''.join(map(_coding, codings))}{_memo_refs(memos)}"
    return (
        f'<PlainTextSelection guid="{its_id}" name="{escaped(text[start:end])}" startPosition="{start}"'
        f' endPosition="{end}"{_made(by, at)}>{inside}</PlainTextSelection>'
    )


def _coding(coding: Coding) -> str:
    its_id, code, by, at = coding
    return f'<Coding guid="{its_id}"{_made(by, at)}><CodeRef targetGUID="{code}"/></Coding>'


def _memo(memo: Memo) -> str:
    return (
        f'<Note guid="{memo.id}" name="{escaped(memo.name)}"{_made(memo.by, memo.at)}>'
        f"<PlainTextContent>{escaped(memo.text)}</PlainTextContent></Note>"
    )


def _made(by: str, at: str) -> str:
    who = f' creatingUser="{by}"' if by else ""
    return f'{who} creationDateTime="{at}"' if at else who


def _memo_refs(memos: Iterable[str]) -> str:
    return "".join(f'<NoteRef targetGUID="{memo}"/>' for memo in memos)


def _description(text: str) -> str:
    return f"<Description>{escaped(text)}</Description>" if text else ""


def _variables(cases: Iterable[CodedCase]) -> dict[str, tuple[str, str]]:
    """Each attribute's id and type: that of its values where they are of one, else text."""
    kinds: dict[str, set[str]] = {}
    for case in cases:
        for name, value in case.attributes.items():
            kinds.setdefault(name, set()).add(_kind(value))
    return {
        name: (str(uuid5(NAMESPACE_OID, f"variable {name}")), found.pop() if len(found) == 1 else "Text")
        for name, found in kinds.items()
    }


def _kind(value: Value) -> str:
    for kind, its_type in (
        ("Boolean", bool),
        ("Integer", int),
        ("Float", Decimal),
        ("DateTime", datetime),
        ("Date", date),
    ):
        if isinstance(value, its_type):
            return kind
    return "Text"


def _values(attributes: Mapping[str, Value], ids: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    return "".join(
        f'<VariableValue><VariableRef targetGUID="{ids[name]}"/>'
        f"<{kinds[name]}Value>{escaped(_written(value))}</{kinds[name]}Value></VariableValue>"
        for name, value in attributes.items()
    )


def _sets(cases: Iterable[CodedCase]) -> Iterator[str]:
    """A set for each value, named as ATLAS.ti names it: attributes reach programs that read no variables."""
    members: dict[str, list[str]] = {}
    for case in cases:
        for name, value in case.attributes.items():
            members.setdefault(f"{name}: {_written(value)}", []).extend(case.documents)
    for name, documents in members.items():
        inside = "".join(f'<MemberSource targetGUID="{document}"/>' for document in documents)
        yield f'<Set guid="{uuid5(NAMESPACE_OID, f"set {name}")}" name="{escaped(name)}">{inside}</Set>'


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return _yes(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _yes(value: bool) -> str:  # noqa: FBT001  (XML's own spelling of a truth)
    return "true" if value else "false"
