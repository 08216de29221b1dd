"""SQL text of core tests, the same meaning as in process, in the dialect of the engine that judges.

A test becomes one SQL boolean expression over columns named as the fields, with ``has.FIELD`` beside
those that can be none. A part that is needed more than once is *hoisted*: it becomes a column of an
earlier projection, so that the text grows with the rule and not with its cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dure.engine.profile.fields import Field
from dure.engine.rules import tree
from dure.engine.rules.dialects import DUCKDB, Dialect
from dure.engine.rules.evaluate import fields_of_value
from dure.engine.rules.limits import Limits, limits_of, loosest
from dure.engine.rules.prefixes import PrefixTest, before_renaming
from dure.engine.rules.years import as_date_test

_OPPOSITE: dict[tree.Operator, tree.Operator] = {
    "=": "<>",
    "<>": "=",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}


def quoted(name: str) -> str:
    """Return a column name as an SQL identifier of DuckDB."""
    return DUCKDB.quoted(name)


def text_literal(text: str) -> str:
    """Return a text as an SQL literal of DuckDB."""
    return DUCKDB.text(text)


@dataclass(frozen=True, slots=True)
class Sql:
    """An SQL expression and the stage of projections whose columns it reads (0: the relation itself)."""

    text: str
    stage: int = 0


@dataclass(slots=True)
class Projections:
    """Columns calculated before the final SELECT, stage by stage; a part that returns is kept once."""

    prefix: str = "t"
    dialect: Dialect = DUCKDB
    stages: list[dict[str, str]] = field(default_factory=list)
    _named: dict[str, Sql] = field(default_factory=dict)

    def hoist(self, sql: Sql) -> Sql:
        """Make an expression a column; a plain column stays as it is."""
        if self.dialect.is_column(sql.text):
            return sql
        known = self._named.get(sql.text)
        if known is None:
            while len(self.stages) <= sql.stage:
                self.stages.append({})
            name = f"{self.prefix}{len(self._named)}"
            self.stages[sql.stage][name] = sql.text
            known = self._named[sql.text] = Sql(self.dialect.quoted(name), sql.stage + 1)
        return known

    def known(self, sql: Sql) -> Sql:
        """Return the column that an expression is already, else the expression in brackets."""
        if self.dialect.is_column(sql.text):
            return sql
        return self._named.get(sql.text) or Sql(f"({sql.text})", sql.stage)

    def wrap(self, relation: str) -> str:
        """Return the FROM item: the relation with all hoisted columns added."""
        for place, columns in enumerate(self.stages):
            relation = self.dialect.with_columns(relation, columns, place)
        return relation


@dataclass(frozen=True, slots=True)
class PrefixTests:
    """A code's column, the SQL of each beginning, and of what does not tell: codes too coarse, or parted."""

    code: Sql
    begins: Sequence[str]
    unknown: Sequence[str]


def joined(operator: str, parts: Iterable[Sql]) -> Sql:
    """Return expressions joined by AND or OR."""
    parts = list(parts)
    text = f" {operator} ".join(f"({p.text})" for p in parts)
    return Sql(text, max((p.stage for p in parts), default=0))


class SqlWriter:
    """Writes core tests as SQL, hoisting into one set of projections."""

    def __init__(self, projections: Projections, *, lazy: bool = False) -> None:
        """``lazy`` answers that are no columns yet stay as they are: they are read in few rows."""
        self.projections = projections
        self.dialect = projections.dialect
        self.lazy = lazy

    def test(self, test: tree.Test) -> Sql:
        """Return the SQL of a core test: TRUE, FALSE or NULL."""
        match test:
            case tree.Constant(value):
                return Sql("CAST(NULL AS BOOLEAN)" if value is None else str(value).upper())
            case tree.Truth(f, assumed):
                if assumed is None:
                    return Sql(self.dialect.quoted(f.name))
                return Sql(f"COALESCE({self.dialect.quoted(f.name)}, {str(assumed).upper()})")
            case tree.Compare(operator, left, right):
                if (of_date := as_date_test(test)) is not None:
                    return self.test(of_date)
                return self._not_none(f"{self.value(left)} {operator} {self.value(right)}", left, right)
            case tree.OneOf(value, options):
                told = self.value(value)
                return self._not_none(self.dialect.one_of(told, [self._scalar(o) for o in options]), value)
            case tree.Has(f):
                return Sql(self.dialect.quoted(f.companion))
            case tree.Contains(f, entry):
                return self._contains(f, entry)
            case tree.PrefixIn():
                return self._prefix_in(test)
            case tree.YearTest(f, certainly, possibly):
                name = self.dialect.quoted(f.name)
                return Sql(
                    f"CASE WHEN {name} >= {certainly} THEN TRUE WHEN {name} < {possibly} THEN FALSE END"
                )
            case tree.Closed(status, closed_on, day):
                told, closing = self.dialect.quoted(status.name), self.dialect.quoted(closed_on.name)
                not_none = self.dialect.is_(self.dialect.quoted(closed_on.companion), "NOT FALSE")
                return Sql(
                    f"CASE WHEN {told} IS NOT NULL THEN {told} = 'closed'"
                    f" ELSE ({not_none}) AND {closing} <= {self._scalar(day)} END"
                )
            case tree.Not(inner):
                if isinstance(inner, tree.Compare):
                    return self._not_compared(inner)
                part = self.test(inner)
                return Sql(f"NOT ({part.text})", part.stage)
            case tree.All(tests):
                return joined("AND", [self.test(t) for t in tests])
            case tree.Any(tests):
                return joined("OR", [self.test(t) for t in tests])
            case tree.Cases(whens, otherwise):
                return self._cases(whens, otherwise)
            case tree.ByDivision():
                return self.projections.hoist(self._by_division(test))
            case _:
                raise TypeError(f"{type(test).__name__} must be bound first")

    def answer(self, test: tree.Test) -> Sql:
        """Return the SQL of a core test to be read more than once: a column, unless this writer is lazy."""
        sql = self.test(test)
        return self.projections.known(sql) if self.lazy else self.projections.hoist(sql)

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
        group = self.division_group(test)
        limits = limits_of([test.otherwise, *(then for _, then in test.cases)])
        open_ = loosest(limits) if limits else None
        if limits and open_:
            known, parts = self._within(limits, group), [group]
            unknown = self._outside_all(limits, open_)
        else:
            known, unknown, parts = self._case_by_case(test, group)
        text = f"CASE WHEN {group.text} IS NULL THEN {unknown} ELSE {known} END"
        return Sql(text, max(part.stage for part in parts))

    def _case_by_case(self, test: tree.ByDivision, group: Sql) -> tuple[str, str, list[Sql]]:
        """Return the answer where the group is known, that where it is not, and what both read."""
        cases = [self.test(then) for _, then in test.cases]
        otherwise = self.test(test.otherwise)
        every = [*cases, otherwise]
        all_true = " AND ".join(self.dialect.is_(f"({t.text})", "TRUE") for t in every)
        all_false = " AND ".join(self.dialect.is_(f"({t.text})", "FALSE") for t in every)
        whens = " ".join(
            f"WHEN {group.text} = {number} THEN {then.text}" for number, then in enumerate(cases, 1)
        )
        known = f"CASE {whens} ELSE {otherwise.text} END"
        return known, f"CASE WHEN {all_true} THEN TRUE WHEN {all_false} THEN FALSE END", [group, *every]

    def _within(self, limits: Sequence[Limits], group: Sql) -> str:
        """Cases that differ only by limits, as comparisons with those of a row's case."""
        tests = []
        for operator, f, found in limits:
            limit = self.dialect.picked(found, group.text, self.dialect.double)
            tests.append(f"({self.dialect.quoted(f.name)} {operator} {limit})")
        return " AND ".join(tests)

    def _outside_all(self, limits: Sequence[Limits], cases: Sequence[Sequence[int | None]]) -> str:
        """The answer that all cases give: false outside the loosest ones, true inside the tightest limits."""

        def compared(place: int, limit: int, *, opposite: bool = False) -> str:
            operator, f, _ = limits[place]
            return f"{self.dialect.quoted(f.name)} {_OPPOSITE[operator] if opposite else operator} {limit}"

        outside = [
            " OR ".join(
                compared(p, limit, opposite=True) for p, limit in enumerate(case) if limit is not None
            )
            or "FALSE"
            for case in cases
        ]
        whens = f"WHEN {' AND '.join(f'({found})' for found in outside)} THEN FALSE"
        if all(limit is not None for _, _, found in limits for limit in found):
            tightest = [
                compared(
                    p,
                    (min if limits[p][0] in ("<", "<=") else max)(
                        limit for limit in found if limit is not None
                    ),
                )
                for p, (_, _, found) in enumerate(limits)
            ]
            whens += f" WHEN {' AND '.join(tightest)} THEN TRUE"
        return f"CASE {whens} END"

    def division_group(self, test: tree.ByDivision) -> Sql:
        """Return the column that holds the number of a row's case, 0 for the divisions not named, NULL where
        the industry is not known.

        A look-up in a constant list by the division's number: long lists in IN become joins.
        """
        numbers = [0] * 100
        for number, (divisions, _) in enumerate(test.cases, 1):
            for division in divisions:
                numbers[int(division)] = number
        code = self.dialect.quoted(test.field.name)
        division = self.dialect.first_two_digits(code)
        return self.projections.hoist(Sql(self.dialect.picked(numbers, division, self.dialect.small)))

    def _not_compared(self, test: tree.Compare) -> Sql:
        """The opposite comparison, which costs one step less than NOT; true where a field in it is none."""
        test = as_date_test(test) or test
        opposite = replace(test, operator=_OPPOSITE[test.operator])
        fields = [f for v in (opposite.left, opposite.right) for f in fields_of_value(v) if f.none_able]
        none = [f"({self.dialect.is_(self.dialect.quoted(f.companion), 'FALSE')})" for f in fields]
        compared = f"({self.value(opposite.left)} {opposite.operator} {self.value(opposite.right)})"
        return Sql(" OR ".join([*none, compared]))

    def _not_none(self, comparison: str, *values: tree.Value) -> Sql:
        """Guard a comparison: false where a field in it is none."""
        fields = [f for v in values for f in fields_of_value(v) if f.none_able]
        guards = [f"({self.dialect.is_(self.dialect.quoted(f.companion), 'NOT FALSE')})" for f in fields]
        return Sql(" AND ".join([*guards, f"({comparison})"]))

    def _contains(self, f: Field, entry: str) -> Sql:
        found = self.dialect.has_entry(self.dialect.quoted(f.name), entry)
        if not f.none_able:
            return Sql(found)
        return Sql(f"({self.dialect.is_(self.dialect.quoted(f.companion), 'NOT FALSE')}) AND ({found})")

    def _prefix_in(self, test: tree.PrefixIn) -> Sql:
        found = self.prefix_tests(test)
        tests = list(found.begins)
        if found.unknown:
            unknown = " OR ".join(found.unknown)
            tests.append(f"({unknown}) AND CAST(NULL AS BOOLEAN)")
        # No code becomes one that begins so: false, where there is a code.
        tests = tests or [f"{found.code.text} <> {found.code.text}"]
        return joined("OR", [Sql(sql, found.code.stage) for sql in tests])

    def prefix_tests(self, test: tree.PrefixIn) -> PrefixTests:
        """Return what a test of a code's beginning asks, each question for itself."""
        name = self.dialect.quoted(test.field.name)
        code = Sql(name)
        if test.written_in is not None:
            field, current = test.written_in
            revision, ours = self.dialect.quoted(field.name), self.dialect.text(current)
            code = self.projections.hoist(
                Sql(f"CASE WHEN {revision} <> {ours} THEN left({name}, 2) ELSE {name} END")
            )
        found = before_renaming(test)
        unknown = [self.dialect.one_of(code.text, [self.dialect.text(prefix)]) for prefix in found.equals]
        unknown += [self._begins(code.text, part) for part in found.unsure]
        return PrefixTests(code, [self._begins(code.text, part) for part in found.begins], unknown)

    def _begins(self, name: str, part: PrefixTest) -> str:
        starts = self.dialect.starts_with(name, part.prefix)
        but = [f"NOT {self.dialect.starts_with(name, p)}" for p in part.but]
        return " AND ".join([starts, *but])

    # --- values ---------------------------------------------------------------------------------

    def value(self, value: tree.Value) -> str:
        """Return the SQL of a core value; NULL where it is not known."""
        match value:
            case tree.Literal(number):
                return self._scalar(number)
            case tree.FieldValue(f, assumed):
                name = self.dialect.quoted(f.name)
                return name if assumed is None else f"COALESCE({name}, {self._scalar(assumed)})"
            case tree.YearsSince(since, day):
                assert day is not None
                start = self.value(since)
                month_day = day.month * 100 + day.day
                y, m, d = (self.dialect.part_of_date(part, start) for part in ("year", "month", "day"))
                return f"({day.year} - {y} - CASE WHEN {m} * 100 + {d} > {month_day} THEN 1 ELSE 0 END)"
            case tree.Arithmetic(sign, left, right):
                a, b = (f"CAST({self.value(v)} AS {self.dialect.double})" for v in (left, right))
                return f"({a} / NULLIF({b}, 0))" if sign == "/" else f"({a} {sign} {b})"
            case _:
                raise TypeError(f"{type(value).__name__} must be bound first")

    def _scalar(self, value: tree.Scalar) -> str:
        if isinstance(value, str):
            return self.dialect.text(value)
        if isinstance(value, date):
            return f"DATE '{value.isoformat()}'"
        if isinstance(value, int):
            return str(value)
        # From text, so that every executor reads the same nearest double.
        return f"CAST('{value!r}' AS {self.dialect.double})"
