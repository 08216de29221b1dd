"""What the merchants' pages need: when a draft was saved, and a value by a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template

from dure.web.templatetags.days import instant_text

register = template.Library()


@register.filter
def saved_instant(text: str | None) -> str:
    """Show an instant that was kept as text in a draft."""
    return instant_text(datetime.fromisoformat(text)) if text else ""


@register.filter
def of(values: Mapping[str, Any], name: str) -> Any:
    """Return what stands under a name; nothing where nothing does."""
    return values.get(name, ())
