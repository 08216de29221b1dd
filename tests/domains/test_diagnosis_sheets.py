"""Sheets: filled in by whom, kept as typed, handed in whole, which one counts, and what rules read of it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from tests.domains.builders import merchant, signed_up
from tests.domains.diagnosing import (
    FORM,
    GOOD,
    HIGH,
    LOW,
    PRODUCT,
    PROGRAMME,
    again,
    diagnosed_call,
    expert,
    filled,
    given,
    handed_in,
    typed,
    visited,
)
from tests.domains.drafts import PDF
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, Verdict
from dure.domains.applications.services.screen import screen
from dure.domains.diagnosis import forgetting, queries
from dure.domains.diagnosis.models import DiagnosisEvidence, DiagnosisSheet
from dure.domains.diagnosis.queries_officer import Wanted, diagnosed, not_filled_in
from dure.domains.diagnosis.services.assign_experts import Assigned, assign_experts
from dure.domains.diagnosis.services.begin_sheet import begin_sheet
from dure.domains.diagnosis.services.hand_in_sheet import hand_in_sheet
from dure.domains.diagnosis.services.open_again import open_again
from dure.domains.diagnosis.services.put_evidence import put_evidence
from dure.domains.diagnosis.services.remind import remind
from dure.domains.diagnosis.services.reopen_sheet import reopen_sheet
from dure.domains.diagnosis.services.save_sheet import save_sheet
from dure.domains.events.act import act
from dure.domains.notices.models import Notice
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_merchants_sheet_gives_score_and_level_and_counts():
    who, (one,) = diagnosed_call()
    sheet = handed_in(who, one)
    assert (sheet.score_low, sheet.score_high, sheet.level, sheet.counts) == (
        15_500,
        15_500,
        "beginner",
        True,
    )
    assert (sheet.answers, sheet.typed) == ({"has_page": False, "photos": 2, "orders": 20}, {})
    (way, other, listing) = queries.ways_of(one, results(who, one))
    assert (way.holds, other.holds) == (True, False)
    assert (listing.holds, listing.missing) == (None, ("level.product",))


def results(who, one):
    one = Application.objects.select_related("version").get(pk=one.pk)
    found = {form: queries.result(s) for form, s in queries.standings(who, one).items()}
    return {form: result for form, result in found.items() if result}


def test_what_is_wrong_or_lacking_is_told_item_by_item_and_nothing_is_handed_in():
    who, (one,) = diagnosed_call()
    sheet = filled(who, one, {"has_page": ["yes"], "photos": ["9"], "orders": ["many"]})
    with pytest.raises(Refused) as refused:
        hand_in_sheet(actor=who, now=NOW, sheet_id=sheet.pk)
    assert codes(refused) == ["item.photos", "item.orders", "item.reviews"]
    sheet.refresh_from_db()
    assert (sheet.state, sheet.answers, sheet.counts) == ("draft", {}, False)
    assert sheet.typed["items"]["orders"] == ["many"]


def test_a_skipped_item_is_not_asked_whatever_was_typed_there():
    who, (one,) = diagnosed_call()
    sheet = filled(who, one, LOW | {"reviews": ["99"]})
    hand_in_sheet(actor=who, now=NOW, sheet_id=sheet.pk)
    sheet.refresh_from_db()
    assert "reviews" not in sheet.answers


def test_others_may_not_fill_in_and_nothing_is_written():
    _who, (one,) = diagnosed_call()
    for other in (signed_up("other@test.example"), person(), expert()):
        with pytest.raises(NotAllowed):
            begin_sheet(actor=other, now=NOW, application_id=one.pk, form=FORM)
    assert not DiagnosisSheet.objects.exists()
    who = signed_up("owner@test.example")
    with pytest.raises(Refused) as refused:
        begin_sheet(actor=who, now=NOW, application_id=one.pk, form=PRODUCT)
    assert codes(refused) == ["diagnosis.experts_only"]
    Application.objects.filter(pk=one.pk).update(state="submitted")
    Application.objects.filter(pk=one.pk).update(state="withdrawn")
    with pytest.raises(Refused) as refused:
        begin_sheet(actor=who, now=NOW, application_id=one.pk, form=FORM)
    assert codes(refused) == ["diagnosis.application"]
    assert not DiagnosisSheet.objects.exists()


def test_a_window_that_was_overtaken_does_not_write_over_what_is_newer():
    who, (one,) = diagnosed_call()
    sheet = begin_sheet(actor=who, now=NOW, application_id=one.pk, form=FORM)

    def save(photos: str, counter: int, tab: str) -> int:
        told = {"photos": [photos]}
        saved = save_sheet(
            actor=who, now=NOW, sheet_id=sheet, part="selling", typed=told, counter=counter, tab=tab
        )
        return saved.counter

    assert [save("2", 0, "a"), save("3", 0, "a"), save("3", 0, "b")] == [1, 2, 2]
    with pytest.raises(Refused) as refused:
        save("4", 1, "b")
    assert codes(refused) == ["draft.newer"]
    assert DiagnosisSheet.objects.get().typed["items"]["photos"] == ["3"]
    with pytest.raises(Refused):
        save_sheet(actor=who, now=NOW, sheet_id=sheet, part="nothing", typed={}, counter=9)


def test_the_experts_sheet_counts_before_the_merchants_and_the_gap_is_told():
    who, (one,) = diagnosed_call()
    merchants = handed_in(who, one, HIGH)
    assert merchants.level == "able"
    experts = visited(one, LOW)
    merchants.refresh_from_db()
    assert (merchants.counts, experts.counts, experts.level) == (False, True, "beginner")
    found = results(who, one)[FORM]
    assert found.gap is not None
    assert (found.gap.whole.first, found.gap.whole.second) == (79_700, 15_500)
    assert [(d.id, d.by) for d in found.gap.sections] == [("selling", -75_000), ("running", -48_000)]
    assert Notice.objects.filter(template="diagnosis_result").count() == 1
    hand_in_sheet(actor=expert(), now=NOW, sheet_id=experts.pk)
    assert Notice.objects.filter(template="diagnosis_result").count() == 1


def test_an_expert_tells_the_day_of_a_visit_that_was():
    _who, (one,) = diagnosed_call()
    sheet = given(one)
    for day in ("", "2025-03-25", "soon"):
        typed(expert(), sheet.pk, LOW, own_visited_on=day)
        with pytest.raises(Refused) as refused:
            hand_in_sheet(actor=expert(), now=NOW, sheet_id=sheet.pk)
        assert codes(refused) == ["own.visited_on"]
    sheet.refresh_from_db()
    assert sheet.state == "draft"


def test_an_expert_sees_the_merchants_sheet_only_once_the_own_is_handed_in():
    who, (one,) = diagnosed_call()
    handed_in(who, one, HIGH)
    given(one)
    seen = DiagnosisSheet.objects.visible_to(expert())
    assert [sheet.filled_by for sheet in seen] == ["expert"]
    assert [sheet.filled_by for sheet in DiagnosisSheet.objects.visible_to(who)] == ["merchant"]
    typed(expert(), seen[0].pk, LOW, own_visited_on="2025-03-24")
    hand_in_sheet(actor=expert(), now=NOW, sheet_id=seen[0].pk)
    assert DiagnosisSheet.objects.visible_to(expert()).count() == 2
    assert DiagnosisSheet.objects.visible_to(who).count() == 2
    assert DiagnosisSheet.objects.visible_to(signed_up("x@test.example")).count() == 0
    assert DiagnosisSheet.objects.visible_to(person("ministry", kind="ministry", code="m")).count() == 2


def test_opened_again_it_says_what_it_said_and_counts_no_more():
    who, (one,) = diagnosed_call()
    handed_in(who, one, HIGH)
    sheet = visited(one, LOW)
    with pytest.raises(Refused):
        reopen_sheet(actor=person(), now=NOW, sheet_id=sheet.pk, reason=" ")
    with pytest.raises(NotAllowed):
        reopen_sheet(actor=expert(), now=NOW, sheet_id=sheet.pk, reason="why")
    reopen_sheet(actor=person(), now=NOW, sheet_id=sheet.pk, reason="답이 바뀌었습니다")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.counts, sheet.level, sheet.answers) == ("draft", False, "", {})
    assert DiagnosisSheet.objects.get(counts=True).filled_by == "merchant"
    hand_in_sheet(actor=expert(), now=NOW, sheet_id=sheet.pk)
    sheet.refresh_from_db()
    assert (sheet.counts, sheet.level, sheet.note) == (True, "beginner", "사진을 먼저 바꾸십시오.")


def test_a_second_round_follows_help_and_stands_beside_the_first():
    who, (one, two) = diagnosed_call(2)
    begun = filled(who, one, LOW)
    with pytest.raises(Refused) as refused:
        again()
    assert codes(refused) == ["diagnosis.nobody"]
    hand_in_sheet(actor=who, now=NOW, sheet_id=begun.pk)
    open_draft = given(two)
    assert again() == 1
    assert again() == 0
    open_draft.refresh_from_db()
    assert open_draft.round == 2
    second = handed_in(who, one, HIGH)
    assert (second.round, second.counts, second.level) == (2, True, "able")
    change = results(who, one)[FORM].change
    assert change is not None
    assert (change.whole.by, change.levels, change.climbed) == (64_200, ("beginner", "able"), True)
    with pytest.raises(Refused):
        open_again(actor=person(), now=NOW, programme=PROGRAMME, form=FORM, number=4)
    with pytest.raises(Refused):
        open_again(actor=person(), now=NOW, programme=PROGRAMME, form=PRODUCT, number=2)


def test_rules_of_the_call_read_the_level_one_by_one_and_all_at_once():
    rule = """
  - id: beginners
    rule: level.online = 'beginner'
    reason: {ko: 기초 수준이어야 합니다., en: The level must be beginner.}
documents:
"""
    who, (one, two) = diagnosed_call(2, ("\ndocuments:\n", rule))
    screen(actor=person(), now=NOW, programme=PROGRAMME, key="one")
    assert set(Application.objects.values_list("verdict", flat=True)) == {"unknown"}
    sheet = handed_in(who, one, LOW)
    one.refresh_from_db()
    newest = Verdict.objects.filter(application=one).latest("pk")
    assert (one.verdict, newest.given) == ("eligible", {"level.online": "beginner"})
    visited(two, HIGH)
    two.refresh_from_db()
    assert (two.verdict, Verdict.objects.filter(application=two).latest("pk").failed_rules) == (
        "ineligible",
        ["beginners"],
    )
    before = Verdict.objects.count()
    screen(actor=person(), now=NOW, programme=PROGRAMME, key="two")
    assert Verdict.objects.count() == before, "all at once comes to the same as one by one"
    reopen_sheet(actor=person(), now=NOW, sheet_id=sheet.pk, reason="why")
    one.refresh_from_db()
    assert one.verdict == "unknown"


def test_evidence_is_a_file_of_the_merchant_and_the_word_of_an_expert():
    change = ("filled_by: [expert]", "filled_by: [merchant, expert]")
    who, (one,) = diagnosed_call(1, change)
    sheet = filled(who, one, GOOD, PRODUCT)
    with pytest.raises(Refused) as refused:
        hand_in_sheet(actor=who, now=NOW, sheet_id=sheet.pk)
    assert codes(refused) == ["item.safety"]

    def put(item: str, content: bytes | None = PDF) -> None:
        put_evidence(actor=who, now=NOW, sheet_id=sheet.pk, item=item, name="a.pdf", content=content)

    with pytest.raises(Refused):
        put("difference")
    put("safety")
    put("safety")
    assert DiagnosisEvidence.objects.filter(taken_out_at__isnull=True).count() == 1
    put("safety", None)
    put("safety")
    hand_in_sheet(actor=who, now=NOW, sheet_id=sheet.pk)
    sheet.refresh_from_db()
    assert (sheet.answers["safety"], sheet.level) == (True, "listed")
    with pytest.raises(Refused):
        put("safety")
    assert len(forgetting.files(PROGRAMME)) == 3


def test_an_officer_gives_all_of_a_list_to_experts_evenly_and_never_their_own():
    _who, rows = diagnosed_call(5)
    first, second = expert(), person("reviewer", email="second@test.example")
    staff = person("executor_staff", email="otter@test.example", kind="executor", code="otter")
    mine = merchant(9, owner=first)
    Application.objects.filter(pk=rows[0].pk).update(merchant=mine)
    ids = [one.user_id for one in (first, second, staff) if one.user_id]

    def assign(expected: int, experts: list[int], key: str = "k") -> Assigned:
        return assign_experts(
            actor=person(), now=NOW, programme=PROGRAMME, form=FORM, wanted=Wanted(), experts=experts,
            expected=expected, key=key,
        )  # fmt: skip

    for wrong in ([], [person().user_id or 0]):
        with pytest.raises(Refused) as refused:
            assign(5, wrong)
        assert codes(refused) == ["diagnosis.experts"]
    with pytest.raises(Refused) as refused:
        assign(4, ids)
    assert codes(refused) == ["decide.changed"]
    assert not DiagnosisSheet.objects.exists()
    assert assign(5, ids) == assign(5, ids) == Assigned(5, 0)
    sheets = DiagnosisSheet.objects.all()
    assert sorted(list(sheets.values_list("expert_id", flat=True)).count(one) for one in ids) == [0, 2, 3]
    assert sheets.get(application=rows[0]).expert_id == second.user_id
    assert Notice.objects.filter(template="diagnosis_assigned").count() == 2


def test_who_has_not_filled_in_is_reminded_in_one_act():
    who, rows = diagnosed_call(3)
    handed_in(who, rows[0])
    officer = person()
    left = not_filled_in(diagnosed(officer, PROGRAMME, FORM, Wanted()), PROGRAMME, FORM)
    assert [one.pk for one in left.order_by("pk")] == [rows[1].pk, rows[2].pk]
    found = {
        name: [one.pk for one in diagnosed(officer, PROGRAMME, FORM, Wanted(**{name: value})).order_by("pk")]
        for name, value in (("merchant", "handed_in"), ("expert", "none"), ("level", "beginner"))
    }
    first = rows[0].pk
    assert found == {"merchant": [first], "expert": [one.pk for one in rows], "level": [first]}

    def send(expected: int) -> int:
        return remind(
            actor=officer,
            now=NOW,
            programme=PROGRAMME,
            form=FORM,
            wanted=Wanted(),
            expected=expected,
            key="k",
        )

    with pytest.raises(Refused):
        send(3)
    assert (send(2), send(2)) == (2, 2)
    assert Notice.objects.filter(template="diagnosis_reminded").count() == 2


def test_what_tells_of_persons_goes_and_what_decided_stays():
    who, (one,) = diagnosed_call()
    sheet = visited(one, LOW)
    draft = filled(who, one, HIGH)
    assert forgetting.count(PROGRAMME) == {"diagnoses": 2}
    with act("test.forget", actor=person(), now=NOW) as this:
        forgetting.forget(this, PROGRAMME)
    assert forgetting.count(PROGRAMME) == {"diagnoses": 0}
    sheet.refresh_from_db()
    draft.refresh_from_db()
    assert (sheet.note, sheet.level, draft.typed) == ("", "beginner", {})


def test_the_database_lets_no_sheet_go_back_by_itself():
    who, (one,) = diagnosed_call()
    sheet = handed_in(who, one)
    with pytest.raises(DatabaseError), transaction.atomic():
        DiagnosisSheet.objects.filter(pk=sheet.pk).update(state="dropped", counts=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        sheet.delete()
