"""Pairs of rows: normal forms, levels, points and groups, in process and as SQL with one meaning."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.engine.duplicates import normal as forms
from dure.engine.duplicates.comparing import Facts, compare, edits, facts_of, likeness_bp
from dure.engine.duplicates.groups import groups
from dure.engine.duplicates.query import (
    COLUMNS,
    MOST_IN_BLOCK,
    hopeful_query,
    judged_query,
    keys_query,
    levels_query,
    normal_query,
    pairs_query,
    shared_query,
)
from dure.engine.duplicates.scoring import (
    BUSINESS,
    FIELDS,
    HIGH,
    OWNER,
    REVIEW,
    Band,
    Kind,
    Level,
    judged,
)

FORMS = {
    name: getattr(forms, name) for name in ("NAME", "ADDRESS", "PHONE", "EMAIL", "OWNER", "NUMBER", "REGION")
}
PAGE = Path(__file__).parents[3] / "docs/algorithms/duplicates.md"
DUCKDB = duckdb.connect()


@pytest.mark.parametrize(
    ("form", "written", "kept"),
    [
        ("NAME", "（주） 두레 상회", "두레상회"),
        ("NAME", "주식회사 두레상회 본점", "두레상회"),
        ("NAME", "㈜두레상회 12호점", "두레상회"),
        ("NAME", "두레상회 강남점", "두레상회강남점"),
        ("NAME", "ＤＵＲＥ Cafe!", "durecafe"),
        ("NAME", "본점", "본점"),
        ("NAME", "(주)", None),
        ("ADDRESS", "서울특별시 마포구 가상로 12, 3층 301호", "서울마포구가상로12"),
        ("ADDRESS", "서울시 마포구 가상로 12 지하1층", "서울마포구가상로12"),
        ("ADDRESS", "서울 마포구 가상로 12 (가상동)", "서울마포구가상로12"),
        ("ADDRESS", "강원특별자치도 춘천시 가상로12길 3-4", "강원춘천시가상로12길3-4"),
        ("ADDRESS", "경상남도 창원시 성산구 가상동 100번지", "경남창원시성산구가상동100"),
        ("ADDRESS", "경기도 광주시 가상로 5", "경기광주시가상로5"),
        ("PHONE", "+82 (0)10-0000-1234", "01000001234"),
        ("PHONE", "82-2-000-1234", "020001234"),
        ("PHONE", "1000001234", "01000001234"),
        ("PHONE", "1588-0000", "15880000"),
        ("PHONE", "없음", None),
        ("EMAIL", " A@Shop.example ", "a@shop.example"),
        ("EMAIL", "-", None),
        ("OWNER", "김 하나(金)", "김하나"),
        ("OWNER", "김하나 외 1명", "김하나"),
        ("OWNER", "김", None),
        ("REGION", "4211010100", "51110"),
        ("REGION", "11440", "11440"),
    ],
)
def test_a_text_is_brought_to_one_form_in_process_and_in_sql(
    form: str, written: str, kept: str | None
) -> None:
    assert forms.normal(written, FORMS[form]) == kept
    assert _sql(forms.normal_sql("?::VARCHAR", FORMS[form]), written) == kept


ALPHABET = (
    "가각갂값두레래상회본점호층로길번지서울특별시경기도주식회사()（주）㈜"
    " ,.-+0123456789abzABZＡ９ㄱㅏㄳㅘ@\u3000\u00a0"
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(alphabet=ALPHABET, max_size=14), min_size=1, max_size=30))
def test_normal_forms_and_strokes_are_the_same_in_process_and_in_sql(texts: list[str]) -> None:
    for form in FORMS.values():
        normal = [forms.normal(text, form) for text in texts]
        assert _each(forms.normal_sql("?::VARCHAR", form), texts) == normal
    names = [name for text in texts if (name := forms.normal(text, forms.NAME)) is not None]
    assert _each(forms.as_bytes_sql("?::VARCHAR"), names) == [forms.as_bytes(name) for name in names]


@given(st.text(alphabet="가각값두레래ㄳa1", max_size=8), st.text(alphabet="가각값두레래ㄳa1", max_size=8))
def test_edits_are_a_distance(one: str, other: str) -> None:
    assert edits(one, other) == edits(other, one)
    assert (edits(one, other) == 0) == (one == other)
    assert edits(one, other) <= max(len(one), len(other))


def test_one_wrong_vowel_is_one_stroke_and_not_a_syllable() -> None:
    assert likeness_bp("두레상회", "두래상회") == 9000
    assert compare(Facts(name="두레상회"), Facts(name="두래상회")).evidence["name"] is Level.NEAR


def test_names_and_addresses_with_other_numbers_are_different() -> None:
    assert compare(Facts(name="청년다방1"), Facts(name="청년다방2")).evidence["name"] is Level.DIFFERENT
    one, other = Facts(address="서울마포구가상로12"), Facts(address="서울마포구가상로13")
    assert compare(one, other).evidence["address"] is Level.DIFFERENT


def test_what_is_not_known_is_no_evidence() -> None:
    full = Facts(
        "0000000015", "01000001234", "a@b.example", "김하나", 1975, "두레상회", "서울가상로1", "11440"
    )
    judgement = compare(full, Facts())
    assert set(judgement.evidence.values()) == {None}
    assert (judgement.business, judgement.owner, judgement.band) == (0, 0, Band.NONE)


def test_namesakes_of_one_year_alone_are_not_listed() -> None:
    judgement = compare(Facts(owner="김하나", birth_year=1975), Facts(owner="김하나", birth_year=1975))
    assert (judgement.owner, judgement.band) == (50, Band.NONE)


def test_a_pair_of_one_owner_and_telephone_looks_like_one_owner() -> None:
    one = Facts(owner="김하나", birth_year=1975, phone="01000001234", name="두레상회")
    other = Facts(owner="김하나", birth_year=1975, phone="01000001234", name="하나분식")
    judgement = compare(one, other)
    assert (judgement.score, judgement.looks_like, judgement.band) == (90, Kind.SAME_OWNER, Band.HIGH)


@pytest.mark.parametrize(
    ("score", "band"),
    [(HIGH, Band.HIGH), (HIGH - 1, Band.REVIEW), (REVIEW, Band.REVIEW), (REVIEW - 1, Band.NONE)],
)
def test_bands_begin_at_their_points(score: int, band: Band) -> None:
    from dure.engine.duplicates.scoring import band_of

    assert band_of(score) is band


def test_the_region_counts_only_where_no_address_is_known() -> None:
    assert judged({"region": Level.SAME}).business == 10
    assert judged({"region": Level.SAME, "address": Level.SAME}).business == 35


_ROW = st.fixed_dictionaries(
    {
        "business_no": st.sampled_from([None, "0000000015", "0000000029"]),
        "name": st.sampled_from(
            [None, "두레상회", "두래상회", "(주)두레상회 본점", "하나분식", "두레 1", "두레 2"]
        ),
        "owner_name": st.sampled_from([None, "김하나", "김하너", "이두나"]),
        "owner_birth_year": st.sampled_from([None, 1975, 1976, 1980]),
        "phone": st.sampled_from([None, "010-0000-1234", "+82 10 0000 1234", "02-000-0001"]),
        "email": st.sampled_from([None, "a@b.example", "c@d.example"]),
        "address": st.sampled_from(
            [None, "서울특별시 가상로 12, 3층", "서울 가상로 12", "서울 가상노 12", "서울 가상로 13"]
        ),
        "region": st.sampled_from([None, "1144010100", "51110", "42110"]),
        "opened_on": st.sampled_from([None, date(2019, 3, 2), date(2020, 1, 1)]),
    }
)


@settings(max_examples=20, deadline=None)
@given(st.lists(_ROW, min_size=2, max_size=16))
def test_sql_and_process_judge_every_pair_alike(rows: list[dict[str, Any]]) -> None:
    found = {(a, b): rest for a, b, *rest in _pairs(rows)}
    for a in range(len(rows)):
        for b in range(a + 1, len(rows)):
            judgement = compare(facts_of(rows[a]), facts_of(rows[b]))
            if (a, b) in found:
                levels, business, owned = found[a, b][:9], *found[a, b][9:11]
                assert levels == [judgement.evidence[field] for field in FIELDS]
                assert (business, owned) == (judgement.business, judgement.owner)
                assert found[a, b][11:] == [judgement.score, judgement.band, judgement.looks_like]
            elif _share_a_key(facts_of(rows[a]), facts_of(rows[b])):
                assert judgement.band is Band.NONE


@settings(deadline=None)
@given(_ROW, _ROW)
def test_a_pair_is_judged_alike_from_either_side(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert compare(facts_of(one), facts_of(other)) == compare(facts_of(other), facts_of(one))


def test_a_number_that_too_many_share_is_no_evidence() -> None:
    office = {"phone": "02-000-0001", "name": None, "owner_name": "김하나", "owner_birth_year": 1975}
    rows = [{**office, "owner_birth_year": 1900 + place} for place in range(MOST_IN_BLOCK + 1)]
    assert _pairs(rows) == []
    # One row less, and the telephone with the owner's name is worth a look, but for the years of birth.
    assert len(_pairs([{**row, "owner_birth_year": None} for row in rows[:20]])) == 190
    twins = [{**rows[0], "email": "a@b.example"}, {**rows[0], "email": "a@b.example"}]
    ((*_, phone, email),) = [(pair[3], pair[4]) for pair in _pairs([*rows, *twins]) if pair[4] == "same"]
    assert (phone, email) == (None, "same")


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_groups_are_what_hangs_together(pairs: list[tuple[int, int]]) -> None:
    found = groups(pairs)
    assert all(found[one] == found[other] for one, other in pairs)
    for member, top in found.items():
        assert top == min(other for other, of in found.items() if of == found[member])
    reached: dict[int, set[int]] = {}
    for one, other in pairs:
        joined = reached.get(one, {one}) | reached.get(other, {other})
        for member in joined:
            reached[member] = joined
    assert {member: min(together) for member, together in reached.items()} == found


def test_the_table_of_the_page_is_the_table_of_the_engine() -> None:
    """Every number of points stands on the page, in the order of the levels."""
    names = {
        "business number": "number",
        "telephone": "phone",
        "e-mail": "email",
        "year of birth": "birth_year",
        "opening day": "opened_on",
    }
    seen = set()
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        field = names.get(cells[0], cells[0])
        if len(cells) != 4 or field not in FIELDS:
            continue
        seen.add(field)
        levels = [Level(level) for level in cells[1].split(" · ")]
        for cell, table in zip(cells[2:], (BUSINESS, OWNER), strict=True):
            worth = [
                int(part.replace("−", "-")) if part.strip(" ·") else 0 for part in re.split(" · ?", cell)
            ]
            told = dict(zip(levels, worth + [0] * len(levels), strict=False))
            assert {level: points for level, points in told.items() if points} == table.get(field, {}), field
    assert seen == set(FIELDS)


def test_the_worked_example_of_the_page_holds() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows, pairs = (
        list(csv.DictReader(re.search(rf"```csv {name}\n(.*?)```", text, re.S)[1].splitlines()))  # type: ignore[index]
        for name in ("rows", "pairs")
    )
    read = [
        {
            **row,
            "owner_birth_year": int(row["owner_birth_year"]),
            "opened_on": date.fromisoformat(row["opened_on"]),
        }
        for row in rows
    ]
    for pair in pairs:
        judgement = compare(*(facts_of(read[int(pair[side]) - 2]) for side in ("row_a", "row_b")))
        assert str(judgement.score) == pair["score"]
        assert (judgement.band, judgement.looks_like) == (pair["band"], pair["looks_like"])
        assert judgement.evidence["name"] == pair["evidence.name"]
        assert judgement.evidence["address"] == pair["evidence.address"]
    assert compare(facts_of(read[2]), facts_of(read[3])).business == 0
    assert [(a + 2, b + 2) for a, b, *_ in _pairs(read)] == [
        (int(p["row_a"]), int(p["row_b"])) for p in pairs
    ]


def _share_a_key(one: Facts, other: Facts) -> bool:
    keys = (
        lambda f: f.number,
        lambda f: f.phone,
        lambda f: f.email,
        lambda f: f.owner and f.birth_year and (f.owner, f.birth_year),
        lambda f: f.address,
        lambda f: f.name and f.region and (f.name, f.region),
    )
    return any(key(one) is not None and key(one) == key(other) for key in keys)


def _sql(expression: str, value: str) -> str | None:
    return _each(expression, [value])[0]


def _each(expression: str, values: list[str]) -> list[str | None]:
    """Return what an expression makes of each value; many at once, for to plan it takes longest."""
    # Each value once, named: the expression reads it several times.
    query = (
        f"SELECT {expression.replace('?::VARCHAR', 'x')} FROM"
        " (SELECT unnest($1::VARCHAR[]) AS x, unnest(range(len($1))) AS place) ORDER BY place"
    )
    return [row[0] for row in DUCKDB.execute(query, [values]).fetchall()]


def _pairs(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    types = {"owner_birth_year": "INTEGER", "opened_on": "DATE"}
    with duckdb.connect() as connection:
        columns = ", ".join(f"{column} {types.get(column, 'VARCHAR')}" for column in COLUMNS)
        connection.execute(f"CREATE TABLE read (row INTEGER, {columns})").fetchall()
        cells = [[place, *(row.get(column) for column in COLUMNS)] for place, row in enumerate(rows)]
        connection.executemany(f"INSERT INTO read VALUES ({', '.join('?' * (len(COLUMNS) + 1))})", cells)
        connection.execute(f"CREATE TABLE rows AS {normal_query('read', 'row')}").fetchall()
        connection.execute(f"CREATE TABLE keys AS {keys_query('rows')}").fetchall()
        connection.execute(f"CREATE TABLE shared AS {shared_query('keys')}").fetchall()
        pairs = f"({pairs_query('keys')})"
        hopeful = judged_query(f"({hopeful_query('rows', pairs, 'shared')})")
        judged_ = judged_query(f"({levels_query('rows', f'({hopeful})')})")
        items = f"a, b, {', '.join(FIELDS)}, business, owned, score, band, looks_like"
        return connection.execute(f"SELECT {items} FROM ({judged_}) ORDER BY a, b").fetchall()
