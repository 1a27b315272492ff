"""The head of the form: reference, signature, group or sole, date of the meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from concentric.method.exchange.framework_docx.found import HeadField, Label
from concentric.method.instrument.vocabulary import Cohort

# A label ends in a colon, a wide gap or the end of the line, so that a sentence that starts alike is left alone.
_ENDS: Final = r"\s*(?:(?P<colon>:)|(?=\t|\s{2,}|\n|$))"
_LABELS: Final = re.compile(
    r"(?<!\S)(?:"
    r"(?P<reference>(?:case\s+|framework\s+)?ref(?:erence)?\.?(?:\s*(?:no\.?|number|num|code))?)"
    r"|(?P<signature>(?:practitioner|professional|worker)(?:[’']?s)?\s+(?:signature|name)|signature|signed(?:\s+by)?)"
    r"|(?P<group_or_sole>(?:group\s*(?:or|/)\s*(?:sole)?|sole\s*(?:or|/)\s*(?:group)?|group|sole|or\s+sole)"
    r"\s*(?:offence|offense|harm|hsb|behaviou?r|incident)|group\s*(?:or|/)\s*sole)"
    r"|(?P<meeting_date>held(?=\s*:)|date\s+of\s+(?:the\s+)?(?:map\s+|strategy\s+|hsb\s+)?meeting|meeting\s+date|date)"
    r")" + _ENDS,
    re.IGNORECASE,
)
_NAMES: Final = ("reference", "signature", "group_or_sole", "meeting_date")
_WHICH: Final = re.compile(r"group|sole|both", re.IGNORECASE)
# The template's own title lines.
_TITLE: Final = re.compile(
    r"points\s+for\s+discussion(?:\s*/\s*recording)?(?:\s+at\s+(?:the\s+)?(?:hsb|map|strategy|\s)*meeting)?"
    r"|(?:appendix\s+a\s*:?\s*)?contextual\s+hsb\s+framework",
    re.IGNORECASE,
)
_TICKED: Final = re.compile(r"[☒☑✓✔✗x]\s*(?P<after>\w+)", re.IGNORECASE)
_FILLED: Final = re.compile(r"[^\W_]")
_DATE: Final = re.compile(r"\d{1,2}\s+[A-Za-z]{3,9},?\s+\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_FORMATS: Final = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d")
_SUMMARY: Final = re.compile(
    r"\s*(?:please\s+)?(?:(?:summar\w+|overview)\s+(?:of\s+)?(?:the\s+)?context\w*(?:\s+(?:discussions?|factors|issues))?"
    r"|context\w*\s+(?:discussion\s+)?summary)\s*(?:[:.\n]|$)",
    re.IGNORECASE,
)


def read_head(text: str, where: str) -> list[HeadField | Label | str] | None:
    """The fields in a line of the head, its labels, and other words as plain strings; None when it holds no field."""
    if len(text) > 1_000:
        return None
    found = [label for label in _LABELS.finditer(text) if _is_label(text, label)]
    if not found:
        return None
    read: list[HeadField | Label | str] = list(_other(text[: found[0].start()], where))
    for label, following in zip(found, [*found[1:], None], strict=True):
        value = text[label.end() : following.start() if following else len(text)]
        name = next(name for name in _NAMES if label[name])
        read.extend(_value(name, label[0].strip(), value, where))
    return read


def _is_label(text: str, label: re.Match[str]) -> bool:
    """After a single space only a full label with its colon will do: "Review date: ..." is another date."""
    before = text[: label.start()]
    apart = not before.strip(" ") or before.endswith(("  ", "\t", "\n"))
    return apart or (label["colon"] is not None and label["meeting_date"] not in {"date", "Date"})


def _value(name: str, label: str, value: str, where: str) -> Iterator[HeadField | Label | str]:
    title = _TITLE.search(value)
    if title:
        yield Label(title[0], where)
        yield from _other(value[title.end() :], where)
        value = value[: title.start()]
    left = _WHICH.findall(label)
    if name == "group_or_sole" and len(left) == 1 and not value.strip():
        # One of the two was crossed out in the label itself: what is left is the answer.
        label, value = label.replace(left[0], ""), left[0]
    if not _FILLED.search(value):
        yield Label(f"{label} {value}".strip(), where)  # empty, or a line to sign on
        return
    yield Label(label, where)
    yield HeadField(name, " ".join(value.split()), where)


def _other(text: str, where: str) -> Iterator[Label | str]:
    title = _TITLE.search(text)
    if title:
        yield from _other(text[: title.start()], where)
        yield Label(title[0], where)
        text = text[title.end() :]
    if text.strip():
        yield text.strip()


def cohort_of(text: str) -> Cohort | None:
    """Sole, group or both, from a value or from what was left of "group or sole" when the other was crossed out."""
    ticked = {found["after"].casefold() for found in _TICKED.finditer(text)} & {"group", "sole", "both"}
    words = ticked or {word.casefold() for word in _WHICH.findall(text)}
    if "both" in words or (len(words) == 2 and re.search(r"\band\b|[&+]", text)):
        return Cohort.BOTH
    return {"sole": Cohort.SOLE, "group": Cohort.GROUP}.get(words.pop()) if len(words) == 1 else None


def date_of(text: str) -> date | None:
    """A date as people in Britain write it; None when it cannot be told."""
    found = _DATE.search(_ORDINAL.sub("", text))
    plain = " ".join(found[0].replace(",", " ").split()) if found else ""
    for layout in _FORMATS:
        try:
            return datetime.strptime(plain, layout).date()
        except ValueError:
            continue
    return None


def without_titles(text: str, where: str) -> list[Label | str]:
    """The words outside the table, the template's own titles told apart."""
    return list(_other(text, where))


def summary_label(text: str) -> tuple[str, str] | None:
    """The heading of the contextual summary and what follows it on the same line; None for any other text."""
    found = _SUMMARY.match(text)
    if not found:
        return None
    return text[: found.end()].strip(), text[found.end() :].strip()
