"""The committed JSON Schemas are what the models say today."""

from __future__ import annotations

import json

import pytest
from tools.write_schema import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_committed_schema_is_current(target):
    expected = json.dumps(TARGETS[target](), indent=2, ensure_ascii=False) + "\n"
    assert target.read_text(encoding="utf-8") == expected, "run `make schema`"
