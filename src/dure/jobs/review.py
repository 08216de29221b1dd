"""What is done around nominations and review: by the clock, and where a conflict may have arisen."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.services.lapse_nominations import lapse_nominations
from dure.domains.diagnosis.services.drop_conflicts import drop_conflicts
from dure.domains.review.services.set_aside_conflicts import set_aside_conflicts
from dure.jobs.app import BRIEFLY, every, task
from dure.settings.clock import now


@every("17 * * * *", "review.lapse_nominations")
def lapse() -> None:
    """Let nominations lapse whose call has closed, every hour."""
    lapse_nominations(now=now())


@task("review.set_aside_conflicts", patience=BRIEFLY)
def set_aside(reviewer_id: int) -> None:
    """Take from a reviewer the cases with which a conflict arose."""
    set_aside_conflicts(actor=SYSTEM, now=now(), reviewer_id=reviewer_id)


@every("27 * * * *", "review.set_aside_all_conflicts")
def set_aside_all() -> None:
    """Take away, every hour, what roles that begin later and other ways have brought into conflict."""
    set_aside_conflicts(actor=SYSTEM, now=now())


@every("37 * * * *", "review.drop_conflicted_diagnoses")
def drop_diagnoses() -> None:
    """Take from experts, every hour, the diagnoses that stand in conflict by what the service knows."""
    drop_conflicts(actor=SYSTEM, now=now())
