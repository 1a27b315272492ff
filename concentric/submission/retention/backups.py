"""Backups: a copy of the database, a manifest that says what it is, and the ledger of destructions beside it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from concentric.foundation.audit.trail import Mark, marks
from concentric.submission.retention.ledger import NAME, keep_ledger, read_ledger

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is. `trails` says where each audit trail had got to (length and last hash): what a restored copy
    must at least have, and what `concentric audit verify --expect` holds the trails of later days to.
    """

    file: str
    made_at: str
    database: str
    sha256: str
    bytes: int
    schema: dict[str, str]
    trails: dict[str, Mark]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `wrong` is empty where it is in order."""

    what: str
    found: str
    wrong: str = ""


def back_up(folder: Path) -> Path:
    """Copy the database as it is at this moment into `folder`, readable by this account alone, manifest and ledger
    beside it. The site may run meanwhile. Raises ValidationError where it cannot be done.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = timezone.now()
    schema, trails = _schema(), marks()
    ending = "sqlite3" if connection.vendor == "sqlite" else "pgdump"
    target = folder / f"concentric-{now:%Y-%m-%dT%H%M%SZ}.{ending}"
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _copy_sqlite(target) if connection.vendor == "sqlite" else _dump_postgresql(target)
    except BaseException:
        target.unlink()
        raise
    manifest = Manifest(
        file=target.name,
        made_at=now.isoformat(),
        database=connection.vendor,
        sha256=_sum(target),
        bytes=target.stat().st_size,
        schema=schema,
        trails=trails,
    )
    beside = manifest_of(target)
    beside.touch(0o600)
    beside.write_text(json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n", "utf-8")
    keep_ledger(folder / NAME)
    return target


def manifest_of(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.json")


def check(backup: Path) -> Iterator[Finding]:
    """Look a backup over before it is restored: is it whole, does this version read it, what was destroyed since."""
    manifest = _read_manifest(backup)
    size, expected = backup.stat().st_size, manifest.bytes
    yield Finding("size", f"{size:,} bytes", "" if size == expected else f"The manifest says {expected:,} bytes.")
    changed = _sum(backup) != manifest.sha256
    yield Finding("SHA-256", "differs" if changed else "agrees", "The file was changed or damaged." if changed else "")
    yield _readable(backup, manifest)
    yield _schema_finding(manifest)
    yield Finding(
        "audit trails", f"{sum(mark.length for mark in manifest.trails.values()):,} events in {len(manifest.trails)}"
    )
    yield _destroyed_since(backup, manifest)


def _copy_sqlite(target: Path) -> None:
    """SQLite's own way to copy a database that is in use."""
    source = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions


def _dump_postgresql(target: Path) -> None:
    settings = connection.settings_dict
    given = {"host": settings["HOST"], "port": settings["PORT"], "dbname": settings["NAME"], "user": settings["USER"]}
    given |= {name: value for name, value in settings["OPTIONS"].items() if name.startswith("ssl")}
    where = make_conninfo("", **{name: value for name, value in given.items() if value})
    command = [_program("pg_dump"), "--format=custom", "--no-password", f"--file={target}", f"--dbname={where}"]
    _run(command, {"PGPASSWORD": settings["PASSWORD"]} if settings["PASSWORD"] else {})


def _program(name: str) -> str:
    """One of PostgreSQL's programs; Debian keeps them off the PATH, a folder a version."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = shutil.which(name) or (str(kept[-1]) if kept else "")
    if not found:
        raise ValidationError(
            f"{name} is not on this machine. Install PostgreSQL’s client programs, or run it elsewhere."
        )
    return found


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValidationError(f"{Path(command[0]).name} failed: {done.stderr.strip().splitlines()[-1:] or ['']}")


def _schema() -> dict[str, str]:
    """The last migration of each app, as the database has it."""
    applied = MigrationRecorder(connection).applied_migrations()
    return dict(sorted(applied))


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_manifest(backup: Path) -> Manifest:
    path = manifest_of(backup)
    try:
        read: dict[str, Any] = json.loads(path.read_text("utf-8"))
        read["trails"] = {chain: Mark(**mark) for chain, mark in read["trails"].items()}
        return Manifest(**{field.name: read[field.name] for field in fields(Manifest)})
    except FileNotFoundError:
        raise ValidationError(
            f"There is no manifest beside it ({path.name}). Was it made by `concentric backup`?"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValidationError(f"{path.name} is not a backup’s manifest.") from None


def _readable(backup: Path, manifest: Manifest) -> Finding:
    if manifest.database == "sqlite":
        try:
            with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
                said = str(copy.execute("PRAGMA integrity_check").fetchone()[0])
        except sqlite3.DatabaseError as fault:
            said = str(fault)
        return Finding("database", said, "" if said == "ok" else "SQLite finds it damaged.")
    try:
        _run([_program("pg_restore"), "--list", str(backup)], {})
    except ValidationError as fault:
        return Finding("database", "not read", " ".join(fault.messages))
    return Finding("database", "ok")


def _schema_finding(manifest: Manifest) -> Finding:
    here = _schema()
    behind = sorted(app for app, name in here.items() if manifest.schema.get(app, "") < name)
    ahead = sorted(app for app, name in manifest.schema.items() if here.get(app, "") < name)
    if ahead:
        return Finding("schema", "newer", f"It was made by a newer version of Concentric ({', '.join(ahead)}).")
    return Finding("schema", "older: run `concentric migrate` after restoring it" if behind else "of this version")


def _destroyed_since(backup: Path, manifest: Manifest) -> Finding:
    ledger = backup.with_name(NAME)
    if not ledger.exists():
        return Finding(
            "destroyed since", "not known", f"The ledger {NAME} is not beside it: copy it from the newest backup."
        )
    made = datetime.fromisoformat(manifest.made_at)
    since = [line for line in read_ledger(ledger) if line.moment > made]
    return Finding(
        "destroyed since",
        f"{len(since)}: run `concentric retention forget-again` after restoring it" if since else "nothing",
    )
