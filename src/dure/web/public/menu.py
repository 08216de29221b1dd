"""What stands in the main menu for everybody."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor


def menu(_actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    return [
        (_("Calls for applications"), reverse("calls")),
        (_("What can I get?"), reverse("advice")),
        (_("Public votes"), reverse("votes")),
        (_("Results"), reverse("results")),
        (_("Register of titles"), reverse("titles")),
    ]
