"""Cases as pages read them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.payments.models_payee import Payee, own_payees
from dure.domains.recoveries.models import GROUNDS as GROUNDS
from dure.domains.recoveries.models import CaseFile as CaseFile
from dure.domains.recoveries.models import CaseItem as CaseItem
from dure.domains.recoveries.models import Dunning as Dunning
from dure.domains.recoveries.models import InstalmentPlan as InstalmentPlan
from dure.domains.recoveries.models import RecoveryCase as RecoveryCase
from dure.domains.recoveries.models import RecoveryObjection as RecoveryObjection
from dure.domains.recoveries.paid import Paid as Paid
from dure.domains.recoveries.paid import paid_to
from dure.domains.recoveries.states import CASE_STATES

STATES = CASE_STATES.states()


def cases(actor: SignedActor, programme: str, state: str = "", number: str = "") -> QuerySet[Any]:
    """Return the cases of a programme, narrowed by state, and by the case's or the business's number."""
    found = RecoveryCase.objects.visible_to(actor).filter(
        actor.scope("programme", "officer", "ministry", "accountant"), programme=programme
    )
    found = found.filter(state=state) if state else found
    digits = "".join(c for c in number if c.isdigit())
    if digits and len(digits) < 6:
        found = found.filter(number=int(digits))
    elif digits:
        found = found.filter(business_no__startswith=digits)
    return found.select_related("payee")


def case(actor: SignedActor, case_id: int) -> RecoveryCase | None:
    """Return one that an actor may see, or None."""
    found: RecoveryCase | None = (
        RecoveryCase.objects.visible_to(actor).filter(pk=case_id).select_related("payee").first()
    )
    return found


def own_cases(actor: SignedActor) -> QuerySet[Any]:
    """Return the cases of which those were told for whom somebody acts."""
    found = RecoveryCase.objects.visible_to(actor).filter(
        own_payees(actor, "payee__"), noticed_at__isnull=False
    )
    return found.exclude(state="dropped").select_related("payee")


def items(actor: SignedActor, case_id: int) -> list[CaseItem]:
    """Return what a case is about."""
    return list(CaseItem.objects.visible_to(actor).filter(case_id=case_id).order_by("pk"))


def files(actor: SignedActor, case_id: int) -> list[CaseFile]:
    """Return the files of a case."""
    found = CaseFile.objects.visible_to(actor).filter(case_id=case_id)
    return list(found.select_related("file").order_by("pk"))


def file(actor: SignedActor, file_id: int) -> CaseFile | None:
    """Return one that an actor may see, or None."""
    found: CaseFile | None = (
        CaseFile.objects.visible_to(actor).filter(pk=file_id).select_related("file", "case").first()
    )
    return found


def plans(actor: SignedActor, case_id: int) -> list[InstalmentPlan]:
    """Return the requests for instalments of a case, the newest first."""
    return list(InstalmentPlan.objects.visible_to(actor).filter(case_id=case_id).order_by("-pk"))


def dunnings(actor: SignedActor, case_id: int) -> list[Dunning]:
    """Return the reminders of a case."""
    return list(Dunning.objects.visible_to(actor).filter(case_id=case_id).order_by("number"))


def objection(actor: SignedActor, case_id: int) -> RecoveryObjection | None:
    """Return the objection to a case, or None."""
    found: RecoveryObjection | None = (
        RecoveryObjection.objects.visible_to(actor).filter(case_id=case_id).first()
    )
    return found


def takeable(actor: SignedActor, payee_id: int) -> tuple[Payee, list[Paid]] | None:
    """Return a payee of a programme that an actor runs, and what it was paid, or None."""
    payee: Payee | None = (
        Payee.objects.visible_to(actor).filter(actor.scope("programme", "officer"), pk=payee_id).first()
    )
    return None if payee is None else (payee, paid_to(payee))


def decided_of_executor(actor: SignedActor, programme: str, executor: str) -> list[RecoveryCase]:
    """Return the cases in which money was taken back from an executor, in order; undone ones left out."""
    found = RecoveryCase.objects.visible_to(actor).filter(
        programme=programme, payee__kind="executor", payee__code=executor, back_won__gt=0,
        state__in=("decided", "settled", "written_off"),
    )  # fmt: skip
    return list(found.order_by("number"))
