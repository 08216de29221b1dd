"""Whoever acts for a payee, or an officer, tells on which bank account it is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dure.adapters.payout.codes import BANKS
from dure.adapters.payout.layout import LONGEST_ACCOUNT, LONGEST_HOLDER, cut, fits
from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.transitions import move
from dure.domains.payments.models_payee import Payee, PayeeAccount
from dure.domains.payments.policies import allow_telling
from dure.domains.payments.states import ACCOUNT_STATES
from dure.domains.payments.telling import tell_of_account
from dure.domains.privacy.encryption import blind
from dure.engine.problems import Problem, Refused, msg


@dataclass(frozen=True, slots=True)
class Told:
    """A bank account as somebody tells it."""

    bank: str
    account_no: str
    holder: str


def tell_account(*, actor: SignedActor, now: datetime, payee_id: int, told: Told) -> int:
    """Propose an account, in place of one that still waits; the one confirmed before stays in use until then.

    Everybody who acts for the payee is told, whoever told the account in use with them. The same account told
    again is the same proposal. Raises NotAllowed, and Refused for what is missing or cannot be.
    """
    payee = Payee.objects.get(pk=payee_id)
    allow_telling(actor, payee)
    number = "".join(c for c in told.account_no if not c.isspace() and c != "-")
    holder = " ".join(told.holder.split())
    if problems := _problems(told.bank, number, holder):
        raise Refused(problems)
    digest = blind(f"{told.bank}/{number}")
    with act("payments.tell_account", actor=actor, now=now) as this:
        Payee.objects.select_for_update().get(pk=payee_id)
        waiting = PayeeAccount.objects.filter(payee_id=payee_id, state="proposed").first()
        if waiting is not None and (waiting.digest, waiting.holder) == (digest, holder):
            return int(waiting.pk)
        if waiting is not None:
            move(this, ACCOUNT_STATES, PayeeAccount, [waiting.pk], "take_back")
        made = PayeeAccount.objects.create(
            payee_id=payee_id, bank=told.bank, account_no=number, holder=holder, digest=digest,
            proposed_by_id=actor.user_id or 0, proposed_at=now,
        )  # fmt: skip
        this.record("payee_account", made.pk, payee=payee_id, bank=told.bank)
        tell_of_account(this, payee, "account_told", f"account/{made.pk}")
        return int(made.pk)


def _problems(bank: str, number: str, holder: str) -> list[Problem]:
    """Return everything that an account lacks, or that no transfer file can carry."""
    found = []
    if bank not in BANKS:
        found.append(Problem("payments.bank", msg("choose the bank")))
    if not (number.isascii() and number.isdigit() and 7 <= len(number) <= LONGEST_ACCOUNT):
        found.append(Problem("payments.account_no", msg("write the account number in 7 to 16 digits")))
    if not holder or not fits(holder) or cut(holder, LONGEST_HOLDER) != holder.encode("cp949"):
        found.append(
            Problem(
                "payments.holder",
                msg("write the holder as the bank has it, in at most 10 Korean letters or 20 others"),
            )
        )
    return found
