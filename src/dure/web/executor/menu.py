"""What stands in the main menu for executors' staff."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    return [(_("Executor's desk"), reverse("executor_home"))] if actor.has("executor_staff") else []
