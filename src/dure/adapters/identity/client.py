"""The client: begins a verification, and reads the answer that the browser brings back."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

import urllib3

from dure.adapters.identity.codes import (
    ANSWER_OK,
    BROKEN,
    FORGED,
    GATEWAY_OK,
    GATEWAY_TEMPORARY,
    ISSUED,
    METHOD,
    NO_PERSON,
    OTHER_REQUEST,
    VERIFIED,
)
from dure.adapters.identity.sealing import is_marked, key_for, mark, opened, sealed
from dure.adapters.identity.types import Asked, Faulty, NotVerified, Unreachable, Verified

ACCESS = "/digital/niceid/oauth/oauth/token"
CRYPTO = "/digital/niceid/api/v1.0/common/crypto/token"
_TIMEOUT = urllib3.Timeout(connect=2.0, read=5.0)
_KOREA = timezone(timedelta(hours=9))


class IdentityClient:
    """Asks the agency at ``url``; people verify themselves in its window at ``window``.

    ``method`` and ``temporary`` are what the agency's own papers would have to confirm (README).
    """

    def __init__(
        self,
        *,
        url: str,
        window: str,
        client_id: str,
        secret: str,
        product: str,
        method: str = METHOD,
        temporary: Collection[str] = GATEWAY_TEMPORARY,
        timeout: urllib3.Timeout = _TIMEOUT,
    ) -> None:
        # No retries and no redirects: who asks decides when to ask again, and secrets go nowhere else.
        self._http = urllib3.PoolManager(timeout=timeout, retries=False)
        self._url, self._window = url.rstrip("/"), window
        self._id, self._secret, self._product = client_id, secret, product
        self._method, self._temporary = method, frozenset(temporary)
        self._access = ""

    def begin(self, *, request_no: str, return_url: str, now: datetime) -> Asked:
        """Begin a verification; raises Faulty or Unreachable.

        ``request_no`` is ours, up to 30 signs, once for each. The window sends the browser to ``return_url``
        with the answer in the query.
        """
        asked_at = f"{now.astimezone(_KOREA):%Y%m%d%H%M%S}"
        told = self._ask(
            CRYPTO,
            headers={
                "Authorization": f"bearer {self._bearer(now)}",
                "client_id": self._id,
                "ProductID": self._product,
            },
            json={
                "dataHeader": {"CNTY_CD": "ko"},
                "dataBody": {"req_dtim": asked_at, "req_no": request_no, "enc_mode": "1"},
            },
        )
        if told.get("rsp_cd") != ANSWER_OK:
            raise Faulty(str(told.get("rsp_cd")))
        if told.get("result_cd") != ISSUED:
            raise Faulty(f"{ANSWER_OK}/{told.get('result_cd')}")
        try:
            site, version, token = (
                str(told[name]) for name in ("site_code", "token_version_id", "token_val")
            )
        except KeyError as error:
            raise Unreachable("no token") from error
        key = key_for(asked_at, request_no, token)
        question = {
            "requestno": request_no,
            "returnurl": return_url,
            "sitecode": site,
            "methodtype": self._method,
            "popupyn": "N",
        }
        enc_data = sealed(question, key)
        fields = {
            "m": "service",
            "token_version_id": version,
            "enc_data": enc_data,
            "integrity_value": mark(enc_data, key),
        }
        return Asked(self._window, fields, request_no, key)

    def _bearer(self, now: datetime) -> str:
        """Return what names us: an access token is good for decades, so it is asked for once."""
        if not self._access:
            basic = base64.b64encode(f"{self._id}:{self._secret}".encode()).decode()
            told = self._ask(
                ACCESS,
                headers={"Authorization": f"Basic {basic}"},
                fields={"grant_type": "client_credentials", "scope": "default"},
                encode_multipart=False,
            )
            self._access = str(told.get("access_token") or "")
            if not self._access:
                raise Unreachable("no access token")
        return base64.b64encode(f"{self._access}:{int(now.timestamp())}:{self._id}".encode()).decode()

    def _ask(self, path: str, **how: Any) -> Mapping[str, Any]:
        try:
            answer = self._http.request("POST", self._url + path, **how)
            told = answer.json()
        # The text of an error may bear what was sent: only its kind goes on.
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise Unreachable(type(error).__name__) from None
        header = told.get("dataHeader") if isinstance(told, dict) else None
        if not isinstance(header, dict):
            raise Unreachable("no data header")
        code = str(header.get("GW_RSLT_CD") or answer.status)
        if answer.status >= 500 or code in self._temporary:
            raise Unreachable(code)
        if code != GATEWAY_OK:
            raise Faulty(code)
        body = told.get("dataBody")
        if not isinstance(body, dict):
            raise Unreachable("no data body")
        return body


def read_answer(query: Mapping[str, str], *, key: str, request_no: str) -> Verified:
    """Return who was verified, of the answer that the browser brought; raises NotVerified.

    Nobody is asked: the seal of the answer holds only under the key that this very request got.
    """
    text = query.get("enc_data", "")
    if not text or not is_marked(text, key, query.get("integrity_value", "")):
        raise NotVerified(FORGED)
    try:
        told = opened(text, key)
    except ValueError:
        raise NotVerified(BROKEN) from None
    if told.get("requestno") != request_no:
        raise NotVerified(OTHER_REQUEST)
    if told.get("resultcode") != VERIFIED:
        raise NotVerified(str(told.get("resultcode")))
    born_on = _day(str(told.get("birthdate") or ""))
    ci = str(told.get("ci") or "")
    if not ci or born_on is None:
        raise NotVerified(NO_PERSON)
    return Verified(ci, born_on, request_no)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None
