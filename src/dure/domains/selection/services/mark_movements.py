"""Where the public log of places stands is noted, so that pages need not read all of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.events.models import Event
from dure.domains.selection.models import MovementMark, Selection
from dure.domains.selection.movements import last_link, link_of

SETTLED = timedelta(minutes=10)
"""No act takes so long: an event that is older has none before it that is still to come."""


def mark_movements(*, actor: SignedActor, now: datetime) -> int:
    """Note the last link of the log of each published selection; return of how many it was another.

    It is made of all events anew, never of the mark before, so that a wrong one does not stay. Twice is once.
    Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    settled = Event.objects.filter(at__lte=now - SETTLED).order_by("-pk").first()
    if settled is None:
        return 0
    changed = 0
    for selection in Selection.objects.filter(state="published").order_by("pk"):
        mark = MovementMark.objects.filter(selection=selection).first()
        if mark is not None and (mark.entries, mark.head) == _told(selection):
            continue
        with act("selection.mark_movements", actor=actor, now=now) as this:
            alone("selection", selection.programme, selection.stage)
            mark = MovementMark.objects.filter(selection=selection).first()
            link = link_of(selection, settled.pk)
            if mark is not None and (mark.entries, mark.head) == (link.entries, link.head):
                continue
            kept = asdict(link) | {"marked_at": now}
            MovementMark.objects.update_or_create(selection=selection, defaults=kept)
            this.record("selection", selection.pk, movements=link.entries, head=link.head)
            changed += 1
    # Where nothing happened the mark moves on, so that no page reads the same events again and again.
    with act("selection.mark_movements", actor=actor, now=now):
        MovementMark.objects.filter(upto_event__lt=settled.pk).update(upto_event=settled.pk)
    return changed


def _told(selection: Selection) -> tuple[int, str]:
    link = last_link(selection)
    return link.entries, link.head
