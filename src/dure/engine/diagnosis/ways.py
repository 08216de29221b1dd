"""Where a diagnosis leads: which ways of the forms hold, which do not, and which are not known yet."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from dure.engine.diagnosis.opening import OpenForm
from dure.engine.diagnosis.scoring import FormScore
from dure.engine.profile.columns import LEVEL
from dure.engine.programme.form_fields import RANK, SCORE
from dure.engine.programme.models.diagnosis import Way

MOST_CASES = 256
"""Of so many combinations of levels at most each is looked at."""


@dataclass(frozen=True, slots=True)
class WayAnswer:
    """One way: whether it holds (None: not known yet) and what is missing.

    ``missing`` are items and facts by name, and forms that were not filled in at all as ``level.ID``.
    """

    form: str
    way: Way
    holds: bool | None
    missing: tuple[str, ...]


def ways(
    opened: Mapping[str, OpenForm], scores: Mapping[str, FormScore], row: Mapping[str, Any]
) -> tuple[WayAnswer, ...]:
    """Return the answer of every way, in the order of the file; several may hold, and none.

    ``scores`` are the forms that were filled in, by id: of several sheets, the one that counts. ``row`` is
    as :func:`dure.engine.diagnosis.scoring.score` has it.
    """
    known = dict(row)
    for form, found in scores.items():
        known |= _level(opened[form], found.rank)
        known[f"{SCORE}.{form}"] = None if found.known is None else found.known / 1000
    cases = _cases(opened, scores)
    answers = []
    for form, one in opened.items():
        own = dict(scores[form].answers) if form in scores else {}
        screened = one.way_rules.screen(known | own).answers
        possible = [one.way_rules.screen(known | case | own).answers for case in cases]
        for place, (way, answer) in enumerate(zip(one.form.ways, screened, strict=True)):
            every = {answers_of[place].answer for answers_of in possible}
            # Every level that is still possible gives the same answer: that is the answer.
            holds = every.pop() if len(every) == 1 else answer.answer
            missing = () if holds is not None else tuple(_spelt_out(answer.missing, opened, scores))
            answers.append(WayAnswer(form, way, holds, missing))
    return tuple(answers)


def _cases(opened: Mapping[str, OpenForm], scores: Mapping[str, FormScore]) -> list[dict[str, Any]]:
    """Return every combination of levels that is possible; none where all are known, or too many are."""
    open_ = {form: found.ranks for form, found in scores.items() if len(found.ranks) > 1}
    if not open_ or prod(map(len, open_.values())) > MOST_CASES:
        return []
    listed = product(*([_level(opened[form], rank) for rank in ranks] for form, ranks in open_.items()))
    return [dict(ChainMap(*case)) for case in listed]


def _level(opened: OpenForm, rank: int | None) -> dict[str, Any]:
    form = opened.form
    level = form.levels[rank - 1].id if rank else None
    return {f"{LEVEL}.{form.id}": level, form.id: level, f"{RANK}.{form.id}": rank}


def _spelt_out(
    names: Iterable[str], opened: Mapping[str, OpenForm], scores: Mapping[str, FormScore]
) -> Iterable[str]:
    """Return what is missing for a level or a score instead of it; a form without a sheet as ``level.ID``."""
    found: dict[str, None] = {}
    for name in names:
        form = name if name in opened else name.partition(".")[2]
        about_form = name in opened or name.partition(".")[0] in (LEVEL, RANK, SCORE)
        if not about_form or form not in opened:
            found[name] = None
        elif form in scores:
            found |= dict.fromkeys(scores[form].missing)
        else:
            found[f"{LEVEL}.{form}"] = None
    return found
