"""Write the JSON Schemas of programme files and entries, which editors use to complete and check them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dure.engine.entries.loading import entry_schema
from dure.engine.programme.schema import json_schema

LIBRARY = Path(__file__).resolve().parent.parent / "src/dure/library"
TARGETS: dict[Path, Callable[[], dict[str, Any]]] = {
    LIBRARY / "programme.schema.json": json_schema,
    LIBRARY / "entry.schema.json": entry_schema,
}


def schema_text(schema: dict[str, Any]) -> str:
    """Return the text of a committed schema: the model's own order, two spaces, Korean as Korean."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for target, schema in TARGETS.items():
        target.write_text(schema_text(schema()), encoding="utf-8", newline="\n")
        print(f"{target.name}: written")
