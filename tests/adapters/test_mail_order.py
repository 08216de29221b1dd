"""The register of mail-order businesses: the client asks as its contract says, and words every fault."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import urllib3

from dure.adapters.mail_order import Faulty, MailOrderClient, Registration, Unreachable
from dure.adapters.mail_order.stub import KEY, OPERATION, running_stub

THERE, CLOSED, NEVER = "1010000011", "1010090011", "1010070011"
ROW = {"brno": THERE, "prmmiMnno": "2025-서울중구-0001", "dclrDate": "20250107", "operSttusCdNm": "정상영업"}
ONE = Registration("2025-서울중구-0001", True, "정상영업", date(2025, 1, 7))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_stub() as started:
        yield started


def test_what_the_register_has_is_in_our_words(url):
    with MailOrderClient(url, KEY) as client:
        assert client.registrations(THERE) == (
            Registration("2023-가상-0001", True, "정상영업", date(2023, 3, 2)),
        )
        assert client.registrations(CLOSED) == (
            Registration("2023-가상-9001", False, "폐업", date(2023, 3, 2)),
        )
        assert client.registrations(NEVER) == ()


def test_a_wrong_key_or_operation_is_ours_to_mend(url):
    for address, key, code in ((url, "other", "30"), (url.replace("Detail_3", "Detail_9"), KEY, "12")):
        with MailOrderClient(address, key) as client, pytest.raises(Faulty) as told:
            client.registrations(THERE)
        assert told.value.code == code


def test_the_words_for_in_operation_can_be_told(url):
    with MailOrderClient(url, KEY, in_operation=("폐업",)) as client:
        assert [one.in_operation for one in client.registrations(CLOSED)] == [True]


@contextmanager
def answering(text: str, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """Run a server that gives one answer to everything; gives its address and what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{OPERATION}", asked
    finally:
        server.shutdown()
        server.server_close()


def read(told: object) -> tuple[Registration, ...]:
    with answering(json.dumps(told)) as (address, _), MailOrderClient(address, "a+b=") as client:
        return client.registrations(THERE)


@pytest.mark.parametrize(
    "items", [[ROW], {"item": [ROW]}, {"item": ROW}], ids=["list", "list below item", "one below item"]
)
def test_rows_are_read_in_each_of_the_forms_that_are_known(items):
    assert read({"resultCode": "00", "items": items}) == (ONE,)
    assert read({"response": {"header": {"resultCode": "00"}, "body": {"items": items}}}) == (ONE,)


def test_a_number_without_its_year_gets_it_and_rows_of_others_are_left_out():
    apart = ROW | {"prmmiYr": "2025", "prmmiMnno": "서울중구-0001"}
    other = ROW | {"brno": NEVER, "prmmiMnno": "2025-서울중구-0002"}
    assert read({"resultCode": "00", "items": [apart, other]}) == (ONE,)


def test_the_newest_report_comes_first():
    older = ROW | {"prmmiMnno": "2019-서울중구-0001", "dclrDate": "20190501"}
    undated = ROW | {"prmmiMnno": "2018-서울중구-0001", "dclrDate": "N/A"}
    found = read({"resultCode": "00", "items": [undated, older, ROW]})
    assert [one.number[:4] for one in found] == ["2025", "2019", "2018"]


@pytest.mark.parametrize(
    "told", [{"resultCode": "03"}, {"resultCode": "00", "items": ""}, {"resultCode": "00"}]
)
def test_nothing_there_is_no_fault(told):
    assert read(told) == ()


PORTAL = (
    "<OpenAPI_ServiceResponse><cmmMsgHeader><returnReasonCode>{}</returnReasonCode>"
    "</cmmMsgHeader></OpenAPI_ServiceResponse>"
)


@pytest.mark.parametrize(
    ("text", "status", "fault", "code"),
    [
        (PORTAL.format("22"), 200, Faulty, "22"),
        (PORTAL.format("04"), 200, Unreachable, "04"),
        ('{"resultCode": "10"}', 200, Faulty, "10"),
        ('{"resultCode": "99"}', 200, Unreachable, "99"),
        ("{}", 500, Unreachable, "500"),
        ("{}", 403, Faulty, "403"),
        ("<html>", 200, Unreachable, "JSONDecodeError"),
        ("[]", 200, Unreachable, "not an object"),
        ('{"resultCode": "00", "items": ["x"]}', 200, Unreachable, "no rows"),
        (
            json.dumps({"resultCode": "00", "items": [{"brno": THERE}]}),
            200,
            Unreachable,
            "a report without a number",
        ),
    ],
)
def test_every_fault_is_in_our_words(text, status, fault, code):
    with (
        answering(text, status) as (address, _),
        MailOrderClient(address, KEY) as client,
        pytest.raises(fault) as told,
    ):
        client.registrations(THERE)
    assert (told.value.args[0], "serviceKey" in str(told.value)) == (code, False)


def test_the_key_is_encoded_once_and_stands_in_no_fault():
    with answering('{"resultCode": "00"}') as (address, asked), MailOrderClient(address, "a+b/c==") as client:
        client.registrations(THERE)
    assert asked == [
        f"{OPERATION}?serviceKey=a%2Bb%2Fc%3D%3D&pageNo=1&numOfRows=100&resultType=json&brno={THERE}"
    ]
    gone = MailOrderClient("http://127.0.0.1:9/x", "secret", timeout=urllib3.Timeout(total=0.5))
    with gone, pytest.raises(Unreachable) as told:
        gone.registrations(THERE)
    assert "secret" not in str(told.value)
