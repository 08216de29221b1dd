"""Who may fill in a sheet, and who runs the diagnosis of a programme."""

from __future__ import annotations

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.diagnosis.models import MERCHANT, DiagnosisSheet
from dure.domains.diagnosis.outside import kept_from, matched_with
from dure.domains.merchants.policies import may_act_for


def may_run(actor: SignedActor, programme: str) -> bool:
    """Officers of the programme, and the service itself when it loads the demo."""
    return actor is SYSTEM or actor.may_in(programme, "officer")


def allow_running(actor: SignedActor, programme: str) -> None:
    """Raise NotAllowed for everybody else."""
    if not may_run(actor, programme):
        raise NotAllowed


def may_diagnose(actor: SignedActor, application: Application) -> bool:
    """Say whether somebody may be an expert of an application.

    A reviewer of the programme, staff of a chosen executor, and the consultant whom it is matched with; but
    nobody who conflicts with its merchant.
    """
    programme = application.programme
    able = (
        actor.may_in(programme, "reviewer")
        or any(actor.holds("executor_staff", executor, programme) for executor in application.choices)
        or is_matched(actor, application)
    )
    return able and not Application.objects.filter(kept_from(actor), pk=application.pk).exists()


def is_matched(actor: SignedActor, application: Application) -> bool:
    """Say whether somebody is the consultant of an application by a match that stands."""
    if not actor.has("consultant"):
        return False
    return Application.objects.filter(matched_with(actor, "pk"), pk=application.pk).exists()


def allow_matched(actor: SignedActor, application: Application) -> None:
    """Raise NotAllowed for everybody but the consultant whom an application is matched with."""
    if not is_matched(actor, application):
        raise NotAllowed


def allow_filling(actor: SignedActor, sheet: DiagnosisSheet) -> None:
    """Whoever acts for the merchant, or the expert that it was given to; raise NotAllowed for others."""
    application = sheet.application
    if sheet.filled_by == MERCHANT:
        allowed = may_act_for(actor, application.merchant_id)
    else:
        own = actor.user_id is not None and sheet.expert_id == actor.user_id
        allowed = own and may_diagnose(actor, application)
    if not allowed:
        raise NotAllowed
