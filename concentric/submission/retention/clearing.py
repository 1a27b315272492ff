"""Clearing the database's own files: a deleted row leaves its words in free pages, logs and indexes for a while.

On SQLite the file is written anew, free pages and search index with it, and the write-ahead log emptied. On
PostgreSQL the tables that rows were deleted from are written anew, and the planner's samples of their columns taken
anew. What neither reaches: backups, PostgreSQL's log and its archive, and blocks of the disk that were freed.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.utils import OperationalError
from django.utils import timezone

from concentric.casework.search.engine import INDEX as CASEWORK
from concentric.research.frameworks.searching import INDEX as RESEARCH
from concentric.submission.retention.models import Destruction
from concentric.submission.retention.reach import OF_CASE, OTHERWISE

PATIENCE = "20s"


def clear_when_needed() -> int:
    """Clear the files if anything was destroyed since they were last cleared. Returns how many destructions it ends.

    Raises OperationalError where other connections hold it up; it is then done another time.
    """
    waiting = list(Destruction.objects.filter(cleared_at=None).values_list("pk", flat=True))
    if waiting:
        clear()
        Destruction.objects.filter(pk__in=waiting).update(cleared_at=timezone.now())
    return len(waiting)


def clear() -> None:
    """Write the files anew. Outside any transaction; takes as long as the data is large."""
    if connection.vendor == "sqlite":
        for index in (CASEWORK, RESEARCH):
            index.rebuild()
        _clear_sqlite()
    else:
        _clear_postgresql()


def _clear_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=ON")
        try:
            cursor.execute("VACUUM")
        finally:
            cursor.execute("PRAGMA secure_delete=OFF")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
    if busy:
        raise OperationalError("somebody is still reading the database as it was before")


def _clear_postgresql() -> None:
    quote = connection.ops.quote_name
    models = [*map(apps.get_model, (*OF_CASE, *OTHERWISE)), *apps.get_app_config("research").get_models()]
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
        try:
            for table in sorted(tables):
                cursor.execute(f"VACUUM (FULL, ANALYZE) {quote(table)}")
            # Its old samples hold values too. A role that does not own the database is warned, and skips it.
            cursor.execute("VACUUM FULL pg_catalog.pg_statistic")
        finally:
            cursor.execute("RESET lock_timeout")
