"""What stands in the main menu for those who diagnose as experts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.web.diagnosis.expert import ROLES


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    return [(_("Diagnoses"), reverse("diagnoses"))] if actor.has(*ROLES) else []
