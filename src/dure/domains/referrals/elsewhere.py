"""The subjects after applications that destroy what they keep of a programme themselves, in order."""

from __future__ import annotations

from dure.domains.applications.destroying import Elsewhere
from dure.domains.benefits.elsewhere import ELSEWHERE as BEFORE
from dure.domains.referrals import forgetting as referrals

ELSEWHERE: tuple[Elsewhere, ...] = (*BEFORE, referrals)
