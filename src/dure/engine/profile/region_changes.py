"""Days on which region codes (법정동 code) changed, as tables with their sources.

Two kinds: a code is written anew and the rest of it kept (:data:`CODE_CHANGES`), and districts whose ground
was cut anew or that were numbered anew (:data:`REGROUPINGS`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CodeChange:
    """From ``on`` on, the region with prefix ``old`` has the prefix ``new``, the rest of the code kept."""

    on: date
    old: str
    new: str
    source: str


@dataclass(frozen=True, slots=True)
class Regrouping:
    """From ``on`` on, the old districts are gone and the new ones are there.

    ``pairs`` names each old district with each new one that it shares ground with. How the codes below the
    five digits go over into each other is not told, so that they are never carried.
    """

    on: date
    pairs: tuple[tuple[str, str], ...]
    source: str


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read "old-new old-new"."""
    return tuple((pair[:5], pair[6:]) for pair in text.split())


CODE_CHANGES: tuple[CodeChange, ...] = (
    CodeChange(date(2023, 6, 11), "42", "51", "강원특별자치도 설치 등에 관한 특별법 (in force 2023-06-11)"),
    CodeChange(
        date(2023, 7, 1),
        "47720",
        "27720",
        "경상북도와 대구광역시 간 관할구역 변경에 관한 법률 (군위군, in force 2023-07-01)",
    ),
    CodeChange(date(2024, 1, 18), "45", "52", "전북특별자치도 설치 등에 관한 특별법 (in force 2024-01-18)"),
)
"""Changes that keep the rest of the code."""

_TABLE = "전국 법정동 (국토교통부, 2026-06-30; 행정안전부 법정동코드, 2026-09), read from copies that agree"

REGROUPINGS: tuple[Regrouping, ...] = (
    Regrouping(
        date(2024, 1, 1),
        _pairs("41190-41192 41190-41194 41190-41196"),
        f"부천시 일반구 설치 (2024-01-01); {_TABLE}",
    ),
    Regrouping(
        date(2026, 2, 1),
        _pairs("41590-41591 41590-41593 41590-41595 41590-41597"),
        f"화성시 일반구 설치 (2026-02-01); {_TABLE}",
    ),
    Regrouping(
        date(2026, 7, 1),
        _pairs("28110-28125 28110-28155 28140-28125 28260-28275 28260-28290"),
        f"인천광역시 제물포구·영종구·서해구·검단구 설치 (2026-07-01); {_TABLE}",
    ),
    Regrouping(
        date(2026, 7, 1),
        _pairs(
            "29110-12210 29140-12240 29155-12270 29170-12300 29200-12330 46110-12110 46130-12130"
            " 46150-12150 46170-12170 46230-12190 46710-12710 46720-12720 46730-12730 46770-12740"
            " 46780-12750 46790-12760 46800-12770 46810-12780 46820-12790 46830-12800 46840-12810"
            " 46860-12820 46870-12830 46880-12840 46890-12850 46900-12860 46910-12870"
        ),
        f"전남광주통합특별시 설치 (광주광역시·전라남도, 2026-07-01); {_TABLE}",
    ),
)
"""Jung-gu of Incheon went to Jemulpo (with Dong-gu) and Yeongjong, Seo-gu to Seohae and Geomdan."""
