"""A service of its own for a bench: an embedded database in a temporary folder, migrated."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dure.domains.accounts.actors import SignedActor

NOW = datetime.fromisoformat("2025-03-24T10:00:00+09:00")
PROGRAMME = "tops-2025"
PASSWORD = "bench-bench"  # noqa: S105  nobody signs in with it


@contextmanager
def running() -> Iterator[None]:
    """Start the database and Django; everything is gone when the block ends."""
    from dure.service.database import running_database

    with tempfile.TemporaryDirectory(prefix="dure-bench-") as name:
        os.environ.pop("DURE_DATABASE_URL", None)
        os.environ["DURE_DATA_DIR"] = name
        os.environ["DURE_NOW"] = NOW.isoformat()
        os.environ["DJANGO_SETTINGS_MODULE"] = "dure.settings.test"
        with running_database(Path(name), os.environ):
            import django

            django.setup()
            from django.core.management import call_command

            call_command("migrate", verbosity=0, interactive=False)
            yield


def officer() -> SignedActor:
    """Return an officer of the agency."""
    from dure.domains.accounts.actors import SYSTEM, actor_of
    from dure.domains.accounts.models import User
    from dure.domains.accounts.services.appoint import appoint

    email = "officer@bench.example"
    appoint(
        actor=SYSTEM, now=NOW, email=email, password=PASSWORD, role="officer", kind="agency",
        code="agency", name_ko="기관", name_en="Agency",
    )  # fmt: skip
    return actor_of(User.objects.get(email=email).pk, NOW)


def publish(actor: SignedActor, with_more: Callable[[bytes], bytes] = bytes) -> int:
    """Publish TOPS 2025, with more in it where told so, and return the id of its version."""
    from dure.domains.programmes.services.publish import publish_programme
    from dure.domains.programmes.services.upload import upload_programme
    from dure.library import library_bytes

    version = upload_programme(actor=actor, now=NOW, raw=with_more(library_bytes(PROGRAMME))).version_id
    publish_programme(actor=actor, now=NOW, version_id=version, reason="bench")
    return version


def publish_file(actor: SignedActor, raw: bytes) -> int:
    """Publish another programme file and return the id of its version."""
    from dure.domains.programmes.services.publish import publish_programme
    from dure.domains.programmes.services.upload import upload_programme

    version = upload_programme(actor=actor, now=NOW, raw=raw).version_id
    publish_programme(actor=actor, now=NOW, version_id=version, reason="bench")
    return version


def publish_others(actor: SignedActor) -> int:
    """Publish every other programme of the library that can be published; return how many."""
    from dure.domains.programmes.services.publish import publish_programme
    from dure.domains.programmes.services.upload import upload_programme
    from dure.engine.problems import Refused
    from dure.library import library_bytes, library_ids

    published = 0
    for name in library_ids():
        if name == PROGRAMME:
            continue
        try:
            version = upload_programme(actor=actor, now=NOW, raw=library_bytes(name)).version_id
            publish_programme(actor=actor, now=NOW, version_id=version, reason="bench")
        except Refused:
            continue  # its file needs what this version does not run yet
        published += 1
    return published


@contextmanager
def timed() -> Iterator[list[float]]:
    """Give a list into which the seconds of the block are put."""
    seconds: list[float] = []
    start = time.perf_counter()
    yield seconds
    seconds.append(time.perf_counter() - start)


def ratio(name: str, value: float, limit: float, unit: str) -> bool:
    """Print how a figure stands to its limit; say whether it is met."""
    print(f"{name:44s} {value:8.2f} {unit}  limit {limit:g} {unit}  ratio {value / limit:.2f}", flush=True)
    if value > limit:
        print(f"NOT MET: {name}", file=sys.stderr)
    return value <= limit
