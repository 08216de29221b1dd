"""A trial run on a file of merchants."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dure.engine.rules.binding import Occasion
from dure.engine.screening import open_rulebook, screening_query
from dure.engine.screening.trial import Trial, trial_of, trial_queries
from dure.files.merchants import read_profiles, refuse_bad_cells
from dure.files.reading import open_table
from dure.files.session import open_session


def try_rules(rules: Iterable[tuple[str, str]], occasion: Occasion, population: Path) -> Trial:
    """Return what rules would do to a population; raises Refused as screening does."""
    book = open_rulebook(rules, occasion)
    with open_session([population]) as session:
        profiles = read_profiles(open_table(session, population))
        refuse_bad_cells(session, profiles)
        query = screening_query(book, profiles.typed([], all_good=True), ["region", "ksic"])
        judged = session.stage(query)
        queries = trial_queries(book, judged)
        return trial_of(book, {name: session.rows(sql) for name, sql in queries.items()})
