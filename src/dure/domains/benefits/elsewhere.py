"""The subjects after applications that destroy what they keep of a programme themselves, in order."""

from __future__ import annotations

from dure.domains.applications.destroying import Elsewhere
from dure.domains.benefits import forgetting as benefits
from dure.domains.recoveries.elsewhere import ELSEWHERE as BEFORE

ELSEWHERE: tuple[Elsewhere, ...] = (*BEFORE, benefits)
