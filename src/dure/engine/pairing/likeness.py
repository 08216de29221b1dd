"""How alike two texts are: the pairs of neighbouring letters that both have, in thousandths, always the same.

Korean takes its endings and particles at the word's end and writes words together or apart as it pleases,
so words are not compared: neighbouring syllables are (상세페이지 and 상세 페이지 사진 share all pairs of the
first). Spaces, signs and capitals do not count. Two texts with ``a`` and ``b`` different pairs, of which
``c`` are shared, are ``2000 c // (a + b)`` alike (Dice, 1945).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = re.compile(r"[0-9a-z가-힣]+")
# What every second text has, and says nothing: polite endings and the words around a wish.
_EMPTY = re.compile(
    r"(합니다|입니다|습니다|하고|싶어요|싶습니다|있습니다|주세요|드립니다|해요|하는|에서|으로|부터|까지|그리고|또는)"
)


@lru_cache(maxsize=4096)
def grams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters of a text; of a single letter, the letter.

    >>> sorted(grams("상세 페이지!")), sorted(grams("A"))
    (['상세', '세페', '이지', '페이'], ['a'])
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower())
    letters = "".join(_LETTERS.findall(_EMPTY.sub("", folded)))
    if len(letters) == 1:
        return frozenset(letters)
    return frozenset(letters[n : n + 2] for n in range(len(letters) - 1))


def dice(one: frozenset[str], other: frozenset[str]) -> int:
    """Return how alike two sets are, in thousandths; an empty one is like nothing.

    >>> dice(grams("상세페이지"), grams("상세 페이지 사진"))
    800
    """
    if not one or not other:
        return 0
    return 2000 * len(one & other) // (len(one) + len(other))
