"""Who somebody is to the young person, in words that tell nobody's name: what people are called once names are gone."""

from __future__ import annotations

import re

from concentric.casework.cases.models import CasePerson
from concentric.foundation.accounts.models import AgencyKind
from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.vocabulary import is_name, is_ordinary
from concentric.method.instrument.grid import ContextKey

YOUNG_PERSON = "young person"
PROFESSIONAL = "professional"
OTHER = "other person"

# Whole words of a relation, the first that fits: what is more exact stands first.
_FAMILY = {
    "stepmother": "stepmother stepmum",
    "stepfather": "stepfather stepdad",
    "step-sibling": "stepbrother stepsister stepsibling",
    "half-sibling": "halfbrother halfsister halfsibling",
    "foster carer": "foster fostercarer fosterer",
    "grandmother": "grandmother grandma gran granny nan nana nanny",
    "grandfather": "grandfather grandad granddad grandpa",
    "aunt": "aunt auntie aunty",
    "uncle": "uncle",
    "cousin": "cousin",
    "carer": "carer guardian",
    "mother": "mother mum mam mummy",
    "father": "father dad daddy",
    "brother": "brother",
    "sister": "sister",
    "sibling": "sibling twin",
    "partner": "partner boyfriend girlfriend",
}
_KINDS = {
    CasePerson.Kind.FAMILY: "family member",
    CasePerson.Kind.PEER: "peer",
    CasePerson.Kind.HARMED: "child harmed",
    CasePerson.Kind.PROFESSIONAL: PROFESSIONAL,
    CasePerson.Kind.OTHER: OTHER,
}
_NOBODY = frozenset(
    """
    unknown unnamed not known name withheld anonymous older younger other another boy girl child children young person
    friend neighbour mum mother dad father stepmum stepdad brother sister sibling gran nan grandad aunt uncle cousin
    carer foster peer pupil the a an his her their of
    """.split()
)
CONTEXT_WORDS = {
    ContextKey.FAMILY.value: "Home",
    ContextKey.PEERS.value: "Peer group",
    ContextKey.SCHOOL.value: "School",
    ContextKey.NEIGHBOURHOOD.value: "Place",
}
AGENCY_WORDS = {
    AgencyKind.SOCIAL_CARE.value: "Social care service",
    AgencyKind.POLICE.value: "Police service",
    AgencyKind.YOUTH_JUSTICE.value: "Youth justice service",
    AgencyKind.HEALTH.value: "Health service",
    AgencyKind.CAMHS.value: "Mental health service",
    AgencyKind.EDUCATION.value: "Education service",
    AgencyKind.HOUSING.value: "Housing service",
    AgencyKind.COMMUNITY_SAFETY.value: "Community safety service",
    AgencyKind.VOLUNTARY.value: "Voluntary service",
    AgencyKind.OTHER.value: "Other service",
}
# What the name of any agency or partnership may hold without telling which one it is.
_ANY_AGENCY = frozenset(
    """
    childrens children child adult adults service services police constabulary youth justice offending community health
    camhs housing homes social care safety voluntary sector team council borough county city district nhs trust
    foundation mental family families education school schools early help support safeguarding partnership board local
    authority multi agency the and of for hub group metropolitan royal young people
    """.split()
)


def role_of(kind: str, relation: str) -> str:
    """A family member by relation where it is one of ours, anybody else by kind: "mother", "peer", "child harmed"."""
    if kind == CasePerson.Kind.FAMILY:
        words = {folded(word) for word in re.split(r"[\s/,;]+", relation)}
        joined = folded(relation)
        for role, names in _FAMILY.items():
            if any(name in words or (len(name) > 8 and name in joined) for name in names.split()):
                return role
    return _KINDS[CasePerson.Kind(kind)]


def names_nobody(written: str) -> bool:
    """Whether what stands where a name should only says who it is: "Mum", "not known", "Girl at the youth club"."""
    words = written.split()
    if all(folded(word) in _NOBODY for word in words):
        return True
    is_sentence = len(words) > 1 and all(word.islower() for word in words[1:]) and not is_name(folded(words[0]))
    return is_sentence and all(is_ordinary(folded(word)) or len(word) == 1 for word in words)


def telling_words(name: str) -> str:
    """What of an agency's or partnership's name says which one it is: "Harrow Vale" of "Harrow Vale Police"."""
    return " ".join(word for word in name.split() if folded(word) not in _ANY_AGENCY)
