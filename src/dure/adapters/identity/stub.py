"""An identity agency of our own on the loopback address: it obeys the published contract and knows nobody.

Its window asks for no telephone: whoever types a number *is* the person of that number, born in the year that
is typed. So one can be many people, or one again, in tests, development and the demo; never in production.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from dure.adapters.identity.client import ACCESS, CRYPTO
from dure.adapters.identity.codes import ANSWER_OK, GATEWAY_OK, ISSUED, VERIFIED
from dure.adapters.identity.sealing import CHARSET, is_marked, key_for, mark, opened, sealed

ID, SECRET, PRODUCT, SITE = "stub-client", "stub-secret", "2101979031", "STUB1"
WINDOW = "/CheckPlusSafeModel/service.cb"
DONE = "/CheckPlusSafeModel/done"
_PAGE = """<!doctype html><html lang="ko"><meta charset="utf-8"><title>본인확인 시험 창</title>
<meta name="viewport" content="width=device-width">
<h1>본인확인 시험 창</h1><p>시험용입니다. 번호가 같으면 같은 사람입니다.
<span lang="en">For tests: the same number is the same person.</span></p>
<form method="post" action="{done}">{hidden}
<p><label>번호 <span lang="en">number</span> <input name="person" value="1" required></label></p>
<p><label>태어난 해 <span lang="en">year of birth</span> <input name="year" value="1990" required></label></p>
<button name="result" value="0000">본인확인 마치기</button>
<button name="result" value="0001">실패하기</button></form></html>"""


def ci_of(person: str) -> str:
    """Return the 88 signs by which the person of a number is known everywhere."""
    return base64.b64encode(hashlib.sha512(f"stub-ci/{person}".encode()).digest()).decode()


class _Agency(ThreadingHTTPServer):
    """The stub with the tokens that it gave out."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.daemon_threads = True
        self.keys: dict[str, str] = {}
        self.access = secrets.token_hex(16)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Agency

    def do_GET(self) -> None:
        self._window({k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        if path == ACCESS:
            self._access(body)
        elif path == CRYPTO:
            self._crypto(body)
        else:
            form = {k: v[0] for k, v in parse_qs(body.decode()).items()}
            self._done(form) if path == DONE else self._window(form)

    def _access(self, body: bytes) -> None:
        basic = base64.b64encode(f"{ID}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {basic}":
            self._json({"dataHeader": {"GW_RSLT_CD": "1800", "GW_RSLT_MSG": "인증 실패"}}, 401)
            return
        if parse_qs(body.decode()).get("grant_type") != ["client_credentials"]:
            self._json({"dataHeader": {"GW_RSLT_CD": "1300", "GW_RSLT_MSG": "요청 오류"}}, 400)
            return
        self._json(
            {
                "dataHeader": {"GW_RSLT_CD": GATEWAY_OK, "GW_RSLT_MSG": "오류 없음"},
                "dataBody": {
                    "access_token": self.server.access,
                    "token_type": "bearer",
                    "expires_in": 1_576_800_000,
                    "scope": "default",
                },
            }
        )

    def _crypto(self, body: bytes) -> None:
        kind, _, bearer = self.headers.get("Authorization", "").partition(" ")
        named = base64.b64decode(bearer or b"", validate=False).decode("utf-8", "replace").split(":")
        known = named[:1] == [self.server.access] and named[-1:] == [ID]
        if kind != "bearer" or not known or self.headers.get("ProductID") != PRODUCT:
            self._json({"dataHeader": {"GW_RSLT_CD": "1800", "GW_RSLT_MSG": "인증 실패"}}, 401)
            return
        header = {"GW_RSLT_CD": GATEWAY_OK, "GW_RSLT_MSG": "오류 없음"}
        asked = json.loads(body).get("dataBody", {})
        if not asked.get("req_no") or len(asked["req_no"]) > 30 or asked.get("enc_mode") != "1":
            self._json({"dataHeader": header, "dataBody": {"rsp_cd": ANSWER_OK, "result_cd": "0001"}})
            return
        version, token = secrets.token_hex(8), secrets.token_urlsafe(24)
        self.server.keys[version] = key_for(asked["req_dtim"], asked["req_no"], token)
        told = {
            "rsp_cd": ANSWER_OK,
            "result_cd": ISSUED,
            "site_code": SITE,
            "token_version_id": version,
            "token_val": token,
            "period": 3600,
        }
        self._json({"dataHeader": header, "dataBody": told})

    def _question(self, form: Mapping[str, str]) -> tuple[str, dict[str, Any]] | None:
        key = self.server.keys.get(form.get("token_version_id", ""))
        text = form.get("enc_data", "")
        if key is None or not is_marked(text, key, form.get("integrity_value", "")):
            return None
        asked = opened(text, key)
        return (key, asked) if asked.get("sitecode") == SITE else None

    def _window(self, form: Mapping[str, str]) -> None:
        if self._question(form) is None:
            self._send("잘못된 요청입니다.", 400)
            return
        kept = ("token_version_id", "enc_data", "integrity_value")
        hidden = "".join(f'<input type="hidden" name="{k}" value="{html.escape(form[k])}">' for k in kept)
        self._send(_PAGE.format(done=DONE, hidden=hidden))

    def _done(self, form: Mapping[str, str]) -> None:
        found = self._question(form)
        if found is None:
            self._send("잘못된 요청입니다.", 400)
            return
        key, asked = found
        person, code = form.get("person", "1"), form.get("result", VERIFIED)
        told = {"resultcode": code, "requestno": asked["requestno"], "sitecode": SITE}
        if code == VERIFIED:
            told |= {
                "name": "가나다",
                "birthdate": f"{form.get('year', '1990')}0101",
                "gender": "0",
                "nationalinfo": "0",
                "mobileno": "01000000000",
                "ci": ci_of(person),
                "di": base64.b64encode(hashlib.sha256(f"{SITE}/{person}".encode()).digest()).decode(),
            }
        enc_data = sealed(told, key, CHARSET)
        query = {
            "token_version_id": form["token_version_id"],
            "enc_data": enc_data,
            "integrity_value": mark(enc_data, key),
        }
        self.send_response(303)
        self.send_header("Location", f"{asked['returnurl']}?{urlencode(query)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, told: Mapping[str, Any], code: int = 200) -> None:
        self._send(json.dumps(told, ensure_ascii=False), code, "application/json")

    def _send(self, text: str, code: int = 200, kind: str = "text/html") -> None:
        content = text.encode()
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing: addresses bear what was sealed."""


def start_stub() -> tuple[ThreadingHTTPServer, str]:
    """Start the stub in a thread of this process and return it with its address."""
    server = _Agency()
    threading.Thread(target=server.serve_forever, name="identity-stub", daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


@contextmanager
def running_stub() -> Iterator[str]:
    """Run the stub for a block; gives its address."""
    server, url = start_stub()
    try:
        yield url
    finally:
        server.shutdown()
        server.server_close()
