"""What was decided on an application, where pages of decisions are there to say it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest

from dure.domains.applications.queries_own import Application

_PAGES = "dure.web.merchant.decisions"


def parts(request: HttpRequest, application: Application) -> dict[str, Any]:
    """Return what ``merchant/parts/decisions.html`` reads; nothing as long as there is nothing to say."""
    if find_spec(_PAGES) is None:
        return {}
    found: dict[str, Any] = import_module(_PAGES).decision_parts(request, application)
    return {"decided": True, **found}
