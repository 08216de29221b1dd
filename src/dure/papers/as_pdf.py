"""A paper as PDF/UA: tagged, titled, in its language, set by Typst with the fonts that travel with Dure."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Literal

from dure.papers.model import Paper, Table, cell

HOME = Path(__file__).parent
LAYOUT = HOME / "paper.typ"
STANDARD: Literal["ua-1"] = "ua-1"
NO_GLYPH = "could not be displayed"


def as_pdf(paper: Paper) -> bytes:
    """Return the file. The same paper gives the same bytes: it bears no day of its making.

    The texts go in as data; whatever they hold, none of it is read as markup. PDF/UA asks for a glyph of
    every letter: where our fonts have none (hanja, other scripts) the machine's are asked too, and where
    these have none either the letter stands as a box, in a file that is tagged and no PDF/UA.
    """
    import typst

    told = json.dumps(_told(paper), ensure_ascii=False)
    for standard, own in ((STANDARD, True), (STANDARD, False)):
        try:
            return _set(told, standard, own=own)
        except typst.TypstError as error:
            if NO_GLYPH not in error.message:
                raise
    return _set(told, None, own=False)


def _set(told: str, standard: Literal["ua-1"] | None, *, own: bool) -> bytes:
    import typst

    made = typst.compile(
        LAYOUT,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"paper": told},
        pdf_standards=standard,
        ignore_system_fonts=own,
    )
    assert isinstance(made, bytes), "one document comes as one file"
    return made


@cache
def _fonts() -> list[Path]:
    return sorted(path.parent for path in (HOME / "vendor").glob("pretendard-gov-*/*-Regular.otf"))


def _told(paper: Paper) -> dict[str, object]:
    return {
        "title": paper.title,
        "language": paper.language,
        "subtitle": paper.subtitle,
        "facts": [list(fact) for fact in paper.facts],
        "parts": [
            {
                "heading": part.heading,
                "paragraphs": list(part.paragraphs),
                "tables": [_table(one) for one in part.tables],
                "figures": [{"svg": one.svg, "words": one.words} for one in part.figures],
            }
            for part in paper.parts
        ],
        "signatures": list(paper.signatures),
        "seal": paper.seal_word,
        "foot": paper.foot,
        "keywords": list(paper.keywords),
    }


def _table(one: Table) -> dict[str, object]:
    return {
        "caption": one.caption,
        "headers": list(one.headers),
        "rows": [[cell(value) for value in row] for row in one.rows],
        "sums": [[cell(value) for value in row] for row in one.sums],
        "numeric": list(one.numeric),
        "empty": one.empty,
    }
