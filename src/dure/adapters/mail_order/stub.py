"""A register of our own on the loopback address: it obeys the contract and knows no business.

What it answers follows from the business number alone, by its sixth digit: 7 never reported, 9 closed down,
every other one in operation. For tests, development and the demo; never for production.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dure.adapters.mail_order.codes import IN_OPERATION, OK

KEY = "stub-key"
OPERATION = "/1130000/MllBsDtl_3Service/getMllBsInfoDetail_3"
CLOSED = "폐업"


def rows_of(business_no: str) -> list[dict[str, str]]:
    """Return what the register has of a business number."""
    kind = business_no[5:6]
    if kind == "7":
        return []
    return [
        {
            "brno": business_no,
            "prmmiYr": "2023",
            "prmmiMnno": f"2023-가상-{business_no[-5:-1]}",
            "dclrDate": "20230302",
            "operSttusCdNm": CLOSED if kind == "9" else IN_OPERATION[0],
            "bzmnNm": "가상상회",
            "rprsvNm": "N/A",
            "telno": "N/A",
        }
    ]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(split.query).items()}
        if asked.get("serviceKey") != KEY:
            self._send(
                "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg>"
                "<returnAuthMsg>SERVICE_KEY_IS_NOT_REGISTERED_ERROR</returnAuthMsg>"
                "<returnReasonCode>30</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>",
                "text/xml",
            )
        elif split.path != OPERATION or asked.get("resultType") != "json":
            self._answer({"resultCode": "12", "resultMsg": "NO_OPENAPI_SERVICE_ERROR"})
        elif not asked.get("brno"):
            self._answer({"resultCode": "11", "resultMsg": "NO_MANDATORY_REQUEST_PARAMETERS_ERROR"})
        else:
            rows = rows_of(asked["brno"])
            told = {"resultCode": OK, "resultMsg": "NORMAL SERVICE", "pageNo": 1, "numOfRows": 100}
            self._answer({**told, "totalCount": len(rows), "items": rows})

    def _answer(self, told: Mapping[str, Any]) -> None:
        self._send(json.dumps(told, ensure_ascii=False), "application/json")

    def _send(self, text: str, kind: str) -> None:
        content = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing: the address of a request bears the key."""


def start_stub(port: int = 0) -> tuple[ThreadingHTTPServer, str]:
    """Start the stub in a thread of this process and return it with the address of its operation."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="mail-order-stub", daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}{OPERATION}"


@contextmanager
def running_stub() -> Iterator[str]:
    """Run the stub for a block; gives the address of its operation."""
    server, url = start_stub()
    try:
        yield url
    finally:
        server.shutdown()
        server.server_close()
