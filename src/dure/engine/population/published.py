"""The published figures that a synthetic population keeps to, each with its source in words.

They were read in press reports of the statistics named, not in the tables themselves. What no source was
found for stands in ``assumed.py``; how the figures are joined is told in docs/population.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

NATION = 7_335_397
"""Small merchants (소상공인 기업체). Source: 중소벤처기업부, 2021년 기준 중소기업 기본통계."""


@dataclass(frozen=True, slots=True)
class Marginal:
    """Weights by code, and where they come from; ``told`` are the codes whose weight the source tells."""

    weights: Mapping[str, int]
    source: str
    told: frozenset[str]


def _marginal(source: str, weights: dict[str, int], told: str | None = None) -> Marginal:
    return Marginal(MappingProxyType(weights), source, frozenset(weights if told is None else told.split()))


PROVINCES = _marginal(
    "중소벤처기업부, 2021년 기준 중소기업 기본통계: 지역별 중소기업수, in ten thousands with one decimal",
    {
        "11": 1625,
        "26": 481,
        "27": 335,
        "28": 403,
        "29": 198,
        "30": 198,
        "31": 138,
        "36": 42,
        "41": 1989,
        "51": 234,
        "43": 229,
        "44": 313,
        "52": 272,
        "46": 283,
        "47": 382,
        "48": 466,
        "50": 125,
    },
)

SECTIONS = _marginal(
    "중소벤처기업부, 2021년 기준 중소기업 기본통계: 업종별 기업수 (도·소매업 25.1 %, 부동산업 16.5 %,"
    " 숙박·음식점업 11.3 %); the others are assumed",
    {
        "A": 110,
        "B": 3,
        "C": 780,
        "D": 130,
        "E": 18,
        "F": 700,
        "G": 2510,
        "H": 900,
        "I": 1130,
        "J": 160,
        "K": 40,
        "L": 1650,
        "M": 400,
        "N": 230,
        "P": 300,
        "Q": 185,
        "R": 180,
        "S": 574,
    },
    told="G L I",
)

OWNER_AGES = _marginal(
    "중소벤처기업부, 2022년 기준 중소기업 기본통계: 대표자 연령별 비중 (40대 23.4 %, 50대 28.0 %, 60대 이상"
    " 29.4 %); how the rest splits into twenties and thirties is assumed",
    {"20": 560, "30": 1360, "40": 2340, "50": 2800, "60": 2940},
    told="40 50 60",
)
OWNER_AGE_BOUNDS = ((19, 29), (30, 39), (40, 49), (50, 59), (60, 84))
"""The youngest and the oldest of each group; the outer bounds are assumed."""

WOMEN_BP = 4052
"""Source: 여성경제연구소, 2022: 여성기업 3,259,211 of 8,042,726 중소기업."""
WOMEN_BY_SECTION_BP: Mapping[str, int] = MappingProxyType({"P": 6120, "I": 5740, "S": 4870})
"""Source: 통계청, 2022년 전국사업체조사: 여성 대표자의 비중. The other sections share the rest evenly."""

YEARS_BOUNDS = ((0, 3), (3, 7), (7, 45))
"""Years in business, half open; the last bound is assumed."""
YEARS_OF_MEN = _marginal(
    "여성경제연구소, 2022: 남성기업 업력 3년 이하 31.3 %, 7년 초과 44.2 %", {"3": 3130, "7": 2450, "45": 4420}
)
YEARS_OF_WOMEN = _marginal(
    "여성경제연구소, 2022: 여성기업 업력 3년 이하 38.1 %, 7년 초과 33.7 %", {"3": 3810, "7": 2820, "45": 3370}
)

ALONE_BP = 7901
"""Nobody but the owner. Source: 2021년 기준 중소기업 기본통계, 1인 기업 5,795,372; all of them are taken
to be small merchants, of which there are 7,335,397."""

SALES_UP_TO_50_MILLION_BP = 5410
"""Source: 2022년 기준 중소기업 기본통계: 매출액 5천만원 이하 54.1 %."""

MEAN_SALES_WON = 199_000_000
"""Source: 소상공인실태조사 2023: 기업체당 매출액 1억 9,900만 원. It is not drawn from, but compared with."""

CORPORATIONS_BP = 920
"""Source: 소상공인실태조사 2018: 법인사업자 9.2 %."""

SELLS_ONLINE_BP = 890
"""Source: 소상공인실태조사 2020: 전자상거래 매출실적이 있는 사업체 8.9 %. By section: ``assumed.py``."""
