"""What differs between the SQL of the engines that judge tables; everything else is said once, in ``sql.py``.

A dialect writes the few things that engines spell or calculate in their own way, each with the meaning that
the judge in process gives it. DuckDB's is the base; text goes in and text comes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Dialect:
    """DuckDB, and what is common to all."""

    name = "duckdb"
    quote = '"'
    double = "DOUBLE"
    small = "TINYINT"
    text_type = "VARCHAR"
    looks_up_texts = True
    """Whether a constant list of texts is kept once for all rows."""
    fence = ""
    """What keeps a projection from being merged with the one around it."""

    def quoted(self, name: str) -> str:
        """Return a column name as an SQL identifier."""
        return self.quote + name.replace(self.quote, 2 * self.quote) + self.quote

    def is_column(self, sql: str) -> bool:
        """Say whether an expression is a column and nothing more."""
        return sql.startswith(self.quote) and sql.endswith(self.quote) and sql.count(self.quote) == 2

    def text(self, text: str) -> str:
        """Return a text as an SQL literal."""
        return "'" + text.replace("'", "''") + "'"

    def is_(self, sql: str, truth: str) -> str:
        """Return whether a test is TRUE, FALSE, NOT TRUE or NOT FALSE; that is always known."""
        return f"{sql} IS {truth}"

    def part_of_date(self, part: str, sql: str) -> str:
        """Return the year, month or day of a date as a whole number wide enough to calculate with."""
        return f"CAST({part}({sql}) AS BIGINT)"

    def starts_with(self, sql: str, beginning: str) -> str:
        """Return whether a text begins with another."""
        return f"starts_with({sql}, {self.text(beginning)})"

    def one_of(self, sql: str, options: Sequence[str]) -> str:
        """Return whether a value is one of the options."""
        if self.is_column(sql):
            # One after the other they are quicker than IN: text that is kept once and pointed at stays so.
            return " OR ".join(f"{sql} = {option}" for option in options)
        return f"{sql} IN ({', '.join(options)})"

    def first_two_digits(self, code: str) -> str:
        """Return the number that a code begins with, two digits; quicker here than a text cast to one."""
        return f"ascii({code}) * 10 + ascii(substr({code}, 2, 1)) - {11 * ord('0')}"

    def picked(self, numbers: Sequence[int | None], place: str, type_: str) -> str:
        """Return the number that stands at a place of a constant list, counted from 0."""
        return f"list_extract([{self._listed(numbers)}]::{type_}[], {place} + 1)"

    def _listed(self, numbers: Sequence[int | None]) -> str:
        return ", ".join("NULL" if number is None else str(number) for number in numbers)

    def has_entry(self, column: str, entry: str) -> str:
        """Return whether a list has the entry, or one that begins with it and ``:``; of no list, NULL."""
        return f"len(list_filter({column}, lambda e: {self._is_entry('e', entry)})) > 0"

    def _is_entry(self, sql: str, entry: str) -> str:
        return f"{sql} = {self.text(entry)} OR {self.starts_with(sql, entry + ':')}"

    def joined_texts(self, parts: Sequence[str]) -> str:
        """Return texts joined by ``;``, those that are NULL left out."""
        return f"concat_ws(';', {', '.join(parts)})"

    def with_columns(self, relation: str, columns: Mapping[str, str], place: int) -> str:
        """Return a FROM item: a relation with columns added, each calculated once a row.

        ``place`` tells the projections of one query apart.
        """
        added = ", ".join(f"({sql}) AS {self.quoted(name)}" for name, sql in columns.items())
        return f"(SELECT *, {added} FROM {relation}{self.fence}) AS s{place}"


class PostgreSql(Dialect):
    """PostgreSQL, version 14 or newer."""

    name = "postgresql"
    looks_up_texts = False
    double = "DOUBLE PRECISION"
    small = "SMALLINT"
    # Else the planner puts each expression back wherever its column is read: a column read twice, made of
    # columns read twice, is then calculated without end.
    fence = " OFFSET 0"

    def part_of_date(self, part: str, sql: str) -> str:
        return f"CAST(EXTRACT({part.upper()} FROM {sql}) AS BIGINT)"

    def picked(self, numbers: Sequence[int | None], place: str, type_: str) -> str:
        return f"(ARRAY[{self._listed(numbers)}]::{type_}[])[{place} + 1]"

    def has_entry(self, column: str, entry: str) -> str:
        found = f"SELECT FROM unnest({column}) AS e(e) WHERE {self._is_entry('e', entry)}"
        return f"CASE WHEN {column} IS NOT NULL THEN EXISTS ({found}) END"

    def joined_texts(self, parts: Sequence[str]) -> str:
        # A function takes at most a hundred values here; an array as many as it likes.
        return f"array_to_string(ARRAY[{', '.join(parts)}]::text[], ';')"


class Spark(Dialect):
    """Spark SQL in ANSI mode, version 4."""

    name = "spark"
    looks_up_texts = False
    quote = "`"
    text_type = "STRING"

    def text(self, text: str) -> str:
        # Two quotes are the end of one text and the beginning of the next here.
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def starts_with(self, sql: str, beginning: str) -> str:
        return f"startswith({sql}, {self.text(beginning)})"

    def picked(self, numbers: Sequence[int | None], place: str, type_: str) -> str:
        # Not element_at: in ANSI mode it is taken for never NULL where the list has no NULL, though the
        # place may be one, and a test for NULL is then optimised away.
        return f"CAST(get(array({self._listed(numbers)}), {place}) AS {type_})"

    def has_entry(self, column: str, entry: str) -> str:
        return f"exists({column}, e -> coalesce({self._is_entry('e', entry)}, FALSE))"


DUCKDB = Dialect()
POSTGRESQL = PostgreSql()
SPARK = Spark()
