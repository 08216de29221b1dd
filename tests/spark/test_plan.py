"""Spark's optimizer is kept from putting an answer's expression back into every list that reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_the_session_leaves_out_the_rule_that_merges_projections(tmp_path: Path) -> None:
    from dure.spark.judging import cluster

    with cluster("local[1]", tmp_path) as session:
        excluded = session.conf.get("spark.sql.optimizer.excludedRules")
    assert excluded == "org.apache.spark.sql.catalyst.optimizer.CollapseProject"
