"""What stands in the main menu about vouchers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever runs or issues them."""
    if actor.has("officer", "ministry", "accountant"):
        return [(_("Vouchers and credit"), reverse("officer_vouchers"))]
    return []


def own_menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return the ways to one's own vouchers and counters, for who has no role."""
    if actor.user_id is None or actor.roles:
        return []
    return [
        (_("My vouchers and credit"), reverse("my_wallets")),
        (_("Shops that take vouchers"), reverse("voucher_shops")),
    ]
