"""The missing fields of core tests as SQL: for each field, whether it is missing in a row."""

from __future__ import annotations

from dure.engine.rules import tree
from dure.engine.rules.missing import asked_fields
from dure.engine.rules.sql import Sql, SqlWriter, joined


def missing_sql(test: tree.Test, writer: SqlWriter) -> dict[str, Sql]:
    """Return, by field, the SQL that is true where the field is missing for this test.

    Outside the rows where the test is not known the SQL is false. Same meaning as
    :class:`dure.engine.rules.missing.MissingFields`.
    """
    inner = _missing(test, writer)
    if isinstance(test, (tree.All, tree.Any, tree.Cases, tree.ByDivision)):
        answer = writer.answer(test)
        return {name: _gated(answer, sql) for name, sql in inner.items()}
    return inner


def _missing(test: tree.Test, writer: SqlWriter) -> dict[str, Sql]:
    match test:
        case tree.Not(inner):
            return missing_sql(inner, writer)
        case tree.All(tests) | tree.Any(tests):
            return _any_of([missing_sql(t, writer) for t in tests])
        case tree.Cases(whens, otherwise):
            return _of_cases(whens, otherwise, writer)
        case tree.ByDivision():
            return _of_divisions(test, writer)
        case tree.Closed(status, closed_on, _):
            answer = writer.answer(test)
            return {f.name: Sql(f"{answer.text} IS NULL", answer.stage) for f in (status, closed_on)}
        case tree.Compare(_, left, right):
            return _of_values(test, (left, right), writer)
        case tree.OneOf(value, _):
            return _of_values(test, (value,), writer)
        case tree.Truth(field, None) | tree.Has(field) | tree.Contains(field, _):
            return _whole(test, field.name, writer)
        case tree.PrefixIn(field) | tree.YearTest(field, _, _):
            return _whole(test, field.name, writer)
        case _:
            return {}


def _whole(test: tree.Test, name: str, writer: SqlWriter) -> dict[str, Sql]:
    answer = writer.answer(test)
    return {name: Sql(f"{answer.text} IS NULL", answer.stage)}


def _of_values(test: tree.Test, values: tuple[tree.Value, ...], writer: SqlWriter) -> dict[str, Sql]:
    names = [name for v in values for name in asked_fields(v)]
    if not names:
        return {}
    answer = writer.answer(test)
    return {
        name: Sql(f"{answer.text} IS NULL AND {writer.dialect.quoted(name)} IS NULL", answer.stage)
        for name in names
    }


def _of_cases(
    whens: tuple[tuple[tree.Test, tree.Test], ...], otherwise: tree.Test, writer: SqlWriter
) -> dict[str, Sql]:
    if not whens:
        return missing_sql(otherwise, writer)
    (condition, then), *rest = whens
    c = writer.answer(condition)
    others: tree.Test = tree.Cases(tuple(rest), otherwise) if rest else otherwise
    unknown = Sql(f"{c.text} IS NULL", c.stage)
    still = {
        "then": Sql(writer.dialect.is_(c.text, "NOT FALSE"), c.stage),
        "others": Sql(writer.dialect.is_(c.text, "NOT TRUE"), c.stage),
    }
    parts = [missing_sql(condition, writer)]
    parts.append({n: joined("AND", [still["then"], s]) for n, s in missing_sql(then, writer).items()})
    parts.append({n: joined("AND", [still["others"], s]) for n, s in missing_sql(others, writer).items()})
    parts[0] = {n: joined("AND", [unknown, s]) for n, s in parts[0].items()}
    return _any_of(parts)


def _of_divisions(test: tree.ByDivision, writer: SqlWriter) -> dict[str, Sql]:
    group = writer.division_group(test)
    parts: list[dict[str, Sql]] = [{test.field.name: Sql(f"{group.text} IS NULL", group.stage)}]
    thens = [then for _, then in test.cases]
    for number, then in enumerate([test.otherwise, *thens]):
        possible = Sql(f"{group.text} IS NULL OR {group.text} = {number}", group.stage)
        parts.append({n: joined("AND", [possible, s]) for n, s in missing_sql(then, writer).items()})
    return _any_of(parts)


def _any_of(parts: list[dict[str, Sql]]) -> dict[str, Sql]:
    by_name: dict[str, list[Sql]] = {}
    for part in parts:
        for name, sql in part.items():
            by_name.setdefault(name, []).append(sql)
    return {name: joined("OR", sqls) for name, sqls in by_name.items()}


def _gated(answer: Sql, sql: Sql) -> Sql:
    return Sql(f"{answer.text} IS NULL AND ({sql.text})", max(answer.stage, sql.stage))
