"""What the demo shows of public votes: one that runs, with pictures, ballots and a sign of abuse."""

from __future__ import annotations

import pytest
from tests.domains.people import NOW

from dure.domains.accounts.actors import SignedActor, actor_of
from dure.domains.accounts.models import User
from dure.domains.uploads.pictures import bare_picture
from dure.domains.uploads.purposes import PNG
from dure.domains.voting.models import Ballot
from dure.domains.voting.queries import candidates, phase_of, pictures_of, vote_of
from dure.domains.voting.signals import groups
from dure.service.demo import load_demo
from dure.service.demo.pictures import HEIGHT, WIDTH, shop_front
from dure.service.demo.votes import OF_ONE_ADDRESS, PROGRAMME, STAGE, VOTERS, load_vote

NOBODY = SignedActor()


@pytest.mark.django_db
def test_the_vote_of_the_demo_runs_and_shows_candidates_pictures_and_a_sign_of_abuse(settings, tmp_path):
    settings.DURE_VIRUS_SCAN = False
    settings.DURE_PRIVATE_FILES = tmp_path
    load_demo()
    officer = actor_of(User.objects.get(email="officer@demo.example").pk, NOW)
    load_vote(officer)
    vote = vote_of(NOBODY, PROGRAMME, STAGE)
    assert vote is not None
    assert phase_of(vote, NOW) == "open"
    standing = list(candidates(NOBODY, vote))
    assert len(standing) >= 8
    assert len(pictures_of(NOBODY, standing)) == len(standing) - len(standing) // 5
    assert all("pitch" in one.shown for one in standing)
    assert Ballot.objects.filter(vote=vote).count() == VOTERS
    found = {one.signal: one.count for one in groups(officer, vote, VOTERS)}
    assert found["address"] == OF_ONE_ADDRESS


def test_the_same_number_gives_the_same_front_of_a_shop():
    assert shop_front(3) == shop_front(3) != shop_front(4)
    found = bare_picture(shop_front(3), PNG)
    assert (found.width, found.height, found.content) == (WIDTH, HEIGHT, shop_front(3))
