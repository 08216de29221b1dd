"""Supplements whose deadline is over lapse: the application goes back to the officer as it was."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.models import Application, Supplement
from dure.domains.applications.states import APPLICATION_STATES, SUPPLEMENT_STATES
from dure.domains.events.act import act
from dure.domains.events.transitions import move


def lapse(*, now: datetime) -> int:
    """Let every supplement lapse that is due by now, in one act; return how many.

    Safe to repeat, and beside an applicant who answers at that moment: whoever holds the application's row
    first, the other finds it done. Officers see on their desk what lapsed.
    """
    due = Supplement.objects.filter(state="open", due_at__lte=now)
    if not due.exists():
        return 0
    with act("application.lapse_supplements", actor=SYSTEM, now=now) as this:
        waiting = Application.objects.filter(
            pk__in=due.values("application_id"), state="supplementing"
        ).order_by("pk")
        held = list(waiting.select_for_update(no_key=True).values_list("pk", flat=True))
        # Read again under the lock: what was answered meanwhile is no more open.
        late = list(due.filter(application_id__in=held).order_by("pk").values_list("pk", "application_id"))
        lapsed = move(this, SUPPLEMENT_STATES, Supplement, [pk for pk, _ in late], "lapse")
        moved = {pk: application for pk, application in late if pk in set(lapsed)}
        move(
            this,
            APPLICATION_STATES,
            Application,
            sorted(moved.values()),
            "close_supplement",
            changes={"changed_at": now},
        )
    return len(lapsed)
