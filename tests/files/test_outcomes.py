"""``dure outcomes`` and ``dure moments``: what is written, from every kind of file, and what is refused."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pytest
from tests.files.commands import done, read_csv, refused, write_csv, write_parquet, write_xlsx

import dure.files.panels as panels_file
from dure.files.estimates import COLUMNS

MPDTA = Path(__file__).resolve().parents[1] / "engine" / "outcomes" / "data" / "mpdta.csv"
NAMED = ["--unit", "countyreal", "--time", "year", "--first-treated", "first.treat", "--outcome", "lemp"]
HEADER = ["사업자등록번호", "월", "지원시작월", "매출액", "업종"]
MONTHS = ["2024-11", "2024-12", "2025-01", "2025-02"]


def panel(units: int = 140, seed: int = 1) -> list[list[object]]:
    """A panel of shops in won: a third begin in 2025-01, a third in 2025-02, the others never."""
    generator = random.Random(seed)  # noqa: S311
    rows: list[list[object]] = []
    for unit in range(units):
        first = ("", "2025-01", "2025-02")[unit % 3]
        level = generator.randrange(1_000_000, 90_000_000)
        for month in MONTHS:
            lift = 1.2 if first and month >= first else 1.0
            won = int(level * lift * generator.uniform(0.8, 1.25))
            rows.append([f"shop-{unit:04d}", month, first, won, "GI"[unit % 2]])
    return rows


def told(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    with (folder / "estimates.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["estimator"], row["term"]): row for row in csv.DictReader(file)}


def numbers(folder: Path) -> dict[tuple[str, str], tuple[float, ...]]:
    columns = ("estimate", "std_error", "ci_low", "ci_high", "n_treated", "n_control", "p_value")
    return {
        key: tuple(float(row[column]) for column in columns if row[column])
        for key, row in told(folder).items()
    }


def same(one: Mapping[object, Sequence[float]], other: Mapping[object, Sequence[float]]) -> None:
    assert one.keys() == other.keys()
    for key, figures in one.items():
        assert figures == pytest.approx(other[key], rel=1e-9, abs=1e-9), key


def test_the_published_example(tmp_path):
    out = tmp_path / "out"
    said = done("outcomes", MPDTA, "-o", out, *NAMED)
    assert said.lines[0] == "Data: mpdta.csv"
    rows = told(out)
    assert read_csv(out / "estimates.csv")[0] == [name for name, _ in COLUMNS]
    simple = rows["cs", "simple"]
    assert float(simple["estimate"]) == pytest.approx(-0.0399512751551763, abs=1e-12)
    assert float(simple["std_error"]) == pytest.approx(0.0120340127701854, abs=1e-12)
    assert (simple["control"], simple["n_treated"], simple["n_control"], simple["gate"]) == (
        "never",
        "191",
        "309",
        "ok",
    )
    assert rows["cs", "group:2004"]["gate"] == "few_supported"
    dynamic = rows["cs", "dynamic:overall"]
    assert float(dynamic["estimate"]) == pytest.approx(-0.0772398214573151, abs=1e-12)
    assert rows["imputation", "simple"]["control"] == "notyet"


def test_one_method_has_its_rows_only_and_the_other_control_its_figures(tmp_path):
    done("outcomes", MPDTA, "-o", tmp_path, *NAMED, "--method", "cs", "--control", "notyet")
    rows = told(tmp_path)
    assert {row["estimator"] for row in rows.values()} == {"cs"}
    assert {row["control"] for row in rows.values()} == {"notyet"}
    assert float(rows["cs", "simple"]["estimate"]) == pytest.approx(-0.0397636256230437, abs=1e-12)


def test_csv_xlsx_and_parquet_say_the_same_and_the_same_file_the_same_bytes(tmp_path):
    rows = [HEADER, *panel()]
    source = write_csv(tmp_path / "in.csv", rows)
    done("outcomes", source, "-o", tmp_path / "csv")
    done("outcomes", source, "-o", tmp_path / "again")
    for name in ("estimates.csv", "report.html", "report.pdf"):
        assert (tmp_path / "csv" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    done("outcomes", write_xlsx(tmp_path / "in.xlsx", rows), "-o", tmp_path / "xlsx")
    select = (
        "SELECT 사업자등록번호 AS unit, 월 AS month, 지원시작월 AS cohort, 매출액::BIGINT AS sales"
        f" FROM '{source}'"
    )
    done("outcomes", write_parquet(tmp_path / "in.parquet", select), "-o", tmp_path / "parquet")
    for other in ("xlsx", "parquet"):
        assert (tmp_path / other / "estimates.csv").read_bytes() == (
            tmp_path / "csv" / "estimates.csv"
        ).read_bytes()
    assert ("cs", "att:2025-01:2025-02") in told(tmp_path / "csv")


def test_amounts_beyond_four_bytes_and_parts_by_unit_change_nothing(tmp_path, monkeypatch):
    rows = [[*row[:3], int(str(row[3])) * 1_000_000, row[4]] for row in panel()]
    source = write_csv(tmp_path / "in.csv", [HEADER, *rows])
    done("outcomes", source, "-o", tmp_path / "whole")
    monkeypatch.setattr(panels_file, "ROWS_AT_ONCE", 100)
    done("outcomes", source, "-o", tmp_path / "parts")
    same(numbers(tmp_path / "whole"), numbers(tmp_path / "parts"))


@pytest.mark.parametrize("options", [[], ["--log"], ["--strata", "업종"]])
def test_moments_of_several_files_give_what_the_whole_gives(tmp_path, options):
    rows = panel(600)
    done("outcomes", write_csv(tmp_path / "all.csv", [HEADER, *rows]), "-o", tmp_path / "whole", *options)
    files = []
    for part in range(2):
        mine = [row for row in rows if int(str(row[0])[-4:]) // 300 == part]
        source = write_csv(tmp_path / f"{part}.csv", [HEADER, *mine])
        files.append(tmp_path / f"{part}.parquet")
        done("moments", source, "-o", files[-1], *options)
    done("outcomes", *files, "-o", tmp_path / "summed", *options)
    same(numbers(tmp_path / "whole"), numbers(tmp_path / "summed"))
    assert len(told(tmp_path / "whole")) > 20


def test_moments_hold_nobodys_sales(tmp_path):
    source = write_csv(tmp_path / "in.csv", [HEADER, *panel(200)])
    said = done("moments", source, "-o", tmp_path / "m.csv")
    assert said.lines == [
        "200 units in 3 cohorts handed out; 0 units lack a period and are not in the moments"
    ]
    text = (tmp_path / "m.csv").read_text(encoding="utf-8-sig")
    assert "shop-" not in text
    assert len(text.splitlines()) == 1 + 3 * (4 + 10)


def test_a_small_cohort_is_held_back_and_told(tmp_path):
    said = done("moments", MPDTA, "-o", tmp_path / "m.parquet", *NAMED)
    assert said.lines == [
        "480 units in 3 cohorts handed out; 0 units lack a period and are not in the moments",
        "held back, with fewer than 30 units each: 1 cohorts of 20 units",
    ]
    with duckdb.connect() as connection:
        least = connection.execute(f"SELECT min(n) FROM '{tmp_path / 'm.parquet'}'").fetchall()
    assert least == [(40,)]
    few = write_csv(tmp_path / "few.csv", [HEADER, *panel(20)])
    assert refused("moments", few, "-o", tmp_path / "no.csv") == [
        "few.csv: no cohort has enough units to hand out its moments: nothing was written"
    ]
    assert not (tmp_path / "no.csv").exists()


def test_a_unit_that_lacks_a_period_is_left_out_and_counted(tmp_path):
    rows = panel()
    done("outcomes", write_csv(tmp_path / "whole.csv", [HEADER, *rows]), "-o", tmp_path / "whole")
    more = [["lacking", month, "2025-01", 5, "G"] for month in MONTHS[:3]]
    empty = [["empty", month, "", "" if month == MONTHS[1] else 5, "G"] for month in MONTHS]
    source = write_csv(tmp_path / "in.csv", [HEADER, *rows, *more, *empty])
    said = done("outcomes", source, "-o", tmp_path / "out")
    assert "Units left out, a period is missing: 2" in said.lines
    same(numbers(tmp_path / "whole"), numbers(tmp_path / "out"))


def test_a_state_says_what_is_missing_and_what_is_nothing(tmp_path):
    """Closed, not open yet and zero are zeros; only what was not reported is missing."""
    header = ["unit", "time", "first_treated", "sales", "state"]
    states = ["sale", "zero", "closed", "not_open_yet", "not_reported"]
    rows: list[list[object]] = []
    zeros: list[list[object]] = []
    for unit in range(120):
        state = states[unit % 5]
        for time in (1, 2, 3):
            won: object = 100 + unit * time if time != 2 or state == "sale" else ""
            rows.append([unit, time, 3 if unit % 2 else 0, won, state if time == 2 else "sale"])
            if state != "not_reported":
                zeros.append([unit, time, 3 if unit % 2 else 0, won or 0])
    said = done("outcomes", write_csv(tmp_path / "in.csv", [header, *rows]), "-o", tmp_path / "out")
    assert "Units left out, a period is missing: 24" in said.lines
    done("outcomes", write_csv(tmp_path / "zeros.csv", [header[:4], *zeros]), "-o", tmp_path / "zeros")
    same(numbers(tmp_path / "out"), numbers(tmp_path / "zeros"))


def test_few_reports_close_the_gate(tmp_path):
    header = ["unit", "time", "first_treated", "sales"]
    rows = [
        [unit, time, 3 if unit % 2 else 0, "" if unit % 2 and unit < 80 and time == 1 else unit * time % 17]
        for unit in range(200)
        for time in (1, 2, 3)
    ]
    done("outcomes", write_csv(tmp_path / "in.csv", [header, *rows]), "-o", tmp_path / "out")
    assert told(tmp_path / "out")["cs", "simple"]["gate"] == "few_reported"


def test_thirty_supported_or_fewer_are_described_and_not_estimated(tmp_path):
    header = ["unit", "time", "first_treated", "sales"]
    rows = [[u, t, 3 if u < 30 else 0, (u * 7 + t * t * u) % 23] for u in range(200) for t in (1, 2, 3)]
    done("outcomes", write_csv(tmp_path / "in.csv", [header, *rows]), "-o", tmp_path / "out")
    assert "final_thirty" in told(tmp_path / "out")["cs", "simple"]["gate"].split(";")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ((0, 1, "2024-13"), "in.csv: row 2, column 월: “2024-13” is not a period"),
        ((3, 3, "많음"), "in.csv: row 5, column 매출액: “많음” is not a number"),
        (
            (4, 2, "later"),
            "in.csv: row 6, column 지원시작월: “later” is not a period like those of the column 월",
        ),
        ((5, 0, ""), "in.csv: row 7, column 사업자등록번호: the cell is empty"),
        (
            (5, 1, "2024-11"),
            "in.csv: row 7, column 사업자등록번호: “shop-0001” has the period 2024-11 already in row 6",
        ),
        (
            (6, 2, ""),
            "in.csv: row 8, column 지원시작월: “shop-0001” has “” here and “2025-01” in an earlier row",
        ),
    ],
)
def test_a_bad_cell_is_named_with_its_row_and_nothing_is_written(tmp_path, change, line):
    row, column, value = change
    rows = panel()
    rows[row][column] = value
    lines = refused("outcomes", write_csv(tmp_path / "in.csv", [HEADER, *rows]), "-o", tmp_path / "out")
    assert lines[0].startswith(line)
    assert not (tmp_path / "out").exists()


def test_a_stratum_must_hold_for_a_unit(tmp_path):
    rows = panel()
    rows[1][4] = "I"
    source = write_csv(tmp_path / "in.csv", [HEADER, *rows])
    lines = refused("outcomes", source, "-o", tmp_path / "out", "--strata", "업종")
    assert lines == [
        "in.csv: row 3, column 업종: “shop-0000” has “I” here and “G” in an earlier row:"
        " it must be the same in all"
    ]


def test_columns_are_named_or_asked_for(tmp_path):
    source = write_csv(tmp_path / "in.csv", [["가", "나", "다", "라"], ["a", 1, 0, 5]])
    assert refused("outcomes", source, "-o", tmp_path / "out")[0] == (
        "in.csv: name the column with --unit (there are: 가, 나, 다, 라)"
    )
    lines = refused("outcomes", MPDTA, "-o", tmp_path / "out", *NAMED[:-1], "sales")
    assert lines == [
        "mpdta.csv: there is no column sales for --outcome"
        " (there are: year, countyreal, lpop, lemp, first.treat, treat)"
    ]


def test_moments_of_different_things_and_panels_beside_moments_are_refused(tmp_path):
    source = write_csv(tmp_path / "in.csv", [HEADER, *panel(200)])
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    done("moments", source, "-o", one)
    done("moments", source, "-o", other, "--log")
    assert refused("outcomes", one, other, "-o", tmp_path / "out") == [
        "the files are not moments of the same: log is False in one and True in another"
    ]
    assert refused("outcomes", one, source, "-o", tmp_path / "out")[0].startswith(
        "in.csv: this is no file of moments"
    )
    assert refused("outcomes", one, "-o", tmp_path / "out", "--log")[0].startswith(
        "the moments are of the outcome"
    )
    assert refused("outcomes", one, "-o", tmp_path / "out", "--strata", "업종") == [
        "the moments are not by 업종: make them with --strata 업종"
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("1,매출액", "2,매출액"),
        (",2024-12,,", ",2024-12,2024-12,"),
        ("false", "perhaps"),
        (",67,67,", ",x,67,"),
    ],
)
def test_moments_that_were_changed_by_hand_are_refused(tmp_path, was, now):
    source = write_csv(tmp_path / "in.csv", [HEADER, *panel(200)])
    out = tmp_path / "m.csv"
    done("moments", source, "-o", out)
    text = out.read_text(encoding="utf-8-sig")
    assert was in text
    out.write_text(text.replace(was, now), encoding="utf-8")
    assert refused("outcomes", out, "-o", tmp_path / "out") == [
        "m.csv: the moments are not whole, or of another version: make the file anew with dure moments"
    ]


def test_the_report_is_one_page_that_fetches_nothing_with_figure_table_and_reasons(tmp_path):
    done("outcomes", MPDTA, "-o", tmp_path, *NAMED, "--lang", "ko")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<html lang="ko">' in page
    assert "<title>지원이 lemp에 미친 효과</title>" in page
    assert page.count("<svg") == 2
    assert "지원받은 곳이 30곳보다 적음" in page
    assert "http:" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https:" not in page
    assert "<script" not in page
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_without_the_typesetter_the_report_is_a_page_only_and_that_is_told(tmp_path, monkeypatch):
    import dure.cli.engine.outcomes as command

    monkeypatch.setattr(command, "find_spec", lambda name: None)
    said = done("outcomes", MPDTA, "-o", tmp_path / "out", *NAMED)
    assert said.lines[0].startswith("report.pdf was not written")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["estimates.csv", "report.html"]


def test_a_folder_is_made_and_what_stands_there_otherwise_stays(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    shutil.copy(MPDTA, out / "estimates.csv")
    source = write_csv(tmp_path / "in.csv", [HEADER, *panel()])
    (out / "other.txt").write_text("stays")
    done("outcomes", source, "-o", out)
    assert (out / "other.txt").read_text() == "stays"
    assert read_csv(out / "estimates.csv")[1][0] == "cs"
    assert refused("outcomes", source, "-o", tmp_path / "no" / "out")[0].endswith(
        "or it cannot be written to"
    )
    assert refused("outcomes", source, "-o", source)[0].endswith("this is a file, not a folder")
    assert refused("outcomes", source, "-o", out, "--anticipation", "-1") == [
        "--anticipation counts periods: 0 or more"
    ]
