"""Lists and files of decisions and objections tell which criteria were put right, from what to what."""

from __future__ import annotations

import pytest
from tests.domains.selecting import CONSULT, SMALL, TOLD, officer
from tests.domains.test_selection_breakdown import with_rubric
from tests.domains.test_selection_corrected import items_right
from tests.web.test_officer_exports import taken
from tests.web.test_ways import signed_in, text_of

from dure.domains.selection.models import ScoreCorrection

DECISIONS, OBJECTIONS = f"/officer/selection/{SMALL}/{CONSULT}/decisions/", "/officer/objections/"


@pytest.fixture(autouse=True)
def put_right(db, monkeypatch) -> str:
    monkeypatch.setenv("DURE_NOW", TOLD.isoformat())
    with_rubric()
    items_right(20, {"product": (78_000, "가점 누락")})
    kept = ScoreCorrection.objects.get()
    (item,) = kept.items
    was, now, before = kept.raw_score / 1000, kept.score / 1000, item["before"] / 1000
    return f"도토리마켓: {was:.3f} → {now:.3f} (상품성 {before:.3f} → 78.000)"


def test_decisions_on_the_page_and_in_the_file(put_right):
    page = text_of(officer(), DECISIONS)
    assert page.count(put_right) == 1
    rows = taken(signed_in(officer()), f"{DECISIONS}export/")
    told = {row["접수번호"][-2:]: row["바로잡은 점수"] for row in rows}
    assert {number: text for number, text in told.items() if text} == {"20": put_right}


def test_objections_on_the_page_and_in_the_file(put_right):
    page = text_of(officer(), f"{OBJECTIONS}?which=all")
    assert page.count(put_right) == 1
    rows = taken(signed_in(officer()), f"{OBJECTIONS}export/?which=all")
    assert [row["바로잡은 점수"] for row in rows] == [put_right]
