"""What stands in the main menu for reviewers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    return [(_("Reviews"), reverse("reviewer_home"))] if actor.has("reviewer") else []
