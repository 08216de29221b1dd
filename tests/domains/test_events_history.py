"""History: what a row was is kept with each change, by whatever statement, and never in plain text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.models import Application
from dure.domains.applications.states import APPLICATION_STATES
from dure.domains.events.act import act
from dure.domains.events.history import changes_of, forget_history, history_of, tracked_models
from dure.domains.events.models import Event
from dure.domains.events.transitions import move
from dure.domains.merchants.models import Merchant
from dure.domains.privacy.encryption import EncryptedText

pytestmark = pytest.mark.django_db
KEPT = {
    *(
        "merchant",
        "merchant_member",
        "application",
        "application_document",
        "duplicate_pair",
        "membership",
        "organisation",
    ),
    *("diagnosis_sheet", "score_sheet", "selection", "place", "objection", "disqualification"),
    "document_request",
    *("proposal", "proposal_mark", "executor_choice", "agreement", "amendment", "midterm_check"),
    *("provider", "match", "pair_rule"),
    *("vote", "set_aside"),
    *("affiliation", "recommendation", "visit", "firm_objection"),
    "closing",
    *("fund_order", "delivery", "settlement"),
    *("claim", "claim_line", "evidence"),
    *("payee", "payee_account", "payable", "batch", "batch_row", "debt", "tax_handover", "transfer_return"),
    *("recovery_case", "instalment_plan", "recovery_objection", "sanction"),
    *("grant", "grant_use", "device", "certificate"),
    *("wallet", "shop", "issue", "order", "till_key"),
    *("referral", "payout", "handover", "sending"),
}
MerchantHistory = history_of(Merchant)


def test_what_people_decide_on_has_a_history():
    assert set(tracked_models()) == KEPT


def test_a_change_keeps_what_was_and_which_act_it_was():
    one = merchant(1)
    officer = person()
    with act("merchant.update", actor=officer, now=NOW, reason="a typing error") as this:
        Merchant.objects.filter(pk=one.pk).update(employees=3, ksic="47911")
        this.record("merchant", one.pk)
    (was,) = MerchantHistory.objects.filter(pgh_obj_id=one.pk)
    assert (was.pgh_label, was.employees, was.ksic) == ("update", 2.5, "47912")
    assert was.pgh_context.id == Event.objects.get(act="merchant.update").act_id
    assert was.pgh_context.metadata == {
        "act": "merchant.update", "actor": officer.user_id, "role": "officer", "reason": "a typing error",
        "at": "2025-03-24T01:00:00+00:00",
    }  # fmt: skip


def test_changes_are_told_column_by_column_in_their_order():
    one = merchant(1, channels=["a"], has_channels=True)
    for changed in ({"employees": "3.00"}, {"employees": "4.00", "channels": ["a", "b"]}, {"version": 9}):
        with act("merchant.update", actor=SYSTEM, now=NOW):
            Merchant.objects.filter(pk=one.pk).update(**changed)
    told = [(c.column, str(c.before), str(c.after)) for c in changes_of(Merchant, one.pk)]
    assert told == [
        ("employees", "2.50", "3.00"),
        ("employees", "3.00", "4.00"),
        ("channels", "['a']", "['a', 'b']"),
    ]
    acts = [c.act_id for c in changes_of(Merchant, one.pk)]
    assert acts[0] != acts[1] == acts[2]


def test_what_is_no_decision_and_what_did_not_change_leave_no_history():
    one = merchant(1)
    for same in ({"employees": one.employees}, {"search": "x"}, {"status_asked_at": NOW}, {"version": 7}):
        Merchant.objects.filter(pk=one.pk).update(**same)
    draft = application(merchant(2), published(), state="draft")
    Application.objects.filter(pk=draft.pk).update(draft={"step": 1}, changed_at=NOW + timedelta(hours=1))
    assert MerchantHistory.objects.count() == history_of(Application).objects.count() == 0


def test_raw_statements_and_moves_are_kept_too():
    of = merchant(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE merchants_merchant SET name = 'x'")
    one = application(of, published())
    with act("application.accept", actor=SYSTEM, now=NOW) as this:
        move(this, APPLICATION_STATES, Application, [one.pk], "accept")
    assert MerchantHistory.objects.get().pgh_context_id is None  # outside of every act
    (change,) = changes_of(Application, one.pk)
    assert (change.column, change.before, change.after, change.act_id) == (
        "state",
        "submitted",
        "accepted",
        this.id,
    )


def test_the_context_of_one_act_does_not_reach_the_next():
    one = merchant(1)
    with act("first", actor=SYSTEM, now=NOW):
        Merchant.objects.filter(pk=one.pk).update(name="a")
    with transaction.atomic():
        pass
    with act("second", actor=SYSTEM, now=NOW):
        Merchant.objects.filter(pk=one.pk).update(name="b")
    kept = MerchantHistory.objects.order_by("pgh_id").select_related("pgh_context")
    assert [row.pgh_context.metadata["act"] for row in kept] == ["first", "second"]


def test_encrypted_columns_stay_encrypted_in_history_and_are_not_told():
    one = merchant(1, owner_name="홍길동", phone="010-1234-5678", email="hong@test.example")
    with act("merchant.update", actor=SYSTEM, now=NOW):
        Merchant.objects.filter(pk=one.pk).update(owner_name="김두레", phone="010-9999-9999", email="")
    with connection.cursor() as cursor:
        cursor.execute("SELECT h::text FROM merchants_merchanthistory h")
        row = cursor.fetchone()[0]
    assert not any(plain in row for plain in ("홍길동", "1234-5678", "hong@test.example"))
    assert MerchantHistory.objects.get().owner_name == "홍길동"
    changed = changes_of(Merchant, one.pk)
    assert {(c.column, c.before, c.after, c.encrypted) for c in changed} == {
        (column, None, None, True) for column in ("owner_name", "phone", "email")
    }


@pytest.mark.parametrize("subject", sorted(KEPT))
def test_history_keeps_every_encrypted_column_of_a_model_encrypted(subject):
    model = tracked_models()[subject]
    kept = {field.name: field for field in history_of(model)._meta.fields}
    for field in model._meta.fields:
        if isinstance(field, EncryptedText) and field.name in kept:
            assert isinstance(kept[field.name], EncryptedText)


def test_three_thousand_rows_are_kept_by_one_statement(django_assert_num_queries):
    Merchant.objects.bulk_create(
        Merchant(business_no=f"{n:010d}", name="x", made_at=NOW, changed_at=NOW) for n in range(3000)
    )
    with act("merchant.import", actor=SYSTEM, now=NOW) as this, django_assert_num_queries(1):
        Merchant.objects.all().update(name="y")
    assert MerchantHistory.objects.filter(pgh_context_id=this.id, name="x").count() == 3000


@pytest.mark.parametrize("change", ["update", "delete"])
def test_history_is_only_added_to(change):
    one = merchant(1)
    Merchant.objects.filter(pk=one.pk).update(name="x")
    kept = MerchantHistory.objects.all()
    with pytest.raises(ProgrammingError), transaction.atomic():
        kept.update(name="z") if change == "update" else kept.delete()
    assert MerchantHistory.objects.count() == 1


def test_destroying_personal_data_takes_its_history_too_and_no_other():
    one, other = merchant(1, owner_name="홍길동"), merchant(2, owner_name="김두레")
    for row in (one, other):
        Merchant.objects.filter(pk=row.pk).update(owner_name="이바뀜")
    with act("data.destroy", actor=SYSTEM, now=NOW) as this:
        Merchant.objects.filter(pk=one.pk).update(owner_name="", name="")
        assert forget_history(this, Merchant, [one.pk]) == 2
    assert set(MerchantHistory.objects.values_list("pgh_obj_id", flat=True)) == {other.pk}
    with pytest.raises(ProgrammingError), transaction.atomic():
        MerchantHistory.objects.all().delete()


def test_asking_for_a_history_that_is_not_kept_is_an_error():
    with pytest.raises(LookupError):
        history_of(Event)


def test_history_under_a_key_that_is_gone_is_still_told(settings):
    one = merchant(1, owner_name="홍길동")
    with act("merchant.update", actor=SYSTEM, now=NOW):
        Merchant.objects.filter(pk=one.pk).update(owner_name="김두레", employees=4)
    settings.DURE_DATA_KEYS = ["another-key"]
    assert {(c.column, c.encrypted) for c in changes_of(Merchant, one.pk)} == {
        ("owner_name", True),
        ("employees", False),
    }
