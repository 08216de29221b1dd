"""The subjects after applications that destroy what they keep of a programme themselves, in order."""

from __future__ import annotations

from dure.domains.applications.destroying import Elsewhere
from dure.domains.review import forgetting as review
from dure.domains.selection import forgetting as selection

ELSEWHERE: tuple[Elsewhere, ...] = (review, selection)
