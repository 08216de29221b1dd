"""A paper as HWPX, the format of Korean offices, by way of Markdown in which every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dure.papers.model import Paper, Table, cell

MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$^=:&\"'])")
"""Every sign that Markdown, or an extension of it, could take for more than itself."""


def as_hwpx(paper: Paper) -> bytes:
    """Return the file."""
    import hwpforge

    return hwpforge.convert_md("\n".join(_lines(paper))).document.to_bytes()


def plain(text: str) -> str:
    """Return a text so that Markdown shows it as it is, on one line."""
    return MARKUP.sub(r"\\\1", " ".join(text.split()))


def _lines(paper: Paper) -> Iterator[str]:
    yield f"# {plain(paper.title)}"
    yield ""
    if paper.subtitle:
        yield from (plain(paper.subtitle), "")
    for label, words in paper.facts:
        yield from (f"**{plain(label)}** {plain(words)}", "")
    for part in paper.parts:
        yield from (f"## {plain(part.heading)}", "")
        for words in part.paragraphs:
            yield from (plain(words), "")
        for one in part.tables:
            yield from _table(one)
    for who in paper.signatures:
        yield from (f"{plain(who)} \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_ {plain(paper.seal_word)}", "")
    if paper.foot:
        yield from (plain(paper.foot), "")


def _table(one: Table) -> Iterator[str]:
    if not one.rows and not one.sums:
        yield from (plain(one.empty), "")
        return
    yield from (plain(one.caption), "")
    yield _row(one.headers)
    yield "|" + "|".join("---:" if number else "---" for number in one.numeric) + "|"
    for row in one.rows:
        yield _row([cell(value) for value in row])
    for row in one.sums:
        yield _row([cell(value) for value in row])
    yield ""


def _row(cells: Sequence[str]) -> str:
    return "|" + "|".join(f" {plain(text)} " for text in cells) + "|"
