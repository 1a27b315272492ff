"""What a page needs to know about the session it was made in: who, and whether it is still alive."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from concentric.foundation.accounts.models import User

STARTED, SEEN = "started", "seen"
NOTE_EVERY_SECONDS = 60
UNATTENDED = "X-Concentric-Unattended"


def person_token(user: User) -> str:
    """The same for the same person, and meaningless elsewhere: a page compares it after signing in again."""
    return salted_hmac("concentric.web.session", str(user.pk)).hexdigest()[:32]


def keep_time(request: HttpRequest) -> None:
    """End a session left idle or open too long; else note its use, at most once a minute (a write).

    What a page asks by itself is no use: a screen left on with nobody at it runs out like any other.
    """
    if not request.user.is_authenticated:
        return
    now = int(time.time())
    request.session.setdefault(STARTED, now)
    seen = request.session.setdefault(SEEN, now)
    if has_run_out(request.session, now):
        logout(request)
    elif now - seen > NOTE_EVERY_SECONDS and request.headers.get(UNATTENDED) != "1":
        request.session[SEEN] = now


def has_run_out(session: SessionBase, now: int) -> bool:
    """Whether a session was left idle or open too long. `now` in seconds since 1970."""
    idle, open_for = now - session.get(SEEN, now), now - session.get(STARTED, now)
    return bool(idle > settings.SESSION_IDLE_SECONDS or open_for > settings.SESSION_LONGEST_SECONDS)
