"""What a page needs to know about the session it was made in: who, and whether it is still alive."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from concentric.foundation.accounts.models import User

STARTED, SEEN = "started", "seen"
NOTE_EVERY_SECONDS = 60


def person_token(user: User) -> str:
    """The same for the same person, and meaningless elsewhere: a page compares it after signing in again."""
    return salted_hmac("concentric.web.session", str(user.pk)).hexdigest()[:32]


def keep_time(request: HttpRequest) -> None:
    """End a session left idle or open too long; else note that it was used, at most once a minute (each note is a write)."""
    if not request.user.is_authenticated:
        return
    now = int(time.time())
    started = request.session.setdefault(STARTED, now)
    seen = request.session.setdefault(SEEN, now)
    if now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_LONGEST_SECONDS:
        logout(request)
    elif now - seen > NOTE_EVERY_SECONDS:
        request.session[SEEN] = now
