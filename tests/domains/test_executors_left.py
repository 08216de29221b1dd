"""An executor that leaves: asked for and answered, its desk shut, its applicants told and choosing again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.domains.agreeing import LATER, PARTNERS, agreement, called, firm
from tests.domains.leaving import APPLYING, applied, left, republished, running
from tests.domains.people import person

from dure.domains.accounts.actors import actor_of
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements import leaving as registry
from dure.domains.agreements.leaving import UnderWay
from dure.domains.agreements.models import Amendment
from dure.domains.agreements.places import differences
from dure.domains.agreements.services.answer_amendment import answer_amendment
from dure.domains.agreements.services.ask_leaving import ask_leaving
from dure.domains.agreements.services.end_due_agreements import end_due_agreements
from dure.domains.agreements.services.leave_agreement import leave_agreement
from dure.domains.agreements.services.move_places import move_places
from dure.domains.agreements.services.refuse_leaving import refuse_leaving
from dure.domains.applications.choosing_again import may_choose_again
from dure.domains.applications.drafting import executors
from dure.domains.applications.models import Application, ChoiceWindow, Revision
from dure.domains.applications.queries_executor import desk, desks
from dure.domains.applications.services.choose_again import choose_again
from dure.domains.applications.services.open_choices import open_choices
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.programmes.queries import loaded, published_version
from dure.domains.selection.inputs import build_inputs
from dure.domains.selection.stages import stage_case
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _called() -> None:
    called()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def file():
    version = published_version(PARTNERS)
    assert version is not None
    return loaded(version).programme


def staff(n: int):
    """Return the staff of firm ``n`` with the roles and closed desks of now."""
    return actor_of(firm(n).user_id, APPLYING)


def test_an_executor_asks_and_goes_on_until_the_agency_has_answered():
    maple, _ = running()
    with pytest.raises(NotAllowed):
        leave_agreement(actor=firm(1), now=LATER, agreement_id=maple, reason="사정")
    ask_leaving(actor=firm(1), now=LATER, agreement_id=maple, reason="사정")
    assert (agreement(maple).state, agreement(maple).leaving_reason) == ("in_force", "사정")
    assert [one.key for one in desks(staff(1))] == [PARTNERS]
    with pytest.raises(Refused) as refused:
        ask_leaving(actor=firm(1), now=LATER, agreement_id=maple, reason="다시")
    assert codes(refused) == ["agreement.leaving"]
    refuse_leaving(actor=person(), now=LATER, agreement_id=maple, reason="끝까지 수행")
    assert agreement(maple).leaving_asked_at is None
    with pytest.raises(Refused) as refused:
        refuse_leaving(actor=person(), now=LATER, agreement_id=maple, reason="끝까지 수행")
    assert codes(refused) == ["agreement.not_leaving"]


def test_it_ends_on_the_day_that_was_set_and_not_before():
    maple, _ = running()
    leave_agreement(
        actor=person(), now=APPLYING, agreement_id=maple, reason="철수", ends_on=date(2025, 5, 20)
    )
    assert (agreement(maple).state, agreement(maple).ends_on) == ("in_force", date(2025, 5, 20))
    assert end_due_agreements(now=APPLYING) == 0
    assert end_due_agreements(now=APPLYING + timedelta(days=8)) == 1
    assert end_due_agreements(now=APPLYING + timedelta(days=8)) == 0
    assert (agreement(maple).state, agreement(maple).closed_side) == ("left", "officer")
    assert file().executors_left == ("maple",)


def test_what_only_the_executor_can_end_comes_first(monkeypatch):
    maple, _ = running()
    monkeypatch.setattr(registry, "_told", [lambda _p, _e: [UnderWay("matching_rounds", 2, first=True)]])
    with pytest.raises(Refused) as refused:
        left(maple)
    assert codes(refused) == ["agreement.under_way"]
    assert agreement(maple).state == "in_force"
    assert file().executors_left == ()


def test_from_the_end_on_its_desk_is_shut_and_nobody_can_choose_it():
    maple, birch = running()
    _, one = applied(1, "maple", "birch")
    assert Application.objects.visible_to(staff(1)).filter(pk=one.pk).exists()
    assert desk(staff(1), PARTNERS) is not None
    left(maple)
    assert desks(staff(1)) == []
    assert desk(staff(1), PARTNERS) is None
    assert not Application.objects.visible_to(staff(1)).exists()
    assert not staff(1).holds("executor_staff", "maple", PARTNERS)
    assert executors(file()) == ("birch",)
    # The other executor keeps its desk, and the agreement stays readable to the one that left.
    assert Application.objects.visible_to(staff(2)).filter(pk=one.pk).exists()
    assert agreement(maple) in type(agreement(maple)).objects.visible_to(staff(1))
    assert agreement(birch).state == "in_force"


def test_everybody_who_chose_it_is_told_in_the_same_act():
    maple, _ = running()
    applied(1, "maple")
    applied(2, "birch", "maple")
    applied(3, "birch")
    left(maple)
    told = Notice.objects.filter(template="executor_left")
    assert told.count() == 2
    assert {one.parameters["executor"]["ko"] for one in told} == {"가상기업 1"}
    left_in = Event.objects.filter(act="agreement.leave", subject="programme")
    assert [one.details["told"] for one in left_in] == [2]


def test_they_choose_again_until_the_call_closes_and_then_until_the_day_that_is_set():
    maple, _ = running()
    owner, one = applied(1, "maple", "birch")
    with pytest.raises(Refused) as refused:
        choose_again(actor=owner, now=APPLYING, application_id=one.pk, choices=["birch"])
    assert codes(refused) == ["choices.closed"]  # nobody left
    left(maple)
    with pytest.raises(Refused) as refused:
        choose_again(actor=owner, now=APPLYING, application_id=one.pk, choices=["maple"])
    assert codes(refused) == ["choices.unknown"]
    assert choose_again(actor=owner, now=APPLYING, application_id=one.pk, choices=["birch"]) == 2
    assert choose_again(actor=owner, now=APPLYING, application_id=one.pk, choices=["birch"]) == 2
    one.refresh_from_db()
    assert (one.choices, one.revision, one.state) == (["birch"], 2, "submitted")
    assert [r.choices for r in Revision.objects.order_by("number")] == [["maple", "birch"], ["birch"]]
    other, late = applied(2, "maple", state="accepted")
    after = file_closes() + timedelta(days=1)
    assert may_choose_again(late, after) is None
    with pytest.raises(Refused) as refused:
        choose_again(actor=other, now=after, application_id=late.pk, choices=["birch"])
    assert codes(refused) == ["choices.closed"]
    until = after + timedelta(days=5)
    told = open_choices(actor=person(), now=after, programme=PARTNERS, until_at=until, reason="수행기관 철수")
    assert told == 1
    assert ChoiceWindow.objects.count() == 1
    choose_again(actor=other, now=after, application_id=late.pk, choices=["birch"])
    late.refresh_from_db()
    assert (late.choices, late.state) == (["birch"], "accepted")


def file_closes():
    version = published_version(PARTNERS)
    assert version is not None
    return version.closes_at


def test_one_dead_choice_stops_no_stage():
    """The version made from the agreements keeps the executor that left: its choices do not count."""
    maple, birch = running()
    applied(1, "maple", state="accepted")
    applied(2, "maple", "birch", state="accepted")
    left(maple)
    assert {(one.executor, one.in_file, one.agreed) for one in differences(file())} == {("maple", 20, None)}
    joined = move_places(
        actor=person(), now=APPLYING, giver_id=maple, taker_id=birch, places={"consult": 20}, budget_won=0,
        reason="이어받습니다.",
    )  # fmt: skip
    half = Amendment.objects.get(move=joined, agreement_id=birch)
    answer_amendment(actor=staff(2), now=APPLYING, amendment_id=half.pk, approved=True)
    republished("수행기관 철수를 반영합니다.", APPLYING)
    assert file().executors_left == ("maple",)
    assert {one.id: one.left_on for one in file().executors} == {"birch": None, "maple": date(2025, 5, 12)}
    assert differences(file()) == []
    inputs = build_inputs(stage_case(PARTNERS, "consult"))
    assert inputs.ids.keys() == set(Application.objects.values_list("application_no", flat=True))
    assert "maple" not in inputs.unscored
