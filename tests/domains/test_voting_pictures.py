"""Pictures of candidates: who may put them, until when, and that nothing of the camera is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.builders import signed_up
from tests.domains.files import jpg, pdf, png
from tests.domains.people import person
from tests.domains.reviews import staff
from tests.domains.selecting import officer
from tests.domains.test_uploads_pictures import exif, photo
from tests.domains.voting import OPENS, PREPARED, VOTING, vote_made

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.merchants.models import MerchantMember
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.queries import read_file
from dure.domains.voting.forgetting import files
from dure.domains.voting.models import Candidate, CandidatePicture
from dure.domains.voting.queries import pictures_of
from dure.domains.voting.services.put_picture import put_picture
from dure.domains.voting.services.take_off_picture import take_off_picture
from dure.engine.problems import Refused
from dure.service.demo.pictures import shop_front

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DURE_PRIVATE_FILES = tmp_path
    settings.DURE_VIRUS_SCAN = False


def refused(call) -> str:
    with pytest.raises(Refused) as told:
        call()
    return told.value.problems[0].code


def putting(who, candidate, now=PREPARED, alt="가게 앞", content=None, name="a.png"):
    content = shop_front(1) if content is None else content
    return lambda: put_picture(
        actor=who, now=now, candidate_id=candidate.pk, alt=alt, name=name, content=content
    )


def one_candidate():
    vote, made = vote_made(3)
    candidate = Candidate.objects.get(application=made[0])
    owner = signed_up("owner@test.example")
    MerchantMember.objects.create(
        merchant_id=made[0].merchant_id, user_id=owner.user_id, proved_by="first", since=PREPARED
    )
    return vote, candidate, owner


def test_the_merchant_and_officers_put_a_picture_that_everybody_sees():
    vote, candidate, owner = one_candidate()
    first = putting(owner, candidate)()
    assert pictures_of(SignedActor(), [candidate])[candidate.pk].pk == first
    second = putting(officer(), candidate, content=shop_front(2), alt="간판")()
    shown = pictures_of(SignedActor(), [candidate])[candidate.pk]
    assert (shown.pk, shown.alt, shown.width, shown.height) == (second, "간판", 480, 320)
    assert CandidatePicture.objects.filter(taken_off_at=PREPARED).values_list("pk", flat=True).get() == first
    assert len(files(vote.programme)) == 2


def test_the_same_picture_twice_is_one_and_other_words_alone_are_other_words():
    _vote, candidate, owner = one_candidate()
    first = putting(owner, candidate)()
    assert putting(owner, candidate)() == first
    assert putting(owner, candidate, content=b"", alt="초록 차양")() == first
    assert CandidatePicture.objects.get().alt == "초록 차양"
    assert StoredFile.objects.filter(purpose="candidate").count() == 1
    assert Event.objects.filter(act="vote.put_picture", subject="candidate").count() == 2


def test_what_the_camera_wrote_is_not_kept():
    _vote, candidate, owner = one_candidate()
    putting(owner, candidate, content=photo(exif(1)), name="a.jpg")()
    kept = StoredFile.objects.get(purpose="candidate")
    assert read_file(kept) == photo()
    assert kept.content_type == "image/jpeg"


def test_others_may_not_and_nothing_is_kept():
    _vote, candidate, owner = one_candidate()
    for who in (SignedActor(), signed_up("other@test.example"), staff(), person("ministry")):
        with pytest.raises(NotAllowed):
            putting(who, candidate)()
        with pytest.raises(NotAllowed):
            take_off_picture(actor=who, now=PREPARED, candidate_id=candidate.pk, reason="x")
    other = Candidate.objects.exclude(pk=candidate.pk).first()
    with pytest.raises(NotAllowed):
        putting(owner, other)()
    assert not CandidatePicture.objects.exists()
    assert not StoredFile.objects.filter(purpose="candidate").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"alt": " "}, "picture.alt"),
        ({"alt": "가" * 201}, "picture.alt"),
        ({"content": b""}, "picture.none"),
        ({"content": pdf()}, "file.type"),
        ({"content": png()}, "picture.points"),
        ({"content": jpg()}, "picture.broken"),
        ({"content": shop_front(1) + bytes(5 * 1024 * 1024)}, "file.large"),
        ({"now": OPENS}, "picture.begun"),
    ],
)
def test_a_picture_that_cannot_be_taken_is_refused_and_nothing_is_kept(change, code):
    _vote, candidate, owner = one_candidate()
    assert refused(putting(owner, candidate, **change)) == code
    assert not CandidatePicture.objects.exists()
    assert not StoredFile.objects.filter(purpose="candidate").exists()


def test_once_the_vote_has_begun_only_an_officer_takes_a_picture_off_and_says_why():
    _vote, candidate, owner = one_candidate()
    putting(owner, candidate)()

    def off(who, reason="", now=VOTING):
        return lambda: take_off_picture(actor=who, now=now, candidate_id=candidate.pk, reason=reason)

    assert refused(off(owner)) == "picture.begun"
    assert refused(off(officer())) == "vote.reason"
    assert pictures_of(SignedActor(), [candidate])
    off(officer(), "사람 얼굴이 있습니다")()
    off(officer(), "사람 얼굴이 있습니다", VOTING + timedelta(hours=1))()
    assert pictures_of(SignedActor(), [candidate]) == {}
    assert Event.objects.filter(act="vote.take_off_picture").values_list("reason", flat=True).get() == (
        "사람 얼굴이 있습니다"
    )
