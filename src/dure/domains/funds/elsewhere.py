"""The subjects after applications that destroy what they keep of a programme themselves, in order."""

from __future__ import annotations

from dure.domains.agreements import forgetting as agreements
from dure.domains.applications.destroying import Elsewhere
from dure.domains.bodies import forgetting as bodies
from dure.domains.diagnosis import forgetting as diagnosis
from dure.domains.funds import forgetting as funds
from dure.domains.matching import forgetting as matching
from dure.domains.review import forgetting as review
from dure.domains.selection import forgetting as selection
from dure.domains.voting import forgetting as voting

ELSEWHERE: tuple[Elsewhere, ...] = (
    agreements,
    diagnosis,
    review,
    voting,
    selection,
    bodies,
    matching,
    funds,
)
