"""The tax service's codes beside ours, in one table."""

from __future__ import annotations

from dure.adapters.business_status.types import Status

STATUS: dict[str, tuple[Status, str]] = {
    "01": (Status.ACTIVE, "계속사업자"),
    "02": (Status.SUSPENDED, "휴업자"),
    "03": (Status.CLOSED, "폐업자"),
    "": (Status.UNREGISTERED, ""),
}
"""``b_stt_cd``: our status and the word of ``b_stt``. An unregistered number has both empty."""

UNREGISTERED_TEXT = "국세청에 등록되지 않은 사업자등록번호입니다."
"""Stands in ``tax_type`` of an unregistered number."""

VALID, NOT_VALID = "01", "02"
"""``valid``: the three facts belong together, or cannot be confirmed."""

NOT_VALID_TEXT = "확인할 수 없습니다."

TEMPORARY = frozenset({"INTERNAL_ERROR", "HTTP_ERROR"})
"""``status_code`` that may pass; every other one but OK is a fault of ours:
BAD_JSON_REQUEST, REQUEST_DATA_MALFORMED, TOO_LARGE_REQUEST, NOT_FOUND, and -4, -401 for the key."""
