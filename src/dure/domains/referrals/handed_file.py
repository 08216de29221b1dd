"""The file in which merchants are handed to a body: csv that a spreadsheet opens, in the body's language."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from dure.domains.referrals.models import LoanTerms, Referral
from dure.engine.law.deadlines import day_of
from dure.files.formulas import guard

COLUMNS = (
    "연계번호", "구분", "접수번호", "사업자등록번호", "상호", "소재지 코드",
    "연평균 매출액", "이메일", "전화번호",
    "신청금액", "대출원금", "금리(bp)", "대출일", "기간(개월)", "거치(개월)", "유예(개월)",
    "연장(개월)", "동의일",
)  # fmt: skip
NEW, WITHDRAWN = "신규", "철회"


def written(some: Sequence[tuple[str, Referral]]) -> str:
    """Return the file for some, each new or withdrawn."""
    loans = {one.referral_id: one for one in LoanTerms.objects.filter(referral__in=[r for _k, r in some])}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for kind, one in some:
        rows.writerow([guard(str(cell)) for cell in _cells(kind, one, loans.get(one.pk))])
    return text.getvalue()


def _cells(kind: str, one: Referral, loan: LoanTerms | None) -> list[object]:
    of, merchant = one.application, one.application.merchant
    if kind == WITHDRAWN:
        # The body finds it by its reference: nothing more of somebody who withdrew goes out again.
        return [one.reference, kind, of.application_no, *([""] * 15)]
    facts = of.facts or {}
    terms: list[object] = [""] * 7
    if loan is not None:
        terms = [
            loan.principal_won, loan.rate_bp, loan.drawn_on.isoformat(), loan.months, loan.grace_months,
            loan.deferred_months, loan.added_months,
        ]  # fmt: skip
    return [
        one.reference, kind, of.application_no, merchant.business_no, of.name, facts.get("region") or "",
        facts.get("annual_sales") or "", merchant.email or "", merchant.phone or "",
        one.asked_won or "", *terms,
        day_of(one.consented_at).isoformat() if one.consented_at else "",
    ]  # fmt: skip
