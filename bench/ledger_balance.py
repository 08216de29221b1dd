"""What stands on an account, and its last transfers, when the ledger is large: 5 ms at most.

    python bench/ledger_balance.py [--entries 10000000]

A balance is read from the account's running totals, which posting keeps and proving re-adds, so it should not
matter how many transfers there are. The ledger is filled by posting itself, set-based; the time is that of a
statement through Django's connection, the slowest of a hundred accounts with the hottest among them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

import service

ACCOUNTS, BATCH, ASKED, LIMIT_MS = 20_000, 5_000, 100, 5.0


def main(entries: int) -> int:
    with service.running():
        start = time.perf_counter()
        budget, first = fill(entries)
        print(f"{entries:,} transfers posted in {time.perf_counter() - start:,.0f} s", flush=True)
        asked = [budget, *range(first, first + ASKED - 1)]
        met = [
            service.ratio(
                f"balance of an account, slowest of {ASKED}", slowest(balance, asked), LIMIT_MS, "ms"
            ),
            service.ratio("its last 50 transfers", slowest(statement, asked), LIMIT_MS, "ms"),
        ]
    return 0 if all(met) else 1


def fill(entries: int) -> tuple[int, int]:
    """Post transfers from one budget to many shops; return the budget and the first shop."""
    from django.db import connection

    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.events.act import act
    from dure.domains.ledger.opening import NewAccount, open_accounts
    from dure.domains.ledger.posting import move, post

    with act("bench.open", actor=SYSTEM, now=service.NOW) as this:
        opened = open_accounts(
            this, [NewAccount("source", "source", guard="none"), NewAccount("budget", "budget")]
        )
        shops = open_accounts(this, [NewAccount(f"shop/{n:06}", "shop") for n in range(ACCOUNTS)])
        post(this, key="fund", what="bench", legs=[move(opened["source"], opened["budget"], 10**15)])
    budget, first = opened["budget"], min(shops.values())
    for at in range(0, entries, BATCH):
        legs = [move(budget, first + n % ACCOUNTS, 300) for n in range(at, min(at + BATCH, entries))]
        with act("bench.post", actor=SYSTEM, now=service.NOW) as this:
            post(this, key=f"benefits/{at}", what="bench", legs=legs)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_account, ledger_transfer")
    return budget, first


def balance(account: int) -> None:
    from dure.domains.ledger.models import Account

    found = Account.objects.only("debits", "credits").get(pk=account)
    assert found.credits >= found.debits


def statement(account: int) -> None:
    from dure.domains.ledger.models import Account
    from dure.domains.ledger.queries import entries

    assert entries(Account(pk=account), before=None, most=50)


def slowest(ask: Callable[[int], None], asked: list[int]) -> float:
    """Return the most milliseconds that an account takes, each by its best of five: others run beside it."""
    most = 0.0
    for account in asked:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            ask(account)
            times.append((time.perf_counter() - start) * 1_000)
        most = max(most, min(times))
    return most


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--entries", type=int, default=10_000_000)
    sys.exit(main(words.parse_args().entries))
