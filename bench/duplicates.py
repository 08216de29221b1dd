"""1,000,000 merchants with 7 % planted duplicates, beside comparing the cells as they are.

Limits: 15 s, precision and recall of the listed pairs at least 0.97. The peer is what a spreadsheet does:
rows are taken for duplicates where the texts of number, telephone, e-mail or address are equal, or owner,
year of birth and name. Where other work loads the machine, read the CPU seconds: both cores share them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from measure import run_process, verdict

_EQUAL = ("business_no", "phone", "email", "address", "owner_name || ' ' || owner_birth_year || ' ' || name")
_PAIRS = " UNION ALL ".join(
    "SELECT a, unnest(ids) AS b FROM (SELECT ids, unnest(ids) AS a FROM"
    f" (SELECT list(row) AS ids FROM rows WHERE ({key}) IS NOT NULL GROUP BY {key}"
    " HAVING count(*) BETWEEN 2 AND 100))"
    for key in _EQUAL
)
PEER = f"""
import duckdb, sys
con = duckdb.connect(config={{"memory_limit": "600MB"}})
con.execute("SET enable_progress_bar = false").fetchall()
con.execute(f"CREATE TABLE rows AS SELECT *, row_number() OVER () AS row FROM '{{sys.argv[1]}}'").fetchall()
con.execute(f"COPY (SELECT DISTINCT a AS row_a, b AS row_b, 'high' AS band FROM ({_PAIRS}) WHERE a < b)"
            f" TO '{{sys.argv[2]}}' (FORMAT parquet)").fetchall()
"""


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, truth = folder / "merchants.parquet", folder / "truth.csv"
        # Apart, for a process begins with the memory of whoever starts it.
        write = (
            "import sys, pathlib, twins;"
            "twins.write_twins(*map(pathlib.Path, sys.argv[1:3]), int(sys.argv[3]))"
        )
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
        command = [sys.executable, "-c", write, str(source), str(truth), str(count)]
        subprocess.run(command, env=environment, check=True)
        found, equal = folder / "pairs.parquet", folder / "equal.parquet"
        ours = run_process(
            [sys.executable, "-m", "dure.cli.main", "duplicates", str(source), "-o", str(found)]
        )
        peer = run_process([sys.executable, "-c", PEER, str(source), str(equal)])
        precision, recall = _quality(found, truth)
        high, _ = _quality(found, truth, "WHERE band = 'high'")
        print(f"{count:,} merchants")
        print(f"dure        {ours.wall:6.2f} s wall {ours.cpu:6.2f} s CPU {ours.peak_mb:5.0f} MB")
        print(f"equal cells {peer.wall:6.2f} s wall {peer.cpu:6.2f} s CPU {peer.peak_mb:5.0f} MB")
        print(f"dure        precision {precision:.3f} (band high: {high:.3f}), recall {recall:.3f}")
        print("equal cells precision {:.3f}, recall {:.3f}".format(*_quality(equal, truth)))
    print(verdict("wall", ours.wall, 15, " s"))
    print(verdict("CPU of two cores", ours.cpu / 2, 15, " s"))
    print(verdict("pairs listed wrongly", 1 - precision, 0.03))
    print(verdict("pairs not found", 1 - recall, 0.03))
    return 0


def _quality(found: Path, truth: Path, where: str = "") -> tuple[float, float]:
    """Return precision and recall of pairs against the planted ones."""
    with duckdb.connect() as connection:
        listed, right, planted = connection.execute(
            f"SELECT count(*), count(a), (SELECT count(*) FROM '{truth}')"
            f" FROM (SELECT * FROM '{found}' {where}) AS found LEFT JOIN"
            f" (SELECT column0 AS a, column1 AS b FROM read_csv('{truth}', header = false)) AS truth"
            " ON truth.a = row_a AND truth.b = row_b"
        ).fetchall()[0]
    return right / listed, right / planted


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
