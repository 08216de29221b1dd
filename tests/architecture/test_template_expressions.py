"""Attributes of components are variables, plain values or written text: no other expression is read.

``:empty="not rows"`` and ``:total="rows|length"`` are taken for no value at all, so that the table of nothing
stays a table with no rows, and its total is not told.
"""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "dure" / "templates"
ATTRIBUTE = re.compile(r"""\s:([\w-]+)=(?:"([^"]*)"|'([^']*)')""")
READ = re.compile(
    r"""
    \[\] | \{\} | True | False | None | -?\d+
    | [A-Za-z_]\w*(?:\.\w+)*   # a variable
    | \{\{[^{}]*\}\}           # what the template engine writes, read as plain text
    """,
    re.VERBOSE,
)


def unread(text: str) -> list[str]:
    """Return the dynamic attributes of a template whose value is no variable, plain value or written text."""
    found = ((m[1], m[2] if m[2] is not None else m[3]) for m in ATTRIBUTE.finditer(text))
    return [f'{name}="{value}"' for name, value in found if READ.fullmatch(value) is None]


def test_no_attribute_of_a_component_is_an_expression():
    faults = {
        path.relative_to(TEMPLATES).as_posix(): wrong
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (wrong := unread(path.read_text(encoding="utf-8")))
    }
    assert faults == {}


def test_the_lint_sees_what_it_forbids():
    for value in ("not rows", "a and b", "a == 1", "rows|length > 0", "a or 'b'", "a.b()", "rows|length"):
        assert unread(f'<c-table caption="x" :empty="{value}">') == [f'empty="{value}"']
    for value in (
        "rows",
        "{{ rows|length }}",
        "form.reason",
        "[]",
        "True",
        "0",
    ):
        assert unread(f'<c-table :empty="{value}">') == []
