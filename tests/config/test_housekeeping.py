"""Work that comes due by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from concentric.config import housekeeping
from concentric.config.housekeeping import Chore


@pytest.mark.django_db
def test_old_sessions_go_and_live_ones_stay():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="live", session_data="", expire_date=now + timedelta(minutes=1))

    housekeeping.run_chores()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]


@pytest.mark.django_db
def test_a_chore_that_fails_holds_nothing_else_up_and_tells_no_secret(monkeypatch, caplog):
    def fails() -> int:
        raise ValueError("the name of a young person")

    chores = [Chore("one", fails), Chore("two", lambda: 2)]
    monkeypatch.setattr(housekeeping, "chores", lambda: iter(chores))

    assert housekeeping.run_chores() == {"one": None, "two": 2}
    assert "one failed: ValueError" in caplog.text
    assert "young person" not in caplog.text
