"""Spark's optimizer does not put an answer's expression back into every list that reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dure.engine.programme import load
from dure.engine.programme.books import eligibility_book
from dure.engine.rules.dialects import SPARK
from dure.engine.screening import screening_query
from dure.library import library_bytes

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_each_rule_is_calculated_in_one_projection_below_the_lists(tmp_path: Path) -> None:
    """``tax_arrears`` stands in one rule: with the optimizer's CollapseProject in every list made of it."""
    from dure.spark.judging import cluster

    book = eligibility_book(load(library_bytes("tops-2025")).programme)
    with cluster("local[1]", tmp_path) as session:
        excluded = session.conf.get("spark.sql.optimizer.excludedRules")
        assert excluded == "org.apache.spark.sql.catalyst.optimizer.CollapseProject"
        columns = []
        for field in book.columns():
            kind = {"number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN", "list": "ARRAY<STRING>"}
            columns.append(
                f"CAST(NULL AS {kind.get(field.kind.value, 'STRING')}) AS {SPARK.quoted(field.name)}"
            )
            if field.none_able:
                columns.append(f"CAST(NULL AS BOOLEAN) AS {SPARK.quoted(field.companion)}")
        path = tmp_path / "rows"
        session.sql(f"SELECT id AS {SPARK.quoted('#row')}, {', '.join(columns)} FROM range(3)").write.parquet(
            path.absolute().as_uri()
        )
        session.read.parquet(path.absolute().as_uri()).createOrReplaceTempView("merchants")
        query = screening_query(book, "merchants", [SPARK.quoted("#row")], SPARK)
        plan = session.sql(query)._jdf.queryExecution().optimizedPlan()
        reads = [line for line in plan.toString().split("\n") if "tax_arrears" in line and "Project" in line]
        assert len([line for line in reads if line.count("tax_arrears") > 1]) <= 1, plan.toString()
