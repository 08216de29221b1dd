"""Ten thousand applicants at once for a thousand places, through HTTP: exactly a thousand get one.

    python bench/rush.py [APPLICANTS] [PLACES] [SERVER PROCESSES]

Each applicant has a connection of its own; all send at the same instant what hands in their draft to a
first-come call that refuses when it is full. All have to be answered: with a receipt, or with the page that
says that the places are gone. The peer in the same run is a bare Django view that inserts one row, served
by the same web server over the same database to as many clients: the full stack (session, sign-in, CSRF,
rules, events, history, notices, order of receipt) has to reach 0.3 of it.
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import Barrier, Process, Queue
from pathlib import Path
from typing import Any

import service
import submit

LIMIT = 0.3
CLIENTS = 2
SILENCE = 300.0
"""Seconds after which an applicant counts as not answered."""
PROGRAMME = "rush-2025"
FILE = """\
format: 1
id: rush-2025
title: {{ko: 선착순 시험 2025, en: Rush 2025}}
year: 2025
window: {{opens_at: "2025-03-18T09:00:00+09:00", closes_at: "2025-04-18T18:00:00+09:00"}}
reference_day: 2025-03-18
eligibility:
  - id: small_merchant
    rule: small_merchant()
    reason: {{ko: 소상공인이어야 합니다., en: A small merchant.}}
stages:
  - id: first
    title: {{ko: 선착순, en: First come}}
    quota: {{total: {places}}}
    over: all
    chosen_by: first_come
    when_full: refuse
"""


@dataclass(frozen=True, slots=True)
class Rush:
    """What came of one rush: how many were answered, how, and in how many seconds."""

    received: int
    refused: int
    other: int
    seconds: float

    @property
    def answered(self) -> int:
        return self.received + self.refused + self.other

    @property
    def rate(self) -> float:
        return self.answered / self.seconds


def main(count: int, places: int, processes: int) -> int:
    from dure.service.database import running_database

    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory(prefix="dure-rush-") as folder:
        os.environ |= {
            "DURE_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "dure.settings.dev",
            "DURE_NOW": submit.NOW,
            "DURE_STAFF_MFA": "optional",
        }
        os.environ.pop("DURE_DATABASE_URL", None)
        with running_database(Path(folder), os.environ):
            asked = prepare(count + WARM, places + WARM)
            print(f"{count:,} applicants are ready for {places:,} places", flush=True)
            with _bare(processes) as port:
                requests = [submit._submit(f"/insert/{n}/", "x=y") for n in range(count + WARM)]
                rush(port, requests[:WARM])
                bare = rush(port, requests[WARM:])
            print(f"bare view: {bare.answered:,} of {count:,} answered, {bare.rate:.0f} a second", flush=True)
            with submit._server(processes) as (port, _pid):
                requests = [submit._submit(*one) for one in asked]
                rush(port, requests[:WARM])
                full = rush(port, requests[WARM:])
            received = _received()
    print(
        f"full stack: {full.answered:,} of {count:,} answered, {full.rate:.0f} a second;"
        f" {full.received:,} received, {full.refused:,} told that the places are gone, {full.other:,} else"
    )
    right = received - WARM == places == full.received and full.refused == count - places
    if not right:
        print(f"NOT MET: {received - WARM:,} places given, there were {places:,}", file=sys.stderr)
    if bare.answered != count or bare.received != count:
        print(f"NOT MET: the bare view answered {bare.received:,}", file=sys.stderr)
        return 1
    met = service.ratio("bare insert a full one, times", bare.rate / full.rate, 1 / LIMIT, "x")
    print(f"throughput of the full stack to the bare view: {full.rate / bare.rate:.2f}, limit {LIMIT}")
    return 0 if right and met else 1


WARM = 100
"""So many come before, to compile and cache what is compiled and cached once."""


def prepare(count: int, places: int) -> list[tuple[str, str]]:
    """Publish the call; make users with sessions, merchants and whole drafts: (address, cookie) of each."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    import rush_bare
    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.programmes.services.publish import publish_programme
    from dure.domains.programmes.services.upload import upload_programme

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {rush_bare.TABLE} (id bigserial PRIMARY KEY, who text NOT NULL)")
    before = datetime.fromisoformat("2025-03-17T09:00:00+09:00")
    raw = FILE.format(places=places).encode()
    uploaded = upload_programme(actor=SYSTEM, now=before, raw=raw)
    publish_programme(actor=SYSTEM, now=before, version_id=uploaded.version_id, reason="bench")
    return submit._rows(count, uploaded.version_id, PROGRAMME, ())


@contextmanager
def _bare(processes: int) -> Iterator[int]:
    """Serve the bare view as the service is served."""
    with submit._served("rush_bare:application", processes, Path(__file__).parent) as (port, _pid):
        yield port


def rush(port: int, requests: list[bytes]) -> Rush:
    """Send everything at the same instant, each over its own connection, and wait for every answer."""
    parts = [requests[n::CLIENTS] for n in range(CLIENTS)]
    start, told = Barrier(CLIENTS + 1), Queue()  # type: ignore[var-annotated]
    clients = [Process(target=_client, args=(port, part, start, told)) for part in parts]
    for client in clients:
        client.start()
    start.wait(SILENCE)
    begun = time.perf_counter()
    counts = [told.get(timeout=2 * SILENCE) for _ in clients]
    seconds = time.perf_counter() - begun
    for client in clients:
        client.join()
    received, refused, other = (sum(column) for column in zip(*counts, strict=True))
    return Rush(received, refused, other, seconds)


def _client(port: int, requests: list[bytes], start: Any, told: Any) -> None:
    told.put(asyncio.run(_all(port, requests, start)))


async def _all(port: int, requests: list[bytes], start: Any) -> tuple[int, int, int]:
    gate = asyncio.Event()
    ready = asyncio.Semaphore(200)  # connections that are being opened: no more than a listener keeps waiting
    lines: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def opened() -> None:
        async with ready:
            lines.append(await asyncio.open_connection("127.0.0.1", port))

    await asyncio.gather(*(opened() for _ in requests))
    answers = [asyncio.create_task(_one(*line, one, gate)) for line, one in zip(lines, requests, strict=True)]
    await asyncio.to_thread(start.wait)
    gate.set()
    found = await asyncio.gather(*answers)
    return found.count("received"), found.count("refused"), found.count("other")


async def _one(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, gate: asyncio.Event
) -> str:
    """Send one request when all do and read the answer whole; “none” where there was none."""
    await gate.wait()
    try:
        async with asyncio.timeout(SILENCE):
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            sizes = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            await reader.readexactly(int(sizes[0].split(b":")[1]) if sizes else 0)
    except (TimeoutError, OSError, asyncio.IncompleteReadError):
        return "none"
    finally:
        writer.close()
    status = int(head[9:12])
    if status == 302 and b"/done/" in head:
        return "received"
    return "refused" if status in (409, 422) else "other"


def _received() -> int:
    from dure.domains.applications.models import Application

    return Application.objects.filter(programme=PROGRAMME, state="submitted").count()


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:4]]
    sys.exit(main(*(given + [10_000, 1_000, os.cpu_count() or 1][len(given) :])))
