"""Which missing field settles whom: 1,000,000 merchants by ten programmes, beside a count of their columns.

The merchants are read once into memory; limit: 3 s for all ten programmes, and the same answer as in process.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.engine.rules.binding import Occasion
from dure.engine.rules.sql import quoted
from dure.engine.screening import MerchantScreener, Rulebook, open_rulebook
from dure.engine.screening.many import missing_query
from dure.files.merchants import read_profiles
from dure.files.populating import Population, write_population_file
from dure.files.programmes import open_programme
from dure.files.reading import open_table
from dure.files.session import Session, open_session
from measure import own_peak_mb, verdict

PROGRAMMES = (
    "tops-2025",
    "fountain-fund-2025",
    "k-deal-2023",
    "good-store-2023",
    "platform-sales-2023",
    "smart-store-2020",
    "online-ladder-2020",
    "special-guarantee-2020",
    "storm-insurance-2023",
    "hundred-year-store-2022",
)
SAMPLE = 2_000


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "merchants.parquet"
        write_population_file(Population(count, 1, date(2025, 1, 1)), path)
        with open_session([path]) as session:
            profiles = read_profiles(open_table(session, path))
            session.rows(f"CREATE TABLE typed AS {profiles.typed([], all_good=True)[1:-1]}")
            books = [_book(programme) for programme in PROGRAMMES]
            copied = _seconds(lambda: session.rows(f"SELECT {_every_column()} FROM typed"))
            rounds = [_seconds(lambda: _settled(session, books)) for _ in range(3)]
            wall, cpu = sorted(rounds)[1]
            differs = _differences(session, books)
    print(f"{count:,} merchants, {len(PROGRAMMES)} programmes, {sum(len(b.rules) for b in books)} rules")
    print(f"counting every column once  {copied[0]:6.2f} s wall {copied[1]:6.2f} s CPU")
    print(f"which field settles whom    {wall:6.2f} s wall {cpu:6.2f} s CPU, median of 3")
    print(verdict("seconds of the clock", wall, 3 * max(1.0, count / 1_000_000)))
    print(verdict("CPU seconds over two processors", cpu / 2, 3 * max(1.0, count / 1_000_000)))
    print(verdict(f"differences from the in-process executor, {SAMPLE:,} merchants", differs, 0))
    print(f"peak memory: {own_peak_mb():.0f} MB")
    return 0


def _book(name: str) -> Rulebook:
    programme = open_programme(name).programme
    occasion = Occasion(programme.reference_day, programme.opens_on)
    return open_rulebook([(rule.id, rule.rule) for rule in programme.eligibility], occasion)


def _settled(session: Session, books: list[Rulebook], relation: str = "typed") -> list[dict[str, int]]:
    """Return for each programme how many unknown verdicts lack which fields, joined by ``;``."""
    query, names = missing_query(books, relation)
    found: list[dict[str, int]] = [{} for _ in books]
    for row in session.rows(query):
        book, mask, count = (int(str(cell)) for cell in row)
        lacking = ";".join(name for bit, name in enumerate(names[book]) if mask >> bit & 1)
        found[book][lacking] = count
    return found


def _differences(session: Session, books: list[Rulebook]) -> int:
    """Return how many counts differ from those of the in-process screeners on the first merchants."""
    names = [n for f in PROFILE_COLUMNS for n in ((f.name, f.companion) if f.none_able else (f.name,))]
    listed = ", ".join(quoted(n) for n in names)
    rows = [
        dict(zip(names, row, strict=True))
        for row in session.rows(f"SELECT {listed} FROM typed ORDER BY business_no LIMIT {SAMPLE}")
    ]
    sample = f"(SELECT * FROM typed ORDER BY business_no LIMIT {SAMPLE})"
    wrong = 0
    for book, settled in zip(books, _settled(session, books, sample), strict=True):
        screener = MerchantScreener(book)
        found = Counter(";".join(one.missing) for one in map(screener.screen, rows) if one.missing)
        wrong += found != settled
    return wrong


def _every_column() -> str:
    return ", ".join(f"count({quoted(f.name)})" for f in PROFILE_COLUMNS)


def _seconds(work: object) -> tuple[float, float]:
    assert callable(work)
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    work()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
