"""What an assignment left open, in sentences: of which case or reviewer, and which bound is in the way."""

from __future__ import annotations

from collections.abc import Sequence

from dure.domains.accounts.actors import SignedActor
from dure.domains.review import queries_cases as cases
from dure.domains.review.lacking import problem_of
from dure.domains.review.queries import StageReview
from dure.engine.review.panel import Lack
from dure.web.officer.problems import sentence_of
from dure.web.officer.reviewers import labels_of

MOST = 10


def lack_lines(found: StageReview, who: SignedActor, lacks: Sequence[Lack]) -> list[str]:
    """Return the first bounds that could not be held, a sentence each."""
    shown = lacks[:MOST]
    labels = labels_of(who, [int(lack.who) for lack in shown if lack.rule == "least"])
    wanted = [int(lack.who) for lack in shown if lack.rule != "least"]
    numbers = dict(cases.cases_of(who, found).filter(pk__in=wanted).values_list("pk", "application_no"))
    lines = []
    for lack in shown:
        known = labels if lack.rule == "least" else numbers
        lines.append(sentence_of(problem_of(lack, str(known.get(int(lack.who)) or lack.who))))
    return lines
