"""Accounts, organisations, invitations and roles, each run twice."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from tests.domains.builders import signed_up
from tests.domains.people import NOW, person
from tests.domains.reviews import staff
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.invitations import Letter
from dure.domains.accounts.models import Membership, Organisation, User
from dure.domains.accounts.services.accept_invitation import accept_invitation, no_longer, take_role
from dure.domains.accounts.services.appoint import appoint
from dure.domains.accounts.services.change_account import change_account
from dure.domains.accounts.services.change_password import change_password
from dure.domains.accounts.services.close_account import close_account
from dure.domains.accounts.services.delegate import delegate
from dure.domains.accounts.services.end_membership import end_membership, end_roles
from dure.domains.accounts.services.invite import invite
from dure.domains.accounts.services.invite_first_officer import invite_first_officer
from dure.domains.accounts.services.lapse_invitations import lapse_invitations
from dure.domains.accounts.services.let_library import let_library
from dure.domains.accounts.services.make_organisation import make_organisation
from dure.domains.accounts.services.revoke_invitation import revoke_invitation
from dure.domains.accounts.services.send_invitation_again import send_invitation_again
from dure.domains.accounts.services.sign_up import sign_up, sign_up_invited
from dure.domains.accounts.services.take_off_second_factor import take_off_second_factor
from dure.domains.events.act import act
from dure.domains.merchants.queries import merchants_of

DAY = timedelta(days=1)
PASSWORD = "long-and-secret"


def invited(email: str = "two@test.example", key: str = "k") -> Letter:
    letters: list[Letter] = []
    invite(
        actor=person(), now=NOW, tell=lambda _this, letter: letters.append(letter), role="executor_staff",
        organisation_id=Organisation.objects.get(code="acorn").pk, programme="", email=email, ends_at=None,
        key=key,
    )  # fmt: skip
    return letters[0]


def role_of(who: SignedActor) -> Membership:
    return Membership.objects.get(user_id=who.user_id)


@twice(appoint, "people")
def _appoint() -> Call:
    return lambda: appoint(
        actor=SYSTEM, now=NOW, email="new@test.example", password=PASSWORD, role="officer", kind="agency",
        code="another", name_ko="다른 기관", name_en="Another",
    )  # fmt: skip


@twice(change_account, "people")
def _change_account() -> Call:
    who = signed_up("two@test.example")
    return lambda: change_account(actor=who, now=NOW, name="김둘", phone="010-1234-5678", language="en")


@twice(change_password, "people", again="each time that somebody sets a password is told, the same one too")
def _change_password() -> Call:
    user = User.objects.get(email="two@test.example")
    return lambda: change_password(now=NOW, user=user, password=PASSWORD)


@twice(close_account, "people")
def _close_account() -> Call:
    who = signed_up("two@test.example")
    return lambda: close_account(actor=who, now=NOW, merchants=merchants_of(who))


@twice(delegate, "people")
def _delegate() -> Call:
    who, to = staff(), User.objects.get(email="colleague@test.example")
    Membership.objects.filter(user=to).update(role="executor_staff", programme="tops-2025")
    role = role_of(who).pk
    return lambda: delegate(
        actor=who, now=NOW, membership_id=role, to_user_id=to.pk, starts_at=NOW, ends_at=NOW + DAY,
        reason="휴가",
    )  # fmt: skip


@twice(end_membership, "people")
def _end_membership() -> Call:
    who, role = person(), role_of(staff()).pk
    return lambda: end_membership(actor=who, now=NOW + DAY, membership_id=role, reason="퇴직")


@twice(end_roles, "people")
def _end_roles() -> Call:
    role = role_of(staff()).pk

    def call() -> list[int]:
        with act("test.end", actor=SYSTEM, now=NOW + DAY) as this:
            return end_roles(this, [role])

    return call


@twice(invite, "people")
def _invite() -> Call:
    who, organisation = person(), Organisation.objects.get(code="acorn").pk
    return lambda: invite(
        actor=who, now=NOW, tell=lambda _this, _letter: None, organisation_id=organisation,
        role="executor_staff", programme="", email="new@test.example", ends_at=None, key="nonce",
    )  # fmt: skip


@twice(invite, "people")
def _invite_from_two_forms() -> Call:
    who, organisation = person(), Organisation.objects.get(code="acorn").pk
    keys = iter("abcdef")
    return lambda: invite(
        actor=who, now=NOW, tell=lambda _this, _letter: None, organisation_id=organisation,
        role="executor_staff", programme="", email="new@test.example", ends_at=None, key=next(keys),
    )  # fmt: skip


@twice(send_invitation_again, "people")
def _send_invitation_again() -> Call:
    who, letter = person(), invited()
    return lambda: send_invitation_again(
        actor=who, now=NOW, tell=lambda _this, _letter: None, invitation_id=letter.invitation_id, key="form"
    )


@twice(invite_first_officer, "empty")
def _invite_first_officer() -> Call:
    return lambda: invite_first_officer(
        actor=SYSTEM, now=NOW, tell=lambda _this, _letter: None, email="first@test.example", code="agency",
        name_ko="전담기관", name_en="Agency",
    )  # fmt: skip


@twice(take_off_second_factor, "people")
def _take_off_second_factor() -> Call:
    who, lost = person(), staff().user_id
    assert lost is not None
    Authenticator.objects.create(user_id=lost, type=Authenticator.Type.TOTP, data={"secret": "v1:x:y"})
    return lambda: take_off_second_factor(
        actor=who, now=NOW, tell=lambda _this, _person, _others: None, user_id=lost, reason="분실"
    )


@twice(accept_invitation, "people")
def _accept_invitation() -> Call:
    who, letter = signed_up("two@test.example"), invited()
    return lambda: accept_invitation(actor=who, now=NOW, token=letter.token)


@twice(take_role, "people")
def _take_role() -> Call:
    from dure.domains.accounts.invitations import open_invitation

    who, letter = User.objects.get(email="two@test.example"), invited()
    found = open_invitation(letter.token, NOW)
    assert found is not None

    def call() -> int:
        with act("test.take", actor=SYSTEM, now=NOW) as this:
            return take_role(this, found, who)

    return call


@twice(no_longer, "empty")
def _no_longer() -> Call:
    return lambda: str(no_longer())


@twice(sign_up_invited, "people")
def _sign_up_invited() -> Call:
    letter = invited("new@test.example")
    return lambda: sign_up_invited(now=NOW, token=letter.token, password=PASSWORD, name="새사람")


@twice(sign_up, "people")
def _sign_up() -> Call:
    return lambda: sign_up(now=NOW, email="new@test.example", password=PASSWORD)


@twice(revoke_invitation, "people")
def _revoke_invitation() -> Call:
    who, letter = person(), invited()
    return lambda: revoke_invitation(actor=who, now=NOW, invitation_id=letter.invitation_id)


@twice(lapse_invitations, "people")
def _lapse_invitations() -> Call:
    invited()
    return lambda: lapse_invitations(actor=SYSTEM, now=NOW + 30 * DAY)


@twice(make_organisation, "people")
def _make_organisation() -> Call:
    who = person()
    return lambda: make_organisation(
        actor=who, now=NOW, kind="executor", code="otter", name_ko="수달", name_en="Otter"
    )


@twice(let_library, "people")
def _let_library() -> Call:
    who = signed_up("two@test.example")

    def once() -> int:
        # As the library's own steps do: one statement that finds nothing the second time.
        return User.objects.filter(pk=who.user_id, language="ko").update(language="en")

    return lambda: let_library("account.test", actor=who, now=NOW, do=once)
