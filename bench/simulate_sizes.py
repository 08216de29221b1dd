"""A population drawn and a programme simulated on it at growing sizes: seconds, memory, and cost against size.

Each size is a process of its own. Limits: cost a merchant no more than 1.5 times that of the size before (a
start-up of 0.6 s CPU is told apart), memory 800 MB at every size.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import run_process, verdict

SIZES = (10_000, 100_000, 1_000_000, 7_335_397)
HELP = ("-m", "dure.cli.main", "simulate", "--help")


def main(sizes: list[int]) -> int:
    start = run_process([sys.executable, *HELP])
    print(f"starting up: {start.wall:.2f} s wall {start.cpu:.2f} s CPU")
    costs: dict[str, list[float]] = {"population": [], "simulate": []}
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            path = Path(name) / f"{size}.parquet"
            dure = [sys.executable, "-m", "dure.cli.main"]
            drawn = [*dure, "population", "--size", str(size), "-o", str(path)]
            judged = [*dure, "simulate", "tops-2025", str(path), "-o", f"{name}/{size}.json"]
            for what, command in (("population", drawn), ("simulate", judged)):
                found = run_process(command)
                each = max(0.0, found.cpu - start.cpu) / size * 1e6
                costs[what].append(each)
                print(
                    f"{what:<10} {size:>9,}  {found.wall:7.2f} s wall {found.cpu:7.2f} s CPU"
                    f"  {found.peak_mb:5.0f} MB  {each:6.2f} µs CPU a merchant  {size / found.wall:>9,.0f}/s"
                )
                print(verdict("  peak memory", found.peak_mb, 800, " MB"))
            print(f"  file: {path.stat().st_size / 1e6:.0f} MB")
            path.unlink()
    for what, each in costs.items():
        for before, after, size in zip(each, each[1:], sizes[1:], strict=False):
            print(verdict(f"{what}, cost a merchant at {size:,} to that before", after / before, 1.5))
    return 0


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
