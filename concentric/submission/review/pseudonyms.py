"""The pseudonyms of a case, kept with it: the same person, school or place is called the same in every meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from concentric.casework.base import SHORT
from concentric.casework.cases.models import Case
from concentric.casework.contexts.models import Context
from concentric.foundation.accounts.models import Agency
from concentric.method.deidentify.pseudonyms import Pseudonyms
from concentric.method.deidentify.roster import Roster
from concentric.submission.review.models import Pseudonym
from concentric.submission.review.roles import AGENCY_WORDS, CONTEXT_WORDS
from concentric.submission.review.roster import contexts_of


def pseudonyms_of(
    case: Case, roster: Roster, meeting: date, bands: Sequence[tuple[int, int]] | None = None
) -> Pseudonyms:
    """The case's pseudonyms as seen from a meeting, ages as `bands` say. `keep` writes down what is given out new."""
    given = dict(Pseudonym.objects.filter(case=case).values_list("key", "name"))
    _name_things(given, roster, case)
    return Pseudonyms(roster, meeting, given, bands)


def keep(case: Case, pseudonyms: Pseudonyms) -> None:
    """Write down what was given out since. Part of the verb that scans."""
    known = set(Pseudonym.objects.filter(case=case).values_list("key", flat=True))
    new = [
        Pseudonym(case=case, key=key, name=name)
        for key, name in pseudonyms.given.items()
        if key not in known and len(key) <= SHORT
    ]
    Pseudonym.objects.bulk_create(new)


def _name_things(given: dict[str, str], roster: Roster, case: Case) -> None:
    """Contexts are numbered by their row of the grid, agencies by their kind; the partnership's area is Area 1.

    A context whose name has no letter ("???") is not on the roster, and has its number all the same.
    """
    keys = [thing.key for part in (roster.contexts, roster.schools, roster.streets, roster.places) for thing in part]
    keys += [f"context:{one.merged_into_id or one.pk}" for one in contexts_of(case)]
    ids = {key.partition(":")[2]: key for key in keys if key not in given and key.startswith(("context:", "agency:"))}
    kinds = {
        **{str(pk): CONTEXT_WORDS[kind] for pk, kind in Context.objects.filter(pk__in=ids).values_list("pk", "kind")},
        **{str(pk): AGENCY_WORDS[kind] for pk, kind in Agency.objects.filter(pk__in=ids).values_list("pk", "kind")},
    }
    given.setdefault("site", "Area 1")
    for pk, key in ids.items():
        number, taken = 1, set(given.values())
        while f"{kinds[pk]} {number}" in taken:
            number += 1
        given[key] = f"{kinds[pk]} {number}"
