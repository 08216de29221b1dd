"""Spark judges by rules as everybody else does, on a cluster of this machine: two workers beside the test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.engine.rules.conforming import judged_together, unlike_the_corpus
from tests.engine.rules.executors import (
    Executor,
    Rows,
    connection,
    fields_read,
    in_process,
    replies_of,
    replies_query,
)
from tests.engine.rules.filling import changed_by_filling, fillings
from tests.engine.rules.oracle import Days, Reply
from tests.engine.rules.rows import COLUMNS, NONE_ABLE
from tests.engine.rules.test_executors_agree import BATCH, differences

from dure.cli.main import main
from dure.engine.rules.dialects import SPARK

pytestmark = [
    pytest.mark.spark,
    # Python's side of Spark leaves sockets to the collector, and warns of it when its session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MASTER = "local-cluster[2,1,1024]"
MERCHANTS = Path(__file__).resolve().parents[2] / "examples" / "merchants.csv"


@pytest.fixture(scope="module")
def in_spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Executor]:
    from dure.spark.judging import cluster

    folder = tmp_path_factory.mktemp("spark")
    held: list[Rows] = []
    with cluster(MASTER, folder) as session:

        def judge(rules: Sequence[str], days: Days, rows: Rows) -> list[list[Reply]]:
            if not held or held[-1] is not rows:
                path = folder / f"rows-{len(held)}.parquet"
                connection(rows).execute(f"COPY merchants TO '{path}' (FORMAT parquet)")
                session.read.parquet(str(path)).createOrReplaceTempView("merchants")
                held.append(rows)
            names = [name for name in COLUMNS if name in fields_read(rules)]
            names = ["#row", *names, *(f"has.{name}" for name in names if name in NONE_ABLE)]
            relation = f"(SELECT {', '.join(map(SPARK.quoted, names))} FROM merchants)"
            query = replies_query(rules, days, relation, SPARK)
            return replies_of(session.sql(query).collect(), len(rules))

        yield judge


def test_every_case_of_the_corpus_is_answered_as_it_says(in_spark):
    assert unlike_the_corpus(judged_together(in_spark, BATCH)) == []


def test_random_rules_on_random_rows_make_no_difference(in_spark):
    found, answers = differences(6, 2 * BATCH, 60, (in_spark, in_process))
    assert found == []
    assert min(answers[answer] for answer in (True, False, None)) > 500


def test_a_fact_that_comes_later_never_changes_an_answer(in_spark):
    changed, looked = changed_by_filling(in_spark, fillings(79))
    assert changed == []
    assert looked > 5_000


def test_a_file_screened_on_a_cluster_is_the_same_to_the_byte(tmp_path):
    written = []
    for engine in (["--engine", "spark", "--master", MASTER, "--shared", str(tmp_path)], []):
        out = tmp_path / f"out{len(written)}.csv"
        assert main(["screen", "tops-2025", str(MERCHANTS), "-o", str(out), *engine]) == 0
        written.append(out.read_bytes())
    assert written[0] == written[1]
    assert written[0].count(b"\n") > 5
    # Nothing of what passed through the shared folder is left in it.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out0.csv", "out1.csv"]


def test_a_master_that_is_none_is_named(tmp_path, capsys):
    out = tmp_path / "out.csv"
    given = ["screen", "tops-2025", str(MERCHANTS), "-o", str(out), "--engine", "spark", "--lang", "en"]
    assert main([*given, "--master", "nothing://here"]) == 2
    assert "Spark does not start at “nothing://here”" in capsys.readouterr().err
    assert not out.exists()
