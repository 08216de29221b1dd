"""What binds the lines of a claim: its fund, the benefit of the file, the agreement, and the days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dure.domains.agreements.versions import terms_by_executor
from dure.domains.claims.models import Claim
from dure.domains.funds.published import FundCase, known_fund
from dure.engine.executors.terms import Terms
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.benefits import Benefit
from dure.engine.programme.models.claiming import ClaimTerms

ANSWER_DAYS = ClaimTerms().answer_within_days


@dataclass(frozen=True, slots=True)
class Binding:
    """The parts of the file, and of the agreement, by which a claim is judged."""

    case: FundCase
    benefit: Benefit | None
    agreed: Terms | None

    @property
    def terms(self) -> ClaimTerms | None:
        return self.case.programme.claims

    @property
    def answer_days(self) -> int:
        """How many days a claimant has to answer a question."""
        return ANSWER_DAYS if self.terms is None else self.terms.answer_within_days

    @property
    def own_share_bp(self) -> int:
        """The claimant's own share of each cost."""
        return getattr(self.benefit, "own_share_bp", 0)

    @property
    def cost_types(self) -> tuple[str, ...]:
        """The costs that count, in the words of the file; empty: all."""
        return tuple(text.to("ko") for text in getattr(self.benefit, "cost_types", ()))

    @property
    def first_day(self) -> date:
        """The first day of a payment that counts: of the agreement, or of the call."""
        return self.case.programme.opens_on if self.agreed is None else self.agreed.starts_on

    @property
    def last_day(self) -> date | None:
        return None if self.agreed is None else self.agreed.ends_on


def binding_of(claim: Claim) -> Binding:
    """Return what binds a claim; raises Refused where an executor has no agreement in force any more."""
    case = known_fund(claim.programme, claim.fund)
    benefit = next((one for one in case.programme.benefits if one.id == claim.benefit), None)
    if claim.side != "executor":
        return Binding(case, benefit, None)
    agreed = terms_by_executor(claim.programme).get(claim.executor)
    if agreed is None:
        raise refuse("claims.no_agreement", msg("no agreement with this executor is in force"))
    return Binding(case, benefit, agreed)
