"""A merchant asks to be registered as a shop that takes a voucher or credit (가맹점 등록 신청)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.merchants.models import Merchant
from dure.domains.merchants.policies import allow_acting
from dure.domains.vouchers.file import VoucherCase, voucher_case
from dure.domains.vouchers.models import Shop
from dure.domains.vouchers.registering import refuse_not_active
from dure.engine.problems import msg, refuse
from dure.language.hangul import search_text


def ask_registration(
    *, actor: SignedActor, now: datetime, programme: str, benefit: str, issuer: str, merchant_id: int
) -> int:
    """Ask for a registration and return it; who asks twice meets the first.

    The tax service is asked before whether the business is active. Raises NotAllowed for who does not act
    for the merchant, and Refused: no such voucher or issuer, a business outside of the issuer's regions,
    one that is not active.
    """
    allow_acting(actor, merchant_id)
    case = voucher_case(programme, benefit)
    merchant = Merchant.objects.get(pk=merchant_id)
    _refuse_bounds(case, issuer, merchant)
    refuse_not_active(merchant.business_no)
    with act("vouchers.ask_registration", actor=actor, now=now) as this:
        alone("voucher_shop", programme, benefit, issuer, merchant_id)
        where = {"programme": programme, "benefit": benefit, "issuer": issuer, "merchant_id": merchant_id}
        same = Shop.objects.filter(**where, state__in=("asked", "approved")).first()
        if same is not None:
            return same.pk
        made = Shop.objects.create(
            **where, name=merchant.name, region=merchant.region or "", ksic=merchant.ksic or "",
            search=search_text(merchant.name), asked_by_id=actor.user_id or 0, asked_at=now,
        )  # fmt: skip
        this.record("voucher_shop", made.pk, benefit=benefit, programme=programme, issuer=issuer)
    return made.pk


def _refuse_bounds(case: VoucherCase, issuer: str, merchant: Merchant) -> None:
    if not case.is_sold:
        if issuer:
            raise refuse("vouchers.issuer", msg("nobody issues this voucher by that name"))
        return
    of = case.issuer(issuer)
    if of is None:
        raise refuse("vouchers.issuer", msg("nobody issues this voucher by that name"))
    if of.regions and not any((merchant.region or "").startswith(region) for region in of.regions):
        raise refuse("vouchers.region", msg("only shops inside the issuer's area can be registered"))
