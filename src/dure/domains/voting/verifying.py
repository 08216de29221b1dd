"""Who comes back from the identity agency: a mark for this vote, or a refusal with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dure.adapters.identity import NotVerified
from dure.adapters.identity.client import read_answer
from dure.domains.voting.marks import voter_of
from dure.domains.voting.models import Vote
from dure.engine.law.children import CHILD_AGE, is_child
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.window import SEOUL


def voter_verified(vote: Vote, query: Mapping[str, str], *, key: str, request_no: str, now: datetime) -> str:
    """Return the mark of the person whom the agency verified; name and number are not even read.

    Raises Refused where nobody was verified, and for children: of them the law asks a guardian's consent.
    """
    try:
        person = read_answer(query, key=key, request_no=request_no)
    except NotVerified as error:
        raise refuse(
            "vote.not_verified",
            msg("your identity was not verified ({why}): nothing was kept; you can try again"),
            why=error.code,
        ) from None
    today = now.astimezone(SEOUL).date()
    if is_child(person.born_on, today):
        raise refuse(
            "vote.child",
            msg("whoever is under {age} may not vote here: the law asks for a guardian's consent"),
            age=CHILD_AGE.on(today),
        )
    return voter_of(vote, person.ci)
