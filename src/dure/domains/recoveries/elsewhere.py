"""The subjects after applications that destroy what they keep of a programme themselves, in order."""

from __future__ import annotations

from dure.domains.applications.destroying import Elsewhere
from dure.domains.recoveries import forgetting as recoveries
from dure.domains.vouchers.elsewhere import ELSEWHERE as BEFORE

ELSEWHERE: tuple[Elsewhere, ...] = (*BEFORE, recoveries)
