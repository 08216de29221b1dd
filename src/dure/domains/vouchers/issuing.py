"""The terms of vouchers on sale, as the file and the law have them, and who bears their discount."""

from __future__ import annotations

from datetime import date

from dure.domains.vouchers.file import KINDS_OF_BEARERS, VoucherCase
from dure.engine.law.local_vouchers import REFUND_FROM_LEAST_BP, REFUND_FROM_MOST_BP
from dure.engine.problems import msg, refuse


def bearers_of(case: VoucherCase) -> list[tuple[str, int]]:
    """Return (source, basis points) of the discount; raises Refused where the fund has no such source."""
    drawn = case.fund.drawn
    found: list[tuple[str, int]] = []
    for bearer in case.benefit.discount_borne:
        kinds = KINDS_OF_BEARERS[bearer.by]
        source = next((one.id for one in drawn if one.kind in kinds), None)
        if source is None:
            raise refuse("vouchers.bearer", msg("the fund has no source of which the discount could be paid"))
        found.append((source, bearer.share_bp))
    if not found:
        raise refuse("vouchers.bearer", msg("the fund has no source of which the discount could be paid"))
    return found


def refund_from_bp(case: VoucherCase, day: date) -> int:
    """Return the part that must be spent before the rest is paid back: the file's, or the law's least.

    Before the law came into force the file alone decides. Raises Refused outside of the law's bounds.
    Raises MissingParameter where the file is silent on a day of which the law tables have no value.
    """
    told = case.benefit.refund_from_spent_bp
    if told is None:
        return REFUND_FROM_LEAST_BP.on(day)
    if day >= REFUND_FROM_LEAST_BP.periods[0].start:
        least, most = REFUND_FROM_LEAST_BP.on(day), REFUND_FROM_MOST_BP.on(day)
        if not least <= told <= most:
            raise refuse(
                "vouchers.refund_bounds",
                msg("the law lets what is left be paid back from {least} to {most} % on, not from {told} %"),
                least=least // 100,
                most=most // 100,
                told=told // 100,
            )
    return told


def paid_source(case: VoucherCase) -> str | None:
    """Return the source of the fund as which what citizens pay is told, None where it names none."""
    return next((one.id for one in case.fund.fund.sources if one.kind == "other_private"), None)
