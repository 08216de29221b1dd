"""A table of merchants judged by Spark: rows in one parquet file, verdicts in a folder of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from dure.engine.problems import msg, refuse
from dure.engine.rules.dialects import SPARK
from dure.engine.screening import Rulebook, screening_query
from dure.files.screening import PLACE, Judge

_KEPT_APART = "org.apache.spark.sql.catalyst.optimizer.CollapseProject"
"""This rule of Spark's optimizer puts each answer's expression back into every list that reads it: three
times the work for forty rules. Without it the answers are columns first, and the lists are made of those."""


@contextmanager
def cluster(master: str, scratch: Path) -> Iterator[SparkSession]:
    """Open a session on a cluster, or one of this machine (``local[2]``, ``local-cluster[2,1,1024]``).

    Raises Refused where none can be had.
    """
    builder = SparkSession.builder.master(master).appName("dure screen")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.optimizer.excludedRules": _KEPT_APART,
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
    }
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, Py4JError, RuntimeError) as error:
        raise refuse(
            "engine.spark_start",
            msg("Spark does not start at “{master}”; it needs Java 17: {error}"),
            master=master,
            error=" ".join(str(error).split())[:200],
        ) from error
    try:
        yield session
    finally:
        session.stop()


def judge_on(master: str) -> Judge:
    """Return what judges a parquet file of rows on a cluster, for ``dure screen``."""

    def judge(book: Rulebook, rows: Path, verdicts: Path) -> None:
        with cluster(master, rows.parent) as session:
            write_verdicts(session, book, rows, verdicts)

    return judge


def write_verdicts(session: SparkSession, book: Rulebook, rows: Path, verdicts: Path) -> None:
    """Judge the rows of a parquet file and write verdicts, each with its row's number, into a folder."""
    session.read.parquet(rows.absolute().as_uri()).createOrReplaceTempView("merchants")
    query = screening_query(book, "merchants", [SPARK.quoted(PLACE)], SPARK)
    session.sql(query).write.parquet(verdicts.absolute().as_uri())
