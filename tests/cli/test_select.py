"""``dure select``: what comes out, in which order and bytes, and every case that is refused."""

from __future__ import annotations

import random

import pytest
from tests.cli.applications import DECISIONS, EXECUTORS, SEED, crowd, draw, selected, small
from tests.files.commands import (
    done,
    read_csv,
    read_parquet,
    refused,
    text_table,
    write_csv,
    write_parquet,
    write_xlsx,
)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


def test_decisions_on_a_few_applications(tmp_path):
    selected(tmp_path, small(), "consult")
    # by code point; scores with three decimals; the number that looks like a formula is guarded
    assert (tmp_path / "decisions.csv").read_text(encoding="utf-8-sig") == (
        ",".join(DECISIONS) + "\n"
        "#8,not_selected,otter,,,,,,no_score\n"
        "'=1+1,selected,crane,2,0.000,open,0.000,,open\n"
        "A10,selected,otter,2,80.500,outside_capital,80.500,,set_aside:outside_capital\n"
        "A2,selected,acorn,3,70.124,youth,70.124,,set_aside:youth\n"
        "a1,selected,acorn,1,90.000,open,90.000,,open\n"
        "가,selected,acorn,2,70.125,outside_capital,70.125,,set_aside:outside_capital\n"
    )


def test_a_full_executor_has_cutoffs_reasons_and_a_reserve_list(tmp_path):
    rows = selected(tmp_path, crowd(), "promote", "--seed", SEED)
    decided = {row["application_no"]: row for row in rows}
    counts = [sum(row["decision"] == d for row in rows) for d in ("selected", "reserve", "not_selected")]
    assert sum(counts) == 90
    assert counts[2] == 90 - counts[0] - counts[1] >= 1
    acorn = [row for row in rows if row["decision"] == "selected" and row["executor"] == "acorn"]
    assert len(acorn) == 30
    lowest = {
        seat: min((row["score"] for row in acorn if row["seat"] == seat), key=float)
        for seat in {row["seat"] for row in acorn}
    }
    assert all(row["cutoff"] == lowest[row["seat"]] for row in acorn)
    assert sum(row["seat"] == "outside_capital" for row in acorn) == 12
    waiting = sorted(
        (row for row in rows if row["decision"] == "reserve" and row["executor"] == "acorn"),
        key=lambda row: int(row["reserve_rank"]),
    )
    assert [row["reserve_rank"] for row in waiting] == [str(i) for i in range(1, len(waiting) + 1)]
    assert len(waiting) <= 10
    for row in waiting:
        assert row["reason"] == f"below_cutoff:acorn={row['score']}<{lowest['open']}"
        assert row["cutoff"] == lowest["open"]
        assert row["seat"] == ""
    assert decided["A89"]["reason"] == "no_score"
    assert decided["A89"]["rank"] == ""


def test_equal_scores_are_drawn_by_the_seed(tmp_path):
    numbers = [f"N{i}" for i in range(40)]
    rows = [["application_no", "choices", "score"], *([n, "acorn", "50"] for n in numbers)]
    for seed in (SEED, "", "other"):
        decided = selected(tmp_path, rows, "promote", "--seed", seed)
        ranked = sorted(decided, key=lambda row: int(row["rank"]))
        assert [row["application_no"] for row in ranked] == sorted(numbers, key=lambda n: draw(n, seed))


def test_the_same_applications_give_the_same_bytes_in_any_order_and_format(tmp_path):
    rows = crowd()
    selected(tmp_path, rows, "promote", "--seed", SEED)
    first = (tmp_path / "decisions.csv").read_bytes()
    header, *cells = rows
    random.Random(1).shuffle(cells)  # noqa: S311
    selected(tmp_path, [header, *cells], "promote", "--seed", SEED)
    assert (tmp_path / "decisions.csv").read_bytes() == first
    numeric = [
        [float(cell) if header[c] == "score" and cell else cell for c, cell in enumerate(row)]
        for row in cells
    ]
    sources = [
        write_xlsx(tmp_path / "a.xlsx", [header, *numeric]),
        write_parquet(
            tmp_path / "a.parquet",
            "SELECT * REPLACE (CAST(score AS FLOAT) AS score, string_split(choices, ';') AS choices)"
            f" FROM ({text_table(rows)})",
        ),
        write_parquet(
            tmp_path / "b.parquet",
            f"SELECT * REPLACE (CAST(score AS DECIMAL(8, 4)) AS score) FROM ({text_table(rows)})",
        ),
    ]
    for source in sources:
        done("select", "tops-2025", "promote", source, "-o", tmp_path / "d.csv", "--seed", SEED)
        assert (tmp_path / "d.csv").read_bytes() == first, source


def test_every_format_out_holds_the_same_rows(tmp_path):
    source = write_csv(tmp_path / "a.csv", small())
    for ending in ("csv", "parquet", "xlsx"):
        done("select", "tops-2025", "consult", source, "-o", tmp_path / f"d.{ending}")
        done("verify", "tops-2025", "consult", source, tmp_path / f"d.{ending}")
    plain = [[cell.replace("'=", "=") for cell in row] for row in read_csv(tmp_path / "d.csv")]
    assert read_parquet(tmp_path / "d.parquet") == plain


def test_traits_in_columns_replace_the_rules(tmp_path):
    header = ["application_no", "choices", "score", "region", "owner_female", "trait.female",
              "Trait.outside_capital", "trait.youth"]  # fmt: skip
    rows = [
        header,
        ["1", "acorn", "90", "50110", "true", "false", "아니오", "N"],
        ["2", "acorn", "80", "11110", "false", "Y", "", "0"],
        ["3", "acorn", "70", "11110", "", "", "", "예"],
    ]
    assert [row["seat"] for row in selected(tmp_path, rows, "promote")] == ["open", "female", "youth"]


def test_columns_that_rules_read_and_the_file_lacks_are_warned_of(tmp_path):
    rows = [
        ["application_no", "choices", "score", "owner_female", "trait.femal"],
        ["1", "acorn", "9", "Y", "Y"],
    ]
    source = write_csv(tmp_path / "a.csv", rows)
    said = done("select", "tops-2025", "consult", source, "-o", tmp_path / "d.csv")
    assert said.lines[:3] == [
        "warning: a.csv: outside_capital reads the column region, which is missing: not known for everybody",
        "warning: a.csv: youth reads the column owner_birth_year, which is missing: not known for everybody",
        "warning: a.csv: the column trait.femal is not read: the stage consult has no such set-aside or cap",
    ]
    assert read_csv(tmp_path / "d.csv")[1][5] == "female"


def test_korean_headers_and_a_score_for_each_executor(tmp_path):
    scores = [f"점수.{executor}" for executor in EXECUTORS]
    rows = [
        ["접수번호", "희망 수행기관", *scores],
        ["1", "acorn;otter", "90", *[""] * 9],
        ["2", "acorn;otter", "", "88.5", *[""] * 8],
        ["3", "walnut;crane", *[""] * 10],
    ]
    decided = selected(tmp_path, rows, "consult")
    assert [(row["executor"], row["score"], row["rank"], row["reason"]) for row in decided] == [
        ("acorn", "90.000", "1", "open"),
        ("otter", "88.500", "1", "open"),  # an empty score drops that choice
        ("walnut", "", "", "no_score"),  # at all of them: named by the first choice
    ]


def test_a_stage_over_all_executors_takes_the_executor_held(tmp_path):
    rows = [["application_no", "choices", "score", "수행기관", "owner_female"]]
    rows += [
        [f"N{i:02d}", "", str(99 - i), EXECUTORS[i % 10], "true" if i == 39 else "false"] for i in range(41)
    ]
    rows[-1][2] = ""
    decided = {row["application_no"]: row for row in selected(tmp_path, rows, "champion")}
    assert sum(row["decision"] == "selected" for row in decided.values()) == 30
    # 3 seats for women, one of them taken by the last but one; the rest become open: 29 open seats
    assert decided["N39"]["seat"] == "female"
    assert [decided[n]["executor"] for n in ("N00", "N01", "N39")] == ["acorn", "otter", "walnut"]
    assert decided["N28"]["cutoff"] == "71.000"
    first_refused = decided["N29"]
    assert list(first_refused.values())[1:] == [
        "reserve", "walnut", "30", "70.000", "", "71.000", "1", "below_cutoff:walnut=70.000<71.000",
    ]  # fmt: skip
    assert [decided[f"N{i}"]["decision"] for i in (33, 34)] == ["reserve", "not_selected"]
    assert list(decided["N40"].values())[1:] == [
        "not_selected",
        "acorn",
        "",
        "",
        "",
        "71.000",
        "",
        "no_score",
    ]


@pytest.mark.parametrize(
    ("score", "written"),
    [("100", "100.000"), ("0", "0.000"), ("99.9", "99.900"), ("0.001", "0.001"), (" 50 ", "50.000"),
     ("090.5", "90.500"), ("90.1230", "90.123"), ("-0", "0.000"), ("0.30000000000000004", "0.300")],
)  # fmt: skip
def test_scores_have_at_most_three_decimals(tmp_path, score, written):
    rows = [["application_no", "choices", "score"], ["1", "acorn", score]]
    assert selected(tmp_path, rows, "consult")[0]["score"] == written
    done("verify", "tops-2025", "consult", tmp_path / "applications.csv", tmp_path / "decisions.csv")


TEN = ";".join(EXECUTORS)
REFUSED = [
    (["1,acorn,90.1234"], "row 2, column score: “90.1234” has more than 3 decimals"),
    (["1,acorn,100.001"], "row 2, column score: “100.001” is not between 0 and 100"),
    (["1,acorn,-1"], "row 2, column score: “-1” is not between 0 and 100"),
    (["1,acorn,9", "2,otter,ninety"], "row 3, column score: “ninety” is not a number"),
    (["1,acorn,1e1"], "row 2, column score: “1e1” is not a number"),
    ([",acorn,9"], "row 2, column application_no: the cell is empty"),
    (["1,acorn,9", "1,otter,8"], "the application 1 stands there twice"),
    (["1,acorn,9", " 1 ,otter,8"], "the application 1 stands there twice"),
    (["1,acorn;naru,9"], "application 1: there is no executor “naru”"),
    (["1,Acorn,9"], "application 1: there is no executor “Acorn”"),
    (["1,acorn;otter;acorn,9"], "application 1: an executor is chosen twice"),
    ([f"1,{TEN};acorn,9"], "application 1: 11 executors are chosen, at most 10 may be"),
    (
        ["1,acorn,9", "2,acorn;otter,9"],
        "1 and 2 have the same score 9.000 at acorn: give a --seed to break ties",
    ),
]


@pytest.mark.parametrize(("rows", "said"), REFUSED)
def test_what_cannot_be_decided_on_is_refused(tmp_path, rows, said):
    source = write_csv(
        tmp_path / "a.csv", [["application_no", "choices", "score"], *(row.split(",") for row in rows)]
    )
    lines = refused("select", "tops-2025", "consult", source, "-o", tmp_path / "d.csv")
    assert any(said in line for line in lines), lines
    assert not (tmp_path / "d.csv").exists()


def test_equal_scores_at_different_executors_need_no_seed(tmp_path):
    rows = [
        ["application_no", "choices", "score"],
        ["1", "acorn", "9"],
        ["2", "otter", "9"],
        ["3", "acorn", ""],
    ]
    assert [row["decision"] for row in selected(tmp_path, rows, "consult")][:2] == ["selected"] * 2


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("application_no,choices", "the column score (점수) is missing"),
        ("choices,score", "the column application_no (접수번호) is missing"),
        ("application_no,score", "the column choices (희망수행기관) is missing"),
        ("application_no,choices,score.acorn", "the column score.otter is missing"),
        ("application_no,choices,score.naru", "the column score.naru names an executor that there is not"),
    ],
)
def test_a_column_that_is_missing_is_named(tmp_path, header, said):
    names = header.split(",")
    source = write_csv(tmp_path / "a.csv", [names, ["1"] * len(names)])
    lines = refused("select", "tops-2025", "consult", source, "-o", tmp_path / "d.csv")
    assert f"a.csv: {said}" in lines


def test_a_pooled_stage_needs_the_executor_held(tmp_path):
    source = write_csv(tmp_path / "a.csv", [["application_no", "choices", "score"], ["1", "acorn", "9"]])
    assert refused("select", "tops-2025", "champion", source, "-o", tmp_path / "d.csv") == [
        "a.csv: the column executor (수행기관) is missing"
    ]
    rows = [["application_no", "executor", "score"], ["1", "", "9"], ["2", "naru", "8"]]
    source = write_csv(tmp_path / "a.csv", rows)
    assert refused("select", "tops-2025", "champion", source, "-o", tmp_path / "d.csv") == [
        "a.csv: row 2, column executor: the cell is empty"
    ]
    source = write_csv(tmp_path / "a.csv", [rows[0], rows[2]])
    assert refused("select", "tops-2025", "champion", source, "-o", tmp_path / "d.csv") == [
        "application 2: there is no executor “naru”"
    ]


def test_a_file_without_applications_gives_a_header_alone(tmp_path):
    assert selected(tmp_path, [["application_no", "choices", "score"]], "consult") == []
    done("verify", "tops-2025", "consult", tmp_path / "applications.csv", tmp_path / "decisions.csv")
