"""How groups came out: the page and its file, of a stage that was confirmed."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.domains.builders import application, merchant
from tests.domains.people import NOW
from tests.domains.selecting import CONSULT, SMALL, confirmed, first_stage, officer

from dure.domains.accounts.models import User
from dure.domains.applications.models import Application
from dure.domains.privacy.models import AccessRecord
from dure.domains.selection.fairness import received_mix, stage_fairness
from dure.domains.selection.models import Decision, Selection
from dure.domains.selection.stages import case_of
from dure.engine.law.deadlines import day_of

PAGE = f"/officer/selection/{SMALL}/{CONSULT}/groups/"


@pytest.fixture
def selection(db) -> Selection:
    first_stage()
    return confirmed()


def browser() -> Client:
    found = Client(headers={"accept-language": "ko"})
    found.force_login(User.objects.get(pk=officer().user_id))
    return found


def test_every_dimension_counts_every_decision_once(selection):
    found = stage_fairness(officer(), selection, case_of(selection))
    decided = Decision.objects.filter(selection=selection)
    selected = decided.filter(decision="selected").count()
    assert selected
    assert list(found.dimensions) == ["regions", "sections", "employees", "sales", "sexes", "ages"]
    for one in found.dimensions.values():
        assert sum(row.entered for row in one.rows) == decided.count()
        assert sum(row.selected for row in one.rows) == selected
    sexes = {row.group: row.entered for row in found.dimensions["sexes"].rows}
    women = decided.filter(application__facts__owner_female=True).count()
    assert sexes.get("female", 0) == women
    scores = [one.score for one in decided if one.application.facts["owner_female"]]
    mean = found.scores["sexes", "female"].mean
    assert mean == pytest.approx(sum(s or 0 for s in scores) / len(scores))


def test_the_page_tells_rates_and_the_mix_in_a_constant_number_of_queries(
    selection, django_assert_max_num_queries
):
    client = browser()
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(PAGE).content.decode()
    assert len(queries) <= 15
    assert "집단별 선정 결과" in page
    assert "단계별 구성의 변화" in page
    assert "서울" in page
    heads = [page.index(f'<h2 id="{name}">') for name in ("regions", "sections", "sexes", "ages", "mix")]
    assert all(before < after for before, after in pairwise(heads))


def test_the_mix_begins_with_everybody_who_handed_an_application_in(selection):
    version = selection.version
    refused = application(merchant(99), version, n=99, state="refused")
    Application.objects.filter(pk=refused.pk).update(facts={**refused.facts, "owner_female": True})
    programme = case_of(selection).programme
    found = received_mix(officer(), programme, day_of(NOW), NOW)
    handed_in = Application.objects.filter(programme=SMALL).exclude(state__in=("draft", "discarded"))
    for counts in found.values():
        assert sum(counts.values()) == handed_in.count()
    assert found["sexes"]["female"] == handed_in.filter(facts__owner_female=True).count()
    took_part = {
        row.group: row.entered
        for row in stage_fairness(officer(), selection, case_of(selection)).dimensions["sexes"].rows
    }
    assert found["sexes"]["female"] == took_part["female"] + 1
    assert "접수한 신청" in browser().get(PAGE).content.decode()


def test_a_stage_of_many_decisions_is_counted_when_it_is_asked_for(selection, monkeypatch):
    monkeypatch.setattr("dure.web.officer.fairness.MOST_COUNTED", 1)
    client = browser()
    number = Decision.objects.filter(selection=selection).count()
    page = client.get(PAGE).content.decode()
    assert f"{number}건" in page
    assert '<h2 id="regions">' not in page
    assert 'href="?count=all"' in page
    assert '<h2 id="regions">' in client.get(f"{PAGE}?count=all").content.decode()


def test_the_file_needs_a_reason_and_is_noted(selection):
    client = browser()
    refused = client.post(f"{PAGE}export/", {"kind": "csv", "reason": ""})
    assert (refused.status_code, AccessRecord.objects.filter(what__startswith="groups of").count()) == (
        422,
        0,
    )
    answer = client.post(f"{PAGE}export/", {"kind": "csv", "reason": "국회 요구"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    total = Decision.objects.filter(selection=selection).count()
    assert sum(int(row["참여"]) for row in rows if row["집계 기준"] == "대표자 성별") == total
    noted = AccessRecord.objects.get(what=f"groups of {SMALL}/{CONSULT}")
    assert noted.subjects == total
