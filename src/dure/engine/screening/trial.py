"""A trial run: what a rulebook would do to a population, as counts and nothing about anybody.

Two queries over the judged rows: verdicts by group, and how often each combination of failed rules, unknown
rules and missing fields occurs. All that is told of rules and fields follows from the combinations, of
which there are few; see docs/algorithms/simulation.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dure.engine.screening.groups import group_sql, in_order
from dure.engine.screening.rulebook import Rulebook

VERDICTS = ("eligible", "ineligible", "unknown")
MOST_ASKED = 3
"""So many facts are named that would settle most together."""


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
    """One rule over a population: whom it fails, whom it alone fails, and of whom it is not known.

    ``fails_alone``: every other rule is met or not known. ``frees``: every other rule is met, so that without
    this one they would be eligible.
    """

    id: str
    fails: int
    fails_alone: int
    unknown: int
    frees: int


@dataclass(frozen=True, slots=True)
class FieldEffect:
    """One field over the unknown verdicts: how many lack it and nothing else, and how many lack it at all."""

    name: str
    settles: int
    missing: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that is asked for after those before it, and how many verdicts all of them settle together."""

    name: str
    settles: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial run: the whole, by group of each dimension; each rule's and each field's effect."""

    whole: Counts
    groups: Mapping[str, tuple[Counts, ...]]
    rules: tuple[RuleEffect, ...]
    fields: tuple[FieldEffect, ...]
    """Those that settle most first."""
    asks: tuple[Asked, ...]
    """Up to three fields that together settle most: each the best after those before it."""

    @property
    def settles(self) -> tuple[tuple[str, int], ...]:
        """Fields, with how many unknown verdicts lack that field alone; most first."""
        return tuple((field.name, field.settles) for field in self.fields if field.settles)


def trial_queries(book: Rulebook, judged: str, dimensions: Sequence[str]) -> dict[str, str]:
    """Return the queries of a trial over judged rows.

    ``judged`` is an SQL table expression with the columns of a screening and those that the dimensions are
    read from.
    """
    groups = [f"{group_sql(name, book.occasion)} AS g{place}" for place, name in enumerate(dimensions)]
    names = [f"g{place}" for place in range(len(groups))]
    sets = "".join(f", ({name}, verdict)" for name in names)
    which = f"grouping({', '.join(names)})" if names else "0"
    return {
        "groups": f"SELECT {', '.join([which, *names, 'verdict', 'count(*)'])}"
        f" FROM (SELECT {', '.join([*groups, 'verdict'])} FROM {judged})"
        f" GROUP BY GROUPING SETS ((verdict){sets})",
        "reasons": "SELECT verdict, failed_rules, unknown_rules, missing_fields, count(*)"
        f" FROM {judged} GROUP BY ALL",
    }


def trial_of(
    book: Rulebook, answers: Mapping[str, Sequence[Sequence[Any]]], dimensions: Sequence[str]
) -> Trial:
    """Return the trial from the rows that its queries gave."""
    reasons = [
        (verdict, _listed(failed), _listed(unknown), frozenset(_listed(missing)), int(count))
        for verdict, failed, unknown, missing, count in answers["reasons"]
    ]
    return Trial(
        _whole(answers["groups"]),
        {name: _groups(name, place, dimensions, answers["groups"]) for place, name in enumerate(dimensions)},
        tuple(_effect(bound.id, reasons) for bound in book.rules),
        _fields(book, reasons),
        best_asks([(missing, count) for _, _, _, missing, count in reasons if missing]),
    )


def best_asks(lacking: Sequence[tuple[frozenset[str], int]], most: int = MOST_ASKED) -> tuple[Asked, ...]:
    """Return fields that together settle most verdicts, each the best after those before it.

    ``lacking`` says how many verdicts lack which fields; a verdict is settled when none of its fields is
    lacking any more. Of equals the one that more verdicts lack, then the first by name. It stops where
    nothing more is settled or named.

    >>> best_asks([(frozenset("a"), 2), (frozenset("ab"), 5), (frozenset("c"), 3)])
    (Asked(name='c', settles=3), Asked(name='a', settles=5), Asked(name='b', settles=10))
    """
    chosen: list[Asked] = []
    asked: set[str] = set()
    names = sorted({name for fields, _ in lacking for name in fields})
    for _ in range(most):
        best: tuple[int, int, str] | None = None
        for name in names:
            if name in asked:
                continue
            settled = sum(count for fields, count in lacking if fields <= asked | {name})
            touched = sum(count for fields, count in lacking if name in fields and not fields <= asked)
            if touched and (best is None or (settled, touched) > best[:2]):
                best = (settled, touched, name)
        if best is None:
            break
        chosen.append(Asked(best[2], best[0]))
        asked.add(best[2])
    return tuple(chosen)


def _listed(text: Any) -> tuple[str, ...]:
    return tuple(str(text).split(";")) if text else ()


def _whole(rows: Sequence[Sequence[Any]]) -> Counts:
    every = max((int(row[0]) for row in rows), default=0)
    counts = {str(row[-2]): int(row[-1]) for row in rows if int(row[0]) == every}
    return Counts("", *(counts.get(verdict, 0) for verdict in VERDICTS))


def _groups(
    dimension: str, place: int, dimensions: Sequence[str], rows: Sequence[Sequence[Any]]
) -> tuple[Counts, ...]:
    """Return a dimension's groups; ``grouping()`` has a bit for each column that is not grouped by."""
    width = len(dimensions)
    which = (1 << width) - 1 - (1 << (width - 1 - place))
    found: dict[str, Counter[str]] = {}
    for row in rows:
        if int(row[0]) == which:
            found.setdefault(str(row[1 + place]), Counter())[str(row[-2])] = int(row[-1])
    return tuple(
        Counts(group, *(found[group][verdict] for verdict in VERDICTS))
        for group in sorted(found, key=lambda group: in_order(dimension, group))
    )


def _effect(
    rule: str, reasons: Sequence[tuple[Any, tuple[str, ...], tuple[str, ...], Any, int]]
) -> RuleEffect:
    return RuleEffect(
        rule,
        sum(count for _, failed, _, _, count in reasons if rule in failed),
        sum(count for _, failed, _, _, count in reasons if failed == (rule,)),
        sum(count for _, _, unknown, _, count in reasons if rule in unknown),
        sum(count for _, failed, unknown, _, count in reasons if failed == (rule,) and not unknown),
    )


def _fields(
    book: Rulebook, reasons: Sequence[tuple[Any, Any, Any, frozenset[str], int]]
) -> tuple[FieldEffect, ...]:
    effects = [
        FieldEffect(
            field.name,
            sum(count for *_, missing, count in reasons if missing == {field.name}),
            sum(count for *_, missing, count in reasons if field.name in missing),
        )
        for field in book.columns()
    ]
    return tuple(sorted((e for e in effects if e.missing), key=lambda e: (-e.settles, -e.missing, e.name)))
