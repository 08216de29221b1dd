"""What tests of review need: accepted applicants, an open window, a panel."""

from __future__ import annotations

from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.applications.models import Application, StaffDeclaration
from dure.domains.applications.staff_conflicts import declared_by
from dure.domains.events.act import act
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.review.models import ScoreSheet
from dure.domains.review.services.assign_reviewers import assign_reviewers
from dure.domains.review.services.close_scoring import close_scoring
from dure.domains.review.services.form_panel import form_panel
from dure.domains.review.services.open_first_stage import open_first_stage
from dure.domains.review.services.open_scoring import open_scoring
from dure.domains.review.services.reopen_scoring import reopen_scoring

TOPS, CONSULT, CHAMPION, ROUND = "tops-2025", "consult", "champion", "champion_review"
GOOD = {"product": "87.5", "growth": "90.333", "will": "70.001"}
"""Marks whose weighted sum is 85.133."""


def staff(code: str = "acorn", *, declared: bool = True, email: str = "") -> SignedActor:
    """Return one of an executor's staff who has declared, with no applicant there is, a conflict."""
    who = person("executor_staff", email=email or f"{code}@test.example", kind="executor", code=code)
    if declared:
        has_declared(who, code)
    return who


def has_declared(who: SignedActor, code: str = "acorn") -> None:
    """Let somebody have signed, without the service, that they conflict with no applicant of an executor."""
    cases = Application.objects.filter(choices__contains=[code]).order_by("pk")
    for programme in sorted(set(cases.values_list("programme", flat=True))):
        fresh = cases.filter(programme=programme).exclude(pk__in=declared_by(who, programme))
        if seen := list(fresh.values_list("pk", flat=True)):
            StaffDeclaration.objects.create(
                programme=programme, executor=code, user_id=who.user_id, seen=seen, at=NOW
            )


def accepted(
    version: ProgrammeVersion, count: int = 3, choices: tuple[str, ...] = ("acorn", "otter")
) -> list[Application]:
    """Return applications of merchants of their own, accepted."""
    first = Application.objects.count() + 1
    return [
        application(merchant(n), version, n=n, state="accepted", choices=choices)
        for n in range(first, first + count)
    ]


def scored_stage(count: int = 3, choices: tuple[str, ...] = ("acorn", "otter")) -> list[Application]:
    """Return applicants whose first stage is open for scoring."""
    made = accepted(published(), count, choices)
    open_first_stage(actor=person(), now=NOW, programme=TOPS)
    return made


def opened(stage: str, entrants: list[tuple[int, str]]) -> int:
    with act("test.open", actor=SYSTEM, now=NOW) as this:
        return open_scoring(this, programme=TOPS, stage=stage, entrants=entrants)


def closed(stage: str = CONSULT) -> bool:
    with act("test.close", actor=SYSTEM, now=NOW) as this:
        return close_scoring(this, programme=TOPS, stage=stage)


def reopened(stage: str = CONSULT) -> bool:
    with act("test.reopen", actor=SYSTEM, now=NOW) as this:
        return reopen_scoring(this, programme=TOPS, stage=stage)


def panel_of(count: int, **kinds: str) -> list[SignedActor]:
    """Return reviewers, each of an organisation of their own."""
    return [
        person("reviewer", email=f"reviewer{n}@test.example", kind="centre", code=f"university{n}")
        for n in range(count)
    ]


def assigned_panel(cases: int = 4, reviewers: int = 6) -> tuple[list[Application], list[SignedActor]]:
    """Return the cases of the champions' stage and the reviewers to whom they are assigned."""
    made = accepted(published(), cases, ("acorn",))
    opened(CHAMPION, [(one.pk, "acorn") for one in made])
    sitting = panel_of(reviewers)
    form_panel(
        actor=person(), now=NOW, programme=TOPS, round_id=ROUND, reviewer_ids=[r.user_id for r in sitting]
    )
    assign_reviewers(actor=person(), now=NOW, programme=TOPS, round_id=ROUND)
    return made, sitting


def sheet(of: Application, total: int, *, executor: str = "acorn", stage: str = CONSULT) -> ScoreSheet:
    """Return a submitted sheet, made without the services."""
    return ScoreSheet.objects.create(
        programme=of.programme, stage=stage, application=of, executor=executor,
        items=dict.fromkeys(("product", "growth", "will"), total), total=total, state="submitted",
        changed_at=NOW,
    )  # fmt: skip
