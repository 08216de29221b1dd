"""A synthetic population of merchants: invented businesses with published Korean marginals.

The same seed gives the same merchants, row by row, however many are asked for at a time.
"""

from dure.engine.population.columns import profile_items
from dure.engine.population.people import ARRAYS, draw_merchants
from dure.engine.population.published import NATION

__all__ = ["ARRAYS", "NATION", "draw_merchants", "profile_items"]
