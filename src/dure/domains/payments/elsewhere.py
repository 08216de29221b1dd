"""The subjects after applications that destroy what they keep of a programme themselves, in order."""

from __future__ import annotations

from dure.domains.applications.destroying import Elsewhere
from dure.domains.funds.elsewhere import ELSEWHERE as BEFORE
from dure.domains.payments import forgetting as payments

ELSEWHERE: tuple[Elsewhere, ...] = (*BEFORE, payments)
