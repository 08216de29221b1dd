"""The committed JSON Schema is what the models say today."""

from __future__ import annotations

import json
from pathlib import Path

from dure.engine.programme.schema import json_schema

COMMITTED = Path(__file__).resolve().parents[2] / "src" / "dure" / "library" / "programme.schema.json"


def test_the_committed_schema_is_current():
    expected = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    assert COMMITTED.read_text(encoding="utf-8") == expected, "run `make schema`"
