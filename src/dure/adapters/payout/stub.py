"""A payout service of our own on the loopback address: it obeys the contract and moves no money.

What comes of a transfer follows from the last four digits of the account: 9101 to 9104, 9201, 9202, 9301,
9302 and 9999 fail with the code of these digits (0101 and so on), every other one is paid on the day asked
for. It confirms every holder but for those that fail so. For tests, development and the demo; never for
production.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from dure.adapters.payout.codes import PAID, REASONS

KEY = "stub-key"


def code_of(account_no: str) -> str:
    """Return what comes of a transfer to an account."""
    code = "0" + account_no[-3:]
    return code if account_no[-4:-3] == "9" and code in REASONS else PAID


class StubServer(ThreadingHTTPServer):
    """Keeps the batches handed over; ``moved`` counts each transfer made, by batch and row."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.batches: dict[str, dict[str, Any]] = {}
        self.moved: dict[tuple[str, int], int] = {}
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def take(self, asked: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Take a batch once; the same again is answered the same, another under its key is refused."""
        key, rows = str(asked["key"]), list(asked["rows"])
        with self.lock:
            was = self.batches.get(key)
            if was is not None and was != dict(asked):
                return 409, {"error": "KEY_USED"}
            if was is None:
                self.batches[key] = dict(asked)
                for row in rows:
                    self.moved[key, int(row["no"])] = self.moved.get((key, int(row["no"])), 0) + 1
        return 200, {"key": key, "count": len(rows)}

    def told(self, key: str) -> tuple[int, dict[str, Any]]:
        """Return what came of a batch."""
        batch = self.batches.get(key)
        if batch is None:
            return 404, {"error": "NO_SUCH_BATCH"}
        rows = [
            {"no": row["no"], "code": code_of(str(row["account_no"])), "done_on": batch["pay_on"]}
            for row in batch["rows"]
        ]
        return 200, {"key": key, "rows": rows}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StubServer

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self._is_known() and path.startswith("/v1/batches/"):
            self._answer(*self.server.told(unquote(path.rsplit("/", 1)[-1])))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not self._is_known():
            return
        try:
            asked = json.loads(body)
            if urlsplit(self.path).path == "/v1/batches":
                self._answer(*self.server.take(asked))
            elif urlsplit(self.path).path == "/v1/holders":
                code = code_of(str(asked["account_no"]))
                self._answer(200, {"code": code if code in ("0101", "0102", "0103") else PAID})
            else:
                self._answer(404, {"error": "NOT_FOUND"})
        except (KeyError, TypeError, ValueError):
            self._answer(400, {"error": "MALFORMED"})

    def _is_known(self) -> bool:
        known = self.headers.get("Authorization") == f"Bearer {KEY}"
        if not known:
            self._answer(401, {"error": "KEY"})
        return known

    def _answer(self, code: int, told: Mapping[str, Any]) -> None:
        content = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing: what is asked bears accounts."""


def start_stub(port: int = 0) -> tuple[StubServer, str]:
    """Start the stub in a thread of this process and return it with its address."""
    server = StubServer(port)
    threading.Thread(target=server.serve_forever, name="payout-stub", daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/v1"


@contextmanager
def running_stub() -> Iterator[tuple[StubServer, str]]:
    """Run the stub for a block; gives it and its address."""
    server, url = start_stub()
    try:
        yield server, url
    finally:
        server.shutdown()
        server.server_close()
