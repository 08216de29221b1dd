"""What stands in the main menu for merchants."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.matching.queries import PROVIDER_ROLES


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks: staff have their own pages, providers may be both."""
    staff = any(role not in PROVIDER_ROLES for role, _code in actor.roles)
    if actor.user_id is None or staff:
        return []
    return [(_("My applications"), reverse("my"))]
