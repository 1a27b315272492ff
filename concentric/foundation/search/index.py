# ruff: noqa: S608  (names of tables are ours, and what people type is a parameter)
"""A full-text index over the `body` of one table: FTS5 on SQLite, a generated `tsvector` with GIN on PostgreSQL.

Bodies hold stems (see `words.py`), so neither database applies a language of its own. Every word of a query must be
found; the last one, still being typed, matches as a beginning too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.apps.registry import Apps
from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from concentric.foundation.search.words import stems, words_of

MAXIMUM_WORDS = 12
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Index:
    """`table` has a whole number `id` as its key, and a `body`; `name` is that of its triggers and its GIN index."""

    table: str
    name: str

    def build(self, apps: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
        """Create the index."""
        for statement in self._sqlite_schema() if editor.connection.vendor == "sqlite" else self._postgresql_schema():
            editor.execute(statement)

    def drop(self, apps: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
        """Remove the index (migrating backwards)."""
        if editor.connection.vendor == "sqlite":
            for trigger in ("added", "removed", "changed"):
                editor.execute(f"DROP TRIGGER {self.name}_{trigger}")
            editor.execute(f"DROP TABLE {self.table}_fts")
        else:
            editor.execute(f"ALTER TABLE {self.table} DROP COLUMN words")

    def rebuild(self) -> None:
        """Write the index anew: SQLite's keeps the words of deleted rows in its pages until then."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {self.table}_fts({self.table}_fts) VALUES ('rebuild')")

    def matching(self, texts: QuerySet[M], query: str) -> QuerySet[M]:
        """Those of `texts` that hold every word of `query`. A query without a word matches nothing."""
        words = stems(query)[:MAXIMUM_WORDS]
        if not words:
            return texts.none()
        beginning = words_of(query)[-1]
        find = self._sqlite if connection.vendor == "sqlite" else self._postgresql
        return texts.filter(id__in=find(words, beginning))

    def _sqlite(self, words: list[str], beginning: str) -> RawSQL:
        *whole, last = (_quoted(word, '"') for word in words)
        expression = " AND ".join([*whole, f"({last} OR {_quoted(beginning, chr(34))}*)"])
        matches = f"SELECT rowid FROM {self.table}_fts WHERE {self.table}_fts MATCH %s"
        return RawSQL(matches, [expression])  # noqa: S611  (the words are a parameter)

    def _postgresql(self, words: list[str], beginning: str) -> RawSQL:
        *whole, last = (_quoted(word, "'") for word in words)
        expression = " & ".join([*whole, f"({last} | {_quoted(beginning, chr(39))}:*)"])
        matches = f"SELECT id FROM {self.table} WHERE words @@ to_tsquery('simple', %s)"
        return RawSQL(matches, [expression])  # noqa: S611  (the words are a parameter)

    def _sqlite_schema(self) -> tuple[str, ...]:
        table, name = self.table, self.name
        add = f"INSERT INTO {table}_fts(rowid, body) VALUES (new.id, new.body);"
        take = f"INSERT INTO {table}_fts({table}_fts, rowid, body) VALUES ('delete', old.id, old.body);"
        return (
            f"CREATE VIRTUAL TABLE {table}_fts USING fts5("
            f"body, content='{table}', content_rowid='id', tokenize='unicode61')",
            f"CREATE TRIGGER {name}_added AFTER INSERT ON {table} BEGIN {add} END",
            f"CREATE TRIGGER {name}_removed AFTER DELETE ON {table} BEGIN {take} END",
            f"CREATE TRIGGER {name}_changed AFTER UPDATE ON {table} BEGIN {take} {add} END",
        )

    def _postgresql_schema(self) -> tuple[str, ...]:
        return (
            f"ALTER TABLE {self.table} "
            "ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED",
            # Without a list of words still to be put in: until somebody does, every search goes through it.
            f"CREATE INDEX {self.name}_words ON {self.table} USING gin (words) WITH (fastupdate = off)",
        )


def _quoted(word: str, mark: str) -> str:
    """One word as a quoted term, so that nothing a person types is query syntax."""
    return mark + "".join(c for c in word if c.isalnum()) + mark
