"""Telling every story of Larkmoor, in one transaction: it is all there or none of it."""

from __future__ import annotations

from django.conf import settings
from django.core.mail.backends.dummy import EmailBackend
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone

from concentric.casework.plans.reminders import send_reminders
from concentric.demo import coming, draft, earlier, in_progress, long_ago, review, sending, signed, study, waiting
from concentric.demo.cast import PARTNERSHIP, Cast, gather
from concentric.demo.clock import Clock, tell
from concentric.demo.forty_nine import since, story
from concentric.foundation.accounts.models import Partnership
from concentric.foundation.permissions.checks import Refusal

STORIES = (
    in_progress.meeting_in_progress,
    signed.signed_with_amendment,
    review.review_to_come,
    draft.draft_with_correction,
    coming.strategy_meeting_to_come,
    coming.group_of_friends,
    coming.cancelled_meeting,
    coming.nothing_yet,
    earlier.stepped_down,
    earlier.stepped_down_early,
    earlier.closed,
    earlier.closed_after_a_decision,
    earlier.closed_and_reopened,
    waiting.urgent_today,
    waiting.misspelt,
    waiting.question_asked,
    waiting.routine,
    waiting.sent_elsewhere,
    study.study_joined,
    story.forty_nine,
    since.kept_since,
    long_ago.brought_over,
    sending.sent_to_the_study,
    since.brought_since,
    sending.under_review,
)


def is_loaded() -> bool:
    return Partnership.objects.filter(name=PARTNERSHIP).exists()


def load() -> Cast:
    """Make the partnership and tell its stories up to now. Letters are written and go nowhere.

    Raises Refusal in production, and where it was loaded before.
    """
    if settings.MODE == "production":
        raise Refusal("This is a production installation: the demonstration is kept out of it.")
    if is_loaded():
        raise Refusal("The demonstration is here already.")
    clock = Clock(timezone.now())
    nowhere = f"{EmailBackend.__module__}.{EmailBackend.__qualname__}"
    with override_settings(EMAIL_BACKEND=nowhere), transaction.atomic():
        with clock.in_force():
            clock.turn_to(clock.at(-250, 9))
            cast = gather(clock)
            tell(clock, [begun(cast) for begun in STORIES])
        send_reminders()  # else the server's first words would be letters
    return cast
