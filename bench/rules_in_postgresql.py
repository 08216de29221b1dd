"""1,000,000 merchants by forty rules inside PostgreSQL: reasons stored in at most 60 s, counted in 0.5 s.

Counted is what was stored, by an index on the verdict. Beside them what a trial run does with the same
merchants: it copies them out and judges with DuckDB. Seconds of CPU are those of the session's own server
process.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lists_fill
import service
from forty import AS_OF, RULES


def main(count: int) -> int:
    with service.running():
        from django.db import connection

        from dure.domains.merchants.judged import columns_read, count_population
        from dure.domains.merchants.population import write_population
        from dure.engine.rules.binding import Occasion
        from dure.engine.rules.dialects import POSTGRESQL
        from dure.engine.screening import open_rulebook, screening_query
        from dure.engine.screening.counting import counting_of, counting_query
        from dure.files.merchants import read_profiles
        from dure.files.reading import open_table
        from dure.files.session import open_session

        actor = service.officer()
        occasion = Occasion(AS_OF, AS_OF)
        book = open_rulebook(RULES.items(), occasion)
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX merchant_search")  # it takes long to fill and is not asked here
            lists_fill.fill_merchants(count)
            cursor.execute("VACUUM ANALYZE merchants_merchant")
            cursor.execute("SET jit = off")

            with _measured() as judged:
                relation = f"(SELECT id, {columns_read(book)} FROM merchants_merchant) AS m"
                cursor.execute(
                    f"CREATE TABLE judged AS {screening_query(book, relation, ['id'], POSTGRESQL)}"
                )
                cursor.execute("CREATE INDEX ON judged (verdict)")
                cursor.execute("VACUUM ANALYZE judged")
            with _measured() as counted:
                cursor.execute("SELECT verdict, count(*) FROM judged GROUP BY verdict ORDER BY verdict")
                stored = dict(cursor.fetchall())
        with _measured() as anew:
            found = count_population(actor, book)
        with _measured() as tried, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "merchants.csv"
            write_population(actor, path)
            with open_session([path]) as session:
                typed = read_profiles(open_table(session, path), book.columns()).typed([], all_good=True)
                row = session.rows(counting_query(book, typed))[0]
            whole = counting_of(book, [int(str(number)) for number in row])
    verdicts = (found.eligible, found.ineligible, found.unknown)
    assert verdicts == (whole.eligible, whole.ineligible, whole.unknown)
    assert verdicts == tuple(stored.get(v, 0) for v in ("eligible", "ineligible", "unknown"))
    print(f"{count:,} merchants by {len(RULES)} rules: {stored}")
    print(f"counted anew, rule by rule   {anew[0]:6.2f} s wall {anew[1]:6.2f} s CPU of the server")
    print(f"copied out and counted       {tried[0]:6.2f} s wall, DuckDB")
    print(f"judged and stored            {judged[0]:6.2f} s wall {judged[1]:6.2f} s CPU of the server")
    met = [service.ratio("judged, reasons stored", judged[0], 60, "s")]
    met.append(service.ratio("counted by verdict", counted[0], 0.5, "s"))
    return 0 if all(met) else 1


@contextmanager
def _measured() -> Iterator[list[float]]:
    """Give a list into which the block's seconds are put: of the clock, and of the server process's CPU."""
    from django.db import connection

    seconds: list[float] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    start, worked = time.perf_counter(), _cpu(server)
    yield seconds
    seconds += [time.perf_counter() - start, _cpu(server) - worked]


def _cpu(process: int) -> float:
    """Return the seconds of CPU that a process has used (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
