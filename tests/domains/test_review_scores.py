"""An executor's staff score page by page: drafts, submission, exact totals, faults, colleagues."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.people import NOW, person
from tests.domains.reviews import CONSULT, GOOD, TOPS, closed, scored_stage, staff

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.events.models import Event
from dure.domains.review.models import ScoreSheet
from dure.domains.review.services.save_scores import save_scores
from dure.engine.problems import Refused


def save(actor, application, marks=GOOD, **more):
    given = {
        "programme": TOPS, "stage": CONSULT, "executor": "acorn", "comment": "", "submit": True,
        "version": None,
    }  # fmt: skip
    return save_scores(actor=actor, now=NOW, application_id=application.pk, marks=marks, **(given | more))


def codes(refused) -> list[tuple[str, object]]:
    return [(p.code, p.params.get("item")) for p in refused.value.problems]


@pytest.mark.django_db
def test_a_submitted_sheet_has_its_exact_total_and_one_event_for_each_step():
    made, who = scored_stage(1)[0], staff()
    saved = save(who, made, comment=" 좋음 ")
    assert (saved.total, saved.state, saved.version) == (85_133, "submitted", 1)
    sheet = ScoreSheet.objects.get()
    assert sheet.items == {"product": 87_500, "growth": 90_333, "will": 70_001}
    assert (sheet.comment, sheet.scored_by_id, sheet.executor) == ("좋음", who.user_id, "acorn")
    events = Event.objects.filter(subject="score_sheet").order_by("id").values_list("details", flat=True)
    assert {event.get("total", event.get("move")) for event in events} == {85_133, "submit"}


@pytest.mark.django_db
def test_what_is_said_of_a_criterion_is_kept_with_its_mark():
    made, who = scored_stage(1)[0], staff()
    saved = save(who, made, remarks={"product": " 포장이 좋습니다 ", "unknown": "x"})
    assert ScoreSheet.objects.get().remarks == {"product": "포장이 좋습니다"}
    save(who, made, GOOD | {"will": "1"}, version=saved.version)
    assert ScoreSheet.objects.get().remarks == {"product": "포장이 좋습니다"}


@pytest.mark.django_db
def test_a_draft_may_have_gaps_and_no_total_and_is_submitted_whole():
    made, who = scored_stage(1)[0], staff()
    saved = save(who, made, {"product": "80"}, submit=False)
    assert (saved.total, saved.state) == (None, "draft")
    with pytest.raises(Refused) as refused:
        save(who, made, {"product": "80", "growth": " "}, version=1)
    assert codes(refused) == [("score.missing", "growth"), ("score.missing", "will")]
    assert ScoreSheet.objects.get().items == {"product": 80_000}
    saved = save(who, made, GOOD, version=1)
    assert (saved.total, saved.state, saved.version) == (85_133, "submitted", 2)


@pytest.mark.django_db
def test_every_fault_is_told_at_its_criterion_and_nothing_is_kept():
    made, who = scored_stage(1)[0], staff()
    with pytest.raises(Refused) as refused:
        save(who, made, {"product": "100.001", "growth": "9,5", "will": "1.2345"}, submit=False)
    assert codes(refused) == [
        ("score.range", "product"),
        ("score.number", "growth"),
        ("score.decimals", "will"),
    ]
    assert not ScoreSheet.objects.exists()


@pytest.mark.django_db
def test_the_same_again_changes_nothing_even_from_an_old_form():
    made, who = scored_stage(1)[0], staff()
    save(who, made)
    events = Event.objects.count()
    assert save(who, made, version=None).version == 1
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_a_submitted_score_may_change_until_the_stage_is_closed():
    made, who = scored_stage(1)[0], staff()
    save(who, made)
    saved = save(who, made, GOOD | {"product": "100"}, version=1, submit=False)
    assert (saved.total, saved.state, saved.version) == (90_133, "submitted", 2)
    assert Event.objects.filter(details__before=85_133, details__total=90_133).count() == 1
    with pytest.raises(Refused) as refused:
        save(who, made, {"product": "100"}, version=2, submit=False)
    assert codes(refused) == [("score.submitted", None)]
    closed()
    with pytest.raises(Refused) as refused:
        save(who, made, GOOD, version=2)
    assert codes(refused) == [("scoring.closed", None)]
    assert ScoreSheet.objects.get().total == 90_133


@pytest.mark.django_db
def test_a_colleagues_change_is_not_written_over():
    made, who = scored_stage(1)[0], staff()
    colleague = staff(email="colleague@test.example")
    save(who, made, submit=False)
    save(colleague, made, GOOD | {"will": "1"}, version=1, submit=False)
    with pytest.raises(Refused) as refused:
        save(who, made, GOOD | {"will": "99"}, version=1)
    assert codes(refused) == [("score.changed", None)]
    assert ScoreSheet.objects.get().items["will"] == 1000


@pytest.mark.django_db
def test_others_may_not_and_strangers_are_not_scored():
    made = scored_stage(2, ("acorn",))
    with pytest.raises(NotAllowed):
        save(staff("otter"), made[0])
    for role in ("officer", "ministry", "reviewer"):
        with pytest.raises(NotAllowed):
            save(person(role, code=role), made[0])
    with pytest.raises(Refused) as refused:
        save(staff("otter"), made[0], executor="otter")
    assert codes(refused) == [("score.entrant", None)]
    Application.objects.filter(pk=made[1].pk).update(state="withdrawn")
    with pytest.raises(Refused) as refused:
        save(staff(), made[1])
    assert codes(refused) == [("score.entrant", None)]
    with pytest.raises(Refused) as refused:
        save(staff(), made[0], stage="champion")
    assert codes(refused) == [("score.stage", None)]
    with pytest.raises(Refused) as refused:
        save(staff(), made[0], stage="promote")
    assert codes(refused) == [("scoring.not_open", None)]
    assert not ScoreSheet.objects.exists()


@pytest.mark.django_db
def test_each_executor_has_a_sheet_of_its_own():
    made = scored_stage(1)[0]
    save(staff(), made)
    save(staff("otter"), made, GOOD | {"product": "0"}, executor="otter")
    assert list(ScoreSheet.objects.order_by("executor").values_list("executor", "total")) == [
        ("acorn", 85_133), ("otter", 50_133),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_make_one_sheet_and_one_is_told():
    made, who = scored_stage(1)[0], staff()

    def saving(will: str):
        def run() -> str:
            try:
                save(who, made, GOOD | {"will": will})
            except Refused as refused:
                return refused.problems[0].code
            return "saved"

        return run

    assert sorted(twice_at_once(saving("1"), saving("2"))) == ["saved", "score.changed"]
    assert ScoreSheet.objects.count() == 1
    assert ScoreSheet.objects.get().changed_at - NOW == timedelta(0)
