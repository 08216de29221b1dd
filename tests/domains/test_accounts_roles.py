"""Roles: invited to, accepted, passed on for a while, ended; each counts from an instant up to another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.db.utils import IntegrityError
from tests.domains.builders import signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts import queries
from dure.domains.accounts.actors import SYSTEM, SignedActor, actor_of
from dure.domains.accounts.invitations import Letter
from dure.domains.accounts.models import Invitation, Membership, Organisation, User
from dure.domains.accounts.policies import may_take_off_second_factor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.accounts.services.accept_invitation import accept_invitation
from dure.domains.accounts.services.delegate import delegate
from dure.domains.accounts.services.end_membership import end_membership
from dure.domains.accounts.services.invite import DAYS_OPEN, invite
from dure.domains.accounts.services.make_organisation import make_organisation
from dure.domains.accounts.services.revoke_invitation import revoke_invitation
from dure.domains.accounts.services.sign_up import sign_up_invited
from dure.domains.events.act import Act
from dure.domains.events.models import Event
from dure.engine.problems import Refused

DAY = timedelta(days=1)
PASSWORD = "long-and-secret"


class Letters:
    """Keeps what would be sent."""

    def __init__(self) -> None:
        self.sent: list[Letter] = []

    def __call__(self, _this: Act, letter: Letter) -> None:
        self.sent.append(letter)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def organisation(code: str = "acorn", kind: str = "executor") -> Organisation:
    names = {"kind": kind, "name_ko": "도토리", "name_en": "Acorn"}
    return Organisation.objects.get_or_create(code=code, defaults=names)[0]


def letter_to(
    email: str = "new@test.example",
    *,
    by: SignedActor | None = None,
    tell: Letters | None = None,
    **more: Any,
) -> Letter:
    told = tell or Letters()
    given: dict[str, Any] = {
        "actor": by or person(), "now": NOW, "tell": told, "organisation_id": organisation().pk,
        "role": "executor_staff", "programme": "", "email": email, "ends_at": None, "key": f"key {email}",
    } | more  # fmt: skip
    invite(**given)
    return told.sent[-1]


def held(who: SignedActor) -> Membership:
    return Membership.objects.get(user_id=who.user_id)


def pass_on(who: SignedActor, to: SignedActor, **more: Any) -> int:
    given: dict[str, Any] = {
        "actor": who, "now": NOW, "to_user_id": to.user_id,
        "starts_at": NOW, "ends_at": NOW + 7 * DAY, "reason": "leave",
    } | more  # fmt: skip
    return delegate(**given, **({} if "membership_id" in more else {"membership_id": held(who).pk}))


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run calls in threads of their own; what is refused counts as its codes."""

    def run(call: Callable[[], object]) -> object:
        try:
            return call()
        except Refused as refused:
            return refused.problems[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


# --- organisations ---------------------------------------------------------------------------------


def made(by: SignedActor, **more: str) -> int:
    given = {"kind": "executor", "code": "oak", "name_ko": "참나무", "name_en": "Oak"} | more
    return make_organisation(actor=by, now=NOW, **given)


@pytest.mark.django_db
def test_an_organisation_is_made_once_and_found_by_half_typed_syllables_and_initials():
    officer = person()
    assert made(officer) == made(officer)
    assert Event.objects.filter(act="organisation.make").count() == 1
    for words in ("참나", "ㅊㄴㅁ", "oak", "차"):
        found = queries.organisations(officer, NOW, words)
        assert [one.code for one in found] == ["oak"], words
    assert list(queries.organisations(officer, NOW, "참나무", "agency")) == []


@pytest.mark.django_db
def test_an_organisation_with_everything_wrong_is_told_all_of_it():
    with pytest.raises(Refused) as refused:
        made(person(), kind="guild", code="Oak!", name_ko=" ")
    assert codes(refused) == ["organisation.kind", "organisation.code", "organisation.name"]
    assert not Organisation.objects.exclude(code="agency").exists()


@pytest.mark.django_db
def test_a_code_belongs_to_one_organisation():
    officer = person()
    made(officer)
    with pytest.raises(Refused) as refused:
        made(officer, name_ko="다른 참나무")
    assert codes(refused) == ["organisation.taken"]
    assert Organisation.objects.get(code="oak").name_ko == "참나무"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_make_organisations(role):
    with pytest.raises(NotAllowed):
        made(person(role))


# --- invitations -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_invitation_keeps_the_hash_of_its_secret_and_hides_the_address():
    letter = letter_to("New@Test.example")
    found = Invitation.objects.get()
    assert found.email == letter.email == "new@test.example"
    assert found.expires_at == letter.expires_at == NOW + DAYS_OPEN * DAY
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_invitation")
        kept = str(cursor.fetchall())
        cursor.execute("SELECT * FROM events_event")
        kept += str(cursor.fetchall())
    assert letter.token not in kept
    assert "new@test" not in kept


@pytest.mark.django_db
def test_the_same_form_twice_is_one_letter():
    told, officer = Letters(), person()
    for _ in range(2):
        letter_to(by=officer, tell=told)
    assert len(told.sent) == Invitation.objects.count() == 1


@pytest.mark.django_db
def test_who_is_invited_already_is_not_invited_again_until_it_is_revoked_or_over():
    officer = person()
    first = letter_to(by=officer)
    with pytest.raises(Refused) as refused:
        letter_to(by=officer, key="another form")
    assert codes(refused) == ["invite.open"]
    revoke_invitation(actor=officer, now=NOW, invitation_id=first.invitation_id)
    second = letter_to(by=officer, key="third")
    letter_to(by=officer, key="fourth", now=NOW + DAYS_OPEN * DAY)
    states = Invitation.objects.order_by("id").values_list("state", "email_blind")
    assert [state for state, _ in states] == ["revoked", "lapsed", "open"]
    assert [bool(blind) for _, blind in states] == [False, False, True]
    assert second.token != first.token


@pytest.mark.django_db
def test_everything_wrong_with_an_invitation_is_told():
    with pytest.raises(Refused) as refused:
        letter_to("no address", role="officer", ends_at=NOW)
    assert codes(refused) == ["invite.role", "invite.email", "invite.ends_at"]
    assert Invitation.objects.count() == 0


@pytest.mark.django_db
def test_executors_staff_invite_to_their_own_executor_only():
    staff = person("executor_staff", kind="executor", code="acorn")
    letter_to(by=staff)
    other = organisation("otter")
    with pytest.raises(NotAllowed):
        letter_to(by=staff, organisation_id=other.pk, key="2")
    with pytest.raises(NotAllowed):
        letter_to(by=person("reviewer"), key="3")
    assert Invitation.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["association", "centre"])
def test_associations_and_centres_invite_colleagues_to_their_own_and_no_reviewers(kind):
    role = f"{kind}_staff"
    staff = person(role, kind=kind, code="guild")
    own, other = organisation("guild"), organisation("other-guild", kind)
    reviewer = person("reviewer", kind=kind, code="guild")
    letter = letter_to(by=staff, organisation_id=own.pk, role=role)
    for more in (
        {"organisation_id": other.pk, "role": role},
        {"organisation_id": own.pk, "role": "reviewer"},
        {"organisation_id": organisation().pk},
    ):
        with pytest.raises(NotAllowed):
            letter_to("else@test.example", by=staff, **more)
    assert [one.role for one in Invitation.objects.all()] == [role]
    assert list(Invitation.objects.visible_to(staff)) == list(Invitation.objects.all())
    assert not Invitation.objects.visible_to(person(role, "x@test.example", kind, "other-guild")).exists()
    with pytest.raises(NotAllowed):
        end_membership(actor=staff, now=NOW, membership_id=held(reviewer).pk, reason="why")
    assert not may_take_off_second_factor(staff, reviewer.user_id, NOW)
    sign_up_invited(now=NOW, token=letter.token, password=PASSWORD, name="")
    colleague = actor_of(User.objects.get(email="new@test.example").pk, NOW)
    assert (colleague.roles, actor_of(reviewer.user_id, NOW).role) == (((role, "guild"),), "reviewer")
    assert may_take_off_second_factor(staff, colleague.user_id, NOW)
    end_membership(actor=colleague, now=NOW, membership_id=held(staff).pk, reason="why")
    assert not actor_of(staff.user_id, NOW).roles


@pytest.mark.django_db
def test_staff_of_one_programme_invite_to_that_one_only():
    staff = person("executor_staff", kind="executor", code="acorn")
    Membership.objects.filter(user_id=staff.user_id).update(programme="tops-2025")
    staff = actor_of(staff.user_id, NOW)
    letter_to("one@test.example", by=staff, programme="tops-2025")
    with pytest.raises(NotAllowed):
        letter_to("two@test.example", by=staff)
    assert Invitation.objects.get().programme == "tops-2025"


@pytest.mark.django_db
def test_a_revoked_invitation_opens_nothing_and_twice_is_once():
    officer = person()
    letter = letter_to(by=officer)
    for _ in range(2):
        revoke_invitation(actor=officer, now=NOW, invitation_id=letter.invitation_id)
    with pytest.raises(Refused) as refused:
        sign_up_invited(now=NOW, token=letter.token, password=PASSWORD, name="")
    assert codes(refused) == ["invitation.closed"]
    assert not User.objects.filter(email="new@test.example").exists()
    assert Event.objects.filter(act="invitation.revoke").count() == 1


@pytest.mark.django_db
def test_somebody_new_takes_the_role_with_the_letter_alone():
    letter = letter_to(ends_at=NOW + 30 * DAY)
    user = sign_up_invited(now=NOW, token=letter.token, password=PASSWORD, name="김하나")
    assert actor_of(user.pk, NOW).held == (("executor_staff", "acorn", ""),)
    assert actor_of(user.pk, NOW + 30 * DAY).held == ()
    assert EmailAddress.objects.get(user=user).verified
    assert User.objects.get(pk=user.pk).name == "김하나"
    invitation = Invitation.objects.get()
    assert (invitation.state, invitation.email, invitation.email_blind) == ("accepted", "", "")
    told = Event.objects.filter(act="account.sign_up").values_list("subject", "actor_id")
    assert sorted(told) == [("invitation", user.pk), ("membership", user.pk), ("user", user.pk)]


@pytest.mark.django_db
def test_somebody_with_an_account_signs_in_to_accept():
    letter = letter_to()
    who = signed_up("new@test.example")
    with pytest.raises(Refused) as refused:
        sign_up_invited(now=NOW, token=letter.token, password=PASSWORD, name="")
    assert codes(refused) == ["account.taken"]
    accept_invitation(actor=who, now=NOW, token=letter.token)
    assert actor_of(who.user_id, NOW).has("executor_staff")
    with pytest.raises(Refused):
        accept_invitation(actor=who, now=NOW, token=letter.token)
    assert Membership.objects.filter(user_id=who.user_id).count() == 1


@pytest.mark.django_db
def test_a_letter_to_another_address_is_refused():
    letter = letter_to()
    with pytest.raises(Refused) as refused:
        accept_invitation(actor=signed_up("other@test.example"), now=NOW, token=letter.token)
    assert codes(refused) == ["invitation.other"]
    assert Invitation.objects.get().state == "open"


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "guess"])
def test_a_wrong_token_opens_nothing(token):
    letter_to()
    with pytest.raises(Refused):
        accept_invitation(actor=signed_up("new@test.example"), now=NOW, token=token)


@pytest.mark.django_db
def test_a_letter_opens_until_the_instant_it_expires():
    letter = letter_to()
    who = signed_up("new@test.example")
    with pytest.raises(Refused) as refused:
        accept_invitation(actor=who, now=letter.expires_at, token=letter.token)
    assert codes(refused) == ["invitation.closed"]
    accept_invitation(actor=who, now=letter.expires_at - timedelta(microseconds=1), token=letter.token)


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_role():
    letter = letter_to()
    who = signed_up("new@test.example")
    found = at_once(*[lambda: accept_invitation(actor=who, now=NOW, token=letter.token)] * 2)
    assert sorted(map(str, found))[-1] == "invitation.closed"
    assert Membership.objects.filter(user_id=who.user_id).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_invitations_of_one_person_at_once_are_one():
    officer = person()
    told = Letters()
    place = organisation().pk
    found = at_once(
        *(
            lambda key=key: letter_to(by=officer, tell=told, key=key, organisation_id=place)  # type: ignore[misc]
            for key in ("a", "b")
        )
    )
    assert "invite.open" in found
    assert len(told.sent) == Invitation.objects.count() == 1


# --- roles and their ends --------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_role_ends_at_an_instant_and_twice_is_once():
    officer, staff = person(), person("executor_staff", kind="executor", code="acorn")
    end = NOW + DAY
    for _ in range(2):
        end_membership(actor=officer, now=end, membership_id=held(staff).pk, reason="left")
    assert actor_of(staff.user_id, end - timedelta(microseconds=1)).has("executor_staff")
    assert not actor_of(staff.user_id, end).has("executor_staff")
    assert list(Event.objects.filter(act="membership.end").values_list("reason", flat=True)) == ["left"]


@pytest.mark.django_db
def test_a_role_needs_a_reason_to_end():
    officer, staff = person(), person("executor_staff", kind="executor", code="acorn")
    with pytest.raises(Refused) as refused:
        end_membership(actor=officer, now=NOW, membership_id=held(staff).pk, reason=" ")
    assert codes(refused) == ["membership.reason"]
    assert held(staff).ends_at is None


@pytest.mark.django_db
def test_who_ends_a_role():
    staff = person("executor_staff", kind="executor", code="acorn")
    colleague = person("executor_staff", email="colleague@test.example", kind="executor", code="acorn")
    stranger = person("executor_staff", email="otter@test.example", kind="executor", code="otter")
    for who in (stranger, person("ministry", kind="ministry", code="ministry"), signed_up("x@test.example")):
        with pytest.raises(NotAllowed):
            end_membership(actor=who, now=NOW, membership_id=held(staff).pk, reason="why")
    end_membership(actor=colleague, now=NOW, membership_id=held(staff).pk, reason="why")
    end_membership(actor=colleague, now=NOW, membership_id=held(colleague).pk, reason="my own")
    assert not actor_of(staff.user_id, NOW).roles
    assert not actor_of(colleague.user_id, NOW).roles


@pytest.mark.django_db
def test_the_last_officer_stays():
    one = person()
    with pytest.raises(Refused) as refused:
        end_membership(actor=one, now=NOW, membership_id=held(one).pk, reason="why")
    assert codes(refused) == ["membership.last_officer"]
    two = person(email="two@test.example")
    Membership.objects.filter(user_id=two.user_id).update(programme="tops-2025")
    with pytest.raises(Refused):
        end_membership(actor=one, now=NOW, membership_id=held(one).pk, reason="an officer of one programme")
    Membership.objects.filter(user_id=two.user_id).update(programme="")
    end_membership(actor=one, now=NOW, membership_id=held(one).pk, reason="there is another one")
    assert not actor_of(one.user_id, NOW).roles


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_end_each_other_at_once_leave_one():
    one, two = person(), person(email="two@test.example")
    ids = {who.user_id: held(who).pk for who in (one, two)}
    found = at_once(
        lambda: end_membership(actor=one, now=NOW, membership_id=ids[two.user_id], reason="why"),
        lambda: end_membership(actor=two, now=NOW, membership_id=ids[one.user_id], reason="why"),
    )
    assert sorted(map(str, found)) == ["None", "membership.last_officer"]
    assert Membership.objects.in_force(NOW).filter(role="officer").count() == 1


@pytest.mark.django_db
def test_who_was_ended_can_be_invited_again_at_the_same_instant():
    officer = person()
    who = signed_up("new@test.example")
    for n in range(2):
        letter = letter_to(by=officer, key=str(n))
        made_id = accept_invitation(actor=who, now=NOW, token=letter.token)
        assert actor_of(who.user_id, NOW).has("executor_staff")
        end_membership(actor=officer, now=NOW, membership_id=made_id, reason="why")
        assert not actor_of(who.user_id, NOW).roles


@pytest.mark.django_db
def test_the_database_refuses_the_same_role_twice_at_a_time():
    who = held(person())
    with pytest.raises(IntegrityError):
        Membership.objects.create(
            user_id=who.user_id, organisation=who.organisation, role=who.role, starts_at=NOW + DAY
        )


@pytest.mark.django_db
def test_a_role_for_one_programme_counts_there_only():
    letter = letter_to(programme="tops-2025")
    user = sign_up_invited(now=NOW, token=letter.token, password=PASSWORD, name="")
    who = actor_of(user.pk, NOW)
    assert who.may_in("tops-2025", "executor_staff")
    assert not who.may_in("other-2025", "executor_staff")
    assert not who.may_in("", "executor_staff")
    everything = person("executor_staff", kind="executor", code="acorn")
    assert everything.may_in("tops-2025", "executor_staff")
    assert everything.may_in("", "executor_staff")


@pytest.mark.django_db
def test_an_actor_costs_one_query(django_assert_num_queries):
    who = person()
    with django_assert_num_queries(1):
        assert actor_of(who.user_id, NOW).has("officer")


# --- delegation ------------------------------------------------------------------------------------


@pytest.fixture
def pair(db) -> tuple[SignedActor, SignedActor]:
    return person(), person("reviewer")


def test_a_role_is_passed_on_for_a_while(pair):
    officer, colleague = pair
    first = pass_on(officer, colleague, starts_at=NOW + DAY)
    assert pass_on(officer, colleague, starts_at=NOW + DAY) == first
    times = [NOW, NOW + DAY, NOW + 7 * DAY - timedelta(microseconds=1), NOW + 7 * DAY]
    assert [actor_of(colleague.user_id, at).has("officer") for at in times] == [False, True, True, False]
    assert actor_of(officer.user_id, NOW + DAY).has("officer")
    assert Membership.objects.get(pk=first).delegated_by_id == held(officer).pk
    assert Event.objects.filter(act="membership.delegate").count() == 1


def test_what_was_passed_on_is_not_passed_on_again(pair):
    officer, colleague = pair
    third = person("reviewer", email="third@test.example")
    passed = pass_on(officer, colleague)
    with pytest.raises(Refused) as refused:
        pass_on(colleague, third, membership_id=passed)
    assert codes(refused) == ["delegate.passed_on"]
    assert not actor_of(third.user_id, NOW).has("officer")


def test_a_role_of_somebody_else_is_not_passed_on(pair):
    officer, colleague = pair
    with pytest.raises(NotAllowed):
        pass_on(officer, colleague, actor=colleague)
    assert Membership.objects.count() == 2


def test_only_colleagues_take_over(pair):
    officer, _ = pair
    stranger = person("executor_staff", kind="executor", code="acorn")
    for who in (stranger, signed_up("x@test.example"), officer):
        with pytest.raises(Refused) as refused:
            pass_on(officer, who)
        assert codes(refused) == ["delegate.colleague"]


def test_everything_wrong_with_a_delegation_is_told(pair):
    officer, colleague = pair
    Membership.objects.filter(user_id=officer.user_id).update(ends_at=NOW + DAY)
    with pytest.raises(Refused) as refused:
        pass_on(officer, colleague, reason="", starts_at=NOW + 3 * DAY, ends_at=NOW + 2 * DAY)
    assert codes(refused) == ["delegate.period", "delegate.longer", "delegate.reason"]


def test_a_delegation_ends_with_its_source(pair):
    officer, colleague = pair
    person(email="another@test.example")
    now_one = pass_on(officer, colleague)
    later_one = pass_on(officer, colleague, starts_at=NOW + 10 * DAY, ends_at=NOW + 20 * DAY)
    end_membership(actor=officer, now=NOW + DAY, membership_id=held(officer).pk, reason="moved")
    ends = dict(Membership.objects.filter(pk__in=[now_one, later_one]).values_list("pk", "ends_at"))
    assert ends == {now_one: NOW + DAY, later_one: NOW + 10 * DAY}
    for at in (NOW + DAY, NOW + 15 * DAY):
        assert not actor_of(colleague.user_id, at).has("officer")


def test_a_delegation_without_its_source_counts_for_nothing(pair):
    officer, colleague = pair
    pass_on(officer, colleague)
    Membership.objects.filter(user_id=officer.user_id).update(ends_at=NOW + DAY)
    assert actor_of(colleague.user_id, NOW).has("officer")
    assert not actor_of(colleague.user_id, NOW + DAY).has("officer")


def test_the_holder_takes_it_back(pair):
    officer, colleague = pair
    passed = pass_on(officer, colleague)
    end_membership(actor=officer, now=NOW + DAY, membership_id=passed, reason="back at work")
    assert not actor_of(colleague.user_id, NOW + DAY).has("officer")
    assert actor_of(officer.user_id, NOW + DAY).has("officer")


def test_a_role_in_ones_own_right_ends_the_delegation_of_it(pair):
    officer, colleague = pair
    pass_on(officer, colleague)
    user = User.objects.get(pk=colleague.user_id)
    letter = letter_to(
        user.email, by=officer, role="officer", organisation_id=held(officer).organisation_id, now=NOW
    )
    accept_invitation(actor=colleague, now=NOW + DAY, token=letter.token)
    own = Membership.objects.in_force(NOW + DAY).get(user=user, role="officer")
    assert own.delegated_by_id is None


# --- who sees what ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_sees_organisations_roles_invitations_and_people():
    officer, ministry = person(), person("ministry", kind="ministry", code="ministry")
    acorn = person("executor_staff", kind="executor", code="acorn")
    otter = person("executor_staff", email="otter@test.example", kind="executor", code="otter")
    reviewer, newcomer = person("reviewer"), signed_up("new@test.example")
    letter_to("x@test.example", by=acorn)
    everybody = [officer, ministry, acorn, otter, reviewer, newcomer, SignedActor()]
    seen = {
        model.__name__: [model.objects.visible_to(who).count() for who in everybody]
        for model in (Organisation, Membership, Invitation, User)
    }
    assert seen == {
        "Organisation": [4, 4, 1, 1, 1, 0, 0],
        "Membership": [5, 5, 1, 1, 1, 0, 0],
        "Invitation": [1, 1, 1, 0, 0, 0, 0],
        "User": [5, 5, 1, 1, 2, 1, 0],
    }


@pytest.mark.django_db
def test_nobody_is_appointed_by_people():
    assert SYSTEM.user_id is None
    assert actor_of(None, datetime.now(NOW.tzinfo)).roles == ()
