"""The client: hand a batch over, ask what came of it, ask whose an account is; never inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import TracebackType
from typing import Any
from urllib.parse import quote

import urllib3

from dure.adapters.payout.codes import PAID
from dure.adapters.payout.types import Answer, Faulty, Transfers, Unreachable

_TIMEOUT = urllib3.Timeout(connect=2.0, read=20.0)
HOLDER = {PAID: "matched", "0103": "differs", "0101": "unknown", "0102": "unknown"}
"""What the answer about a holder says, in our words."""


class PayoutClient:
    """Talks to the payout service at ``url`` (up to ``/v1``) with a key."""

    def __init__(self, url: str, key: str, *, timeout: urllib3.Timeout = _TIMEOUT) -> None:
        # No retries of its own: whoever asks decides, and the key of the batch makes asking again safe.
        self._http = urllib3.PoolManager(timeout=timeout, retries=False)
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"}

    def __enter__(self) -> PayoutClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.clear()

    def hand_over(self, batch: Transfers) -> None:
        """Hand a batch over; the same again is the same batch. Raises Faulty or Unreachable."""
        rows = [
            {
                "no": row.no, "bank": row.bank, "account_no": row.account_no, "holder": row.holder,
                "won": row.won, "text": row.text,
            }
            for row in batch.rows
        ]  # fmt: skip
        body = {"key": batch.key, "pay_on": batch.pay_on.isoformat(), "sender": batch.sender, "rows": rows}
        told = self._ask("POST", "batches", body)
        if told.get("key") != batch.key or told.get("count") != len(rows):
            raise Unreachable("another batch was answered")

    def answers(self, key: str) -> list[Answer]:
        """Return what came of a batch's transfers so far; raises Faulty or Unreachable."""
        told = self._ask("GET", f"batches/{quote(key, safe='')}")
        try:
            return [
                Answer(int(row["no"]), str(row["code"]), date.fromisoformat(str(row["done_on"])))
                for row in told["rows"]
            ]
        except (KeyError, TypeError, ValueError):
            raise Unreachable("not in the words of the contract") from None

    def holder(self, bank: str, account_no: str, holder: str) -> str:
        """Say whether an account is of a holder: ``matched``, ``differs`` or ``unknown``."""
        told = self._ask("POST", "holders", {"bank": bank, "account_no": account_no, "holder": holder})
        found = HOLDER.get(str(told.get("code")))
        if found is None:
            raise Unreachable("unknown code")
        return found

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        try:
            answer = self._http.request(
                method, f"{self._url}/{path}", headers=self._headers, **({"json": body} if body else {})
            )
            told = answer.json()
        # The text of an error may bear what was sent: only its kind goes on.
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise Unreachable(type(error).__name__) from None
        if not isinstance(told, dict) or answer.status >= 500:
            raise Unreachable(str(answer.status))
        if answer.status != 200:
            raise Faulty(str(told.get("error") or answer.status))
        return told
