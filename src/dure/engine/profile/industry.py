"""Industries: the Korean Standard Industrial Classification (KSIC, 한국표준산업분류), revisions 10 and 11.

Source: Statistics Korea, KSIC rev. 10 (in force 2017-07-01) and rev. 11 (in force 2024-07-01); divisions by
section as PROFILE lists them for rev. 10. *Assumed*: a division, the first two digits, is the same in both.
What stands behind them differs, and no table of what became what is at hand: a code of one revision says
nothing finer than its division in the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

REVISIONS = ("10", "11")
"""The revisions in which codes may be written, the older first."""
_SINCE = date(2024, 7, 1)


def revision_on(day: date) -> str:
    """Return the revision in force on a day.

    >>> revision_on(date(2024, 6, 30)), revision_on(date(2024, 7, 1))
    ('10', '11')
    """
    return "11" if day >= _SINCE else "10"


_SECTIONS: dict[str, tuple[tuple[int, int], ...]] = {
    "A": ((1, 3),),
    "B": ((5, 8),),
    "C": ((10, 34),),
    "D": ((35, 35),),
    "E": ((36, 39),),
    "F": ((41, 42),),
    "G": ((45, 47),),
    "H": ((49, 52),),
    "I": ((55, 56),),
    "J": ((58, 63),),
    "K": ((64, 66),),
    "L": ((68, 68),),
    "M": ((70, 73),),
    "N": ((74, 76),),
    "O": ((84, 84),),
    "P": ((85, 85),),
    "Q": ((86, 87),),
    "R": ((90, 91),),
    "S": ((94, 96),),
    "T": ((97, 98),),
    "U": ((99, 99),),
}

SECTION_OF_DIVISION: Mapping[str, str] = MappingProxyType(
    {
        f"{division:02d}": section
        for section, ranges in _SECTIONS.items()
        for first, last in ranges
        for division in range(first, last + 1)
    }
)
"""Section letter of each two-digit division; what is not here is no division."""
