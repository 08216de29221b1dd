"""16,867 supported merchants and 500,000 others over 24 months (12.4 million rows), beside csdid.

    outcomes.py [UNITS] [--peer-units N]    csdid on the same rows, or on those of the first N merchants
    outcomes.py large                       7,300,000 merchants (175 million rows), without the peer

Limits: 8 s and 800 MB, at least 8 times faster than csdid, effects and standard errors the same; of the large
panel 180 s and 1.5 GB. `dure outcomes` reads the file, checks every cell and writes table, page and PDF;
csdid is given the rows as a frame, whose reading is counted on its side as ours is.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from pathlib import Path

import duckdb

from measure import Figures, run_process, verdict

UNITS, LARGE = 516_867, 7_300_000
SUPPORTED_SHARE = 16_867 / 516_867
MONTHS = 24
_NAMED = ["--unit", "merchant", "--time", "month", "--first-treated", "first_month", "--outcome", "sales"]
_UNIFORM = "(hash({}) % 1000003 / 1000003.0)"
PEER = """
import json, sys, warnings
warnings.simplefilter("ignore")
import duckdb
from csdid.att_gt import ATTgt
frame = duckdb.execute(f"SELECT merchant, t, g, sales::DOUBLE AS sales FROM '{sys.argv[1]}'"
                       f" WHERE merchant < {sys.argv[3]} ORDER BY merchant, t").df()
fitted = ATTgt(yname="sales", tname="t", idname="merchant", gname="g", data=frame,
               control_group="nevertreated").fit(est_method="reg", bstrap=False)
told = {f"att:{g}:{t}": (float(a), float(s)) for g, t, a, s in
        zip(*(fitted.results[key] for key in ("group", "year", "att", "se")))}
for kind in ("simple", "group", "calendar", "dynamic"):
    found = fitted.aggte(kind, bstrap=False, cband=False).atte
    name = kind if kind == "simple" else f"{kind}:overall"
    told[name] = (float(found["overall_att"]), float(found["overall_se"]))
json.dump(told, open(sys.argv[2], "w"))
"""


def write_panel(path: Path, units: int) -> None:
    """Write a panel that is the same on every machine: cohorts in months 7 to 18, lognormal sales in won."""
    supported = round(units * SUPPORTED_SHARE)
    level = " + ".join(_UNIFORM.format(f"merchant * 7 + {i}") for i in range(3))
    noise = " + ".join(_UNIFORM.format(f"merchant * 1009 + t * 31 + {i}") for i in range(3))
    month = "strftime(DATE '2023-01-01' + to_months(CAST({} AS INTEGER) - 1), '%Y-%m')"
    cohorts = f"SELECT range AS merchant, if(range < {supported}, 7 + range % 12, 0) AS g FROM range({units})"
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        connection.execute("SET enable_progress_bar = false").fetchall()
        connection.execute(
            f"COPY (SELECT merchant, t, g, {month.format('t')} AS month,"
            f" if(g > 0, {month.format('g')}, NULL) AS first_month,"
            f" CAST(exp(14 + 1.5 * ({level} - 1.5) + 0.6 * ({noise} - 1.5) + 0.01 * t"
            " + if(g > 0 AND t >= g, 0.15, 0)) AS BIGINT) AS sales"
            f" FROM ({cohorts}), (SELECT range AS t FROM range(1, {MONTHS + 1})))"
            f" TO '{path}' (FORMAT parquet)"
        ).fetchall()


def ours_of(folder: Path) -> dict[str, tuple[float, float]]:
    """Return what was written, with months as numbers from 1."""
    with (folder / "estimates.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["estimator"] == "cs"]

    def numbered(term: str) -> str:
        return ":".join(
            str((int(part[:4]) - 2023) * 12 + int(part[5:])) if part[4:5] == "-" else part
            for part in term.split(":")
        )

    return {numbered(row["term"]): (float(row["estimate"]), float(row["std_error"])) for row in rows}


def measured(source: Path, out: Path) -> Figures:
    command = [sys.executable, "-m", "dure.cli.main", "outcomes", str(source), "-o", str(out), *_NAMED]
    return run_process(command)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("units", nargs="?", default=str(UNITS))
    parser.add_argument("--peer-units", type=int)
    asked = parser.parse_args()
    large = asked.units == "large"
    units = LARGE if large else int(asked.units)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "panel.parquet"
        write_panel(source, units)
        ours = measured(source, folder / "ours")
        print(f"{units:,} merchants, {units * MONTHS:,} rows")
        print(f"dure outcomes {ours.wall:7.2f} s wall {ours.cpu:7.2f} s CPU {ours.peak_mb:6.0f} MB")
        if large:
            print(verdict("wall", ours.wall, 180, " s"))
            print(verdict("memory", ours.peak_mb, 1500, " MB"))
            return 0
        peers = min(units, asked.peer_units or units)
        told = folder / "peer.json"
        peer = run_process([sys.executable, "-c", PEER, str(source), str(told), str(peers)])
        print(
            f"csdid         {peer.wall:7.2f} s wall {peer.cpu:7.2f} s CPU {peer.peak_mb:6.0f} MB,"
            f" {peers:,} merchants"
        )
        if peers < units:
            # The same rows for both where the figures are compared.
            part = folder / "part.parquet"
            duckdb.execute(
                f"COPY (SELECT * FROM '{source}' WHERE merchant < {peers}) TO '{part}' (FORMAT parquet)"
            )
            measured(part, folder / "ours")
        theirs, mine = json.loads(told.read_text()), ours_of(folder / "ours")
        apart = max(
            abs(a - b) / max(1.0, abs(b))
            for term, pair in theirs.items()
            for a, b in zip(mine[term], pair, strict=True)
        )
    print(f"{len(theirs)} effects with their standard errors compared")
    times = peer.wall / peers / (ours.wall / units)
    print(
        f"times faster, for each row: {times:.1f}, at least 8 is asked: {'met' if times >= 8 else 'NOT MET'}"
    )
    print(verdict("wall", ours.wall, 8, " s"))
    print(verdict("memory", ours.peak_mb, 800, " MB"))
    print(f"largest relative difference: {apart:.1e}, limit 1e-09: {'met' if apart <= 1e-9 else 'NOT MET'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
