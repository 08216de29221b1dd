"""An exchange of our own on the loopback address: it obeys the contract and decides nothing.

What it answers is what a test puts into ``answers``. For tests; neither the service nor the demo starts it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from dure.adapters.finance_body.client import MOST_ANSWERS
from dure.adapters.finance_body.signing import HEADER, MOST_SECONDS_APART, TIME, is_signed, signature

KEY = "stub-key"


class StubServer(ThreadingHTTPServer):
    """Keeps the parcels handed over by key, and the answers to each; ``fails`` questions are not answered."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.parcels: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.handed = 0
        self.fails = 0
        self.answer_key = KEY
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def take(self, asked: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Take a parcel once; the same again is answered the same, another under its key is refused."""
        key, rows = str(asked["key"]), list(asked["rows"])
        with self.lock:
            was = self.parcels.get(key)
            if was is not None and was != dict(asked):
                return 409, {"error": "KEY_USED"}
            if was is None:
                self.parcels[key] = dict(asked)
                self.handed += 1
        return 200, {"key": key, "count": len(rows)}

    def told(self, key: str, after: int) -> tuple[int, dict[str, Any]]:
        """Return what was answered of a parcel."""
        if key not in self.parcels:
            return 404, {"error": "NO_SUCH_PARCEL"}
        rows = [row for row in self.answers.get(key, []) if row["no"] > after]
        return 200, {"key": key, "rows": rows[:MOST_ANSWERS]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StubServer

    def do_GET(self) -> None:
        self._handle(b"")

    def do_POST(self) -> None:
        self._handle(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _handle(self, body: bytes) -> None:
        with self.server.lock:
            fails = self.server.fails > 0
            self.server.fails -= fails
        if fails:
            self._answer(503, {"error": "AWAY"})
        elif not self._is_signed(body):
            self._answer(401, {"error": "SIGNATURE"})
        else:
            try:
                self._answer(*self._told(body))
            except (KeyError, TypeError, ValueError):
                self._answer(400, {"error": "MALFORMED"})

    def _told(self, body: bytes) -> tuple[int, dict[str, Any]]:
        split = urlsplit(self.path)
        parts = split.path.strip("/").split("/")
        if self.command == "POST" and parts == ["v1", "parcels"]:
            return self.server.take(json.loads(body))
        if self.command == "GET" and parts[:2] == ["v1", "parcels"] and parts[3:] == ["answers"]:
            return self.server.told(unquote(parts[2]), int(parse_qs(split.query)["after"][0]))
        return 404, {"error": "NOT_FOUND"}

    def _is_signed(self, body: bytes) -> bool:
        time = self.headers.get(TIME) or ""
        try:
            then = datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            return False
        if abs((datetime.now(UTC) - then).total_seconds()) > MOST_SECONDS_APART:
            return False
        told = self.headers.get(HEADER)
        return is_signed(told, KEY, time=time, method=self.command, path=self.path, body=body)

    def _answer(self, code: int, told: Mapping[str, Any]) -> None:
        content = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        time = self.headers.get(TIME) or ""
        key = self.server.answer_key
        self.send_header(HEADER, signature(key, time=time, method=self.command, path=self.path, body=content))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing: what is asked bears merchants."""


def start_stub(port: int = 0) -> tuple[StubServer, str]:
    """Start the stub in a thread of this process and return it with its address."""
    server = StubServer(port)
    threading.Thread(target=server.serve_forever, name="finance-body-stub", daemon=True).start()
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
