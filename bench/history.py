"""What history costs: 10,000 merchants changed by one statement, with it and without, in turn.

The peer is the same statement with the triggers of history switched off. And the seals: events hashed a
second.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from service import running

ROWS, RUNS = 10_000, 7
MOST_RATIO = 4.0
EVENTS = 100_000


def main() -> int:
    with running():
        return measured()


def measured() -> int:
    from django.db import connection

    from dure.domains.events.history import history_of
    from dure.domains.merchants.models import Merchant

    fill()
    seconds: dict[str, list[float]] = {"on": [], "off": []}
    with connection.cursor() as cursor:
        for run in range(RUNS + 1):
            for state in ("off", "on"):
                switch(cursor, state == "on")
                cursor.execute("VACUUM ANALYZE merchants_merchant")
                start = time.perf_counter()
                cursor.execute(
                    "UPDATE merchants_merchant SET employees = %s, name = %s", [run, f"{state}{run}"]
                )
                if run:
                    seconds[state].append(time.perf_counter() - start)
        cursor.execute("SELECT pg_total_relation_size(%s)", [history_of(Merchant)._meta.db_table])
        size = cursor.fetchone()[0]
    kept = history_of(Merchant).objects.count()
    with_it, without = median(seconds["on"]), median(seconds["off"])
    ratio = with_it / without
    print(f"{ROWS:,} rows changed: {without * 1000:.0f} ms without history, {with_it * 1000:.0f} ms with it")
    print(f"ratio {ratio:.2f} (at most {MOST_RATIO}); {(with_it - without) / ROWS * 1e6:.1f} µs and"
          f" {size / kept:.0f} bytes a change")  # fmt: skip
    sealed = events_hashed()
    print(f"{sealed:,.0f} events hashed a second")
    return 0 if ratio <= MOST_RATIO else 1


def fill() -> None:
    """Make the merchants."""
    from datetime import UTC, datetime

    from dure.domains.merchants.models import Merchant

    now = datetime.now(UTC)
    Merchant.objects.bulk_create(
        (
            Merchant(
                business_no=f"{n:010d}", name="두레상회", search="x", legal_form="sole", ksic="47912",
                region="5111010100", employees="2.5", annual_sales=240_000_000, channels=["a", "b"],
                owner_name="홍길동", phone="010-0000-0000", email=f"{n}@bench.example",
                made_at=now, changed_at=now,
            )
            for n in range(ROWS)
        ),
        batch_size=2000,
    )  # fmt: skip


def switch(cursor: object, on: bool) -> None:
    """Switch the triggers that keep history on or off."""
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'merchants_merchant'::regclass"
        " AND (tgname LIKE 'pgtrigger_update_update%' OR tgname LIKE 'pgtrigger_delete_delete%')"
    )
    for (name,) in cursor.fetchall():  # type: ignore[attr-defined]
        word = "ENABLE" if on else "DISABLE"
        cursor.execute(f'ALTER TABLE merchants_merchant {word} TRIGGER "{name}"')  # type: ignore[attr-defined]


def events_hashed() -> float:
    """Return how many events a second are hashed for a seal."""
    from django.db import connection

    from dure.domains.events.sealing import START, block_hash

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_event"
            " (act, act_id, role, at, recorded_at, subject, subject_id, reason, details)"
            " SELECT 'bench.run', gen_random_uuid(), 'officer', now(), now(), 'application', n::text, 'why',"
            " jsonb_build_object('move', 'accept', 'from', 'submitted', 'to', 'accepted', 'n', n)"
            " FROM generate_series(1, %s) n",
            [EVENTS],
        )
    start = time.perf_counter()
    count, _ = block_hash(START, 1, 2**62)
    return count / (time.perf_counter() - start)


if __name__ == "__main__":
    sys.exit(main())
