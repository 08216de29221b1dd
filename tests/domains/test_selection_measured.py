"""Measured points: a file is checked, taken over in one act, counts, and is published by its hash."""

from __future__ import annotations

import hashlib
import io
import json

import pytest
import xlsxwriter
from tests.domains.measuring import MIX, checked, falling, handed_in, measured, points_file
from tests.domains.people import person
from tests.domains.reviews import staff
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    SMALL,
    THEN,
    decisions,
    holders,
    officer,
    proposed,
    scored,
    told,
)

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.notices.wording import worded
from dure.domains.selection.measured import files_standing, points_standing
from dure.domains.selection.models import MeasuredPoints, PointsUpload, Selection
from dure.domains.selection.queries_measured import measured_of, points_template
from dure.domains.selection.services.apply_points import apply_points
from dure.domains.selection.services.check_points import check_points
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.drop_points import drop_points
from dure.domains.selection.services.send_back_selection import send_back_selection
from dure.domains.selection.stages import stage_case
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Refused
from dure.files.bundles import read_members
from dure.files.replaying import replay_bundle

pytestmark = pytest.mark.django_db


def standing():
    return {
        int((one.application_no or "")[-6:]): points_standing(SMALL, CONSULT).get(one.pk)
        for one in Application.objects.order_by("application_no")
    }


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_a_stage_chosen_by_score_is_chosen_by_the_points_that_were_handed_in(tmp_path):
    made = measured()
    content = points_file(falling(made))
    assert handed_in(content) == 24
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    selection = told()
    assert decisions(selection)[1].score == 90_000
    assert decisions(selection)[24].score == 67_000
    assert sum(len(held) for held in holders().values()) == 12

    path = tmp_path / "b.zip"
    path.write_bytes(read_file(Selection.objects.get(pk=selection.pk).bundle))
    assert replay_bundle(path).faults == ()
    members = read_members(path)
    assert json.loads(members["manifest.json"])["points"] == [hashlib.sha256(content).hexdigest()]
    assert b"90.000" in members["applications.csv"]


def test_a_source_of_a_mix_is_counted_by_its_weight_and_named_in_the_letter():
    made = measured(way="mix", extra=MIX)
    scored(CONSULT, {(one, e): 80_001 for one in made for e in EXECUTORS})
    handed_in(points_file(falling(made)))
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    selection = told()
    # 80.001 * 0.6 + 90 * 0.4 = 48.0006 + 36 = 84.0006, half up 84.001
    assert decisions(selection)[1].score == 84_001
    merchant = decisions(selection)[1].application.merchant_id
    letter = worded(
        "decision", "ko", Notice.objects.get(template="decision", merchant_id=merchant).parameters
    )
    assert "측정 점수" in letter.body
    assert "90.000" in letter.body


def test_without_points_the_stage_waits_for_them():
    made = measured(3)
    handed_in(points_file({str(made[0].application_no): "50"}))
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    with pytest.raises(Refused) as refused:
        proposed()
    assert [(p.code, p.params["count"]) for p in refused.value.problems] == [("selection.unscored", 2)] * 3


def test_every_error_is_named_by_row_and_column_and_nothing_is_taken_over():
    made = measured(8)
    one, two, three, four, five, *_ = (str(a.application_no) for a in made)
    Application.objects.filter(pk=made[4].pk).update(state="withdrawn")
    rows = [
        (one, "90"), (one, "91"), ("", "1"), ("NO-1", "1"), (two, "90점"), (three, "1.2345"),
        (four, "100.001"), (five, "5"), (str(made[5].application_no), ""),
    ]  # fmt: skip
    upload = PointsUpload.objects.get(pk=checked(points_file(rows)))
    assert upload.state == "faulty"
    assert [(p["code"], p["params"]["row"], p["params"]["column"]) for p in upload.problems] == [
        ("points.doubled", 3, "접수번호"),
        ("points.no_number", 4, "접수번호"),
        ("points.unknown", 5, "접수번호"),
        ("points.number", 6, "점수"),
        ("points.decimals", 7, "점수"),
        ("points.range", 8, "점수"),
        ("points.not_here", 9, "접수번호"),
    ]
    counts = {"new": 1, "changed": 0, "same": 0, "empty": 1, "lacking": 6, "faulty": 7, "rows": 9}
    assert upload.counts == counts
    with pytest.raises(Refused) as refused:
        apply_points(actor=officer(), now=THEN, upload_id=upload.pk)
    assert codes(refused) == ["points.faulty"]
    assert not MeasuredPoints.objects.exists()
    assert PointsUpload.objects.get(pk=upload.pk).state == "faulty"


def test_the_same_file_twice_brings_nothing_new():
    made = measured(3)
    content = points_file(falling(made))
    first = checked(content)
    assert checked(content) == first
    assert apply_points(actor=officer(), now=THEN, upload_id=first) == 3
    assert checked(content) == first
    assert apply_points(actor=officer(), now=THEN, upload_id=first) == 3
    assert (MeasuredPoints.objects.count(), PointsUpload.objects.count()) == (3, 1)


def test_points_are_replaced_with_a_reason_and_those_before_stay():
    made = measured(3)
    before, after = falling(made), falling(made) | {str(made[0].application_no): "70.5"}
    handed_in(points_file(before))
    upload = checked(points_file(after))
    with pytest.raises(Refused) as refused:
        apply_points(actor=officer(), now=THEN, upload_id=upload, reason=" ")
    assert codes(refused) == ["points.reason"]
    assert standing() == {1: 90_000, 2: 89_000, 3: 88_000}
    assert apply_points(actor=officer(), now=THEN, upload_id=upload, reason="측정 오류 정정") == 1
    assert standing() == {1: 70_500, 2: 89_000, 3: 88_000}
    event = Event.objects.filter(act="points.apply").latest("id")
    assert (event.reason, event.details["new"], event.details["changed"]) == ("측정 오류 정정", 0, 1)
    found = measured_of(officer(), made[0].pk)
    assert [(one.points, one.reason) for one in found] == [(70_500, "측정 오류 정정"), (90_000, "")]
    hashes = [hashlib.sha256(points_file(rows)).hexdigest() for rows in (before, after)]
    assert files_standing(SMALL, CONSULT) == tuple(hashes)
    # The file before, handed in once more, is a change back.
    assert handed_in(points_file(before), "되돌림") == 1
    assert standing() == {1: 90_000, 2: 89_000, 3: 88_000}


def test_what_changed_since_the_check_is_looked_at_again():
    made = measured(2)
    upload = checked(points_file(falling(made)))
    handed_in(points_file(falling(made, 50)))
    with pytest.raises(Refused) as refused:
        apply_points(actor=officer(), now=THEN, upload_id=upload, reason="이유")
    assert codes(refused) == ["points.changed"]
    assert standing() == {1: 50_000, 2: 49_000}


def test_points_stand_fast_from_the_proposal_until_it_is_sent_back():
    made = measured()
    handed_in(points_file(falling(made)))
    late = checked(points_file(falling(made, 80)))
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    selection = proposed()
    for call in (
        lambda: apply_points(actor=officer(), now=THEN, upload_id=late, reason="이유"),
        lambda: checked(points_file(falling(made, 70))),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert codes(refused) == ["points.fixed"]
    assert standing()[1] == 90_000
    send_back_selection(actor=officer("second"), now=THEN, selection_id=selection.pk, reason="측정 정정")
    assert apply_points(actor=officer(), now=THEN, upload_id=late, reason="측정 정정") == 24
    assert standing()[1] == 80_000


def test_a_file_that_was_given_up_is_not_taken_over():
    made = measured(2)
    upload = checked(points_file(falling(made)))
    drop_points(actor=officer(), now=THEN, upload_id=upload)
    with pytest.raises(Refused) as refused:
        apply_points(actor=officer(), now=THEN, upload_id=upload)
    assert codes(refused) == ["points.dropped"]
    assert not MeasuredPoints.objects.exists()


def test_only_officers_hand_points_in_and_only_for_a_stage_that_takes_them():
    made = measured(2)
    content = points_file(falling(made))
    upload = checked(content)
    told_of = {"now": THEN, "programme": SMALL, "name": "a.csv", "content": content}
    for who in (
        staff(),
        person("ministry", email="m@test.example"),
        person("reviewer", email="r@test.example"),
    ):
        with pytest.raises(NotAllowed):
            check_points(actor=who, stage=CONSULT, **told_of)
        with pytest.raises(NotAllowed):
            apply_points(actor=who, now=THEN, upload_id=upload)
        with pytest.raises(NotAllowed):
            drop_points(actor=who, now=THEN, upload_id=upload)
    with pytest.raises(Refused) as refused:
        check_points(actor=officer(), stage="promote", **told_of)
    assert codes(refused) == ["points.stage"]
    assert not MeasuredPoints.objects.exists()
    assert measured_of(staff(), made[0].pk) == []


def test_workbooks_are_read_and_the_list_to_fill_in_comes_back_as_it_is():
    made = measured(2)
    kept = io.BytesIO()
    workbook = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["application_no", "points"])
    sheet.write_row(1, 0, [str(made[0].application_no), 87.3])
    workbook.close()
    assert apply_points(actor=officer(), now=THEN, upload_id=checked(kept.getvalue(), name="a.xlsx")) == 1
    assert standing() == {1: 87_300, 2: None}
    listed = points_template(stage_case(SMALL, CONSULT))
    numbers = [str(one.application_no) for one in made]
    assert listed.decode("utf-8-sig") == f"application_no,points\n{numbers[0]},87.300\n{numbers[1]},\n"
    upload = PointsUpload.objects.get(pk=checked(listed))
    assert (upload.state, upload.counts["same"], upload.counts["empty"]) == ("checked", 1, 1)
