"""Search as people type it: half a syllable, first consonants, two-stroke letters, any width and form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.language.hangul import initials, jamo, marked_parts, matches, search_text, search_words

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=8)
KEYS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ"
"""The letters of the keyboard; every other one takes two strokes."""


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("두레상회", "두레"), ("두레상회", "두ㄹ"), ("두레상회", "두레ㅅ"), ("두레상회", "둘"),
        ("두레상회", "ㄷㄹ"), ("두레상회", "ㄷㄹㅅㅎ"), ("두레상회", "ㄹㅅㅎ"), ("두레상회", "ㄷ"),
        ("두레상회", "두레 상회"), ("두레 상회", "두레상회"), ("춘천 두레상회", "ㄷㄹ"),
        ("춘천 두레상회", "두"),
        ("춘천 두레상회", "ㅊㅊㄷㄹ"), ("춘천 두레상회", "상회 춘천"), ("값진가게", "갑"), ("값진가게", "값"),
        ("과일나라", "고"), ("과일나라", "과"), ("의류점", "으"), ("원조떡집", "우"), ("닭갈비", "달"),
        ("닭갈비", "닭"), ("까치네", "ㄲㅊ"), ("가수", "ㄳ"), ("TOPS 상회", "tops"), ("Tops상회", "TOP"),
        ("ＴＯＰＳ상회", "tops"), ("상회 24시", "24"), ("1호점", "1호"), ("(주)두레", "주두레"),
        ("㈜두레", "주두레"), ("두레_상회", "두레상회"), ("a-b 상사", "ab"), ("Straße", "strasse"),
        (unicodedata.normalize("NFD", "두레상회"), "두레"),
        ("두레상회", unicodedata.normalize("NFD", "두레")), ("두레상회", "두" + "\u1105"),
        ("두레상회", "\uffa7\uffa9"),
    ],
)  # fmt: skip
def test_it_is_found(text, query):
    assert matches(text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("두레상회", "두부"), ("학생백화점", "ㄱㅅ"), ("두레상회", "ㅅㅎ"), ("두레상회", "레"),
        ("두레상회", "두레 시장"), ("두레상회", "ㄷㅅ"), ("까치네", "ㄱㅊ"), ("과일나라", "거"),
    ],
)  # fmt: skip
def test_it_is_not_found(text, query):
    assert not matches(text, query)


@pytest.mark.parametrize("query", ["", "  ", "()", "-", "_"])
def test_what_says_nothing_has_no_words(query):
    assert search_words(query) == []


@given(SYLLABLES)
def test_every_half_typed_beginning_finds_the_word(text):
    strokes = jamo(text)
    assert set(strokes) <= set(KEYS)
    for typed in range(1, len(strokes) + 1):
        assert search_text(text).startswith(strokes[:typed])
    assert matches(text, text)
    assert matches(text, initials(text))


@given(SYLLABLES, SYLLABLES)
def test_taking_apart_keeps_order_and_one_after_another(one, other):
    assert jamo(one + other) == jamo(one) + jamo(other)
    assert len(initials(one)) == len(one)


@given(st.text(max_size=20), st.text(max_size=6))
def test_any_text_is_marked_without_losing_a_letter(text, query):
    parts = marked_parts(text, query)
    assert "".join(part for part, _ in parts) == text
    assert all(part for part, _ in parts)
    assert [hit for _, hit in parts] == [not parts[0][1] ^ (i % 2 == 0) for i in range(len(parts))]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("춘천 두레상회", "두ㄹ", ["두레"]), ("춘천 두레상회", "ㄷㄹ", ["두레"]),
        ("두레두레", "두레", ["두레두레"]),
        ("두레와 두레", "두레", ["두레", "두레"]), ("TOPS 2025", "tops", ["TOPS"]),
        ("두레 상회", "두레상회", ["두레 상회"]),
        ("두레상회", "시장", []), ("두레상회", "", []), ("춘천시장", "ㅊㅅ", ["천시"]),
    ],
)  # fmt: skip
def test_what_matched_is_marked(text, query, marked):
    assert [part for part, hit in marked_parts(text, query) if hit] == marked
