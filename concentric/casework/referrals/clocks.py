"""By when a referral needs its decision."""

from __future__ import annotations

import datetime as dt

from concentric.foundation.accounts.models import Partnership
from concentric.method.instrument.vocabulary import Urgency
from concentric.method.instrument.working_days import working_day_after

SOON_WORKING_DAYS = 3
ROUTINE_WORKING_DAYS = 5


def decide_by(partnership: Partnership, urgency: Urgency, day: dt.date) -> dt.date:
    """The last day for the threshold decision on a referral received on `day`. Today means today, weekend or not."""
    if urgency == Urgency.IMMEDIATE:
        return day
    return working_day_after(day, SOON_WORKING_DAYS if urgency == Urgency.SOON else ROUTINE_WORKING_DAYS)
