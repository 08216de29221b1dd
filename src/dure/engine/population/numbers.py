"""Invented business numbers: valid by their check digit, and never given out to anybody.

The tax service gives new businesses numbers that begin with 101 to 999. The numbers here begin with 000 for
the first 999,999 merchants and with 001 to 099 for those after them: the check digit holds, so that they pass
wherever a number is read, and no business can bear them.

Source: National Tax Service, 사업자등록번호의 부여 체계 (first three digits 101 to 999, in turn), as
accountants pass it on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from dure.engine.profile.business_number import WEIGHTS

MOST = 99_999_999
"""So many merchants have a number that begins with 0."""


def business_numbers(first: int, count: int) -> npt.NDArray[np.int64]:
    """Return the numbers of rows from ``first`` on as integers: ten digits once zeros stand before them.

    >>> [f"{n:010d}" for n in business_numbers(0, 3)]
    ['0000000015', '0000000029', '0000000034']
    """
    nine = np.arange(first + 1, first + count + 1, dtype=np.int64)
    total: npt.NDArray[np.int64] = np.zeros(count, dtype=np.int64)
    digit: Any = nine
    for place, weight in enumerate(WEIGHTS):
        digit = nine // 10 ** (8 - place) % 10
        total += weight * digit
    total += digit * 5 // 10
    return nine * 10 + (10 - total % 10) % 10
