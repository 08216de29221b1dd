"""What stands in the main menu for the staff of associations and regional centres."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    found = []
    if actor.has("association_staff"):
        found.append((_("Association's desk"), reverse("association_home")))
    if actor.has("centre_staff"):
        found.append((_("Regional centre's desk"), reverse("centre_home")))
    return found
