"""What stands in the main menu about executors and agreements."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    items = []
    if actor.has("accountant", "reviewer"):
        items.append((_("Proposals to score"), reverse("scoring")))
    if actor.has("officer", "ministry"):
        items.append((_("Executors"), reverse("officer_executors")))
    if actor.has("executor_staff"):
        items.append((_("Proposals and agreements"), reverse("my_proposals")))
    return items
