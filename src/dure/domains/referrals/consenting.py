"""What a merchant agrees to before a referral: which data go to whom, for what, kept until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dure.domains.privacy.queries import consents_of
from dure.domains.referrals.file import CEILINGED, FinanceCase
from dure.domains.referrals.models import Referral
from dure.engine.problems import msg
from dure.language import translate

HANDED = (
    msg("receipt number"),
    msg("business number"),
    msg("business name"),
    msg("region"),
    msg("mean annual sales"),
    msg("contact"),
)
AMOUNTS = {
    "loan": msg("amount of the loan asked for"),
    "guarantee": msg("amount of the loan that is to be guaranteed"),
    "insurance": msg("premium that was quoted"),
    "loan_extension": msg("the loan, and what is to change in it"),
}


def handed_fields(finance: FinanceCase) -> tuple[str, ...]:
    """Return the names of what stands in the file that a body is handed."""
    more = AMOUNTS.get(finance.finance.product)
    return (*HANDED, *([more] if more else []))


def consent_text(finance: FinanceCase, body: str, until: date) -> str:
    """Return the words that are agreed to, in Korean, as they are kept with the consent."""
    fields = ", ".join(translate(name, "ko") for name in handed_fields(finance))
    return "\n".join(
        [
            f"제공받는 자: {finance.bodies[body].to('ko')}",
            f"제공 목적: {finance.purpose.to('ko')}",
            f"제공 항목: {fields}",
            f"보유 기간: {until.isoformat()}까지",
        ]
    )


def has_withdrawn(finance: FinanceCase, merchant_id: int) -> bool:
    """Say whether the merchant has taken back the consent of the call that the file names for it."""
    named = finance.consent
    if named is None:
        return False
    answer = consents_of(merchant_id, finance.case.programme.id).get(named.id)
    return answer is not None and not answer.given


def counted_of(finance: FinanceCase, won: int) -> int:
    """Return what an amount counts against the ceiling."""
    from dure.engine.money.exposure import counted_won

    return counted_won(won, finance.covered_bp) if finance.finance.product in CEILINGED else 0


def told_of(one: Referral) -> Mapping[str, str]:
    """Return what a consent said, line by line."""
    pairs = (line.partition(": ") for line in one.consent_text.splitlines())
    return {name: text for name, _colon, text in pairs}
