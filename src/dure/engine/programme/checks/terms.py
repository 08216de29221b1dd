"""Terms of benefits and of those who take part: parts that make a whole, keys that need another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from dure.engine.problems import msg
from dure.engine.programme.checks.periods import days_in_order
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.benefits import Finance, Placement, VoucherCredit
from dure.engine.programme.models.pledges import Pledge
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.terms import Allowance
from dure.engine.programme.reading.tree import Path
from dure.engine.programme.seats import WHOLE_BP


def vouchers_are_told(programme: Programme) -> Iterator[Finding]:
    """Find discounts that are not borne in full, or not given, and refunds that are not made."""
    for b, benefit in enumerate(programme.benefits):
        if not isinstance(benefit, VoucherCredit):
            continue
        path: Path = ("benefits", b)
        borne = sum(bearer.share_bp for bearer in benefit.discount_borne)
        if benefit.discount_borne and not benefit.sold_at_discount_bp:
            yield _at_key(
                "programme.voucher",
                msg("nobody can bear a discount that is not given: write sold_at_discount_bp:"),
                (*path, "discount_borne"),
            )
        elif benefit.discount_borne and borne != WHOLE_BP:
            yield _at_key(
                "programme.voucher",
                msg("the parts of the discount make {sum}, not 10000 (basis points)"),
                (*path, "discount_borne"),
                sum=borne,
            )
        if benefit.refund_from_spent_bp is not None and not benefit.partial_refund:
            yield _at_key(
                "programme.voucher",
                msg("what is left is paid back only where partial_refund is true"),
                (*path, "refund_from_spent_bp"),
            )


def slots_are_told(programme: Programme) -> Iterator[Finding]:
    """Find places that are allocated although their number is not told."""
    for b, benefit in enumerate(programme.benefits):
        if isinstance(benefit, Placement) and benefit.allocated_by and benefit.slots is None:
            yield error(
                "programme.slots",
                msg("places are allocated, but their number is not told: write slots:"),
                ("benefits", b, "allocated_by"),
            )


def allowances_follow(programme: Programme) -> Iterator[Finding]:
    """Find allowances whose periods overlap or are out of order, and days by years that do not rise."""
    for b, benefit in enumerate(programme.benefits):
        if not isinstance(benefit, Finance):
            continue
        path: Path = ("benefits", b, "allowance")
        for n, (before, after) in enumerate(pairwise(benefit.allowance), start=1):
            if before.ends_on is None or after.starts_on is None or after.starts_on <= before.ends_on:
                yield error(
                    "programme.allowance",
                    msg("this period begins before the one above has ended"),
                    (*path, n),
                )
        for n, period in enumerate(benefit.allowance):
            yield from days_in_order(period.starts_on, period.ends_on, (*path, n, "ends_on"))
            yield from _years_rise(period, (*path, n, "days"))


def _years_rise(period: Allowance, path: Path) -> Iterator[Finding]:
    for n, (before, after) in enumerate(pairwise(period.days), start=1):
        if after.from_years <= before.from_years:
            yield error(
                "programme.allowance",
                msg("each entry begins with more years than the one above"),
                (*path, n, "from_years"),
            )


def proceeds_are_paid(programme: Programme) -> Iterator[Finding]:
    """Find settlement terms under which more or less than everything is paid."""
    for i, terms in enumerate(programme.settlement):
        total = terms.holdback_bp + sum(part.share_bp for part in terms.paid)
        if total != WHOLE_BP:
            yield _at_key(
                "programme.settlement",
                msg("what is paid and what is held back make {sum}, not 10000 (basis points)"),
                ("settlement", i, "paid"),
                sum=total,
            )


def groups_apply(programme: Programme) -> Iterator[Finding]:
    """Find the description of a group where no group applies."""
    if programme.group is not None and programme.applicants != "market":
        yield _at_key(
            "programme.group", msg("a group is described, but applicants is not market"), ("group",)
        )


def referrals_have_consent(programme: Programme) -> Iterator[Finding]:
    """Find referrals to another body under no consent to third parties."""
    kinds = {consent.id: consent.kind for consent in programme.consents}
    for i, referral in enumerate(programme.referrals):
        path: Path = ("referrals", i)
        if referral.direction == "to" and referral.consent is None:
            yield error(
                "programme.referral",
                msg("data go to another body only with consent: write consent:"),
                path,
            )
        elif kinds.get(referral.consent or "", "third_party") != "third_party":
            yield error(
                "programme.referral",
                msg("“{consent}” is no consent to third parties"),
                (*path, "consent"),
                consent=referral.consent,
            )


def pledges_are_shown(programme: Programme) -> Iterator[Finding]:
    """Find pledges that are called kept or broken although nothing shows it."""
    yield from unshown_pledges(programme.pledges)


def unshown_pledges(pledges: Iterable[Pledge]) -> Iterator[Finding]:
    """Find those of some pledges that are called kept or broken although nothing shows it."""
    for i, pledge in enumerate(pledges):
        if pledge.state in ("kept", "broken") and not pledge.evidence:
            yield error(
                "programme.pledge",
                msg("a pledge is kept or broken only where evidence shows it: write evidence:"),
                ("pledges", i, "state"),
            )


def _at_key(code: str, message: str, path: Path, /, **params: object) -> Finding:
    return Finding(code, message, path, params, at_key=True)
