"""Hiding in a text what would tell whose it is: the writer's own names and numbers, however they are spelled.

What is looked for is known (the applicant's own name, telephone, address …), so nothing is guessed: every
spelling of it that differs only in case, width, spaces and punctuation is replaced. What somebody tells of
themselves in other words is not found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

MASK = "■■■"
SHORTEST = 2
"""A text of one sign is hidden nowhere: it would take every such sign out of what people wrote."""
_LEGAL_FORMS = ("주식회사", "유한회사", "유한책임회사", "합자회사", "합명회사", "(주)", "(유)")
_KOREA = "82"
SHORTEST_STREET = 5


def plain(text: str) -> str:
    """Return a text as it is compared: signs and digits alone, in one width and case.

    >>> plain("㈜ 두레-상회"), plain("０１０-1234 5678"), plain("A@b.Example")
    ('주두레상회', '01012345678', 'abexample')
    """
    return "".join(_signs(unicodedata.normalize("NFKC", text)))


def _signs(text: str) -> Iterable[str]:
    return (c for sign in text for c in _compared(sign))


def _compared(sign: str) -> str:
    # Composed again sign by sign: folding may leave letters and marks apart.
    folded = unicodedata.normalize("NFKC", sign.casefold())
    return "".join(c for c in folded if c.isalnum())


def spellings(
    *,
    names: Iterable[str] = (),
    numbers: Iterable[str] = (),
    telephones: Iterable[str] = (),
    addresses: Iterable[str] = (),
) -> frozenset[str]:
    """Return what is to be hidden, compared as :func:`plain` makes it.

    A name also without its legal form, a telephone also as one dials it from abroad, an address also without
    the province and the district that it begins with.
    """
    found = {plain(text) for text in (*names, *numbers, *telephones, *addresses)}
    for name in names:
        short = unicodedata.normalize("NFKC", name)
        for form in _LEGAL_FORMS:
            short = short.replace(form, " ")
        found.add(plain(short))
    for telephone in telephones:
        digits = plain(telephone)
        if digits.startswith("0"):
            found.add(_KOREA + digits[1:])
    for address in addresses:
        words = address.split()
        for first in range(1, len(words) - 1):
            rest = plain(" ".join(words[first:]))
            if len(rest) >= SHORTEST_STREET and any(c.isdigit() for c in rest):
                found.add(rest)
    return frozenset(text for text in found if len(text) >= SHORTEST)


def masked(text: str, hidden: Iterable[str]) -> str:
    """Return a text in which everything that is hidden is replaced; unchanged where nothing of it is there.

    >>> masked("저희 두레 상회는", spellings(names=["두레상회"]))
    '저희 ■■■는'
    """
    shown = unicodedata.normalize("NFKC", text)
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(shown):
        for compared in _compared(sign):
            signs.append(compared)
            places.append(place)
    whole = "".join(signs)
    gone: set[int] = set()
    for one in hidden:
        at = whole.find(one) if one else -1
        while at >= 0:
            gone.update(range(places[at], places[at + len(one) - 1] + 1))
            at = whole.find(one, at + 1)
    if not gone:
        return text
    pieces: list[str] = []
    for place, sign in enumerate(shown):
        if place not in gone:
            pieces.append(sign)
        elif place - 1 not in gone:
            pieces.append(MASK)
    return "".join(pieces)
