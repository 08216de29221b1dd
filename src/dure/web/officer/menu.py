"""What stands in the main menu for officers and the ministry."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor

ROLES = ("officer", "ministry")


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    if not actor.has(*ROLES):
        return []
    of_all = [(_("Duplicates"), reverse("officer_duplicates"))] if actor.may_in("", *ROLES) else []
    return [
        (_("My desk"), reverse("officer_home")),
        (_("All merchants"), reverse("officer_merchants")),
        *of_all,
        (_("Review"), reverse("officer_review")),
        (_("Selection"), reverse("officer_selections")),
        (_("Objections"), reverse("officer_objections")),
        (_("Providers"), reverse("officer_providers")),
        (_("Programme files"), reverse("officer_programmes")),
    ]
