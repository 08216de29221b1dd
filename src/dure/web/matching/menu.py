"""What stands in the main menu for providers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.matching.queries import PROVIDER_ROLES


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    return [(_("As a provider"), reverse("provider_home"))] if actor.has(*PROVIDER_ROLES) else []
