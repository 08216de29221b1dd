from __future__ import annotations

from typing import Any

from tests.domains.people import NOW
from tests.web.matrix.rows import EVERYBODY, ROLES, only

_HERE = "/votes/small-2025/consult/"
_OFFICER = "/officer/votes/small-2025/consult/"
GONE = dict.fromkeys(ROLES, 404)
POSTED = dict.fromkeys(ROLES, 405)
LED_BACK = dict.fromkeys(ROLES, 302)

ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "votes": ("/votes/", EVERYBODY),
    "vote": (_HERE, EVERYBODY),
    "vote_candidate": (_HERE + "candidates/{candidate}/", EVERYBODY),
    "vote_picture_view": (_HERE + "candidates/{candidate}/pictures/{picture}/", EVERYBODY),
    # Officers of the programme and whoever acts for the business; for all others there is no such page.
    "vote_picture": (_HERE + "candidates/{candidate}/picture/", only("officer", others=404)),
    "vote_choose": (_HERE + "choose/", POSTED),
    "vote_ballot": (_HERE + "ballot/", EVERYBODY),
    "vote_verified": (_HERE + "verified/", dict.fromkeys(ROLES, 422)),
    "vote_confirm": (_HERE + "confirm/", LED_BACK),
    "vote_receipt": (_HERE + "receipt/", LED_BACK),
    "vote_check": (_HERE + "check/", EVERYBODY),
    "vote_sealed_list": (_HERE + "sealed.csv", EVERYBODY),
    # Sealed and not counted: nobody sees a result, whatever the role.
    "vote_results": (_HERE + "results/", GONE),
    "vote_opened_list": (_HERE + "ballots.csv", GONE),
    "officer_vote": (_OFFICER, only("officer", "ministry")),
    "officer_vote_open": (_OFFICER + "open/", only("officer", code=405)),
    "officer_vote_seal": (_OFFICER + "seal/", only("officer", code=405)),
    "officer_vote_ballots": (_OFFICER + "ballots/?signal=address&of={ballot}", only("officer", "ministry")),
    "officer_set_aside": (_OFFICER + "set-asides/{set_aside}/", only("officer")),
    "officer_vote_count": (_OFFICER + "count/", only("officer")),
}


def world(made: dict[str, Any]) -> None:
    """Add a vote that is sealed: one candidate, one ballot, a proposal to set it aside."""
    from tests.domains.builders import application, merchant
    from tests.domains.selecting import SMALL, small_programme
    from tests.domains.voting import vote_programme

    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.events.act import act
    from dure.domains.uploads.services.keep import keep_file
    from dure.domains.voting.models import Ballot, Candidate, CandidatePicture, SetAside, Vote
    from dure.service.demo.pictures import shop_front

    # Its second stage is for the rows of measured points.
    text = vote_programme().replace("    chosen_by: executor\n", "    chosen_by: score\n", 1)
    version = small_programme(text)
    with act("test.picture", actor=SYSTEM, now=NOW) as this:
        file = keep_file(this, purpose="candidate", name="a.png", content=shop_front(1), made_by_us=True)
    vote = Vote.objects.create(
        programme=SMALL, version=version, stage="consult", opens_at=NOW, closes_at=NOW.replace(year=2099),
        votes_each=1, changeable=True, second_officer=True, prepared_at=NOW,
    )  # fmt: skip
    one = application(merchant(71), version, n=71, state="accepted")
    shown = Candidate.objects.create(
        vote=vote, application=one, number=one.application_no, name=one.name, place=1
    )
    picture = CandidatePicture.objects.create(
        candidate=shown, file=file, alt="가게 앞", width=480, height=320, added_at=NOW
    )
    ballot = Ballot.objects.create(
        vote=vote, voter="v", choices="x", salt="y", hash="h", cast_at=NOW, changed_at=NOW, verified_at=NOW,
        address="a",
    )  # fmt: skip
    Vote.objects.filter(pk=vote.pk).update(state="sealed", sealed_at=NOW, sealed_sha256="0" * 64, ballots=1)
    proposal = SetAside.objects.create(
        vote=vote, signal="address", reason="왜", ballot_ids=[ballot.pk], proposed_by_id=1, proposed_at=NOW
    )
    made |= {
        "candidate": one.application_no,
        "picture": picture.pk,
        "ballot": ballot.pk,
        "set_aside": proposal.pk,
    }
