"""Invented shops for the demo: the same number gives the same shop, and none of them can be real.

The fourth and fifth digit of a business number tell the kind of business; 00 is none, so no real business
bears such a number.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from dure.engine.profile.business_number import check_digit

_FIRST = (
    "도란도란", "아롱다롱", "햇살", "달그림자", "새벽이슬", "솔내음", "바람길", "은하수", "노을빛", "단비",
    "꽃마루", "하늬", "별무리", "여울", "샘터", "다온", "라온", "가람", "나래", "미르",
)  # fmt: skip
_SECOND = (
    ("떡방", "10712"), ("김치공방", "10301"), ("참기름집", "10401"), ("수제청", "11209"), ("도자기", "23221"),
    ("가죽공방", "15129"), ("한지등", "17909"), ("천연비누", "20423"), ("반려간식", "10801"),
    ("차밭", "10792"),
    ("꿀농장", "10796"), ("건어물", "47214"), ("과일가게", "47213"), ("옷가게", "47416"), ("문구점", "47611"),
    ("꽃집", "47851"), ("빵집", "56191"), ("커피", "56221"), ("국수집", "56111"), ("자수공방", "13403"),
)  # fmt: skip
_REGIONS = (
    "11110", "11440", "11680", "26350", "27260", "28185", "29155", "30170", "31140", "36110", "41111",
    "41281", "41461", "43111", "44131", "46110", "46130", "47111", "47130", "48121", "48170", "50110",
    "50130", "51110", "51130", "51150", "52111", "52130",
)  # fmt: skip
_CHANNELS = (
    "도토리마켓(가상)", "수달라이브(가상)", "솔방울쇼핑(가상)", "반딧불몰(가상)", "달팽이택배몰(가상)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shop:
    """One invented shop: its profile columns, and who would be asked for."""

    profile: dict[str, Any]
    owner_name: str
    email: str
    phone: str = ""


def invented_number(n: int) -> str:
    """Return a business number with a check digit that holds and a kind of business that does not exist."""
    first = f"{101 + n // 10_000 % 800:03d}00{n % 10_000:04d}"
    return first + str(check_digit(first))


def draw(n: int, what: str, below: int) -> int:
    """Return a number below a bound that is always the same for ``n`` and ``what``."""
    told = hashlib.sha256(f"demo/{n}/{what}".encode()).digest()
    return int.from_bytes(told[:6]) % below


def shop(n: int) -> Shop:
    """Return the n-th invented shop; about one in twelve is not eligible, one in ten lacks a fact."""
    kind, ksic = _SECOND[draw(n, "kind", len(_SECOND))]
    name = f"{_FIRST[draw(n, 'name', len(_FIRST))]} {kind} {n}"
    region = _REGIONS[draw(n, "region", len(_REGIONS))]
    is_online = draw(n, "online", 10) < 9
    profile: dict[str, Any] = {
        "business_no": invented_number(n),
        "name": name,
        "legal_form": "corporation" if draw(n, "form", 6) == 0 else "sole",
        "ksic": ksic,
        "region": region,
        "opened_on": f"{2008 + draw(n, 'year', 16)}-{1 + draw(n, 'month', 12):02d}-01",
        "business_status": "active",
        "employees": draw(n, "employees", 45) / 10,
        "annual_sales": 20_000_000 + draw(n, "sales", 700) * 1_000_000,
        "online_sales_share": draw(n, "share", 90) / 100 if is_online else 0.0,
        "mail_order_no": f"2023-가상-{n:04d}" if is_online else None,
        "has_mail_order_no": is_online,
        "owner_birth_year": 1958 + draw(n, "birth", 44),
        "owner_female": draw(n, "female", 100) < 46,
        "tax_arrears": None if draw(n, "known", 10) == 0 else draw(n, "arrears", 30) == 0,
        "has_closed_on": False,
        "has_sanctioned_until": False,
        "channels": [_CHANNELS[draw(n, "channel", len(_CHANNELS))]] if is_online else None,
        "has_channels": is_online,
        "has_market_id": False,
        "has_designations": False,
    }
    return Shop(profile, f"가상대표{n}", f"shop{n}@demo.example")


def alike(n: int, other: int) -> Shop:
    """Return a shop as it was entered once more: another number, and a name typed in another way."""
    first = shop(other)
    name = f"(주){first.profile['name'].rsplit(' ', 1)[0]} {n}"
    entered = first.profile | {"business_no": invented_number(n), "name": name}
    return Shop(entered, first.owner_name, f"shop{n}@demo.example", telephone(other))


def telephone(n: int) -> str:
    """Return a telephone number that nobody has."""
    return f"010-0000-{n:04d}"


def choices(n: int, executors: tuple[str, ...], most: int) -> tuple[str, ...]:
    """Return the executors that the n-th shop lists, best first."""
    order = sorted(executors, key=lambda e: draw(n, f"choice/{e}", 10**9))
    return tuple(order[: 1 + draw(n, "choices", min(most, len(order)))])
