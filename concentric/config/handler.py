"""Each request runs in one thread, from its beginning to its end.

Our views and middleware are synchronous. Django's ASGI handler makes a thread for each such request, hands it to and
fro between that and the event loop at every turn, and builds its database connection anew: more work than most
requests are.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

import django
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import FileResponse, HttpResponseBase
from django.urls import set_script_prefix

# More than are ever at work at once, so that a few slow ones (a file being made) hold nobody up.
THREADS = 16
BLOCK = 256 * 1024  # of a file, read at once


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
        """The response: the database connection is given back, and what is left is bytes, or a file to be read."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response = self.get_response(request) if request else refused
        assert response
        response._handler_class = self.__class__  # type: ignore[attr-defined]  # as Django's own handler does
        if isinstance(response, FileResponse):
            signals.request_finished.send(sender=self.__class__)
            response.block_size = BLOCK
            response.streaming_content = self._read(response, iter(response))
        else:
            assert not response.streaming, "only files and a meeting’s events are streamed"
            response.close()
        body.close()
        return response

    async def _read(self, response: FileResponse, parts: Iterator[bytes]) -> AsyncIterator[bytes]:
        """A file's parts, each read in one of the threads. It is closed after the last, or when nobody waits for it."""
        run = asyncio.get_running_loop().run_in_executor
        try:
            while part := await run(self._threads, next, parts, b""):
                yield part
        finally:
            await run(self._threads, response.close)


def django_application() -> Handler:
    """The handler, once Django is set up."""
    django.setup(set_prefix=False)
    return Handler()
