"""The nation's merchants by forty rules, parquet to parquet: verdict, failed, unknown and missing for each.

7.3 million in at most 10 s and 500 MB on two cores of one's own. One million beside OpenFisca-core on the
same rules, loading and writing included on both sides: a fifth of its CPU seconds and of its wall at most.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from forty import write_programme
from measure import in_turn, median, run_process, verdict
from population import write_merchants

NATION = 7_300_000
BESIDE = 1_000_000


def main(nation: int, beside: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programme = folder / "forty.yaml"
        write_programme(programme)
        dure = [sys.executable, "-m", "dure.cli.main", "screen", str(programme)]
        source = folder / "merchants.parquet"

        write_merchants(source, beside)
        peer = [sys.executable, str(Path(__file__).with_name("openfisca_peer.py")), str(source)]
        theirs, ours = map(
            median,
            in_turn(
                [*peer, str(folder / "decisions.parquet")],
                [*dure, str(source), "-o", str(folder / "out.parquet")],
                runs=1,
            ),
        )
        print(f"{beside:,} merchants by 40 rules, whole processes")
        for who, found in (("OpenFisca", theirs), ("dure", ours)):
            print(f"{who:9s} {found.wall:6.2f} s wall {found.cpu:6.2f} s CPU {found.peak_mb:4.0f} MB")
        print(verdict("of OpenFisca's CPU", ours.cpu / theirs.cpu, 0.2))
        print(verdict("of OpenFisca's wall", ours.wall / theirs.wall, 0.2))

        write_merchants(source, nation)
        found = run_process([*dure, str(source), "-o", str(folder / "out.parquet")])
        print(f"{nation:,} merchants by 40 rules: {found.cpu:.2f} s CPU")
        print(verdict("wall", found.wall, 10, " s"))
        print(verdict("peak memory", found.peak_mb, 500, " MB"))
    return 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(given or [NATION, BESIDE])))
