"""The nation's merchants by forty rules, parquet to parquet: verdict, failed, unknown and missing for each.

7.3 million in at most 10 s and 500 MB on two cores of one's own, and what a merchant costs at growing
sizes: CPU a merchant, starting up included, no more than at the size before (a tenth is allowed for noise).
At one million and above, OpenFisca-core by the same rules beside it, loading and writing included on both
sides: a fifth of its wall at most, the CPU said too. It tells verdict and failed rules only (see
``openfisca_peer.py``), and needs 8 GB for the nation. Where other work loads the machine, read the CPU
seconds: of a large file two parts are judged at once, each on a core of its own.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from forty import write_programme
from measure import Figures, run_process, verdict
from population import write_merchants

SIZES = (10_000, 100_000, 1_000_000, 7_300_000)
BESIDE = 1_000_000
NOISE = 1.1


def main(sizes: list[int]) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programme = folder / "forty.yaml"
        write_programme(programme)
        dure = [sys.executable, "-m", "dure.cli.main", "screen", str(programme)]
        source, out = folder / "merchants.parquet", folder / "out.parquet"

        peer = [sys.executable, str(Path(__file__).with_name("openfisca_peer.py")), str(source)]
        figures: list[Figures] = []
        for size in sizes:
            write_merchants(source, size)
            found = run_process([*dure, str(source), "-o", str(out)])
            figures.append(found)
            print(
                f"{size:>9,}  {found.wall:7.2f} s wall {found.cpu:7.2f} s CPU {found.peak_mb:5.0f} MB"
                f"  {found.cpu / size * 1e6:6.2f} µs CPU a merchant",
                flush=True,
            )
            if size >= BESIDE:
                theirs = run_process([*peer, str(folder / "decisions.parquet")])
                print(
                    f"OpenFisca  {theirs.wall:7.2f} s wall {theirs.cpu:7.2f} s CPU {theirs.peak_mb:5.0f} MB;"
                    f" ours takes {found.cpu / theirs.cpu:.2f} of its CPU"
                )
                print(verdict(f"of OpenFisca's wall at {size:,}", found.wall / theirs.wall, 0.2), flush=True)
        each = [found.cpu / size for found, size in zip(figures, sizes, strict=True)]
        for before, after, size in zip(each, each[1:], sizes[1:], strict=False):
            print(verdict(f"CPU a merchant at {size:,} to that before", after / before, NOISE))
        nation = figures[-1]
        print(verdict(f"wall, {sizes[-1]:,} merchants", nation.wall, 10, " s"))
        print(verdict("CPU of two cores", nation.cpu / 2, 10, " s"))
        print(verdict("peak memory", nation.peak_mb, 500, " MB"))
    return 0


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or list(SIZES)))
