"""What a project's people, codes, attributes and cases are in a study: those it has, and those to be made.

Nothing is saved here. Names decide, as people see them: a code is the study's if the path to it reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.text import slugify

from concentric.method.records.coded import Code as TravellingCode
from concentric.method.records.coded import CodedCase, CodedProject, Value
from concentric.method.records.study_code import is_code
from concentric.research.coding.models import Code, Coder, DoubleFramework
from concentric.research.exchange.double_in import Sampled, samples_in
from concentric.research.exchange.project import INCLUDED, NAMELESS, called, named, names_of
from concentric.research.exchange.words import undescribed
from concentric.research.frameworks import attributes
from concentric.research.frameworks.models import SHORT, TEXT, Attribute, Framework, Site, Study
from concentric.research.frameworks.own_attributes import MOST
from concentric.research.frameworks.researcher import Researcher
from concentric.research.frameworks.sites import letter_of

_LETTER = re.compile(r"(?:site\s+)?([A-Z]{1,2})", re.IGNORECASE)
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._-]{0,19}")  # as a Word file's (frameworks.word_files)


@dataclass(eq=False)
class Incoming:
    """A case on its way in. `known`: the framework of that code which the study holds already."""

    case: CodedCase
    code: str
    site: Site
    values: dict[str, str]
    known: Framework | None = None
    refused: str = ""
    included: bool = True


@dataclass
class Mapping:
    """By the project's ids; "" among the coders is whoever the project does not name. `own`: who brings it in.
    `samples`: of documents that two coded. `unheld`: values that the study has no place for.
    """

    study: Study
    own: Coder | None = None
    coders: dict[str, Coder] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    cases: dict[str, Incoming] = field(default_factory=dict)
    new_coders: list[Coder] = field(default_factory=list)
    nameless: Coder | None = None  # to be made when the first coding or memo by nobody is met
    new_codes: list[Code] = field(default_factory=list)
    new_attributes: list[Attribute] = field(default_factory=list)
    new_sites: list[Site] = field(default_factory=list)
    site_names: dict[str, str] = field(default_factory=dict)
    samples: dict[str, Sampled] = field(default_factory=dict)
    unheld: list[str] = field(default_factory=list)


def mapped(researcher: Researcher, project: CodedProject) -> Mapping:
    """What the project is in this study. For an import, in the transaction that holds the study's row."""
    found = Mapping(researcher.study)
    _map_coders(found, researcher, project)
    map_codes(found, project.codes, {case.id for case in project.cases})
    _map_cases(found, project.cases)
    new = {document for one in found.cases.values() if one.known is None for document in one.case.documents}
    found.samples = samples_in(researcher, found.coders, project.doubles, new)
    _tell_of_samples(found, project)
    return found


def _map_coders(found: Mapping, researcher: Researcher, project: CodedProject) -> None:
    coders = list(found.study.coders.all())
    number = max((one.number for one in coders), default=0)
    found.own = next((one for one in coders if one.place_id == researcher.id), None)
    if found.own is None:  # not before they import
        number += 1
        found.own = Coder(study=found.study, number=number, name=researcher.name, place=researcher.place)
        coders.append(found.own)
    names = names_of(coders)
    known = {names[one.pk].casefold(): one for one in coders}
    for its_id, name in [*((one.id, one.name) for one in project.coders), ("", NAMELESS)]:
        shown = called(name)
        coder = known.get(shown.casefold())
        if coder is None:
            number += 1
            coder = known[shown.casefold()] = Coder(study=found.study, number=number, name=shown)
            if its_id:
                found.new_coders.append(coder)
            else:
                found.nameless = coder
        found.coders[its_id] = coder


def _tell_of_samples(found: Mapping, project: CodedProject) -> None:
    """Frameworks held before of which a file's sample says who counts, and nothing here does."""
    of_two = {document for one in project.doubles for document in one.documents}
    spoken_of = [one.known.pk for one in found.cases.values() if one.known and of_two & set(one.case.documents)]
    apart = len(spoken_of) - DoubleFramework.objects.filter(framework__in=spoken_of).count()
    if apart:
        found.unheld.append(f"Frameworks held before that the file has in a double-coded sample: {apart}. All count.")


def map_codes(found: Mapping, codes: Iterable[TravellingCode], cases: Iterable[str] = ()) -> None:
    """Each code is after the one above it. NVivo writes cases among the codes, under the same id: these are none."""
    study, left_out = found.study, set(cases)
    every = list(study.codes.all())
    number = max((one.number for one in every), default=0)
    known = {(one.parent_id, _same(one.name)): one for one in reversed(every) if not one.is_removed}
    for one in codes:
        if one.id in left_out:
            continue
        above = found.codes.get(one.parent) if one.parent else None
        name = (" ".join(one.name.split()) or "Without a name")[:SHORT]
        key = (above.pk if above else None, _same(name))
        code = known.get(key)
        if code is None:
            number += 1
            code = known[key] = _code(study, number, above, name, one)
            found.new_codes.append(code)
        found.codes[one.id] = code


def _same(name: str) -> str:
    return name.casefold().replace("'", "’")


def _code(study: Study, number: int, above: Code | None, name: str, one: TravellingCode) -> Code:
    description, includes, excludes = (part[:TEXT] for part in undescribed(one.description))
    colour = one.colour.lower()
    if re.fullmatch("#[0-9a-f]{3}", colour):
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    return Code(
        study=study,
        number=number,
        position=number,
        parent=above,
        name=name,
        description=description,
        includes=includes,
        excludes=excludes,
        colour=colour if re.fullmatch("#[0-9a-f]{6}", colour) else "",
    )


def _map_cases(found: Mapping, cases: Iterable[CodedCase]) -> None:
    every = list(cases)
    kinds = list(attributes.of_study(found.study))
    by_name = {name.casefold(): kind for kind in kinds for name in (kind.key, named(kind))}
    _new_attributes(found, every, by_name)
    sites = _Sites(found)
    sites.take(_site_of(case, by_name) for case in every)
    held = {one.code.casefold(): one for one in found.study.frameworks.defer("document").select_related("site")}
    codes, otherwise, in_or_out = _Codes(held), 0, 0
    for case in every:
        code = codes.code_of(case.name)
        known = held.get(code.casefold())
        site = known.site if known else sites.of(_site_of(case, by_name))
        values = dict(_values(found, case, by_name)) | {"site": site.letter}
        gone = known is not None and known.status != Framework.Status.HELD
        refused = f"{code}: it was withdrawn or destroyed, and does not come back." if gone else ""
        otherwise += known is not None and any(known.values.get(key) != value for key, value in values.items())
        included = next((_is_yes(value) for name, value in case.attributes.items() if _is_included(name)), None)
        in_or_out += known is not None and included not in (None, known.included)
        found.cases[case.id] = Incoming(case, code, site, values, known, refused, included is not False)
    if in_or_out:
        found.unheld.append(f"Frameworks in the study here and left out there, or the reverse: {in_or_out}. They stay.")
    if otherwise:
        found.unheld.append(f"Frameworks held before with other attributes, which stay as they are: {otherwise}.")


def _new_attributes(found: Mapping, cases: list[CodedCase], by_name: dict[str, attributes.Kind]) -> None:
    taken = {kind.key for kind in by_name.values()}
    room = MOST - found.study.own_attributes.count()
    for name in dict.fromkeys(name for case in cases for name in case.attributes):
        label = " ".join(name.split())[:SHORT]
        if not label or label.casefold() in by_name or _is_included(label):
            continue
        if len(found.new_attributes) >= room:
            found.unheld.append(f"Attribute “{label}”: a study has {MOST} of its own at most.")
            continue
        start, number = slugify(label).replace("-", "_")[:50] or "attribute", 1
        while (key := start if number == 1 else f"{start}_{number}") in taken:
            number += 1
        taken.add(key)
        found.new_attributes.append(Attribute(study=found.study, key=key, label=label))
        by_name[label.casefold()] = attributes.Kind(key, label)


def _site_of(case: CodedCase, by_name: dict[str, attributes.Kind]) -> str:
    said = (_told(value) for name, value in case.attributes.items() if _key(name, by_name) == "site")
    return next((one for one in said if one), "")


def _values(found: Mapping, case: CodedCase, by_name: dict[str, attributes.Kind]) -> Iterator[tuple[str, str]]:
    for name, value in case.attributes.items():
        kind = by_name.get(" ".join(name.split())[:SHORT].casefold())
        told = _told(value)
        if kind is None or kind.key == "site" or not told:
            continue
        keys = {each.casefold(): key for key, label in kind.values for each in (label, key)}
        if keys.get(told.casefold()) == attributes.NOT_KNOWN:
            continue
        if not keys:
            yield kind.key, told
        elif told.casefold() in keys:
            yield kind.key, keys[told.casefold()]
        elif (line := f"{kind.label}: “{told}” is none of its values.") not in found.unheld:
            found.unheld.append(line)


def _is_included(name: str) -> bool:
    return " ".join(name.split()).casefold() == INCLUDED.casefold()


def _is_yes(value: Value) -> bool:
    return _told(value).casefold() not in ("no", "false", "0")


def _key(name: str, by_name: dict[str, attributes.Kind]) -> str:
    kind = by_name.get(" ".join(name.split())[:SHORT].casefold())
    return kind.key if kind else ""


def _told(value: Value) -> str:
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return " ".join(text.split())[:SHORT]


class _Sites:
    """Sites are letters. One of any other name, be it of two letters (NW), is given the next free one."""

    def __init__(self, found: Mapping) -> None:
        self.found = found
        self.by_letter = {one.letter: one for one in found.study.sites.all()}
        self.by_name: dict[str, Site] = {}

    def take(self, names: Iterable[str]) -> None:
        wanted = dict.fromkeys(names)
        for name in wanted:
            match = _LETTER.fullmatch(name)
            letter = match[1].upper() if match else ""
            if letter in self.by_letter or len(letter) == 1:
                self.by_name[name] = self.by_letter.get(letter) or self._new(letter)
        for name in wanted:
            if name not in self.by_name:
                number = 0
                while letter_of(number) in self.by_letter:
                    number += 1
                self.by_name[name] = self._new(letter_of(number))
                self.found.site_names[name or "No site named"] = letter_of(number)

    def of(self, name: str) -> Site:
        return self.by_name[name]

    def _new(self, letter: str) -> Site:
        site = self.by_letter[letter] = Site(study=self.found.study, letter=letter)
        self.found.new_sites.append(site)
        return site


class _Codes:
    """A code for each case: its name where that can be one and names nobody, otherwise the next P number."""

    def __init__(self, held: Iterable[str]) -> None:
        self.held = set(held)
        self.given: set[str] = set()
        self.last = 0

    def code_of(self, name: str) -> str:
        code = " ".join(name.split())
        if not (code.casefold() in self.held or _CODE.fullmatch(code) or is_code(code)):
            code = ""
        while not code or code.casefold() in self.given:
            self.last += 1
            code = f"P{self.last:03}"
            if code.casefold() in self.held:
                code = ""
        self.given.add(code.casefold())
        return code
