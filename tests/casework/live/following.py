"""A person's screen, without a browser: the event stream over real HTTP."""

from __future__ import annotations

import http.client
import json
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from concentric.casework.meetings.models import Meeting
from concentric.foundation.accounts.viewer import Viewer
from tests.factories.world import signed_in
from tests.support.server import Server


def cookie_of(viewer: Viewer) -> str:
    """A session's cookie, as a header's value."""
    session = signed_in(viewer).cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}"


class Follower:
    """`with Follower(server, viewer, meeting) as screen: screen.next()`. Waits at most five seconds for anything."""

    def __init__(
        self, server: Server, viewer: Viewer, meeting: Meeting, *, query: str = "", cookie: str = "", last: str = ""
    ) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
        headers = {"Cookie": cookie or cookie_of(viewer)}
        if last:
            headers["Last-Event-ID"] = last
        self._connection.request("GET", f"/meetings/{meeting.pk}/stream{query}", headers=headers)
        self.response = self._connection.getresponse()

    def __enter__(self) -> Follower:
        assert self.response.status == 200, self.response.status
        assert self._event() == {"retry": "1000"}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def next(self) -> tuple[str, dict[str, Any]]:
        """The next event: its name and its data. Heartbeats are passed over."""
        while True:
            event = self._event()
            if "event" in event:
                return event["event"], json.loads(event["data"])

    def change(self) -> dict[str, Any]:
        """The next event, which must be a change."""
        name, told = self.next()
        assert name == "change", name
        return told

    def rest(self) -> bytes:
        """What follows until the server ends the stream."""
        return self.response.read()

    def _event(self) -> dict[str, str]:
        fields = {}
        while line := self.response.readline().decode().rstrip("\n"):
            name, _, value = line.partition(":")
            fields[name] = value.strip()
        return fields
