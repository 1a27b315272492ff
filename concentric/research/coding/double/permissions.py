"""Who draws a sample, opens it to be compared, and decides where its two coders differ."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from concentric.foundation.permissions.checks import Refusal
from concentric.research.coding.models import Coder, Coding, DoubleCoding
from concentric.research.frameworks.models import Entry, StudyMember
from concentric.research.frameworks.researcher import Researcher

LEAD, CODER = StudyMember.Role.LEAD, StudyMember.Role.CODER
_NAMED = 4


def can_code(coder: Coder) -> bool:
    """Whether they can still code: not a name that was imported, nor somebody who left, or reads only."""
    return bool(coder.place and coder.place.is_active and coder.place.role in (LEAD, CODER))


def check_can_draw(researcher: Researcher) -> None:
    if not researcher.has(LEAD):
        raise Refusal("Only a lead researcher of this study can draw a sample to be coded twice.")


def check_can_finish(researcher: Researcher, sample: DoubleCoding) -> None:
    _check_is_one_of_the_two(researcher, sample)
    _check_closed(sample)
    entries = Entry.objects.filter(framework=OuterRef("framework"))
    mine = Coding.objects.filter(framework=OuterRef("framework"), coder__place=researcher.id)
    not_begun = sample.frameworks.filter(Exists(entries), ~Exists(mine))
    codes = list(not_begun.order_by("framework__code").values_list("framework__code", flat=True)[:_NAMED])
    if codes:
        named = ", ".join(codes[:-1]) + " and others" if len(codes) == _NAMED else ", ".join(codes)
        raise Refusal(f"You have coded nothing yet in {named}. Two coders can be compared where both have coded.")


def check_can_go_on(researcher: Researcher, sample: DoubleCoding) -> None:
    """Until the sample opens, nobody has seen anything by their having finished."""
    _check_is_one_of_the_two(researcher, sample)
    _check_closed(sample)


def check_can_open(researcher: Researcher, sample: DoubleCoding) -> None:
    if not researcher.has(LEAD):
        raise Refusal("It opens when both coders have finished. Only a lead researcher can open it before.")
    _check_closed(sample)


def check_can_discard(researcher: Researcher, sample: DoubleCoding) -> None:
    if not researcher.has(LEAD):
        raise Refusal("Only a lead researcher of this study can give a sample up.")
    _check_closed(sample)


def _check_is_one_of_the_two(researcher: Researcher, sample: DoubleCoding) -> None:
    if researcher.id not in (sample.first.place_id, sample.second.place_id):
        raise Refusal("Only the two coders of this sample can say whether they have finished it.")


def _check_closed(sample: DoubleCoding) -> None:
    if sample.opened_at:
        raise Refusal("The two coders of this sample are compared already.")


def check_can_compare(sample: DoubleCoding) -> None:
    """For everybody on the team: nobody sees before it is opened what could reach one of the two."""
    if not sample.opened_at:
        raise Refusal("The two coders are still coding this sample blind. It is compared when both have finished.")


def check_can_settle(researcher: Researcher, sample: DoubleCoding) -> None:
    if not researcher.has(LEAD, CODER):
        raise Refusal("Only lead researchers and coders of this study can decide where two coders differ.")
    check_can_compare(sample)
