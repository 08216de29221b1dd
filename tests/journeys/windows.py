"""The two windows that pages are looked at in."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize

SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 360, "height": 740},
    "desktop": {"width": 1280, "height": 900},
}

both_ways = pytest.mark.parametrize("page", list(SIZES), indirect=True)
"""Walks a journey in both windows: for those whose way is another one on a desktop."""
