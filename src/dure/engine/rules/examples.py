"""Twenty rules that officers can begin with: what each means, and who passes, who fails, who is not known.

Shown in ``docs/writing-rules.md`` and on the officers' page about rules; a test runs every one of them.
Judged as of 2025-03-18. In a row a field that is left out is not known; ``has.FIELD`` false: none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

DAY = date(2025, 3, 18)


@dataclass(frozen=True, slots=True)
class RuleExample:
    """A rule, its meaning in both languages, and a row for each answer."""

    rule: str
    ko: str
    en: str
    true: Mapping[str, Any]
    false: Mapping[str, Any]
    unknown: Mapping[str, Any]


EXAMPLES: tuple[RuleExample, ...] = (
    RuleExample(
        "small_merchant()",
        "소상공인이다(기준일의 법에 따른 상시근로자 수와 매출액).",
        "It is a small merchant, by employees and sales, under the law of the reference day.",
        {"ksic": "47911", "employees": 3, "annual_sales": 200_000_000},
        {"ksic": "47911", "employees": 5, "annual_sales": 200_000_000},
        {"ksic": "47911", "employees": 3},
    ),
    RuleExample(
        "NOT closed()",
        "기준일에 폐업하지 않았다.",
        "It is not closed on the reference day.",
        {"business_status": "active"},
        {"business_status": "closed"},
        {},
    ),
    RuleExample(
        "NOT tax_arrears",
        "국세·지방세를 체납하지 않았다.",
        "It has no tax arrears.",
        {"tax_arrears": False},
        {"tax_arrears": True},
        {},
    ),
    RuleExample(
        "NOT sanctioned_until >= as_of()",
        "기준일에 참여제한 중이 아니다.",
        "It is not banned from taking part on the reference day.",
        {"has.sanctioned_until": False},
        {"sanctioned_until": date(2025, 12, 31)},
        {},
    ),
    RuleExample(
        "employees < 5",
        "상시근로자가 5명 미만이다.",
        "It has fewer than 5 employees.",
        {"employees": 4.9},
        {"employees": 5},
        {},
    ),
    RuleExample(
        "annual_sales <= 300000000",
        "평균매출액이 3억 원 이하이다.",
        "Its average sales are at most 300 million won.",
        {"annual_sales": 300_000_000},
        {"annual_sales": 300_000_001},
        {},
    ),
    RuleExample(
        "employees BETWEEN 1 AND 9.9",
        "상시근로자가 1명 이상 9.9명 이하이다(양 끝 포함).",
        "It has 1 to 9.9 employees, both included.",
        {"employees": 1},
        {"employees": 0.5},
        {},
    ),
    RuleExample(
        "years_since(opened_on) >= 1",
        "개업한 지 1년이 지났다.",
        "It has been open for a year or longer.",
        {"opened_on": date(2024, 3, 18)},
        {"opened_on": date(2024, 3, 19)},
        {},
    ),
    RuleExample(
        "opened_on <= DATE '2023-12-31'",
        "2023년 12월 31일까지 개업했다.",
        "It opened by 31 December 2023.",
        {"opened_on": date(2023, 12, 31)},
        {"opened_on": date(2024, 1, 1)},
        {},
    ),
    RuleExample(
        "region_in('51', '52')",
        "강원 또는 전북에 있다(지역코드의 앞자리, 옛 코드도 인정).",
        "It is in Gangwon or Jeonbuk, by the first digits of the region, old codes included.",
        {"region": "4211010100"},
        {"region": "11440"},
        {},
    ),
    RuleExample(
        "NOT in_capital_area()",
        "수도권(서울·인천·경기) 밖에 있다.",
        "It is outside the capital area (Seoul, Incheon, Gyeonggi).",
        {"region": "51110"},
        {"region": "41281"},
        {},
    ),
    RuleExample(
        "ksic_in('47', '56')",
        "소매업 또는 음식점업이다(업종코드의 앞자리).",
        "It is in retail trade or food service, by the first digits of the industry.",
        {"ksic": "56111"},
        {"ksic": "10301"},
        {},
    ),
    RuleExample(
        "NOT ksic_in('68', '9124')",
        "부동산업과 업종코드 9124로 시작하는 업종이 아니다.",
        "It is neither in real estate nor in an industry whose code begins with 9124.",
        {"ksic": "47911"},
        {"ksic": "91249"},
        {},
    ),
    RuleExample(
        "legal_form = 'sole'",
        "개인사업자이다.",
        "It is a sole proprietor.",
        {"legal_form": "sole"},
        {"legal_form": "corporation"},
        {},
    ),
    RuleExample(
        "has(mail_order_no)",
        "통신판매업을 신고했다.",
        "It has reported mail-order sales.",
        {"mail_order_no": "2024-가상-0001", "has.mail_order_no": True},
        {"has.mail_order_no": False},
        {},
    ),
    RuleExample(
        "contains(channels, 'smartstore')",
        "판매채널에 smartstore가 있다(판매자 번호가 붙어 있어도 인정).",
        "It sells on smartstore, whatever the seller's number behind it.",
        {"channels": ["smartstore:A001"], "has.channels": True},
        {"has.channels": False},
        {},
    ),
    RuleExample(
        "has(market_id) OR contains(designations, 'hundred_year_store')",
        "전통시장·상점가에 있거나 백년가게로 지정되었다.",
        "It is in a traditional market, or designated as a hundred-year store.",
        {"market_id": "M001", "has.market_id": True},
        {"has.market_id": False, "has.designations": False},
        {"has.market_id": False},
    ),
    RuleExample(
        "owner_female OR youth_led",
        "여성 대표이거나 청년 대표(모집 개시일 기준)이다.",
        "Its owner is a woman, or young on the call's opening day.",
        {"owner_female": True},
        {"owner_female": False, "owner_birth_year": 1970},
        {"owner_female": False},
    ),
    RuleExample(
        "employees < CASE WHEN ksic_in('10') THEN 10 ELSE 5 END",
        "상시근로자가 식료품 제조업은 10명, 그 밖의 업종은 5명 미만이다.",
        "It has fewer than 10 employees in food manufacturing, fewer than 5 elsewhere.",
        {"ksic": "10301", "employees": 9},
        {"ksic": "47911", "employees": 5},
        {"employees": 7},
    ),
    RuleExample(
        "annual_sales * online_sales_share >= 50000000",
        "온라인 매출(평균매출액 × 온라인 매출 비중)이 5천만 원 이상이다.",
        "Its online sales (average sales × online share) are 50 million won or more.",
        {"annual_sales": 100_000_000, "online_sales_share": 0.5},
        {"annual_sales": 100_000_000, "online_sales_share": 0.4},
        {"annual_sales": 100_000_000},
    ),
)
