"""What somebody can be to whom they judge (이해충돌), and what a declaration of it must say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from dure.engine.problems import Problem, Refused, msg

RELATIONS = ("family", "employment", "business", "advice", "competitor", "other")
"""What somebody declares: a code and never words, which would tell of a person."""

EMPLOYED = timedelta(days=730)
"""Who worked for an executor so short a time ago does not judge what is its."""


@dataclass(frozen=True, slots=True)
class Declared:
    """How many cases are open to who declared now, and how many they will not see again."""

    opened: int
    in_conflict: int


def refuse_what_says_nothing(seen: Collection[int], conflicts: Mapping[int, str], signed: bool) -> None:
    """Raise Refused with all that is amiss: no signature, no such kind, a case that was not shown."""
    problems = []
    if not signed:
        problems.append(Problem("conflict.signed", msg("confirm that what you declare is complete and true")))
    problems += [
        Problem("conflict.relation", msg("say what kind of conflict it is"), {"application": case})
        for case, relation in conflicts.items()
        if relation not in RELATIONS
    ]
    if set(conflicts) - set(seen):
        problems.append(Problem("conflict.case", msg("a conflict must be with a case that was shown")))
    if problems:
        raise Refused(problems)
