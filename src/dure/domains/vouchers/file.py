"""Vouchers as the published file has them: which benefits are spent at shops, and on which terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dure.domains.funds.published import NOT_MONEY, FundCase
from dure.domains.programmes.queries import ProgrammeVersion, loaded, published_version
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.benefits import VoucherCredit
from dure.engine.programme.models.people import Executor
from dure.engine.programme.models.programme import Programme

KINDS_OF_BEARERS = {
    "government": ("government",),
    "local_government": ("local_government",),
    "executor": ("executor_cash",),
    "association": ("association",),
    "merchant": ("own_share",),
}
"""By which kinds of sources the bearers of a discount pay it."""


@dataclass(frozen=True, slots=True)
class VoucherCase:
    """A benefit that is spent at registered shops, and the published file it stands in."""

    version: ProgrammeVersion
    programme: Programme
    benefit: VoucherCredit

    @property
    def fund(self) -> FundCase:
        return FundCase(
            self.programme, next(one for one in self.programme.funds if one.id == self.benefit.fund)
        )

    @property
    def is_sold(self) -> bool:
        """Whether citizens buy it; else merchants are granted it."""
        return self.benefit.sold_at_discount_bp > 0

    @property
    def issuers(self) -> tuple[Executor, ...]:
        """Who issues it: the executors, where it is sold."""
        return self.programme.executors if self.is_sold else ()

    def issuer(self, code: str) -> Executor | None:
        """Return an issuer by its code."""
        return next((one for one in self.issuers if one.id == code), None)


def is_spent_at_shops(file: Programme, benefit: object) -> bool:
    """Say whether a benefit of a file is spent at shops: money of a fund, not counted use by use."""
    if not isinstance(benefit, VoucherCredit) or benefit.metered_in is not None or benefit.fund is None:
        return False
    if benefit.source is None:
        return True
    fund = next(one for one in file.funds if one.id == benefit.fund)
    return any(one.id == benefit.source and one.kind not in NOT_MONEY for one in fund.sources)


def cases_of(version: ProgrammeVersion) -> list[VoucherCase]:
    """Return the benefits of a version that are spent at shops, in the order of its file."""
    file = loaded(version).programme
    return [
        VoucherCase(version, file, benefit)
        for benefit in file.benefits
        if isinstance(benefit, VoucherCredit) and is_spent_at_shops(file, benefit)
    ]


def find_case(programme: str, benefit: str) -> VoucherCase | None:
    """Return a benefit of the published version that is spent at shops, or None."""
    version = published_version(programme)
    found: Iterable[VoucherCase] = () if version is None else cases_of(version)
    return next((one for one in found if one.benefit.id == benefit), None)


def voucher_case(programme: str, benefit: str) -> VoucherCase:
    """Return a benefit of the published version that is spent at shops; raises Refused for others."""
    found = find_case(programme, benefit)
    if found is None:
        raise refuse("vouchers.unknown", msg("the published file has no such voucher or credit"))
    return found
