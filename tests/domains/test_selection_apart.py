"""Who stands apart: officers judge neither their own business nor what they had a part in."""

from __future__ import annotations

import pytest
from tests.domains.builders import application, merchant
from tests.domains.people import NOW, person
from tests.domains.selecting import (
    CONSULT,
    PROMOTE,
    SMALL,
    THEN,
    TOLD,
    applicant,
    decisions,
    first_stage,
    officer,
    place_of,
    proposed,
    small_programme,
    told,
)

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application, Nomination, StaffConflict, Verdict
from dure.domains.applications.queries_officer import Wanted, own_in_check
from dure.domains.applications.services.accept import accept
from dure.domains.applications.services.accept_all import accept_all
from dure.domains.applications.services.refuse import refuse
from dure.domains.applications.services.refuse_all import refuse_all
from dure.domains.diagnosis.models import DiagnosisSheet
from dure.domains.events.act import act
from dure.domains.merchants.models import DuplicatePair, MerchantMember
from dure.domains.review.models import Assignment, RecusalRequest, ScoreSheet
from dure.domains.review.taking_part import scorers_of
from dure.domains.selection.models import Objection, Place, Selection
from dure.domains.selection.models_measured import PointsUpload
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.confirm_disqualification import confirm_disqualification
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.disqualify_place import disqualify_place
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.give_up_place import give_up_place
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection
from dure.domains.selection.stages import stage_case
from dure.domains.selection.taking_part import scored_at
from dure.domains.uploads.models import StoredFile
from dure.domains.voting.models import SetAside, Vote
from dure.engine.problems import Refused
from dure.engine.programme.models.stages import Score

pytestmark = pytest.mark.django_db


def acts_for(who: SignedActor, of: Application) -> None:
    MerchantMember.objects.create(merchant=of.merchant, user_id=who.user_id, proved_by="officer", since=NOW)


def refused(code: str, call, **given) -> None:
    with pytest.raises(Refused) as caught:
        call(**given)
    assert [p.code for p in caught.value.problems] == [code]


def objection() -> Objection:
    selection = told()
    pk = file_objection(
        actor=applicant(20), now=TOLD, decision_id=decisions(selection)[20].pk, grounds="점수가 틀립니다"
    )
    return Objection.objects.get(pk=pk)


def owner(found: Objection, who: SignedActor) -> None:
    acts_for(who, found.application)


def scorer(found: Objection, who: SignedActor) -> None:
    ScoreSheet.objects.filter(application=found.application, executor="acorn").update(
        scored_by_id=who.user_id
    )


def once_scorer(found: Objection, who: SignedActor) -> None:
    for by in (who.user_id, None):
        with act("score.save", actor=who, now=TOLD):
            ScoreSheet.objects.filter(application=found.application, executor="acorn").update(scored_by_id=by)


def nominator(found: Objection, who: SignedActor) -> None:
    Nomination.objects.create(
        programme=SMALL, executor="acorn", merchant=found.application.merchant, reason="유망", token_hash="x",
        nominated_by_id=who.user_id, nominated_at=NOW,
    )  # fmt: skip


def publisher(found: Objection, who: SignedActor) -> None:
    Selection.objects.update(published_by_id=who.user_id)


def checker(found: Objection, who: SignedActor) -> None:
    with act("application.accept", actor=who, now=NOW) as this:
        this.record("application", found.application_id, move="accept")


def same_owner(found: Objection, who: SignedActor) -> None:
    own = merchant(90)
    MerchantMember.objects.create(
        merchant=own, user_id=who.user_id, proved_by="officer", since=NOW, until=NOW
    )
    one, other = sorted((found.application.merchant, own), key=lambda of: of.pk)
    DuplicatePair.objects.create(
        one=one, other=other, state="open", band="likely", score=90, looks_like="same_owner", evidence={},
        found_at=NOW,
    )  # fmt: skip


def declared(found: Objection, who: SignedActor) -> None:
    StaffConflict.objects.create(
        programme=SMALL, application=found.application, user_id=who.user_id, relation="family", at=NOW
    )


def set_aside(found: Objection, who: SignedActor) -> None:
    RecusalRequest.objects.create(
        programme=SMALL, application=found.application, about="그 위원", grounds="친척", state="asked",
        asked_by_id=found.filed_by_id, asked_at=NOW,
    )  # fmt: skip
    RecusalRequest.objects.update(state="granted", reviewer_id=who.user_id, answer="사실")


_PARTS = [owner, scorer, once_scorer, nominator, publisher, checker, same_owner, declared, set_aside]


@pytest.mark.parametrize("part", _PARTS)
def test_who_had_a_part_in_it_is_not_given_the_objection(part):
    first_stage()
    found = objection()
    third = officer("third")
    part(found, third)
    given = {"actor": officer(), "now": TOLD, "objection_id": found.pk}
    refused("objection.decided", assign_objection, **given, officer_id=third.user_id)
    found.refresh_from_db()
    assert (found.state, found.assigned_to_id) == ("filed", None)
    fourth = officer("fourth")
    assign_objection(**given, officer_id=fourth.user_id or 0)
    found.refresh_from_db()
    assert (found.state, found.assigned_to_id) == ("assigned", fourth.user_id)


def test_whoever_disqualified_the_holder_does_not_judge_the_objection_to_it():
    first_stage()
    told()
    one = disqualify_place(
        actor=officer("third"), now=TOLD, place_id=place_of(1).pk, reason="허위 서류", exempt="proved"
    )
    confirm_disqualification(actor=officer("fourth"), now=TOLD, disqualification_id=one, reason="확인")
    pk = file_objection(
        actor=applicant(1), now=TOLD, decision_id=decisions(Selection.objects.get())[1].pk, grounds="진본"
    )
    given = {"actor": officer(), "now": TOLD, "objection_id": pk}
    for name in ("third", "fourth"):
        refused("objection.decided", assign_objection, **given, officer_id=officer(name).user_id)
    assert Objection.objects.get(pk=pk).state == "filed"


def test_it_is_asked_again_when_the_objection_is_answered():
    first_stage()
    found = objection()
    third = officer("third")
    assign_objection(actor=officer(), now=TOLD, objection_id=found.pk, officer_id=third.user_id or 0)
    acts_for(third, found.application)
    refused(
        "objection.decided", answer_objection,
        actor=third, now=TOLD, objection_id=found.pk, granted=True, answer="인용", effect="placed",
        executor="acorn", basis="규정",
    )  # fmt: skip
    found.refresh_from_db()
    assert (found.state, found.answer) == ("assigned", "")


def test_who_acts_for_a_business_that_takes_part_neither_proposes_nor_confirms():
    made = first_stage()
    acts_for(officer("third"), made[5])
    given = {"now": THEN, "reason": "모두 있습니다"}
    refused(
        "selection.own_business", propose_selection,
        actor=officer("third"), programme=SMALL, stage=CONSULT, **given,
    )  # fmt: skip
    assert not Selection.objects.exists()
    selection = proposed()
    refused(
        "selection.own_business", confirm_selection,
        actor=officer("third"), selection_id=selection.pk, **given,
    )  # fmt: skip
    assert Selection.objects.get().state == "proposed"


def test_nor_publishes_it_nor_notes_that_a_place_is_given_up():
    made = first_stage()
    selection = proposed()
    confirm_selection(actor=officer("second"), now=THEN, selection_id=selection.pk, reason="확인")
    third = officer("third")
    MerchantMember.objects.create(
        merchant=made[5].merchant, user_id=third.user_id, proved_by="officer", since=NOW, until=NOW
    )
    refused("selection.own_business", publish_selection, actor=third, now=TOLD, selection_id=selection.pk)
    assert Selection.objects.get().state == "confirmed"
    publish_selection(actor=officer(), now=TOLD, selection_id=selection.pk)
    place = place_of(1)
    refused("selection.own_business", give_up_place, actor=third, now=TOLD, place_id=place.pk, reason="전화")
    assert Place.objects.get(pk=place.pk).state == "offered"


def test_nobody_accepts_or_refuses_their_own_business():
    version = small_programme()
    own = application(merchant(1), version, n=1, state="submitted", verdict="eligible")
    me = person("officer")
    acts_for(me, own)
    given = {"actor": me, "now": NOW, "application_id": own.pk}
    refused("check.own_business", accept, **given)
    refused("check.own_business", refuse, **given, rules=["small_merchant"], words="")
    own.refresh_from_db()
    assert (own.state, own.checked_by_id) == ("submitted", None)


@pytest.mark.parametrize(
    ("decide", "verdict", "after"),
    [(accept_all, "eligible", "accepted"), (refuse_all, "ineligible", "refused")],
)
def test_bulk_acts_leave_the_officers_own_business_out(decide, verdict, after):
    version = small_programme()
    rows = [
        application(merchant(n), version, n=n, state="submitted", entry="import", verdict=verdict)
        for n in (1, 2, 3)
    ]
    for row in rows:
        Verdict.objects.create(
            application=row, revision=1, verdict=verdict, failed_rules=["small_merchant"], at=NOW
        )
    me = person("officer")
    acts_for(me, rows[1])
    done = decide(
        actor=me, now=NOW, programme=SMALL, wanted=Wanted(), expected=2, reason="서류가 맞습니다", key="k"
    )
    assert done == 2
    states = [Application.objects.get(pk=row.pk).state for row in rows]
    assert states == [after, "submitted", after]
    assert own_in_check(me, Application.objects.filter(programme=SMALL)) == 1


@pytest.mark.parametrize("state", ["assigned", "taken_away", "conflict"])
def test_a_reviewer_of_the_round_is_not_given_the_objection_though_they_lost_the_case(state):
    made = first_stage()
    who = officer("third")
    one = Assignment.objects.create(
        programme=SMALL, round="r", application=made[0], reviewer_id=who.user_id, assigned_at=NOW
    )
    Assignment.objects.filter(pk=one.pk).update(state=state)
    assert who.user_id in scorers_of(SMALL, CONSULT, ["r"], made[0].pk)
    assert who.user_id not in scorers_of(SMALL, CONSULT, ["other"], made[0].pk)
    assert who.user_id not in scorers_of(SMALL, CONSULT, ["r"], made[1].pk)


def test_who_had_a_part_in_any_source_of_the_score_had_one_in_the_decision():
    made = first_stage()
    case = stage_case(SMALL, PROMOTE)
    carried = Score(source="earlier_stage", weight_bp=2500, stage=CONSULT)
    sources = (
        carried,
        Score(source="diagnosis", weight_bp=2500, form="online"),
        Score(source="data", weight_bp=2500),
        Score(source="vote", weight_bp=2500),
    )
    mixed = case.stage.model_copy(update={"chosen_by": "mix", "scores": sources})
    names = ("scorer", "expert", "maker", "applier", "proposer", "decider")
    people = {name: officer(name).user_id for name in names}
    ScoreSheet.objects.filter(application=made[0], stage=CONSULT, executor="acorn").update(
        scored_by_id=people["scorer"]
    )
    DiagnosisSheet.objects.create(
        programme=SMALL, version=case.version, form="online", form_hash="0" * 64, application=made[0],
        filled_by="expert", expert_id=people["expert"], round=1, begun_at=NOW, changed_at=NOW,
    )  # fmt: skip
    file = StoredFile.objects.create(
        purpose="points", name="x", size=1, sha256="0" * 64, content_type="text/csv", state="clean",
        uploaded_at=NOW,
    )  # fmt: skip
    points = PointsUpload.objects.create(
        programme=SMALL, stage=PROMOTE, file=file, sha256="0" * 64, base="0" * 64,
        made_by_id=people["maker"], made_at=NOW,
    )  # fmt: skip
    PointsUpload.objects.filter(pk=points.pk).update(
        state="applied", applied_by_id=people["applier"], applied_at=NOW
    )
    vote = Vote.objects.create(
        programme=SMALL, version=case.version, stage=PROMOTE, opens_at=NOW, closes_at=TOLD, votes_each=1,
        changeable=False, second_officer=True, prepared_at=NOW,
    )  # fmt: skip
    one = SetAside.objects.create(
        vote=vote, signal="burst", reason="한 곳에서", ballot_ids=[1], proposed_by_id=people["proposer"],
        proposed_at=NOW,
    )  # fmt: skip
    SetAside.objects.filter(pk=one.pk).update(decided_by_id=people["decider"])
    assert scored_at(case.programme, mixed, made[0].pk) == set(people.values())
    only = case.stage.model_copy(update={"chosen_by": "mix", "scores": (carried,)})
    assert scored_at(case.programme, only, made[0].pk) == {people["scorer"]}
    assert scored_at(case.programme, only, made[1].pk) == set()
