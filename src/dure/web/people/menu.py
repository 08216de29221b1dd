"""What stands in the main menu about people: organisations for staff, one's own account for everybody."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.notices.queries import MOST_UNREAD, unread


def notices_label(actor: SignedActor) -> str:
    """Return what the inbox is called, with how many notices in it are new."""
    count = unread(actor)
    told = str(count) if count <= MOST_UNREAD else f"{MOST_UNREAD}+"
    return _("Notices (%(count)s new)") % {"count": told} if count else _("Notices")


def menu(actor: SignedActor) -> list[tuple[str, str]]:
    """Return (label, address) pairs for whoever asks."""
    if actor.user_id is None:
        return []
    items = [(notices_label(actor), reverse("my_notices"))]
    if actor.may_in("", "officer"):
        items.append((_("Notices sent"), reverse("officer_notices_sent")))
        items.append((_("Access log"), reverse("officer_access")))
    if actor.may_in("", "officer", "ministry"):
        items.append((_("Event log"), reverse("officer_events")))
    if actor.has("officer", "ministry"):
        items.append((_("Retention and destruction"), reverse("officer_retention")))
    if actor.has("officer", "ministry", "executor_staff", "association_staff", "centre_staff"):
        items.append((_("Organisations"), reverse("organisations")))
    return [*items, (_("My account"), reverse("my_account"))]
