"""Every setting that comes from outside, in one table: name, meaning, default.

Only this package and :mod:`dure.embedded` read the environment. ``docs/operations/settings.md`` is made
from this table.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, what it means, and its default in words."""

    name: str
    meaning: str
    default: str


TABLE: tuple[Setting, ...] = (
    Setting(
        "DURE_DATA_DIR",
        "folder of the embedded database, of files and of the secret key",
        "var/ where started",
    ),
    Setting("DURE_DATABASE_URL", "PostgreSQL 15 or newer to use instead of the embedded one", "none"),
    Setting("DURE_PG_BIN", "folder of PostgreSQL's programs for the embedded database", "found by itself"),
    Setting("DURE_NOW", "the instant that the service takes for now; refused in production", "the clock"),
    Setting(
        "DURE_SECRET_KEY", "key that signs sessions; required in production", "made once in DURE_DATA_DIR"
    ),
    Setting("DURE_HOSTS", "host names that the service answers to, joined by commas", "this machine's own"),
)


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for everything that the service keeps on disk."""
    return Path(environ.get("DURE_DATA_DIR") or "var").absolute()


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """Return the connection string of the database; raises Refused where none is told.

    ``dure serve`` sets it to the embedded database's before anything of Django is loaded.
    """
    url = environ.get("DURE_DATABASE_URL", "")
    if not url:
        raise refuse(
            "settings.no_database",
            msg("DURE_DATABASE_URL is not set: start the service with “dure serve”, which brings a database"),
        )
    return url
