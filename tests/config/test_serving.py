"""Where links lead that go out by e-mail or calendar: to the address that is being served."""

from __future__ import annotations

import os
from contextlib import nullcontext

import pytest
from django.conf import settings

from concentric.casework.meetings import letters
from concentric.config import serving
from concentric.config.environment import read_environment
from tests.factories.world import make_world


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "leads_to"), [("demo", "http://127.0.0.1:8123/"), ("production", "https://known.example/")]
)
def test_links_lead_to_the_port_that_a_demonstration_is_on(
    monkeypatch: pytest.MonkeyPatch, mode: str, leads_to: str
) -> None:
    """In this process, and in those that it starts, which read the environment again."""
    meeting = make_world().meeting
    monkeypatch.setattr(settings, "MODE", mode)
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://known.example")
    monkeypatch.setenv("CONCENTRIC_PUBLIC_URL", "https://known.example")
    monkeypatch.setattr(serving, "_clock", nullcontext)
    monkeypatch.setattr(serving.connection, "close", lambda: None)
    served: list[str] = []
    monkeypatch.setattr(serving.uvicorn, "run", lambda *_, **__: served.append(letters.address(meeting)))

    serving.serve("127.0.0.1", 8123, workers=1)

    assert served[0].startswith(leads_to)
    assert os.environ["CONCENTRIC_PUBLIC_URL"] == read_environment().public_url == leads_to.rstrip("/")
