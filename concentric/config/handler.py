"""Each request runs in one thread, from its beginning to its end.

Our views and middleware are synchronous. Django's ASGI handler makes a thread for each such request, hands it to and
fro between that and the event loop at every turn, and builds its database connection anew: more work than most
requests are.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

import django
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponseBase
from django.urls import set_script_prefix

# More than are ever at work at once, so that a few slow ones (a file being made) hold nobody up.
THREADS = 16


class Handler(ASGIHandler):
    """Django, as an ASGI application."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        response = await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, scope, body)
        await self.send_response(response, send)

    def _answer(self, scope: dict[str, Any], body: IO[bytes]) -> HttpResponseBase:
        """The response, closed: the database connection is given back, and what is left is bytes."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response = self.get_response(request) if request else refused
        assert response
        assert not response.streaming, "a response is sent whole; only a meeting's events are streamed"
        response._handler_class = self.__class__  # type: ignore[attr-defined]  # as Django's own handler does
        response.close()
        body.close()
        return response


def django_application() -> Handler:
    """The handler, once Django is set up."""
    django.setup(set_prefix=False)
    return Handler()
