"""The cases of a panel's round as an officer reads them: who reviews what, how far they are, and how well."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application as Application
from dure.domains.review.codes import case_code as case_code
from dure.domains.review.codes import cases_called
from dure.domains.review.codes import is_blind as is_blind
from dure.domains.review.gates import visible_entrants, was
from dure.domains.review.models import Assignment, Expertise, PanelMember, ScoreSheet
from dure.domains.review.models import RoundResult as RoundResult
from dure.domains.review.panels import IN_FORCE
from dure.domains.review.rounds import StageReview
from dure.engine.review.quality import Quality, quality


def cases_of(actor: SignedActor, review: StageReview, *, which: str = "all") -> QuerySet[Application]:
    """Return the cases of a round with how many review (``many``) and have scored (``scored``) each.

    ``which``: all, lacking (too few reviewers), open (not scored by everybody), passed or stopped (let
    through to the next round, or not).
    """
    assert review.round is not None, "a panel scores in a round"
    held = review.round
    entrants = visible_entrants(actor, review)
    assigned = Assignment.objects.filter(programme=review.programme, round=held.id, state__in=IN_FORCE)
    found = Application.objects.filter(
        pk__in=entrants.values("application_id"), state="accepted", application_no__isnull=False
    )
    if which == "all":
        return found
    if which in ("passed", "stopped"):
        return found.filter(was(review, passed=which == "passed"))
    counts = assigned.values("application_id").annotate(
        many=Count("pk"), scored=Count("pk", filter=Q(state="scored"))
    )
    if which == "lacking":
        enough = counts.filter(many__gte=held.reviewers_each)
        return found.exclude(pk__in=enough.values("application_id"))
    done = counts.filter(scored=F("many"), many__gte=held.reviewers_each)
    return found.exclude(pk__in=done.values("application_id"))


@dataclass(frozen=True, slots=True)
class CaseSeat:
    """One reviewer of a case: where the review stands, what was given, and what was done by hand."""

    reviewer_id: int
    state: str
    total: int | None
    submitted_at: datetime | None
    is_late: bool
    reopened_at: datetime | None
    override: str
    asked_why: str
    """Why the reviewer asked to have a submitted review back; empty where they did not."""


def seats_of(actor: SignedActor, review: StageReview, case_ids: list[int]) -> dict[int, list[CaseSeat]]:
    """Return who reviews or reviewed cases, by case; two queries. What was taken away is told too."""
    assert review.round is not None, "a panel scores in a round"
    due = review.round.due_at
    rows = Assignment.objects.visible_to(actor).filter(
        programme=review.programme, round=review.round.id, application_id__in=case_ids
    )
    sheets = {
        (sheet.application_id, sheet.reviewer_id): sheet
        for sheet in ScoreSheet.objects.visible_to(actor).filter(
            stage=review.stage.id,
            round=review.sheet_round,
            application_id__in=case_ids,
            reviewer__isnull=False,
        )
    }
    found: dict[int, list[CaseSeat]] = defaultdict(list)
    for one in rows.order_by("application_id", "reviewer_id"):
        sheet = sheets.get((one.application_id, one.reviewer_id))
        at = sheet.submitted_at if sheet else None
        found[one.application_id].append(
            CaseSeat(
                one.reviewer_id,
                one.state,
                sheet.total if sheet and sheet.state == "submitted" else None,
                at,
                due is not None and at is not None and at > due,
                sheet.reopened_at if sheet else None,
                one.override,
                one.reopening_reason,
            )
        )
    return found


def case_by_code(actor: SignedActor, review: StageReview, text: str) -> int | None:
    """Return the application that a code means in a blind round, as an officer types it; one query."""
    found = cases_called(review, text, cases_of(actor, review).order_by().values_list("pk", flat=True))
    return found[0] if len(found) == 1 else None


def case_of_round(actor: SignedActor, review: StageReview, application_id: int) -> Application | None:
    """Return one case of a round, or None."""
    return cases_of(actor, review).filter(pk=application_id).first()


def sitting(review: StageReview) -> list[int]:
    """Return who sits on the panel of a round."""
    assert review.round is not None, "a panel scores in a round"
    members = PanelMember.objects.filter(
        programme=review.programme, round=review.round.id, until__isnull=True
    )
    return sorted(members.values_list("reviewer_id", flat=True))


@dataclass(frozen=True, slots=True)
class Report:
    """One reviewer's figures, with how many reviews came late and how many were given back."""

    reviewer_id: int
    figures: Quality
    late: int
    reopened: int


def report(actor: SignedActor, review: StageReview) -> list[Report]:
    """Return the figures of every reviewer who has handed in a review of a round; two queries."""
    assert review.round is not None, "a panel scores in a round"
    due = review.round.due_at
    held = Assignment.objects.visible_to(actor).filter(
        programme=review.programme, round=review.round.id, state="scored"
    )
    opened = {
        (case, who): at for case, who, at in held.values_list("application_id", "reviewer_id", "declared_at")
    }
    sheets = ScoreSheet.objects.visible_to(actor).filter(
        stage=review.stage.id,
        round=review.sheet_round,
        programme=review.programme,
        state="submitted",
        reviewer__isnull=False,
    )
    given: dict[str, list[tuple[str, int]]] = defaultdict(list)
    minutes: dict[str, list[int]] = defaultdict(list)
    late: dict[str, int] = defaultdict(int)
    reopened: dict[str, int] = defaultdict(int)
    columns = ("application_id", "reviewer_id", "total", "submitted_at", "reopened_at")
    for case, who, total, at, back in sheets.order_by("pk").values_list(*columns):
        if (case, who) not in opened or total is None:
            continue
        given[str(case)].append((str(who), total))
        began = opened[case, who]
        if at is not None and began is not None:
            minutes[str(who)].append(max(0, int((at - began).total_seconds() // 60)))
        late[str(who)] += due is not None and at is not None and at > due
        reopened[str(who)] += back is not None
    return [
        Report(int(one.reviewer), one, late[one.reviewer], reopened[one.reviewer])
        for one in quality(given, minutes)
    ]


def expertise_of(actor: SignedActor) -> tuple[str, ...]:
    """Return the industries that somebody told to know."""
    found = Expertise.objects.visible_to(actor).filter(reviewer_id=actor.user_id).first()
    return tuple(found.industries) if found else ()


def industries_of(actor: SignedActor, reviewer_ids: list[int]) -> dict[int, list[str]]:
    """Return the industries that reviewers told to know; one query."""
    found = Expertise.objects.visible_to(actor).filter(reviewer_id__in=reviewer_ids)
    return dict(found.values_list("reviewer_id", "industries"))


@dataclass(frozen=True, slots=True)
class Gate:
    """How many cases a round has let through, has not, and still has to decide on."""

    passed: int
    stopped: int
    undecided: int


def gate_of(actor: SignedActor, review: StageReview) -> Gate | None:
    """Return what a round has decided on its cases; None where it lets everybody through. Three queries."""
    if review.round is None or review.round.lets_through_from is None:
        return None
    passed = cases_of(actor, review, which="passed").count()
    stopped = cases_of(actor, review, which="stopped").count()
    return Gate(passed, stopped, cases_of(actor, review).count() - passed - stopped)


def results_of(actor: SignedActor, review: StageReview, case_ids: list[int]) -> dict[int, RoundResult]:
    """Return what a round decided on cases, by case; one query."""
    assert review.round is not None, "a panel scores in a round"
    found = RoundResult.objects.visible_to(actor).in_force()
    rows = found.filter(programme=review.programme, round=review.round.id, application_id__in=case_ids)
    return {one.application_id: one for one in rows}
