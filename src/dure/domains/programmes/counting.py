"""What rules let through before anything is kept: counted over merchants, nothing about anybody told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.merchants.judged import count_population
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.queries import loaded
from dure.engine.programme.fields import fields_of
from dure.engine.rules.binding import Occasion
from dure.engine.screening import open_rulebook
from dure.engine.screening.counting import Counting
from dure.files.counting import count_synthetic

Population: TypeAlias = Literal["synthetic", "many", "service"]
SYNTHETIC: dict[str, int] = {"synthetic": 10_000, "many": 100_000}
"""How many invented merchants: few enough to be counted while an officer waits."""
SEED = 1


def count_rules(
    actor: SignedActor,
    version: ProgrammeVersion,
    rules: Sequence[tuple[str, str]],
    population: Population,
    applicants: QuerySet[Any] | None = None,
) -> Counting:
    """Count a population by rules, on the days of a version; ``rules`` are (id, text) pairs.

    ``service`` are the merchants that the actor may see, ``applicants`` among them as ``visible_to`` takes
    them. Raises Refused for a rule that is not in the language and for a figure that the law lacks.
    """
    programme = loaded(version).programme
    book = open_rulebook(rules, Occasion(programme.reference_day, programme.opens_on), fields_of(programme))
    if population == "service":
        return count_population(actor, book, applicants)
    return count_synthetic(book, SYNTHETIC[population], SEED)
