"""What one merchant can get of forty programmes, in process, beside one programme explained forty times.

Limit: 100 ms at the 99th percentile; compiling the programmes is told apart.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from dure.engine.advising import Offer, advise, open_offer
from dure.files.explaining import merchant_rows
from dure.files.populating import Population, write_population_file
from dure.files.programmes import open_programme
from dure.library import library_ids
from measure import verdict

PROGRAMMES = 40
MERCHANTS = 50


def main(turns: int) -> int:
    programmes = [open_programme(name).programme for name in library_ids()]
    start = time.process_time()
    offers = [offer for offer in map(open_offer, programmes) if offer is not None]
    compiled = time.process_time() - start
    shipped = len(offers)
    offers = (offers * 2)[:PROGRAMMES]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "merchants.parquet"
        write_population_file(Population(MERCHANTS, 1, date(2025, 1, 1)), path)
        rows = [merchant_rows(path, number)[0] for number in _numbers(path)]
    told = sorted(_cpu(offers, rows[turn % len(rows)]) for turn in range(turns))
    wall = sorted(_wall(offers, rows[turn % len(rows)]) for turn in range(turns))
    one = [_alone(offers[0], rows[turn % len(rows)]) for turn in range(turns)]
    peer = PROGRAMMES * sorted(one)[turns // 2]
    rules = sum(len(offer.reasons) for offer in offers)
    print(f"{PROGRAMMES} programmes, {rules} rules, {turns} answers to {len(rows)} merchants")
    print(f"(the library has {shipped} that merchants apply to one by one; the first stand twice)")
    print(f"compiled in {compiled * 1000:.0f} ms CPU, once a process")
    print(f"CPU:   median {told[turns // 2]:.2f} ms, p99 {told[turns * 99 // 100]:.2f} ms")
    print(f"clock: median {wall[turns // 2]:.2f} ms, p99 {wall[turns * 99 // 100]:.2f} ms")
    print(f"one programme explained, times {PROGRAMMES}: {peer:.2f} ms CPU")
    print(verdict("p99, clock", wall[turns * 99 // 100], 100, " ms"))
    return 0


def _numbers(path: Path) -> list[str]:
    import duckdb

    found = duckdb.sql(f"SELECT business_no FROM '{path}' ORDER BY 1").fetchall()
    return [str(number) for (number,) in found]


def _cpu(offers: list[Offer], row: dict[str, object]) -> float:
    start = time.process_time()
    advise(offers, row)
    return (time.process_time() - start) * 1000


def _wall(offers: list[Offer], row: dict[str, object]) -> float:
    start = time.perf_counter()
    advise(offers, row)
    return (time.perf_counter() - start) * 1000


def _alone(offer: Offer, row: dict[str, object]) -> float:
    start = time.process_time()
    offer.screener.screen(row)
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000))
