"""A verification is begun: noted, and refused where too many were begun from one browser or one address.

Each costs the agency's fee and asks somebody's telephone: what begins them by the hundred is no voter.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.alone import alone_each
from dure.domains.voting.marks import address_of, browser_of
from dure.domains.voting.models import VerificationTry, Vote
from dure.engine.problems import msg, refuse

NOBODY = SignedActor()
WITHIN = timedelta(minutes=10)
MOST_OF_BROWSER = 5
MOST_OF_ADDRESS = 60
"""An office, a household and a mobile network share an address, so it is let have more than a browser."""
KEPT_FOR = timedelta(days=1)


def note_verification(
    *, now: datetime, vote_id: int, browser: str, address: str | None, request_no: str
) -> None:
    """Note that a verification is begun under a number of ours; the same number twice is once.

    Raises Refused where ``MOST_OF_BROWSER`` or ``MOST_OF_ADDRESS`` were begun within ``WITHIN``; nothing is
    noted then, so that waiting helps. Notes older than ``KEPT_FOR`` go, of every vote.
    """
    vote = Vote.objects.get(pk=vote_id)
    limits = {browser_of(vote, browser): MOST_OF_BROWSER}
    if address:
        limits[address_of(vote, address)] = MOST_OF_ADDRESS
    with act("vote.verify", actor=NOBODY, now=now, key=f"{vote.pk}/{request_no}") as this:
        if this.repeated:
            return
        alone_each([("verification", mark) for mark in sorted(limits)])
        for mark, most in limits.items():
            begun = VerificationTry.objects.filter(vote=vote, mark=mark, begun_at__gt=now - WITHIN)
            if begun.count() >= most:
                raise refuse(
                    "vote.too_many",
                    msg(
                        "too many verifications were begun from here: please wait {minutes} minutes and try"
                        " again; your ballot stays as it is"
                    ),
                    minutes=WITHIN // timedelta(minutes=1),
                )
        VerificationTry.objects.filter(begun_at__lte=now - KEPT_FOR).delete()
        VerificationTry.objects.bulk_create(VerificationTry(vote=vote, mark=m, begun_at=now) for m in limits)
        # Neither browser nor address: that one was begun is all that the events tell.
        this.record("vote", vote.pk, verification="begun")
