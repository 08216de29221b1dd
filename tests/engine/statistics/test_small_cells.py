"""Small cells are hidden, and what is left does not give them away: tried against every table that fits."""

from __future__ import annotations

import doctest
from datetime import date
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from dure.engine.statistics import funnel, hiding
from dure.engine.statistics.funnel import (
    FunnelRow,
    ShownFunnel,
    ShownRow,
    funnel_rows,
    province_of,
    section_of,
    shown,
)
from dure.engine.statistics.hiding import SMALL_BELOW, hidden_rows

COUNTS = st.one_of(st.integers(0, 4), st.integers(0, 40))
TABLES = st.lists(st.tuples(COUNTS, COUNTS), max_size=8)
THRESHOLDS = st.integers(2, 5)


def small(count: int, threshold: int = SMALL_BELOW) -> bool:
    return 0 < count < threshold


def test_documented_examples():
    assert doctest.testmod(hiding).failed == 0
    assert doctest.testmod(funnel).failed == 0


@given(TABLES, THRESHOLDS)
def test_every_row_with_a_small_cell_is_hidden(table, threshold):
    hidden = hidden_rows(table, threshold)
    for i, row in enumerate(table):
        if any(small(count, threshold) for count in row):
            assert i in hidden.rows


@given(TABLES, THRESHOLDS)
def test_nothing_is_hidden_without_need(table, threshold):
    assume(not any(small(count, threshold) for row in table for count in row))
    totals = [sum(column) for column in zip(*table, strict=True)]
    assert not any(small(total, threshold) for total in totals)
    assert hidden_rows(table, threshold) == hiding.Hidden(frozenset())


@given(TABLES, THRESHOLDS)
def test_the_whole_table_goes_only_where_a_total_is_small(table, threshold):
    totals = [sum(column) for column in zip(*table, strict=True)]
    assert hidden_rows(table, threshold).whole is any(small(total, threshold) for total in totals)


@given(TABLES, THRESHOLDS)
def test_what_is_hidden_together_is_not_small_where_one_of_it_is(table, threshold):
    hidden = hidden_rows(table, threshold)
    assume(not hidden.whole)
    for column in range(2):
        if any(small(table[i][column], threshold) for i in hidden.rows):
            assert sum(table[i][column] for i in hidden.rows) >= threshold
            assert len(hidden.rows) >= 2


SMALL_TABLES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=4)


@given(SMALL_TABLES)
def test_a_reader_who_tries_every_table_cannot_tell_that_a_cell_is_small(table):
    hidden = hidden_rows(table)
    assume(not hidden.whole)
    rows = sorted(hidden.rows)
    for column in range(2):
        left = sum(table[i][column] for i in rows)
        # All that the public can work out of a column: the hidden cells are counts that make what is left.
        possible = [cells for cells in product(range(left + 1), repeat=len(rows)) if sum(cells) == left]
        for place, i in enumerate(rows):
            if small(table[i][column]):
                values = {cells[place] for cells in possible}
                assert max(values) >= SMALL_BELOW
                assert len(values) > 1


@given(TABLES)
def test_the_same_counts_hide_the_same_rows(table):
    assert hidden_rows(table) == hidden_rows([list(row) for row in table])


def rows(*counts: tuple[str, int, int, int]) -> list[FunnelRow]:
    return [FunnelRow(*row) for row in counts]


def test_a_funnel_hides_counts_and_never_how_many_were_selected():
    found = shown(rows(("11", 90, 80, 40), ("50", 5, 4, 3), ("26", 30, 24, 12)))
    assert found.rows == (
        ShownRow("11", 90, 80, 40),
        ShownRow("50", None, None, 3),
        ShownRow("26", None, None, 12),
    )
    assert found.total == ShownRow("", 125, 108, 55)
    assert found.hides


def test_a_funnel_without_anybody_hides_nothing():
    assert shown([]) == ShownFunnel((), ShownRow("", 0, 0, 0))


def test_where_nobody_was_refused_nothing_is_hidden():
    found = shown(rows(("11", 1, 1, 1), ("26", 2, 2, 2)))
    assert not found.hides
    assert found.total == ShownRow("", 3, 3, 3)


def test_a_funnel_of_few_people_shows_the_selected_only():
    found = shown(rows(("11", 3, 2, 1), ("26", 2, 2, 2)))
    assert [row.applied for row in found.rows] == [None, None]
    assert found.total == ShownRow("", None, None, 3)


def test_where_groups_overlap_only_small_rows_are_hidden_and_no_total_is_told():
    found = shown(rows(("acorn", 90, 80, 40), ("otter", 5, 4, 3)), adds_up=False)
    assert found.rows == (ShownRow("acorn", 90, 80, 40), ShownRow("otter", None, None, 3))
    assert found.total is None


def test_groups_stand_in_their_order_and_the_unknown_last():
    counts = {"?": (1, 1, 1), "50": (1, 1, 0), "11": (2, 2, 2), "26": (0, 0, 0)}
    assert [row.group for row in funnel_rows(counts)] == ["11", "50", "?"]


def test_codes_of_regions_and_industries():
    assert province_of("4211010100", date(2025, 3, 18)) == "51"
    assert province_of(None, date(2025, 3, 18)) == "?"
    assert (section_of("47912"), section_of("99999"), section_of("04"), section_of(None)) == (
        "G",
        "U",
        "?",
        "?",
    )
