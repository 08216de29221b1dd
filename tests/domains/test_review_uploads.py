"""A spreadsheet of scores: errors by row and column, the difference to what stands, one act, twice one."""

from __future__ import annotations

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.people import NOW, person
from tests.domains.reviews import CONSULT, GOOD, TOPS, accepted, closed, scored_stage, sheet, staff

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.events.models import Event
from dure.domains.review.layouts import layout_of
from dure.domains.review.models import ScoreSheet, ScoreUpload
from dure.domains.review.queries import stage_scores
from dure.domains.review.rounds import stage_review
from dure.domains.review.services.check_score_sheet import check_score_sheet
from dure.domains.review.services.confirm_score_sheet import confirm_score_sheet
from dure.domains.review.services.drop_score_sheet import drop_score_sheet
from dure.domains.review.services.save_scores import save_scores
from dure.domains.uploads.models import StoredFile
from dure.engine.problems import Refused
from dure.files.score_sheets import write_score_workbook

HEADER = "접수번호,상호,상품 경쟁력,성장 가능성,대표자의 의지,의견\n"


@pytest.fixture(autouse=True)
def _unscanned(settings):
    settings.DURE_VIRUS_SCAN = False


def line(of: Application, *marks: str, comment: str = "") -> str:
    return ",".join([of.application_no, of.name, *marks, comment]) + "\n"


def check(text: str | bytes, actor=None, **more) -> ScoreUpload:
    content = text if isinstance(text, bytes) else text.encode()
    given = {"programme": TOPS, "stage": CONSULT, "executor": "acorn", "name": "scores.csv"} | more
    upload = check_score_sheet(actor=actor or staff(), now=NOW, content=content, **given)
    return ScoreUpload.objects.get(pk=upload)


def confirm(upload: ScoreUpload, actor=None) -> int:
    return confirm_score_sheet(actor=actor or staff(), now=NOW, upload_id=upload.pk)


def faults(upload: ScoreUpload) -> list[tuple[str, int, str]]:
    return [(p["code"], p["params"]["row"], p["params"]["column"]) for p in upload.problems]


@pytest.mark.django_db
def test_every_error_is_told_by_row_and_column_and_nothing_is_taken_over():
    own, other = scored_stage(1, ("acorn",))[0], accepted(Application.objects.get().version, 1, ("otter",))[0]
    upload = check(
        HEADER
        + line(own, "90", "", "구십")
        + line(other, "1", "2", "3")
        + "TOPS-2025-999999,없음,1,2,3,\n"
        + ",이름만,1,2,3,\n"
        + line(own, "100.5", "1.2345", "5")
    )
    assert upload.state == "faulty"
    assert faults(upload) == [
        ("scores.missing", 2, "성장 가능성"),
        ("scores.number", 2, "대표자의 의지"),
        ("scores.not_own", 3, "접수번호"),
        ("scores.unknown", 4, "접수번호"),
        ("scores.no_number", 5, "접수번호"),
        ("scores.doubled", 6, "접수번호"),
    ]
    assert upload.counts == {"rows": 5, "new": 0, "changed": 0, "same": 0, "empty": 0, "faulty": 5}
    with pytest.raises(Refused) as refused:
        confirm(upload)
    assert refused.value.problems[0].code == "scores.faulty"
    assert not ScoreSheet.objects.exists()


@pytest.mark.django_db
def test_the_difference_is_told_then_taken_over_in_one_act_and_twice_gives_the_same():
    new, changed, same, empty, draft = scored_stage(5, ("acorn",))
    sheet(changed, 50_000)
    sheet(same, 60_000)
    save_scores(
        actor=staff(), now=NOW, programme=TOPS, stage=CONSULT, executor="acorn", application_id=draft.pk,
        marks={"product": "1"}, comment="초안", submit=False, version=None,
    )  # fmt: skip
    text = (
        HEADER + line(new, "87.5", "90.333", "70.001", comment="좋음") + line(changed, "50", "50", "51")
        + line(same, "60", "60.000", "60.0") + line(empty, "", "", "") + line(draft, "10", "10", "10")
    )  # fmt: skip
    upload = check(text)
    assert upload.counts == {"rows": 5, "new": 2, "changed": 1, "same": 1, "empty": 1, "faulty": 0}
    assert ScoreSheet.objects.filter(state="submitted").count() == 2
    assert confirm(upload) == 3
    assert {row.application_id: row.score_thousandths for row in stage_scores(TOPS, CONSULT)} == {
        new.pk: 85_133, changed.pk: 50_200, same.pk: 60_000, empty.pk: None, draft.pk: 10_000,
    }  # fmt: skip
    assert ScoreSheet.objects.get(application=new).comment == "좋음"
    assert ScoreSheet.objects.get(application=draft).comment == ""
    told = Event.objects.filter(act="score_upload.confirm", subject="score_sheet", details__has_key="total")
    assert sorted((e.details["before"] or 0, e.details["total"]) for e in told) == [
        (0, 10_000), (0, 85_133), (50_000, 50_200),
    ]  # fmt: skip

    events = Event.objects.count()
    assert confirm(upload) == 3
    assert Event.objects.count() == events
    again = check(text)
    assert again.counts == {"rows": 5, "new": 0, "changed": 0, "same": 4, "empty": 1, "faulty": 0}
    assert confirm(again) == 0
    assert ScoreSheet.objects.filter(version__gt=2).count() == 0


@pytest.mark.django_db
def test_without_a_column_of_comments_they_stay():
    made = scored_stage(1, ("acorn",))[0]
    kept = sheet(made, 50_000)
    ScoreSheet.objects.filter(pk=kept.pk).update(comment="그대로")
    upload = check(f"application_no,product,growth,will\n{made.application_no},1,2,3\n")
    assert confirm(upload) == 1
    kept.refresh_from_db()
    assert (kept.comment, kept.total, kept.state) == ("그대로", 1800, "submitted")


@pytest.mark.django_db
def test_what_is_said_of_a_criterion_has_a_column_and_stays_without_one():
    made = scored_stage(1, ("acorn",))[0]
    said = "접수번호,상품 경쟁력,성장 가능성,대표자의 의지,상품 경쟁력 의견\n"
    assert confirm(check(f"{said}{made.application_no},1,2,3,포장이 좋습니다\n")) == 1
    kept = ScoreSheet.objects.get()
    assert kept.remarks == {"product": "포장이 좋습니다"}
    assert confirm(check(f"application_no,product,growth,will\n{made.application_no},1,2,4\n")) == 1
    kept.refresh_from_db()
    assert kept.remarks == {"product": "포장이 좋습니다"}
    other = f"application_no,product,growth,will,said.growth\n{made.application_no},1,2,4,느립니다\n"
    assert confirm(check(other)) == 1
    kept.refresh_from_db()
    assert kept.remarks == {"product": "포장이 좋습니다", "growth": "느립니다"}
    assert confirm(check(other)) == 0
    assert confirm(check(f"{said}{made.application_no},1,2,4,\n")) == 1
    kept.refresh_from_db()
    assert kept.remarks == {"growth": "느립니다"}


@pytest.mark.django_db
def test_the_workbook_that_is_downloaded_is_read_back():
    made = scored_stage(2, ("acorn",))
    layout = layout_of(stage_review(TOPS, CONSULT), "en")
    content = write_score_workbook(
        layout,
        [{"application_no": a.application_no, "name": "=1+1"} | GOOD for a in made],
    )
    upload = check(content, name="scores.xlsx")
    assert (upload.problems, upload.counts["new"]) == ([], 2)
    assert confirm(upload) == 2
    assert {row.score_thousandths for row in stage_scores(TOPS, CONSULT)} == {85_133}


@pytest.mark.django_db
def test_what_was_not_shown_is_not_taken_over():
    made = scored_stage(1, ("acorn",))[0]
    upload = check(HEADER + line(made, "1", "2", "3"))
    save_scores(
        actor=staff(), now=NOW, programme=TOPS, stage=CONSULT, executor="acorn", application_id=made.pk,
        marks=GOOD, comment="", submit=True, version=None,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        confirm(upload)
    assert refused.value.problems[0].code == "scores.changed"
    assert ScoreSheet.objects.get().total == 85_133
    assert ScoreUpload.objects.get().state == "checked"


@pytest.mark.django_db
def test_a_closed_stage_takes_nothing_and_an_upload_given_up_neither():
    made = scored_stage(1, ("acorn",))[0]
    upload, other = check(HEADER + line(made, "1", "2", "3")), check(HEADER + line(made, "3", "2", "3"))
    drop_score_sheet(actor=staff(), now=NOW, upload_id=other.pk)
    drop_score_sheet(actor=staff(), now=NOW, upload_id=other.pk)
    with pytest.raises(Refused) as refused:
        confirm(other)
    assert refused.value.problems[0].code == "scores.dropped"
    closed()
    for refusing in (lambda: confirm(upload), lambda: check(HEADER + line(made, "1", "2", "3"))):
        with pytest.raises(Refused) as refused:
            refusing()
        assert refused.value.problems[0].code == "scoring.closed"
    assert not ScoreSheet.objects.exists()


@pytest.mark.django_db
def test_others_may_not():
    made = scored_stage(1)[0]
    text = HEADER + line(made, "1", "2", "3")
    upload = check(text)
    for actor in (staff("otter"), person(), person("ministry", code="ministry")):
        for refusing in (
            lambda actor=actor: check(text, actor),
            lambda actor=actor: confirm(upload, actor),
            lambda actor=actor: drop_score_sheet(actor=actor, now=NOW, upload_id=upload.pk),
        ):
            with pytest.raises(NotAllowed):
                refusing()
    assert not ScoreSheet.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 nothing of a workbook", "file.type"),
        (b"", "file.empty"),
        (b"a,b\n1,2\n", "scores.missing_column"),
        ("접수번호,상품 경쟁력,product,성장 가능성,대표자의 의지\n".encode(), "scores.doubled_column"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_not_kept(content, code):
    scored_stage(1)
    with pytest.raises(Refused) as refused:
        check(content)
    assert refused.value.problems[0].code == code
    assert not StoredFile.objects.exists()
    assert not ScoreUpload.objects.exists()


@pytest.mark.django_db
def test_an_upload_waits_for_the_scanner(settings):
    settings.DURE_VIRUS_SCAN = True
    made = scored_stage(1)[0]
    upload = check(HEADER + line(made, "1", "2", "3"))
    with pytest.raises(Refused) as refused:
        confirm(upload)
    assert refused.value.problems[0].code == "file.waiting"


@pytest.mark.django_db(transaction=True)
def test_confirmed_twice_at_once_is_once():
    made = scored_stage(2, ("acorn",))
    upload, who = check(HEADER + "".join(line(one, "1", "2", "3") for one in made)), staff()
    assert twice_at_once(lambda: confirm(upload, who)) == [2, 2]
    assert Event.objects.filter(subject="score_sheet", details__has_key="total").count() == 2


@pytest.mark.django_db
def test_a_check_asks_as_often_whatever_the_number_of_rows(django_assert_max_num_queries):
    made = scored_stage(12, ("acorn",))
    who = staff()
    with django_assert_max_num_queries(16):
        check(HEADER + "".join(line(one, "1", "2", "3") for one in made), who)
    upload = ScoreUpload.objects.get()
    with django_assert_max_num_queries(26):
        confirm(upload, who)
