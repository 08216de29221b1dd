"""Blocks of a documented worked example, read from its page."""

from __future__ import annotations

import csv
import re
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs" / "algorithms"


def block(page: str, fence: str) -> str:
    """Return the text of a fenced block by what stands behind its fence."""
    text = (PAGES / page).read_text(encoding="utf-8")
    found = re.search(rf"^```{re.escape(fence)}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found is not None, fence
    return found[1]


def rows(page: str, name: str) -> list[list[str]]:
    """Return the rows of a table of the page, without its header."""
    return [list(row.values()) for row in csv.DictReader(block(page, f"csv {name}").splitlines())]
