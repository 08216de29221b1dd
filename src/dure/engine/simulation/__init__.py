"""Simulation: what a programme file would do to a population, and what it would cost."""

from dure.engine.simulation.applying import groups_apply
from dure.engine.simulation.comparing import Comparison, compared_relation, comparison_of, comparison_queries
from dure.engine.simulation.costs import BenefitCost, FundCost, StageCost, stage_costs
from dure.engine.simulation.result import Judged, People, Simulation, plain, texts_of

__all__ = [
    "BenefitCost",
    "Comparison",
    "FundCost",
    "Judged",
    "People",
    "Simulation",
    "StageCost",
    "compared_relation",
    "comparison_of",
    "comparison_queries",
    "groups_apply",
    "plain",
    "stage_costs",
    "texts_of",
]
