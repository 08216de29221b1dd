"""What a granted objection does to a refusal at the document check (요건검토).

``docs/algorithms/objection-refusal.md`` has the rule. Whoever lets one take effect holds the check
(:func:`hold_check`), so that no selection is proposed meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from dure.domains.applications.deciding import JUDGED, accept_these, obstacles, reopen_this
from dure.domains.applications.following import follow, hold_following
from dure.domains.applications.queries import Application
from dure.domains.applications.queries_own import documents_of
from dure.domains.applications.refusals import refusal_of
from dure.domains.events.act import Act
from dure.domains.events.alone import alone
from dure.domains.review.queries import windows
from dure.domains.review.services.open_scoring import open_scoring
from dure.domains.selection.models import Objection, Selection
from dure.domains.selection.stages import StageCase
from dure.engine.problems import Problem, Refused, msg, refuse

PROPOSED = msg(
    "the selection of the first stage is proposed: send it back first, or let it be confirmed;"
    " until then a granted objection would change nothing"
)
OVER = msg("the selection of the first stage stands already: the document check cannot be taken up again")
LIFTED = msg("this refusal was taken back already: there is nothing more to lift")
STANDS = msg("the refusal stands and nothing keeps it from being lifted: say how the check goes on")


@dataclass(frozen=True, slots=True)
class Ways:
    """What granting may do now, the likeliest first; ``why`` says what it may not, and why not."""

    effects: tuple[str, ...]
    why: str
    stands: bool
    """Whether the refusal is still there to be lifted."""


def ways(case: StageCase, objection: Objection) -> Ways:
    """Return what granting an objection to a refusal may do, as things stand.

    The check goes on (``reopened``) or ends with acceptance (``accepted``) as long as no selection of the
    first stage is proposed. While one is proposed nothing can be granted. Once one is confirmed, or the
    refusal was taken back, it is ``noted``.
    """
    refusal = refusal_of(objection.application_id)
    if refusal is None or refusal.at != objection.refused_at:
        return Ways(("noted",), LIFTED, stands=False)
    alive = Selection.objects.filter(programme=case.programme.id, stage=case.stage.id)
    state = alive.exclude(state="sent_back").values_list("state", flat=True).first()
    if state is None:
        return Ways(("reopened", "accepted"), STANDS, stands=True)
    if state == "proposed":
        return Ways((), PROPOSED, stands=True)
    return Ways(("noted",), OVER, stands=True)


def hold_check(case: StageCase, application_id: int) -> None:
    """Wait for other acts on the stage's selection, the application and its scoring; keep them waiting.

    Before the objection's own row is held.
    """
    alone("selection", case.programme.id, case.stage.id)
    hold_following([case.programme])
    refusal_of(application_id, hold=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM review_scoringwindow WHERE programme = %s AND stage = %s FOR NO KEY UPDATE",
            [case.programme.id, case.stage.id],
        )


def lift(this: Act, case: StageCase, objection: Objection, effect: str) -> None:
    """Let a granted objection take effect on the refusal; raises Refused where it cannot as things stand."""
    found = ways(case, objection)
    if effect not in found.effects:
        raise refuse("objection.effect", found.why)
    if effect == "noted":
        return
    reopen_this(this, objection.application_id)
    if effect == "accepted":
        _accept(this, case, objection.application_id)


def _accept(this: Act, case: StageCase, application_id: int) -> None:
    application = Application.objects.get(pk=application_id)
    standing = {d.document: d.state for d in documents_of(application) if d.state != "replaced"}
    problems = obstacles(case.programme, {name: getattr(application, name) for name in JUDGED}, standing)
    if problems:
        first = Problem(
            "objection.obstacles",
            msg("it cannot be accepted at once: let the document check go on, which is the other way"),
        )
        raise Refused([first, *problems])
    accept_these(this, [application_id], case.programme)
    follow(this, case.programme)
    _enter(this, case, application)


def _enter(this: Act, case: StageCase, application: Application) -> None:
    """Let who was accepted be scored with the others, where that has begun."""
    programme, stage = case.programme.id, case.stage.id
    if (programme, stage) not in windows([programme]):
        return
    chosen = case.asked_of(application.choices)[: None if case.stage.is_by_executor else 1]
    open_scoring(this, programme=programme, stage=stage, entrants=[(application.pk, one) for one in chosen])
