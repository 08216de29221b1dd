"""What is public of ballots: the list of hashes once it is sealed; votes and opened ballots once counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, QuerySet

from dure.domains.uploads.queries import read_file
from dure.domains.voting.models import Ballot, Candidate, SetAside, Vote
from dure.engine.selection.ballots import sealed_list
from dure.files.selecting import OpenedVotes


def ballots_of(vote: Vote) -> QuerySet[Ballot]:
    """Return the ballots of a vote, without what they say."""
    return Ballot.objects.filter(vote=vote).defer("choices", "salt")


def sealed_hashes(vote: Vote) -> bytes:
    """Return the sealed list of ballots, which everybody may have once it is sealed."""
    assert vote.state != "open", "the list is not sealed yet"
    return sealed_list(ballots_of(vote).values_list("hash", flat=True).iterator(5000))


def is_in_list(vote: Vote, ballot: str) -> bool:
    """Say whether a ballot's hash stands in the sealed list."""
    assert vote.state != "open", "the list is not sealed yet"
    return ballots_of(vote).filter(hash=ballot.strip().lower()).exists()


def result_rows(vote: Vote) -> QuerySet[Candidate]:
    """Return the candidates with their votes; whoever asks knows that they may be seen."""
    assert vote.state == "counted", "nothing is counted yet"
    return Candidate.objects.filter(vote=vote, votes__isnull=False)


def set_aside_counts(vote: Vote) -> list[tuple[str, int]]:
    """Return why ballots were set aside and how many, as it is published with the result."""
    assert vote.state == "counted", "nothing is counted yet"
    rows = ballots_of(vote).filter(set_aside__isnull=False).order_by("set_aside_id")
    found = dict(rows.values_list("set_aside_id").annotate(count=Count("pk")))
    reasons = dict(SetAside.objects.filter(pk__in=found).values_list("pk", "reason"))
    return [(reasons[pk], count) for pk, count in found.items()]


def votes_counted(programme: str, stage: str) -> Mapping[int, int] | None:
    """Return the votes by application, None where they are not counted yet."""
    vote = Vote.objects.filter(programme=programme, stage=stage, state="counted").first()
    if vote is None:
        return None
    found = result_rows(vote).values_list("application_id", "votes")
    return {application_id: votes for application_id, votes in found if votes is not None}


def votes_for(programme: str, stage: str, application_id: int) -> int | None:
    """Return the votes of one application, None where it is no candidate or nothing is counted yet."""
    found = Candidate.objects.filter(
        vote__programme=programme, vote__stage=stage, vote__state="counted", application_id=application_id
    )
    return found.values_list("votes", flat=True).first()


def opened_votes(
    programme: str, stage: str, taking_part: Collection[str] | None = None
) -> OpenedVotes | None:
    """Return the opened ballots with the hash that was sealed; None where nothing is counted.

    ``taking_part`` are the numbers that were decided on: candidates who are not among them have left, and who
    is among them and no candidate came only after the vote.
    """
    found = Vote.objects.filter(programme=programme, stage=stage, state="counted")
    vote = found.select_related("opened").first()
    if vote is None:
        return None
    left: tuple[str, ...] = ()
    late: tuple[str, ...] | None = None
    if taking_part is not None:
        numbers = Candidate.objects.filter(vote=vote).order_by("number").values_list("number", flat=True)
        candidates, there = list(numbers), frozenset(taking_part)
        left = tuple(number for number in candidates if number not in there)
        late = tuple(sorted(there.difference(candidates)))
    return OpenedVotes(opened_bytes(vote), vote.sealed_sha256, left, late)


def opened_bytes(vote: Vote) -> bytes:
    """Return the opened ballots as csv; whoever asks knows that they may be seen."""
    assert vote.opened is not None, "a counted vote has its opened ballots"
    return read_file(vote.opened)


def vote_named(programme: str, stage: str) -> Vote | None:
    """Return the vote of a stage for later subjects; None where its candidates are not fixed yet."""
    return Vote.objects.filter(programme=programme, stage=stage).first()
