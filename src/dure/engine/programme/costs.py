"""What benefits can cost at most, as far as the file tells."""

from __future__ import annotations

from dure.engine.programme.models.benefits import Benefit
from dure.engine.programme.models.programme import Programme


def recipients_of(programme: Programme, benefit: Benefit) -> int:
    """Return how many can get a benefit: as told, else everybody selected at the stages that grant it."""
    if benefit.recipients is not None:
        return benefit.recipients
    return sum(stage.quota.total for stage in programme.stages if benefit.id in stage.benefits)


def cost_won(programme: Programme, benefit: Benefit) -> int | None:
    """Return the most that a benefit can cost in won, None where the file tells no amount."""
    if benefit.total_won is not None:
        return benefit.total_won
    if benefit.most_each_won is None:
        return None
    return benefit.most_each_won * recipients_of(programme, benefit)
