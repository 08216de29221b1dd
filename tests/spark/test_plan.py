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


def test_answers_are_columns_first_and_the_lists_are_made_of_those(tmp_path: Path) -> None:
    """With the optimizer's CollapseProject the answers would be written out in every list made of them."""
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

        def projections() -> int:
            plan = session.sql(query)._jdf.queryExecution().optimizedPlan()
            return int(plan.toString().count("Project ["))

        kept = projections()
        session.conf.set("spark.sql.optimizer.excludedRules", "")
        assert kept >= 3
        assert projections() < kept
