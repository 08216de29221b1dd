"""A trial run: what a rulebook would do to a population, as counts and nothing about anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.profile.region import replacements
from dure.engine.rules.sql import quoted, text_literal
from dure.engine.screening.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a group are eligible, not eligible, and not known yet."""

    group: str
    eligible: int
    ineligible: int
    unknown: int

    @property
    def total(self) -> int:
        return self.eligible + self.ineligible + self.unknown


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """One rule over a population: whom it fails, whom it alone fails, and of whom it is not known."""

    id: str
    fails: int
    fails_alone: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial run: the whole, by province, by section; each rule's effect; what a fact would settle."""

    whole: Counts
    regions: tuple[Counts, ...]
    sections: tuple[Counts, ...]
    rules: tuple[RuleEffect, ...]
    settles: tuple[tuple[str, int], ...]
    """Fields, with how many unknown verdicts lack that field alone; most first."""


_VERDICTS = ", ".join(f"count(*) FILTER (verdict = '{v}')" for v in ("eligible", "ineligible", "unknown"))


def trial_queries(book: Rulebook, judged: str) -> dict[str, str]:
    """Return the queries of a trial over judged rows; provinces are those of the occasion's day.

    ``judged`` is an SQL table expression with the columns of a screening and ``region`` and ``ksic``.
    """
    sections = "".join(SECTION_OF_DIVISION.get(f"{n:02d}", "?") for n in range(100))
    section = f"coalesce(substr('{sections}', CAST(left(ksic, 2) AS INTEGER) + 1, 1), '?')"
    renamed = " ".join(
        f"WHEN starts_with(region, {text_literal(prefix)}) THEN {text_literal(current[:2])}"
        for prefix, current in replacements(book.occasion.as_of)
    )
    province = f"CASE WHEN region IS NULL THEN '?' {renamed} ELSE left(region, 2) END"
    effects = ", ".join(
        f"count(*) FILTER ({_listed('failed_rules', b.id)}),"
        f" count(*) FILTER (failed_rules = {text_literal(b.id)}),"
        f" count(*) FILTER ({_listed('unknown_rules', b.id)})"
        for b in book.rules
    )
    return {
        "whole": f"SELECT '', {_VERDICTS} FROM {judged}",
        "regions": f"SELECT {province} AS g, {_VERDICTS} FROM {judged} GROUP BY g ORDER BY g",
        "sections": f"SELECT {section} AS g, {_VERDICTS} FROM {judged} GROUP BY g ORDER BY g",
        "rules": f"SELECT {effects or 'NULL'} FROM {judged}",
        "settles": f"SELECT missing_fields, count(*) AS n FROM {judged} WHERE verdict = 'unknown'"
        f" AND missing_fields IS NOT NULL AND NOT contains(missing_fields, ';')"
        f" GROUP BY missing_fields ORDER BY n DESC, missing_fields",
    }


def trial_of(book: Rulebook, answers: dict[str, Sequence[Sequence[Any]]]) -> Trial:
    """Return the trial from the rows that its queries gave."""
    effects = answers["rules"][0]
    return Trial(
        Counts(*answers["whole"][0]),
        tuple(Counts(*row) for row in answers["regions"]),
        tuple(Counts(*row) for row in answers["sections"]),
        tuple(RuleEffect(b.id, *effects[3 * i : 3 * i + 3]) for i, b in enumerate(book.rules)),
        tuple((str(name), int(count)) for name, count in answers["settles"]),
    )


def _listed(column: str, id_: str) -> str:
    return f"contains(';' || {quoted(column)} || ';', {text_literal(';' + id_ + ';')})"
