"""Panels changed by hand, reviewers replaced, reviews given back, recusal asked for; bounds and points."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import published, signed_up
from tests.domains.diagnosing import with_forms
from tests.domains.people import NOW, person
from tests.domains.reviews import (
    CHAMPION,
    GOOD,
    ROUND,
    TOPS,
    accepted,
    assigned_panel,
    closed,
    opened,
    panel_of,
    staff,
)
from tests.domains.test_review_panels import assign, declare, form, score
from tests.jobs.running import run_jobs, run_task

from dure.domains.accounts.actors import SYSTEM, actor_of
from dure.domains.accounts.models import Membership, Organisation, User
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.diagnosis.queries_officer import Wanted
from dure.domains.diagnosis.services.assign_experts import Assigned, assign_experts
from dure.domains.diagnosis.services.change_expert import change_expert
from dure.domains.events.models import Event
from dure.domains.merchants.models import DuplicatePair, MerchantMember
from dure.domains.merchants.services.add_member import add_member
from dure.domains.notices.models import Notice
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.programmes.queries import loaded
from dure.domains.review.models import Assignment, RecusalRequest, ScoreSheet
from dure.domains.review.queries import review_of, stage_reviews, stage_scores
from dure.domains.review.queries_cases import report, seats_of
from dure.domains.review.services.answer_recusal import answer_recusal
from dure.domains.review.services.ask_recusal import ask_recusal
from dure.domains.review.services.change_assignment import change_assignment
from dure.domains.review.services.reopen_review import reopen_review
from dure.domains.review.services.replace_reviewer import replace_reviewer
from dure.domains.review.services.set_aside_conflicts import set_aside_conflicts
from dure.domains.review.services.tell_expertise import tell_expertise
from dure.domains.selection.inputs import build_inputs
from dure.domains.selection.stages import stage_case
from dure.engine.problems import Refused
from dure.engine.review.of_stage import scores_of_stage
from dure.library import library_bytes

IN_FORCE = ("assigned", "scored")


def bounded(text: bytes = b"") -> None:
    """Publish tops-2025 with terms of the panel that scores its champions."""
    raw = library_bytes("tops-2025")
    at = raw.index(b"id: champion_review")
    at = raw.index(b"reviewers_each: 5", at)
    published(raw[:at] + text + raw[at:])


def version() -> ProgrammeVersion:
    return ProgrammeVersion.objects.get(programme=TOPS, state="published")


def review_of_round():
    return review_of(loaded(version()), CHAMPION)


def change(case, actor=None, **more):
    return change_assignment(
        actor=actor or person(), now=NOW, programme=TOPS, round_id=ROUND, application_id=case.pk, **more
    )


def held_by(case) -> set[int]:
    found = Assignment.objects.filter(application=case, state__in=IN_FORCE)
    return set(found.values_list("reviewer_id", flat=True))


@pytest.mark.django_db
def test_a_case_changes_hands_and_a_bound_gives_way_only_to_a_reason():
    cases, sitting = assigned_panel(1, 6)
    free = next(r for r in sitting if r.user_id not in held_by(cases[0]))
    one = min(held_by(cases[0]))
    assert change(cases[0], add=free.user_id, remove=one)
    assert held_by(cases[0]) == {r.user_id for r in sitting} - {one}
    assert not change(cases[0], add=free.user_id)
    with pytest.raises(Refused) as refused:
        change(cases[0], remove=free.user_id)
    assert [p.code for p in refused.value.problems] == ["panel.enough"]
    assert len(held_by(cases[0])) == 5
    assert change(cases[0], remove=free.user_id, override="위원 사정")
    assert len(held_by(cases[0])) == 4
    assert Event.objects.filter(act="panel.change", reason="위원 사정").exists()
    assert change(cases[0], add=free.user_id)  # what was taken away by hand is given back by hand
    assert Assignment.objects.get(application=cases[0], reviewer_id=free.user_id).state == "assigned"


@pytest.mark.django_db
def test_a_conflict_is_never_overridden_and_what_is_scored_stays():
    cases, sitting = assigned_panel(1, 6)
    free = next(r for r in sitting if r.user_id not in held_by(cases[0]))
    MerchantMember.objects.create(
        merchant=cases[0].merchant, user_id=free.user_id, proved_by="first", since=NOW, until=NOW
    )
    with pytest.raises(Refused) as refused:
        change(cases[0], add=free.user_id, override="꼭 필요함")
    assert [p.code for p in refused.value.problems] == ["panel.barred"]
    assert free.user_id not in held_by(cases[0])
    who = actor_of(min(held_by(cases[0])), NOW)
    declare(who)
    score(who, cases[0])
    with pytest.raises(Refused) as refused:
        change(cases[0], remove=who.user_id, override="다시 배정")
    assert refused.value.problems[0].code == "panel.scored"
    for other in (person("ministry", code="ministry"), staff()):
        with pytest.raises(NotAllowed):
            change(cases[0], other, remove=who.user_id)


@pytest.mark.django_db
def test_who_falls_out_is_replaced_and_nobody_elses_cases_are_moved():
    _, sitting = assigned_panel(6, 8)
    out = sitting[0].user_id
    before = set(Assignment.objects.exclude(reviewer_id=out).values_list("application_id", "reviewer_id"))
    lost = set(Assignment.objects.filter(reviewer_id=out).values_list("application_id", flat=True))
    filled = replace_reviewer(
        actor=person(), now=NOW, programme=TOPS, round_id=ROUND, reviewer_id=out, reason="병가"
    )
    assert (filled.assigned, filled.lacks) == (len(lost), ())
    after = set(Assignment.objects.filter(state__in=IN_FORCE).values_list("application_id", "reviewer_id"))
    assert before < after
    assert {case for case, _ in after - before} == lost
    with pytest.raises(Refused):
        replace_reviewer(
            actor=person(),
            now=NOW,
            programme=TOPS,
            round_id=ROUND,
            reviewer_id=sitting[1].user_id,
            reason=" ",
        )


@pytest.mark.django_db
def test_bounds_of_the_file_hold_and_what_they_leave_open_is_told():
    bounded(b"panel: {load: {most: 2}, same_organisation_at_most: 1}\n    ")
    cases = accepted(version(), 4, ("acorn",))
    opened(CHAMPION, [(one.pk, "acorn") for one in cases])
    sitting = panel_of(6)
    person("reviewer", email="reviewer1@test.example", kind="centre", code="university0")
    form(sitting)
    found = assign()
    loads = Counter(Assignment.objects.values_list("reviewer_id", flat=True))
    assert max(loads.values()) == 2
    for case in cases:
        assert not {sitting[0].user_id, sitting[1].user_id} <= held_by(case)
    assert sum(found.lacking.values()) == 20 - found.assigned
    assert {lack.rule for lack in found.lacks} <= {"most", "organisation"}


@pytest.mark.django_db
def test_industries_that_a_reviewer_knows_come_first_to_them():
    bounded(b"panel: {load: {most: 9}}\n    ")
    cases = accepted(version(), 2, ("acorn",))
    opened(CHAMPION, [(one.pk, "acorn") for one in cases])
    sitting = panel_of(8)
    code = str((cases[0].facts or {}).get("ksic") or "47")
    type(cases[0]).objects.filter(pk__in=[one.pk for one in cases]).update(facts={"ksic": code})
    for who in sitting[3:]:
        assert tell_expertise(actor=who, now=NOW, industries=[code[:2], " "]) == (code[:2],)
    with pytest.raises(Refused) as refused:
        tell_expertise(actor=sitting[0], now=NOW, industries=["00", "x", "4"])
    assert [p.code for p in refused.value.problems] == ["expertise.code"] * 3
    with pytest.raises(NotAllowed):
        tell_expertise(actor=person(), now=NOW, industries=["47"])
    form(sitting)
    assign()
    assert all(held_by(case) == {who.user_id for who in sitting[3:]} for case in cases)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["earlier employment", "same owner"])
def test_conflicts_that_the_system_finds_keep_a_reviewer_away(how):
    cases, sitting = assigned_panel(2, 7)
    who = sitting[0].user_id
    if how == "earlier employment":
        person("executor_staff", email="reviewer0@test.example", kind="executor", code="acorn")
        Membership.objects.filter(user_id=who, role="executor_staff").update(
            starts_at=NOW - timedelta(days=900), ends_at=NOW - timedelta(days=700)
        )
        barred = {one.pk for one in cases}
    else:
        MerchantMember.objects.create(merchant=cases[1].merchant, user_id=who, proved_by="first", since=NOW)
        low, high = sorted(one.merchant_id for one in cases)
        DuplicatePair.objects.create(
            one_id=low,
            other_id=high,
            band="high",
            score=90,
            looks_like="same_owner",
            evidence={},
            found_at=NOW,
        )
        barred = {one.pk for one in cases}
    assign()
    assert not Assignment.objects.filter(
        reviewer_id=who, application_id__in=barred, state__in=IN_FORCE
    ).exists()
    assert all(len(held_by(case)) == 5 for case in cases)


@pytest.mark.django_db
@pytest.mark.parametrize("blind", [True, False])
def test_an_expert_does_not_review_blindly_whom_they_diagnosed(blind):
    bounded(b"blind: [name]\n    " if blind else b"")
    cases = accepted(version(), 2, ("acorn",))
    opened(CHAMPION, [(one.pk, "acorn") for one in cases])
    sitting = panel_of(5 + blind)
    for case in cases:
        DiagnosisSheet.objects.create(
            programme=TOPS, version_id=case.version_id, form="online", form_hash="0" * 64, application=case,
            filled_by="expert", expert_id=sitting[0].user_id, begun_at=NOW, changed_at=NOW,
        )  # fmt: skip
    form(sitting)
    assign()
    experts = {sitting[0].user_id} if blind else set()
    assert all(held_by(case) == {who.user_id for who in sitting} - experts for case in cases)


@pytest.mark.django_db
def test_an_applicant_asks_and_a_granted_request_takes_the_case_away_at_once():
    cases, sitting = assigned_panel(1, 7)
    owner = signed_up("owner@test.example")
    MerchantMember.objects.create(
        merchant=cases[0].merchant, user_id=owner.user_id, proved_by="first", since=NOW
    )
    who = next(r for r in sitting if r.user_id in held_by(cases[0]))
    declare(who)
    score(who, cases[0])

    def ask(actor, **said):
        given = {"about": "가상대학 가상인 교수", "grounds": "거래 분쟁"} | said
        return ask_recusal(actor=actor, now=NOW, application_id=cases[0].pk, **given)

    with pytest.raises(NotAllowed):
        ask(signed_up("stranger@test.example"))
    with pytest.raises(Refused) as refused:
        ask(owner, about=" ", grounds="")
    assert [p.code for p in refused.value.problems] == ["recusal.about", "recusal.grounds"]
    assert not RecusalRequest.objects.exists()
    one = ask(owner)
    assert not RecusalRequest.objects.visible_to(who).exists()

    def answer(**more):
        given = {"granted": True, "reason": "사실로 확인됨", "reviewer_id": who.user_id} | more
        answer_recusal(actor=person(), now=NOW, request_id=one, **given)

    for wrong in ({"reviewer_id": None}, {"reviewer_id": owner.user_id}, {"reason": " "}):
        with pytest.raises(Refused):
            answer(**wrong)
    assert RecusalRequest.objects.get().state == "asked"
    answer()
    assert Assignment.objects.get(reviewer_id=who.user_id).state == "conflict"
    assert not Assignment.objects.of(who).exists()
    assert who.user_id not in held_by(cases[0])
    assert len(held_by(cases[0])) == 5
    assert Notice.objects.filter(template="recusal_answered", user_id=owner.user_id).count() == 1
    with pytest.raises(Refused) as refused:
        answer()
    assert refused.value.problems[0].code == "recusal.answered"
    assert "가상인" not in str(list(Event.objects.values_list("details", "reason")))


@pytest.mark.django_db
def test_a_review_is_given_back_handed_in_anew_and_marked_late():
    bounded(b"due_at: 2025-03-20T18:00:00+09:00\n    ")
    cases = accepted(version(), 1, ("acorn",))
    opened(CHAMPION, [(cases[0].pk, "acorn")])
    sitting = panel_of(5)
    form(sitting)
    assign()
    for who in sitting:
        declare(who)
        score(who, cases[0], remarks={"product": "포장이 좋습니다", "unknown": "x"})
    first = sitting[0]
    review = review_of_round()
    assert stage_scores(TOPS, CHAMPION)[0].score_thousandths == 85_133
    back = {
        "actor": person(), "now": NOW, "programme": TOPS, "round_id": ROUND, "application_id": cases[0].pk,
        "reviewer_id": first.user_id,
    }  # fmt: skip
    with pytest.raises(Refused):
        reopen_review(**back, reason="")
    assert reopen_review(**back, reason="항목을 잘못 읽음")
    assert not reopen_review(**back, reason="항목을 잘못 읽음")
    assert stage_scores(TOPS, CHAMPION)[0].score_thousandths is None
    sheet = ScoreSheet.objects.get(reviewer_id=first.user_id)
    assert (sheet.state, sheet.reopened_at, sheet.remarks) == ("draft", NOW, {"product": "포장이 좋습니다"})
    score(first, cases[0], GOOD | {"will": "90"}, version=sheet.version)
    seats = {s.reviewer_id: s for s in seats_of(person(), review, [cases[0].pk])[cases[0].pk]}
    assert seats[first.user_id].is_late == (review.round.due_at < NOW)
    (mine,) = (one for one in report(person(), review) if one.reviewer_id == first.user_id)
    assert (mine.reopened, mine.figures.cases) == (1, 1)


@pytest.mark.django_db
def test_adjusted_scores_are_frozen_with_what_they_are_made_of():
    raw = library_bytes("tops-2025").replace(b"combine: mean", b"combine: adjusted")
    cases = accepted(published(raw), 4, ("acorn",))
    opened(CHAMPION, [(one.pk, "acorn") for one in cases])
    sitting = panel_of(7)
    form(sitting)
    assign()
    for n, who in enumerate(sitting):
        declare(who)
        for m, case in enumerate(cases):
            if who.user_id in held_by(case):
                mark = str(50 + 7 * m + 3 * n + (m * n) % 5)
                score(who, case, dict.fromkeys(("product", "growth", "will"), mark))
    reviews = stage_reviews(review_of_round())
    made = scores_of_stage({str(case): of for case, of in reviews.items()}, "adjusted")
    assert {str(s.application_id): s.score_thousandths for s in stage_scores(TOPS, CHAMPION)} == made
    assert len({who for of in reviews.values() for who, _ in of}) == 7
    inputs = build_inputs(stage_case(TOPS, CHAMPION))
    assert b"reviews" in inputs.frozen.splitlines()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("blind", [True, False])
def test_who_reviews_blindly_is_not_given_the_diagnosis_of_the_case(blind):
    raw = with_forms()
    at = raw.index(b"reviewers_each: 5", raw.index(b"id: champion_review"))
    published(raw[:at] + (b"blind: [name]\n    " if blind else b"") + raw[at:])
    (case,) = accepted(version(), 1, ("acorn",))
    opened(CHAMPION, [(case.pk, "acorn")])
    sitting = panel_of(5)
    form(sitting)
    assign()
    reviewer = sitting[0].user_id

    def give():
        change_expert(
            actor=person(), now=NOW, application_id=case.pk, form="product", expert_id=reviewer
        )  # fmt: skip

    wanted = {"actor": person(), "now": NOW, "programme": TOPS, "form": "online", "wanted": Wanted()}
    if not blind:
        give()
        assert assign_experts(**wanted, experts=[reviewer], expected=1, key="k") == Assigned(1, 0)
        return
    with pytest.raises(Refused) as refused:
        give()
    assert [one.code for one in refused.value.problems] == ["diagnosis.blind"]
    assert assign_experts(**wanted, experts=[reviewer], expected=1, key="k") == Assigned(0, 1)
    assert not DiagnosisSheet.objects.exists()
    Assignment.objects.filter(reviewer_id=reviewer).update(state="taken_away")
    give()
    assert DiagnosisSheet.objects.get().expert_id == reviewer


@pytest.mark.django_db(transaction=True)
def test_of_a_blind_case_and_its_diagnosis_given_at_once_one_comes_first():
    raw = with_forms()
    at = raw.index(b"reviewers_each: 5", raw.index(b"id: champion_review"))
    published(raw[:at] + b"blind: [name]\n    " + raw[at:])
    (case,) = accepted(version(), 1, ("acorn",))
    opened(CHAMPION, [(case.pk, "acorn")])
    sitting = panel_of(5)
    form(sitting)
    officer, reviewer = person(), sitting[0].user_id
    twice_at_once(
        assign,
        lambda: change_expert(
            actor=officer, now=NOW, application_id=case.pk, form="product", expert_id=reviewer
        ),
    )
    diagnoses = DiagnosisSheet.objects.filter(expert_id=reviewer).exists()
    assert diagnoses is not (reviewer in held_by(case))


def told_officers():
    """Return what the officer of the tests was told of conflicts: how many cases, how many still lack one."""
    found = Notice.objects.filter(template="panel_conflict", user_id=person().user_id).order_by("pk")
    return [(one.parameters["count"], one.parameters.get("lacking")) for one in found]


@pytest.mark.django_db
@pytest.mark.parametrize("spare", [1, 0])
def test_who_comes_to_act_for_the_merchant_loses_the_case_at_once_and_officers_are_told(spare):
    cases, sitting = assigned_panel(2, 5 + spare)
    who = next(r for r in sitting if r.user_id in held_by(cases[0]))
    declare(who)
    score(who, cases[0])
    owner = signed_up("owner@test.example")
    MerchantMember.objects.create(
        merchant=cases[0].merchant, user_id=owner.user_id, proved_by="first", since=NOW
    )
    address = User.objects.get(pk=who.user_id).email
    add_member(actor=owner, now=NOW, merchant_id=cases[0].merchant_id, email=address)
    with pytest.raises(Refused) as refused:  # also before the worker has come to it
        score(who, cases[0], GOOD)
    assert [one.code for one in refused.value.problems] == ["review.conflict"]
    assert run_jobs(task="review.set_aside_conflicts") == ["review.set_aside_conflicts"]
    gone = Assignment.objects.get(application=cases[0], reviewer_id=who.user_id)
    assert (gone.state, len(held_by(cases[0]))) == ("conflict", 4 + spare)
    moved = Event.objects.filter(
        subject="assignment", subject_id=str(gone.pk), act="panel.set_aside_conflicts"
    )
    assert moved.count() == 1
    assert told_officers() == [(1, None if spare else 1)]
    assert set_aside_conflicts(actor=SYSTEM, now=NOW) == 0
    assert len(told_officers()) == 1


@pytest.mark.django_db
def test_a_role_at_the_executor_of_a_case_takes_it_away_and_people_cannot_run_this():
    cases, sitting = assigned_panel(1, 6)
    who = next(r for r in sitting if r.user_id in held_by(cases[0]))
    with pytest.raises(NotAllowed):
        set_aside_conflicts(actor=person(), now=NOW)
    acorn = Organisation.objects.filter(code="acorn").first() or Organisation.objects.create(
        kind="executor", code="acorn", name_ko="도토리", name_en="Acorn"
    )
    Membership.objects.create(
        user_id=who.user_id, organisation=acorn, role="executor_staff", starts_at=NOW + timedelta(hours=2)
    )
    assert who.user_id in held_by(cases[0])
    run_task("review.set_aside_all_conflicts")
    assert who.user_id not in held_by(cases[0])


@pytest.mark.django_db
def test_stages_that_are_not_scored_any_more_keep_their_scores():
    cases, sitting = assigned_panel(1, 6)
    who = next(r for r in sitting if r.user_id in held_by(cases[0]))
    MerchantMember.objects.create(
        merchant=cases[0].merchant, user_id=who.user_id, proved_by="first", since=NOW
    )
    closed(CHAMPION)
    assert set_aside_conflicts(actor=SYSTEM, now=NOW) == 0
    assert who.user_id in held_by(cases[0])
    assert told_officers() == []
