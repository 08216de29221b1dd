"""What tests of executors listed late need: TOPS in small, whose first stage is one pool over all."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.domains.people import NOW
from tests.domains.selecting import (
    CONSULT,
    EXECUTORS,
    PROMOTE,
    SMALL,
    THEN,
    TOLD,
    accepted,
    applicant,
    officer,
    place_of,
    small_programme,
    told,
)
from tests.domains.test_selection_ways import programme

from dure.domains.applications.models import Application
from dure.domains.review.models import Entrant, ScoreSheet
from dure.domains.selection.services.accept_place import accept_place
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.list_executors import list_executors

ASKED = datetime.fromisoformat("2025-06-02T10:00:00+09:00")
"""While executors can be listed, by those who took a place on TOLD."""
OVER = datetime.fromisoformat("2025-06-23T10:00:00+09:00")
"""The Monday after the last day."""
WITH_APPLICATION = programme("first_come").replace(
    "quota: {total: 12, per_executor: 4}\n    over: each_executor", "quota: {total: 12}\n    over: all", 1
)
LATE = WITH_APPLICATION.replace(
    "quota: {total: 6, per_executor: 2}\n",
    "quota: {total: 6, per_executor: 2}\n    choices_due_on: 2025-06-20\n",
).replace("entry: [application, nomination]\n", "")


def pooled(text: str = LATE, choices: tuple[str, ...] = (), count: int = 14) -> list[Application]:
    """Return applicants of whom the first twelve have a place of the pool, which all but the last took."""
    made = accepted(small_programme(text), count, choices)
    for n, one in enumerate(made):
        Application.objects.filter(pk=one.pk).update(submitted_at=NOW + timedelta(seconds=n))
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    told()
    for n in range(1, 12):
        accept_place(actor=applicant(n), now=TOLD, place_id=place_of(n).pk)
    return made


def number(n: int) -> int:
    """Return the id of the application of an applicant."""
    return int(Application.objects.get(application_no__endswith=f"{n:06d}").pk)


def ranks(*executors: str) -> dict[str, list[str]]:
    return {f"rank.{executor}": [str(rank)] for rank, executor in enumerate(executors, 1)}


def listed(n: int, *executors: str, now: datetime = ASKED) -> tuple[str, ...]:
    """List executors for the second stage."""
    return list_executors(
        actor=applicant(n), now=now, application_id=number(n), stage=PROMOTE, typed=ranks(*executors)
    )


def turned(n: int) -> tuple[str, ...]:
    """Return the executors in an order that turns with the number."""
    return EXECUTORS[n % 3 :] + EXECUTORS[: n % 3]


def scored_by_number(stage: str = PROMOTE) -> None:
    """Score all entrants: the higher the number, the better."""
    for entrant in Entrant.objects.filter(stage=stage).select_related("application"):
        ScoreSheet.objects.create(
            programme=SMALL, stage=stage, application=entrant.application, executor=entrant.executor,
            total=1000 * int((entrant.application.application_no or "")[-6:]), state="submitted",
            changed_at=OVER,
        )  # fmt: skip
