"""Who stands apart: officers judge neither their own business nor what they had a part in."""

from __future__ import annotations

import pytest
from tests.domains.builders import application, merchant
from tests.domains.people import NOW, person
from tests.domains.selecting import (
    CONSULT,
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
from dure.domains.applications.models import Application, Nomination, Verdict
from dure.domains.applications.queries_officer import Wanted, own_in_check
from dure.domains.applications.services.accept import accept
from dure.domains.applications.services.accept_all import accept_all
from dure.domains.applications.services.refuse import refuse
from dure.domains.applications.services.refuse_all import refuse_all
from dure.domains.events.act import act
from dure.domains.merchants.models import MerchantMember
from dure.domains.review.models import Assignment, ScoreSheet
from dure.domains.selection.models import Objection, Selection
from dure.domains.selection.services.answer_objection import answer_objection
from dure.domains.selection.services.assign_objection import assign_objection
from dure.domains.selection.services.confirm_disqualification import confirm_disqualification
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.disqualify_place import disqualify_place
from dure.domains.selection.services.file_objection import file_objection
from dure.domains.selection.services.propose_selection import propose_selection
from dure.engine.problems import Refused

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


@pytest.mark.parametrize("part", [owner, scorer, once_scorer, nominator, publisher, checker])
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


def test_a_reviewer_of_the_round_is_not_given_the_objection():
    from dure.domains.review.taking_part import scorers_of

    made = first_stage()
    who = officer("third")
    Assignment.objects.create(
        programme=SMALL, round="r", application=made[0], reviewer_id=who.user_id, assigned_at=NOW
    )
    assert who.user_id in scorers_of(SMALL, CONSULT, ["r"], made[0].pk)
    assert who.user_id not in scorers_of(SMALL, CONSULT, ["other"], made[0].pk)
    assert who.user_id not in scorers_of(SMALL, CONSULT, ["r"], made[1].pk)
