"""One merchant screened by forty rules with a full explanation: median at most 1 ms, p99 at most 5 ms.

The peer is DuckDB answering the same rules for one row with a prepared query, in the same run.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from dure.engine.rules.binding import Occasion
from dure.engine.screening import MerchantScreener, open_rulebook, screening_query
from dure.files.merchants import read_profiles
from dure.files.reading import open_table
from dure.files.session import open_session
from forty import AS_OF, RULES
from measure import verdict
from population import write_merchants


def main(count: int) -> int:
    book = open_rulebook(list(RULES.items()), Occasion(AS_OF, AS_OF))
    rows = _rows(count)
    screener = MerchantScreener(book)
    ours, busy, known = [], [], 0
    for row in rows:
        start, cpu = time.perf_counter(), time.process_time()
        known += screener.screen(row).verdict != "unknown"
        busy.append(time.process_time() - cpu)
        ours.append(time.perf_counter() - start)
    theirs = _prepared(screening_query(book, "one", []), rows[:60])
    median, p99 = _median_and_p99(ours)
    print(f"{count:,} merchants one by one by {len(RULES)} rules, {known:,} with a definite verdict")
    print(verdict("median", median, 1, " ms"))
    print(verdict("p99", p99, 5, " ms"))
    # On a machine with other work the clock counts others' time too; the process's own does not.
    print("of it the process's own: median {:.3f} ms, p99 {:.3f} ms".format(*_median_and_p99(busy)))
    print(f"ratio to DuckDB, one row at a time: 1 / {theirs * 1000 / median:.0f}")
    return 0


def _median_and_p99(seconds: list[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile, in milliseconds."""
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.99)] * 1000


def _rows(count: int) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "merchants.parquet"
        write_merchants(source, count)
        with open_session([source]) as session:
            profiles = read_profiles(open_table(session, source))
            names = [
                name for f in profiles.fields for name in (f.name, *((f.companion,) if f.none_able else ()))
            ]
            items = ", ".join(f'"{name}"' for name in names)
            found = session.rows(f"SELECT {items} FROM {profiles.typed([])}")
    return [dict(zip(names, row, strict=True)) for row in found]


def _prepared(query: str, rows: list[dict[str, object]]) -> float:
    """Return DuckDB's median seconds for one row put in and judged."""
    with duckdb.connect() as connection:
        listed = ", ".join(f'? AS "{name}"' for name in rows[0])
        typed = query.replace(" FROM one", f" FROM (SELECT {listed}) AS one").replace(
            "FROM one)", f"FROM (SELECT {listed}) AS one)"
        )
        spent = []
        for row in rows:
            start = time.perf_counter()
            connection.execute(typed, list(row.values())).fetchall()
            spent.append(time.perf_counter() - start)
    return sorted(spent)[len(spent) // 2]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
