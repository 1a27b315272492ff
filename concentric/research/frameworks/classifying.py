"""A researcher's word on the attributes of a framework: the proposal confirmed or changed, and what stands so far."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.records.framework import Framework as Document
from concentric.research.frameworks.attributes import Kind, Proposal, in_trail, judged_by_researchers, proposals
from concentric.research.frameworks.models import SHORT, Classification, Framework
from concentric.research.frameworks.permissions import check_can_classify
from concentric.research.frameworks.reading import document_of
from concentric.research.frameworks.researcher import Researcher

_BATCH = 200
CAME_MEANWHILE = "A correction of this framework came in meanwhile. Read it again before you classify it."


@dataclass(frozen=True, slots=True)
class Word:
    """What a researcher says of one attribute; an empty value says that it is not known."""

    value: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One attribute of one framework. `word` is the researcher's latest; `is_settled` while nothing questions it."""

    kind: Kind
    proposal: Proposal
    value: str
    word: Classification | None
    is_settled: bool

    @property
    def is_questioned(self) -> bool:
        """Whether a correction proposes something that the researcher's word did not know of."""
        return self.word is not None and not self.is_settled


def standings(frameworks: Iterable[Framework], kinds: Iterable[Kind]) -> dict[uuid.UUID, list[Standing]]:
    """What stands of these attributes in each framework. The frameworks come with documents and sites."""
    asked, held = list(kinds), list(frameworks)
    words = _latest(held, [kind.key for kind in asked])
    return {one.pk: [_standing(one, kind, words, proposed(one)) for kind in asked] for one in held}


def proposed(framework: Framework) -> dict[str, Proposal]:
    """By its document; of an import that has none, what came with it."""
    document = document_of(framework)
    if document is None:
        return {key: Proposal(value) for key, value in framework.values.items()}
    told = proposals(document, framework.site.letter)
    if framework.origin == Framework.Origin.WORD:  # a form says neither: the document has to hold something
        del told["meeting"], told["case_status"]
    return told


def needs_reason(standing: Standing, value: str) -> bool:
    """Whether saying `value` goes against what is proposed or what was said before."""
    return bool({standing.proposal.value, standing.value} - {"", value})


def classify(*, researcher: Researcher, framework: Framework, words: Mapping[str, Word], version: int) -> int:
    """Keep a word on each attribute in `words`, of the version that was read. Returns how many are new.

    What is settled already and said again is no new word. Raises Refusal, and keeps nothing then.
    """
    with recorded(researcher, "framework.classified", framework) as note:
        check_can_classify(researcher, framework)
        said = _keep(researcher, {framework.pk: words}, {framework.pk: version})
        framework.refresh_from_db(fields=["values", "settled"])
        note.details["attributes"] = sorted(in_trail(one.attribute) for one in said)
        return len(said)


def classify_each(
    *, researcher: Researcher, words: Mapping[uuid.UUID, Mapping[str, Word]], versions: Mapping[uuid.UUID, int]
) -> int:
    """The same for several frameworks at once, all or none. Without a version, of the one that is held."""
    with recorded(researcher, "frameworks.classified", researcher.study) as note:
        check_can_classify(researcher)
        said = _keep(researcher, words, versions)
        note.details |= {
            "attributes": sorted({in_trail(one.attribute) for one in said}),
            "frameworks": sorted({str(one.framework_id) for one in said}),
        }
        return len(said)


def _keep(
    researcher: Researcher, words: Mapping[uuid.UUID, Mapping[str, Word]], versions: Mapping[uuid.UUID, int]
) -> list[Classification]:
    keys = {key for of_one in words.values() for key in of_one}
    kinds = [kind for kind in judged_by_researchers(researcher.study) if kind.key in keys]
    if len(kinds) < len(keys):
        raise Refusal("The study no longer has one of these attributes. Look again.")
    ids, said = sorted(words), list[Classification]()
    for first in range(0, len(ids), _BATCH):
        asked = researcher.study.frameworks.filter(pk__in=ids[first : first + _BATCH]).order_by("pk")
        locked = list(asked.select_for_update(of=("self",)).select_related("site"))
        standing = standings(locked, kinds)
        for one in locked:
            check_can_classify(researcher, one)
            if versions.get(one.pk, one.version) != one.version:
                raise Refusal(CAME_MEANWHILE)
            said += _said(researcher, one, standing[one.pk], words[one.pk])
            one.document = None  # not written, and large
        Framework.objects.bulk_update(locked, ["values", "settled"])
    Classification.objects.bulk_create(said, batch_size=_BATCH)
    return said


def _said(
    researcher: Researcher, framework: Framework, standing: Iterable[Standing], words: Mapping[str, Word]
) -> list[Classification]:
    """The new words on one framework, counted in its values."""
    about = {one.kind.key: one for one in standing}
    said = [_word(researcher, framework, about[key], word) for key, word in words.items() if _is_new(about[key], word)]
    for one in said:
        _put(framework, one)
        framework.settled[one.attribute] = True
    return said


def keep_words(framework: Framework, document: Document) -> None:
    """After a correction: researchers' words stand over what it proposes; one that it goes against is questioned."""
    now = proposals(document, framework.site.letter)
    for (_, key), word in _latest([framework], None).items():
        _put(framework, word)
        if now.get(key, Proposal("")).value in (word.value, word.proposed):
            framework.settled[key] = True


def _latest(frameworks: Iterable[Framework], keys: list[str] | None) -> dict[tuple[uuid.UUID, str], Classification]:
    found = Classification.objects.filter(framework__in=[one.pk for one in frameworks]).select_related("by__user")
    if keys is not None:
        found = found.filter(attribute__in=keys)
    return {(word.framework_id, word.attribute): word for word in found.order_by("at", "id")}


def _standing(
    framework: Framework,
    kind: Kind,
    words: Mapping[tuple[uuid.UUID, str], Classification],
    found: Mapping[str, Proposal],
) -> Standing:
    return Standing(
        kind=kind,
        proposal=found.get(kind.key, Proposal("")),
        value=framework.values.get(kind.key, ""),
        word=words.get((framework.pk, kind.key)),
        is_settled=kind.key in framework.settled,
    )


def _is_new(standing: Standing, word: Word) -> bool:
    return not standing.is_settled or word.value != standing.value


def _word(researcher: Researcher, framework: Framework, standing: Standing, word: Word) -> Classification:
    kind = standing.kind
    if kind.choices and word.value not in ("", *dict(kind.choices)):
        raise Refusal(f"{kind.label}: choose one of the values, or not known.")
    if len(word.value) > SHORT:
        raise Refusal(f"{kind.label}: a value is {SHORT} characters at most.")
    if needs_reason(standing, word.value) and not word.reason:
        raise Refusal(f"{kind.label}: say why it is not as proposed, or as it stood.")
    return Classification(
        framework=framework,
        attribute=kind.key,
        value=word.value,
        proposed=standing.proposal.value,
        reason=word.reason,
        version=framework.version,
        by=researcher.place,
    )


def _put(framework: Framework, word: Classification) -> None:
    """Count the word's value."""
    if word.value:
        framework.values[word.attribute] = word.value
    else:
        framework.values.pop(word.attribute, None)
