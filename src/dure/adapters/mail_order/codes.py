"""The register's codes, and what they are to us, in one table."""

from __future__ import annotations

OK = "00"
NO_DATA = "03"
"""``resultCode``: asked rightly, and there is nothing."""
TEMPORARY = frozenset({"01", "02", "04", "05", "99"})
"""Faults of the portal or the register themselves, which may pass; every other one is ours to mend:
10, 11 a parameter, 12 no such service, 20, 30, 31, 32 the key, 22 more calls than a day allows."""

IN_OPERATION = ("정상영업",)
"""``operSttusCdNm`` of a business in operation; unverified, so a setting may say otherwise."""
ABSENT = frozenset({"", "N/A"})
"""How a field says that it has nothing."""
