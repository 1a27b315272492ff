"""Records that have a time, and when it is up. Nothing here reads what a record says: a reference, days, and a rule.

Of what is due, a viewer learns no more than that; so these queries do not ask who works on a case.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from concentric.casework.cases.models import Case
from concentric.casework.process.queries import process_of
from concentric.casework.referrals.models import Referral
from concentric.foundation.accounts.models import Partnership
from concentric.method.instrument.keeping import months_after, years_after
from concentric.method.instrument.process import Retention
from concentric.submission.dispatch.models import Dispatch
from concentric.submission.retention.models import Extension, Kind, Proposal
from concentric.submission.review.models import Outgoing

GATHERED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A record and its time. `since` is empty while the time does not run; `due_on` takes extensions in."""

    kind: Kind
    record_id: uuid.UUID
    case_id: uuid.UUID | None
    reference: str
    since: dt.date | None
    due_on: dt.date | None
    rule: str
    held: bool
    extended: Extension | None = None
    proposal: Proposal | None = None

    @property
    def is_due(self) -> bool:
        return self.due_on is not None and self.due_on <= timezone.localdate()


def running(partnership: Partnership, *, before: dt.date) -> list[Kept]:
    """Every record of a partnership whose time is up before that day, the longest due first."""
    found: list[Kept] = []
    retention = process_of(partnership).retention
    for read, rows in (
        (_case, _cases_closed(partnership, retention, before)),
        (_referral, _referrals_turned_down(partnership, retention, before)),
        (_copies, _with_copies(Outgoing.objects.filter(case__partnership=partnership))),
    ):
        found += _as_kept(read, rows, retention)
    return sorted(
        (kept for kept in _with_decisions(found) if kept.due_on and kept.due_on < before),
        key=lambda kept: (kept.due_on or before, kept.reference),
    )


def find(partnership: Partnership, kind: str, record_id: uuid.UUID) -> Kept | None:
    """One record of the partnership, whether its time runs or not; None where there is no such record."""
    retention = process_of(partnership).retention
    rows: dict[str, tuple[Callable[..., Kept], QuerySet[Any]]] = {
        Kind.CASE: (_case, Case.objects.filter(partnership=partnership, pk=record_id)),
        Kind.REFERRAL: (_referral, Referral.objects.filter(_TURNED_DOWN, partnership=partnership, pk=record_id)),
        Kind.COPIES: (_copies, _with_copies(Outgoing.objects.filter(case__partnership=partnership, pk=record_id))),
    }
    if kind not in rows:
        return None
    read, found = rows[kind]
    return next(iter(_with_decisions(_as_kept(read, found, retention))), None)


def find_reference(partnership: Partnership, reference: str) -> Kept | None:
    """The case or the referral that was not accepted with that reference."""
    wanted = reference.strip()
    case = Case.objects.filter(partnership=partnership, reference__iexact=wanted).first()
    if case is not None:
        return find(partnership, Kind.CASE, case.pk)
    referral = Referral.objects.filter(partnership=partnership, reference__iexact=wanted).first()
    return find(partnership, Kind.REFERRAL, referral.pk) if referral else None


_TURNED_DOWN = Q(status=Referral.Status.SIGNPOSTED, case=None, decided_at__isnull=False)


def _cases_closed(partnership: Partnership, retention: Retention, before: dt.date) -> QuerySet[Case]:
    return Case.objects.filter(
        partnership=partnership, closed_on__isnull=False, closed_on__lt=_latest_start(before, retention.case_years)
    )


def _referrals_turned_down(partnership: Partnership, retention: Retention, before: dt.date) -> QuerySet[Referral]:
    decided = _latest_start(before, retention.referral_not_accepted_years)
    return Referral.objects.filter(_TURNED_DOWN, partnership=partnership, decided_at__date__lt=decided)


def _latest_start(before: dt.date, years: int) -> dt.date:
    """A day after which nothing can be due `before` that day. A little late: leap days are settled on the record."""
    return years_after(before, -years) + dt.timedelta(days=2)


def _with_copies(outgoing: QuerySet[Outgoing]) -> QuerySet[Outgoing]:
    """Those that left or ended, and of which there are still sealed files or forms."""
    files = Dispatch.objects.exclude(sealed_file=b"").values("outgoing")
    has_copies = Q(pk__in=files) | Q(consents__sealed_form__isnull=False)
    sent = outgoing.filter(has_copies).annotate(last_sent=Max("dispatches__on")).select_related("case")
    return sent.filter(Q(last_sent__isnull=False) | Q(ended_at__isnull=False)).distinct()


def _as_kept(read: Callable[..., Kept], rows: Iterable[object], retention: Retention) -> Iterator[Kept]:
    for row in rows:
        yield read(row, retention)


def _case(case: Case, retention: Retention) -> Kept:
    due = years_after(case.closed_on, retention.case_years) if case.closed_on else None
    rule = f"A case is kept {_years(retention.case_years)} after it is closed."
    return Kept(Kind.CASE, case.pk, case.pk, case.reference, case.closed_on, due, rule, case.legal_hold)


def _referral(referral: Referral, retention: Retention) -> Kept:
    decided = timezone.localdate(referral.decided_at)
    years = retention.referral_not_accepted_years
    rule = f"A referral that was not accepted is kept {_years(years)} after the decision."
    due = years_after(decided, years)
    return Kept(Kind.REFERRAL, referral.pk, None, referral.reference, decided, due, rule, held=False)


def _copies(outgoing: Outgoing, retention: Retention) -> Kept:
    ended = timezone.localdate(outgoing.ended_at) if outgoing.ended_at else None
    since: dt.date = max(day for day in (outgoing.last_sent, ended) if day)  # type: ignore[attr-defined]  # annotated
    months = retention.sealed_copies_months
    rule = f"Sealed copies are kept {months} month{'' if months == 1 else 's'} after the framework was sent or ended."
    case = outgoing.case
    due = months_after(since, months)
    return Kept(Kind.COPIES, outgoing.pk, case.pk, case.reference, since, due, rule, case.legal_hold)


def _years(number: int) -> str:
    return f"{number} year{'' if number == 1 else 's'}"


def _with_decisions(found: Iterable[Kept]) -> Iterator[Kept]:
    """Each with its latest extension, which moves the day, and with the proposal to destroy it."""
    kept = list(found)
    for start in range(0, len(kept), GATHERED_AT_ONCE):
        some = kept[start : start + GATHERED_AT_ONCE]
        ids = [one.record_id for one in some]
        longest = {one.record_id: one for one in Extension.objects.filter(record_id__in=ids).order_by("until", "at")}
        proposals = {
            one.record_id: one for one in Proposal.objects.filter(record_id__in=ids).select_related("by__user")
        }
        for one in some:
            extended = longest.get(one.record_id)
            if extended is None or one.due_on is None or extended.until <= one.due_on:
                extended = None
            yield replace(
                one,
                due_on=extended.until if extended else one.due_on,
                extended=extended,
                proposal=proposals.get(one.record_id),
            )
