"""What provinces (시·도) are called, by the first two digits of region codes of any day."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dure.engine.problems import msg

PROVINCES: Mapping[str, str] = MappingProxyType(
    {
        "11": msg("Seoul"),
        "12": msg("Jeonnam-Gwangju"),
        "26": msg("Busan"),
        "27": msg("Daegu"),
        "28": msg("Incheon"),
        "29": msg("Gwangju"),
        "30": msg("Daejeon"),
        "31": msg("Ulsan"),
        "36": msg("Sejong"),
        "41": msg("Gyeonggi"),
        "42": msg("Gangwon"),
        "43": msg("Chungbuk"),
        "44": msg("Chungnam"),
        "45": msg("Jeonbuk"),
        "46": msg("Jeonnam"),
        "47": msg("Gyeongbuk"),
        "48": msg("Gyeongnam"),
        "50": msg("Jeju"),
        "51": msg("Gangwon"),
        "52": msg("Jeonbuk"),
    }
)
"""Message ids; 12 is there since 2026-07-01, and 29 and 46 go on to name its two parts."""
RENAMED = frozenset({"42", "45"})
"""Numbers of provinces that have another number now and the same ground."""
