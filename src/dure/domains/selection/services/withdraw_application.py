"""Somebody withdraws an application; the places that it holds go to the next of the reserve list at once."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.following import follow, hold_following
from dure.domains.applications.withdrawing import withdraw, withdrawable
from dure.domains.events.act import act
from dure.domains.events.later import later
from dure.domains.programmes.queries import loaded
from dure.domains.selection.leaving import hold_selections, leave_places


def withdraw_application(*, actor: SignedActor, now: datetime, application_id: int, reason: str = "") -> None:
    """Withdraw an application (신청 철회), with a reason if there is one to tell. Twice is once.

    What was handed in and what was decided is kept; a supplement asked for falls away, and so does every
    place, which goes on in the same act: nobody who has withdrawn holds one. While the window is open the
    business may apply anew. Raises NotAllowed, and Refused where the call does not let applications be
    withdrawn or nothing is left to withdraw.
    """
    row = withdrawable(actor, application_id, reason)
    with act("application.withdraw", actor=actor, now=now, reason=reason.strip()) as this:
        # Before the application's own row: who takes or gives on a place holds its stage first too.
        selections = hold_selections(row.programme)
        file = loaded(row.version).programme
        hold_following([file])
        if withdraw(this, row):
            later("matching.end_left", programme=row.programme)
            for selection in selections:
                leave_places(this, selection)
            follow(this, file)
