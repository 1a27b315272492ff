"""The parts of a project file as records: codes, codings, segments, values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from concentric.method.exchange.refi.markup import PROJECT, guid, known_guid
from concentric.method.records.coded import Code, Coding, Segment, Value

_P = f"{{{PROJECT}}}"
_CODE_REF = f"{_P}CodeRef"


def read_codes(element: etree._Element, above: str, space: str) -> Iterator[Code]:
    for each in element.iterfind(f"{space}Code"):
        its_id = guid(each.get("guid"))
        if not its_id:
            continue
        description = each.find(f"{space}Description")
        yield Code(
            its_id,
            each.get("name", ""),
            above,
            (description.text or "") if description is not None else "",
            each.get("color", ""),
            each.get("isCodable", "true") in {"true", "1"},
            memo_refs(each, space),
        )
        yield from read_codes(each, its_id, space)


def offsets(element: etree._Element) -> tuple[int | None, int | None]:
    try:
        return int(element.get("startPosition", "")), int(element.get("endPosition", ""))
    except ValueError:
        return None, None


def read_segment(
    element: etree._Element, codings: Sequence[Coding], place: Callable[[int], int], length: int
) -> Segment | None:
    its_id = guid(element.get("guid"))
    start, end = offsets(element)
    if not its_id or start is None or end is None:
        return None
    start, end = place(start), place(end)
    if not 0 <= start < end <= length:
        return None
    memo, memos = "", tuple[str, ...]()
    if len(element) > len(codings):  # most hold nothing else
        memo, memos = child_text(element, "Description"), memo_refs(element)
    return Segment(its_id, start, end, tuple(codings), memo, memos, *made(element))


def read_codings(source: etree._Element) -> Mapping[etree._Element, Sequence[Coding]]:
    """By what was coded, the source itself or a selection in it: those of the codings that say which code."""
    found: dict[etree._Element, list[Coding]] = defaultdict(list)
    for ref in source.iter(_CODE_REF):
        coding, code = ref.getparent(), known_guid(ref.get("targetGUID"))
        if coding is not None and coding.get("guid") and code and (coded := coding.getparent()) is not None:
            found[coded].append(Coding(guid(coding.get("guid")), code, *made(coding)))
    return found


def memo_refs(element: etree._Element, space: str = _P) -> tuple[str, ...]:
    targets = (guid(each.get("targetGUID")) for each in element.iterchildren(f"{space}NoteRef"))
    return tuple(target for target in targets if target)


def made(element: etree._Element) -> tuple[str, str]:
    """By whom, and when."""
    return known_guid(element.get("creatingUser")), element.get("creationDateTime", "")


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
                    return datetime.fromisoformat(text)
        except (ValueError, InvalidOperation):
            return text or None
    return None
