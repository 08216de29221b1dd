"""From what somebody can claim: an executor's advance or budget line, what a merchant is entitled to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.queries import agreements
from dure.domains.applications.queries import Application, applications_of
from dure.domains.funds.entitling import Entitlement, entitled_on
from dure.domains.funds.published import FundCase, fund_cases
from dure.domains.matching.models import Match, of_own_provider
from dure.engine.programme.models.benefits import Benefit, Service

MATCHED = ("accepted", "closed")
"""A provider claims for merchants with whom it was matched, also after their work has ended."""
OF_PROVIDERS = ("service", "course", "equipment", "data_service")
OF_MERCHANTS = ("subsidy", "equipment", "service", "placement")


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of money on which somebody can claim."""

    side: str
    programme: str
    fund: str
    year: int
    way: str
    executor: str = ""
    provider: int = 0
    application: int = 0
    benefit: str = ""
    line: str = ""

    @property
    def code(self) -> str:
        """By what a form names it."""
        return "|".join(
            str(part)
            for part in (
                self.side, self.programme, self.fund, self.year, self.way, self.executor, self.provider,
                self.application, self.benefit, self.line,
            )
        )  # fmt: skip


def sources_of(actor: SignedActor) -> list[Source]:
    """Return everything on which somebody can claim for those for whom they act."""
    if actor.user_id is None:
        return []
    return [*_of_executors(actor), *_of_merchants(actor), *_of_providers(actor)]


def _of_executors(actor: SignedActor) -> Iterator[Source]:
    own = agreements(actor).filter(actor.at_executors("executor__in", "programme"), state="in_force")
    for one in own:
        for case in fund_cases(one.programme):
            for year in case.years:
                for way in ("advance", "after"):
                    yield Source("executor", one.programme, case.fund.id, year, way, executor=one.executor)


def _of_merchants(actor: SignedActor) -> Iterator[Source]:
    mine = Application.objects.visible_to(actor).filter(pk__in=applications_of(actor))
    for found in entitled_on(list(mine.order_by("pk").values_list("pk", flat=True))):
        for benefit in benefits_on(found, OF_MERCHANTS):
            yield _on(found, "merchant", benefit)


def _of_providers(actor: SignedActor) -> Iterator[Source]:
    own = Match.objects.filter(
        of_own_provider(actor, "provider__organisation__code", "provider__kind"), state__in=MATCHED
    )
    of = dict(own.order_by("pk").values_list("application_id", "provider_id"))
    for found in entitled_on(list(of)):
        for benefit in benefits_on(found, OF_PROVIDERS):
            yield _on(found, "provider", benefit, of[found.application])


def benefits_on(found: Entitlement, kinds: tuple[str, ...]) -> list[Benefit]:
    """Return the benefit of the file for which an entitlement was given, where it can be claimed on.

    Nobody claims on what is paid use by use: the same session would be paid twice.
    """
    cases: list[FundCase] = [case for case in fund_cases(found.programme) if case.fund.id == found.fund]
    return [
        benefit
        for case in cases
        for benefit in case.programme.benefits
        if benefit.id == found.benefit and benefit.kind in kinds and not _paid_by_use(benefit)
    ]


def _paid_by_use(benefit: Benefit) -> bool:
    """Say whether each confirmed use is paid by itself: what is left is not claimed beside it."""
    return isinstance(benefit, Service) and bool(benefit.session_won)


def _on(found: Entitlement, side: str, benefit: Benefit, provider: int = 0) -> Source:
    return Source(
        side, found.programme, found.fund, found.year, "entitlement", provider=provider,
        application=found.application, benefit=benefit.id, line=found.line,
    )  # fmt: skip
