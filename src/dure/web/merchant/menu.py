"""What stands in the main menu for merchants."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks: staff have their own pages."""
    if actor.user_id is None or actor.roles:
        return []
    return [(_("My applications"), reverse("my"))]
