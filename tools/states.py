"""Every table of states as a diagram and a table in Markdown: what ``docs/states.md`` holds.

    .venv/bin/python -m tools.states

A process of its own, for it loads Django with settings that name no real database.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOMAINS = ROOT / "src" / "dure" / "domains"


def tables() -> list[object]:
    """Return every state table that stands in a domain's ``states.py`` or ``models.py``, by subject."""
    from dure.domains.events.transitions import StateTable

    found = {
        value.subject: value
        for path in [*DOMAINS.glob("*/states.py"), *DOMAINS.glob("*/models.py")]
        for value in vars(import_module(f"dure.domains.{path.parent.name}.{path.stem}")).values()
        if isinstance(value, StateTable)
    }
    return [found[subject] for subject in sorted(found)]


def lines() -> Iterator[str]:
    """Yield the page: for each subject a diagram, and its moves."""
    for table in tables():
        yield from _lines(table)


def _lines(table: object) -> Iterator[str]:
    from dure.domains.events.transitions import StateTable

    assert isinstance(table, StateTable)
    yield f"## {table.subject}"
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in table.first:
        yield f"    [*] --> {state}"
    for move in table.transitions:
        for before in move.before:
            yield f"    {before} --> {move.after}: {move.name}"
    for state in table.last():
        yield f"    {state} --> [*]"
    yield "```"
    yield ""
    yield "| move | from | to | by |"
    yield "|---|---|---|---|"
    for move in table.transitions:
        yield f"| `{move.name}` | {', '.join(move.before)} | {move.after} | {', '.join(move.by)} |"
    yield ""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DURE_DATABASE_URL": "postgresql:///none",
            "DURE_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "dure.settings.test",
        }
        import django

        django.setup()
        for line in lines():
            print(line)


if __name__ == "__main__":
    main()
