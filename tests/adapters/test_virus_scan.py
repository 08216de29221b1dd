"""The client of clamd against the stub: verdicts, limits, and connections that break."""

from __future__ import annotations

import re
import socket
import threading
from pathlib import Path

import pytest

from dure.adapters import virus_scan
from dure.adapters.virus_scan.client import CHUNK, ping, scan
from dure.adapters.virus_scan.stub import EICAR, Stub
from dure.adapters.virus_scan.types import STATUSES, Scan, ScannerDown, TooLarge, Verdict


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_a_file_without_a_signature_is_clean_whatever_its_size(size):
    with Stub() as stub:
        assert scan(stub.where, b"a" * size) == Scan(Verdict.CLEAN)


def test_eicar_is_infected_and_named_also_across_chunks():
    with Stub() as stub:
        found = Scan(Verdict.INFECTED, "Win.Test.EICAR_HDB-1")
        assert scan(stub.where, EICAR) == found
        assert scan(stub.where, b"a" * (CHUNK - 10) + EICAR) == found


def test_more_than_the_scanner_takes_is_said_to_be_too_large():
    with Stub(most_bytes=CHUNK) as stub, pytest.raises(TooLarge):
        scan(stub.where, b"a" * (2 * CHUNK))


@pytest.mark.parametrize("broken", ["hangs_up", "mid_answer", "nonsense", "error"])
def test_whatever_is_no_verdict_is_none(broken):
    with Stub(broken=broken) as stub, pytest.raises(ScannerDown):
        scan(stub.where, b"abc" * CHUNK)


def test_nobody_there_is_no_verdict(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
    for nobody in (where, str(tmp_path / "clamd.sock")):
        with pytest.raises(ScannerDown):
            scan(nobody, b"abc")
        assert not ping(nobody)


def test_a_socket_by_its_path(tmp_path):
    path = str(tmp_path / "s")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()

    def answer() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(100)
            connection.sendall(b"PONG\0")

    thread = threading.Thread(target=answer)
    thread.start()
    assert ping(path)
    thread.join()
    listener.close()


def test_the_readme_has_the_table_of_the_code():
    page = (Path(virus_scan.__file__).parent / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+)` \| (.+) \| (.+) \|$", page, re.MULTILINE)
    assert rows == list(STATUSES)
