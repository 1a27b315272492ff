"""Findings that may be decided on together, once they have been shown together.

Unknown and doubtful words are looked at alone.
"""

from __future__ import annotations

from enum import StrEnum

from concentric.method.deidentify.pseudonyms import KEPT_KINDS
from concentric.method.deidentify.spans import Tier, is_doubtful
from concentric.submission.review.models import Finding


class Group(StrEnum):
    """The groups, in the order of the page."""

    KNOWN = "known"
    FORM = "form"
    DATES = "dates"
    PLACES = "places"
    AGES = "ages"


TITLES = {
    Group.KNOWN: "Named on the case",
    Group.FORM: "Numbers and addresses, by their form",
    Group.DATES: "Dates",
    Group.PLACES: "Places",
    Group.AGES: "Ages and school years",
}


def group_of(finding: Finding) -> Group | None:
    """The group a finding belongs to; None where somebody must look at it alone."""
    if is_doubtful(finding.tier, finding.kind):
        return None
    if finding.kind in KEPT_KINDS:
        return Group.AGES
    if finding.tier == Tier.KNOWN:
        return Group.KNOWN
    if finding.tier == Tier.PATTERN:
        return Group.FORM
    if finding.kind == "date":
        return Group.DATES
    is_known_place = finding.tier == Tier.QUASI and not finding.key.startswith("unknown:")
    return Group.PLACES if is_known_place else None
