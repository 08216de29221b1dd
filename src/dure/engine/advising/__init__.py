"""Advice for one merchant: what can be got of all programmes at once."""

from dure.engine.advising.advice import STANDINGS, Advice, Advised, History, advise
from dure.engine.advising.offers import Offer, open_offer, support_asked

__all__ = ["STANDINGS", "Advice", "Advised", "History", "Offer", "advise", "open_offer", "support_asked"]
