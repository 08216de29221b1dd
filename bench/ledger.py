"""The ledger beside pgbench's TPC-B on the same server in the same run, eight clients, fsync on.

    python bench/ledger.py [SECONDS EACH] [BENEFITS]

Spread accounts and matched legs stand beside TPC-B at scale 100, one hot budget with a hard limit beside
TPC-B at scale 1 (one hot row); then a million benefits set-based from one hot budget. Rounds alternate, and
the median of their ratios is what counts: the machine drifts. Nothing may be past its limit at the end.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import service

CLIENTS, SPREAD, ROUNDS, BATCH = 8, 20_000, 3, 1_000
LIMITS = {"spread": 1.5, "matched": 1.8, "hot": 0.55, "set-based": 5.0}
CALL = """SELECT ledger_post(gen_random_uuid(),
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'bench', '', 1, 'officer',
    '00000000-0000-0000-0000-000000000000', now(), now(),
    ARRAY[{debits}]::bigint[], ARRAY[{credits}]::bigint[], ARRAY[{amounts}]::bigint[],
    ARRAY[{kinds}]::smallint[],
    ARRAY[{nulls}]::uuid[], ARRAY[{nulls}]::integer[], ARRAY[{nulls}]::timestamptz[]);
"""


def call(*legs: tuple[str, str, str]) -> str:
    debits, credits, amounts = (", ".join(part) for part in zip(*legs, strict=True))
    return CALL.format(
        debits=debits, credits=credits, amounts=amounts,
        kinds=", ".join("0" for _ in legs), nulls=", ".join("NULL" for _ in legs),
    )  # fmt: skip


def main(seconds: int, benefits: int) -> int:
    with service.running():
        from dure.embedded.binaries import find_binaries

        bench = find_binaries(os.environ).path("pgbench")
        first = prepare()
        with tempfile.TemporaryDirectory(prefix="dure-bench-") as name:
            return measure(bench, Path(name), first, seconds, benefits)


def prepare() -> dict[str, int]:
    """Open the accounts and fund them; return the first id of each kind."""
    from django.db import connection

    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.events.act import act
    from dure.domains.ledger.opening import NewAccount, open_accounts
    from dure.domains.ledger.posting import move, post

    found: dict[str, int] = {}
    with act("bench.open", actor=SYSTEM, now=service.NOW) as this:
        source = open_accounts(this, [NewAccount("source", "source", guard="none")])["source"]
        for kind in ("public", "private", "shop"):
            some = [NewAccount(f"{kind}/{n:06}", kind) for n in range(SPREAD)]
            opened = open_accounts(this, some)
            found[kind] = min(opened.values())
            assert max(opened.values()) - found[kind] == SPREAD - 1, "ids follow one another"
            if kind != "shop":
                legs = [move(source, account, 10**12) for account in opened.values()]
                for at in range(0, SPREAD, 5_000):
                    post(this, key=f"{kind}/{at}", what="bench", legs=legs[at : at + 5_000])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_account")
    return found


def measure(bench: str, folder: Path, first: dict[str, int], seconds: int, benefits: int) -> int:
    public, private, shop = first["public"], first["private"], first["shop"]
    spread = (
        f"\\set n random(0, {SPREAD - 1})\n\\set m random(0, {SPREAD - 1})\n\\set won random(1, 100000)\n"
    )
    scripts = {
        "spread": spread + call((f"{public} + :n", f"{shop} + :m", ":won")),
        "matched": spread
        + call((f"{public} + :n", f"{shop} + :m", ":won"), (f"{private} + :n", f"{shop} + :m", ":won")),
        "hot": spread + call((str(public), f"{shop} + :m", ":won")),
    }
    for title, text in scripts.items():
        (folder / title).write_text(text)
    url = os.environ["DURE_DATABASE_URL"]

    def rate(*words: str) -> float:
        found = subprocess.run(
            [bench, "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-M", "prepared", *words, url],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        return float(next(line for line in found.splitlines() if line.startswith("tps")).split()[2])

    def tpcb(scale: int) -> None:
        subprocess.run([bench, "-i", "-q", "-s", str(scale), url], check=True, capture_output=True)

    ratios: dict[str, list[float]] = {title: [] for title in scripts}
    wide: list[float] = []
    for scale, titles in ((100, ("spread", "matched")), (1, ("hot",))):
        tpcb(scale)
        for _ in range(ROUNDS):
            limit = rate("-b", "tpcb-like")
            for title in titles:
                # A matched journal is two transfers.
                legs = 2 if title == "matched" else 1
                mine = rate("-f", str(folder / title)) * legs
                ratios[title].append(mine / limit)
                print(f"  {title:9} {mine:8,.0f} transfers/s   TPC-B s{scale} {limit:8,.0f}/s")
            if scale == 100:
                wide.append(limit)
    batch = set_based(public, shop, benefits)
    print(f"  set-based {batch:8,.0f} transfers/s, {benefits:,} benefits by {BATCH:,}")
    ratios["set-based"] = [batch / statistics.median(wide)]
    met = True
    for title, some in ratios.items():
        ratio = statistics.median(some)
        met &= ratio >= LIMITS[title]
        word = "met" if ratio >= LIMITS[title] else "NOT MET"
        print(f"{title}: {ratio:.2f} x TPC-B, limit {LIMITS[title]}: {word}")
    return 0 if met and sound() else 1


def set_based(budget: int, shop: int, benefits: int) -> float:
    """Post benefits from one hot budget, each by a transfer of its own; return transfers a second."""
    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.events.act import act
    from dure.domains.ledger.posting import move, post

    start = time.perf_counter()
    for at in range(0, benefits, BATCH):
        legs = [move(budget, shop + n % SPREAD, 300) for n in range(at, at + BATCH)]
        with act("bench.post", actor=SYSTEM, now=service.NOW) as this:
            post(this, key=f"benefits/{at}", what="bench", legs=legs)
    return benefits / (time.perf_counter() - start)


def sound() -> bool:
    """Say whether every total is what its transfers add up to."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM ledger_transfer), (SELECT count(*) FROM ledger_account a"
            " WHERE a.debits <> (SELECT coalesce(sum(amount), 0) FROM ledger_transfer WHERE debit_id = a.id)"
            " AND a.kind = 'public'), (SELECT sum(debits) - sum(credits) FROM ledger_account)"
        )
        row: tuple[Any, ...] = cursor.fetchone()
    print(f"{row[0]:,} transfers; accounts that do not add up: {row[1]}; debits less credits: {row[2]}")
    return row[1] == 0 and row[2] == 0


if __name__ == "__main__":
    told = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(told[0] if told else 15, told[1] if len(told) > 1 else 1_000_000))
