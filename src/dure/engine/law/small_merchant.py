"""Who is a small merchant (소상공인): fewer regular employees than a limit, and a small enterprise (소기업).

소상공인기본법 제2조: a small enterprise whose regular employees number fewer than ten in mining,
manufacturing, construction or transport, fewer than five elsewhere. What a small enterprise is, is the
ceiling on mean annual sales by main industry: 중소기업기본법 시행령 별표 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from dure.engine.law.dated import Parameter, Period
from dure.engine.profile.industry import SECTION_OF_DIVISION

_BILLION = 1_000_000_000

EMPLOYEE_LIMIT_LARGE = Parameter(
    "small_merchant_employees_large",
    "employees, strictly fewer",
    (
        Period(
            date(2016, 1, 1),
            date(2021, 2, 5),
            10,
            "소상공인 보호 및 지원에 관한 법률 제2조, 시행령 제2조 (광업·제조업·건설업·운수업)",
        ),
        Period(date(2021, 2, 5), None, 10, "소상공인기본법 제2조, 시행령 제3조 (광업·제조업·건설업·운수업)"),
    ),
)

EMPLOYEE_LIMIT_OTHER = Parameter(
    "small_merchant_employees_other",
    "employees, strictly fewer",
    (
        Period(
            date(2016, 1, 1),
            date(2021, 2, 5),
            5,
            "소상공인 보호 및 지원에 관한 법률 제2조, 시행령 제2조 (그 밖의 업종)",
        ),
        Period(date(2021, 2, 5), None, 5, "소상공인기본법 제2조, 시행령 제3조 (그 밖의 업종)"),
    ),
)

LARGE_LIMIT_SECTIONS: frozenset[str] = frozenset("BCFH")
"""Sections with the limit of ten: mining, manufacturing, construction, transport."""


def _ceilings(*brackets: tuple[int, str]) -> Mapping[str, int]:
    """Read brackets of won and industries (a section letter, or a section letter with a division)."""
    ceilings: dict[str, int] = {}
    for won, industries in brackets:
        for industry in industries.split():
            if len(industry) > 1:
                divisions = [industry[1:]]
            else:
                divisions = [d for d, s in SECTION_OF_DIVISION.items() if s == industry]
            for division in divisions:
                if division in ceilings:
                    raise ValueError(f"division {division} stands in two brackets")
                ceilings[division] = won
    return MappingProxyType(ceilings)


SALES_CEILING = Parameter(
    "small_enterprise_sales_ceiling",
    "KRW of mean annual sales, inclusive, by KSIC division",
    (
        Period(
            date(2016, 1, 1),
            date(2025, 9, 1),
            _ceilings(
                (
                    12 * _BILLION,
                    "C10 C11 C14 C15 C19 C20 C21 C23 C24 C25 C26 C28 C29 C30 C32 D E36",
                ),
                (8 * _BILLION, "A B C12 C13 C16 C17 C18 C22 C27 C31 C33 F H K"),
                (5 * _BILLION, "G J"),
                (3 * _BILLION, "E37 E38 E39 L M N R"),
                (1 * _BILLION, "C34 I P Q S"),
            ),
            "중소기업기본법 시행령 별표 3 (in force 2016-01-01 to 2025-08-31)",
        ),
        Period(
            date(2025, 9, 1),
            None,
            _ceilings(
                (14 * _BILLION, "C19 C24"),
                (12 * _BILLION, "C10 C11 C14 C15 C20 C21 C23 C25 C26 C28 C29 C30 C32 D E36"),
                (10 * _BILLION, "H K"),
                (8 * _BILLION, "A B C12 C13 C16 C17 C18 C22 C27 C31 C33 F"),
                (6 * _BILLION, "G"),
                (5 * _BILLION, "J"),
                (4 * _BILLION, "E37 E38 E39 L"),
                (3 * _BILLION, "M N R"),
                (_BILLION * 3 // 2, "C34 I P Q S95 S96"),
            ),
            "중소기업기본법 시행령 별표 3 (2025-09-01 시행; 그날 뒤에 끝나는 사업연도부터 적용한다고"
            " 보도됨). 법령 원문이 아니라 「2026년 개정판 알기쉽게 풀어 쓴 중소기업 범위해설」을 인용한"
            " 자료에서 옮겼으므로 원문과 대조해야 함",
            copied=True,
        ),
    ),
)
"""Divisions that are not a key (sections O, T, U) have no ceiling: the answer there is not known.

How the table since 2025-09-01 was read: from copies that cite the ministry's booklet, whose brackets are
those of the press (nine, 1.5 to 14 billion won, twelve of 43 industries raised). Check it with the decree.
The press says that it applies from the business year that closes after that day; a programme's reference day
stands for that here. S94 (associations) has no ceiling there; the older table was read as naming section S
whole, which is to be checked likewise.

Left out: makers of seats of trains and of aircraft have the 12 billion of furniture (C32) in the copies of
the newer table; of the older one it was not seen. They are parts of the classes C31202 and C31322, which five
digits do not tell from the rest; the 8 billion of C31 is used, and the certificate puts it right
(``docs/law.md``).
"""
