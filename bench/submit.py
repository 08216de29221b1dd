"""Applications handed in through the full stack: granian, session, sign-in, CSRF, act, events, notice.

The limit is 300 a second on two cores, which the database and the clients share with the server.
The peer in the same run is ``/healthz``: the same server and middleware around one empty statement.

    python bench/submit.py [APPLICATIONS] [SERVER PROCESSES]
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from multiprocessing import Process, Queue
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

LIMIT = 300
CLIENTS = 2
THREADS_EACH = 32
NOW = "2025-03-24T10:00:00+09:00"
TOKEN = "b" * 32
PROGRAMME = "tops-2025"
FILES = ("small_merchant_certificate", "national_tax_certificate", "local_tax_certificate", "brand_plan")


def main(count: int, processes: int) -> int:
    from dure.service.database import running_database

    with tempfile.TemporaryDirectory(prefix="dure-submit-") as folder:
        os.environ |= {
            "DURE_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "dure.settings.dev",
            "DURE_NOW": NOW,
            "DURE_STAFF_MFA": "optional",
        }
        os.environ.pop("DURE_DATABASE_URL", None)
        with running_database(Path(folder), os.environ):
            prepared = _prepare(count)
            with _server(processes) as (port, server):
                _drive(port, prepared[:50], _submit, _is_handed_in)  # what is compiled and cached once
                health = _drive(port, [("", "")] * count, _health, _is_well)
                before = _cpu(server, folder)
                rate = _drive(port, prepared[50:], _submit, _is_handed_in)
                web, database = (
                    (after - was) / (count - 50) * 1000
                    for after, was in zip(_cpu(server, folder), before, strict=True)
                )
            handed_in = _handed_in()
    print(f"{handed_in:,} of {count:,} applications handed in, {processes} server process(es)")
    print(f"submit: {rate:.0f} a second, limit {LIMIT}: {'met' if rate >= LIMIT else 'NOT MET'}")
    print(f"ratio to the limit: {rate / LIMIT:.2f}")
    print(f"CPU of one submit: {web:.2f} ms in the web server, {database:.2f} ms in the database")
    print(f"/healthz in the same run: {health:.0f} a second; a submit costs {health / rate:.1f} of them")
    return 0 if handed_in == count else 1


def _prepare(count: int) -> list[tuple[str, str]]:
    """Make users with sessions, merchants and whole drafts; return (address, cookie) of each."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.programmes.services.publish import publish_programme
    from dure.domains.programmes.services.upload import upload_programme
    from dure.library import library_bytes

    before = datetime.fromisoformat("2025-03-17T09:00:00+09:00")
    uploaded = upload_programme(actor=SYSTEM, now=before, raw=library_bytes(PROGRAMME))
    publish_programme(actor=SYSTEM, now=before, version_id=uploaded.version_id, reason="bench")
    return _rows(count, uploaded.version_id)


def _rows(
    count: int, version: int, programme: str = PROGRAMME, documents: tuple[str, ...] = FILES
) -> list[tuple[str, str]]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from dure.domains.accounts.models import User
    from dure.domains.applications.models import Application
    from dure.domains.merchants.models import Merchant, MerchantMember
    from dure.domains.uploads.models import StoredFile
    from dure.engine.profile.business_number import check_digit

    now = datetime.fromisoformat(NOW)

    def number(n: int) -> str:
        first = f"{101 + n // 10_000:03d}00{n % 10_000:04d}"
        return first + str(check_digit(first))

    users = User.objects.bulk_create(User(email=f"u{n}@bench.example") for n in range(count))
    known: dict[str, Any] = {
        "legal_form": "sole", "ksic": "47912", "region": "5111010100", "employees": "2.5",
        "annual_sales": 240_000_000, "online_sales_share": "0.4", "business_status": "active",
        "tax_arrears": False, "has_sanctioned_until": False, "has_closed_on": False, "has_channels": False,
        "owner_birth_year": 1980, "owner_female": False, "opened_on": date(2019, 5, 1),
        "owner_name": "김두레", "phone": "010-1234-5678", "made_at": now, "changed_at": now,
    }  # fmt: skip
    merchants = Merchant.objects.bulk_create(
        Merchant(business_no=number(n), name=f"두레상회 {n}", **known) for n in range(count)
    )
    MerchantMember.objects.bulk_create(
        MerchantMember(merchant=m, user=u, proved_by="first", since=now)
        for m, u in zip(merchants, users, strict=True)
    )
    files = StoredFile.objects.bulk_create(
        StoredFile(
            purpose="document", name=f"{f}.pdf", size=1000, sha256="0" * 64, content_type="application/pdf",
            state="clean", uploaded_at=now,
        )
        for _ in range(count) for f in documents
    )  # fmt: skip
    drafts = Application.objects.bulk_create(
        Application(
            programme=programme, version_id=version, merchant=merchants[n], made_by=users[n], made_at=now,
            changed_at=now, draft=_draft(files[n * len(documents) : (n + 1) * len(documents)], documents),
        )
        for n in range(count)
    )  # fmt: skip
    store, cookies, sessions = SessionStore(), [], []
    for n, user in enumerate(users):
        kept = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        key = f"bench{n:027d}"
        sessions.append(
            Session(
                session_key=key,
                session_data=store.encode(kept),
                expire_date=timezone.now() + timezone.timedelta(hours=1),
            )
        )
        cookies.append(f"sessionid={key}; csrftoken={TOKEN}")
    Session.objects.bulk_create(sessions)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    return [(f"/calls/{programme}/apply/{d.pk}/check/", c) for d, c in zip(drafts, cookies, strict=True)]


def _draft(files: list[Any], documents: tuple[str, ...]) -> dict[str, Any]:
    """Return a whole draft: two executors, documents with their days, consents."""
    return {
        "purpose": "apply",
        "counter": 7,
        "typed": {
            "executors": {"rank.acorn": ["1"], "rank.otter": ["2"]},
            "documents": {
                "from.business_registration": ["register"],
                "valid_from.small_merchant_certificate": ["2025-01-02"],
                "valid_until.small_merchant_certificate": ["2026-03-31"],
                "issued_on.national_tax_certificate": ["2025-03-20"],
                "issued_on.local_tax_certificate": ["2025-03-21"],
            },
            "consents": {"consent.use": ["yes"], "consent.executors": ["yes"], "consent.news": ["no"]},
        },
        "files": {
            name: {"id": str(file.pk), "name": "", "size": 1000}
            for name, file in zip(documents, files, strict=True)
        },
    }


@contextmanager
def _server(processes: int) -> Iterator[tuple[int, int]]:
    """Run the service as ``dure serve`` does, with so many processes."""
    with _served("dure.web.wsgi:application", processes) as found:
        yield found


@contextmanager
def _served(application: str, processes: int, folder: Path | None = None) -> Iterator[tuple[int, int]]:
    """Run the web server that ``dure serve`` runs before an application; yield its port and process."""
    from dure.service.running import THREADS

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
        *(
            "--port",
            str(port),
            "--workers",
            str(processes),
            "--blocking-threads",
            os.environ.get("BT", str(THREADS)),
        ),
        *("--no-ws", "--log-level", "error", application),
    ]
    server = subprocess.Popen(command, env=dict(os.environ), start_new_session=True, cwd=folder)
    try:
        for _ in range(300):
            try:
                with socket.create_connection(("127.0.0.1", port), 1):
                    break
            except OSError:
                time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _cpu(server: int, folder: str) -> tuple[float, float]:
    """Return the CPU seconds of the web server's processes and of those of the database, as they stand now.

    Beside the rate, since it says what a submit costs also on a machine that others use at the same time.
    """
    web = database = 0.0
    tick = os.sysconf("SC_CLK_TCK")
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parts = (path / "stat").read_text().rsplit(")", 1)[1].split()
            where = str((path / "cwd").readlink())
        except OSError:
            continue
        spent = (int(parts[11]) + int(parts[12])) / tick
        if int(parts[2]) == server:
            web += spent
        elif where.startswith(folder):
            database += spent
    return web, database


Answer = tuple[int, bytes]
"""Status and headers."""
Ask = Callable[[str, str], bytes]
"""What is sent for an address and a cookie."""
Right = Callable[[Answer], bool]


def _submit(address: str, cookie: str) -> bytes:
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "counter": "7"})
    return (
        f"POST {address} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _is_handed_in(answer: Answer) -> bool:
    return answer[0] == 302 and b"/done/" in answer[1]


def _health(_address: str, _cookie: str) -> bytes:
    return b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


def _is_well(answer: Answer) -> bool:
    return answer[0] == 200


def _ask(line: socket.socket, request: bytes) -> Answer:
    """Send a request and read the answer whole, at little cost: the cores are the server's."""
    line.sendall(request)
    got = b""
    while b"\r\n\r\n" not in got:
        some = line.recv(65536)
        if not some:
            return 0, got
        got += some
    head, _, body = got.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    left = (int(length.group(1)) if length else 0) - len(body)
    while left > 0:
        left -= len(line.recv(65536))
    return int(head[9:12]), head


def _drive(port: int, asked: list[tuple[str, str]], ask: Ask, right: Right) -> float:
    """Ask everything from clients that keep their connections; return answers a second."""
    parts = [asked[n::CLIENTS] for n in range(CLIENTS)]
    wrong: Queue[int] = Queue()
    clients = [Process(target=_client, args=(port, part, ask, right, wrong)) for part in parts]
    start = time.perf_counter()
    for client in clients:
        client.start()
    faults = sum(wrong.get() for _ in clients)
    spent = time.perf_counter() - start
    for client in clients:
        client.join()
    if faults:
        print(f"{faults:,} of {len(asked):,} answers were not what was expected", file=sys.stderr)
    return (len(asked) - faults) / spent


def _client(port: int, asked: list[tuple[str, str]], ask: Ask, right: Right, wrong: Queue[int]) -> None:
    faults: list[int] = []

    def run(part: list[tuple[str, str]]) -> None:
        with socket.create_connection(("127.0.0.1", port), 60) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            faults.append(sum(not right(_ask(line, ask(*one))) for one in part))

    threads = [Thread(target=run, args=(asked[n::THREADS_EACH],)) for n in range(THREADS_EACH)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong.put(sum(faults))


def _handed_in() -> int:
    from dure.domains.applications.models import Application

    return Application.objects.filter(state="submitted").count()


if __name__ == "__main__":
    told = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(told[0] if told else 3000, told[1] if len(told) > 1 else os.cpu_count() or 1))
