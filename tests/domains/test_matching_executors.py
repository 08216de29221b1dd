"""Rounds that executors run: each for those placed with it, out of one store of providers."""

from __future__ import annotations

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.matching import (
    PROGRAMME,
    SELLER,
    executors_case,
    planned,
    planned_by,
    provider,
    seller_case,
    staff,
)
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.matching import queries, queries_officer
from dure.domains.matching.models import Match, MatchRound
from dure.domains.matching.services.close_round import close_round
from dure.domains.matching.services.drop_round import drop_round
from dure.domains.matching.services.end_match import end_match
from dure.domains.matching.services.plan_round import plan_round
from dure.domains.matching.services.propose_round import propose_round
from dure.domains.notices.models import Notice
from dure.domains.selection.models import Place
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def numbers(of: MatchRound) -> list[int]:
    found = Match.objects.filter(round=of).exclude(state="dropped").order_by("application_id")
    return [int(one.application.application_no[-6:]) for one in found.select_related("application")]


def proposed_by(code: str) -> MatchRound:
    made = planned_by(code)
    propose_round(actor=staff(code), now=NOW, round_id=made.pk)
    return made


def test_each_executor_gathers_its_own_merchants_alone_and_rounds_are_counted_over_all():
    rows = executors_case(2, 1)
    provider(capacity=5)
    acorn, otter = planned_by("acorn"), planned_by("otter")
    assert [(one.executor, one.number) for one in (acorn, otter)] == [("acorn", 1), ("otter", 2)]
    assert (numbers(acorn), numbers(otter)) == ([1, 2], [3])
    assert [one["id"] for one in acorn.inputs["seekers"]] == [row.application_no for row in rows[:2]]
    assert [one["id"] for one in otter.inputs["seekers"]] == [rows[2].application_no]
    assert queries_officer.repeated(acorn)
    assert {"acorn", "otter"} == set(
        MatchRound.objects.filter(state="planned").values_list("executor", flat=True)
    )


def test_a_round_of_another_executor_is_not_there_and_no_act_on_it_is_allowed():
    executors_case(1, 1)
    provider(capacity=5)
    made, case = planned_by("acorn"), queries.case_of(PROGRAMME, SELLER, NOW)
    acorn, otter, officer = staff("acorn"), staff("otter"), person()
    (one,) = Match.objects.filter(round=made)
    assert queries_officer.round_of(acorn, case, 1) == made
    assert queries_officer.round_of(otter, case, 1) is None
    assert queries_officer.round_of(officer, case, 1) == made
    assert queries.match(acorn, one.pk) == one, "who runs the round reads what it planned"
    assert queries.match(otter, one.pk) is None
    before = Event.objects.count()
    for act in (propose_round, drop_round):
        with pytest.raises(NotAllowed):
            act(actor=otter, now=NOW, round_id=made.pk)
    with pytest.raises(NotAllowed):
        close_round(actor=otter, now=NOW, round_id=made.pk, reason="왜")
    with pytest.raises(NotAllowed):
        plan_round(actor=otter, now=NOW, programme=PROGRAMME, pairing=SELLER, key="", executor="acorn")
    with pytest.raises(NotAllowed):
        propose_round(actor=officer, now=NOW, round_id=made.pk)
    made.refresh_from_db()
    assert (made.state, Event.objects.count()) == ("planned", before)


def test_the_agency_plans_nothing_where_executors_run_the_pairing_nor_they_where_it_does():
    executors_case(1, 0)
    provider()
    with pytest.raises(Refused) as refused:
        planned()
    assert codes(refused) == ["matching.runs"]
    with pytest.raises(Refused) as refused:
        plan_round(
            actor=staff("acorn"), now=NOW, programme=PROGRAMME, pairing="tutor", key="", executor="acorn"
        )
    assert (codes(refused), MatchRound.objects.count()) == (["matching.runs"], 0)


def test_of_an_agencys_pairing_executors_read_no_round():
    seller_case(1)
    provider()
    planned()
    assert not MatchRound.objects.visible_to(staff("acorn")).exists()


def test_what_one_executor_proposed_is_taken_off_the_room_of_the_next():
    executors_case(2, 2)
    provider(capacity=5)  # the file lets each provider have two merchants
    proposed_by("acorn")
    otter = planned_by("otter")
    assert (numbers(otter), [row["reason"] for row in otter.unmatched]) == ([], ["nobody", "nobody"])
    assert otter.inputs["providers"][0]["capacity"] == 0
    assert planned_by("acorn", key="again").inputs["providers"][0]["capacity"] == 2, "its own two stand"


@pytest.mark.parametrize("capacity", [3, 5], ids=["its own limit", "the limit of the file"])
def test_of_two_executors_who_propose_the_same_room_at_once_one_is_told_to_plan_again(capacity):
    executors_case(2, 2)
    provider(capacity=capacity)
    rounds = [planned_by("acorn"), planned_by("otter")]
    actors = [staff("acorn"), staff("otter")]

    def proposing(n: int):
        return lambda: propose_round(actor=actors[n], now=NOW, round_id=rounds[n].pk)

    came = twice_at_once(proposing(0), proposing(1))
    (refused,) = [one for one in came if one is not None]
    assert [problem.code for problem in refused.problems] == ["matching.room"]
    assert sorted(MatchRound.objects.values_list("state", flat=True)) == ["planned", "proposed"]
    assert Match.objects.filter(state="proposed").count() == 2
    assert Match.objects.filter(state="planned").count() == 2


def test_two_executors_who_plan_at_once_both_have_a_round_with_a_number_of_its_own():
    executors_case(1, 1)
    provider(capacity=5)
    actors = {code: staff(code) for code in ("acorn", "otter")}

    def planning(code: str):
        return lambda: plan_round(
            actor=actors[code], now=NOW, programme=PROGRAMME, pairing=SELLER, key="k", executor=code
        )

    came = twice_at_once(planning("acorn"), planning("otter"))
    assert sorted(came) == sorted(MatchRound.objects.values_list("pk", flat=True))
    assert sorted(MatchRound.objects.values_list("number", flat=True)) == [1, 2]


def test_who_went_to_another_executor_is_planned_for_there_and_proposed_by_nobody_else():
    rows = executors_case(2, 1)
    provider(capacity=5)
    acorn = planned_by("acorn")
    Place.objects.filter(application=rows[0]).update(executor="otter")
    with pytest.raises(Refused) as refused:
        propose_round(actor=staff("acorn"), now=NOW, round_id=acorn.pk)
    assert codes(refused) == ["matching.gone"]
    otter = planned_by("otter")
    assert (numbers(acorn), numbers(otter)) == ([2], [1, 3])
    case = queries.case_of(PROGRAMME, SELLER, NOW)
    assert [one.application_id for one in queries_officer.matches(staff("acorn"), case, acorn.number)] == [
        rows[1].pk
    ]


def test_a_round_is_closed_with_a_reason_told_to_both_and_what_was_accepted_stands():
    executors_case(2, 0)
    provider(capacity=5)
    made = proposed_by("acorn")
    first = Match.objects.earliest("pk")
    Match.objects.filter(pk=first.pk).update(state="accepted", merchant_yes=True, provider_yes=True)
    with pytest.raises(Refused) as refused:
        close_round(actor=staff("acorn"), now=NOW, round_id=made.pk, reason=" ")
    assert codes(refused) == ["match_round.reason"]
    assert close_round(actor=person(), now=NOW, round_id=made.pk, reason="사업 일정 변경") == 1
    assert close_round(actor=staff("acorn"), now=NOW, round_id=made.pk, reason="또") == 0
    made.refresh_from_db()
    assert made.state == "closed"
    assert [(one.state, one.reason) for one in Match.objects.order_by("pk")] == [
        ("accepted", ""), ("lapsed", "사업 일정 변경"),
    ]  # fmt: skip
    told = Notice.objects.filter(template__endswith="closed").values_list("template", flat=True)
    assert sorted(told) == ["match_closed", "match_to_provider_closed"]
    event = Event.objects.get(subject="match_round", act="matching.close")
    assert (event.actor_id, event.reason) == (person().user_id, "사업 일정 변경")


def test_a_plan_is_not_closed_and_a_closed_round_not_dropped():
    executors_case(1, 0)
    provider()
    made = planned_by("acorn")
    with pytest.raises(Refused) as refused:
        close_round(actor=staff("acorn"), now=NOW, round_id=made.pk, reason="왜")
    assert codes(refused) == ["matching.not_proposed"]
    propose_round(actor=staff("acorn"), now=NOW, round_id=made.pk)
    close_round(actor=staff("acorn"), now=NOW, round_id=made.pk, reason="왜")
    with pytest.raises(Refused) as refused:
        drop_round(actor=staff("acorn"), now=NOW, round_id=made.pk)
    made.refresh_from_db()
    assert (codes(refused), made.state) == (["matching.proposed"], "closed")


def test_the_executor_that_runs_a_round_ends_a_match_of_it_and_others_do_not():
    executors_case(1, 0)
    provider()
    proposed_by("acorn")
    one = Match.objects.get()
    with pytest.raises(NotAllowed):
        end_match(actor=staff("otter"), now=NOW, match_id=one.pk, reason="왜")
    assert Match.objects.get().state == "proposed"
    end_match(actor=staff("acorn"), now=NOW, match_id=one.pk, reason="요청")
    assert (Match.objects.get().state, Match.objects.get().reason) == ("ended", "요청")
