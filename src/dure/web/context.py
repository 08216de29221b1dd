"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from dure.domains.accounts.actors import SignedActor
from dure.settings.clock import told_now
from dure.web.agreements import menu as agreements
from dure.web.benefits import menu as benefits
from dure.web.bodies import menu as bodies
from dure.web.claims import menu as claims
from dure.web.diagnosis import menu as diagnosis
from dure.web.executor import menu as executor
from dure.web.funds import menu as funds
from dure.web.ledger import menu as ledger
from dure.web.matching import menu as matching
from dure.web.merchant import menu as merchant
from dure.web.officer import menu as officer
from dure.web.payments import menu as payments
from dure.web.people import menu as people
from dure.web.public import menu as public
from dure.web.reviewer import menu as reviewer
from dure.web.vouchers import menu as vouchers

DESKS = (
    executor.menu,
    reviewer.menu,
    diagnosis.menu,
    matching.menu,
    officer.menu,
    agreements.menu,
    bodies.menu,
    funds.menu,
    claims.menu,
    ledger.menu,
    benefits.menu,
    vouchers.menu,
)
MENUS = (
    *DESKS, public.menu, merchant.menu, people.menu, benefits.own_menu, vouchers.own_menu, claims.own_menu,
    payments.menu,
)  # fmt: skip
"""Whoever works here finds their own desk first."""
FIRST = 7
"""So many entries stand in the bar; the others below "More"."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the demo's instant (None in true time), the actor and the words searched for."""
    return {
        "demo_now": told_now(),
        "actor": getattr(request, "actor", None),
        "words": request.GET.get("q", "")[:100],
        "navigation": (items := navigation(request)),
        "navigation_bar": items[:FIRST],
        "navigation_more": items[FIRST:],
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the main menu of whoever asks: the pages of the roles held first, then everybody's."""
    who = getattr(request, "actor", None)
    items = [item for menu in MENUS for item in menu(who)] if who is not None else []
    at = max((a for _, a in items if request.path.startswith(a)), key=len, default="")
    return [{"label": label, "url": address, "current": address == at} for label, address in items]


def desk(actor: SignedActor) -> str:
    """Return where somebody's work begins: at the desk of their first role, or among their applications."""
    return next((address for menu in DESKS for _label, address in menu(actor)), reverse("my"))
