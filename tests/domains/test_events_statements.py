"""Statements planned once: what they read and write is what the ORM would."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DataError, connection, transaction
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import actor_of
from dure.domains.accounts.models import Membership
from dure.domains.applications.models import Application, Verdict
from dure.domains.events.models import Event
from dure.domains.events.statements import Planned, add, by_key, by_keys, rows, together
from dure.domains.merchants.models import Merchant


def test_a_row_by_its_key_is_the_row_of_the_orm(db):
    shop = merchant(1, owner=signed_up("one@test.example"), owner_name="홍길동", channels=["own"])
    found = by_key(Merchant, shop.pk)
    assert found is not None
    expected = Merchant.objects.get(pk=shop.pk)
    assert {f.attname: getattr(found, f.attname) for f in Merchant._meta.concrete_fields} == {
        f.attname: getattr(expected, f.attname) for f in Merchant._meta.concrete_fields
    }
    assert found.owner_name == "홍길동"
    assert by_key(Merchant, shop.pk + 1) is None
    assert by_keys(Merchant, []) == {}


def test_columns_left_out_are_read_when_they_are_asked_for(db):
    shop = merchant(1, owner=signed_up("one@test.example"))
    found = by_key(Merchant, shop.pk, without=("search",))
    assert found is not None
    assert "search" in found.get_deferred_fields()
    assert found.search == Merchant.objects.get(pk=shop.pk).search


def test_rows_are_added_with_lists_json_and_what_is_empty(db):
    row = application(merchant(1, owner=signed_up("one@test.example")), published())
    add(
        [
            Verdict(application=row, revision=n, verdict="unknown", missing_fields=missing, at=NOW)
            for n, missing in ((1, []), (2, ["ksic", "region"]))
        ]
    )
    kept = Verdict.objects.filter(application=row).order_by("revision")
    assert [(v.missing_fields, v.failed_rules, v.screening_id, v.at) for v in kept] == [
        ([], [], None, NOW),
        (["ksic", "region"], [], None, NOW),
    ]


def test_a_value_that_is_too_long_is_a_fault_and_never_cut(db):
    event = Event(act="x" * 81, role="", at=NOW, subject="a", subject_id="1", reason="", details={})
    with pytest.raises(DataError), transaction.atomic():
        add([event])
    assert not Event.objects.exists()


def test_a_planned_query_puts_its_values_in_each_time(db):
    one, two = (merchant(n, owner=signed_up(f"{n}@test.example")) for n in (1, 2))
    planned = Planned(
        lambda number: Merchant.objects.filter(business_no=number).values_list("pk"), number="the number"
    )
    assert [planned.rows(number=shop.business_no) for shop in (one, two)] == [[(one.pk,)], [(two.pk,)]]
    assert planned.rows(number="none") == []


def test_a_planned_query_refuses_a_value_that_it_does_not_ask_for(db):
    planned = Planned(lambda number: Merchant.objects.values_list("pk"), number="the number")
    with pytest.raises(AssertionError, match="does not stand in the query"):
        planned.rows(number="1")


def test_statements_sent_together_are_one_transaction_and_a_fault_is_raised(db):
    with together():
        rows("SELECT set_config('dure.act', 'a', true)")
    with pytest.raises(DataError), transaction.atomic(), together():
        rows("SELECT 1 / %s::int", [0])


def test_a_plan_is_made_once_and_counted_as_a_query(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        rows("SELECT %s::text", ["a"])
        rows("SELECT %s::text", ["b"])
    kept = rows("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::text'")
    assert kept == [(1,)]
    told = connection.settings_dict["OPTIONS"]["options"]
    assert told == "-c plan_cache_mode=force_generic_plan -c pgtrigger.ignore={} -c dure.let_empty=yes"


def test_roles_are_those_that_the_orm_would_find(db):
    who = person("executor_staff", "staff@test.example", "executor", "otter")
    before = NOW - timedelta(days=4000)
    for instant in (NOW, before):
        expected = Membership.objects.in_force(instant).filter(user_id=who.user_id)
        found = actor_of(who.user_id, instant)
        assert set(found.held) == set(expected.values_list("role", "organisation__code", "programme"))
    assert Application.objects.count() == 0
