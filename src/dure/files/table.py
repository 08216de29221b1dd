"""A table as it was read: a relation of the session, its columns as headed, nothing cast yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

ROW = "#row"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its header as written, the column it means, and its name and type in SQL.

    ``numeric`` is an SQL test of the cells that the file holds as numbers (not as text); FALSE for csv.
    """

    header: str
    means: str
    sql: str
    type: str = "VARCHAR"
    numeric: str = "FALSE"


@dataclass(frozen=True, slots=True)
class Table:
    """A file opened in a session: ``relation`` is an SQL table expression with a column ``#row``.

    ``#row`` is the row as a spreadsheet counts it: the header is row 1 (parquet, which has no header
    row, counts its rows from 1).
    """

    file: str
    relation: str
    columns: tuple[Column, ...]
    meaning: dict[str, Column] = field(default_factory=dict)

    def column(self, means: str) -> Column | None:
        """Return the column that means something, or None where the file has none."""
        return self.meaning.get(means)

    def rows_between(self, first: int, last: int) -> Table:
        """Return the table of the rows whose ``#row`` is one of these, both included."""
        return replace(
            self, relation=f'(SELECT * FROM {self.relation} WHERE "{ROW}" BETWEEN {first} AND {last})'
        )
