"""Open entitlements: whoever applies is granted it by that, in order, and never more than there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.opening import (
    DOCUMENT,
    EACH,
    MESSAGES,
    applicant,
    apply,
    draft,
    hand_in,
    have_it,
    left,
    officer,
    opened,
    with_money,
)
from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.applications.services.accept import accept
from dure.domains.applications.services.refuse import refuse
from dure.domains.benefits.models import Grant, GrantRun
from dure.domains.benefits.queries_open import open_forecast, open_state, own_turn
from dure.domains.benefits.services.end_grant import end_grant
from dure.domains.benefits.services.end_lost import end_lost
from dure.domains.benefits.services.expire_grants import expire_grants
from dure.domains.benefits.services.grant_open import grant_open
from dure.domains.events.models import Event
from dure.domains.funds.entitling import entitlements, total_of
from dure.domains.ledger.services.check_ledger import check_ledger
from dure.domains.notices.models import Notice
from dure.domains.selection.services.withdraw_application import withdraw_application
from dure.engine.law.deadlines import day_of
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = day_of(NOW)


def turn(row: Application):
    return own_turn(MESSAGES, Application.objects.get(pk=row.pk), TODAY)


def test_handing_in_grants_it_and_whoever_comes_when_it_is_gone_is_refused_and_nothing_is_kept():
    opened(2)
    first, second = apply(1, 2)
    assert (have_it(), left()) == ([1, 2], 0)
    own = entitlements(MESSAGES, "support", [first.pk, second.pk])
    assert [total_of(own[one.pk].values()).free for one in (first, second)] == [EACH, EACH]
    assert Notice.objects.filter(template="benefit_granted").count() == 2
    event = Event.objects.filter(act="benefits.open", subject="grant").first()
    assert event is not None
    assert (event.role, event.actor_id) == (SYSTEM.role, None)
    third = draft(3)
    before = (Event.objects.count(), Notice.objects.count())
    with pytest.raises(Refused) as refused:
        hand_in(3, third)
    assert [problem.code for problem in refused.value.problems] == ["apply.gone"]
    assert (Event.objects.count(), Notice.objects.count()) == before
    assert Application.objects.get(pk=third.pk).state == "draft"
    assert hand_in(2, second) == second.application_no  # twice is once, also when it is gone
    state = open_state(MESSAGES, TODAY)
    assert state is not None
    assert (state.left_won, state.more, state.waiting, state.receives) == (0, 0, 0, False)
    assert GrantRun.objects.filter(stage="~open").count() == 2


def test_a_waiting_list_moves_up_by_itself_when_somebody_withdraws():
    opened(1, waiting=2)
    first, second, third = apply(1, 2, 3)
    assert have_it() == [1]
    assert [turn(one).waiting for one in (second, third)] == [1, 2]
    with pytest.raises(Refused):
        hand_in(4, draft(4))
    withdraw_application(actor=applicant(1), now=NOW, application_id=first.pk)
    assert (have_it(), left()) == ([2], 0)
    assert turn(third).waiting == 1
    grant = Grant.objects.get(application_id=first.pk)
    assert (grant.state, grant.returned_won) == ("cancelled", EACH)
    withdraw_application(actor=applicant(3), now=NOW, application_id=third.pk)
    assert turn(second).grant_id == Grant.objects.get(application_id=second.pk).pk
    check_ledger(actor=SYSTEM, now=NOW)


def test_what_is_cancelled_or_expires_goes_to_the_next_and_not_back_to_whom_it_was_taken_from():
    opened(2, waiting=5)
    apply(1, 2, 3, 4)
    cancelled = Grant.objects.get(application__name__endswith=" 1")
    end_grant(actor=officer(), now=NOW, grant_id=cancelled.pk, cancelled=True, reason="중복 신청")
    assert have_it() == [2, 3]
    assert expire_grants(actor=SYSTEM, now=NOW + timedelta(days=91)) == 2
    assert have_it() == [4]


def test_with_documents_it_is_kept_in_the_order_of_receipt_until_they_are_accepted():
    opened(2, granted_by="acceptance", documents=DOCUMENT, waiting=5)
    rows = []
    for n in (1, 2, 3):
        row = draft(n)
        Application.objects.filter(pk=row.pk).update(draft={**row.draft})
        rows.append(row)
    for n, row in enumerate(rows, start=1):
        _with_document(n, row)
        hand_in(n, row)
    assert have_it() == []
    _accept(rows[2])
    assert have_it() == []  # two came before it, for whom it is kept
    assert turn(rows[0]).is_kept
    assert turn(rows[2]).waiting == 1
    refuse(actor=officer(), now=NOW, application_id=rows[0].pk, rules=(), words="서류가 다릅니다.")
    assert have_it() == [3]
    _accept(rows[1])
    assert (have_it(), left()) == ([3, 2], 0)


def _with_document(n: int, row: Application) -> None:
    from tests.domains.drafts import PDF

    from dure.domains.applications.services.draft_file import put_file

    put_file(
        actor=applicant(n), now=NOW, application_id=row.pk, document="certificate", name="a.pdf", content=PDF
    )


def _accept(row: Application) -> None:
    ApplicationDocument.objects.filter(application=row).update(state="accepted")
    accept(actor=officer(), now=NOW, application_id=row.pk)


def test_a_refusal_after_the_grant_gives_it_back_and_so_does_the_clock():
    opened(1, waiting=1)
    first, _second = apply(1, 2)
    refuse(actor=officer(), now=NOW, application_id=first.pk, rules=(), words="사업장이 아닙니다.")
    assert have_it() == [2]
    assert Event.objects.filter(act="benefits.lose", subject="grant").exists()
    assert end_lost(actor=SYSTEM, now=NOW) == 0


def test_money_that_comes_later_goes_to_who_waits_by_the_clock():
    opened(1, waiting=3)
    apply(1, 2, 3)
    with_money(1, "second")
    assert grant_open(actor=SYSTEM, now=NOW) == 1
    assert grant_open(actor=SYSTEM, now=NOW) == 0
    assert have_it() == [1, 2]
    with pytest.raises(NotAllowed):
        grant_open(actor=officer(), now=NOW)


def test_who_is_not_known_to_be_eligible_keeps_a_turn_until_the_check():
    opened(2)
    row = draft(1, employees=None, annual_sales=None)
    hand_in(1, row)
    assert have_it() == []
    assert turn(row).is_kept
    apply(2)
    assert have_it() == [2]


def test_two_at_once_on_the_last_one_are_granted_it_once():
    opened(1)
    rows = [draft(n) for n in (1, 2)]
    came = twice_at_once(*(lambda n=n, row=row: hand_in(n, row) for n, row in enumerate(rows, start=1)))
    assert sorted(type(one).__name__ for one in came) == ["Refused", "str"]
    assert (len(have_it()), left()) == (1, 0)


def test_the_forecast_tells_when_it_runs_out_at_the_pace_so_far():
    opened(4)
    apply(1, 2)
    state = open_state(MESSAGES, TODAY)
    ahead = open_forecast(officer(), state, TODAY)
    assert (ahead.spent_won, ahead.left_won) == (2 * EACH, 2 * EACH)
    assert ahead.runs_out_on == TODAY + timedelta(days=1)
