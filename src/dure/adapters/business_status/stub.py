"""A tax service of our own on the loopback address: it obeys the published contract and knows no business.

What it answers follows from the number alone, by its sixth digit: 7 not registered, 8 suspended, 9 closed,
every other one active. It cannot know owners: it confirms every name and opening day, but for numbers whose
sixth digit is 6 and for the owner's name 불일치. For tests, development and the demo; never for production.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dure.adapters.business_status.codes import NOT_VALID, NOT_VALID_TEXT, STATUS, UNREGISTERED_TEXT, VALID

KEY = "stub-key"
MOST_A_CALL = 100
STRANGER = "불일치"
CLOSED_ON = "20241231"
_KIND = {"7": "", "8": "02", "9": "03"}
_TAX_TYPE = "부가가치세 일반과세자"


def status_row(business_no: str) -> dict[str, str]:
    """Return what the service says of a number."""
    code = _KIND.get(business_no[5:6], "01")
    return {
        "b_no": business_no,
        "b_stt": STATUS[code][1],
        "b_stt_cd": code,
        "tax_type": _TAX_TYPE if code else UNREGISTERED_TEXT,
        "tax_type_cd": "01" if code else "",
        "end_dt": CLOSED_ON if code == "03" else "",
        "utcc_yn": "N" if code else "",
        **dict.fromkeys(("tax_type_change_dt", "invoice_apply_dt"), ""),
        "rbf_tax_type": "해당없음" if code else "",
        "rbf_tax_type_cd": "99" if code else "",
    }


def validity_row(business: Mapping[str, Any]) -> dict[str, Any]:
    """Return whether the service confirms number, opening day and owner's name."""
    number = str(business["b_no"])
    if number[5:6] in ("6", "7") or business["p_nm"] == STRANGER:
        return {"b_no": number, "valid": NOT_VALID, "valid_msg": NOT_VALID_TEXT}
    return {"b_no": number, "valid": VALID, "request_param": dict(business), "status": status_row(number)}


_QUESTIONS: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "status": ("b_no", lambda number: dict(status_row(str(number)))),
    "validate": ("businesses", validity_row),
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        split = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if parse_qs(split.query).get("serviceKey") != [KEY]:
            self._answer(401, {"code": -401, "msg": "유효하지 않은 인증키 입니다."})
            return
        try:
            asked = json.loads(body)
        except ValueError:
            self._answer(400, {"status_code": "BAD_JSON_REQUEST"})
            return
        name, row = _QUESTIONS.get(split.path.rsplit("/", 1)[-1], ("", None))
        if row is None:
            self._answer(404, {"status_code": "NOT_FOUND"})
            return
        items = asked.get(name) if isinstance(asked, dict) else None
        try:
            if not isinstance(items, list) or not items:
                raise TypeError
            if len(items) > MOST_A_CALL:
                self._answer(413, {"status_code": "TOO_LARGE_REQUEST"})
                return
            rows = [row(item) for item in items]
        except (KeyError, TypeError):
            self._answer(411, {"status_code": "REQUEST_DATA_MALFORMED"})
            return
        matched = [r for r in rows if r.get("b_stt_cd") or r.get("valid") == VALID]
        told: dict[str, Any] = {"request_cnt": len(rows), "status_code": "OK", "data": rows}
        self._answer(200, {**told, "match_cnt": len(matched)} if matched else told)

    def _answer(self, code: int, told: Mapping[str, Any]) -> None:
        content = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing: the address of a request bears the key."""


def start_stub(port: int = 0) -> tuple[ThreadingHTTPServer, str]:
    """Start the stub in a thread of this process and return it with its address."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="tax-service-stub", daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/api/nts-businessman/v1"


@contextmanager
def running_stub() -> Iterator[str]:
    """Run the stub for a block; gives its address."""
    server, url = start_stub()
    try:
        yield url
    finally:
        server.shutdown()
        server.server_close()
