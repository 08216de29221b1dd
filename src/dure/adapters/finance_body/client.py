"""The client: hand a file of referrals over, read what was answered; signed, never inside a transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlsplit

import urllib3

from dure.adapters.finance_body.signing import HEADER, TIME, is_signed, signature
from dure.adapters.finance_body.types import Answered, Faulty, Parcel, Unreachable

_TIMEOUT = urllib3.Timeout(connect=2.0, read=20.0)
MOVES = ("receive", "approve", "refuse", "take_up", "lapse", "end")
MOST_ANSWERS = 1_000
"""So many come with one question; whoever gets as many asks again."""


class FinanceBodyClient:
    """Talks to the exchange of the bodies at ``url`` (up to ``/v1``) with a key that signs both ways."""

    def __init__(self, url: str, key: str, *, timeout: urllib3.Timeout = _TIMEOUT) -> None:
        # No retries of its own: whoever asks decides, and the key of the parcel makes asking again safe.
        self._http = urllib3.PoolManager(timeout=timeout, retries=False)
        self._url = url.rstrip("/")
        self._key = key

    def __enter__(self) -> FinanceBodyClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.clear()

    def hand_over(self, parcel: Parcel) -> None:
        """Hand a parcel over; the same again is the same parcel. Raises Faulty or Unreachable."""
        rows = [{"reference": row.reference, "kind": row.kind, "told": dict(row.told)} for row in parcel.rows]
        told = self._ask(
            "POST",
            "parcels",
            {
                "key": parcel.key, "programme": parcel.programme, "benefit": parcel.benefit,
                "body": parcel.body, "sha256": parcel.content_hash, "rows": rows,
            },
        )  # fmt: skip
        if told.get("key") != parcel.key or told.get("count") != len(rows):
            raise Unreachable("another parcel was answered")

    def answers(self, key: str, after: int) -> list[Answered]:
        """Return what was answered of a parcel after an answer's number, in order; at most ``MOST_ANSWERS``.

        Raises Faulty or Unreachable.
        """
        told = self._ask("GET", f"parcels/{quote(key, safe='')}/answers?after={after}")
        try:
            found = [_answered(row) for row in told["rows"]]
        except (KeyError, TypeError, ValueError):
            raise Unreachable("not in the words of the contract") from None
        numbers = [one.no for one in found]
        if numbers != sorted(set(numbers)) or (numbers and numbers[0] <= after):
            raise Unreachable("answers are not in order")
        return found

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        url = f"{self._url}/{path}"
        split = urlsplit(url)
        named = f"{split.path}?{split.query}" if split.query else split.path
        time = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        signed = {
            HEADER: signature(self._key, time=time, method=method, path=named, body=content),
            TIME: time,
            "Content-Type": "application/json; charset=utf-8",
        }
        try:
            answer = self._http.request(method, url, headers=signed, body=content or None)
            data = answer.data
            told = json.loads(data)
        # The text of an error may bear what was sent: only its kind goes on.
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise Unreachable(type(error).__name__) from None
        if not isinstance(told, dict) or answer.status >= 500:
            raise Unreachable(str(answer.status))
        if answer.status != 200:
            raise Faulty(str(told.get("error") or answer.status))
        if not is_signed(
            answer.headers.get(HEADER), self._key, time=time, method=method, path=named, body=data
        ):
            raise Unreachable("not signed with our key")
        return told


def _answered(row: Mapping[str, Any]) -> Answered:
    """Return an answer; raises KeyError, TypeError or ValueError for what is not of the contract."""
    if row["move"] not in MOVES:
        raise ValueError("unknown move")
    won = row.get("won")
    if won is not None and (not isinstance(won, int) or isinstance(won, bool)):
        raise TypeError("whole won")
    return Answered(
        int(row["no"]), str(row["reference"]), str(row["move"]), date.fromisoformat(str(row["on"])), won,
        _day(row.get("starts_on")), _day(row.get("ends_on")), str(row.get("contract_no") or ""),
        str(row.get("reason") or ""),
    )  # fmt: skip


def _day(told: object) -> date | None:
    return None if told is None else date.fromisoformat(str(told))
