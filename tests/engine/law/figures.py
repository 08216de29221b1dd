"""The figures of the law, typed out a second time from the field's fact sheet; shares nothing with src."""

from __future__ import annotations

from datetime import date

BILLION = 1_000_000_000

DIVISIONS_OF_SECTION: dict[str, str] = {
    "A": "01 02 03",
    "B": "05 06 07 08",
    "C": "10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34",
    "D": "35",
    "E": "36 37 38 39",
    "F": "41 42",
    "G": "45 46 47",
    "H": "49 50 51 52",
    "I": "55 56",
    "J": "58 59 60 61 62 63",
    "K": "64 65 66",
    "L": "68",
    "M": "70 71 72 73",
    "N": "74 75 76",
    "O": "84",
    "P": "85",
    "Q": "86 87",
    "R": "90 91",
    "S": "94 95 96",
    "T": "97 98",
    "U": "99",
}
SECTION_OF_DIVISION = {d: s for s, ds in DIVISIONS_OF_SECTION.items() for d in ds.split()}

NO_DIVISION = [f"{n:02d}" for n in range(100) if f"{n:02d}" not in SECTION_OF_DIVISION]
"""04, 09, 40 and the like: two digits that no section has."""

EMPLOYEE_LIMIT = {section: 10 if section in {"B", "C", "F", "H"} else 5 for section in DIVISIONS_OF_SECTION}

_DIVISIONS_OF_CEILING = {
    12 * BILLION: "10 11 14 15 19 20 21 23 24 25 26 28 29 30 32 35 36",
    8 * BILLION: "01 02 03 05 06 07 08 12 13 16 17 18 22 27 31 33 41 42 49 50 51 52 64 65 66",
    5 * BILLION: "45 46 47 58 59 60 61 62 63",
    3 * BILLION: "37 38 39 68 70 71 72 73 74 75 76 90 91",
    1 * BILLION: "34 55 56 85 86 87 94 95 96",
}
CEILING_OF_DIVISION = {d: won for won, ds in _DIVISIONS_OF_CEILING.items() for d in ds.split()}
"""In force from 2016-01-01 to 2025-08-31; sections O, T, U have none."""

_DIVISIONS_OF_CEILING_2025 = {
    14_000_000_000: "19 24",
    12_000_000_000: "10 11 14 15 20 21 23 25 26 28 29 30 32 35 36",
    10_000_000_000: "49 50 51 52 64 65 66",
    8_000_000_000: "01 02 03 05 06 07 08 12 13 16 17 18 22 27 31 33 41 42",
    6_000_000_000: "45 46 47",
    5_000_000_000: "58 59 60 61 62 63",
    4_000_000_000: "37 38 39 68",
    3_000_000_000: "70 71 72 73 74 75 76 90 91",
    1_500_000_000: "34 55 56 85 86 87 95 96",
}
CEILING_SINCE_2025 = {d: won for won, ds in _DIVISIONS_OF_CEILING_2025.items() for d in ds.split()}
"""In force since 2025-09-01; sections O, T, U and the division 94 have none."""


def ceilings(day: date) -> dict[str, int]:
    return CEILING_OF_DIVISION if day <= LAST_DAY else CEILING_SINCE_2025


FIRST_DAY = date(2016, 1, 1)
LAST_DAY = date(2025, 8, 31)

CAPITAL_AREA = ("11", "28", "41")

REGION_CHANGES = (
    (date(2023, 6, 11), "42", "51"),  # Gangwon
    (date(2023, 7, 1), "47720", "27720"),  # Gunwi
    (date(2024, 1, 18), "45", "52"),  # Jeonbuk
)
"""From the day on, a code that began with the first begins with the second."""

REGROUPED = {
    "2024-01-01": {"41190": "41192 41194 41196"},  # Bucheon
    "2026-02-01": {"41590": "41591 41593 41595 41597"},  # Hwaseong
    "2026-07-01": {
        "28110": "28125 28155",  # Jung-gu: Jemulpo and Yeongjong
        "28140": "28125",  # Dong-gu: Jemulpo
        "28260": "28275 28290",  # Seo-gu: Seohae and Geomdan
        "29110": "12210", "29140": "12240", "29155": "12270", "29170": "12300", "29200": "12330",
        "46110": "12110", "46130": "12130", "46150": "12150", "46170": "12170", "46230": "12190",
        "46710": "12710", "46720": "12720", "46730": "12730", "46770": "12740", "46780": "12750",
        "46790": "12760", "46800": "12770", "46810": "12780", "46820": "12790", "46830": "12800",
        "46840": "12810", "46860": "12820", "46870": "12830", "46880": "12840", "46890": "12850",
        "46900": "12860", "46910": "12870",
    },
}  # fmt: skip
"""By the day: a district that was there until then, and the ones that lie on its ground from then on."""

YOUTH_AGE = 39
