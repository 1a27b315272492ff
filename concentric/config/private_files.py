"""The home folder and the database's files are for the account that Concentric runs as, and for nobody else.

What we make is so from the start (`settings.py` sets the umask). What was there before may be looser: we say so, and
leave it to the operator, who may have meant it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

OTHERS = 0o077


def ours() -> Iterator[Path]:
    """The home folder, and the SQLite database with its companions (its log, its locks), as far as they are there."""
    if settings.HOME.exists():
        yield settings.HOME
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    if database.is_absolute():  # a PostgreSQL database has a name and no place
        yield from sorted(database.parent.glob(f"{database.name}*"))


def loose() -> list[Path]:
    """Those that another account of the machine may read or enter."""
    return [path for path in ours() if path.stat().st_mode & OTHERS]


def warning() -> str:
    """One line that says what is loose and how to mend it; empty when nothing is."""
    found = loose()
    if not found:
        return ""
    return f"Other accounts on this machine can read the records. Run: chmod go-rwx {' '.join(map(str, found))}"
