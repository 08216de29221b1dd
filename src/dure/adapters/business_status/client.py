"""The client: two questions, a hundred numbers a call at most, never asked inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

import urllib3

from dure.adapters.business_status.codes import STATUS, TEMPORARY, VALID
from dure.adapters.business_status.types import BusinessStatus, Faulty, Status, Unreachable, Validity

MOST_A_CALL = 100
_TIMEOUT = urllib3.Timeout(connect=2.0, read=5.0)


class BusinessStatusClient:
    """Asks the tax service at ``url`` (up to ``/v1``) with a key that is not encoded yet."""

    def __init__(self, url: str, key: str, *, timeout: urllib3.Timeout = _TIMEOUT) -> None:
        # No retries and no redirects: who asks decides when to ask again, and the key goes nowhere else.
        self._http = urllib3.PoolManager(timeout=timeout, retries=False)
        self._url = url.rstrip("/")
        # The service wants the key encoded once, so the key told is the decoding key.
        self._query = urlencode({"serviceKey": key})

    def __enter__(self) -> BusinessStatusClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.clear()

    def status(self, numbers: Iterable[str]) -> dict[str, BusinessStatus]:
        """Return the status of each number; raises Faulty or Unreachable."""
        wanted = list(dict.fromkeys(numbers))
        found: dict[str, BusinessStatus] = {}
        for start in range(0, len(wanted), MOST_A_CALL):
            rows = self._ask("status", {"b_no": wanted[start : start + MOST_A_CALL]})
            found |= {row["b_no"]: _status(row) for row in rows}
        if missing := [number for number in wanted if number not in found]:
            raise Unreachable(f"{len(missing)} numbers were not answered")
        return found

    def validate(self, business_no: str, opened_on: date, owner_name: str) -> Validity:
        """Say whether a number, an opening day and an owner's name belong together."""
        business = {
            "b_no": business_no,
            "start_dt": f"{opened_on:%Y%m%d}",
            "p_nm": owner_name.strip(),
            **dict.fromkeys(("p_nm2", "b_nm", "corp_no", "b_sector", "b_type"), ""),
        }
        for row in self._ask("validate", {"businesses": [business]}):
            if row["b_no"] == business_no:
                is_valid = row.get("valid") == VALID
                told = row.get("status")
                return Validity(
                    business_no,
                    is_valid,
                    str(row.get("valid_msg") or ""),
                    _status({**told, "b_no": business_no})
                    if is_valid and isinstance(told, Mapping)
                    else None,
                )
        raise Unreachable("the number was not answered")

    def _ask(self, what: str, body: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        try:
            answer = self._http.request("POST", f"{self._url}/{what}?{self._query}", json=body)
            told = answer.json()
        # The text of an error bears the address, and with it the key: only its kind goes on.
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise Unreachable(type(error).__name__) from None
        if not isinstance(told, dict):
            raise Unreachable("not an object")
        code = str(told.get("status_code") or told.get("code") or answer.status)
        if answer.status >= 500 or code in TEMPORARY:
            raise Unreachable(code)
        if answer.status != 200 or code != "OK":
            raise Faulty(code)
        rows = told.get("data")
        if not isinstance(rows, list) or not all(isinstance(r, dict) and "b_no" in r for r in rows):
            raise Unreachable("no data")
        return rows


def _status(row: Mapping[str, Any]) -> BusinessStatus:
    known = STATUS.get(str(row.get("b_stt_cd") or ""))
    if known is None:
        # A code that the contract does not have: taking it for any of ours would be a guess.
        raise Unreachable("unknown status code")
    status, _word = known
    ended = _day(str(row.get("end_dt") or "")) if status is Status.CLOSED else None
    return BusinessStatus(str(row["b_no"]), status, str(row.get("tax_type") or ""), ended)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None
