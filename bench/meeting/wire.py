"""HTTP as small as it can be, so that the load shares the two cores politely: one kept-alive connection a person, and a
stream. Not a general client: it speaks to our own server."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlencode


class Wire:
    """A person's connection for saving. It reconnects when the server has let it go."""

    def __init__(self, port: int, session: str, csrf: str) -> None:
        self.port = port
        self.head = (
            f"Host: 127.0.0.1:{port}\r\nCookie: sessionid={session}; csrftoken={csrf}\r\n"
            f"X-CSRFToken: {csrf}\r\nX-Concentric-Fetch: 1\r\n"
        )
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, **fields: str) -> tuple[int, bytes]:
        """Status and body of a posted form."""
        body = urlencode(fields).encode()
        request = (
            f"POST {path} HTTP/1.1\r\n{self.head}Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body
        try:
            return await self._exchange(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            return await self._exchange(request)  # a resend: the entry's own id makes it one entry

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return int(head[9:12]), await reader.readexactly(length)

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def events(self, path: str) -> AsyncIterator[bytes]:
        """The data line of every event of a stream, until it ends."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        try:
            writer.write(f"GET {path} HTTP/1.1\r\n{self.head}\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise ConnectionError(head[:40].decode())
            while line := await reader.readline():
                if line.startswith((b"data: ", b"event: resync", b"event: ended")):
                    yield line
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
