"""Korean text as people search for it: by parts of syllables (jamo) and by first consonants (초성).

Everything is brought to the letters of the keyboard: what takes two strokes (ㅘ, ㄳ) is two letters, so that
a half-typed word is always the beginning of the whole one. First consonants are kept in letters of their own
(U+1100 …), which nobody types: ㄱㅅ finds 가수 and not 학생, whose ㄱ ends a syllable and ㅅ begins the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from dure.engine.jamo import FINALS, FIRST, INITIALS, LAST, MEDIALS, strokes

_LEADING = 0x1100
# Letters that only stand inside of syllables, as files from a Mac have them, are letters of the keyboard too.
_KEYS = (
    {chr(_LEADING + i): letter for i, letter in enumerate(INITIALS)}
    | {chr(0x1161 + i): letter for i, letter in enumerate(MEDIALS)}
    | {chr(0x11A7 + i): letter for i, letter in enumerate(FINALS) if i}
)


def jamo(text: str) -> str:
    """Return a text with its syllables taken apart, so that a half-typed syllable is found.

    >>> jamo("두레값"), jamo("과")
    ('ㄷㅜㄹㅔㄱㅏㅂㅅ', 'ㄱㅗㅏ')
    """
    return _letters(text).translate(_TAKEN)


def initials(text: str) -> str:
    """Return the first consonants of a text's syllables; other letters stay.

    >>> initials("두레상회")
    'ㄷㄹㅅㅎ'
    """
    return _letters(text).translate(_FIRSTS)


def search_text(*texts: str) -> str:
    """Return what is kept beside a row to find it by.

    For each text, and for what is left of it from each of its words on: taken apart, and first consonants.
    So 두레상회 is found in 춘천 두레상회 by ㄷㄹ, and 춘천두레 finds it too.
    """
    return " ".join(
        f"{taken} {_marked(initials(rest))}"
        for text in texts
        for rest in _rests(text)
        if (taken := jamo(rest))
    )


def search_words(query: str) -> list[str]:
    """Return what to look for in a search text: each word of a query taken apart.

    A word of consonants alone is looked for among the first consonants.

    >>> search_words("두ㄹ TOPS"), search_words("ㄷㄹ") == [chr(0x1103) + chr(0x1105)]
    (['ㄷㅜㄹ', 'tops'], True)
    """
    return [_wanted(word) for word in query.split() if jamo(word)]


def matches(text: str, query: str) -> bool:
    """Say whether every word of a query is found in a text, as it would be in its search text.

    >>> matches("탑스(TOPS) 2025 온라인 브랜드", "ㅌㅅ 2025"), matches("학생", "ㄱㅅ")
    (True, False)
    """
    kept = " " + search_text(text)
    return all((word if len(word) >= SHORT else f" {word}") in kept for word in search_words(query))


SHORT = 3
"""Shorter words are found where a word begins only: no index of trigrams finds them elsewhere."""


def marked_parts(text: str, query: str) -> list[tuple[str, bool]]:
    """Return a text in parts, each with whether a word of the query matched it.

    A syllable that is matched in part is marked whole.

    >>> marked_parts("두레상회", "ㄹㅅ"), marked_parts("값진 두레", "값ㅈ")
    ([('두', False), ('레상', True), ('회', False)], [('값진', True), (' 두레', False)])
    """
    letters = [(place, _plain(letter)) for place, letter in enumerate(text)]
    hit = [False] * len(text)
    for word in search_words(query):
        way = _marked_initial if _is_marked(word) else _strokes
        kept, owner = "", []
        for place, plain in letters:
            parts = "".join(map(way, plain))
            kept += parts
            owner += [place] * len(parts)
        for start in _places(kept, word):
            for place in range(owner[start], owner[start + len(word) - 1] + 1):
                hit[place] = True
    return list(_runs(text, hit))


def _places(text: str, word: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)


def _runs(text: str, hit: list[bool]) -> Iterator[tuple[str, bool]]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or hit[place] != hit[start]:
            yield text[start:place], hit[start]
            start = place


def _rests(text: str) -> Iterator[str]:
    words = text.split()
    return (" ".join(words[start:]) for start in range(len(words)))


def _wanted(word: str) -> str:
    taken = jamo(word)
    return _marked(taken) if all(letter in INITIALS for letter in taken) else taken


def _marked(firsts: str) -> str:
    return firsts.translate(_MARKS)


def _is_marked(word: str) -> bool:
    return _LEADING <= ord(word[0]) < _LEADING + len(INITIALS)


@lru_cache(maxsize=20_000)
def _strokes(letter: str) -> str:
    """Return the strokes of a letter of :func:`_letters`; kept, for texts hold the same letters again."""
    return strokes(letter)


def _initial(letter: str) -> str:
    return INITIALS[(ord(letter) - FIRST) // 588] if FIRST <= ord(letter) <= LAST else letter


def _marked_initial(letter: str) -> str:
    return _marked(_initial(letter))


def _letters(text: str) -> str:
    """Return a text as compared: small letters and digits of any width, no spaces, signs and underlines."""
    return unicodedata.normalize("NFC", text).translate(_COMPARED)


@lru_cache(maxsize=20_000)
def _plain(letter: str) -> str:
    """Return one letter as compared; nothing for a sign."""
    if "\u3131" <= letter <= "\u318e":
        return letter  # of the keyboard: NFKC would make it one that only stands inside of syllables
    plain = unicodedata.normalize("NFKC", letter.casefold()).casefold()
    return re.sub(r"[^\w]|_", "", "".join(_KEYS.get(part, part) for part in plain))


class _Letters(dict[int, str]):
    """What becomes of each letter, for :meth:`str.translate`: worked out when a letter is met first."""

    def __init__(self, way: Callable[[str], str]) -> None:
        super().__init__()
        self._way = way

    def __missing__(self, code: int) -> str:
        if len(self) >= _MOST_LETTERS:
            self.clear()
        self[code] = found = self._way(chr(code))
        return found


_MOST_LETTERS = 20_000
_COMPARED, _TAKEN, _FIRSTS = _Letters(_plain), _Letters(_strokes), _Letters(_initial)
_MARKS = {ord(letter): chr(_LEADING + place) for place, letter in enumerate(INITIALS)}
