"""Figures of tax withheld from people who are paid for their work (원천징수), dated, with their source."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

BUSINESS_RATE_BP = Parameter(
    "withholding_business_rate_bp",
    "basis points of the payment",
    (Period(date(2010, 1, 1), None, 300, "소득세법 제129조제1항제3호 (인적용역 사업소득: 3 %)"),),
)
OTHER_RATE_BP = Parameter(
    "withholding_other_rate_bp",
    "basis points of the income",
    (Period(date(2010, 1, 1), None, 2_000, "소득세법 제129조제1항제6호 (기타소득: 20 %)"),),
)
OTHER_EXPENSES_BP = Parameter(
    "withholding_other_expenses_bp",
    "basis points of the payment",
    (
        Period(
            date(2010, 1, 1), date(2018, 4, 1), 8_000, "소득세법 시행령 제87조 (2018-04-01 개정 전: 80 %)"
        ),
        Period(date(2018, 4, 1), date(2019, 1, 1), 7_000, "소득세법 시행령 제87조 (2018년 4월–12월: 70 %)"),
        Period(
            date(2019, 1, 1), None, 6_000, "소득세법 시행령 제87조 (2019-01-01 이후 강연료·원고료 등: 60 %)"
        ),
    ),
)
OTHER_FREE_WON = Parameter(
    "withholding_other_free_won",
    "KRW of income for each occasion, inclusive",
    (Period(date(2010, 1, 1), None, 50_000, "소득세법 제84조 (과세최저한: 건별 기타소득금액 5만원 이하)"),),
)
LOCAL_RATE_BP = Parameter(
    "withholding_local_rate_bp",
    "basis points of the income tax",
    (Period(date(2014, 1, 1), None, 1_000, "지방세법 제103조의13 (개인지방소득세 특별징수: 소득세의 10 %)"),),
)
SMALL_TAX_WON = Parameter(
    "withholding_small_tax_won",
    "KRW of income tax, below which none is withheld",
    (Period(date(2010, 1, 1), None, 1_000, "소득세법 제86조 (소액 부징수: 1천원 미만)"),),
)
SMALL_TAX_OF_BUSINESS_WON = Parameter(
    "withholding_small_tax_of_business_won",
    "KRW of income tax, below which none is withheld from business income",
    (
        Period(date(2010, 1, 1), date(2024, 7, 1), 1_000, "소득세법 제86조 (소액 부징수: 1천원 미만)"),
        Period(
            date(2024, 7, 1),
            None,
            0,
            "소득세법 제86조, 시행령 제184조 (2024-07-01 이후 지급하는 인적용역 사업소득은 제외)",
        ),
    ),
)
ROUNDED_TO_WON = Parameter(
    "public_money_rounded_to_won",
    "KRW, what is less is left out",
    (
        Period(
            date(2010, 1, 1),
            None,
            10,
            "국고금관리법 제47조 (10원 미만 끝수는 계산하지 아니함); 지방소득세도 같다고 가정",
        ),
    ),
)
ALL = (
    BUSINESS_RATE_BP,
    OTHER_RATE_BP,
    OTHER_EXPENSES_BP,
    OTHER_FREE_WON,
    LOCAL_RATE_BP,
    SMALL_TAX_WON,
    SMALL_TAX_OF_BUSINESS_WON,
    ROUNDED_TO_WON,
)
