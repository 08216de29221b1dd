"""Clients that post, and a hand that kills them and their database: what the bench and a test run.

Four client processes post moves, holds, takings and releases, a tenth of them twice; what was acknowledged
each writes to a file of its own, after the database said so. A kill ends a client or every process of the
database; both come up again and go on, repeating what they had not heard of under the same key. At the end
holds whose time is over are released and everything is added anew: nothing acknowledged is missing, nothing
stands twice, nothing is past its bound, and no hold is left.

Clients are forked: one that is started anew takes milliseconds, so that time goes to kills and not to
loading Django. A client that ends by itself ends the run at once, with what it ended of.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
import traceback
import uuid
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from django.db import Error, connection, transaction

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import KEYS, Held, hold, move, post, release, take
from dure.domains.ledger.proving import verify_ledger
from dure.domains.ledger.services.expire_holds import expire_holds
from dure.embedded import cluster_in
from dure.engine.problems import Refused

CLIENTS, ACCOUNTS, FUNDED = 4, 12, 1_000_000
NOW = datetime.fromisoformat("2025-03-24T10:00:00+09:00")
PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Survived:
    """What stands after the last kill."""

    client_kills: int
    database_kills: int
    seconds: float
    slowest_recovery: float
    """From the kill of the database until all clients had been acknowledged something again."""
    acknowledged: int
    unheard: int
    """Posted, and the client did not live to hear of it: one a client at most."""
    expired: int
    missing: int
    lost_won: int
    open_holds: int
    faults: int

    @property
    def sound(self) -> bool:
        """Say whether nothing is lost, nothing stands twice and nothing is left open."""
        wrong = self.missing or self.lost_won or self.open_holds or self.faults
        return not wrong and self.acknowledged > 0 and 0 <= self.unheard <= CLIENTS

    def told(self) -> list[str]:
        """Return it in lines."""
        return [
            f"kills: {self.client_kills} of a client, {self.database_kills} of the database,"
            f" in {self.seconds:.0f} s; slowest recovery {self.slowest_recovery:.1f} s",
            f"{self.acknowledged:,} journals acknowledged, {self.unheard} posted and unheard of,"
            f" {self.expired} holds expired",
            f"acknowledged and missing: {self.missing}; won lost: {self.lost_won};"
            f" holds left open: {self.open_holds}; faults: {self.faults}",
        ]


def run(folder: Path, postgres: Path, kills: int, seed: int) -> Survived:
    """Let clients post and kill; ``postgres`` is the folder of the embedded database, ``folder`` is empty."""
    draw = random.Random(seed)
    accounts = _prepare()
    connection.close()
    begun, slowest = time.monotonic(), 0.0
    clients = [_start(folder, n, accounts) for n in range(CLIENTS)]
    # Both kinds in any run of two and more.
    planned = [n % 2 == 0 for n in range(kills)]
    draw.shuffle(planned)
    try:
        for of_database in planned:
            _await_news(folder, clients)
            time.sleep(draw.uniform(0.0, 0.5))
            if of_database:
                killed_at = time.monotonic()
                kill_database(postgres)
                _await_news(folder, clients)
                slowest = max(slowest, time.monotonic() - killed_at)
            else:
                n = draw.randrange(CLIENTS)
                clients[n].kill()
                clients[n].join()
                clients[n] = _start(folder, n, accounts)
        _await_news(folder, clients)
        (folder / "stop").touch()
        for client in clients:
            client.join(PATIENCE_SECONDS)
            assert client.exitcode == 0, "a client did not end as it should"
    finally:
        for client in clients:
            client.kill()
    return _judge(folder, planned, time.monotonic() - begun, slowest)


def _await_news(folder: Path, clients: Sequence[BaseProcess]) -> None:
    """Wait until every client has been acknowledged something since: only then is there something to lose."""
    before = [_written(folder, n) for n in range(CLIENTS)]
    begun = time.monotonic()
    while any(_written(folder, n) <= size for n, size in enumerate(before)):
        for n, client in enumerate(clients):
            assert client.is_alive(), f"client {n} ended: {_why(folder, n)}"
        for n, size in enumerate(before):
            waits = _written(folder, n) <= size and time.monotonic() - begun > PATIENCE_SECONDS
            assert not waits, f"client {n} does not come up again: {_why(folder, n)}"
        time.sleep(0.02)


def _why(folder: Path, n: int) -> str:
    why = folder / f"failed-{n}"
    return why.read_text() if why.exists() else "nothing told"


def _written(folder: Path, n: int) -> int:
    told = folder / f"told-{n}"
    return told.stat().st_size if told.exists() else 0


def _prepare() -> list[int]:
    with act("chaos.open", actor=SYSTEM, now=NOW) as this:
        source = open_accounts(this, [NewAccount("source", "source", guard="none")])["source"]
        some = [NewAccount(f"account/{n}", "wallet") for n in range(ACCOUNTS)]
        opened = list(open_accounts(this, some).values())
        post(this, key="fund", what="chaos", legs=[move(source, one, FUNDED) for one in opened])
    return opened


def _start(folder: Path, n: int, accounts: list[int]) -> BaseProcess:
    client = multiprocessing.get_context("fork").Process(target=_client, args=(folder, n, accounts))
    with warnings.catch_warnings():
        # Python 3.12 and later warn of forks beside threads; the child uses none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        client.start()
    return client


def kill_database(folder: Path) -> None:
    """End the postmaster and all its processes at once, as a power cut does, and start it again."""
    cluster = cluster_in(folder, os.environ)
    first = int((cluster.data / "postmaster.pid").read_text().split()[0])
    for pid in [first, *_children(first)]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    cluster.start()


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.append(int(entry.name))
    return found


def _client(folder: Path, n: int, accounts: list[int]) -> None:
    """Post until told to stop; begin where the killed one before had come."""
    try:
        _post_on(folder, n, accounts)
    except BaseException:
        (folder / f"failed-{n}").write_text(traceback.format_exc())
        raise


def _post_on(folder: Path, n: int, accounts: list[int]) -> None:
    told = folder / f"told-{n}"
    begun = told.read_text().splitlines() if told.exists() else []
    # The last line may be half: what is not known to be acknowledged is asked again under its key.
    at = len([line for line in begun if line.endswith(";")])
    with told.open("a") as out:
        if begun and not begun[-1].endswith(";"):
            out.write("\n")
        while not (folder / "stop").exists():
            try:
                word = _step(n, at, accounts)
                if random.Random(at).random() < 0.1:
                    assert _step(n, at, accounts) == word, "delivered twice, answered otherwise"
            except Refused:
                word = "refused"
            except Error as fault:
                # Told should it never get better.
                (folder / f"failed-{n}").write_text(str(fault))
                connection.close()
                time.sleep(0.02)
                continue
            out.write(f"{n} {at} {word};\n")
            out.flush()
            at += 1
    connection.close()


def _step(n: int, at: int, accounts: list[int]) -> str:
    """Do the n-th client's step: the same whenever it is asked for."""
    draw = random.Random(f"{n}/{at - at % 2}")
    debit, credit = draw.sample(accounts, 2)
    amount, kind = draw.randint(1, 500), draw.choice(["move", "take", "release", "leave"])
    if kind == "move":
        legs = [move(debit, credit, amount)]
    elif at % 2 == 0:
        legs = [hold(debit, credit, amount, NOW + timedelta(hours=1))]
    elif kind == "leave":
        return "left"
    else:
        held = Held(_journal_of(f"{n}/{at - 1}"))
        legs = [
            take(held, debit, credit, max(1, amount // 2))
            if kind == "take"
            else release(held, debit, credit, amount)
        ]
    with act("chaos.post", actor=SYSTEM, now=NOW) as this:
        post(this, key=f"{n}/{at}", what="chaos", legs=legs)
    return "posted"


def _journal_of(key: str) -> uuid.UUID:
    return uuid.uuid5(KEYS, key)


def _judge(folder: Path, planned: Sequence[bool], seconds: float, slowest: float) -> Survived:
    connection.close()
    later = NOW + timedelta(hours=2)
    expired = 0
    while released := expire_holds(actor=SYSTEM, now=later):
        expired += released
    with transaction.atomic(), connection.cursor() as cursor:
        found = verify_ledger()
        cursor.execute("SELECT journal_id FROM ledger_transfer WHERE line = 1")
        stands = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT sum(credits) - sum(debits) FROM ledger_account WHERE code LIKE 'account/%'")
        total = int(cursor.fetchone()[0])
    promised = {
        _journal_of(f"{line.split()[0]}/{line.split()[1]}")
        for n in range(CLIENTS)
        for line in (folder / f"told-{n}").read_text().splitlines()
        if line.endswith("posted;")
    }
    return Survived(
        client_kills=planned.count(False),
        database_kills=planned.count(True),
        seconds=seconds,
        slowest_recovery=slowest,
        acknowledged=len(promised),
        # All that stands but the funding and what expired.
        unheard=len(stands - promised) - 1 - expired,
        expired=expired,
        missing=len(promised - stands),
        lost_won=ACCOUNTS * FUNDED - total,
        open_holds=found.proof.open_holds,
        faults=len(found.proof.faults) + len(found.seals.faults),
    )
