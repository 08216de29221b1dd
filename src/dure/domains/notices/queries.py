"""What pages read of notices."""

from __future__ import annotations

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.notices.faults import MAIL_FAULTS
from dure.domains.notices.models import Notice
from dure.domains.notices.wording import LANGUAGES, Template, Wording, templates, worded

__all__ = ["LANGUAGES", "MAIL_FAULTS", "Notice", "Template", "Wording", "templates", "worded"]


def inbox(actor: SignedActor) -> QuerySet[Notice]:
    """Return what was told to somebody themselves, also where their role lets them see more."""
    found = Notice.objects.visible_to(actor)
    return found.none() if actor.user_id is None else found.filter(user_id=actor.user_id)


MOST_UNREAD = 99
"""Up to so many unread notices are counted: every page of somebody who has signed in counts them."""


def unread(actor: SignedActor) -> int:
    """Return how many notices somebody has not opened yet; ``MOST_UNREAD + 1`` where there are more."""
    if actor.user_id is None:
        return 0
    return inbox(actor).filter(read_at__isnull=True).order_by()[: MOST_UNREAD + 1].count()


def own(actor: SignedActor, notice_id: int) -> Notice | None:
    """Return a notice of somebody's own, or None."""
    return inbox(actor).filter(pk=notice_id).first()


def sent(actor: SignedActor, state: str = "", template: str = "") -> QuerySet[Notice]:
    """Return notices to all, for those who may see them: by state of the letter and by template."""
    found = Notice.objects.visible_to(actor)
    if not actor.may_in("", "officer"):
        found = found.none()
    if state:
        found = found.filter(state=state)
    return found.filter(template=template) if template else found


def visible(actor: SignedActor, notice_id: int) -> Notice | None:
    """Return a notice that an officer may see, or None."""
    return sent(actor).filter(pk=notice_id).select_related("user").first()
