"""What a paper says, before it is set: a title, facts, and parts with text and tables. Texts are plain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["ko", "en"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells are texts as they are printed, or whole numbers where a workbook should add them."""

    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    sums: Sequence[Sequence[str | int]] = ()
    """Rows that add up those above them."""
    empty: str = ""
    """What is said where there are no rows."""

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Say of each column whether it holds numbers: these stand to the right."""
        every = [*self.rows, *self.sums]
        return tuple(
            bool(every) and all(isinstance(row[n], int) or row[n] == "" for row in every)
            and any(isinstance(row[n], int) for row in every)
            for n in range(len(self.headers))
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, and the same in words for those who cannot see it. Its numbers stand in a table of the
    part."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it."""

    heading: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[Table] = ()
    figures: Sequence[Figure] = ()
    """Only a PDF has them: HWPX and workbooks tell the numbers by the tables."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper."""

    title: str
    language: Language
    subtitle: str = ""
    facts: Sequence[tuple[str, str]] = ()
    parts: Sequence[Part] = ()
    signatures: Sequence[str] = ()
    """Who signs, each on a line with room for a name and a seal."""
    seal_word: str = ""
    """What stands where the seal goes, ``(인)``."""
    foot: str = ""
    """Stands at the foot of every page: what makes the paper checkable, as a number or a hash."""
    keywords: Sequence[str] = field(default=())


def cell(value: str | int) -> str:
    """Return a cell as it is printed: numbers with separators."""
    return f"{value:,}" if isinstance(value, int) else value
