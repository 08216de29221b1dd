"""The identity agency: the client asks as the contract says, and believes the answer to its question only."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3

from dure.adapters.identity import Asked, Faulty, IdentityClient, NotVerified, Unreachable, Verified
from dure.adapters.identity.client import read_answer
from dure.adapters.identity.sealing import key_for, mark, opened, sealed
from dure.adapters.identity.stub import DONE, ID, PRODUCT, SECRET, SITE, WINDOW, ci_of, running_stub

NOW = datetime(2025, 5, 19, 1, 0, tzinfo=UTC)
BROWSER = urllib3.PoolManager()
BACK = "http://localhost:8000/votes/p/s/verified/"


def client_of(url: str, **how: object) -> IdentityClient:
    told = {"client_id": ID, "secret": SECRET, "product": PRODUCT} | how
    return IdentityClient(url=url, window=f"{url}{WINDOW}", **told)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_stub() as started:
        yield started


@pytest.fixture
def asked(url) -> Asked:
    return client_of(url).begin(request_no="R1", return_url=BACK, now=NOW)


def verify(asked: Asked, **form: str) -> dict[str, str]:
    """Go through the window as a browser does; returns the query with which one comes back."""
    page = BROWSER.request("POST", asked.action, fields=asked.fields, encode_multipart=False)
    assert page.status == 200
    done = BROWSER.request(
        "POST",
        asked.action.replace(WINDOW, DONE),
        fields=asked.fields | form,
        encode_multipart=False,
        redirect=False,
    )
    assert done.status == 303
    back = urlsplit(done.headers["Location"])
    assert done.headers["Location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(back.query).items()}


def test_a_person_is_verified_and_nothing_but_ci_and_birthday_is_taken_over(asked):
    found = read_answer(verify(asked, person="7", year="1988"), key=asked.key, request_no="R1")
    assert found == Verified(ci_of("7"), date(1988, 1, 1), "R1")
    assert "가나다" not in repr(found)


def test_the_same_person_is_the_same_and_another_is_not(url):
    cis = []
    for number, person in (("R1", "7"), ("R2", "7"), ("R3", "8")):
        asked = client_of(url).begin(request_no=number, return_url=BACK, now=NOW)
        cis.append(read_answer(verify(asked, person=person), key=asked.key, request_no=number).ci)
    assert cis[0] == cis[1] != cis[2]
    assert len(cis[0]) == 88


def refused(query: dict[str, str], key: str, request_no: str = "R1") -> str:
    with pytest.raises(NotVerified) as told:
        read_answer(query, key=key, request_no=request_no)
    return told.value.code


def test_who_was_not_verified_is_told_by_the_agencys_code(asked):
    assert refused(verify(asked, result="0001"), asked.key) == "0001"


def test_an_answer_that_was_changed_made_up_or_given_to_another_request_is_none(asked, url):
    query = verify(asked)
    other = client_of(url).begin(request_no="R2", return_url=BACK, now=NOW)
    assert refused({**query, "enc_data": query["enc_data"][:-4] + "AAA="}, asked.key) == "forged"
    assert refused({**query, "integrity_value": "x"}, asked.key) == "forged"
    assert refused({}, asked.key) == "forged"
    assert refused(query, other.key, "R2") == "forged"
    assert refused(query, asked.key, "R2") == "other_request"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"resultcode": "0000", "requestno": "R1", "birthdate": "19880101", "ci": ""}, "no_person"),
        ({"resultcode": "0000", "requestno": "R1", "birthdate": "19881301", "ci": "x"}, "no_person"),
        ({"resultcode": "0000", "requestno": "R1", "ci": "x"}, "no_person"),
    ],
)
def test_an_answer_that_names_nobody_is_none(told, code):
    key = key_for("20250519100000", "R1", "token")
    text = sealed(told, key, "cp949")
    assert refused({"enc_data": text, "integrity_value": mark(text, key)}, key) == code


def test_a_sealed_text_that_is_no_object_is_broken():
    key = key_for("20250519100000", "R1", "token")
    for text in ("AAAA", "not base64", sealed([], key)):
        assert refused({"enc_data": text, "integrity_value": mark(text, key)}, key) == "broken"


def test_the_question_travels_sealed_and_marked(asked):
    told = opened(asked.fields["enc_data"], asked.key)
    assert told == {
        "requestno": "R1", "returnurl": BACK, "sitecode": SITE, "methodtype": "get", "popupyn": "N",
    }  # fmt: skip
    assert asked.fields["integrity_value"] == mark(asked.fields["enc_data"], asked.key)
    assert asked.fields["m"] == "service"
    changed = {**asked.fields, "enc_data": sealed(told | {"returnurl": "http://elsewhere"}, asked.key)}
    page = BROWSER.request("POST", asked.action, fields=changed, encode_multipart=False)
    assert page.status == 400


def test_an_access_token_is_asked_for_once(url):
    client = client_of(url)
    client.begin(request_no="R1", return_url=BACK, now=NOW)
    client._secret = "forgotten"
    client.begin(request_no="R2", return_url=BACK, now=NOW)


@pytest.mark.parametrize("how", [{"secret": "wrong"}, {"client_id": "wrong"}, {"product": "wrong"}])
def test_a_wrong_contract_is_our_fault_and_no_secret_is_told(url, how):
    with pytest.raises(Faulty) as told:
        client_of(url, **how).begin(request_no="R1", return_url=BACK, now=NOW)
    assert told.value.code == "1800"
    assert "wrong" not in repr(told.value)


def test_a_question_that_is_not_of_the_contract_is_faulty(url):
    with pytest.raises(Faulty) as told:
        client_of(url).begin(request_no="R" * 31, return_url=BACK, now=NOW)
    assert told.value.code == "P000/0001"


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
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    done.set()
    server.shutdown()
    server.server_close()


OK = {"GW_RSLT_CD": "1200"}


@pytest.mark.parametrize(
    ("code", "body", "why"),
    [
        (503, b"<html>down</html>", "JSONDecodeError"),
        (200, [1], "no data header"),
        (200, {"dataHeader": {"GW_RSLT_CD": "1503"}}, "1503"),
        (500, {"dataHeader": {"GW_RSLT_CD": "1900"}}, "1900"),
        (200, {"dataHeader": OK}, "no data body"),
        (200, {"dataHeader": OK, "dataBody": {}}, "no access token"),
        (
            200,
            {"dataHeader": OK, "dataBody": {"access_token": "a", "rsp_cd": "P000", "result_cd": "0000"}},
            "no token",
        ),
    ],
)
def test_what_may_pass_is_unreachable(code, body, why):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with answering(code, content) as url, pytest.raises(Unreachable) as told:
        client_of(url).begin(request_no="R1", return_url=BACK, now=NOW)
    assert str(told.value) == why


def test_an_answer_of_the_agency_that_refuses_us_is_faulty():
    body = {"dataHeader": OK, "dataBody": {"access_token": "a", "rsp_cd": "EAPI2500"}}
    with answering(200, json.dumps(body).encode()) as url, pytest.raises(Faulty) as told:
        client_of(url).begin(request_no="R1", return_url=BACK, now=NOW)
    assert told.value.code == "EAPI2500"


def test_nobody_listening_and_no_answer_in_time_are_unreachable():
    with pytest.raises(Unreachable):
        client_of("http://127.0.0.1:9").begin(request_no="R1", return_url=BACK, now=NOW)
    with answering(200, b"{}", wait=30) as slow, pytest.raises(Unreachable, match="ReadTimeoutError"):
        client_of(slow, timeout=urllib3.Timeout(0.2)).begin(request_no="R1", return_url=BACK, now=NOW)


def test_what_the_papers_would_have_to_confirm_can_be_told(url):
    asked = client_of(url, method="post").begin(request_no="R9", return_url=BACK, now=NOW)
    assert opened(asked.fields["enc_data"], asked.key)["methodtype"] == "post"
    body = json.dumps({"dataHeader": {"GW_RSLT_CD": "1503"}}).encode()
    with answering(200, body) as other, pytest.raises(Faulty) as told:
        client_of(other, temporary=("1600",)).begin(request_no="R1", return_url=BACK, now=NOW)
    assert told.value.code == "1503"
