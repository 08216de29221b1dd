"""Merchants of a list, and all of them at night, are looked through for duplicates."""

from __future__ import annotations

import pytest
from tests.domains.builders import business_number, merchant, published
from tests.domains.lists import imported, row, sheet
from tests.domains.people import person
from tests.jobs.running import queued, run_jobs, run_task

from dure.domains.merchants.models import DuplicatePair, Merchant

pytestmark = pytest.mark.django_db


def test_a_list_that_came_in_is_looked_through_once():
    published()
    imported(person("officer"), sheet(row(1, 상호="두레상회"), row(2, 상호="두래상회")))
    ids = sorted(Merchant.objects.values_list("pk", flat=True))
    assert queued("merchants.seek_duplicates") == [{"merchant_ids": ids}]
    assert not DuplicatePair.objects.exists()
    run_jobs()
    pair = DuplicatePair.objects.get()
    assert ([pair.one_id, pair.other_id], pair.state) == (ids, "open")
    assert pair.evidence["phone"] == "same"


def test_at_night_all_merchants_are_looked_through_and_again_changes_nothing():
    same = {"owner_name": "김하나", "phone": "010-0000-1234"}
    merchant(1, name="두레상회", **same)
    merchant(2, name="두래상회", **same)
    for _ in range(2):
        run_task("merchants.seek_all_duplicates")
        numbers = DuplicatePair.objects.values_list("one__business_no", "other__business_no")
        assert list(numbers) == [(business_number(1), business_number(2))]
