"""Values as YAML: a text in the plainest way that reads as the same text, maps and lists around them."""

from __future__ import annotations

import json

from dure.engine.programme.reading.events import read_tree
from dure.engine.programme.reading.tree import Plain, plain

_WIDTH = 110
"""Longer texts are folded, as the files that ship are."""


def entry(key: str, value: Plain, column: int, new_line: str, *, flow: bool = False) -> str:
    """Return a key with its value as they stand at a column; in brackets, all in one line."""
    if isinstance(value, dict) and value and not flow:
        deeper = column + 2
        lines = [
            " " * deeper + entry(name, inner, deeper, new_line) for name, inner in value.items()
        ]  # fmt: skip
        return new_line.join([f"{key}:", *lines])
    if isinstance(value, list) and value and not flow:
        return new_line.join([f"{key}:", *(item(one, column + 2, new_line) for one in value)])
    return f"{key}: {inline(value, column, new_line, flow=flow)}"


def item(value: Plain, column: int, new_line: str) -> str:
    """Return an item of a list with its dash at a column, one key a line."""
    dash, deeper = " " * column + "- ", column + 2
    if not isinstance(value, dict) or not value:
        return dash + inline(value, deeper, new_line)
    entries = [entry(name, inner, deeper, new_line) for name, inner in value.items()]
    return dash + (new_line + " " * deeper).join(entries)


def inline(value: Plain, column: int, new_line: str, *, flow: bool = False) -> str:
    """Return a value that begins where its key ends: maps and lists in brackets."""
    if isinstance(value, dict):
        entries = [entry(name, inner, column, new_line, flow=True) for name, inner in value.items()]
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(one, column, new_line, flow=True) for one in value) + "]"
    return scalar(value, column, new_line, flow=flow) if isinstance(value, str) else json.dumps(value)


def scalar(value: str, column: int, new_line: str, *, flow: bool = False) -> str:
    """Return a text as YAML, in the plainest way that reads as the same text."""
    single = "'" + value.replace("'", "''") + "'"
    plain_ways = [value, single] if "\n" not in value else []
    if not flow and plain_ways and len(value) + column > _WIDTH:
        plain_ways.insert(0, _folded(value, column + 2, new_line))
    for written in plain_ways:
        if _reads_as(written, value, flow=flow):
            return written
    return json.dumps(value, ensure_ascii=False)


def _folded(value: str, indent: int, new_line: str) -> str:
    lines, line = [], ""
    for word in value.split(" "):
        if line and len(line) + len(word) + 1 > _WIDTH - indent:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return new_line.join([">-", *(" " * indent + one for one in [*lines, line])])


def _reads_as(written: str, value: str, *, flow: bool) -> bool:
    text = f"{{k: {written}, l: 1}}" if flow else f"k: {written}\nl: 1\n"
    root, faults = read_tree(text)
    return not faults and root is not None and plain(root) == {"k": value, "l": 1}
