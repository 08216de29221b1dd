"""Referrals as pages read them: who was referred, what stands of ceilings, loans before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.db.models import QuerySet, Sum

from dure.domains.accounts.actors import SignedActor
from dure.domains.payments.owing import owed_states
from dure.domains.referrals.consenting import consent_text as consent_text
from dure.domains.referrals.consenting import handed_fields as handed_fields
from dure.domains.referrals.consenting import told_of as told_of
from dure.domains.referrals.exchange import is_there as is_there
from dure.domains.referrals.file import CEILINGED as CEILINGED
from dure.domains.referrals.file import WITH_AMOUNT as WITH_AMOUNT
from dure.domains.referrals.file import FinanceCase as FinanceCase
from dure.domains.referrals.file import finance_case as finance_case
from dure.domains.referrals.file import finance_of as finance_of
from dure.domains.referrals.models import Handover as Handover
from dure.domains.referrals.models import LoanTerms as LoanTerms
from dure.domains.referrals.models import Payout as Payout
from dure.domains.referrals.models import PremiumReturn as PremiumReturn
from dure.domains.referrals.models import Referral as Referral
from dure.domains.referrals.models import Sending as Sending
from dure.domains.referrals.premiums import cause_of
from dure.domains.referrals.premiums import paid_parts as paid_parts
from dure.domains.referrals.premiums import premium_of as premium_of
from dure.domains.referrals.room import Standing as Standing
from dure.domains.referrals.room import standings as standings
from dure.domains.referrals.states import ALIVE
from dure.engine.money.repayment import Change, Instalment, Loan, Method, changed, schedule

LIGHT = (
    "application__facts", "application__origins", "application__answers", "application__draft",
)  # fmt: skip


def referrals(actor: SignedActor, programme: str, benefit: str, state: str = "") -> QuerySet[Referral]:
    """Return the referrals of a benefit that an actor runs, supervises or checks."""
    found: QuerySet[Referral] = Referral.objects.visible_to(actor).filter(
        actor.scope("programme", "officer", "ministry", "accountant"), programme=programme, benefit=benefit
    )
    found = found.filter(state=state) if state else found
    return found.select_related("application").defer(*LIGHT)


def referral(actor: SignedActor, referral_id: int) -> Referral | None:
    """Return one that an actor may see, or None."""
    found: Referral | None = (
        Referral.objects.visible_to(actor)
        .filter(pk=referral_id)
        .select_related("application", "grant__version", "handover", "evidence")
        .first()
    )
    return found


def of_grant(actor: SignedActor, grant_id: int) -> list[Referral]:
    """Return the referrals under a grant, the newest first; one that runs comes before all that ended."""
    found = list(
        Referral.objects.visible_to(actor)
        .filter(grant_id=grant_id)
        .select_related("application", "grant__version", "handover")
        .order_by("-pk")
    )
    return sorted(found, key=lambda one: one.state not in ALIVE)


def handovers(actor: SignedActor, programme: str, benefit: str, most: int) -> list[Handover]:
    """Return the files in which merchants were handed over, the newest first."""
    found = Handover.objects.visible_to(actor).filter(programme=programme, benefit=benefit)
    return list(found.defer("content").order_by("-pk")[:most])


def handover(actor: SignedActor, handover_id: int) -> Handover | None:
    """Return one file with its content that an actor may see, or None."""
    return Handover.objects.visible_to(actor).filter(pk=handover_id).first()


def waiting(actor: SignedActor, programme: str, benefit: str, body: str) -> int:
    """Return how many agreed and were not handed to a body yet."""
    found = Referral.objects.visible_to(actor).filter(
        programme=programme, benefit=benefit, body=body, state="consented"
    )
    return int(found.count())


def payouts(actor: SignedActor, referral_id: int) -> list[Payout]:
    """Return what an insurer was asked for under a cover, in order."""
    return list(Payout.objects.visible_to(actor).filter(referral_id=referral_id).order_by("number"))


def payout(actor: SignedActor, payout_id: int) -> Payout | None:
    """Return one that an actor may see, or None."""
    found: Payout | None = (
        Payout.objects.visible_to(actor).filter(pk=payout_id).select_related("referral").first()
    )
    return found


def paid_out(actor: SignedActor, referral_id: int) -> int:
    """Return what an insurer paid under a cover in all."""
    found = Payout.objects.visible_to(actor).filter(referral_id=referral_id, state="paid")
    return int(found.aggregate(won=Sum("paid_won"))["won"] or 0)


def premium_state(one: Referral) -> str:
    """Return where the payment of a premium stands; empty where the programme owes none."""
    cause = cause_of(one.pk)
    return owed_states([cause]).get(cause, "")


def premium_return(actor: SignedActor, one: Referral) -> PremiumReturn | None:
    """Return what came back of a premium, or None."""
    found: PremiumReturn | None = PremiumReturn.objects.visible_to(actor).filter(referral=one).first()
    return found


def sending(actor: SignedActor, handover: Handover) -> Sending | None:
    """Return how a file went to the body over the network, or None where it did not."""
    found: Sending | None = Sending.objects.visible_to(actor).filter(handover=handover).first()
    return found


@dataclass(frozen=True, slots=True)
class Schedules:
    """The instalments of a loan as it is, and as the change would make it."""

    terms: LoanTerms
    before: tuple[Instalment, ...]
    after: tuple[Instalment, ...]


def schedules(actor: SignedActor, referral_id: int) -> Schedules | None:
    """Return both schedules of a loan that is to change, None where the referral changes none."""
    terms: LoanTerms | None = LoanTerms.objects.visible_to(actor).filter(referral_id=referral_id).first()
    if terms is None:
        return None
    method = cast(Method, terms.method)
    loan = Loan(terms.principal_won, terms.rate_bp, terms.drawn_on, terms.months, terms.grace_months, method)
    change = Change(terms.after, terms.deferred_months, terms.added_months, terms.new_rate_bp)
    return Schedules(terms, schedule(loan), changed(loan, change))
