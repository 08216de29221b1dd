"""A synthetic population as a parquet file, written chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dure.engine.population import draw_merchants, profile_items
from dure.engine.population.numbers import MOST
from dure.engine.problems import msg, refuse
from dure.engine.rules.sql import quoted
from dure.files.formats import format_of
from dure.files.session import Session, glob_path, open_session, sql_path
from dure.files.writing import new_file

CHUNK = 200_000
"""Rows drawn at a time: some 50 MB. The merchants are the same for every chunk."""


@dataclass(frozen=True, slots=True)
class Population:
    """Which merchants: how many, of which seed, standing on which day."""

    size: int
    seed: int
    on: date


def write_population_file(
    population: Population,
    out: Path,
    *,
    told: Callable[[int, int], None] = lambda done, size: None,
    chunk: int = CHUNK,
) -> None:
    """Write a population as parquet; the same population gives the same rows in the same order.

    ``told`` is called with how many rows are drawn and how many there will be. Raises Refused for a size that
    has no numbers, and for a name that does not end in .parquet.
    """
    if not 1 <= population.size <= MOST:
        raise refuse(
            "population.size", msg("a population has between 1 and {most} merchants"), most=f"{MOST:,}"
        )
    if format_of(out) != "parquet":
        raise refuse("population.format", msg("{file}: a population is written as .parquet"), file=out.name)
    with new_file(out) as target, open_session([target]) as session:
        parts = _parts(session, population, told, chunk)
        listed = ", ".join(glob_path(part) for part in parts)
        session.rows(f"COPY (SELECT * FROM read_parquet([{listed}])) TO {sql_path(target)} (FORMAT parquet)")


def _parts(
    session: Session, population: Population, told: Callable[[int, int], None], chunk: int
) -> list[Path]:
    """Draw the population into files of the session's folder, in order."""
    items = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in profile_items(population.on))
    parts: list[Path] = []
    for first in range(0, population.size, chunk):
        count = min(chunk, population.size - first)
        session.connection.register("drawn", draw_merchants(seed=population.seed, first=first, count=count))
        part = session.folder / f"part_{len(parts):05d}.parquet"
        session.rows(f"COPY (SELECT {items} FROM drawn) TO {sql_path(part)} (FORMAT parquet)")
        session.connection.unregister("drawn")
        parts.append(part)
        told(first + count, population.size)
    return parts
