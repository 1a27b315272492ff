"""Guessing one account's password from many addresses: a wait that grows slowly, has an end, and is not asked of a
browser in which that account has signed in.

From one address axes stops after five failures. Somebody with many addresses meets this: after `FREE_FAILURES` for one
account, from anywhere, every further try has to wait, first 5 seconds, then twice as long each time, up to 5 minutes. A
try before its time is not looked at and does not count, so hammering neither helps nor makes the wait longer.

The trade-off: whoever locks an account after failures gives everybody the means to lock somebody else out. So the wait
ends (about 1,400 tries a day are left, against passwords of 12 characters or more), and the browser in which a chair
has signed in during the last half year, known by a signed cookie, never waits. Passkeys need no password and never
wait either. What is left: a chair at a new computer, while somebody guesses, waits up to 5 minutes at a time.

The count is axes's own table, so that it holds over workers, restarts and both databases.
"""

from __future__ import annotations

import datetime as dt

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

FREE_FAILURES = 10
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=5), dt.timedelta(minutes=5)
COOKIE = "concentric_known"
KNOWN_FOR = dt.timedelta(days=180)
KNOWN_AT_MOST = 8  # several people share a computer; the one who was here longest ago is forgotten


def hashed(email: str) -> str:
    """What stands for an account in the counts: a keyed hash, the same for the same address."""
    return salted_hmac("concentric.web.sign_in.axes", email.strip().lower()).hexdigest()


def must_wait(request: HttpRequest, email: str) -> dt.timedelta:
    """How long until a password for this account is looked at again; nothing where the browser is known to it."""
    account = hashed(email)
    if account in _known(request):
        return dt.timedelta()
    now = timezone.now()
    lately = AccessAttempt.objects.filter(username=account, attempt_time__gt=now - settings.AXES_COOLOFF_TIME)
    found = lately.order_by().aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    if (failures := found["failures"] or 0) < FREE_FAILURES:
        return dt.timedelta()
    doublings = min(failures - FREE_FAILURES, 10)
    until: dt.datetime = found["last"] + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
    return max(until - now, dt.timedelta())


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """This browser is known to the account from now on: it got through every step of signing in."""
    account = hashed(email)
    known = [account, *(other for other in _known(request) if other != account)][:KNOWN_AT_MOST]
    response.set_signed_cookie(
        COOKIE,
        ".".join(known),
        salt=COOKIE,
        max_age=KNOWN_FOR,
        path=settings.LOGIN_URL.rpartition("login/")[0],
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> list[str]:
    """The accounts that signed in here; none where the cookie is missing, too old or not ours."""
    value = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=KNOWN_FOR)
    return value.split(".") if value else []
