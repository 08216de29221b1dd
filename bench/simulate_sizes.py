"""A population drawn and a programme simulated on it at growing sizes: seconds, memory, cost against size.

Each size is a process of its own. Limits: CPU a merchant, starting up included, no more than at the size
before (linear or better; a tenth is allowed for noise), and 800 MB of memory at every size.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import run_process, verdict

SIZES = (10_000, 100_000, 1_000_000, 7_335_397)
NOISE = 1.1


def main(sizes: list[int]) -> int:
    costs: dict[str, list[float]] = {"population": [], "simulate": []}
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            path = Path(name) / f"{size}.parquet"
            dure = [sys.executable, "-m", "dure.cli.main"]
            drawn = [*dure, "population", "--size", str(size), "-o", str(path)]
            judged = [*dure, "simulate", "tops-2025", str(path), "-o", f"{name}/{size}.json"]
            for what, command in (("population", drawn), ("simulate", judged)):
                found = run_process(command)
                each = found.cpu / size * 1e6
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
            print(verdict(f"{what}, CPU a merchant at {size:,} to that before", after / before, NOISE))
    return 0


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
