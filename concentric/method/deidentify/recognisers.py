"""The table of forms that identify by themselves: public numbers, addresses, vehicles, ways to reach somebody."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.spans import Tier
from concentric.method.deidentify.vocabulary import is_ordinary

# A hint: the recogniser is worth trying only in a text that holds some digit.
DIGIT = "0-9"


@dataclass(frozen=True, slots=True)
class Recogniser:
    """`form` finds; its group `it`, where it has one, is the span. `fits` looks closer at that.

    `hint` is a part that must occur in the text (DIGIT for any digit) for the form to be worth trying.
    """

    kind: str
    reason: str
    form: re.Pattern[str]
    hint: str
    fits: Callable[[str], bool]
    tier: Tier


def is_nhs_number(digits: str) -> bool:
    """Ten digits, the last of which is the check digit (modulus 11). Source: NHS Data Dictionary, “NHS number”."""
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit():
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9]) and check != 10


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written)


def _has_a_check_digit(written: str) -> bool:
    return is_nhs_number(_digits(written))


def _is_phone(written: str) -> bool:
    national = re.sub(r"^(?:0044|44)0?", "0", _digits(written))
    return len(national) in (10, 11) and national[0] == "0" and national[1] in "1235789"


def _is_vehicle(written: str) -> bool:
    """ "AB12 CDE" or "ab12cde", not "at20 the"."""
    return written.isupper() or " " not in written or not is_ordinary(written[-3:].lower())


def _has_a_name(written: str) -> bool:
    """A user name such as "kez2009", not "ks34"."""
    return len(re.sub(r"[\d.]", "", written)) > 3


def _has_five_digits(written: str) -> bool:
    return len(_digits(written)) > 4


def _is_lower_street(written: str) -> bool:
    """ "12 prospect terrace", not "10 minutes down the road"."""
    return not any(folded(word) in _NO_STREET for word in written.split()[1:-1])


_NO_STREET = frozenset(
    """
    the a an of down up along on off in at to minutes minute hour hours day days week weeks month months year years
    mile miles different other more times and main same per good long busy private local new his her their our my side
    """.split()
)
_NAME = r"[A-Z][\w'’]*"
_SURE_STREET = "Road|Rd|Street|Avenue|Lane|Close|Drive|Terrace|Crescent|Gardens|Grove|Mews"
_STREET = (
    f"(?:{_SURE_STREET}|St|Ave|Av|Ln|Cl|Dr|Tce|Ter|Cres|Gdns|Gr|Court|Ct|Place|Pl|Square|Sq|Way|Walk|Rise|Row|View|Parade"
    "|Hill|Heights|Green|Wharf|Quay|Villas|Buildings|Path|Yard|Wynd|Brae|Boulevard)"
)
_LOWER_STREET = (
    "(?:road|rd|street|avenue|ave|lane|close|drive|terrace|crescent|cres|gardens|gdns|grove|court|mews|square|place|way"
    "|walk)"
)
_SITE_OF_STREET = (
    r"(?:\s+(?:(?:skate|play|retail|industrial|car|bus|train|community|leisure)\s+)?"
    r"(?:park|playground|estate|shops|field|fields|flats|station|stop|centre|rec)\b)?"
    r"(?i:(?:\s+(?:primary|secondary|junior|infants?|nursery|high|community|special|grammar)){0,2}\s+(?:school|academy|college)\b)?"
)
_REFERENCE_OF = (
    "crime|incident|police|case|cad|log|refs?|reference|urn|lcs|crn|ehm|mosaic|liquidlogic|niche|athena|court|file|custody|job"
    "|claim|record|hospital|patient|passport|licence|account|pupil|student"
)
_DOMAIN_ENDS = "com|org|net|uk|io|me|tv|gg|co|info"
_LINK_END = r"[^\s<>()]*[^\s<>().,;:!?'\"’]"
_DOMAIN = (
    r"(?<![\w.-])[a-z\d][\w-]{0,62}(?:\.[\w-]{1,63}){0,5}"
    rf"\.(?:{_DOMAIN_ENDS})(?:/{_LINK_END})?(?![\w@])"
)


def _recogniser(
    kind: str,
    reason: str,
    form: str,
    hint: str = DIGIT,
    fits: Callable[[str], bool] = bool,
    *,
    tier: Tier = Tier.PATTERN,
    cased: bool = False,
) -> Recogniser:
    return Recogniser(kind, reason, re.compile(form, 0 if cased else re.IGNORECASE), hint, fits, tier)


_REACHED = (
    _recogniser(
        "email", "An e-mail address", r"(?<![\w.+'’-])[\w.+'’-]{1,64}(?:@|\s@\s)(?:[\w-]{1,63}\.){1,6}[a-z]{2,}\b", "@"
    ),
    _recogniser(
        "email",
        "An e-mail address, spelled out",
        r"\b[\w.-]+(?:\s+dot\s+[\w-]+){0,3}\s+at\s+[\w-]+(?:\s+dot\s+[\w-]+){0,2}\s+dot\s+(?:com|org|net|uk|io|me)\b",
        " dot ",
    ),
    _recogniser("handle", "A user name", r"(?<![\w.])@[\w.-]*\w", "@"),
    _recogniser("url", "A web address", rf"(?:https?://|www\.){_LINK_END}", "."),
    _recogniser(
        "url",
        "A web address",
        _DOMAIN,
        ".",
    ),
    _recogniser("handle", "A user name", r"(?<![\w.@])(?=\w*[a-z])[a-z\d]+(?:_+[a-z\d]+)+_*(?!\w)", "_"),
    _recogniser(
        "handle", "A user name", r"(?<![\w.@])[a-z]+(?:\.[a-z]+)?\.?(?!19\b)\d{2,4}(?:x+)?(?![\w-])", fits=_has_a_name
    ),
    _recogniser(
        "handle", "A user name", r"(?<![\w.@/])(?=[\w.]{8})[a-z]{2,}(?:\.[a-z]+){2,}(?![\w@])", ".", cased=True
    ),
    _recogniser(
        "phone",
        "A telephone number",
        r"(?<![\w/])(?:\+\s?44\s?(?:\(0\)\s?)?|0044\s?|\(?0)(?:[\s().-]{0,2}\d){9,10}(?!\d)",
        fits=_is_phone,
    ),
    _recogniser(
        "phone",
        "Called a telephone number",
        r"\b(?:tel|phone|mob|mobile|landline|telephone|number|ring|call|text)\b(?:\s+(?:is|on|number|no))*\.?\s*[:#]?\s*"
        r"(?P<it>\d(?:[\d -]){4,13}\d)",
    ),
)
_NUMBERED = (
    _recogniser(
        "nhs number",
        "An NHS number: its check digit is right",
        r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])",
        fits=_has_a_check_digit,
    ),
    _recogniser(
        "nhs number", "Called an NHS number", r"\bnhs(?:\s+(?:no|number|num|id))?\.?\s*[:#]?\s*(?P<it>\d[\d -]{6,12}\d)"
    ),
    _recogniser(
        "national insurance number",
        "A National Insurance number",
        r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b",
    ),
    _recogniser("pupil number", "A unique pupil number", r"\b[A-Z]\d{11}[\dA-Z]\b"),
    _recogniser("vehicle", "A vehicle registration", r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b", fits=_is_vehicle),
    _recogniser(
        "vehicle",
        "A vehicle registration",
        r"\b(?:car|van|vehicle|reg|registration|plate|bike|moped|motorbike|driv\w+|taxi)\b[^.\n]{0,40}?\b"
        r"(?P<it>(?-i:[A-Z]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{1,3}[A-Z]?|[A-Z]{1,2}\d{1,2}\s?[A-Z]{2,3}))\b",
    ),
    _recogniser(
        "reference",
        "A reference number",
        rf"\b(?:{_REFERENCE_OF})\b(?:\s+(?:ref|reference|number|num|no|id|is|was|log))*\.?\s*[:#]?\s*"
        r"(?P<it>(?:[A-Z]{1,5}[/ -]?){0,2}\d(?:[\dA-Z]|[/-](?=[\dA-Z])){3,})",
    ),
    _recogniser("reference", "A reference number", r"\b[A-Z]{2,6}\s?[/:-]?\s?\d{4,}(?:[/-]\w+)*\b", cased=True),
    _recogniser(
        "reference",
        "A reference number",
        r"(?<![\w/])(?=[\w/-]{0,40}\d{3})[A-Z\d]{1,8}(?:[/-][A-Z\d]{1,8}){1,4}(?![\w/])",
        fits=_has_five_digits,
        cased=True,
    ),
    _recogniser("reference", "A long number", r"(?<![\w.£$])\d{6,}(?![\w%])"),
)
_LIVED = (
    _recogniser("postcode", "A postcode", r"\b(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2})\b"),
    _recogniser(
        "postcode",
        "The first half of a postcode",
        r"\b(?P<it>[A-Z]{1,2}\d{1,2}[A-Z]?)\s+(?:area|postcode|estate)\b",
        tier=Tier.QUASI,
    ),
    _recogniser(
        "address",
        "An address",
        r"(?:\b(?:Flat|Apartment|Apt|Unit|Room)\s+\d+[A-Za-z]?,?\s+)?\b\d{1,4}\s?[A-Za-z]?,?\s+"
        rf"(?:{_NAME}\s+){{1,3}}{_STREET}\b",
        cased=True,
    ),
    _recogniser(
        "address",
        "An address",
        rf"\b\d{{1,4}}[a-z]?,?\s+(?:[a-z'’]{{3,}}\s+){{1,2}}{_LOWER_STREET}\b",
        fits=_is_lower_street,
    ),
    _recogniser(
        "street",
        "A street",
        r"\b(?!(?:The|A|This|That|His|Her|Their|Our|Any|Each|In|On|At|From|Main|High)\s)(?:(?:St|St\.|Saint)\s+)?"
        rf"(?:{_NAME}\s+){{1,2}}(?:{_SURE_STREET})\b{_SITE_OF_STREET}",
        "",
        cased=True,
    ),
    _recogniser("address", "A flat number", r"\b(?:flat|apartment|apt)\s+\d+[a-z]?\b"),
)
_KEPT = (
    _recogniser(
        "age",
        "An age",
        r"\b(?:aged?|age\s+of|turned|turning|turns)\s+(?P<it>\d{1,2}(?:\s?(?:years?|yrs?)(?:[ -](?:old|of age))?)?)\b"
        r"(?!\s?(?:%|/|minutes|hours|days|weeks))",
        tier=Tier.QUASI,
    ),
    _recogniser(
        "age", "An age", r"\b\d{1,2}[ -]?(?:years?|yrs?|yr)[ -]?(?:olds?|of age)\b|\b\d{1,2}\s?y/?o\b", tier=Tier.QUASI
    ),
    _recogniser(
        "school year",
        "A school year",
        r"\b(?:years?|yr)\s?(?:1[0-3]|[1-9])s?\b(?!\s*(?:ago|later|old|of age|and a|to |[-–/]))"
        r"|\bY(?:1[0-3]|[1-9])s?\b",
        tier=Tier.QUASI,
    ),
)
RECOGNISERS = (*_REACHED, *_NUMBERED, *_LIVED, *_KEPT)
