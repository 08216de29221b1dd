"""SQL text of core tests, the same meaning as in process; DuckDB's dialect.

A test becomes one SQL boolean expression over columns named as the fields, with ``has.FIELD`` beside
those that can be none. A part that is needed more than once is *hoisted*: it becomes a column of an
earlier projection, so that the text grows with the rule and not with its cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dure.engine.profile.fields import Field
from dure.engine.rules import tree
from dure.engine.rules.evaluate import fields_of_value

GROUP_LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Names of the cases of a test by division; there are fewer brackets in the law than letters."""


def quoted(name: str) -> str:
    """Return a column name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Sql:
    """An SQL expression and the stage of projections whose columns it reads (0: the relation itself)."""

    text: str
    stage: int = 0


@dataclass(slots=True)
class Projections:
    """Columns calculated before the final SELECT, stage by stage; a part that returns is kept once."""

    prefix: str = "t"
    stages: list[dict[str, str]] = field(default_factory=list)
    _named: dict[str, Sql] = field(default_factory=dict)

    def hoist(self, sql: Sql) -> Sql:
        """Make an expression a column; a plain column stays as it is."""
        if sql.text.startswith('"') and sql.text.count('"') == 2 and sql.text.endswith('"'):
            return sql
        known = self._named.get(sql.text)
        if known is None:
            while len(self.stages) <= sql.stage:
                self.stages.append({})
            name = f"{self.prefix}{len(self._named)}"
            self.stages[sql.stage][name] = sql.text
            known = self._named[sql.text] = Sql(quoted(name), sql.stage + 1)
        return known

    def wrap(self, relation: str) -> str:
        """Return the FROM item: the relation with all hoisted columns added."""
        for stage in self.stages:
            columns = ", ".join(f"({text}) AS {quoted(name)}" for name, text in stage.items())
            relation = f"(SELECT *, {columns} FROM {relation})"
        return relation


def joined(operator: str, parts: Iterable[Sql]) -> Sql:
    """Return expressions joined by AND or OR."""
    parts = list(parts)
    text = f" {operator} ".join(f"({p.text})" for p in parts)
    return Sql(text, max((p.stage for p in parts), default=0))


class SqlWriter:
    """Writes core tests as SQL, hoisting into one set of projections."""

    def __init__(self, projections: Projections) -> None:
        self.projections = projections

    def test(self, test: tree.Test) -> Sql:
        """Return the SQL of a core test: TRUE, FALSE or NULL."""
        match test:
            case tree.Constant(value):
                return Sql("CAST(NULL AS BOOLEAN)" if value is None else str(value).upper())
            case tree.Truth(f, assumed):
                if assumed is None:
                    return Sql(quoted(f.name))
                return Sql(f"COALESCE({quoted(f.name)}, {str(assumed).upper()})")
            case tree.Compare(operator, left, right):
                return _not_none(f"{value_sql(left)} {operator} {value_sql(right)}", left, right)
            case tree.OneOf(value, options):
                listed = ", ".join(_scalar(o) for o in options)
                return _not_none(f"{value_sql(value)} IN ({listed})", value)
            case tree.Has(f):
                return Sql(quoted(f.companion))
            case tree.Contains(f, entry):
                return _contains(f, entry)
            case tree.PrefixIn():
                return _prefix_in(test)
            case tree.YearTest(f, certainly, possibly):
                name = quoted(f.name)
                return Sql(
                    f"CASE WHEN {name} >= {certainly} THEN TRUE WHEN {name} < {possibly} THEN FALSE END"
                )
            case tree.Closed(status, closed_on, day):
                closing, companion = quoted(closed_on.name), quoted(closed_on.companion)
                return Sql(
                    f"CASE WHEN {quoted(status.name)} IS NOT NULL THEN {quoted(status.name)} = 'closed'"
                    f" ELSE ({companion} IS NOT FALSE) AND {closing} <= {_scalar(day)} END"
                )
            case tree.Not(inner):
                part = self.test(inner)
                return Sql(f"NOT ({part.text})", part.stage)
            case tree.All(tests):
                return joined("AND", [self.test(t) for t in tests])
            case tree.Any(tests):
                return joined("OR", [self.test(t) for t in tests])
            case tree.Cases(whens, otherwise):
                return self._cases(whens, otherwise)
            case tree.ByDivision():
                return self._by_division(test)
            case _:
                raise TypeError(f"{type(test).__name__} must be bound first")

    def hoisted(self, test: tree.Test) -> Sql:
        """Return the SQL of a core test as a column."""
        return self.projections.hoist(self.test(test))

    def _cases(self, whens: tuple[tuple[tree.Test, tree.Test], ...], otherwise: tree.Test) -> Sql:
        """The answer that all cases still possible give: each case beside what follows it."""
        if not whens:
            return self.test(otherwise)
        (condition, then), *rest = whens
        c, t = self.hoisted(condition), self.hoisted(then)
        others = self.hoisted(tree.Cases(tuple(rest), otherwise))
        return Sql(
            f"CASE WHEN {c.text} THEN {t.text} WHEN NOT {c.text} THEN {others.text}"
            f" WHEN {t.text} = {others.text} THEN {t.text} END",
            max(c.stage, t.stage, others.stage),
        )

    def _by_division(self, test: tree.ByDivision) -> Sql:
        cases = [self.test(then) for _, then in test.cases]
        otherwise = self.test(test.otherwise)
        every = [*cases, otherwise]
        group = self.division_group(test)
        whens = " ".join(
            f"WHEN {group.text} = '{letter}' THEN {then.text}"
            for letter, then in zip(GROUP_LETTERS, cases, strict=False)
        )
        all_true = " AND ".join(f"({t.text}) IS TRUE" for t in every)
        all_false = " AND ".join(f"({t.text}) IS FALSE" for t in every)
        return Sql(
            f"CASE WHEN {group.text} IS NULL"
            f" THEN CASE WHEN {all_true} THEN TRUE WHEN {all_false} THEN FALSE END"
            f" {whens} ELSE {otherwise.text} END",
            max(group.stage, *(t.stage for t in every)),
        )

    def division_group(self, test: tree.ByDivision) -> Sql:
        """Return the column that holds the letter of a row's case, NULL where the industry is not known.

        A look-up in a constant text by the division's number: long lists in IN become joins.
        """
        letters = ["-"] * 100
        for letter, (divisions, _) in zip(GROUP_LETTERS, test.cases, strict=False):
            for division in divisions:
                letters[int(division)] = letter
        code = quoted(test.field.name)
        return self.projections.hoist(
            Sql(f"substr('{''.join(letters)}', CAST(left({code}, 2) AS INTEGER) + 1, 1)")
        )


def _not_none(comparison: str, *values: tree.Value) -> Sql:
    """Guard a comparison: false where a field in it is none."""
    guards = [
        f"{quoted(f.companion)} IS NOT FALSE" for v in values for f in fields_of_value(v) if f.none_able
    ]
    return Sql(" AND ".join([*(f"({g})" for g in guards), f"({comparison})"]))


def _contains(f: Field, entry: str) -> Sql:
    found = (
        f"len(list_filter({quoted(f.name)}, lambda e: e = {text_literal(entry)}"
        f" OR starts_with(e, {text_literal(entry + ':')}))) > 0"
    )
    if not f.none_able:
        return Sql(found)
    return Sql(f"({quoted(f.companion)} IS NOT FALSE) AND ({found})")


def _prefix_in(test: tree.PrefixIn) -> Sql:
    code = quoted(test.field.name)
    known = f"{code} IS NULL"
    if test.renamed:
        branches = " ".join(
            f"WHEN starts_with({code}, {text_literal(prefix)})"
            f" THEN {text_literal(current)} || substr({code}, {len(prefix) + 1})"
            for prefix, current in test.renamed
        )
        code = f"(CASE {branches} ELSE {code} END)"
    begins = " OR ".join(f"starts_with({code}, {text_literal(p)})" for p in test.prefixes)
    coarse = sorted({p[:n] for p in test.prefixes for n in range(1, len(p))})
    too_coarse = f" WHEN {code} IN ({', '.join(text_literal(c) for c in coarse)}) THEN NULL" if coarse else ""
    return Sql(f"CASE WHEN {known} THEN NULL WHEN {begins} THEN TRUE{too_coarse} ELSE FALSE END")


# --- values ---------------------------------------------------------------------------------------


def value_sql(value: tree.Value) -> str:
    """Return the SQL of a core value; NULL where it is not known."""
    match value:
        case tree.Literal(number):
            return _scalar(number)
        case tree.FieldValue(f, assumed):
            name = quoted(f.name)
            return name if assumed is None else f"COALESCE({name}, {_scalar(assumed)})"
        case tree.YearsSince(since, day):
            assert day is not None
            start = value_sql(since)
            month_day = day.month * 100 + day.day
            return (
                f"({day.year} - CAST(year({start}) AS BIGINT)"
                f" - CASE WHEN month({start}) * 100 + day({start}) > {month_day} THEN 1 ELSE 0 END)"
            )
        case tree.Arithmetic(sign, left, right):
            a, b = f"CAST({value_sql(left)} AS DOUBLE)", f"CAST({value_sql(right)} AS DOUBLE)"
            return f"({a} / NULLIF({b}, 0))" if sign == "/" else f"({a} {sign} {b})"
        case _:
            raise TypeError(f"{type(value).__name__} must be bound first")


def _scalar(value: tree.Scalar) -> str:
    if isinstance(value, str):
        return text_literal(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, int):
        return str(value)
    # From text, so that every executor reads the same nearest double.
    return f"CAST('{value!r}' AS DOUBLE)"
