"""An officer puts vouchers of an issuer on sale: so much at face value; a line bears the discount (발행)."""

from __future__ import annotations

from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone
from dure.domains.funds.policies import allow_managing
from dure.domains.funds.published import refuse_unknown_part
from dure.domains.ledger.posting import move, post
from dure.domains.vouchers.accounts import FACE_UNIT, open_one
from dure.domains.vouchers.file import voucher_case
from dure.domains.vouchers.issuing import bearers_of, refund_from_bp
from dure.domains.vouchers.models import Issue
from dure.engine.law.deadlines import day_of
from dure.engine.law.local_vouchers import GOOD_DAYS
from dure.engine.problems import msg, refuse


def open_issue(
    *,
    actor: SignedActor,
    now: datetime,
    programme: str,
    benefit: str,
    issuer: str,
    line: str,
    year: int,
    face_won: int,
    reason: str,
) -> int:
    """Put vouchers on sale and return the issue; asked twice for the same it stands once.

    Raises NotAllowed to all but officers, and Refused: without a reason or an amount, for a credit that is
    not sold, an unknown issuer or line, more than the file's total, and while another issue is on sale.
    """
    allow_managing(actor, programme)
    case = voucher_case(programme, benefit)
    if not reason.strip():
        raise refuse("vouchers.reason", msg("say why: it is kept with what is done"))
    if not case.is_sold or case.issuer(issuer) is None:
        raise refuse("vouchers.issuer", msg("nobody issues this voucher by that name"))
    if face_won <= 0:
        raise refuse("vouchers.amount", msg("say an amount above zero"))
    refuse_unknown_part(case.fund, line=line, year=year)
    bearers = [list(one) for one in bearers_of(case)]
    good_days = case.benefit.expires_after_days or GOOD_DAYS.on(day_of(now))
    with act("vouchers.open_issue", actor=actor, now=now, reason=reason.strip()) as this:
        alone("voucher_issue", programme, benefit)
        own = Issue.objects.filter(programme=programme, benefit=benefit)
        stands = own.filter(issuer=issuer, state="on_sale").first()
        if stands is not None:
            if (stands.face_won, stands.line, stands.year) == (face_won, line, year):
                return stands.pk
            raise refuse("vouchers.on_sale", msg("vouchers of this issuer are on sale already"))
        total = case.benefit.total_won
        if total is not None and sum(own.values_list("face_won", flat=True)) + face_won > total:
            raise refuse("vouchers.total", msg("at most {won} won are issued in all"), won=f"{total:,}")
        number = own.filter(issuer=issuer).count() + 1
        name = f"{benefit}/{issuer}/{number}"
        ids = {
            kind: open_one(this, programme, kind, name, unit=FACE_UNIT, guard=guard)
            for kind, guard in (
                ("voucher_issue", "none"), ("voucher_room", "credit"), ("voucher_sold", "credit"),
            )
        }  # fmt: skip
        made = Issue.objects.create(
            programme=programme, benefit=benefit, issuer=issuer, fund=case.benefit.fund or "", line=line,
            year=year, face_won=face_won, discount_bp=case.benefit.sold_at_discount_bp, bearers=bearers,
            monthly_won=case.benefit.purchase_ceiling_won, refund_from_bp=refund_from_bp(case, day_of(now)),
            good_days=good_days, room_id=ids["voucher_room"],
            sold_id=ids["voucher_sold"], reason=reason.strip(), opened_by_id=actor.user_id or 0,
            opened_at=now,
        )  # fmt: skip
        post(
            this,
            key=f"vouchers/issue/{made.pk}",
            what="vouchers.issue",
            legs=[move(ids["voucher_issue"], ids["voucher_room"], face_won)],
        )
        this.record("voucher_issue", made.pk, won=face_won, issuer=issuer)
    return made.pk
