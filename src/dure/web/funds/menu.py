"""What stands in the main menu about money."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    items = []
    if actor.has("officer", "ministry"):
        items.append((_("Programme money"), reverse("officer_funds")))
    if actor.has("executor_staff"):
        items.append((_("Money and promises"), reverse("my_funds")))
    return items
