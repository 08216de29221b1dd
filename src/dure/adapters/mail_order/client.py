"""The client: one question by business number, never asked inside a transaction."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

import urllib3

from dure.adapters.mail_order.codes import ABSENT, IN_OPERATION, NO_DATA, OK, TEMPORARY
from dure.adapters.mail_order.types import Faulty, Registration, Unreachable

MOST_ROWS = 100
"""More reports than this has no business of one number."""
_TIMEOUT = urllib3.Timeout(connect=2.0, read=5.0)
_WITH_YEAR = re.compile(r"\d{4}-")
_PORTAL_CODE = re.compile(r"<returnReasonCode>\s*(\w+)\s*</returnReasonCode>")
"""The portal itself answers a refused request in XML, whatever was asked for."""


class MailOrderClient:
    """Asks the register at ``url``, the whole address of the operation, with a key not encoded yet."""

    def __init__(
        self,
        url: str,
        key: str,
        *,
        in_operation: Collection[str] = IN_OPERATION,
        timeout: urllib3.Timeout = _TIMEOUT,
    ) -> None:
        # No retries and no redirects: who asks decides when to ask again, and the key goes nowhere else.
        self._http = urllib3.PoolManager(timeout=timeout, retries=False)
        self._url, self._key, self._in_operation = url, key, frozenset(in_operation)

    def __enter__(self) -> MailOrderClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.clear()

    def registrations(self, business_no: str) -> tuple[Registration, ...]:
        """Return the reports of a business number, the newest first; raises Faulty or Unreachable."""
        query = urlencode(
            {
                "serviceKey": self._key,
                "pageNo": 1,
                "numOfRows": MOST_ROWS,
                "resultType": "json",
                "brno": business_no,
            }
        )
        told = self._ask(f"{self._url}?{query}")
        found = [self._registration(row) for row in _rows(told) if str(row.get("brno") or "") == business_no]
        return tuple(sorted(found, key=lambda one: (one.reported_on or date.min, one.number), reverse=True))

    def _ask(self, address: str) -> Mapping[str, Any]:
        try:
            answer = self._http.request("GET", address)
            text = answer.data.decode("utf-8", "replace")
            if portal := _PORTAL_CODE.search(text):
                _refuse(portal[1])
            told = answer.json()
        # The text of an error bears the address, and with it the key: only its kind goes on.
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise Unreachable(type(error).__name__) from None
        if not isinstance(told, dict):
            raise Unreachable("not an object")
        # With or without the portal's usual envelope.
        whole = told.get("response", told)
        head = whole.get("header", whole) if isinstance(whole, dict) else {}
        code = str(head.get("resultCode") or answer.status)
        if code == NO_DATA:
            return {}
        if answer.status >= 500:
            raise Unreachable(code)
        if answer.status != 200 or code != OK:
            _refuse(code)
        body: Mapping[str, Any] = whole.get("body", whole)
        return body

    def _registration(self, row: Mapping[str, Any]) -> Registration:
        number, year, status = (_text(row, name) for name in ("prmmiMnno", "prmmiYr", "operSttusCdNm"))
        if not number:
            raise Unreachable("a report without a number")
        if year and not _WITH_YEAR.match(number):
            number = f"{year}-{number}"
        return Registration(number, status in self._in_operation, status, _day(_text(row, "dclrDate")))


def _refuse(code: str) -> None:
    raise Unreachable(code) if code in TEMPORARY else Faulty(code)


def _rows(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the rows, whether they come as a list, below ``item``, alone, or as nothing."""
    items = told.get("items") or []
    if isinstance(items, dict):
        items = items.get("item") or []
    rows = [items] if isinstance(items, dict) else items
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreachable("no rows")
    return rows


def _text(row: Mapping[str, Any], name: str) -> str:
    text = str(row.get(name) or "").strip()
    return "" if text in ABSENT else text


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None
