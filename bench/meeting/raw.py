"""The raw limit: how often the same database, with the same promises about power cuts, commits one small row."""

from __future__ import annotations

import sqlite3
import statistics
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from concentric.config.environment import database_from_url

SECONDS = 3.0
ROW = "x" * 200


def raw_inserts(url: str) -> tuple[float, float]:
    """Commits a second on one connection, and the median commit in milliseconds."""
    return _sqlite(url) if url.startswith("sqlite") else _postgresql(url)


def _sqlite(url: str) -> tuple[float, float]:
    options = database_from_url(url)["OPTIONS"]
    assert isinstance(options, dict)
    path = Path(urlsplit(url).path).with_name("raw.sqlite3")
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(options["init_command"])
    database.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, body TEXT)")
    return _timed(lambda: database.execute("INSERT INTO raw (body) VALUES (?)", [ROW]))


def _postgresql(url: str) -> tuple[float, float]:
    parts = urlsplit(url)
    with psycopg.connect(
        dbname=parts.path.lstrip("/"), user=parts.username, host=parse_qs(parts.query)["host"][0], autocommit=True
    ) as database:
        database.execute("CREATE TABLE IF NOT EXISTS raw (id bigserial PRIMARY KEY, body text)")
        return _timed(lambda: database.execute("INSERT INTO raw (body) VALUES (%s)", [ROW]))


def _timed(commit: object) -> tuple[float, float]:
    assert callable(commit)
    times: list[float] = []
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        began = time.perf_counter()
        commit()
        times.append(time.perf_counter() - began)
    return len(times) / sum(times), statistics.median(times) * 1000
