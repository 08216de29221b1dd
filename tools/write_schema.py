"""Write the JSON Schema of the programme file, which editors use to complete and check it."""

from __future__ import annotations

import json
from pathlib import Path

from dure.engine.programme.schema import json_schema

TARGET = Path(__file__).resolve().parent.parent / "src/dure/library/programme.schema.json"


def schema_text() -> str:
    """Return the text of the committed schema: the model's own order, two spaces, Korean as Korean."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(schema_text(), encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: written")
