"""Boxes are ticked by the keyboard, wherever they are drawn while a page settles."""

from __future__ import annotations

from playwright.sync_api import Locator, expect


def tick(box: Locator) -> None:
    """Tick a box, or choose one of several, unless it is chosen already."""
    if not box.is_checked():
        box.press("Space")
    expect(box).to_be_checked()
