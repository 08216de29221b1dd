"""Region codes (법정동 code): which code a place has on a day, and the capital area.

Codes change when districts move or provinces are renamed. Both a merchant's code and a code in a
rule are brought to the codes of the day asked, so a file with old codes and a rule with new ones meet.
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
"""Changes that keep the rest of the code. The new districts of Incheon (2026-07) are not here: they
split districts inside province 28, and the table of their codes is not at hand."""

CAPITAL_AREA: tuple[str, ...] = ("11", "28", "41")
"""수도권: Seoul, Incheon, Gyeonggi. Source: 수도권정비계획법 제2조."""


def replacements(day: date) -> tuple[tuple[str, str], ...]:
    """Return (prefix, prefix that it has on the day) for each change, old to new or back again."""
    return tuple((c.old, c.new) if day >= c.on else (c.new, c.old) for c in CODE_CHANGES)


def code_on(code: str, day: date) -> str:
    """Return the code that a region has on a day.

    >>> code_on("4211010100", date(2025, 3, 18)), code_on("47720", date(2023, 6, 30))
    ('5111010100', '47720')
    """
    for prefix, current in replacements(day):
        if code.startswith(prefix):
            return current + code[len(prefix) :]
    return code
