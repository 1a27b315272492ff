"""By when a referral needs its decision."""

from __future__ import annotations

import datetime as dt

from concentric.casework.process.queries import process_of
from concentric.foundation.accounts.models import Partnership
from concentric.method.instrument.vocabulary import Urgency
from concentric.method.instrument.working_days import working_day_after

SOON_WORKING_DAYS = 3


def decide_by(partnership: Partnership, urgency: Urgency, day: dt.date) -> dt.date:
    """The last day for the threshold decision on a referral received on `day`. Today means today, weekend or not."""
    if urgency == Urgency.IMMEDIATE:
        return day
    usual = process_of(partnership).clocks.referral_decision
    return working_day_after(day, min(SOON_WORKING_DAYS, usual) if urgency == Urgency.SOON else usual)
