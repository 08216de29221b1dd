"""What stands in the main menu for officers and the ministry."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    if not actor.has("officer", "ministry"):
        return []
    return [
        (_("My desk"), reverse("officer_home")),
        (_("All merchants"), reverse("officer_merchants")),
        (_("Duplicates"), reverse("officer_duplicates")),
        (_("Review"), reverse("officer_review")),
        (_("Selection"), reverse("officer_selections")),
        (_("Objections"), reverse("officer_objections")),
        (_("Programme files"), reverse("officer_programmes")),
    ]
