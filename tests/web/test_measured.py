"""Pages of measured points: a file is checked, errors are listed with their remedy, and it is taken over."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.domains.measuring import checked, falling, handed_in, measured, points_file
from tests.domains.selecting import CONSULT, SMALL, THEN, officer, proposed
from tests.web.test_ways import signed_in, text_of

from dure.domains.selection.measured import points_standing
from dure.domains.selection.models import MeasuredPoints, PointsUpload
from dure.domains.selection.services.commit_seed import commit_seed

STAGE = f"/officer/selection/{SMALL}/{CONSULT}/"
POINTS = f"{STAGE}points/"


@pytest.fixture(autouse=True)
def at(db, monkeypatch):
    monkeypatch.setenv("DURE_NOW", THEN.isoformat())


def sent(content: bytes, name: str = "points.csv"):
    return signed_in(officer()).post(POINTS, {"file": SimpleUploadedFile(name, content)})


def test_points_are_checked_and_taken_over_and_stand_on_the_application():
    made = measured(4)
    assert "측정 점수로 선정하는 단계입니다" in text_of(officer(), STAGE)
    answer = sent(points_file(falling(made)))
    (upload,) = PointsUpload.objects.all()
    assert (answer.status_code, answer.url) == (302, f"{POINTS}{upload.pk}/")
    text = text_of(officer(), answer.url)
    assert "새 점수 4" in text
    assert upload.sha256 in text
    assert not MeasuredPoints.objects.exists()
    assert signed_in(officer()).post(f"{answer.url}apply/").status_code == 302
    assert points_standing(SMALL, CONSULT)[made[0].pk] == 90_000
    seen = text_of(officer(), f"/officer/applications/{made[0].pk}/")
    assert "측정 점수" in seen
    assert "90.000" in seen
    assert f"points.csv · {upload.sha256[:12]}" in seen


def test_errors_are_shown_with_their_remedy_and_handed_out():
    made = measured(2)
    number = str(made[0].application_no)
    answer = sent(points_file([(number, "구십"), ("NO-7", "1")]))
    text = text_of(officer(), answer.url)
    assert "3 접수번호" in text
    assert "87.5처럼 단위 없이 숫자만 적어 주십시오." in text
    sheet = signed_in(officer()).get(f"{answer.url}errors.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in sheet] == [["행", "열"], ["2", "점수"], ["3", "접수번호"]]
    refused = signed_in(officer()).post(f"{answer.url}apply/")
    assert refused.status_code == 422
    assert not MeasuredPoints.objects.exists()


def test_a_change_without_a_reason_is_asked_for_one_and_the_points_stay():
    made = measured(2)
    handed_in(points_file(falling(made)))
    upload = checked(points_file(falling(made, 50)))
    answer = signed_in(officer()).post(f"{POINTS}{upload}/apply/", {"reason": ""})
    assert answer.status_code == 422
    assert points_standing(SMALL, CONSULT)[made[0].pk] == 90_000
    answer = signed_in(officer()).post(f"{POINTS}{upload}/apply/", {"reason": "재측정"})
    assert answer.status_code == 302
    assert points_standing(SMALL, CONSULT)[made[0].pk] == 50_000
    assert "재측정" in text_of(officer(), f"{POINTS}{upload}/")


def test_without_a_file_and_after_the_proposal_nothing_is_taken():
    made = measured()
    assert signed_in(officer()).post(POINTS).status_code == 422
    assert sent(b"no table", "a.txt").status_code == 422
    handed_in(points_file(falling(made)))
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    proposed()
    assert "제안이 반려된 뒤에만 바꿀 수 있습니다" in text_of(officer(), POINTS)
    assert sent(points_file(falling(made, 70))).status_code == 422
    assert PointsUpload.objects.count() == 1


def test_a_stage_that_takes_no_points_has_no_such_page():
    measured(1)
    assert signed_in(officer()).get(f"/officer/selection/{SMALL}/promote/points/").status_code == 404
