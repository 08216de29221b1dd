"""The rulebooks of a programme: its rules, read with the fields that they may name, on its own days."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial

from dure.engine.law.dated import MissingParameter
from dure.engine.problems import Problem, Refused
from dure.engine.programme.fields import fields_of
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.rules.binding import Occasion
from dure.engine.screening.rulebook import Rulebook, open_rulebook


def eligibility_book(programme: Programme, as_of: date | None = None) -> Rulebook:
    """Return the eligibility rules, by the reference day or another one; raises as open_rulebook does."""
    occasion = Occasion(as_of or programme.reference_day, programme.opens_on)
    rules = [(rule.id, rule.rule) for rule in programme.eligibility]
    return open_rulebook(rules, occasion, fields_of(programme))


def refuse_unjudged(programme: Programme) -> None:
    """Raise Refused, naming parameters and days, where the law tables lack what a rule of the file asks."""
    problems: list[Problem] = []
    asked: list[Callable[[], Rulebook]] = [partial(eligibility_book, programme)]
    asked += [partial(stage_book, programme, stage) for stage in programme.stages]
    asked.append(partial(benefits_book, programme))
    for book in asked:
        try:
            book()
        except MissingParameter as missing:
            problems += [problem for problem in missing.problems if problem not in problems]
    if problems:
        raise Refused(problems)


def stage_book(programme: Programme, stage: Stage, without: Collection[str] = ()) -> Rulebook:
    """Return the rules of a stage's set-asides and caps, ``without`` some ids, by the reference day."""
    rules = [(s.id, s.rule) for s in stage.set_asides] + [(c.id, c.rule) for c in stage.caps]
    asked = [(id_, rule) for id_, rule in rules if id_ not in without]
    return open_rulebook(asked, Occasion(programme.reference_day, programme.opens_on), fields_of(programme))


def benefits_book(programme: Programme) -> Rulebook:
    """Return the rules that say for whom each benefit is, by the reference day; by the ids of benefits."""
    rules = [(one.id, one.only_for) for one in programme.benefits if one.only_for is not None]
    return open_rulebook(rules, Occasion(programme.reference_day, programme.opens_on), fields_of(programme))
