"""The migrated database that every test process starts from: made once, kept in ``build/``, copied by each.

    python -m tests.migrated_database        # makes it where it is missing (make test-database)

All migrations are run from nothing. What was made is used again only while nothing that it came from has
changed: the migrations and the modules they name, the settings, the locked requirements, the PostgreSQL, this
file. What is kept is the folder of a stopped server, and no server ever runs in it.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from dure.embedded import Cluster, cluster_in
from dure.embedded.binaries import find_binaries
from dure.service.database import running_database

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
KEPT = ROOT / "build" / "test-database"
KEPT_AT_MOST = 3  # branches are changed to and fro

# Nothing of a test outlives its process: the server need not survive a loss of power.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
}


def copy_into(folder: Path) -> None:
    """Put a migrated cluster into ``folder/postgres``, which must not be there yet; made first if need be."""
    with _locked():
        made = KEPT / _key()
        if not made.exists():
            # In a process of its own: Django is told where its database lies only once.
            subprocess.run([sys.executable, "-m", "tests.migrated_database", "locked"], cwd=ROOT, check=True)
        # The owner too: the server of root runs as somebody else.
        subprocess.run(["cp", "-a", str(made), str(folder / "postgres")], check=True)


def _make() -> None:
    """Run all migrations in a new cluster and keep it under the key."""
    made = KEPT / _key()
    if made.exists():
        return
    for left in KEPT.glob("new-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="dure-tests-"))
    try:
        for name in ("DURE_DATABASE_URL", "DURE_NOW"):
            os.environ.pop(name, None)
        os.environ["DURE_DATA_DIR"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "dure.settings.test"
        cluster = cluster_in(folder / "postgres", os.environ)
        with running_database(folder, os.environ):
            _set(cluster)
            _migrate()
        new = KEPT / f"new-{os.getpid()}"
        subprocess.run(["cp", "-a", str(cluster.folder), str(new)], check=True)
        new.rename(made)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    others = sorted((path for path in KEPT.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for old in others[:-KEPT_AT_MOST]:
        shutil.rmtree(old, ignore_errors=True)


def _set(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        for name, value in _SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        connection.execute("SELECT pg_reload_conf()")


def _migrate() -> None:
    import django
    from django.db import connections
    from django.test.utils import setup_databases
    from tests import quick_migrations

    django.setup()
    quick_migrations.install()
    setup_databases(verbosity=0, interactive=False, aliases={"default"})
    connections.close_all()


def _key() -> str:
    """Return a name for all that the migrated database came from."""
    migrations = sorted(SOURCE.glob("dure/**/migrations/*.py"))
    sources = {*migrations, *SOURCE.glob("dure/settings/**/*.py"), *SOURCE.glob("dure/embedded/*.py")}
    sources |= {path for migration in migrations for path in _named_by(migration)}
    here = Path(__file__)
    sources |= {ROOT / "requirements" / "dev.txt", here, here.with_name("quick_migrations.py")}
    said = hashlib.sha256(f"{sys.version_info[:2]} {find_binaries(os.environ)}".encode())
    for path in sorted(sources):
        said.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return said.hexdigest()[:16]


def _named_by(migration: Path) -> Iterator[Path]:
    """Yield the modules of Dure that a migration imports."""
    for node in ast.walk(ast.parse(migration.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{name}" for name in names)]
        for name in names:
            if name.startswith("dure."):
                path = SOURCE.joinpath(*name.split("."))
                yield from (p for p in (path.with_suffix(".py"), path / "__init__.py") if p.exists())


@contextmanager
def _locked() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    if sys.argv[1:] == ["locked"]:  # by who holds the lock
        _make()
    else:
        with _locked():
            _make()
