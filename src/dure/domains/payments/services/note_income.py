"""An officer notes as what a payee is paid for its work, so that tax is withheld (원천징수)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.payments.models_payee import INCOMES, TAXED, Payee
from dure.domains.payments.policies import allow_managing, refuse_own
from dure.engine.problems import msg, refuse


def note_income(*, actor: SignedActor, now: datetime, payee_id: int, income: str) -> None:
    """Note it, empty where none is withheld; what is owed from then on is taxed so, what was before stays.

    The same again changes nothing. Raises NotAllowed, and Refused to whoever acts for the payee, and for a
    payee that is no person paid for work.
    """
    payee = Payee.objects.get(pk=payee_id)
    allow_managing(actor, payee.programme)
    refuse_own(actor, payee_id)
    if income not in INCOMES or payee.kind not in TAXED:
        raise refuse("payments.income", msg("tax is withheld only from people who are paid for their work"))
    with act("payments.note_income", actor=actor, now=now) as this:
        Payee.objects.select_for_update(no_key=True).get(pk=payee_id)
        if Payee.objects.filter(pk=payee_id).exclude(income=income).update(income=income):
            this.record("payee", payee_id, income=income)
