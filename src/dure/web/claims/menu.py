"""What stands in the main menu about claims."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.matching.queries import PROVIDER_ROLES


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    items = []
    if actor.has("officer", "ministry", "accountant"):
        items.append((_("Claims to decide"), reverse("officer_claims_programmes")))
    if actor.has("accountant"):
        items.append((_("Own sales to compare"), reverse("claims_to_compare")))
    return items


def own_menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return the way to one's own claims, for merchants, executors' staff and providers."""
    staff = any(role not in (*PROVIDER_ROLES, "executor_staff") for role, _code in actor.roles)
    return [] if actor.user_id is None or staff else [(_("Your claims"), reverse("my_claims"))]
