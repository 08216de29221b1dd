"""The letters of Korean writing (jamo) and their strokes on the keyboard: one table for all who need it.

A stroke is what is typed with one key: what takes two (ㅘ, ㄳ) is two letters, so that one slip of a finger
is one letter wherever it happened.
"""

from __future__ import annotations

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
FIRST, LAST = 0xAC00, 0xD7A3
"""The first and the last syllable (가, 힣)."""

# What is typed with two strokes: 값 is ㄱㅏㅂㅅ, 과 is ㄱㅗㅏ.
SPLIT = {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
         "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ", "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ",
         "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ"}  # fmt: skip


def strokes(letter: str) -> str:
    """Return the strokes of one syllable or letter; anything else is itself.

    >>> strokes("값"), strokes("과"), strokes("ㄳ"), strokes("a")
    ('ㄱㅏㅂㅅ', 'ㄱㅗㅏ', 'ㄱㅅ', 'a')
    """
    code = ord(letter)
    if not FIRST <= code <= LAST:
        return SPLIT.get(letter, letter)
    place = code - FIRST
    medial, final = MEDIALS[place % 588 // 28], FINALS[place % 28].strip()
    return INITIALS[place // 588] + SPLIT.get(medial, medial) + SPLIT.get(final, final)
