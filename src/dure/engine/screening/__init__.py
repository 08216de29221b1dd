"""Screening: the verdict on merchants by the eligibility rules of a programme."""

from dure.engine.screening.many import screening_query
from dure.engine.screening.one import MerchantScreener, RuleAnswer, Screening
from dure.engine.screening.rulebook import Rulebook, open_rulebook

__all__ = ["MerchantScreener", "RuleAnswer", "Rulebook", "Screening", "open_rulebook", "screening_query"]
