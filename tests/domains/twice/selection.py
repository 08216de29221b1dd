"""Selections, places and objections, each run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.domains.builders import signed_up
from tests.domains.documenting import ASKED, hand_in, number
from tests.domains.documenting import row as document_row
from tests.domains.listing import listed
from tests.domains.measuring import checked, falling, measured, points_file
from tests.domains.people import NOW, person
from tests.domains.selecting import (
    CONSULT,
    PROMOTE,
    SMALL,
    THEN,
    TOLD,
    applicant,
    decisions,
    officer,
    place_of,
)
from tests.domains.twice.scenario import Call, twice

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.models import Application
from dure.domains.applications.services.refuse import refuse
from dure.domains.applications.withdrawing import withdraw, withdrawable
from dure.domains.events.act import act
from dure.domains.programmes.leaving import note_executor_left
from dure.domains.selection.models import Decision, Place, SeedCommitment, Selection
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.answer_notice import answer_notice
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.apply_points import apply_points
from dure.domains.selection.services.ask_stage_documents import ask_stage_documents
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.check_points import check_points
from dure.domains.selection.services.check_stage_document import check_stage_document
from dure.domains.selection.services.commit_seed import commit_seed, seed_of
from dure.domains.selection.services.commit_seeds import commit_seeds
from dure.domains.selection.services.confirm_disqualification import confirm_disqualification
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.disqualify_place import disqualify_place
from dure.domains.selection.services.drop_disqualification import drop_disqualification
from dure.domains.selection.services.drop_points import drop_points
from dure.domains.selection.services.extend_objection import extend_objection
from dure.domains.selection.services.file_objection import file_objection, last_told
from dure.domains.selection.services.give_notice import give_notice
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.hand_in_stage_documents import hand_in_stage_documents
from dure.domains.selection.services.lapse_places import lapse_places
from dure.domains.selection.services.list_executors import list_executors
from dure.domains.selection.services.mark_movements import mark_movements
from dure.domains.selection.services.move_placed import move_placed
from dure.domains.selection.services.note_acceptance import note_acceptance
from dure.domains.selection.services.object_to_refusal import object_to_refusal
from dure.domains.selection.services.open_stage import open_stage
from dure.domains.selection.services.propose_disqualification import propose_disqualification
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.selection.services.release_withdrawn import release_withdrawn
from dure.domains.selection.services.remind_choices import remind_choices
from dure.domains.selection.services.remind_places import remind_places
from dure.domains.selection.services.remind_stage_documents import remind_stage_documents
from dure.domains.selection.services.save_stage_draft import save_stage_draft
from dure.domains.selection.services.send_back_selection import send_back_selection
from dure.domains.selection.services.withdraw_application import withdraw_application
from dure.domains.selection.services.withdraw_objection import withdraw_objection
from dure.domains.selection.stages import stage_case

LATE = datetime.fromisoformat("2025-05-24T00:00:00+09:00")
FILED = datetime.fromisoformat("2025-05-20T15:00:00+09:00")
NEXT_WEEK = datetime.fromisoformat("2025-05-27T10:00:00+09:00")


def selection() -> int:
    return Selection.objects.get().pk


def points() -> int:
    """A checked file of points for a stage that is chosen by them."""
    return checked(points_file(falling(measured(3))))


@twice(check_points, "empty")
def _check_points() -> Call:
    content = points_file(falling(measured(3)))
    return lambda: checked(content)


@twice(apply_points, "empty")
def _apply_points() -> Call:
    who, one = officer(), points()
    return lambda: apply_points(actor=who, now=THEN, upload_id=one)


@twice(drop_points, "empty")
def _drop_points() -> Call:
    who, one = officer(), points()
    return lambda: drop_points(actor=who, now=THEN, upload_id=one)


# --- selections -----------------------------------------------------------------------------------


@twice(commit_seed, "scored")
def _commit_seed() -> Call:
    who = officer()
    return lambda: commit_seed(actor=who, now=THEN, programme=SMALL, stage=PROMOTE)


@twice(seed_of, "scored")
def _seed_of() -> Call:
    case = stage_case(SMALL, PROMOTE)

    def call() -> str:
        with act("test.seed", actor=SYSTEM, now=THEN) as this:
            return seed_of(this, case).commitment

    return call


@twice(commit_seeds, "check")
def _commit_seeds() -> Call:
    assert not SeedCommitment.objects.exists()
    return lambda: commit_seeds(actor=SYSTEM, now=THEN)


@twice(propose_selection, "scored")
def _propose_selection() -> Call:
    who = officer()
    return lambda: propose_selection(
        actor=who, now=THEN, programme=SMALL, stage=CONSULT, reason="모두 있습니다"
    )


@twice(confirm_selection, "proposed")
def _confirm_selection() -> Call:
    who, one = officer("second"), selection()
    return lambda: confirm_selection(actor=who, now=THEN, selection_id=one, reason="확인했습니다")


@twice(send_back_selection, "proposed")
def _send_back_selection() -> Call:
    who, one = officer("second"), selection()
    return lambda: send_back_selection(actor=who, now=THEN, selection_id=one, reason="점수 재확인")


@twice(publish_selection, "confirmed")
def _publish_selection() -> Call:
    who, one = officer(), selection()
    return lambda: publish_selection(actor=who, now=TOLD, selection_id=one)


@twice(open_stage, "told")
def _open_stage() -> Call:
    who = officer()
    for place in Place.objects.order_by("pk")[:3]:
        n = int((place.application.application_no or "")[-6:])
        accept_place(actor=applicant(n), now=TOLD, place_id=place.pk)
    return lambda: open_stage(actor=who, now=TOLD, programme=SMALL, stage=PROMOTE)


# --- places ---------------------------------------------------------------------------------------


@twice(accept_place, "told")
def _accept_place() -> Call:
    who, place = applicant(1), place_of(1).pk
    return lambda: accept_place(actor=who, now=TOLD, place_id=place)


@twice(note_acceptance, "told")
def _note_acceptance() -> Call:
    who, place = officer(), place_of(1).pk
    told_on = TOLD.date()
    return lambda: note_acceptance(
        actor=who, now=TOLD, place_id=place, how="telephone", told_on=told_on, reason="대표자가 전화로 수락"
    )


@twice(move_placed, "told")
def _move_placed() -> Call:
    """One executor left, and nobody took its places over: everybody placed there is told so once."""
    who = officer()
    with act("agreement.leave", actor=who, now=TOLD) as this:
        note_executor_left(this, programme=SMALL, executor="acorn", left_on=TOLD.date())
    return lambda: move_placed(
        actor=who, now=TOLD, programme=SMALL, stage=CONSULT, reason="도토리마켓이 그만두어 옮깁니다"
    )


@twice(remind_places, "told")
def _remind_places() -> Call:
    due = place_of(1).due_at
    assert due is not None
    return lambda: remind_places(actor=SYSTEM, now=due - timedelta(days=1))


@twice(give_up_place, "told")
def _give_up_place() -> Call:
    who, place = applicant(1), place_of(1).pk
    return lambda: give_up_place(actor=who, now=TOLD, place_id=place, reason="폐업")


def in_doubt() -> int:
    return disqualify_place(
        actor=officer(), now=TOLD, place_id=place_of(1).pk, reason="허위 서류", exempt="proved"
    )


@twice(disqualify_place, "told")
def _disqualify_place() -> Call:
    return in_doubt


@twice(give_notice, "told")
def _give_notice() -> Call:
    who, place = officer(), place_of(1).pk
    return lambda: give_notice(actor=who, now=TOLD, place_id=place, reason="허위 서류")


def noticed() -> int:
    return give_notice(actor=officer(), now=TOLD, place_id=place_of(1).pk, reason="허위 서류")


@twice(answer_notice, "told")
def _answer_notice() -> Call:
    who, one = applicant(1), noticed()
    return lambda: answer_notice(
        actor=who, now=TOLD, disqualification_id=one, answer="진본입니다", key="form"
    )


@twice(propose_disqualification, "told")
def _propose_disqualification() -> Call:
    who, one = officer(), noticed()
    answer_notice(actor=applicant(1), now=TOLD, disqualification_id=one, answer="진본입니다")
    return lambda: propose_disqualification(
        actor=who, now=TOLD, disqualification_id=one, considered="발급기관이 부인함"
    )


@twice(confirm_disqualification, "told")
def _confirm_disqualification() -> Call:
    who, one = officer("second"), in_doubt()
    return lambda: confirm_disqualification(actor=who, now=TOLD, disqualification_id=one, reason="확인")


@twice(drop_disqualification, "told")
def _drop_disqualification() -> Call:
    who, one = officer("second"), in_doubt()
    return lambda: drop_disqualification(actor=who, now=TOLD, disqualification_id=one, reason="진본 확인")


@twice(lapse_places, "told")
def _lapse_places() -> Call:
    return lambda: lapse_places(actor=SYSTEM, now=LATE)


@twice(withdraw_application, "told")
def _withdraw_application() -> Call:
    row = Application.objects.get(application_no__endswith="000001")
    return lambda: withdraw_application(actor=applicant(1), now=TOLD, application_id=row.pk, reason="폐업")


@twice(release_withdrawn, "told")
def _release_withdrawn() -> Call:
    # As in the days when the place was freed by a job of its own.
    row = Application.objects.get(application_no__endswith="000001")
    with act("application.withdraw", actor=applicant(1), now=TOLD) as this:
        withdraw(this, withdrawable(applicant(1), row.pk, ""))
    return lambda: release_withdrawn(actor=SYSTEM, now=TOLD)


@twice(mark_movements, "told")
def _mark_movements() -> Call:
    give_up_place(actor=applicant(1), now=TOLD, place_id=place_of(1).pk)
    return lambda: mark_movements(actor=SYSTEM, now=NEXT_WEEK)


# --- objections -----------------------------------------------------------------------------------


def objection() -> int:
    decision = decisions(Selection.objects.get())[20]
    return file_objection(
        actor=applicant(20), now=FILED, decision_id=decision.pk, grounds="점수가 잘못되었습니다"
    )


def assigned() -> int:
    one, third = objection(), officer("third").user_id
    assert third is not None
    assign_objection(actor=officer(), now=FILED, objection_id=one, officer_id=third)
    return one


@twice(file_objection, "told")
def _file_objection() -> Call:
    return objection


@twice(object_to_refusal, "check")
def _object_to_refusal() -> Call:
    row = Application.objects.get(application_no__endswith="000001")
    refuse(actor=person("officer"), now=NOW, application_id=row.pk, rules=["small_merchant"], words="")
    who = signed_up("two@test.example")
    return lambda: object_to_refusal(
        actor=who, now=NOW, application_id=row.pk, grounds="확인서는 유효기간 안에 있습니다"
    )


@twice(last_told, "told")
def _last_told() -> Call:
    decision: Decision = decisions(Selection.objects.get())[20]
    return lambda: last_told(decision, None)


@twice(assign_objection, "told")
def _assign_objection() -> Call:
    who, one, third = officer(), objection(), officer("third").user_id
    assert third is not None
    return lambda: assign_objection(actor=who, now=FILED, objection_id=one, officer_id=third)


@twice(extend_objection, "told")
def _extend_objection() -> Call:
    who, one = officer("third"), assigned()
    return lambda: extend_objection(actor=who, now=NEXT_WEEK, objection_id=one, reason="자료 확인", key="k")


@twice(extend_objection, "told")
def _extend_objection_from_two_forms() -> Call:
    who, one = officer("third"), assigned()
    return lambda: extend_objection(actor=who, now=NEXT_WEEK, objection_id=one, reason="자료 확인")


@twice(answer_objection, "told")
def _answer_objection() -> Call:
    who, one = officer("third"), assigned()
    return lambda: answer_objection(
        actor=who, now=NEXT_WEEK, objection_id=one, granted=True, answer="착오가 확인됨", effect="noted"
    )


@twice(withdraw_objection, "told")
def _withdraw_objection() -> Call:
    who, one = applicant(20), objection()
    return lambda: withdraw_objection(actor=who, now=FILED, objection_id=one)


@twice(save_stage_draft, "asked_documents", again="what was typed is kept as typed, and counted")
def _save_stage_draft() -> Call:
    return lambda: save_stage_draft(
        actor=applicant(3), now=ASKED, application_id=number(3), stage=PROMOTE,
        typed={"issued_on.clearance": ["2025-06-01"]},
    )  # fmt: skip


@twice(hand_in_stage_documents, "asked_documents")
def _hand_in_stage_documents() -> Call:
    return lambda: hand_in(1)


@twice(check_stage_document, "asked_documents")
def _check_stage_document() -> Call:
    document_id = document_row(2, "plan").pk
    return lambda: check_stage_document(
        actor=officer(), now=ASKED, document_id=document_id, stage=PROMOTE, accepted=False, note="흐립니다"
    )


@twice(ask_stage_documents, "asked_documents")
def _ask_stage_documents() -> Call:
    return lambda: ask_stage_documents(
        actor=officer(), now=ASKED, application_id=number(2), stage=PROMOTE, notes={"plan": "예산표"}
    )


@twice(remind_stage_documents, "asked_documents")
def _remind_stage_documents() -> Call:
    return lambda: remind_stage_documents(
        actor=officer(), now=ASKED, programme=SMALL, stage=PROMOTE, expected=11, key="once"
    )


@twice(list_executors, "places_of_a_pool")
def _list_executors() -> Call:
    return lambda: listed(1, "otter", "acorn")


@twice(remind_choices, "places_of_a_pool")
def _remind_choices() -> Call:
    return lambda: remind_choices(
        actor=officer(), now=ASKED, programme=SMALL, stage=PROMOTE, expected=11, key="once"
    )
