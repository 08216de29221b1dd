"""Finance as the published file has it: who decides, under which ceiling, with which consent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dure.domains.benefits.file import BenefitCase, case_in
from dure.domains.benefits.models import Grant
from dure.domains.funds.published import FundCase
from dure.engine.law.parameters import NUMBERS
from dure.engine.programme.models.benefits import Finance
from dure.engine.programme.models.privacy import Consent
from dure.engine.programme.models.referrals import Referral
from dure.engine.programme.models.values import Text
from dure.engine.programme.retention import months_after

ONE_BODY = "body"
"""The id of the one body where the file names no several."""
CEILINGED = ("loan", "guarantee")
"""Kinds whose amounts count against a ceiling."""
WITH_AMOUNT = (*CEILINGED, "insurance")
"""Kinds for which an amount is asked: a loan, or the premium that was quoted."""
KEPT_MONTHS = 60
"""How long a body keeps what it is handed where the consent of the file does not say."""


@dataclass(frozen=True, slots=True)
class FinanceCase:
    """A benefit of finance and the file it stands in."""

    case: BenefitCase
    finance: Finance

    @property
    def bodies(self) -> Mapping[str, Text]:
        """The bodies that decide, by id with what they are called, in the order of the file."""
        told = {one.id: one.title for one in self.finance.bodies}
        return told or {ONE_BODY: self.finance.decided_by}

    @property
    def body_ceilings(self) -> dict[str, int]:
        """The ceilings of bodies that have one of their own."""
        return {one.id: one.ceiling_won for one in self.finance.bodies if one.ceiling_won is not None}

    @property
    def fund(self) -> FundCase | None:
        return self.case.fund

    @property
    def pool(self) -> str:
        """By what a ceiling is called: benefits of one fund share it."""
        return self.finance.fund or self.finance.id

    @property
    def total_won(self) -> int | None:
        """The ceiling of all together, None where the file has none."""
        if self.finance.product not in CEILINGED:
            return None
        return None if self.fund is None else self.fund.fund.total_won

    @property
    def covered_bp(self) -> int:
        """The part of a loan that counts: of a guarantee what is covered, of a loan all of it."""
        return (self.finance.covered_bp or 10_000) if self.finance.product == "guarantee" else 10_000

    @property
    def referral(self) -> Referral | None:
        """The referral of the file that belongs to it: of a stage that grants it, or of its body."""
        to = [one for one in self.case.programme.referrals if one.direction == "to"]
        stages = {stage.id for stage in self.case.stages}
        by_stage = [one for one in to if one.stage in stages]
        return next(iter(by_stage or to), None)

    @property
    def consent(self) -> Consent | None:
        """The consent of the file under which data go along, None where it names none."""
        found = self.referral
        wanted = None if found is None else found.consent
        return next((one for one in self.case.programme.consents if one.id == wanted), None)

    @property
    def purpose(self) -> Text:
        """For what the data are handed over."""
        return self.finance.title if self.referral is None else self.referral.title

    def cover_won(self, day: date) -> int | None:
        """Return the sum insured on a day, None where neither file nor law say."""
        if self.finance.cover_parameter is not None:
            return NUMBERS[self.finance.cover_parameter].on(day)
        return self.finance.cover_won

    def kept_until(self, day: date) -> date:
        """Return the day until which a body that is handed data today keeps them."""
        months = KEPT_MONTHS if self.consent is None else self.consent.kept_months or KEPT_MONTHS
        return months_after(day, months)


def finance_of(case: BenefitCase) -> FinanceCase | None:
    """Return a benefit as finance, None where it is of another kind."""
    return FinanceCase(case, case.benefit) if isinstance(case.benefit, Finance) else None


def finance_case(grant: Grant) -> FinanceCase | None:
    """Return the finance that was granted, by the very version by which it was."""
    return finance_of(case_in(grant.version, grant.benefit))
