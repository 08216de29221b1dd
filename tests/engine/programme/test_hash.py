"""The hash is of what is written: not of how it is written, and not of what is left to defaults."""

from __future__ import annotations

import pytest
from tests.engine.programme.example import SMALL, spoiled

from dure.engine.programme import load
from dure.library import library_bytes

HASH = "db43f9e0f0a15f1e4ea2de6a6a513d3e24c75a00d0568fc90de140e75c02e1d0"


def _hash(text: str) -> str:
    return load(text.encode()).hash


def test_the_hash_of_a_file_stays_what_it_is():
    assert _hash(SMALL) == HASH


@pytest.mark.parametrize(
    "change",
    [
        ("year: 2025", "year: 2025  # 주석"),
        ("reference_day: 2025-03-18", "reference_day: '2025-03-18'"),
        ("rule: NOT closed()", 'rule: "NOT closed()"'),
        ("rule: NOT closed()", "rule: |-\n      NOT closed()"),
        ("title: {ko: 작은 사업, en: Small}", "title:\n  en: Small\n  ko: 작은 사업"),
        ("quota: {total: 20, per_executor: 10}", "quota: {per_executor: 10, total: 20}"),
        ("id: small", "\n\nid:   small"),
    ],
)
def test_how_it_is_written_does_not_change_the_hash(change):
    assert _hash(spoiled(change)) == HASH


@pytest.mark.parametrize(
    "change",
    [
        ("id: small", "id: small2"),
        ("en: Closed", "en: Closed."),
        ("total: 5}", "total: 4}"),
        ("share_bp: 1000", "share_bp: 2000"),
        ("rule: NOT closed()", "rule: NOT  closed()"),
        ("reference_day: 2025-03-18", "reference_day: 2025-03-19"),
    ],
)
def test_any_value_changes_the_hash(change):
    assert _hash(spoiled(change)) != HASH


def test_a_default_that_is_written_out_changes_the_hash_but_not_the_programme():
    written = spoiled(add="needs: []\n")
    assert _hash(written) != HASH
    assert load(written.encode()).programme == load(SMALL.encode()).programme


def test_the_order_of_a_list_means_something():
    one, two = "  - id: one\n    name: {ko: 하나, en: One}\n", "  - id: two\n    name: {ko: 둘, en: Two}\n"
    assert _hash(SMALL.replace(one + two, two + one)) != HASH


def test_windows_line_ends_and_a_byte_order_mark_do_not_change_the_hash():
    raw = library_bytes("tops-2025")
    expected = load(raw).hash
    assert load(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")).hash == expected
