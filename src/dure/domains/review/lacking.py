"""Bounds of a panel that cannot be held, as problems: of whom, and which bound is in the way."""

from __future__ import annotations

from dure.engine.problems import Problem, msg
from dure.engine.review.panel import Lack

_LACKS = {
    "barred": msg("{who} lacks {lacks} reviewers: only {possible} of the panel may review it"),
    "organisation": msg(
        "{who} lacks {lacks} reviewers: the bound on organisations leaves {possible} of the panel"
    ),
    "most": msg("{who} lacks {lacks} reviewers: whoever may review it has all the cases that one may have"),
    "least": msg(
        "{who} lacks {lacks} cases to the least that a reviewer must have: there are {possible} for them"
    ),
}


def problem_of(lack: Lack, who: str) -> Problem:
    """Return a bound that cannot be held as a problem; ``who`` is a receipt number or a reviewer's name."""
    params = {"who": who, "lacks": lack.lacks, "possible": lack.possible}
    return Problem(f"panel.lacks_{lack.rule}", _LACKS[lack.rule], params, severity="warning")
