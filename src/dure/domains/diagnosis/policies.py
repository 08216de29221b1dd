"""Who may fill in a sheet, and who runs the diagnosis of a programme."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.diagnosis.models import MERCHANT, DiagnosisSheet
from dure.domains.merchants.policies import may_act_for


def may_run(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme, and the service itself when it loads the demo."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_running(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_run(actor, programme):
        raise NotAllowed


def may_diagnose(actor: SignedActor, programme: str, choices: Collection[str]) -> bool:
    """Say whether somebody may be an expert: a reviewer of the programme, staff of a chosen executor."""
    return actor.may_in(programme, "reviewer") or any(
        actor.holds("executor_staff", executor, programme) for executor in choices
    )


def allow_filling(actor: SignedActor, sheet: DiagnosisSheet) -> None:
    """Whoever acts for the merchant, or the expert that it was given to; raise NotAllowed for others."""
    application = sheet.application
    if sheet.filled_by == MERCHANT:
        allowed = may_act_for(actor, application.merchant_id)
    else:
        own = actor.user_id is not None and sheet.expert_id == actor.user_id
        allowed = own and may_diagnose(actor, sheet.programme, application.choices)
    if not allowed:
        raise NotAllowed
