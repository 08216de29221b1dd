"""What reviewers find in the demo: a panel at work, with somebody who has not begun."""

from __future__ import annotations

import pytest
from tests.domains.people import NOW

from dure.domains.accounts.actors import actor_of
from dure.domains.accounts.models import User
from dure.domains.review.queries_panel import OwnRound, own_rounds
from dure.service.demo import STAFF, load_demo
from dure.service.demo.panels import PROGRAMME, ROUND, load_panel


@pytest.mark.django_db
def test_the_first_reviewer_has_cases_to_declare_and_the_others_have_one_to_score(settings):
    settings.DURE_VIRUS_SCAN = False
    load_demo()
    officer, *sitting = (
        actor_of(User.objects.get(email=f"{who}@demo.example").pk, NOW)
        for who in ("officer", "reviewer1", "reviewer2", "reviewer3")
    )
    load_panel(officer, sitting)
    first, second, third = (own_rounds(one, NOW) for one in sitting)
    (of_first,), (of_second,), (of_third,) = first, second, third
    assert (of_first.programme, of_first.round) == (PROGRAMME, ROUND)
    assert of_first.to_declare > 0
    assert (of_first.to_score, of_first.scored) == (0, 0)
    for one in (of_second, of_third):
        assert one == OwnRound(PROGRAMME, ROUND, 0, 1, one.scored)
        assert one.scored > 0


def test_an_officer_is_left_who_decided_nothing():
    assert sum(one.role == "officer" for one in STAFF) == 3
