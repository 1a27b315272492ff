"""The event stream of a meeting (Server-Sent Events).

Django decides who may listen, as for any page: sessions, membership, the meeting. Then it lets go of the request, its
thread and its connection, and the stream runs in the event loop: `Streaming` wraps Django's ASGI application for that.

Events: `change` (JSON with seq, kind, id, by, html), `resync` (load the page again), `ended` (no longer allowed).
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from concentric.casework.live.following import note_following
from concentric.casework.live.hub import hub
from concentric.casework.live.hub_access import Listener
from concentric.casework.meetings.models import Meeting
from concentric.casework.meetings.queries import get_meeting
from concentric.foundation.accounts.viewer import Viewer

LISTENER = "concentric.listener"

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


@require_GET
def stream(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Allow the viewer to follow the meeting: from `after`, or from where a lost connection was, or from now."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    meeting = get_meeting(viewer, meeting_id)
    note_following(request, viewer, meeting)
    if isinstance(request, ASGIRequest):
        request.scope[LISTENER] = Listener(  # type: ignore[index]  # ASGI scopes are dictionaries
            viewer=viewer,
            meeting_id=meeting.pk,
            session_key=request.session.session_key or "",
            after=_after(request, meeting),
            room=request.GET.get("view") == "room",
        )
    response = HttpResponse(content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # a proxy in front must not hold events back
    return response


def _after(request: HttpRequest, meeting: Meeting) -> int:
    asked = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 18:
        return min(int(asked), meeting.live_seq)
    return meeting.live_seq


class Streaming:
    """Django's application, and the streams it has allowed."""

    def __init__(self, django: Application) -> None:
        self.django = django

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        allowed = False

        async def answer(message: Message) -> None:
            nonlocal allowed
            if message["type"] == "http.response.start" and LISTENER in scope and message["status"] == 200:
                allowed = True
                headers = [pair for pair in message["headers"] if pair[0].lower() != b"content-length"]
                message = {**message, "headers": headers}
            elif allowed:
                message = {**message, "more_body": True}
            await send(message)

        await self.django(scope, receive, answer)
        if allowed:
            await follow(scope[LISTENER], receive, send)


async def follow(listener: Listener, receive: Receive, send: Send) -> None:
    """Send what happens until the reader leaves, or may no longer read."""
    screen = hub().subscribe(listener, asyncio.get_running_loop())
    leaving = asyncio.create_task(_until_gone(receive, screen.stop))
    try:
        await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
        while chunk := await screen.take():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        leaving.cancel()
        hub().unsubscribe(screen)


async def _until_gone(receive: Receive, then: Callable[[], None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
    then()
