"""Documents of a later stage: asked of its applicants, handed in, checked, asked again, and what lacks."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from tests.domains.documenting import (
    ASKED,
    OVER,
    asked,
    both_handed_in,
    check,
    hand_in,
    number,
    put,
    row,
)
from tests.domains.people import person
from tests.domains.selecting import (
    PROMOTE,
    SMALL,
    applicant,
    decisions,
    officer,
    place_of,
    proposed,
    scored,
    told,
)

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.merchants.models import Merchant
from dure.domains.notices.models import Notice
from dure.domains.selection.models import DocumentRequest, Place
from dure.domains.selection.queries_stage_documents import (
    STATES,
    Wanted,
    asked_applications,
    not_handed_in,
    own_stages,
)
from dure.domains.selection.reasons import reason_lines
from dure.domains.selection.services.ask_stage_documents import ask_stage_documents
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.remind_stage_documents import remind_stage_documents
from dure.domains.selection.services.save_stage_draft import Brought, save_stage_draft
from dure.domains.selection.stage_documents import documented_case, held_by
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def notices(template: str) -> int:
    return Notice.objects.filter(template=template).count()


def listed(state: str, now: datetime = ASKED, document: str = "") -> list[int]:
    case = documented_case(SMALL, PROMOTE)
    found = asked_applications(officer(), case, Wanted(state=state, document=document), now)
    return sorted(int((one.application_no or "")[-6:]) for one in found)


def test_whoever_takes_a_place_is_asked_and_told_once():
    asked()
    assert notices("stage_documents_asked") == 11
    mine = own_stages(applicant(1), [number(1)], ASKED)[number(1)]
    (stage,) = mine
    assert [one.document.id for one in stage.to_do] == ["plan", "clearance", "status"]
    assert stage.until == datetime.fromisoformat("2025-06-21T00:00:00+09:00")
    # Who has not taken the place is asked for nothing, and hands nothing in.
    assert own_stages(applicant(12), [number(12)], ASKED) == {}
    with pytest.raises(Refused) as caught:
        put(12, "plan")
    assert codes(caught) == ["stage_documents.not_asked"]
    assert Application.objects.get(pk=number(12)).draft == {}


def test_handed_in_once_replaced_until_the_last_day_and_late_after_it():
    asked()
    put(1, "plan")
    put(1, "clearance", issued_on="2025-05-01")
    with pytest.raises(Refused) as caught:
        hand_in(1)  # 32 days old
    assert codes(caught) == ["issued_on.clearance"]
    assert not ApplicationDocument.objects.exists()
    put(1, "clearance", issued_on="2025-05-03")  # 30 days old: the last that does
    assert hand_in(1) == ("plan", "clearance")
    assert hand_in(1) == ()
    assert Counter(ApplicationDocument.objects.values_list("document", "state")) == {
        ("plan", "handed_in"): 1, ("clearance", "handed_in"): 1,
    }  # fmt: skip
    assert notices("stage_documents_received") == 1
    assert Application.objects.get(pk=number(1)).draft == {}
    first = row(1, "plan").pk
    put(1, "plan", name="b.pdf")
    assert hand_in(1) == ("plan",)
    assert ApplicationDocument.objects.get(pk=first).state == "replaced"
    # After the last day: what is there stays, what is missing may still come and is late.
    with pytest.raises(Refused) as caught:
        put(1, "plan", OVER)
    assert codes(caught) == ["stage_documents.closed"]
    both_handed_in(2, OVER)
    assert listed("late", OVER) == [2]
    held = held_by(documented_case(SMALL, PROMOTE), [number(2)], OVER)[number(2)]
    assert [one.is_late for one in held] == [True, True, False]
    # It was good when it came, and has grown old since.
    assert listed("expired", OVER) == [1]


def test_a_register_answers_or_a_file_comes():
    asked()
    typed = {"from.status": ["register"]}
    save = {"actor": applicant(1), "now": ASKED, "application_id": number(1), "stage": PROMOTE}
    save_stage_draft(**save, typed=typed)
    Merchant.objects.filter(pk=Application.objects.get(pk=number(1)).merchant_id).update(origins={})
    with pytest.raises(Refused) as caught:
        hand_in(1)
    assert codes(caught) == ["from.status"]
    assert not ApplicationDocument.objects.exists()
    Merchant.objects.filter(pk=Application.objects.get(pk=number(1)).merchant_id).update(
        origins={"business_status": ["tax_service", ASKED.isoformat()]}, business_status="active"
    )
    assert hand_in(1) == ("status",)
    assert row(1, "status").file_id is None
    check(1, "status")
    assert row(1, "status").state == "accepted"


def test_checked_refused_asked_again_and_answered():
    asked()
    both_handed_in(1)
    both_handed_in(2)
    check(1, "plan")
    check(1, "plan")
    with pytest.raises(Refused) as caught:
        check(1, "clearance", accepted=False)
    assert codes(caught) == ["document.note"]
    assert row(1, "clearance").state == "handed_in"
    check(1, "clearance", accepted=False, note="도장이 없습니다")
    assert notices("stage_document_refused") == 1
    assert listed("waiting") == [2]
    assert listed("refused") == [1]
    assert listed("missing") == [1, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert listed("missing", document="plan") == [3, 4, 5, 6, 7, 8, 9, 10, 11]

    ask = {"actor": officer(), "application_id": number(2), "stage": PROMOTE}
    with pytest.raises(Refused) as caught:
        ask_stage_documents(**ask, now=OVER, notes={"plan": " ", "other": "x"})
    assert codes(caught) == ["request.plan", "request.other"]
    assert not DocumentRequest.objects.exists()
    notes = {"plan": "예산표를 붙여 주십시오"}
    assert ask_stage_documents(**ask, now=OVER, notes=notes) == 1
    assert ask_stage_documents(**ask, now=OVER, notes=notes) == 0
    request = DocumentRequest.objects.get()
    assert request.due_at == datetime.fromisoformat("2025-07-01T00:00:00+09:00")
    assert notices("stage_documents_again") == 1
    assert (listed("asked", OVER), listed("overdue", OVER)) == ([2], [])
    assert (listed("asked", request.due_at), listed("overdue", request.due_at)) == ([], [2])
    put(2, "plan", OVER)  # reopened by it, though its last day is over
    with pytest.raises(Refused) as caught:
        put(2, "clearance", OVER, issued_on="2025-06-20")
    assert codes(caught) == ["stage_documents.closed"]
    assert hand_in(2, OVER) == ("plan",)
    request.refresh_from_db()
    assert (request.state, request.answered_at) == ("answered", OVER)
    assert listed("late", OVER) == []


def test_nobody_else_hands_in_or_checks():
    asked()
    both_handed_in(1)
    for who in (applicant(2), officer(), SignedActor()):
        with pytest.raises(NotAllowed):
            save_stage_draft(
                actor=who, now=ASKED, application_id=number(1), stage=PROMOTE, typed={},
                file=("plan", Brought("a.pdf", b"%PDF-1.7")),
            )  # fmt: skip
    elsewhere = SignedActor(
        user_id=person("reviewer").user_id,
        roles=(("officer", "agency"),),
        scopes=(("officer", "other-2025"),),
        held=(("officer", "agency", "other-2025"),),
    )
    for who in (applicant(1), elsewhere, person("executor_staff", kind="executor", code="acorn")):
        with pytest.raises(NotAllowed):
            check(1, "plan", who=who)
        with pytest.raises(NotAllowed):
            ask_stage_documents(
                actor=who, now=ASKED, application_id=number(1), stage=PROMOTE, notes={"plan": "x"}
            )
        with pytest.raises(NotAllowed):
            remind_stage_documents(actor=who, now=ASKED, programme=SMALL, stage=PROMOTE, expected=10, key="k")
    assert row(1, "plan").state == "handed_in"
    assert not DocumentRequest.objects.exists()
    assert not DocumentRequest.objects.visible_to(SignedActor()).exists()
    assert list(asked_applications(elsewhere, documented_case(SMALL, PROMOTE), Wanted(), ASKED)) == []


def test_a_file_that_is_none_of_those_taken_changes_nothing():
    asked()
    with pytest.raises(Refused):
        save_stage_draft(
            actor=applicant(1), now=ASKED, application_id=number(1), stage=PROMOTE, typed={},
            file=("plan", Brought("a.exe", b"MZ")),
        )  # fmt: skip
    assert Application.objects.get(pk=number(1)).draft == {}
    with pytest.raises(Refused) as caught:
        hand_in(1)
    assert codes(caught) == ["stage_documents.empty"]


def test_all_who_lack_are_reminded_in_one_act():
    asked()
    both_handed_in(1)
    case = documented_case(SMALL, PROMOTE)
    assert not_handed_in(officer(), case).count() == 10
    before = notices("stage_documents_asked")
    remind = {"actor": officer(), "now": ASKED, "programme": SMALL, "stage": PROMOTE}
    with pytest.raises(Refused) as caught:
        remind_stage_documents(**remind, expected=9, key="k")
    assert codes(caught) == ["decide.changed"]
    assert notices("stage_documents_asked") == before
    assert remind_stage_documents(**remind, expected=10, key="k") == 10
    assert remind_stage_documents(**remind, expected=10, key="k") == 10
    assert notices("stage_documents_asked") == before + 10


def test_every_filter_of_the_list_is_one_query_and_answers():
    asked()
    for state in STATES:
        for document in ("", "plan", "clearance"):
            assert isinstance(listed(state, document=document), list)


def test_whoever_lacks_a_document_is_out_with_that_reason_and_the_bundle_proves_it():
    asked()
    give_up_place(actor=applicant(12), now=ASKED, place_id=place_of(12).pk)
    for n in range(1, 12):
        both_handed_in(n)
    for n in range(1, 12):
        check(n, "plan")
        if n > 1:
            check(n, "clearance")
    commit_seed(actor=officer(), now=OVER, programme=SMALL, stage=PROMOTE)
    entrants = Place.objects.filter(state="accepted").select_related("application")
    scored(PROMOTE, {(p.application, p.executor): 90_000 - 1000 * int(p.application.application_no[-6:])
                     for p in entrants})  # fmt: skip
    with pytest.raises(Refused) as caught:
        proposed(PROMOTE, ASKED)
    assert codes(caught) == ["selection.documents_due", "selection.documents_unchecked"]
    with pytest.raises(Refused) as caught:
        proposed(PROMOTE, OVER)
    assert codes(caught) == ["selection.documents_unchecked"]
    check(1, "clearance", accepted=False, note="흐려서 읽을 수 없습니다", now=OVER)
    selection = told(PROMOTE, OVER)
    found = decisions(selection)
    assert (found[1].decision, found[1].reason) == ("not_selected", "no_document:clearance")
    assert found[1].rank is None
    assert 1 not in {n for n, one in found.items() if one.decision == "selected"}
    from dure.domains.selection.stages import case_of

    assert reason_lines(found[1].reason, case_of(selection), "en") == [
        "A document of this stage was not handed in, or none was accepted: Tax clearance."
    ]
    # All stand fast now.
    with pytest.raises(Refused) as caught:
        check(1, "clearance", now=OVER)
    assert codes(caught) == ["stage_documents.chosen"]
    with pytest.raises(Refused) as caught:
        put(1, "clearance", OVER, issued_on="2025-06-20")
    assert codes(caught) == ["stage_documents.chosen"]
