"""The tool that writes ``needs`` anew leaves files alone that are right, and mends those that are not."""

from __future__ import annotations

import pytest
from tools.library_needs import with_needs

from dure.library import library_bytes, library_ids


@pytest.mark.parametrize("programme_id", library_ids())
def test_a_shipped_file_needs_nothing_else(programme_id):
    text = library_bytes(programme_id).decode()
    assert with_needs(text) == text


def test_a_need_that_is_missing_is_added_and_one_that_is_no_longer_is_dropped():
    text = library_bytes("smart-store-2020").decode()
    assert with_needs(text.replace("  - equipment\n", "")) == text
    assert with_needs(text.replace("  - equipment\n", "  - lot\n  - equipment\n")) == text
