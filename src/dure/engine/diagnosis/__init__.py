"""Diagnosis (진단): answers to a form become points, scores, a level, and the ways that are open.

The page is ``docs/algorithms/diagnosis.md``.
"""

from dure.engine.diagnosis.comparing import Difference, FormDifference, difference
from dure.engine.diagnosis.opening import OpenForm, open_forms
from dure.engine.diagnosis.reading import Gain, gains, strengths
from dure.engine.diagnosis.scoring import FormScore, ItemScore, SectionScore, score
from dure.engine.diagnosis.ways import WayAnswer, ways

__all__ = [
    "Difference",
    "FormDifference",
    "FormScore",
    "Gain",
    "ItemScore",
    "OpenForm",
    "SectionScore",
    "WayAnswer",
    "difference",
    "gains",
    "open_forms",
    "score",
    "strengths",
    "ways",
]
