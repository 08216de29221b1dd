"""Where a fact came from and when, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.engine.law.deadlines import day_of
from dure.web.templatetags.days import day_text

_WORDS = {
    "told": lazy("told by the business, %(day)s"),
    "tax_service": lazy("checked with the tax service, %(day)s"),
    "fair_trade": lazy("taken from the register of mail-order businesses, %(day)s"),
    "executor": lazy("told by the executor that nominated it, %(day)s"),
    "import": lazy("from a list of applicants, %(day)s"),
    "document": lazy("shown by a document, %(day)s"),
}


def origin_text(origins: Mapping[str, Sequence[str]], name: str) -> str:
    """Return where a fact came from and when; nothing where that was not kept."""
    if name not in origins:
        return ""
    origin, at, *_before = origins[name]
    return str(_WORDS[origin]) % {"day": day_text(day_of(datetime.fromisoformat(at)))}


def shown_by(title: str, at: datetime | None) -> str:
    """Return which accepted document answers for a fact, and since when."""
    if at is None:
        return _("document accepted: %(document)s") % {"document": title}
    return _("document accepted: %(document)s, %(day)s") % {"document": title, "day": day_text(day_of(at))}
