"""A selection is proposed: what is missing is refused, the inputs are frozen, a second officer is asked."""

from __future__ import annotations

import hashlib

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import application, merchant
from tests.domains.people import person
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    PROGRAMME,
    PROMOTE,
    SMALL,
    THEN,
    accepted,
    first_stage,
    officer,
    proposed,
    scored,
    small_programme,
)

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.review.models import ScoreSheet, ScoringWindow
from dure.domains.selection.models import Decision, Place, SeedCommitment, Selection
from dure.domains.selection.preview import preview_selection
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Refused


def propose(reason="모두 갖추었습니다", **more):
    told = {"actor": officer(), "now": THEN, "programme": SMALL, "stage": CONSULT, "reason": reason}
    return propose_selection(**told | more)


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.mark.django_db
def test_a_proposal_freezes_inputs_and_decides_nothing_yet():
    first_stage()
    selection = proposed()
    frozen = read_file(selection.inputs)
    assert selection.state == "proposed"
    assert selection.inputs.sha256 == hashlib.sha256(frozen).hexdigest()
    assert selection.counts == {"selected": 12, "reserve": 4, "not_selected": 8}
    assert selection.seed == SeedCommitment.objects.get(stage=CONSULT).seed
    assert frozen.decode("utf-8-sig").splitlines()[:2] == [
        "application_no,choices,executor,score.acorn,score.otter,score.pinecone,trait.outside_capital,trait.female",
        "TOPS-2025-000001,acorn;otter;pinecone,,90.000,90.000,90.000,true,false",
    ]
    assert (Decision.objects.count(), Place.objects.count()) == (0, 0)
    assert ScoringWindow.objects.get().state == "closed"


@pytest.mark.django_db
def test_the_other_officers_are_asked_and_the_proposer_is_not():
    first_stage()
    second = officer("second")
    selection = proposed()
    asked = Notice.objects.filter(template="selection_to_confirm")
    others = set(asked.values_list("user_id", flat=True))
    assert second.user_id in others
    assert selection.proposed_by_id not in others
    assert {notice.link for notice in asked} == {f"/officer/selection/{SMALL}/{CONSULT}/"}


@pytest.mark.django_db
def test_a_preview_writes_nothing():
    first_stage()
    before = Event.objects.count()
    preview = preview_selection(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    assert preview.can_propose
    assert (preview.missing, preview.unscored) == ((), ())
    assert dict(preview.counts) == {"selected": 12, "reserve": 4, "not_selected": 8}
    assert [(place.place, place.capacity, place.selected) for place in preview.places] == [
        (executor, 4, 4) for executor in EXECUTORS
    ]
    assert [effect.id for effect in preview.effects] == ["outside_capital", "female"]
    assert Selection.objects.count() == 0
    assert Event.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_preview_and_propose(role):
    first_stage()
    other = person(role)
    with pytest.raises(NotAllowed):
        propose(actor=other)
    with pytest.raises(NotAllowed):
        preview_selection(actor=other, now=THEN, programme=SMALL, stage=CONSULT)
    assert Selection.objects.count() == 0


@pytest.mark.django_db
def test_what_is_missing_is_refused_with_all_of_it():
    made = first_stage()
    application(merchant(99), made[0].version, n=99)
    Application.objects.filter(pk=made[1].pk).update(verdict="unknown")
    with pytest.raises(Refused) as refused:
        propose(now=THEN.replace(day=10))
    assert codes(refused) == ["selection.window_open", "selection.unchecked", "selection.unknown"]
    assert Selection.objects.count() == 0
    assert ScoringWindow.objects.get().state == "open"


@pytest.mark.django_db
def test_missing_scores_are_told_by_executor_and_can_be_gone_on_without():
    made = first_stage()
    ScoreSheet.objects.filter(application=made[0], executor="acorn").delete()
    ScoreSheet.objects.filter(application=made[1], executor__in=("acorn", "otter")).delete()
    with pytest.raises(Refused) as refused:
        propose()
    assert [(p.params["executor"].to("en"), p.params["count"]) for p in refused.value.problems] == [
        ("Acorn Market", 2),
        ("Otter Live", 1),
    ]
    assert Selection.objects.count() == 0
    assert ScoringWindow.objects.get().state == "open"
    assert Selection.objects.get(pk=propose(without_scores=True)).without_scores


@pytest.mark.django_db
def test_the_hash_of_the_seed_comes_before_its_use():
    version = small_programme()
    made = accepted(version, 3)
    scored(CONSULT, {(one, e): 50_000 + n for n, one in enumerate(made) for e in EXECUTORS})
    with pytest.raises(Refused) as refused:
        propose()
    assert codes(refused) == ["selection.no_seed"]
    told = commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    kept = SeedCommitment.objects.get()
    assert told == kept.commitment == hashlib.sha256(kept.seed.encode()).hexdigest()
    assert commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT) == told
    propose()


@pytest.mark.django_db
def test_a_stage_without_commitment_draws_its_seed_with_the_proposal():
    version = small_programme(PROGRAMME.replace(", commitment: sha256", ""))
    made = accepted(version, 3)
    scored(CONSULT, {(one, e): 50_000 for one in made for e in EXECUTORS})
    assert len(Selection.objects.get(pk=propose()).seed) == 64


@pytest.mark.django_db
def test_nobody_and_no_reason_and_no_such_stage_are_refused():
    small_programme()
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    for more, expected in (
        ({"reason": " "}, ["selection.reason"]),
        ({"stage": "finals"}, ["selection.no_stage"]),
        ({"programme": "other"}, ["selection.no_stage"]),
        ({}, ["selection.nobody"]),
        ({"stage": PROMOTE}, ["selection.before", "selection.no_seed"]),
    ):
        with pytest.raises(Refused) as refused:
            propose(**more)
        assert codes(refused) == expected
    assert Selection.objects.count() == 0


@pytest.mark.django_db
def test_twice_with_the_same_form_is_once_and_anew_is_refused():
    first_stage()
    first = propose(key="form")
    assert propose(key="form") == first
    with pytest.raises(Refused) as refused:
        propose(key="other")
    assert codes(refused) == ["selection.alive"]
    assert Selection.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_make_one_proposal():
    first_stage()
    found = twice_at_once(lambda: propose(), lambda: propose(actor=officer("second")))
    assert sorted(type(one).__name__ for one in found) == ["Refused", "int"]
    assert Selection.objects.count() == 1
    assert SeedCommitment.objects.count() == 1
