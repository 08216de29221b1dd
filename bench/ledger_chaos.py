"""The ledger under kill -9: clients and the database are killed at random points, again and again.

    python bench/ledger_chaos.py [KILLS] [SEED]

Four client processes post moves, holds, takings and releases, a tenth of them twice; what was acknowledged
each writes to a file of its own, after the database said so. A kill ends a client or every process of the
database; both come up again and go on, repeating what they had not heard of under the same key. At the end
holds whose time is over are released and everything is added anew: nothing acknowledged is missing, nothing
stands twice, nothing is past its bound, and no hold is left.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import service

CLIENTS, ACCOUNTS, FUNDED = 4, 12, 1_000_000


def main(kills: int, seed: int) -> int:
    draw = random.Random(seed)
    with service.running(), tempfile.TemporaryDirectory(prefix="dure-chaos-") as name:
        folder = Path(name)
        accounts = prepare()
        stop = folder / "stop"
        clients = [start(folder, n, accounts) for n in range(CLIENTS)]
        killed = {"client": 0, "database": 0}
        for _ in range(kills):
            await_news(folder)
            time.sleep(draw.uniform(0.0, 0.5))
            if draw.random() < 0.5:
                n = draw.randrange(CLIENTS)
                clients[n].kill()
                clients[n].wait()
                clients[n] = start(folder, n, accounts)
                killed["client"] += 1
            else:
                kill_database()
                killed["database"] += 1
        await_news(folder)
        stop.touch()
        codes = [client.wait() for client in clients]
        return judge(folder, killed, codes)


def await_news(folder: Path) -> None:
    """Wait until every client has been acknowledged something since: only then is there something to lose."""
    before = {n: written(folder, n) for n in range(CLIENTS)}
    begun = time.monotonic()
    while any(written(folder, n) <= before[n] for n in before):
        assert time.monotonic() - begun < 300, "a client does not come up again"
        time.sleep(0.05)


def written(folder: Path, n: int) -> int:
    told = folder / f"told-{n}"
    return told.stat().st_size if told.exists() else 0


def prepare() -> list[int]:
    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.events.act import act
    from dure.domains.ledger.opening import NewAccount, open_accounts
    from dure.domains.ledger.posting import move, post

    with act("chaos.open", actor=SYSTEM, now=service.NOW) as this:
        source = open_accounts(this, [NewAccount("source", "source", guard="none")])["source"]
        some = [NewAccount(f"account/{n}", "wallet") for n in range(ACCOUNTS)]
        opened = list(open_accounts(this, some).values())
        post(this, key="fund", what="chaos", legs=[move(source, one, FUNDED) for one in opened])
    return opened


def start(folder: Path, n: int, accounts: list[int]) -> subprocess.Popen[bytes]:
    words = [sys.executable, __file__, "client", str(folder), str(n), json.dumps(accounts)]
    return subprocess.Popen(words)


def kill_database() -> None:
    """End the postmaster and all its processes at once, as a power cut does, and start it again."""
    from dure.embedded import cluster_in

    cluster = cluster_in(Path(os.environ["DURE_DATA_DIR"]) / "postgres", os.environ)
    first = int((cluster.data / "postmaster.pid").read_text().split()[0])
    for pid in [first, *children(first)]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    cluster.start()


def children(parent: int) -> list[int]:
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


def client(folder: Path, n: int, accounts: list[int]) -> int:
    """Post until told to stop; begin where the killed one before had come."""
    import django

    django.setup()
    from django.db import Error, connection

    from dure.engine.problems import Refused

    told = folder / f"told-{n}"
    begun = told.read_text().splitlines() if told.exists() else []
    # The last line may be half: what is not known to be acknowledged is asked again under its key.
    at = len([line for line in begun if line.endswith(";")])
    with told.open("a") as out:
        if begun and not begun[-1].endswith(";"):
            out.write("\n")
        while not (folder / "stop").exists():
            try:
                word = step(n, at, accounts)
                if random.Random(at).random() < 0.1:
                    assert step(n, at, accounts) == word, "delivered twice, answered otherwise"
            except Refused:
                word = "refused"
            except Error:
                connection.close()
                time.sleep(0.1)
                continue
            out.write(f"{n} {at} {word};\n")
            out.flush()
            at += 1
    return 0


def step(n: int, at: int, accounts: list[int]) -> str:
    """Do the n-th client's step: the same whenever it is asked for."""
    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.events.act import act
    from dure.domains.ledger.posting import Held, hold, move, post, release, take

    draw = random.Random(f"{n}/{at - at % 2}")
    debit, credit = draw.sample(accounts, 2)
    amount, kind = draw.randint(1, 500), draw.choice(["move", "take", "release", "leave"])
    if kind == "move":
        legs = [move(debit, credit, amount)]
    elif at % 2 == 0:
        legs = [hold(debit, credit, amount, service.NOW + timedelta(hours=1))]
    elif kind == "leave":
        return "left"
    else:
        held = Held(journal_of(f"{n}/{at - 1}"))
        legs = [
            take(held, debit, credit, max(1, amount // 2))
            if kind == "take"
            else release(held, debit, credit, amount)
        ]
    with act("chaos.post", actor=SYSTEM, now=service.NOW) as this:
        post(this, key=f"{n}/{at}", what="chaos", legs=legs)
    return "posted"


def journal_of(key: str) -> Any:
    import uuid

    from dure.domains.ledger.posting import KEYS

    return uuid.uuid5(KEYS, key)


def judge(folder: Path, killed: dict[str, int], codes: list[int]) -> int:
    from django.db import connection, transaction

    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.ledger.proving import verify_ledger
    from dure.domains.ledger.services.expire_holds import expire_holds

    connection.close()
    expired = expire_holds(actor=SYSTEM, now=service.NOW + timedelta(hours=2))
    with transaction.atomic(), connection.cursor() as cursor:
        found = verify_ledger()
        cursor.execute("SELECT journal_id FROM ledger_transfer WHERE line = 1")
        stands = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT sum(credits) - sum(debits) FROM ledger_account WHERE code LIKE 'account/%'")
        total = int(cursor.fetchone()[0])
    promised = {
        journal_of(f"{line.split()[0]}/{line.split()[1]}")
        for n in range(CLIENTS)
        for line in (folder / f"told-{n}").read_text().splitlines()
        if line.endswith("posted;")
    }
    missing, unheard = len(promised - stands), len(stands - promised) - 1 - expired
    print(
        f"kills: {killed['client']} of a client, {killed['database']} of the database;"
        f" {len(promised):,} journals acknowledged, {unheard} posted and unheard of, {expired} holds expired"
    )
    print(
        f"acknowledged and missing: {missing}; won lost: {ACCOUNTS * FUNDED - total};"
        f" holds left open: {found.proof.open_holds}; faults: {len(found.proof.faults)}"
    )
    sound = found.sound and not missing and not found.proof.open_holds and total == ACCOUNTS * FUNDED
    return 0 if sound and promised and not any(codes) and 0 <= unheard <= CLIENTS else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["client"]:
        sys.exit(client(Path(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])))
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(numbers[0] if numbers else 200, numbers[1] if len(numbers) > 1 else 1))
