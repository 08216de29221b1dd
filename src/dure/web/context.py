"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dure.settings.clock import told_now


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the demo's instant (None in true time), the actor and the words searched for."""
    return {
        "demo_now": told_now(),
        "actor": getattr(request, "actor", None),
        "words": request.GET.get("q", "")[:100],
        "navigation": navigation(request),
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the main menu of whoever asks: everybody's pages first, then those of the roles held."""
    who = getattr(request, "actor", None)
    items = [(_("Calls for applications"), reverse("calls"))]
    if who is not None and who.has("officer", "ministry"):
        items.append((_("Programme files"), reverse("officer_programmes")))
    return [
        {"label": label, "url": address, "current": request.path.startswith(address)}
        for label, address in items
    ]
