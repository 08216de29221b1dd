"""The database of the service: the operator's own, or the embedded one with a role that is no superuser."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from dure.embedded import Cluster, cluster_in

ROLE = DATABASE = "dure"


@contextmanager
def running_database(folder: Path, environ: MutableMapping[str, str]) -> Iterator[None]:
    """Set DURE_DATABASE_URL for the block, starting the embedded database where none is told."""
    if environ.get("DURE_DATABASE_URL"):
        yield
        return
    cluster = cluster_in(folder / "postgres", environ)
    was_running = cluster.is_running()
    cluster.start()
    try:
        make_database(cluster)
        environ["DURE_DATABASE_URL"] = cluster.url(ROLE, DATABASE)
        yield
    finally:
        environ.pop("DURE_DATABASE_URL", None)
        # Who finds it running leaves it running: somebody else started it and will stop it.
        if not was_running:
            cluster.stop()


def make_database(cluster: Cluster) -> None:
    """Make the service's role and database where they are missing."""
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('dure.make_database'))")
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                    sql.Identifier(ROLE), sql.Literal(cluster.password)
                )
            )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
            )
