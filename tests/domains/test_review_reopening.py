"""A submitted review stands: changed while nothing of others is seen and until it is due, else given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.builders import published
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, GOOD, ROUND, TOPS, accepted, opened, panel_of

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.events.models import Event
from dure.domains.review.models import Assignment, ScoreSheet
from dure.domains.review.queries_cases import seats_of
from dure.domains.review.queries_panel import others
from dure.domains.review.rounds import round_review
from dure.domains.review.services.ask_reopening import ask_reopening
from dure.domains.review.services.assign_reviewers import assign_reviewers
from dure.domains.review.services.declare_conflicts import declare_conflicts
from dure.domains.review.services.form_panel import form_panel
from dure.domains.review.services.reopen_review import reopen_review
from dure.domains.review.services.save_review import save_review
from dure.engine.problems import Refused
from dure.library import library_bytes

DUE = '    due_at: "2025-04-01T18:00:00+09:00"\n'
SEES = "    sees_other_reviews: after_own\n    sees_average: after_own\n"
LATE = NOW + timedelta(days=60)


def panel(more: str):
    """Return a case and its reviewers, who declared no conflict, in a round with these settings."""
    text = library_bytes("tops-2025").decode()
    raw = text.replace("    kind: presentation\n", f"    kind: presentation\n{more}", 1).encode()
    (case,) = accepted(published(raw), 1, ("acorn",))
    opened(CHAMPION, [(case.pk, "acorn")])
    sitting = panel_of(5)
    given = {"actor": person(), "now": NOW, "programme": TOPS, "round_id": ROUND}
    form_panel(**given, reviewer_ids=[one.user_id for one in sitting])
    assign_reviewers(**given)
    for who in sitting:
        declare_conflicts(
            actor=who, now=NOW, programme=TOPS, round_id=ROUND, seen=[case.pk], conflicts={}, signed=True
        )
    return case, sitting


def save(who, case, marks=GOOD, *, now=NOW, version=None):
    return save_review(
        actor=who, now=now, programme=TOPS, round_id=ROUND, application_id=case.pk, marks=marks, comment="",
        submit=True, version=version,
    )  # fmt: skip


def refused_codes(call) -> list[str]:
    with pytest.raises(Refused) as refused:
        call()
    return [problem.code for problem in refused.value.problems]


@pytest.mark.django_db
@pytest.mark.parametrize("late", [False, True])
def test_whoever_saw_the_others_does_not_change_their_own_in_time_or_late(late):
    case, (me, *rest) = panel(SEES + DUE)
    first = save(me, case)
    for who in rest:
        save(who, case, dict.fromkeys(GOOD, "40"))
    assert others(me, round_review(TOPS, ROUND), case.pk, own_submitted=True).scores == (40_000,) * 4
    events = Event.objects.count()
    now = LATE if late else NOW
    changed = dict.fromkeys(GOOD, "99")
    assert refused_codes(lambda: save(me, case, changed, now=now, version=first.version)) == [
        "review.submitted"
    ]
    assert ScoreSheet.objects.get(reviewer_id=me.user_id).total == 85_133
    assert Event.objects.count() == events
    # The same again is no change.
    assert save(me, case, now=now).version == first.version


@pytest.mark.django_db
def test_where_nothing_of_others_is_shown_it_changes_until_it_is_due_and_then_not():
    case, (me, *_rest) = panel(DUE)
    first = save(me, case)
    second = save(me, case, dict.fromkeys(GOOD, "60"), version=first.version)
    assert second.total == 60_000
    last = dict.fromkeys(GOOD, "99")
    assert refused_codes(lambda: save(me, case, last, now=LATE, version=second.version)) == [
        "review.submitted"
    ]
    assert ScoreSheet.objects.get(reviewer_id=me.user_id).total == 60_000


@pytest.mark.django_db
def test_it_is_asked_back_with_a_reason_given_back_by_an_officer_and_late_is_told():
    case, (me, other, *_rest) = panel(SEES + DUE)
    first = save(me, case)
    ask = {"programme": TOPS, "round_id": ROUND, "application_id": case.pk}
    assert refused_codes(lambda: ask_reopening(actor=me, now=LATE, reason=" ", **ask)) == ["panel.reason"]
    assert refused_codes(lambda: ask_reopening(actor=other, now=LATE, reason="이유", **ask)) == [
        "review.not_submitted"
    ]
    with pytest.raises(NotAllowed):
        ask_reopening(actor=person(), now=LATE, reason="이유", **ask)
    assert not Assignment.objects.exclude(reopening_reason="").exists()
    assert ask_reopening(actor=me, now=LATE, reason="항목을 잘못 읽음", **ask)
    assert not ask_reopening(actor=me, now=LATE, reason="항목을 잘못 읽음", **ask)
    review = round_review(TOPS, ROUND)

    def seat():
        return next(
            one for one in seats_of(person(), review, [case.pk])[case.pk] if one.reviewer_id == me.user_id
        )

    assert (seat().asked_why, seat().is_late, seat().reopened_at) == ("항목을 잘못 읽음", False, None)
    reopen_review(actor=person(), now=LATE, reviewer_id=me.user_id, reason="오독을 확인함", **ask)
    assert (seat().asked_why, seat().total) == ("", None)
    saved = save(me, case, dict.fromkeys(GOOD, "70"), now=LATE, version=first.version)
    assert saved.total == 70_000
    assert (seat().total, seat().is_late, seat().reopened_at) == (70_000, True, LATE)
