"""What no published figure was found for: rates and shapes that a synthetic population assumes.

Every number here is a guess that a reader may dispute; docs/population.md says what each is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

INDUSTRIES: Mapping[str, tuple[tuple[str, int], ...]] = MappingProxyType(
    {
        "A": (("01123", 5), ("01212", 3), ("03213", 2)),
        "B": (("07121", 1),),
        "C": (
            ("10712", 18),
            ("10301", 6),
            ("11111", 2),
            ("13229", 6),
            ("14112", 14),
            ("15121", 3),
            ("16291", 5),
            ("18111", 9),
            ("20423", 4),
            ("22299", 6),
            ("25924", 12),
            ("29299", 8),
            ("32029", 5),
            ("33999", 2),
        ),
        "D": (("35114", 1),),
        "E": (("38220", 3), ("38311", 1)),
        "F": (("42412", 5), ("42202", 2), ("41111", 1), ("42311", 2)),
        "G": (
            ("47911", 18),
            ("47912", 14),
            ("47129", 8),
            ("47416", 10),
            ("47221", 6),
            ("47813", 3),
            ("47859", 9),
            ("46102", 4),
            ("46313", 8),
            ("46800", 14),
            ("45213", 4),
        ),
        "H": (("49231", 6), ("49301", 7), ("49401", 5), ("52999", 2)),
        "I": (
            ("56111", 42),
            ("56191", 7),
            ("56193", 9),
            ("56194", 8),
            ("56221", 14),
            ("56213", 9),
            ("55101", 5),
            ("55109", 6),
        ),
        "J": (("62010", 5), ("58222", 2), ("59111", 2), ("63120", 1)),
        "K": (("66202", 4), ("64999", 1)),
        "L": (("68112", 7), ("68121", 12), ("68221", 5)),
        "M": (("71531", 4), ("73202", 4), ("73303", 3), ("72129", 2), ("70113", 1)),
        "N": (("74211", 3), ("75210", 3), ("76111", 2), ("75999", 4)),
        "P": (("85501", 5), ("85631", 3), ("85650", 2), ("85701", 1)),
        "Q": (("86201", 3), ("86202", 2), ("87210", 4)),
        "R": (("91222", 3), ("91223", 3), ("91136", 3), ("91249", 1), ("90132", 2)),
        "S": (("96112", 9), ("96113", 7), ("95212", 5), ("96912", 4), ("95310", 2), ("96992", 3)),
    }
)
"""KSIC codes of a section with their weights."""

EMPLOYEES_OTHER = (52, 26, 14, 8)
"""How those who are not alone spread over one to four employees, in most sections."""
EMPLOYEES_LARGE = (36, 22, 14, 9, 7, 5, 3, 2, 2)
"""The same for one to nine, in the sections whose limit is ten."""
PART_YEARS_BP = 3000
"""Whose mean of the month-ends is no whole number."""
OUTGROWN_BP = 150
"""Who has more employees than the limit by now, and stays in the lists."""

SALES_BOUNDS_WON = (
    1_200_000,
    50_000_000,
    100_000_000,
    300_000_000,
    1_000_000_000,
    3_000_000_000,
    12_000_000_000,
)
SALES_ABOVE_50_MILLION = (1400, 1700, 1020, 390, 80)
"""Weights of the bands above 50 million; with the first band they make ten thousand."""
SALES_FOLLOW_EMPLOYEES_BP = 5500
"""Who has many employees has high sales, in so large a share of the rows."""
YEARS_FOLLOW_AGE_BP = 4500
CORPORATIONS_BELOW_50_MILLION_BP = 300

SELLS_ONLINE_BY_SECTION_BP: Mapping[str, int] = MappingProxyType(
    {"G": 2450, "C": 1500, "I": 600, "J": 1000, "A": 1500, "P": 300, "R": 300, "M": 300}
)
SELLS_ONLINE_ELSEWHERE_BP = 60
CHANNELS = ("open_market", "own_mall", "social_commerce", "home_shopping", "stay_platform", "fulfilment")
CHANNEL_SHARES_BP = (7000, 2500, 2200, 500, 300, 900)
REGISTERED_FOR_MAIL_ORDER_BP = 9300
"""Of those who sell online; of the others ``REGISTERED_WITHOUT_SELLING_BP``."""
REGISTERED_WITHOUT_SELLING_BP = 250

SUSPENDED_BP, CLOSED_BP = 180, 220
TAX_ARREARS_BP = 420
SANCTIONED_BP = 30
NICE_BP = 6000
IN_MARKET_BP: Mapping[str, int] = MappingProxyType({"G": 900, "I": 700, "S": 300})
MARKETS = 1400
HUNDRED_YEAR_STORE_BP = 80
"""Of those who are thirty years in business."""
MASTER_MAKER_BP = 150
"""Of makers who are fifteen years in business."""

NOT_KNOWN_BP: Mapping[str, int] = MappingProxyType(
    {
        # What the tax service's register has is nearly always known.
        "legal_form": 50,
        "ksic": 150,
        "region": 80,
        "opened_on": 60,
        "closed_on": 100,
        "business_status": 250,
        # What other registers have, and what only the merchant can tell.
        "employees": 900,
        "annual_sales": 1300,
        "online_sales_share": 4500,
        "mail_order_no": 600,
        "owner_birth_year": 700,
        "owner_female": 500,
        "tax_arrears": 3500,
        "sanctioned_until": 500,
        "credit_score": 7000,
        "channels": 4000,
        "market_id": 2500,
        "designations": 300,
    }
)
"""How often a cell is not known, independent of what it would say."""
