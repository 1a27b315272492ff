"""The full-text index beneath `SearchText`: FTS5 on SQLite, a generated `tsvector` with a GIN index on PostgreSQL.

Both stem English, ignore case and accents, and match every word; the last word of a query matches as a beginning.
"""

from __future__ import annotations

import re

from django.apps.registry import Apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from concentric.casework.search.models import SearchText

TABLE = "casework_searchtext"
WORD = re.compile(r"\w+", re.UNICODE)
MAXIMUM_WORDS = 12

SQLITE_SCHEMA = (
    f"CREATE VIRTUAL TABLE casework_searchtext_fts USING fts5("
    f"body, content='{TABLE}', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER searchtext_added AFTER INSERT ON {TABLE} BEGIN "
    "INSERT INTO casework_searchtext_fts(rowid, body) VALUES (new.id, new.body); END",
    f"CREATE TRIGGER searchtext_removed AFTER DELETE ON {TABLE} BEGIN "
    "INSERT INTO casework_searchtext_fts(casework_searchtext_fts, rowid, body) VALUES ('delete', old.id, old.body); END",
    f"CREATE TRIGGER searchtext_changed AFTER UPDATE ON {TABLE} BEGIN "
    "INSERT INTO casework_searchtext_fts(casework_searchtext_fts, rowid, body) VALUES ('delete', old.id, old.body); "
    "INSERT INTO casework_searchtext_fts(rowid, body) VALUES (new.id, new.body); END",
)
POSTGRESQL_SCHEMA = (
    f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED",
    f"CREATE INDEX searchtext_words ON {TABLE} USING gin (words)",
)


def build(apps: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the index."""
    for statement in SQLITE_SCHEMA if editor.connection.vendor == "sqlite" else POSTGRESQL_SCHEMA:
        editor.execute(statement)


def drop(apps: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the index (migrating backwards)."""
    if editor.connection.vendor == "sqlite":
        for trigger in ("added", "removed", "changed"):
            editor.execute(f"DROP TRIGGER searchtext_{trigger}")
        editor.execute("DROP TABLE casework_searchtext_fts")
    else:
        editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN words")


def matching(texts: QuerySet[SearchText], query: str) -> QuerySet[SearchText]:
    """Those of `texts` that hold every word of `query`, newest first. A query without a word matches nothing."""
    words = WORD.findall(query)[:MAXIMUM_WORDS]
    if not words:
        return texts.none()
    if connection.vendor == "sqlite":
        return _sqlite(texts, words)
    return _postgresql(texts, words)


def _sqlite(texts: QuerySet[SearchText], words: list[str]) -> QuerySet[SearchText]:
    expression = " ".join(f'"{word}"' for word in words) + "*"
    found = RawSQL("SELECT rowid FROM casework_searchtext_fts WHERE casework_searchtext_fts MATCH %s", [expression])
    return texts.filter(id__in=found).order_by("-id")


def _postgresql(texts: QuerySet[SearchText], words: list[str]) -> QuerySet[SearchText]:
    # Each word goes through `to_tsquery` as a quoted lexeme, so nothing a person types is syntax.
    expression = " & ".join(f"'{word}'" for word in words) + ":*"
    found = RawSQL(f"SELECT id FROM {TABLE} WHERE words @@ to_tsquery('english', %s)", [expression])
    return texts.filter(id__in=found).order_by("-id")
