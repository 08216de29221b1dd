"""What stands in the main menu about benefits."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.matching.queries import PROVIDER_ROLES


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    items = []
    if actor.has("officer", "ministry", "accountant"):
        items.append((_("Benefits"), reverse("officer_benefits")))
    if actor.has("executor_staff", *PROVIDER_ROLES):
        items.append((_("Benefits to carry out"), reverse("given_grants")))
    return items


def own_menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return the way to the support that one was granted, after the own applications."""
    staff = any(role not in PROVIDER_ROLES for role, _code in actor.roles)
    return [] if actor.user_id is None or staff else [(_("My support"), reverse("my_grants"))]
