"""Matching: from the profile and the wish to a match that both accepted, and on to the next round."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override
from tests.domains.builders import signed_up
from tests.domains.matching import (
    LATER,
    PROFILE,
    PROGRAMME,
    SELLER,
    TUTOR,
    matched,
    planned,
    proposed,
    provider,
    seller,
    seller_case,
    wished,
)
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.models import Membership, Organisation
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.matching import forgetting, queries, queries_officer
from dure.domains.matching.models import Match, MatchRound, PairRule, Provider, Wish
from dure.domains.matching.services.answer_match import answer_match
from dure.domains.matching.services.change_provider import change_provider
from dure.domains.matching.services.decide_provider import decide_provider
from dure.domains.matching.services.drop_round import drop_round
from dure.domains.matching.services.end_match import end_match
from dure.domains.matching.services.lapse_matches import lapse_matches
from dure.domains.matching.services.lift_pair_rule import lift_pair_rule
from dure.domains.matching.services.propose_round import propose_round
from dure.domains.matching.services.rank_merchants import rank_merchants
from dure.domains.matching.services.register_provider import register_provider
from dure.domains.matching.services.rest_provider import rest_provider
from dure.domains.matching.services.save_wish import Sought, save_wish
from dure.domains.matching.services.set_pair_rule import set_pair_rule
from dure.domains.notices.models import Notice
from dure.engine.problems import Refused
from dure.web.officer.problems import sentence_of

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.order_by("pk").values_list("template", "user__email")
    return [(template, email or "") for template, email in rows]


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def rule(kind: str, row, of: Provider, reason: str = "현장에서 확인") -> int:
    return set_pair_rule(
        actor=person(), now=NOW, programme=PROGRAMME, pairing=SELLER, application_id=row.pk,
        provider_id=of.pk, kind=kind, reason=reason,
    )  # fmt: skip


def states() -> list[str]:
    return list(Match.objects.order_by("pk").values_list("state", flat=True))


def test_who_registers_gets_an_organisation_and_the_role_and_waits_for_an_officer():
    made = provider(approve=False)
    assert (made.state, made.organisation.kind, made.organisation.name_ko) == (
        "applied", "provider", "해솔(가상)",
    )  # fmt: skip
    (held,) = Membership.objects.filter(user__email="seller@test.example")
    assert (held.role, held.organisation_id) == ("seller", made.organisation_id)
    assert seller().roles == (("seller", made.organisation.code),)
    seller_case(1)
    with pytest.raises(NotAllowed):
        decide_provider(actor=seller(), now=NOW, provider_id=made.pk, approve=True)
    assert planned().unmatched[0]["reason"] == "nobody"


def test_who_was_invited_registers_for_the_organisation_that_is_there():
    who = person("tutor", email="tutor@test.example", kind="provider", code="centre-tutors")
    made = register_provider(actor=who, now=NOW, kind="tutor", name_ko="", name_en="", profile=PROFILE)
    assert Provider.objects.get(pk=made).organisation.code == "centre-tutors"
    assert Organisation.objects.filter(kind="provider").count() == 1


def test_everything_wrong_with_a_profile_is_told_at_once_and_nothing_is_written():
    with pytest.raises(Refused) as refused:
        provider(skills=(), capacity=0, region="99", price_won=-1, introduction="가" * 1001, reach="moon")
    assert codes(refused) == [
        "provider.reach", "provider.skills", "provider.region", "provider.capacity", "provider.price_won",
        "provider.introduction",
    ]  # fmt: skip
    assert (Provider.objects.count(), Organisation.objects.filter(kind="provider").count()) == (0, 0)


def test_a_refusal_needs_a_reason_which_the_provider_is_told():
    made = provider(approve=False)
    with pytest.raises(Refused):
        decide_provider(actor=person(), now=NOW, provider_id=made.pk, approve=False, reason=" ")
    assert Provider.objects.get().state == "applied"
    decide_provider(actor=person(), now=NOW, provider_id=made.pk, approve=False, reason="경력이 없습니다")
    assert (Provider.objects.get().state, told()) == (
        "refused", [("provider_refused", "seller@test.example")],
    )  # fmt: skip


def test_only_those_are_matched_whose_diagnosis_opened_the_way():
    _owner, rows = seller_case(2)
    provider()
    rows[1].refresh_from_db()
    DiagnosisSheet.objects.filter(application=rows[1]).update(
        answers={"has_page": True, "photos": 5, "orders": 100, "reviews": 5}
    )
    made = planned()
    assert [one.application_id for one in Match.objects.filter(round=made)] == [rows[0].pk]
    assert made.unmatched == []


def test_a_plan_tells_nobody_and_explains_every_point():
    owner, rows = seller_case(2)
    provider()
    wished(owner, rows[0])
    made = planned()
    first, second = Match.objects.filter(round=made).order_by("application__application_no")
    assert [(p["id"], p["points"], p["most"]) for p in first.parts] == [
        ("skills", 400, 400), ("near", 300, 300), ("words", 83, 200), ("female", 0, 100),
    ]  # fmt: skip
    assert (first.points, second.points, made.points) == (783, 300, 1083)
    assert told() == [("provider_approved", "seller@test.example")]
    assert list(queries.matches_of_provider(seller(), first.provider)) == []
    assert queries_officer.repeated(made)


def test_both_say_yes_and_only_then_contacts_are_seen():
    owner, other, one = matched()
    assert told()[1:] == [
        ("match_proposed", "owner@test.example"),
        ("match_to_provider_ask", "seller@test.example"),
    ]
    seen = queries.match(other, one.pk)
    assert seen is not None
    assert queries.contact_of_merchant(seen) is None
    answer_match(actor=owner, now=NOW, match_id=one.pk, yes=True)
    assert (states(), queries.contacts_of_provider(queries.match(owner, one.pk), NOW)) == (["proposed"], [])
    answer_match(actor=other, now=NOW, match_id=one.pk, yes=True)
    assert states() == ["accepted"]
    assert [c.email for c in queries.contacts_of_provider(queries.match(owner, one.pk), NOW)] == [
        "seller@test.example"
    ]
    assert queries.contact_of_merchant(queries.match(other, one.pk)).name == "두레상회 1"
    assert told()[3:] == [("match_made", "owner@test.example"), ("match_made", "seller@test.example")]


def test_what_was_declined_goes_to_the_next_round_with_another():
    owner, other, one = matched()
    provider("second@test.example", region="26110")
    with pytest.raises(Refused):
        answer_match(actor=other, now=NOW, match_id=one.pk, yes=False)
    answer_match(actor=other, now=NOW, match_id=one.pk, yes=False, reason="일정이 맞지 않습니다")
    assert told()[-1] == ("match_declined", "owner@test.example")
    (second,) = proposed(key="k2")
    assert (second.application_id, second.provider_id == one.provider_id) == (one.application_id, False)
    assert states() == ["declined", "proposed"]
    with pytest.raises(NotAllowed):
        answer_match(actor=other, now=NOW, match_id=second.pk, yes=True)
    with pytest.raises(Refused):
        answer_match(actor=owner, now=NOW, match_id=one.pk, yes=True)
    assert states() == ["declined", "proposed"]


def test_what_nobody_answers_runs_out_and_is_told_to_both_once():
    owner, _other, one = matched()
    assert lapse_matches(actor=SYSTEM, now=one.due_at - timedelta(seconds=1)) == 0
    with pytest.raises(Refused):
        answer_match(actor=owner, now=LATER, match_id=one.pk, yes=True)
    assert (lapse_matches(actor=SYSTEM, now=LATER), lapse_matches(actor=SYSTEM, now=LATER)) == (1, 0)
    assert states() == ["lapsed"]
    assert told()[3:] == [
        ("match_lapsed", "owner@test.example"), ("match_to_provider_lapsed", "seller@test.example"),
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        lapse_matches(actor=person(), now=LATER)


def test_one_leaves_and_the_rest_is_kept_by_the_next_round():
    _owner, rows = seller_case(3)
    provider()
    first, second = proposed()
    for one in (first, second):
        Match.objects.filter(pk=one.pk).update(state="accepted")
    end_match(actor=seller(), now=NOW, match_id=first.pk, reason="폐업")
    made = planned(key="k2")
    (new,) = Match.objects.filter(round=made)
    left = {row.pk for row in rows} - {first.application_id, second.application_id}
    assert ({new.application_id}, Match.objects.get(pk=second.pk).state) == (left, "accepted")
    # Whoever lost the provider finds no room, and the pair that ended is not made again.
    assert [(row["application"], row["reason"]) for row in made.unmatched] == [
        (first.application_id, "barred")
    ]


def test_pairs_fixed_and_barred_by_hand_hold_with_their_reason():
    _owner, rows = seller_case(2)
    near, far = provider(), provider("far@test.example", region="26110")
    rule("fixed", rows[0], far)
    barred = rule("barred", rows[1], near)
    made = planned()
    pairs = dict(Match.objects.filter(round=made).values_list("application_id", "provider_id"))
    assert pairs == {rows[0].pk: far.pk, rows[1].pk: far.pk}
    assert Match.objects.get(round=made, application=rows[0]).fixed
    lift_pair_rule(actor=person(), now=NOW, rule_id=barred)
    made = planned(key="k2")
    assert Match.objects.get(round=made, application=rows[1]).provider_id == near.pk
    with pytest.raises(Refused) as refused:
        rule("barred", rows[0], far)
    assert codes(refused) == ["pair_rule.other"]
    with pytest.raises(Refused) as refused:
        rule("fixed", rows[1], near, reason="")
    assert (codes(refused), PairRule.objects.standing().count()) == (["pair_rule.reason"], 1)


def test_nobody_is_matched_with_the_own_business():
    _owner, rows = seller_case(1)
    mine = provider("owner@test.example")
    assert planned().unmatched[0]["reason"] == "barred"
    assert queries.suggested_providers(queries.case_of(PROGRAMME, SELLER, NOW), rows[0], NOW) == []
    with pytest.raises(Refused) as refused:
        rule("fixed", rows[0], mine)
    assert codes(refused) == ["pair_rule.own"]


def test_where_the_agency_decides_nobody_is_asked_and_orders_count():
    owner, rows = seller_case(2)
    near = provider("near@test.example", kind=TUTOR, capacity=1)
    far = provider("far@test.example", kind=TUTOR, capacity=1, region="26110")
    save_wish(actor=owner, now=NOW, application_id=rows[0].pk, pairing=TUTOR, sought=Sought(ranked=(far.pk,)))
    made = proposed(TUTOR)
    assert {one.application_id: one.provider_id for one in made} == {rows[0].pk: far.pk, rows[1].pk: near.pk}
    assert states() == ["accepted", "accepted"]
    with pytest.raises(Refused):
        answer_match(actor=owner, now=NOW, match_id=made[0].pk, yes=False, reason="싫습니다")
    assert states() == ["accepted", "accepted"]


def test_a_providers_order_counts_where_both_sides_rank():
    _owner, rows = seller_case(2)
    one = provider("near@test.example", kind=TUTOR, capacity=1)
    place = {"provider_id": one.pk, "programme": PROGRAMME, "pairing": TUTOR, "now": NOW}
    assert rank_merchants(actor=seller("near@test.example"), application_ids=[rows[1].pk], **place)
    (match,) = proposed(TUTOR)
    assert match.application_id == rows[1].pk
    with pytest.raises(Refused):
        rank_merchants(actor=seller("near@test.example"), application_ids=[rows[1].pk] * 2, **place)
    with pytest.raises(NotAllowed):
        rank_merchants(actor=person(), application_ids=[], **place)


def test_room_is_counted_over_all_programmes_and_looked_at_again_when_it_is_proposed():
    _owner, _rows = seller_case(2)
    only = provider(capacity=2)
    made = planned()
    Provider.objects.filter(pk=only.pk).update(capacity=1)
    with pytest.raises(Refused) as refused:
        propose_round(actor=person(), now=NOW, round_id=made.pk)
    assert codes(refused) == ["matching.room"]
    (problem,) = refused.value.problems
    with override("ko"):
        said = "해솔(가상)의 남은 자리가 계획할 때보다 줄었습니다. 다시 계획하십시오"
        assert sentence_of(problem) == said
    with override("en"):
        said = "Haesol has less room than when the round was planned: plan it again"
        assert sentence_of(problem) == said
    assert (states(), MatchRound.objects.get().state) == (["planned", "planned"], "planned")
    drop_round(actor=person(), now=NOW, round_id=made.pk)
    assert (states(), MatchRound.objects.get().state) == (["dropped", "dropped"], "dropped")
    with pytest.raises(Refused):
        propose_round(actor=person(), now=NOW, round_id=made.pk)


def test_who_rests_gets_nobody_new_and_returns_when_they_like():
    seller_case(1)
    one = provider()
    rest_provider(actor=seller(), now=NOW, provider_id=one.pk, resting=True)
    assert planned().unmatched[0]["reason"] == "nobody"
    rest_provider(actor=seller(), now=NOW, provider_id=one.pk, resting=False)
    assert planned(key="k2").unmatched == []
    with pytest.raises(NotAllowed):
        rest_provider(actor=person(), now=NOW, provider_id=one.pk, resting=True)


def test_who_sees_whom():
    owner, other, one = matched()
    stranger, officer = signed_up("stranger@test.example"), person()
    for actor, sees in ((owner, 1), (other, 1), (officer, 1), (stranger, 0)):
        assert Match.objects.visible_to(actor).count() == sees
    Provider.objects.update(listed=False)
    for actor, sees in ((owner, 1), (other, 1), (officer, 1), (stranger, 0)):
        assert Provider.objects.visible_to(actor).count() == sees
    assert Wish.objects.visible_to(other).count() == 0
    with pytest.raises(NotAllowed):
        answer_match(actor=stranger, now=NOW, match_id=one.pk, yes=True)
    with pytest.raises(NotAllowed):
        change_provider(actor=owner, now=NOW, provider_id=one.provider_id, profile=PROFILE)


def test_suggestions_go_by_points_and_name_no_merchant_who_is_matched():
    owner, rows = seller_case(2)
    near, far = provider(), provider("far@test.example", region="26110")
    wished(owner, rows[0])
    case = queries.case_of(PROGRAMME, SELLER, NOW)
    found = queries.suggested_providers(case, rows[0], NOW)
    assert [(one.provider.pk, one.points) for one in found] == [(near.pk, 783), (far.pk, 483)]
    suggested = queries.suggested_merchants(case, near, NOW)
    assert [(one.application.pk, one.points) for one in suggested] == [(rows[0].pk, 783), (rows[1].pk, 300)]
    proposed()
    assert queries.suggested_merchants(case, near, NOW) == []


def test_words_of_persons_go_with_the_records_and_pairs_stay():
    _owner, other, one = matched()
    answer_match(actor=other, now=NOW, match_id=one.pk, yes=False, reason="일정이 맞지 않습니다")
    with act("programme.destroy_records", actor=SYSTEM, now=NOW) as this:
        assert forgetting.forget(this, PROGRAMME) == {"matches": 1, "wishes": 1}
    found = Match.objects.get()
    assert (found.reason, found.parts, found.points, found.state) == ("", [], 783, "declined")
    assert (Wish.objects.get().text, MatchRound.objects.get().inputs) == ("", {})
    assert Event.objects.filter(act="match.answer").exists()


def test_contacts_of_a_match_that_was_made_for_both_come_once_both_have_accepted_it():
    owner, _rows = seller_case(1)
    provider("near@test.example", kind=TUTOR)
    (one,) = proposed(TUTOR)
    other = seller("near@test.example")
    for who in (owner, other):
        found = queries.match(who, one.pk)
        assert (found.state, queries.contact_of_merchant(found)) == ("accepted", None)
        assert queries.contacts_of_provider(found, NOW) == []
        answer_match(actor=who, now=NOW, match_id=one.pk, yes=True)
    found = queries.match(owner, one.pk)
    assert [c.email for c in queries.contacts_of_provider(found, NOW)] == ["near@test.example"]


def test_a_yes_is_refused_where_the_provider_was_refused_since():
    owner, _other, one = matched()
    Provider.objects.filter(pk=one.provider_id).update(state="refused")
    with pytest.raises(Refused) as refused:
        answer_match(actor=owner, now=NOW, match_id=one.pk, yes=True)
    assert (codes(refused), Match.objects.get().merchant_yes) == (["match.gone"], None)


def test_a_role_for_one_programme_makes_nobody_act_for_a_provider():
    _owner, _other, one = matched()
    Membership.objects.filter(user__email="seller@test.example").update(programme=PROGRAMME)
    assert queries.own_providers(seller()) == []
    assert queries.match(seller(), one.pk) is None


def test_a_round_is_not_proposed_with_somebody_who_holds_no_right_to_it_any_more():
    _owner, rows = seller_case(1)
    provider()
    made = planned()
    DiagnosisSheet.objects.filter(application=rows[0]).update(
        answers={"has_page": True, "photos": 5, "orders": 100, "reviews": 5}
    )
    with pytest.raises(Refused) as refused:
        propose_round(actor=person(), now=NOW, round_id=made.pk)
    assert (codes(refused), states()) == (["matching.gone"], ["planned"])


# --- new merchants a month ----------------------------------------------------------------------------


def test_a_provider_takes_no_more_new_merchants_a_month_than_it_said():
    seller_case(3)
    provider(capacity=10, monthly=1)
    first = proposed(key="first")
    assert len(first) == 1, "the pairing lets it take two, its own month one"
    again = planned(key="again")
    assert Match.objects.filter(round=again).count() == 0
    assert {row["reason"] for row in again.unmatched} == {"full"}
    april = datetime(2025, 3, 31, 15, 0, tzinfo=UTC)  # midnight in Seoul
    before = planned(key="before", now=april - timedelta(microseconds=1))
    assert Match.objects.filter(round=before).count() == 0
    after = planned(key="after", now=april)
    assert Match.objects.filter(round=after, state="planned").count() == 1


def test_what_was_declined_gives_the_month_back():
    seller_case(2)
    provider(capacity=10, monthly=1)
    (one,) = proposed(key="first")
    answer_match(actor=seller(), now=NOW, match_id=one.pk, yes=False, reason="바쁩니다.")
    again = planned(key="again")
    (new,) = Match.objects.filter(round=again)
    assert new.application_id != one.application_id


def test_the_month_is_asked_again_when_a_round_is_proposed():
    seller_case(2)
    made = provider(capacity=10, monthly=2)
    one = planned()
    assert Match.objects.filter(round=one).count() == 2
    Provider.objects.filter(pk=made.pk).update(monthly=1)
    with pytest.raises(Refused) as refused:
        propose_round(actor=person(), now=NOW, round_id=one.pk)
    assert [problem.code for problem in refused.value.problems] == ["matching.room"]
    assert set(Match.objects.values_list("state", flat=True)) == {"planned"}


@pytest.mark.parametrize("monthly", [0, 1001])
def test_a_month_of_none_or_of_too_many_is_refused(monthly):
    with pytest.raises(Refused) as refused:
        provider(monthly=monthly)
    assert [problem.code for problem in refused.value.problems] == ["provider.monthly"]
    assert Provider.objects.count() == 0
