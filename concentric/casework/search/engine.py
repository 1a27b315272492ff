"""The full-text index beneath `SearchText`: FTS5 on SQLite, a generated `tsvector` with a GIN index on PostgreSQL.

Bodies hold stems (see `words.py`), so neither database applies a language of its own. Every word of a query must be
found; the last one, still being typed, matches as a beginning too.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from concentric.casework.search.models import SearchText
from concentric.casework.search.words import WORD, fold, stems

MAXIMUM_WORDS = 12

SQLITE_SCHEMA = (
    "CREATE VIRTUAL TABLE casework_searchtext_fts USING fts5("
    "body, content='casework_searchtext', content_rowid='id', tokenize='unicode61')",
    "CREATE TRIGGER searchtext_added AFTER INSERT ON casework_searchtext BEGIN "
    "INSERT INTO casework_searchtext_fts(rowid, body) VALUES (new.id, new.body); END",
    "CREATE TRIGGER searchtext_removed AFTER DELETE ON casework_searchtext BEGIN "
    "INSERT INTO casework_searchtext_fts(casework_searchtext_fts, rowid, body) "
    "VALUES ('delete', old.id, old.body); END",
    "CREATE TRIGGER searchtext_changed AFTER UPDATE ON casework_searchtext BEGIN "
    "INSERT INTO casework_searchtext_fts(casework_searchtext_fts, rowid, body) "
    "VALUES ('delete', old.id, old.body); "
    "INSERT INTO casework_searchtext_fts(rowid, body) VALUES (new.id, new.body); END",
)
POSTGRESQL_SCHEMA = (
    "ALTER TABLE casework_searchtext "
    "ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED",
    "CREATE INDEX searchtext_words ON casework_searchtext USING gin (words)",
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
        editor.execute("ALTER TABLE casework_searchtext DROP COLUMN words")


def rebuild() -> None:
    """Write the index anew: SQLite's keeps the words of deleted rows in its pages until then."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO casework_searchtext_fts(casework_searchtext_fts) VALUES ('rebuild')")


def matching(texts: QuerySet[SearchText], query: str) -> QuerySet[SearchText]:
    """Those of `texts` that hold every word of `query`, newest first. A query without a word matches nothing."""
    words = stems(query)[:MAXIMUM_WORDS]
    if not words:
        return texts.none()
    beginning = WORD.findall(fold(query))[-1]
    find = _sqlite if connection.vendor == "sqlite" else _postgresql
    # Ordered by a sum, not by the key: a database that can walk the key backwards reads every text to find a few.
    return texts.filter(id__in=find(words, beginning)).order_by((F("id") * -1).asc())


def _sqlite(words: list[str], beginning: str) -> RawSQL:
    *whole, last = (_quoted(word, '"') for word in words)
    expression = " AND ".join([*whole, f"({last} OR {_quoted(beginning, chr(34))}*)"])
    matches = "SELECT rowid FROM casework_searchtext_fts WHERE casework_searchtext_fts MATCH %s"
    return RawSQL(matches, [expression])  # noqa: S611  (the words are a parameter)


def _postgresql(words: list[str], beginning: str) -> RawSQL:
    *whole, last = (_quoted(word, "'") for word in words)
    expression = " & ".join([*whole, f"({last} | {_quoted(beginning, chr(39))}:*)"])
    matches = "SELECT id FROM casework_searchtext WHERE words @@ to_tsquery('simple', %s)"
    return RawSQL(matches, [expression])  # noqa: S611  (the words are a parameter)


def _quoted(word: str, mark: str) -> str:
    """One word as a quoted term, so that nothing a person types is query syntax."""
    return mark + "".join(c for c in word if c.isalnum()) + mark
