"""Set-asides that do nothing are named with the reason, on the preview, the proposal and the stage's page."""

from __future__ import annotations

import pytest
from tests.domains.selecting import PROMOTE, SMALL, applicant, officer, proposed
from tests.domains.test_selection_stages import SUMMER
from tests.domains.test_selection_too_late import second_stage
from tests.web.test_decisions import signed_in, text_of

from dure.domains.selection.models import Selection

pytestmark = pytest.mark.django_db
STAGE = f"/officer/selection/{SMALL}/{PROMOTE}/"
ROUNDED = "여성 대표: 전체 6자리의 10%는 한 자리가 되지 않아 우선배정되는 자리가 없습니다."


@pytest.fixture(autouse=True)
def summer(monkeypatch):
    monkeypatch.setenv("DURE_NOW", SUMMER.isoformat())


def test_a_share_that_is_rounded_to_nothing_is_named_before_and_after_the_proposal():
    second_stage()
    assert ROUNDED in text_of(officer(), f"{STAGE}preview/")
    assert "비율만큼 쓰이지 않는" not in text_of(officer(), STAGE)
    proposed(PROMOTE, SUMMER)
    assert Selection.objects.get(stage=PROMOTE).gaps == [
        {"id": "female", "why": "rounded", "seats": 0, "seated": 0, "members": 2, "unknown": 0}
    ]
    for page in (STAGE, f"{STAGE}confirm/"):
        assert ROUNDED in text_of(officer("second"), page)


def test_a_set_aside_whose_facts_are_missing_says_of_how_many():
    from dure.domains.applications.models import Application

    second_stage()
    for one in Application.objects.all():
        facts = {name: value for name, value in one.facts.items() if name != "region"}
        Application.objects.filter(pk=one.pk).update(facts=facts)
    assert "12명은 자료가 없어 알 수 없습니다" in text_of(officer(), f"{STAGE}preview/")


def test_merchants_read_nothing_of_it():
    second_stage()
    assert signed_in(applicant(1)).get(f"{STAGE}preview/").status_code == 403
