"""The first officer: invited by the installation itself, once, into an agency that is made where missing."""

from __future__ import annotations

import pytest
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.invitations import Letter
from dure.domains.accounts.models import Invitation, Membership, Organisation
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.services.invite_first_officer import REASON, invite_first_officer
from dure.domains.accounts.services.sign_up import sign_up_invited
from dure.domains.events.models import Event
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db


def invited(**more) -> list[Letter]:
    letters: list[Letter] = []
    invite_first_officer(**{
        "actor": SYSTEM, "now": NOW, "tell": lambda _this, letter: letters.append(letter),
        "email": "First@Agency.example", "code": "agency", "name_ko": "전담기관", "name_en": "Agency",
    } | more)  # fmt: skip
    return letters


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_an_empty_installation_gets_its_agency_and_its_officer():
    (letter,) = invited()
    user = sign_up_invited(now=NOW, token=letter.token, password="long-and-secret", name="김처음")
    held = Membership.objects.get()
    assert (user.email, held.user_id, held.role, held.programme, held.ends_at) == (
        "first@agency.example", user.pk, "officer", "", None,
    )  # fmt: skip
    agency = Organisation.objects.get()
    assert (agency.kind, agency.code, agency.name_ko, agency.name_en) == (
        "agency", "agency", "전담기관", "Agency",
    )  # fmt: skip
    told = Event.objects.filter(act__in=("organisation.make", "invitation.send"))
    assert [(event.actor_id, event.reason) for event in told] == [(None, REASON)] * 2


def test_where_there_is_an_officer_nobody_is_invited_unless_told_so():
    person("officer")
    with pytest.raises(Refused) as refused:
        invited()
    assert (codes(refused), Invitation.objects.count()) == (["officer.there"], 0)
    assert len(invited(although_there_is_one=True)) == 1


def test_only_the_service_itself_invites_so():
    with pytest.raises(NotAllowed):
        invited(actor=person("officer"), although_there_is_one=True)
    assert not Invitation.objects.exists()


def test_the_code_of_another_kind_of_organisation_is_refused():
    person("executor_staff", kind="executor", code="acorn")
    with pytest.raises(Refused) as refused:
        invited(code="acorn")
    assert (codes(refused), Invitation.objects.count()) == (["officer.kind"], 0)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"name_ko": ""}, "organisation.name"), ({"email": "nobody"}, "invite.email"),
     ({"code": "가"}, "organisation.code")],
)  # fmt: skip
def test_what_is_missing_is_told(more, code):
    with pytest.raises(Refused) as refused:
        invited(**more)
    assert (codes(refused), Invitation.objects.count()) == ([code], 0)
