"""Public votes, each service run twice."""

from __future__ import annotations

from datetime import timedelta

from tests.domains.selecting import CONSULT, SMALL, accepted, officer, small_programme
from tests.domains.twice.scenario import Call, twice
from tests.domains.voting import CLOSES, COUNTED, PREPARED, VOTING, cast, counted, vote_programme

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.models import Application
from dure.domains.events.act import act
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.selection.services.open_vote import open_vote
from dure.domains.voting.models import Ballot, Candidate, Vote
from dure.domains.voting.services.cast_ballot import cast_ballot, has_voted
from dure.domains.voting.services.count_vote import count_vote
from dure.domains.voting.services.decide_set_aside import decide_set_aside
from dure.domains.voting.services.forget_traces import forget_traces
from dure.domains.voting.services.note_verification import note_verification
from dure.domains.voting.services.prepare_vote import prepare_vote
from dure.domains.voting.services.propose_set_aside import propose_set_aside
from dure.domains.voting.services.put_picture import put_picture
from dure.domains.voting.services.seal_vote import seal_vote
from dure.domains.voting.services.seal_votes import seal_votes
from dure.domains.voting.services.take_off_picture import take_off_picture
from dure.service.demo.pictures import shop_front


def vote() -> Vote:
    return Vote.objects.select_related("version").get()


@twice(open_vote, "empty")
def _open_vote() -> Call:
    accepted(small_programme(vote_programme()), 3)
    who = officer()
    return lambda: open_vote(actor=who, now=PREPARED, programme=SMALL, stage=CONSULT)


@twice(prepare_vote, "empty")
def _prepare_vote() -> Call:
    accepted(small_programme(vote_programme()), 3)
    version = ProgrammeVersion.objects.get(programme=SMALL)
    ids = list(Application.objects.values_list("pk", flat=True))

    def call() -> int:
        with act("test.vote", actor=SYSTEM, now=PREPARED) as this:
            return prepare_vote(this, version=version, stage=CONSULT, application_ids=ids)

    return call


@twice(note_verification, "voting")
def _note_verification() -> Call:
    found = vote().pk
    return lambda: note_verification(
        now=VOTING, vote_id=found, browser="one", address="192.0.2.7", request_no="same"
    )


def _candidate(picture: bool) -> int:
    accepted(small_programme(vote_programme()), 3)
    who = officer()
    open_vote(actor=who, now=PREPARED, programme=SMALL, stage=CONSULT)
    found = int(Candidate.objects.order_by("pk").values_list("pk", flat=True)[0])
    if picture:
        put_picture(
            actor=who, now=PREPARED, candidate_id=found, alt="앞", name="a.png", content=shop_front(1)
        )
    return found


@twice(put_picture, "empty")
def _put_picture() -> Call:
    found, who = _candidate(picture=False), officer()
    return lambda: put_picture(
        actor=who, now=PREPARED, candidate_id=found, alt="가게 앞", name="a.png", content=shop_front(1)
    )


@twice(take_off_picture, "empty")
def _take_off_picture() -> Call:
    found, who = _candidate(picture=True), officer()
    return lambda: take_off_picture(actor=who, now=PREPARED, candidate_id=found, reason="얼굴")


@twice(cast_ballot, "voting")
def _cast_ballot() -> Call:
    found, made = vote(), list(Application.objects.order_by("application_no"))
    return lambda: cast(found, "another", made[:2])


@twice(has_voted, "voting")
def _has_voted() -> Call:
    found, voter = vote(), Ballot.objects.order_by("pk").values_list("voter", flat=True)[0]
    return lambda: has_voted(found, voter)


@twice(seal_vote, "voting")
def _seal_vote() -> Call:
    who, found = officer(), vote().pk
    return lambda: seal_vote(actor=who, now=CLOSES, vote_id=found)


@twice(seal_votes, "voting")
def _seal_votes() -> Call:
    return lambda: seal_votes(actor=SYSTEM, now=CLOSES)


@twice(propose_set_aside, "sealed")
def _propose_set_aside() -> Call:
    who, found, of = officer(), vote().pk, Ballot.objects.order_by("pk").values_list("pk", flat=True)[0]
    return lambda: propose_set_aside(
        actor=who, now=CLOSES, vote_id=found, signal="address", of=of, reason="한 주소", key="form"
    )


@twice(propose_set_aside, "sealed")
def _propose_set_aside_from_two_forms() -> Call:
    who, found, of = officer(), vote().pk, Ballot.objects.order_by("pk").values_list("pk", flat=True)[0]
    keys = iter("abcdef")
    return lambda: propose_set_aside(
        actor=who, now=CLOSES, vote_id=found, signal="address", of=of, reason="한 주소", key=next(keys)
    )


@twice(decide_set_aside, "sealed")
def _decide_set_aside() -> Call:
    of = Ballot.objects.order_by("pk").values_list("pk", flat=True)[0]
    proposal = propose_set_aside(
        actor=officer(), now=CLOSES, vote_id=vote().pk, signal="address", of=of, reason="한 주소"
    )
    who = officer("second")
    return lambda: decide_set_aside(actor=who, now=CLOSES, set_aside_id=proposal, confirm=True, reason="확인")


@twice(count_vote, "sealed")
def _count_vote() -> Call:
    who, found = officer(), vote().pk
    return lambda: count_vote(actor=who, now=COUNTED, vote_id=found, reason="마감")


@twice(forget_traces, "voting")
def _forget_traces() -> Call:
    assert VOTING < CLOSES
    counted(vote())
    return lambda: forget_traces(actor=SYSTEM, now=COUNTED + timedelta(days=100))
