"""A second officer confirms: chosen again, proved, written; or sends it back."""

from __future__ import annotations

import hashlib

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, ProgrammingError
from tests.domains.at_once import twice_at_once
from tests.domains.people import person
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    PROGRAMME,
    SMALL,
    THEN,
    accepted,
    confirmed,
    decisions,
    first_stage,
    officer,
    proposed,
    scored,
    small_programme,
    told,
)

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.events.models import Event
from dure.domains.notices.models import Notice
from dure.domains.review.models import ScoreSheet, ScoringWindow
from dure.domains.selection.models import Decision, Place, Reserve, Selection
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.send_back_selection import send_back_selection
from dure.domains.uploads.queries import read_file
from dure.engine.problems import Problem, Refused
from dure.files.frozen import choose_frozen


def confirm(selection: Selection, who: str = "second", reason: str = "확인했습니다") -> None:
    confirm_selection(actor=officer(who), now=THEN, selection_id=selection.pk, reason=reason)


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def nothing_was_written() -> bool:
    return not (Decision.objects.exists() or Reserve.objects.exists() or Place.objects.exists())


@pytest.mark.django_db
def test_decisions_are_those_of_the_frozen_inputs_to_the_byte():
    first_stage()
    selection = confirmed()
    version = selection.version
    chosen = choose_frozen(small_programme_of(version), CONSULT, read_file(selection.inputs), selection.seed)
    assert hashlib.sha256(chosen.decided).hexdigest() == selection.decisions_sha256
    kept = Decision.objects.filter(selection=selection).order_by("application_no")
    assert [
        (
            d.application_no,
            d.decision,
            d.executor,
            d.rank,
            d.score,
            d.seat,
            d.cutoff,
            d.reserve_rank,
            d.reason,
        )
        for d in kept
    ] == [tuple(decision) for decision in chosen.decisions]
    assert selection.state == "confirmed"


def small_programme_of(version):
    from dure.domains.programmes.queries import loaded

    return loaded(version).programme


@pytest.mark.django_db
def test_the_best_are_selected_and_the_next_stand_in_reserve():
    first_stage()
    selection = confirmed()
    found = decisions(selection)
    assert [n for n, d in found.items() if d.decision == "selected"] == list(range(1, 13))
    assert {n: d.reserve_rank for n, d in found.items() if d.decision == "reserve"} == {
        13: 1,
        14: 2,
        15: 3,
        16: 4,
    }
    # Nobody from 13 on is selected anywhere, and all stand on all three lists.
    lists = {
        executor: list(
            Reserve.objects.filter(selection=selection, executor=executor)
            .order_by("rank")
            .values_list("application__application_no", "position", "rank")
        )
        for executor in EXECUTORS
    }
    expected = [(f"TOPS-2025-{n:06d}", n - 12, n) for n in range(13, 17)]
    assert lists == dict.fromkeys(EXECUTORS, expected)
    assert Place.objects.count() == 0


@pytest.mark.django_db
def test_the_funnel_is_counted_as_it_was():
    first_stage()
    selection = confirmed()
    assert selection.funnel["executor"] == {key: [24, 24, 4] for key in EXECUTORS}
    assert selection.funnel["region"] == {
        "11": [6, 6, 3], "26": [6, 6, 3], "41": [6, 6, 3], "51": [6, 6, 3],
    }  # fmt: skip
    assert selection.funnel["section"] == {"G": [24, 24, 12]}


@pytest.mark.django_db
def test_who_proposed_it_cannot_confirm_it():
    first_stage()
    selection = proposed()
    with pytest.raises(Refused) as refused:
        confirm(selection, "officer")
    assert codes(refused) == ["selection.same_officer"]
    assert nothing_was_written()
    assert Selection.objects.get().state == "proposed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Selection.objects.update(confirmed_by_id=selection.proposed_by_id)


@pytest.mark.django_db
def test_without_a_second_officer_one_may_do_both():
    version = small_programme(PROGRAMME.replace("second_officer: true", "second_officer: false", 1))
    made = accepted(version, 3)
    scored(CONSULT, {(one, e): 50_000 + n for n, one in enumerate(made) for e in EXECUTORS})
    from dure.domains.selection.services.commit_seed import commit_seed

    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    selection = proposed()
    assert not Notice.objects.filter(template="selection_to_confirm").exists()
    confirm(selection, "officer")
    assert Selection.objects.get().state == "confirmed"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_confirm_and_send_back(role):
    first_stage()
    selection = proposed()
    other = person(role)
    with pytest.raises(NotAllowed):
        confirm_selection(actor=other, now=THEN, selection_id=selection.pk, reason="x")
    with pytest.raises(NotAllowed):
        send_back_selection(actor=other, now=THEN, selection_id=selection.pk, reason="x")
    assert Selection.objects.get().state == "proposed"


@pytest.mark.django_db
def test_inputs_that_changed_are_told_and_refuse_the_confirmation():
    made = first_stage()
    selection = proposed()
    # Scores stand fast in the service; even were one changed behind its back, it would be seen.
    Application.objects.filter(pk=made[3].pk).update(choices=["otter"])
    Application.objects.filter(pk=made[5].pk).update(state="withdrawn")
    with pytest.raises(Refused) as refused:
        confirm(selection)
    assert [(p.code, p.params.get("numbers")) for p in refused.value.problems] == [
        ("selection.other_inputs", None),
        ("selection.inputs_removed", "TOPS-2025-000006"),
        ("selection.inputs_changed", "TOPS-2025-000004"),
    ]
    assert nothing_was_written()
    assert Selection.objects.get().state == "proposed"


@pytest.mark.django_db
def test_decisions_that_come_out_otherwise_do_not_count(monkeypatch):
    first_stage()
    selection = proposed()
    from dure.domains.selection import decided

    real = decided.choose_frozen
    monkeypatch.setattr(
        decided,
        "choose_frozen",
        lambda p, s, frozen, _seed: real(p, s, frozen.replace(b"67.000", b"99.000"), "x"),
    )
    with pytest.raises(Refused) as refused:
        confirm(selection)
    assert codes(refused) == ["selection.other_decisions"]
    assert nothing_was_written()


@pytest.mark.django_db
def test_decisions_that_the_checker_does_not_prove_do_not_count(monkeypatch):
    first_stage()
    selection = proposed()
    from dure.domains.selection import decided

    monkeypatch.setattr(decided, "prove_frozen", lambda *_: [Problem("verify.unstable", "no")])
    with pytest.raises(Refused) as refused:
        confirm(selection)
    assert codes(refused) == ["verify.unstable"]
    assert nothing_was_written()
    assert Selection.objects.get().state == "proposed"


@pytest.mark.django_db
def test_confirming_twice_is_once_and_needs_a_reason():
    first_stage()
    selection = proposed()
    with pytest.raises(Refused) as refused:
        confirm(selection, reason="")
    assert codes(refused) == ["selection.reason"]
    confirm(selection)
    confirm(selection)
    assert Decision.objects.count() == 24
    assert Event.objects.filter(act="selection.confirm", details__move="confirm").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_write_the_decisions_once():
    first_stage()
    selection = proposed()
    officer("second"), officer("third")
    found = twice_at_once(lambda: confirm(selection), lambda: confirm(selection, "third"))
    assert found == [None, None]
    assert Decision.objects.count() == 24


@pytest.mark.django_db
def test_sent_back_nothing_counts_scores_open_again_and_it_may_be_proposed_anew():
    made = first_stage()
    selection = proposed()
    officer("second")
    for _ in range(2):
        send_back_selection(actor=officer("second"), now=THEN, selection_id=selection.pk, reason="점수 누락")
    assert Selection.objects.get().state == "sent_back"
    assert ScoringWindow.objects.get().state == "open"
    told = Notice.objects.get(template="selection_sent_back")
    assert told.user_id == selection.proposed_by_id
    assert told.parameters["reason"] == "점수 누락"
    with pytest.raises(Refused):
        confirm(selection)
    ScoreSheet.objects.filter(application=made[23]).update(total=99_000)
    second = confirmed()
    assert second.pk != selection.pk
    assert decisions(second)[24].decision == "selected"


@pytest.mark.django_db
def test_a_confirmed_selection_is_sent_back_by_somebody_who_did_not_confirm_it():
    first_stage()
    selection = confirmed()
    given = {"now": THEN, "selection_id": selection.pk, "reason": "점수 하나가 바뀌었습니다"}
    with pytest.raises(Refused) as refused:
        send_back_selection(actor=officer("second"), **given)
    assert codes(refused) == ["selection.own_confirmation"]
    assert Selection.objects.get().state == "confirmed"
    for _ in range(2):
        send_back_selection(actor=officer("third"), **given)
    assert Selection.objects.get().state == "sent_back"
    assert ScoringWindow.objects.get().state == "open"
    told = Notice.objects.filter(template="selection_sent_back").values_list("user_id", flat=True)
    assert set(told) == {officer().user_id, officer("second").user_id}
    moved = Event.objects.get(subject="selection", details__move="send_back")
    assert (moved.actor_id, moved.reason) == (officer("third").user_id, "점수 하나가 바뀌었습니다")
    assert not Place.objects.exists()
    again = confirmed()
    assert again.pk != selection.pk
    assert decisions(again)[1].decision == "selected"


@pytest.mark.django_db
def test_a_published_selection_is_not_sent_back():
    first_stage()
    selection = told()
    with pytest.raises(Refused) as refused:
        send_back_selection(actor=officer("third"), now=THEN, selection_id=selection.pk, reason="late")
    assert codes(refused) == ["selection.not_proposed"]
    assert Selection.objects.get().state == "published"


@pytest.mark.django_db
def test_what_was_decided_cannot_be_changed():
    first_stage()
    selection = confirmed()
    for change in (
        lambda: Decision.objects.filter(selection=selection).update(decision="selected"),
        lambda: Decision.objects.all().delete(),
        lambda: Selection.objects.update(seed="another"),
        lambda: Selection.objects.update(state="proposed"),
        lambda: Reserve.objects.update(rank=1),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_proposal_again_after_confirmation_is_refused():
    first_stage()
    confirmed()
    with pytest.raises(Refused) as refused:
        propose_selection(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT, reason="again")
    assert codes(refused) == ["selection.alive"]
