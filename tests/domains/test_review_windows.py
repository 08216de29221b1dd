"""A stage is opened for scoring, closed when its selection is proposed, open again when that is sent back."""

from __future__ import annotations

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.people import NOW, person
from tests.domains.reviews import (
    CONSULT,
    GOOD,
    TOPS,
    accepted,
    closed,
    opened,
    published,
    reopened,
    scored_stage,
    sheet,
    staff,
)

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.models import Application
from dure.domains.events.models import Event
from dure.domains.review.models import Entrant, ScoringWindow
from dure.domains.review.queries import scored_counts, stage_is_closed, stage_progress, stage_scores
from dure.domains.review.services.open_first_stage import Opened, open_first_stage
from dure.domains.review.services.save_scores import save_scores
from dure.engine.problems import Refused


def open_first(actor=None):
    return open_first_stage(actor=actor or person(), now=NOW, programme=TOPS)


@pytest.mark.django_db
def test_who_has_withdrawn_is_counted_neither_as_scored_nor_to_score():
    one, two, gone, removed = scored_stage(4)
    for case in (one, gone, removed):
        sheet(case, 80_000)
    sheet(two, 70_000, executor="otter")
    Application.objects.filter(pk=gone.pk).update(state="withdrawn")
    Entrant.objects.filter(application=removed).delete()
    assert scored_counts([TOPS], ["acorn", "otter", "crane"]) == {
        (TOPS, CONSULT, "acorn"): (1, 2),
        (TOPS, CONSULT, "otter"): (1, 2),
    }
    assert scored_counts([], ["acorn"]) == scored_counts([TOPS], []) == {}


@pytest.mark.django_db
def test_the_first_stage_has_all_who_were_accepted_at_each_executor_they_chose():
    version = published()
    one, two = accepted(version, 2)
    other = accepted(version, 1)[0]
    Application.objects.filter(pk=other.pk).update(state="submitted")
    assert open_first() == Opened(4, 0)
    assert list(Entrant.objects.order_by("id").values_list("application_id", "executor")) == [
        (one.pk, "acorn"), (one.pk, "otter"), (two.pk, "acorn"), (two.pk, "otter"),
    ]  # fmt: skip
    events = Event.objects.count()
    assert open_first() == Opened(0, 0)
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_who_is_accepted_later_is_added_and_who_chose_others_since_leaves():
    first = scored_stage(1)[0]
    late = accepted(first.version, 1)[0]
    Application.objects.filter(pk=first.pk).update(choices=["otter"])
    assert open_first() == Opened(2, 1)
    assert set(Entrant.objects.values_list("application_id", "executor")) == {
        (first.pk, "otter"), (late.pk, "acorn"), (late.pk, "otter"),
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_open(role):
    accepted(published(), 1)
    with pytest.raises(NotAllowed):
        open_first(person(role, code=role))
    assert not ScoringWindow.objects.exists()


@pytest.mark.django_db
def test_what_is_closed_takes_nobody_in_and_nothing_changes_it():
    made = scored_stage(1)[0]
    assert not stage_is_closed(TOPS, CONSULT)
    assert closed()
    assert not closed()
    assert stage_is_closed(TOPS, CONSULT)
    with pytest.raises(Refused) as refused:
        open_first()
    assert refused.value.problems[0].code == "scoring.closed"
    late = accepted(made.version, 1)[0]
    assert opened(CONSULT, [(late.pk, "acorn")]) == 0
    assert Entrant.objects.count() == 2
    assert reopened()
    assert not reopened()
    assert opened(CONSULT, [(late.pk, "acorn"), (late.pk, "acorn"), (made.pk, "acorn")]) == 1
    window = ScoringWindow.objects.get()
    assert (window.state, window.closed_at) == ("open", None)


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_make_one_window_and_no_entrant_twice():
    accepted(published(), 3)
    officer = person()
    found = twice_at_once(lambda: open_first(officer), lambda: open_first(officer))
    assert sorted(one.added for one in found) == [0, 6]
    assert ScoringWindow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_score_that_is_saved_while_the_stage_is_closed_counts_or_is_refused():
    made, who = scored_stage(1)[0], staff()

    def save() -> str:
        try:
            save_scores(
                actor=who, now=NOW, programme=TOPS, stage=CONSULT, executor="acorn", application_id=made.pk,
                marks=GOOD, comment="", submit=True, version=None,
            )  # fmt: skip
        except Refused as refused:
            return refused.problems[0].code
        return "saved"

    said, _ = twice_at_once(save, closed)
    score = next(row.score_thousandths for row in stage_scores(TOPS, CONSULT) if row.executor == "acorn")
    assert (said, score) in {("saved", 85_133), ("scoring.closed", None)}


@pytest.mark.django_db
def test_scores_of_the_stage_are_those_submitted_of_whoever_is_still_in():
    one, two, gone = scored_stage(3)
    sheet(one, 80_000)
    sheet(one, 70_000, executor="otter")
    draft = sheet(two, 60_000)
    draft.__class__.objects.filter(pk=draft.pk).update(state="draft")
    sheet(gone, 90_000)
    Application.objects.filter(pk=gone.pk).update(state="withdrawn")
    assert stage_scores(TOPS, CONSULT) == [
        (one.pk, "acorn", 80_000), (one.pk, "otter", 70_000), (two.pk, "acorn", None),
        (two.pk, "otter", None),
    ]  # fmt: skip
    assert stage_progress(TOPS, CONSULT) == [("acorn", 1, 2), ("otter", 1, 2)]


@pytest.mark.django_db
def test_the_scores_of_a_stage_are_read_in_as_many_queries_whatever_their_number(
    django_assert_num_queries,
):
    made = scored_stage(2)
    with django_assert_num_queries(2):
        stage_scores(TOPS, CONSULT)
    accepted(made[0].version, 10)
    open_first()
    with django_assert_num_queries(2):
        assert len(stage_scores(TOPS, CONSULT)) == 24


@pytest.mark.django_db
@pytest.mark.parametrize(("stage", "code"), [("nothing", "review.stage")])
def test_a_stage_that_is_not_there_is_refused(stage, code):
    published()
    with pytest.raises(Refused) as refused:
        stage_scores(TOPS, stage)
    assert refused.value.problems[0].code == code
