"""What stands in the main menu about the ledger."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    return [(_("Ledger"), reverse("ledger_programmes"))] if actor.has(*READERS) else []


READERS = ("officer", "ministry", "accountant")
"""Who reads the ledger of their programmes."""
