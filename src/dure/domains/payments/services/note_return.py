"""An officer notes that the bank gave a transfer back after it had been paid (반환입금)."""

from __future__ import annotations

from datetime import date, datetime

from dure.adapters.payout.codes import REASONS
from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.payments.models import BatchRow, TransferReturn
from dure.domains.payments.models_return import ALIVE
from dure.domains.payments.policies import allow_managing, refuse_own
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Problem, Refused, msg, refuse

LONGEST = 60


def note_return(
    *, actor: SignedActor, now: datetime, row_id: int, on: date, code: str, reference: str
) -> int:
    """Note it and return it: another officer has to find it on the account too; the same again is the same.

    Raises NotAllowed, and Refused to whoever acts for the payee, for a transfer that was not paid to a bank
    account, a day before it was paid or to come, and without the bank's code and the entry's number.
    """
    row = BatchRow.objects.select_related("batch", "payable").get(pk=row_id)
    allow_managing(actor, row.batch.programme)
    refuse_own(actor, row.payable.payee_id)
    reference = reference.strip()
    if problems := _problems(row, on, code, reference, day_of(now)):
        raise Refused(problems)
    with act("payments.note_return", actor=actor, now=now) as this:
        row = BatchRow.objects.select_for_update(no_key=True).get(pk=row_id)
        same = TransferReturn.objects.filter(row=row, state__in=ALIVE).first()
        if same is not None:
            if (same.on, same.code, same.reference) == (on, code, reference):
                return int(same.pk)
            raise refuse("payments.return_noted", msg("it is noted already that this transfer came back"))
        if row.state != "paid" or not row.net_won:
            raise refuse("payments.not_paid", msg("this transfer is not paid, or came back already"))
        made = TransferReturn.objects.create(
            row=row, on=on, code=code, reference=reference, noted_by_id=actor.user_id or 0, noted_at=now
        )
        this.record("transfer_return", made.pk, row=row.pk, won=row.net_won, code=code)
        return int(made.pk)


def _problems(row: BatchRow, on: date, code: str, reference: str, today: date) -> list[Problem]:
    found = []
    if on > today or (row.done_on is not None and on < row.done_on):
        found.append(
            Problem("payments.return_day", msg("choose a day since it was paid, and not one to come"))
        )
    if code not in REASONS:
        found.append(Problem("payments.return_code", msg("choose the reason that the bank gives")))
    if not reference or len(reference) > LONGEST:
        found.append(Problem("payments.return_reference", msg("write the number of the bank entry")))
    return found
