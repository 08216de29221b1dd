"""Sheets of diagnosis, each act run twice."""

from __future__ import annotations

from tests.domains.builders import signed_up
from tests.domains.consulting import ADDRESS
from tests.domains.diagnosing import (
    FORM,
    LOW,
    PRODUCT,
    PROGRAMME,
    again,
    expert,
    filled,
    given,
    handed_in,
    typed,
)
from tests.domains.drafts import PDF
from tests.domains.matching import seller
from tests.domains.people import NOW, person
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.applications.models import Application
from dure.domains.diagnosis.queries_officer import Wanted
from dure.domains.diagnosis.services.assign_experts import assign_experts
from dure.domains.diagnosis.services.begin_sheet import begin_sheet
from dure.domains.diagnosis.services.begin_visit import begin_visit
from dure.domains.diagnosis.services.change_expert import change_expert
from dure.domains.diagnosis.services.drop_conflicts import drop_conflicts
from dure.domains.diagnosis.services.hand_in_sheet import hand_in_sheet, judge_by_level
from dure.domains.diagnosis.services.open_again import open_again
from dure.domains.diagnosis.services.put_evidence import put_evidence
from dure.domains.diagnosis.services.remind import remind
from dure.domains.diagnosis.services.reopen_sheet import reopen_sheet
from dure.domains.diagnosis.services.save_sheet import save_sheet
from dure.domains.events.act import act
from dure.domains.merchants.models import MerchantMember


def first() -> Application:
    return Application.objects.order_by("pk")[0]


def owner() -> SignedActor:
    return signed_up("owner@test.example")


@twice(begin_sheet, "diagnosed")
def _begin_sheet() -> Call:
    return lambda: begin_sheet(actor=owner(), now=NOW, application_id=first().pk, form=FORM)


@twice(begin_visit, "consulted")
def _begin_visit() -> Call:
    who = seller(ADDRESS)
    return lambda: begin_visit(actor=who, now=NOW, application_id=first().pk, form=FORM)


@twice(save_sheet, "diagnosed")
def _save_sheet() -> Call:
    who, sheet = owner(), begin_sheet(actor=owner(), now=NOW, application_id=first().pk, form=FORM)
    return lambda: save_sheet(actor=who, now=NOW, sheet_id=sheet, part="selling", typed=LOW, counter=0)


@twice(put_evidence, "diagnosed", again="each file that is put is kept; the one before is taken out")
def _put_evidence() -> Call:
    sheet = given(first(), PRODUCT)
    return lambda: put_evidence(
        actor=expert(), now=NOW, sheet_id=sheet.pk, item="safety", name="a.pdf", content=PDF
    )


@twice(hand_in_sheet, "diagnosed")
def _hand_in_sheet() -> Call:
    sheet = filled(owner(), first())
    return lambda: hand_in_sheet(actor=owner(), now=NOW, sheet_id=sheet.pk)


@twice(hand_in_sheet, "diagnosed")
def _hand_in_sheet_of_expert() -> Call:
    sheet = given(first())
    typed(expert(), sheet.pk, LOW, own_visited_on="2025-03-24")
    return lambda: hand_in_sheet(actor=expert(), now=NOW, sheet_id=sheet.pk)


@twice(judge_by_level, "diagnosed")
def _judge_by_level() -> Call:
    sheet = handed_in(owner(), first())

    def judge() -> None:
        with act("test.judge", actor=person(), now=NOW) as this:
            judge_by_level(this, sheet)

    return judge


@twice(reopen_sheet, "diagnosed")
def _reopen_sheet() -> Call:
    officer, sheet = person(), handed_in(owner(), first())
    return lambda: reopen_sheet(actor=officer, now=NOW, sheet_id=sheet.pk, reason="왜")


@twice(assign_experts, "diagnosed")
def _assign_experts() -> Call:
    officer, one = person(), expert().user_id
    return lambda: assign_experts(
        actor=officer, now=NOW, programme=PROGRAMME, form=FORM, wanted=Wanted(), experts=[one or 0],
        expected=2, key="k",
    )  # fmt: skip


@twice(change_expert, "diagnosed")
def _change_expert() -> Call:
    given(first())
    officer, two = person(), person("reviewer", email="second@test.example").user_id
    return lambda: change_expert(
        actor=officer, now=NOW, application_id=first().pk, form=FORM, expert_id=two or 0
    )


@twice(open_again, "diagnosed")
def _open_again() -> Call:
    person()
    handed_in(owner(), first())
    return again


@twice(remind, "diagnosed")
def _remind() -> Call:
    officer = person()
    return lambda: remind(
        actor=officer, now=NOW, programme=PROGRAMME, form=FORM, wanted=Wanted(), expected=2, key="k"
    )


@twice(drop_conflicts, "diagnosed")
def _drop_conflicts() -> Call:
    sheet = given(first())
    MerchantMember.objects.create(
        merchant=first().merchant, user_id=expert().user_id, proved_by="first", since=NOW, until=NOW
    )
    assert sheet.state == "draft"
    return lambda: drop_conflicts(actor=SYSTEM, now=NOW)
