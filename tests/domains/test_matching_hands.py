"""Pairs that are barred come about in no way; planned rounds are changed by hand within the same bounds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import signed_up
from tests.domains.matching import (
    PROGRAMME,
    SELLER,
    executors_case,
    matched,
    planned,
    planned_by,
    proposed,
    provider,
    seller_case,
    staff,
    wished,
)
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.applications.staff_conflicts import StaffConflict
from dure.domains.events.models import Event
from dure.domains.matching import queries, queries_officer
from dure.domains.matching.forgetting import forget
from dure.domains.matching.models import Match, MatchRound, PairRule, Provider
from dure.domains.matching.services.answer_match import answer_match
from dure.domains.matching.services.end_match import end_match
from dure.domains.matching.services.lift_pair_rule import lift_pair_rule
from dure.domains.matching.services.propose_round import propose_round
from dure.domains.matching.services.put_pair import put_pair
from dure.domains.matching.services.set_pair_rule import set_pair_rule
from dure.domains.matching.services.take_out_pair import take_out_pair
from dure.domains.merchants.models import MerchantMember
from dure.domains.selection.models import Place
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def rule(row: Application, of: Provider, kind: str = "barred", *, by=None, executor: str = "") -> int:
    return set_pair_rule(
        actor=by or person(), now=LATER, programme=PROGRAMME, pairing=SELLER, application_id=row.pk,
        provider_id=of.pk, kind=kind, reason="이해관계", executor=executor,
    )  # fmt: skip


def put(of: MatchRound, row: Application, to: Provider, *, by=None, instead: Match | None = None) -> int:
    return put_pair(
        actor=by or person(), now=LATER, round_id=of.pk, application_id=row.pk, provider_id=to.pk,
        reason="가까운 곳", instead_of=instead.pk if instead else None,
    )  # fmt: skip


def standing(of: MatchRound) -> list[tuple[int, int]]:
    found = Match.objects.filter(round=of, state="planned").order_by("application_id", "provider_id")
    return list(found.values_list("application_id", "provider_id"))


# --- barred, each way ---------------------------------------------------------------------------------


def test_a_round_with_a_pair_that_was_barred_since_is_not_proposed_until_it_is_taken_out():
    _owner, rows = seller_case(2)
    one = provider(capacity=2)
    made = planned()
    rule(rows[0], one)
    before = Event.objects.count()
    with pytest.raises(Refused) as refused:
        propose_round(actor=person(), now=LATER, round_id=made.pk)
    assert (codes(refused), Event.objects.count()) == (["matching.barred"], before)
    assert set(Match.objects.values_list("state", flat=True)) == {"planned"}
    pair = Match.objects.get(application=rows[0])
    take_out_pair(actor=person(), now=LATER, match_id=pair.pk, reason="이해관계")
    propose_round(actor=person(), now=LATER, round_id=made.pk)
    assert list(Match.objects.filter(state="proposed").values_list("application_id", flat=True)) == [
        rows[1].pk
    ]


def test_what_came_apart_after_a_plan_of_another_round_is_not_proposed_again():
    _owner, rows = seller_case(1)
    one = provider(capacity=2)
    (match,) = proposed()
    end_match(actor=person(), now=LATER, match_id=match.pk, reason="왜")
    made = planned(key="again")
    assert standing(made) == []
    with pytest.raises(Refused) as refused:
        put(made, rows[0], one)
    assert codes(refused) == ["match.barred"]


def test_a_pair_that_stands_is_ended_before_it_is_barred():
    _owner, _seller, match = matched()
    with pytest.raises(Refused) as refused:
        rule(match.application, match.provider)
    assert (codes(refused), PairRule.objects.count()) == (["pair_rule.stands"], 0)
    end_match(actor=person(), now=LATER, match_id=match.pk, reason="왜")
    assert rule(match.application, match.provider) == PairRule.objects.get().pk


def test_a_proposal_between_one_persons_own_two_sides_is_not_accepted():
    _owner, seller, match = matched()
    MerchantMember.objects.create(
        merchant_id=match.application.merchant_id, user_id=seller.user_id, proved_by="officer", since=NOW
    )
    with pytest.raises(Refused) as refused:
        answer_match(actor=seller, now=LATER, match_id=match.pk, yes=True)
    assert codes(refused) == ["match.barred"]
    match.refresh_from_db()
    assert (match.state, match.provider_yes, match.merchant_yes) == ("proposed", None, None)


def test_a_proposal_that_a_rule_bars_is_not_accepted_and_can_be_declined():
    owner, _seller, match = matched()
    PairRule.objects.create(
        programme=PROGRAMME, pairing=SELLER, application=match.application, provider=match.provider,
        kind="barred", reason="왜", made_at=LATER,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        answer_match(actor=owner, now=LATER, match_id=match.pk, yes=True)
    assert codes(refused) == ["match.barred"]
    answer_match(actor=owner, now=LATER, match_id=match.pk, yes=False, reason="왜")
    assert Match.objects.get().state == "declined"


def test_who_is_barred_or_came_apart_is_suggested_to_neither_side():
    _owner, rows = seller_case(2)
    one, other = provider(), provider("second@test.example")
    case = queries.case_of(PROGRAMME, SELLER, NOW)

    def suggested(row: Application) -> list[int]:
        return sorted(found.provider.pk for found in queries.suggested_providers(case, row, LATER))

    assert suggested(rows[0]) == [one.pk, other.pk]
    rule(rows[0], one)
    assert suggested(rows[0]) == [other.pk]
    assert [s.application.pk for s in queries.suggested_merchants(case, one, LATER)] == [rows[1].pk]
    lift_pair_rule(actor=person(), now=LATER, rule_id=PairRule.objects.get().pk)
    assert suggested(rows[0]) == [one.pk, other.pk]
    (match,) = [m for m in proposed() if m.application_id == rows[1].pk]
    end_match(actor=person(), now=LATER, match_id=match.pk, reason="왜")
    assert match.provider_id not in suggested(rows[1])


def test_the_next_round_after_a_decline_does_not_pair_what_a_rule_bars():
    owner, rows = seller_case(1)
    one, other = provider(), provider("second@test.example", region="11110")
    wished(owner, rows[0])
    (match,) = proposed()
    assert match.provider == one
    rule(rows[0], other)
    answer_match(actor=owner, now=LATER, match_id=match.pk, yes=False, reason="왜")
    again = planned(key="again")
    assert (standing(again), [row["reason"] for row in again.unmatched]) == ([], ["barred"])


# --- by hand ------------------------------------------------------------------------------------------


def test_a_pair_is_moved_to_another_provider_with_the_reason_and_the_points_of_the_round_follow():
    owner, rows = seller_case(1)
    one, other = provider(), provider("second@test.example", region="11110")
    wished(owner, rows[0])
    made = planned()
    (match,) = Match.objects.filter(round=made)
    assert match.provider == one
    moved = Match.objects.get(pk=put(made, rows[0], other, instead=match))
    match.refresh_from_db()
    made.refresh_from_db()
    assert (match.state, match.hand, match.hand_reason) == ("dropped", "out", "가까운 곳")
    assert (moved.state, moved.hand, moved.hand_reason) == ("planned", "put", "가까운 곳")
    assert (made.points, moved.points < match.points) == (moved.points, True)
    event = Event.objects.filter(act="match.put", subject="match", subject_id=str(moved.pk)).get()
    assert event.details["instead_of"] == one.pk
    assert queries_officer.repeated(made), "the file still comes to what it came to"
    assert queries_officer.lonely(person(), made) == []
    propose_round(actor=person(), now=LATER, round_id=made.pk)
    assert list(Match.objects.filter(state="proposed").values_list("provider_id", flat=True)) == [other.pk]


def test_who_is_taken_out_got_nobody_by_hand_and_can_be_put_back():
    _owner, rows = seller_case(1)
    one = provider()
    made = planned()
    (match,) = Match.objects.filter(round=made)
    take_out_pair(actor=person(), now=LATER, match_id=match.pk, reason="이해관계")
    assert queries_officer.lonely(person(), made) == [
        {"application": rows[0].pk, "reason": "by_hand", "why": "이해관계"}
    ]
    assert MatchRound.objects.get().points == 0
    with pytest.raises(Refused) as refused:
        propose_round(actor=person(), now=LATER, round_id=made.pk)
    assert codes(refused) == ["matching.empty"]
    put(made, rows[0], one)
    assert (standing(made), queries_officer.lonely(person(), made)) == ([(rows[0].pk, one.pk)], [])


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"capacity": 1}, "match.full"),
        ({"reach": "district"}, "match.region"),
        ({"skills": ("video",)}, "match.needs"),
    ],
)
def test_by_hand_the_bounds_of_the_plan_hold(more, code):
    owner, rows = seller_case(2)
    wished(owner, rows[0])
    rows[0].region = "51110"
    rows[0].save(update_fields=["region"])
    first = provider(capacity=2)
    other = provider("second@test.example", **{"region": "11110", **more})
    made = planned()
    mine = Match.objects.get(round=made, application=rows[0])
    yours = Match.objects.get(round=made, application=rows[1])
    if code == "match.full":
        to = other if mine.provider == first else first
        put(made, rows[1], to, instead=yours) if yours.provider != to else None
        Provider.objects.filter(pk=to.pk).update(capacity=1)
        other = to
    before = Event.objects.count(), standing(made)
    with pytest.raises(Refused) as refused:
        put(made, rows[0], other, instead=mine)
    assert codes(refused) == [code]
    assert (Event.objects.count(), standing(made)) == before


def test_a_second_provider_beside_the_first_is_one_too_many_and_a_fixed_pair_needs_no_points():
    owner, rows = seller_case(1)
    one, far = provider(), provider("second@test.example", region="11110", reach="district")
    wished(owner, rows[0])
    rows[0].region = "51110"
    rows[0].save(update_fields=["region"])
    made = planned()
    with pytest.raises(Refused) as refused:
        put(made, rows[0], one if standing(made)[0][1] == far.pk else far)
    assert codes(refused) == ["match.region"]
    rule(rows[0], far, "fixed")
    with pytest.raises(Refused) as refused:
        put(made, rows[0], far)
    assert codes(refused) == ["match.each"]
    put(made, rows[0], far, instead=Match.objects.get(round=made))
    assert Match.objects.get(round=made, state="planned").fixed


def test_once_proposed_a_round_is_changed_by_hand_no_more():
    _owner, rows = seller_case(1)
    provider()
    other = provider("second@test.example")
    (match,) = proposed()
    before = Event.objects.count()
    for act in (
        lambda: put(match.round, rows[0], other, instead=match),
        lambda: take_out_pair(actor=person(), now=LATER, match_id=match.pk, reason="왜"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["matching.not_planned"]
    assert (Event.objects.count(), Match.objects.get().state) == (before, "proposed")


def test_of_a_move_and_a_proposal_at_once_what_is_proposed_is_what_stands():
    owner, rows = seller_case(1)
    provider()
    other = provider("second@test.example")
    wished(owner, rows[0])
    made = planned()
    match = Match.objects.get(round=made)
    to = other if match.provider_id != other.pk else Provider.objects.exclude(pk=other.pk).get()
    officer = person()
    came = twice_at_once(
        lambda: put(made, rows[0], to, by=officer, instead=match),
        lambda: propose_round(actor=officer, now=LATER, round_id=made.pk),
    )
    alive = list(Match.objects.exclude(state="dropped").values_list("provider_id", "state"))
    refused = [one for one in came if isinstance(one, Refused)]
    assert alive == [(match.provider_id if refused else to.pk, "proposed")]


def test_words_of_changes_by_hand_go_with_the_programmes_records():
    seller_case(1)
    provider()
    made = planned()
    take_out_pair(actor=person(), now=LATER, match_id=Match.objects.get().pk, reason="이해관계")
    from dure.domains.accounts.actors import SYSTEM
    from dure.domains.events.act import act

    with act("programme.destroy_records", actor=SYSTEM, now=LATER) as this:
        forget(this, PROGRAMME)
    assert (Match.objects.get().hand, Match.objects.get().hand_reason) == ("out", "")
    assert made.pk == MatchRound.objects.get().pk


# --- an executor's own --------------------------------------------------------------------------------


def test_an_executor_fixes_and_bars_for_its_own_rounds_alone_and_lifts_what_it_made():
    rows = executors_case(2, 1)
    one = provider(capacity=5)
    acorn, otter = staff("acorn"), staff("otter")
    made = rule(rows[0], one, by=acorn, executor="acorn")
    assert PairRule.objects.get().executor == "acorn"
    event = Event.objects.get(act="pair_rule.set", subject="pair_rule")
    assert event.details["executor"] == "acorn"
    round_ = planned_by("acorn")
    assert (standing(round_), [row["reason"] for row in round_.unmatched]) == (
        [(rows[1].pk, one.pk)],
        ["barred"],
    )
    case = queries.case_of(PROGRAMME, SELLER, NOW)
    assert [r.pk for r in queries_officer.rules(acorn, case, "acorn")] == [made]
    assert queries_officer.rules(otter, case, "otter") == []
    for act in (
        lambda: rule(rows[0], one, by=otter, executor="otter"),
        lambda: rule(rows[2], one, by=acorn, executor="acorn"),
        lambda: rule(rows[2], one, by=acorn),
        lambda: lift_pair_rule(actor=otter, now=LATER, rule_id=made),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert PairRule.objects.standing().count() == 1
    lift_pair_rule(actor=acorn, now=LATER, rule_id=made)
    assert standing(planned_by("acorn", key="again")) == [(rows[0].pk, one.pk), (rows[1].pk, one.pk)]


def test_the_agencys_rule_binds_an_executors_round_and_the_executor_does_not_lift_it():
    rows = executors_case(1, 0)
    one = provider()
    made, acorn = rule(rows[0], one), staff("acorn")
    assert planned_by("acorn").unmatched[0]["reason"] == "barred"
    with pytest.raises(Refused) as refused:
        rule(rows[0], one, "fixed", by=acorn, executor="acorn")
    assert codes(refused) == ["pair_rule.agency"]
    with pytest.raises(NotAllowed):
        lift_pair_rule(actor=acorn, now=LATER, rule_id=made)
    assert PairRule.objects.get().lifted_at is None


def test_what_an_executor_barred_stays_behind_when_the_place_goes_to_another():
    rows = executors_case(1, 1)
    one = provider(capacity=5)
    rule(rows[0], one, by=staff("acorn"), executor="acorn")
    Place.objects.filter(application=rows[0]).update(executor="otter")
    assert (rows[0].pk, one.pk) in standing(planned_by("otter"))
    assert rule(rows[0], one, "fixed", by=staff("otter"), executor="otter")


def test_staff_change_nothing_of_somebody_with_whom_they_have_a_conflict():
    rows = executors_case(2, 0)
    one = provider(capacity=5)
    acorn, made = staff("acorn"), planned_by("acorn")
    match = Match.objects.get(application=rows[0])
    StaffConflict.objects.create(
        programme=PROGRAMME, application=rows[0], user_id=acorn.user_id, relation="family", at=NOW
    )
    before = Event.objects.count()
    for act in (
        lambda: take_out_pair(actor=acorn, now=LATER, match_id=match.pk, reason="왜"),
        lambda: put(made, rows[0], one, by=acorn),
        lambda: rule(rows[0], one, by=acorn, executor="acorn"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (Event.objects.count(), len(standing(made))) == (before, 2)


def test_officers_do_not_change_an_executors_plan_by_hand_nor_strangers_any():
    executors_case(1, 0)
    provider()
    planned_by("acorn")
    match = Match.objects.get()
    for who in (person(), staff("otter"), signed_up("x@test.example")):
        with pytest.raises(NotAllowed):
            take_out_pair(actor=who, now=LATER, match_id=match.pk, reason="왜")
    assert Match.objects.get().state == "planned"
