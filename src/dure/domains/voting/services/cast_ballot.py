"""A verified person casts a ballot, or replaces it; it is sealed at once, and one statement keeps it one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.events.act import act
from dure.domains.events.statements import rows
from dure.domains.privacy.encryption import encrypt
from dure.domains.voting.marks import address_of, device_of, network_of, salt_of
from dure.domains.voting.models import Ballot, Candidate, Vote
from dure.domains.voting.queries import file_of, phase_of
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse
from dure.engine.profile.region import within
from dure.engine.selection.ballots import ballot_hash

NOBODY = SignedActor()
"""Who votes is nobody's business, also where an account is signed in on the same machine."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What only the voter gets: the ballot's hash, and what opens it."""

    ballot: str
    salt: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a ballot came from; kept as marks of this vote alone, and not for long."""

    address: str | None = None
    device: str = ""


def cast_ballot(
    *,
    now: datetime,
    vote_id: int,
    voter: str,
    verified_at: datetime,
    choices: Sequence[str],
    once: str,
    consent: bool,
    region: str = "",
    trace: Trace = Trace(),
) -> Receipt:
    """Cast the ballot of a verified person and return the receipt; sent again it is the same receipt.

    ``once`` is the form's own, drawn when the identity was verified. A ballot that is there already is
    replaced where the file lets it. Raises Refused where the vote is not open, the ballot cannot be counted,
    or the person has voted for good.
    """
    vote = Vote.objects.select_related("version").get(pk=vote_id)
    chosen = tuple(sorted(choices))
    _refuse_uncountable(vote, now, chosen, region, consent=consent)
    salt = salt_of(vote, voter, once)
    ballot = ballot_hash(vote.programme, vote.stage, chosen, salt)
    key = hashlib.sha256(f"{vote.pk}/{voter}/{once}/{ballot}".encode()).hexdigest()
    with act("vote.cast", actor=NOBODY, now=now, key=key) as this:
        if this.repeated:
            return Receipt(ballot, salt, chosen)
        values = [
            *(
                vote.pk,
                now,
                now,
                voter,
                encrypt(";".join(chosen)),
                encrypt(salt),
                ballot,
                now,
                now,
                verified_at,
            ),
            *(address_of(vote, trace.address), network_of(vote, trace.address)),
            *(device_of(vote, trace.device), region),
        ]
        kept = rows(_CAST, values)
        if not kept:
            if not Vote.objects.filter(pk=vote.pk, state="open").exists():
                raise refuse("vote.closed", msg("the vote is closed: no ballot is taken any more"))
            raise refuse(
                "vote.voted", msg("you have voted already, and a ballot of this vote cannot be changed")
            )
        # The hash tells nothing without the salt; it shows later that the list has what was cast.
        this.record("ballot", kept[0][0], ballot=ballot, change=kept[0][1])
    return Receipt(ballot, salt, chosen)


def has_voted(vote: Vote, voter: str) -> datetime | None:
    """Return when a verified person has voted, None where not; only that person is told."""
    return Ballot.objects.filter(vote=vote, voter=voter).values_list("changed_at", flat=True).first()


def _refuse_uncountable(
    vote: Vote, now: datetime, chosen: tuple[str, ...], region: str, *, consent: bool
) -> None:
    phase = phase_of(vote, now)
    if phase == "planned":
        raise refuse("vote.not_begun", msg("the vote has not begun yet"))
    if phase != "open":
        raise refuse("vote.closed", msg("the vote is closed: no ballot is taken any more"))
    if not consent:
        raise refuse("vote.consent", msg("a vote needs your consent: say yes to it, or leave the page"))
    if not chosen or len(set(chosen)) < len(chosen) or len(chosen) > vote.votes_each:
        raise refuse(
            "vote.choices",
            msg("choose at least one candidate and at most {most}, each of them once"),
            most=vote.votes_each,
        )
    standing = Candidate.objects.filter(vote=vote, number__in=chosen, application__state="accepted").count()
    if standing < len(chosen):
        raise refuse("vote.gone", msg("one of your candidates does not take part any more: choose again"))
    _, _, terms = file_of(vote)
    if terms.regions and not (region and within(region, terms.regions, day_of(now))):
        raise refuse(
            "vote.region", msg("only who lives in one of the regions of this vote may take part in it")
        )


# The share lock lets any number of ballots in at once, and makes the sealing wait for them.
_CAST = """
    WITH vote AS (
        SELECT id, changeable FROM voting_vote
        WHERE id = %s AND state = 'open' AND opens_at <= %s AND closes_at > %s FOR SHARE
    )
    INSERT INTO voting_ballot
        (vote_id, voter, choices, salt, hash, cast_at, changed_at, verified_at, address, network, device,
         region, changes)
    SELECT id, %s, %s, %s, %s, %s::timestamptz, %s::timestamptz, %s::timestamptz, %s, %s, %s, %s, 0 FROM vote
    ON CONFLICT (vote_id, voter) WHERE voter <> '' DO UPDATE SET
        choices = EXCLUDED.choices, salt = EXCLUDED.salt, hash = EXCLUDED.hash,
        changed_at = EXCLUDED.changed_at, verified_at = EXCLUDED.verified_at, address = EXCLUDED.address,
        network = EXCLUDED.network, device = EXCLUDED.device, region = EXCLUDED.region,
        changes = voting_ballot.changes + 1
    WHERE (SELECT changeable FROM vote)
    RETURNING id, changes
"""
