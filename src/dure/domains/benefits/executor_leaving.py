"""Benefits that an executor that leaves carries out."""

from __future__ import annotations

from dure.domains.agreements.leaving import UnderWay
from dure.domains.benefits.models import Grant
from dure.domains.benefits.states import RUNNING


def benefits_under_way(programme: str, executor: str) -> list[UnderWay]:
    """Return how many benefits of an executor's merchants are not closed."""
    found = Grant.objects.filter(programme=programme, executor=executor, state__in=RUNNING)
    return [UnderWay("benefits", found.count(), first=False)]
