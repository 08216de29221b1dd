"""A trial run on judged rows: the engine's queries, asked in a session."""

from __future__ import annotations

from collections.abc import Sequence

from dure.engine.screening import Rulebook
from dure.engine.screening.trial import Trial, trial_of, trial_queries
from dure.files.session import Session


def trial_in(session: Session, book: Rulebook, judged: str, dimensions: Sequence[str]) -> Trial:
    """Return the trial of judged rows, ``judged`` being a table expression as :func:`trial_queries` says."""
    queries = trial_queries(book, judged, dimensions)
    return trial_of(book, {name: session.rows(sql) for name, sql in queries.items()}, dimensions)
