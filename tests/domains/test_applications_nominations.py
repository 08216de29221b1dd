"""Nominations: a merchandiser names a merchant, a letter goes out, the merchant confirms or declines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from tests.domains.at_once import twice_at_once
from tests.domains.builders import (
    AFTER_CLOSING,
    application,
    business_number,
    merchant,
    published,
    signed_up,
)
from tests.domains.people import NOW, person
from tests.domains.reviews import TOPS, staff

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, Nomination
from dure.domains.applications.services.confirm_nomination import confirm_nomination
from dure.domains.applications.services.decline_nomination import decline_nomination
from dure.domains.applications.services.lapse_nominations import lapse_nominations
from dure.domains.applications.services.nominate import nominate
from dure.domains.applications.services.take_back_nomination import take_back_nomination
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.domains.notices.models import Notice
from dure.engine.problems import Refused

NUMBER = business_number(77)


def name_it(actor=None, now=NOW, **more) -> int:
    given = {
        "programme": TOPS, "executor": "acorn", "business_no": NUMBER, "name": "새싹공방",
        "email": "sprout@merchant.example", "phone": "010-1234-5678", "reason": "상품이 뛰어납니다.",
        "key": "k1",
    }  # fmt: skip
    return nominate(actor=actor or staff(), now=now, **(given | more))


def token() -> str:
    return Notice.objects.filter(template="nomination").latest("id").secret.split("/")[2]


def sent_with_secret() -> bool:
    return bool(Notice.objects.filter(template="nomination").latest("id").secret)


def newest() -> int:
    return Nomination.objects.latest("id").pk


def confirm(who, now=NOW, secret=None):
    # Whoever acts for the merchant got no secret: theirs is opened by its number.
    opens = {"token": secret or token()} if secret or sent_with_secret() else {"nomination_id": newest()}
    return confirm_nomination(actor=who, now=now, **opens)


def decline(now=NOW, because="not_interested", words="", actor=None):
    decline_nomination(actor=actor or SignedActor(), now=now, token=token(), because=because, words=words)


def code(refused) -> str:
    return refused.value.problems[0].code


@pytest.mark.django_db
def test_a_new_merchant_is_made_its_contacts_hidden_and_a_letter_goes_out():
    published()
    nomination = Nomination.objects.get(pk=name_it())
    made = Merchant.objects.get()
    assert (made.business_no, made.name, made.email, made.phone) == (
        NUMBER, "새싹공방", "sprout@merchant.example", "010-1234-5678",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, phone FROM merchants_merchant")
        assert all(kept.startswith("v1:") for kept in cursor.fetchone())
    letter = Notice.objects.get()
    assert (letter.template, letter.email, letter.merchant_id) == ("nomination", made.email, made.pk)
    assert letter.parameters["reason"] == "상품이 뛰어납니다."
    assert token() not in str(Nomination.objects.values())
    assert (nomination.state, nomination.application_id) == ("open", None)
    details = str(list(Event.objects.values_list("details", "subject_id")))
    assert "sprout" not in details
    assert NUMBER not in details


@pytest.mark.django_db
def test_the_same_form_twice_is_one_nomination_and_another_of_the_same_merchant_is_refused():
    published()
    assert name_it() == name_it()
    assert Notice.objects.count() == 1
    with pytest.raises(Refused) as refused:
        name_it(key="k2", business_no=f"{NUMBER[:3]}-{NUMBER[3:5]}-{NUMBER[5:]}")
    assert code(refused) == "nomination.doubled"
    assert Nomination.objects.count() == 1
    assert name_it(staff("otter"), executor="otter", key="k3")
    assert Nomination.objects.count() == 2


@pytest.mark.django_db
def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_kept():
    published()
    with pytest.raises(Refused) as refused:
        name_it(business_no="1234567890", name=" ", email="no address", reason="")
    assert [p.code for p in refused.value.problems] == [
        "nomination.business_no", "nomination.name", "nomination.email", "nomination.reason",
    ]  # fmt: skip
    assert not Merchant.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "more", "refusal"),
    [
        (AFTER_CLOSING, {}, "apply.closed"),
        (NOW - timedelta(days=30), {}, "apply.not_open"),
        (NOW, {"programme": "unknown"}, "nomination.call"),
    ],
)
def test_outside_the_window_and_without_a_call_nothing_is_taken(now, more, refusal):
    published()
    with pytest.raises(Refused) as refused:
        name_it(now=now, **more)
    assert code(refused) == refusal
    assert not Merchant.objects.exists()


@pytest.mark.django_db
def test_only_the_staff_of_the_executor_nominate_and_take_back():
    published()
    nomination = name_it()
    for who in (staff("otter"), person(), person("reviewer", code="r"), signed_up("x@test.example")):
        with pytest.raises(NotAllowed):
            name_it(who, key="k9")
        with pytest.raises(NotAllowed):
            take_back_nomination(actor=who, now=NOW, nomination_id=nomination)
    assert Nomination.objects.get().state == "open"


@pytest.mark.django_db
def test_who_has_applied_to_the_executor_is_told_but_not_who_applied_to_others():
    version = published()
    application(merchant(1, business_no=NUMBER), version, choices=("otter",))
    assert name_it()
    with pytest.raises(Refused) as refused:
        name_it(staff("otter"), executor="otter", key="k2")
    assert code(refused) == "nomination.applicant"


@pytest.mark.django_db
def test_letters_never_follow_what_a_stranger_writes_about_a_merchant_with_people():
    published()
    owner = signed_up("owner@test.example")
    known = merchant(1, owner=owner, business_no=NUMBER)
    name_it(email="thief@test.example")
    assert Notice.objects.get().email == "owner@test.example"
    known.refresh_from_db()
    assert (known.name, known.email) == ("두레상회 1", "")
    with pytest.raises(Refused) as refused:
        confirm(signed_up("thief@test.example"))
    assert code(refused) == "nomination.unknown"
    assert confirm(owner).merchant_id == known.pk
    assert MerchantMember.objects.count() == 1


@pytest.mark.django_db
def test_a_letter_sent_before_lets_nobody_in_beside_those_who_came_since():
    published()
    name_it()
    shop, owner = Merchant.objects.get(), signed_up("owner@test.example")
    MerchantMember.objects.create(merchant=shop, user_id=owner.user_id, proved_by="tax_service", since=NOW)
    with pytest.raises(Refused) as refused:
        confirm(signed_up("thief@test.example"))
    assert code(refused) == "nomination.has_members"
    assert (MerchantMember.objects.count(), Nomination.objects.get().state) == (1, "open")


@pytest.mark.django_db
def test_the_known_address_of_a_merchant_is_kept():
    published()
    known = merchant(1, business_no=NUMBER, email="known@merchant.example")
    name_it(email="other@merchant.example")
    known.refresh_from_db()
    assert known.email == "known@merchant.example"
    assert Notice.objects.get().email == "known@merchant.example"


@pytest.mark.django_db
def test_whoever_confirms_acts_for_the_merchant_and_has_a_draft_with_the_executor_first():
    published()
    nomination = name_it()
    who = signed_up("sprout@merchant.example")
    found = confirm(who)
    member = MerchantMember.objects.get()
    assert (member.user_id, member.proved_by) == (who.user_id, "nomination")
    draft = Application.objects.get()
    assert (draft.pk, draft.state, draft.entry, draft.choices) == (
        found.application_id, "draft", "nomination", ["acorn"],
    )  # fmt: skip
    assert draft.draft["typed"] == {"executors": {"rank.acorn": ["1"]}}
    assert found.listed
    row = Nomination.objects.get(pk=nomination)
    assert (row.state, row.application_id, row.answered_at) == ("confirmed", draft.pk, NOW)
    events = Event.objects.count()
    assert confirm(who) == found
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_in_a_draft_that_there_was_the_executor_comes_last():
    version = published()
    owner = signed_up("owner@test.example")
    kept = {"purpose": "apply", "counter": 3, "saves": {}, "typed": {"executors": {"rank.otter": ["1"]}}}
    made = application(
        merchant(1, owner=owner, business_no=NUMBER), version, state="draft", choices=(), draft=kept
    )
    name_it()
    assert confirm(owner).application_id == made.pk
    made.refresh_from_db()
    assert made.draft["typed"]["executors"] == {"rank.otter": ["1"], "rank.acorn": ["2"]}
    assert (made.draft["counter"], made.entry) == (4, "application")


@pytest.mark.django_db
def test_who_has_applied_already_is_told_and_nothing_changes():
    version = published()
    owner = signed_up("owner@test.example")
    application(merchant(1, owner=owner, business_no=NUMBER), version, choices=("otter",), n=5)
    name_it()
    with pytest.raises(Refused) as refused:
        confirm(owner)
    assert code(refused) == "nomination.applied"
    assert refused.value.problems[0].params["application_no"] == "TOPS-2025-000005"
    assert Nomination.objects.get().state == "open"


@pytest.mark.django_db
def test_confirming_asks_for_an_account_and_not_for_one_of_the_executor():
    published()
    name_it()
    with pytest.raises(NotAllowed):
        confirm(SignedActor())
    with pytest.raises(Refused) as refused:
        confirm(staff())
    assert code(refused) == "nomination.own"
    with pytest.raises(Refused) as refused:
        confirm(signed_up("x@test.example"), secret="nothing")
    assert code(refused) == "nomination.unknown"
    with pytest.raises(Refused) as refused:
        confirm(signed_up("x@test.example"), now=AFTER_CLOSING)
    assert code(refused) == "nomination.expired"
    assert not MerchantMember.objects.exists()
    assert not Application.objects.exists()


@pytest.mark.django_db
def test_who_declines_says_why_and_is_forgotten():
    published()
    nomination = name_it()
    for because, words, refusal in (("", "", "decline.because"), ("other", " ", "decline.words")):
        with pytest.raises(Refused) as refused:
            decline(because=because, words=words)
        assert code(refused) == refusal
    decline(because="other", words="올해는 쉽니다")
    decline(because="other", words="올해는 쉽니다")
    assert Nomination.objects.get(pk=nomination).state == "declined"
    event = Event.objects.get(act="nomination.decline", subject="nomination")
    assert (event.reason, event.details["because"]) == ("올해는 쉽니다", "other")
    made = Merchant.objects.get()
    assert (made.email, made.phone, made.name) == ("", "", "새싹공방")
    with pytest.raises(Refused) as refused:
        confirm(signed_up("sprout@merchant.example"))
    assert code(refused) == "nomination.declined"
    assert name_it(key="again")


@pytest.mark.django_db
def test_contacts_are_kept_while_somebody_else_nominates():
    published()
    name_it()
    first = token()
    name_it(staff("otter"), executor="otter", key="k2")
    decline_nomination(actor=SignedActor(), now=NOW, token=first, because="no_time")
    assert Merchant.objects.get().email == "sprout@merchant.example"


@pytest.mark.django_db
def test_what_is_taken_back_opens_nothing():
    published()
    nomination = name_it()
    take_back_nomination(actor=staff(), now=NOW, nomination_id=nomination)
    take_back_nomination(actor=staff(), now=NOW, nomination_id=nomination)
    with pytest.raises(Refused) as refused:
        confirm(signed_up("sprout@merchant.example"))
    assert code(refused) == "nomination.taken_back"
    assert Merchant.objects.get().email == ""


@pytest.mark.django_db
def test_what_is_confirmed_is_not_taken_back_or_declined():
    published()
    nomination = name_it()
    confirm(signed_up("sprout@merchant.example"))
    for refusing in (
        lambda: take_back_nomination(actor=staff(), now=NOW, nomination_id=nomination),
        decline,
        lambda: confirm(signed_up("other@test.example")),
    ):
        with pytest.raises(Refused) as refused:
            refusing()
        assert code(refused) == "nomination.confirmed"


@pytest.mark.django_db
def test_open_ones_lapse_when_the_call_closes():
    published()
    name_it()
    assert lapse_nominations(now=NOW) == 0
    assert lapse_nominations(now=AFTER_CLOSING) == 1
    assert lapse_nominations(now=AFTER_CLOSING) == 0
    assert Nomination.objects.get().state == "lapsed"
    assert Merchant.objects.get().email == ""


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_one_acts_for_the_merchant_and_one_is_told():
    published()
    name_it()
    secret = token()
    two = [signed_up(f"sprout{n}@merchant.example") for n in range(2)]

    def confirming(who):
        def run() -> str:
            try:
                confirm(who, secret=secret)
            except Refused as refused:
                return refused.problems[0].code
            return "confirmed"

        return run

    assert sorted(twice_at_once(*map(confirming, two))) == ["confirmed", "nomination.confirmed"]
    assert MerchantMember.objects.count() == 1
    assert Application.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_nominate_at_once_make_one():
    published()
    who = staff()

    def naming(key: str):
        def run() -> str:
            try:
                name_it(who, key=key)
            except Refused as refused:
                return refused.problems[0].code
            return "sent"

        return run

    assert sorted(twice_at_once(naming("a"), naming("b"))) == ["nomination.doubled", "sent"]
    assert Merchant.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_taken_back_while_it_is_confirmed_one_of_both_holds():
    published()
    nomination, who, secret = name_it(), signed_up("sprout@merchant.example"), None
    secret = token()

    def run(what):
        def one() -> str:
            try:
                what()
            except Refused as refused:
                return refused.problems[0].code
            return "done"

        return one

    said = twice_at_once(
        run(lambda: confirm(who, secret=secret)),
        run(lambda: take_back_nomination(actor=staff(), now=NOW, nomination_id=nomination)),
    )
    assert said in (["done", "nomination.confirmed"], ["nomination.taken_back", "done"])
