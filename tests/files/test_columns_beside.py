"""Columns beside the profile in files: answers, levels, earlier support, under Korean headers too."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.engine.programme.books import eligibility_book
from dure.files.explaining import explain_merchant
from dure.files.screening import screen_file
from dure.files.selecting import select_file
from dure.files.simulating import Asked, simulate_file

FILE = """\
format: 1
id: asks-2025
title: {ko: 묻는 사업, en: Asks}
year: 2025
window: {opens_at: "2025-03-18T09:00:00+09:00", closes_at: "2025-04-18T18:00:00+09:00"}
reference_day: 2025-03-18
executors: [{id: a, name: {ko: 가, en: A}}]
eligibility:
  - {id: new, rule: NOT supported_in('tops-2024'), reason: {ko: 처음이어야 합니다., en: New.}}
  - {id: little, rule: total_support_won(36) <= 30000000, reason: {ko: 적어야 합니다., en: Little.}}
  - {id: goods, rule: "contains(answer.goods, 'food') AND answer.size = 'big'", reason: {ko: 식품, en: Food.}}
  - {id: online, rule: level.online = 'seller', reason: {ko: 판매자, en: A seller.}}
questions:
  - {id: goods, title: {ko: 상품, en: Goods}, kind: choices,
     choices: [{id: food, title: {ko: 식품, en: Food}}, {id: craft, title: {ko: 공예, en: Craft}}]}
  - {id: size, title: {ko: 규모, en: Size}, kind: choice,
     choices: [{id: small, title: {ko: 작음, en: Small}}, {id: big, title: {ko: 큼, en: Big}}]}
diagnosis:
  - id: online
    title: {ko: 온라인, en: Online}
    sections:
      - {id: s, title: {ko: 가, en: S}, weight_bp: 10000,
         items: [{id: i, title: {ko: 나, en: I}, kind: yes_no, weight_bp: 10000}]}
    levels:
      - {id: beginner, title: {ko: 처음, en: Beginner}, from_points: 0}
      - {id: seller, title: {ko: 판매자, en: Seller}, from_points: 50}
stages:
  - id: first
    title: {ko: 1단계, en: First}
    quota: {total: 1, per_executor: 1}
    set_asides:
      - {id: food, title: {ko: 식품, en: Food}, share_bp: 10000, rule: "contains(answer.goods, 'food')"}
needs: [diagnosis]
"""
HEADER = "사업자등록번호,선정여부.tops-2024,지원금액.36 (원),답변.goods,answer.size,진단수준.online"
ROWS = (
    "0000000001,아니오,\"30,000,000\",food;craft,big,seller",
    "0000000001,예,0,craft,small,beginner",
    "0000000001,,,,,",
    "0000000001,N,30000001,food,big,",
)  # fmt: skip


@pytest.fixture
def programme():
    return load(FILE.encode()).programme


def merchants(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "merchants.csv"
    # 0000000001 has no valid check digit: let the number be one that has.
    text = "\n".join([header, *rows]).replace("0000000001", "0000000015")
    path.write_text(text + "\n", encoding="utf-8")
    return path


def screened(programme, path: Path, out: Path) -> list[tuple[str, ...]]:
    screen_file(eligibility_book(programme), merchants=path, out=out, bad_rows=None, problem_line=str)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        names = ("verdict", "failed_rules", "unknown_rules", "missing_fields")
        return [tuple(row[name] for name in names) for row in rows]


EXPECTED = [
    ("eligible", "", "", ""),
    ("ineligible", "new;goods;online", "", ""),
    (
        "unknown",
        "",
        "new;little;goods;online",
        "answer.goods;answer.size;level.online;supported_in.tops-2024;total_support_won.36",
    ),
    ("ineligible", "little", "online", ""),
]


def test_a_file_of_merchants_brings_them_as_columns(programme, tmp_path):
    path = merchants(tmp_path, *ROWS)
    assert screened(programme, path, tmp_path / "out.csv") == EXPECTED


def test_one_merchant_is_explained_as_the_file_is_screened(programme, tmp_path):
    found = explain_merchant(eligibility_book(programme), merchants(tmp_path, *ROWS), "0000000015")
    assert [
        (s.verdict, ";".join(s.failed), ";".join(s.unknown), ";".join(s.missing))
        for s in (one.screening for one in found)
    ] == EXPECTED
    assert found[0].screening.answers[0].values == (("supported_in.tops-2024", False),)
    assert found[0].screening.answers[2].values == (
        ("answer.goods", ["food", "craft"]),
        ("answer.size", "big"),
    )


def test_a_file_without_these_columns_leaves_them_not_known(programme, tmp_path):
    path = merchants(tmp_path, "0000000001", header="business_no")
    assert screened(programme, path, tmp_path / "out.csv") == [EXPECTED[2]]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("maybe,,,,", "boolean"),
        (",-1,,,", "range"),
        (",1.5,,,", "whole"),
        (",,,huge,", "code"),
        (",,,,expert", "code"),
    ],
)
def test_a_cell_that_cannot_be_is_named_and_nothing_is_written(programme, tmp_path, cells, code):
    path = merchants(tmp_path, f"0000000001,{cells}")
    with pytest.raises(Refused) as refused:
        screened(programme, path, tmp_path / "out.csv")
    assert [problem.code for problem in refused.value.problems] == [f"cell.{code}"]
    assert not (tmp_path / "out.csv").exists()


def test_a_simulation_counts_what_is_missing_of_them(programme, tmp_path):
    asked = Asked(load(FILE.encode()))
    trial = simulate_file(asked, merchants(tmp_path, *ROWS)).now.trial
    assert (trial.whole.eligible, trial.whole.ineligible, trial.whole.unknown) == (1, 2, 1)
    assert {effect.name: effect.missing for effect in trial.fields} == {
        "answer.goods": 1,
        "answer.size": 1,
        "level.online": 1,
        "supported_in.tops-2024": 1,
        "total_support_won.36": 1,
    }


def test_set_asides_read_them_from_a_file_of_applications(programme, tmp_path):
    path = tmp_path / "applications.csv"
    path.write_text("접수번호,희망수행기관,점수,답변.goods\nA1,a,90,craft\nA2,a,50,food\n", encoding="utf-8")
    out = tmp_path / "decisions.csv"
    select_file(programme, "first", path, out, None)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["application_no"], r["decision"], r["seat"]) for r in rows] == [
        ("A1", "not_selected", ""),
        ("A2", "selected", "food"),
    ]


def test_codes_of_another_revision_are_told_of(tmp_path):
    text = FILE.replace("rule: NOT supported_in('tops-2024')", "rule: NOT ksic_in('9124')")
    path = merchants(
        tmp_path,
        *("0000000001,91249,11차", "0000000001,91249,10", "0000000001,47911,10차", "0000000001,91249,"),
        header="business_no,업종코드,산업분류차수",
    )
    out = tmp_path / "out.csv"
    summary = screen_file(
        eligibility_book(load(text.encode()).programme),
        merchants=path,
        out=out,
        bad_rows=None,
        problem_line=str,
    )
    assert [(w.code, w.params["count"], w.params["row"]) for w in summary.warnings[:1]] == [
        ("cell.other_revision", 2, 3)
    ]
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert ["new" in row["failed_rules"] for row in rows] == [True, False, False, True]
    assert ["ksic" in row["missing_fields"].split(";") for row in rows] == [False, True, False, False]
    found = explain_merchant(eligibility_book(load(text.encode()).programme), path, "0000000015")
    assert [one.screening.answers[0].other_revision for one in found] == [None, "10", None, None]
