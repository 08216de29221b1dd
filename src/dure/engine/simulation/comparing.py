"""Two versions of a programme over the same population: who comes in, who drops out, and by which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dure.engine.rules.sql import quoted
from dure.engine.screening import Rulebook, screening_query
from dure.engine.screening.groups import COLUMNS, DIMENSIONS, group_sql, in_order
from dure.engine.screening.many import VERDICT_COLUMNS


@dataclass(frozen=True, slots=True)
class Change:
    """A group: how many become eligible, and how many are no longer."""

    group: str
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How verdicts move from the other version (``was``) to this one."""

    moves: Mapping[tuple[str, str], int]
    """Counts by (verdict there, verdict here)."""
    groups: Mapping[str, tuple[Change, ...]]
    lost_by: tuple[tuple[str, int], ...]
    """Rules of this version, with how many they fail of those who were eligible; most first."""
    lost_unknown: tuple[tuple[str, int], ...]
    """Rules of this version that are not known of those who were eligible and fail none; most first."""
    lost_missing: tuple[tuple[str, int], ...]
    """The fields that are missing of them; most first."""
    gained_by: tuple[tuple[str, int], ...]
    """Rules of the other version, with how many they failed of those who are eligible now; most first."""

    @property
    def gained(self) -> int:
        return sum(count for (was, now), count in self.moves.items() if now == "eligible" != was)

    @property
    def lost(self) -> int:
        return sum(count for (was, now), count in self.moves.items() if was == "eligible" != now)


def compared_relation(book: Rulebook, other: Rulebook, relation: str) -> str:
    """Return a query that judges every row by both rulebooks: the other's columns begin with ``was.``."""
    wanted = {name for field in book.columns() for name in _with_companion(field.name, field.none_able)}
    kept = [quoted(name) for name in sorted(wanted | set(COLUMNS.values()))]
    there = screening_query(other, relation, kept)
    renamed = ", ".join(f"{name} AS {quoted(f'was.{name}')}" for name in VERDICT_COLUMNS)
    inner = f"(SELECT {', '.join([renamed, *kept])} FROM ({there}))"
    was = [quoted(f"was.{name}") for name in VERDICT_COLUMNS]
    return screening_query(book, inner, [*was, *COLUMNS.values()])


def others_rows(judged: str) -> str:
    """Return the table expression of the other version's verdicts under the usual names."""
    renamed = ", ".join(f"{quoted(f'was.{name}')} AS {name}" for name in VERDICT_COLUMNS)
    return f"(SELECT {', '.join([renamed, *COLUMNS.values()])} FROM {judged})"


def comparison_queries(book: Rulebook, judged: str) -> dict[str, str]:
    """Return the queries of a comparison over rows judged by both."""
    groups = [f"{group_sql(name, book.occasion)} AS g{place}" for place, name in enumerate(DIMENSIONS)]
    names = [f"g{place}" for place in range(len(groups))]
    sets = ", ".join(f"({name})" for name in names)
    gained = "verdict = 'eligible' AND was <> 'eligible'"
    lost = "verdict <> 'eligible' AND was = 'eligible'"
    open_now = "verdict = 'unknown' AND \"was.verdict\" = 'eligible'"
    source = f'(SELECT {", ".join(groups)}, verdict, "was.verdict" AS was FROM {judged})'
    return {
        "moves": f'SELECT "was.verdict", verdict, count(*) FROM {judged} GROUP BY ALL',
        "groups": f"SELECT grouping({', '.join(names)}), {', '.join(names)}, count(*) FILTER ({gained}),"
        f" count(*) FILTER ({lost}) FROM {source} GROUP BY GROUPING SETS ({sets})",
        "lost_by": "SELECT failed_rules, count(*) FROM"
        f" {judged} WHERE verdict = 'ineligible' AND \"was.verdict\" = 'eligible' GROUP BY ALL",
        "lost_unknown": f"SELECT unknown_rules, count(*) FROM {judged} WHERE {open_now} GROUP BY ALL",
        "lost_missing": f"SELECT missing_fields, count(*) FROM {judged} WHERE {open_now} GROUP BY ALL",
        "gained_by": 'SELECT "was.failed_rules", count(*) FROM'
        f" {judged} WHERE verdict = 'eligible' AND \"was.verdict\" = 'ineligible' GROUP BY ALL",
    }


def comparison_of(answers: Mapping[str, Sequence[Sequence[Any]]]) -> Comparison:
    """Return the comparison from the rows that its queries gave."""
    width = len(DIMENSIONS)
    groups = {}
    for place, name in enumerate(DIMENSIONS):
        which = (1 << width) - 1 - (1 << (width - 1 - place))
        rows = [row for row in answers["groups"] if int(row[0]) == which]
        changes = [Change(str(row[1 + place]), int(row[-2]), int(row[-1])) for row in rows]
        order = {change.group: in_order(name, change.group) for change in changes}
        groups[name] = tuple(sorted(changes, key=lambda c: order[c.group]))
    return Comparison(
        {(str(was), str(now)): int(count) for was, now, count in answers["moves"]},
        groups,
        *(_counted(answers[name]) for name in ("lost_by", "lost_unknown", "lost_missing", "gained_by")),
    )


def _with_companion(name: str, none_able: bool) -> tuple[str, ...]:
    return (name, f"has.{name}") if none_able else (name,)


def _counted(rows: Sequence[Sequence[Any]]) -> tuple[tuple[str, int], ...]:
    """Return how often each name stands in lists of them, most first; an empty list names nothing."""
    counts: Counter[str] = Counter()
    for names, count in rows:
        for name in filter(None, str(names or "").split(";")):
            counts[name] += int(count)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
