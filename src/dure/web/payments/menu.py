"""What stands in the main menu about payments."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor

STAFF = ("reviewer", "association_staff", "centre_staff", "accountant", "officer", "ministry")


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks: everybody who may be paid finds the own payments."""
    if actor.user_id is None or actor.has(*STAFF):
        return []
    return [(_("My payments"), reverse("my_payments"))]
