"""Write the index of the library anew: what `dure library` tells of each file, without reading them all.

    .venv/bin/python tools/library_index.py

Run it after a shipped file has changed its title, system, year or needs, or one has come or gone.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from dure.cli.engine.library import Shipped
from dure.engine.entries import LoadedEntry
from dure.files.shipped import open_shipped
from dure.library import entry_ids, library_ids

TARGET = Path(__file__).resolve().parent.parent / "src/dure/library/index.json"


def rows() -> list[Shipped]:
    """Return what the files themselves say, by row of the list of systems."""
    found = [_row(name) for name in (*library_ids(), *entry_ids())]
    return sorted(found, key=lambda row: (row.system or 0, row.year, row.id))


def index_text() -> str:
    """Return the index as it should be, one line a file."""
    lines = (json.dumps(asdict(row), ensure_ascii=False) for row in rows())
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _row(name: str) -> Shipped:
    loaded = open_shipped(name)
    if isinstance(loaded, LoadedEntry):
        file, kind = loaded.entry, loaded.entry.kind
        return Shipped(file.id, file.title.model_dump(), file.system, file.year, kind, file.needs)
    programme = loaded.programme
    title = programme.title.model_dump()
    return Shipped(programme.id, title, programme.system, programme.year, "programme", programme.needs)


if __name__ == "__main__":
    TARGET.write_text(index_text(), encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(rows())} files")
