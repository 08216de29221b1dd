"""How near two places are, and who goes how far.

Which provinces lie beside each other is read from the map of the country (land borders, and the sea between
Jeonnam and Jeju, which ferries cross); a programme file may say otherwise. Places are counted as they were on
2026-06-30: Gwangju and Jeonnam, one province since, go on to be two that lie beside each other, as programme
files and providers name them; who names the joined province names both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from dure.engine.pairing.sides import Reach
from dure.engine.profile.region import code_on

ELSEWHERE, ADJACENT, PROVINCE, DISTRICT = range(4)
"""Nearness, from far to near."""
NEEDED: Mapping[Reach, int] = MappingProxyType(
    {"nation": ELSEWHERE, "adjacent": ADJACENT, "province": PROVINCE, "district": DISTRICT}
)
"""How near a place must be for somebody who goes so far."""
SHARE_OF = (0, 300, 700, 1000)
"""Thousandths of a criterion's points by nearness."""

_BORDERS = (
    "11-28 11-41 28-41 41-51 41-43 41-44 51-43 51-47 43-44 43-30 43-36 43-47 43-52 44-30 44-36 44-52 30-36"
    " 52-46 52-47 52-48 46-29 46-48 46-50 47-27 47-48 47-31 48-26 48-31 48-27 26-31"
)


_COUNTED_ON = date(2026, 6, 30)
JOINED: Mapping[str, tuple[str, ...]] = MappingProxyType({"12": ("29", "46")})
"""Provinces that were two on the day that places are counted by."""


def _both_ways(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for border in text.split():
        one, other = border.split("-")
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {code: tuple(sorted(beside)) for code, beside in found.items()}


ADJACENT_PROVINCES: Mapping[str, tuple[str, ...]] = MappingProxyType(_both_ways(_BORDERS))


def present(code: str) -> str:
    """Return the code that places are counted by, so that old and new ones are one place.

    >>> present("4211010100"), present("11110"), present("12210"), present("28155")
    ('5111010100', '11110', '29110', '28110')
    """
    return code_on(code, _COUNTED_ON)


def counted(adjacent: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return a file's provinces beside each other by the codes that places are counted by.

    >>> counted({"42": ["11", "45"], "12": ["48"]})
    {'51': ('11', '52'), '29': ('48',), '46': ('48',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for province, beside in adjacent.items():
        codes = [present(part) for one in beside for part in JOINED.get(one, (one,))]
        for part in JOINED.get(province, (province,)):
            here = present(part)
            found[here] = tuple(dict.fromkeys((*found.get(here, ()), *codes)))
    return found


def nearness(
    place: str | None,
    home: str | None,
    regions: Sequence[str] = (),
    adjacent: Mapping[str, tuple[str, ...]] | None = None,
) -> int:
    """Return how near a merchant's place is to a provider's: 3 district, 2 province, 1 beside it, 0 neither.

    What a provider serves beside (``regions``) is as near as the own province. A place that is not known is
    near to nobody.

    >>> [nearness("11110", home) for home in ("11110", "11680", "4111010100", "26110", None)]
    [3, 2, 1, 0, 0]
    >>> nearness("26110", "11680", ["26"])
    2
    """
    if place is None:
        return ELSEWHERE
    place = present(place)
    served = serves(place, regions)
    if home is None:
        return PROVINCE if served else ELSEWHERE
    if home in JOINED:
        return max(nearness(place, part, regions, adjacent) for part in JOINED[home])
    home = present(home)
    if len(home) >= 5 and place[:5] == home[:5]:
        return DISTRICT
    if served or place[:2] == home[:2]:
        return PROVINCE
    beside = (adjacent if adjacent is not None else ADJACENT_PROVINCES).get(home[:2], ())
    return ADJACENT if place[:2] in beside else ELSEWHERE


def comes(near: int, reach: Reach, travel: Reach, *, served: bool = False) -> bool:
    """Say whether a provider comes to a place: the own reach and the file's limit both allow it.

    What a provider names as served is within the own reach, however short; the file's limit binds it too.
    """
    return (near >= NEEDED[reach] or served) and near >= NEEDED[travel]


def serves(place: str | None, regions: Sequence[str]) -> bool:
    """Say whether a place is among those that a provider serves beside the own ones."""
    if place is None:
        return False
    parts = [part for code in regions for part in JOINED.get(code, (code,))]
    return any(present(place).startswith(present(part)) for part in parts)
