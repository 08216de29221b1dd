"""The names of the tests that hold in a row, joined by ``;``: looked up by fives instead of put together.

Five tests are one number below 32, and a constant list has the text of each such number twice: as it is
at the beginning of a row's text, and with the ``;`` that parts it from names before it. A row of forty
rules is then eight look-ups, where joining would look at forty texts. Longer lists cost more than they save:
DuckDB goes through a list once for every two thousand rows.

Numbers are put together by their bits: DuckDB looks at each sum and product whether it became too large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dure.engine.rules.dialects import Dialect
from dure.engine.rules.rails import Rails
from dure.engine.rules.sql import Projections, Sql

FIVE = 5


@dataclass(frozen=True, slots=True)
class Named:
    """Tests by name, by fives: columns of each five's number, and of the bits of all up to it."""

    names: tuple[str, ...]
    numbers: tuple[Sql, ...]
    any_up_to: tuple[Sql, ...]

    @property
    def some(self) -> str:
        """Return the SQL of "any test holds"."""
        return f"{self.any_up_to[-1].text} <> 0"

    def text(self, projections: Projections) -> str:
        """Return the SQL of the names whose test holds, joined by ``;``, NULL for none."""
        dialect = projections.dialect
        parts = []
        for place, number in enumerate(self.numbers):
            names = self.names[FIVE * place : FIVE * (place + 1)]
            index = number.text
            if place:
                # The second half of the list, where a name stands before these.
                index = (
                    f"({index} | (-CAST({self.any_up_to[place - 1].text} <> 0 AS TINYINT)"
                    f" & {1 << len(names)}))"
                )
            parts.append(
                f"list_extract({_texts(dialect, names, twice=place > 0)}, CAST({index} AS BIGINT) + 1)"
            )
        joined = parts[0] if len(parts) == 1 else f"concat({', '.join(parts)})"
        return f"CASE WHEN {self.some} THEN {joined} END"


def named_answers(answers: Sequence[tuple[str, Rails]], projections: Projections) -> tuple[Named, Named]:
    """Number by fives which rules fail, and which are not known; there is at least one rule."""
    failed: list[Sql] = []
    unknown: list[Sql] = []
    for start in range(0, len(answers), FIVE):
        rails = [rails for _, rails in answers[start : start + FIVE]]
        fails, met = (
            _number(side, projections) for side in ([r.failed for r in rails], [r.met for r in rails])
        )
        failed.append(fails)
        known = f"{fails.text} | {met.text}"
        rest = Sql(f"xor({known}, {(1 << len(rails)) - 1})", max(fails.stage, met.stage))
        unknown.append(projections.hoist(rest))
    names = tuple(name for name, _ in answers)
    return _named(names, failed, projections), _named(names, unknown, projections)


def _number(tests: Sequence[Sql], projections: Projections) -> Sql:
    """Return the column of the number whose bits are tests, the first one the lowest."""
    bits = " | ".join(f"(({sql.text}) & {1 << bit})" for bit, sql in enumerate(tests))
    return projections.hoist(Sql(bits, max(sql.stage for sql in tests)))


def _named(names: tuple[str, ...], numbers: Sequence[Sql], projections: Projections) -> Named:
    up_to = [numbers[0]]
    for number in numbers[1:]:
        before = up_to[-1]
        either = f"{before.text} | {number.text}"
        up_to.append(projections.hoist(Sql(either, max(before.stage, number.stage))))
    return Named(names, tuple(numbers), tuple(up_to))


def _texts(dialect: Dialect, names: Sequence[str], *, twice: bool) -> str:
    """Return the SQL of the text of each number whose bits are names; ``twice``: with ``;`` before it too."""
    numbers = range(1 << len(names))
    texts = [";".join(name for bit, name in enumerate(names) if n >> bit & 1) for n in numbers]
    if twice:
        texts += ["", *(f";{text}" for text in texts[1:])]
    return f"[{', '.join(map(dialect.text, texts))}]"
