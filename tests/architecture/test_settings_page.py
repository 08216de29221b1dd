"""The page of the settings lists what the service reads from its environment: names, meanings, defaults."""

from __future__ import annotations

import re
from pathlib import Path

from dure.settings.environment import TABLE

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations" / "settings.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(DURE_[A-Z_]+)` \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)


def test_the_page_lists_exactly_the_settings_of_the_table_in_order():
    assert [(setting.name, setting.meaning, setting.default) for setting in TABLE] == ROWS


def test_no_setting_stands_in_the_table_twice():
    names = [setting.name for setting in TABLE]
    assert len(names) == len(set(names))
