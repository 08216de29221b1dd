"""A party is reminded of what is late, by an officer or by itself."""

from __future__ import annotations

from dure.domains.events.act import Act
from dure.domains.recoveries.models import Dunning, RecoveryCase
from dure.domains.recoveries.reckoning import Reckoning
from dure.domains.recoveries.telling import tell_party
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg


def remind(this: Act, case: RecoveryCase, found: Reckoning) -> int:
    """Keep a reminder of a case that is held, tell the party, and return it."""
    made = Dunning.objects.create(
        case=case, number=Dunning.objects.filter(case=case).count() + 1, late_won=found.late_won,
        interest_won=found.interest_won, on=day_of(this.now), by_id=this.actor.user_id or 0, at=this.now,
    )  # fmt: skip
    this.record("recovery_case", case.pk, dunning=made.number, late=found.late_won)
    tell_party(
        this, case, msg("What is asked of you is late: interest runs every day."),
        key=f"dunning/{made.number}", more={"won": f"{found.late_won + found.interest_won:,}"},
    )  # fmt: skip
    return int(made.pk)
