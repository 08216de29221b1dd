"""One merchant screened by tops-2025 with a full explanation, in process: median at most 1 ms.

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
from dure.files.programmes import open_programme
from dure.files.reading import open_table
from dure.files.session import open_session
from measure import verdict
from population import write_merchants


def main(count: int) -> int:
    programme = open_programme("tops-2025").programme
    occasion = Occasion(programme.reference_day, programme.opens_on)
    book = open_rulebook([(rule.id, rule.rule) for rule in programme.eligibility], occasion)
    rows = _rows(count)
    screener = MerchantScreener(book)
    ours, known = [], 0
    for row in rows:
        start = time.perf_counter()
        known += screener.screen(row).verdict != "unknown"
        ours.append(time.perf_counter() - start)
    theirs = _prepared(screening_query(book, "one", []), rows[:60])
    ours.sort()
    median, p99 = ours[len(ours) // 2] * 1000, ours[int(len(ours) * 0.99)] * 1000
    print(f"{count:,} merchants one by one, {known:,} with a definite verdict")
    print(verdict("median", median, 1, " ms"))
    print(f"p99: {p99:.3f} ms")
    print(f"ratio to DuckDB, one row at a time: 1 / {theirs * 1000 / median:.0f}")
    return 0


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
