"""The tax service: the client asks as the contract says and puts every answer and fault into our words."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import urllib3

from dure.adapters.business_status import (
    BusinessStatus,
    BusinessStatusClient,
    Faulty,
    Status,
    Unreachable,
    Validity,
)
from dure.adapters.business_status.stub import CLOSED_ON, KEY, STRANGER, running_stub

ACTIVE, SUSPENDED, CLOSED, UNKNOWN = "1010000011", "1010080011", "1010090011", "1010070011"
OPENED = date(2019, 5, 1)
TAXED = "부가가치세 일반과세자"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_stub() as started:
        yield started


@pytest.fixture
def client(url) -> Iterator[BusinessStatusClient]:
    with BusinessStatusClient(url, KEY) as opened:
        yield opened


def test_every_status_has_our_word(client):
    found = client.status([ACTIVE, SUSPENDED, CLOSED, UNKNOWN])
    assert found == {
        ACTIVE: BusinessStatus(ACTIVE, Status.ACTIVE, TAXED),
        SUSPENDED: BusinessStatus(SUSPENDED, Status.SUSPENDED, TAXED),
        CLOSED: BusinessStatus(CLOSED, Status.CLOSED, TAXED, date(2024, 12, 31)),
        UNKNOWN: BusinessStatus(UNKNOWN, Status.UNREGISTERED, "국세청에 등록되지 않은 사업자등록번호입니다."),
    }
    assert CLOSED_ON == "20241231"


def test_the_same_number_is_asked_once_and_none_is_no_call(client):
    assert list(client.status([ACTIVE, ACTIVE])) == [ACTIVE]
    assert client.status([]) == {}


def test_more_than_a_hundred_go_in_several_calls(client):
    numbers = [f"{n:010d}" for n in range(250)]
    assert list(client.status(numbers)) == numbers


def test_the_service_itself_takes_a_hundred_at_most(url):
    answer = urllib3.request("POST", f"{url}/status?serviceKey={KEY}", json={"b_no": ["1"] * 101})
    assert (answer.status, answer.json()) == (413, {"status_code": "TOO_LARGE_REQUEST"})


def test_number_day_and_owner_belong_together_or_not(client):
    assert client.validate(ACTIVE, OPENED, " 홍길동 ") == Validity(
        ACTIVE, True, "", BusinessStatus(ACTIVE, Status.ACTIVE, TAXED)
    )
    refused = Validity(ACTIVE, False, "확인할 수 없습니다.")
    assert client.validate(ACTIVE, OPENED, STRANGER) == refused
    assert client.validate("1010060011", OPENED, "홍길동").is_valid is False
    assert client.validate(UNKNOWN, OPENED, "홍길동").is_valid is False


def test_a_wrong_key_is_our_fault_and_is_not_told(url):
    with BusinessStatusClient(url, "wrong-key") as client, pytest.raises(Faulty) as told:
        client.status([ACTIVE])
    assert told.value.code == "-401"
    assert "wrong-key" not in repr(told.value)


def test_questions_that_are_not_of_the_contract_are_refused_by_name(url):
    def ask(path: str, **how: object) -> tuple[int, str]:
        answer = urllib3.request("POST", f"{url}/{path}?serviceKey={KEY}", **how)
        return answer.status, answer.json()["status_code"]

    assert ask("status", body=b"{") == (400, "BAD_JSON_REQUEST")
    assert ask("status", json={"b_no": []}) == (411, "REQUEST_DATA_MALFORMED")
    assert ask("status", json=[]) == (411, "REQUEST_DATA_MALFORMED")
    assert ask("validate", json={"businesses": [{"b_no": "1"}]}) == (411, "REQUEST_DATA_MALFORMED")
    assert ask("elsewhere", json={}) == (404, "NOT_FOUND")


@contextmanager
def answering(code: int, body: bytes, wait: float = 0) -> Iterator[str]:
    """Run a server that gives one answer to everything."""
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            done.wait(wait)
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    done.set()
    server.shutdown()
    server.server_close()


def told(code: int, body: object, **how: float) -> BaseException:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with answering(code, content, **how) as url, BusinessStatusClient(url, KEY) as client:
        try:
            client.status([ACTIVE])
        except (Faulty, Unreachable) as error:
            return error
    raise AssertionError("answered")


@pytest.mark.parametrize(
    ("code", "body", "why"),
    [
        (500, {"status_code": "INTERNAL_ERROR"}, "INTERNAL_ERROR"),
        (503, b"<html>down</html>", "JSONDecodeError"),
        (200, [1], "not an object"),
        (200, {"status_code": "OK"}, "no data"),
        (200, {"status_code": "OK", "data": [{"b_stt_cd": "01"}]}, "no data"),
        (200, {"status_code": "OK", "data": []}, "1 numbers were not answered"),
        (200, {"status_code": "OK", "data": [{"b_no": ACTIVE, "b_stt_cd": "09"}]}, "unknown status code"),
        (200, {"status_code": "HTTP_ERROR"}, "HTTP_ERROR"),
    ],
)
def test_what_may_pass_is_unreachable(code, body, why):
    error = told(code, body)
    assert isinstance(error, Unreachable)
    assert str(error) == why


@pytest.mark.parametrize(
    ("code", "body", "named"),
    [
        (400, {"code": -4, "msg": "등록되지 않은 인증키 입니다."}, "-4"),
        (200, {"status_code": "REQUEST_DATA_MALFORMED"}, "REQUEST_DATA_MALFORMED"),
    ],
)
def test_what_is_ours_to_mend_is_faulty(code, body, named):
    error = told(code, body)
    assert isinstance(error, Faulty)
    assert error.code == named


def test_nobody_listening_and_no_answer_in_time_are_unreachable():
    with BusinessStatusClient("http://127.0.0.1:9/v1", KEY) as client, pytest.raises(Unreachable):
        client.status([ACTIVE])
    with (
        answering(200, b"{}", wait=30) as slow,
        BusinessStatusClient(slow, KEY, timeout=urllib3.Timeout(0.2)) as client,
        pytest.raises(Unreachable, match="ReadTimeoutError"),
    ):
        client.validate(ACTIVE, OPENED, "홍길동")
