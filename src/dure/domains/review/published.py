"""Which stages' results are published: reviewers read their cases no more.

Selection, which comes later, tells it. While nobody tells, no stage is published.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

Published = Callable[[Collection[str]], Collection[tuple[str, str]]]
"""Takes programmes, returns the (programme, stage) pairs whose selection is published."""

_told: list[Published] = []


def hand_in_published(published: Published) -> None:
    """Register who knows which stages are published; once is enough."""
    if published not in _told:
        _told.append(published)


def published_stages(programmes: Collection[str]) -> set[tuple[str, str]]:
    """Return the (programme, stage) pairs of some programmes whose result is published; one query."""
    return {pair for published in _told for pair in published(programmes)}
