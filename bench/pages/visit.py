"""A first visit to a page of the real server: how long it takes, and what a browser fetches for it."""

from __future__ import annotations

import re
import time
import urllib.request
from urllib.parse import urljoin

ENCODINGS = "br, gzip"
FETCHED = re.compile(r"""(?:<script[^>]+src|<link[^>]+href)=["']([^"']+)["']""")
IMPORTED = re.compile(r"""(?:from|import)\s*["'](\./[^"']+|\.\./[^"']+)["']""")
REPEATS = 15


def get(url: str, cookie: str) -> tuple[bytes, str]:
    """The answer's body as it travels, and its encoding."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": ENCODINGS, "Cookie": f"sessionid={cookie}"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return answer.read(), answer.headers.get("Content-Encoding", "")


def quickest(url: str, cookie: str) -> float:
    """Milliseconds to the last byte, the quickest of the repeats."""
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        get(url, cookie)
        taken.append(time.perf_counter() - began)
    return 1_000 * min(taken)


def first_load(url: str, cookie: str) -> int:
    """Bytes on the wire for the document and everything that it needs: styles, scripts and what they import, fonts."""
    document, encoding = get(url, cookie)
    waiting = [urljoin(url, path) for path in FETCHED.findall(_text(document, encoding))]
    known: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        if address not in known:
            body, encoding = get(address, cookie)
            known[address] = len(body)
            if address.endswith(".js"):
                waiting += [urljoin(address, path) for path in IMPORTED.findall(_text(body, encoding))]
    return len(document) + sum(known.values())


def _text(body: bytes, encoding: str) -> str:
    if encoding == "br":
        import brotli  # type: ignore[import-untyped]

        body = brotli.decompress(body)
    elif encoding == "gzip":
        import gzip

        body = gzip.decompress(body)
    return body.decode(errors="replace")
