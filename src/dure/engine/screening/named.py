"""The names of the tests that hold in a row, joined by ``;``: looked up by fives instead of put together.

Five tests are one number below 32, and a constant list has the text of each such number twice: as it is
at the beginning of a row's text, and with the ``;`` that parts it from names before it. A row of forty
rules is then eight look-ups, where joining would look at forty texts. Longer lists cost more than they save:
DuckDB goes through a list once for every two thousand rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dure.engine.rules.dialects import Dialect
from dure.engine.rules.sql import Projections, Sql

FIVE = 5


@dataclass(frozen=True, slots=True)
class Named:
    """Tests by name, counted by fives: columns of each five's number, and of the sum of all up to it."""

    names: tuple[str, ...]
    bits: tuple[Sql, ...]
    sums: tuple[Sql, ...]

    @property
    def some(self) -> str:
        """Return the SQL of "any test holds"."""
        return f"{self.sums[-1].text} > 0"

    def text(self, projections: Projections) -> str:
        """Return the SQL of the names whose test holds, joined by ``;``, NULL for none."""
        dialect = projections.dialect
        parts = []
        for place, bits in enumerate(self.bits):
            names = self.names[FIVE * place : FIVE * (place + 1)]
            index = f"{bits.text} + 1"
            if place:
                index += f" + CASE WHEN {self.sums[place - 1].text} > 0 THEN {1 << len(names)} ELSE 0 END"
            parts.append(f"list_extract({_texts(dialect, names, twice=place > 0)}, {index})")
        joined = parts[0] if len(parts) == 1 else f"concat({', '.join(parts)})"
        return f"CASE WHEN {self.some} THEN {joined} END"


def named_answers(answers: Sequence[tuple[str, Sql]], projections: Projections) -> tuple[Named, Named] | None:
    """Count by fives which rules fail and which are not known; None where there is no rule."""
    failed: list[Sql] = []
    unknown: list[Sql] = []
    for start in range(0, len(answers), FIVE):
        of_these = [sql for _, sql in answers[start : start + FIVE]]
        stage = max(sql.stage for sql in of_these)
        open_, met = (
            projections.hoist(
                Sql(
                    " + ".join(
                        f"CASE WHEN {a.text}{test} THEN {1 << bit} ELSE 0 END"
                        for bit, a in enumerate(of_these)
                    ),
                    stage,
                )
            )
            for test in (" IS NULL", "")
        )
        unknown.append(open_)
        # What is neither met nor open: two subtractions instead of a question more for each rule.
        rest = f"{(1 << len(of_these)) - 1} - {met.text} - {open_.text}"
        failed.append(projections.hoist(Sql(rest, max(met.stage, open_.stage))))
    if not answers:
        return None
    names = tuple(name for name, _ in answers)
    return _named(names, failed, projections), _named(names, unknown, projections)


def _named(names: tuple[str, ...], bits: Sequence[Sql], projections: Projections) -> Named:
    sums = [bits[0]]
    for number in bits[1:]:
        before = sums[-1]
        total = f"{before.text} + {number.text}"
        sums.append(projections.hoist(Sql(total, max(before.stage, number.stage))))
    return Named(names, tuple(bits), tuple(sums))


def _texts(dialect: Dialect, names: Sequence[str], *, twice: bool) -> str:
    """Return the SQL of the text of each number whose bits are names; ``twice``: with ``;`` before it too."""
    numbers = range(1 << len(names))
    texts = [";".join(name for bit, name in enumerate(names) if n >> bit & 1) for n in numbers]
    if twice:
        texts += ["", *(f";{text}" for text in texts[1:])]
    return f"[{', '.join(map(dialect.text, texts))}]"
