"""An executor's staff as those who score: what they must declare, what is shut to them, what they gave."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.models import Membership
from dure.domains.applications.models import IN_PROCESS, Application, Nomination
from dure.domains.applications.staff_conflicts import StaffConflict, declared_by, in_conflict
from dure.domains.events.act import Act
from dure.domains.events.transitions import move
from dure.domains.review.models import Entrant, ScoreSheet, ScoringWindow
from dure.domains.review.rounds import StageReview, published_programme
from dure.domains.review.states import SHEET_STATES
from dure.engine.problems import Refused, msg, refuse

MOST_SHOWN = 100
"""So many applicants are shown for one declaration."""


def staff_of(programme: str, executors: Collection[str], now: datetime) -> QuerySet[Membership]:
    """Return the memberships of the staff of executors for a programme at an instant."""
    return Membership.objects.in_force(now).filter(
        Q(programme="") | Q(programme=programme),
        role="executor_staff",
        organisation__code__in=list(executors),
        user__is_active=True,
    )


def declares(review: StageReview) -> bool:
    """Say whether staff declare conflicts before they score a stage; where no round says, they do."""
    return review.round is None or review.round.declares_conflicts


def to_declare(actor: SignedActor, programme: str, executor: str) -> QuerySet[Application]:
    """Return the applicants of an executor about which somebody has signed nothing yet, by receipt number.

    Those who are or were scored, and those whose nomination is confirmed: whom staff judge. With whom a
    conflict is known already is not asked.
    """
    file = published_programme(programme)
    stages = [stage.id for stage in file.programme.stages if stage.scored_by_executors] if file else []
    scored = Entrant.objects.filter(
        programme=programme, executor=executor, stage__in=stages, application=OuterRef("pk")
    )
    named = Nomination.objects.filter(
        programme=programme, executor=executor, state="confirmed", application=OuterRef("pk")
    )
    found = Application.objects.visible_to(actor).filter(
        Exists(scored) | Exists(named),
        ~in_conflict(actor),
        programme=programme,
        state__in=IN_PROCESS,
        choices__contains=[executor],
    )
    return found.exclude(pk__in=declared_by(actor, programme)).order_by("application_no", "pk")


def shown_to_declare(actor: SignedActor, programme: str, executor: str) -> tuple[list[dict[str, Any]], int]:
    """Return id, receipt number, name and region of who is to be declared about, and how many there are."""
    found = to_declare(actor, programme, executor)
    rows = found.values("pk", "application_no", "name", "region")[:MOST_SHOWN]
    return [dict(row) for row in rows], found.count()


def conflicts_of(actor: SignedActor, programme: str) -> int:
    """Return with how many applicants of a programme somebody declared a conflict, or was set aside."""
    return (
        StaffConflict.objects.visible_to(actor)
        .filter(programme=programme, user_id=actor.user_id or 0)
        .count()
    )


def refuse_unfit(actor: SignedActor, review: StageReview, application_id: int) -> None:
    """Raise Refused where somebody conflicts with an applicant, or has not declared about it yet."""
    case = Application.objects.filter(pk=application_id)
    if case.filter(in_conflict(actor)).exists():
        raise in_conflict_refused()
    if declares(review) and not case.filter(pk__in=declared_by(actor, review.programme)).exists():
        raise undeclared_refused()


def in_conflict_refused() -> Refused:
    """Return the refusal of whoever would judge with whom they conflict."""
    return refuse(
        "score.conflict",
        msg("you have a conflict of interest with this applicant: somebody else of your executor scores it"),
    )


def undeclared_refused() -> Refused:
    """Return the refusal of whoever would judge before they have declared."""
    return refuse(
        "score.undeclared", msg("declare first with which applicants you have a conflict of interest")
    )


def shut_out(
    this: Act, programme: str, user_id: int, cases: Collection[int], relation: dict[int, str]
) -> int:
    """Keep that somebody does not judge these applicants, and take back what they gave them; return how many.

    ``relation`` has the kind by application. Marks of a stage whose scores stand fast stay: the selection was
    proposed from them.
    """
    known = set(
        StaffConflict.objects.filter(user_id=user_id, application_id__in=cases).values_list(
            "application_id", flat=True
        )
    )
    new = sorted(set(cases) - known)
    made = StaffConflict.objects.bulk_create(
        StaffConflict(
            programme=programme, application_id=case, user_id=user_id, relation=relation[case], at=this.now
        )
        for case in new
    )
    for one in made:
        this.record("staff_conflict", one.pk, application=one.application_id, user=user_id)
    if new:
        _take_back(this, programme, user_id, new)
    return len(new)


def _take_back(this: Act, programme: str, user_id: int, cases: Collection[int]) -> None:
    """Empty the sheets that somebody filled in last, while their stages are scored; history keeps them."""
    held_open = ScoringWindow.objects.filter(programme=programme, state="open").order_by("pk")
    stages = [one.stage for one in held_open.select_for_update()]
    sheets = ScoreSheet.objects.filter(
        programme=programme,
        stage__in=stages,
        application_id__in=cases,
        reviewer__isnull=True,
        scored_by_id=user_id,
    )
    ids = list(sheets.order_by("pk").select_for_update().values_list("pk", flat=True))
    submitted = list(sheets.filter(state="submitted").order_by("pk").values_list("pk", flat=True))
    move(this, SHEET_STATES, ScoreSheet, submitted, "reopen", changes={"reopened_at": this.now})
    for sheet in ScoreSheet.objects.filter(pk__in=ids).order_by("pk"):
        this.record("score_sheet", sheet.pk, application=sheet.application_id, total=None, before=sheet.total)
        sheet.items, sheet.total, sheet.comment, sheet.remarks = {}, None, "", {}
        sheet.scored_by_id, sheet.changed_at, sheet.version = None, this.now, sheet.version + 1
        sheet.save(
            update_fields=["items", "total", "comment", "remarks", "scored_by_id", "changed_at", "version"]
        )
