"""Votes as everybody reads them: where one stands, and its candidates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db.models import QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.domains.voting.models import Candidate as Candidate
from dure.domains.voting.models import CandidatePicture as CandidatePicture
from dure.domains.voting.models import Vote as Vote
from dure.domains.voting.picturing import standing_of
from dure.domains.voting.policies import may_picture
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.models.votes import Vote as Terms
from dure.language.hangul import search_words

Phase = Literal["planned", "open", "closing", "sealed", "counted"]


def phase_of(vote: Vote, now: datetime) -> Phase:
    """Return where a vote stands at an instant; ``closing``: over, and its list is not sealed yet."""
    if vote.state != "open":
        return "sealed" if vote.state == "sealed" else "counted"
    if now < vote.opens_at:
        return "planned"
    return "open" if now < vote.closes_at else "closing"


def vote_of(actor: SignedActor, programme: str, stage: str) -> Vote | None:
    """Return the vote of a stage, None where its candidates are not fixed yet."""
    found = Vote.objects.visible_to(actor).filter(programme=programme, stage=stage)
    return found.select_related("version", "opened").first()


def votes_listed(actor: SignedActor) -> QuerySet[Vote]:
    """Return all votes, with the versions that tell their titles."""
    return Vote.objects.visible_to(actor).select_related("version").defer("version__raw")


def votes_of(actor: SignedActor, programme: str) -> list[Vote]:
    """Return the votes of one programme, the first to open first."""
    return list(Vote.objects.visible_to(actor).filter(programme=programme).order_by("opens_at", "id"))


def file_of(vote: Vote) -> tuple[Programme, Stage, Terms]:
    """Return programme, stage and terms of a vote, by the version under which its candidates were fixed."""
    version: ProgrammeVersion = vote.version
    programme = loaded(version).programme
    stage = programme.stage(vote.stage)
    assert stage is not None
    assert stage.vote is not None, "a vote is made of a stage that has one"
    return programme, stage, stage.vote


def candidates(actor: SignedActor, vote: Vote, words: str = "") -> QuerySet[Candidate]:
    """Return whom one can vote for: who has withdrawn since is not there any more.

    Every word of ``words`` must stand in the name, also half typed or by first consonants.
    """
    found = Candidate.objects.visible_to(actor).filter(vote=vote, application__state="accepted")
    for word in words.split():
        for part in search_words(word):
            found = found.filter(search__contains=part)
    return found


def candidate_of(actor: SignedActor, vote: Vote, number: str) -> Candidate | None:
    """Return one candidate by its number, or None."""
    return candidates(actor, vote).filter(number=number).select_related("vote", "application").first()


def candidates_named(actor: SignedActor, vote: Vote, numbers: Iterable[str]) -> list[Candidate]:
    """Return the candidates of some numbers, in the order of the list."""
    return list(candidates(actor, vote).filter(number__in=list(numbers)).order_by("place", "id"))


def pictures_of(actor: SignedActor, some: Iterable[Candidate]) -> dict[int, CandidatePicture]:
    """Return the pictures that stand with some candidates, by the candidates' ids, with one statement."""
    found = CandidatePicture.objects.visible_to(actor).filter(candidate__in=[one.pk for one in some])
    return {one.candidate_id: one for one in found.order_by("pk")}


def picture_shown(actor: SignedActor, candidate: Candidate, picture_id: int) -> CandidatePicture | None:
    """Return the picture of an address with its file, None once it is taken off."""
    found = CandidatePicture.objects.visible_to(actor).filter(candidate=candidate, pk=picture_id)
    return found.select_related("file").first()


def picture_standing(actor: SignedActor, candidate: Candidate) -> CandidatePicture | None:
    """Return the picture that stands with a candidate, also while it is looked through for viruses.

    For whoever may change it; None for everybody else.
    """
    return standing_of(candidate) if may_picture(actor, candidate) else None


def candidacies(actor: SignedActor, application_id: int) -> list[Candidate]:
    """Return the votes in which an application stands, as candidates with their votes."""
    found = Candidate.objects.visible_to(actor).filter(application=application_id)
    return list(found.select_related("vote__version").order_by("pk"))
