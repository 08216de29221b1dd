"""Three-valued logic on two rails: of each test one number that says "met" and one that says "failed".

Each is a whole number of all bits or of none, never NULL; neither set is "not known". AND, OR and NOT are
then bitwise, a fraction of a nanosecond for a row, where those of answers that may be NULL look at every
row. The same meaning as :class:`dure.engine.rules.sql.SqlWriter`; DuckDB's SQL only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dure.engine.rules import tree
from dure.engine.rules.sql import Projections, Sql, SqlWriter


@dataclass(frozen=True, slots=True)
class Rails:
    """The SQL of "met" and of "failed": all bits of a TINYINT, or none."""

    met: Sql
    failed: Sql


def rails_of(test: tree.Test, writer: SqlWriter) -> Rails:
    """Return the rails of a core test, parts of it on rails of their own."""
    match test:
        case tree.Not(inner):
            part = rails_of(inner, writer)
            return Rails(part.failed, part.met)
        case tree.All(tests) if tests:
            parts = [rails_of(t, writer) for t in tests]
            return Rails(_bits("&", [p.met for p in parts]), _bits("|", [p.failed for p in parts]))
        case tree.Any(tests) if tests:
            parts = [rails_of(t, writer) for t in tests]
            return Rails(_bits("|", [p.met for p in parts]), _bits("&", [p.failed for p in parts]))
        case tree.Cases(whens, otherwise) if whens:
            return _of_cases(whens, otherwise, writer)
        case tree.PrefixIn():
            return _of_prefixes(test, writer)
        case tree.YearTest(field, certainly, possibly):
            year = writer.dialect.quoted(field.name)
            return Rails(Sql(_where(f"{year} >= {certainly}")), Sql(_where(f"{year} < {possibly}")))
        case _:
            return rails_of_answer(writer.hoisted(test), writer.projections)


def rails_of_answer(answer: Sql, projections: Projections) -> Rails:
    """Return the rails of an answer that may be NULL."""
    met, failed = (Sql(_where(answer.text, truth), answer.stage) for truth in ("TRUE", "FALSE"))
    return Rails(projections.hoist(met), projections.hoist(failed))


def _of_prefixes(test: tree.PrefixIn, writer: SqlWriter) -> Rails:
    """A code that begins so, and one that does not, is there, and is not too coarse to tell."""
    found = writer.prefix_tests(test)
    nothing = "CAST(0 AS TINYINT)"
    met = writer.projections.hoist(Sql(" | ".join(map(_where, found.begins)) or nothing, found.code.stage))
    told = " | ".join([met.text, *map(_where, found.unknown)])
    there = _where(f"{found.code.text} IS NOT NULL")
    return Rails(met, Sql(f"{there} & ~({told})", met.stage))


def _where(test: str, truth: str = "TRUE") -> str:
    """Return the SQL of all bits where a test is so, none elsewhere.

    It is compared as a value: of NULL too it is then said at once whether it is the one or the other.
    """
    return f"-CAST(({test}) IS {truth} AS TINYINT)"


def _of_cases(
    whens: tuple[tuple[tree.Test, tree.Test], ...], otherwise: tree.Test, writer: SqlWriter
) -> Rails:
    """The answer that all cases still possible give: each case beside what follows it."""
    (condition, then), *rest = whens
    others: tree.Test = tree.Cases(tuple(rest), otherwise) if rest else otherwise
    # Each is read three times.
    c, t, o = (_hoisted(rails_of(part, writer), writer.projections) for part in (condition, then, others))

    def answer(then: Sql, others: Sql) -> Sql:
        either = [_bits("&", pair) for pair in ((c.met, then), (c.failed, others), (then, others))]
        return _bits("|", either)

    return Rails(answer(t.met, o.met), answer(t.failed, o.failed))


def _hoisted(rails: Rails, projections: Projections) -> Rails:
    return Rails(projections.hoist(rails.met), projections.hoist(rails.failed))


def _bits(operator: str, parts: Sequence[Sql]) -> Sql:
    return Sql(f" {operator} ".join(f"({p.text})" for p in parts), max(p.stage for p in parts))
