"""Rows of profile columns and companions: from a few cells, and at random around every limit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from dure.engine.profile.columns import answer_field, level_field
from dure.engine.profile.fields import PROFILE_FIELDS

NONE = "none"
NOT_KNOWN = "not_known"

COLUMNS: dict[str, str] = {
    "business_no": "VARCHAR",
    "name": "VARCHAR",
    "legal_form": "VARCHAR",
    "ksic": "VARCHAR",
    "ksic_revision": "VARCHAR",
    "region": "VARCHAR",
    "opened_on": "DATE",
    "closed_on": "DATE",
    "business_status": "VARCHAR",
    "employees": "DOUBLE",
    "annual_sales": "DOUBLE",
    "online_sales_share": "DOUBLE",
    "mail_order_no": "VARCHAR",
    "owner_birth_year": "DOUBLE",
    "owner_female": "BOOLEAN",
    "tax_arrears": "BOOLEAN",
    "sanctioned_until": "DATE",
    "credit_score": "DOUBLE",
    "credit_bureau": "VARCHAR",
    "channels": "VARCHAR[]",
    "market_id": "VARCHAR",
    "designations": "VARCHAR[]",
    "answer.shops": "DOUBLE",
    "answer.end": "BOOLEAN",
    "answer.plan": "VARCHAR",
    "answer.goods": "VARCHAR[]",
    "answer.founded_on": "DATE",
    "level.online": "VARCHAR",
    "supported_in.old-1": "BOOLEAN",
    "supported_in.tops-2024": "BOOLEAN",
    "total_support_won.36": "DOUBLE",
    "total_support_won.6": "DOUBLE",
}
"""The columns in their order, with the type that a relation has them in: the profile's, then those beside."""

PROFILE = {name: type_ for name, type_ in COLUMNS.items() if "." not in name}

NONE_ABLE = ("closed_on", "mail_order_no", "sanctioned_until", "channels", "market_id", "designations")
COMPANIONS = tuple(f"has.{name}" for name in NONE_ABLE)


QUESTIONS = (
    ("shops", "number", ()),
    ("end", "yes_no", ()),  # a question may be called as SQL calls something
    ("plan", "text", ()),
    ("goods", "choices", ("food", "craft")),
    ("founded_on", "day", ()),
)
FIELDS = {
    **PROFILE_FIELDS,
    **{field.name: field for field in (answer_field(*question) for question in QUESTIONS)},
    "level.online": level_field("online", ("beginner", "seller")),
}
"""What the rules of these tests may name: the profile, and a call's questions and diagnosis."""


def row_of(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole row of some cells: what is not given, or given as ``not_known``, is not known.

    ``none`` in one of the six fields that can be none is none; a companion may be given by itself.
    """
    row: dict[str, Any] = dict.fromkeys((*COLUMNS, *COMPANIONS))
    for name, cell in cells.items():
        if name not in row:
            raise KeyError(name)
        if cell == NONE:
            row[f"has.{name}"] = False
        elif cell != NOT_KNOWN:
            row[name] = cell
            if name in NONE_ABLE:
                row[f"has.{name}"] = True
    return row


BILLION = 1_000_000_000
DAY = date(2025, 3, 18)
_CELLS: dict[str, tuple[Any, ...]] = {
    "business_no": ("1248100998", "2208162517"),
    "name": ("가게", "it's", "a"),
    "legal_form": ("sole", "corporation"),
    "ksic": (
        "47",
        "47911",
        "9124",
        "91",
        "10",
        "10301",
        "34",
        "36",
        "37",
        "56211",
        "84",
        "97",
        "99",
        "04",
        "68112",
    ),
    "region": (
        "11680",
        "1168010100",
        "28110",
        "28140",
        "2814010100",
        "2812510100",
        "28155",
        "2915510100",
        "12270",
        "46110",
        "1211010100",
        "41590",
        "41597",
        "41110",
        "42110",
        "51110",
        "45111",
        "52111",
        "47720",
        "27720",
        "47110",
    ),
    "ksic_revision": ("10", "11"),
    "opened_on": (
        *(DAY + timedelta(days=d) for d in (-5479, -5478, -366, -365, -1, 0, 1, 400)),
        *(date(2024, 2, 29), date(2008, 2, 29)),
    ),
    "closed_on": tuple(DAY + timedelta(days=d) for d in (-400, -1, 0, 1)),
    "business_status": ("active", "suspended", "closed"),
    "employees": (0, 3, 4.9, 5, 5.5, 9.9, 10, 12.75),
    "annual_sales": (
        0,
        1,
        BILLION,
        BILLION + 1,
        3 * BILLION,
        5 * BILLION,
        8 * BILLION,
        12 * BILLION,
        12 * BILLION + 1,
    ),
    "online_sales_share": (0, 0.1, 0.3, 0.5, 1),
    "mail_order_no": ("2024-서울강남-01234", "a"),
    "owner_birth_year": (1984, 1985, 1986, 1970, 2000),
    "owner_female": (True, False),
    "tax_arrears": (True, False),
    "sanctioned_until": tuple(DAY + timedelta(days=d) for d in (-1, 0, 1)),
    "credit_score": (0, 700, 744, 745, 1000),
    "credit_bureau": ("NICE", "KCB"),
    "channels": (("coupang",), ("coupang:123", "own_shop"), ("naver:7", "coupangeats"), ()),
    "market_id": ("M001", "a"),
    "designations": (("hundred_year_store",), ("master_maker", "hundred_year_store")),
    "answer.shops": (-3, 0, 1.5, 5, BILLION),
    "answer.end": (True, False),
    "answer.plan": ("a", "it's", "M001"),
    "answer.goods": (("food",), ("food", "craft"), ()),
    "answer.founded_on": (date(2024, 2, 29), DAY, DAY - timedelta(days=365)),
    "level.online": ("beginner", "seller"),
    "supported_in.tops-2024": (True, False),
    "supported_in.old-1": (True, False),
    "total_support_won.36": (0, 1, 5, BILLION),
    "total_support_won.6": (0, 3 * BILLION),
}


def random_row(chance: Random, *, known: float) -> dict[str, Any]:
    """Return a row of which about a share of cells is known, some of the others none."""
    cells: dict[str, Any] = {}
    for name, values in _CELLS.items():
        if chance.random() < known:
            cells[name] = chance.choice(values)
        elif name in NONE_ABLE and chance.random() < 0.6:
            cells[name] = NONE
    row = row_of(cells)
    for name in NONE_ABLE:
        if row[name] is None and row[f"has.{name}"] is None and chance.random() < 0.2:
            row[f"has.{name}"] = True  # said to be there, and not told
    return row


def random_rows(seed: int, count: int) -> list[dict[str, Any]]:
    """Return rows from almost empty to complete."""
    chance = Random(seed)  # noqa: S311  repeatable on purpose
    return [random_row(chance, known=chance.choice((0.2, 0.5, 0.8, 0.95, 1.0))) for _ in range(count)]


def filled(row: Mapping[str, Any], name: str, chance: Random) -> dict[str, Any]:
    """Return the row with one missing field told: a value, or none where it can be none."""
    told = dict(row)
    if name not in NONE_ABLE:
        told[name] = chance.choice(_CELLS[name])
    elif row[f"has.{name}"] is None and chance.random() < 0.5:
        told[f"has.{name}"] = False
    else:
        told[name], told[f"has.{name}"] = chance.choice(_CELLS[name]), True
    return told


def missing_names(row: Mapping[str, Any]) -> list[str]:
    """Return the fields that are not known in a row; none is known."""
    return [n for n in COLUMNS if row[n] is None and not (n in NONE_ABLE and row[f"has.{n}"] is False)]
