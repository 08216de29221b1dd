"""1,000,000 merchants by the rules of tops-2025, parquet to parquet, beside DuckDB copying the same file.

Limits: at most 8 times the copy (whole processes, in turn), at most 800 MB.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import in_turn, median, verdict
from population import write_merchants

COPY = (
    "import duckdb, sys; "
    'duckdb.connect().execute("COPY (SELECT * FROM read_parquet(\'" + sys.argv[1] + "\')) '
    'TO \'" + sys.argv[2] + "\' (FORMAT parquet)").fetchall()'
)


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "merchants.parquet"
        write_merchants(source, count)
        copy = [sys.executable, "-c", COPY, str(source), str(folder / "copy.parquet")]
        dure = [sys.executable, "-m", "dure.cli.main", "screen", "tops-2025", str(source)]
        copied, screened = map(median, in_turn(copy, [*dure, "-o", str(folder / "out.parquet")]))
    print(f"{count:,} merchants, {len_mb(copied.peak_mb)} copying, {len_mb(screened.peak_mb)} screening")
    print(f"copy    {copied.wall:6.2f} s wall {copied.cpu:6.2f} s CPU")
    print(f"screen  {screened.wall:6.2f} s wall {screened.cpu:6.2f} s CPU")
    print(verdict("ratio, wall", screened.wall / copied.wall, 8))
    print(verdict("ratio, CPU", screened.cpu / copied.cpu, 8))
    print(verdict("peak memory", screened.peak_mb, 800, " MB"))
    return 0


def len_mb(megabytes: float) -> str:
    return f"{megabytes:.0f} MB"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
