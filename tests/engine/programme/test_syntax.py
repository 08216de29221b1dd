"""What a programme file may not contain as a text: every refusal with its exact place."""

from __future__ import annotations

import pytest
from tests.engine.programme.example import SMALL, said, spoiled

from dure.engine.programme.reading.scalars import core_value

FIRST = "title: {ko: 첫째, en: First}"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("year: 2025", "year: &y 2025"), "3:7: anchors (&) are not used here: write the value out"),
        (("year: 2025", "year: *y"), "3:7: aliases (*) are not used here: write the value out"),
        (("year: 2025", "year: !!int 2025"), "3:7: tags (!) are not used here: delete it"),
        (
            (FIRST, FIRST + "\n    <<: {a: 1}"),
            "20:5: merge keys (<<) are not used here: write the values out",
        ),
        (("id: two", "id: two\n    id: three"), "12:5: “id” stands here twice: first in line 11"),
        (("year: 2025", "year: .nan"), "3:7: “.nan” is not a finite number"),
        (("year: 2025", "year: 1e999"), "3:7: “1e999” is not a finite number"),
        (
            ("year: 2025", "year: 9007199254740992"),
            "3:7: “9007199254740992” is larger than the largest whole number that is exact everywhere",
        ),
        (("id: two", "id: two\n    7: x"), "12:5: the key “7” is not a word: put it in quotes"),
        (("id: two", "id: two\n    ? [a]\n    : b"), "12:7: a list or a map cannot be a key"),
        (
            ("ko: 첫째", r'ko: "a\u200bb\x07"'),
            "19:17: a character that cannot be seen (U+0007) stands here: delete it",
        ),
        (
            ("en: First", "en: Fi\x07rst"),
            "19:27: a character that cannot be seen (U+0007) stands here: delete it",
        ),
    ],
)
def test_what_yaml_allows_and_a_programme_does_not(change, expected):
    assert expected in said(spoiled(change))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\tb: 1\n", "2:1: a tab stands here: indent with spaces"),
        (
            "a: b: c\n",
            "1:5: a colon is not possible here: is the line indented wrongly, or does the text need quotes?",
        ),
        ("a: @x\n", "1:4: no text may begin with this character: put the text in quotes"),
        ('a: "x\n', "2:1: the file ends before what was opened here is closed: a quote is missing"),
        ("a: [1\n", "2:1: the file ends before what was opened here is closed: a bracket is missing"),
        (
            "a:\n  - 1\n b: 1\n",
            "3:2: the indentation does not fit what stands above: this line belongs to no list and no key",
        ),
        ('a: "\\q"\n', "1:6: after the backslash stands a letter that has no meaning"),
        ("a: 1\n---\nb: 2\n", "2:1: a second document begins here: one file is one programme"),
        ("", "1:1: the file is empty, or does not begin with keys: id, title, …"),
        ("- a\n", "1:1: the file is empty, or does not begin with keys: id, title, …"),
        (b"id: \xb0\xa1\n", "1:5: the file is not UTF-8 from here on: save it as UTF-8"),
        (b"a" * 1_000_001, "1:1: the file has 1,000,001 bytes: more than the 1,000,000 a programme may have"),
        ("a: " + "[" * 5000, "1:23: more than 20 levels stand inside each other"),
    ],
)
def test_what_is_no_document_at_all(text, expected):
    assert expected in said(text)


def test_an_old_directive_is_refused():
    expected = "1:1: directives (%) are not used here: delete the line"
    assert expected in said("%YAML 1.1\n---\n" + SMALL)


def test_a_byte_order_mark_and_windows_line_ends_change_no_place():
    text = spoiled(("year: 2025", "year: x")).replace("\n", "\r\n")
    expected = "3:7: a whole number is wanted here, without separators and quotes"
    assert said(b"\xef\xbb\xbf" + text.encode()) == [expected]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2025-03-18", "2025-03-18"),
        ("0o17", 15),
        ("0x1F", 31),
        ("011", 11),
        ("+1.", 1.0),
        ("-.5e1", -5.0),
        ("null", None),
        ("TRUE", True),
        ("1e", "1e"),
        (".", "."),
    ],
)
def test_plain_scalars_are_read_by_the_core_schema_of_yaml_1_2(written, value):
    assert core_value(written) == value
    assert type(core_value(written)) is type(value)


def test_a_hostile_file_is_answered_with_a_bounded_list():
    assert len(said("\x01" * 900_000)) == 20
    lines = said("".join(f"k{n}: 1\n" for n in range(2_000)))
    assert len(lines) == 1001
    assert lines[-1] == "995:1: there are 1006 more problems from here on: mend those above first"
