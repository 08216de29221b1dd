"""Region codes (법정동 code): which code a place has on a day, and the capital area.

Codes change when districts move, are cut anew, or provinces are renamed and joined
(:mod:`dure.engine.profile.region_changes`). Both a merchant's code and a code in a rule are read so that a
file with old codes and a rule with new ones meet. Where a district was split, five digits do not say in which
part a place lies: the answer is not known then, never no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dure.engine.profile.region_changes import CODE_CHANGES, REGROUPINGS

CAPITAL_AREA: tuple[str, ...] = ("11", "28", "41")
"""수도권: Seoul, Incheon, Gyeonggi. Source: 수도권정비계획법 제2조."""

_PAIRS = [(regrouping.on, *pair) for regrouping in REGROUPINGS for pair in regrouping.pairs]
_GROUND: dict[str, frozenset[tuple[str, str]]] = {
    code: frozenset((old, new) for _, old, new in _PAIRS if code in (old, new))
    for _, *both in _PAIRS
    for code in both
}
"""The ground of each district that was regrouped: the pieces that it shares with one of before or after."""
_JOINED = {old[:2]: (on, new[:2]) for on, old, new in _PAIRS if old[:2] != new[:2]}
"""Provinces that are part of another one since a day."""
_WHOLE = tuple(dict.fromkeys(code for old, (_, new) in _JOINED.items() for code in (old, new)))


def within(code: str, regions: Sequence[str], day: date) -> bool:
    """Say whether a place lies in one of some regions, whatever codes of whatever day name them.

    A district that was split counts as within where some part of it may be: whoever asks leaves nobody out.

    >>> day = date(2025, 5, 20)
    >>> [within(code, ["42", "46"], day) for code in ("51110", "42", "12110", "11")]
    [True, True, True, False]
    """
    here = code_on(code, day)
    beside = of_another_time(regions)
    asked = (*(code_on(one, day) for one in regions), *beside.sure, *beside.unsure)
    return here.startswith(asked) or code.startswith(asked)


def province_exists(code: str, day: date) -> bool:
    """Say whether a province (two digits) has this number on a day; parts of a joined one keep theirs.

    >>> [province_exists(code, date(2025, 3, 18)) for code in ("42", "51", "12", "29")]
    [False, True, False, True]
    >>> [province_exists(code, date(2026, 7, 1)) for code in ("12", "46")]
    [True, True]
    """
    began = {new: on for on, new in _JOINED.values()}
    return renamed_on(code, day) == code and day >= began.get(code, day)


def replacements(day: date) -> tuple[tuple[str, str], ...]:
    """Return (prefix, prefix that it has on the day) for each change that keeps the rest."""
    return tuple((c.old, c.new) if day >= c.on else (c.new, c.old) for c in CODE_CHANGES)


def renamed_on(code: str, day: date) -> str:
    """Return a code with the changes made that keep its rest.

    >>> renamed_on("42", date(2025, 3, 18)), renamed_on("47720", date(2023, 6, 30))
    ('51', '47720')
    """
    for prefix, current in replacements(day):
        if code.startswith(prefix):
            return current + code[len(prefix) :]
    return code


def code_on(code: str, day: date) -> str:
    """Return the code that a region has on a day; its district alone where the digits below are not told.

    A district that was split keeps its code: which of the new ones it is cannot be said.

    >>> code_on("4211010100", date(2025, 3, 18)), code_on("47720", date(2023, 6, 30))
    ('5111010100', '47720')
    >>> [code_on(code, date(2026, 7, 1)) for code in ("4611010100", "28110", "12110")]
    ['12110', '28110', '12110']
    >>> code_on("28155", date(2026, 6, 30))
    '28110'
    """
    code = renamed_on(code, day)
    district = code[:5]
    found = {new if day >= on else old for on, old, new in _PAIRS if district == (old if day >= on else new)}
    return found.pop() if len(found) == 1 else code


def split_on(district: str, day: date) -> tuple[str, ...]:
    """Return the districts that a district of today's tables was cut from, where it was not there on a day.

    >>> [split_on(code, date(2026, 6, 30)) for code in ("28125", "12110", "11110")]
    [('28110', '28140'), ('46110',), ()]
    """
    return tuple(sorted({old for on, old, new in _PAIRS if new == district and day < on}))


def districts_on(codes: Sequence[str], day: date) -> tuple[str, ...]:
    """Return the codes of districts on a day; in the place of one that was split, the new ones.

    >>> districts_on(["28110", "28140", "28177"], date(2026, 7, 1))
    ('28125', '28155', '28177')
    >>> districts_on(["41591"], date(2026, 1, 31))
    ('41590',)
    """
    found: list[str] = []
    for code in codes:
        parts = sorted(new for on, old, new in _PAIRS if old == code and day >= on)
        found += [part for part in parts if part not in found] if parts else [code_on(code, day)]
    return tuple(found)


def province_on(code: str, day: date) -> str:
    """Return the first two digits that a region has on a day.

    >>> [province_on("46110", day) for day in (date(2026, 6, 30), date(2026, 7, 1))]
    ['46', '12']
    """
    return next(
        (province for prefix, province in provinces_by_code(day) if code.startswith(prefix)), code[:2]
    )


def provinces_by_code(day: date) -> tuple[tuple[str, str], ...]:
    """Return (beginning of a code as written, province on the day) where they differ, in order."""
    found = [(prefix, current[:2]) for prefix, current in replacements(day)]
    found += [(old, new) for old, (on, new) in _JOINED.items() if day >= on]
    found += [(new, old[:2]) for on, old, new in _PAIRS if old[:2] != new[:2] and day < on]
    return tuple((prefix, province) for prefix, province in found if prefix[:2] != province)


@dataclass(frozen=True, slots=True)
class Beside:
    """Beginnings of codes of another time: ``sure`` ones lie within what is asked, ``unsure`` ones may."""

    sure: tuple[str, ...]
    unsure: tuple[str, ...]


def of_another_time(prefixes: Sequence[str]) -> Beside:
    """Return what the places of some code beginnings are called before or after they were regrouped.

    >>> of_another_time(["28110"])
    Beside(sure=('28155',), unsure=('28125',))
    >>> of_another_time(["28110", "28140"]), of_another_time(["12"])
    (Beside(sure=('28125', '28155'), unsure=()), Beside(sure=('29', '46'), unsure=()))
    """
    asked = tuple(prefixes)
    within = [code for code in _GROUND if code.startswith(asked)]
    others = [code for code in _GROUND if code not in within]
    ground = frozenset(piece for code in within for piece in _GROUND[code])
    parts = {prefix[:5] for prefix in asked if len(prefix) > 5}
    sure = [code for code in others if _GROUND[code] <= ground]
    unsure = [
        code
        for code in others
        if code not in sure
        and (
            _GROUND[code] & ground
            or any(_GROUND[code] & _GROUND[part] for part in parts & _GROUND.keys() - {code})
        )
    ]
    return Beside(_whole_provinces(sorted(sure)), tuple(sorted(unsure)))


def _whole_provinces(codes: list[str]) -> tuple[str, ...]:
    """Return codes, all those of a province that was joined as the province."""
    for province in _WHOLE:
        every = {code for code in _GROUND if code[:2] == province}
        if every <= set(codes):
            codes = sorted([*(code for code in codes if code not in every), province])
    return tuple(codes)


def same_ground(code: str) -> str:
    """Return one code for all districts that a district was ever regrouped with: the first of them.

    For those who look for the same place under two codes and may be wrong.

    >>> [same_ground(code) for code in ("12110", "28155", "28140", "11110")]
    ['46110', '28110', '28110', '11110']
    """
    return _FIRST.get(code, code)


def _firsts() -> dict[str, str]:
    firsts = {code: code for code in _GROUND}
    for _ in range(2):  # pieces of one regrouping hang together by two steps at most
        for _on, old, new in _PAIRS:
            first = min(firsts[old], firsts[new], key=lambda code: (code[:2] in _NEW, code))
            firsts[old] = firsts[new] = first
    return firsts


_NEW = frozenset(new for _, new in _JOINED.values())
_FIRST = _firsts()
REGROUPED: dict[str, str] = {code: first for code, first in sorted(_FIRST.items()) if code != first}
"""What :func:`same_ground` changes."""
