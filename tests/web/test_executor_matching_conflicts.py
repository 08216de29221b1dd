"""Matching at the executor's desk: whom somebody conflicts with stands in no round or list of theirs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.domains.matching import PROGRAMME, SELLER, executors_case, planned_by, provider, staff
from tests.domains.people import NOW

from dure.domains.accounts.models import User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, StaffConflict
from dure.domains.matching.models import Match
from dure.domains.matching.services.end_match import end_match
from dure.domains.matching.services.propose_round import propose_round
from dure.domains.merchants.models import MerchantMember
from dure.domains.selection.models import Decision, Place, Selection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _the_day_of_the_proposal(monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())


def text(who, name: str, *of: object) -> str:
    found = Client(headers={"accept-language": "en"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found.get(reverse(name, args=of)).content.decode()


def status(who, match: Match) -> int:
    found = Client(headers={"accept-language": "en"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found.get(reverse("match", args=[match.pk])).status_code


def declared(who, case: Application) -> None:
    StaffConflict.objects.create(
        programme=PROGRAMME, application=case, user_id=who.user_id, relation="family", at=NOW
    )


def acted_once(who, case: Application) -> None:
    MerchantMember.objects.create(
        merchant=case.merchant, user_id=who.user_id, proved_by="first", since=NOW, until=NOW
    )


@pytest.mark.parametrize("becomes", [declared, acted_once])
def test_a_match_with_whom_staff_conflict_is_a_colleagues(becomes):
    one, other = executors_case(2, 0)
    provider(capacity=5)
    made = planned_by("acorn")
    propose_round(actor=staff("acorn"), now=NOW, round_id=made.pk)
    theirs, mine = (Match.objects.get(application=of) for of in (one, other))
    me = staff("acorn")
    assert (status(me, theirs), status(me, mine)) == (200, 200)
    becomes(me, one)
    assert (status(me, theirs), status(me, mine)) == (404, 200)
    for name, of in (
        ("executor_match_round", (PROGRAMME, SELLER, 1)),
        ("executor_matching", (PROGRAMME, SELLER)),
    ):
        shown = text(me, name, *of)
        assert other.application_no in shown
        assert one.application_no not in shown
        assert one.name not in shown
    with pytest.raises(NotAllowed):
        end_match(actor=me, now=NOW, match_id=theirs.pk, reason="왜")
    theirs.refresh_from_db()
    assert theirs.state == "proposed"


def test_nor_do_they_read_that_it_got_nobody():
    one, other = executors_case(2, 0)
    planned_by("acorn")
    me = staff("acorn")
    declared(me, one)
    shown = text(me, "executor_match_unmatched", PROGRAMME, SELLER, 1)
    assert other.application_no in shown
    assert one.application_no not in shown


def test_nor_its_decision_nor_the_place_that_it_gave_up():
    one, other = executors_case(2, 0)
    selection = Selection.objects.get()
    for n, case in enumerate((one, other), start=1):
        Decision.objects.create(
            selection=selection, application=case, application_no=case.application_no, decision="selected",
            executor="acorn", rank=n, reason="within_quota",
        )  # fmt: skip
    Selection.objects.update(state="confirmed")
    Selection.objects.update(
        state="published", published_at=NOW, public_from=NOW, bundle_id=selection.inputs_id
    )
    Place.objects.update(state="given_up")
    me = staff("acorn")
    declared(me, one)
    assert list(Decision.objects.visible_to(me).values_list("application_id", flat=True)) == [other.pk]
    assert list(Place.objects.visible_to(me).values_list("application_id", flat=True)) == [other.pk]
