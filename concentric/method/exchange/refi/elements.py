"""The parts of a project file as records: codes, codings, segments, values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from lxml import etree

from concentric.method.exchange.refi.markup import PROJECT, guid
from concentric.method.records.coded import Code, Coding, Segment, Value

_P = f"{{{PROJECT}}}"


def read_codes(element: etree._Element, above: UUID | None, space: str) -> Iterator[Code]:
    for each in element.iterfind(f"{space}Code"):
        its_id = guid(each.get("guid"))
        if its_id is None:
            continue
        description = each.find(f"{space}Description")
        yield Code(
            its_id,
            each.get("name", ""),
            above,
            (description.text or "") if description is not None else "",
            each.get("color", ""),
            each.get("isCodable", "true") in {"true", "1"},
            tuple(memo_refs(each, space)),
        )
        yield from read_codes(each, its_id, space)


def offsets(element: etree._Element) -> tuple[int | None, int | None]:
    try:
        return int(element.get("startPosition", "")), int(element.get("endPosition", ""))
    except ValueError:
        return None, None


def read_segment(element: etree._Element, place: Callable[[int], int], length: int) -> Segment | None:
    its_id = guid(element.get("guid"))
    start, end = offsets(element)
    if its_id is None or start is None or end is None:
        return None
    start, end = place(start), place(end)
    if not 0 <= start < end <= length:
        return None
    memo = child_text(element, "Description")
    return Segment(its_id, start, end, tuple(read_codings(element)), memo, tuple(memo_refs(element)), *made(element))


def read_codings(element: etree._Element) -> Iterator[Coding]:
    for each in element.iterfind(f"{_P}Coding"):
        ref = each.find(f"{_P}CodeRef")
        its_id, code = guid(each.get("guid")), guid(ref.get("targetGUID")) if ref is not None else None
        if its_id is not None and code is not None:
            yield Coding(its_id, code, *made(each))


def memo_refs(element: etree._Element, space: str = _P) -> Iterator[UUID]:
    for each in element.iterfind(f"{space}NoteRef"):
        if (target := guid(each.get("targetGUID"))) is not None:
            yield target


def made(element: etree._Element) -> tuple[UUID | None, datetime | None]:
    return guid(element.get("creatingUser")), _moment(element.get("creationDateTime"))


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None
    except ValueError:
        return None


def child_text(element: etree._Element, name: str) -> str:
    child = element.find(_P + name)
    return (child.text or "") if child is not None else ""


def read_value(element: etree._Element) -> Value | None:
    for child in element:
        kind, text = etree.QName(child).localname, (child.text or "").strip()
        try:
            match kind:
                case "TextValue":
                    return child.text or None
                case "BooleanValue":
                    return {"true": True, "1": True, "false": False, "0": False}.get(text)
                case "IntegerValue":
                    return int(text)
                case "FloatValue":
                    return Decimal(text)
                case "DateValue":
                    return date.fromisoformat(text[:10])
                case "DateTimeValue":
                    return _moment(text)
        except (ValueError, InvalidOperation):
            return text or None
    return None
