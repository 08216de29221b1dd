"""None of what is hidden is in a masked text, however it was spelled; nothing else is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.engine.review.masking import MASK, masked, plain, spellings

WORDS = st.text(st.sampled_from("가나다라두레상회abAB019５６㈜ (-.)ß\u1103\u116e"), max_size=12)
OWN = spellings(
    names=["주식회사 두레상회", "김가상"],
    numbers=["0001234567", "TOPS-2025-000007", "2024-강원춘천-0001"],
    telephones=["010-1234-5678"],
    addresses=["강원특별자치도 춘천시 중앙로 12"],
)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("두레상회입니다", f"{MASK}입니다"),
        ("㈜두레 상회", f"(주){MASK}"),
        ("(주) 두레-상회의 계획", f"(주) {MASK}의 계획"),
        ("대표 김 가 상", f"대표 {MASK}"),
        ("전화 ０１０.１２３４.５６７８ 로", f"전화 {MASK} 로"),
        ("+82 10-1234-5678", f"+{MASK}"),
        ("000-12-34567", MASK),
        ("접수번호 tops2025 000007", f"접수번호 {MASK}"),
        ("춘천시 중앙로 12, 1층", f"{MASK}, 1층"),
        ("중앙로12에 있습니다", f"{MASK}에 있습니다"),
        ("두레상회두레상회", MASK),
        ("두레 마을 상회", "두레 마을 상회"),
        ("춘천시에서 장사합니다", "춘천시에서 장사합니다"),
        ("①번", "①번"),
        ("", ""),
    ],
)
def test_own_names_and_numbers_are_hidden_and_the_rest_stands(told, shown):
    assert masked(told, OWN) == shown


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=6))
def test_nothing_that_is_hidden_is_left(secrets, pieces):
    hidden = spellings(names=secrets)
    text = " ".join([*pieces, *secrets, *pieces])
    shown = plain(masked(text, hidden).replace(MASK, "\ufffd"))
    broken = [plain(part) for part in masked(text, hidden).split(MASK)]
    assert [one for one in hidden if any(one in part for part in broken)] == []
    assert shown == "".join(broken)


@given(st.lists(WORDS, max_size=4), WORDS)
def test_masking_twice_is_masking_once_and_what_is_free_of_it_is_not_touched(secrets, text):
    hidden = spellings(names=secrets)
    once = masked(text, hidden)
    assert masked(once, hidden) == once
    if not any(one in plain(text) for one in hidden):
        assert once == text


def test_the_worked_example_of_the_page_reads_as_it_says():
    page = (Path(__file__).parents[3] / "docs/algorithms/blind-review.md").read_text("utf-8")
    table = page[page.index("### Worked example") :].split("|---|---|\n")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    own = spellings(
        names=["두레별상회", "홍가상"],
        telephones=["010-9876-5432"],
        addresses=["강원특별자치도 춘천시 중앙로 1234"],
    )
    assert len(rows) == 4
    assert [masked(told, own) for told, _shown in rows] == [shown for _told, shown in rows]
